"""A request that came by post, telephone, walk-in or from prison, as somebody of the team writes it down; opens none.

The mail that does it begins with "new case"; then one field on a line:

    new case
    by: post
    received: 9 November 2026
    name: Ann Example
    postal: 1 High Street, London
    police reference: PC/04417/26
    outcome dated: 2 November 2026
    note: She says that nobody spoke to the witness.

What follows "note:", on that line and below it, is what they say, in their words or in those of whoever took it down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from handlers.command_lines import day_in
from handlers.working_days import in_words


class Way(StrEnum):
    """How the request came."""

    POST = "post"
    PHONE = "phone"
    WALK_IN = "walk-in"
    PRISON = "prison"


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody wrote down of a request: days as they are said, nothing confirmed by it.

    `name` is who asks, and `for_name` the complainant where somebody else asks for them. `provided` is the day on
    which they say the outcome reached them. `adjustments` were agreed with them, each in a few words.
    """

    way: Way
    received_on: date
    name: str
    address: str = ""
    postal: str = ""
    force_reference: str = ""
    outcome_dated: date | None = None
    provided: date | None = None
    for_name: str = ""
    note: str = ""
    in_prison: bool = False
    adjustments: tuple[str, ...] = ()

    @property
    def complainant(self) -> str:
        """Whose complaint it is."""
        return self.for_name or self.name


class NotAnEntry(Exception):
    """What was written down cannot open a case; the sentences say what is wrong or missing."""


_WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "post": Way.POST, "letter": Way.POST, "phone": Way.PHONE, "telephone": Way.PHONE, "walk-in": Way.WALK_IN,
        "walk in": Way.WALK_IN, "in person": Way.WALK_IN, "prison": Way.PRISON,
    }
)  # fmt: skip
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "by": "by", "received": "received", "name": "name", "e-mail": "address", "email": "address",
        "postal": "postal", "postal address": "postal", "police reference": "force_reference",
        "force reference": "force_reference", "outcome dated": "outcome_dated", "provided": "provided",
        "for": "for_name", "adjustment": "adjustment", "prison": "prison", "note": "note",
    }
)  # fmt: skip
_WAY_WORDS: Mapping[Way, str] = MappingProxyType(
    {
        Way.POST: "by post",
        Way.PHONE: "by telephone",
        Way.WALK_IN: "in person",
        Way.PRISON: "from prison",
    }
)


def parse(text: str, today: date) -> Entry:
    """What the form says, read on this day; dates are day first. Raises NotAnEntry with everything that is wrong."""
    said, faults = _fields(text)
    dates = {name: _day(name, said, today, faults) for name in ("received", "outcome_dated", "provided")}
    way = _WAYS.get(said.get("by", "").casefold())
    if way is None:
        faults.append("Say how it came: “by: post”, phone, walk-in or prison.")
    if not said.get("name"):
        faults.append("Say who asks: “name: …”.")
    if not said.get("received"):
        faults.append("Say when it came: “received: 9 November 2026”.")
    if faults or way is None or dates["received"] is None:
        raise NotAnEntry(" ".join(faults))
    entry = Entry(
        way=way,
        received_on=dates["received"],
        name=said["name"],
        address=said.get("address", ""),
        postal=said.get("postal", ""),
        force_reference=said.get("force_reference", ""),
        outcome_dated=dates["outcome_dated"],
        provided=dates["provided"],
        for_name=said.get("for_name", ""),
        note=said.get("note", ""),
        in_prison=said.get("prison", "").casefold() in ("yes", "y", "true"),
        adjustments=tuple(filter(None, (one.strip() for one in said.get("adjustment", "").split(";")))),
    )
    if wrong := impossible(entry, today):
        raise NotAnEntry(wrong)
    return entry


def impossible(entry: Entry, today: date) -> str:
    """Why these days cannot all be right, or ""."""
    if entry.received_on > today:
        return f"It cannot have come on {in_words(entry.received_on)}: that day is still to come."
    for what, on in (("outcome dated", entry.outcome_dated), ("provided", entry.provided)):
        if on is not None and on > entry.received_on:
            return f"“{what}” is {in_words(on)}, after the request came on {in_words(entry.received_on)}."
    return ""


def written_down(entry: Entry, by: str) -> str:
    """The entry as it is kept: by whom and how it came, each field on a line, then the words."""
    return "\n".join((*_head(entry, by), "", entry.note or "(no words were taken down)")) + "\n"


def _head(entry: Entry, by: str) -> Iterator[str]:
    yield f"Entered by hand by {by}. The request came {_WAY_WORDS[entry.way]} on {in_words(entry.received_on)}."
    yield ""
    fields = (
        ("Name", entry.name),
        ("For", entry.for_name),
        ("E-mail", entry.address),
        ("Postal address", entry.postal),
        ("Police reference", entry.force_reference),
        ("Outcome letter dated", in_words(entry.outcome_dated) if entry.outcome_dated else ""),
        ("Outcome came on", in_words(entry.provided) if entry.provided else ""),
        ("Adjustments", "; ".join(entry.adjustments)),
        ("In prison", "yes" if entry.in_prison or entry.way is Way.PRISON else ""),
    )
    yield from (f"{label}: {words}" for label, words in fields if words)


def _fields(text: str) -> tuple[dict[str, str], list[str]]:
    """Each field with its words, and a sentence for each line that is none; the note takes all that follows it."""
    said: dict[str, str] = {}
    faults: list[str] = []
    lines = text.strip().splitlines()[1:]
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        label, colon, words = line.partition(":")
        name = _FIELDS.get(" ".join(label.split()).casefold())
        if not colon or name is None:
            faults.append(f"“{line.strip()[:60]}” is no field of the form.")
        elif name == "note":
            said["note"] = "\n".join((words.strip(), *lines[number + 1 :])).strip()
            break
        else:
            said[name] = f"{said[name]}; {words.strip()}" if name == "adjustment" and name in said else words.strip()
    return said, faults


def _day(name: str, said: Mapping[str, str], today: date, faults: list[str]) -> date | None:
    words = said.get(name, "")
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        found = day_in(words, today, ahead=False)
    if found is None:
        faults.append(f"“{words[:40]}” is no day; write it like 9 November 2026.")
    return found
