"""The shortcuts that must keep failing, each put into the real core: where one passes, the simulator has gone blind.

`reliability.md` 2b says what each costs. The ones about sending at once do what a mailbox with a one-shot send invites.
"""

from __future__ import annotations

import email
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from unittest.mock import patch
from weakref import WeakKeyDictionary, WeakSet

from sqlmodel import col, update

from bot import dispatch, filing, forgotten, intake, restored
from bot.mailbox import FolderId, MailboxError, Page, Whereabouts
from bot.sending import settle
from bot.sending.next_step import Step
from bot.service import Service
from store import intake as rows
from store import leadership
from store.blobs import Blob, Blobs
from store.engine import Tx
from store.intake import Held
from store.outbox import Queued
from store.tables import LetterRow
from store.terms import LetterState
from templates import render
from tests.simulation.draw import Draw
from tests.simulation.sim_mailbox import ELSEWHERE, Server, SimMailbox
from tests.world import MONDAY

Mutant = Callable[[], AbstractContextManager[Any]]


def _send_at_once(service: Service, letter: Any) -> None:
    """What Graph's sendMail does: made and sent in one call, and nothing to hold on to when its answer is lost."""
    mailbox = cast(SimMailbox, service.mailbox)
    mailbox.act("send_at_once", letter.key[:6], lambda: mailbox.server.send(mailbox.server.draft(letter), "bot"))


@contextmanager
def _drafting_is(send: Callable[[Service, Queued, Any], bool]) -> Iterator[None]:
    """The step that drafts sends instead; `send` answers whether the letter counts as sent."""

    def one_shot(service: Service, letters: Any) -> int:
        for one in (due := dispatch._due(service, letters, Step.DRAFT)):
            if dispatch.why_stopped(service):
                return 0
            with service.reading() as tx:
                letter = dispatch._letter(service, tx, one)
            if send(service, one, letter):
                _is_sent(service, one)
        return len(due)

    with patch.object(dispatch, "_draft", one_shot):
        yield


def _is_sent(service: Service, one: Queued) -> None:
    with service.writing() as tx:
        dispatch.outbox.step(tx, one, LetterState.CONFIRMED, sent_at=tx.now)


def send_and_retry() -> AbstractContextManager[None]:
    """One-shot send, again after any error."""

    def send(service: Service, one: Queued, letter: Any) -> bool:
        _send_at_once(service, letter)
        return True

    return _drafting_is(send)


def look_in_sent_first() -> AbstractContextManager[None]:
    """One-shot send, unless Sent Items shows the letter already."""

    def send(service: Service, one: Queued, letter: Any) -> bool:
        found = service.mailbox.find(one.mark)
        if not any(copy.where is Whereabouts.SENT for copy in found):
            _send_at_once(service, letter)
        return True

    return _drafting_is(send)


def never_retry() -> AbstractContextManager[None]:
    """One-shot send, at most once: recorded as sent, then sent, and never looked for."""

    def send(service: Service, one: Queued, letter: Any) -> bool:
        _is_sent(service, one)
        _send_at_once(service, letter)
        return False

    return _drafting_is(send)


@contextmanager
def send_then_commit() -> Iterator[None]:
    """The letter leaves while the transaction that reasons for it is still open."""
    carry_out = intake.carry_out

    def sending(service: Service, tx: Tx, held: Held, one: Any) -> None:
        carry_out(service, tx, held, one)
        waiting = dispatch.outbox.in_states(tx, [LetterState.PLANNED], 100)
        for letter in (letter for letter in waiting if letter.intake_id == held.id):
            kept = dispatch.outbox.content(tx, letter)
            words = render(letter.letter, service.letterhead, kept["facts"])
            kept |= {"subject": words.subject, "html": words.html, "text": words.text}
            dispatch.outbox.rendered(tx, letter, kept, template_version=words.template_version)
            again = replace(letter, state=LetterState.RENDERED, sealed=_sealed(tx, letter))
            _send_alone(service, dispatch._letter(service, tx, again))
            dispatch.outbox.step(tx, again, LetterState.CONFIRMED, sent_at=tx.now)

    with patch.object(intake, "carry_out", sending):
        yield


def _sealed(tx: Tx, letter: Queued) -> bytes:
    return dispatch.outbox.by_ids(tx, [letter.id])[0].sealed


def _send_alone(service: Service, letter: Any) -> None:
    """A call inside a transaction: the others wait for the lock meanwhile."""
    weather: Any = cast(SimMailbox, service.mailbox).weather
    weather.alone = True
    try:
        _send_at_once(service, letter)
    finally:
        weather.alone = False


@contextmanager
def move_then_commit() -> Iterator[None]:
    """The message leaves the Inbox for a folder of done mail before anything is on record."""
    remember = intake.remember

    def moving(service: Service, folder: FolderId, items: Any) -> dict[str, bytes]:
        moved = []
        for item in items:
            try:
                ref = service.mailbox.file(item.ref, ELSEWHERE)
            except MailboxError:
                continue
            moved.append(replace(item, ref=ref))
        return remember(service, folder, moved)

    with patch.object(intake, "remember", moving):
        yield


@contextmanager
def known_by_message_id() -> Iterator[None]:
    """A message whose Message-ID was seen before is taken for the same message."""
    remember = intake.remember

    def skipping(service: Service, folder: FolderId, items: Any) -> dict[str, bytes]:
        fresh, here = [], cast(SimMailbox, service.mailbox).server
        with sqlite3.connect(str(service.settings.store.url).removeprefix("sqlite:///")) as db:
            db.execute("CREATE TABLE IF NOT EXISTS seen_ids (id TEXT PRIMARY KEY)")
            for item in items:
                piece = here.pieces.get(item.ref.id)
                name = email.message_from_bytes(piece.raw)["Message-ID"] if piece else item.ref.id
                if db.execute("INSERT OR IGNORE INTO seen_ids VALUES (?)", (name,)).rowcount:
                    fresh.append(item)
        db.close()
        return remember(service, folder, fresh)

    with patch.object(intake, "remember", skipping):
        yield


@contextmanager
def _poll_shows_only(wanted: Callable[[SimMailbox, Page], Page]) -> Iterator[None]:
    poll = SimMailbox.poll

    def some(self: SimMailbox, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        for page in poll(self, cursors):
            yield wanted(self, page) if page.folder in ("INBOX", "JUNK") else page

    with patch.object(SimMailbox, "poll", some):
        yield


def only_unread() -> AbstractContextManager[None]:
    """What a person read first is not seen."""

    def unread(mailbox: SimMailbox, page: Page) -> Page:
        pieces = mailbox.server.pieces
        kept = (item for item in page.created if not ((piece := pieces.get(item.ref.id)) and piece.read))
        return replace(page, created=tuple(kept))

    return _poll_shows_only(unread)


@contextmanager
def only_newer() -> Iterator[None]:
    """What was received before the newest message already seen is not seen."""
    newest: WeakKeyDictionary[Server, datetime] = WeakKeyDictionary()

    def newer(mailbox: SimMailbox, page: Page) -> Page:
        here = mailbox.server
        last = newest.get(here, MONDAY)
        kept = tuple(item for item in page.created if item.received_at >= last)
        newest[here] = max([last, *(item.received_at for item in kept)])
        return replace(page, created=kept)

    with _poll_shows_only(newer):
        yield


@contextmanager
def no_known_items() -> Iterator[None]:
    """No unique key and no look at what is known: whatever a listing tells is new."""
    remember, numbers = rows.remember, iter(range(10**9))

    def always_new(tx: Tx, mailbox: str, items: Any) -> None:
        again = [
            replace(one, item=f"{one.item}+{next(numbers)}", blob=one.blob)
            if rows.held(tx, mailbox, [one.item])
            else one
            for one in items
        ]
        remember(tx, mailbox, again)

    def nothing(tx: Tx, mailbox: str, stamps: Mapping[str, str]) -> dict[str, Held]:
        return {}

    with patch.object(intake.intake, "remember", always_new), patch.object(intake.intake, "recognised", nothing):
        yield


@contextmanager
def no_stamps() -> Iterator[None]:
    """Only the id tells an item, and our own stamp on it is not looked at."""

    def by_id(tx: Tx, mailbox: str, stamps: Mapping[str, str]) -> dict[str, Held]:
        return rows.held(tx, mailbox, stamps)

    with patch.object(intake.intake, "recognised", by_id):
        yield


@contextmanager
def no_fence() -> Iterator[None]:
    """Whoever once led goes on writing."""
    from store import engine

    with patch.object(engine, "_fence", lambda connection, now, epoch: None):
        yield


@contextmanager
def draft_overwritten() -> Iterator[None]:
    """Two instances, no fence, and the draft's id is written whatever state the letter is in: the last one wins."""
    steps = dispatch.outbox.steps

    def overwriting(tx: Tx, moves: Any, to: LetterState) -> frozenset[int]:
        if to is not LetterState.DRAFTED:
            return steps(tx, moves, to)
        for one, values in moves:
            row = update(LetterRow).where(col(LetterRow.id) == one.id)
            tx.connection.execute(row.values(state=to, **values))
        return frozenset(one.id for one, _ in moves)

    with (
        patch.object(dispatch.outbox, "steps", overwriting),
        patch.object(leadership, "may_send", lambda tx, epoch: "paused" if leadership.look(tx).paused else ""),
        _letters_not_fenced(),
    ):
        yield


@contextmanager
def _letters_not_fenced() -> Iterator[None]:
    """Transactions of the outbox take no notice of who leads; those of intake still do."""
    pass_, writing = dispatch.pass_, Service.writing
    unfenced: WeakSet[Any] = WeakSet()

    def letters(service: Service) -> int:
        unfenced.add(service.store.blobs)
        try:
            return pass_(service)
        finally:
            unfenced.discard(service.store.blobs)

    def fenced_or_not(self: Service) -> AbstractContextManager[Tx]:
        return self.store.writing(self.clock.now(), self.actor) if self.store.blobs in unfenced else writing(self)

    with patch.object(dispatch, "pass_", letters), patch.object(Service, "writing", fenced_or_not):
        yield


@contextmanager
def switch_read_once_a_pass() -> Iterator[None]:
    """The kill switch is read when the outbox's pass begins and believed until it ends."""
    asks, pass_ = settle.StopSwitch.why_stopped, dispatch.pass_
    said: dict[int, str] = {}

    def beginning(service: Service) -> int:
        said[id(service)] = asks(settle.StopSwitch(service))
        return pass_(service)

    def believed(service: Service) -> str:
        return said[id(service)]

    with (
        patch.object(dispatch, "pass_", beginning),
        patch.object(dispatch, "why_stopped", believed),
        patch.object(settle.StopSwitch, "why_stopped", lambda switch: believed(switch._service)),
    ):
        yield


@contextmanager
def no_read_back() -> Iterator[None]:
    """What the mailbox made of a draft is not looked at before it is sent."""

    def all_ready(service: Service, due: Any) -> tuple[list[Queued], list[Any], list[Queued]]:
        return list(due), [], []

    with patch.object(settle, "read_back", all_ready):
        yield


@contextmanager
def drafts_never_swept() -> Iterator[None]:
    """Drafts that lost are left lying for a person to send."""
    with patch.object(settle, "sweep_orphans", lambda service: None):
        yield


@contextmanager
def filed_wherever_it_was_put() -> Iterator[None]:
    """Where a person has put a message is not looked at."""
    with patch.object(filing, "_home", lambda service, one: service.folders[one.target]):
        yield


@contextmanager
def resubmitted_unseen() -> Iterator[None]:
    """A draft whose submission was lost goes again without being read back."""

    def again(service: Service, lying_there: Any) -> int:
        return settle.submit(service, lying_there, again=True)

    with patch.object(settle, "_submit_again", again):
        yield


@contextmanager
def mail_written_over() -> Iterator[None]:
    """The raw mail's file is named by what is in it, so that whoever writes it again takes its key away."""

    def put(self: Blobs, raw: bytes) -> Blob:
        digest = hashlib.sha256(raw).hexdigest()
        name = self._vault.mark(f"blob {digest}")
        wrapped = self._vault.new_wrapped_key(f"blob {name}")
        self._write(self._path(name), self._vault.sealer(wrapped, f"blob {name}").seal(raw, f"blob {name}"))
        return Blob(name, digest, len(raw), wrapped)

    with patch.object(Blobs, "put", put):
        yield


@contextmanager
def restore_unnoticed() -> Iterator[None]:
    """Nobody looks whether the store is older than the mailbox."""
    with (
        patch.object(restored, "look", lambda service: False),
        patch.object(restored, "look_at_stamps", lambda service: bool(service.unlooked.clear())),
        patch.object(restored, "notice", lambda service, left: None),
    ):
        yield


@contextmanager
def numbers_from_the_store() -> Iterator[None]:
    """After a restore the next case has the number after the last one that the store still knows."""
    with patch.object(forgotten, "remember", lambda service, letters: None):
        yield


def _any_world(draw: Draw) -> bool:
    return True


def _two_with_pauses(draw: Draw) -> bool:
    return draw.instances == 2 and draw.pause_rate > 0


TWICE, LOST, UNSEEN = r"was delivered \d times", r"is not on record|are lost: no case", r"left with other words"

Needs = Callable[[Draw], bool]
MUTANTS: dict[str, tuple[Mutant, str, Needs]] = {
    mutant.__name__: (mutant, breaks, needs)
    for mutant, breaks, needs in (
        (send_and_retry, TWICE, _any_world),
        (look_in_sent_first, TWICE, _any_world),
        (never_retry, r"left 0 times", _any_world),
        (send_then_commit, TWICE, _any_world),
        (move_then_commit, LOST, _any_world),
        (known_by_message_id, LOST, _any_world),
        (only_unread, LOST, lambda draw: "reads" in draw.acts),
        (only_newer, LOST, lambda draw: draw.late_rate > 0),
        (no_known_items, r"\d rows for \d items", _any_world),
        (no_stamps, r"\d rows for \d items", lambda draw: not draw.stable_ids),
        (no_fence, r"UNIQUE constraint failed|asked 1 times, got 2|belong to the cases", _two_with_pauses),
        (draft_overwritten, TWICE, _two_with_pauses),
        (switch_read_once_a_pass, r"was sent although stopped", lambda draw: "stops" in draw.acts),
        (restore_unnoticed, rf"{TWICE}|asked \d times, got \d|told the same reference", _any_world),
        (numbers_from_the_store, r"were told", _any_world),
        (no_read_back, UNSEEN, _any_world),
        (resubmitted_unseen, UNSEEN, lambda draw: bool({"rewords", "readdresses"} & {*draw.acts})),
        (mail_written_over, r"the mail itself is lost", _two_with_pauses),
        (drafts_never_swept, r"draft \w+ is left over", _any_world),
        (filed_wherever_it_was_put, r"was sent although stopped by item|lies in", lambda draw: "stops" in draw.acts),
    )
}
"""Every mutant with what it must be seen to break, and the worlds in which it can be seen at all."""
ABOUT_RESTORES = ("restore_unnoticed", "numbers_from_the_store")
"""Those that only a world can show whose store comes back."""
