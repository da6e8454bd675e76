"""What the register shows of each case, column by column, and how near its date is; writes no file, knows no sheet.

References only: a name stands in it only where the office chose so. Every cell is plain text, a whole number or a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from handlers.report_tables import ANSWERS, KINDS
from handlers.told import IOPCS, OURS
from handlers.working_days import WorkingDays
from store.messages import CaseRecord
from store.terms import Stage, State

Cell = str | int | date | None

LONGEST = 200
"""Characters of a cell that is shown; a longer one is cut, with a mark that it was."""
LONGEST_NOTE = 1000
"""Characters of a note that is read back."""


class Status(StrEnum):
    """How near the next date of a case is, in the words of the column; the colours say the same again."""

    OVERDUE = "Overdue"
    TODAY = "Due today"
    THIS_WEEK = "Due this week"
    LATER = "Due later"
    ON_HOLD = "On hold"
    ENDED = "Ended"


class Field(StrEnum):
    """The columns, as they are headed."""

    CASE = "Case"
    RECEIVED = "Received"
    NAME = "Complainant"
    FORCE_REFERENCE = "Force reference"
    UNIT = "Unit"
    STAGE = "Stage"
    OWNER = "Owner"
    NEXT_ACTION = "What is due"
    DUE = "Due"
    STATUS = "Status"
    DAYS_OPEN = "Days open"
    DAYS_TO_DUE = "Days to due"
    BODY = "Whose review"
    TIME = "Time limit"
    OUTCOME = "Outcome"
    ENDED_AS = "Ended as"
    ENDED_ON = "Ended on"
    KIND = "Kind of review"
    ABOUT = "About"
    THEMES = "Themes"
    ANSWER = "Answer"
    NEXT_STEP = "Next step"
    NOTE = "Note"
    HOLD_UNTIL = "Hold until"


TOLD: Mapping[Field, Callable[[CaseRecord], str]] = MappingProxyType(
    {
        Field.KIND: lambda one: KINDS.get(one.review_kind, ""),
        Field.ABOUT: lambda one: one.allegations,
        Field.THEMES: lambda one: one.themes,
        Field.ANSWER: lambda one: ANSWERS.get(one.recommendation, ""),
    }
)
"""The columns of what people say of a case for the figures, each as a case has it."""
EDITABLE = (Field.OWNER, *TOLD, Field.NEXT_STEP, Field.NOTE, Field.HOLD_UNTIL)
"""What people may change in the file, where the office allows it."""
DAYS = frozenset({Field.RECEIVED, Field.DUE, Field.ENDED_ON, Field.HOLD_UNTIL})
_BODY = {OURS: "ours", IOPCS: "the IOPC's"}


@dataclass(frozen=True, slots=True)
class Row:
    """One case as the register shows it."""

    reference: str
    state: State
    cells: Mapping[Field, Cell]

    @property
    def owner(self) -> str:
        """Whose it is, as it is shown."""
        return said(self.cells[Field.OWNER])

    @property
    def hold_until(self) -> str:
        """Until when it rests, as it is shown."""
        return said(self.cells[Field.HOLD_UNTIL])

    @property
    def told(self) -> tuple[str, ...]:
        """What people said of it for the figures, in the order of `TOLD`, as it is shown."""
        return tuple(said(self.cells[name]) for name in TOLD)


def columns(*, names: bool) -> tuple[Field, ...]:
    """The columns of the register, in their order."""
    return tuple(one for one in Field if names or one is not Field.NAME)


def rows(
    records: Iterable[CaseRecord],
    *,
    today: date,
    days: WorkingDays,
    units: Mapping[str, str],
    names: Mapping[str, str] | None = None,
) -> tuple[Row, ...]:
    """A row for each case, in the order given; `units` are names of units by key, `names` of people by reference."""
    monday_to_friday = days.add(today, 5 - min(today.weekday(), 4))
    return tuple(_row(one, today, monday_to_friday, units, names) for one in records)


def _row(
    one: CaseRecord, today: date, week_ends_on: date, units: Mapping[str, str], names: Mapping[str, str] | None
) -> Row:
    found: dict[Field, Cell] = {
        Field.CASE: one.reference,
        Field.RECEIVED: one.received_on,
        Field.NAME: clean((names or {}).get(one.reference, "")),
        Field.FORCE_REFERENCE: clean(one.force_reference),
        Field.UNIT: clean(units.get(one.unit, one.unit)),
        Field.STAGE: one.stage.value,
        Field.OWNER: clean(one.owner),
        Field.NEXT_ACTION: clean(one.next_action) if one.is_open else "",
        Field.DUE: one.next_on if one.is_open else None,
        Field.STATUS: status(one, today, week_ends_on).value,
        Field.DAYS_OPEN: ((one.ended_on or today) - one.received_on).days,
        Field.DAYS_TO_DUE: (one.next_on - today).days if one.is_open and one.next_on else None,
        Field.BODY: _BODY.get(one.review_body, "not settled"),
        Field.TIME: one.time_result.replace("_", " ") or "not settled",
        Field.OUTCOME: one.outcome.replace("_", " "),
        Field.ENDED_AS: "" if one.end is None else one.invalid_reason or one.end.value.replace("_", " "),
        Field.ENDED_ON: one.ended_on,
        **{name: told(one) for name, told in TOLD.items()},
        Field.NEXT_STEP: "",
        Field.NOTE: "",
        Field.HOLD_UNTIL: one.held_until if one.state is State.ON_HOLD else None,
    }
    return Row(one.reference, one.state, {name: found[name] for name in columns(names=names is not None)})


def status(one: CaseRecord, today: date, week_ends_on: date) -> Status:
    """How near the next date of the case is; a case on hold is never overdue."""
    if not one.is_open:
        return Status.ENDED
    if one.stage is Stage.ON_HOLD:
        return Status.ON_HOLD
    if one.next_on is None or one.next_on > week_ends_on:
        return Status.LATER
    if one.next_on == today:
        return Status.TODAY
    return Status.OVERDUE if one.next_on < today else Status.THIS_WEEK


def clean(text: str, most: int = LONGEST) -> str:
    """One line of printable characters: what mail brought can be shown, and nothing in it can act."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def said(value: object) -> str:
    """A cell as words, however a program that saved the file kept it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value), LONGEST_NOTE)


def signed(export: int, state: str, cells: Sequence[str], mark: Callable[[str], str]) -> str:
    """What proves that a row was written so by this export; `mark` makes what nobody else can make."""
    return mark("\x1f".join(("register", str(export), state, *cells)))
