"""What comes of a reply of the police on its case: ticked, rested, complete; in the mail's own transaction.

A mail that nobody vouches for lets the request rest two working days, once between two mails of ours. It ticks and
closes nothing, or anybody could end the asking by writing in the police's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.casework import rulings
from bot.papers import reply_help, requests, ticking
from bot.papers.replies import Reply, is_of_the_force, papers_in, reply
from handlers import reply_questions
from handlers.paper_acts import papers_complete
from handlers.requests import FOR_THE_REVIEW, standing
from handlers.whose import Whose
from store import casework, paper_requests, papers, questions
from store.engine import Tx
from store.events import record
from store.intake import Held
from store.messages import Act, Incoming, PaperRequest, Verb
from store.terms import Kind, PaperState, RequestState, Said, Vouched, london_date

if TYPE_CHECKING:
    from bot.service import Service

BY = "the police"
_REST = 2
_RESTS = {
    Said.LINK: "the papers have to be fetched",
    Said.LOCKED: "a password is missing",
    Said.BY_POST: "papers come by post or on a disc",
    Said.EXTENSION: "more time was asked for",
    Said.NOT_OURS: "the unit says that the papers are elsewhere",
    Said.QUERY: "the unit asked something",
    Said.REFUSAL: "the unit holds something back",
    Said.SUB_JUDICE: "the unit says that proceedings are open",
    Said.BAD_CODE: "the unit's answer could not be read",
    Said.RECOMMENDATION: "the unit answered the recommendation",
    Said.UNCLEAR: "something that may be a reply came",
}
"""What a reply of the unit makes a request rest for, the weightiest first."""


def heard(service: Service, tx: Tx, held: Held, incoming: Incoming, kind: Kind, found: Whose, joins_case: str) -> None:
    """Everything a mail of the police leads to on its case stands, and what it was read as is in the history."""
    if not is_of_the_force(service, incoming, kind):
        return
    one = reply(service, tx, incoming, found, joins_case, london_date(held.received_at))
    if one.case is None or not one.requests:
        return
    record(
        tx,
        "reply_read",
        f"intake:{held.id}",
        case_id=one.case_id if one.joined else None,
        rule=one.voucher.vouched,
        says=sorted(one.reading.says),
        codes=one.reading.codes,
        reasons=one.reading.reasons,
        because=one.voucher.because,
        sure=one.is_sure,
    )
    papers.vouched(tx, held.id, one.voucher.vouched)
    if not one.is_sure:
        _rest_unproved(service, tx, one)
    else:
        _take(service, tx, held, one)
    if one.joined and one.on_list and one.voucher.vouched is not Vouched.FORGED and Said.BAD_CODE in one.reading.says:
        reply_help.answer(service, tx, held, one)


def confirmed(service: Service, tx: Tx, held: Held, incoming: Incoming, case_id: int) -> None:
    """A person put the mail with its case: its files tick what they are, and a person says whether that is all.

    What the mail says by number stays for a person too: a drag names nobody, and can be taken back.
    """
    ticked = ticking.tick(tx, held.id)
    if not ticked and not (is_of_the_force(service, incoming, Kind.PAPERS) and papers_in(incoming)):
        return
    case, today = casework.view(tx, case_id), london_date(tx.now)
    for request in standing(case, *FOR_THE_REVIEW):
        if request.state is RequestState.OPEN:
            requests.partly(service, tx, request, today)
        if ticked and not request.missing:
            question = reply_questions.all_here(case.reference, today, service.days)
            questions.ask(tx, f"intake:{held.id}", question, case_id=case_id)


def _rest_unproved(service: Service, tx: Tx, one: Reply) -> None:
    """The request rests, once between two mails of ours, so that nobody can keep it quiet for long."""
    today = london_date(tx.now)
    until = service.days.add(today, service.settings.papers.pause_after_unverified)
    for request in _open(one):
        since = request.last_mail_on or request.asked_on
        if request.heard_on is not None and request.heard_on >= since:
            continue
        because = "a mail that may be the unit's answer came, and nothing proves who sent it"
        if requests.heard(service, tx, request, today):
            requests.pause(service, tx, paper_requests.view(tx, request.id), until, because)


def _take(service: Service, tx: Tx, held: Held, one: Reply) -> None:
    """A proved reply: what came is ticked, what is not held is noted, and the request rests or is complete."""
    today, says = london_date(tx.now), one.reading.says
    ticking.tick(tx, held.id)
    brought = bool(says & {Said.COMPLETE, Said.PART})
    for request in _open(one):
        _tick_by_word(tx, request, one)
        now = paper_requests.view(tx, request.id)
        if brought or now.missing != request.missing:
            requests.partly(service, tx, now, today)
        elif not requests.heard(service, tx, now, today):
            continue
        because = next((words for said, words in _RESTS.items() if said in says), "")
        rest = service.settings.papers.pause_for_post if Said.BY_POST in says else _REST
        if because and not _has_time_anyway(one, now):
            requests.pause(service, tx, paper_requests.view(tx, request.id), service.days.add(today, rest), because)
    if brought or Said.NOT_HELD in says:
        _see_whether_all_is_here(service, tx, held, one)


def _tick_by_word(tx: Tx, request: PaperRequest, one: Reply) -> None:
    """The numbers that a proved reply names: sent, where it brings files, or held by nobody."""
    today = london_date(tx.now)
    outstanding = {str(item.number): item.number for item in paper_requests.view(tx, request.id).missing}
    named = dict.fromkeys(one.reading.not_held, PaperState.NOT_HELD)
    if papers_in(one.incoming):
        named |= {number: PaperState.RECEIVED for number in one.reading.items if number not in named}
    for number, state in named.items():
        if number in outstanding:
            paper_requests.item(tx, request, outstanding[number], state, today, by=BY)


def _has_time_anyway(one: Reply, request: PaperRequest) -> bool:
    """Whether all they ask for is a day no later than the one they have."""
    until = one.reading.until
    return one.reading.says == {Said.EXTENSION} and until is not None and until <= request.due_on


def _see_whether_all_is_here(service: Service, tx: Tx, held: Held, one: Reply) -> None:
    """Where they say that everything is there, our list has to agree; otherwise a person is asked."""
    assert one.case_id is not None  # noqa: S101 - a sure reply joined its case
    case, today = casework.view(tx, one.case_id), london_date(tx.now)
    about = {request.id for request in one.requests if request.asked in FOR_THE_REVIEW}
    now = [request for request in case.requests if request.id in about]
    missing = sum(len(request.missing) for request in now)
    says_all = Said.COMPLETE in one.reading.says
    if not now or (missing and not says_all):
        return
    if missing:
        question = reply_questions.not_all(case.reference, missing, today, service.days)
    elif says_all:
        told = rulings.told(service, tx, case, Act(Verb.PAPERS_COMPLETE, by="The police"))
        rulings.carry_out(service, tx, one.case_id, papers_complete(told), by=BY, verb=Verb.PAPERS_COMPLETE)
        return
    else:
        question = reply_questions.all_here(case.reference, today, service.days)
    questions.ask(tx, f"intake:{held.id}", question, case_id=one.case_id)


def _open(one: Reply) -> tuple[PaperRequest, ...]:
    return tuple(request for request in one.requests if request.state is RequestState.OPEN)
