"""What a message says of the force's outcome letter: its date, how and when it came; settles and guesses nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from handlers.dates import DateFound, dates, relative_dates
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact

MOST_DATES = 200  # of one passage: more is a table, and no letter


class Role(StrEnum):
    """What a date is said to be the date of."""

    DATED = "the letter's date"
    SENT = "when the letter was sent"
    ARRIVED = "when the letter came"
    COMPLAINT = "when the complaint was made"
    DEADLINE = "a day by which something is due"
    OTHER = "another day"


class Said(NamedTuple):
    """A date in a passage and what it is said to be."""

    role: Role
    found: DateFound


_LETTER = r"(?:e-?mail|letter|decision|outcome|reply|response)"
# The nearest cue before a date says what it is; longer ones stand first because they begin with the shorter.
_CUES = at_a_word(
    r"(?P<other>\b(?:i|we)(?:'ve| have| had|'d)? (?:also |then |only |just |finally |first )?(?:wrote|written|"
    r"sent|e-?mailed|"
    r"posted|replied|applied|asked|called|rang|phoned|spoke)\b|"
    r"update[\"'”]* (?:letter|e-?mail)s?|(?:holding|interim|acknowledg\w+|progress|appointment|hospital|court|"
    r"discharge) "
    rf"(?:letter|e-?mail|report)s?|letter from (?:my |the |our )?(?:gp|doctor|hospital|surgery|solicitor|council|"
    rf"school|"
    r"landlord|employer|mp|court)\b|letter of (?:authority|complaint|claim)|my (?:e-?mail|letter) (?:of|to)\b|"
    rf"your (?:last |own |latest )?{_LETTER}|determination|(?:mopac|commissioner|pcc|office)'s (?:decision|"
    rf"letter|outcome)|"
    r"happened|incident|arrest\w*|stopped|search\w*|attended|raid\w*|\bfall\b|hospital|admitted|discharged|born|"
    r"d\.o\.b|"
    r"\bdob\b|birth|update|acknowledg\w*|interview\w*|meeting|court|charged|statement|custody|crime|\bcad\b|holiday|"
    r"on leave|appointment|surgery|operation|recommend\w*|complain(?:ed|t)(?: (?:is|was))? (?:that|about))|"
    rf"(?P<arrived>rec(?:ei|ie|i)ved?\b|got (?:it\b|(?:the|this|that|their|my|an?|your) (?:\w+ ){{0,2}}{_LETTER})|"
    rf"(?:it|{_LETTER})(?: \w+){{0,2}} came\b|came (?:in|by|through) (?:the )?(?:post|e-?mail|door)|turned up|"
    r"arrived|reached|delivered|landed|opened|picked (?:it )?up|handed to (?:me|us)|doorstep|letter ?box)|"
    rf"(?P<dated>(?:outcome|result|decision|response|reply|findings|letter|"
    rf"report)[^.;,]{{0,40}}complaint(?! (?:of|made))|"
    r"\bdated?\b|outcome|decision|response\b|\breply\b|result|findings|letter|final report)|"
    r"(?P<complaint>complained|complaint(?:'s)? (?:was |is |were |i |which i |that i |we )?(?:first )?(?:made|"
    r"submitted|sent|"
    r"lodged|recorded|filed|reported|put in|registered|on\b|of\b|dated)|(?:made|submitted|lodged|put in) (?:a|"
    r"my|the|our|this) "
    r"(?:formal )?complaint|made on|submitted on)|"
    r"(?P<sent>e-?mailed|\bsent\b|\bwrote\b(?! ?:)|written to|provided|\bgiven\b|\btold\b|issued|notified|informed|"
    r"posted|postmark\w*|"
    r"replied|responded|concluded|finalised)|"
    r"(?P<deadline>\bby(?: the)?(?: end of)? *$|\bbefore *$|deadline|last day|no later than|expires?\b|\bdue\b|"
    r"\buntil\b|till\b|"
    r"\bwithin\b)"
)  # fmt: skip
_ABOUT_IT = word_set(
    "letter letters outcome decision response reply result findings report final wrote email emailed "
    "mailed upheld closed"
)
_SAME_DAY = re.compile(r"(?:received|arrived|got it|came|reached)[^.\n]{0,40}\b(?:that|the same) (?:same )?day\b")
_ROLES = {
    "other": Role.OTHER, "dated": Role.DATED, "complaint": Role.COMPLAINT, "arrived": Role.ARRIVED,
    "sent": Role.SENT, "deadline": Role.DEADLINE,
}  # fmt: skip
_ON = re.compile(r"\bon (?:the |mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun|day|[ ,])*$")
_BEFORE, _AFTER = 160, 80


def said_dates(passage: Passage, on: date) -> Iterator[Said]:
    """Every date in a passage with what the words around it say it is; dates of which nothing is said are left out."""
    letters = passage.places(_ABOUT_IT)
    written, told = dates(passage.folded, on), relative_dates(passage, on)
    for found in (*islice(written, MOST_DATES), *islice(told, MOST_DATES)):
        if (role := _role(passage, found, letters)) is not None:
            yield Said(role, found)


def same_day(passage: Passage, found: DateFound) -> bool:
    """Whether the letter is said to have come on the day just named."""
    return bool(_SAME_DAY.search(passage.folded, found.start, min(len(passage.folded), found.end + 120)))


def fact(passage: Passage, said: Said, day: date) -> Fact[date]:
    """The date as a fact with its sentence."""
    return Fact(day, passage.sentence_quote(said.found.start, said.found.end, said.role.value))


def _role(passage: Passage, found: DateFound, letters: Sequence[int]) -> Role | None:
    first, last = passage.sentence(found.start, found.end)
    role = _nearest(passage, max(first, found.start - _BEFORE), found.start)
    if role is None:
        role = _first(passage, found.end, min(last, found.end + _AFTER))
    if role is None and found.start - first <= 16 and last - found.end <= 2:  # a sentence that is only a date
        before, end = passage.sentence(max(0, first - 2), max(0, first - 2))
        role, first = _nearest(passage, before, end), before
    if role in (Role.SENT, Role.ARRIVED, Role.DATED):
        before = passage.sentence(first - 3, first - 3)[0] if first > 3 else 0
        if bisect_left(letters, before) == bisect_left(letters, last):
            return None
    return role


def _nearest(passage: Passage, start: int, end: int) -> Role | None:
    """What the last cue before the date says; in "received the letter from them on" that is the verb."""
    role = None
    for cue in _CUES.finditer(passage.folded, start, end):
        said = _ROLES[cue.lastgroup or ""]
        noun_and_on = (
            said is Role.DATED and not cue[0].startswith("date") and _ON.search(passage.folded, cue.end(), end)
        )
        if not (noun_and_on and role in (Role.ARRIVED, Role.SENT)):
            role = said
    return role


def _first(passage: Passage, start: int, end: int) -> Role | None:
    """What the first cue after the date says."""
    cue = _CUES.search(passage.folded, start, end)
    return _ROLES[cue.lastgroup or ""] if cue else None
