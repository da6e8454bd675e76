"""Who leads, and whether sending is paused: the one control row. One instance leads; the others may only look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select, update

from store.engine import Store, Tx
from store.events import record
from store.tables import ControlRow

_CLOCKS_DIFFER = timedelta(hours=1)
"""Two hosts' clocks differ by less: a lead renewed later than that was renewed by a wrong clock, and by nobody."""
OTHER_HOST_WAITS = timedelta(seconds=60)

_ROW = col(ControlRow.id) == 1
_LOOK = select(  # type: ignore[call-overload]  # SQLModel types selects of up to four columns
    ControlRow.epoch,
    ControlRow.host,
    ControlRow.renewed_at,
    ControlRow.paused,
    ControlRow.paused_by,
    ControlRow.paused_why,
    ControlRow.last_pass_at,
).where(_ROW)
_MAY_SEND = select(ControlRow.epoch, ControlRow.paused, ControlRow.restored_at).where(_ROW)


@dataclass(frozen=True, slots=True)
class Control:
    """The control row as it stands."""

    epoch: int
    host: str
    renewed_at: datetime | None
    paused: bool
    paused_by: str
    paused_why: str
    last_pass_at: datetime | None


def look(tx: Tx) -> Control:
    """Who leads and whether sending is paused."""
    return Control(*tx.connection.execute(_LOOK).one())


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead just taken: its epoch, and whether whoever led before never gave it up."""

    epoch: int
    after_a_death: bool


def take_lead(store: Store, now: datetime, *, actor: str, holder: str, host: str) -> Lead | None:
    """The lead this instance has from now on, or None while another host holds a fresh one.

    The caller already holds this host's lock file, so a holder on the same host is dead and is succeeded at once;
    one on another host is given `OTHER_HOST_WAITS` since it last renewed.
    """
    with store.writing(now, actor) as tx:
        row = look(tx)
        fresh = row.renewed_at is not None and -_CLOCKS_DIFFER < now - row.renewed_at < OTHER_HOST_WAITS
        if row.host not in ("", host) and fresh:
            return None
        epoch = row.epoch + 1
        values = {"epoch": epoch, "holder": holder, "host": host, "renewed_at": now}
        tx.connection.execute(update(ControlRow).where(_ROW).values(**values))
        record(tx, "lead_taken", "service", rule=f"epoch {epoch}", after=row.host or "nobody")
        return Lead(epoch, after_a_death=row.host != "")


def give_up_lead(tx: Tx) -> None:
    """Nobody leads: the next instance, on any host, may take over at once."""
    tx.connection.execute(update(ControlRow).where(_ROW).values(host="", holder="", renewed_at=None))
    record(tx, "lead_given_up", "service")


def may_send(tx: Tx, epoch: int) -> str:
    """ "" when this epoch still leads and sending is not paused, otherwise why nothing may leave."""
    row = tx.connection.execute(_MAY_SEND).one()
    if row.epoch != epoch:
        return "another instance leads"
    if row.restored_at is not None:
        return "the store was restored and nobody has accepted that yet"
    return "paused" if row.paused else ""


def pause(tx: Tx, *, by: str, why: str) -> bool:
    """Sending is paused; False when it was before."""
    if look(tx).paused:
        return False
    tx.connection.execute(update(ControlRow).where(_ROW).values(paused=True, paused_by=by, paused_why=why))
    record(tx, "paused", "service", by=by, why=why)
    return True


def resume(tx: Tx, *, by: str) -> bool:
    """Sending is no longer paused by this switch; False when it was not."""
    if not look(tx).paused:
        return False
    tx.connection.execute(update(ControlRow).where(_ROW).values(paused=False, paused_by="", paused_why=""))
    record(tx, "resumed", "service", by=by)
    return True


def pass_finished(tx: Tx) -> None:
    """A whole pass, mailbox to store, has ended now."""
    tx.connection.execute(update(ControlRow).where(_ROW).values(last_pass_at=tx.now))
