"""The requests to the force as rows: made, changed, ended and taken back as was ruled; rules on nothing itself.

After every change the first day is noted on which a round has to look at the request again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from bot.papers import asking_again
from handlers.asked_again import LADDER, MORE_TIME
from handlers.chase import Ladder, next_day
from handlers.requests import standing, unwanted_in
from handlers.routing import Routed, unit_of
from handlers.rungs import answers_for
from handlers.working_days import in_words
from store import cancelling, casework, outbox, paper_requests, paper_undoing, questions, unit_mails
from store.contacts import acknowledging, frozen
from store.engine import Tx
from store.messages import CaseView, PaperChange, PaperOrder, PaperRequest, Question, Ruling, Unit
from store.steps import Taken
from store.terms import Asked, LetterState, Owner, RequestState, london_date

if TYPE_CHECKING:
    from bot.service import Service

TELL = "tell_more_time"
"""What is asked where a unit got more time and no letter can say so."""
_GONE = (LetterState.SENT, LetterState.CONFIRMED)


def unit(service: Service, tx: Tx, key: str) -> Unit:
    """The unit as the contact book has it today, with the addresses to which nothing may be written."""
    today, book = london_date(tx.now), service.settings.book
    tags = frozen(tx)
    stopped = frozenset(one for one in book.addresses(today) if tx.vault.tag(one, "address") in tags) if tags else tags
    return book.unit(key or book.default, today, stopped, acknowledging=acknowledging(tx))


def routed(service: Service, tx: Tx, case: CaseView) -> Routed:
    """Which unit has the papers of the case, with the reason, and what a person has to settle."""
    today, book = london_date(tx.now), service.settings.book
    return unit_of(case, book.territories(today), book.default, service.days.add(today, 1))


def address(one: Unit, on: date) -> str:
    """Where a request itself goes on a day: to its mailbox, unless somebody stands in for it."""
    return answers_for(one, on) or one.mailbox


def ladder(service: Service) -> Ladder:
    """When the force is asked again here."""
    papers, promises = service.settings.papers, service.settings.office.promises
    steps = papers.ladder
    return Ladder(
        reminder_after=steps.reminder_after,
        chaser_after=steps.chaser_after,
        manager_after=steps.manager_after,
        single_point_after=steps.single_point_after,
        task_after=steps.task_after,
        due_within=promises.papers_within_working_days,
        earliest=papers.earliest,
        latest=papers.latest,
        pause_after_partial=papers.pause_after_partial,
        pause_after_unverified=papers.pause_after_unverified,
        rest_between=papers.rest_between,
        most_chases=papers.most_chases,
        stale_after_minutes=papers.stale_after_minutes,
    )


def look_again(service: Service, tx: Tx, request_id: int) -> None:
    """The first day is noted on which a round has to look at the request as it stands now."""
    one = paper_requests.view(tx, request_id)
    today = london_date(tx.now)
    paper_requests.look_again(
        tx, one.id, next_day(one, unit(service, tx, one.unit), service.days, ladder(service), today)
    )


def why_not_written(service: Service, tx: Tx, case: CaseView, ruling: Ruling) -> str:
    """Why the police cannot be asked as the ruling says, in one sentence, or ""."""
    today = london_date(tx.now)
    keys = [str(ruling.sets.get("unit") or routed(service, tx, case).unit)] if ruling.asks_police else []
    mailed = [one.unit for change in ruling.papers if change.mailed for one in standing(case, *change.asked)]
    asked, again = ([unit(service, tx, key) for key in some] for some in (keys, mailed))
    if one := next((one for one in (*asked, *again) if address(one, today) in one.frozen), None):
        return f"A letter to {one.name} came back. Correct its address in the contact book, or thaw it, then ask again."
    day = asking_again.first_day(service, tx.now)
    if one := next((one for one in again if not answers_for(one, day)), None):
        return f"{one.name} is away on {in_words(day)}, and the contact book names nobody who stands in. Ring them."
    written_to = unit_mails.on(tx, day) if again else {}
    if one := next((one for one in again if one.key in written_to), None):
        return f"{one.name} gets a mail on {in_words(day)} already, and one a day is enough. Ask after that day."
    return ""


# --- as was ruled ---------------------------------------------------------------------------------------------------


def carry_out(
    service: Service, tx: Tx, case_id: int, ruling: Ruling, letters: Mapping[str, str], *, by: str = ""
) -> list[str]:
    """What the ruling says of requests stands; `letters` are its own by name. Answers the keys of further ones.

    A request that the case no longer wants where it stands now is over.
    """
    case = casework.view(tx, case_id)
    if not ruling.asks_police and not case.requests:
        return []
    for order in ruling.asks_police:
        _ask(service, tx, case_id, case, order, letters)
    written = [key for change in ruling.papers for key in _change(service, tx, case, change, by=by)]
    for one in standing(case, *unwanted_in(case.state)):
        over(tx, one)
    now = casework.view(tx, case_id)
    for one in standing(now, *Asked):
        if one.held:
            asking_again.withdraw(tx, one, "the case rests")
        look_again(service, tx, one.id)
    return written


def _ask(service: Service, tx: Tx, case_id: int, case: CaseView, order: PaperOrder, letters: Mapping[str, str]) -> None:
    """The request is written; where its letter has left already it stands open at once."""
    sent = [one for one in outbox.of_case(tx, case_id) if one.letter == order.letter]
    key = letters.get(order.letter) or (sent[-1].key if sent else "")
    if not key or paper_requests.by_letter(tx, key) is not None:
        return
    request_id = paper_requests.ask(tx, case_id, order, unit=case.unit or service.settings.book.default, letter=key)
    if sent and sent[-1].key == key and sent[-1].state in _GONE:
        paper_requests.sent(tx, paper_requests.view(tx, request_id), london_date(tx.now), order.due_on)


def _change(service: Service, tx: Tx, case: CaseView, change: PaperChange, *, by: str) -> Iterable[str]:
    today = london_date(tx.now)
    for one in standing(case, *change.asked):
        for number, state in change.items:
            paper_requests.item(tx, one, number, state, today, by=by, note=change.reason)
        if change.to_unit:
            asking_again.withdraw(tx, one, "another unit is asked")
            paper_requests.goes_to(tx, paper_requests.view(tx, one.id), change.to_unit)
        if change.mailed is not None:
            now = paper_requests.view(tx, one.id)
            yield asking_again.at_once(service, tx, now, change.mailed, unit(service, tx, one.unit))
        if change.due_on is not None:
            asking_again.withdraw(tx, one, "it is due on another day")
            move = paper_requests.extend if change.granted else paper_requests.move
            move(tx, paper_requests.view(tx, one.id), change.due_on)
            if change.granted:
                yield from told_of_more_time(service, tx, one.id)
        if change.complete:
            _not_left(tx, one)
            asking_again.withdraw(tx, one, "everything is here")
            paper_requests.complete(tx, one, today)
        if change.ends:
            over(tx, one)


def told_of_more_time(service: Service, tx: Tx, request_id: int) -> tuple[str, ...]:
    """The unit hears of its new day; where nothing can be written to it, a person is asked to tell it.

    Answers the key of the letter.
    """
    one = paper_requests.view(tx, request_id)
    if one.state is not RequestState.OPEN or one.due_on <= london_date(tx.now):
        return ()
    theirs = unit(service, tx, one.unit)
    if key := asking_again.tell_more_time(service, tx, one, theirs):
        return (key,)
    text = f"{theirs.name} has until {in_words(one.due_on)} now, and no letter can tell them. Ring them."
    question = Question(TELL, text, Owner.ADMINISTRATOR, service.days.add(london_date(tx.now), 1))
    questions.ask(tx, f"papers:{one.id}:{one.clock}", question, case_id=one.case_id)
    return ()


def over(tx: Tx, one: PaperRequest) -> None:
    """Nothing more is wanted by this request, and no letter about it leaves any more."""
    _not_left(tx, one)
    asking_again.withdraw(tx, one, "it is no longer wanted")
    paper_requests.end(tx, one)


def _not_left(tx: Tx, one: PaperRequest) -> None:
    """A request that has not left yet does not leave any more."""
    if one.state is RequestState.WRITTEN:
        letter = outbox.by_key(tx, paper_requests.letter_key(tx, one.id))
        if letter is not None:
            cancelling.cancel(tx, letter, "no longer wanted")


def take_back(service: Service, tx: Tx, step: Taken) -> None:
    """What the step changed of requests is as it was, and mails about them that have not left do not leave.

    The step of the ladder that its own mail took stays taken where that has left.
    """
    back = [asking_again.take_back(tx, key, "taken back") for key in step.letters if asking_again.is_one(tx, key)]
    for request_id in step.papers:
        asking_again.withdraw(tx, paper_requests.view(tx, int(request_id)), "taken back")
    paper_undoing.take_back(tx, step.papers, keeps=() if all(back) else ("done",))
    for request_id in step.papers:
        look_again(service, tx, int(request_id))


# --- what came ------------------------------------------------------------------------------------------------------


def heard(service: Service, tx: Tx, one: PaperRequest, on: date) -> bool:
    """Something that may be a reply came: what was about to be asked again is not, and the request rests a while.

    False where it has rested for such replies as often as it may between two mails of ours: the asking goes on.
    """
    if one.rests >= service.settings.papers.most_rests:
        paper_requests.heard_again(tx, one)
        return False
    asking_again.withdraw(tx, one, "something came", letters=LADDER)
    paper_requests.heard(tx, paper_requests.view(tx, one.id), on)
    look_again(service, tx, one.id)
    return True


def partly(service: Service, tx: Tx, one: PaperRequest, on: date) -> None:
    """Papers came that are not all: what is asked for next is only what is missing, and so is what a letter lists."""
    gone = asking_again.withdraw(tx, one, "something came")
    paper_requests.partial(tx, paper_requests.view(tx, one.id), on)
    if MORE_TIME in gone and one.missing:
        told_of_more_time(service, tx, one.id)
    look_again(service, tx, one.id)


def pause(service: Service, tx: Tx, one: PaperRequest, until: date, because: str) -> None:
    """Nothing is asked again before this day."""
    asking_again.withdraw(tx, one, because, letters=LADDER)
    paper_requests.pause(tx, paper_requests.view(tx, one.id), until, because)
    look_again(service, tx, one.id)


def pause_unit(service: Service, tx: Tx, key: str, until: date, because: str) -> None:
    """The unit is asked nothing again before this day."""
    for one in paper_requests.of_unit(tx, key):
        pause(service, tx, one, until, because)


def go_on(service: Service, tx: Tx, one: PaperRequest) -> None:
    """The request no longer rests for what it was paused for."""
    paper_requests.go_on(tx, one)
    look_again(service, tx, one.id)
