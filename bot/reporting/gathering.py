"""Gathers what the digest of a day tells, from the store and the settings alone; decides, writes and sends nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.sending.stop_switch import why_stopped
from handlers.digest import Morning, Person, digest, first_day
from handlers.digest_needs import AskedOfNoCase
from handlers.matter_steps import for_digest
from store import digest_counts, events, leadership, matter_reading, records, rounds
from store.engine import Tx
from store.messages.digest import Balance, DigestData, Machine, OtherWork, Outage
from store.terms import LONDON, Role, london_date

if TYPE_CHECKING:
    from bot.service import Service

ROUND = "digest"
COUNT = "count"


def told(service: Service, tx: Tx, *, whole: bool = True, remarks: tuple[str, ...] = ()) -> DigestData:
    """The digest of the transaction's instant; `whole` is whether the mailbox was read to its end just now."""
    settings, today = service.settings, london_date(tx.now)
    last = rounds.last(tx, ROUND)
    day = last.day if last else None
    began = rounds.began_at(tx) or tx.now
    since = last.finished_at if last and last.finished_at < tx.now else began
    units = {unit.key: unit.name for unit in settings.book.units(today)}
    morning = Morning(
        now=tx.now,
        since=day if day != today else day_before(service, today),
        began=london_date(began),
        records=records.between(tx, first_day(today), today),
        loose=[AskedOfNoCase(one.code, one.owner, one.asked_at) for one in digest_counts.loose_questions(tx)],
        restricted=digest_counts.restricted(tx),
        people=people(service, today),
        units=units,
        targets=settings.target_table,
        machine=_machine(service, tx, since),
        whole=whole,
        remarks=remarks,
    )
    return replace(digest(morning, service.days), other_work=_other_work(service, tx))


def _other_work(service: Service, tx: Tx) -> OtherWork | None:
    """The matters that are no reviews, None where the office keeps none; no case and no figure knows of them."""
    if not service.settings.other_work.on:
        return None
    return for_digest(tuple(matter_reading.every(tx, closed_too=False)), london_date(tx.now), service.days)


def people(service: Service, on: date) -> list[Person]:
    """The team of a day, as the settings have it now."""
    return [
        Person(one.name, Role.CASEWORKER in one.roles, one.absent) for one in service.settings.people if one.belongs(on)
    ]


def day_before(service: Service, today: date) -> date:
    """The working day before."""
    day = today - timedelta(days=1)
    while not service.days.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _machine(service: Service, tx: Tx, since: datetime) -> Machine:
    did = digest_counts.did(tx, since)
    counted = rounds.last(tx, COUNT)
    seq, head = events.head(tx)
    return Machine(
        since=since,
        read=did.read,
        sent_by_itself=did.sent_by_itself,
        asked=did.asked,
        corrected=did.corrected,
        held_letters=did.held_letters,
        cannot_read=did.cannot_read,
        last_pass_at=leadership.look(tx).last_pass_at,
        version=version("reviews-bot"),
        stopped=why_stopped(service) if service.epoch else "",
        balance=Balance(counted.day, counted.result["items"], counted.result["open"]) if counted else None,
        outages=tuple(_outage(tx, *times, counted) for times in digest_counts.outages(tx, since)),
        head_seq=seq,
        head=head,
    )


def _outage(tx: Tx, first: datetime, last: datetime, counted: rounds.Round | None) -> Outage:
    agreed = counted.result["open"] == 0 if counted and counted.finished_at >= last else None
    return Outage(first, last, digest_counts.came(tx, first, last), agreed)


def at(service: Service, day: date) -> datetime:
    """The instant at which the digest of a day is due."""
    return datetime.combine(day, service.settings.digest.at, LONDON)
