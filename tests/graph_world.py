"""A mailbox in Microsoft 365, as the look-alike plays it, with the people who use it and a clock that is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.mailbox import Draft, MailboxError, Ref
from bot.mailbox.graph import GraphMailbox
from bot.mailbox.graph_connection import GraphConnection
from bot.mailbox.sign_in import SignIn, secret
from store import questions
from store.terms import LetterState
from tests.contract import INBOX, JUNK
from tests.lookalike.graph import GraphServer
from tests.lookalike.graph_sign_in import CLIENT, SECRET, TENANT
from tests.lookalike.items import Attachment
from tests.lookalike.mailbox import Mailbox
from tests.world import MONDAY, ToldClock, World, message

OURS = "reviews@pcc.example"
MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
CLOCK = ToldClock(MORNING)
"""The time at the look-alike and at the service."""
KNOWN = {INBOX: "inbox", JUNK: "junkemail"}


class GraphOffice(World):
    """An office whose mailbox is in Microsoft 365; time is that of the look-alike."""

    mailbox: GraphWorld

    @classmethod
    def at(cls, mailbox: GraphWorld, folder: Path) -> GraphOffice:
        """The office with this mailbox, its service started; it may send as much as Exchange lets it."""
        caps = ("PER_DOMAIN_HOUR", "TOTAL_HOUR", "TOTAL_DAY")
        made = type(cls.__name__, (cls,), {"mailbox": mailbox})
        office: GraphOffice = made(
            folder, environ={f"REVIEWS_SENDING__CAPS__{cap}": "100000" for cap in caps}, at=CLOCK.at
        )
        office.clock = office.service.clock = CLOCK
        office.service.start()
        return office

    def _mailbox(self) -> GraphMailbox:
        return self.mailbox.restarted()

    def tries(self, passes: int, **apart: float) -> list[MailboxError]:
        """So many passes with time between them; what kept any from finishing."""
        troubles = []
        for _ in range(passes):
            try:
                self.service.one_pass()
            except MailboxError as trouble:
                troubles.append(trouble)
            CLOCK.at += timedelta(**apart)
        return troubles

    def hears_from(self, *people: int) -> None:
        """A request for a review has come from each of these people."""
        for number in people:
            self.mailbox.deliver(message(f"Person <person@home{number}.example>", at=CLOCK.at, number=number))

    def answered(self) -> Counter[tuple[str, ...]]:
        """How many letters left to whom."""
        return Counter(sent.recipients for sent in self.mailbox.box.journal)

    def asks(self) -> dict[str, list[str]]:
        """What people are asked, by the code of the question: the subjects."""
        found: dict[str, list[str]] = {}
        with self.service.reading() as tx:
            for one in questions.still_open(tx):
                found.setdefault(one.code, []).append(one.subject)
        return found

    def states(self) -> Counter[LetterState]:
        """How many letters are in each state."""
        return Counter(letter.state for letter in self.letters())


class GraphWorld:
    """The look-alike over one mailbox, people at it, and time, which passes when the service waits."""

    def __init__(self, server: GraphServer, folder: Path) -> None:
        self.server = server
        self.box = server.box
        self.folder = folder
        self.slept: list[float] = []
        self.mailbox = self.restarted()

    def restarted(self, **choices: Any) -> GraphMailbox:
        path = self.folder / "secret"
        path.write_text(f"{SECRET}\n")
        signed_in = self.signs_in(credential=secret(path))
        base_url, ca = f"{self.server.url}/v1.0", Path(self.server.ca)
        connection = GraphConnection(signed_in, base_url, ca_bundle=ca, stopwatch=self.stopwatch)
        return GraphMailbox(connection, OURS, sleep=self.sleep, stopwatch=self.stopwatch, **choices)

    def signs_in(self, **choices: Any) -> SignIn:
        url = self.server.url
        about = {"authority": url, "tenant_id": TENANT, "client_id": CLIENT, "resource": url}
        return SignIn(**{**about, "ca_bundle": Path(self.server.ca), **choices})

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        CLOCK.at += timedelta(seconds=seconds)

    def stopwatch(self) -> float:
        return CLOCK.at.timestamp()

    def deliver(self, raw: bytes, folder: str = INBOX, name: str | None = None) -> None:
        self.box.deliver(raw, KNOWN.get(folder, folder))

    def person_moves(self, item: str, folder: str) -> None:
        self.box.move(self.box.item(item), KNOWN.get(folder, folder))

    def person_labels(self, item: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        found = self.box.item(item)
        found.categories = [one for one in found.categories if one not in remove] + list(add)
        self.box.touch(found)

    def person_removes(self, item: str) -> None:
        self.box.remove(self.box.item(item))

    def person_drafts(self, raw: bytes) -> Ref:
        return Ref(self.box.create_from_mime(raw).immutable_id)

    def person_edits(self, draft: Draft, was: str, becomes: str) -> None:
        item = self.box.item(draft.ref.id)
        item.subject, item.body = item.subject.replace(was, becomes), item.body.replace(was, becomes)
        self.box.touch(item)

    def person_attaches(self, draft: Draft, name: str, content: bytes) -> None:
        self.box.attach(self.box.item(draft.ref.id), Attachment("", name, "file", content))

    def person_sends(self, draft: Draft) -> None:
        self.box.send(self.box.item(draft.ref.id))

    def sent(self) -> list[bytes]:
        return [one.raw for one in self.box.journal]

    def requests(self) -> dict[str, int]:
        """How many requests of each operation were made since the log was cleared, without signing in."""
        counts = self.server.log.counts()
        return {name: count for name, count in counts.items() if name not in ("sign_in", "discovery")}

    def calls(self) -> int:
        """How many HTTP calls that was."""
        return len([one for one in self.server.log.calls() if one.operation not in ("sign_in", "discovery")])


@contextmanager
def graph_world(folder: Path) -> Iterator[GraphWorld]:
    """A fresh mailbox at the look-alike, on a Monday in March."""
    CLOCK.at = MORNING
    with GraphServer.over(Mailbox(OURS, lambda: CLOCK.at)) as server:
        yield GraphWorld(server, folder)


@contextmanager
def graph_office(folder: Path) -> Iterator[GraphOffice]:
    """An office there that has looked into its mailbox once; what it asked for then is not in the log."""
    with graph_world(folder) as world:
        CLOCK.at = MONDAY
        office = GraphOffice.at(world, folder)
        office.runs()
        world.server.log.clear()
        yield office
        office.service.close()
