"""From the mailbox to the store: raw bytes are remembered first, then read, planned and filed. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot import filing, folder_reading
from bot.approving import sign_off_answers
from bot.carry_out import Understood, carry_out
from bot.casework import rulings
from bot.casework.aims import targets
from bot.desk import mail_commands, noticing, own_answers
from bot.desk.deeds import reference_of
from bot.mailbox import SENT, CursorExpired, NotFound, Page, Permanent, Unavailable
from bot.matters import filing as other_work
from bot.mime import Unreadable
from bot.papers import contact_news, replies, reply_effects
from bot.recognising import candidates
from bot.remembering import BATCH, batches, is_same, remember
from bot.reporting import check_answers
from handlers import notices, post, third_parties
from handlers.reading import references
from handlers.told_by_move import answers_nobody
from handlers.understanding import understand
from handlers.whose import Whose
from store import answers_by_hand, cases, clues, folders, intake, letter_search, parties, placing, questions, refiling
from store.blobs import BlobDamaged
from store.engine import LeadLost, Refused, Tx
from store.intake import Held
from store.messages import Incoming, Question
from store.points import reached
from store.terms import APART, Kind, Owner, Place, WhyNot, london_date

if TYPE_CHECKING:
    from bot.service import Service

FAILURES = 3
ATTEMPTS = 9
"""Deaths of the whole service during one message's reading before that message is set aside as their cause."""


def pass_(service: Service) -> int:
    """Whatever is new in the mailbox has been remembered, understood as far as possible, and filed; how much that was.

    Raises MailboxError when the mailbox would not go on; all that is known by then is on record, and where a folder
    did not answer, all that the others brought is worked.
    """
    done, began = 0, service.clock.now()
    gone: list[Page] = []
    unread: Unavailable | None = None
    try:
        for page in folder_reading.pages(service):
            if page.folder == SENT:
                own_answers.take_in(service, page, began)
                gone.append(page)
                continue
            taken, all_of_it = _take_in(service, page)
            done += taken
            gone.append(page if all_of_it else replace(page, cursor=""))  # what was refused is asked for again
    except (CursorExpired, NotFound, Permanent) as trouble:
        service.look_anew(trouble)
    except Unavailable as trouble:
        unread = trouble
    _note_the_gone(service, gone)
    done += _understand_all(service, {})
    try:
        done += own_answers.pass_(service)  # once what they answer is understood, and before anything leaves
    except Unavailable as trouble:
        unread = unread or trouble
    done += filing.pass_(service)
    if unread:
        raise unread
    return done


# --- remember -------------------------------------------------------------------------------------------------------


def _take_in(service: Service, page: Page) -> tuple[int, bool]:
    """How many new messages were taken in, and whether that was all of them."""
    with service.reading() as tx:
        seen = {item.ref.id: item for item in page.created}
        known = intake.recognised(tx, service.mailbox_name, {item: one.stamp for item, one in seen.items()})
        ours = noticing.our_keys(tx, page.created)
        theirs = answers_by_hand.kept(tx, service.mailbox_name, seen)
    known = {item: one for item, one in known.items() if is_same(seen[item], one)}
    copies = {item for item, one in known.items() if noticing.is_copy(service, page, seen[item], one)}
    known = {item: one for item, one in known.items() if item not in copies}
    filing.note_moves(service, page, known)
    noticing.own_things(service, page)
    strangers = (item for item in page.created if item.ref.id not in known.keys() | theirs and item.key not in ours)
    new = {item.ref.id: item for item in strangers if not item.draft}
    taken = 0
    for batch in batches(sorted(new.values(), key=lambda item: item.received_at)):
        raws = remember(service, page.folder, batch)
        noticing.first_seen(service, page.folder, batch)
        taken += len(raws)
        _understand_all(service, raws)
        filing.pass_(service)
    return taken, taken == len(new)


def _note_the_gone(service: Service, pages: Iterable[Page]) -> None:
    """What left a folder is noted once every page has been taken in, so that a move is not mistaken for a loss."""
    pages = list(pages)
    if not pages:
        return
    with service.writing() as tx:
        for page in pages:
            left = page.removed
            if page.complete:
                here = {item.ref.id for item in page.created}
                left = tuple(intake.lying_in(tx, service.mailbox_name, page.folder) - here)
                left += noticing.cards_missing(tx, page.folder, here)
            noticing.cards_gone(tx, left, page.folder)
            for one in intake.held(tx, service.mailbox_name, left).values():
                if one.folder == page.folder:
                    placing.moved_by_person(tx, one, "")
                    noticing.gone(service, tx, one)
                    if one.filing == "intended":
                        placing.overtaken(tx, one, "somebody took it away first")
            folders.read_up_to(tx, page.folder, page.cursor)
    service.cursors.update({page.folder: page.cursor for page in pages})


# --- understand -----------------------------------------------------------------------------------------------------


def _understand_all(service: Service, raws: dict[str, bytes]) -> int:
    if service.unsure:
        return 0
    done = 0
    while batch := _next_batch(service):
        done += _understand(service, batch, raws)
    return done


def _next_batch(service: Service) -> tuple[Held, ...]:
    """A whole batch of what was never tried, or a single message that failed before, so that it can harm no other."""
    with service.reading() as tx:
        waiting = intake.unread(tx, BATCH)
    never_tried = tuple(one for one in waiting if one.attempts == 0)
    return never_tried or waiting[:1]


def _understand(service: Service, batch: tuple[Held, ...], raws: dict[str, bytes]) -> int:
    service.reader.ready()
    with service.writing() as tx:
        intake.attempt(tx, [one.id for one in batch])
    if len(batch) == 1 and batch[0].attempts >= ATTEMPTS:
        _failed(service, batch[0], "service_died_each_time", "The service died each time it was read.", for_good=True)
        return 1
    readings = [(one, reading) for one in batch if (reading := _read(service, one, raws)) is not None]
    try:
        with service.writing() as tx:
            for one, incoming in readings:
                _carry_out(service, tx, one, incoming)
    except (LeadLost, Refused):
        raise  # no message is to blame
    except Exception as error:  # noqa: BLE001 - the message boundary: one bad message must never hold up the rest
        service.log.warning("message_failed", fault=type(error).__name__, messages=len(readings))
        if len(readings) == 1:
            _failed(service, readings[0][0], type(error).__name__, "The service has a fault that this message met.")
    return len(batch)


def _read(service: Service, one: Held, raws: dict[str, bytes]) -> Incoming | None:
    raw = raws.pop(one.item, None)
    reached("read.before")
    try:
        if raw is None:
            with service.reading() as tx:
                raw = intake.raw_of(service.store, tx, one)
        incoming = service.reader.read(raw)
    except Unreadable as fault:
        _failed(service, one, fault.code, fault.sentence, for_good=not fault.code.startswith("reader_"))
        return None
    except BlobDamaged:
        _failed(service, one, "blob_damaged", "What was kept of it is damaged.", for_good=True)
        return None
    reached("read.after")
    return incoming


def _carry_out(service: Service, tx: Tx, one: Held, incoming: Incoming) -> None:
    """The message's plan is carried out; whose case it may be, and what later mail is known by, stand beside it."""
    understood, found = _understood(service, tx, incoming, one.received_at, one.id, one.folder)
    said = mail_commands.given(service, incoming)
    if said is not None or other_work.lies_there(service, one):
        understood = mail_commands.as_command(service, tx, one, understood)
    carry_out(service, tx, one, understood)
    contact_news.heard(service, tx, one, incoming, understood.recognition.kind)
    if not found.wrote_apart:
        reply_effects.heard(service, tx, one, incoming, understood.recognition.kind, found, understood.plan.joins_case)
    refiling.known_as(tx, one.id, incoming.message_id)
    answers_us = (sign_off_answers.heard, check_answers.heard)
    if not any(heard(service, tx, one, incoming, understood.recognition.kind) for heard in answers_us) and said:
        mail_commands.obey(service, tx, one, incoming, said)
    plan, subject, received_on = understood.plan, f"intake:{one.id}", london_date(one.received_at)
    candidates.note(tx, subject, found, joins_case=plan.joins_case)
    case_id = cases.case_id_of(tx, plan.joins_case) if plan.joins_case else None
    if case_id is not None and parties.role_at(tx, case_id, incoming.sender) not in APART:
        rulings.something_came(service, tx, case_id)
    if plan.opens_case:
        clues.add_files(tx, one.id, candidates.files_of(incoming))
    elif understood.duplicate_of and plan.joins_case and cases.received_by(tx, plan.joins_case, received_on):
        text = "A copy of the request came earlier than the case says; its day of receipt now does. Was it in time?"
        question = Question("received_earlier", text, Owner.ADMINISTRATOR, service.days.add(london_date(tx.now), 1))
        questions.ask(tx, subject, question, case_id=case_id)


def plan_for(service: Service, tx: Tx, incoming: Incoming, received_at: datetime, *, intake_id: int = 0) -> Understood:
    """What a message is taken to be and everything that leads to, seen with all that was recorded before it."""
    return _understood(service, tx, incoming, received_at, intake_id)[0]


def _understood(
    service: Service, tx: Tx, incoming: Incoming, received_at: datetime, intake_id: int, folder: str = ""
) -> tuple[Understood, Whose]:
    """The message with its plan, and whose case it is; `folder` is where it lies, where a person may have put it."""
    office = service.settings.office
    prefix = office.reference_prefix
    pointed = candidates.pointed(tx, incoming, references((incoming.subject, incoming.text), prefix))
    case = pointed.known(tx, incoming.sender)
    own = letter_search.own_message_ids(tx, (incoming.message_id, *incoming.failed_message_ids))
    read = understand(
        incoming,
        case,
        service.domains,
        service.cues,
        own,
        received_at=received_at,
        days=service.days,
        opinion=service.opinion,
    )
    read = replies.recognised(service, tx, incoming, read, london_date(received_at), pointed.named | pointed.answered)
    sender = candidates.sender_of(incoming, service.domains)
    read = replace(read, recognition=notices.taken_for(read.recognition, incoming, sender, london_date(received_at)))
    recognition = read.recognition
    copy = returned = None
    found = Whose()
    if recognition.kind is Kind.DELIVERY_FAILURE:  # two of one text may be about two letters
        returned = letter_search.by_message_ids(tx, incoming.failed_message_ids)
        case = cases.known(tx, returned.case_id if returned else None)
    else:
        copy = intake.held_already(tx, incoming.fingerprint, read.matter, but=intake_id)
        if copy is not None and copy.case_id is not None:
            case = cases.known(tx, copy.case_id)
        else:
            found = candidates.find(tx, incoming, read, pointed, service.domains)
            case = candidates.likeliest(found) or case
            recognition = third_parties.taken_for(recognition, found)
    received_on, today = london_date(received_at), london_date(tx.now)
    planned = partial(
        post.plan,
        incoming,
        case=case,
        received_on=received_on,
        today=today,
        days=service.days,
        duplicate=found.again or copy is not None,
        restricted=parties.is_restricted(tx, incoming.sender),
        targets=targets(office),
        assessed=read.assessed,
    )
    plan = planned(recognition)
    if plan.letters and _is_left_to_people(service, folder, plan.joins_case):
        recognition = replace(recognition, why_not=WhyNot.BY_HAND)
        plan = planned(recognition)
    due_on = max(service.days.add(received_on, 1), service.days.next_on_or_after(today))
    plan = third_parties.asked(candidates.asked(tx, plan, found, recognition.kind, due_on), incoming, recognition.kind)
    duplicate_of = copy.id if copy else candidates.first_of(tx, found)
    understood = Understood(incoming, recognition, plan, read.matter, duplicate_of, returned)
    return replies.weighed(service, tx, understood, found, received_on), found


def _is_left_to_people(service: Service, folder: str, joins: str) -> bool:
    """Whether the message lies where a person put it and nothing is answered by itself."""
    place = next((name for name, known in service.folders.items() if known == folder), "")
    return answers_nobody(place, of=reference_of(place), joins=joins)


def _failed(service: Service, one: Held, fault: str, why: str, *, for_good: bool = False) -> None:
    """The failure is on record; after the third the message is set aside for a person and the rest go on."""
    with service.writing() as tx:
        if not for_good and one.failures + 1 < FAILURES:
            intake.not_understood(tx, one.id, fault)
            return
        due_on = service.days.add(london_date(tx.now), 1)
        label = f"No auto-reply: {why.rstrip('.').replace(',', '').replace(';', '')}"
        labels = "\n".join(("Needs a person", label, *one.categories.splitlines()))
        intake.set_aside(tx, one.id, fault, target=Place.COULD_NOT_READ, categories=labels, flag_on=due_on)
        text = f"A message could not be read. {why} Open it in the mailbox, decide what it is and answer it."
        questions.ask(tx, f"intake:{one.id}", Question("read_by_hand", text, Owner.ADMINISTRATOR, due_on))
