"""The mailbox on Exchange Server keeps the port's promises; its folders, and what each call costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.mailbox import (
    SENT,
    CursorExpired,
    Permanent,
    Ref,
    Unavailable,
    since,
)
from tests.contract import INBOX, JUNK, LETTER, TREE, MailboxContract, Reader, mail, only
from tests.contract_workplace import CARD, FILES
from tests.ews_world import ACCOUNT, PASSWORD, EwsWorld, exchange
from tests.lookalike import letters
from tests.lookalike.ews import Accounts
from tests.lookalike.faults import Fault
from tests.lookalike.items import Item


@pytest.fixture
def world() -> Iterator[EwsWorld]:
    """A mailbox on an Exchange Server."""
    with exchange() as world:
        yield world


@pytest.fixture
def reader(world: EwsWorld) -> Reader:
    """Watches the Inbox."""
    return Reader(world.mailbox, INBOX)


class TestContract(MailboxContract):
    """The promises every mailbox makes."""


class TestContractAsDelegate(MailboxContract):
    """The same promises for an account that acts in its own name."""

    @pytest.fixture
    def world(self) -> Iterator[EwsWorld]:
        with exchange(Accounts({ACCOUNT: PASSWORD}, impersonates=False), access="delegate") as world:
            yield world


class TestContractInSmallPages(MailboxContract):
    """The same promises where every listing comes one item at a time."""

    @pytest.fixture
    def world(self) -> Iterator[EwsWorld]:
        with exchange(page=1) as world:
            yield world


def test_check(world: EwsWorld) -> None:
    """A healthy mailbox tells the server's version and what lies in the Inbox."""
    world.deliver(mail())
    assert world.mailbox.check().detail == "Exchange Server 15.2.1748.10: 1 items in the Inbox."


def test_folders(world: EwsWorld) -> None:
    """Folders that people made, in whatever casing, are used; names with quotes and angle brackets are made."""
    theirs = world.truth.at("reviews", "1 to do")
    made = world.mailbox.ensure_folders(TREE | {"odd": ("Reviews", 'O\'Brien & <sons> "x" / y')})
    assert world.truth.folder(made["urgent"]).parent == theirs.id
    assert world.truth.folder(made["odd"]).name == 'O\'Brien & <sons> "x" / y'
    assert [one.name for one in world.truth.children("msgfolderroot") if not one.well_known] == ["reviews"]


def test_folder_made_meanwhile(world: EwsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that somebody makes between our looking and our making is used."""
    looked = world.mailbox._folders.known
    before = [looked()]
    monkeypatch.setattr(world.mailbox._folders, "known", lambda: before.pop() if before else looked())
    theirs = world.truth.at("Reviews")
    assert world.mailbox.ensure_folders({"top": ("Reviews",)}) == {"top": theirs.id}


def test_pages(world: EwsWorld) -> None:
    """From the start everything comes in one complete page; after that each page has its own cursor to go on from."""
    mailbox = world.restarted(page=2)
    for number in range(5):
        world.deliver(mail(f"Early {number}"))
    (first,) = mailbox.poll({INBOX: ""})
    assert (first.complete, len(first.created)) == (True, 5)
    for number in range(5):
        world.deliver(mail(f"Late {number}"))
    world.person_removes(first.created[0].ref.id)
    pages = list(mailbox.poll({INBOX: first.cursor}))
    assert [page.complete for page in pages] == [False] * len(pages)
    assert [len(page.created) + len(page.removed) for page in pages] == [2, 2, 2]
    rest = list(mailbox.poll({INBOX: pages[0].cursor}))
    assert rest == pages[1:]


def test_changed_while_listed(world: EwsWorld) -> None:
    """What goes while a folder is listed from the start is left out, and what comes is in."""
    mailbox = world.restarted(page=2)
    for number in range(4):
        world.deliver(mail(f"Number {number}"))
    ask = mailbox._session.looks
    once = iter([True])

    def looks(operation: str, question: object, **how: bool) -> list[object]:
        answer = ask(operation, question, **how)
        if next(once, False):
            oldest = world.truth.listed("inbox")[-1]
            world.person_removes(oldest.id)
            world.deliver(mail("Came meanwhile"))
        return answer

    mailbox._session.looks = looks
    (page,) = mailbox.poll({INBOX: ""})
    assert {one.ref.id for one in page.created} == {one.id for one in world.truth.listed("inbox")}


def test_cursor_expired(world: EwsWorld) -> None:
    """A cursor the server forgot is said to be expired, once the other folders have been told."""
    reader = Reader(world.mailbox, INBOX, JUNK)
    reader.poll()
    world.truth.forget("inbox")
    world.deliver(mail(), JUNK)
    pages = world.mailbox.poll(reader.cursors)
    assert next(pages).folder == JUNK
    with pytest.raises(CursorExpired):
        next(pages)
    with pytest.raises(CursorExpired):
        list(world.mailbox.poll({INBOX: "no cursor of ours"}))


def test_noise(world: EwsWorld, reader: Reader) -> None:
    """Reading an item tells nothing new about it; whatever else changed in it, by us or by people, is told once."""
    world.deliver(mail())
    item = only(reader.created())
    seen = world.truth.item(item.ref.id)
    seen.is_read = True
    world.truth.touch(seen, only_read=True)
    assert (reader.created(), reader.poll()) == ([], {})
    world.mailbox.stamp(item.ref, "mark")
    world.person_labels(item.ref.id, ("Do: chase",))
    assert only(reader.created()) == replace(item, stamp="mark", categories=("Do: chase",))
    assert (reader.created(), reader.poll()) == ([], {})


def test_labels(world: EwsWorld, reader: Reader) -> None:
    """Categories and a flag with its day are on the filed item; None leaves them and () takes the categories away."""
    world.deliver(mail())
    folders = world.mailbox.ensure_folders(TREE)
    labels = ("Urgent", "O'Brien & <sons>")
    ref = world.mailbox.file(only(reader.created()).ref, folders["urgent"], categories=labels, flag_on=date(2026, 3, 4))
    item = world.truth.item(ref.id)
    assert (tuple(item.categories), item.flag, item.flag_on) == (labels, "flagged", date(2026, 3, 4))
    ref = world.mailbox.file(ref, folders["filed"])
    assert tuple(world.truth.item(ref.id).categories) == labels
    world.mailbox.file(ref, folders["filed"], categories=())
    assert world.truth.item(ref.id).categories == []


def test_folder_gone(world: EwsWorld, reader: Reader) -> None:
    """Filing into a folder that a person took away is refused for good, and the item stays."""
    folders = world.mailbox.ensure_folders(TREE)
    world.deliver(mail())
    item = only(reader.created())
    world.truth.remove_folder(folders["urgent"])
    with pytest.raises(Permanent):
        world.mailbox.file(item.ref, folders["urgent"])
    assert world.mailbox.mime(item.ref) == mail()


def test_other_kinds(world: EwsWorld, reader: Reader) -> None:
    """An invitation to a meeting and a posted note are items like any other."""
    for kind in ("IPM.Schedule.Meeting.Request", "IPM.Post"):
        item = Item(kind=kind, subject="Come", raw=mail(), received_at=datetime(2026, 3, 2, tzinfo=UTC))
        world.truth.add(item, "inbox")
    first, second = reader.created()
    for one in (first, second):
        assert world.mailbox.mime(world.mailbox.stamp(one.ref, "mark")) == mail()
    assert [one.stamp for one in Reader(world.restarted(), INBOX).created()] == ["mark", "mark"]


# --- what it costs --------------------------------------------------------------------------------------------------


def test_requests(world: EwsWorld, reader: Reader) -> None:
    """Each call costs the fewest requests Exchange allows; nothing is asked for that is not used."""
    box, cost = world.mailbox, {}

    def counted(name: str, answer: object) -> object:
        cost[name] = world.asked()
        return answer

    counted("check", box.check())
    folders = box.ensure_folders(TREE)
    counted("ensure_folders, none there", None)
    counted("ensure_folders, all there", box.ensure_folders(TREE))
    world.deliver(mail())
    item = only(reader.created())
    counted("poll, a folder", None)
    counted("mime", box.mime(item.ref))
    ref = counted("stamp", box.stamp(item.ref, "mark"))
    assert isinstance(ref, Ref)
    counted("file", box.file(ref, folders["urgent"], categories=("Urgent",), flag_on=date(2026, 3, 4)))
    draft = box.draft(LETTER)
    counted("draft", draft)
    counted("read_back", box.read_back(draft))
    counted("submit", box.submit(draft))
    counted("find", box.find(LETTER.key))
    counted("drafts", box.drafts())
    other = box.draft(replace(LETTER, key="ack-2", enclosures=FILES))
    world.asked()
    counted("read_back, two files", box.read_back(other))
    counted("discard", box.discard(other.ref, other.key))
    card = box.note(folders["urgent"], CARD)
    counted("note", card)
    counted("label, new", box.label(card, add=("Overdue",)))
    counted("label, there already", box.label(card, add=("Overdue",)))
    counted("ensure_categories", box.ensure_categories({"Urgent": "preset9"}))
    counted("ensure_categories, all there", box.ensure_categories({"Urgent": "preset9"}))
    assert cost == {
        "check": ["GetFolder"],
        "ensure_folders, none there": ["FindFolder", *["CreateFolder"] * 4],
        "ensure_folders, all there": ["FindFolder"],
        "poll, a folder": ["SyncFolderItems"],
        "mime": ["GetItem"],
        "stamp": ["UpdateItem"],
        "file": ["UpdateItem", "MoveItem"],
        "draft": ["GetFolder", "FindItem", "FindFolder", "CreateItem"],
        "read_back": ["GetItem"],
        "submit": ["SendItem"],
        "find": ["FindItem"],
        "drafts": ["FindItem"],
        "read_back, two files": ["GetItem", "GetAttachment", "GetAttachment"],
        "discard": ["GetItem", "DeleteItem"],
        "note": ["FindItem", "CreateItem"],
        "label, new": ["GetItem", "UpdateItem"],
        "label, there already": ["GetItem"],
        "ensure_categories": ["GetUserConfiguration", "CreateUserConfiguration"],
        "ensure_categories, all there": ["GetUserConfiguration"],
    }


def test_a_first_question_greets(world: EwsWorld) -> None:
    """Only the first question is preceded by another, which asks for the server's version."""
    world.restarted().drafts()
    world.mailbox.drafts()
    world.mailbox.drafts()
    assert [entry.operation for entry in world.server.log.entries] == [
        "ConvertId", "FindItem", "ConvertId", "FindItem", "FindItem",
    ]  # fmt: skip


def test_unavailable_before_a_listing_ends(world: EwsWorld) -> None:
    """A listing whose rest cannot be had is no listing at all: nothing is told of a part of it as if it were all."""
    mailbox = world.restarted(page=1)
    world.deliver(mail())
    world.deliver(mail("Another"))
    world.server.faults.plan("SyncFolderItems", Fault(503), nth=2, times=0)
    with pytest.raises(Unavailable):
        next(mailbox.poll({INBOX: ""}))


def test_large_sent_items(world: EwsWorld) -> None:
    """Of Sent Items with years of letters only what is wanted is listed: one request, then and at every poll after."""
    for number in range(300):
        world.truth.send(world.truth.create(letters.read(mail(f"Letter {number}"))))
    world.truth.now.passes(days=30)  # type: ignore[attr-defined]
    world.mailbox.check()
    wanted = since(world.truth.now())
    world.truth.send(world.truth.create(letters.read(mail("New"))))
    reader = Reader(world.mailbox, SENT)
    reader.cursors[SENT] = wanted
    world.asked()
    assert len(reader.created(SENT)) == 1
    assert reader.poll() == {}
    world.truth.now.passes(days=5)  # type: ignore[attr-defined]
    world.truth.send(world.truth.create(letters.read(mail("Newer"))))
    assert len(reader.created(SENT)) == 2
    assert reader.poll() == {}
    world.truth.now.passes(minutes=5)  # type: ignore[attr-defined]
    world.truth.send(world.truth.create(letters.read(mail("Newest"))))
    assert len(reader.created(SENT)) == 2
    assert world.asked() == ["FindItem"] * 5
