"""People who are named beside a number: the complaint's reference or a prison number; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.force_references import force_references, reference_spans
from handlers.introductions import titled_names
from handlers.names import TITLE, name_at, not_in_capitals, whole_name
from handlers.passages import Passage
from store.messages import Fact

_WORD = r"[^\W\d_a-z][\w'’.-]*"
_BEFORE = re.compile(
    rf"(?:^|[\s(:;,|/–-])(?P<name>(?:{_WORD}[ ]){{0,3}}{_WORD})['’]?s?[\s(:;,|/–-]*(?:(?:ref|no|"
    rf"number)\W*)?$"
)
_AFTER = re.compile(
    rf"[\s):;,.|/–-]*(?:re:? )?(?:(?i:{TITLE}) )?(?P<name>(?:{_WORD}[ ]){{0,3}}{_WORD})(?=[\s.,;:|)/–-]|"
    rf"$)"
)
_TURNED = re.compile(rf"(?P<last>{_WORD}(?: {_WORD})?), ?(?P<first>{_WORD}(?: {_WORD})?)(?=\s*(?:[|(;\n]|$))")
_PRISON = re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b")
_REACH = 60  # characters of the line that are looked at to either side
_SHORTEST = 3  # letters that are no name yet: "PCR", "AA"
NO_PERSON = re.compile(
    r"\b(?:re|fw|fwd|ref|your|our|subject|the|all|case|file|query|police|force|mps|met|leics|reviews?|corrected|"
    r"returned|"
    r"schedule|data|items?|logging|entry|wing|cell|hmp|prisoner?|prison|no|number|reply|message|letter|scanned|from|"
    r"typed|pcr|aa|psd|psu|dps|cru|iopc|mopac|"
    r"leicestershire|london|metropolitan|determination|recommendations?|secure|share|papers|bundle|office|standards|"
    r"outcome|"
    r"decision|complainant|complaints?|application|request|extension|transfer|update|note|notes|urgent|official|"
    r"sensitive|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|"
    r"thursday|friday|i|we|it|this|these|please|regards|thanks|thank|hello|hi|dear|as|on|in|and|for|with|to|of|at|is|"
    r"was|private|confidential|leic|leics|co|crn|"
    r"not|both|new|further|following|attached|force|mayor|commissioner|met|unit|team|received|finalised|outside|"
    r"schedule|"
    r"dc|ds|di|dci|pc|ps|sgt|insp|inspector|sergeant|constable|officer|supt|superintendent|reference|number|handler|"
    r"saturday|sunday|both|each|mum|mummy|dad|daddy|mam|nan|gran|signed|sincerely|faithfully|respectfully|when|where|"
    r"since|because|after|before|then|there|here|they|she|he|who|what|how|why|but|so|if|my|our|your|his|her|their|yes|"
    r"now|today|yesterday|tomorrow|nobody|somebody|everybody)\b",
    re.IGNORECASE,
)
"""Words that stand in no name, though they may have a capital beside one."""


def beside_references(passage: Passage) -> list[Fact[str]]:
    """The names that stand on the line of a complaint's reference right before or behind it."""
    found = []
    for first, last in reference_spans(passage):
        if (name := _beside(passage, first, last)) is not None:
            found.append(name)
    return found


def each_by_itself(body: Passage) -> tuple[Fact[str], ...]:
    """The complainants of a list whose lines each have a reference of their own and a name beside it."""
    found: dict[str, Fact[str]] = {}
    for line in body.text.split("\n"):
        row = Passage(body.place, line)
        references = force_references((row,))
        if len(references) == 1 and (named := [*titled_names(row), *beside_references(row)]):
            found.setdefault(references[0].value, named[0])
    return tuple({one.value: one for one in found.values()}.values())


def beside_prison_numbers(passage: Passage) -> Iterator[Fact[str]]:
    """The prisoners whose number stands beside their name."""
    for number in _PRISON.finditer(passage.text):
        if (name := _beside(passage, *number.span())) is not None:
            yield name


def _beside(passage: Passage, first: int, last: int) -> Fact[str] | None:
    start = max(passage.text.rfind("\n", 0, first) + 1, first - _REACH)
    end = passage.text.find("\n", last)
    end = min(len(passage.text) if end < 0 else end, last + _REACH)
    before, after = passage.text[start:first], passage.text[last:end]
    words = passage.quote(start, end, "a name beside the number")
    for side in (before, after):
        turned = _TURNED.search(side)
        if not turned or NO_PERSON.search(turned["last"]):
            continue
        if name := whole_name(f"{turned['first']} {not_in_capitals(turned['last'])}"):
            return Fact(name, words)
    for found in (_BEFORE.search(before), _AFTER.match(after)):
        name = _person(found["name"], whole=found.re is _AFTER) if found else ""
        if name:
            return Fact(name, words)
    return None


def _person(words: str, *, whole: bool) -> str:
    """These words where they are a name and nothing else, "" where not; `whole` asks for more than a surname."""
    if NO_PERSON.search(words) or (whole and " " not in words):
        return ""
    name = name_at(words)
    return name if len(name) > _SHORTEST and name.casefold() == words.casefold().rstrip(".") else ""
