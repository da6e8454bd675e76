"""Which review body the force's letter names, by its words or as its reader tells it; evidence, and no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.letter_signs import named_body, own_words
from handlers.letters import OutcomeLetter
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact
from store.terms import ReviewBody

_PAPER = r"\b(?:letter|paper|answer|e-?mail|page|bottom|it)(?: of theirs)?,? (?:(?:also|only|just|is|was) )?"
_VERBS = "says?|said|tells?|told|states?|names?|gives?|written|write|put|points?"
_SAYS = rf"(?:{_VERBS})\b"
_IOPC = r"\b(?:iopc|independent office (?:for|of) police conduct)\b"
_TOLD = re.compile(rf"{_PAPER}{_SAYS}[^.\n]{{0,50}}?{_IOPC}[^.\n]{{0,60}}")
_REVIEWS = re.compile(r"\breview|\bappeal|\bapply|\bask|\bwrite to|\bright to\b|\bsend\b|\blook")
_DENIED = re.compile(
    r"\b(?:not|no|cannot|can't|nor|none|never|rather than|instead of|isn't|doesn't|guidance|reviewed|referral|"
    r"referred)\b"
)
_NAMES = word_set("iopc independent")
_THEIRS = (
    r"(?<!your )(?<!own )\b(?:letters?|paper|answer|reply|response|decision|outcome|e-?mail|page|paragraph|sheet|back|"
    r"bottom|foot|end|top|leaf|leaflet|form|bit|both|it|they|police|force|met)\b"
)
_TELLS = rf"(?:{_VERBS}|lists?|mentions?|identif(?:y|ies)|invites?|explains?|directs?|refers?)\b"
_OURS = (
    r"(?:mopac|(?:the )?mayor'?s? office|o?pf?cc\b|(?:the )?(?:office of the )?police (?:and|&) crime commissioner|"
    r"(?:the |leicestershire'?s? )?commissioner"
    r"(?= of leic|'s office| \(your| \(you\)| (?:does|will|deals|would|reviews|can|considers)\b))"
)
_TOLD_ME = r"\b(?:told|advised|informed|directed|referred|sent)\b"
_A_LETTER = r"\b(?:letter|decision|outcome|e-?mail|answer|reply)\b"
_NAMES_US = at_a_word(
    rf"{_THEIRS}[^.!?\n]{{0,60}}?\b{_TELLS}[^.!?\n]{{0,80}}?\b{_OURS}|"
    rf"\breview body (?:is |was |shown |given |named |put )?(?:as|=|is|:|-) ?(?:the )?{_OURS}|\bbody named:? ?{_OURS}|"
    rf"{_OURS}[^.!?\n]{{0,30}} (?:on|in|at) (?:the|my|its|their) (?:letter|back|bottom|last page)|"
    rf"\baccording to the letter\W{{1,3}}{_OURS}|"
    rf"{_TOLD_ME} to (?:come|go|write|apply|send|ask|contact)[^.!?\n]{{0,30}}?{_OURS}|"
    rf"{_TOLD_ME}[^.!?\n]{{0,60}}?{_A_LETTER}[^.!?\n]{{0,60}}?\b{_OURS}|"
    rf"{_TOLD_ME}[^.!?\n]{{0,40}}?{_OURS}[^.!?\n]{{0,60}}?{_A_LETTER}|"
    rf"\b(?:to|dear):? {_OURS}[^.!?\n]{{0,10}}\b(?:as|because) [^.!?\n]{{0,50}}?{_A_LETTER}|"
    rf"\b(?:review|appeal|application|request)s?\b[^.!?\n]{{0,40}}? (?:(?:must |should )?go|goes|is|are) (?:to|for|by) "
    rf"{_OURS}"
)
_OF_US = word_set("mopac mayor mayors opcc pcc pfcc commissioner")
_NOT_SAID = re.compile(
    r"\b(?:doesn't|does not|didn't|did not|don't|do not|never|nowhere|nothing|without) (?:\w+ ){0,2}"
    r"(?:say|mention|name|give|tell|state|about|word|point)|\bno (?:mention|word)|"
    r"\b(?:instead|rather than|should have|copied|cc'?d|wrong)\b"
)
_SOMETHING_ELSE = re.compile(
    r"\b(?:pays?|paid|fund\w*|run by|train\w*|lighting|citizens advice|council|neighbours?|guidance|statistics|meeting|"
    r"press|election|counter)\b"
)
_ASKED = re.compile(r"[^.!\n]{0,60}\?")
AS_TOLD = "the review body the letter names, as they tell it"


def bodies_named(
    letters: Sequence[OutcomeLetter], body: Passage, others: Sequence[Passage], *, by_office: bool
) -> list[Fact[ReviewBody]]:
    """The review body the letters name, one fact for each body; where none does, other papers, then the writer.

    Where a writer tells what their letter says, a person sees that it is only told.
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
            yield Fact(ReviewBody.DIRECTOR_GENERAL, body.sentence_quote(*found.span(), AS_TOLD))
            return
    for found in () if by_office else body.near(_NAMES_US, _OF_US, 160):
        else_ = _SOMETHING_ELSE.search(body.folded, *body.sentence(*found.span()))
        if not (else_ or _NOT_SAID.search(found[0]) or _ASKED.match(body.folded, found.end())):
            yield Fact(ReviewBody.LOCAL_POLICING_BODY, body.sentence_quote(*found.span(), AS_TOLD))
            return
