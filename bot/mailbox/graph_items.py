"""How our marks stand on an item in Microsoft Graph, and how items are asked for by them; asks nothing.

The same properties can be read through Exchange Web Services: a mailbox that moves from one to the other keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

_OURS = "{6ab1cf0b-6b1c-4d0a-9a0f-5c2a55d0e7b1}"
KEY = f"String {_OURS} Name ReviewsKey"
CARD = f"String {_OURS} Name ReviewsCard"
STAMP = f"String {_OURS} Name ReviewsStamp"
SIZE = "Integer 0x0E08"
VOTES = "Binary {00062008-0000-0000-C000-000000000046} Id 0x8520"
NO_DRAFT = {"Integer 0x0E07": "1"}
"""What an item is made with that is to be no draft: read, and not unsent."""
_ZONE = "GMT Standard Time"


def marked(name: str, value: str) -> dict[str, Any]:
    """The part of an item's JSON that sets one of our marks."""
    return with_properties({name: value})


def with_properties(values: Mapping[str, str]) -> dict[str, Any]:
    """The part of an item's JSON that sets these properties."""
    return {"singleValueExtendedProperties": [{"id": name, "value": value} for name, value in values.items()]}


def flagged(day: date) -> dict[str, Any]:
    """The part of an item's JSON that flags it for this day."""
    due = {"dateTime": f"{day.isoformat()}T00:00:00", "timeZone": _ZONE}
    return {"flag": {"flagStatus": "flagged", "startDateTime": due, "dueDateTime": due}}


def mark(item: Mapping[str, Any], name: str) -> str:
    """What an item says under one of these properties, "" where it has none."""
    values = item.get("singleValueExtendedProperties") or ()
    return next((str(one["value"]) for one in values if _same(one["id"], name) and one.get("value")), "")


def showing(*names: str) -> str:
    """The $expand that brings these properties with every item."""
    chosen = " or ".join(f"id eq '{name}'" for name in names)
    return f"$expand={quote(f'singleValueExtendedProperties($filter={chosen})', safe='()$=')}"


def carrying(name: str, value: str) -> str:
    """The $filter for items that carry this mark."""
    condition = f"ep/id eq '{name}' and ep/value eq '{quoted(value)}'"
    return f"$filter={quote(f'singleValueExtendedProperties/Any(ep: {condition})', safe='()/')}"


def message(mailbox: str, item: str) -> str:
    """The path of an item, whatever folder it lies in."""
    return f"{mailbox}/messages/{quote(item, safe='')}"


def quoted(text: str) -> str:
    """The text as it stands between the quotes of a $filter."""
    return text.replace("'", "''")


def instant(text: object) -> datetime:
    """An instant as Graph writes it. Raises ValueError for anything else."""
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise ValueError("An instant of Graph names its zone.")
    return found


def _same(said: str, name: str) -> bool:
    """Graph answers with a spelling of its own: small letters, and tags without their zeros."""
    return _spelt(said) == _spelt(name)


def _spelt(name: str) -> str:
    head, _, tag = name.lower().partition("0x")
    return f"{head}0x{tag.lstrip('0')}" if tag else head
