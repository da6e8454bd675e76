"""Which review body the force's letter names, by its words or as its reader tells it; evidence, and no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.letter_signs import named_body, own_words
from handlers.letters import OutcomeLetter
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact
from store.terms import ReviewBody

_PAPER = r"\b(?:letter|paper|answer|e-?mail|page|bottom|it)(?: of theirs)?,? (?:(?:also|only|just|is|was|does|did) )?"
_VERBS = "says?|said|tells?|told|states?|names?|gives?|written|write|put|points?"
_SAYS = rf"(?:{_VERBS})\b"
_IOPC = r"\b(?:iopc|i\.o\.p\.c\b|i owe pc|independent office)\b"
_TOLD = re.compile(rf"{_PAPER}{_SAYS}[^.\n]{{0,50}}?{_IOPC}[^.\n]{{0,60}}")
_REVIEWS = re.compile(r"\breview|\bappeal|\bapply|\bask|\bwrite to|\bright to\b|\bsend\b|\blook")
_DENIED = re.compile(
    r"\b(?:not|no|cannot|can't|nor|none|never|rather than|instead of|isn't|doesn't|guidance|reviewed|referral|"
    r"referred)\b"
)
_NAMES = word_set("iopc independent owe p")
_THEIRS = (
    r"(?<!your )(?<!own )\b(?:letters?|paper|answer|reply|response|decision|outcome|e-?mail|page|paragraph|sheet|back|"
    r"bottom|foot|end|top|leaf|leaflet|form|bit|both|it|they|police|force|met)\b"
)
_TELLS = rf"(?:{_VERBS}|lists?|mentions?|identif(?:y|ies)|invites?|explains?|directs?|refers?)\b"
_OURS = (
    r"(?:mopac|(?:the )?mayor'?s? office|o?pf?cc\b|(?:the )?(?:office of the )?police (?:and|&) crime commissioner|"
    r"(?:the |leicestershire'?s? )?commissioner"
    r"(?= of leic|'?s? (?:office|people|team|lot)| \(your| \(you\)| (?:does|will|deals|would|reviews|can|considers)\b|"
    r" as the | for a review| (?:to|and) (?:review|look)| if (?:i|we)))"
)
_YOU = r"(?:you|yourselves|your (?:office|team|address))\b"  # named as the body; what "you" may do names nobody
_IN_IT = (
    r"(?:at the (?:very )?(?:end|back|bottom|foot)|on the (?:back|last page)|in (?:the|my|their|that) "
    r"(?:letter|paper|small print)|on it)\b"
)
_TOLD_ME = r"\b(?:told|advised|informed|directed|referred|sent)\b"
_A_LETTER = r"\b(?:letter|decision|outcome|e-?mail|answer|reply)\b"
_NAMES_US = at_a_word(
    rf"{_THEIRS}[^.!?\n]{{0,60}}?\b{_TELLS}[^.!?\n]{{0,80}}?\b{_OURS}|"
    rf"\breview body (?:is |was |shown |given |named |put )?(?:as|=|is|:|-) ?(?:the )?{_OURS}|\bbody named:? ?{_OURS}|"
    rf"{_OURS}[^.!?\n]{{0,30}} (?:on|in|at) (?:the|my|its|their) (?:letter|back|bottom|last page)|"
    rf"{_IN_IT}[^.!?\n]{{0,60}}?\b{_OURS}|{_OURS}[^.!?\n]{{0,20}} is for (?:the |a )?reviews?\b|"
    rf"\b(?:body|who)\b[^.\n:?]{{0,30}}\bletter\b[^.\n:?]{{0,40}}[:?]+ ?{_OURS}|"
    rf"\b(?:bit|part|paragraph|section|something|goes on)(?: {_IN_IT})? about {_OURS}|"
    rf"{_OURS} is (?:given|named|shown)\b|\bapplying to {_OURS} is\b|"
    rf"{_THEIRS},? (?:\w+ ){{0,4}}?(?:names?|gives?|identifies|lists?) {_YOU}|"
    r"\byour office, which is the one named|"
    rf"\baccording to the letter\W{{1,3}}{_OURS}|"
    rf"{_TOLD_ME} to (?:come|go|write|apply|send|ask|contact)[^.!?\n]{{0,30}}?{_OURS}|"
    rf"{_TOLD_ME}[^.!?\n]{{0,60}}?{_A_LETTER}[^.!?\n]{{0,60}}?\b{_OURS}|"
    rf"{_TOLD_ME}[^.!?\n]{{0,40}}?{_OURS}[^.!?\n]{{0,60}}?{_A_LETTER}|"
    rf"\b(?:to|dear):? {_OURS}[^.!?\n]{{0,10}}\b(?:as|because) [^.!?\n]{{0,50}}?{_A_LETTER}|"
    rf"\b(?:review|appeal|application|request)s?\b[^.!?\n]{{0,40}}? (?:(?:must |should )?go|goes|is|are) (?:to|for|by) "
    rf"{_OURS}"
)
_OF_US = word_set("mopac mayor mayors opcc pcc pfcc commissioner commissioners you yourselves your")
_NOT_SAID = re.compile(
    r"\b(?:doesn't|does not|didn't|did not|don't|do not|never|nowhere|nothing|without) (?:\w+ ){0,2}"
    r"(?:say|mention|name|give|tell|state|about|word|point)|\bno (?:mention|word)|"
    r"\b(?:instead|rather than|should have|copied|cc'?d|wrong)\b"
)
_SOMETHING_ELSE = re.compile(
    r"\b(?:pays?|paid|fund\w*|run by|train\w*|lighting|citizens advice|council|neighbours?|guidance|statistics|meeting|"
    r"press|election|counter)\b"
)
_ASKED = re.compile(r"(?![^.!?\n]{0,40}\b(?:that'?s|is that) (?:you|u)\b)[^.!\n]{0,60}\?")
_DOUBTED = re.compile(r"\bdoubt|\b(?:can't|cannot) be right\b|\bmistake")
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
        first, last = body.sentence(*found.span())
        else_ = _SOMETHING_ELSE.search(body.folded, first, last) or _DOUBTED.search(body.folded, first, last)
        if not (else_ or _NOT_SAID.search(found[0]) or _ASKED.match(body.folded, found.end())):
            yield Fact(ReviewBody.LOCAL_POLICING_BODY, body.sentence_quote(*found.span(), AS_TOLD))
            return
