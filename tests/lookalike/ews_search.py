"""How EWS finds items: restrictions, sorting and the pages of a listing."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.lookalike.ews_shapes import FIELDS, property_value
from tests.lookalike.ews_words import child, local, m, need, property_of, yes
from tests.lookalike.folders import Refused
from tests.lookalike.items import Folder, Item
from tests.lookalike.mailbox import Mailbox

T = TypeVar("T")
Says = Callable[[ET.Element], str | None]
Test = Callable[[Says], bool]
_COMPARED: dict[str, Callable[[str, str], bool]] = {
    "IsEqualTo": lambda is_, wanted: is_ == wanted,
    "IsNotEqualTo": lambda is_, wanted: is_ != wanted,
    "IsGreaterThan": lambda is_, wanted: is_ > wanted,
    "IsGreaterThanOrEqualTo": lambda is_, wanted: is_ >= wanted,
    "IsLessThan": lambda is_, wanted: is_ < wanted,
    "IsLessThanOrEqualTo": lambda is_, wanted: is_ <= wanted,
}
_CONTAINED: dict[str, Callable[[str, str], bool]] = {
    "Substring": lambda is_, wanted: wanted in is_,
    "Prefixed": lambda is_, wanted: is_.startswith(wanted),
    "FullString": lambda is_, wanted: is_ == wanted,
}


def value(mailbox: Mailbox, item: Item, uri: ET.Element) -> str | None:
    """What an item says in the field or property that is named. Raises Refused for a field nobody knows."""
    if local(uri) == "ExtendedFieldURI":
        found = property_value(mailbox, item, property_of(uri))
        return "\n".join(found) if isinstance(found, list) else found
    name = uri.get("FieldURI", "")
    if not name or name not in FIELDS:
        raise Refused("ErrorInvalidPropertyRequest", "Nobody knows this field.")
    told = FIELDS[name][1](mailbox, item)
    return None if told is None else "\n".join(text for text in told.itertext())


def folder_value(folder: Folder, uri: ET.Element) -> str | None:
    """What a folder says in the field or property that is named, None for any it does not have."""
    tag = property_of(uri).number if local(uri) == "ExtendedFieldURI" else 0
    named = {"folder:DisplayName": folder.name, "folder:FolderClass": folder.kind}
    tagged = {0x3001: folder.name, 0x3613: folder.kind, 0x10F4: yes(folder.hidden)}
    return tagged.get(tag) if tag else named.get(uri.get("FieldURI", ""))


def restriction(asked: ET.Element | None) -> Test:
    """What a Restriction lets pass, by what one thing says in each field: everything where there is none."""
    if asked is None:
        return lambda _: True
    return _test(asked[0] if local(asked) == "Restriction" else asked)


def _test(asked: ET.Element) -> Test:
    kind = local(asked)
    if kind in {"And", "Or"}:
        tests = [_test(one) for one in asked]
        every = all if kind == "And" else any
        return lambda says: every(one(says) for one in tests)
    if kind == "Not":
        inner = _test(asked[0])
        return lambda says: not inner(says)
    if kind == "Exists":
        return lambda says: says(asked[0]) is not None
    if kind == "Contains":
        contained = _CONTAINED[asked.get("ContainmentMode", "FullString")]
        wanted = need(asked, "Constant").get("Value", "")
        return lambda says: contained(_plain(says(asked[0])), _plain(wanted))
    if kind in _COMPARED:
        compared, other = _COMPARED[kind], need(asked, "FieldURIOrConstant")[0]

        def test(says: Says) -> bool:
            there = says(asked[0])
            wanted = other.get("Value", "") if local(other) == "Constant" else says(other)
            return there is not None and compared(_plain(there), _plain(wanted))

        return test
    raise Refused("ErrorUnsupportedPathForQuery", f"Nobody can search by {kind}.")


def _plain(text: str | None) -> str:
    """Text as it is compared: in any casing, and true the same as 1."""
    return {"1": "true", "0": "false"}.get(text or "", (text or "").lower())


def ordered(mailbox: Mailbox, items: list[Item], order: ET.Element | None) -> list[Item]:
    """Sorted as was asked for, the last order first; as they come where nothing was asked."""
    for one in reversed(list(order if order is not None else ())):
        down = one.get("Order") == "Descending"
        items = sorted(items, key=lambda item, uri=one[0]: value(mailbox, item, uri) or "", reverse=down)  # type: ignore[misc]
    return items


@dataclass(frozen=True)
class View:
    """Which part of a listing is told: at most `most` from `offset` on, counted from its end if `backwards`."""

    offset: int = 0
    most: int = 1000
    backwards: bool = False

    @classmethod
    def read(cls, asked: ET.Element, name: str) -> View:
        """From an IndexedPage…View; everything up to the server's limit where there is none."""
        view = child(asked, name)
        if view is None:
            return cls()
        most = min(int(view.get("MaxEntriesReturned", "1000")), 1000)
        return cls(int(view.get("Offset", "0")), most, view.get("BasePoint") == "End")

    def part(self, everything: Sequence[T]) -> tuple[Sequence[T], ET.Element]:
        """That part, and the RootFolder that says how it goes on."""
        if self.backwards:
            everything = everything[::-1]
        told = everything[self.offset : self.offset + self.most]
        behind = self.offset + len(told)
        root = m(
            "RootFolder", TotalItemsInView=str(len(everything)), IncludesLastItemInRange=yes(behind >= len(everything))
        )
        root.set("IndexedPagingOffset", str(behind))
        return told[::-1] if self.backwards else told, root
