"""What words mean, as tables a caseworker can read and correct; reads its own TOML files and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from store.messages import Cue
from store.terms import Flag, Kind

WEIGHTS = {"strong": 3.0, "some": 1.5, "weak": 0.5, "against": -3.0}
PLACES = frozenset({"subject", "body", "files", "sender"})
SENDERS = frozenset({"public", "force", "iopc", "own"})
MACHINE_PLACES = frozenset({"subject_starts", "subject_is", "subject_has", "body_starts", "body_has", "local_part"})
ROW_KEYS = frozenset({"weight", "in", "from", "only_for", "not_for", "says", "phrases"})


class CueFault(ValueError):
    """A cue table says something that cannot be read; the message names the table and the row."""


def load() -> tuple[Cue, ...]:
    """Every cue this package ships, in the order of its files. Raises CueFault where a table cannot be read."""
    return (
        *scored("kinds", _table("kinds"), {str(kind) for kind in Kind}),
        *scored("flags", _table("flags"), {str(flag) for flag in Flag}),
        *machine_words(_table("machines")),
        *_lists("spellings", _table("spellings")),
        *_lists("languages", _table("languages")),
    )


def scored(table: str, rows: Mapping[str, Any], names: set[str]) -> Iterator[Cue]:
    """The rows of a scored table as cues, each name one of `names`. Raises CueFault."""
    for name, lines in rows.items():
        if name not in names:
            raise CueFault(f"{table}.toml: there is no {name!r}; a heading must be one of the names in kinds.md.")
        for number, line in enumerate(lines, start=1):
            yield _row(table, name, line, f"{table}.toml, row {number} of {name}")


def machine_words(groups: Mapping[str, Any]) -> Iterator[Cue]:
    """The words machines use, one cue for each group and place. Raises CueFault."""
    for name, group in groups.items():
        for place, phrases in group.items():
            if place not in MACHINE_PLACES:
                raise CueFault(f"machines.toml, {name}: {place!r} is no place; use one of {sorted(MACHINE_PLACES)}.")
            yield Cue("machines", name, "", tuple(phrases), places=(place,))


def _table(name: str) -> dict[str, Any]:
    """One shipped TOML file, parsed."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _lists(table: str, rows: Mapping[str, Any]) -> Iterator[Cue]:
    """Plain word lists (spellings, languages) as cues."""
    for name, words in rows.items():
        yield Cue(table, name, "", tuple(words))


def _row(table: str, name: str, line: Mapping[str, Any], where: str) -> Cue:
    """One row as a cue. Raises CueFault with `where` when a key, weight, place or sender is unknown."""
    unknown = line.keys() - ROW_KEYS
    places, senders = tuple(line.get("in", ("subject", "body"))), tuple(line.get("from", ()))
    if unknown:
        raise CueFault(f"{where}: {', '.join(sorted(unknown))} is not a key of a row.")
    if line.get("weight") not in WEIGHTS:
        raise CueFault(f"{where}: the weight must be one of {', '.join(WEIGHTS)}.")
    if not line.get("says") or not line.get("phrases"):
        raise CueFault(f"{where}: a row needs `says` and at least one phrase.")
    if set(places) - PLACES or set(senders) - SENDERS:
        raise CueFault(f"{where}: `in` takes {sorted(PLACES)} and `from` takes {sorted(SENDERS)}.")
    return Cue(
        table,
        name,
        str(line["says"]),
        tuple(line["phrases"]),
        WEIGHTS[line["weight"]],
        places,
        senders,
        tuple(line.get("only_for", ())),
        tuple(line.get("not_for", ())),
    )
