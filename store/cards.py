"""The cards on the board: which item is whose, where it lies and what it shows; makes none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.event_tables import EventRow
from store.events import record
from store.tables import CaseRow
from store.terms import ENDS
from store.work_tables import CardRow, CommandRow

_ALL = select(CardRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_BY_CASE = _ALL.where(col(CardRow.case_id) == bindparam("case_id"))
_BY_KEYS = _ALL.where(col(CardRow.key).in_(bindparam("some", expanding=True)))
_BY_ITEMS = _ALL.where(col(CardRow.item).in_(bindparam("some", expanding=True)))
_COMING = _ALL.where(col(CardRow.wanted_key).in_(bindparam("some", expanding=True)))
_AT_ONCE = 400
_IN_FOLDER = _ALL.where(col(CardRow.folder) == bindparam("folder"), col(CardRow.gone).is_(False))
_OWNER = select(CaseRow.owner).where(col(CaseRow.id) == bindparam("case_id"))
_LOST = select(CardRow.case_id).where(col(CardRow.lost).is_(True)).limit(1)
_NONE_LOST = update(CardRow).where(col(CardRow.lost).is_(True)).values(lost=False)
_NEW = insert(CardRow)
_ONE = update(CardRow).where(col(CardRow.case_id) == bindparam("which"))
_TOUCHED = (
    select(EventRow.case_id)
    .where(col(EventRow.seq) > bindparam("after"), col(EventRow.case_id).is_not(None))
    .distinct()
    .order_by(col(EventRow.case_id))
)
_ASTRAY = (
    select(CardRow.case_id)
    .join(CaseRow, col(CaseRow.id) == col(CardRow.case_id))
    .where(
        col(CaseRow.state).in_([str(end) for end in ENDS]),
        col(CardRow.folder) != bindparam("closed"),
        col(CardRow.gone).is_(False),
    )
)
_SETTLING = select(CommandRow.id).where(
    col(CommandRow.subject) == bindparam("subject"), col(CommandRow.state) == "settling"
)
_HEAD = select(func.max(EventRow.seq))


@dataclass(frozen=True, slots=True)
class Lying:
    """The card of one case as it lies in the mailbox; `wanted_key` is that of one being made. `folder` is its id."""

    case_id: int
    key: str
    item: str
    locator: str
    folder: str
    shown_hash: str
    wanted_key: str
    removed: int
    gone: bool


def of_case(tx: Tx, case_id: int) -> Lying | None:
    """The card of this case, None before it has one."""
    row = tx.connection.execute(_BY_CASE, {"case_id": case_id}).first()
    return None if row is None else _lying(row)


def by_keys(tx: Tx, keys: Iterable[str]) -> dict[str, Lying]:
    """Those of these keys that cards carry now, with the card."""
    return {row.key: _lying(row) for row in _rows(tx, _BY_KEYS, keys)}


def by_items(tx: Tx, items: Iterable[str]) -> tuple[Lying, ...]:
    """The cards that these items are."""
    return tuple(_lying(row) for row in _rows(tx, _BY_ITEMS, items))


def lying_in(tx: Tx, folder: str) -> tuple[Lying, ...]:
    """The cards that lie in this folder as far as we know."""
    return tuple(_lying(row) for row in tx.connection.execute(_IN_FOLDER, {"folder": folder}))


def owner(tx: Tx, case_id: int) -> str:
    """Whose case it is, as its card says; "" while it is nobody's."""
    return tx.connection.execute(_OWNER, {"case_id": case_id}).scalar_one_or_none() or ""


def want(tx: Tx, case_id: int, key: str) -> None:
    """A card with this key is about to be made for the case; one that was about to be made before may lie anywhere."""
    before = of_case(tx, case_id)
    if before is None:
        usual = {
            "key": "",
            "item": "",
            "locator": "",
            "folder": "",
            "shown_hash": "",
            "removed": 0,
            "gone": False,
            "lost": False,
        }
        tx.connection.execute(_NEW, {"case_id": case_id, "wanted_key": key, **usual})
    else:
        lost = {"lost": True} if before.wanted_key not in ("", key) else {}
        tx.connection.execute(_ONE, {"which": case_id, "wanted_key": key, **lost})


def any_lost(tx: Tx) -> bool:
    """Whether a card may lie in the mailbox of which nobody knows where."""
    return tx.connection.execute(_LOST).first() is not None


def found_all(tx: Tx) -> None:
    """Every folder has been looked through for lost cards."""
    tx.connection.execute(_NONE_LOST)


def lies(tx: Tx, case_id: int, *, key: str, item: str, locator: str, folder: str, shown_hash: str) -> None:
    """This is the card of the case now, and what it shows."""
    values = {"key": key, "item": item, "locator": locator, "folder": folder, "shown_hash": shown_hash}
    tx.connection.execute(_ONE, {"which": case_id, **values, "wanted_key": "", "made_at": tx.now, "gone": False})


def moved(tx: Tx, one: Lying, *, item: str, locator: str, folder: str) -> None:
    """The card lies in this folder now, under this id."""
    where = {"item": item, "locator": locator, "folder": folder, "gone": False}
    tx.connection.execute(_ONE, {"which": one.case_id, **where})


def taken_away(tx: Tx, one: Lying) -> None:
    """A person removed the card."""
    tx.connection.execute(_ONE, {"which": one.case_id, "gone": True, "removed": one.removed + 1})
    record(tx, "card_removed", f"card:{one.case_id}", case_id=one.case_id)


def settles(tx: Tx, case_id: int) -> bool:
    """Whether a person has just moved or labelled the card, so that it must lie still."""
    return tx.connection.execute(_SETTLING, {"subject": f"card:{case_id}"}).first() is not None


def touched(tx: Tx, after: int) -> tuple[int, ...]:
    """The cases of which something was recorded after this event."""
    return tuple(tx.connection.execute(_TOUCHED, {"after": after}).scalars())


def newest_event(tx: Tx) -> int:
    """The number of the newest event, 0 before there is any."""
    return tx.connection.execute(_HEAD).scalar_one() or 0


def astray(tx: Tx, closed: str) -> tuple[int, ...]:
    """The cases that have ended and whose card does not lie in this folder."""
    return tuple(tx.connection.execute(_ASTRAY, {"closed": closed}).scalars())


def known(tx: Tx, keys: Iterable[str]) -> frozenset[str]:
    """Those of these keys that cards carry which lie in the mailbox or are being made."""
    asked = set(keys)
    lying = {row.key for row in _rows(tx, _BY_KEYS, asked)}
    return frozenset(lying | {row.wanted_key for row in _rows(tx, _COMING, asked - lying)})


def _rows(tx: Tx, query: Any, values: Iterable[str]) -> Iterator[Any]:
    """The rows with one of these values, asked for a few hundred at a time."""
    wanted = [value for value in values if value]
    for start in range(0, len(wanted), _AT_ONCE):
        yield from tx.connection.execute(query, {"some": wanted[start : start + _AT_ONCE]})


def _lying(row: Any) -> Lying:
    return Lying(
        row.case_id, row.key, row.item, row.locator, row.folder, row.shown_hash, row.wanted_key, row.removed, row.gone
    )
