"""Where somebody's text has a force's letter copied into it, and where their own words come back; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.force_voice import addresses_complainant, complains, of_a_force
from handlers.letter_signs import DECIDES, gives_outcome
from handlers.passages import Passage

_PARAGRAPHS = re.compile(r"(?:\n[ \t>]*){2,}")
_GREETING = re.compile(r"(?:^[ \t>\"“'*]{0,6}|(?<=[.:\"“'] )|(?<=[\"“']))dear [^\n,.:;!?]{2,50}", re.MULTILINE)
_OPENED = re.compile(r"(?:^|(?<=[\s:(]))[\"“](?=\S)[^\"”“]{0,300}\Z", re.MULTILINE)
_MARKS = re.compile(r"(?P<opens>(?<=[\s(])[\"“](?=\w)|“)|[\"”]")
SIGNED = re.compile(
    r"\b(?:yours (?:sincerely|faithfully|truly)|(?:kind|best|warm|with)(?: \w+)? (?:regards|wishes)|regards)\b"
)
COMES_BACK = re.compile(
    r"[ \t>\"“”*\[(]{0,6}(?:(?:so |well |now |and |but )?(?:that|this|which|above|there) (?:is|was|are|ends)|that's|"
    r"here ends|end of|my (?:own )?(?:answer|reply|response|comments?|points?|grounds?|reasons?|view|side|problem|"
    r"issue)|(?:what|all) i (?:say|want|would|think|ask)|so what i|"
    r"i (?:do not|don't|disagree|dispute|want|would|wish|never|am (?:not|un|ask)|still|ask|say|think|told|can)|"
    r"i'd|i'm|as you (?:can|will) see|now (?:you|me|my)|me:|[a-z]{2,12}'s (?:answer|reply|comments?):|please review)\b"
)
"""How a paragraph begins in which who copied a letter speaks again."""

_STOP = re.compile(r"\.[\"”']?(?= )")
_MOST = 40
_MARK = 300  # characters above a greeting in which the mark that opens its letter may stand
_LINE = 70  # characters of a line that may be a name and a post


def greetings(folded: str, start: int, end: int) -> list[int]:
    """Where letters begin between these places."""
    return [one.start() for one in _GREETING.finditer(folded, start, end)][:_MOST]


def paragraphs(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraphs between two places."""
    first = start
    for gap in _PARAGRAPHS.finditer(passage.folded, start, end):
        if gap.start() > first:
            yield first, gap.start()
        first = gap.end()
    if first < end:
        yield first, end


def copied_letters(body: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    """From where to where each letter of a force goes: from its greeting to its signature, or to the closing mark."""
    begin = greetings(body.folded, start, end)
    for first, until in zip(begin, [*begin, end][1:], strict=True):
        last = _end(body, first, until)
        letter = Passage(body.place, body.text[first:last])
        opened = _OPENED.search(body.folded, max(start, first - _MARK), first + 2)
        if (opened and _quoted_by_another(letter)) or _decides(letter):
            yield min(first, opened.start() if opened else first), last


def _quoted_by_another(letter: Passage) -> bool:
    """Whether a letter in quotation marks is not the complainant's own."""
    return len(letter.text) > _LINE and addresses_complainant(letter.folded) and not complains(letter.folded)


def _decides(letter: Passage) -> bool:
    return of_a_force(letter.folded) and (gives_outcome(letter) or DECIDES.search(letter.folded) is not None)


def _end(body: Passage, start: int, until: int) -> int:
    """Where a letter that begins here ends."""
    opened = _OPENED.search(body.folded, max(0, start - _MARK), start + 2)
    if opened and (closed := _closed(body.folded, opened.start() + 1, until)):
        return closed
    if signed := SIGNED.search(body.folded, start, until):
        return _below_the_name(body, signed.end(), until)
    for first, _ in paragraphs(body, start, until):
        if first > start and COMES_BACK.match(body.folded, first, until):
            return first
    return until


def _closed(folded: str, start: int, until: int) -> int | None:
    """Where the mark stands that closes what was opened before, beyond what is quoted within it."""
    depth = 1
    for mark in _MARKS.finditer(folded, start, until):
        depth += 1 if mark["opens"] else -1
        if not depth:
            return mark.end()
    return None


def _below_the_name(body: Passage, signed: int, until: int) -> int:
    """Where the lines under "Yours sincerely" end, or its sentence where the letter stands on one line."""
    line_end = body.folded.find("\n", signed, until)
    line_end = line_end if line_end >= 0 else until
    if stop := _STOP.search(body.folded, signed, min(line_end, signed + _LINE)):
        return stop.end()
    if line_end - signed > _LINE:
        return signed
    below = [at for at in paragraphs(body, signed, until) if body.text[at[0] : at[1]].strip(" ,.\n")]
    if not below:
        return until
    first, last = below[0]
    return signed if COMES_BACK.match(body.folded, first, until) else last
