"""Once a working day, what the calendar brings for each open case is carried out; a missed day loses nothing."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from bot.casework import no_message, rulings
from bot.casework.aims import targets
from handlers.by_day import due
from store import case_days, cases, casework, rounds
from store.terms import LONDON, Mode, london_date

if TYPE_CHECKING:
    from bot.service import Service

ROUND = "by_day"
STARTS_AT = time(8)
"""London time from which a day's reminders and letters are prepared: nobody hears from us at night."""


def pass_(service: Service) -> int:
    """Everything due today is prepared, once; answers how much that was. Nothing happens on days the office rests."""
    now = service.clock.now()
    today = london_date(now)
    if service.settings.sending.mode is Mode.WATCH or not service.days.is_working_day(today):
        return 0
    if now.astimezone(LONDON).time() < STARTS_AT:
        return 0
    with service.reading() as tx:
        last = rounds.last(tx, ROUND)
        cases = casework.open_cases(tx) if last is None or last.day < today else ()
    if last is not None and last.day >= today:
        return 0
    done = sum(_one(service, case_id) for case_id in cases)
    with service.writing() as tx:
        rounds.finish(tx, ROUND, today, {"cases": len(cases), "done": done})
    return done


def _one(service: Service, case_id: int) -> int:
    """What is due on one case, each in its own transaction with the mark that it was done.

    Of a case to which no message belongs a person is asked, and nothing else becomes of it.
    """
    done = 0
    with service.reading() as tx:
        case, has_a_message = casework.view(tx, case_id), cases.first_message(tx, case_id) is not None
        found = list(due(case, london_date(tx.now), service.days, targets(service.settings.office)))
    if found and not has_a_message:
        with service.writing() as tx:
            no_message.ask(service, tx, case_id, case.reference)
        return 0
    for one in found:
        with service.writing() as tx:
            if case_days.first_time(tx, case_id, one.what, one.occasion, london_date(tx.now)):
                rulings.carry_out(service, tx, case_id, one.ruling, verb=one.what)
                done += 1
    return done
