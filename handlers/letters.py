"""The force's own outcome letter where a message brings it: attached, or forwarded in its text; reads, "
"decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.dates import DateFound, dates
from handlers.envelope import belongs
from handlers.names import name_at
from handlers.passages import Passage, word_set
from store.messages import Fact, HowProvided, OfficeDomains
from store.terms import Answer, Quote, ReviewBody

_TO_YOU = re.compile(r"your (?:complaint|expression of dissatisfaction|dissatisfaction|concerns)|you complained")
_DECIDES = re.compile(
    r"outcome of your complaint|(?:i|we) have (?:now )?(?:determined|concluded|decided)|has been determined|upheld|"
    r"service (?:provided |level )?was (?:not )?(?:un)?acceptable|no case to answer|handled (?:otherwise|outside)|"
    r"service recovery|right (?:to a|of) review|relevant review body|no further action|matter is (?:now )?closed"
)
_RIGHTS = re.compile(
    r"right (?:to a|of|to apply for a|to request a) review|relevant review body|apply for a review|request a review|"
    r"review of (?:the|this) (?:outcome|decision)|"
    r"\b(?:apply|ask|request|entitled)\b[^.\n]{0,60}\breview\b|"
    r"\breview\b[^.\n]{0,80}\b(?:28 days|mopac|iopc|local policing body|police and crime commissioner)\b"
)
_NO_RIGHT = re.compile(
    r"\bno (?:further )?right (?:of|to)(?: a| any)? review|"
    r"\b(?:not|no|without)\b[^.\n]{0,30}\bright (?:of|to)(?: a| any)? review|"
    r"\boutside (?:of )?schedule (?:3|three)|\b(?:not|n't)(?: been)? recorded under schedule (?:3|three)"
)
_IOPC = r"(?:the )?(?:iopc|independent office for police conduct|director general)"
_LPB = (
    r"(?:the )?(?:local policing body|mayor|mopac|police(?:,? fire)? and crime commissioner|"
    r"o?pf?cc\b|commissioner)"
)
_BODY = re.compile(
    rf"(?:review body (?:is|will be|for your complaint is)|rrb(?: is| assessed as|:)?|"
    rf"as (?:the )?relevant review body|"
    rf"(?:send|apply|submit|make)[^.\n]{{0,40}}\breview[^.\n]{{0,20}} to) *(?:(?P<iopc>{_IOPC})|(?P<lpb>{_LPB}|"
    rf"lpb\b))|"
    rf"(?:(?P<iopc2>{_IOPC})|(?P<lpb2>{_LPB}))[^.\n]{{0,30}} (?:is|as) (?:the )?relevant review body|"
    rf"(?P<lpb3>no right to apply to {_IOPC})"
)
_BODIES = word_set("iopc mopac mayor independent director commissioner lpb pcc pfcc opcc policing")
_DEADLINE = re.compile(
    r"\b(?:last day(?: is| to apply is| for this is)?|no later than|by|before|until|deadline(?: is)?)[: ]*$"
)
_HEAD = re.compile(
    r"^[ \t>*]{0,6}from:\*? *(?P<from>[^\n]{1,300})\n(?:[^\n]{0,300}\n){0,4}?[ \t>*]{0,6}(?:date|"
    r"sent):\*? *(?P<date>[^\n]{1,100})\n"
    r"(?:(?:[^\n]{0,300}\n){0,4}?[ \t>*]{0,6}subject:\*? *(?P<subject>[^\n]{1,300}))?",
    re.M,
)
_ADDRESS = re.compile(r"@([\w.-]+)")
_BY = (
    (HowProvided.EMAIL, re.compile(r"^[ \t]*(?:sent |delivered )?(?:by|via) e-?mail\b", re.M)),
    (
        HowProvided.POST,
        re.compile(r"^[ \t]*(?:sent )?by (?:post|(?:first|second|1st|2nd)[ -]class|recorded|royal)\b", re.M),
    ),
    (HowProvided.IN_PERSON, re.compile(r"^[ \t]*(?:by hand|hand delivered|handed over)\b", re.M)),
)
_FORCE = re.compile(
    r"\b(?:[Mm]etropolitan [Pp]olice(?: [Ss]ervice)?|City of London Police|British Transport Police|"
    r"(?!Dear|The|To|My|Your)(?:[A-Z][a-z]+ (?:and |& )?){1,3}(?:Police|Constabulary))\b"
)
_A_FORCE = re.compile("police|constabulary")
_FORCES = word_set("police constabulary")
_TOP = 900


@dataclass(frozen=True)
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
    """The outcome letter this document is, None where it is something else; of a part of it nothing is said "
    "to lack."""
    if not _TO_YOU.search(passage.folded) or not _DECIDES.search(passage.folded):
        return None
    return _read(passage, _date_line(passage.folded, on), on, 0, whole=whole)


def forwarded_letter(passage: Passage, office: OfficeDomains, on: date) -> OutcomeLetter | None:
    """The force's own mail that a message forwards or quotes, where that gives an outcome."""
    if "from:" not in passage.folded:
        return None
    for head in _HEAD.finditer(passage.folded):
        domains = _ADDRESS.findall(head["from"])
        from_force = any(belongs(domain, office.force) for domain in domains)
        if not from_force or not _DECIDES.search(passage.folded, head.start("date")):
            continue
        found = next(dates(passage.folded[: head.end("date")], on), None)
        for found in dates(passage.folded[: head.end("date")], on):
            if found.start >= head.start("date"):
                break
        letter = _read(passage, found, on, head.end(), whole=False)
        how = Fact(HowProvided.EMAIL, passage.quote(head.start("date"), head.end("date"), "how the letter came"))
        return OutcomeLetter(**{**letter.__dict__, "how": how})
    return None


def force_named(passages: Iterable[Passage]) -> Fact[str] | None:
    """The first police force that is named."""
    for passage in passages:
        for near in passage.near(_A_FORCE, _FORCES):
            if found := _FORCE.search(passage.text, max(0, near.start() - 50), near.end() + 10):
                return Fact(" ".join(found[0].split()), passage.sentence_quote(*found.span(), "a police force"))
    return None


def named_body(passage: Passage, start: int = 0) -> Fact[ReviewBody] | None:
    """The relevant review body as the text names it."""
    found = next((found for found in passage.near(_BODY, _BODIES) if found.start() >= start), None)
    if not found:
        return None
    body = ReviewBody.DIRECTOR_GENERAL if found["iopc"] or found["iopc2"] else ReviewBody.LOCAL_POLICING_BODY
    return Fact(body, passage.sentence_quote(*found.span(), "the review body the letter names"))


def _read(passage: Passage, found: DateFound | None, on: date, start: int, *, whole: bool) -> OutcomeLetter:
    folded = passage.folded
    dated, doubts = None, []
    if found is not None:
        words = passage.quote(found.start, found.end, "the letter's own date")
        if found.doubt:
            doubts.append(Fact(found.doubt, words))
        dated = Fact(found.day, words) if found.day else None
    denied = _NO_RIGHT.search(folded, start)
    rights = denied or _RIGHTS.search(folded, start)
    dear = folded.find("dear ", start)
    name = name_at(passage.text[dear + 5 : dear + 80].split("\n")[0]) if dear >= 0 else ""
    return OutcomeLetter(
        passage,
        dated,
        tuple(doubts),
        Fact(name, passage.quote(dear, dear + 5 + len(name), "to whom the letter is")) if name else None,
        _how(passage, start),
        named_body(passage, start),
        Answer.NO if denied else Answer.YES if rights else Answer.NO if whole else Answer.UNKNOWN,
        passage.sentence_quote(*rights.span(), "the right to a review") if rights else None,
        _deadline(passage, start, on, dated.value if dated else None),
    )


def _date_line(folded: str, on: date) -> DateFound | None:
    """The first date above the letter's greeting, otherwise the first of its beginning."""
    greeting = folded.find("dear ")
    top = folded[: greeting if 0 <= greeting <= _TOP else _TOP]
    return next(dates(top, on), None)


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
