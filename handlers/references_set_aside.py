"""Which of several references a message plainly sets aside: not asked about, another's, or written by mistake."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.passages import Passage, word_set

_BEFORE = re.compile(
    r"\b(?:not|isn't|ignore|disregard|rather than|instead of|nothing to do with|separate from|"
    r"wrongly (?:quoted|written|wrote|put|gave|given)(?: as)?)[ ,(]{1,2}(?:(?:about|the|my|an|a|to|earlier|old|older|"
    r"other|previous|first|complaint|matter|case|ref|reference|number|no)[.:]? ){0,6}$|"
    r"\bunrelated (?:\w+ )?(?:matter|complaint|case)\b[^.;!?]{0,20}$"
)
_ANOTHERS = re.compile(
    r"\b(?:neighbou?r|friend|colleague|workmate|work mate|flatmate|someone else|somebody else)\b[^.;!?]{0,40}"
    r"\bcomplaint\b[^.;!?]{0,50}$"
)
_TOGETHER = word_set("we us our ours both joint jointly each")
_BEHIND = re.compile(
    r"[^.;!?]{0,60}?(?:\b(?:am|i'm|are|we're) not (?:asking|complaining|writing|talking) (?:you )?"
    r"(?:about|for|to (?:look at|review))(?: (?:it|that|this|that one|here|now|today|again)){0,2}"
    r"(?= ?(?:[.,;:)\n]|$|and|but))|"
    r"\b(?:do not|don't|dont) want (?:that |this |it |that one )?(?:reviewed|looked at|included)\b|"
    r"\b(?:ignore|disregard) (?:that|this) (?:one|number|ref)|\bnothing to do with (?:this|it|my|me)\b|"
    r"\b(?:is|was) (?:unrelated|not related|a typo|a slip|the wrong (?:one|number|ref\w*))\b|"
    r"\b(?:quoted|gave|wrote|put|typed) (?:\w+ ){0,3}(?:by mistake|in error)\b|"
    r"\byou (?:have )?already (?:reviewed|refused|decided)\b)"
)
_CORRECTED = re.compile(
    r"[?,. (–-]{0,3}\b(?:no|sorry|i mean|i meant|correction|should be)\b[, :–-]{0,3}(?:it's |i mean )?"
)
_NOT_THE_SUBJECT = re.compile(
    r"\b(?:ignore|disregard|not) the (?:(?:ref|reference|number) in the )?subject\b|"
    r"\bwrong (?:ref|reference|number|one) in the subject\b"
)
_REACH = 90

Spot = tuple[str, Passage, int, int]
"""A reference, the passage it stands in, and from where to where."""


def set_aside(spots: Sequence[Spot]) -> frozenset[str]:
    """The references that one of their mentions sets aside in plain words; `spots` are all mentions in order."""
    aside = _of_a_wrong_subject(spots)
    for index, (value, passage, start, end) in enumerate(spots):
        first, last = passage.sentence(start, end)
        first, last = max(first, start - _REACH), min(last, end + _REACH)
        if index and spots[index - 1][1] is passage:
            first = max(first, spots[index - 1][3])
        behind = spots[index + 1] if index + 1 < len(spots) else None
        if behind and behind[1] is passage:
            last = min(last, behind[2])
            if _CORRECTED.fullmatch(passage.folded, end, behind[2]):
                aside.add(value)
        if _says_so(passage, first, start, end, last):
            aside.add(value)
    return frozenset(aside)


def _of_a_wrong_subject(spots: Sequence[Spot]) -> set[str]:
    """The references that only the subject names, where the mail says that it is wrong."""
    texts = {passage.place: passage for _, passage, _, _ in spots}
    if not any(_NOT_THE_SUBJECT.search(text.folded) for place, text in texts.items() if place != "subject"):
        return set()
    return {one[0] for one in spots if one[1].place == "subject"} - {
        one[0] for one in spots if one[1].place != "subject"
    }


def _says_so(passage: Passage, first: int, start: int, end: int, last: int) -> bool:
    """Whether the words before a reference or behind it, as far as the next, say that it is not the one."""
    before, behind = passage.folded[first:start], passage.folded[end:last]
    if _BEFORE.search(before) or _BEHIND.match(behind):
        return True
    return bool(_ANOTHERS.search(before)) and _TOGETHER.isdisjoint(passage.words)
