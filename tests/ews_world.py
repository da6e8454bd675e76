"""A mailbox on a look-alike Exchange Server with the people who use it, and what tests about it share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.mailbox import Draft, Ref
from bot.mailbox.ews import EwsMailbox
from bot.mailbox.ews_login import Login
from tests.contract import INBOX, JUNK
from tests.lookalike import letters
from tests.lookalike.ews import Accounts, EwsApplication
from tests.lookalike.faults import Limits
from tests.lookalike.items import Attachment
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.serving import Server

ADDRESS, ACCOUNT, PASSWORD = "reviews@pcc.example", "svc@pcc.example", "pass word"
NAMES = {INBOX: "inbox", JUNK: "junkemail"}


class EwsWorld:
    """One mailbox on one Exchange Server; `mailbox` is the service's way to it, `truth` what is really there."""

    def __init__(self, truth: Mailbox, server: Server, *, page: int, **login: Any) -> None:
        self.truth, self.server, self.page = truth, server, page
        self.waited: list[float] = []
        self._login = {"auth": "basic", "username": ACCOUNT, "password": PASSWORD} | login
        self.mailbox = self.restarted()

    def login(self, **other: Any) -> Login:
        """Who signs in, and where."""
        endpoint = f"{self.server.url}/EWS/Exchange.asmx"
        return Login(
            **{"endpoint": endpoint, "mailbox": ADDRESS, "ca_bundle": Path(self.server.ca), **self._login, **other}
        )

    def restarted(self, *, page: int = 0, stopwatch: Callable[[], float] = time.monotonic, **other: Any) -> EwsMailbox:
        """The same mailbox as a service sees it that has just started."""
        return EwsMailbox(self.login(**other), sleep=self.waited.append, stopwatch=stopwatch, page=page or self.page)

    def deliver(self, raw: bytes, folder: str = INBOX, name: str | None = None) -> None:
        """The message arrives."""
        self.truth.deliver(raw, NAMES.get(folder, folder))

    def person_moves(self, item: str, folder: str) -> None:
        """A person drags the item into another folder."""
        self.truth.move(self.truth.item(item), NAMES.get(folder, folder))

    def person_labels(self, item: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        """A person gives the item categories, and takes others off."""
        there = self.truth.item(item)
        kept = [one for one in there.categories if one not in remove]
        there.categories = [*kept, *(one for one in add if one not in kept)]
        self.truth.touch(there)

    def person_removes(self, item: str) -> None:
        """A person removes the item for good."""
        self.truth.remove(self.truth.item(item))

    def person_drafts(self, raw: bytes) -> Ref:
        """A person begins a message of their own."""
        return Ref(self.truth.create(letters.read(raw)).id)

    def person_edits(self, draft: Draft, was: str, becomes: str) -> None:
        """A person changes words in the draft and saves it."""
        item = self.truth.item(draft.ref.id)
        item.subject, item.body = item.subject.replace(was, becomes), item.body.replace(was, becomes)
        self.truth.touch(item)

    def person_attaches(self, draft: Draft, name: str, content: bytes) -> None:
        """A person adds a file to the draft and saves it."""
        self.truth.attach(self.truth.item(draft.ref.id), Attachment("", name, content=content))

    def person_sends(self, draft: Draft) -> None:
        """A person presses Send on the draft."""
        self.truth.send(self.truth.item(draft.ref.id))

    def sent(self) -> list[bytes]:
        """Everything that has left."""
        return [one.raw for one in self.truth.journal]

    def asked(self) -> list[str]:
        """The operations asked for since last time, without the greeting."""
        names = [entry.operation for entry in self.server.log.entries]
        self.server.log.clear()
        return [name for name in names if name != "ConvertId"]


class Now:
    """A clock that is told the time."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        """So much later."""
        self.at += timedelta(**time)


@contextmanager
def exchange(accounts: Accounts | None = None, *, page: int = 200, **login: Any) -> Iterator[EwsWorld]:
    """An Exchange Server with one mailbox, for as long as the context is open."""
    now = Now()
    truth, limits = Mailbox(ADDRESS, now), Limits(now)
    application = EwsApplication(truth, limits, accounts or Accounts({ACCOUNT: PASSWORD}))
    with Server(application, limits) as server:
        world = EwsWorld(truth, server, page=page, **login)
        yield world
        world.mailbox.close()
