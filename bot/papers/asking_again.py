"""The mails that ask the force again: written with their rows, withdrawn where something came or their day is over.

It decides neither when nor whom to ask, and submits nothing. Each mail belongs to a day, on which it leaves in the
office's hours or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.approving.approval_policy import approval_of, unconfirmed_law
from handlers.asked_again import LADDER, MORE_TIME, TO_UNITS, facts, letter_of, more_time
from handlers.correspondence import BY_NAME, LISTS
from handlers.rungs import all_is_here, answers_for
from handlers.told import Facts
from store import cancelling, cases, outbox, paper_requests, unit_mails
from store.engine import Tx
from store.messages import PaperRequest, Unit
from store.outbox import Queued
from store.terms import LONDON, Approval, Audience, RequestState, Rung, london_date

if TYPE_CHECKING:
    from bot.service import Service

_LONGEST = timedelta(days=60)
"""How far back a mail that still waits for a person is looked for."""


@dataclass(frozen=True, slots=True)
class About:
    """One request that a mail asks about again, with the step it takes.

    `last_mail_on` is when the force was last written to before, `rests` how often the request had rested since.
    """

    request: PaperRequest
    rung: Rung
    last_mail_on: date | None
    rests: int = 0


def write(
    service: Service,
    tx: Tx,
    lines: Sequence[tuple[PaperRequest, Rung]],
    *,
    rung: Rung,
    to: str,
    units: Sequence[str],
    on: date,
    told: bool = False,
) -> str:
    """One mail to one recipient is planned for this day, with the step it takes on each request; answers its key.

    It is `told` where a person asked for it.

    Raises WrittenToAlready where one of the units is written to on this day already. "" where no message belongs to the
    case any more, so no letter of it can be written.
    """
    requests = [one for one, _ in lines]
    name, said = letter_of(requests, rung), facts(requests, rung, on, service.days)
    single = requests[0] if len(requests) == 1 else None
    about = f"{single.reference}:{rung}-{single.id}" if single else f"list:{rung}-{'-'.join(units)}"
    key = _queued(service, tx, name, f"{about}.{on:%Y%m%d}", to, on, lines, said, told=told)
    for unit in units if key else ():
        unit_mails.add(tx, unit, on, letter=key, rung=rung)
    for one, step in lines if key else ():
        paper_requests.mailed(tx, one, step, on)
    return key


def tell_more_time(service: Service, tx: Tx, one: PaperRequest, unit: Unit) -> str:
    """The unit hears until when it has time now, in its one mail of the first day that is free; answers its key.

    "" where nothing can be written to it, or the time is over by then.
    """
    on = first_day(service, tx.now)
    while unit.key in unit_mails.on(tx, on):
        on = service.days.add(on, 1)
    to = answers_for(unit, on) or unit.mailbox
    if not to or to in unit.frozen or on >= one.due_on or one.state is not RequestState.OPEN:
        return ""
    about = f"{one.reference}:more-time-{one.id}-{one.clock}.{on:%Y%m%d}"
    key = _queued(service, tx, MORE_TIME, about, to, on, [(one, Rung.REMINDER)], more_time(one), told=True)
    if key:
        unit_mails.add(tx, unit.key, on, letter=key, rung=Rung.REMINDER)  # it is the unit's one mail of the day
    return key


def _queued(
    service: Service, tx: Tx, name: str, about: str, to: str, on: date,
    lines: Sequence[tuple[PaperRequest, Rung]], said: Facts, *, told: bool,
) -> str:  # fmt: skip
    """The letter is planned; answers its key, which is new even where one of this day was taken back.

    "" where no message belongs to the case any more, so no letter of it can be written.
    """
    requests = [one for one, _ in lines]
    messages = (cases.first_message(tx, one.case_id) for one in requests)
    first = next((one for one in messages if one is not None), None)
    if first is None:
        return ""
    letter = BY_NAME[name]
    content = {
        "facts": {one: said.get(one, () if one in LISTS else "") for one in (*letter.facts, *letter.optional)},
        "answers_item": "",
        "answers_message_id": "",
        "references": [],
        "encloses": [],
        "names_cases": [one.reference for one in requests],
        "asks_again": [[one.id, step, _iso(one.last_mail_on), one.rests] for one, step in lines],
        "told": told,
    }
    domain = service.settings.office.mailbox_address.rpartition("@")[2]
    for nth in count(1):
        if outbox.queue(
            tx, letter=name, occasion=f"{about}.{nth}", case_id=requests[0].case_id if len(requests) == 1 else None,
            intake_id=first, to=to, content=content, message_id_domain=domain, mode=service.settings.sending.mode,
            audience=Audience.FORCE, approval=_approval(service, name, on),
        ):  # fmt: skip
            return outbox.key_of(tx, name, f"{about}.{nth}", to)
    raise AssertionError("the numbers have no end")


def at_once(service: Service, tx: Tx, one: PaperRequest, rung: Rung, unit: Unit) -> str:
    """The unit, or who stands in, is asked again on a person's word, on the first day it may leave; answers its key."""
    on = first_day(service, tx.now)
    to = answers_for(unit, on)
    return write(service, tx, [(one, rung)], rung=rung, to=to, units=[unit.key], on=on, told=True)


def first_day(service: Service, now: datetime) -> date:
    """The day on which what is written now can leave: today, unless the office is closed or the hours are over."""
    at = now.astimezone(LONDON)
    over = at.time() >= service.settings.papers.latest
    return service.days.add(at.date(), 1) if over else service.days.next_on_or_after(at.date())


def may_leave_now(service: Service, one: Queued, now: datetime) -> bool:
    """Whether the letter may leave at this instant: one that goes to a unit by its day only in the office's hours.

    By itself it leaves on that day alone; what a person agreed with later leaves later.
    """
    if one.letter not in TO_UNITS:
        return True
    at, papers = now.astimezone(LONDON), service.settings.papers
    in_hours = service.days.is_working_day(at.date()) and papers.earliest <= at.time() < papers.latest
    return in_hours and (one.approval is not Approval.BY_ITSELF or at.date() == _day_of(one))


def is_stale(tx: Tx, one: Queued) -> bool:
    """Whether anything came since that makes the letter wrong: all is here, another day, or the case rests.

    A reply too, where the letter asks again.
    """
    if one.letter not in TO_UNITS:
        return False
    day = _day_of(one)
    return any(
        _is_over(about.request) or (one.letter in LADDER and _was_heard(about.request, day))
        for about in _asks_about(tx, one)
    )


def _is_over(request: PaperRequest) -> bool:
    return request.state is not RequestState.OPEN or request.held or all_is_here(request)


def _was_heard(request: PaperRequest, day: date) -> bool:
    return any(on is not None and on >= day for on in (request.heard_on, request.partial_on))


def _day_of(one: Queued) -> date:
    """The day for which the letter was written, which is in its key."""
    return date.fromisoformat(one.key.split(":")[-2].split(".")[-2])


def withdraw(tx: Tx, one: PaperRequest, why: str, *, letters: Collection[str] = TO_UNITS) -> frozenset[str]:
    """Whatever was about to go to a unit about this request, alone or in a list, does not leave; answers what it was.

    Of these `letters` only: what merely came stops the asking, and not the news that there is more time.
    """
    gone = set()
    for key in unit_mails.waiting(tx, london_date(tx.now) - _LONGEST):
        letter = outbox.by_key(tx, key)
        if letter is None or letter.letter not in letters or one.id not in requests_of(tx, letter):
            continue
        if take_back(tx, key, why):
            gone.add(letter.letter)
    return frozenset(gone)


def take_back(tx: Tx, key: str, why: str) -> bool:
    """The mail does not leave, and no step counts as taken by it, so the next round looks at all it was about.

    False where it left, or may have.
    """
    letter = outbox.by_key(tx, key)
    if letter is None or letter.letter not in TO_UNITS:
        return False
    asked = _asks_about(tx, letter) if letter.letter in LADDER else ()
    if not cancelling.cancel(tx, letter, why):
        return False
    for one in asked:
        paper_requests.not_mailed(tx, one.request, one.rung, last_mail_on=one.last_mail_on, rests=one.rests)
        if one.request.state is RequestState.OPEN:
            paper_requests.look_again(tx, one.request.id, london_date(tx.now))
    unit_mails.take_back(tx, key)
    return True


def is_one(tx: Tx, key: str) -> bool:
    """Whether the letter with this key asks the force again."""
    letter = outbox.by_key(tx, key)
    return letter is not None and letter.letter in LADDER


def was_told(tx: Tx, letter: Queued) -> bool:
    """Whether a person asked for this mail, which the ladder alone might not write again."""
    return bool(_kept(tx, letter).get("told"))


def requests_of(tx: Tx, letter: Queued) -> tuple[int, ...]:
    """The ids of the requests that a mail asks about again."""
    return tuple(one.request.id for one in _asks_about(tx, letter))


def _asks_about(tx: Tx, letter: Queued) -> tuple[About, ...]:
    kept = _kept(tx, letter).get("asks_again", ())
    return tuple(
        About(paper_requests.view(tx, request_id), Rung(rung), date.fromisoformat(last) if last else None, *rests)
        for request_id, rung, last, *rests in kept
    )


def _kept(tx: Tx, letter: Queued) -> Mapping[str, Any]:
    """What is kept of the letter, nothing where its case was erased."""
    return {} if tx.is_erased(letter.case_id) else outbox.content(tx, letter)


def _approval(service: Service, name: str, on: date) -> Approval:
    letter = BY_NAME[name]
    least = approval_of(service.settings, letter)
    unsure = least is Approval.BY_ITSELF and unconfirmed_law(service.settings, letter, on)
    return Approval.CHECKED if unsure else least


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
