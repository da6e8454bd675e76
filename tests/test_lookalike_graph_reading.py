"""The look-alike Graph lists, filters and tells changes as the real one does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.contract import mail
from tests.lookalike import graph_delta
from tests.lookalike.caller import Caller, code
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.on_graph import OnGraph
from tests.world import ToldClock

DELTA = "/mailFolders/inbox/messages/delta"
IMMUTABLE = 'IdType="ImmutableId"'


class TestFolders(OnGraph):
    """Folders: made once, listed ten a page, named in any casing."""

    def test_made_once(self, caller: Caller) -> None:
        """A folder of a name that is there in any casing is refused with 409."""
        made = caller.call("POST", "/mailFolders", status=201, json={"displayName": "Reviews"}).json()
        again = caller.call("POST", "/mailFolders", json={"displayName": "reviews"})
        assert code(again) == (409, "ErrorFolderExists")
        place = f"/mailFolders/{made['id']}/childFolders"
        child = caller.call("POST", place, status=201, json={"displayName": "O'Brien"}).json()
        assert child["parentFolderId"] == made["id"]
        found = caller.get(place, params={"$filter": "displayName eq 'O''Brien'"})["value"]
        assert [one["id"] for one in found] == [child["id"]]
        assert caller.call("GET", place, params={"$filter": "displayName eq 'O'Brien'"}).status_code == 400

    def test_ten_a_page(self, box: Mailbox, caller: Caller) -> None:
        """Folders come ten a page with a link to the next."""
        for number in range(12):
            box.at("Reviews", f"Case {number:02}")
        page = caller.get(f"/mailFolders/{box.at('Reviews').id}/childFolders")
        assert len(page["value"]) == 10
        rest = caller.get(page["@odata.nextLink"])
        assert [one["displayName"] for one in rest["value"]] == ["Case 10", "Case 11"]
        assert "@odata.nextLink" not in rest

    def test_hidden(self, box: Mailbox, caller: Caller) -> None:
        """Hidden folders are listed only when asked for."""
        box.make_folder("msgfolderroot", "Hidden", hidden=True)
        names = [one["displayName"] for one in caller.get("/mailFolders?$top=50")["value"]]
        every = [one["displayName"] for one in caller.get("/mailFolders?$top=50&includeHiddenFolders=true")["value"]]
        assert set(every) - set(names) == {"Hidden"}
        assert {"Inbox", "Drafts", "Sent Items", "Deleted Items", "Junk Email"} <= set(names)

    def test_deleting(self, box: Mailbox, caller: Caller) -> None:
        """A deleted message lies in Deleted Items, then nowhere to be seen; folders every mailbox has stay."""
        item = box.deliver(mail())
        caller.call("DELETE", f"/messages/{item.immutable_id}", status=204)
        assert item.folder == box.folder("deleteditems").id
        caller.call("DELETE", f"/messages/{item.immutable_id}", status=204)
        assert caller.get("/messages")["value"] == []
        again = caller.call("DELETE", f"/messages/{item.immutable_id}")
        assert code(again) == (403, "ErrorCannotDeleteObject")
        assert caller.call("DELETE", "/mailFolders/inbox").status_code == 403
        box.habits.deletes_softly, other = True, box.deliver(mail())
        caller.call("DELETE", f"/messages/{other.immutable_id}", status=204)
        assert other.folder == item.folder == box.folder("recoverableitemsdeletions").id


class TestLists(OnGraph):
    """Messages: paged, filtered, ordered."""

    def test_pages(self, box: Mailbox, caller: Caller) -> None:
        """Messages come ten a page, or as many as asked for, newest first."""
        for number in range(23):
            box.deliver(mail(f"Number {number}"))
        place, told = "/messages?$select=subject&$count=true", []
        while place:
            page = caller.get(place)
            told.append(len(page["value"]))
            place = page.get("@odata.nextLink", "")
        assert (told, page["@odata.count"]) == ([10, 10, 3], 23)
        assert len(caller.get("/messages?$top=23")["value"]) == 23
        assert caller.call("GET", "/messages?$top=1001").status_code == 400

    @pytest.mark.parametrize(
        ("text", "fits"),
        [
            ("subject eq 'About O''Brien'", True),
            ("startswith(subject,'about')", True),
            ("contains(subject, 'brien') and isRead eq false", True),
            ("not isRead eq false", False),
            ("(isRead eq true or isDraft eq false) and from/emailAddress/address eq 'PAT@home.example'", True),
            ("receivedDateTime ge 2026-03-02T09:30:00Z", True),
            ("receivedDateTime gt 2026-03-02T09:30:00Z", False),
            ("categories/any(c:c eq 'Urgent')", True),
            ("hasAttachments eq true", False),
            ("flag/flagStatus ne 'flagged'", True),
        ],
    )
    def test_filters(self, box: Mailbox, caller: Caller, text: str, fits: bool) -> None:
        """A filter chooses as OData says."""
        box.deliver(mail("About O'Brien")).categories = ["Urgent"]
        assert bool(caller.get("/messages", params={"$filter": text})["value"]) is fits

    @pytest.mark.parametrize("text", ["subject eq 'O'Brien'", "subject eq O", "subject", "isRead eq true and", "a b c"])
    def test_quotes_are_doubled(self, caller: Caller, text: str) -> None:
        """A quote that is not doubled, and any other slip, is refused as bad."""
        assert caller.call("GET", "/messages", params={"$filter": text}).status_code == 400

    @pytest.mark.parametrize(
        ("chosen", "order", "works"),
        [
            ("isRead eq false", "receivedDateTime desc", False),
            ("isRead eq false and receivedDateTime ge 2020-01-01T00:00:00Z", "receivedDateTime desc", False),
            ("receivedDateTime ge 2020-01-01T00:00:00Z and isRead eq false", "receivedDateTime desc", True),
            ("", "receivedDateTime asc", True),
        ],
    )
    def test_inefficient(self, caller: Caller, chosen: str, order: str, works: bool) -> None:
        """What orders must lead the filter."""
        options = {"$orderby": order} | ({"$filter": chosen} if chosen else {})
        answer = caller.call("GET", "/messages", params=options)
        assert answer.status_code == 200 if works else code(answer) == (400, "InefficientFilter")

    def test_unknown_names(self, caller: Caller) -> None:
        """A property that does not exist is refused in $select, $expand and in a body."""
        for option in ("$select=subject,colour", "$expand=colour", "$filter=colour eq 'red'"):
            assert caller.call("GET", f"/messages?{option}").status_code == 400
        assert caller.call("POST", "/messages", json={"colour": "red"}).status_code == 400

    def test_mime_and_text(self, box: Mailbox, caller: Caller) -> None:
        """The MIME is what was delivered; the body comes as text when that is preferred."""
        item = box.deliver(mail())
        assert caller.call("GET", f"/messages/{item.id}/$value").content == mail()
        draft = caller.draft()
        assert draft["body"]["content"].startswith("<html><head>")
        text = caller.get(f"/messages/{draft['id']}", prefer='outlook.body-content-type="text"')["body"]
        assert text == {"contentType": "text", "content": "Hello."}


class TestDelta(OnGraph):
    """Changes of a folder."""

    def rounds(self, caller: Caller, place: str, **more: Any) -> tuple[list[list[dict[str, Any]]], str]:
        """The pages of one round, and the link to the next round."""
        pages = []
        while place:
            page = caller.get(place, **more)
            pages.append(page["value"])
            place, last = page.get("@odata.nextLink", ""), page.get("@odata.deltaLink", "")
        return pages, last

    @pytest.mark.parametrize("spelling", ["delta", "delta()", "microsoft.graph.delta()"])
    def test_rounds(self, box: Mailbox, caller: Caller, spelling: str) -> None:
        """The first round lists the folder; the next says only what came and what went."""
        stays, goes = box.deliver(mail("A")), box.deliver(mail("B"))
        pages, link = self.rounds(caller, f"/mailFolders/inbox/messages/{spelling}?$select=subject")
        assert sorted(one["subject"] for one in pages[0]) == ["A", "B"]
        assert "body" not in pages[0][0]
        gone = goes.id
        box.move(goes, "archive")
        came = box.deliver(mail("C"))
        ((removed, created),), link = self.rounds(caller, link)
        assert removed["@removed"] == {"reason": "deleted"}
        assert (removed["id"], created["id"], created["subject"]) == (gone, came.id, "C")
        assert "body" not in created
        assert self.rounds(caller, link)[0] == [[]]
        assert stays.folder == box.folder("inbox").id

    def test_moved_in(self, box: Mailbox, caller: Caller) -> None:
        """A message moved in appears as created, one moved out and back as it is now, under the id that lasts."""
        item = box.deliver(mail())
        link = self.rounds(caller, DELTA, prefer=IMMUTABLE)[1]
        box.move(item, "archive")
        box.move(item, "inbox")
        (((told,),), _) = self.rounds(caller, link, prefer=IMMUTABLE)
        assert told["id"] == item.immutable_id
        assert "@removed" not in told

    def test_pages(self, box: Mailbox, caller: Caller) -> None:
        """Pages have ten items, or as many as are preferred; a token shown again answers the same."""
        for number in range(12):
            box.deliver(mail(str(number)))
        assert [len(page) for page in self.rounds(caller, DELTA)[0]] == [10, 2]
        assert [len(page) for page in self.rounds(caller, DELTA, prefer="odata.maxpagesize=5")[0]] == [5, 5, 2]
        link = caller.get(DELTA)["@odata.nextLink"]
        assert caller.get(link)["value"] == caller.get(link)["value"]

    def test_changes_meanwhile(self, box: Mailbox, caller: Caller) -> None:
        """What comes or goes during the first round is told by the next."""
        items = [box.deliver(mail(str(number))) for number in range(12)]
        first = caller.get(DELTA)
        late, gone = box.deliver(mail("late")), next(one for one in items if one.id == first["value"][0]["id"])
        box.remove(gone)
        (pages, link) = self.rounds(caller, first["@odata.nextLink"])
        assert len(pages[0]) == 2
        ((told, *rest),) = self.rounds(caller, link)[0]
        assert {told["id"], *(one["id"] for one in rest)} == {late.id, gone.id}

    def test_read_only(self, box: Mailbox, caller: Caller) -> None:
        """A change of nothing but having been read is told by little; any other tells the whole item."""
        item, other = box.deliver(mail("A")), box.deliver(mail("B"))
        link, narrow = self.rounds(caller, DELTA)[1], self.rounds(caller, f"{DELTA}?$select=subject")[1]
        caller.call("PATCH", f"/messages/{item.id}", json={"isRead": True})
        caller.call("PATCH", f"/messages/{other.id}", json={"isRead": True, "categories": ["A"]})
        ((short, whole),), _ = self.rounds(caller, link)
        assert set(short) == {"@odata.type", "@odata.etag", "id", "isRead", "parentFolderId"}
        assert whole["subject"] == "B"
        assert [one["subject"] for one in self.rounds(caller, narrow)[0][0]] == ["B"]

    def test_expanded(self, box: Mailbox, caller: Caller) -> None:
        """$expand holds for every round."""
        expand = "singleValueExtendedProperties($filter=id eq 'Integer 0x0E08')"
        link = self.rounds(caller, f"{DELTA}?$select=id&$expand={expand}")[1]
        box.deliver(mail())
        (((told,),), _) = self.rounds(caller, link)
        assert told["singleValueExtendedProperties"][0]["value"] == str(len(mail()))

    @pytest.mark.parametrize(("kind", "count"), [("created", 1), ("updated", 1), ("deleted", 1), ("", 3)])
    def test_kinds_of_change(self, box: Mailbox, caller: Caller, kind: str, count: int) -> None:
        """changeType narrows what later rounds tell."""
        changed, gone = box.deliver(mail()), box.deliver(mail())
        link = self.rounds(caller, DELTA, params={"changeType": kind} if kind else {})[1]
        box.deliver(mail())
        box.touch(changed)
        box.remove(gone)
        assert len(self.rounds(caller, link)[0][0]) == count

    def test_filter(self, box: Mailbox, caller: Caller) -> None:
        """Only the instant of receipt filters; the token "latest" lists everything, a made-up one is refused."""
        box.deliver(mail(), at=datetime(2025, 12, 31, tzinfo=UTC))
        assert caller.get(DELTA, params={"$filter": "receivedDateTime ge 2026-01-01T00:00:00Z"})["value"] == []
        assert caller.call("GET", DELTA, params={"$filter": "isRead eq false"}).status_code == 400
        assert len(caller.get(f"{DELTA}?$deltatoken=latest")["value"]) == 1
        assert caller.call("GET", f"{DELTA}?$deltatoken=made-up").status_code == 400

    def test_repeats(self, box: Mailbox, caller: Caller) -> None:
        """Where it is switched so, an item is told twice; nothing is left out."""
        box.habits.delta_repeats = True
        for number in range(12):
            box.deliver(mail(str(number)))
        pages = self.rounds(caller, DELTA, prefer="odata.maxpagesize=5")[0]
        told = [one["id"] for page in pages for one in page]
        assert (len(told), len(set(told))) == (14, 12)

    def test_late(self, box: Mailbox, caller: Caller, clock: ToldClock) -> None:
        """A message that is seen late was received before those that were seen earlier."""
        late = box.deliver(mail("late"), at=clock.now(), late=timedelta(minutes=10))
        link = self.rounds(caller, DELTA)[1]
        clock.at += timedelta(minutes=10)
        (((told,),), _) = self.rounds(caller, link)
        assert (told["id"], told["receivedDateTime"]) == (late.id, "2026-11-23T09:00:00Z")

    def test_at_most_so_many_filtered(self, box: Mailbox, caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        """A filtered first round tells only so many items, the newest."""
        monkeypatch.setattr(graph_delta, "MOST_FILTERED", 2)
        for number in range(3):
            box.deliver(mail(str(number)))
        asked = {"$filter": "receivedDateTime ge 2026-01-01T00:00:00Z"}
        assert [len(page) for page in self.rounds(caller, DELTA, params=asked)[0]] == [2]

    def test_expired(self, box: Mailbox, caller: Caller) -> None:
        """A token that died answers 410; starting over lists everything."""
        box.deliver(mail())
        link = self.rounds(caller, DELTA)[1]
        box.forget("inbox")
        assert code(caller.call("GET", link)) == (410, "SyncStateNotFound")
        pages, link = self.rounds(caller, DELTA)
        assert len(pages[0]) == 1
        assert self.rounds(caller, link)[0] == [[]]
