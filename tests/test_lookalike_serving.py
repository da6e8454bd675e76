"""What goes wrong at a look-alike server goes wrong as planned: before the act or after it, and in the log."""

from __future__ import annotations

import threading
import time

import pytest
import requests

from tests.contract import mail
from tests.lookalike.caller import Caller, code, keyed
from tests.lookalike.faults import Fault
from tests.lookalike.graph import GraphServer
from tests.lookalike.items import Item, Property
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.on_graph import OnGraph
from tests.world import ToldClock

BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


class TestFaults(OnGraph):
    """Rules of what goes wrong."""

    @pytest.mark.parametrize(("after", "left"), [(False, 0), (True, 1)])
    @pytest.mark.parametrize("status", [500, 503, 504])
    def test_before_and_after(
        self, graph: GraphServer, box: Mailbox, caller: Caller, status: int, after: bool, left: int
    ) -> None:
        """An error before the act left nothing; one after it is told though the letter has left, and can be found."""
        draft = caller.draft(**keyed("k-1"))["id"]
        graph.faults.plan("messages.send", Fault(status=status), after=after)
        assert caller.send(draft).status_code == status
        assert len(box.journal) == left
        assert [one["isDraft"] for one in caller.with_key("k-1")] == [not left]
        assert [one.struck for one in graph.log.of("messages.send")] == ["after" if after else "before"]

    @pytest.mark.parametrize(("after", "left"), [(False, 0), (True, 1)])
    def test_reset(self, graph: GraphServer, box: Mailbox, caller: Caller, after: bool, left: int) -> None:
        """A broken connection tells nothing of whether the act was done; the next call is answered."""
        draft = caller.draft()["id"]
        graph.faults.plan("messages.send", Fault(reset=True), after=after)
        with pytest.raises(BROKEN):
            caller.send(draft)
        assert len(box.journal) == left
        assert caller.get("/messages")
        assert [one.status for one in graph.log.of("messages.send")] == [0]

    @pytest.mark.parametrize("said", ["2", "3600", "Mon, 02 Mar 2026 10:00:30 GMT", "-5", "soon", ""])
    def test_retry_after(self, graph: GraphServer, caller: Caller, said: str) -> None:
        """Retry-After is said as it was planned, in every form, or not at all."""
        graph.faults.plan("messages.*", Fault(status=429, retry_after=said))
        answer = caller.call("GET", "/messages")
        assert (answer.status_code, answer.headers.get("Retry-After", "")) == (429, said)
        assert caller.call("GET", "/messages").status_code == 200

    def test_which_call(self, graph: GraphServer, caller: Caller) -> None:
        """A rule strikes from its n-th call, so many times, each so-manieth, or only where the target says so."""
        graph.faults.plan("messages.list", Fault(status=503), nth=2, times=2)
        assert [caller.call("GET", "/messages").status_code for _ in range(5)] == [200, 503, 503, 200, 200]
        graph.faults.clear()
        graph.faults.plan("messages.list", Fault(status=503), every=3, times=0)
        assert [caller.call("GET", "/messages").status_code for _ in range(5)] == [503, 200, 200, 503, 200]
        graph.faults.clear()
        graph.faults.plan("*", Fault(status=410), only="inbox/messages/delta")
        caller.get("/mailFolders/drafts/messages/delta")
        assert code(caller.call("GET", "/mailFolders/inbox/messages/delta")) == (410, "SyncStateNotFound")

    def test_liars(self, graph: GraphServer, caller: Caller) -> None:
        """A proxy's page with status 200, an answer that breaks off, and one that drips are all sent."""
        graph.faults.plan("messages.list", Fault(body=b"<html>Sign in to the proxy</html>"))
        page = caller.call("GET", "/messages")
        assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html")
        graph.faults.plan("messages.list", Fault(cut=20))
        with pytest.raises(BROKEN):
            caller.call("GET", "/messages")
        graph.faults.plan("messages.list", Fault(drip=0.02))
        began = time.monotonic()
        assert caller.get("/messages")["value"] == []
        assert time.monotonic() - began > 0.05

    def test_taken_and_told_to_wait(self, graph: GraphServer, box: Mailbox, caller: Caller) -> None:
        """A send may be answered 202 and a time to wait, and has left."""
        graph.faults.plan("messages.send", Fault(status=202, retry_after="30"), after=True)
        answer = caller.send(caller.draft()["id"])
        assert (answer.status_code, answer.headers["Retry-After"], answer.content) == (202, "30", b"")
        assert len(box.journal) == 1

    def test_slow(self, graph: GraphServer, box: Mailbox, caller: Caller) -> None:
        """A slow answer comes after the client gave up, and the act was done."""
        draft = caller.draft()["id"]
        graph.faults.plan("messages.send", Fault(pause=0.4))
        with pytest.raises(requests.exceptions.ReadTimeout):
            caller.session.post(f"{caller.base}{caller.mailbox}/messages/{draft}/send", timeout=0.1)
        deadline = time.monotonic() + 5
        while not box.journal and time.monotonic() < deadline:
            threading.Event().wait(0.02)
        assert len(box.journal) == 1

    def test_inside_a_batch(self, graph: GraphServer, box: Mailbox, caller: Caller) -> None:
        """A rule strikes single requests inside a batch; the rest are done."""
        items = [box.deliver(mail()).id for _ in range(3)]
        graph.faults.plan("messages.delete", Fault(status=429, retry_after="7"), nth=2)
        asked = [{"id": item, "method": "DELETE", "url": f"{caller.mailbox}/messages/{item}"} for item in items]
        answers = caller.call("POST", f"{caller.base}/$batch", json={"requests": asked}).json()["responses"]
        by_id = {one["id"]: one for one in answers}
        assert [by_id[item]["status"] for item in items] == [204, 429, 204]
        assert by_id[items[1]]["headers"]["Retry-After"] == "7"
        assert len(box.listed("inbox")) == 1


class TestLimits(OnGraph):
    """What is allowed at once."""

    def test_four_at_once(self, graph: GraphServer, caller: Caller) -> None:
        """Of many requests at once four are served and the rest are refused, unless they may wait."""
        for waits, refused in ((0.0, 4), (30.0, 0)):
            graph.limits.waits = waits
            graph.faults.plan("messages.list", Fault(pause=0.3), times=0)
            answers: list[int] = []
            url = f"{caller.base}{caller.mailbox}/messages"
            headers = dict(caller.session.headers)

            def ask(url: str = url, headers: dict[str, str | bytes] = headers, into: list[int] = answers) -> None:
                into.append(requests.get(url, headers=headers, verify=graph.ca, timeout=30).status_code)

            threads = [threading.Thread(target=ask) for _ in range(8)]
            for one in threads:
                one.start()
            for one in threads:
                one.join()
            assert sorted(answers) == [200] * (8 - refused) + [429] * refused
            graph.faults.clear()
        assert graph.limits.most_at_once == 4

    def test_sign_in_is_not_limited(self, graph: GraphServer, caller: Caller) -> None:
        """Signing in is possible however many requests there are."""
        graph.limits.at_once = 0
        assert code(caller.call("GET", "/messages")) == (429, "MailboxConcurrencyLimitExceeded")
        caller.sign_in()


class TestServer(OnGraph):
    """TLS, connections and the log."""

    def test_tls(self, graph: GraphServer) -> None:
        """Only a client that trusts the look-alike's own authority gets an answer."""
        with requests.Session() as session:
            session.trust_env = False
            with pytest.raises(requests.exceptions.SSLError):
                session.get(graph.url, timeout=30)
            assert session.get(graph.url, verify=graph.ca, timeout=30).status_code == 401

    def test_told_time(self, caller: Caller, clock: ToldClock) -> None:
        """The Date header follows the told clock."""
        assert caller.call("GET", "/messages").headers["Date"] == clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT")

    def test_dropped(self, graph: GraphServer, caller: Caller) -> None:
        """After connections were dropped the next calls are answered on a new one."""
        caller.get("/messages")
        graph.server.drop_connections()
        answers = []
        for _ in range(2):
            try:
                answers.append(caller.call("GET", "/messages").status_code)
            except requests.ConnectionError:
                continue
        assert answers[-1] == 200

    def test_chunks(self, caller: Caller, box: Mailbox) -> None:
        """A body sent in chunks is read whole."""
        parts = (part for part in (b'{"displayName": ', b'"Reviews"}'))
        caller.call("POST", "/mailFolders", data=parts, headers={"Content-Type": "application/json"}, status=201)
        assert "Reviews" in [one.name for one in box.children("msgfolderroot")]

    def test_log(self, graph: GraphServer, caller: Caller) -> None:
        """Every request is in the log with its operation, headers and body, in order; unknown ones too."""
        graph.log.clear()
        caller.draft(subject="Logged")
        caller.call("GET", "/nothing", status=400)
        assert [one.operation for one in graph.log.entries] == ["messages.create", "unknown"]
        assert b"Logged" in graph.log.entries[0].body
        assert [one.status for one in graph.log.calls()] == [201, 400]


class TestMailbox(OnGraph):
    """The mailbox without a server."""

    def test_ids_count_their_case(self, box: Mailbox) -> None:
        """Ids are long, differ, and are not found in another casing."""
        item = box.deliver(mail())
        assert len(item.id) > 60
        assert [one for one in box.listed() if one.id == item.id] == [item]
        assert item.id.swapcase() not in {one.id for one in box.listed()}

    def test_changes(self, box: Mailbox) -> None:
        """One entry an item: created stays created when changed, what is gone is removed, a moved one has two ids."""
        inbox = box.folder("inbox").id
        item, gone = box.deliver(mail()), box.deliver(mail())
        box.touch(item)
        box.remove(gone)
        assert [(one.what, one.id) for one in box.changes(inbox, 0)] == [("created", item.id), ("removed", gone.id)]
        after, old = box.newest(), item.id
        box.touch(item, only_read=True)
        assert [one.what for one in box.changes(inbox, after)] == ["read"]
        box.move(item, "archive")
        box.move(item, "inbox")
        assert [(one.what, one.id) for one in box.changes(inbox, after)] == [("removed", old), ("created", item.id)]
        assert [one.what for one in box.changes(inbox, after, immutable=True)] == ["created"]

    def test_message_is_read(self, box: Mailbox) -> None:
        """A delivered message tells its people, its thread, its text and its files."""
        raw = (
            b"Received: by mx; Mon, 02 Mar 2026 09:30:00 +0000\r\nFrom: =?utf-8?q?P=C3=A1t?= <pat@home.example>\r\n"
            b"To: a@pcc.example, B <b@pcc.example>\r\nReply-To: r@home.example\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\n"
            b"References: <first@home.example> <second@home.example>\r\n"
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>\r\n"
            b"--x\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            b"YWJj\r\n--x--\r\n"
        )
        item = box.deliver(raw)
        assert (item.subject, item.author, len(item.to)) == ("Café", ("Pát", "pat@home.example"), 2)
        assert (item.body_type, item.body.strip()) == ("html", "<p>Hello</p>")
        assert [(one.name, one.content) for one in item.attachments] == [("a.pdf", b"abc")]
        assert item.received_at is not None
        assert item.received_at.hour == 9
        assert box.mime(item) == raw
        again = box.deliver(raw.replace(b"<second@home.example>", b"<third@home.example>"))
        assert again.conversation_id == item.conversation_id

    @pytest.mark.parametrize(
        "raw", [b"\xff\xfe\x00", b"From: \xe9\r\nDate: never\r\n\r\n\xff", b"Subject: =?x?y?z?=\r\n\r\n"]
    )
    def test_odd_bytes(self, box: Mailbox, raw: bytes) -> None:
        """Anything can be delivered."""
        assert box.mime(box.deliver(raw)) == raw

    def test_properties(self) -> None:
        """A property is the same one in either spelling; x- headers are properties too."""
        guid = "{00020386-0000-0000-C000-000000000046}"
        named = Property.graph(f"String {guid} Name x-loop")
        assert named == Property("String", guid.strip("{}").lower(), "x-loop")
        assert str(named) == f"String {guid.lower()} Name x-loop"
        assert Property.graph("Integer 0x3fdf") == Property("Integer", number=0x3FDF)
        assert Property.graph(f"Long {guid} Id 0x8503").number == 0x8503
        item = Item()
        item.put(named, "1")
        item.put(Property("Integer", number=0x3FDF), "-1")
        assert item.headers == [("x-loop", "1"), ("X-Auto-Response-Suppress", "All")]
        with pytest.raises(ValueError, match="no extended property"):
            Property.graph("lookalikeKey")
