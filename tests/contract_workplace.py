"""What every mailbox must do so that people can work in it: drafts in folders, files, cards, labels, and changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from bot.mailbox import Draft, Enclosed, Item, NotFound, Permanent, Ref, Whereabouts
from store.messages import Card, Enclosure
from tests.contract_words import INBOX, JUNK, LETTER, TREE, Reader, World, every, mail, only

FILES = (
    Enclosure("Determination – Ünal.pdf", "application/pdf", b"%PDF-1.7\n\x00\xff\r\n" * 50),
    Enclosure("notes.txt", "text/plain", b"One line\nand another\n"),
)
ENCLOSED = {Enclosed(one.name, sha256(one.content).hexdigest()) for one in FILES}
OUTCOME = replace(LETTER, key="outcome-5d1", message_id="<outcome-5d1@reviews.example>", subject="Your review")
CARD = Card(
    key="card-417-a1",
    subject="PCR/2026/00417 · Example · day 34",
    html="<p>Next: ask for the papers by <b>4 December</b>.</p>",
    text="Next: ask for the papers by 4 December.\n",
    categories=("PCR/2026/00417", "@A Li"),
    flag_on=date(2026, 12, 4),
    important=True,
)


def lying(world: World, folder: str) -> list[Item]:
    """What lies in a folder, as a restarted service sees it."""
    return Reader(world.restarted(), folder).created(folder)


def draft_of(item: Item) -> Draft:
    """The draft that a poll has told of."""
    return Draft(item.ref, item.key, item.received_at)


class WorkplaceContract:
    """The port's promises about what people and the service do to one another's things; each test is one of them."""

    @pytest.fixture
    def reader(self, world: World) -> Reader:
        """Watches Inbox and Junk."""
        return Reader(world.mailbox, INBOX, JUNK)

    @pytest.fixture
    def folders(self, world: World) -> dict[str, str]:
        """The folders of the tree, by the names the service knows them by."""
        return dict(world.mailbox.ensure_folders(TREE))

    # --- drafts in folders --------------------------------------------------------------------------------------------

    def test_draft_in_folder(self, world: World, folders: dict[str, str]) -> None:
        """A draft waits in the folder it was made for, labelled, is no matter of Drafts, and can be sent from there."""
        urgent = folders["urgent"]
        reader = Reader(world.mailbox, urgent)
        reader.poll()
        draft = world.mailbox.draft(replace(OUTCOME, folder=urgent, categories=("PCR/2026/00417", "Not upheld")))
        item = only(reader.created(urgent))
        assert (item.ref.id, item.key, item.draft) == (draft.ref.id, OUTCOME.key, True)
        assert set(item.categories) == {"PCR/2026/00417", "Not upheld"}
        assert world.restarted().drafts() == ()
        assert [(one.ref.id, one.where) for one in world.restarted().find(OUTCOME.key)] == [
            (draft.ref.id, Whereabouts.DRAFT)
        ]
        said = world.mailbox.read_back(draft)
        assert (said.to, said.subject) == ((OUTCOME.to,), OUTCOME.subject)
        world.mailbox.submit(draft)
        assert len(world.sent()) == 1
        assert [one.where for one in world.restarted().find(OUTCOME.key)] == [Whereabouts.SENT]
        assert lying(world, urgent) == []

    def test_draft_is_filed(self, world: World, folders: dict[str, str]) -> None:
        """A draft that is filed into another folder stays a draft, is found there under the ref that was answered, and
        can be read back and sent from there."""
        draft = world.mailbox.draft(replace(OUTCOME, folder=folders["urgent"]))
        ref = world.mailbox.file(draft.ref, folders["filed"], categories=("Waits",))
        item = only(lying(world, folders["filed"]))
        assert (item.ref.id, item.key, item.draft, item.categories) == (ref.id, OUTCOME.key, True, ("Waits",))
        assert [one.ref.id for one in world.mailbox.find(OUTCOME.key)] == [ref.id]
        assert lying(world, folders["urgent"]) == []
        moved = replace(draft, ref=ref)
        assert world.mailbox.read_back(moved).subject == OUTCOME.subject
        world.mailbox.submit(moved)
        assert len(world.sent()) == 1

    @pytest.mark.parametrize("made_in", ["", "urgent"])
    def test_draft_is_dragged(self, world: World, folders: dict[str, str], made_in: str) -> None:
        """A draft that a person drags into another folder is told there with its key, and can be sent from there."""
        filed = folders["filed"]
        reader = Reader(world.mailbox, filed)
        reader.poll()
        draft = world.mailbox.draft(replace(OUTCOME, folder=folders[made_in] if made_in else ""))
        world.person_moves(draft.ref.id, filed)
        item = only(reader.created(filed))
        assert (item.key, item.draft) == (OUTCOME.key, True)
        assert world.mailbox.drafts() == ()
        assert [(one.ref.id, one.where) for one in world.mailbox.find(OUTCOME.key)] == [
            (item.ref.id, Whereabouts.DRAFT)
        ]
        world.mailbox.submit(draft_of(item))
        assert len(world.sent()) == 1
        with pytest.raises(NotFound):
            world.mailbox.submit(draft_of(item))
        assert len(world.sent()) == 1

    def test_draft_is_edited(self, world: World, folders: dict[str, str]) -> None:
        """A draft whose words a person changed is told again, with its key, and says the new words."""
        urgent = folders["urgent"]
        draft = world.mailbox.draft(replace(OUTCOME, folder=urgent, categories=("PCR/2026/00417",)))
        reader = Reader(world.mailbox, urgent)
        reader.poll()
        assert reader.created(urgent) == []
        world.person_edits(draft, "Your review", "Your complaint")
        item = only(reader.created(urgent))
        assert (item.key, item.draft, item.categories) == (OUTCOME.key, True, ("PCR/2026/00417",))
        assert world.mailbox.read_back(draft_of(item)).subject == "Your complaint"
        assert reader.created(urgent) == []

    def test_person_sends_from_folder(self, world: World, folders: dict[str, str]) -> None:
        """A draft that a person sent from a folder is found as sent, and cannot be submitted or discarded."""
        draft = world.mailbox.draft(replace(OUTCOME, folder=folders["urgent"]))
        world.person_sends(draft)
        assert [one.where for one in world.restarted().find(OUTCOME.key)] == [Whereabouts.SENT]
        with pytest.raises(NotFound):
            world.mailbox.submit(draft)
        with pytest.raises(NotFound):
            world.mailbox.discard(draft.ref, draft.key)
        assert len(world.sent()) == 1

    def test_discard_in_folder(self, world: World, folders: dict[str, str]) -> None:
        """A draft of ours in a folder is discarded with its own key and with no other, and only once."""
        urgent = folders["urgent"]
        draft = world.mailbox.draft(replace(OUTCOME, folder=urgent))
        for key in ("", LETTER.key):
            with pytest.raises(Permanent):
                world.mailbox.discard(draft.ref, key)
        assert only(lying(world, urgent)).key == OUTCOME.key
        world.mailbox.discard(draft.ref, draft.key)
        assert lying(world, urgent) == []
        assert world.mailbox.find(OUTCOME.key) == ()
        with pytest.raises(NotFound):
            world.mailbox.discard(draft.ref, draft.key)

    def test_no_recipient(self, world: World, folders: dict[str, str]) -> None:
        """A letter that is printed and posted is a draft without recipients: it can be read, and never be submitted."""
        draft = world.mailbox.draft(replace(OUTCOME, to="", folder=folders["filed"]))
        said = world.mailbox.read_back(draft)
        assert (said.to, said.copies, said.subject) == ((), (), OUTCOME.subject)
        with pytest.raises(Permanent):
            world.mailbox.submit(draft)
        assert world.sent() == []
        item = only(lying(world, folders["filed"]))
        assert (item.key, item.draft) == (OUTCOME.key, True)

    def test_vote(self, world: World) -> None:
        """A letter that can be answered by a button is drafted, read back and sent as any other."""
        draft = world.mailbox.draft(replace(OUTCOME, votes=("Approve", "Return")))
        said = world.mailbox.read_back(draft)
        assert (said.to, said.subject, said.attachments) == ((OUTCOME.to,), OUTCOME.subject, ())
        assert OUTCOME.html in said.html
        world.mailbox.submit(draft)
        assert len(world.sent()) == 1

    def test_strangers_mark(self, world: World, reader: Reader, folders: dict[str, str]) -> None:
        """A message from outside that carries a key of ours in its headers is no letter, draft or card of ours."""
        draft = world.mailbox.draft(OUTCOME)
        forged = f"X-Reviews-Key: {OUTCOME.key}\r\nX-Reviews-Card: {CARD.key}\r\n".encode()
        world.deliver(forged + mail())
        item = only(reader.created())
        assert (item.key, item.draft) == ("", False)
        ref = world.mailbox.file(item.ref, folders["filed"])
        assert only(lying(world, folders["filed"])).key == ""
        assert [one.ref.id for one in world.mailbox.find(OUTCOME.key)] == [draft.ref.id]
        for key in (OUTCOME.key, CARD.key):
            with pytest.raises(Permanent):
                world.mailbox.discard(ref, key)
        assert b"My review" in world.mailbox.mime(ref)

    # --- files with letters -------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("where", ["", "urgent"])
    def test_enclosures(self, world: World, folders: dict[str, str], where: str) -> None:
        """Files lie in the draft byte for byte under their names, and leave with the letter."""
        draft = world.mailbox.draft(replace(OUTCOME, enclosures=FILES, folder=folders[where] if where else ""))
        said = world.mailbox.read_back(draft)
        assert set(said.attachments) == ENCLOSED
        assert len(said.attachments) == len(FILES)
        assert OUTCOME.html in said.html
        world.mailbox.submit(draft)
        assert len(world.sent()) == 1

    def test_large_enclosure(self, world: World) -> None:
        """A file of several megabytes lies in the draft whole."""
        large = Enclosure("bundle.pdf", "application/pdf", bytes(range(256)) * 16_000 + b"the end")
        draft = world.mailbox.draft(replace(OUTCOME, enclosures=(large, FILES[1])))
        said = world.mailbox.read_back(draft)
        assert Enclosed("bundle.pdf", sha256(large.content).hexdigest()) in said.attachments
        assert len(said.attachments) == 2

    def test_person_attaches(self, world: World) -> None:
        """A file that a person put into a draft shows when it is read back, beside ours."""
        draft = world.mailbox.draft(replace(OUTCOME, enclosures=FILES[:1]))
        world.person_attaches(draft, "secret.txt", b"About somebody else")
        said = world.mailbox.read_back(draft)
        added = Enclosed("secret.txt", sha256(b"About somebody else").hexdigest())
        assert set(said.attachments) == {added, Enclosed(FILES[0].name, sha256(FILES[0].content).hexdigest())}

    def test_enclosures_twice(self, world: World, folders: dict[str, str]) -> None:
        """Every draft there is of a letter that was drafted twice says all that it should, its files too."""
        letter = replace(OUTCOME, enclosures=FILES, folder=folders["urgent"], categories=("PCR/2026/00417",))
        world.mailbox.draft(letter)
        again = world.restarted().draft(letter)
        found = world.mailbox.find(OUTCOME.key)
        assert again.ref.id in [one.ref.id for one in found]
        for one in found:
            said = world.mailbox.read_back(Draft(one.ref, OUTCOME.key, OUTCOME.written_at))
            assert (said.to, set(said.attachments)) == ((OUTCOME.to,), ENCLOSED)
        assert {item.key for item in lying(world, folders["urgent"])} == {OUTCOME.key}

    def test_several_of_all_sorts(self, world: World, folders: dict[str, str]) -> None:
        """Letters with and without files, folders and labels are drafted and read back together, each as it should."""
        letters = [
            replace(LETTER, key="plain", message_id="<plain@reviews.example>"),
            replace(OUTCOME, enclosures=FILES, folder=folders["urgent"], categories=("A",)),
            replace(LETTER, key="filed", message_id="<filed@reviews.example>", folder=folders["filed"]),
            replace(LETTER, key="files", message_id="<files@reviews.example>", enclosures=FILES[1:]),
        ]
        drafts = every(world.mailbox.draft_all(letters))
        assert [draft.key for draft in drafts] == [letter.key for letter in letters]
        said = every(world.mailbox.read_back_all(drafts))
        assert [len(one.attachments) for one in said] == [0, 2, 0, 1]
        assert set(said[1].attachments) == ENCLOSED
        assert {draft.key for draft in world.mailbox.drafts()} == {"plain", "files"}
        assert [item.key for item in lying(world, folders["urgent"])] == [OUTCOME.key]
        assert [item.key for item in lying(world, folders["filed"])] == ["filed"]

    # --- cards --------------------------------------------------------------------------------------------------------

    def test_card(self, world: World, folders: dict[str, str]) -> None:
        """A card lies in its folder with its key and labels, can be read, and is no draft and no letter."""
        urgent = folders["urgent"]
        reader = Reader(world.mailbox, urgent)
        reader.poll()
        ref = world.mailbox.note(urgent, CARD)
        item = only(reader.created(urgent))
        assert (item.ref.id, item.key, item.draft) == (ref.id, CARD.key, False)
        assert set(item.categories) == set(CARD.categories)
        again = only(lying(world, urgent))
        assert (again.ref.id, again.key, again.draft, set(again.categories)) == (
            (ref.id, CARD.key, False, set(CARD.categories))
        )
        assert b"4 December" in world.mailbox.mime(ref)
        assert world.mailbox.drafts() == ()
        assert world.mailbox.find(CARD.key) == ()

    def test_card_never_leaves(self, world: World, folders: dict[str, str]) -> None:
        """A card cannot be submitted, read back as a draft or found among what was sent."""
        card = Draft(world.mailbox.note(folders["urgent"], CARD), CARD.key, LETTER.written_at)
        with pytest.raises((NotFound, Permanent)):
            world.mailbox.submit(card)
        with pytest.raises(NotFound):
            world.mailbox.read_back(card)
        assert world.sent() == []
        assert list(world.mailbox.sent_since(LETTER.written_at)) == []
        assert only(lying(world, folders["urgent"])).key == CARD.key

    def test_card_moves(self, world: World, folders: dict[str, str]) -> None:
        """A card that we file and one that a person drags are told where they lie now, with their keys and labels."""
        urgent, filed = folders["urgent"], folders["filed"]
        reader = Reader(world.mailbox, filed)
        reader.poll()
        world.mailbox.file(world.mailbox.note(urgent, CARD), filed)
        item = only(reader.created(filed))
        assert (item.key, item.draft, set(item.categories)) == (CARD.key, False, set(CARD.categories))
        reader = Reader(world.mailbox, urgent)
        reader.poll()
        world.person_moves(item.ref.id, urgent)
        item = only(reader.created(urgent))
        assert (item.key, item.draft, set(item.categories)) == (CARD.key, False, set(CARD.categories))
        assert b"4 December" in world.mailbox.mime(item.ref)

    def test_card_discarded(self, world: World, folders: dict[str, str]) -> None:
        """A card is taken away with its own key and with no other, and only once; its neighbours stay."""
        urgent = folders["urgent"]
        ref = world.mailbox.note(urgent, CARD)
        world.mailbox.note(urgent, replace(CARD, key="card-418-b2"))
        for key in ("", "card-418-b2", CARD.key[:-1]):
            with pytest.raises(Permanent):
                world.mailbox.discard(ref, key)
        world.mailbox.discard(ref, CARD.key)
        assert only(lying(world, urgent)).key == "card-418-b2"
        with pytest.raises(NotFound):
            world.mailbox.discard(ref, CARD.key)

    # --- labels -------------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("thing", ["message", "draft", "card"])
    def test_person_labels(self, world: World, folders: dict[str, str], thing: str) -> None:
        """An item that a person gave a category, or took one off, is told again with all that it carries then."""
        item, reader = self._watched(world, folders["filed"], thing)
        world.person_labels(item.ref.id, ("Do: chase MPS", "Blue"))
        labelled = only(reader.created(folders["filed"]))
        assert set(labelled.categories) == {"Do: chase MPS", "Blue"}
        assert (labelled.key, labelled.draft) == (item.key, item.draft)
        assert reader.created(folders["filed"]) == []
        world.person_labels(labelled.ref.id, remove=("Do: chase MPS",))
        assert set(only(reader.created(folders["filed"])).categories) == {"Blue"}

    @pytest.mark.parametrize("thing", ["message", "draft", "card"])
    def test_label(self, world: World, folders: dict[str, str], thing: str) -> None:
        """Our labels are put on and taken off, again and again; what people put on stays, and the item what it was."""
        filed = folders["filed"]
        item, reader = self._watched(world, filed, thing)
        world.person_labels(item.ref.id, ("Blue",))
        ref = only(reader.created(filed)).ref
        for _ in range(2):
            ref = world.mailbox.label(ref, add=("PCR/2026/00417", "Overdue"))
            assert set(only(lying(world, filed)).categories) == {"Blue", "PCR/2026/00417", "Overdue"}
            assert len(only(lying(world, filed)).categories) == 3
        for _ in range(2):
            ref = world.mailbox.label(ref, add=("Due today",), remove=("Overdue", "never there"))
            assert set(only(lying(world, filed)).categories) == {"Blue", "PCR/2026/00417", "Due today"}
        ref = world.mailbox.label(ref, remove=("Blue", "PCR/2026/00417", "Due today"))
        again = only(lying(world, filed))
        assert (again.ref.id, again.key, again.draft, again.categories) == (ref.id, item.key, item.draft, ())

    def _watched(self, world: World, folder: str, thing: str) -> tuple[Item, Reader]:
        """A message, draft or card without labels in the folder, and a reader who has seen it."""
        if thing == "message":
            world.deliver(mail())
            world.mailbox.file(only(Reader(world.mailbox, INBOX).created()).ref, folder)
        elif thing == "draft":
            world.mailbox.draft(replace(OUTCOME, folder=folder))
        else:
            world.mailbox.note(folder, replace(CARD, categories=()))
        reader = Reader(world.mailbox, folder)
        item = only(reader.created(folder))
        assert item.categories == ()
        reader.poll()
        return item, reader

    def test_label_gone(self, world: World, reader: Reader) -> None:
        """What a person has removed cannot be labelled."""
        world.deliver(mail())
        item = only(reader.created())
        world.person_removes(item.ref.id)
        with pytest.raises(NotFound):
            world.mailbox.label(item.ref, add=("Urgent",))
        with pytest.raises(NotFound):
            world.mailbox.label(Ref("no such item"), add=("Urgent",))

    def test_filing_labels(self, world: World, reader: Reader, folders: dict[str, str]) -> None:
        """Filing with categories sets them, filing without leaves them; labels and stamp leave each other alone."""
        world.deliver(mail())
        ref = world.mailbox.stamp(only(reader.created()).ref, "mark-7")
        ref = world.mailbox.file(ref, folders["urgent"], categories=("Urgent", "New request"))
        ref = world.mailbox.label(ref, add=("PCR/2026/00417",))
        ref = world.mailbox.file(ref, folders["filed"])
        item = only(lying(world, folders["filed"]))
        assert (item.ref.id, item.stamp, item.key) == (ref.id, "mark-7", "")
        assert set(item.categories) == {"Urgent", "New request", "PCR/2026/00417"}
        world.mailbox.file(ref, folders["filed"], categories=("Urgent",))
        assert only(lying(world, folders["filed"])).categories == ("Urgent",)

    def test_colours(self, world: World) -> None:
        """Categories are given colours as far as the mailbox lets us, and giving them again changes nothing."""
        colours = {"Urgent": "preset9", "Do: chase MPS": "preset23", "Überfällig": "preset0"}
        first = world.mailbox.ensure_categories(colours)
        assert first <= colours.keys()
        assert world.restarted().ensure_categories(colours) == first
        assert world.mailbox.ensure_categories({}) == frozenset()
