"""A Plan becomes rows and letters inside one transaction; it touches no mailbox and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.papers import contact_news, keeping
from handlers.envelope import belongs
from store import cases, intake, letter_search, outbox, questions, told_references
from store.engine import Tx
from store.events import record
from store.intake import Held, Verdict
from store.messages import Decision, Incoming, LetterOrder, Plan, Question, Recognition
from store.outbox import Queued
from store.terms import Flag, LetterState, Owner, Place, WhyNot, london_date

if TYPE_CHECKING:
    from bot.service import Service

CASE_TARGET = "case:"
_QUIET_AFTER_OURS = timedelta(minutes=10)
_REFERENCES_KEPT = 20
_ENOUGH_FOR_TODAY = Decision(False, "one letter a day to this address is enough", WhyNot.CAP)


@dataclass(frozen=True, slots=True)
class Understood:
    """What one message says, what it is taken for, what that leads to, and what it copies or returns."""

    incoming: Incoming
    recognition: Recognition
    plan: Plan
    matter: str
    duplicate_of: int | None
    returned: Queued | None


def carry_out(service: Service, tx: Tx, held: Held, one: Understood) -> None:
    """Case, party, letters, questions, history and where the message is to lie are all recorded, or none of them."""
    case_id, reference = _case(service, tx, held, one)
    target = f"{CASE_TARGET}{reference}" if one.plan.place is Place.CASE_FILE and reference else str(one.plan.place)
    plan, recognition = one.plan, one.recognition
    queued = [_queue(service, tx, held, one, order, case_id, reference) for order in plan.letters]
    decision = plan.may_acknowledge if all(queued) else _ENOUGH_FOR_TODAY
    intake.understood(
        tx,
        held,
        Verdict(
            kind=recognition.kind,
            flags=" ".join(sorted(recognition.flags)),
            may_acknowledge=decision.may,
            why_not=decision.why_not or "",
            case_id=case_id,
            sender=one.incoming.sender,
            fingerprint=one.incoming.fingerprint,
            matter=one.matter,
            duplicate_of=one.duplicate_of,
            target=target,
            categories="\n".join(_labels(plan, decision, reference)),
            flag_on=plan.flag_on,
        ),
    )
    subject = f"intake:{held.id}"
    record(
        tx,
        "understood",
        subject,
        case_id=case_id,
        rule=",".join(recognition.gates),
        kind=recognition.kind,
        confidence=round(recognition.confidence, 3),
        why=plan.why,
        answer=decision.reason,
        reasons=[(quote.says, quote.place, quote.words) for quote in recognition.reasons],
    )
    questions.ask(tx, subject, *plan.asks, case_id=case_id)
    keeping.came(service, tx, held, one.incoming, recognition.kind, case_id)
    if one.returned is not None:
        _bounced(service, tx, one.returned, held.id)


def _labels(plan: Plan, decision: Decision, reference: str) -> list[str]:
    """The case, what the plan says, and why no letter goes where only now it turned out that none does."""
    silenced = plan.may_acknowledge.may and not decision.may
    return [reference] * bool(reference) + list(plan.categories) + [f"No auto-reply: {decision.reason}"] * silenced


def _case(service: Service, tx: Tx, held: Held, one: Understood) -> tuple[int | None, str]:
    plan = one.plan
    if plan.opens_case:
        assert plan.next_action is not None  # noqa: S101 - a plan that opens a case says what happens next
        writer = "" if _is_an_office(service, one.incoming.sender) else one.incoming.sender
        received_on = london_date(held.received_at)
        sender, answers = one.incoming.sender, one.incoming.message_id
        opened = cases.open_case(
            tx,
            prefix=service.settings.office.reference_prefix,
            received_on=received_on,
            complainant=plan.learns.complainant or (writer and (one.incoming.sender_name or writer)),
            address=writer,
            next_action=plan.next_action,
            learned=plan.learns,
            for_another=bool(writer) and Flag.REPRESENTATIVE in one.recognition.flags,
            told=told_references.whose(tx, answers=answers, to=sender, year=received_on.year),
        )
        return opened.case_id, opened.reference
    return (cases.case_id_of(tx, plan.joins_case), plan.joins_case) if plan.joins_case else (None, "")


def _is_an_office(service: Service, address: str) -> bool:
    """Whether our own office, the force or the IOPC wrote: they pass requests on, and are no party of them."""
    ours = service.domains
    return belongs(address.rpartition("@")[2], (*ours.own, *ours.force, *ours.iopc))


def _bounced(service: Service, tx: Tx, letter: Queued, intake_id: int) -> None:
    """A letter of ours that came back is on record as such, and a person finds another way; nothing is sent again."""
    if letter.state not in (LetterState.SENDING, LetterState.SENT, LetterState.CONFIRMED):
        return
    outbox.step(tx, letter, LetterState.BOUNCED, rule=f"intake:{intake_id}", noted=letter.case_id is None)
    if contact_news.bounced(service, tx, letter):
        return
    due_on = service.days.add(london_date(tx.now), 1)
    text = "Our letter came back. Find another way to reach this person, and correct the address if it is wrong."
    question = Question("letter_bounced", text, Owner.ADMINISTRATOR, due_on)
    questions.ask(tx, f"letter:{letter.key}", question, case_id=letter.case_id)


def _queue(
    service: Service, tx: Tx, held: Held, one: Understood, order: LetterOrder, case_id: int | None, reference: str
) -> bool:
    """The letter is planned for the author of this very message; False where they have had enough for today."""
    address = one.incoming.sender
    if not one.plan.opens_case:
        last = letter_search.latest_to(tx, address, case_id)
        if last is not None and timedelta(0) <= held.received_at - last < _QUIET_AFTER_OURS:
            record(tx, "answer_withheld", f"intake:{held.id}", case_id=case_id, rule="answered_minutes_ago")
            return False
    day = london_date(tx.now).isoformat()
    return outbox.queue(
        tx,
        letter=order.letter,
        occasion=f"{reference or 'no case'}:{order.occasion}{'' if one.plan.opens_case else ':' + day}",
        case_id=case_id,
        intake_id=held.id,
        to=address,
        content={
            "facts": {**order.facts, "reference": reference},
            "answers_item": held.item,
            "answers_message_id": one.incoming.message_id,
            "references": list(one.incoming.references[-_REFERENCES_KEPT:]),
        },
        message_id_domain=service.settings.office.mailbox_address.rpartition("@")[2],
        mode=service.settings.sending.mode,
    )
