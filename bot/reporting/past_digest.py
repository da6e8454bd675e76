"""The digest of a day that is over, told from the history alone; what the history does not hold is left out, and said.

Cases, their questions and letters stand in the history as they were. What the service did and other work do not, nor
how people, units and contact limits were set then. It writes and sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.reporting.gathering import ROUND, day_before, people
from handlers.digest import Morning, digest, first_day
from handlers.digest_needs import AskedOfNoCase
from handlers.replay import ACTIONS, replay
from handlers.working_days import in_words
from store import digest_counts, events, rounds
from store.engine import Tx
from store.messages import CaseRecord, Happened
from store.messages.digest import DigestData
from store.terms import london_date

if TYPE_CHECKING:
    from bot.service import Service

_AS_IT_STOOD = (
    "This is how the cases stood then, out of the history. What the service did and other work are not told of a day "
    "that is over. People, leave, units and contact limits are as they are set today."
)
_ERASED = "Of {number} erased since, open questions and the police's references are gone."


class NotThen(Exception):
    """The history cannot tell of that day; the sentence says why."""


@dataclass
class _Noted:
    """What is noted of each event in passing: the questions on no case, and which cases were ever counted."""

    loose: dict[tuple[str, str], tuple[date, int, AskedOfNoCase]] = field(default_factory=dict)
    asked_at: dict[tuple[str, str], tuple[date, int, AskedOfNoCase]] = field(default_factory=dict)
    opened: set[int | None] = field(default_factory=set)
    counted: set[int | None] = field(default_factory=set)


def told_then(service: Service, tx: Tx, at: datetime) -> DigestData:
    """The digest as it was at an instant that is over. Raises NotThen where the history cannot tell."""
    began, today = rounds.began_at(tx), london_date(at)
    if began is None or at < began:
        said = f"The store began on {in_words(london_date(began))}" if began else "The store has not begun"
        raise NotThen(f"{said}, so there is nothing to tell of {in_words(today)}.")
    noted = _Noted()
    every = tuple(replay(_until(events.every(tx, ACTIONS), at, noted)))
    last, first = rounds.last_until(tx, ROUND, at), first_day(today)
    day = last.day if last else None
    return digest(
        Morning(
            now=at,
            since=day if day != today else day_before(service, today),
            began=london_date(began),
            records=[one for one in every if one.is_open or (one.ended_on or today) >= first],
            loose=[one for _, _, one in sorted(noted.loose.values(), key=lambda kept: kept[:2])],
            restricted=digest_counts.restricted(tx),
            people=people(service, today),
            units={unit.key: unit.name for unit in service.settings.book.units(today)},
            targets=service.settings.target_table,
            machine=None,
            remarks=(_AS_IT_STOOD, *_erased(tx, every)),
        ),
        service.days,
    )


def _erased(tx: Tx, every: Iterable[CaseRecord]) -> Iterator[str]:
    gone = digest_counts.erased(tx) & {one.reference for one in every if one.is_open}
    if gone:
        yield _ERASED.format(number=f"{len(gone)} case{'s' if len(gone) > 1 else ''}")


def _until(every: Iterable[Happened], at: datetime, noted: _Noted) -> Iterator[Happened]:
    """The events up to an instant. Raises NotThen where one is of a case that nobody counted yet."""
    for event in every:
        if event.at > at:
            break
        _note(noted, event)
        yield event
    if noted.opened - noted.counted:
        raise NotThen("The history of that day is from before the service counted in it, so no figure is right.")


def _note(noted: _Noted, event: Happened) -> None:
    about = event.subject, event.rule
    if event.action == "case_opened":
        noted.opened.add(event.case_id)
    elif event.action == "counted" and event.subject.startswith("case:"):
        noted.counted.add(event.case_id)
    elif event.action == "asked" and event.case_id is None:
        asked = AskedOfNoCase(event.rule, str(event.details.get("owner", "")), event.at)
        due_on = date.fromisoformat(str(event.details.get("due_on", date.max.isoformat())))
        noted.loose[about] = noted.asked_at[about] = (due_on, event.seq, asked)
    elif event.action == "answered":
        noted.loose.pop(about, None)
    elif event.action == "asked_of":
        for key in [key for key in noted.loose if key[0] == event.subject and event.case_id is not None]:
            del noted.loose[key]
    elif event.action == "asked_again":
        again = event.details.get("again", ())
        for subject, code in again if isinstance(again, list) else ():
            if (subject, code) in noted.asked_at:
                noted.loose[subject, code] = noted.asked_at[subject, code]
