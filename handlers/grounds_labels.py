"""What a form, a heading or a log calls grounds or reasons, and where that ends; judges no words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handlers.passages import Passage, word_set

_MARK = r"[ \t)(*#>•_-]{0,6}(?:\(?(?:\d{1,2}|[a-z])[.)][ \t]{1,3})?[*_]{0,3}"
_LATE = (
    r"(?![^\n:?]{0,60}\b(?:late\w*|delay\w*|out of time|in time|contact|enquiry|arrest\w*|stop(?:ped)?|search\w*)\b)"
)
_FOR = (
    r"(?: (?:for|of) (?:(?:asking for|requesting|seeking|wanting|making|the|my|this|your|an?|his|her|their) ){0,3}"
    r"(?:review|appeal|request|application|dissatisfaction|challenge)(?: request| application)?|"
    r" as (?:given|stated|put|set out|told)[^\n:.]{0,40})?"
)
_QUESTION = (
    rf"why{_LATE} (?:do|are|did|is|were|would|i|we|you|he|she|they|my client)\b[^\n:?]{{0,90}}|"
    r"what (?:do you|are you|i|we|did) [^\n:?]{0,40}(?:wrong|unhappy|unfair|dissatisfied|disagree)[^\n:?]{0,60}|"
    r"(?:please )?(?:tell us|explain|say|state|describe|give|set out)(?: \w+)? (?:why|(?:the |your )?"
    rf"(?:reasons|grounds)){_LATE}[^\n:?]{{0,90}}|details of (?:your |the |my )?(?:dissatisfaction|appeal|"
    r"grounds|reasons|request)"
)
_LABEL = re.compile(
    rf"(?P<line>^{_MARK})?(?P<name>(?:the |my |our |your |his |her )?(?:detailed |summary )?(?P<only>grounds?|reasons?)"
    r"(?: (?:1|one))?"
    rf"(?P<for>{_FOR})(?: \([^)\n]{{1,40}}\))?|(?P<asked>{_QUESTION})|(?P<message>(?:your |my )?(?:message|comments)))"
    r"[ \t*_]{0,4}(?:[:?]{1,3}[ \t*_]{0,4}|(?=\n|\Z))",
    re.MULTILINE,
)
_LABELS = word_set(
    "ground grounds reason reasons why what message comments details explain tell say state describe give set"
)
_AFTER_A_SENTENCE = re.compile(r"[.!?:;)\"]\s{1,3}\Z")
_FIELD = re.compile(
    rf"^{_MARK}(?!(?:allegation|point|ground|reason|para|paragraph|page|issue|first|second|third|fourth|item|note|also|"
    r"and|but|head|section|so|para)\b)(?![^\n:]{0,60}\b(?:says?|said|letter|reply|they|it|he|she|i|me)\b)"
    r"[a-z][\w,'/&()-]{0,25}(?: [\w,'/&()-]{1,25}){0,6}:(?=[ \t\n]|\Z)|"
    rf"^{_MARK}(?:what|do|does|are|is|have|has|who|when|where|which|how|would|can|why|did|your|please|any)\b"
    r"[^\n?]{0,100}\b(?:you|your|we)\b[^\n?]{0,100}\?|"
    rf"^{_MARK}(?:what|who|when|which|how|would|any)\b[^\n?]{{0,60}}\?[ \t]*$|"
    r"(?<=\w )(?:what would you like|what do you want|do you (?:need|want|have))\b[^\n:?]{0,60}[:?]",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"^[ \t]{0,4}\d{1,2}[.)] [a-z][\w ',/&()-]{2,60}$", re.MULTILINE)
_CLOSING = re.compile(
    r"\n[ \t]*(?:yours|(?:kind|best|warm|with)(?: \w+)? (?:regards|wishes)|regards|many thanks|thanks|thank you|cheers|"
    r"sincerely|sent from|signed)\b"
)
_HEADING = re.compile(r"\n[ \t]*\n[ \t*#_]{0,6}[A-Z][\w '’/&-]{2,40}[*_]{0,3}[ \t]*\n(?=[ \t]*\S)")


class Labelled(NamedTuple):
    """From where to where the words under a label go; those of a message are a whole letter, the others reasons."""

    start: int
    end: int
    message: bool


def labelled(passage: Passage, *, sure: bool) -> Iterator[Labelled]:
    """What stands under each label; `sure` leaves out what a force may call its own reasons, and whole messages."""
    for found in passage.near(_LABEL, _LABELS):
        marked = found[0].rstrip(" \t*_")[-1] in ":?"
        if found["line"] is None and not (marked and _surely_a_label(passage, found)):
            continue
        if (sure and (found["only"] or "").startswith("reason") and not found["for"]) or (
            found["message"] and (sure or not marked)
        ):
            continue
        numbered = any(letter.isdigit() for letter in found["line"] or "")
        yield Labelled(found.end(), _end(passage, found.end(), numbered=numbered), found["message"] is not None)


def _surely_a_label(passage: Passage, found: re.Match[str]) -> bool:
    """Whether words within a line are a label, as a form has them or as a sentence begins with them."""
    if found["asked"]:
        return found["asked"].startswith("why do you")
    return bool(found["only"] and _AFTER_A_SENTENCE.search(passage.folded, max(0, found.start() - 4), found.start()))


def _end(passage: Passage, start: int, *, numbered: bool) -> int:
    """Where the next label, a heading or the closing of the letter stands."""
    words = re.compile(r"\S").search(passage.text, start)
    first = words.start() if words else start
    ends = [len(passage.text)]
    for pattern, text in (
        (_FIELD, passage.folded), (_CLOSING, passage.folded), (_HEADING, passage.text),
        *([(_NUMBERED, passage.folded)] if numbered else []),
    ):  # fmt: skip
        if found := pattern.search(text, first + 1):
            ends.append(found.start())
    return min(ends)
