"""What a message says of the force's outcome letter: its date, how and when it came; settles and guesses nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import NamedTuple

from handlers.dates import DateFound, dates, spoken_dates, the_nth, weekday_before
from handlers.force_references import has_reference
from handlers.named_days import named_days
from handlers.outcome_words import CUES, LETTER, Role
from handlers.passages import Passage, word_set
from handlers.relative_days import relative_dates
from store.messages import Fact

MOST_DATES = 200  # of one passage: more is a table, and no letter


class Said(NamedTuple):
    """A date in a passage, what it is said to be and by which word, and whether the complaint's number is by it.

    `surely` is whether it is said of an outcome or decision, and not only of a letter or an answer.
    """

    role: Role
    found: DateFound
    word: str
    numbered: bool
    surely: bool = False


_ABOUT_IT = word_set(
    "determined informed anser ansers letter letters leter lettr outcome decision decison desision response responce "
    "reply replied "
    "answer answers "
    "answered responded result findings finding report final wrote email emailed mail mailed upheld closed pages "
    "verdict determination envelope acceptable unacceptable finalised concluded dismissed rejected apologised "
    "decyzję decyzja pismo"
)
_ABOUT_A_LETTER = (Role.SENT, Role.ARRIVED, Role.DATED, Role.NEAR)
_CLAUSE = re.compile(r"[;:()\n]|,| (?:and|but|so|because|when|while) | [-–—] ")
_BETWEEN = re.compile(
    r"[\s,:;(]*(?:(?:of|on|from|was|is|being|it|complaint|my|your|the|their)[\s,]+)*(?:[a-z]{3,9}day,? )?"
)
# A letter that shows its date is meant: "the letter has 14 August on it", "it says 3 May at the top".
_SHOWS = re.compile(
    r"\s*(?:itself |only )?(?:says?|has|reads?|shows?|bears?|carries|is marked|is stamped|is|"
    r"was)?\s*(?:the date\s*)?[\"'“(]*"
    r"(?:the |on the |(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? ?(?:the )?)?"
)
_OF_THE_DECISION = re.compile(r"outcome|decision|determination|verdict|findings?\b|result|final(?! report)")
_NOT_UNTIL = re.compile(r"(?:\bnot|n't|never|only)\b[^.;]{0,60}\b(?:until|till|before)\b")
_DECIDED_IN_WORDS = re.compile(
    r"\b(?:said|say|says|saying|told (?:me|us)|the) no\b|nothing wrong|no (?:further |case)|grievance|"
    r"communication from|"
    r"(?:envelope|note|paper) from (?:the )?(?:police|prof|psd|met)|my complaint (?:is|was|has been|"
    r"had been) (?:over|done|shut)|"
    r"closed (?:it|my)|see nothing|turned (?:me|it) down|written to (?:me|us)"
)
_THEY_SAY = re.compile(r"\s*(?:they|he|she|it|letter|police|met)\b(?: \w+)? (?:say|says|said|told|reckon|wrote|claim)")
_DECISION_SENT = re.compile(
    r"(?:outcome|decision|determination|final (?:letter|response|report|answer)|result|"
    r"findings?)(?: \w+){0,5} (?:was|were|is|"
    r"came|got|arrived|reached)\b[^.;]{0,40}$|"
    r"(?:e-?mailed|sent|gave|given|told|posted|issued)(?: \w+){0,3} (?:their|the|its|his|her|my|our|a|an) (?:final |"
    r"written )?"
    r"(?:outcome|decision|determination|result|findings?)\b[^.;]{0,40}$"
)
# What a letter says of a day is about another day than its own.
_REPORTS = re.compile(r"\b(?:says?|said|claims?|states?|stated|quotes?|refers?|that|because|ignores?|why|wrong)\b")
NOT_FINAL = re.compile(
    r"remains? (?:open|under)|under investigation|no (?:final )?decision (?:has|had|yet)|"
    r"(?:have|had|still) no (?:final )?decision|still (?:being|looking|investigating|under)|"
    r"not (?:yet )?(?:been )?(?:concluded|finalised|decided)|same e-?mail|holding (?:letter|e-?mail)|"
    r"(?:need|needs|needed) more time|(?:will|would|'d|to) (?:look into|be in touch|get back)|"
    r"(?:has|had|have) been (?:recorded|logged|allocated)|would (?:be|take) (?:another|a few|some|longer|"
    r"(?:\w+ )?(?:more )?(?:weeks|months))|bear(?:ing)? with|suspended (?:my|our|the|his|her) complaint|"
    r"progressing (?:my|your|the) complaint|(?:still|are) making enquiries|"
    r"every (?:\w+ )?(?:weeks?|months?) (?:an? )?(?:letter|e-?mail|update)|"
    r"(?:on hold|to sleep|parked|paused|suspended|frozen) (?:until|till|pending|while)|acknowledg\w+ (?:my|"
    r"the complaint|receipt|it)|\bpcr[/ ]"
)
_QUESTION = re.compile(r"(?:^|(?<=[\n.!?]))[^\n.!?]{8,}\?[ \t]*$")  # and the date is its answer
_SAME_DAY = re.compile(r"(?:received|arrived|got it|came|reached)[^.\n]{0,40}\b(?:that|the same) (?:same )?day\b")
_SENT_ON_THE = re.compile(
    r"\b(?<!\bi )(?:e-?mailed|wrote|replied|answered|responded|decided)(?: (?:to )?(?:me|us)| back)? (?:on )?the $"
)
_ON = re.compile(r"\bon (?:the |mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun|day|[ ,])*$")
_WHEN = re.compile(r",? (?:when|and (?:then|only then))\b")
_BEFORE, _AFTER, _BESIDE = 160, 80, 50


def said_dates(passage: Passage, on: date) -> Iterator[Said]:
    """Every date in a passage with what the words around it say it is; dates of which nothing is said are left out."""
    return (said for said in every_date(passage, on) if said.role is not Role.UNSAID)


def every_date(passage: Passage, on: date) -> Iterator[Said]:
    """Every date in a passage, those of which nothing is said too."""
    letters = passage.places(_ABOUT_IT)
    written = list(islice(dates(passage.folded, on), MOST_DATES))
    spoken = islice(spoken_dates(passage, on), MOST_DATES)
    known: date | None = None
    called = list(islice(named_days(passage, on), MOST_DATES))
    for found in sorted((*written, *spoken, *called), key=lambda one: one.start):
        if found.doubt == "vague_date" and (day := the_nth(passage.folded, found, after=known, until=on)):
            sure = known or weekday_before(passage.folded, found) or _of_the_letter(passage, found)
            found = replace(found, day=day, ahead=day) if sure else found
        known = found.day or known
        yield _said(passage, found, letters)
    named = [found.start for found in (*written, *called)]
    for found in islice(relative_dates(passage, on), MOST_DATES):
        if not any(-_BESIDE < start - found.start < _BESIDE for start in named):
            yield _said(passage, found, letters, relative=True)  # not of "three weeks ago yesterday, Monday 12 October"


def same_day(passage: Passage, found: DateFound) -> bool:
    """Whether the letter is said to have come on the day just named."""
    return bool(_SAME_DAY.search(passage.folded, found.start, min(len(passage.folded), found.end + 120)))


def fact(passage: Passage, said: Said, day: date) -> Fact[date]:
    """The date as a fact with its sentence."""
    return Fact(day, passage.sentence_quote(said.found.start, said.found.end, said.role.value))


def _of_the_letter(passage: Passage, found: DateFound) -> bool:
    """Whether "the 3rd" is told as a letter's own date, or of the complaint's number, and so is the last such day."""
    before = passage.folded[max(0, found.start - 40) : found.start]
    if re.search(rf"(?:{LETTER} of|dated) the $", before):
        return True
    return bool(_SENT_ON_THE.search(before)) and has_reference(
        passage.folded, *passage.sentence(found.start, found.end)
    )


def _said(passage: Passage, found: DateFound, letters: Sequence[int], *, relative: bool = False) -> Said:
    """What is said of one date: by a cue in its own clause, else by the nearest before it, else by the first after."""
    first, last = passage.sentence(found.start, found.end)
    role, word = _in_clause(passage, found, first, last)
    numbered = has_reference(passage.folded, first, last)
    if role is None and (not relative or found.start - first < 3):
        role, word = _in_sentence(passage, found, first, last)
        if role is None and found.day and numbered and _alone(passage, found, first, last):
            role = Role.SENT
        elif role is None and found.day and _by_itself(passage, found, first, last):
            role, numbered = Role.SENT, True
    if role in _ABOUT_A_LETTER:
        before = first if _begins_a_line(passage, first) else passage.sentence(first - 3, first - 3)[0]
        if role is Role.ARRIVED and before > 3 and not _begins_a_line(passage, before):
            before = passage.sentence(before - 3, before - 3)[0]  # how "it" came is told at length
        if word.startswith("dated") and not numbered:
            numbered = has_reference(passage.folded, before, first)
        in_words = _DECIDED_IN_WORDS.search(passage.folded, first, last)
        about = numbered or in_words or bisect_left(letters, before) != bisect_left(letters, last)
        if not about or NOT_FINAL.search(passage.folded, first, last):
            role = None
    surely = bool(_OF_THE_DECISION.search(word) or _DECISION_SENT.search(passage.folded, first, found.start))
    return Said(role or Role.UNSAID, found, word, numbered, surely)


def _in_clause(passage: Passage, found: DateFound, first: int, last: int) -> tuple[Role | None, str]:
    start = first
    for stop in _CLAUSE.finditer(passage.folded, first, found.start):
        if stop[0][1:2].isalpha() or passage.folded[stop.end() : found.start].strip(" ,("):
            start = stop.end()
    role, word = _nearest(passage, max(start, found.start - _BEFORE), found.start)
    if role is Role.DEADLINE and _WHEN.match(passage.folded, found.end):  # "away until Saturday, when he brought it"
        after = CUES.finditer(passage.folded, found.end, min(last, found.end + _AFTER))
        role, word = next(((Role.ARRIVED, cue[0]) for cue in after if cue.lastgroup == "ARRIVED"), (role, word))
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
    for cue in CUES.finditer(passage.folded, start, end):
        said = Role[cue.lastgroup or "OTHER"]
        if (
            said is Role.DEADLINE
            and role in (Role.ARRIVED, Role.SENT)
            and _NOT_UNTIL.search(passage.folded, start, end)
        ):
            continue
        shows = said is Role.DATED and _SHOWS.fullmatch(passage.folded, cue.end(), end)
        if said in (Role.DATED, Role.SENT) and not shows and _REPORTS.search(passage.folded, cue.end(), end):
            said = Role.OTHER
        if said is Role.DATED and not cue[0].startswith("date"):
            if role in (Role.ARRIVED, Role.SENT) and _ON.search(passage.folded, cue.end(), end):
                continue
            if not shows and not _BETWEEN.fullmatch(passage.folded, cue.end(), end):
                said = Role.NEAR
        role, word = said, cue[0]
    return role, word


def _first(passage: Passage, start: int, end: int) -> tuple[Role | None, str]:
    """What the first cue after the date says."""
    cue = CUES.search(passage.folded, start, end)
    if cue is None:
        return None, ""
    role = Role[cue.lastgroup or "OTHER"]
    return (Role.NEAR if role is Role.DATED else role), cue[0]


def _by_itself(passage: Passage, found: DateFound, first: int, last: int) -> bool:
    """Whether a sentence is this date only, behind the complaint's number or before what the force says."""
    if passage.folded[first : found.start].strip(" \n(") or passage.folded[found.end : last].strip(" \n.)"):
        return False
    before = passage.sentence(max(0, first - 2), max(0, first - 2))[0]
    told = _THEY_SAY.match(passage.folded, last)
    return bool(told) and (has_reference(passage.folded, before, first) or first < 3)


def _alone(passage: Passage, found: DateFound, first: int, last: int) -> bool:
    """Whether this is the only day that is named in its sentence."""
    return all(one.start == found.start for one in dates(passage.folded[:last], found.day or date.max, first))


def _begins_a_line(passage: Passage, first: int) -> bool:
    """Whether a sentence begins a line of a list, so that the line before it is about something else."""
    return first < 3 or (passage.text[first - 1] == "\n" and passage.text[first - 2] not in ".!?\"')”")
