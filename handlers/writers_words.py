"""What of a message its writer wrote: without a force's letters and mails that are copied or passed on in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.copied_letters import COMES_BACK, SIGNED, copied_letters, greetings, paragraphs
from handlers.force_voice import addresses_complainant, complains, of_a_force
from handlers.letter_signs import own_words
from handlers.mail_parts import Part, Whose, mail_parts
from handlers.passages import Passage
from store.messages import OfficeDomains

_SAYS_I = re.compile(r"\b(?:i|i'm|i've|i'd|my|mine|me)\b")
_MARKED = re.compile(r"^[ \t]{0,9}>[^\n]*(?:\n|\Z)", re.MULTILINE)
_ANSWERS = ("my answer", "my reply", "my comment", "my response", "what i say", "me:")
_SMALL_PRINT = re.compile(
    r"recipient|confidential|disclaimer|sent from my|in error|monitored|virus|delete this|get outlook"
)
_A_COVER = re.compile(
    r"\b(?:please (?:find|see)|forward\w*|fwd|passing (?:this )?on|passed on|on behalf of|your office|"
    r"the (?:applicant|complainant|above[- ]named)|for your (?:attention|information))\b"
)
_NOTE = re.compile(
    r"\b(?:telephone|phone|attendance) (?:note|message|log|call)\b|^[ \t]*caller\b|\b(?:rang|phoned|called) (?:in|"
    r"us|reception)\b|\bmessage taken\b|^[ \t]*taken by\b",
    re.MULTILINE,
)
_BLANK = 10  # characters between two paragraphs of one stretch


def writers_words(body: Passage, office: OfficeDomains) -> list[Passage]:
    """The parts of a text that no force wrote, in order: what its sender wrote first, then mail of the public in it."""
    parts = sorted(mail_parts(body, office), key=lambda part: part.whose is Whose.PUBLIC)
    return [_cut(body, *span) for part in parts for span in _spans(body, part)]


def passed_on_words(body: Passage, office: OfficeDomains) -> list[Passage]:
    """Of an office's text what is the applicant's: mail of the public in it, a letter typed out, a telephone note."""
    above, *below = mail_parts(body, office)
    found = [_cut(body, *span) for part in below if part.whose is Whose.PUBLIC for span in _spans(body, part)]
    letter = _their_letter(_cut(body, above.start, above.end))
    if letter is not None:
        whole = Part(0, len(letter.text), Whose.SENDER)
        found += [_cut(letter, *span) for span in _spans(letter, whole)]
    return found


def own_documents(documents: Iterable[Passage], office: OfficeDomains) -> list[Passage]:
    """What stands in those documents that read like somebody's own letter or form, without a force's words in it."""
    theirs = (one for one in documents if own_words(one) and not of_a_force(one.folded))
    return [part for one in theirs for part in writers_words(one, office)]


def _their_letter(above: Passage) -> Passage | None:
    """The applicant's letter that an office typed or scanned into its mail, or its note of what somebody told it."""
    if _NOTE.search(above.folded):
        return above
    begins = greetings(above.folded, 0, len(above.text))
    letter = _cut(above, begins[0] if begins else 0, len(above.text))
    theirs = complains(letter.folded) and own_words(letter) and not of_a_force(letter.folded)
    return letter if theirs and not _A_COVER.search(letter.folded) else None


def _cut(passage: Passage, start: int, end: int) -> Passage:
    return Passage(passage.place, passage.text[start:end])


def _spans(body: Passage, part: Part) -> list[tuple[int, int]]:
    """From where to where somebody speaks who is no office, in a part of a text."""
    of_an_office = part.whose in (Whose.FORCE, Whose.OFFICE)
    unmarked = _unmarked(body, part)
    if _MARKED.search(body.folded, part.start, part.end) and (unmarked or of_an_office):
        return [span for start, end in unmarked for span in _without_letters(body, start, end)]
    return _between(body, part) if of_an_office else _without_letters(body, part.start, part.end)


def _unmarked(body: Passage, part: Part) -> list[tuple[int, int]]:
    """The lines that no program has marked as somebody else's."""
    found: list[tuple[int, int]] = []
    at = part.start
    for mark in _MARKED.finditer(body.folded, part.start, part.end):
        found.append((at, mark.start()))
        at = mark.end()
    return [(start, end) for start, end in (*found, (at, part.end)) if body.text[start:end].strip()]


def _without_letters(body: Passage, first: int, last: int) -> list[tuple[int, int]]:
    """A stretch of somebody's own text without the letters of a force that are copied into it."""
    theirs = list(copied_letters(body, first, last))
    theirs += [
        (start, end)
        for start, end in paragraphs(body, first, last)
        if of_a_force(body.folded[start:end]) and not any(one < end and start < other for one, other in theirs)
    ]
    found, at = [], first
    for one, other in sorted(theirs):
        found.append((at, one))
        at = max(at, other)
    return [(start, end) for start, end in (*found, (at, last)) if body.text[start:end].strip()]


def _between(body: Passage, part: Part) -> list[tuple[int, int]]:
    """What the writer says between or below the paragraphs of somebody else's mail."""
    found: list[tuple[int, int]] = []
    theirs, signed = True, False
    for start, end in paragraphs(body, part.start, part.end):
        folded = body.folded[start:end]
        if of_a_force(folded) or _SMALL_PRINT.search(folded):
            theirs = True
        elif theirs:
            theirs = not _answers(folded, signed=signed)
        signed = signed or SIGNED.search(folded) is not None
        if not theirs and found and start - found[-1][1] < _BLANK:
            found[-1] = (found[-1][0], end)
        elif not theirs:
            found.append((start, end))
    return found


def _answers(folded: str, *, signed: bool) -> bool:
    """Whether a paragraph in a force's mail is somebody's answer to it; below its signature "I" is enough."""
    if signed and _SAYS_I.search(folded) and not addresses_complainant(folded):
        return True
    if not COMES_BACK.match(folded):
        return False
    return signed or complains(folded) or folded.lstrip(" \t[(*").startswith(_ANSWERS)
