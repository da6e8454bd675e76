"""Microsoft 365 on bad days: waited for, asked again where that is safe, signed in to anew, and nothing leaks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.mailbox import (
    AccessDenied,
    MailboxError,
    Permanent,
    Throttled,
    Unavailable,
)
from bot.mailbox.graph import GraphMailbox
from bot.mailbox.graph_connection import GraphConnection
from bot.mailbox.sign_in import Credential, SignIn
from tests.contract import INBOX, LETTER, TREE, Reader, mail, only
from tests.graph_world import CLOCK, OURS, GraphWorld, graph_world
from tests.lookalike.faults import Fault
from tests.lookalike.graph_sign_in import SECRET
from tests.lookalike.mailbox import Mailbox


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GraphWorld]:
    """A mailbox at the look-alike."""
    with graph_world(tmp_path) as made:
        yield made


@pytest.fixture
def reader(world: GraphWorld) -> Reader:
    """Watches the Inbox, after a first look at it, which is not in the log of requests."""
    made = Reader(world.mailbox, INBOX)
    made.poll()
    world.server.log.clear()
    return made


@pytest.fixture
def filed(world: GraphWorld) -> str:
    """The id of the folder for what is done."""
    return world.mailbox.ensure_folders(TREE)["filed"]


# --- what goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "waits"),
    [("7", 7.0), ("0", 0.0), ("soon", 1.0), ("-5", 1.0), ("", 1.0), ("date", 9.0)],
)
def test_retry_after(world: GraphWorld, told: str, waits: float) -> None:
    """What is refused for now is asked again after as long as the server says, or a little while if it does not."""
    told = "Mon, 02 Mar 2026 10:00:09 GMT" if told == "date" else told
    draft = world.mailbox.draft(LETTER)
    for operation in ("messages.get", "messages.send"):
        world.server.faults.plan(operation, Fault(429, retry_after=told))
    world.mailbox.read_back(draft)
    assert world.slept == [waits]


def test_long_retry_after(world: GraphWorld, reader: Reader) -> None:
    """Who has to wait long is told for how long, and nobody sleeps."""
    world.server.faults.plan("messages.delta", Fault(429, retry_after="3600"))
    with pytest.raises(Throttled) as caught:
        reader.poll()
    assert (caught.value.retry_after, world.slept) == (3600.0, [])


def test_a_send_hardly_waits(world: GraphWorld) -> None:
    """A send refused for a moment is repeated; for longer it is left, so that whoever stops sending has stopped it."""
    draft = world.mailbox.draft(LETTER)
    world.server.faults.plan("messages.send", Fault(429, retry_after="20"))
    with pytest.raises(Throttled):
        world.mailbox.submit(draft)
    world.server.faults.plan("messages.send", Fault(429, retry_after="2"))
    world.mailbox.submit(draft)
    assert (world.slept, len(world.sent())) == ([2.0], 1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500),
        Fault(502),
        Fault(503, retry_after="2"),
        Fault(504),
        Fault(reset=True),
        Fault(cut=40),
        Fault(body=b"<html>Please wait</html>"),
        Fault(body=b" " * 100_000),
        Fault(body=b"[]"),
    ],
)
def test_looking_again(world: GraphWorld, reader: Reader, fault: Fault) -> None:
    """Whatever goes wrong with looking is looked at again, and nothing is made of half an answer."""
    world.deliver(mail())
    world.server.faults.plan("messages.delta", fault)
    item = only(reader.created())
    world.server.faults.plan("messages.value", fault)
    assert world.mailbox.mime(item.ref) == mail()
    assert len(world.slept) == 2


def test_silence(world: GraphWorld, reader: Reader) -> None:
    """What does not answer at all is given up, after four times; the next pass may ask anew."""
    rule = world.server.faults.plan("messages.delta", Fault(503), times=0)
    with pytest.raises(Unavailable):
        reader.poll()
    assert rule.struck == 4


def test_dripping(world: GraphWorld, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that comes a few bytes at a time is given up when it takes too long in all."""
    world.server.faults.plan("messages.delta", Fault(drip=0.01))
    ticks = iter(range(0, 10**6, 40))
    monkeypatch.setattr(world.mailbox._connection, "_stopwatch", lambda: float(next(ticks)))
    world.deliver(mail())
    only(reader.created())
    assert len(world.server.log.of("messages.delta")) == 2


def test_not_reached(world: GraphWorld) -> None:
    """Where no connection comes about, nothing was done: it is tried again, and then said."""
    draft = world.mailbox.draft(LETTER)
    world.server.server.stop()
    with pytest.raises(Unavailable):
        world.mailbox.submit(draft)
    assert len(world.slept) >= 1


def test_dropped_while_idle(world: GraphWorld) -> None:
    """A connection that was closed while nobody used it harms no act."""
    draft = world.mailbox.draft(LETTER)
    world.server.server.drop_connections()
    world.mailbox.submit(draft)
    assert len(world.sent()) == 1


def test_batch_with_faults(world: GraphWorld, reader: Reader, filed: str) -> None:
    """Inside a batch each request fails and is repeated by itself; every item is filed once, stamped."""
    for number in range(40):
        world.deliver(mail(f"Number {number}"))
    items = reader.created()
    for operation in ("messages.patch", "messages.move", "messages.value"):
        world.server.faults.plan(operation, Fault(429, retry_after="3"), nth=3, times=4, every=5)
        world.server.faults.plan(operation, Fault(503), after=True, nth=4, times=4, every=7)
    raws = {world.mailbox.mime(item.ref) for item in items}
    with world.mailbox.together():
        for item in items:
            world.mailbox.file(world.mailbox.stamp(item.ref, f"mark {item.ref.id}"), filed)
    there = Reader(world.restarted(), filed).created(filed)
    assert (len(raws), len(there), {bool(item.stamp) for item in there}) == (40, 40, {True})


def test_permanently_refused(world: GraphWorld) -> None:
    """What is refused for good is not asked again."""
    world.server.faults.plan("messages.create", Fault(400, "ErrorInvalidRecipients"), times=0)
    with pytest.raises(Permanent):
        world.mailbox.draft(LETTER)
    assert world.slept == []


# --- signing in -----------------------------------------------------------------------------------------------------


def test_weeks(world: GraphWorld, reader: Reader) -> None:
    """For a day and night tokens run out every five minutes, one is revoked, and no look fails."""
    world.server.sign_in.token_lives = 300
    world.mailbox = reader.mailbox = world.restarted()
    for look in range(24 * 6):
        world.sleep(600)
        if look == 50:
            world.server.sign_in.revoke()
        world.deliver(mail(f"Number {look}"))
        assert len(reader.created()) == 1
    world.mailbox.submit(world.mailbox.draft(LETTER))
    assert len(world.sent()) == 1


def test_revoked_before_a_send(world: GraphWorld) -> None:
    """A token that is refused for a send is replaced, and the letter leaves once."""
    draft = world.mailbox.draft(LETTER)
    world.server.sign_in.revoke()
    world.mailbox.submit(draft)
    assert len(world.sent()) == 1


def test_check(world: GraphWorld) -> None:
    """The check says by what it signed in, and fails where another mailbox can be read that must not be."""
    good = world.restarted(forbidden="somebody.else@pcc.example").check()
    assert (good.ok, "signed in by secret" in good.detail) == (True, True)
    world.server.app.boxes["somebody.else@pcc.example"] = Mailbox("somebody.else@pcc.example", lambda: CLOCK.at)
    bad = world.restarted(forbidden="somebody.else@pcc.example").check()
    assert (bad.ok, "must be refused" in bad.detail) == (False, True)


def test_not_our_mailbox(world: GraphWorld) -> None:
    """A mailbox that the application has no right to is denied, and the check says so."""
    other = GraphMailbox(world.mailbox._connection, "somebody.else@pcc.example", sleep=world.sleep)
    with pytest.raises(AccessDenied):
        list(other.poll({INBOX: ""}))
    assert not other.check().ok


LEAKS: list[Callable[[GraphWorld], object]] = [
    lambda world: world.mailbox.draft(LETTER),
    lambda world: list(world.mailbox.draft_all([replace(LETTER, key=f"ack-{number}") for number in range(3)])),
    lambda world: list(world.mailbox.submit_all(world.mailbox.drafts())),
    lambda world: world.mailbox.find("unknown"),
    lambda world: Reader(world.mailbox, INBOX).poll(),
]


def test_nothing_leaks_into_logs(world: GraphWorld, caplog: pytest.LogCaptureFixture) -> None:
    """With every logger at DEBUG no token, secret, address or word of a letter is written, also when things fail."""
    world.server.faults.plan("messages.create", Fault(503), after=True)
    with caplog.at_level(logging.DEBUG):
        for name in [*logging.Logger.manager.loggerDict, ""]:
            logging.getLogger(name).setLevel(logging.DEBUG)
        world.mailbox = world.restarted()
        world.deliver(mail("Confidential"))
        for act in LEAKS:
            try:
                act(world)
            except MailboxError as trouble:
                logging.getLogger("bot").debug(str(trouble), exc_info=trouble)
        world.mailbox.mime(only(Reader(world.mailbox, INBOX).created()).ref)
    tokens = [
        one.headers["authorization"].split()[1] for one in world.server.log.of("messages.*", "batch") if not one.batch
    ]
    assert tokens
    words = [SECRET, OURS, LETTER.to, "received your message", "Confidential", *tokens]
    assert [word for word in words if word in caplog.text] == []


def _of(world: GraphWorld, **about: Any) -> SignIn:
    return world.signs_in(**{"credential": Credential("secret", None, SECRET), **about})


def test_connection_trusts_only_what_it_is_told(world: GraphWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates named in the environment are neither trusted nor in the way, and no .netrc displaces the token."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    monkeypatch.setenv("CURL_CA_BUNDLE", "/nowhere.pem")
    netrc = world.folder / "netrc"
    netrc.write_text("machine localhost login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert world.restarted().check().ok
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", world.server.ca)
    url = f"{world.server.url}/v1.0"
    untrusting = GraphMailbox(GraphConnection(_of(world), url), OURS, sleep=world.sleep)
    assert not untrusting.check().ok
