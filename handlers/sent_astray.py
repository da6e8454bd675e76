"""A letter that first went to a wrong address and came later, by more than the complainant's word; guesses no day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from handlers.outcome import every_date
from handlers.outcome_words import Role
from handlers.passages import Passage, at_a_word, word_set
from store.messages import Fact
from store.terms import Quote

_PLACE = r"(?:address(?:es)?|flat|house|home|postcode|street|road|door|firm|prison|jail|number|establishment|e-?mail)"
_OLD = r"(?:wrong|old|owld|former|previous|last|another|incorrect|mistyped|second)"
_ASTRAY = at_a_word(
    rf"{_OLD} (?:e-?mail )?{_PLACE}\b|\bastray\b|"
    r"\b(?:posted|sent|went|addressed|served|issued)\b[^.!?\n]{0,60}\bin error\b|"
    rf"\b(?:posted|sent|went|wrote|addressed)\b[^.!?\n]{{0,60}}\b{_PLACE}\b[^.!?\n]{{0,40}}\b"
    r"(?:i|you|we|he|she)(?:'d|'ve| had| have| haven't| aint| ain't| no longer)? (?:\w+ )?(?:left|lived|moved)|"
    r"\b(?:posted|sent|went|addressed) (?:it )?to (?:my|our|his|her) (?:old|ex|former)\b|"
    rf"\b{_PLACE} (?:which |that )?(?:i|you|we|they) (?:\w+ )?(?:left|knew)\b|"
    r"\baddress was mistyped\b|\bsent wrongly\b"
)
_OF_ASTRAY = word_set(
    "wrong old owld former previous last another incorrect mistyped second astray error lived left moved ex knew "
    "wrongly"
)
_A_LETTER = re.compile(
    r"\b(?:letters?|outcome|decision|answer|envelope|posted|addressed|e-?mail\w*|wrote|post|re-?sent)\b"
)
_OFFICERS_WENT = re.compile(r"\b(?:raid\w*|warrants?|search\w*|smash\w*|burst|attended|turned up|knock\w*|arrest\w*)\b")
# The police's own account, or somebody's mark that can be looked at; an apology alone may be a neighbour's.
_PROVED = at_a_word(
    r"\bre-?(?:sent|posted|issued|served)\b|"
    r"\b(?:sent|sends|posted|e-?mailed)(?: (?:it|me|this|them|the letter|us|him|her))* (?:\w+ )?again\b|"
    r"\b(?:apolog\w+|sorry|mortified|admit\w*|acknowledg\w+|confirm\w*)\b[^.!?\n]{0,90}"
    r"\b(?:address\w*|error|mistake|wrong|posted to|sent to|went to)\b|"
    r"\b(?:they|she|he|psu|psd|met|police|handler|officer|unit)(?: \w+)? apologi[sz]\w+|"
    r"\b(?:error|mistake|wrong|address)\b[^.!?\n]{0,60}\b(?:apolog\w+|sorry|mortified|admit\w*|confirmed)\b|"
    r"\bowned? up\b|\b(?:their|our) (?:own )?(?:error|mistake|slip)\b|\bin error\b|\bmortified\b|"
    r"\bstamp(?:ed)?\b|\b(?:i|we) signed\b|\bby signed[- ]for\b|\bsigned receipt\b|"
    r"\b(?:special|recorded) delivery\b|\b(?:by|came|sent|arrived) recorded\b|\btracked\b|"
    r"\b(?:treat\w*|count\w*)\b[^.!?\n]{0,60}\b(?:today|this day|the date (?:on which )?(?:i|you))"
)
_OF_PROOF = word_set(
    "resent re reposted reissued reserved again apologies apologise apologised apologises apologize apologized "
    "apology apologising sorry mortified admit admits admitted admitting acknowledged acknowledging confirm confirms "
    "confirmed owned own error mistake slip stamp stamped signed special recorded tracked treat treated "
    "treating counted address"
)
_AROUND = 200  # characters to either side within which the letter is spoken of
_NEAR = 700  # and within which its proof stands
_CAME = re.compile(
    r"\bre-?(?:sent|posted|issued|served)|\bsent\b|\bagain\b|\be-?mailed\b|\bby e-?mail\b|\battach\w*|\bsigned\b|"
    r"\bstamp\w*|\bcame\b|\breach\w*|\breceiv\w*|\barriv\w*|\bopened\b|\bprovided\b|\bserved\b|\bmat\b|"
    r"\btreat\w*|\bgave\b|\bgive me\b|\bhanded\b|\bbrought\b|\bfirst (?:i|time)\b"
)
_NOT_ITS_OWN = (Role.COMPLAINT, Role.DEADLINE)


class WentAstray(NamedTuple):
    """The words that say so, and the day on which the letter came at last."""

    words: Quote
    came_on: Fact[date]


def went_astray(text: Passage, letter_on: Fact[date] | None, came_on: Fact[date] | None, on: date) -> WentAstray | None:
    """That the letter first went to a wrong address, by the police's own account or a stamp or signature, and its day.

    The day is `came_on` where that is told, else the latest after the letter's date of which it is said that the letter
    was sent, came or was signed for. None where nothing but the complainant's word stands for it, or where no day does:
    information that is sent elsewhere is not "provided to the complainant" (regulation 29(2) of the Police (Complaints
    and Misconduct) Regulations 2020).
    """
    if letter_on is None or (astray := next((one for one in _astray(text) if _proved(text, *one)), None)) is None:
        return None
    came = came_on if came_on and came_on.value > letter_on.value else _came(text, letter_on.value, on)
    return WentAstray(text.sentence_quote(*astray, "the letter first went astray"), came) if came else None


def _astray(text: Passage) -> Iterator[tuple[int, int]]:
    """Where it is said that the letter went astray, and not officers."""
    for found in text.near(_ASTRAY, _OF_ASTRAY, 120):
        around = max(0, found.start() - _AROUND), found.end() + _AROUND
        if _A_LETTER.search(text.folded, *around) and not _OFFICERS_WENT.search(
            text.folded, *text.sentence(*found.span())
        ):
            yield found.span()


def _proved(text: Passage, start: int, end: int) -> bool:
    """Whether more than the complainant's word stands for it nearby."""
    return any(start - _NEAR <= found.start() <= end + _NEAR for found in text.near(_PROVED, _OF_PROOF, 120))


def _came(text: Passage, letter_on: date, on: date) -> Fact[date] | None:
    days = [
        Fact(said.found.day, text.sentence_quote(said.found.start, said.found.end, Role.ARRIVED.value))
        for said in every_date(text, on)
        if said.found.day
        and letter_on < said.found.day < on
        and said.role not in _NOT_ITS_OWN
        and _CAME.search(text.folded, *text.sentence(said.found.start, said.found.end))
    ]
    return max(days, key=lambda one: one.value, default=None)
