"""A Graph-like mailbox in memory: `SimMailbox` is one client of the `Server`, which is the truth.

It is the weakest mailbox the port allows: ids may change on a move or on sending, Sent Items lags, a submitted
draft stays in sight, two drafts of one letter can both be sent, and any call can fail before or after it took effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Protocol, TypeVar

from bot import mime
from bot.mailbox import (
    SINCE,
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
from store.messages import Card, Letter
from tests.simulation.server import DRAFTS, ELSEWHERE, INBOX, JUNK, SENT, Delivery, Piece, Server, Sheet

__all__ = [
    "DRAFTS",
    "ELSEWHERE",
    "INBOX",
    "JUNK",
    "Calm",
    "Delivery",
    "Piece",
    "Server",
    "Sheet",
    "SimMailbox",
    "Weather",
]

S = TypeVar("S")
T = TypeVar("T")


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

    def folders_inside(self, path: tuple[str, ...]) -> tuple[str, ...]:
        self.weather.before("folders_inside")
        depth = len(path)
        return tuple({one[depth]: None for one in self.server.folders if one[:depth] == path and len(one) > depth})

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        self.weather.before("poll", ",".join(cursors) if len(cursors) == 1 else "")
        cursors = {folder: "" if cursor.startswith(SINCE) else cursor for folder, cursor in cursors.items()}
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
            created = tuple(self.weather.shuffled([_item(thing) for thing in self.server.lying_in(folder)]))
            return self._odd([Page(folder, created, (), True, end)])
        if int(cursor) < self.server.floor.get(folder, 0) or self.weather.chance("cursor_expires"):
            self.server.floor[folder] = len(log) + 1
            log.append(("nothing", ""))
            raise CursorExpired("This cursor is no longer good.")
        last = {item: what for what, item in log[int(cursor) :]}
        here = [thing for item, what in last.items() if what == "created" and (thing := self._here(item, folder))]
        items = self.weather.shuffled([_item(thing) for thing in here])
        removed = tuple(item for item, what in last.items() if what == "removed")
        if len(items) > 1 and self.weather.chance("two_pages"):
            first, rest = tuple(items[:1]), tuple(items[1:])
            return self._odd([Page(folder, first, (), False, cursor), Page(folder, rest, removed, False, end)])
        return self._odd([Page(folder, tuple(items), removed, False, end)])

    def _here(self, item: str, folder: FolderId) -> Piece | Sheet | Delivery | None:
        if folder == SENT:
            return next(one for one in self.server.delivered if one.sent_id == item)
        thing = self._found(item)
        return thing if thing and thing.folder == folder else None

    def _odd(self, pages: list[Page]) -> list[Page]:
        if pages[0].created and self.weather.chance("item_twice"):
            page = pages[0]
            pages[0] = Page(page.folder, (*page.created, page.created[0]), page.removed, page.complete, page.cursor)
        return [*pages, *pages] if self.weather.chance("pages_twice") else pages

    def mime(self, ref: Ref) -> bytes:
        self.weather.before("mime", ref.id)
        sheet = self.server.sheets.get(ref.id)
        sheet = next((one.sheet for one in self.server.delivered if one.sent_id == ref.id), sheet)
        if sheet and sheet.letter:
            return mime.compose(sheet.letter)
        return sheet.raw if sheet else self._piece(ref).raw

    def stamp(self, ref: Ref, key: str) -> Ref:
        def stamp() -> Ref:
            self._piece(ref).stamp = key
            return ref

        return self.act("stamp", ref.id, stamp)

    def file(
        self, ref: Ref, folder: FolderId, *, categories: tuple[str, ...] | None = None, flag_on: date | None = None
    ) -> Ref:
        def file() -> Ref:
            thing = self._thing(ref)
            thing.labels = thing.labels if categories is None else categories
            if isinstance(thing, Sheet):
                self.server.shift(thing, folder)
            else:
                self.server.move(thing, folder, by_person=False)
            return Ref(thing.id)

        return self.act("file", f"{ref.id} {folder}", file)

    def draft(self, letter: Letter) -> Draft:
        return self.act("draft", letter.key[:6], lambda: _draft(self.server.draft(letter)))

    def read_back(self, draft: Draft) -> DraftContent:
        self.weather.before("read_back", draft.ref.id)
        sheet = next((sheet for sheet in self.server.in_sight() if sheet.id == draft.ref.id), None)
        if sheet is None:
            raise NotFound("This is no draft any more.")
        self.weather.after("read_back", sheet.id)
        return DraftContent(sheet.to, sheet.copies, sheet.subject, sheet.html, sheet.files)

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
        if sheet.gone_at is None and not sheet.to:
            raise Permanent("A letter without a recipient cannot be sent.")
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
        return tuple(_draft(sheet) for sheet in self.server.in_sight() if sheet.letter and sheet.folder == DRAFTS)

    def note(self, folder: FolderId, card: Card) -> Ref:
        def note() -> Ref:
            raw = mime.compose_card(card, "reviews@mailbox.example")
            return Ref(self.server.pin(card.key, raw, folder, card.categories).id)

        return self.act("note", f"{card.key[:6]} {folder}", note)

    def label(self, ref: Ref, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Ref:
        def label() -> Ref:
            thing = self._thing(ref)
            stay = tuple(one for one in thing.labels if one not in remove)
            labels = tuple(dict.fromkeys((*stay, *add)))
            if labels != thing.labels:
                thing.labels = labels
                self.server.touch(thing)
            return ref

        return self.act("label", ref.id, label)

    def ensure_categories(self, colours: Mapping[str, str]) -> frozenset[str]:
        return self.act("ensure_categories", "", lambda: frozenset())

    def discard(self, ref: Ref, key: str) -> None:
        def discard() -> None:
            thing = self._thing(ref)
            if not key or thing.key != key:
                raise Permanent("Only drafts and cards of ours are removed.")
            if isinstance(thing, Sheet):
                self.server.drop(thing)
            else:
                self.server.remove(thing)

        self.act("discard", ref.id, discard)

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

    def _found(self, item: str) -> Piece | Sheet | None:
        """A received item, a card, or a draft that was not sent."""
        sheet = self.server.sheets.get(item)
        return sheet if sheet and sheet.gone_at is None else self.server.pieces.get(item)

    def _thing(self, ref: Ref) -> Piece | Sheet:
        thing = self._found(ref.id)
        if thing is None:
            raise NotFound("This item has gone, was sent, or has another id.")
        return thing

    def _piece(self, ref: Ref) -> Piece:
        piece = self.server.pieces.get(ref.id)
        if piece is None:
            raise NotFound("This item has gone, or has another id.")
        return piece


def _item(thing: Piece | Sheet | Delivery) -> Item:
    if isinstance(thing, Delivery):
        return Item(Ref(thing.sent_id), thing.sent_at, len(thing.sheet.html), key=thing.sheet.key)
    if isinstance(thing, Sheet):
        size = len(thing.html)
        return Item(Ref(thing.id), thing.made_at, size, key=thing.key, draft=True, categories=thing.labels)
    ref, size = Ref(thing.id), len(thing.raw)
    return Item(ref, thing.received_at, size, thing.stamp, key=thing.key, categories=thing.labels)


def _draft(sheet: Sheet) -> Draft:
    return Draft(Ref(sheet.id), sheet.key, sheet.made_at)
