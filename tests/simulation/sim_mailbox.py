"""A Graph-like mailbox in memory: `Server` is the truth of what lies where and what left, `SimMailbox` one client.

It is the weakest mailbox the port allows: ids may change on a move or on sending, Sent Items lags, a submitted
draft stays in sight, two drafts of one letter can both be sent, and any call can fail before or after it took effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from bot import mime
from bot.mailbox import (
    Caps,
    CursorExpired,
    Draft,
    DraftContent,
    FolderId,
    Found,
    Health,
    Item,
    MailboxError,
    NotFound,
    Outcomes,
    Page,
    Permanent,
    Ref,
    SentLetter,
    Tree,
    Whereabouts,
)
from bot.mailbox.one_by_one import OneByOne, tried
from store.messages import Letter

INBOX, JUNK, ELSEWHERE = "INBOX", "JUNK", "ELSEWHERE"
S = TypeVar("S")
T = TypeVar("T")


@dataclass
class Piece:
    """One received item as it lies in the mailbox; `arrival` says which delivery of the world it is."""

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
    """What is really there. Nothing fails here; `now` and `step` are told by the world."""

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
    _hidden: list[Piece] = field(default_factory=list)
    _numbers: int = 0

    def __post_init__(self) -> None:
        self.logs |= {INBOX: [], JUNK: [], ELSEWHERE: []}

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
            if by_person and not piece.stamp:
                self.lives[piece.arrival] += 1
        piece.folder, piece.dragged = folder, by_person
        self.logs[folder].append(("created", piece.id))

    def touch(self, piece: Piece) -> None:
        """Something about the item changed; a listing of changes tells it again."""
        self.logs[piece.folder].append(("created", piece.id))

    def remove(self, piece: Piece) -> None:
        """The item is gone for good."""
        del self.pieces[piece.id]
        self.removed.append(piece)
        self.logs[piece.folder].append(("removed", piece.id))

    def listed(self, folder: FolderId) -> list[Piece]:
        """What can be seen in a folder."""
        return [piece for piece in self.pieces.values() if piece.folder == folder and self.seen(piece)]

    def make(self, path: tuple[str, ...]) -> FolderId:
        """The folder exists."""
        if path not in self.folders:
            self.folders[path] = self.name("f")
            self.logs[self.folders[path]] = []
        return self.folders[path]

    # --- drafts and letters ------------------------------------------------------------------------------------------

    def draft(self, letter: Letter) -> Sheet:
        """A draft of the letter lies there."""
        sheet = Sheet(self.name("d"), letter, (letter.to,), (), letter.subject, letter.html, self.now())
        self.sheets[sheet.id] = sheet
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
        sent_id = sheet.id if self.stable_ids else self.name("s")
        self.delivered.append(Delivery(sheet, by, sent_id, self.now() + self.sent_lag, self.now()))
        self.on_delivery(self.delivered[-1])

    def drop(self, sheet: Sheet) -> None:
        """The draft is gone."""
        del self.sheets[sheet.id]


class Weather(Protocol):
    """What happens around a call: the world goes on, and calls fail."""

    def before(self, call: str, about: str = "", *, acts: bool = False) -> MailboxError | None:
        """Raises what hits the call before it did anything; answers what hits it once it has."""

    def after(self, call: str, about: str = "") -> None:
        """The call took effect and has not been answered yet."""

    def chance(self, of: str) -> bool:
        """Whether the server does something odd now."""

    def shuffled(self, items: list[T]) -> list[T]:
        """The items in the order the server happens to tell them."""


class Calm:
    """No faults, no oddities: the weather of the contract and of the end of every run."""

    def before(self, call: str, about: str = "", *, acts: bool = False) -> MailboxError | None:
        return None

    def after(self, call: str, about: str = "") -> None:
        return None

    def chance(self, of: str) -> bool:
        return False

    def shuffled(self, items: list[T]) -> list[T]:
        return items


class SimMailbox(OneByOne):
    """The port, as one client of the server sees it through the weather."""

    caps = Caps("simulation", auto_submitted_header=False, own_message_id=False, multipart=False)

    def __init__(self, server: Server, weather: Weather) -> None:
        self.server = server
        self.weather = weather

    def check(self) -> Health:
        self.weather.before("check")
        return Health(True, "The mailbox is there.")

    def ensure_folders(self, tree: Tree) -> Mapping[str, FolderId]:
        return self.act("ensure_folders", "", lambda: {name: self.server.make(path) for name, path in tree.items()})

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        self.weather.before("poll", ",".join(cursors) if len(cursors) == 1 else "")
        self.server.show()
        for folder, cursor in list(cursors.items()):
            log = self.server.logs.get(folder)
            if log is None:
                raise NotFound("There is no such folder.")
            if cursor and len(log) == int(cursor) >= self.server.floor.get(folder, 0):
                continue
            if log and len(cursors) > 1:
                self.weather.before("page", folder)
            yield from self._pages(folder, cursor)

    def _pages(self, folder: FolderId, cursor: str) -> list[Page]:
        log, end = self.server.logs[folder], str(len(self.server.logs[folder]))
        if not cursor:
            created = tuple(self.weather.shuffled([_item(piece) for piece in self.server.listed(folder)]))
            return self._odd([Page(folder, created, (), True, end)])
        if int(cursor) < self.server.floor.get(folder, 0) or self.weather.chance("cursor_expires"):
            self.server.floor[folder] = len(log) + 1
            log.append(("nothing", ""))
            raise CursorExpired("This cursor is no longer good.")
        last = {item: what for what, item in log[int(cursor) :]}
        here = [piece for item, what in last.items() if what == "created" and (piece := self._here(item, folder))]
        items = self.weather.shuffled([_item(piece) for piece in here])
        removed = tuple(item for item, what in last.items() if what == "removed")
        if len(items) > 1 and self.weather.chance("two_pages"):
            first, rest = tuple(items[:1]), tuple(items[1:])
            return self._odd([Page(folder, first, (), False, cursor), Page(folder, rest, removed, False, end)])
        return self._odd([Page(folder, tuple(items), removed, False, end)])

    def _here(self, item: str, folder: FolderId) -> Piece | None:
        piece = self.server.pieces.get(item)
        return piece if piece and piece.folder == folder else None

    def _odd(self, pages: list[Page]) -> list[Page]:
        if pages[0].created and self.weather.chance("item_twice"):
            page = pages[0]
            pages[0] = Page(page.folder, (*page.created, page.created[0]), page.removed, page.complete, page.cursor)
        return [*pages, *pages] if self.weather.chance("pages_twice") else pages

    def mime(self, ref: Ref) -> bytes:
        self.weather.before("mime", ref.id)
        sheet = self.server.sheets.get(ref.id)
        sent = next((one.sheet.letter for one in self.server.delivered if one.sent_id == ref.id), None)
        return mime.compose(sent) if sent else sheet.raw if sheet else self._piece(ref).raw

    def stamp(self, ref: Ref, key: str) -> Ref:
        def stamp() -> Ref:
            self._piece(ref).stamp = key
            return ref

        return self.act("stamp", ref.id, stamp)

    def file(
        self, ref: Ref, folder: FolderId, *, categories: tuple[str, ...] | None = None, flag_on: date | None = None
    ) -> Ref:
        def file() -> Ref:
            piece = self._piece(ref)
            piece.labels = piece.labels if categories is None else categories
            self.server.move(piece, folder, by_person=False)
            return Ref(piece.id)

        return self.act("file", f"{ref.id} {folder}", file)

    def draft(self, letter: Letter) -> Draft:
        return self.act("draft", letter.key[:6], lambda: _draft(self.server.draft(letter)))

    def read_back(self, draft: Draft) -> DraftContent:
        self.weather.before("read_back", draft.ref.id)
        sheet = next((sheet for sheet in self.server.in_sight() if sheet.id == draft.ref.id), None)
        if sheet is None:
            raise NotFound("This is no draft any more.")
        self.weather.after("read_back", sheet.id)
        return DraftContent(sheet.to, sheet.copies, sheet.subject, sheet.html, ())

    def submit(self, draft: Draft) -> None:
        self.act("submit", draft.ref.id, lambda: self._submit(draft))

    def draft_all(self, letters: Sequence[Letter]) -> Outcomes[Draft]:
        return self._in_batches("draft", letters, lambda letter: _draft(self.server.draft(letter)))

    def submit_all(self, drafts: Sequence[Draft]) -> Outcomes[None]:
        return self._in_batches("submit", drafts, lambda draft: self._submit(draft))

    def _submit(self, draft: Draft) -> None:
        sheet = self.server.sheets.get(draft.ref.id)
        if sheet is None:
            raise NotFound("This draft was removed before.")
        self.server.send(sheet, "bot")

    def find(self, key: str) -> tuple[Found, ...]:
        self.weather.before("find", key[:6])
        drafts = [Found(Ref(one.id), Whereabouts.DRAFT) for one in self.server.in_sight() if one.key == key]
        now = self.server.now()
        sent = [one for one in self.server.delivered if one.sheet.key == key and one.shown_at <= now]
        return (*drafts, *(Found(Ref(one.sent_id), Whereabouts.SENT) for one in sent))

    def sent_since(self, instant: datetime) -> Iterator[SentLetter]:
        self.weather.before("sent_since")
        now = self.server.now()
        for one in list(self.server.delivered):
            if one.shown_at <= now and one.sent_at >= instant and one.sheet.letter:
                yield SentLetter(Ref(one.sent_id), one.sheet.key, one.sent_at)

    def drafts(self) -> tuple[Draft, ...]:
        self.weather.before("drafts")
        return tuple(_draft(sheet) for sheet in self.server.in_sight() if sheet.letter)

    def discard(self, own: Draft) -> None:
        def discard() -> None:
            sheet = self.server.sheets.get(own.ref.id)
            if sheet is None or sheet.gone_at is not None:
                raise NotFound("This draft was sent or removed before.")
            if not own.key or sheet.key != own.key:
                raise Permanent("Only drafts of ours are removed.")
            self.server.drop(sheet)

        self.act("discard", own.ref.id, discard)

    @contextmanager
    def together(self) -> Iterator[None]:
        yield

    def act(self, call: str, about: str, effect: Callable[[], T]) -> T:
        """One call that changes something: it may fail before, or after it was done."""
        answer_lost = self.weather.before(call, about, acts=True)
        done = effect()
        self.weather.after(call, about)
        if answer_lost:
            raise answer_lost
        return done

    def _in_batches(self, call: str, things: Sequence[S], effect: Callable[[S], T]) -> Outcomes[T]:
        """So many in one call as the server takes: it fails as a whole, perhaps after some of them were done."""
        for start in range(0, len(things), self.server.at_once):
            some = things[start : start + self.server.at_once]
            try:
                answer_lost = self.weather.before(call, f"of {len(some)}", acts=True)
            except MailboxError as trouble:
                yield [trouble] * len(some)
                continue
            reached = some[: len(some) // 2] if answer_lost and self.weather.chance("half_done") else some
            done = [tried(partial(effect, one)) for one in reached]
            self.weather.after(call, f"of {len(some)}")
            yield [answer_lost] * len(some) if answer_lost else done

    def _piece(self, ref: Ref) -> Piece:
        piece = self.server.pieces.get(ref.id)
        if piece is None:
            raise NotFound("This item has gone, or has another id.")
        return piece


def _item(piece: Piece) -> Item:
    return Item(Ref(piece.id), piece.received_at, len(piece.raw), piece.stamp)


def _draft(sheet: Sheet) -> Draft:
    return Draft(Ref(sheet.id), sheet.key, sheet.made_at)
