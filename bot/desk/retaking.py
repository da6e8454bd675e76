"""A message is taken for something else on a person's word: all that would have led to comes of it. Sends nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.carry_out import Understood, carry_out
from bot.casework.aims import targets
from bot.recognising import candidates
from handlers import post
from handlers.assessment import assessed
from handlers.reading import references
from handlers.told_by_label import replaced
from handlers.understanding import Understanding, understand
from handlers.whose import Whose
from store import answers_by_hand, cases, outbox, parties, refiling
from store.engine import Tx
from store.intake import Held
from store.messages import Decision, Incoming, Plan
from store.terms import Kind, LetterState, WhyNot, london_date

if TYPE_CHECKING:
    from bot.service import Service

_BY_HAND = Decision(False, "a person said what this is and writes if need be", WhyNot.KIND)
_NOT_ASKED_AGAIN = frozenset({"which_case", "new_or_known", "same_again", "really_theirs", "besides_thanks"})


def looked_at(service: Service, tx: Tx, held: Held, incoming: Incoming, kind: Kind) -> tuple[Understanding, Whose]:
    """What the message says if it is of this kind, and whose case it may then be about."""
    days, received_at = service.days, held.received_at
    read = understand(
        incoming, None, service.domains, service.cues, received_at=received_at, days=days, opinion=service.opinion
    )
    recognition = replace(read.recognition, kind=kind, also=(), guesses=())
    law = read.assessed or assessed(
        read.facts, recognition.flags, received_at=received_at, days=days, passed_on_by_iopc=False
    )
    read = replace(read, recognition=recognition, assessed=law if kind is Kind.APPLICATION else None)
    prefix = service.settings.office.reference_prefix
    pointed = candidates.pointed(tx, incoming, references((incoming.subject, incoming.text), prefix))
    return read, candidates.find(tx, incoming, read, pointed, service.domains)


def retake(
    service: Service,
    tx: Tx,
    held: Held,
    incoming: Incoming,
    *,
    kind: Kind,
    reference: str = "",
    may_answer: bool = False,
) -> Plan:
    """The message leads to all a message of this kind leads to, on the case of this reference or, with "", on its own.

    No letter goes unless it `may_answer`, and then only where none went to its writer for this message before. Answers
    the plan; where the message lies is for the caller to say.
    """
    read, _ = looked_at(service, tx, held, incoming, kind)
    case_id = cases.case_id_of(tx, reference) if reference else None
    known = cases.known(tx, case_id)
    if known is not None and case_id is not None:
        known = replace(known, role=parties.role_at(tx, case_id, incoming.sender))
    plan = post.plan(
        incoming,
        read.recognition,
        known,
        received_on=london_date(held.received_at),
        today=london_date(tx.now),
        days=service.days,
        targets=targets(service.settings.office),
        assessed=read.assessed,
    )
    if not may_answer or answered(tx, held.id):
        plan = replace(plan, letters=(), may_acknowledge=_BY_HAND if plan.may_acknowledge.may else plan.may_acknowledge)
    plan = replace(plan, asks=tuple(asked for asked in plan.asks if asked.code not in _NOT_ASKED_AGAIN))
    free = refiling.released(tx, held)
    theirs = tuple(name for name in held.categories.splitlines() if name not in ours(service, held))
    carry_out(
        service,
        tx,
        replace(free, categories="\n".join(theirs)),
        Understood(incoming, read.recognition, plan, read.matter, None, None),
    )
    return plan


def ours(service: Service, held: Held) -> tuple[str, ...]:
    """The categories of a message that the service gave it."""
    return replaced(held.categories.splitlines(), (), service.settings.office.reference_prefix)


def answered(tx: Tx, intake_id: int) -> bool:
    """Whether a letter to whoever wrote this message is prepared, on its way or gone, or a person wrote one."""
    if answers_by_hand.is_answered(tx, intake_id):
        return True
    letters = (one for one in outbox.of_message(tx, intake_id) if one.letter in ("acknowledgement", "receipt"))
    return any(one.state is not LetterState.CANCELLED for one in letters)
