"""Four shortcuts that look as if they work, each a small patch on the service; the torture must catch every one."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot import mime
from bot.mailbox import SENT, Draft, DraftContent, FolderId, Found, MailboxError, Page, Ref, Whereabouts
from bot.mailbox.graph import GraphMailbox
from bot.mailbox.graph_connection import Call
from bot.mailbox.maildir import MaildirMailbox
from bot.reader import Reader
from store.messages import Incoming, Letter
from store.points import reached
from tests.torture.mail import BAD_FOR_READERS
from tests.world import ReaderHere


class PoisonedReader(ReaderHere):
    """Reads in this process; what ends a reader is answered as if it had ended the child."""

    def read(self, raw: bytes) -> Incoming:
        if BAD_FOR_READERS in raw:
            raise mime.Unreadable("reader_died", "The reader ended while it read the message.")
        return super().read(raw)


class DeadlyReader(ReaderHere):
    """Reads in this process, which what ends a reader then ends."""

    def read(self, raw: bytes) -> Incoming:
        if BAD_FOR_READERS in raw:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(raw)


class OneShotMailbox(MaildirMailbox):
    """Sends at once, without a draft and without a mark; what it cannot remember sending is sent again.

    It does not list what was sent either: there a letter without a mark would pass for a person's own answer, which
    takes the second one back.
    """

    _numbers = itertools.count()

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        return super().poll({folder: at for folder, at in cursors.items() if folder != SENT})

    def draft(self, letter: Letter) -> Draft:
        name = f"{os.getpid()}.{next(self._numbers)}.sent"
        lines = mime.compose(letter).splitlines(keepends=True)
        raw = b"".join(line for line in lines if not line.startswith(b"X-Reviews-Key:"))
        reached("mailbox.draft.before")
        half = self._root / ".Sent" / "tmp" / name
        half.write_bytes(raw)
        os.utime(half, (letter.written_at.timestamp(), letter.written_at.timestamp()))
        half.rename(self._root / ".Sent" / "cur" / f"{name}:2,S")
        reached("mailbox.draft.after")
        self._said = {**getattr(self, "_said", {}), letter.key: mime.read_letter(raw)}
        return Draft(Ref(name), letter.key, letter.written_at)

    def read_back(self, draft: Draft) -> DraftContent:
        said = getattr(self, "_said", {}).get(draft.key)
        if said is None:
            return super().read_back(draft)  # of somebody else's making, or it has been sent
        return DraftContent(said.to, said.copies, said.subject, said.html, ())

    def find(self, key: str) -> tuple[Found, ...]:
        return (Found(Ref(key), Whereabouts.SENT),) if key in getattr(self, "_said", {}) else super().find(key)

    def submit(self, draft: Draft) -> None:
        """It has been sent already."""
        reached("mailbox.submit.before")
        reached("mailbox.submit.after")


class OneShotGraph(GraphMailbox):
    """Sends at once by Graph's own short way, without a mark; what it cannot remember sending is sent again."""

    _numbers = itertools.count()

    def draft_all(self, letters: Sequence[Letter]) -> Iterator[list[Draft]]:
        for letter in letters:
            name = f"{os.getpid()}.{next(self._numbers)}.sent"
            content = DraftContent((letter.to,), (), letter.subject, letter.html, ())
            message = {
                "subject": letter.subject,
                "body": {"contentType": "html", "content": letter.html},
                "toRecipients": [{"emailAddress": {"address": letter.to}}],
                "internetMessageId": letter.message_id,
            }
            reached("mailbox.draft.before")
            self._calls.ask(Call("POST", f"{self._filing._mailbox}/sendMail", {"message": message}, expects="nothing"))
            reached("mailbox.draft.after")
            self._said = {**getattr(self, "_said", {}), name: content, letter.key: content}
            yield [Draft(Ref(name), letter.key, letter.written_at)]

    def read_back_all(self, drafts: Sequence[Draft]) -> Iterator[Sequence[DraftContent | MailboxError]]:
        for draft in drafts:
            said = getattr(self, "_said", {}).get(draft.ref.id)
            if said is None:  # of somebody else's making, or it has been sent
                yield from super().read_back_all([draft])
            else:
                yield [said]

    def find_all(self, keys: Sequence[str]) -> Iterator[Sequence[tuple[Found, ...] | MailboxError]]:
        for key in keys:
            if key in getattr(self, "_said", {}):
                yield [(Found(Ref(key), Whereabouts.SENT),)]
            else:
                yield from super().find_all([key])

    def submit_all(self, drafts: Sequence[Draft]) -> Iterator[list[None]]:
        """They have been sent already."""
        for _ in drafts:
            reached("mailbox.submit.before")
            reached("mailbox.submit.after")
            yield [None]


class MovingMailbox(MaildirMailbox):
    """Takes mail out of the Inbox when it is fetched, before anything about it is on record."""

    def mime(self, ref: Ref) -> bytes:
        raw = super().mime(ref)
        done = self._root / ".Processed"
        for part in ("cur", "new", "tmp"):
            (done / part).mkdir(parents=True, exist_ok=True)
        for path in (*self._root.glob(f"new/{ref.id}*"), *self._root.glob(f"cur/{ref.id}*")):
            path.rename(done / "cur" / (path.name if ":2," in path.name else f"{path.name}:2,"))
        return raw


class MovingGraph(GraphMailbox):
    """Takes mail out of the Inbox when it is fetched, before anything about it is on record."""

    def mime(self, ref: Ref) -> bytes:
        raw = super().mime(ref)
        self.file(ref, self.ensure_folders({"done": ("Processed",)})["done"])
        return raw


class MessageIdReader(PoisonedReader):
    """Takes two messages with the same Message-ID for the same message."""

    def read(self, raw: bytes) -> Incoming:
        incoming = super().read(raw)
        return replace(incoming, fingerprint=incoming.message_id)


class UnreadMailbox(MaildirMailbox):
    """Sees only what nobody has read yet."""

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        for page in super().poll(cursors):
            new = tuple(item for item in page.created if "S" not in item.ref.locator.rpartition(":2,")[2])
            yield replace(page, created=new) if page.folder == "INBOX" else page


@dataclass(frozen=True, slots=True)
class Parts:
    """What a life of the service is built with."""

    mailboxes: Mapping[str, type[Any]] = field(default_factory=dict)
    """Other ways to the mailbox, by the back end they are ways to."""
    reader: Callable[[], Reader] = PoisonedReader


PARTS = {
    "": Parts(),
    "deadly mail": Parts(reader=DeadlyReader),
    "one-shot send": Parts({"maildir": OneShotMailbox, "graph": OneShotGraph}),
    "move before commit": Parts({"maildir": MovingMailbox, "graph": MovingGraph}),
    "dedupe on Message-ID": Parts(reader=MessageIdReader),
    "unread only": Parts({"maildir": UnreadMailbox}),
}
