"""A person says who wrote a message beside the complainant: its writer becomes a party of its own. Sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.deeds import NotDone, Outcome, case_folder, done, reference
from bot.desk.message_deeds import Taken, correct, placed
from bot.mime import Unreadable
from handlers.labels import Alarm
from handlers.party_acts import may_have_written
from store import intake, papers, parties, refiling
from store.blobs import BlobDamaged
from store.engine import Tx
from store.intake import Held
from store.messages import Act, Incoming, Verb
from store.terms import Kind, PartyRole, Place
from store.vault import Erased

if TYPE_CHECKING:
    from bot.service import Service

_NO_CASE = "It belongs to no case yet. Drop it in the folder of its case first, then say who it is."
_NO_SENDER = "Its sender cannot be read for certain. Say who it is by a mail: party {reference} officer NAME."


def recorded(taken: Taken, tx: Tx, role: PartyRole) -> Outcome:
    """Whoever wrote the message is a party of its case in this role, and the message lies with the case.

    What its files had ticked as the police's papers is ticked no more.
    """
    held, incoming = taken.held, taken.incoming
    if held.case_id is None:
        raise NotDone(_NO_CASE)
    own = reference(tx, held.case_id)
    if not incoming.sender:
        raise NotDone(_NO_SENDER.format(reference=own))
    act = Act(
        Verb.PARTY, value=f"{role} {incoming.sender_name}", address=incoming.sender,
        source=f"the category {taken.one.place} was set",
    )  # fmt: skip
    found = done(taken.service, tx, held.case_id, act, subject=taken.one.subject)
    correct(taken, tx, Kind.THIRD_PARTY)
    papers.follow(tx, held.id, held.case_id)
    target = case_folder(own) if held.target == Place.UNSURE else held.target
    return placed(taken, tx, target, said=found.said, loses=(Alarm.NEEDS_A_PERSON.value,))


def about(service: Service, tx: Tx, case_id: int, said: str) -> tuple[Held, Incoming] | None:
    """The one message of the case that somebody wrote who may be a party of its own and is none yet, as it reads.

    None where whoever is meant by these words is not who wrote it.
    """
    known = parties.written_by(tx, case_id)
    waiting = [
        one
        for one in refiling.of_case(tx, case_id)
        if one.id not in known and refiling.kind_of(tx, one.id) == Kind.THIRD_PARTY
    ]
    if len(waiting) != 1:
        return None
    try:
        raw = intake.raw_of(service.store, tx, waiting[0])
        service.reader.ready()
        incoming = service.reader.read(raw)
        return (waiting[0], incoming) if may_have_written(said, incoming) else None
    except (BlobDamaged, Erased, Unreadable):
        return None
