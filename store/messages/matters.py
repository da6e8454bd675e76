"""Other work of a small office as data: kinds of matter with their steps, and one matter as it stands; does nothing.

A matter is no review: a police appeals tribunal, the notice of a misconduct hearing, a notifiable association.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Counted(StrEnum):
    """In what the period of a step is counted."""

    WORKING = "working"
    CALENDAR = "calendar"
    MONTHS = "months"


class Way(StrEnum):
    """How something was served."""

    EMAIL = "e-mail"
    POST = "post"
    RECORDED_POST = "recorded post"
    HAND = "hand"
    PORTAL = "portal"
    WEBSITE = "website"
    OTHER = "other"


class Reminder(StrEnum):
    """For what the owner of a step is written to: that its day comes near, and that it is here."""

    BEFORE = "before"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: due so many days after, or `before`, a date of the matter or the day another step was done (`since`).

    `law` is the provision the period rests on, "" for the office's own rule; `verified` says that somebody has checked
    it. A step to `serve` is done by proof of service alone. One that `repeats` is due again, counted from each doing.
    """

    key: str
    name: str
    days: int
    counted: Counted
    since: str
    before: bool = False
    law: str = ""
    verified: bool = False
    serve: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class MatterKind:
    """A kind of matter: `dates` are the days it is counted from, by key, with what each is called."""

    key: str
    name: str
    dates: Mapping[str, str]
    steps: tuple[StepRule, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a matter is about, as somebody of the team wrote it down."""

    role: str
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """Proof that something was served: how, when and to whom, and what shows it: a message (by its number) or words."""

    how: Way
    on: date
    to: str
    evidence: str = ""
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a matter as it stands; `moved_to` is a day set by hand, and `done_on` the last time it was done."""

    rule: StepRule
    moved_to: date | None = None
    done_on: date | None = None
    served: tuple[Served, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done, now or at its next turn."""
        return self.done_on is None or self.rule.repeats


@dataclass(frozen=True, slots=True)
class Note:
    """Words somebody of the team added: `what` they were said with, such as note, due or close."""

    at: datetime
    by: str
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter as it stands. Where it `is_erased`, title, people, notes and the words of proofs are empty."""

    id: int
    reference: str
    kind: MatterKind
    owner: str
    opened_on: date
    closed_on: date | None
    dates: Mapping[str, date]
    steps: tuple[Step, ...]
    messages: tuple[int, ...] = ()
    title: str = ""
    people: tuple[Person, ...] = ()
    notes: tuple[Note, ...] = ()
    is_erased: bool = False

    def step(self, key: str) -> Step:
        """The step of this key."""
        return next(one for one in self.steps if one.rule.key == key)


class MatterVerb(StrEnum):
    """What people can say of a matter."""

    NEW = "new"
    LIST = "list"
    SHOW = "show"
    KINDS = "kinds"
    DATE = "date"
    DUE = "due"
    DONE = "done"
    SERVED = "served"
    NOTE = "note"
    PERSON = "person"
    OWNER = "owner"
    LINK = "link"
    UNLINK = "unlink"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class MatterAct:
    """One thing somebody says of one matter, read from their words; `what` is a step or date by its key.

    `message` is the number of a message, or its Message-ID as it was written.
    """

    verb: MatterVerb
    what: str = ""
    on: date | None = None
    how: Way | None = None
    to: str = ""
    words: str = ""
    message: str = ""
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class NewMatter:
    """A matter as somebody writes it down to open it; `kind` is the key of its kind, "" `owner` is whoever writes."""

    kind: str
    title: str
    owner: str = ""
    dates: Mapping[str, date] | None = None
    people: tuple[Person, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """All of a matter that is not personal, as the records have it and as the history alone gives it again."""

    kind: str
    owner: str
    opened_on: date
    closed_on: date | None = None
    dates: tuple[tuple[str, date], ...] = ()
    moved: tuple[tuple[str, date], ...] = ()
    done: tuple[tuple[str, date], ...] = ()
    served: tuple[tuple[str, Way, date], ...] = ()
    messages: tuple[int, ...] = ()
    is_erased: bool = False
