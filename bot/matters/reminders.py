"""Reminds the owner of each step of other work: some working days before it is due and on the day, once each.

Writes to people of the team alone. What was missed while nothing ran is made up for by one mail.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.desk.team_mail import write
from handlers.matter_steps import Due, open_steps, reminder
from handlers.working_days import in_words
from store import matter_reading, matters
from store.engine import Tx
from store.messages.matters import Reminder
from store.terms import LONDON, Mode, Role, london_date

if TYPE_CHECKING:
    from bot.service import Service

LETTER = "matter_reminder"


def pass_(service: Service) -> int:
    """Whoever is to be reminded today is, from the hour of the digest on; answers how many mails that are."""
    settings, now = service.settings, service.clock.now()
    if not settings.other_work.on or settings.sending.mode is Mode.WATCH:
        return 0
    if not service.days.is_working_day(london_date(now)) or now.astimezone(LONDON).time() < settings.digest.at:
        return 0
    with service.reading() as tx:
        if not _wanted(service, tx):
            return 0
    lines = defaultdict[str, list[str]](list)
    first: dict[str, str] = {}
    with service.writing() as tx:
        for due, occasion in _wanted(service, tx):
            matters.reminded(tx, due.matter, due.step.rule.key, due.on, occasion)
            for address in _to(service, due):
                lines[address].append(_line(due, service))
                which = f"{due.matter.reference} {due.step.rule.key} {due.on} {occasion}"
                first.setdefault(address, f"{london_date(now)}: {which}")
        for address, told in lines.items():
            write(service, tx, LETTER, first[address], None, None, address, {"lines": told})
    return len(lines)


def _wanted(service: Service, tx: Tx) -> list[tuple[Due, Reminder]]:
    """What somebody is to be reminded of today and was not, by the days as they stand now."""
    today, before = london_date(tx.now), service.settings.other_work.remind_working_days_before
    found = []
    for due in open_steps(matter_reading.every(tx, closed_too=False), service.days):
        occasion = reminder(due.on, today, service.days, before)
        if occasion and not matters.was_reminded(tx, due.matter, due.step.rule.key, due.on, occasion):
            found.append((due, occasion))
    return found


def _to(service: Service, due: Due) -> tuple[str, ...]:
    """The owner where they are there; otherwise whoever stands in, a manager or a head; in the end the owner."""
    team, today = service.settings.team, london_date(service.clock.now())
    owner = team.by_name(due.matter.owner)
    if owner is not None and owner.is_there(today):
        return (owner.address,)
    deputy = team.deputy_of(owner, today) if owner is not None else None
    stand_in = (deputy,) if deputy else team.with_role(Role.MANAGER, today) or team.with_role(Role.HEAD, today)
    here = tuple(one.address for one in stand_in)
    return here or ((owner.address,) if owner is not None and owner.belongs(today) else ())


def _line(due: Due, service: Service) -> str:
    matter, rule, today = due.matter, due.step.rule, london_date(service.clock.now())
    when = "was due" if due.on < today else "is due"
    checked = "" if rule.verified else "; nobody has confirmed it"
    law = f" The period is that of the {rule.law}{checked}." if rule.law else ""
    done = f"served {rule.key} by post to WHOM because WHAT SHOWS IT" if rule.serve else f"done {rule.key}"
    proof = " It needs proof of service." if rule.serve else ""
    return (
        f"{matter.reference}, {matter.kind.name}, {matter.owner}'s: “{rule.name}” ({rule.key}) {when} on "
        f"{in_words(due.on)}.{law}{proof} Once it is done write: matter {matter.reference} {done}"
    )
