"""What every mailbox must do, whatever stands behind it: subclass `MailboxContract` and give it a `world` fixture.

The tests reach the world only through the port and through what people can do in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.mailbox import NotFound, Permanent, Ref, Whereabouts
from tests.contract_sent_items import SentItemsContract
from tests.contract_words import INBOX, JUNK, LETTER, TREE, Reader, World, every, mail, only
from tests.contract_workplace import WorkplaceContract

__all__ = ["INBOX", "JUNK", "LETTER", "TREE", "MailboxContract", "Reader", "World", "every", "mail", "only"]


class MailboxContract(WorkplaceContract, SentItemsContract):
    """The port's promises; each test is one of them."""

    def test_check(self, world: World) -> None:
        """A mailbox that is there is healthy, and says in a sentence what was seen."""
        health = world.mailbox.check()
        assert health.ok
        assert health.detail.endswith(".")

    def test_folders_again(self, world: World, folders: dict[str, str]) -> None:
        """Making folders that exist changes nothing and answers the same ids."""
        assert folders.keys() == TREE.keys()
        assert len(set(folders.values())) == len(TREE)
        assert world.restarted().ensure_folders(TREE) == folders

    def test_folders_inside(self, world: World, folders: dict[str, str]) -> None:
        """The folders directly inside another are told by the names people see; of one that is not there, none."""
        assert len(folders) == len(TREE)
        assert sorted(world.mailbox.folders_inside(("Reviews",))) == ["1 To do", "9 Filed → done & dusted"]
        assert world.restarted().folders_inside(("Reviews", "1 To do")) == ("Urgent",)
        assert world.mailbox.folders_inside(("Reviews", "1 To do", "Urgent")) == ()
        assert world.mailbox.folders_inside(("Reviews", "No such folder", "Urgent")) == ()

    def test_always_there(self, reader: Reader) -> None:
        """Inbox and Junk can be polled from the start even when they are empty."""
        pages = reader.poll()
        assert {folder: (page.created, page.complete) for folder, page in pages.items()} == {
            INBOX: ((), True),
            JUNK: ((), True),
        }

    def test_unknown_folder(self, world: World) -> None:
        """A folder that does not exist is not found; it is not empty."""
        with pytest.raises(NotFound):
            list(world.mailbox.poll({".No such folder": ""}))

    def test_item(self, world: World, reader: Reader) -> None:
        """A new item tells when the mailbox received it and how large it is, and carries no stamp."""
        world.deliver(mail())
        item = only(reader.created())
        assert item.received_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        assert item.size == len(mail())
        assert item.stamp == ""

    def test_once(self, world: World, reader: Reader) -> None:
        """An item that came is told once, and again only to those who do not say what they know."""
        reader.poll()
        world.deliver(mail())
        item = only(reader.created())
        assert reader.created() == []
        world.deliver(mail("Another"))
        assert [one.ref.id for one in reader.created()] != [item.ref.id]
        assert len(Reader(world.mailbox, INBOX).created()) == 2

    def test_junk(self, world: World, reader: Reader) -> None:
        """What lands in Junk is seen there."""
        reader.poll()
        world.deliver(mail(), JUNK)
        only(reader.created(JUNK))

    def test_same_after_restart(self, world: World, reader: Reader) -> None:
        """After a restart the same item has the same id."""
        world.deliver(mail())
        item = only(reader.created())
        page = Reader(world.restarted(), INBOX).poll()[INBOX]
        assert page.complete
        assert [one.ref.id for one in page.created] == [item.ref.id]

    def test_mime(self, world: World, reader: Reader) -> None:
        """The raw bytes are those that were delivered."""
        world.deliver(mail("Bytes"))
        assert b"Subject: Bytes" in world.mailbox.mime(only(reader.created()).ref)

    def test_gone(self, world: World, reader: Reader) -> None:
        """An item that a person removed is told as removed, and is not found by anything that wants it."""
        world.deliver(mail())
        item = only(reader.created())
        world.person_removes(item.ref.id)
        page = reader.poll()[INBOX]
        assert page.removed == (item.ref.id,) or (page.complete and not page.created)
        for wants in (
            lambda: world.mailbox.mime(item.ref),
            lambda: world.mailbox.stamp(item.ref, "mark"),
            lambda: world.mailbox.file(item.ref, INBOX),
        ):
            with pytest.raises(NotFound):
                wants()

    def test_file(self, world: World, reader: Reader, folders: dict[str, str]) -> None:
        """A filed item has left where it lay and lies in its folder, under the id that was answered."""
        reader.cursors[folders["urgent"]] = ""
        world.deliver(mail())
        item = only(reader.created())
        ref = world.mailbox.file(item.ref, folders["urgent"], categories=("Urgent",), flag_on=date(2026, 3, 4))
        pages = reader.poll()
        assert pages[INBOX].removed == (item.ref.id,)
        assert [one.ref.id for one in pages[folders["urgent"]].created] == [ref.id]
        assert b"My review" in world.mailbox.mime(ref)

    def test_file_again(self, world: World, reader: Reader, folders: dict[str, str]) -> None:
        """Filing what is filed already changes nothing."""
        world.deliver(mail())
        ref = world.mailbox.file(only(reader.created()).ref, folders["filed"])
        assert world.mailbox.file(ref, folders["filed"]).id == ref.id
        assert len(Reader(world.mailbox, folders["filed"]).created(folders["filed"])) == 1

    def test_stamp(self, world: World, reader: Reader, folders: dict[str, str]) -> None:
        """A stamp is repeatable, survives our move and a person's, and is there after a restart."""
        filed, urgent = folders["filed"], folders["urgent"]
        world.deliver(mail())
        ref = world.mailbox.stamp(only(reader.created()).ref, "mark-7")
        ref = world.mailbox.stamp(ref, "mark-7")
        ref = world.mailbox.file(ref, filed)
        assert only(Reader(world.mailbox, filed).created(filed)).stamp == "mark-7"
        world.person_moves(ref.id, urgent)
        assert only(Reader(world.mailbox, urgent).created(urgent)).stamp == "mark-7"
        assert only(Reader(world.restarted(), urgent).created(urgent)).stamp == "mark-7"

    def test_person_moves(self, world: World, reader: Reader, folders: dict[str, str]) -> None:
        """What a person moved is removed from one folder and created in the other, and can be acted upon there."""
        urgent = folders["urgent"]
        reader.cursors[urgent] = ""
        world.deliver(mail())
        item = only(reader.created())
        world.person_moves(item.ref.id, urgent)
        pages = reader.poll()
        assert pages[INBOX].removed == (item.ref.id,)
        moved = only(list(pages[urgent].created))
        assert b"My review" in world.mailbox.mime(moved.ref)
        world.mailbox.file(moved.ref, folders["filed"])

    def test_draft(self, world: World) -> None:
        """Drafting sends nothing; the draft carries its key and is found as a draft."""
        draft = world.mailbox.draft(LETTER)
        assert draft.key == LETTER.key
        assert world.sent() == []
        assert [(one.ref.id, one.where) for one in world.mailbox.find(LETTER.key)] == [
            (draft.ref.id, Whereabouts.DRAFT)
        ]
        assert [(one.ref.id, one.key) for one in world.restarted().drafts()] == [(draft.ref.id, LETTER.key)]

    def test_read_back(self, world: World) -> None:
        """A draft read back says what the letter says, to its one recipient."""
        said = world.mailbox.read_back(world.mailbox.draft(LETTER))
        assert (said.to, said.copies, said.subject, said.attachments) == ((LETTER.to,), (), LETTER.subject, ())
        assert LETTER.html in said.html

    def test_edited(self, world: World) -> None:
        """What a person changed in a draft shows when it is read back."""
        draft = world.mailbox.draft(LETTER)
        world.person_edits(draft, "We have received", "We never received")
        assert "We never received" in world.mailbox.read_back(draft).subject

    def test_submit(self, world: World) -> None:
        """A submitted draft has left once, and is found as sent and no longer as a draft."""
        draft = world.mailbox.draft(LETTER)
        world.mailbox.submit(draft)
        assert len(world.sent()) == 1
        assert [one.where for one in world.mailbox.find(LETTER.key)] == [Whereabouts.SENT]
        assert [one.where for one in world.restarted().find(LETTER.key)] == [Whereabouts.SENT]
        assert world.mailbox.drafts() == ()
        with pytest.raises(NotFound):
            world.mailbox.read_back(draft)

    def test_submit_again(self, world: World) -> None:
        """Submitting twice, also after a restart, sends once and says that there is no such draft."""
        draft = world.mailbox.draft(LETTER)
        world.mailbox.submit(draft)
        for mailbox in (world.mailbox, world.restarted()):
            with pytest.raises(NotFound):
                mailbox.submit(draft)
        assert len(world.sent()) == 1

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_drafted_twice(self, world: World, order: tuple[int, int]) -> None:
        """A letter that was drafted twice leaves once, whichever draft is submitted first."""
        drafts = [world.mailbox.draft(LETTER), world.restarted().draft(LETTER)]
        world.mailbox.submit(drafts[order[0]])
        with pytest.raises(NotFound):
            world.mailbox.submit(drafts[order[1]])
        assert len(world.sent()) == 1

    def test_drafted_after_sending(self, world: World) -> None:
        """A letter that has left does not leave again when it is drafted once more."""
        world.mailbox.submit(world.mailbox.draft(LETTER))
        again = world.restarted().draft(LETTER)
        with pytest.raises(NotFound):
            world.mailbox.submit(again)
        assert len(world.sent()) == 1

    def test_person_sends(self, world: World) -> None:
        """A draft that a person sent is found as sent and cannot be submitted."""
        draft = world.mailbox.draft(LETTER)
        world.person_sends(draft)
        assert [one.where for one in world.mailbox.find(LETTER.key)] == [Whereabouts.SENT]
        with pytest.raises(NotFound):
            world.mailbox.submit(draft)
        assert len(world.sent()) == 1

    def test_several(self, world: World) -> None:
        """Several letters are drafted, read back, submitted and found as one is, each with its own outcome."""
        letters = [
            replace(LETTER, key=f"ack-{number}", message_id=f"<{number}@reviews.example>") for number in range(5)
        ]
        drafts = every(world.mailbox.draft_all(letters))
        assert [draft.key for draft in drafts] == [letter.key for letter in letters]
        assert world.sent() == []
        world.person_sends(drafts[1])
        world.mailbox.discard(drafts[3].ref, drafts[3].key)
        read = [one for step in world.mailbox.read_back_all(drafts) for one in step]
        assert [isinstance(one, NotFound) for one in read] == [False, True, False, True, False]
        gone = [one for step in world.mailbox.submit_all(drafts) for one in step]
        assert [one and type(one) for one in gone] == [None, NotFound, None, NotFound, None]
        found = every(world.restarted().find_all([letter.key for letter in letters]))
        sent = [Whereabouts.SENT]
        assert [[one.where for one in copies] for copies in found] == [sent, sent, sent, [], sent]
        assert len(world.sent()) == 4
        assert every(world.mailbox.find_all([letter.key for letter in letters[:2]])) == found[:2]

    def test_not_asked_for(self, world: World) -> None:
        """Letters whose step is not asked for are not submitted, and can be submitted later."""
        drafts = every(world.mailbox.draft_all([replace(LETTER, key=f"ack-{number}") for number in range(23)]))
        first = next(world.mailbox.submit_all(drafts))
        assert len(world.sent()) == len(first) < len(drafts)
        assert every(world.mailbox.submit_all(drafts[len(first) : len(first) + 1])) == [None]
        assert len(world.sent()) == len(first) + 1

    def test_find_nothing(self, world: World) -> None:
        """A key that no letter carries is found nowhere, though others begin like it."""
        world.mailbox.draft(LETTER)
        assert world.mailbox.find(LETTER.key[:-1]) == ()
        assert world.mailbox.find(LETTER.key + "0") == ()

    def test_sent_since(self, world: World) -> None:
        """What left is told with its key by a restarted service, whoever sent it, and no draft and no older letter."""
        ours, theirs = world.mailbox.draft(LETTER), world.mailbox.draft(replace(LETTER, key="ack-2"))
        world.mailbox.draft(replace(LETTER, key="ack-3"))
        world.mailbox.submit(ours)
        world.person_sends(theirs)
        everything = list(world.restarted().sent_since(LETTER.written_at - timedelta(days=1)))
        assert sorted(one.key for one in everything) == [LETTER.key, "ack-2"]
        assert list(world.mailbox.sent_since(max(one.sent_at for one in everything) + timedelta(seconds=1))) == []
        for one in everything:
            assert b"pat@home.example" in world.mailbox.mime(one.ref)

    def test_keys(self, world: World) -> None:
        """Two letters are two drafts, each found by its own key."""
        one, two = world.mailbox.draft(LETTER), world.mailbox.draft(replace(LETTER, key="ack-2"))
        world.mailbox.submit(two)
        assert [found.ref.id for found in world.mailbox.find(LETTER.key)] == [one.ref.id]
        assert len(world.sent()) == 1

    def test_discard(self, world: World) -> None:
        """A discarded draft of ours is gone, and cannot be discarded, read back or submitted again."""
        draft = world.mailbox.draft(LETTER)
        world.mailbox.discard(draft.ref, draft.key)
        assert world.mailbox.find(LETTER.key) == ()
        with pytest.raises(NotFound):
            world.mailbox.discard(draft.ref, draft.key)
        for wants in (world.mailbox.submit, world.mailbox.read_back):
            with pytest.raises(NotFound):
                wants(draft)

    def test_discard_only_ours(self, world: World) -> None:
        """A draft of a person is no draft of ours and is never discarded, whatever key we say it has."""
        theirs = world.person_drafts(mail("Mine"))
        assert world.mailbox.drafts() == ()
        for key in ("", LETTER.key):
            with pytest.raises(Permanent):
                world.mailbox.discard(theirs, key)
        assert b"Mine" in world.mailbox.mime(theirs)

    def test_discard_no_mail(self, world: World, reader: Reader) -> None:
        """A received or sent item cannot be discarded at all: the one is not ours, the other is no draft any more."""
        world.deliver(mail())
        item = only(reader.created())
        draft = world.mailbox.draft(LETTER)
        world.mailbox.submit(draft)
        with pytest.raises(Permanent):
            world.mailbox.discard(item.ref, LETTER.key)
        for ref in (draft.ref, world.mailbox.find(LETTER.key)[0].ref):
            with pytest.raises(NotFound):
                world.mailbox.discard(ref, LETTER.key)
        assert len(world.sent()) == 1
        assert b"My review" in world.mailbox.mime(item.ref)

    def test_together(self, world: World, reader: Reader, folders: dict[str, str]) -> None:
        """Acts inside `together`, also inside one another, are all done when it closes."""
        filed = folders["filed"]
        for number in range(3):
            world.deliver(mail(f"Number {number}"))
        with world.mailbox.together():
            for item in reader.created():
                with world.mailbox.together():
                    world.mailbox.file(world.mailbox.stamp(item.ref, f"mark of {item.ref.id}"), filed)
            world.mailbox.submit(world.mailbox.draft(LETTER))
        there = Reader(world.restarted(), filed).created(filed)
        assert len(there) == 3
        assert all(item.stamp for item in there)
        assert len(world.sent()) == 1

    def test_together_and_errors(self, world: World, reader: Reader, folders: dict[str, str]) -> None:
        """An error inside `together` comes out, and what was done before it stays done."""
        filed = folders["filed"]
        world.deliver(mail())
        item = only(reader.created())

        def batch() -> None:
            with world.mailbox.together():
                world.mailbox.file(world.mailbox.stamp(item.ref, "mark"), filed)
                world.mailbox.mime(Ref("no such item"))

        with pytest.raises(NotFound):
            batch()
        assert only(Reader(world.restarted(), filed).created(filed)).stamp == "mark"
