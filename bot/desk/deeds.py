"""What every deed on a person's word shares: what comes of it, and how it is refused; does none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.carry_out import CASE_TARGET
from bot.casework.rulings import Done, act_on
from bot.mime import Unreadable
from store import cases, intake, refiling
from store.blobs import BlobDamaged
from store.commands import Command
from store.engine import Tx
from store.intake import Held
from store.messages import Act, Incoming
from store.vault import Erased

if TYPE_CHECKING:
    from bot.service import Service


_UNREAD = "The service could not read this message, so it cannot act on it. Deal with it by hand."


class NotDone(Exception):
    """Nothing may come of a command; the sentence says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: in one sentence; where the item goes ("" stays), and its labels.

    With `note` the sentence is shown beside the item, though nothing was refused.
    """

    said: str
    goes_to: str = ""
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    note: bool = False


Deed = Callable[[Tx], Outcome]
"""A deed that is ready to be done in one transaction. Raises NotDone, and then nothing of it may stand."""


def done(service: Service, tx: Tx, case_id: int, act: Act, *, subject: str) -> Done:
    """The act is ruled on and carried out. Raises NotDone with the one sentence where it is refused."""
    found = act_on(service, tx, case_id, act, subject=subject)
    if found.refused:
        raise NotDone(found.said)
    return found


def message(service: Service, one: Command, *, unread_will_do: bool = False) -> tuple[Held, Incoming]:
    """The message a command is about, read again from what was kept. Raises NotDone where it cannot be read.

    Where `unread_will_do`, one that nobody but a person can read comes without its words.
    """
    with service.reading() as tx:
        held = refiling.by_id(tx, one.row)
        if held is not None and held.state == "unreadable" and unread_will_do:
            return held, Incoming()
        if held is None or held.state != "understood":
            raise NotDone(_UNREAD)
        try:
            raw = intake.raw_of(service.store, tx, held)
        except (BlobDamaged, Erased):
            raise NotDone("What was kept of this message is gone. Deal with it by hand.") from None
    service.reader.ready()
    try:
        return held, service.reader.read(raw)
    except Unreadable:
        raise NotDone(_UNREAD) from None


def case_folder(reference: str) -> str:
    """The folder of a case, as the service calls it."""
    return f"{CASE_TARGET}{reference}"


def reference_of(place: str) -> str:
    """The case whose folder it is, "" for any other."""
    return place.removeprefix(CASE_TARGET) if place.startswith(CASE_TARGET) else ""


def reference(tx: Tx, case_id: int) -> str:
    """The reference of a case by its row id."""
    known = cases.known(tx, case_id)
    return known.reference if known else ""
