"""The force's own outcome letter where a message brings it: attached, pasted, forwarded or quoted; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from handlers.dates import DateFound, dates
from handlers.envelope import belongs
from handlers.letter_head import own_date
from handlers.letter_signs import DECIDES, OFFERS_REVIEW, gives_outcome, headed, named_body, nothing_decided, own_words
from handlers.names import name_at, names_after, said_names
from handlers.passages import Passage, word_set
from store.messages import Fact, HowProvided, OfficeDomains
from store.terms import Answer, Quote, ReviewBody

__all__ = [
    "OutcomeLetter",
    "attached_letter",
    "force_named",
    "forwarded_letter",
    "gives_outcome",
    "not_yet_decided",
    "pasted_letter",
    "quotes_outcome",
    "told_in_cover",
]

_RIGHTS = re.compile(
    r"right (?:to a|of|to apply for a|to request a) review|relevant review body|apply for a review|request a review|"
    r"review of (?:the|this) (?:outcome|decision)|review rights|"
    r"\b(?:apply|ask|request|entitled|seek)\b[^.]{0,120}\breview|"
    r"\breview\b[^.]{0,100}\b(?:28 days|mopac|iopc|local policing body|police and crime commissioner)\b"
)
_NOT_THERE = (
    r"(?! (?:of (?:this|the|that|your) \w+ )?(?:to|by|with|from|through|at) (?:the )?"
    r"(?:iopc|independent office|director[ -]general)(?![^.\n]{0,30} or any))"
)
"""What follows where only the other body is ruled out."""
_NO_RIGHT = re.compile(
    rf"\bno (?:further )?right (?:of|to)(?: a| any)? review\b{_NOT_THERE}|"
    r"\b(?:not|n['’]t|never|without|nor)(?: (?:have|give|gives|given|get|carry|carries|attract|offer|include|confer|"
    r"bring|come with|entitled to|any|an?|the|you|legal|statutory|further|now)){0,4} right (?:of|to)"
    rf"(?: a| any| (?:request|ask for|apply for)(?: a)?)? review\b{_NOT_THERE}|"
    rf"\bnot (?:be )?entitled to (?:a|any) review\b{_NOT_THERE}|"
    rf"\b(?:can ?not|can['’]t|may not) (?:ask|apply) for (?:a|any) review\b{_NOT_THERE}|"
    r"(?<!not )(?<!not handled )(?<!not recorded )\boutside (?:of )?schedule (?:3|three)|"
    r"\b(?:not|n't)(?: been)? recorded (?:as a complaint )?under schedule (?:3|three)|"
    r"\bdo(?:es)? not offer,? (?:you )?(?:a|any) review"
)
_WHOLE_RIGHT = re.compile(
    r"\byou (?:may|can|have (?:the|a) right to|are entitled to)(?: now)? (?:apply|ask|request|a(?= review))"
    r"(?:(?!judicial).){0,200}?(?<!judicial )\breview(?:(?!judicial).){0,400}?\b(?:28|twenty[- ]eight) days",
    re.DOTALL,
)
"""The paragraph on the review of this complaint, beside which another was handled without one."""
_IN_FOUR_WEEKS = re.compile(r"\breview[^.]{0,200}\b(?:28|twenty[- ]eight) days")
_DEADLINE = re.compile(
    r"\b(?:last day(?: is| to apply is| for this is)?|no later than|by|before|until|deadline(?: is)?)[: ]*$"
)
_HEAD = re.compile(
    r"""
    ^[ \t>*]{0,6}from:\*?[ ]*(?P<from>[^\n]{1,300})\n
    (?:[^\n]{0,300}\n){0,4}?
    [ \t>*]{0,6}(?:date|sent):\*?[ ]*(?P<date>[^\n]{1,100})\n
    | ^[ \t>*]{0,6}on[ ](?P<date2>[^\n<]{6,60}),?[ ]*(?P<from2>[^\n<]{0,80}\n?[^\n<]{0,80}<[^\s<>]{3,200}>)[ \n]?wrote:
    | ^[ \t>*]{0,6}on[ ](?P<date3>[^\n<]{6,40}?\d[,]?(?:[ ]at)?[ ]\d\d?:\d\d),?[ ](?P<from3>[^\n<@]{3,60}?)[ ]wrote:
    """,
    re.VERBOSE | re.MULTILINE,
)
_OF_THE_FORCE = re.compile(r"police|constabulary|\b(?:psd|dps|psu|cru)\b|complaint|standards|resolution")
_ADDRESS = re.compile(r"@([\w.-]+)")
_PASTED = re.compile(r"(?:^[ \t>]*|[.\"“'] ?)dear (?:mr|mrs|ms|miss|mx|dr)\b", re.MULTILINE)
_BY = (
    (HowProvided.EMAIL, re.compile(r"^[ \t]*(?:sent |delivered )?(?:by|via) e-?mail\b", re.M)),
    (
        HowProvided.POST,
        re.compile(r"^[ \t]*(?:sent )?by (?:post|(?:first|second|1st|2nd)[ -]class|recorded|royal)\b", re.M),
    ),
    (HowProvided.IN_PERSON, re.compile(r"^[ \t]*(?:by hand|hand delivered|handed over)\b", re.M)),
)
_COVER = 600  # characters of a mail within which it says what it brings
_BRINGS = re.compile(
    r"(?:attach\w*|enclos\w*|find|copy of|send(?:ing)? (?:you )?(?:again )?|paste|re-?sent|resend\w*)[^.]{0,60}"
    r"(?:outcome|final|decision|response)? ?(?:letter|outcome|decision|response)|"
    r"(?:outcome|final|decision) (?:letter|report|response)[^.]{0,40}(?:attached|enclosed|again)|"
    r"\b(?:paste|attach|enclose|send) it again"
)
_WENT = re.compile(
    r"(?:(?:outcome|final|decision) (?:letter|report|response)?|(?:the|our|my) letter)[^.]{0,60}"
    r"(?:sent|e-?mailed|posted|issued|dated)[^.\d]{0,30}\d"
)
_FORCE = re.compile(
    r"\b(?:[Mm]etropolitan [Pp]olice(?: [Ss]ervice)?|City of London Police|British Transport Police|"
    r"(?!Dear|The|To|My|Your)(?:[A-Z][a-z]+ (?:and |& )?){1,3}(?:Police|Constabulary))\b"
)
_A_FORCE = re.compile("police|constabulary")
_FORCES = word_set("police constabulary")
_ADDRESSEE = re.compile(r"^[ \t]*(?:mr|mrs|ms|miss|mx|dr)\b\.? ", re.MULTILINE)
_TO = re.compile(r"^[ \t]*to:?[ \t]+", re.MULTILINE)
_TOP = 900
_MOST_GREETINGS = 20  # of a text: more is a list of people, and no letter
_ABOVE = 500  # characters above a greeting in which a pasted letter's head may stand


@dataclass(frozen=True, slots=True)
class OutcomeLetter:
    """One outcome letter of a force as it was read."""

    passage: Passage
    dated: Fact[date] | None
    doubts: tuple[Fact[str], ...]
    addressee: Fact[str] | None
    how: Fact[HowProvided] | None
    body: Fact[ReviewBody] | None
    rights: Answer
    rights_words: Quote | None
    deadline: Fact[date] | None


def attached_letter(passage: Passage, on: date, *, whole: bool) -> OutcomeLetter | None:
    """The outcome letter this document is, None where it is none; of a part of it nothing is said to lack."""
    if not gives_outcome(passage):
        return None
    return _read(passage, own_date(passage, on), on, 0, whole=whole)


def pasted_letter(passage: Passage, on: date) -> OutcomeLetter | None:
    """The outcome letter somebody copied into their own words, from its greeting on; its date stands above that.

    What stands below the head of a mail is that mail's, and counts only where the force sent it.
    """
    greetings = list(islice(_PASTED.finditer(passage.folded), _MOST_GREETINGS))
    head = _HEAD.search(passage.folded) if greetings else None
    for greeting in greetings:
        if head and head.end() <= greeting.start():
            return None
        if gives_outcome(Passage(passage.place, passage.text[greeting.start() :])):
            above = max(0, greeting.start() - _ABOVE)
            found = own_date(Passage(passage.place, passage.text[: greeting.start()]), on, above)
            return _read(passage, found, on, greeting.start(), whole=False) if found else None
    return None


def quotes_outcome(passage: Passage, office: OfficeDomains) -> bool:
    """Whether a mail has below it, or passes on, mail of the force that gives an outcome."""
    return any(_decides(passage, head) for head in _from_force(passage, office))


def _from_force(passage: Passage, office: OfficeDomains) -> Iterator[re.Match[str]]:
    """The heads of the force's own mails in this text."""
    if "from:" not in passage.folded and "wrote:" not in passage.folded:
        return
    for head in _HEAD.finditer(passage.folded):
        if head["from3"]:  # some programs leave the address out
            theirs = bool(_OF_THE_FORCE.search(head["from3"])) and "review" not in head["from3"]
        else:
            theirs = any(belongs(one, office.force) for one in _ADDRESS.findall(head["from"] or head["from2"]))
        if theirs:
            yield head


def _decides(passage: Passage, head: re.Match[str]) -> bool:
    """Whether the force's mail below this head gives an outcome, and does not only promise one."""
    below = passage.folded[head.end() :]
    decides = DECIDES.search(below) or (OFFERS_REVIEW.search(below) and _IN_FOUR_WEEKS.search(below))
    return bool(decides) and not nothing_decided(below)


def _dated_by(head: re.Match[str]) -> str:
    """Which part of a mail's head holds its date."""
    return next(part for part in ("date", "date2", "date3") if head[part])


def forwarded_letter(passage: Passage, office: OfficeDomains, on: date) -> OutcomeLetter | None:
    """The force's own mail that a message forwards or quotes, where that gives an outcome."""
    for head in _from_force(passage, office):
        if not _decides(passage, head):
            continue
        group = _dated_by(head)
        found = next(dates(passage.folded[: head.end(group)], on, head.start(group)), None)
        letter = _read(passage, found, on, head.end(), whole=False)
        how = Fact(HowProvided.EMAIL, passage.quote(head.start(group), head.end(group), "how the letter came"))
        return replace(letter, how=how)
    return None


def not_yet_decided(
    documents: Iterable[Passage], mails: Iterable[Passage], office: OfficeDomains, on: date
) -> list[tuple[date | None, Quote]]:
    """Letters and mails of the force that only say how far a complaint has got: the date of each, and its words."""
    found = []
    for one in documents:
        if nothing_decided(one.folded) and headed(one) and not own_words(one):
            dated = own_date(one, on)
            found.append((dated.day if dated else None, one.quote(0, 100, "no outcome yet")))
    for mail in mails:
        for head in _from_force(mail, office):
            if nothing_decided(mail.folded[head.end() :]):
                dated = next(dates(mail.folded, on, head.start(_dated_by(head))), None)
                words = mail.quote(head.end(), head.end() + 100, "no outcome yet")
                found.append((dated.day if dated else None, words))
    return found


def told_in_cover(mails: Iterable[Passage], office: OfficeDomains, on: date) -> tuple[date | None, Fact[date]] | None:
    """The force's mail that brings its letter or sends it again: the day it says the letter first went, and its own."""
    for mail in mails:
        for head in _from_force(mail, office):
            below = mail.folded[head.end() : head.end() + _COVER]
            brings = _BRINGS.search(below)
            own = next(dates(mail.folded[: head.end()], on, head.start(_dated_by(head))), None)
            if not brings or own is None or own.day is None:
                continue
            words = mail.quote(head.end() + brings.start(), head.end() + brings.end(), "when the letter came")
            went = _WENT.search(below)
            first = next(dates(below, on, went.end() - 1), None) if went else None
            return (first.day if first else None), Fact(own.day, words)
    return None


def force_named(passages: Iterable[Passage]) -> Fact[str] | None:
    """The first police force that is named."""
    for passage in passages:
        for near in passage.near(_A_FORCE, _FORCES):
            if found := _FORCE.search(passage.text, max(0, near.start() - 50), near.end() + 10):
                return Fact(" ".join(found[0].split()), passage.sentence_quote(*found.span(), "a police force"))
    return None


def _read(passage: Passage, found: DateFound | None, on: date, start: int, *, whole: bool) -> OutcomeLetter:
    folded = passage.folded
    dated, doubts = None, []
    if found is not None:
        words = passage.quote(found.start, found.end, "the letter's own date")
        if found.doubt:
            doubts.append(Fact(found.doubt, words))
        dated = Fact(found.day, words) if found.day else None
    denied = _NO_RIGHT.search(folded, start)
    if denied and _WHOLE_RIGHT.search(folded, start):
        denied = None  # it speaks of something else
    rights = denied or _RIGHTS.search(folded, start) or OFFERS_REVIEW.search(folded, start)
    silent = Answer.NO if whole and "review" not in folded else Answer.UNKNOWN
    return OutcomeLetter(
        passage,
        dated,
        tuple(doubts),
        _addressee(passage, start),
        _how(passage, start),
        named_body(passage, start, in_letter=True),
        Answer.NO if denied else Answer.YES if rights else silent,
        passage.sentence_quote(*rights.span(), "the right to a review") if rights else None,
        _deadline(passage, start, on, dated.value if dated else None),
    )


def _addressee(passage: Passage, start: int) -> Fact[str] | None:
    """To whom the letter is: the name behind "Dear", or a line that begins with a title; the fuller of the two."""
    dear = passage.folded.find("dear ", start)
    places = [(dear, dear + 5)] if dear >= 0 else []
    if line := _ADDRESSEE.search(passage.folded, start, start + _TOP):
        places.append(line.span())
    named = []
    for first, begins in places:
        if name := name_at(passage.text[begins : begins + 80].split("\n")[0]):
            end = passage.text.find(name, first)
            words = passage.quote(first, max(end, first) + len(name), "to whom the letter is")
            named.append(Fact(name, words))
    named += [] if named else [*said_names(passage), *names_after(_TO, passage)][:1]
    return max(named, key=lambda one: len(one.value.split()), default=None)


def _how(passage: Passage, start: int) -> Fact[HowProvided] | None:
    for how, pattern in _BY:
        if found := pattern.search(passage.folded, start, start + _TOP):
            return Fact(how, passage.quote(*found.span(), "how the letter came"))
    return None


def _deadline(passage: Passage, start: int, on: date, letter_on: date | None) -> Fact[date] | None:
    for found in dates(passage.folded, on):
        day = found.day
        if found.start < start or not _DEADLINE.search(passage.folded, max(0, found.start - 40), found.start):
            continue
        if found.ahead and letter_on and (day is None or day < letter_on):
            day = found.ahead
        if day and (letter_on is None or day > letter_on):
            return Fact(day, passage.sentence_quote(found.start, found.end, "the last day the letter gives"))
    return None
