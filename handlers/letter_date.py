"""The date of the force's final letter among all the dates that are said to be its; keeps contradictions, "
"guesses none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.dates import dates
from handlers.letters import OutcomeLetter
from handlers.outcome import Role, fact, said_dates, same_day
from handlers.passages import Passage, at_a_word, passage, word_set
from store.messages import Attachment, Fact
from store.terms import Quote

_LABELLED = re.compile(r"outcome letter|date of (?:the )?(?:outcome|decision|letter)|decision letter")
_NAMED_SO = re.compile(r"outcome|decision|final letter|final response")
_OF_A_REVIEW = re.compile(r"review|appeal|apply|application|deadline|last day|28|twenty.eight")
_RECEIVED = word_set("received")
_NAMED_IOPC = r"(?:the )?(?:iopc|independent office for police conduct)"
_ON = r" on (?=\d|\w{3,9} \d)"
_IOPC_RECEIVED = at_a_word(
    rf"received (?:by|at) {_NAMED_IOPC}(?: \w+){{0,2}}{_ON}|{_NAMED_IOPC} (?:\w+ )?received\b[^;]{{0,120}}?{_ON}"
)
_WE_RECEIVED = at_a_word(rf"we (?:\w+ )?received\b[^;]{{0,120}}?{_ON}")


@dataclass(frozen=True, slots=True)
class LetterDates:
    """The date of the outcome letter and of what is told beside it."""

    letter_on: Fact[date] | None
    every: tuple[Fact[date], ...]
    arrived_on: Fact[date] | None
    complaint_made_on: Fact[date] | None
    iopc_received_on: Fact[date] | None
    deadline: Fact[date] | None
    doubts: tuple[Fact[str], ...]


@dataclass(slots=True)
class _Told:
    """The dates of one writer's text by what they are said to be."""

    dated: list[Fact[date]] = field(default_factory=list)
    sent: list[Fact[date]] = field(default_factory=list)
    arrived: list[Fact[date]] = field(default_factory=list)
    complaint: list[Fact[date]] = field(default_factory=list)
    deadline: list[Fact[date]] = field(default_factory=list)
    came_the_same_day: Quote | None = None
    arrival_is_vague: bool = False
    doubts: list[Fact[str]] = field(default_factory=list)


def letter_dates(
    body: Passage,
    quoted: Passage,
    documents: Sequence[Passage],
    files: Sequence[Attachment],
    letters: Sequence[OutcomeLetter],
    on: date,
    *,
    joint: bool,
    from_iopc: bool,
) -> LetterDates:
    """The letter's date: on the letter itself, else in a document about it, else as the writer tells, else a "
    "file's name.

    Of several applicants' letters it is the earliest, whose time runs out first; of one person's the latest letter is
    the final one; two dates told for one letter are a contradiction and no date.
    """
    told = _told(body, on)
    labelled = [one for document in documents for one in _labelled(document, on)]
    own = [one.dated for one in letters if one.dated]
    doubts = [doubt for one in letters for doubt in one.doubts]
    tiers = (own, [*labelled, *told.dated], told.sent, _in_names(files, on))
    if not any(tiers) and quoted.text:
        earlier = _told(quoted, on)
        tiers = ([], earlier.dated, [], [])
    tier = next((found for found in tiers if found), [])
    letter_on, contradicted = _chosen(tier, final=tier is own, joint=joint)
    told_otherwise = [one for one in told.dated if letter_on and one.value != letter_on.value]
    if contradicted or (told_otherwise and not joint):
        doubts += [Fact("contradictory_dates", one.quote) for one in dict.fromkeys((*tier, *told_otherwise))]
    arrived_on = _arrived(told, letter_on)
    if letter_on is None or (told.arrival_is_vague and arrived_on is None):
        doubts += told.doubts
    if letter_on and letter_on.value > on:
        doubts.append(Fact("date_after_receipt", letter_on.quote))
    return LetterDates(
        letter_on,
        tuple(dict.fromkeys((*own, *labelled, *told.dated, *told.sent))),
        arrived_on,
        next(iter(told.complaint), None),
        next((one for text in (body, *documents) for one in _iopc_received(text, on, from_iopc=from_iopc)), None),
        next((one for one in told.deadline if letter_on and one.value > letter_on.value), None),
        tuple(dict.fromkeys(doubts)),
    )


def _told(text: Passage, on: date) -> _Told:
    told = _Told()
    lists = {
        Role.DATED: told.dated, Role.SENT: told.sent, Role.ARRIVED: told.arrived, Role.COMPLAINT: told.complaint,
    }  # fmt: skip
    for said in said_dates(text, on):
        found, role = said.found, said.role
        about_the_letter = role in (Role.DATED, Role.SENT, Role.ARRIVED)
        if role is Role.DEADLINE:
            day = found.ahead or found.day
            if day and _OF_A_REVIEW.search(text.folded, *text.sentence(found.start, found.end)):
                told.deadline.append(fact(text, said, day))
        elif found.day is None and about_the_letter:
            told.doubts.append(Fact(found.doubt, text.sentence_quote(found.start, found.end, role.value)))
            told.arrival_is_vague |= role is Role.ARRIVED
        elif found.day is not None and role in lists:
            lists[role].append(fact(text, said, found.day))
            if found.doubt and about_the_letter:
                told.doubts.append(Fact(found.doubt, text.sentence_quote(found.start, found.end, role.value)))
            if about_the_letter and same_day(text, found):
                told.came_the_same_day = text.sentence_quote(found.start, found.end, Role.ARRIVED.value)
    return told


def _chosen(tier: Sequence[Fact[date]], *, final: bool, joint: bool) -> tuple[Fact[date] | None, bool]:
    """The one date of a tier, and whether its dates contradict each other."""
    days = {one.value for one in tier}
    if len(days) <= 1:
        return next(iter(tier), None), False
    if joint:
        return min(tier, key=lambda one: one.value), False
    return (max(tier, key=lambda one: one.value) if final else None), True


def _arrived(told: _Told, letter_on: Fact[date] | None) -> Fact[date] | None:
    """The day the letter is said to have come: the latest told, or the day it was sent where that is after "
    "its date."""
    if told.arrived:
        return max(told.arrived, key=lambda one: one.value)
    if letter_on is None:
        return None
    if told.came_the_same_day:
        return Fact(letter_on.value, told.came_the_same_day)
    later = [one for one in told.sent if one.value > letter_on.value]
    return max(later, key=lambda one: one.value) if later else None


def _labelled(document: Passage, on: date) -> list[Fact[date]]:
    """Dates that a form or a log gives the outcome letter."""
    found = []
    for one in dates(document.folded, on):
        if one.day and _LABELLED.search(document.folded, max(0, one.start - 60), one.start):
            line = document.folded.rfind("\n", 0, one.start)
            if _LABELLED.search(document.folded, max(0, line), one.start):
                found.append(Fact(one.day, document.sentence_quote(one.start, one.end, "the letter's date")))
    return found


def _in_names(files: Sequence[Attachment], on: date) -> list[Fact[date]]:
    """Dates that stand in the name of a file which is called an outcome."""
    found = []
    for file in files:
        name = passage("file name", file.name.replace("_", " "))
        if _NAMED_SO.search(name.folded):
            found += [
                Fact(one.day, name.quote(0, len(name.text), "a file's name"))
                for one in dates(name.folded, on)
                if one.day
            ]
    return found


def _iopc_received(text: Passage, on: date, *, from_iopc: bool) -> Iterator[Fact[date]]:
    """The day on which the IOPC received the application, in its own words or in somebody else's."""
    for pattern in (_WE_RECEIVED, _IOPC_RECEIVED) if from_iopc else (_IOPC_RECEIVED,):
        for found in text.near(pattern, _RECEIVED, 140):
            one = next(dates(text.folded[: found.end() + 40], on, found.end()), None)
            if one and one.day:
                yield Fact(one.day, text.sentence_quote(one.start, one.end, "when the IOPC received it"))
