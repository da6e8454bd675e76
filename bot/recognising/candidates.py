"""Asks the store which cases a message may belong to and has it judged; records what was found, attaches nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers import whose, whose_asked
from handlers.envelope import belongs
from handlers.understanding import Understanding
from handlers.whose import About, Sender, Trace, Whose
from store import cases, clues, parties
from store.engine import Tx
from store.events import record
from store.messages import Incoming, KnownCase, OfficeDomains, Plan
from store.terms import Flag, Kind, TimeFinding

FILES_KEPT = 10
# Mail that says nothing of whose case it is about but by what it answers.
SAYS_NOTHING = frozenset({Kind.AUTOMATIC_REPLY, Kind.DELIVERY_FAILURE, Kind.UNWANTED, Kind.INTERNAL})


@dataclass(frozen=True, slots=True)
class Pointed:
    """The cases a message points to, by a reference of ours in it or as an answer to a letter of ours."""

    named: frozenset[int]
    answered: frozenset[int]

    def known(self, tx: Tx, sender: str) -> KnownCase | None:
        """The one case pointed to, as recognition takes it; None where there is none or more than one."""
        both = self.named | self.answered
        return cases.known(tx, next(iter(both)), sender) if len(both) == 1 else None


def pointed(tx: Tx, incoming: Incoming, references: Iterable[str]) -> Pointed:
    """What these references of ours and the letters it answers point to; nothing points to a case that was erased."""
    answered = cases.by_letters(tx, (*incoming.in_reply_to, *incoming.references))
    named = cases.by_references(tx, references)
    tx.fetch_keys(named | answered)
    return Pointed(*(frozenset(one for one in some if not tx.is_erased(one)) for some in (named, answered)))


def find(tx: Tx, incoming: Incoming, read: Understanding, to: Pointed, office: OfficeDomains) -> Whose:
    """Whose case the message is about, by everything in it and all that is recorded."""
    about = _about(incoming, read, office)
    if about.kind in SAYS_NOTHING:
        return Whose()
    led = clues.led_to(
        tx,
        sender=incoming.sender if about.sender is Sender.ANYBODY else "",
        names=about.name,
        force_references=about.force_reference,
        files=files_of(incoming),
    )
    both = to.named | to.answered
    roles = {one: role for one in both | led.of_sender if (role := parties.role_at(tx, one, incoming.sender))}
    traces = [
        Trace(
            reference=found.reference,
            state=found.state,
            named=found.case_id in to.named,
            answered=found.case_id in to.answered,
            from_party=found.case_id in roles,
            role=roles.get(found.case_id, ""),
            same_file=found.case_id in led.same_file,
            complainant=found.complainant,
            force_reference=found.force_reference,
            provided_on=found.provided_on,
        )
        for found in cases.found(tx, both | led.cases)
    ]
    return whose.whose(about, traces)


def sender_of(incoming: Incoming, office: OfficeDomains) -> Sender:
    """Who wrote, by the domain of the address alone."""
    domain = incoming.sender.rpartition("@")[2]
    if belongs(domain, office.force):
        return Sender.FORCE
    return Sender.IOPC if belongs(domain, office.iopc) else Sender.ANYBODY


def likeliest(found: Whose) -> KnownCase | None:
    """The first of the candidates as handlers take it: its sender is a party only where the message belongs there."""
    if found.first is None:
        return None
    first = found.first.trace
    return KnownCase(first.reference, first.state, sender_is_party=found.belongs, role=first.role)


def asked(tx: Tx, plan: Plan, found: Whose, kind: Kind, due_on: date) -> Plan:
    """The plan, asking a person about its case with the cases it may be, each with its reasons."""
    written_to = True
    if found.first and found.again:
        case_id = cases.case_id_of(tx, found.first.trace.reference)
        written_to = case_id is not None and cases.was_written_to(tx, case_id)
    return whose_asked.asked(plan, found, kind, due_on=due_on, written_to=written_to)


def first_of(tx: Tx, found: Whose) -> int | None:
    """The row id of the message this one repeats; None where it repeats none."""
    case_id = cases.case_id_of(tx, found.first.trace.reference) if found.first and found.again else None
    return None if case_id is None else cases.first_message(tx, case_id)


def files_of(incoming: Incoming) -> tuple[str, ...]:
    """The message's own files, by which a letter that comes again is known; what lay inside others may be missing."""
    own = (file.sha256 for file in incoming.attachments if file.sha256 and not file.inline and not file.inside)
    return tuple(dict.fromkeys(own))[:FILES_KEPT]


def note(tx: Tx, subject: str, found: Whose, *, joins_case: str) -> None:
    """The cases it may belong to, each with score and reasons, stand in the history of the message."""
    if not found.candidates:
        return
    told = [
        {"reference": one.trace.reference, "score": one.score, "reasons": list(one.reasons)}
        for one in found.candidates[:FILES_KEPT]
    ]
    case_id = cases.case_id_of(tx, joins_case) if joins_case else None
    record(tx, "case_looked_for", subject, case_id=case_id, rule=found.decision(joined=bool(joins_case)), cases=told)


def _about(incoming: Incoming, read: Understanding, office: OfficeDomains) -> About:
    facts, flags, named = read.facts, read.recognition.flags, read.facts.complainant_name
    time = read.assessed.law.time if read.assessed else None
    sender = sender_of(incoming, office)
    for_another = facts.representative_name is not None or (Flag.REPRESENTATIVE in flags and named is None)
    shown = incoming.sender_name if sender is Sender.ANYBODY and not for_another else ""
    count = time.count if isinstance(time, TimeFinding) else None
    return About(
        kind=read.recognition.kind,
        sender=sender,
        name=named.value if named else shown,
        for_another=for_another,
        force_reference=facts.force_reference.value if facts.force_reference else "",
        provided_on=count.provided_on if count else None,
    )
