"""Opens the database and hands out transactions; knows no table but the control row, and asks no clock.

SQLite runs in WAL with synchronous=FULL and takes its write lock when a transaction begins; PostgreSQL takes the
lock on the control row. Either way writers queue, and one that has lost the lead writes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import col, select, update

from store.blobs import Blobs
from store.points import reached
from store.tables import CaseKeyRow, ControlRow
from store.vault import Erased, Sealer, StoreFault, Unfit, Vault, open_vault

SCHEMA = "0008"

_KEYS_AT_ONCE = 400
_WRAPPED = select(CaseKeyRow.case_id, CaseKeyRow.wrapped).where(
    col(CaseKeyRow.case_id).in_(bindparam("cases", expanding=True)), col(CaseKeyRow.wrapped).is_not(None)
)
_CONTROL = update(ControlRow).where(col(ControlRow.id) == 1)
_TAKE_LOCK = _CONTROL.values(head_seq=ControlRow.head_seq)
_RENEW = _CONTROL.where(col(ControlRow.epoch) == bindparam("held")).values(renewed_at=bindparam("now"))
_HEAD = select(ControlRow.head_seq, ControlRow.head_hash).where(col(ControlRow.id) == 1)


class LeadLost(Exception):
    """Another instance leads now; what was about to be written was not."""


class Refused(StoreFault):
    """The database would not go on for now, whatever it was asked; nothing half done was kept."""


class Busy(Refused):
    """Somebody else is writing to the store and did not finish in time; trying again later is enough."""


@dataclass
class Tx:
    """One transaction: everything recorded through it is committed together or not at all."""

    connection: Connection
    vault: Vault
    now: datetime
    actor: str
    head: tuple[int, str] = (0, "")
    pending: list[Any] = field(default_factory=list)
    _sealers: dict[int, Sealer] = field(default_factory=dict)

    def sealer(self, case_id: int | None) -> Sealer:
        """What seals the personal data of this case, or of what has none. Raises Erased when its key is gone."""
        if case_id is None:
            return self.vault.general
        if self.is_erased(case_id):
            raise Erased(f"The personal data of case {case_id} has been erased.")
        return self._sealers[case_id]

    def is_erased(self, case_id: int | None) -> bool:
        """Whether the personal data of the case can be read no more, because its key was destroyed."""
        if case_id is not None:
            self.fetch_keys([case_id])
        return case_id is not None and case_id not in self._sealers

    def forget_key(self, case_id: int) -> None:
        """This case's key is at hand no more."""
        self._sealers.pop(case_id, None)

    def fetch_keys(self, case_ids: Iterable[int | None]) -> None:
        """The keys of these cases, as far as they have not been erased, are at hand while the transaction lasts."""
        wanted = list({one for one in case_ids if one is not None and one not in self._sealers})
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            some = {"cases": wanted[start : start + _KEYS_AT_ONCE]}
            for case_id, wrapped in self.connection.execute(_WRAPPED, some):
                self.keep_key(case_id, wrapped)

    def keep_key(self, case_id: int, wrapped: bytes) -> None:
        """This case's key is at hand while the transaction lasts."""
        self._sealers[case_id] = self.vault.sealer(wrapped, f"case {case_id}")


class Store:
    """The open store: transactions, the vault and the blobs."""

    def __init__(self, engine: Engine, vault: Vault, blobs: Blobs) -> None:
        self._engine = engine
        self.vault = vault
        self.blobs = blobs

    @contextmanager
    def writing(self, now: datetime, actor: str, *, epoch: int | None = None) -> Iterator[Tx]:
        """A transaction that commits when the block ends well.

        With an epoch it first renews the lead under that epoch and raises LeadLost when another instance has it.
        """
        from store.events import flush

        with _explained(), self._engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                _fence(connection, now, epoch)
                tx = Tx(connection, self.vault, now, actor, head=_head(connection))
                yield tx
                flush(tx)
                reached("commit.before")
        reached("commit.after")

    @contextmanager
    def trying(self, now: datetime) -> Iterator[Tx]:
        """A transaction that sees everything done in it and is taken back at its end, however that comes."""
        with _explained(), self._engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            transaction = connection.begin()
            try:
                yield Tx(connection, self.vault, now, "", head=_head(connection))
            finally:
                transaction.rollback()

    @contextmanager
    def reading(self, now: datetime) -> Iterator[Tx]:
        """A consistent view; nothing written through it is kept."""
        with _explained(), self._engine.connect() as connection:
            yield Tx(connection, self.vault, now, "")
            connection.rollback()

    def close(self) -> None:
        """No connection is open any more."""
        self._engine.dispose()


def is_there(url: str) -> bool:
    """Whether a store is kept at this address, as far as that can be told without opening it."""
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").exists()


def open_store(url: str, blobs: Path, key_file: Path) -> Store:
    """The store at this address, made with its key file where there was none, and at this version's schema.

    Raises Unfit when the key file is missing though the store is not, or the schema is one we do not know.
    """
    try:
        engine = _engine(url)
        tables = set(inspect(engine).get_table_names())
    except (DatabaseError, OSError) as error:
        why = error.orig if isinstance(error, DatabaseError) else error.strerror
        raise Unfit(f"The database {_shown(url)} cannot be opened ({why}).") from None
    if tables and "alembic_version" not in tables:
        raise Unfit(f"The database {_shown(url)} holds something else; give the service a database of its own.")
    vault = open_vault(key_file, may_create=not tables and not _anything_in(blobs))
    if _version(engine) != SCHEMA:
        from store.migrate import to_newest

        to_newest(engine, _version(engine))
    _check_key(engine, vault)
    return Store(engine, vault, Blobs(blobs, vault))


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise Busy("Another program is writing to the store and did not finish in time. Try again later.") from None
        if "full" in str(error.orig):
            raise Refused("The disk with the store is full; free some space. Nothing half done was kept.") from None
        raise Refused(f"The database would not go on ({error.orig}). Nothing half done was kept.") from None


def _anything_in(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _version(engine: Engine) -> str:
    if not inspect(engine).has_table("alembic_version"):
        return ""
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, hide_parameters=True, pool_size=1)
    if parsed.database:
        Path(parsed.database).parent.mkdir(exist_ok=True, mode=0o700)  # a longer path that is missing is a mistake
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")
    if connection.execute("PRAGMA synchronous").fetchone() != (2,):
        raise Unfit("This SQLite does not keep commits over a loss of power (synchronous=FULL was refused).")


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_key(engine: Engine, vault: Vault) -> None:
    """The key file is the one this store was made with; a store just made notes which one that is."""
    ours = vault.mark("key check")
    with engine.connect() as connection:
        noted = connection.execute(select(ControlRow.key_check).where(col(ControlRow.id) == 1)).scalar_one()
    if noted == "":
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(_CONTROL.values(key_check=ours))
    elif noted != ours:
        raise Unfit("The key file belongs to another store. Put the one of this store back from your backup.")


def _fence(connection: Connection, now: datetime, epoch: int | None) -> None:
    if epoch is None:
        connection.execute(_TAKE_LOCK)  # the row's lock, for where there is no file lock
        return
    if connection.execute(_RENEW, {"held": epoch, "now": now}).rowcount != 1:
        raise LeadLost("Another instance of the service leads now; this one has stopped writing.")


def _head(connection: Connection) -> tuple[int, str]:
    row = connection.execute(_HEAD).one()
    return row.head_seq, row.head_hash
