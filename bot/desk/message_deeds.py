"""A message that a person put where it says what it is: part of a case, a new request, or papers. Sends nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.desk.deeds import NotDone, Outcome, case_folder, reference
from bot.desk.opened_by_mistake import cancelled, is_all_of_its_case
from bot.desk.retaking import looked_at, ours, retake
from bot.papers import keeping, reply_effects
from handlers.arrival import CaseRule
from handlers.labels import Alarm
from handlers.post import RULES
from handlers.told_by_label import replaced
from store import cases, corrections, parties, questions, refiling, steps
from store.commands import Command
from store.engine import Tx
from store.intake import Held
from store.messages import Incoming, Question
from store.terms import APART, Kind, Owner, Place, london_date

if TYPE_CHECKING:
    from bot.service import Service

WHOSE = frozenset(
    {
        "which_case",
        "new_or_known",
        "same_again",
        "really_theirs",
        "belongs_here",
        "put_by_hand",
        "unclear",
        "besides_thanks",
        "wrong_papers",
    }
)
"""What is asked about where a message belongs and what it is, which a person's move answers."""
SETTLED = (Alarm.NEEDS_A_PERSON.value,)
"""What a message is labelled with until a person has said where it belongs."""
_BELONGS = "Neither its sender nor a name nor a reference in it fits this case. Does it belong here?"
_STANDS_ALONE = (CaseRule.OPENS, CaseRule.NONE)


@dataclass(frozen=True, slots=True)
class Taken:
    """A command about a message, with the message as it is kept."""

    service: Service
    one: Command
    held: Held
    incoming: Incoming

    @property
    def source(self) -> str:
        """How the person said it."""
        return f"the folder {self.one.place}"


def join(taken: Taken, tx: Tx, to: str) -> Outcome:
    """The message belongs to the case in whose folder it lies; a case it had opened by mistake is cancelled."""
    held = taken.held
    case_id = cases.case_id_of(tx, to)
    if case_id is None:
        raise NotDone(f"There is no case {to}. Drop it in the folder of a case that there is.")
    if tx.is_erased(case_id) or tx.is_erased(held.case_id):
        raise NotDone("The personal data of that case has been erased, so nothing joins or leaves it any more.")
    if held.case_id == case_id:
        return _confirmed(taken, tx, to)
    if held.state == "unreadable":
        return _joined_unread(taken, tx, case_id, to)
    kind = kind_in_a_case(taken, tx, case_id)
    _, found = looked_at(taken.service, tx, held, taken.incoming, kind)
    fits = any(one.trace.reference == to for one in found.candidates)
    said = leaves_its_case(taken, tx)
    _moves_to(taken, tx, kind, to)
    if not fits:
        due_on = taken.service.days.add(london_date(tx.now), 1)
        question = Question("belongs_here", _BELONGS, Owner.ADMINISTRATOR, due_on)
        questions.ask(tx, taken.one.subject, question, case_id=case_id)
    words = " ".join(filter(None, (f"It belongs to {to}.", said, "" if fits else _BELONGS)))
    outcome = placed(
        taken, tx, case_folder(to), said=words, adds=() if fits else SETTLED, loses=SETTLED if fits else ()
    )
    return replace(outcome, note=not fits or bool(said))


def _confirmed(taken: Taken, tx: Tx, to: str) -> Outcome:
    """The message lies with its own case: as a person sees it, it was taken rightly."""
    answer(taken, tx, WHOSE)
    kind = refiling.kind_of(tx, taken.held.id)
    if kind in set(Kind):
        correct(taken, tx, Kind(kind))
    if taken.held.case_id is not None:
        reply_effects.confirmed(taken.service, tx, taken.held, taken.incoming, taken.held.case_id)
    return placed(taken, tx, case_folder(to), said=f"Confirmed as part of {to}.", loses=SETTLED)


def _joined_unread(taken: Taken, tx: Tx, case_id: int, to: str) -> Outcome:
    """A message that only a person could read belongs to the case they say; what it leads to is theirs."""
    was = _was(taken, tx)
    answer(taken, tx, None)
    refiling.rejoined(tx, taken.held, case_id)
    steps.keep(
        tx, case_id, verb="join", by="", subject=taken.one.subject, before={"message": was}, letters=(), answered=()
    )  # fmt: skip
    return placed(taken, tx, case_folder(to), said=f"It belongs to {to}.", adds=(to,), loses=SETTLED)


def new_request(taken: Taken, tx: Tx, *, may_answer: bool = True) -> Outcome:
    """The message opens a case, received on the day it came; one that is its case's own request is confirmed."""
    held, subject = taken.held, taken.one.subject
    if held.case_id is not None and cases.first_message(tx, held.case_id) == held.id:
        return _confirmed(taken, tx, reference(tx, held.case_id))
    was = _was(taken, tx)
    answer(taken, tx, WHOSE)
    correct(taken, tx, Kind.APPLICATION)
    retake(taken.service, tx, held, taken.incoming, kind=Kind.APPLICATION, may_answer=may_answer)
    now = refiling.by_id(tx, held.id)
    assert now is not None and now.case_id is not None  # noqa: S101, PT018 - an application opens its case
    steps.keep(
        tx, now.case_id, verb="open", by="", subject=subject, before={"message": was}, letters=(), answered=()
    )  # fmt: skip
    opened = reference(tx, now.case_id)
    return placed(taken, tx, case_folder(opened), said=f"Opened {opened}.", loses=SETTLED)


def papers(taken: Taken, tx: Tx) -> Outcome:
    """The message is papers from the police on its case: the one it has, or the only one it can be about."""
    to = _case_of_papers(taken, tx)
    said = leaves_its_case(taken, tx) if taken.held.case_id != cases.case_id_of(tx, to) else ""
    _moves_to(taken, tx, Kind.PAPERS, to)
    return placed(taken, tx, case_folder(to), said=f"Papers for {to}. {said}".strip(), loses=SETTLED)


def _case_of_papers(taken: Taken, tx: Tx) -> str:
    held = taken.held
    if held.case_id is not None and not is_all_of_its_case(tx, held):
        return reference(tx, held.case_id)
    _, found = looked_at(taken.service, tx, held, taken.incoming, Kind.PAPERS)
    own = reference(tx, held.case_id) if held.case_id is not None else ""
    may_be = [one.trace.reference for one in found.candidates if one.trace.reference != own]
    if len(may_be) == 1:
        return may_be[0]
    if may_be:
        raise NotDone(f"It may be about {' or '.join(may_be[:3])}. Drop it in the folder of the right case.")
    raise NotDone("Nothing in it says which case it is about. Drop it in the folder of the right case.")


# --- what they share ------------------------------------------------------------------------------------------------


def kind_in_a_case(taken: Taken, tx: Tx, case_id: int) -> Kind:
    """What a message is that belongs to a case: what it was taken for, unless that opens a case or says nothing.

    From a party with a line of its own it is that party's, whatever it reads like.
    """
    if parties.role_at(tx, case_id, taken.incoming.sender) in APART:
        return Kind.THIRD_PARTY
    known = refiling.kind_of(tx, taken.held.id)
    kind = Kind(known) if known in set(Kind) else Kind.UNCLEAR
    if RULES[kind].case not in _STANDS_ALONE:
        return kind
    domain = taken.incoming.sender.rpartition("@")[2]
    if domain and domain in taken.service.domains.force:
        return Kind.PAPERS
    return Kind.IOPC_CORRESPONDENCE if domain in taken.service.domains.iopc else Kind.FURTHER_REPRESENTATIONS


def _moves_to(taken: Taken, tx: Tx, kind: Kind, to: str) -> None:
    """The message is the case's, and everything a message of this kind leads to there has come of it, but no letter."""
    held = refiling.by_id(tx, taken.held.id) or taken.held
    was = _was(taken, tx)
    taken_for = refiling.kind_of(tx, held.id)
    answer(taken, tx, WHOSE if kind == taken_for else WHOSE | {taken_for})
    if kind != taken_for:
        correct(taken, tx, kind)
    retake(taken.service, tx, held, taken.incoming, kind=kind, reference=to)
    now = refiling.by_id(tx, held.id)
    case_id = cases.case_id_of(tx, to)
    assert now is not None and case_id is not None  # noqa: S101, PT018 - both were found before
    if now.case_id != case_id:
        now = refiling.rejoined(tx, now, case_id)
        keeping.came(taken.service, tx, now, taken.incoming, kind, case_id)
    reply_effects.confirmed(taken.service, tx, now, taken.incoming, case_id)
    questions.belong(tx, taken.one.subject, case_id)
    steps.keep(
        tx, case_id, verb="join", by="", subject=taken.one.subject, before={"message": was}, letters=(), answered=()
    )  # fmt: skip


def _was(taken: Taken, tx: Tx) -> dict[str, str]:
    """Where the message belonged and lay, and what the service had labelled it with, to put it back by."""
    held = taken.held
    case = reference(tx, held.case_id) if held.case_id is not None else ""
    return {"case": case, "place": held.target, "categories": "\n".join(ours(taken.service, held))}


def leaves_its_case(taken: Taken, tx: Tx) -> str:
    """A case that only this message had opened is cancelled; answers what had been sent of it, in words."""
    if taken.held.case_id is None or not is_all_of_its_case(tx, taken.held):
        return ""
    return cancelled(taken.service, tx, taken.held.case_id)


def answer(taken: Taken, tx: Tx, codes: frozenset[str] | None) -> None:
    """The open questions about the message with these codes are answered; with None all of them."""
    for asked in list(questions.still_open(tx, subject=taken.one.subject)):
        if codes is None or asked.code in codes:
            questions.answer(tx, asked, by="somebody of the team")


def correct(taken: Taken, tx: Tx, kind: Kind) -> None:
    """What the message is, as the person said, is kept for learning."""
    corrections.add(tx, taken.held.id, kind, by="somebody of the team", source=taken.source)


def placed(
    taken: Taken,
    tx: Tx,
    target: str,
    *,
    said: str = "",
    adds: tuple[str, ...] = (),
    loses: tuple[str, ...] = (),
) -> Outcome:
    """The message is to lie there, labelled as its row says now, with these more and these less."""
    now = refiling.by_id(tx, taken.held.id)
    assert now is not None  # noqa: S101 - rows are never removed
    prefix = taken.service.settings.office.reference_prefix
    kept = tuple(name for name in (*now.categories.splitlines(), *adds) if name not in loses)
    refiling.placed(tx, now.id, target, kept)
    before = taken.held.categories.splitlines()
    gone = (*replaced(before, kept, prefix), *(name for name in loses if name in before))
    own = tuple(name for name in kept if name not in before or name in ours(taken.service, now))
    return Outcome(said, goes_to=target, adds=own, removes=tuple(dict.fromkeys(gone)))


def filed(taken: Taken, tx: Tx, said: str) -> Outcome:
    """The message lies with what needs nothing more."""
    return placed(taken, tx, str(Place.FILED), said=said, loses=(Alarm.NEEDS_A_PERSON.value, Alarm.URGENT.value))
