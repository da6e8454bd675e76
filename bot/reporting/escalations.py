"""What the manager has to know is passed on: as a question that waits to be seen, and what is urgent by a mail at once.

What speaks of danger is looked for in every pass, at any hour; everything else once an hour while the office works.
It reads no words of mail, and what it writes names no person of the public.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.desk.team_mail import write
from bot.reporting import learning
from handlers.day_counts import at_work
from handlers.escalation import Escalation, Watched, escalations, of_message, question, why
from store import cards, cases, questions, records
from store import escalations as passed_on
from store.engine import Tx
from store.escalations import Passed
from store.messages import CaseRecord
from store.terms import LONDON, Mode, Role, Trigger, london_date

if TYPE_CHECKING:
    from bot.service import Service

EVERY = timedelta(hours=1)
_LOOSE_FOR = timedelta(days=3)
"""So long a message that belongs to no case is looked at; by then a person has put it somewhere."""
_ONE_BY_ONE = 50
"""So many cases are read one by one; more are read with all others."""


@dataclass
class EscalationState:
    """Up to which event, and when for the last time, the cases were looked at."""

    seen: int | None = None
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """Something to be passed on about a case or, without one, about a message."""

    subject: str
    reference: str
    case_id: int | None
    intake_id: int | None
    one: Escalation


@dataclass
class _Told:
    """What goes to whom in one mail: the lines by address, and the message that they are about, None for none."""

    intake_id: int | None
    lines: dict[str, list[str]] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)


def pass_(service: Service) -> int:
    """Whatever belongs before the manager is there; answers how much was passed on, or told again."""
    if service.settings.sending.mode is Mode.WATCH:
        return 0
    now, state = service.clock.now(), service.escalation
    with service.reading() as tx:
        head, everything = cards.newest_event(tx), _hour_is_over(service, now)
        if head == state.seen and not everything:
            return _to_file(service)
        found = _new(service, tx, now)
        again = _unanswered(service, tx, now)
    done = _pass_on(service, found, again) if found or again else 0
    done += learning.alert(service) if everything else 0
    state.seen = head
    return done + _to_file(service)


def _hour_is_over(service: Service, now: datetime) -> bool:
    """Whether everything is to be looked at: at the start, then once an hour while the office works."""
    last = service.escalation.looked_at
    if last is None:
        return True
    return not timedelta(0) <= now - last < EVERY and _office_works(service, now)


def _office_works(service: Service, now: datetime) -> bool:
    return at_work(now, now + timedelta(minutes=1), service.days) > timedelta(0)


def _new(service: Service, tx: Tx, now: datetime) -> list[_Found]:
    """Everything that was not passed on yet: what is told at once always, everything else once an hour."""
    state, works = service.escalation, _office_works(service, now)
    everything = _hour_is_over(service, now)
    touched = () if everything or state.seen is None else cards.touched(tx, state.seen)
    everything = everything or len(touched) > _ONE_BY_ONE
    if everything:
        state.looked_at = now
    at_once = set(service.settings.escalation.told_at_once)
    wanted = set(Trigger) if everything and works else at_once
    wanted -= set(service.settings.escalation.never)
    known = passed_on.known(tx)
    found = [*_of_cases(service, tx, None if everything else touched), *_of_messages(tx, now)]
    return [one for one in found if one.one.trigger in wanted and _is_new(one, known)]


def _is_new(found: _Found, known: Mapping[tuple[str, str], int]) -> bool:
    """Whether there is more of it than was passed on; a message that had no case then has been, wherever it lies."""
    evidence, trigger = found.one.evidence, found.one.trigger
    as_message = known.get((f"intake:{evidence}", trigger), 0) if trigger is Trigger.RISK else 0
    return evidence > max(known.get((found.subject, trigger), 0), as_message)


def _of_cases(service: Service, tx: Tx, touched: Iterable[int] | None) -> Iterable[_Found]:
    """What the open cases have for the manager: all of them, or those that something was done to."""
    today, old = london_date(tx.now), service.settings.escalation.old_after_days
    chosen: dict[int, CaseRecord] = {}
    if touched is None:
        ids = passed_on.open_ids(tx)
        chosen = {ids[one.reference]: one for one in records.open_records(tx)}
    else:
        chosen = {case_id: one for case_id in touched if (one := records.of_case(tx, case_id)).is_open}
    newest = passed_on.newest(tx, None if touched is None else chosen)
    for case_id, record in chosen.items():
        for found in escalations(Watched(record, newest.get(case_id, {}), today, old)):
            yield _Found(f"case:{record.reference}", record.reference, case_id, None, found)


def _of_messages(tx: Tx, now: datetime) -> Iterable[_Found]:
    for number, flags in passed_on.of_no_case(tx, now - _LOOSE_FOR).items():
        for one in of_message(number, flags):
            yield _Found(f"intake:{number}", "", None, number, one)


def _unanswered(service: Service, tx: Tx, now: datetime) -> tuple[Passed, ...]:
    """What was told so many working hours ago and nobody has seen."""
    if not _office_works(service, now):
        return ()
    wait = timedelta(hours=service.settings.escalation.again_after_hours)
    return tuple(one for one in passed_on.unseen(tx) if one.told_at and at_work(one.told_at, now, service.days) >= wait)


# --- telling --------------------------------------------------------------------------------------------------------


def _pass_on(service: Service, found: list[_Found], again: tuple[Passed, ...]) -> int:
    """Questions, records and mails of all of it stand together, or none of it does."""
    settings, told = service.settings.escalation, None
    with service.writing() as tx:
        today = london_date(tx.now)
        for one in found:
            questions.ask(tx, one.subject, question(one.one, one.reference, today, service.days), case_id=one.case_id)
            tell = one.one.trigger in settings.told_at_once
            passed_on.add(
                tx, one.subject, one.one.trigger, code=one.one.code, evidence=one.one.evidence, case_id=one.case_id,
                intake_id=one.intake_id, tell=tell, to_file=tell and settings.second_file is not None,
            )  # fmt: skip
            to = _managers(service) + _second(service) if tell else ()
            to += _heads(service) if one.one.trigger in settings.to_head else ()
            told = _add(tx, told, to, _line(one.reference, one.one.trigger), one.case_id, one.intake_id, one.reference)
        for one_again in again:
            reference = one_again.subject.removeprefix("case:") if one_again.case_id else ""
            line = f"Again, for nobody has seen it: {_line(reference, one_again.trigger)}"
            to = _managers(service) + _second(service)
            told = _add(tx, told, to, line, one_again.case_id, one_again.intake_id, reference)
        if again:
            passed_on.told_again(tx, [one.id for one in again])
        if told is not None:
            _write(service, tx, told)
    return len(found) + len(again)


def _line(reference: str, trigger: Trigger) -> str:
    return f"{reference or 'A message of no case, in Urgent'}: {why(trigger)}"


def _add(
    tx: Tx,
    told: _Told | None,
    to: tuple[str, ...],
    line: str,
    case_id: int | None,
    intake_id: int | None,
    reference: str,
) -> _Told | None:
    """The mail with this line for these addresses; None while there is nobody to write to."""
    if not to:
        return told
    told = told or _Told(intake_id or (cases.first_message(tx, case_id) if case_id is not None else None))
    told.references.add(reference)
    for address in dict.fromkeys(to):
        told.lines.setdefault(address, []).append(line)
    return told


def _write(service: Service, tx: Tx, told: _Told) -> None:
    """One mail to each, of everything that is passed on now; it names a case in its subject where it is about one."""
    reference = next(iter(told.references)) if len(told.references) == 1 else ""
    occasion = f"escalation {passed_on.newest_number(tx)} {tx.now:%Y%m%dT%H%M%S}"
    for address, lines in told.lines.items():
        facts = {"lines": lines, "reference": reference}
        write(service, tx, "escalation", occasion, None, told.intake_id, address, facts)


def _managers(service: Service) -> tuple[str, ...]:
    """Every manager who is there; otherwise who stands in for one, the heads, or in the end every manager."""
    team, today = service.settings.team, london_date(service.clock.now())
    managers = tuple(one for one in team.members if Role.MANAGER in one.roles and one.belongs(today))
    here = tuple(one for one in managers if one.is_there(today))
    deputies = tuple(deputy for one in managers if (deputy := team.deputy_of(one, today)))
    chosen = here or deputies or team.with_role(Role.HEAD, today) or managers
    return tuple(one.address for one in chosen)


def _heads(service: Service) -> tuple[str, ...]:
    settings, today = service.settings, london_date(service.clock.now())
    heads = tuple(one.address for one in settings.team.with_role(Role.HEAD, today))
    return (settings.escalation.head_address,) if settings.escalation.head_address else heads


def _second(service: Service) -> tuple[str, ...]:
    address = service.settings.escalation.second_address
    return (address,) if address else ()


# --- the second file ------------------------------------------------------------------------------------------------


def _to_file(service: Service) -> int:
    """The second file has a line for each thing told at once; one that cannot be written to is tried again."""
    file = service.settings.escalation.second_file
    if file is None:
        return 0
    with service.reading() as tx:
        waiting = passed_on.unfiled(tx)
    if not waiting:
        return 0
    try:
        _append(file, waiting)
    except OSError as trouble:
        service.log.warning("trouble", fault=type(trouble).__name__)
        return 0
    with service.writing() as tx:
        passed_on.filed(tx, [one.id for one in waiting])
    return len(waiting)


def _append(file: Path, waiting: Iterable[Passed]) -> None:
    """The lines stand at the end of the file, on disk; a crash may write them twice and never loses one."""
    lines = (
        f"{one.raised_at.astimezone(LONDON):%Y-%m-%d %H:%M} "
        f"{one.subject.removeprefix('case:') if one.case_id else 'no case'} {one.trigger}\n"
        for one in waiting
    )
    with file.open("a", encoding="utf-8") as opened:
        opened.write("".join(lines))
        opened.flush()
        os.fsync(opened.fileno())
