"""What is asked of the force and what came, as those see it who decide when to ask again; does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from store.terms.papers import Asked, Paper, PaperState, RequestState, Rung, Said, Scan, Sensitivity, Vouched


@dataclass(frozen=True, slots=True)
class Away:
    """Days (both included) on which a contact is away, and who stands in for them, "" where nobody was named."""

    first: date
    last: date
    cover: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the force in the contact book on a day: whom to write to, and how it likes to be asked.

    `mailbox` is where requests go; `addresses` are all from which its answers count, `mailbox` among them. `manager`,
    `single_point` are where it goes on; "" where the book names nobody. `frozen` are addresses that came back.
    `weekly_on` is a weekday (0 is Monday) where the unit wants one list a week, None for a mail when it is due.
    """

    key: str
    name: str
    mailbox: str
    addresses: frozenset[str] = frozenset()
    manager: str = ""
    single_point: str = ""
    weekly_on: int | None = None
    away: tuple[Away, ...] = ()
    frozen: frozenset[str] = frozenset()
    usually_acknowledges: bool = False


@dataclass(frozen=True, slots=True)
class Territory:
    """What leads to one unit: what it is called, its boroughs, and the shapes of the force's references ("AS/*")."""

    key: str
    name: str
    names: tuple[str, ...] = ()
    boroughs: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One numbered line of a request. `kind` is its row in the checklist, "" for a line somebody added."""

    number: int
    what: str
    kind: str = ""
    required: bool = True
    state: PaperState = PaperState.OUTSTANDING
    received_on: date | None = None
    reason: str = ""
    sensitivity: Sensitivity = Sensitivity.OFFICIAL


@dataclass(frozen=True, slots=True)
class PaperRequest:
    """One request to a unit as it stands.

    `asked_on` is the London day on which its letter was confirmed as sent. `clock` counts the due dates it has had; the
    rungs in `done` belong to this clock. `heard_on` is the last day anything that may be a reply came, `partial_on` the
    last day papers came without being all. Nothing is asked before `paused_until`, nor while it is `held`, because the
    case is on hold or something else must end first. `chases` counts every mail after the request, on any clock;
    `rests` the replies since the last of them, or since the request, that brought no papers and let it rest.
    """

    id: int
    case_id: int
    reference: str
    force_reference: str
    unit: str
    asked: Asked
    state: RequestState
    asked_on: date
    due_on: date
    items: tuple[PaperItem, ...] = ()
    clock: int = 1
    done: Mapping[Rung, date] = field(default_factory=dict)
    heard_on: date | None = None
    partial_on: date | None = None
    paused_until: date | None = None
    paused_because: str = ""
    held: bool = False
    last_mail_on: date | None = None
    chases: int = 0
    rests: int = 0
    extensions: int = 0
    initials: str = ""

    @property
    def missing(self) -> tuple[PaperItem, ...]:
        """The items still to come."""
        return tuple(item for item in self.items if item.required and item.state is PaperState.OUTSTANDING)


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """What one mail of the force says about a request, with where each thing was read.

    `until` is the new day an extension asks for; `redirect` the name or unit of "not ours"; `items` the numbers of
    what it names as sent, `not_held` the numbers or words of what it says nobody holds. `codes` are the reply codes as
    they were written; `faults` say, in clauses, what of them could not be taken as it stood.
    """

    says: frozenset[Said]
    until: date | None = None
    redirect: str = ""
    items: tuple[str, ...] = ()
    not_held: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    vouched: Vouched = Vouched.UNVERIFIED


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file that lies in another: where, how large it says it is, the code of why it cannot be read ("" if it can)."""

    place: str
    size: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One file that came with a case: its hash, its label (never a path), its three types and what the scanner said.

    It `is_kept` once its bytes are stored apart from the mail it came in. `kinds` are the papers it is, `ticks` the
    request (by id) and number of each line it ticked. `inside` is what lies in an archive, `warnings` codes of what in
    it might act by itself; an `inline` file is a picture in the text of a mail.
    """

    id: int
    case_id: int | None
    intake_id: int
    part: str
    label: str
    sha256: str
    size: int
    by_name: str
    declared: str
    by_content: str
    scan: Scan
    scan_reason: str = ""
    kinds: tuple[Paper, ...] = ()
    kind_reason: str = ""
    ticks: tuple[tuple[int, int], ...] = ()
    vouched: Vouched = Vouched.UNVERIFIED
    came_on: date = date.min
    is_kept: bool = False
    inside: tuple[PackedFile, ...] = ()
    warnings: tuple[str, ...] = ()
    inline: bool = False


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """A request that a ruling makes: what is asked for, in which numbered items, by when, and by which of its letters.

    `letter` is the name of that letter. The request stands open from the day on which this letter is confirmed as sent.
    """

    asked: Asked
    items: tuple[PaperItem, ...]
    due_on: date
    letter: str


@dataclass(frozen=True, slots=True)
class PaperChange:
    """What a ruling changes of a case's open requests of these kinds.

    `items` are numbers with how far they have come. `due_on` is a new day to answer by: `granted` where the unit asked
    for it, which begins the ladder anew, otherwise the ladder only moves along. `mailed` is a rung whose letter the
    ruling writes, `to_unit` the key of the unit that is asked from now on. With `complete` everything is here; with
    `ends` nothing more is wanted.
    """

    asked: frozenset[Asked]
    items: tuple[tuple[int, PaperState], ...] = ()
    reason: str = ""
    due_on: date | None = None
    granted: bool = False
    mailed: Rung | None = None
    to_unit: str = ""
    complete: bool = False
    ends: bool = False
