"""A message that is not for us, or on which nothing is to be done, as a person says by a folder. Sends nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.approval_policy import approval_of
from bot.deeds import NotDone, Outcome, case_folder, done, reference
from bot.message_deeds import SETTLED, Taken, answer, correct, filed, leaves_its_case, new_request, placed
from bot.opened_by_mistake import is_all_of_its_case
from bot.retaking import retake
from handlers.correspondence import BY_NAME, LISTS
from handlers.post import RULES
from handlers.told import day
from store import outbox, refiling
from store.engine import Tx
from store.messages import Act, Verb
from store.terms import Audience, Kind, Place, london_date

WHICH_BODY = "[CASEWORKER: name the right body, and how to reach it]"
"""A gap in the letter: no letter leaves with one."""


def transfer(taken: Taken, tx: Tx) -> Outcome:
    """The letters that pass the request to the IOPC are prepared on its case, which is opened where there is none."""
    held = taken.held
    opened = ""
    if held.case_id is None:
        opened = new_request(taken, tx, may_answer=False).said
    now = refiling.by_id(tx, held.id)
    assert now is not None and now.case_id is not None  # noqa: S101, PT018 - it had a case, or has one now
    act = Act(Verb.DRAFT_TRANSFER, source="the message was moved to the folder for what is the IOPC's")
    found = done(taken.service, tx, now.case_id, act, subject=taken.one.subject)
    answer(taken, tx, frozenset({"review_body", "which_case", "new_or_known", "put_by_hand", "unclear"}))
    correct(taken, tx, Kind.APPLICATION)
    said = f"{opened} {found.said}".strip()
    return placed(taken, tx, case_folder(reference(tx, now.case_id)), said=said, loses=SETTLED)


def redirect(taken: Taken, tx: Tx) -> Outcome:
    """A letter that names the right body is prepared for whoever wrote; a person fills in which body that is."""
    held, service, sender = taken.held, taken.service, taken.incoming.sender
    if not sender:
        raise NotDone("It names no one sender, so no letter can answer it. Find out who wrote, and write by hand.")
    if held.case_id is not None and not is_all_of_its_case(tx, held):
        belongs = reference(tx, held.case_id)
        raise NotDone(f"It belongs to {belongs}, as other mail does. Write to them from there by hand.")
    said = leaves_its_case(taken, tx)
    answer(taken, tx, None)
    correct(taken, tx, Kind.MISDIRECTED)
    retake(service, tx, held, taken.incoming, kind=Kind.MISDIRECTED)
    letter = BY_NAME["redirected"]
    given = {"received_on": day(london_date(held.received_at)), "body_words": WHICH_BODY, "reference": ""}
    empty = {name: () if name in LISTS else "" for name in (*letter.facts, *letter.optional)}
    outbox.queue(
        tx,
        letter=letter.name,
        occasion=f"no case:message {held.id}",
        case_id=None,
        intake_id=held.id,
        to=sender,
        content={
            "facts": {**empty, **given},
            "answers_item": "",
            "answers_message_id": taken.incoming.message_id,
            "references": [],
            "encloses": [],
        },
        message_id_domain=service.settings.office.mailbox_address.rpartition("@")[2],
        mode=service.settings.sending.mode,
        audience=Audience.COMPLAINANT,
        approval=approval_of(service.settings, letter),
    )
    said = f"A letter that names the right body is prepared. {said}".strip()
    return replace(placed(taken, tx, str(Place.OTHER_BODIES), said=said), note="Sent already" in said)


def done_with(taken: Taken, tx: Tx) -> Outcome:
    """Nothing is to be done: questions about it are answered, and a case that it alone had opened is cancelled."""
    held = taken.held
    said = leaves_its_case(taken, tx)
    answer(taken, tx, None)
    taken_for = refiling.kind_of(tx, held.id)
    stays = held.case_id is not None and not said
    if taken_for not in set(Kind) or RULES[Kind(taken_for)].action:
        correct(taken, tx, Kind.THANKS if stays else Kind.UNWANTED)
    if stays and held.case_id is not None:
        return placed(taken, tx, case_folder(reference(tx, held.case_id)), said="Nothing is to be done about it.")
    return replace(filed(taken, tx, f"Nothing is to be done about it. {said}".strip()), note="Sent already" in said)
