"""The look-alike Graph takes files, settings and batches as the real one does."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from tests.contract import mail
from tests.lookalike.caller import Caller, code
from tests.lookalike.graph import GraphServer
from tests.lookalike.items import Attachment
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.on_graph import OnGraph
from tests.world import ToldClock

DELTA = "/mailFolders/inbox/messages/delta"
IMMUTABLE = 'IdType="ImmutableId"'


class TestFiles(OnGraph):
    """Attachments small and large."""

    def test_every_kind(self, box: Mailbox, caller: Caller) -> None:
        """Files have bytes, attached messages MIME, links neither."""
        item = box.deliver(mail())
        file, inner, link = (
            box.attach(item, one)
            for one in (
                Attachment("", "a.txt", content=b"abc", content_type="text/plain"),
                Attachment("", "Inner", "item", mail("Inner"), "message/rfc822"),
                Attachment("", "Link", "reference", url="https://files.example/x"),
            )
        )
        place = f"/messages/{item.id}/attachments"
        kinds = [one["@odata.type"].rpartition(".")[2] for one in caller.get(place)["value"]]
        assert kinds == ["fileAttachment", "itemAttachment", "referenceAttachment"]
        assert caller.call("GET", f"{place}/{file.id}/$value").content == b"abc"
        assert b"Subject: Inner" in caller.call("GET", f"{place}/{inner.id}/$value").content
        shown = caller.get(f"{place}/{inner.id}?$expand=microsoft.graph.itemattachment/item")
        assert shown["item"]["subject"] == "Inner"
        assert caller.call("GET", f"{place}/{link.id}/$value").status_code == 405
        assert "contentBytes" not in caller.get(f"{place}/{link.id}")
        whole, short = (caller.get(f"/messages/{item.id}?$expand=attachments{how}") for how in ("", "($select=name)"))
        assert base64.b64decode(whole["attachments"][0]["contentBytes"]) == b"abc"
        assert {*short["attachments"][0]} == {"@odata.type", "id", "name"}

    def test_three_megabytes(self, caller: Caller) -> None:
        """A file of more than 3 MB is not taken inline, nor a request of more than 4 MB."""
        draft = caller.draft()["id"]
        file = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a.pdf"}
        small = base64.b64encode(b"x" * 1000).decode()
        large = base64.b64encode(b"x" * (3 * 1024 * 1024 + 1)).decode()
        place = f"/messages/{draft}/attachments"
        caller.call("POST", place, status=201, json=file | {"contentBytes": small})
        assert caller.call("POST", place, json=file | {"contentBytes": large}).status_code == 413
        whole = {"subject": "A", "attachments": [file | {"contentBytes": large}]}
        assert caller.call("POST", "/messages", json=whole).status_code == 413
        assert caller.get(f"/messages/{draft}")["hasAttachments"] is True

    def test_upload(self, box: Mailbox, caller: Caller) -> None:
        """A large file comes in pieces, in order, without a token; it leaves with the letter."""
        draft, content = caller.draft()["id"], bytes(range(256)) * 4096 * 4
        about = {"attachmentType": "file", "name": "a.bin", "size": len(content), "contentType": "application/x-a"}
        session = f"/messages/{draft}/attachments/createUploadSession"
        url = caller.call("POST", session, status=201, json={"AttachmentItem": about}).json()["uploadUrl"]
        part = 3 * 1024 * 1024
        first, second = (
            {"Content-Range": f"bytes 0-{part - 1}/{len(content)}"},
            {"Content-Range": f"bytes {part}-{len(content) - 1}/{len(content)}"},
        )
        shown = caller.call("PUT", url, data=content[:part], headers=first)
        assert code(shown) == (401, "InvalidAudienceForResource")
        bare = {"Authorization": None}
        early = caller.call("PUT", url, data=content[part:], headers=second | bare)
        assert early.status_code == 416
        state = caller.call("PUT", url, data=content[:part], headers=first | bare, status=200).json()
        assert state["nextExpectedRanges"] == [f"{part}-"]
        done = caller.call("PUT", url, data=content[part:], headers=second | bare, status=201)
        assert "/attachments/" in done.headers["Location"]
        assert box.item(draft).attachments[0].content == content
        assert caller.call("GET", url, headers=bare).status_code == 404

    def test_sizes_of_sessions(self, caller: Caller) -> None:
        """A session for less than 2 MB or more than 150 MB is refused."""
        session = f"/messages/{caller.draft()['id']}/attachments/createUploadSession"
        answer = caller.call("POST", session, json={"AttachmentItem": {"name": "a", "size": 10}})
        assert code(answer) == (400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize")
        caller.call("POST", session, status=201, json={"AttachmentItem": {"name": "a", "size": 2 * 1024 * 1024}})
        answer = caller.call("POST", session, json={"AttachmentItem": {"name": "a", "size": 151 * 1024 * 1024}})
        assert code(answer) == (413, "ErrorAttachmentSizeLimitExceeded")


class TestSettings(OnGraph):
    """Categories, settings and rules, each with its permission."""

    def test_categories(self, caller: Caller) -> None:
        """The master list takes a name once, keeps it, and can change its colour."""
        place = "/outlook/masterCategories"
        made = caller.call("POST", place, status=201, json={"displayName": "Urgent", "color": "preset0"}).json()
        assert caller.call("POST", place, json={"displayName": "urgent"}).status_code == 409
        assert caller.call("PATCH", f"{place}/{made['id']}", json={"displayName": "X"}).status_code == 400
        caller.call("PATCH", f"{place}/{made['id']}", status=200, json={"color": "preset3"})
        assert [(one["displayName"], one["color"]) for one in caller.get(place)["value"]] == [("Urgent", "preset3")]
        caller.call("DELETE", f"{place}/{made['id']}", status=204)

    def test_rules_and_replies(self, caller: Caller) -> None:
        """Rules and automatic replies are seen and kept."""
        rule = {"displayName": "Move", "sequence": 1, "isEnabled": True, "actions": {"markAsRead": True}}
        caller.call("POST", "/mailFolders/inbox/messageRules", status=201, json=rule)
        assert caller.get("/mailFolders/inbox/messageRules")["value"][0]["displayName"] == "Move"
        given = {"automaticRepliesSetting": {"status": "alwaysEnabled"}}
        caller.call("PATCH", "/mailboxSettings", status=200, json=given)
        assert caller.get("/mailboxSettings")["automaticRepliesSetting"] == {"status": "alwaysEnabled"}

    @pytest.mark.parametrize(
        ("role", "method", "place"),
        [
            ("Mail.ReadWrite", "GET", "/messages"),
            ("Mail.Send", "POST", "/messages/AAMkADAAAAAAAAAAAAAAAAAAAAAA/send"),
            ("MailboxSettings.ReadWrite", "GET", "/outlook/masterCategories"),
        ],
    )
    def test_permissions(self, graph: GraphServer, caller: Caller, role: str, method: str, place: str) -> None:
        """Without its permission each part answers 403."""
        graph.sign_in.roles = tuple(one for one in graph.sign_in.roles if one != role)
        caller.sign_in()
        assert code(caller.call(method, place)) == (403, "ErrorAccessDenied")


class TestBatch(OnGraph):
    """Several requests in one call."""

    def batch(self, caller: Caller, *requests: dict[str, Any], status: int = 200) -> list[dict[str, Any]]:
        """The answers, by id."""
        for number, one in enumerate(requests):
            one.setdefault("id", str(number))
            one["url"] = caller.mailbox + one["url"]
        answer = caller.call("POST", f"{caller.base}/$batch", json={"requests": requests}, status=status).json()
        return sorted(answer.get("responses", []), key=lambda one: int(one["id"]))

    def change(self, item: str, **more: Any) -> dict[str, Any]:
        """A PATCH inside a batch."""
        return {
            "method": "PATCH",
            "url": f"/messages/{item}",
            "body": {"categories": ["A"]},
            "headers": {"Content-Type": "application/json"},
        } | more

    def move(self, item: str, **more: Any) -> dict[str, Any]:
        """A move inside a batch."""
        body = {"destinationId": "archive"}
        return self.change(item, method="POST", url=f"/messages/{item}/move", body=body) | more

    def test_label_and_move(self, graph: GraphServer, box: Mailbox, caller: Caller) -> None:
        """A change and a move that depends on it are one call and two requests."""
        item = box.deliver(mail())
        graph.log.clear()
        answers = self.batch(caller, self.change(item.id), self.move(item.id, dependsOn=["0"]))
        assert [one["status"] for one in answers] == [200, 201]
        assert answers[1]["body"]["id"] == item.id
        assert len(graph.log.calls()) == 1
        assert graph.log.counts() == {"messages.patch": 1, "messages.move": 1}

    def test_what_depends_on_a_failure_is_not_done(self, box: Mailbox, caller: Caller) -> None:
        """A request after a failed one is answered 424 and not done."""
        item = box.deliver(mail())
        answers = self.batch(caller, self.change("A" * 30), self.move(item.id, dependsOn=["0"]))
        assert [one["status"] for one in answers] == [404, 424]
        assert item.folder == box.folder("inbox").id

    @pytest.mark.parametrize(
        ("order", "allowed"),
        [
            ((), True),
            (((1, 0), (2, 1), (3, 2)), True),
            (((1, 0), (2, 0)), True),
            (((1, 0), (3, 2)), False),
            (((1, 0), (2, 1)), False),
            (((1, 9),), False),
            (((1, 2),), False),
        ],
    )
    def test_order(self, box: Mailbox, caller: Caller, order: tuple[tuple[int, int], ...], allowed: bool) -> None:
        """All at once, one after another, or all after the same one: nothing between is taken."""
        wanted = [self.change(box.deliver(mail()).id) for _ in range(4)]
        for later, first in order:
            wanted[later]["dependsOn"] = [str(first)]
        self.batch(caller, *wanted, status=200 if allowed else 400)

    def test_limits(self, box: Mailbox, caller: Caller) -> None:
        """Twenty at most; ids differ; a body has its own Content-Type; inside no preference is inherited."""
        item = box.deliver(mail())
        self.batch(caller, *(self.change(item.id) for _ in range(21)), status=400)
        self.batch(caller, self.change(item.id, id="1"), self.change(item.id, id="1"), status=400)
        self.batch(caller, self.change(item.id, headers={}), status=400)
        reads = [{"method": "GET", "url": f"/messages/{item.id}", "headers": {"Prefer": IMMUTABLE}}]
        reads += [{"method": "GET", "url": f"/messages/{item.id}"}]
        reads += [{"method": "GET", "url": f"/messages/{item.id}/$value"}]
        first, second, value = self.batch(caller, *reads)
        assert (first["body"]["id"], second["body"]["id"]) == (item.immutable_id, item.id)
        assert base64.b64decode(value["body"]) == mail()
        assert json.dumps(first)

    def test_budget(self, graph: GraphServer, box: Mailbox, caller: Caller, clock: ToldClock) -> None:
        """Each request inside a batch counts against the budget of ten minutes, and may be refused by itself."""
        items = [box.deliver(mail()).id for _ in range(4)]
        graph.limits.in_ten_minutes = 3
        answers = self.batch(caller, *(self.change(item) for item in items))
        assert [one["status"] for one in answers] == [200, 200, 200, 429]
        assert answers[3]["headers"]["Retry-After"] == "600"
        clock.at += timedelta(minutes=10)
        assert caller.get("/messages")

    def test_deltas(self, graph: GraphServer, caller: Caller) -> None:
        """Many folders are asked for changes in one call."""
        graph.log.clear()
        answers = self.batch(caller, *({"method": "GET", "url": DELTA} for _ in range(20)))
        assert all(one["body"]["@odata.deltaLink"] for one in answers)
        assert len(graph.log.calls()) == 1
        assert graph.log.counts() == {"messages.delta": 20}
