"""Of whom a letter speaks, and how their names are written out in it; proves nobody's identity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from handlers.name_forms import fullest, one_written_short
from handlers.names import PARTICLES, TITLE, names_after, same_person, whole_name
from handlers.passages import Passage
from handlers.people import LONGEST, NAME, RELATIVE, WORD, an_officer, people, person
from store.messages import Fact

_COMPLAINS = re.compile(
    rf"{NAME}(?:['’]s? (?:police )?(?:complaint|review|case|application|appeal|file|matter)\b| (?:has|had|put in|"
    r"made|asked (?:you )?for|applied for|says you) (?:for )?(?:an? )?(?:open |police )?(?:complaint|case|review|"
    r"her review|"
    r"his review|['’]?ve had))"
)
_SUBJECT_OF = re.compile(
    rf"(?:for|re|behalf of|about|constituent|client|resident|patient|tenant):? (?:my {RELATIVE}:? )?"
    rf"(?={TITLE} |[^\W\d_]+ [^\W\d_])"
)
_VERSUS = re.compile(
    rf"(?:^|[-–—:] ){NAME} v\.? (?i:the |a )?(?i:mayor|mopac|police|office|commissioner|chief|pcc|you\b)"
)
_TITLED_OR_NOT = re.compile(rf"(?P<titled>(?i:{TITLE}) )?(?P<name>{WORD}(?: {WORD}){{1,3}})")
_TOLD_OF = re.compile(
    r"(?:,| -| –| \()? ?(?:who|whose|he|she|they|aged|is|was|has|had|wants?|lives?|asks?|asked|says?|said|tells|told|"
    r"can|can't|cannot|needs?|would|does|doesn't|came|rang|wrote|complained|\d{2}\b|in|of)\b|['’]s (?:had|been|got)\b"
)
_TOLD_BEFORE = re.compile(
    r"\b(?:for|help|helping|called|named|about|with|supporting|from) $|\b(?:M[rs]|Mrs|Miss|Mx) [A-Z]\.? \($"
)
_THE_CROWN = re.compile(r"\br ?\((?:on the application of )?(?=[^\W\d_])")
PLACE = re.compile(
    r"(?<![\w-])(?:rd|st|ave|road|street|lane|avenue|close|court|house|park|station|prison|hospital|ward|green|common|bridge|hill|gate|square|"
    r"town|cross|hall|centre|estate|walk|way|row|gardens|market|school|college|church|east|west|north|south|borough|"
    r"crown|magistrates|county|city|heath|wood|field|fields|mosque|gurdwara|temple|club|farm|lanes|village|parva|magna)$",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(rf"{WORD}(?: {WORD}){{1,4}}")
_GREETED = re.compile(r"\b(?:dear|hi|hello) $", re.IGNORECASE)
_BEGINS = re.compile(r"(?:^|[.!?:]\s{1,2}|\n)$")


def named_in_a_case(subject: Passage) -> list[Fact[str]]:
    """Who brings the case against an office that a subject names: "Brindle v Mayor's Office"."""
    return [*people(_VERSUS, subject), *names_after(_THE_CROWN, subject)]


def spoken_of(own: Passage, subject: Passage) -> list[Fact[str]]:
    """Those of whose complaint or review a letter speaks."""
    texts = (own, subject)
    return [
        *(one for text in texts for one in people(_COMPLAINS, text)),
        *(one for text in texts for one in people(_VERSUS, text)),
        *names_after(_SUBJECT_OF, subject),
    ]  # fmt: skip


def the_one_spoken_of(texts: Iterable[Passage], others: Sequence[str]) -> Fact[str] | None:
    """The one whole name of which a letter tells something, None where it has several; `others` are other people."""
    found: list[Fact[str]] = []
    for text in texts:
        for row in _TITLED_OR_NOT.finditer(text.text[:LONGEST]):
            name = person(row["name"])
            if (
                not _first_and_last(name)
                or an_officer(text, row.start())
                or any(one_written_short(name, one) for one in others)
            ):
                continue
            behind, before = text.text[row.end() : row.end() + 20], text.text[max(0, row.start() - 14) : row.start()]
            told = row["titled"] or _TOLD_OF.match(behind) or _TOLD_BEFORE.search(before)
            if told and not PLACE.search(name) and not _GREETED.search(before):
                found.append(Fact(name, text.quote(*row.span(), "of whom a letter speaks")))
    same = found and all(one_written_short(one.value, found[0].value) for one in found)
    return fullest(found[0], found[1:]) if same else None


def written_out(name: Fact[str], texts: Iterable[Passage], others: Sequence[str] = ()) -> Fact[str]:
    """The fuller form of a name that the texts give, where they give just one; `others` are other people."""
    found: dict[str, Fact[str]] = {}
    for text in texts:
        for one in _IN_TEXT.finditer(text.text[:LONGEST]):
            fuller = _fuller_in(one, text, name.value)
            if fuller and not any(same_person(fuller, other) for other in others if " " in other):
                found.setdefault(fuller.casefold(), Fact(fuller, text.quote(*one.span(), name.quote.says)))
    return next(iter(found.values())) if len(found) == 1 else name


def _first_and_last(name: str) -> bool:
    """Whether a name has more than a surname, which may be of two words: "Le Breton"."""
    return len([word for word in name.split() if word.casefold() not in PARTICLES]) > 1


def _fuller_in(row: re.Match[str], text: Passage, name: str) -> str:
    """The name as a row of words with capitals has it in full, "" where not; a sentence's first word may be none."""
    words = row[0].split()
    for first in range(len(words) - 1):
        fuller = person(" ".join(words[first:]))
        if not _longer(fuller, name) or (not first and an_officer(text, row.start())):
            continue
        begins_with_it = fuller.split()[0].casefold() == name.split()[0].casefold()
        before = text.text[max(0, row.start() - 4) : row.start()]
        if first or begins_with_it or text.place == "subject" or not whole_name(words[0]) or not _BEGINS.search(before):
            return fuller
    return ""


def _longer(fuller: str, name: str) -> bool:
    """Whether this is the name, with more of it written out."""
    if not fuller or " " not in fuller or not one_written_short(fuller, name):
        return False
    short, long = name.split(), fuller.split()
    if len(short) == 1:
        return short[0].casefold() in (long[0].casefold(), long[-1].casefold())
    first = short[0].rstrip(".").casefold()
    return (
        long[0].casefold().startswith(first)
        and len(long[0].rstrip(".")) > len(first)
        and long[-1].casefold() == short[-1].casefold()
    )
