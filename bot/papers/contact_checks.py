"""Once a year every address in use is asked whether it still stands, one a day; silence is a question to a person.

Changes no contact book, and asks only where the force was ever asked for papers.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.papers.contact_news import CHECK
from bot.papers.requests import unit as unit_as_it_stands
from handlers.correspondence import BY_NAME
from handlers.working_days import in_words
from store import cases, contacts, outbox, questions, rounds, unit_mails
from store.contacts import Contact
from store.engine import Tx
from store.messages import Question, Unit
from store.terms import LONDON, Mode, Owner, Rung, london_date

if TYPE_CHECKING:
    from bot.service import Service

ROUND = "contact_checks"
SILENT = "contact_silent"
_SEASON = timedelta(days=120)
"""So long after the first of its month a year's check goes on, at one address a day; what is new then waits a year."""


def pass_(service: Service) -> int:
    """The day's one address has been asked, and a person about each that kept silent; answers how many that were."""
    now, papers, book = service.clock.now(), service.settings.papers, service.settings.book
    today, hour = london_date(now), now.astimezone(LONDON).time()
    if not book.is_kept or not papers.check_month or service.settings.sending.mode is Mode.WATCH:
        return 0
    if not service.days.is_working_day(today) or not papers.earliest <= hour < papers.latest:
        return 0
    with service.reading() as tx:
        last = rounds.last(tx, ROUND)
    if last is not None and last.day >= today:
        return 0
    with service.writing() as tx:
        keys = [one.key for one in book.units(today) if contacts.last_case_of(tx, one.key) is not None]
        in_use = [unit_as_it_stands(service, tx, key) for key in keys]
        silent = sum(_ask_about(service, tx, one, today) for one in in_use)
        asked = _ask_one(service, tx, in_use, today)
        rounds.finish(tx, ROUND, today, {"asked": asked, "silent": silent})
    return asked + silent


def season(today: date, month: int) -> date | None:
    """The first day of the yearly check that goes on today, None where none does."""
    first = date(today.year if today.month >= month else today.year - 1, month, 1)
    return first if today - first < _SEASON else None


def _ask_one(service: Service, tx: Tx, in_use: list[Unit], today: date) -> int:
    """The first address not asked in this year's check gets its letter, if its unit had no other mail today."""
    began = season(today, service.settings.papers.check_month)
    if began is None:
        return 0
    mailed = unit_mails.on(tx, today)
    for unit in in_use:
        for address, role in _ways(unit).items():
            known = contacts.of(tx, address)
            fresh = known.checked_on is None or known.checked_on < began
            if fresh and address not in unit.frozen and unit.key not in mailed:
                return _write(service, tx, unit, address, role, began.year)
    return 0


def _ways(unit: Unit) -> dict[str, str]:
    """Every address the unit is written to at, with what for, in words."""
    ways = (
        (unit.mailbox, "requests for papers, and reminders"),
        (unit.manager, "what its unit has not answered"),
        (unit.single_point, "what units and their managers have not answered"),
    )
    found: dict[str, str] = {}
    for address, role in ways:
        if address:
            found.setdefault(address, role)
    return found


def _write(service: Service, tx: Tx, unit: Unit, address: str, role: str, year: int) -> int:
    today = london_date(tx.now)
    last = contacts.last_case_of(tx, unit.key)
    first = cases.first_message(tx, last) if last is not None else None
    if first is None:
        return 0
    reply_by = service.days.add(today, service.settings.papers.check_answer_within)
    letter, occasion = BY_NAME[CHECK], f"{unit.key}:{year}"
    queued = outbox.queue(
        tx,
        letter=letter.name,
        occasion=occasion,
        case_id=None,
        intake_id=first,
        to=address,
        content={
            "facts": {"unit": unit.name, "role": role, "reply_by": in_words(reply_by)},
            "answers_item": "",
            "answers_message_id": "",
            "references": [],
        },
        message_id_domain=service.settings.office.mailbox_address.rpartition("@")[2],
        mode=service.settings.sending.mode,
        audience=letter.audience,
        approval=letter.approval,
    )
    contacts.checked(tx, address, unit.key, today)
    if queued:
        key = outbox.key_of(tx, letter.name, occasion, address)
        unit_mails.add(tx, unit.key, today, letter=key, rung=Rung.REMINDER)  # it is the unit's one mail of the day
    return int(queued)


def _ask_about(service: Service, tx: Tx, unit: Unit, today: date) -> int:
    """A person is asked, once, about each address of the unit that was asked and has not answered in its time."""
    return sum(
        _ask(service, tx, unit, role, known, today)
        for address, role in _ways(unit).items()
        if address not in unit.frozen and _is_silent(service, known := contacts.of(tx, address), today)
    )


def _is_silent(service: Service, known: Contact, today: date) -> bool:
    asked_on = known.checked_on
    if asked_on is None or (known.confirmed_on is not None and known.confirmed_on >= asked_on):
        return False
    return service.days.add(asked_on, service.settings.papers.check_answer_within) < today


def _ask(service: Service, tx: Tx, unit: Unit, role: str, known: Contact, today: date) -> int:
    asked_on = known.checked_on or today
    text = (
        f"The address of {unit.name} that gets {role} has not answered since {in_words(asked_on)}, when we asked "
        "whether it still stands. Ring the unit, and put what is right into the contact book."
    )
    question = Question(SILENT, text, Owner.ADMINISTRATOR, service.days.add(today, 1))
    return questions.ask(tx, f"contact:{unit.key}:{asked_on}", question)
