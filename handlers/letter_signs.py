"""What an outcome letter of a force looks like, and which review body a letter names; reads words, decides nothing."""

from __future__ import annotations

import re

from handlers.passages import Passage, word_set
from store.messages import Fact
from store.terms import ReviewBody

_GIST = 6_000  # characters of the beginning, and as many of the end, by which a long document is known
_TOP = 400  # characters within which a letterhead stands

_TO_YOU = re.compile(r"your (?:complaint|expression of dissatisfaction|dissatisfaction|concerns)|you complained")
DECIDES = re.compile(
    r"outcome of your complaint|(?:i|we) have (?:now )?(?:determined|concluded|decided)|has been determined|upheld|"
    r"service (?:\w+ ){0,4}was (?:not )?(?:un)?acceptable|no case to answer|handled (?:otherwise|outside)|"
    r"service recovery|right (?:to a|of) review|relevant review body|no further action|matter is (?:now )?closed"
)
_FINDS = re.compile(
    r"""
    \bservice\b [^.]{0,60} \b (?:not[ ]|un)?acceptable | \bno[ ]case[ ]to[ ]answer | \b(?:upheld|uphold)\b
    | \bi[ ]consider[ ]that | \bnot[ ]resolved\b
    | \b(?:i|we)[ ](?:am|are)[ ](?:satisfied|content) | \b(?:i|we)[ ](?:find|determine|conclude|apologi[sz]e)\b
    | \b(?:i|we)(?:[ ]have|'ve)[ ](?:now[ ])?
      (?:determined|concluded|decided|found|considered|investigated|looked|completed|assessed|reviewed|examined|resolved|closed|finalised|dealt)
    | \bin[ ]line[ ]with[ ]policy | \bno[ ](?:learning|further[ ]action) | \breasonable[ ]and[ ]proportionate
    | \bproportionate[ ](?:enquiries|investigation) | \bservice[ ]recovery
    | \b(?:your[ ])?(?:complaint|allegation|matter|concern)s?[ ](?:is|are|was|were|has[ ]been)[ ](?:now[ ])?
      (?:not[ ])?(?:resolved|closed|upheld|concluded|finalised|determined|considered|handled|dealt)
    | \bclosed[ ](?:without|as)\b | \bwords[ ]of[ ]advice\b | \bdo(?:es)?[ ]not[ ]uphold\b
    """,
    re.VERBOSE,
)
OFFERS_REVIEW = re.compile(
    r"\byou(?:r)?\b[^.]{0,140}\breview|\bright (?:of|to)(?: a| any)? review|\breview (?:body|rights)|"
    r"\breview\b[^.]{0,80}\b(?:28|twenty[- ]eight) days|\breview: you (?:can|may|could)|"
    r"\breview of (?:the|this) (?:outcome|decision)|\breview may be (?:sought|requested|asked|applied|made)"
)
_LETTERHEAD = re.compile(r"police|constabulary|professional standards|complaints? (?:resolution|handling|unit|team)")
_TO_SOMEBODY = re.compile(
    r"^[ \t]*(?:dear )?(?:mr|mrs|ms|miss|mx|dr)\b|your (?:complaint|client|concern)|you (?:complained|told us|"
    r"alleged|said|raised)",
    re.M,
)
_OWN_WORDS = re.compile(
    r"\b(?:my|our) complaint\b|(?<!if )\bi(?:'d| would| had| have)? (?:want|like|ask|wish|complained|disagree|"
    r"appeal)\b|"
    r"\bi should (?:like|be glad|be grateful)|(?<!if )\bi (?:do not|don't) (?:agree|accept)|\bwhy do you disagree|"
    r"\byour name:"
)
_OUR_DECISION = re.compile(
    r"\byour review (?:is (?:complete|upheld|not)|was|has been|request)|"
    r"\byour (?:request|application) for (?:a|the) review (?:was|has been|dated|of|is (?:upheld|not))|"
    r"\byou (?:asked us to review the|applied for a review)|\byou recommended|\byour recommendation|\bpcr/20"
)
_NOT_YET = re.compile(
    r"\b(?:has|have) been (?:recorded|logged|allocated)(?! as)|"
    r"\b(?:i|we|handler) will (?:\w+ )?(?:write|contact|update|be in touch)|"
    r"\b(?:are|is|remains?) (?:continuing|ongoing|under)|\bstill (?:looking|investigating|waiting)"
)
_NOTHING_DECIDED = re.compile(
    r"progress of your complaint|(?:update|progress) on your complaint|keep you (?:informed|updated|up to date)|"
    r"\b(?:made|reached|come to) no (?:final )?decision|\bno (?:final )?decision (?:has|had) (?:yet )?been|"
    r"(?:not|n't) (?:yet )?(?:made|reached|come to) (?:a|any|my|our) (?:final )?(?:decision|view|conclusion)|"
    r"(?:\b(?:will|shall|expect to|hope to|aim to)|'ll) (?:then )?(?:write|send|let you (?:have|know)|tell|inform|"
    r"provide|notify|contact)\b[^.]{0,90}\b(?:outcome|decision|result|concluded|finished|completed?)\b|"
    r"\b(?:at the end|on completion|once|when)\b[^.]{0,60}\bwill (?:then )?(?:write|send|let|tell|inform|provide)|"
    r"\bthank you for (?:making |submitting |sending )?(?:us )?your complaint\b|complaint (?:has been|is|"
    r"was) suspended|"
    r"\bsuspend(?:ed|ing)? (?:the|your|our)[^.]{0,40}(?:complaint|investigation|enquiries)|"
    r"\b(?:enquiries|investigation|my enquiries|it) (?:are|is|remains?|continues?) (?:continuing|ongoing|under way)"
)
PROVISIONAL = (
    r"\b(?:provisional|interim|preliminary|draft) [\"'“”]?(?:view|finding|decision|outcome|conclusion|report)s?\b"
)
_SO_FAR = re.compile(rf"{PROVISIONAL}|\bminded to\b")
_ASKS_FOR_COMMENTS = re.compile(
    r"\bfor comment\b|\bcomments? (?:by|before|within|no later)|\bplease comment|"
    r"\b(?:let me have|send me|provide|give me)[^.]{0,40}comments|"
    r"\bbefore (?:i|we) (?:reach|make|come to|issue) (?:a|my|our|any) (?:final )?(?:decision|conclusion)"
)
_FINAL = re.compile(
    r"\b(?:28|twenty[- ]eight) days|\b(?:now|is|are) (?:my |our )?(?:now )?final\b|have (?:now )?considered"
)
"""The force tells what it thinks before it decides, and asks for comments; a final letter only looks back at that."""
_DECIDED = re.compile(
    r"service (?:\w+ ){0,5}(?:was|is|has been)(?: found)?(?: to be)? (?:not )?(?:un)?acceptable|\b(?:not |do not |"
    r"been )uph[eo]ld|"
    r"\b(?:i|we) uphold\b|no case to answer|\bno further action (?:will|is|has|shall)|"
    r"(?:outcome|result|decision|finding)s?(?: is| was)?:|complaint (?:is|was|has been) (?:now )?(?:closed|resolved|"
    r"finalised)|"
    r"relevant review body|right (?:of|to a) review:|\bi (?:have )?(?:find|found|determined|concluded)"
)
_ANOTHERS = re.compile(r"crown prosecution|\bcouncil\b|ombudsman|\bnhs\b|hospital|tribunal|court service")

_IOPC = r"(?:the\s)?(?:iopc|independent\soffice\sfor\spolice\sconduct|director\sgeneral)"
_LPB = (
    r"(?:the\s)?(?:office\sof\sthe\s)?(?:local\spolicing\sbody|(?:deputy\s)?mayor|mopac|"
    r"police(?:,?\sfire)?(?:\sand|,)?\scrime\scommissioner|o?pf?cc\b|city\sof\slondon\scorporation|commissioner)"
)
_BODY = re.compile(
    rf"""
    (?: review[ ]body[ ](?:is|will[ ]be|for[ ]your[ ]complaint[ ]is|:) | review[ ]body(?:[ ]in[ ]our[ ]assessment)?:
      | rrb(?:[ ]is|[ ]assessed[ ]as|:)? | as[ ](?:the[ ])?relevant[ ]review[ ]body
      | (?:send|apply|submit|make)[^.\n]{{0,40}}\breview[^.\n]{{0,20}}[ ]to
    ) [ \n]* (?: (?P<iopc>{_IOPC}) | (?P<lpb>{_LPB} | lpb\b) )
    | (?: (?P<iopc2>{_IOPC}) | (?P<lpb2>{_LPB}) ) [^.\n]{{0,30}}[ ](?:is|as)[ ](?:the[ ])?relevant[ ]review[ ]body
    | (?P<lpb3>no[ ]right[ ]to[ ]apply[ ]to[ ]{_IOPC})
    """,
    re.VERBOSE,
)
_LETTER_NAMES = re.compile(rf"letter (?:names|gives|points to) (?:(?P<iopc>{_IOPC})|(?P<lpb>{_LPB}))")
_ANY_BODY = re.compile(rf"\b(?:(?P<iopc>{_IOPC})|(?P<lpb>{_LPB}))")
_DENIED = re.compile(r"\b(?:not|no|cannot|can't|nor|none|rather than|instead of|oversight)\b[^.]{0,80}$")
_BODIES = word_set(
    "iopc mopac mayor independent director commissioner lpb pcc pfcc opcc policing corporation"
)  # one of which every name of a body has


def gives_outcome(passage: Passage) -> bool:
    """Whether a document reads like a letter that tells somebody how their complaint ended."""
    text = passage.folded
    if len(text) > 2 * _GIST:
        text = f"{text[:_GIST]} {text[-_GIST:]}"
    if _OUR_DECISION.search(text) or _ANOTHERS.search(text[:_TOP]) or nothing_decided(text):
        return False
    if _TO_YOU.search(text) and DECIDES.search(text):
        return True
    if own_words(passage):
        return False
    of_police, to_somebody = headed(passage), _TO_SOMEBODY.search(text)
    finds, offers = _FINDS.search(text), OFFERS_REVIEW.search(text)
    if finds and offers:
        return bool(of_police or to_somebody)
    return bool(of_police and to_somebody and (finds or offers) and not _NOT_YET.search(text))


def headed(passage: Passage) -> bool:
    """Whether a document bears a letterhead of the police at its top."""
    return _LETTERHEAD.search(passage.folded, 0, _TOP) is not None


def nothing_decided(folded: str) -> bool:
    """Whether the force only says, in a text in lower case, that it has a complaint or how far it has got with it."""
    if _SO_FAR.search(folded) and _ASKS_FOR_COMMENTS.search(folded) and not _FINAL.search(folded):
        return True
    return bool(_NOTHING_DECIDED.search(folded)) and not _DECIDED.search(folded)


def own_words(passage: Passage) -> bool:
    """Whether a document reads like somebody's own letter or form about a complaint of theirs."""
    return _OWN_WORDS.search(passage.folded, 0, 2 * _GIST) is not None


def named_body(passage: Passage, start: int = 0, *, in_letter: bool = False, by_office: bool = False) -> (
    Fact[ReviewBody] | None
):  # fmt: skip
    """The relevant review body as the text names it.

    In a letter whoever reviews is meant; in other words only what is called the review body, or, where an office
    writes, what it says that the letter names.
    """
    patterns = (_BODY, _LETTER_NAMES) if by_office else (_BODY,)
    for pattern in patterns:
        for found in passage.near(pattern, _BODIES):
            if found.start() >= start:
                parts = found.groupdict()
                return _body(passage, found, of_iopc=bool(parts.get("iopc") or parts.get("iopc2")))
    return _reviewer(passage, start) if in_letter else None


def _reviewer(passage: Passage, start: int) -> Fact[ReviewBody] | None:
    """Whoever a letter names in a sentence about a review, unless it denies them; None where it names both."""
    named: dict[bool, re.Match[str]] = {}
    for found in passage.near(_ANY_BODY, _BODIES, 60):
        first, last = passage.sentence(found.start(), found.end())
        sentence = passage.folded[first:last]
        if found.start() >= start and "review" in sentence and not _DENIED.search(passage.folded, first, found.start()):
            named.setdefault(bool(found["iopc"]), found)
    if len(named) != 1:
        return None
    [(of_iopc, found)] = named.items()
    return _body(passage, found, of_iopc=of_iopc)


def _body(passage: Passage, found: re.Match[str], *, of_iopc: bool) -> Fact[ReviewBody]:
    body = ReviewBody.DIRECTOR_GENERAL if of_iopc else ReviewBody.LOCAL_POLICING_BODY
    return Fact(body, passage.sentence_quote(*found.span(), "the review body the letter names"))
