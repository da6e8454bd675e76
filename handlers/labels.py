"""Every category of ours as people see it on an item, with its colour and what it asks for; labels nothing.

The name carries the meaning and the colour only helps: not every Outlook shows one. Names hold no comma or semicolon,
with which Outlook separates categories. A category that is not named here is somebody else's and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

from handlers.post import COMPLAINANT, IOPC, MACHINE, NEW, NOT_FOR_US, OTHERS, OURS, POLICE
from store.messages import Verb
from store.terms import PartyRole


class Alarm(StrEnum):
    """What somebody should look at before the rest."""

    URGENT = "Urgent"
    NEEDS_A_PERSON = "Needs a person"
    LATE = "Late request?"


class Due(StrEnum):
    """How near the next date of a case is."""

    THIS_WEEK = "Due this week"
    TODAY = "Due today"
    OVERDUE = "Overdue"


class Result(StrEnum):
    """What a review came to, as whoever decided it labels the case."""

    UPHELD = "Upheld"
    NOT_UPHELD = "Not upheld"


SEE_NOTE = "Bot: see note"
"""What a person asked for was not done; the note beside the item says why."""

PAUSE = "Do: pause"
"""Asks for a stop of all sending, whatever item it is set on; every other command is for the item's case."""

SETTLED = "Do: settled"
"""Says that the open questions about its item are answered."""

FORWARD = "Do: forward complaint"
"""Says that its message is a new complaint, and asks that it is passed on to the police."""

COMMANDS = (
    Verb.OURS,
    Verb.ACKNOWLEDGE,
    Verb.ASK_POLICE,
    Verb.CHASE_POLICE,
    Verb.ASK_MORE,
    Verb.ASK_CONSENT,
    Verb.ASK_REASONS,
    Verb.DRAFT_UPHELD,
    Verb.DRAFT_NOT_UPHELD,
    Verb.DRAFT_LATE,
    Verb.DRAFT_ACCEPT_LATE,
    Verb.DRAFT_NOT_VALID,
    Verb.DRAFT_TRANSFER,
    Verb.DRAFT_WITHDRAWAL,
    Verb.PAPERS_COMPLETE,
    Verb.INVESTIGATED,
    Verb.NOT_INVESTIGATED,
    Verb.SUBMIT,
    Verb.HOLD,
    Verb.RELEASE,
    Verb.CLOSE,
    Verb.REOPEN,
    Verb.DRAFT_FINAL,
    Verb.CHECK_CONTACT,
    Verb.ASK_IOPC_DATE,
)
"""What a category can ask for; what needs more words than a verb is said by a mail."""

RECORD_AS: Mapping[str, PartyRole] = MappingProxyType(
    {
        "Do: record as officer": PartyRole.OFFICER,
        "Do: record as Federation": PartyRole.FEDERATION,
        "Do: record as interested person": PartyRole.INTERESTED_PERSON,
        "Do: record as witness": PartyRole.WITNESS,
    }
)
"""Says who wrote its message beside the complainant, who becomes a party with a line of their own."""

_COMMAND, _OWNER = "preset23", "preset5"
_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        NEW: "preset7",
        COMPLAINANT: "preset10",
        POLICE: "preset4",
        IOPC: "preset22",
        OTHERS: "preset6",
        NOT_FOR_US: "preset2",
        MACHINE: "preset12",
        OURS: "preset13",
        Alarm.URGENT.value: "preset9",
        Alarm.NEEDS_A_PERSON.value: "preset8",
        Alarm.LATE.value: "preset16",
        Due.THIS_WEEK.value: "preset3",
        Due.TODAY.value: "preset1",
        Due.OVERDUE.value: "preset0",
        Result.UPHELD.value: "preset19",
        Result.NOT_UPHELD.value: "preset11",
        SEE_NOTE: "preset14",
    }
)


def commands(force: str) -> Mapping[Verb, str]:
    """The category of each verb; `force` is the police force's short name."""
    said = " ".join(force.replace(",", " ").replace(";", " ").split())
    return MappingProxyType({verb: f"Do: {verb.replace('police', said)}" for verb in COMMANDS})


def verb_of(category: str, force: str) -> Verb | None:
    """What a category asks for on its case, in any casing, for people type them too; None where it is no such one."""
    wanted = " ".join(category.split()).casefold()
    return next((verb for verb, name in commands(force).items() if name.casefold() == wanted), None)


def asks_for_pause(category: str) -> bool:
    """Whether a category asks for a stop of all sending."""
    return " ".join(category.split()).casefold() == PAUSE.casefold()


def asks_for_settled(category: str) -> bool:
    """Whether a category says that the questions about its item are settled."""
    return " ".join(category.split()).casefold() == SETTLED.casefold()


def asks_for_forward(category: str) -> bool:
    """Whether a category asks that a new complaint is passed on to the police."""
    return " ".join(category.split()).casefold() == FORWARD.casefold()


def asks_to_record(category: str) -> PartyRole | None:
    """As whom a category asks that the writer of its message is recorded; None where it is no such one."""
    wanted = " ".join(category.split()).casefold()
    return next((role for name, role in RECORD_AS.items() if name.casefold() == wanted), None)


def is_command(category: str) -> bool:
    """Whether a category is written as a command, be there such a one or not."""
    return " ".join(category.split()).casefold().startswith("do:")


def unknown(category: str, force: str) -> str:
    """What to say of a command that there is not: the nearest that there is."""
    there = {name.casefold(): name for name in (*commands(force).values(), *RECORD_AS, SETTLED, FORWARD, PAUSE)}
    (near,) = get_close_matches(" ".join(category.split()).casefold(), there, n=1, cutoff=0)
    return f"I do not know “{category}”. The nearest that I know is “{there[near]}”."


def owner(name: str) -> str:
    """The category of whoever has a case."""
    return f"@{name}"


def owner_of(category: str) -> str:
    """The name in an owner's category, "" where it is none."""
    plain = category.strip()
    return plain[1:].strip() if plain.startswith("@") else ""


def colours(force: str, team: Iterable[str]) -> Mapping[str, str]:
    """Every category that has a colour in the mailbox's list, with it; case references have none.

    `team` are the names of those who can have a case.
    """
    asked_for = dict.fromkeys((*commands(force).values(), *RECORD_AS, SETTLED, FORWARD, PAUSE), _COMMAND)
    return MappingProxyType({**_COLOURS, **asked_for, **dict.fromkeys(map(owner, team), _OWNER)})
