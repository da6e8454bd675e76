"""What a category that a person set asks for; sets none and does nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from handlers.labels import Alarm, is_command, owner_of
from handlers.post import COMPLAINANT, IOPC, MACHINE, NEW, NOT_FOR_US, OTHERS, OURS, POLICE
from store.terms import Kind

KIND_SAID: Mapping[str, Kind] = MappingProxyType(
    {
        NEW: Kind.APPLICATION,
        COMPLAINANT: Kind.FURTHER_REPRESENTATIONS,
        POLICE: Kind.PAPERS,
        IOPC: Kind.IOPC_CORRESPONDENCE,
        OTHERS: Kind.THIRD_PARTY,
        NOT_FOR_US: Kind.MISDIRECTED,
        MACHINE: Kind.AUTOMATIC_REPLY,
        OURS: Kind.INTERNAL,
    }
)
"""What a person says a message is by giving it a kind's category: of a family of kinds its commonest."""
_NO_LETTER = "No auto-reply: "


def asks(category: str, *, new: bool) -> bool:
    """Whether a category tells the service something; a name or a kind only where it is `new` on the item."""
    return is_command(category) or (new and (bool(owner_of(category)) or is_kind(category)))


def is_kind(category: str) -> bool:
    """Whether a category says what a message is."""
    return category in KIND_SAID


def replaced(old: Iterable[str], new: Iterable[str], prefix: str) -> tuple[str, ...]:
    """Which of the categories an item had are ours and no longer hold; those of others stay."""
    now = set(new)
    return tuple(name for name in old if name not in now and _ours(name, prefix))


def _ours(name: str, prefix: str) -> bool:
    return name in KIND_SAID or name in set(Alarm) or name.startswith((f"{prefix}/", _NO_LETTER))
