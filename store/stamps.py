"""The mark that each message is given, by which it is known under whatever id; asks no mailbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam
from sqlmodel import col, select

from store.engine import Tx
from store.tables import IntakeRow

_LAST = select(IntakeRow.stamp).order_by(col(IntakeRow.id).desc()).limit(1)
_TAKEN = select(IntakeRow.stamp).where(col(IntakeRow.stamp).in_(bindparam("some", expanding=True)))


def to_give(tx: Tx, items: Sequence[tuple[str, str, str]]) -> list[str]:
    """The stamp of each new message, given as its id, the hash of its bytes and the stamp it carries ("" for none).

    It keeps one that we gave it, before the store was restored and forgot it, unless another message has that.
    """
    worn = Counter(stamp for _, _, stamp in items if tx.vault.is_own_key(stamp))
    taken = frozenset(tx.connection.execute(_TAKEN, {"some": list(worn)}).scalars()) if worn else frozenset()
    keeps = {stamp for stamp, times in worn.items() if times == 1} - taken
    return [stamp if stamp in keeps else tx.vault.own_key(f"item {item} {sha256}") for item, sha256, stamp in items]


def forgot(tx: Tx, stamps: Iterable[str]) -> bool:
    """Whether this store gave any of these stamps, which none of its messages has.

    A stamp says by itself which installation gave it. Those of the first versions do not: a store that has given one
    that does knows every other it ever gave.
    """
    strange = tuple(stamps)
    if any(tx.vault.is_own_key(one) for one in strange):
        return True
    last = tx.connection.execute(_LAST).scalar_one_or_none()
    return bool(strange and last) and not tx.vault.is_own_key(str(last))
