"""Asks whether our request arrived where a unit's mailbox usually says so and this time did not; blames nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.papers import requests
from handlers.silence import Silent, silent
from store import cases, contacts, paper_requests, questions
from store.engine import Tx
from store.messages import Question
from store.terms import Owner, london_date

if TYPE_CHECKING:
    from bot.service import Service

_LOOKS_BACK = timedelta(days=14)


def pass_(service: Service) -> int:
    """Each unit that is unusually silent about a request is asked about, once for its oldest; answers how many are."""
    with service.writing() as tx:
        usually, today = contacts.acknowledging(tx), london_date(tx.now)
        new = (
            one
            for unit in sorted(usually)
            for one in paper_requests.of_unit(tx, unit)
            if one.asked_on >= today - _LOOKS_BACK
        )
        within = service.settings.papers.receipt_window
        found = silent(usually, new, today=today, within=within, days=service.days)
        return sum(_ask(service, tx, one) for one in found)


def _ask(service: Service, tx: Tx, one: Silent) -> int:
    first, name = one.references[0], requests.unit(service, tx, one.unit).name
    text = (
        f"The mailbox of {name} usually says at once that a mail arrived, and has not done so for "
        f"{', '.join(one.references)}. Ring them: did our request reach them?"
    )
    due_on = service.days.add(london_date(tx.now), 1)
    question = Question("silent_unit", text, Owner.ADMINISTRATOR, due_on)
    return questions.ask(tx, f"case:{first}", question, case_id=cases.case_id_of(tx, first))
