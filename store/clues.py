"""What leads to a case beside our own reference and letters: an address, a force reference, a name, a file.

Only remembers such clues and looks cases up by them. A clue is a keyed tag; it proves nothing and attaches nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam, desc, union_all
from sqlmodel import col, insert, select

from store.engine import Tx
from store.tables import ClueRow, IntakeRow, PartyRow

_MOST = 20
"""The latest cases one look-up leads to: an address, or a name, with more of them says little."""

_FORCE_REFERENCE, _NAME, _FILE = "force reference", "name", "file"
_WORD = re.compile(r"[^\W\d_]+")

_NEW = insert(ClueRow)
_NEW_OF_MESSAGE = insert(ClueRow).from_select(
    ["tag", "case_id"],
    select(bindparam("tag_", type_=String), IntakeRow.case_id).where(col(IntakeRow.id) == bindparam("message")),
)
_OF_ADDRESS: Any = select(PartyRow.case_id, col(PartyRow.address_tag).label("tag"))
_OF_CLUES = select(ClueRow.case_id, ClueRow.tag)
_LATEST: Any = (
    union_all(
        _OF_ADDRESS.where(col(PartyRow.address_tag) == bindparam("address")),
        _OF_CLUES.where(col(ClueRow.tag).in_(bindparam("tags", expanding=True))),
    )
    .order_by(desc("case_id"))
    .limit(_MOST)
)


@dataclass(frozen=True, slots=True)
class Led:
    """The cases to which clues lead: of them those to which the sender's address belongs, those with the same file."""

    cases: frozenset[int]
    of_sender: frozenset[int]
    same_file: frozenset[int]


def add(tx: Tx, case_id: int, *, names: str, force_references: str) -> None:
    """From now on these names and force references, each kind in one text joined with "; ", lead to the case."""
    if tags := set(_tags(tx, names, force_references)):
        tx.connection.execute(_NEW, [{"tag": tag, "case_id": case_id} for tag in sorted(tags)])


def add_files(tx: Tx, intake_id: int, files: Iterable[str]) -> None:
    """From now on these files, by their sha256, lead to the case of this message."""
    if rows := [{"tag_": tag, "message": intake_id} for tag in set(_tags(tx, files=files))]:
        tx.connection.execute(_NEW_OF_MESSAGE, rows)


def led_to(tx: Tx, *, sender: str, names: str, force_references: str, files: Iterable[str]) -> Led:
    """The latest cases to which any of these leads."""
    address = tx.vault.tag(sender, "address") if sender else ""
    of_files = frozenset(_tags(tx, files=files))
    wanted = {"address": address, "tags": [*of_files, *_tags(tx, names, force_references)]}
    rows = tx.connection.execute(_LATEST, wanted).all()
    return Led(
        frozenset(case_id for case_id, _ in rows),
        frozenset(case_id for case_id, tag in rows if tag == address),
        frozenset(case_id for case_id, tag in rows if tag in of_files),
    )


def _tags(tx: Tx, names: str = "", force_references: str = "", files: Iterable[str] = ()) -> Iterator[str]:
    for name in names.split("; "):
        words = _WORD.findall(_plain(name))
        if len(words) > 1 and "@" not in name:
            yield tx.vault.tag(f"{words[0]} {words[-1]}", _NAME)
    for reference in filter(None, force_references.split("; ")):
        yield tx.vault.tag(reference, _FORCE_REFERENCE)
    for file in files:
        yield tx.vault.tag(file, _FILE)


def _plain(name: str) -> str:
    """A name without accents, and its apostrophes and hyphens closed up, so that every way to write it is one clue."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return name
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if sign.isalpha() or sign.isspace())
