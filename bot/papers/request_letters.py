"""The letters that make a request: left, given up, or so long on their way that the day they name is too near."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.casework import rulings
from bot.papers import requests
from bot.sending import settle
from handlers.requests import FOR_THE_REVIEW, worked
from handlers.told import day
from handlers.validity import TOLD_AUTHORITY
from store import casework, contacts, outbox, paper_requests
from store.engine import Tx
from store.messages import NextAction, PaperRequest, Question, Ruling
from store.outbox import Queued
from store.terms import Approval, Asked, LetterState, Owner, RequestState, State, london_date

if TYPE_CHECKING:
    from bot.service import Service

_MAY_WAIT = 2
"""So many working days a request may wait before it leaves, and still name the day that was meant."""
_NOT_ASKED = "The police were not asked: our request was taken back before it left. Ask them: ask police {reference}."
_BACK = (LetterState.PLANNED, LetterState.RENDERED, LetterState.DRAFTED)


def left(service: Service, tx: Tx, letter: Queued) -> None:
    """The request that this letter makes stands open from the day it left; one that left late has its whole time."""
    one = paper_requests.by_letter(tx, letter.key)
    if one is None or one.state is not RequestState.WRITTEN or letter.state is not LetterState.CONFIRMED:
        return
    on = london_date(letter.sent_at or tx.now)
    within = service.settings.office.promises.papers_within_working_days
    late = worked(on, one.due_on, service.days) < within - _MAY_WAIT
    due_on = service.days.add(on, within) if late else one.due_on
    paper_requests.sent(tx, one, on, due_on)
    contacts.asked(tx, service.settings.book.unit(one.unit, on).mailbox, one.unit)
    case = casework.view(tx, one.case_id)
    said = f" It left late and names {day(one.due_on)}; it is due on {day(due_on)}." if late else ""
    ruling = Ruling(
        why=f"The police were asked on {day(on)}.{said}",
        sets={"papers_due_on": due_on} if late and one.asked in FOR_THE_REVIEW else {},
        settles=(TOLD_AUTHORITY,) if one.asked is Asked.PAPERS else (),
        next_action=replace(case.next_action, on=due_on) if late and case.state is State.PAPERS_REQUESTED else None,
    )
    rulings.carry_out(service, tx, one.case_id, ruling, by=f"our request of {day(on)}", subject=f"letter:{letter.key}")
    requests.look_again(service, tx, one.id)


def names_a_day_too_near(service: Service, tx: Tx, letter: Queued, text: str) -> str:
    """Why a request should not leave as it stands after it waited for a person, in one sentence, or ""."""
    one = paper_requests.by_letter(tx, letter.key)
    within = service.settings.office.promises.papers_within_working_days
    if one is None or worked(london_date(tx.now), one.due_on, service.days) >= within // 2:
        return ""
    if day(one.due_on) not in text:  # somebody has written another day
        return ""
    return f"It asks for an answer by {day(one.due_on)}, which is too soon now. Write a later day in it."


def pass_(service: Service) -> int:
    """Requests whose letter was given up are over, and a person knows; one that waited long names a later day."""
    with service.reading() as tx:
        waiting = [(one, _letter(tx, one)) for one in paper_requests.in_state(tx, RequestState.WRITTEN)]
    done = 0
    for one, letter in waiting:
        if letter.state is LetterState.CANCELLED:
            done += _never_left(service, one)
        elif _waits_too_long(service, one, letter):
            done += _dated_anew(service, one, letter)
    return done


def _letter(tx: Tx, one: PaperRequest) -> Queued:
    letter = outbox.by_key(tx, paper_requests.letter_key(tx, one.id))
    assert letter is not None  # noqa: S101 - a request is made with its letter, and letters are never removed
    return letter


def _never_left(service: Service, one: PaperRequest) -> int:
    with service.writing() as tx:
        paper_requests.end(tx, one)
        today = london_date(tx.now)
        by = service.days.add(today, 1)
        text = _NOT_ASKED.format(reference=one.reference)
        case = casework.view(tx, one.case_id)
        waits = one.asked is Asked.PAPERS and case.state in (State.PAPERS_REQUESTED, State.PAPERS_OVERDUE)
        ruling = Ruling(
            why="The police were not asked: our request was taken back before it left.",
            asks=(Question(f"papers_not_asked {one.id}", text, Owner.ADMINISTRATOR, by),),
            next_action=NextAction("Ask the police for the papers", Owner.ADMINISTRATOR, by) if waits else None,
        )
        rulings.carry_out(service, tx, one.case_id, ruling)
    return 1


def _waits_too_long(service: Service, one: PaperRequest, letter: Queued) -> bool:
    if letter.approval is not Approval.BY_ITSELF:
        return False
    if letter.state not in _BACK and not (letter.state is LetterState.HOLD and letter.held_from in _BACK):
        return False
    within = service.settings.office.promises.papers_within_working_days
    return worked(london_date(service.clock.now()), one.due_on, service.days) < within - _MAY_WAIT


def _dated_anew(service: Service, one: PaperRequest, letter: Queued) -> int:
    """The letter is written anew under its own key, so that it can leave once at most; a draft of it is taken away.

    A draft that somebody has changed, sent or taken away is theirs, and stays as it is.
    """
    drafted = LetterState.DRAFTED in (letter.state, letter.held_from)
    if drafted and not settle.read_back(service, [letter])[0]:
        return 0
    with service.writing() as tx:
        due_on = service.days.add(london_date(tx.now), service.settings.office.promises.papers_within_working_days)
        kept = outbox.content(tx, letter)
        words = {name: kept[name] for name in kept if name not in ("subject", "html", "text", "gaps", "enclosed")}
        words["facts"] = {**kept["facts"], "due_on": day(due_on)}
        if not outbox.written_anew(tx, letter, words):
            return 0
        paper_requests.move(tx, one, due_on)
        case = casework.view(tx, one.case_id)
        waits = one.asked is Asked.PAPERS and case.state in (State.PAPERS_REQUESTED, State.PAPERS_OVERDUE)
        ruling = Ruling(
            why=f"Our request has not left yet, so it now asks for the papers by {day(due_on)}.",
            moves_to=State.PAPERS_REQUESTED if waits else None,
            sets={"papers_due_on": due_on},
            next_action=replace(case.next_action, on=due_on) if waits else None,
        )
        rulings.carry_out(service, tx, one.case_id, ruling)
    if drafted:
        service.mailbox.discard(settle.own_draft(letter).ref, letter.mark)
    return 1
