"""What is really there in the simulated mailbox: messages, drafts, cards, folders, and what left. Nothing fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from bot.mailbox import Enclosed, FolderId, NotFound
from store.messages import Letter

INBOX, JUNK, ELSEWHERE, DRAFTS, SENT = "INBOX", "JUNK", "ELSEWHERE", "DRAFTS", "SENT"


@dataclass
class Piece:
    """One received item, or a card of ours (with its `key`); `arrival` says which delivery of the world it is."""

    id: str
    raw: bytes
    folder: FolderId
    received_at: datetime
    visible_at: datetime
    arrival: int = 0
    stamp: str = ""
    labels: tuple[str, ...] = ()
    read: bool = False
    dragged: bool = False
    key: str = ""


@dataclass
class Sheet:
    """A draft. `letter` is what the service asked for (None: a person's own), `changed_at` the step of a change."""

    id: str
    letter: Letter | None
    to: tuple[str, ...]
    copies: tuple[str, ...]
    subject: str
    html: str
    made_at: datetime
    raw: bytes = b""
    changed_at: int = -1
    gone_at: datetime | None = None
    folder: FolderId = DRAFTS
    labels: tuple[str, ...] = ()
    files: tuple[Enclosed, ...] = ()

    @property
    def key(self) -> str:
        """The key it carries."""
        return self.letter.key if self.letter else ""


@dataclass(frozen=True)
class Delivery:
    """A letter that really left: the draft as it was then, by whom, and from when on Sent Items shows it."""

    sheet: Sheet
    by: str
    sent_id: str
    shown_at: datetime
    sent_at: datetime


@dataclass(eq=False)
class Server:
    """What is really there; `now` and `step` are told by the world."""

    now: Callable[[], datetime]
    step: Callable[[], int] = lambda: 0
    stable_ids: bool = True
    at_once: int = 1
    sent_lag: timedelta = timedelta()
    lingers: timedelta = timedelta()
    pieces: dict[str, Piece] = field(default_factory=dict)
    removed: list[Piece] = field(default_factory=list)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    delivered: list[Delivery] = field(default_factory=list)
    folders: dict[tuple[str, ...], FolderId] = field(default_factory=dict)
    logs: dict[FolderId, list[tuple[str, str]]] = field(default_factory=dict)
    floor: dict[FolderId, int] = field(default_factory=dict)
    on_delivery: Callable[[Delivery], None] = lambda delivery: None
    on_sheet: Callable[[Sheet], None] = lambda sheet: None
    lives: dict[int, int] = field(default_factory=dict)
    put_by_people: set[int] = field(default_factory=set)
    """The arrivals of which a person moved an item, at any time."""
    _hidden: list[Piece] = field(default_factory=list)
    _shown: int = 0
    _numbers: int = 0

    def __post_init__(self) -> None:
        self.logs |= {INBOX: [], JUNK: [], ELSEWHERE: [], DRAFTS: [], SENT: []}

    def name(self, letter: str) -> str:
        """A new id."""
        self._numbers += 1
        return f"{letter}{self._numbers}"

    # --- what arrives, lies and moves --------------------------------------------------------------------------------

    def deliver(
        self, raw: bytes, folder: FolderId, received_at: datetime, *, arrival: int = 0, late: timedelta = timedelta()
    ) -> Piece:
        """The message has arrived; with `late` it is seen only then."""
        piece = Piece(self.name("m"), raw, folder, received_at, self.now() + late, arrival)
        self.pieces[piece.id] = piece
        self._hidden.append(piece)
        self.lives[arrival] = self.lives.get(arrival, 0) + 1
        return piece

    def show(self) -> None:
        """What is due to be seen is in the folders' logs."""
        if self._hidden:
            due = [piece for piece in self._hidden if piece.visible_at <= self.now()]
            self._hidden = [piece for piece in self._hidden if piece not in due]
            for piece in due:
                self.logs[piece.folder].append(("created", piece.id))
        shown = [one for one in self.delivered if one.shown_at <= self.now()]
        self.logs[SENT] += [("created", one.sent_id) for one in shown[self._shown :]]
        self._shown = len(shown)

    def seen(self, piece: Piece) -> bool:
        """Whether people and programs can see it yet."""
        self.show()
        return piece not in self._hidden

    def move(self, piece: Piece, folder: FolderId, *, by_person: bool) -> None:
        """The item lies in the folder, perhaps under a new id."""
        if piece.folder == folder:
            return
        self.logs[piece.folder].append(("removed", piece.id))
        if not self.stable_ids:
            del self.pieces[piece.id]
            piece.id = self.name("m")
            self.pieces[piece.id] = piece
            if by_person and not piece.stamp and not piece.key:
                self.lives[piece.arrival] += 1
        piece.folder, piece.dragged = folder, by_person
        if by_person and not piece.key:
            self.put_by_people.add(piece.arrival)
        self.logs[folder].append(("created", piece.id))

    def shift(self, sheet: Sheet, folder: FolderId) -> None:
        """The draft lies in the folder, perhaps under a new id."""
        if sheet.folder == folder:
            return
        self.logs[sheet.folder].append(("removed", sheet.id))
        if not self.stable_ids:
            del self.sheets[sheet.id]
            sheet.id = self.name("d")
            self.sheets[sheet.id] = sheet
        sheet.folder = folder
        self.touch(sheet)

    def touch(self, thing: Piece | Sheet) -> None:
        """Something about the item changed; a listing of changes tells it again."""
        self.logs[thing.folder].append(("created", thing.id))

    def remove(self, piece: Piece) -> None:
        """The item is gone for good."""
        del self.pieces[piece.id]
        self.removed.append(piece)
        self.logs[piece.folder].append(("removed", piece.id))

    def listed(self, folder: FolderId) -> list[Piece]:
        """What can be seen in a folder."""
        return [piece for piece in self.pieces.values() if piece.folder == folder and self.seen(piece)]

    def lying_in(self, folder: FolderId) -> list[Piece | Sheet | Delivery]:
        """What can be seen in a folder, drafts too; in Sent Items what has left and is there by now."""
        if folder == SENT:
            return [one for one in self.delivered if one.shown_at <= self.now()]
        return [*self.listed(folder), *(sheet for sheet in self.unsent() if sheet.folder == folder)]

    def make(self, path: tuple[str, ...]) -> FolderId:
        """The folder exists."""
        if path not in self.folders:
            self.folders[path] = self.name("f")
            self.logs[self.folders[path]] = []
        return self.folders[path]

    def pin(self, key: str, raw: bytes, folder: FolderId, labels: tuple[str, ...]) -> Piece:
        """A card lies in the folder."""
        card = Piece(self.name("c"), raw, folder, self.now(), self.now(), labels=labels, key=key)
        self.pieces[card.id] = card
        self.touch(card)
        return card

    # --- drafts and letters ------------------------------------------------------------------------------------------

    def draft(self, letter: Letter) -> Sheet:
        """A draft of the letter lies there."""
        to = (letter.to,) if letter.to else ()
        sheet = Sheet(self.name("d"), letter, to, (), letter.subject, letter.html, self.now())
        sheet.folder, sheet.labels = letter.folder or DRAFTS, letter.categories
        sheet.files = tuple(Enclosed(one.name, sha256(one.content).hexdigest()) for one in letter.enclosures)
        self.sheets[sheet.id] = sheet
        self.touch(sheet)
        self.on_sheet(sheet)
        return sheet

    def unsent(self) -> list[Sheet]:
        """Every draft that can still be sent."""
        return [sheet for sheet in self.sheets.values() if sheet.gone_at is None]

    def in_sight(self) -> list[Sheet]:
        """Every draft that a listing shows, a submitted one for a while too."""
        now = self.now()
        return [sheet for sheet in self.sheets.values() if sheet.gone_at is None or sheet.gone_at > now]

    def send(self, sheet: Sheet, by: str) -> None:
        """The letter has really left. Raises NotFound when this draft is none any more."""
        if sheet.gone_at is not None or sheet.id not in self.sheets:
            raise NotFound("This draft was sent or removed before.")
        sheet.gone_at = self.now() + self.lingers
        self.logs[sheet.folder].append(("removed", sheet.id))
        sent_id = sheet.id if self.stable_ids else self.name("s")
        self.delivered.append(Delivery(sheet, by, sent_id, self.now() + self.sent_lag, self.now()))
        self.on_delivery(self.delivered[-1])

    def drop(self, sheet: Sheet) -> None:
        """The draft is gone."""
        del self.sheets[sheet.id]
        self.logs[sheet.folder].append(("removed", sheet.id))
