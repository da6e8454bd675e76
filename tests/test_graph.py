"""Microsoft 365 keeps the port's promises, asks little, waits when it is told to, and never sends twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.mailbox import (
    SENT,
    CursorExpired,
    NotFound,
    Permanent,
    Unavailable,
    since,
)
from tests.contract import INBOX, JUNK, LETTER, TREE, MailboxContract, Reader, mail, only
from tests.graph_world import CLOCK, OURS, GraphWorld, graph_world
from tests.lookalike import graph_batch
from tests.lookalike.faults import Fault
from tests.lookalike.graph_call import Call


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


class TestContract(MailboxContract):
    """The promises every mailbox makes."""


class TestContractWithoutLastingIds(MailboxContract):
    """The same promises where every move gives another id, as in a tenant that heeds no wish for lasting ones."""

    @pytest.fixture(autouse=True)
    def _no_lasting_ids(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Call, "immutable", False)

    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[GraphWorld]:
        with graph_world(tmp_path) as made:
            yield made


# --- reading --------------------------------------------------------------------------------------------------------


def test_long_listing(world: GraphWorld) -> None:
    """However many pages a listing has, it is one page that is complete, fifty items to a request."""
    for number in range(120):
        world.deliver(mail(f"Number {number}"))
    page = Reader(world.mailbox, INBOX).poll()[INBOX]
    assert page.complete
    assert len({item.ref.id for item in page.created}) == 120
    assert world.requests() == {"messages.delta": 3}


def test_removed_while_listed(world: GraphWorld) -> None:
    """What goes while a listing is read is not in it."""
    for number in range(60):
        world.deliver(mail(f"Number {number}"))
    gone = world.box.listed("inbox")[0].immutable_id
    end = f"{world.server.url}/v1.0/users/{OURS}/mailFolders/inbox/messages/delta?$deltatoken=x"
    page = {"value": [{"id": gone, "@removed": {"reason": "deleted"}}], "@odata.deltaLink": end}
    world.server.faults.plan("messages.delta", Fault(body=json.dumps(page).encode()), nth=2)
    listed = Reader(world.mailbox, INBOX).poll()[INBOX]
    assert len(listed.created) == 49
    assert gone not in {item.ref.id for item in listed.created}


def test_page_by_page(world: GraphWorld, reader: Reader) -> None:
    """What came since is told page by page, and whoever stops after one goes on from there."""
    for number in range(120):
        world.deliver(mail(f"Number {number}"))
    pages = list(world.mailbox.poll(reader.cursors))
    assert [len(page.created) for page in pages] == [50, 50, 20]
    rest = list(world.restarted().poll({INBOX: pages[0].cursor}))
    assert [page.created for page in rest] == [page.created for page in pages[1:]]


@pytest.mark.parametrize(("folders", "calls"), [(1, 1), (20, 1), (40, 2), (41, 3)])
def test_idle_poll(world: GraphWorld, folders: int, calls: int) -> None:
    """Looking at forty folders where nothing happened takes two HTTP calls, one more for each further twenty."""
    tree = {str(number): ("Reviews", f"Folder {number}") for number in range(folders)}
    reader = Reader(world.mailbox, *world.mailbox.ensure_folders(tree).values())
    reader.poll()
    world.server.log.clear()
    assert reader.poll() == {}
    assert world.calls() == calls
    assert world.requests() == {"messages.delta": folders}


def test_newer_link(world: GraphWorld, reader: Reader) -> None:
    """A folder where nothing happened is read from the newest link, though the cursor stays the same."""
    cursors = dict(reader.cursors)
    for _ in range(3):
        reader.poll()
    assert len({one.target for one in world.server.log.of("messages.delta")}) == 3
    assert reader.cursors == cursors


def test_only_read(world: GraphWorld, reader: Reader) -> None:
    """A message that was only read or marked unread is not told again."""
    world.deliver(mail())
    item = world.box.item(only(reader.created()).ref.id)
    item.is_read = True
    world.box.touch(item, only_read=True)
    assert reader.created() == []
    link = f"{world.server.url}/v1.0/users/{OURS}/mailFolders/inbox/messages/delta?$deltatoken=x"
    page = {"value": [{"id": item.immutable_id, "isRead": True}], "@odata.deltaLink": link}
    world.server.faults.plan("messages.delta", Fault(body=json.dumps(page).encode()))
    assert reader.created() == []


def test_draft_in_a_folder(world: GraphWorld, reader: Reader) -> None:
    """A draft that somebody puts into a folder lies there like anything else: in the Stop folder it stops."""
    draft = world.mailbox.draft(LETTER)
    world.person_moves(draft.ref.id, INBOX)
    assert only(reader.created()).ref == draft.ref


def test_cursor_died(world: GraphWorld, reader: Reader) -> None:
    """A cursor that is no longer good is said to be, after all other folders; a listing tells the same items."""
    world.deliver(mail())
    item = only(reader.created())
    world.box.forget("inbox")
    world.deliver(mail(), JUNK)
    pages = world.mailbox.poll({**reader.cursors, JUNK: ""})
    assert next(pages).folder == JUNK
    with pytest.raises(CursorExpired):
        next(pages)
    again = Reader(world.mailbox, INBOX).poll()[INBOX]
    assert (again.complete, [one.ref for one in again.created]) == (True, [item.ref])


@pytest.mark.parametrize("cursor", ["17a9", "https://elsewhere.example/v1.0/users"])
def test_foreign_cursor(world: GraphWorld, cursor: str) -> None:
    """A cursor of another back end is no good here, and nothing is asked with it."""
    with pytest.raises(CursorExpired):
        list(world.mailbox.poll({INBOX: cursor}))
    assert world.calls() == 0


def test_link_elsewhere(world: GraphWorld, reader: Reader) -> None:
    """A link to another place is never followed, for our token would go there."""
    elsewhere = b'{"value": [], "@odata.deltaLink": "https://elsewhere.example/v1.0/users/x"}'
    world.server.faults.plan("messages.delta", Fault(body=elsewhere))
    with pytest.raises(Unavailable):
        reader.poll()
    reader.poll()


def test_backlog(world: GraphWorld, reader: Reader, filed: str) -> None:
    """A backlog is read and filed in far fewer HTTP calls than messages, three requests for each and the pages."""
    for number in range(200):
        world.deliver(mail(f"Number {number}"))
    world.server.log.clear()
    items = [item for page in world.mailbox.poll(reader.cursors) for item in page.created]
    for start in range(0, 200, 32):
        batch = items[start : start + 32]
        raws = [world.mailbox.mime(item.ref) for item in batch]
        assert len(set(raws)) == len(batch)
        with world.mailbox.together():
            for item in batch:
                world.mailbox.file(
                    world.mailbox.stamp(item.ref, f"mark {item.ref.id}"), filed, flag_on=date(2026, 3, 9)
                )
    there = Reader(world.restarted(), filed).created(filed)
    assert {item.stamp for item in there} == {f"mark {item.ref.id}" for item in items}
    counts = world.requests()
    assert counts.pop("messages.delta") == 4 + 4
    assert counts == {"messages.value": 200, "messages.patch": 200, "messages.move": 200}
    assert world.calls() < 60


def test_read_here_and_there(world: GraphWorld, reader: Reader) -> None:
    """Nothing is fetched that nobody wants: who asks here and there costs what was asked for."""
    for number in range(40):
        world.deliver(mail(f"Number {number}"))
    items = reader.created()
    for item in items[::10]:
        world.mailbox.mime(item.ref)
    assert world.requests()["messages.value"] <= 2 * 4


def test_large_messages_alone(world: GraphWorld, reader: Reader) -> None:
    """Messages too large to be fetched together come one by one."""
    for number in range(4):
        world.deliver(mail(f"Number {number}", "x" * 1_900_000))
    assert [len(world.mailbox.mime(item.ref)) > 1_900_000 for item in reader.created()] == [True] * 4
    assert world.server.log.of("batch") == []


def test_fetched_ahead_and_gone(world: GraphWorld, reader: Reader) -> None:
    """What was fetched ahead is forgotten at the next look: mail that went meanwhile is not there."""
    for number in range(4):
        world.deliver(mail(f"Number {number}"))
    items = reader.created()
    for item in items[:2]:
        world.mailbox.mime(item.ref)
    reader.poll()
    for item in items:
        world.person_removes(item.ref.id)
    for item in reversed(items[:3]):
        with pytest.raises(NotFound):
            world.mailbox.mime(item.ref)


def test_bytes_in_another_form(world: GraphWorld, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a batch gives mail in a form we do not know, it is fetched one by one from then on, byte for byte."""
    monkeypatch.setattr(graph_batch, "base64", SimpleNamespace(b64encode=lambda raw: raw))
    for number in range(8):
        world.deliver(mail(f"Number {number}"))
    assert {world.mailbox.mime(item.ref) for item in reader.created()} == {mail(f"Number {one}") for one in range(8)}
    assert len(world.server.log.of("batch")) == 1
    assert world.slept == []


# --- filing ---------------------------------------------------------------------------------------------------------


def test_labels(world: GraphWorld, reader: Reader, filed: str) -> None:
    """Labels, flag and stamp stand on the item; nothing is asked of the mailbox's own list."""
    for subject in ("One", "Two"):
        world.deliver(mail(subject))
    for item in reader.created():
        ref = world.mailbox.stamp(item.ref, "it's ours")
        world.mailbox.file(ref, filed, categories=("Urgent", "PCR/2026/00417"), flag_on=date(2026, 3, 4))
        there = world.box.item(ref.id)
        assert (there.categories, there.flag, there.flag_on) == (
            ["Urgent", "PCR/2026/00417"],
            "flagged",
            date(2026, 3, 4),
        )
    assert world.server.log.of("categories.*") == []


def test_gone_among_others(world: GraphWorld, reader: Reader, filed: str) -> None:
    """One that has gone keeps no other from being filed, and is told as gone when it is asked for again."""
    for number in range(3):
        world.deliver(mail(f"Number {number}"))
    items = reader.created()
    world.person_removes(items[1].ref.id)

    def file_all() -> list[bool]:
        done = []
        with world.mailbox.together():
            for item in items:
                try:
                    world.mailbox.file(world.mailbox.stamp(item.ref, f"mark {item.ref.id}"), filed)
                except NotFound:
                    done.append(False)
                else:
                    done.append(True)
        return done

    with pytest.raises(Unavailable):
        file_all()
    assert len(Reader(world.restarted(), filed).created(filed)) == 2
    assert file_all() == [True, False, True]


def test_trouble_among_others(world: GraphWorld, reader: Reader, filed: str) -> None:
    """Whatever goes wrong while acts wait to be made together comes out, and they are made."""
    world.deliver(mail())
    item = only(reader.created())

    def file() -> None:
        with world.mailbox.together(), world.mailbox.together():
            world.mailbox.file(world.mailbox.stamp(item.ref, "mark"), filed)
            raise LookupError

    with pytest.raises(LookupError):
        file()
    assert world.box.item(item.ref.id).folder == filed


def test_together_inside_together(world: GraphWorld, reader: Reader, filed: str) -> None:
    """Only the outermost end makes the acts that wait."""
    world.deliver(mail())
    item = only(reader.created())
    with world.mailbox.together():
        with world.mailbox.together():
            world.mailbox.file(item.ref, filed)
        assert world.box.item(item.ref.id).folder != filed
    assert world.box.item(item.ref.id).folder == filed


def test_folder_taken_away(world: GraphWorld, reader: Reader, filed: str) -> None:
    """A folder that somebody took away is said to be missing, and the item stays where it lies."""
    world.deliver(mail())
    item = only(reader.created())
    world.box.remove_folder(filed)
    with pytest.raises(Permanent):
        world.mailbox.file(world.mailbox.stamp(item.ref, "mark"), filed)
    assert b"My review" in world.mailbox.mime(item.ref)


@pytest.mark.parametrize("lasting", [True, False])
def test_answer_to_a_move_lost(
    world: GraphWorld, reader: Reader, filed: str, monkeypatch: pytest.MonkeyPatch, lasting: bool
) -> None:
    """A move whose answer was lost has been made once, and its item is known under whatever id it has now."""
    monkeypatch.setattr(Call, "immutable", lasting)
    reader.cursors[INBOX] = ""
    world.deliver(mail())
    item = only(reader.created())
    world.server.faults.plan("messages.move", Fault(reset=True), after=True)
    ref = world.mailbox.file(world.mailbox.stamp(item.ref, "mark"), filed)
    assert [one.ref for one in Reader(world.restarted(), filed).created(filed)] == [ref]
    assert (ref == item.ref) is lasting


def test_ids_that_changed_meanwhile(
    world: GraphWorld, reader: Reader, filed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An item that was moved together with others under an id it lost by that is known by the old one too."""
    monkeypatch.setattr(Call, "immutable", False)
    reader.cursors[INBOX] = ""
    for subject in ("One", "Two"):
        world.deliver(mail(subject))
    items = reader.created()
    with world.mailbox.together():
        refs = [world.mailbox.file(world.mailbox.stamp(one.ref, f"m{one.ref.id}"), filed) for one in items]
    assert refs == [one.ref for one in items]
    assert {world.mailbox.mime(ref) for ref in refs} == {mail("One"), mail("Two")}


def test_moved_twice(world: GraphWorld, reader: Reader, filed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item is known by its first id after every move of ours, also when answers to them were lost."""
    monkeypatch.setattr(Call, "immutable", False)
    reader.cursors[INBOX] = ""
    world.deliver(mail())
    first = only(reader.created()).ref
    for folder in (filed, INBOX, filed):
        world.server.faults.plan("messages.move", Fault(504), after=True)
        with world.mailbox.together():
            world.mailbox.file(world.mailbox.stamp(first, "mark"), folder)
            assert len(world.box.listed("inbox")) == (folder != INBOX)
    assert world.mailbox.mime(first) == mail()
    assert [one.stamp for one in Reader(world.restarted(), filed).created(filed)] == ["mark"]


def test_folder_names(world: GraphWorld) -> None:
    """Folders may be called what people like; capitals do not tell them apart, and one made meanwhile is the one."""
    tree = {"a": ("Reviews", "O'Brien & Söhne"), "b": ("Reviews", '1/2 → "done"')}
    ids = world.mailbox.ensure_folders(tree)
    assert {world.box.folder(one).name for one in ids.values()} == {path[-1] for path in tree.values()}
    assert world.restarted().ensure_folders({"a": ("REVIEWS", "o'brien & söhne")})["a"] == ids["a"]
    world.server.faults.plan("folders.create", Fault(503), after=True)
    made = world.mailbox.ensure_folders({"c": ("Reviews", "New")})["c"]
    assert world.box.at("Reviews", "New").id == made


def test_large_sent_items(world: GraphWorld) -> None:
    """Of Sent Items with years of letters only what is wanted is listed: one request, then and at every poll after."""
    for number in range(300):
        world.box.send(world.box.create_from_mime(mail(f"Letter {number}")))
    CLOCK.at += timedelta(days=30)
    wanted = since(CLOCK.at)
    world.box.send(world.box.create_from_mime(mail("New")))
    reader = Reader(world.mailbox, SENT)
    reader.cursors[SENT] = wanted
    world.server.log.clear()
    assert len(reader.created(SENT)) == 1
    assert reader.poll() == {}
    world.box.send(world.box.create_from_mime(mail("Newer")))
    assert len(reader.created(SENT)) == 1
    assert world.requests() == {"messages.delta": 3}
