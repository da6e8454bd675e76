"""A message that is not for us, or on which nothing is to be done, as a person says by a folder. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.approving.approval_policy import approval_of
from bot.approving.enclosing import MESSAGE
from bot.approving.sign_off_rules import added_signature
from bot.desk.deeds import NotDone, Outcome, case_folder, done, reference
from bot.desk.message_deeds import SETTLED, Taken, answer, correct, filed, leaves_its_case, new_request, placed
from bot.desk.opened_by_mistake import is_all_of_its_case
from bot.desk.retaking import retake
from handlers.correspondence import BY_NAME, LISTS
from handlers.post import RULES
from handlers.told import day
from store import cancelling, corrections, outbox, questions, refiling
from store.engine import Tx
from store.intake import Held
from store.messages import Act, Verb
from store.terms import Approval, Audience, Kind, LetterState, Place, london_date

WHICH_BODY = "[CASEWORKER: name the right body, and how to reach it]"
"""A gap in the letter: no letter leaves with one."""
_ANSWERS: Mapping[str, tuple[str, Place]] = MappingProxyType(
    {
        Kind.MISDIRECTED: ("redirected", Place.OTHER_BODIES),
        Kind.NEW_COMPLAINT: ("new_complaint_redirected", Place.THE_FORCE),
        Kind.CHIEF_OFFICER_COMPLAINT: ("chief_officer_complaint", Place.CHIEF_OFFICER),
    }
)
"""Which letter answers a message of this kind, and where the message lies with what is not for us."""
_ALL_ANSWERS = frozenset({"redirected", "new_complaint_redirected", "new_complaint_note", "chief_officer_complaint"})
_SAID: Mapping[tuple[str, bool], str] = MappingProxyType(
    {
        ("redirected", False): "A letter that names the right body is prepared.",
        ("new_complaint_redirected", False): "A letter that says that the police deal with it is prepared.",
        ("new_complaint_redirected", True): "The letters that pass it on to the police are prepared.",
        ("chief_officer_complaint", False): "A letter about the complaint about a chief officer is prepared.",
    }
)


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


def redirect(taken: Taken, tx: Tx, *, forward: bool = False) -> Outcome:
    """The letter for whoever wrote is prepared: whose it is by what it is, or the right body for a person to fill in.

    With `forward` it is a new complaint, and a note passes it on to the police with that letter; otherwise the letter
    tells them to send it themselves. A signer signs either.
    """
    held, service, sender = taken.held, taken.service, taken.incoming.sender
    if not sender:
        raise NotDone("It names no one sender, so no letter can answer it. Find out who wrote, and write by hand.")
    if held.case_id is not None and not is_all_of_its_case(tx, held):
        belongs = reference(tx, held.case_id)
        raise NotDone(f"It belongs to {belongs}, as other mail does. Write to them from there by hand.")
    if forward and not service.settings.office.contacts.force:
        raise NotDone("Nobody has said where to write to the police. IT sets it: [office.contacts] force.")
    kind = Kind.NEW_COMPLAINT if forward else _kind(tx, held)
    letter, place = _ANSWERS[kind]
    _no_other_answer(tx, held, letter, forward=forward)
    said = leaves_its_case(taken, tx)
    stays_open = {kind.value} if kind is Kind.CHIEF_OFFICER_COMPLAINT else set()
    answer(taken, tx, frozenset({one.code for one in questions.still_open(tx, subject=taken.one.subject)} - stays_open))
    correct(taken, tx, kind)
    retake(service, tx, held, taken.incoming, kind=kind)
    package = f"no case:message {held.id} forwarded" if forward else ""
    given = {"body_words": WHICH_BODY, "forwarded": "yes" if forward else ""}
    _order(taken, tx, letter, sender, given, package=package)
    if forward:
        _order(taken, tx, "new_complaint_note", service.settings.office.contacts.force, {}, package=package)
    said = f"{_SAID[letter, forward]} {said}".strip()
    return replace(placed(taken, tx, str(place), said=said), note="Sent already" in said)


def _kind(tx: Tx, held: Held) -> Kind:
    """What a message is that is not for us, as a person said last, or as it was taken for."""
    said = next((one.kind for one in corrections.latest(tx) if one.held.id == held.id), None)
    kind = said or refiling.kind_of(tx, held.id)
    return Kind(kind) if kind in _ANSWERS else Kind.MISDIRECTED


def _no_other_answer(tx: Tx, held: Held, letter: str, *, forward: bool) -> None:
    """What was prepared to answer it otherwise does not leave. Raises NotDone where that has left."""
    for one in outbox.of_message(tx, held.id):
        if one.letter not in _ALL_ANSWERS or one.state is LetterState.CANCELLED:
            continue
        if one.letter == letter and bool(one.package) == forward:
            continue
        if one.letter == "new_complaint_note" and forward:
            continue
        if not cancelling.cancel(tx, one, "another answer was asked for"):
            raise NotDone("They have been told something else already. Write to them by hand.")


def give_up_answers(tx: Tx, held: Held) -> None:
    """No letter that tells whoever wrote it that it is not for us leaves any more, but for one that has left."""
    for one in outbox.of_message(tx, held.id):
        if one.letter in _ALL_ANSWERS:
            cancelling.cancel(tx, one, "a person said that it is something else")


def _order(taken: Taken, tx: Tx, letter: str, to: str, given: Mapping[str, str], *, package: str) -> None:
    """The letter is planned, unless it is prepared already; one that was given up is written anew."""
    held, service, row = taken.held, taken.service, BY_NAME[letter]
    before = [one for one in outbox.of_message(tx, held.id) if one.letter == letter]
    if any(one.state is not LetterState.CANCELLED for one in before):
        return
    empty = {name: () if name in LISTS else "" for name in (*row.facts, *row.optional)}
    facts = {**empty, **given, "received_on": day(london_date(held.received_at))}
    least, about = approval_of(service.settings, row), f"message {held.id}"
    added = added_signature(service.settings, tx, row, least, "", about)
    outbox.queue(
        tx,
        letter=letter,
        occasion=f"no case:{about}{f' again {len(before)}' if before else ''}",
        case_id=None,
        intake_id=held.id,
        to=to,
        content={
            "facts": {name: facts[name] for name in empty},
            "answers_item": "",
            "answers_message_id": taken.incoming.message_id if row.audience is Audience.COMPLAINANT else "",
            "references": [],
            "encloses": [] if row.audience is Audience.COMPLAINANT else [MESSAGE],
        },
        message_id_domain=service.settings.office.mailbox_address.rpartition("@")[2],
        mode=service.settings.sending.mode,
        audience=row.audience,
        approval=Approval.SIGNED if added else least,
        package=package,
        added=added,
    )


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
