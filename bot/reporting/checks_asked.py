"""Asks for checks: once a month everybody the office named for it, or one person on request; judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.desk.team_mail import write
from bot.reporting.quality import decided_in, sample, seed
from handlers.check_answers import form
from handlers.sampling import Decided, Task, shared
from handlers.working_days import in_words
from store import cases, checks_asked, questions, rounds
from store.checks_asked import Asked
from store.engine import Tx
from store.messages import Question
from store.terms import Mode, Owner, london_date

if TYPE_CHECKING:
    from bot.service import Service

ROUND = "checks asked"


def pass_(service: Service) -> int:
    """On the first working day of a month the forms of the month before are on their way; answers how many."""
    chosen, today = service.settings.quality, london_date(service.clock.now())
    if not chosen.samplers or service.settings.sending.mode is Mode.WATCH or not service.days.is_working_day(today):
        return 0
    first = today.replace(day=1)
    with service.reading() as tx:
        if rounds.is_done(tx, ROUND, first):
            return 0
    with service.writing() as tx:
        return _ask_all(service, tx, first)


def _ask_all(service: Service, tx: Tx, first: date) -> int:
    chosen, month = service.settings.quality, f"{first - timedelta(days=1):%Y-%m}"
    people = [service.settings.team.by_name(name) for name in chosen.samplers]
    here = [one.name for one in people if one is not None and one.belongs(london_date(tx.now))]
    tasks, nobodys = shared(
        decided_in(tx, month),
        here,
        seed(service.settings, month),
        percent=chosen.percent,
        at_least=chosen.at_least,
        started_on=chosen.started_on,
        twice=chosen.twice_percent,
    )
    asked = sum(_ask(service, tx, task, month) for task in tasks)
    if nobodys:
        _say_that_nobody_can(service, tx, month, nobodys)
    rounds.finish(tx, ROUND, first, {"asked": asked})
    return asked


def _say_that_nobody_can(service: Service, tx: Tx, month: str, nobodys: Iterable[Decided]) -> None:
    which = ", ".join(one.reference for one in nobodys)
    text = (
        f"Of the decisions of {month} these have to be checked, and everybody in [quality] samplers had a part in "
        f"them: {which}. Ask somebody else: reviews-bot quality ask --month {month} --sampler NAME."
    )
    due_on = service.days.add(london_date(tx.now), 5)
    questions.ask(tx, f"checks:{month}", Question("nobody_checks", text, Owner.MANAGER, due_on))


def ask(service: Service, tx: Tx, month: str, sampler: str, *, second: bool = False) -> tuple[Decided, ...]:
    """This person is asked to check what of the month's sample nobody was asked about; answers which decisions.

    With `second` it is what somebody else was asked about, so that both can be compared. Raises ValueError for a month
    that is none.
    """
    found = sample(service.settings, tx, month, sampler)
    asked = []
    for one in (*found.always, *found.drawn):
        others = _others(tx, one, sampler)
        if bool(others) is second and _ask(service, tx, Task(one, sampler, twice=second), month):
            asked.append(one)
    return tuple(asked)


def _others(tx: Tx, one: Decided, sampler: str) -> list[Asked]:
    case_id = cases.case_id_of(tx, one.reference)
    known = checks_asked.about(tx, case_id, one.decision) if case_id is not None else ()
    return [other for other in known if other.sampler != sampler]


def _ask(service: Service, tx: Tx, task: Task, month: str) -> bool:
    """The person has a form for the decision on its way; False where they were asked about it before."""
    one, case_id = task.decided, cases.case_id_of(tx, task.decided.reference)
    person = service.settings.team.by_name(task.sampler)
    if case_id is None or person is None or tx.is_erased(case_id):
        return False
    if any(other.sampler == person.name for other in checks_asked.about(tx, case_id, one.decision)):
        return False
    code = checks_asked.ask(
        tx, case_id, decision=one.decision, decided_on=one.on, month=month, sampler=person.name, twice=task.twice
    )
    facts = {
        "reference": one.reference,
        "code": code,
        "decided": one.decision.replace("_", " "),
        "decided_on": in_words(one.on),
        "letter_words": one.letter.replace("_", " "),
        "questions": form(),
    }
    occasion = f"{one.reference}:check-{code}"
    write(service, tx, "check_form", occasion, case_id, cases.first_message(tx, case_id), person.address, facts)
    return True


def asked_lines(tx: Tx, first: str, last: str) -> Iterator[dict[str, object]]:
    """One line for each question about decisions of these months: who was asked, and whether they answered."""
    for one in checks_asked.of_months(tx, first, last):
        yield {
            "reference": one.reference, "decision": one.decision, "sampler": one.sampler, "code": one.code,
            "twice": one.twice, "asked_on": london_date(one.asked_at),
            "answered_on": london_date(one.answered_at) if one.answered_at else None,
        }  # fmt: skip
