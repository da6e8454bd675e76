"""The folders and categories that belong into the mailbox, beside those that are there; makes what is missing.

A folder is known by its id. One that people renamed or dragged elsewhere is left as it is and used where it lies; one
that they took away is made again. The Stop folder has to be where people look for it: it is made again in any case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.carry_out import CASE_TARGET
from bot.mailbox import FolderId, Mailbox, NotFound, Permanent, Tree
from bot.mailbox.examination import Examinable, Examined
from handlers.labels import colours
from store import folders, leadership
from store.events import record
from store.terms import Place, london_date

if TYPE_CHECKING:
    from bot.service import Service

_BIN = "Deleted Items"
"""Where Outlook puts a folder that people delete; it keeps its id there."""


class State(StrEnum):
    """How a folder or category stands, before setting up and after it."""

    THERE = "there"
    TO_MAKE = "to be made"
    MADE = "made"
    LEFT = "renamed or moved, left as it is"
    TAKEN = "taken away, to be made again"
    MADE_AGAIN = "taken away, made again"
    TO_COLOUR = "to be coloured"
    COLOURED = "coloured"
    PLAIN = "without a colour"


_AFTER = {State.TO_MAKE: State.MADE, State.TAKEN: State.MADE_AGAIN}


@dataclass(frozen=True, slots=True)
class Line:
    """One folder or category: the service's own word for it, what people see, and how it stands."""

    what: str
    name: str
    shown: str
    state: State

    def line(self) -> dict[str, Any]:
        """As it is printed."""
        return {"what": self.what, "name": self.name, "shown": self.shown, "state": self.state}


def plan(service: Service) -> tuple[Line, ...]:
    """What setting up would do; changes nothing. Raises MailboxError."""
    tree = _tree(service)
    return (
        *(_folder(name, tree, state) for name, state in _states(service, tree).items()),
        *(_category(one, State.TO_COLOUR) for one in _colours(service)),
    )


def set_up(service: Service, *, by: str) -> tuple[Line, ...]:
    """Every folder of ours is there and watched, and every category has a colour as far as the mailbox lets us.

    Repeatable. A Stop folder that was taken away, or is another one now, counts as a stop: sending is paused.
    Raises MailboxError.
    """
    tree = _tree(service)
    states = _states(service, tree)
    ids = service.mailbox.ensure_folders(_but_left(tree, states))
    made = sorted(name for name, state in states.items() if state in _AFTER)
    with service.store.writing(service.clock.now(), by) as tx:
        stop = folders.known(tx).get(Place.STOP)
        if states[Place.STOP] is State.TAKEN or stop not in (None, ids[Place.STOP]):
            leadership.pause(tx, by=by, why="the Stop folder was taken away")
        folders.keep(tx, ids)
        if made:
            record(tx, "folders_made", "mailbox", folders=made)
    wanted, plain = _colours(service), colour(service)
    return (
        *(_folder(name, tree, _AFTER.get(state, state)) for name, state in states.items()),
        *(_category(one, State.PLAIN if one in plain else State.COLOURED) for one in wanted),
    )


def colour(service: Service) -> frozenset[str]:
    """Every category has a colour as far as the mailbox lets us; answers those it left plain. Raises MailboxError."""
    return service.mailbox.ensure_categories(_colours(service))


def where_it_belongs(service: Service, tree: Tree) -> Tree:
    """These folders without those that people renamed or moved, which stay known by their ids. Raises MailboxError."""
    with service.reading() as tx:
        made_before = folders.known(tx).keys() & tree.keys()
    if not made_before or not isinstance(service.mailbox, Examinable):
        return tree
    return _but_left(tree, _states(service, tree))


def summary(lines: Iterable[Line]) -> str:
    """How many folders and categories stand how, in a sentence for people."""
    counts = Counter((one.what, one.state) for one in lines)
    several = {"folder": "folders", "category": "categories"}
    said = (f"{n} {what if n == 1 else several[what]} {state}" for (what, state), n in counts.items())
    return "; ".join(said) + "."


def _tree(service: Service) -> Tree:
    """Every fixed folder, and that of every case which has one."""
    with service.reading() as tx:
        cases = [name for name in folders.known(tx) if name.startswith(CASE_TARGET)]
    named = service.settings.case_file
    return service.settings.tree() | {name: named(name.removeprefix(CASE_TARGET)) for name in sorted(cases)}


def _colours(service: Service) -> Mapping[str, str]:
    settings, today = service.settings, london_date(service.clock.now())
    return colours(settings.office.force_short, [one.name for one in settings.people if one.belongs(today)])


def _states(service: Service, tree: Tree) -> dict[str, State]:
    """How each folder stands. Raises MailboxError."""
    if not isinstance(service.mailbox, Examinable):
        raise Permanent("This kind of mailbox does not show which folders it has.")
    examined = service.mailbox.examined()
    with service.reading() as tx:
        known = folders.known(tx)
    absent = set(examined.missing(tree))
    lost = {name: known[name] for name in absent if name in known}
    in_bin = _in_bin(examined, {name: tree[name] for name in lost})
    gone = {name for name, folder in lost.items() if name in in_bin or not _answers(service.mailbox, folder)}
    gone |= lost.keys() & {Place.STOP}
    return {name: _state(name, absent, lost, gone) for name in tree}


def _but_left(tree: Tree, states: Mapping[str, State]) -> Tree:
    return {name: path for name, path in tree.items() if states[name] is not State.LEFT}


def _in_bin(examined: Examined, tree: Tree) -> set[str]:
    """The folders that lie among the deleted ones, alone or with a folder above them."""
    binned = {f"{n} {name}": (_BIN, *path[n:]) for name, path in tree.items() for n in range(len(path))}
    return {one.partition(" ")[2] for one in binned.keys() - set(examined.missing(binned))}


def _state(name: str, absent: Container[str], lost: Container[str], gone: Container[str]) -> State:
    if name not in absent:
        return State.THERE
    if name not in lost:
        return State.TO_MAKE
    return State.TAKEN if name in gone else State.LEFT


def _answers(mailbox: Mailbox, folder: FolderId) -> bool:
    """Whether the folder is still in the mailbox, wherever it lies."""
    try:
        next(iter(mailbox.poll({folder: ""})), None)
    except NotFound:
        return False
    return True


def _folder(name: str, tree: Tree, state: State) -> Line:
    return Line("folder", name, " / ".join(tree[name]), state)


def _category(name: str, state: State) -> Line:
    return Line("category", name, name, state)
