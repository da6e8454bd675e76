"""What becomes of an Exchange Server's faults: what only looks is asked again, what acts is done at most once."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bot.mailbox import (
    Ambiguous,
    MailboxError,
    Page,
    Permanent,
    Ref,
    Throttled,
    Unavailable,
    Whereabouts,
)
from bot.mailbox import ews_session as session
from store.messages import Letter
from tests.contract import INBOX, JUNK, LETTER, TREE, Reader, mail, only
from tests.ews_world import PASSWORD, EwsWorld, exchange
from tests.lookalike.faults import Fault
from tests.lookalike.serving import Request, Response

LOST = {
    "reset": Fault(reset=True),
    "500": Fault(500),
    "502": Fault(502),
    "503": Fault(503),
    "504": Fault(504),
    "a proxy's page": Fault(body=b"<html>busy</html>"),
    "nothing": Fault(body=b""),
    "half an answer": Fault(cut=300),
    "another protocol": Fault(body=b'{"error": {}}'),
    "an envelope with nothing in it": Fault(
        body=b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>'
    ),
    "a fault inside": Fault(500, "ErrorInternalServerTransientError"),
    "a refusal that is none": Fault(200, "ErrorInternalServerError"),
    "spaces": Fault(body=b" " * 1_000_000),
}


@pytest.fixture
def world() -> Iterator[EwsWorld]:
    """A mailbox on an Exchange Server."""
    with exchange() as world:
        yield world


# --- acts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_lost_send(world: EwsWorld, fault: Fault, after: bool) -> None:
    """A send whose answer is lost is not repeated; looking for its key tells what became of it."""
    draft = world.mailbox.draft(LETTER)
    done = after or fault.cut is not None
    world.server.faults.plan("SendItem", fault, after=after)
    with pytest.raises(Ambiguous):
        world.mailbox.submit(draft)
    assert len(world.server.log.of("SendItem")) == 1
    assert len(world.sent()) == done
    (found,) = world.mailbox.find(LETTER.key)
    assert found.where is (Whereabouts.SENT if done else Whereabouts.DRAFT)


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_lost_draft(world: EwsWorld, after: bool) -> None:
    """A draft whose answer is lost is not made twice: drafting again finds the one there is."""
    world.server.faults.plan("CreateItem", Fault(504), after=after)
    with pytest.raises(Ambiguous):
        world.mailbox.draft(LETTER)
    draft = world.restarted().draft(LETTER)
    assert [one.ref.id for one in world.mailbox.find(LETTER.key)] == [draft.ref.id]
    assert len(world.server.log.of("CreateItem")) == (1 if after else 2)
    world.mailbox.submit(draft)
    assert len(world.sent()) == 1


@pytest.mark.parametrize("operation", ["UpdateItem", "MoveItem"])
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_lost_filing(world: EwsWorld, operation: str, after: bool) -> None:
    """A filing whose answer is lost can be told from the next poll, and is not made twice."""
    folder = world.mailbox.ensure_folders(TREE)["filed"]
    reader = Reader(world.mailbox, INBOX, folder)
    world.deliver(mail())
    item = only(reader.created())
    world.mailbox.stamp(item.ref, "mark")
    world.server.faults.plan(operation, Fault(reset=True), after=after)
    with pytest.raises(Ambiguous):
        world.mailbox.file(item.ref, folder, categories=("Filed",))
    pages = reader.poll()
    if operation == "MoveItem" and after:
        assert pages[INBOX].removed == (item.ref.id,)
        assert only(list(pages[folder].created)).stamp == "mark"
    else:
        assert (only(list(pages[INBOX].created)).stamp, pages[INBOX].removed) == ("mark", ())
        assert folder not in pages
        world.mailbox.file(item.ref, folder, categories=("Filed",))
        assert len(world.truth.listed(folder)) == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda box, ref, draft: box.stamp(ref, "mark"),
        lambda box, ref, draft: box.submit(draft),
        lambda box, ref, draft: box.discard(draft.ref, draft.key),
        lambda box, ref, draft: box.ensure_folders(TREE),
    ],
    ids=["stamp", "submit", "discard", "ensure_folders"],
)
def test_refused_for_now(world: EwsWorld, act: Callable[..., object]) -> None:
    """An act a busy server refused is done once it has waited as long as it was told to."""
    world.deliver(mail())
    item = only(Reader(world.mailbox, INBOX).created())
    draft = world.mailbox.draft(LETTER)
    world.asked()
    for operation in ("UpdateItem", "SendItem", "DeleteItem", "CreateFolder"):
        world.server.faults.plan(operation, Fault(500, "ErrorServerBusy", retry_after="7"))
        world.server.faults.plan(operation, Fault(429, retry_after="9"))
    act(world.mailbox, item.ref, draft)
    assert world.waited == [7, 9]


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        (Fault(429, retry_after="3600"), 3600),
        (Fault(429, retry_after="Mon, 02 Mar 2026 11:00:00 GMT"), 60),
        (Fault(429, retry_after="-5"), 60),
        (Fault(429, retry_after="soon"), 60),
        (Fault(429), 60),
        (Fault(500, "ErrorServerBusy", retry_after="120"), 120),
        (Fault(500, "ErrorExceededConnectionCount"), 60),
        (Fault(200, "ErrorSubmissionQuotaExceeded"), 600),
    ],
    ids=str,
)
def test_refused_for_long(world: EwsWorld, fault: Fault, wait: float) -> None:
    """Waiting that would take long is left to the caller, who is told how long; nothing has been done."""
    draft = world.mailbox.draft(LETTER)
    world.server.faults.plan("SendItem", fault, times=0)
    with pytest.raises(Throttled) as refused:
        world.mailbox.submit(draft)
    assert refused.value.retry_after == wait
    assert (world.waited, world.sent()) == ([], [])


def test_thirty_a_minute(world: EwsWorld) -> None:
    """A mailbox that may send no more for now says so, and every letter leaves once."""
    drafts = [world.mailbox.draft(_letter(number)) for number in range(32)]
    for draft in drafts[:30]:
        world.mailbox.submit(draft)
    with pytest.raises(Throttled):
        world.mailbox.submit(drafts[30])
    world.truth.now.passes(minutes=1)  # type: ignore[attr-defined]
    for draft in drafts[30:]:
        world.mailbox.submit(draft)
    assert len({sent.item.message_id for sent in world.truth.journal}) == len(world.sent()) == 32


def _letter(number: int) -> Letter:
    return replace(LETTER, key=f"ack-{number}", message_id=f"<ack-{number}@reviews.example>")


def test_unreachable(world: EwsWorld) -> None:
    """An act that never reached the server is tried again, and is then certainly not done."""
    draft = world.mailbox.draft(LETTER)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    gone = world.restarted(endpoint=f"https://localhost:{port}/EWS/Exchange.asmx")
    with pytest.raises(Unavailable, match="cannot be reached"):
        gone.submit(draft)
    assert world.waited == [1, 4]
    assert not gone.check().ok


# --- looking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_looking_again(world: EwsWorld, fault: Fault) -> None:
    """What only looks is asked again after a fault, twice at most, and then answers as if nothing had been."""
    draft = world.mailbox.draft(LETTER)
    world.server.faults.plan("*", fault, times=2)
    assert [one.ref.id for one in world.mailbox.find(LETTER.key)] == [draft.ref.id]
    assert world.waited == [1, 4]
    world.server.faults.plan("*", fault, times=3)
    with pytest.raises(Unavailable):
        world.mailbox.find(LETTER.key)


SILENT = {
    "store": Fault(200, "ErrorMailboxStoreUnavailable"),
    "late": Fault(200, "ErrorTimeoutExpired"),
    "504": Fault(504),
}


@pytest.mark.parametrize("fault", SILENT.values(), ids=SILENT)
@pytest.mark.parametrize("since_the_start", [True, False])
def test_a_silent_folder_keeps_no_other_back(world: EwsWorld, fault: Fault, since_the_start: bool) -> None:
    """Folders behind one that does not answer are read in the same poll, which says then which it was."""
    reader = Reader(world.mailbox, JUNK, *world.mailbox.ensure_folders(TREE).values(), INBOX)
    if not since_the_start:
        reader.poll()
    world.deliver(mail())
    world.server.faults.plan("SyncFolderItems", fault, only="junkemail", times=0)
    pages: list[Page] = []
    with pytest.raises(Unavailable) as silent:
        pages.extend(world.mailbox.poll(reader.cursors))
    assert silent.value.folder == JUNK
    assert [len(page.created) for page in pages if page.folder == INBOX] == [1]
    assert len(pages) == (len(reader.cursors) - 1 if since_the_start else 1)


def test_many_silent_folders_cost_little(world: EwsWorld) -> None:
    """After the first folder that does not answer each other is asked once, so that a poll ends."""
    folders = [JUNK, *world.mailbox.ensure_folders(TREE).values(), INBOX]
    world.asked()
    world.server.faults.plan("SyncFolderItems", Fault(200, "ErrorMailboxStoreUnavailable"), times=0)
    with pytest.raises(Unavailable) as silent:
        list(world.mailbox.poll(dict.fromkeys(folders, "")))
    assert silent.value.folder == JUNK
    assert len(world.asked()) == 3 + len(folders) - 1
    assert world.waited == [1, 4]


def test_a_silent_server_is_not_waited_for_again_and_again(world: EwsWorld) -> None:
    """Where silence has taken four minutes of a poll, or no connection comes about, no further folder is asked."""
    folders = [JUNK, *world.mailbox.ensure_folders(TREE).values(), INBOX]
    world.asked()
    world.server.faults.plan("SyncFolderItems", Fault(504), times=0)
    time = iter(range(0, 99_000, 130))
    slow = world.restarted(stopwatch=lambda: float(next(time)))
    with pytest.raises(Unavailable) as silent:
        list(slow.poll(dict.fromkeys(folders, "")))
    assert silent.value.folder == JUNK
    assert world.asked().count("SyncFolderItems") == 3 + 1
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    world.waited.clear()
    gone = world.restarted(endpoint=f"https://localhost:{port}/EWS/Exchange.asmx")
    with pytest.raises(Unavailable, match="cannot be reached"):
        list(gone.poll(dict.fromkeys(folders, "")))
    assert world.waited == [1, 4]


def test_what_is_silent_is_said_before_what_is_refused(world: EwsWorld) -> None:
    """Of several folders that cannot be read the silent one is told, so that nobody takes the poll for whole."""
    folders = [*world.mailbox.ensure_folders(TREE).values(), JUNK, INBOX]
    world.server.faults.plan("SyncFolderItems", Fault(200, "ErrorAccessDenied"), only=folders[0], times=0)
    world.server.faults.plan("SyncFolderItems", Fault(200, "ErrorTimeoutExpired"), only="junkemail", times=0)
    with pytest.raises(Unavailable) as silent:
        list(world.mailbox.poll(dict.fromkeys(folders, "")))
    assert silent.value.folder == JUNK


def test_slow(world: EwsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that drips is given up after a time, and so is silence."""
    world.deliver(mail(body="x" * 3000))
    item = only(Reader(world.mailbox, INBOX).created())
    monkeypatch.setattr(session, "_WHOLE_ANSWER", 0.3)
    world.server.faults.plan("GetItem", Fault(drip=0.01), times=0)
    with pytest.raises(Unavailable):
        world.mailbox.mime(item.ref)
    world.server.faults.clear()
    monkeypatch.setattr(session._Protocol, "TIMEOUT", (1, 0.2))
    world.server.faults.plan("GetItem", Fault(pause=0.4), times=3)
    with pytest.raises(Unavailable):
        world.mailbox.mime(item.ref)
    draft = world.mailbox.draft(LETTER)
    world.server.faults.plan("SendItem", Fault(pause=0.4))
    with pytest.raises(Ambiguous):
        world.mailbox.submit(draft)


def test_endless(world: EwsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer beyond all size is given up."""
    monkeypatch.setattr(session, "_LARGEST", 100_000)
    world.server.faults.plan("FindItem", Fault(body=b" " * 200_000), times=0)
    with pytest.raises(Unavailable):
        world.mailbox.drafts()


@pytest.mark.parametrize("broken", [b"<Size>many", b'<ItemId Id="" />', b"<DateTimeReceived>yesterday"])
def test_nonsense_in_an_answer(world: EwsWorld, broken: bytes) -> None:
    """An answer that makes no sense is taken for none."""
    inside = broken.replace(b"<", b"<t:")
    name = inside[1:].split(b">")[0].split(b" ")[0]
    closed = inside if inside.endswith(b"/>") else inside + b"</" + name + b">"
    item = closed if b"ItemId" in closed else b'<t:ItemId Id="x"/>' + closed
    answer = (
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
        b'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
        b'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body><m:GetItemResponse>'
        b'<m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError'
        b"</m:ResponseCode><m:Items><t:Message>" + item + b"</t:Message></m:Items></m:GetItemResponseMessage>"
        b"</m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>"
    )
    world.server.faults.plan("GetItem", Fault(body=answer), times=0)
    with pytest.raises(Unavailable):
        world.mailbox.mime(Ref("AAMkx"))


@pytest.mark.parametrize("odd", ["\x0b", "&#x1;", "&#11;", "&#xD800;", "&#xFFFF;"], ids=ascii)
def test_what_xml_forbids(world: EwsWorld, odd: str) -> None:
    """A draft into which somebody pasted what XML forbids, and Exchange passes on, is still read back."""
    draft = world.mailbox.draft(LETTER)
    honest = world.server.application.answer

    def answer(request: Request) -> Response:
        made = honest(request)
        made.body = made.body.replace(b"received your", f"rec{odd}ived your".encode())
        return made

    world.server.application.answer = answer
    said = world.mailbox.read_back(draft)
    assert said.subject.startswith("We have rec")
    assert said.subject != LETTER.subject
    assert said.to == (LETTER.to,)


def test_wrong_place(world: EwsWorld) -> None:
    """An address where no Exchange Server is, and one that sends elsewhere, are refused for good."""
    elsewhere = world.restarted(endpoint=f"{world.server.url}/owa")
    with pytest.raises(Permanent, match="endpoint"):
        elsewhere.drafts()
    world.server.faults.plan("FindItem", Fault(302), times=0)
    with pytest.raises(Permanent, match="302"):
        world.mailbox.drafts()


def test_untrusted(world: EwsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the certificates of the settings count: those of the environment neither help nor hinder."""
    with pytest.raises(Permanent, match="ca_bundle"):
        world.restarted(ca_bundle=None).drafts()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", world.server.ca)
    with pytest.raises(Permanent, match="ca_bundle"):
        world.restarted(ca_bundle=None).drafts()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    monkeypatch.setenv("CURL_CA_BUNDLE", "/nowhere.pem")
    assert world.restarted().drafts() == ()


@pytest.mark.parametrize("auth", ["basic", "ntlm"])
def test_nothing_is_told(auth: str, caplog: pytest.LogCaptureFixture) -> None:
    """At the loudest level no log holds a password, an address or a word of a letter, and no error quotes one."""
    with exchange(auth=auth) as world, caplog.at_level(logging.DEBUG):
        said: list[str] = []
        draft = world.mailbox.draft(LETTER)
        world.server.faults.plan("*", Fault(500), times=0)
        calls: list[Callable[[], object]] = [
            lambda: world.mailbox.submit(draft),
            lambda: world.mailbox.draft(LETTER),
            lambda: world.mailbox.discard(Ref("AAMkx"), LETTER.key),
            lambda: world.restarted(password=f"{PASSWORD}!").find(LETTER.key),
        ]
        for call in calls:
            with pytest.raises(MailboxError) as trouble:
                call()
            said.append(str(trouble.value))
    everything = caplog.text + " ".join(said)
    for secret in (PASSWORD, LETTER.to, LETTER.subject, "We have received", LETTER.key):
        assert secret not in everything
