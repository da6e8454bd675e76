"""Which review body the force's letter names, by its words or as its reader tells it; evidence, and no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.letter_signs import named_body, own_words
from handlers.letters import OutcomeLetter
from handlers.passages import Passage, word_set
from store.messages import Fact
from store.terms import ReviewBody

_PAPER = r"\b(?:letter|paper|answer|e-?mail|page|bottom|it)(?: of theirs)?,? (?:(?:also|only|just|is|was) )?"
_SAYS = r"(?:says?|said|tells?|told|states?|names?|gives?|written|write|put|points?)\b"
_IOPC = r"\b(?:iopc|independent office (?:for|of) police conduct)\b"
_TOLD = re.compile(rf"{_PAPER}{_SAYS}[^.\n]{{0,50}}?{_IOPC}[^.\n]{{0,60}}")
_REVIEWS = re.compile(r"\breview|\bappeal|\bapply|\bask|\bwrite to|\bright to\b|\bsend\b|\blook")
_DENIED = re.compile(r"\b(?:not|no|cannot|can't|nor|none|never|rather than|instead of|isn't|doesn't)\b")
_NAMES = word_set("iopc independent")


def bodies_named(
    letters: Sequence[OutcomeLetter], body: Passage, others: Sequence[Passage], *, by_office: bool
) -> list[Fact[ReviewBody]]:
    """The review body the letters name, one fact for each body; where none does, other papers, then the writer.

    A writer who only tells what their letter says is believed where it is the IOPC: what nothing bears out does not
    make a review ours.
    """
    named = [one.body for one in letters if one.body] or list(_in_papers(others)) or list(_by_writer(body, by_office))
    return list({one.value: one for one in reversed(named)}.values())


def _in_papers(others: Sequence[Passage]) -> Iterator[Fact[ReviewBody]]:
    """What an attached paper of somebody else calls the review body, though it is not known as an outcome letter."""
    for paper in others:
        if not own_words(paper) and (named := named_body(paper)) is not None:
            yield named


def _by_writer(body: Passage, by_office: bool) -> Iterator[Fact[ReviewBody]]:
    if (named := named_body(body, by_office=by_office)) is not None:
        yield named
        return
    for found in body.near(_TOLD, _NAMES):
        if _REVIEWS.search(found[0]) and not _DENIED.search(found[0]):
            quote = body.sentence_quote(*found.span(), "the review body the letter names")
            yield Fact(ReviewBody.DIRECTOR_GENERAL, quote)
            return
