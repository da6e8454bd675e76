"""What people send by hand out of the shared mailbox: read from Sent Items, matched and kept. Sends and moves nothing.

Such a letter is never mail that came in: nobody answers it and nothing is decided by it. What belongs to no case and
answers no message we hold leaves a count and no words.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from bot.desk import not_answered
from bot.desk.answer_matching import Match, match
from bot.mailbox import AccessDenied, Item, NotFound, Page, Permanent, Ref, Unavailable
from bot.mime import Unreadable
from bot.remembering import ANSWERS
from store import answers_by_hand, casework, intake, outbox, questions
from store.answers_by_hand import NOTHING_OF_OURS, Answer
from store.blobs import Blob
from store.engine import Tx
from store.events import record
from store.intake import Held
from store.messages import Incoming, Question
from store.terms import LONDON, Mode, Owner, WhyNot, london_date

if TYPE_CHECKING:
    from bot.service import Service

WHY = "a person answered already"
_LABEL = f"No auto-reply: {WHY}"
_AT_ONCE = 400
_BATCH = 32
_FAILURES = 3
_ATTEMPTS = 9
"""Deaths of the whole service during one letter's reading before that letter is set aside as their cause."""


def take_in(service: Service, page: Page, began: datetime) -> None:
    """Every letter of a person on this page of Sent Items is on record; of the first page only what left since then."""
    with service.reading() as tx:
        since = answers_by_hand.since(tx)
    if since is None or since > began:  # or it was dated by a wrong clock
        with service.writing() as tx:
            answers_by_hand.begin(tx, began)
    theirs = (item for item in page.created if not item.key and not item.draft)  # nobody else can put a key on one
    sent = [item for item in theirs if item.received_at >= min(since or began, began)]
    sent.sort(key=lambda item: item.received_at)
    for start in range(0, len(sent), _AT_ONCE):
        with service.reading() as tx:
            new = _strangers(service, tx, sent[start : start + _AT_ONCE])
        if new:
            with service.writing() as tx:
                seen = [(item.ref.id, item.ref.locator, item.received_at) for item in new]
                answers_by_hand.see(tx, service.mailbox_name, seen)


def _strangers(service: Service, tx: Tx, items: list[Item]) -> list[Item]:
    """Those that are neither mail that came in and was put here, nor known already."""
    here = {item.ref.id: item for item in items}
    known = {*intake.recognised(tx, service.mailbox_name, {item: one.stamp for item, one in here.items()})}
    known |= answers_by_hand.known(tx, service.mailbox_name, here)
    return [item for name, item in here.items() if name not in known]


def pass_(service: Service) -> int:
    """Every letter of a person that can be read has had its effect, once; answers how many.

    Raises MailboxError where the mailbox does not hand one over for now.
    """
    with service.reading() as tx:
        again, apart = answers_by_hand.found_since(tx), answers_by_hand.apart(tx)
    if again or apart:
        with service.writing() as tx:
            answers_by_hand.read_again(tx, again)
            for one, case_id in apart:
                if answers_by_hand.follow(tx, one, case_id):
                    record(tx, "answer_follows", f"intake:{one.intake_id}", case_id=case_id)
    done = 0
    while True:
        with service.reading() as tx:
            waiting = answers_by_hand.to_read(tx, _BATCH)
        settled = sum(_one(service, one) for one in waiting)
        done += settled
        if not waiting or settled < len(waiting):
            return done


def _one(service: Service, one: Answer) -> int:
    """The letter is read and has its effect: 1; 0 where it has to wait. Raises MailboxError."""
    if one.attempts >= _ATTEMPTS:
        return _set_aside(service, one, "service_died_each_time")
    try:
        raw = service.mailbox.mime(Ref(one.item, one.locator))
    except NotFound:
        return _set_aside(service, one, "gone")
    except (AccessDenied, Permanent):
        return _set_aside(service, one, "refused")
    except Unavailable:
        service.unanswered[one.item] += 1
        if service.unanswered[one.item] < ANSWERS:
            raise
        return _set_aside(service, one, "refused")
    service.reader.ready()
    with service.writing() as tx:
        answers_by_hand.attempt(tx, one)
    try:
        incoming = service.reader.read(raw)
    except Unreadable as fault:
        if fault.code.startswith("reader_") and one.attempts + 1 < _FAILURES:
            return 0
        return _set_aside(service, one, "unreadable")
    with service.reading() as tx:
        found = match(service, tx, incoming)
    blob = None
    if found.belongs:
        blob = service.store.blobs.put(raw)
        service.store.blobs.settle()
    with service.writing() as tx:
        silenced = _settle(service, tx, one, incoming, found, blob)
    _label(service, silenced)
    return 1


def _set_aside(service: Service, one: Answer, state: str) -> int:
    with service.writing() as tx:
        answers_by_hand.set_aside(tx, one, state)
    return 1


# --- what comes of a letter -----------------------------------------------------------------------------------------


def _settle(
    service: Service, tx: Tx, one: Answer, incoming: Incoming, found: Match, blob: Blob | None
) -> tuple[Held, ...]:
    """All that comes of the letter is on record; answers the messages that get no automatic answer any more."""
    if found.strays_from:
        _ask_whether_it_strayed(service, tx, one, found)
    if found.reached_both:
        _ask_about_both(service, tx, one, found)
    if found.by_somebody_else:
        _ask_what_it_is(service, tx, one)
    if blob is None:
        answers_by_hand.set_aside(tx, one, NOTHING_OF_OURS, message_ids=found.message_ids)
        return ()
    if answers_by_hand.is_kept(tx, incoming.message_id):
        answers_by_hand.set_aside(tx, one, "kept_before")
        return ()
    answers_by_hand.keep(
        tx, one, blob, case_id=found.case_id, intake_id=found.intake_id, message_id=incoming.message_id
    )
    day = min(london_date(one.sent_at), london_date(tx.now))
    action = "answered_by_hand" if found.to_party or found.answered else "written_by_hand"
    subject = f"case:{found.reference}" if found.case_id is not None else f"intake:{found.intake_id}"
    messages = [held.id for held in found.answered]
    record(tx, action, subject, case_id=found.case_id, sent_on=day, letter=one.id, messages=messages)
    if found.case_id is not None and found.to_party:
        contact_on = casework.view(tx, found.case_id).contact_on
        if contact_on is None or contact_on < day:
            casework.change(tx, found.case_id, on=day, state=None, sets={"contact_on": day}, next_action=None)
        progress = (letter for letter in outbox.of_case(tx, found.case_id) if letter.letter == "progress")
        not_answered.give_up(tx, progress, WHY)
    return tuple(held for held in found.answered if _is_answered(tx, held))


def _is_answered(tx: Tx, held: Held) -> bool:
    """Nobody asks for an answer to the message any more; whether one was to go by itself and does not."""
    for asked in list(questions.still_open(tx, subject=f"intake:{held.id}")):
        if asked.code == "acknowledge_by_hand":
            questions.answer(tx, asked, by="somebody of the team")
    return bool(not_answered.silence(tx, held, WHY, WhyNot.KIND))


def _ask_whether_it_strayed(service: Service, tx: Tx, one: Answer, found: Match) -> None:
    text = (
        f"A letter of {one.sent_at.astimezone(LONDON):%-d %B, %H:%M}, sent by hand, is about {found.strays_from} and "
        "went to somebody who has no part in it. It may have gone to the wrong person: look at it in Sent Items."
    )
    due_on = service.days.add(london_date(tx.now), 1)
    question = Question("may_have_gone_to_the_wrong_person", text, Owner.MANAGER, due_on)
    questions.ask(tx, f"own letter:{one.id}", question, case_id=found.strays_case_id)


def _ask_about_both(service: Service, tx: Tx, one: Answer, found: Match) -> None:
    text = (
        f"A letter of {one.sent_at.astimezone(LONDON):%-d %B, %H:%M}, sent by hand, went to the complainant of "
        f"{found.reference} and to another party of it. What one side writes is not for the other: look at it in Sent "
        "Items."
    )
    due_on = service.days.add(london_date(tx.now), 1)
    question = Question("went_to_both_sides", text, Owner.MANAGER, due_on)
    questions.ask(tx, f"own letter:{one.id}", question, case_id=found.case_id)


def _ask_what_it_is(service: Service, tx: Tx, one: Answer) -> None:
    text = (
        f"A message of {one.sent_at.astimezone(LONDON):%-d %B, %H:%M} lies in Sent Items and was written elsewhere. If "
        "somebody put it there, put it back into the Inbox."
    )
    due_on = service.days.add(london_date(tx.now), 1)
    questions.ask(tx, f"item:{one.item}", Question("lies_in_sent_items", text, Owner.ADMINISTRATOR, due_on))


def _label(service: Service, silenced: Iterable[Held]) -> None:
    """Messages that are filed already say why they have no automatic answer; the others will when they are."""
    if service.settings.sending.mode is Mode.WATCH:
        return
    for held in silenced:
        if held.filing == "done":
            with suppress(NotFound, Permanent, AccessDenied):
                service.mailbox.label(Ref(held.item, held.locator), add=(_LABEL,))
