"""Invented people and facts with which every letter can be looked at before anybody gets one. Reads office profiles."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType

from config import offices
from handlers.correspondence import CHOICES, LISTS, Correspondence
from store.messages import Office

Words = str | tuple[str, ...]

LONG, OTHER_LETTERS, LEAST = "long name", "other letters", "least known"

FACTS: Mapping[str, Words] = MappingProxyType(
    {
        "reference": "PCR/2026/00417",
        "force_reference": "PC/3381/26",
        "name": "Wilhelmina Persephone Featherstonehaugh-Cholmondeley de la Rochefoucauld-Montgomery",
        "for_name": "",
        "adjustments": ("large print", "we call before we send a letter"),
        "received_on": "Monday 9 November 2026",
        "reply_by": "Monday 23 November 2026",
        "for_another": "yes",
        "on_paper": "yes",
        "reminder": "yes",
        "items": (
            "your name",
            "the police reference number",
            "a copy of the police outcome letter",
            "why you are unhappy with the outcome",
        ),
        "provided_on": "Friday 2 October 2026",
        "last_day": "Friday 30 October 2026",
        "days_late": "10 days",
        "limb_words": "part of the complaint is about an officer above the rank of chief superintendent",
        "ground": "no_outcome",
        "route_words": "the police complaints team, by their web form or on 101",
        "decided_by": "a manager in our team",
        "left_out": "Friday 2 October to Monday 5 October 2026, when the IOPC held your request",
        "reasons_given": "you were in hospital, and the letter went to your old address",
        "papers_due_on": "Tuesday 24 November 2026",
        "update_on": "Monday 7 December 2026",
        "stage_words": "we are waiting for the papers from the police",
        "next_words": "a person in our team reads the papers",
        "next_on": "Friday 18 December 2026",
        "sorry": "the police need more time to find their papers",
        "review_kind": "investigation",
        "response_due_on": "Thursday 14 January 2027",
        "what": "review",
        "withdrawn_on": "Wednesday 18 November 2026",
        "body_words": "the police authority of the City of London",
        "forwarded": "yes",
        "outcome_on": "Thursday 17 December 2026",
        "starts_on": "Monday 4 January 2027",
        "review_on": "Monday 5 July 2027",
        "what_went": "a letter that gave a wrong last day",
        "went_on": "Tuesday 17 November 2026",
        "papers": (
            "1. the complaint as it was first made, its date and the complaint record",
            "2. how it was decided to handle the complaint, and by whom",
            "3. who you say the relevant review body is, and the paragraph of regulation 32 you relied on",
            "4. the first contact with the complainant, the outcome they wanted and any adjustments",
            "5. the report or the handler's notes, with the decision log",
            "6. the outcome letter as it was sent, with proof of the date and how it was sent",
        ),
        "due_on": "Friday 4 December 2026",
        "accepted": "yes",
        "upheld": "yes",
        "sent_on": "Thursday 17 December 2026",
        "overdue": "yes",
        "copy": "yes",
        "risk": "yes",
        "letter_words": "outcome",
        "recipient_words": "the complainant",
        "summary": (
            "The request came on Monday 9 November 2026, in time.",
            "The police handled the complaint without an investigation.",
            "The draft finds the outcome reasonable and proportionate.",
        ),
        "changes": ("+ You said that nobody rang you back.", "- You said that nobody called."),
        "text": ("Dear Ms Featherstonehaugh", "", "The outcome of your review", "", "We have not upheld your review."),
        "code": "7Q4K",
        "because": "one of the first 10 of its kind by C Writer; 3 left before it",
        "decided": "upheld",
        "decided_on": "Friday 6 November 2026",
        "questions": ("1. Was the right review body found?", "1:", "2. Is the time limit counted rightly?", "2:"),
        "initials": "WF",
        "asked_on": "Monday 16 November 2026",
        "missing": ("5. the report or the handler's notes, with the decision log", "8. the officers' accounts"),
        "days_waiting": "11",
        "example_day": "24/11",
        "cases": (
            "PCR/2026/00417 (PC/3381/26, WF): asked on Monday 16 November 2026, due on Monday 30 November 2026. "
            "Missing: 5. the report or the handler's notes, with the decision log; 8. the officers' accounts.",
            "PCR/2026/00433 (PC/3402/26, AB): asked on Tuesday 17 November 2026, due on Tuesday 1 December 2026. "
            "Nothing has come yet of 11 items.",
        ),
        "history": (
            "Monday 16 November 2026: we asked the unit. It was due on Monday 30 November 2026.",
            "Monday 23 November 2026: we reminded the unit.",
            "Tuesday 1 December 2026: we asked the unit again.",
            "Monday 7 December 2026: we wrote to its manager.",
        ),
        "recommendations": "yes",
        "step": "reminder",
        "unit": "Central South BCU",
        "role": "requests for papers, and reminders",
        "lines": ("PCR/2026/00417 is on hold until Friday 18 December 2026.", "Nothing was sent."),
    }
)
"""A value for every fact that any letter has."""

MORE: Mapping[str, Mapping[str, Words]] = MappingProxyType(
    {
        LONG: {},
        OTHER_LETTERS: {
            "name": "王秀英 Жанна Δημητρίου",
            "for_name": "عائشة بنت خالد",
            "adjustments": ("a letter in Chinese as well",),
        },
    }
)
"""What is said otherwise of each person of whom everything is known."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One letter to one invented person: `about` says which, in words."""

    about: str
    facts: Mapping[str, Words]


def samples(letter: Correspondence) -> Iterator[Sample]:
    """The letter for each person, and once more for each other choice a fact of it leaves."""
    names = (*letter.facts, *letter.optional)
    everything: dict[str, Words] = {name: FACTS[name] for name in names}
    for person, more in MORE.items():
        yield Sample(person, {**everything, **{name: value for name, value in more.items() if name in names}})
    yield Sample(LEAST, {**everything, **{name: () if name in LISTS else "" for name in letter.optional}})
    for name in names:
        for choice in CHOICES.get(name, ())[1:]:
            yield Sample(f"{name} {choice}", {**everything, name: choice})


@cache
def letterheads() -> Mapping[str, Office]:
    """What letters say about each office there is a profile of, by the profile's name."""
    return MappingProxyType({name: _letterhead(name) for name in offices.profiles()})


def _letterhead(profile: str) -> Office:
    told = tomllib.loads((offices.FOLDER / f"{profile}.toml").read_text("utf-8"))
    return Office(**{field.name: told[field.name] for field in fields(Office) if field.name in told})
