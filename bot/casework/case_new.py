"""Opens the case of a request that came by post, telephone, walk-in or from prison; decides nothing about it.

What was written down is kept as a message of its own, marked as entered by hand and by whom, so that forwarding and
the case file have it. Its words are read as those of any request; that it is one, is what the person said. The day of
receipt is the day they say, and whatever they typed in stands to be confirmed like what a mail says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.carry_out import Understood, carry_out
from bot.casework import rulings
from bot.casework.aims import targets
from bot.mime import Unreadable, compose_entry, is_strict_address
from bot.recognising import candidates
from handlers import post
from handlers.assessment import assessed
from handlers.entry_form import Entry, NotAnEntry, Way, impossible, parse, written_down
from handlers.envelope import belongs
from handlers.understanding import Understanding, understand
from store import cases, clues, intake, parties, placing, refiling
from store.engine import Tx
from store.events import record
from store.intake import Held, Seen
from store.messages import Act, Decision, Enclosure, Fact, Facts, Incoming, Letter, PartyView, Plan, Verb
from store.terms import LONDON, Flag, Kind, Quote, WhyNot, london_date

if TYPE_CHECKING:
    from bot.service import Service

SUBJECT = "Request for a review, entered by hand"
_MIDDAY = time(12)
_BY_POST = Decision(False, "they are written to by post", WhyNot.UNREADABLE)
_PLACE = "entry by hand"
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "txt": "text/plain",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "png": "image/png",
        "tif": "image/tiff",
        "tiff": "image/tiff",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as the message it is kept as, read again as any message is."""

    entry: Entry
    by: str
    raw: bytes
    incoming: Incoming


@dataclass(frozen=True, slots=True)
class Opened:
    """The case that an entry opened, and the keys of the letters that are prepared on it."""

    reference: str
    case_id: int
    letters: tuple[str, ...]


def written(service: Service, entry: Entry, files: Sequence[tuple[str, bytes]], *, by: str, today: date) -> Written:
    """The entry as a message, with its files (name and content). Raises NotAnEntry; touches no store."""
    _refuse(service, entry, today)
    text, enclosed = written_down(entry, by), tuple(_enclosure(name, content) for name, content in files)
    hashes = [hashlib.sha256(file.content).hexdigest() for file in enclosed]
    key = service.store.vault.mark(f"entry {text} {hashes}")
    office = service.settings.office
    letter = Letter(
        key=f"entry-{key}",
        message_id=f"<entry.{key}@{office.mailbox_address.rpartition('@')[2]}>",
        sender_name=office.team,
        sender=office.mailbox_address,
        to=office.mailbox_address,
        subject=SUBJECT,
        html="",
        text=text,
        written_at=_at(entry.received_on),
        enclosures=enclosed,
    )
    try:
        raw = compose_entry(letter)
        service.reader.ready()
        return Written(entry, by, raw, service.reader.read(raw))
    except (ValueError, Unreadable) as fault:
        raise NotAnEntry(f"It cannot be kept as it stands: {fault}") from None


def enter(service: Service, tx: Tx, one: Written) -> Opened:
    """The message is kept and its case is open. Raises NotAnEntry where the very same was entered before."""
    item = f"entry:{service.store.vault.mark(f'entered {one.incoming.message_id}')}"
    if before := intake.held(tx, service.mailbox_name, [item]).get(item):
        known = cases.known(tx, before.case_id)
        raise NotAnEntry(f"This was entered already: it is {known.reference if known else 'a message without a case'}.")
    blob = service.store.blobs.put(one.raw)
    service.store.blobs.settle()
    seen = Seen(item, "", "", _at(one.entry.received_on), blob)
    intake.remember(tx, service.mailbox_name, [seen])
    held = intake.held(tx, service.mailbox_name, [item])[item]
    opened = _open(service, tx, held, one.incoming, one.entry, one.by)
    kept = refiling.by_id(tx, held.id)
    assert kept is not None  # noqa: S101 - it was remembered above
    placing.overtaken(tx, kept, "it was entered by hand and lies in no folder")
    return opened


def from_mail(service: Service, tx: Tx, held: Held, incoming: Incoming, words: str, *, by: str) -> Opened:
    """The form in a mail of the team opens its case; the mail is the message that is kept. Raises NotAnEntry.

    That the mail comes from this person of the team was proved before.
    """
    if held.case_id is not None:
        raise NotAnEntry("This mail belongs to a case already. Send the form in a new mail.")
    entry = parse(words, london_date(tx.now))
    _refuse(service, entry, london_date(tx.now))
    return _open(service, tx, held, incoming, entry, by)


def by_mail(service: Service, tx: Tx, held: Held, incoming: Incoming, *, by: str) -> tuple[int | None, tuple[str, ...]]:
    """The form in this mail has opened its case, or opens none; answers the case and what to tell whoever sent it."""
    try:
        opened = from_mail(service, tx, held, incoming, incoming.new_text, by=by)
    except NotAnEntry as why:
        return None, (str(why),)
    paper = ("Its acknowledgement waits in For checking, to be printed and posted.",) if opened.letters else ()
    return opened.case_id, (f"Opened {opened.reference}.", *paper)


def _refuse(service: Service, entry: Entry, today: date) -> None:
    if wrong := impossible(entry, today):
        raise NotAnEntry(wrong)
    if not entry.name.strip():
        raise NotAnEntry("Say who asks for the review.")
    if not entry.address:
        return
    if not is_strict_address(entry.address.lower()):
        raise NotAnEntry(f"{entry.address} is no e-mail address. Leave it out where they have none.")
    ours = service.domains
    if belongs(entry.address.lower().rpartition("@")[2], (*ours.own, *ours.force, *ours.iopc)):
        raise NotAnEntry(f"{entry.address} is an address of an office, not of whoever asks.")


def _enclosure(name: str, content: bytes) -> Enclosure:
    return Enclosure(name, _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream"), content)


def _at(day: date) -> datetime:
    """An instant of that day in London, for what has no time of day."""
    return datetime.combine(day, _MIDDAY, LONDON)


# --- the case -------------------------------------------------------------------------------------------------------


def _open(service: Service, tx: Tx, held: Held, incoming: Incoming, entry: Entry, by: str) -> Opened:
    held = replace(held, item="", received_at=_at(entry.received_on))  # no letter answers the entry itself
    theirs = _as_theirs(incoming, entry)
    read = _read(service, theirs, held, entry)
    plan = _plan(service, tx, theirs, read, entry)
    recognition = read.recognition
    if not entry.for_name:  # they ask for themselves, whatever their words are like
        recognition = replace(recognition, flags=recognition.flags - {Flag.REPRESENTATIVE})
    carry_out(service, tx, held, Understood(theirs, recognition, plan, read.matter, None, None))
    now = refiling.by_id(tx, held.id)
    assert now is not None and now.case_id is not None  # noqa: S101, PT018 - a request opens its case
    case_id = now.case_id
    reference = _reference(tx, case_id)
    clues.add_files(tx, held.id, candidates.files_of(theirs))
    _name_parties(tx, case_id, entry)
    record(tx, "entered_by_hand", f"case:{reference}", case_id=case_id, by=by, way=entry.way.value)
    letters = _answered(service, tx, case_id, plan, entry, by)
    return Opened(reference, case_id, letters)


def _reference(tx: Tx, case_id: int) -> str:
    known = cases.known(tx, case_id)
    assert known is not None  # noqa: S101 - the case was opened just now
    return known.reference


def _as_theirs(incoming: Incoming, entry: Entry) -> Incoming:
    """The message as if whoever asks had sent it: their words and files, without the head of the entry."""
    return replace(
        incoming,
        sender=entry.address.lower(),
        sender_name=entry.name,
        sender_doubt="",
        subject="",
        message_id="",
        in_reply_to=(),
        references=(),
        return_path=None,
        headers=(),
        text=entry.note,
        new_text=entry.note,
    )


def _read(service: Service, theirs: Incoming, held: Held, entry: Entry) -> Understanding:
    """What the words say, as a request whatever they are like, with what the person typed in above it."""
    read = understand(
        theirs, None, service.domains, service.cues, received_at=held.received_at, days=service.days,
        opinion=service.opinion,
    )  # fmt: skip
    flags = read.recognition.flags | _flags(entry)
    why_not = read.recognition.why_not if entry.address else None
    recognition = replace(
        read.recognition, kind=Kind.APPLICATION, confidence=1.0, reasons=(), also=(), guesses=(), gates=(), flags=flags,
        why_not=why_not,
    )  # fmt: skip
    facts = _facts(read.facts, entry)
    law = assessed(facts, flags, received_at=held.received_at, days=service.days, passed_on_by_iopc=False)
    return replace(read, recognition=recognition, facts=facts, assessed=law)


def _flags(entry: Entry) -> frozenset[Flag]:
    said = {
        Flag.PRISON: entry.in_prison or entry.way is Way.PRISON,
        Flag.REPRESENTATIVE: bool(entry.for_name),
        Flag.ADJUSTMENT: bool(entry.adjustments),
    }
    return frozenset(flag for flag, yes in said.items() if yes)


def _facts(facts: Facts, entry: Entry) -> Facts:
    return replace(
        facts,
        complainant_name=_said(entry.complainant),
        representative_name=_said(entry.name) if entry.for_name else facts.representative_name,
        force_reference=_said(entry.force_reference) if entry.force_reference else facts.force_reference,
        letter_on=_dated(entry.outcome_dated) or facts.letter_on,
        arrived_on=_dated(entry.provided) or facts.arrived_on,
    )


def _said(words: str) -> Fact[str]:
    return Fact(words, Quote(words, _PLACE, "typed in by the team"))


def _dated(day: date | None) -> Fact[date] | None:
    return Fact(day, Quote(day.isoformat(), _PLACE, "typed in by the team")) if day else None


def _plan(service: Service, tx: Tx, theirs: Incoming, read: Understanding, entry: Entry) -> Plan:
    """All that a request leads to; who has no e-mail address is answered by post, and that needs no question."""
    plan = post.plan(
        theirs,
        read.recognition,
        None,
        received_on=entry.received_on,
        today=london_date(tx.now),
        days=service.days,
        restricted=parties.is_restricted(tx, entry.address),
        targets=targets(service.settings.office),
        assessed=read.assessed,
    )
    plan = replace(plan, why=f"Entered by hand: a request that came by {entry.way.value}.")
    if not _only_by_post(plan, entry):
        return plan
    asks = tuple(asked for asked in plan.asks if asked.code != "acknowledge_by_hand")
    return replace(plan, asks=asks, may_acknowledge=_BY_POST)


def _only_by_post(plan: Plan, entry: Entry) -> bool:
    """Whether the one thing against an answer is that they have no e-mail address, and they ask for themselves."""
    return not entry.address and not entry.for_name and plan.may_acknowledge.why_not is WhyNot.UNREADABLE


def _name_parties(tx: Tx, case_id: int, entry: Entry) -> None:
    """Who asks and who complained belong to the case, with how each is written to."""
    asks = "representative" if entry.for_name else "complainant"
    parties.add(tx, case_id, PartyView(asks, entry.name, entry.address.lower(), postal=entry.postal))
    if entry.for_name:
        parties.add(tx, case_id, PartyView("complainant", entry.for_name, ""))


def _answered(service: Service, tx: Tx, case_id: int, plan: Plan, entry: Entry, by: str) -> tuple[str, ...]:
    """What was agreed with them is kept, and the acknowledgement waits to be printed; answers the keys of letters."""
    source = "the entry by hand"
    for words in entry.adjustments:
        rulings.act_on(service, tx, case_id, Act(Verb.ADJUST, by=by, value=words, source=source))
    if plan.may_acknowledge is not _BY_POST:
        return ()
    return rulings.act_on(service, tx, case_id, Act(Verb.ACKNOWLEDGE, by=by, source=source)).letters
