"""The rounds: once an hour, in the office's hours, the force is asked again for what is due, and no oftener.

It plans nothing by itself (`handlers.chase` does) and submits nothing: mails are written with their rows, one
transaction a mail, and leave as every letter does. Nothing is asked on knowledge that is not up to date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.papers import asking_again, days_off, request_letters, requests, silences, unread_long
from bot.sending import settle
from handlers.asked_again import MORE_TIME, TO_UNITS
from handlers.chase import Known, Mail, PassedOver, Round, Task, plan_round
from handlers.requests import task
from handlers.rungs import NAMES, TO_THE_UNIT
from store import cases, leadership, outbox, paper_requests, questions, unit_mails, unread_papers
from store.engine import Tx
from store.events import record
from store.messages import PaperRequest, Question, Unit
from store.outbox import Queued
from store.terms import LONDON, Approval, LetterState, Mode, Owner, Rung, london_date

if TYPE_CHECKING:
    from bot.service import Service

EVERY = timedelta(hours=1)
_BATCH = 200
_NOT_CHASED = (
    "The police were not chased: our mail could not leave on its day. If it is still wanted: chase {reference}."
)
_ERASED = "The case was erased, so nothing is asked any more."
_WAITING = (
    LetterState.PLANNED,
    LetterState.RENDERED,
    LetterState.DRAFTED,
    LetterState.HOLD,
)


def pass_(service: Service, *, all_read: bool) -> int:
    """What is due now is written, and what did not leave on its day is taken back; answers how much that was.

    `all_read` says that this very pass has read every folder.
    """
    if service.settings.sending.mode is Mode.WATCH:
        return 0
    done = request_letters.pass_(service) + days_off.pass_(service) + _day_is_over(service)
    now = service.clock.now()
    if not _is_time(service, now):
        return done
    with service.reading() as tx:
        read_up_to = now if all_read else leadership.look(tx).last_pass_at
        found = plan(service, tx, now, read_up_to)
    service.round_at = now
    done += unread_long.pass_(service, read_up_to)
    done += sum(_write(service, mail) for mail in found.mails)
    done += sum(_ask(service, one) for one in found.tasks) + silences.pass_(service)
    _note(service, found.passed_over)
    return done


def _is_time(service: Service, now: datetime) -> bool:
    """Whether it is within the hours, and an hour since the last round; a clock that is set back waits for nothing."""
    at, papers = now.astimezone(LONDON), service.settings.papers
    if not service.days.is_working_day(at.date()) or not papers.earliest <= at.time() < papers.latest:
        return False
    return service.round_at is None or not timedelta(0) <= now - service.round_at < EVERY


def plan(service: Service, tx: Tx, now: datetime, read_up_to: datetime | None) -> Round:
    """What a round at this instant would do, with the reason for everything; it writes nothing."""
    today = london_date(now)
    every = paper_requests.due(tx, today)
    due = [one for one in every if not tx.is_erased(one.case_id)]
    gone = tuple(PassedOver(one, _ERASED) for one in every if tx.is_erased(one.case_id))
    if not due:
        return Round(passed_over=gone)
    ladder = requests.ladder(service)
    units = {key: requests.unit(service, tx, key) for key in {one.unit for one in due}}
    since = _resting_since(service, today, ladder.rest_between)
    waiting = unread_papers.waiting(tx, _addresses(units), since=now - (today - since))
    known = Known(
        now=now,
        read_up_to=read_up_to,
        units_waiting=waiting.units if not waiting.anybody else frozenset(units),
        cases_waiting=waiting.cases,
        mailed=unit_mails.on(tx, today),
        cases_mailed=paper_requests.written_to(tx, sorted({one.case_id for one in due}), after=since),
        listed=_listed(tx, units),
    )
    found = plan_round(due, units, service.days, ladder, known)
    return replace(found, passed_over=(*gone, *found.passed_over))


def _resting_since(service: Service, today: date, working_days: int) -> date:
    """The last day after which so many working days are not yet over today."""
    day = today
    while service.days.add(day, working_days) > today:
        day -= timedelta(days=1)
    return day


def _addresses(units: dict[str, Unit]) -> dict[str, frozenset[str]]:
    return {key: (one.addresses | {one.mailbox, one.manager}) - {""} for key, one in units.items()}


def _listed(tx: Tx, units: dict[str, Unit]) -> dict[str, date]:
    weekly = (key for key, one in units.items() if one.weekly_on is not None)
    return {key: last for key in weekly if (last := unit_mails.last_of(tx, key, TO_THE_UNIT))}


# --- what a round does ----------------------------------------------------------------------------------------------


def _write(service: Service, mail: Mail) -> int:
    """The mail is written with everything that goes with it, or nothing of it where its unit has had one today.

    Where one of its requests is no longer what was planned on, the next round plans anew.
    """
    try:
        with service.writing() as tx:
            on = london_date(tx.now)
            if any(paper_requests.view(tx, line.request.id) != line.request for line in mail.lines):
                return 0
            lines = [(line.request, line.rung) for line in mail.lines]
            key = asking_again.write(service, tx, lines, rung=mail.rung, to=mail.to, units=mail.units, on=on)
            if not key:
                _wait_a_day(service, tx, mail)
                return 0
            for line in mail.lines:
                _tell(tx, line.request, line.rung, f"The police are asked again, {NAMES[line.rung]}: {line.why}")
                requests.look_again(service, tx, line.request.id)
    except unit_mails.WrittenToAlready:
        service.log.warning("unit_mailed_already", rung=mail.rung)
        return 0
    return 1


def _wait_a_day(service: Service, tx: Tx, mail: Mail) -> None:
    """No message belongs to these cases any more, about which a person is asked every day."""
    for line in mail.lines:
        paper_requests.look_again(tx, line.request.id, service.days.add(london_date(tx.now), 1))


def _ask(service: Service, found: Task) -> int:
    """The Reviews Manager is asked who takes it up with the force."""
    one = found.request
    with service.writing() as tx:
        question = Question(task(one), found.why, Owner.MANAGER, service.days.add(london_date(tx.now), 1))
        asked = questions.ask(tx, f"case:{one.reference}", question, case_id=one.case_id)
        paper_requests.mailed(tx, paper_requests.view(tx, one.id), Rung.TASK, london_date(tx.now))
        _tell(tx, one, Rung.TASK, "The Reviews Manager is asked who takes it up with the police.")
        requests.look_again(service, tx, one.id)
    return asked


def _note(service: Service, over: tuple[PassedOver, ...]) -> None:
    """Each request that is passed over is looked at again on its day; a step that was left out is in its history.

    One whose case was erased is over.
    """
    if not over:
        return
    with service.writing() as tx:
        for one in over:
            if tx.is_erased(one.request.case_id):
                requests.over(tx, one.request)
            elif one.again_on is not None:
                paper_requests.look_again(tx, one.request.id, one.again_on)
            elif one.rung is not None:
                _tell(tx, one.request, one.rung, one.why)


def _tell(tx: Tx, one: PaperRequest, rung: Rung, why: str) -> None:
    record(tx, "acted", f"papers:{one.id}", case_id=one.case_id, rule=rung, why=why)


# --- what did not leave ---------------------------------------------------------------------------------------------


def _day_is_over(service: Service) -> int:
    """Mails that ask again and did not leave on their day in the hours do not leave; the next round looks anew.

    One that a person has to agree with waits for them, and one that somebody sent by hand has left. One whose
    submission was never answered is taken back too where it still lies there as our draft.
    """
    now = service.clock.now()
    with service.reading() as tx:
        late = [one for one in _in(tx, _WAITING) if _is_over(service, tx, one, now)]
        unanswered = [one for one in _in(tx, [LetterState.SENDING]) if _is_over(service, tx, one, now)]
    drafted = [one for one in late if one.state is LetterState.DRAFTED]
    if drafted:
        settle.look_for(service, drafted)
    never_left = settle.still_drafts(service, unanswered) if unanswered else []
    if not late and not never_left:
        return 0
    with service.writing() as tx:
        for one in never_left:
            outbox.step(tx, one, LetterState.DRAFTED, rule="not submitted", sending_at=None)
        return sum(_did_not_leave(service, tx, one) for one in (*late, *never_left))


def _did_not_leave(service: Service, tx: Tx, one: Queued) -> bool:
    """The mail is taken back, and a person knows of it where a person had asked for it."""
    told = asking_again.was_told(tx, one)
    if not asking_again.take_back(tx, one.key, "it did not leave on its day"):
        return False
    if one.letter == MORE_TIME:
        for request_id in asking_again.requests_of(tx, one):
            requests.told_of_more_time(service, tx, request_id)
        return True
    case = cases.known(tx, one.case_id) if told else None
    if case is not None:
        text = _NOT_CHASED.format(reference=case.reference)
        question = Question("papers_not_chased", text, Owner.ADMINISTRATOR, service.days.add(london_date(tx.now), 1))
        questions.ask(tx, f"letter:{one.key}", question, case_id=one.case_id)
    return True


def _in(tx: Tx, states: Sequence[LetterState]) -> list[Queued]:
    found: list[Queued] = []
    after = 0
    while page := outbox.in_states(tx, states, _BATCH, after=after):
        found += [one for one in page if one.letter in TO_UNITS]
        after = page[-1].id
    return found


def _is_over(service: Service, tx: Tx, one: Queued, now: datetime) -> bool:
    """Whether the letter may leave by itself no more: its day is over, or something came that made it wrong."""
    if one.state is LetterState.SENDING and asking_again.is_stale(tx, one):
        return True
    if one.approval is not Approval.BY_ITSELF:
        return False
    day, at = unit_mails.day_of(tx, one.key), now.astimezone(LONDON)
    return day is not None and (at.date() > day or (at.date() == day and at.time() >= service.settings.papers.latest))
