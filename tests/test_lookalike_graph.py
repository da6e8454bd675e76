"""The look-alike Graph keeps every rule that has been seen of the real one: ids, headers, filters, drafts, sending."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from tests.contract import mail
from tests.lookalike.caller import KEY, Caller, code, keyed
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.on_graph import OnGraph
from tests.world import ToldClock

IMMUTABLE = 'IdType="ImmutableId"'
SAYS = b"From: Pat Example <pat@home.example>\r\nTo: r@pcc.example\r\nMessage-ID: <m@home.example>\r\n"


class TestIds(OnGraph):
    """Which ids last, and for how long."""

    def test_a_move_changes_the_id_and_not_the_immutable_one(self, box: Mailbox, caller: Caller) -> None:
        """A moved message has a new id, the old one finds nothing, and the immutable one still finds it."""
        item = box.deliver(mail())
        before, stays = item.id, item.immutable_id
        moved = caller.call("POST", f"/messages/{before}/move", status=201, json={"destinationId": "archive"}).json()
        assert moved["id"] != before
        assert code(caller.call("GET", f"/messages/{before}")) == (404, "ErrorItemNotFound")
        assert caller.get(f"/messages/{stays}", prefer=IMMUTABLE)["id"] == stays
        again = caller.call("POST", f"/messages/{stays}/move", json={"destinationId": "inbox"}, prefer=IMMUTABLE)
        assert again.json()["id"] == stays

    def test_ids_that_last_are_given_only_to_those_who_ask(self, box: Mailbox, caller: Caller) -> None:
        """Immutable ids are answered only where the call prefers them, and the answer says so."""
        item = box.deliver(mail())
        assert caller.get("/messages")["value"][0]["id"] == item.id
        asked = caller.call("GET", "/messages", prefer=IMMUTABLE)
        assert asked.json()["value"][0]["id"] == item.immutable_id
        assert asked.headers["Preference-Applied"] == IMMUTABLE

    @pytest.mark.parametrize("changes", [True, False])
    def test_sending_may_change_the_immutable_id(self, box: Mailbox, caller: Caller, changes: bool) -> None:
        """The sent copy has another immutable id or the same, as it is switched; its Message-ID and key always stay."""
        box.habits.immutable_changes_on_send = changes
        draft = caller.draft(**keyed("k-1"))
        stays = caller.get(f"/messages/{draft['id']}", prefer=IMMUTABLE)["id"]
        assert caller.send(draft["id"]).status_code == 202
        (sent,) = caller.get("/mailFolders/sentitems/messages", prefer=IMMUTABLE)["value"]
        assert (sent["id"] != stays) is changes
        assert sent["internetMessageId"] == draft["internetMessageId"]
        assert [one["isDraft"] for one in caller.with_key("k-1")] == [False]

    def test_message_id_can_be_found_and_chosen(self, box: Mailbox, caller: Caller) -> None:
        """The Message-ID a draft is made with is kept, unless the mailbox is switched not to, and can be searched."""
        caller.draft(internetMessageId="<own@pcc.example>")
        found = caller.get("/messages", params={"$filter": "internetMessageId eq '<own@pcc.example>'"})["value"]
        assert len(found) == 1
        box.habits.keeps_own_message_id = False
        assert caller.draft(internetMessageId="<own@pcc.example>")["internetMessageId"] != "<own@pcc.example>"

    def test_malformed_id(self, caller: Caller) -> None:
        """What is no id is refused as malformed, not missed."""
        assert code(caller.call("GET", "/messages/nonsense")) == (400, "ErrorInvalidIdMalformed")


class TestSending(OnGraph):
    """Drafts leave once; what is seen when."""

    def test_sent_once(self, box: Mailbox, caller: Caller) -> None:
        """A draft sent twice leaves once; the second time there is no such draft."""
        draft = caller.draft()
        assert caller.send(draft["id"]).status_code == 202
        assert code(caller.send(draft["id"])) == (404, "ErrorItemNotFound")
        assert [one.recipients for one in box.journal] == [("pat@home.example",)]
        assert code(caller.call("GET", f"/messages/{draft['id']}")) == (404, "ErrorItemNotFound")

    def test_sent_items_lag(self, box: Mailbox, caller: Caller, clock: ToldClock) -> None:
        """Until the lag is over a sent letter is in no folder at all."""
        box.habits.sent_lag = timedelta(minutes=2)
        caller.send(caller.draft(**keyed("k-1"))["id"])
        assert caller.with_key("k-1") == []
        clock.at += timedelta(minutes=2)
        assert len(caller.with_key("k-1", "/mailFolders/sentitems/messages")) == 1

    def test_a_draft_may_linger(self, box: Mailbox, caller: Caller, clock: ToldClock) -> None:
        """A sent draft that lingers is still seen, and cannot be sent again."""
        box.habits.draft_lingers = timedelta(minutes=1)
        draft = caller.draft()
        caller.send(draft["id"])
        assert caller.get(f"/messages/{draft['id']}")["isDraft"] is True
        assert caller.send(draft["id"]).status_code == 404
        clock.at += timedelta(minutes=1)
        assert caller.call("GET", f"/messages/{draft['id']}").status_code == 404
        assert len(box.journal) == 1

    def test_thirty_a_minute(self, box: Mailbox, caller: Caller, clock: ToldClock) -> None:
        """The thirty-first message within a minute is refused with the time to wait, and has not left."""
        for _ in range(30):
            assert caller.send(caller.draft()["id"]).status_code == 202
        clock.at += timedelta(seconds=20)
        draft = caller.draft()["id"]
        refused = caller.send(draft)
        assert code(refused) == (429, "ApplicationThrottled")
        assert refused.headers["Retry-After"] == "40"
        clock.at += timedelta(seconds=40)
        assert caller.send(draft).status_code == 202
        assert len(box.journal) == 31

    def test_what_leaves(self, box: Mailbox, caller: Caller) -> None:
        """A letter leaves with its x- headers and thread, and without key, categories or blind copies."""
        item = box.deliver(mail())
        headers = [{"name": "X-Auto-Response-Suppress", "value": "All"}]
        message = {"body": {"contentType": "html", "content": "<p>Received.</p>"}, "internetMessageHeaders": headers}
        more = {"categories": ["Ours"], "bccRecipients": [{"emailAddress": {"address": "b@home.example"}}]}
        made = caller.call("POST", f"/messages/{item.id}/createReply", json={"message": message | more | keyed("k-9")})
        caller.send(made.json()["id"])
        (sent,) = box.journal
        assert b"X-Auto-Response-Suppress: All\r\n" in sent.raw
        assert b"In-Reply-To: <q1@home.example>\r\n" in sent.raw
        assert b"References: <q1@home.example>\r\n" in sent.raw
        assert sent.recipients == ("pat@home.example", "b@home.example")
        assert not [word for word in (b"k-9", b"Ours", b"b@home.example") if word in sent.raw]

    def test_only_drafts_are_sent(self, box: Mailbox, caller: Caller) -> None:
        """A received message and a draft without recipients are not sent."""
        assert caller.send(box.deliver(mail()).id).status_code == 400
        assert code(caller.send(caller.draft(toRecipients=[])["id"])) == (400, "ErrorInvalidRecipients")

    def test_one_shot(self, box: Mailbox, caller: Caller) -> None:
        """The one-shot ways exist as on the real service, and leave nothing to be sent again."""
        to = [{"emailAddress": {"address": "pat@home.example"}}]
        caller.call("POST", "/sendMail", status=202, json={"message": {"subject": "A", "toRecipients": to}})
        item = box.deliver(mail())
        caller.call("POST", f"/messages/{item.id}/reply", status=202, json={"comment": "Thanks"})
        raw = base64.b64encode(SAYS.replace(b"r@pcc", b"q@pcc") + b"Subject: C\r\n\r\nHello")
        caller.call("POST", "/sendMail", status=202, data=raw, headers={"Content-Type": "text/plain"})
        assert len(box.journal) == 3
        assert box.listed("drafts") == []


class TestHeaders(OnGraph):
    """Which headers can be set."""

    @pytest.mark.parametrize("name", ["Auto-Submitted", "In-Reply-To", "References"])
    def test_only_x(self, caller: Caller, name: str) -> None:
        """A header that does not begin with x- is refused by name."""
        given = {"message": {"internetMessageHeaders": [{"name": name, "value": "auto-replied"}]}}
        refused = caller.call("POST", "/messages", json=given["message"])
        assert code(refused) == (400, "InvalidInternetMessageHeader")
        assert name in refused.text

    def test_five_at_most(self, caller: Caller) -> None:
        """A sixth header is refused."""
        headers = [{"name": f"x-{number}", "value": "1"} for number in range(6)]
        refused = caller.call("POST", "/messages", json={"internetMessageHeaders": headers})
        assert code(refused) == (400, "InvalidInternetMessageHeaderCollection")

    def test_mime_loses_headers(self, box: Mailbox, caller: Caller) -> None:
        """In MIME, Auto-Submitted and x- headers new to the mailbox are lost; after a JSON create they are known."""
        raw = SAYS + b"Subject: A\r\nAuto-Submitted: auto-replied\r\nX-New: 1\r\n\r\nHello"
        as_mime = {"data": base64.b64encode(raw), "headers": {"Content-Type": "text/plain"}, "status": 201}
        first = caller.call("POST", "/messages", **as_mime).json()
        caller.draft(internetMessageHeaders=[{"name": "x-new", "value": "2"}])
        second = caller.call("POST", "/messages", **as_mime).json()
        assert [box.item(one["id"]).header("X-New") for one in (first, second)] == ["", "1"]
        assert box.item(second["id"]).header("Auto-Submitted") == ""
        assert second["from"]["emailAddress"]["address"] == box.address

    def test_headers_are_shown_when_asked(self, box: Mailbox, caller: Caller) -> None:
        """Headers come only by $select, and of sent messages never."""
        item = box.deliver(mail())
        assert "internetMessageHeaders" not in caller.get(f"/messages/{item.id}")
        shown = caller.get(f"/messages/{item.id}?$select=internetMessageHeaders")["internetMessageHeaders"]
        assert "Received" in [one["name"] for one in shown]
        caller.send(caller.draft(internetMessageHeaders=[{"name": "x-a", "value": "1"}])["id"])
        asked = caller.get("/mailFolders/sentitems/messages?$select=internetMessageHeaders")
        assert asked["value"][0]["internetMessageHeaders"] == []


class TestReplies(OnGraph):
    """Drafts in answer to a message."""

    def test_reply_with_key(self, box: Mailbox, caller: Caller) -> None:
        """One call makes a reply with body, recipient and key: in the thread, nothing quoted."""
        item = box.deliver(mail())
        to = [{"emailAddress": {"address": "someone@else.example"}}]
        message = {"body": {"contentType": "html", "content": "<p>Received.</p>"}, "toRecipients": to, **keyed("k-2")}
        made = caller.call("POST", f"/messages/{item.id}/createReply", status=201, json={"message": message}).json()
        assert made["subject"] == "RE: My review"
        assert made["conversationId"] == item.conversation_id
        assert [one["emailAddress"]["address"] for one in made["toRecipients"]] == ["someone@else.example"]
        assert "My review" not in made["body"]["content"]
        assert len(caller.with_key("K-2", "/mailFolders/drafts/messages")) == 1

    def test_recipients_come_from_the_message(self, box: Mailbox, caller: Caller) -> None:
        """A reply goes where Reply-To says if none is given; switched so, it keeps those beside the ones given."""
        raw = SAYS.replace(b"To: r@", b"Reply-To: elsewhere@bad.example\r\nTo: r@") + b"Subject: A\r\n\r\nHello"
        item = box.deliver(raw)
        made = caller.call("POST", f"/messages/{item.id}/createReply", status=201).json()
        assert made["toRecipients"][0]["emailAddress"]["address"] == "elsewhere@bad.example"
        box.habits.reply_keeps_recipients = True
        given = {"message": {"toRecipients": [{"emailAddress": {"address": "pat@home.example"}}]}}
        made = caller.call("POST", f"/messages/{item.id}/createReply", status=201, json=given).json()
        assert len(made["toRecipients"]) == 2

    def test_comment_or_body(self, box: Mailbox, caller: Caller) -> None:
        """A comment and a body exclude each other."""
        given = {"comment": "a", "message": {"body": {"contentType": "text", "content": "b"}}}
        refused = caller.call("POST", f"/messages/{box.deliver(mail()).id}/createReply", json=given)
        assert code(refused) == (400, "ErrorInvalidRequest")


class TestExtendedProperties(OnGraph):
    """Keys inside a message."""

    def test_key_is_found(self, caller: Caller) -> None:
        """A key is found in any casing of its value, and only in the very casing of its name."""
        caller.draft(**keyed("Key-One"))
        assert len(caller.with_key("kEY-oNE")) == 1
        assert caller.with_key("Key-On") == []
        assert caller.with_key("Key-One", name=KEY.replace("lookalikeKey", "LookalikeKey")) == []
        assert len(caller.with_key("Key-One", name=KEY.replace("0df0ffa8", "0DF0FFA8"))) == 1

    def test_key_is_read_by_expanding(self, caller: Caller) -> None:
        """A key is shown only where it is expanded by its id, and stays over moves, changes and copies."""
        draft = caller.draft(**keyed("k-3"))
        assert "singleValueExtendedProperties" not in caller.get(f"/messages/{draft['id']}")
        copied = caller.call("POST", f"/messages/{draft['id']}/copy", json={"destinationId": "archive"}).json()
        shown = caller.get(f"/messages/{copied['id']}?$expand=singleValueExtendedProperties($filter=id eq '{KEY}')")
        assert shown["singleValueExtendedProperties"] == [{"id": KEY, "value": "k-3"}]
        bare = caller.call("GET", f"/messages/{draft['id']}?$expand=singleValueExtendedProperties")
        assert bare.status_code == 400

    def test_marks_on_received_mail(self, box: Mailbox, caller: Caller) -> None:
        """A received message can be given a property, categories, a flag and the state of being read, and no text."""
        item = box.deliver(mail())
        due = {"dateTime": "2026-03-04T00:00:00", "timeZone": "UTC"}
        flag = {"flagStatus": "flagged", "startDateTime": due, "dueDateTime": due}
        given = {"categories": ["Urgent"], "isRead": True, "flag": flag, **keyed("k-4")}
        caller.call("PATCH", f"/messages/{item.id}", status=200, json=given)
        assert (item.categories, item.is_read, str(item.flag_on)) == (["Urgent"], True, "2026-03-04")
        assert len(caller.with_key("k-4")) == 1
        refused = caller.call("PATCH", f"/messages/{item.id}", json={"subject": "Other"})
        assert code(refused) == (400, "ErrorInvalidPropertySet")
        no_start = caller.call(
            "PATCH", f"/messages/{item.id}", json={"flag": {"flagStatus": "flagged", "dueDateTime": due}}
        )
        assert no_start.status_code == 400

    def test_computed(self, box: Mailbox, caller: Caller) -> None:
        """The size of a message is read as a tag; what is created with the flags of no draft is none."""
        item = box.deliver(mail())
        asked = caller.get(f"/messages/{item.id}?$expand=singleValueExtendedProperties($filter=id eq 'Integer 0x0E08')")
        assert asked["singleValueExtendedProperties"] == [{"id": "Integer 0xE08", "value": str(len(mail()))}]
        card = caller.draft(singleValueExtendedProperties=[{"id": "Integer 0x0E07", "value": "1"}])
        assert card["isDraft"] is False
        box.habits.every_item_is_a_draft = True
        card = caller.draft(singleValueExtendedProperties=[{"id": "Integer 0x0E07", "value": "1"}])
        assert card["isDraft"] is True
