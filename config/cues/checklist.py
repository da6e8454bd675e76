"""By which words a file is known as one of the papers, from `checklist.toml`; reads that file and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tomllib import TOMLDecodeError, loads

from config.cues import CueFault, shipped
from store.messages import Cue
from store.terms import Paper

FILE = "checklist.toml"
NO_PAPER = "no_paper"
KEYS = ("called", "may_be", "endings")


def load(read: Callable[[str], str] = shipped) -> tuple[Cue, ...]:
    """One cue for each paper and list of words, its place the list's name. Raises CueFault."""
    try:
        rows = loads(read(FILE))
    except TOMLDecodeError as fault:
        raise CueFault(f"{FILE} cannot be read: {fault}") from fault
    return tuple(_cues(rows))


def _cues(rows: dict[str, dict[str, list[str]]]) -> Iterator[Cue]:
    known = {*map(str, Paper), NO_PAPER}
    for name, row in rows.items():
        if name not in known:
            raise CueFault(f"{FILE}: there is no paper {name!r}; use one of {', '.join(sorted(known))}.")
        if unknown := row.keys() - set(KEYS):
            raise CueFault(f"{FILE}, {name}: {', '.join(sorted(unknown))} is not a key of a paper.")
        for key in KEYS:
            if row.get(key):
                yield Cue("checklist", name, "", tuple(row[key]), places=(key,))
