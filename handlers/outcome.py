"""What a message says of the force's outcome letter: its date, how and when it came; settles and guesses nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from handlers.dates import DateFound, dates, relative_dates, spoken_dates, the_nth
from handlers.force_references import has_reference
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact

MOST_DATES = 200  # of one passage: more is a table, and no letter


class Role(StrEnum):
    """What a date is said to be the date of."""

    DATED = "the letter's date"
    NEAR = "perhaps the letter's date"
    SENT = "when the letter was sent"
    ARRIVED = "when the letter came"
    COMPLAINT = "when the complaint was made"
    DEADLINE = "a day by which something is due"
    OTHER = "another day"


class Said(NamedTuple):
    """A date in a passage, what it is said to be and by which word, and whether the complaint's number is by it."""

    role: Role
    found: DateFound
    word: str
    numbered: bool


_LETTER = r"(?:e-?mail|let+e?r|decision|outcome|reply|response|answer|determination|verdict)"
_ELSEWHERE = (
    r"(?:cps|crown prosecution service|council|court|ombudsman|dvla|hospital|gp|doctor|surgery|bank|landlord|school|"
    r"employer|solicitors?|insurers?|iopc|investigator|mp|mayor|commissioner)"
)
# The nearest cue to a date says what it is; longer ones stand first because they begin with the shorter.
_CUES_BY_ROLE: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (
        Role.OTHER,
        (
            r"\b(?:i|we)(?:'ve| have| had|'d)? (?:also |then |only |just |finally |first |later )?(?:wrote|"
            r"written|sent|e-?mailed|posted|replied|applied|asked|called|rang|phoned|spoke|handed|reported|chased|"
            r"ring|phone|call|write|chase)\b",
            r"\b(?:he|she) (?:applied|asked|called|rang|phoned)\b",
            r"update[\"'”]* (?:letter|e-?mail)s?",
            r"(?:holding|interim|acknowledg\w+|progress|appointment|hospital|court|discharge|same) (?:letter|"
            r"e-?mail|report)s?",
            rf"letter from (?:my |the |our |a )?{_ELSEWHERE}\b|{_ELSEWHERE}'?s?'? (?:letter|e-?mail|report|note)\b",
            r"(?:concerns|concerning|relates to|regarding|about|deals with|not with) (?:on )?(?:the )?$|\byour $",
            rf"{_ELSEWHERE}(?: \w+){{0,3}} (?:wrote|sent|told|e-?mailed|rejected|said|decided|replied|answered)\b",
            r"letter of (?:authority|complaint|claim)",
            r"my (?:e-?mail|letter) (?:of|to)\b",
            rf"your (?:last |own |latest )?{_LETTER}|your (?:reviewers?|office|team)\b",
            r"(?:rang|phoned|called|telephoned|visited) (?:me|us|him|her)\b|today is\b|"
            r"(?:incident|complaint|event) date",
            r"(?:officers?|police(?:m[ae]n)?|they|he|she|who|cops?|pcs?) c[ao]me\b",
            r"(?:mopac|commissioner|pcc|office)'s (?:decision|letter|outcome)",
            r"this e-?mail|recording decision|decision to record|clock (?:started|starts|began)",
            r"received by (?:the )?(?:iopc|us|our|mopac|o?pf?cc)\b|(?:we|iopc|unit|team|office) (?:\w+ )?received\b",
            r"happened|incident|took place|occurred|arrest\w*|stopped|\bstop (?:on|of|at|in)\b|search\w*|attended|"
            r"raid\w*",
            r"\bfall\b|hospital|admitted|discharged|born|d\.o\.b|\bdob\b|birth|update|acknowledg\w*|interview\w*|"
            r"meeting|court",
            r"charged|statement|custody|crime|\bcad\b|holiday|on leave|appointment|surgery|operation|recommend\w*|"
            r"forwarded",
            r"spoke (?:to|with)|\bsince\b|seized|took (?:my|our|his|her|the)|taken from|detained|handcuffed|assault\w*|"
            r"punched|kicked|shouted|smashed|broke|visited|birthday|anniversary|funeral|wedding|meeting|hearing|trial|"
            r"c[ao]me (?:round|to (?:my|our) (?:house|home|flat))|going away|flying",
            r"complain(?:ed|t)(?: (?:is|was))? (?:that|about)|burgl\w*|stolen|\btheft\b|moving|moved",
        ),
    ),
    (
        Role.ARRIVED,
        (
            r"rec(?:ei|ie|i)ved?\b|reached|delivered|landed|turned up|arrived|opened|picked (?:it )?up|doorstep|"
            r"letter ?box",
            rf"(?:got|had) (?:it\b|(?:(?:the|this|that|their|my|his|her|an?|your|our) )?(?:[\w']+ ){{0,2}}{_LETTER})",
            r"c[ao]me (?:in|by|through|to|into)\b|\bcame\b|got (?:it )?on\b|handed to (?:me|us|him|her)",
            r"(?:saw|seen|read|found|collected) it\b",
        ),
    ),
    (
        Role.DATED,
        (
            r"(?:outcome|result|decision|response|reply|findings|letter|report)[^.;,]{0,40}complaint(?! (?:of|made))",
            rf"\bdated?\b(?: (?:is|was))?|\b{_LETTER}|result|findings|final report|report of(?= )",
        ),
    ),
    (
        Role.COMPLAINT,
        (
            r"(?:recorded|logged|registered) (?:on|as|under)\b|complained|"
            r"complaint(?:'s)? (?:was |is |were |i |which i |that i |we )?(?:first )?(?:made|submitted|sent|lodged|"
            r"recorded|filed|reported|put in|registered|went in|on\b|of\b|dated)",
            r"complaint [^.,;]{0,25}\b(?:made|submitted|lodged|raised|put in)\b",
            r"(?:made|submitted|lodged|put in) (?:a|my|the|our|this) (?:formal )?complaint|made on|submitted on",
        ),
    ),
    (
        Role.SENT,
        (
            r"e-?mailed|\bsent\b|\bwrote\b(?! ?:)|writ(?:ten|es) to|provided|\bgiven?\b|gave (?:me|us|him|her)\b|"
            r"\btold\b|\btell (?:me|us)\b|issued",
            r"notified|informed|posted|postmark\w*|replied|responded|answered|concluded|finalised|served|\bsaid\b|"
            r"came back",
            r"closed (?:my|the|our|this) (?:complaint|case)|"
            r"complaint[^.,;]{0,30}\b(?:closed|rejected|dismissed|finalised)",
            r"(?:got|came|gets?) back to (?:me|us)|turned (?:\w+ )?down|rejected|apologised|heard back|"
            r"knocked (?:\w+ )?back",
        ),
    ),
    (
        Role.DEADLINE,
        (
            r"\bby(?: the)?(?: end of)? *$|\bbefore *$|deadline|last day|no later than|expires?\b|\bdue\b|"
            r"\buntil\b|till\b",
            r"\bwithin\b",
        ),
    ),
)  # fmt: skip
_CUES = at_a_word("|".join(f"(?P<{role.name}>{'|'.join(cues)})" for role, cues in _CUES_BY_ROLE))
_ABOUT_IT = word_set(
    "letter letters leter lettr outcome decision decison desision response responce reply replied answer answers "
    "answered responded result findings finding report final wrote email emailed mail mailed upheld closed pages "
    "verdict determination acceptable unacceptable finalised concluded dismissed rejected apologised"
)
_ABOUT_A_LETTER = (Role.SENT, Role.ARRIVED, Role.DATED, Role.NEAR)
_CLAUSE = re.compile(r"[;:()\n]|,| (?:and|but|so|because|when|while) | [-–—] ")
_BETWEEN = re.compile(
    r"[\s,:;(]*(?:(?:of|on|from|was|is|being|it|complaint|my|your|the|their)[\s,]+)*(?:[a-z]{3,9}day,? )?"
)
# What a letter says of a day is about another day than its own.
_REPORTS = re.compile(r"\b(?:says?|said|claims?|states?|stated|quotes?|refers?|that|because|ignores?|why|wrong)\b")
_NOT_FINAL = re.compile(
    r"remains? (?:open|under)|under investigation|no (?:final )?decision (?:has|had|yet)|"
    r"(?:have|had|still) no (?:final )?decision|still (?:being|looking|investigating|under)|"
    r"not (?:yet )?(?:been )?(?:concluded|finalised|decided)|same e-?mail|holding (?:letter|e-?mail)|"
    r"(?:need|needs|needed) more time|(?:will|would|'d|to) (?:look into|be in touch|get back)|"
    r"(?:has|had|have) been (?:recorded|logged|allocated)|acknowledg\w+ (?:my|the complaint|receipt|it)|\bpcr[/ ]"
)
_QUESTION = re.compile(r"(?:^|(?<=[\n.!?]))[^\n.!?]{8,}\?[ \t]*$")  # and the date is its answer
_SAME_DAY = re.compile(r"(?:received|arrived|got it|came|reached)[^.\n]{0,40}\b(?:that|the same) (?:same )?day\b")
_ON = re.compile(r"\bon (?:the |mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun|day|[ ,])*$")
_BEFORE, _AFTER = 160, 80


def said_dates(passage: Passage, on: date) -> Iterator[Said]:
    """Every date in a passage with what the words around it say it is; dates of which nothing is said are left out."""
    letters = passage.places(_ABOUT_IT)
    written, spoken = islice(dates(passage.folded, on), MOST_DATES), islice(spoken_dates(passage, on), MOST_DATES)
    known: date | None = None
    for found in sorted((*written, *spoken), key=lambda one: one.start):
        if found.doubt == "vague_date" and (day := the_nth(passage.folded, found, after=known, until=on)):
            found = replace(found, day=day, ahead=day) if known or _of_the_letter(passage, found) else found
        known = found.day or known
        if (said := _said(passage, found, letters)) is not None:
            yield said
    for found in islice(relative_dates(passage, on), MOST_DATES):
        if (said := _said(passage, found, letters, relative=True)) is not None:
            yield said


def same_day(passage: Passage, found: DateFound) -> bool:
    """Whether the letter is said to have come on the day just named."""
    return bool(_SAME_DAY.search(passage.folded, found.start, min(len(passage.folded), found.end + 120)))


def fact(passage: Passage, said: Said, day: date) -> Fact[date]:
    """The date as a fact with its sentence."""
    return Fact(day, passage.sentence_quote(said.found.start, said.found.end, said.role.value))


def _of_the_letter(passage: Passage, found: DateFound) -> bool:
    """Whether "the 3rd" is told as a letter's own date, and so is the last such day."""
    return bool(re.search(rf"(?:{_LETTER} of|dated) the $", passage.folded[max(0, found.start - 40) : found.start]))


def _said(passage: Passage, found: DateFound, letters: Sequence[int], *, relative: bool = False) -> Said | None:
    """What is said of one date: by a cue in its own clause, else by the nearest before it, else by the first after."""
    first, last = passage.sentence(found.start, found.end)
    role, word = _in_clause(passage, found, first, last)
    numbered = has_reference(passage.folded, first, last)
    if role is None and not relative:
        role, word = _in_sentence(passage, found, first, last)
        if role is None and numbered and found.day and _alone(passage, found, first, last):
            role = Role.SENT
    if role in _ABOUT_A_LETTER:
        before = first if _begins_a_line(passage, first) else passage.sentence(first - 3, first - 3)[0]
        about = numbered or bisect_left(letters, before) != bisect_left(letters, last)
        if not about or _NOT_FINAL.search(passage.folded, first, last):
            return None
    return Said(role, found, word, numbered) if role is not None else None


def _in_clause(passage: Passage, found: DateFound, first: int, last: int) -> tuple[Role | None, str]:
    start = first
    for stop in _CLAUSE.finditer(passage.folded, first, found.start):
        if stop[0][1:2].isalpha() or passage.folded[stop.end() : found.start].strip(" ,("):
            start = stop.end()
    role, word = _nearest(passage, max(start, found.start - _BEFORE), found.start)
    if role is None:
        stop_after = _CLAUSE.search(passage.folded, found.end + 1, last)
        role, word = _first(passage, found.end, min(stop_after.start() if stop_after else last, found.end + _AFTER))
    return role, word


def _in_sentence(passage: Passage, found: DateFound, first: int, last: int) -> tuple[Role | None, str]:
    role, word = _nearest(passage, max(first, found.start - _BEFORE), found.start)
    asked = _QUESTION.search(passage.folded, max(0, found.start - _BEFORE), found.start)
    if role is None and asked:
        return _nearest(passage, *asked.span())
    if role is None:
        role, word = _first(passage, found.end, min(last, found.end + _AFTER))
    if role is None and found.start - first <= 16 and last - found.end <= 2 and first > 2:  # only a date
        before, end = passage.sentence(first - 2, first - 2)
        role, word = _nearest(passage, before, end)
    return role, word


def _nearest(passage: Passage, start: int, end: int) -> tuple[Role | None, str]:
    """What the last cue before the date says; in "received the letter from them on" that is the verb."""
    role, word = None, ""
    for cue in _CUES.finditer(passage.folded, start, end):
        said = Role[cue.lastgroup or "OTHER"]
        if said in (Role.DATED, Role.SENT) and _REPORTS.search(passage.folded, cue.end(), end):
            said = Role.OTHER
        if said is Role.DATED and not cue[0].startswith("date"):
            if role in (Role.ARRIVED, Role.SENT) and _ON.search(passage.folded, cue.end(), end):
                continue
            if not _BETWEEN.fullmatch(passage.folded, cue.end(), end):
                said = Role.NEAR
        role, word = said, cue[0]
    return role, word


def _first(passage: Passage, start: int, end: int) -> tuple[Role | None, str]:
    """What the first cue after the date says."""
    cue = _CUES.search(passage.folded, start, end)
    if cue is None:
        return None, ""
    role = Role[cue.lastgroup or "OTHER"]
    return (Role.NEAR if role is Role.DATED else role), cue[0]


def _alone(passage: Passage, found: DateFound, first: int, last: int) -> bool:
    """Whether this is the only day that is named in its sentence."""
    return all(one.start == found.start for one in dates(passage.folded[:last], found.day or date.max, first))


def _begins_a_line(passage: Passage, first: int) -> bool:
    """Whether a sentence begins a line of a list, so that the line before it is about something else."""
    return first < 3 or (passage.text[first - 1] == "\n" and passage.text[first - 2] not in ".!?\"')”")
