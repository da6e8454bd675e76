"""What is ours in a Maildir: drafts and cards in any folder are known for ours, kept, replaced, and nobody else's."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from bot.mailbox import Draft, NotFound, Permanent, Ref, Whereabouts
from bot.mailbox import maildir_names as names
from store import points
from tests.contract import INBOX, LETTER, Reader, mail, only
from tests.contract_workplace import CARD, FILES, OUTCOME, draft_of, lying
from tests.maildir_world import Killed, MaildirWorld, count_to, only_path

GONE_FOLDER = ".Reviews.Gone"


@pytest.fixture
def world(tmp_path: Path) -> MaildirWorld:
    """A Maildir with its folders and nothing in it."""
    return MaildirWorld(tmp_path / "Maildir")


@pytest.fixture
def urgent(world: MaildirWorld) -> str:
    """A folder in which people work."""
    return world.folders["urgent"]


@pytest.fixture
def filed(world: MaildirWorld) -> str:
    """Another."""
    return world.folders["filed"]


def files_in(world: MaildirWorld, folder: str) -> list[str]:
    """The names of the files that lie in a folder."""
    return sorted(path.name for path in (world.directory(folder) / "cur").iterdir())


def saved_anew(world: MaildirWorld, item: str, folder: str, flags: str) -> str:
    """A person's client has saved the draft under a name of its own, and removed the old one."""
    path = world.path(item)
    (world.directory(folder) / "cur" / f"1772.anew.host:2,{flags}").write_bytes(path.read_bytes() + b" ")
    path.unlink()
    return "1772.anew.host"


# --- letters --------------------------------------------------------------------------------------------------------


def test_shown_by_any_client(world: MaildirWorld, urgent: str) -> None:
    """A draft in a folder is flagged as one and holds its files and the answers it can get, for any mail client."""
    world.mailbox.draft(replace(OUTCOME, folder=urgent, enclosures=FILES, votes=("Approve", "Return")))
    path = only_path(world.directory(urgent) / "cur")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert names.flags_of(path.name) == "DS"
    assert message["X-Reviews-Votes"] == "Approve;Return"
    files = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    assert [(one.get_filename(), one.get_payload(decode=True)) for one in files] == [
        (one.name, one.content) for one in FILES
    ]


def test_saved_anew_in_a_folder(world: MaildirWorld, urgent: str) -> None:
    """A draft that a person's client saved anew where it lay is told, found, read and sent as the letter it is."""
    draft = world.mailbox.draft(replace(OUTCOME, folder=urgent))
    reader = Reader(world.mailbox, urgent)
    reader.poll()
    anew = saved_anew(world, draft.ref.id, urgent, "DS")
    page = reader.poll()[urgent]
    item = only(list(page.created))
    assert (page.removed, item.ref.id, item.key, item.draft) == ((draft.ref.id,), anew, OUTCOME.key, True)
    for mailbox in (world.mailbox, world.restarted()):
        assert [(one.ref.id, one.where) for one in mailbox.find(OUTCOME.key)] == [(anew, Whereabouts.DRAFT)]
    world.mailbox.submit(draft_of(item))
    assert [one.where for one in world.mailbox.find(OUTCOME.key)] == [Whereabouts.SENT]
    assert len(world.sent()) == 1


def test_without_its_flag(world: MaildirWorld, urgent: str) -> None:
    """What carries a key under a stranger's name and is not flagged as a draft is not ours, wherever it lies."""
    draft = world.mailbox.draft(replace(OUTCOME, folder=urgent))
    anew = saved_anew(world, draft.ref.id, urgent, "S")
    item = only(lying(world, urgent))
    assert (item.ref.id, item.key, item.draft) == (anew, "", False)
    assert world.mailbox.find(OUTCOME.key) == ()
    with pytest.raises(NotFound):
        world.mailbox.submit(Draft(item.ref, OUTCOME.key, OUTCOME.written_at))
    with pytest.raises(Permanent):
        world.mailbox.discard(item.ref, OUTCOME.key)
    assert world.sent() == []


def test_sent_copy_is_filed(world: MaildirWorld, urgent: str) -> None:
    """A sent letter that a person filed among the papers of its case is known as ours and is no draft any more."""
    draft = world.mailbox.draft(OUTCOME)
    world.mailbox.submit(draft)
    world.person_moves(draft.ref.id, urgent)
    item = only(lying(world, urgent))
    assert (item.key, item.draft) == (OUTCOME.key, False)
    assert Whereabouts.DRAFT not in [one.where for one in world.mailbox.find(OUTCOME.key)]
    for act in (world.mailbox.submit, world.mailbox.read_back):
        with pytest.raises(NotFound):
            act(draft_of(item))
    with pytest.raises(NotFound):
        world.mailbox.discard(item.ref, OUTCOME.key)
    assert len(files_in(world, urgent)) == 1


def test_drafted_again_elsewhere(world: MaildirWorld, urgent: str, filed: str) -> None:
    """A letter that is drafted again is one draft in the folder it is for, also where a person dragged the first."""
    draft = world.mailbox.draft(replace(OUTCOME, folder=urgent, categories=("A",)))
    world.person_moves(draft.ref.id, filed)
    for mailbox in (world.mailbox, world.restarted()):
        again = mailbox.draft(replace(OUTCOME, folder=urgent, subject="Said better"))
        assert (files_in(world, filed), len(files_in(world, urgent))) == ([], 1)
        assert mailbox.read_back(again).subject == "Said better"
        assert [one.ref.id for one in mailbox.find(OUTCOME.key)] == [again.ref.id]
    assert only(lying(world, urgent)).categories == ("A",)


def test_drafts_of_others(world: MaildirWorld, urgent: str, filed: str) -> None:
    """Drafts that people keep in folders are no letters of ours, and nothing that we draft or put up touches them."""
    for number, folder in enumerate((urgent, filed)):
        (world.directory(folder) / "cur/1772.mine.host:2,DS").write_bytes(mail("Mine"))
        other = replace(LETTER, key=f"other-{number}", folder=folder)
        saved_anew(world, world.mailbox.draft(other).ref.id, folder, "DRS")
    there = [files_in(world, folder) for folder in (urgent, filed)]
    for mailbox in (world.mailbox, world.restarted()):
        draft = mailbox.draft(replace(OUTCOME, folder=urgent))
        card = mailbox.note(urgent, CARD)
        assert [one.ref.id for one in mailbox.find(OUTCOME.key)] == [draft.ref.id]
        mailbox.discard(draft.ref, OUTCOME.key)
        mailbox.discard(card, CARD.key)
        assert [files_in(world, folder) for folder in (urgent, filed)] == there
        assert mailbox.find(OUTCOME.key) == ()


def test_edited_keeps_its_labels(world: MaildirWorld, urgent: str) -> None:
    """A draft of ours that was written anew under its own name is the same item, labels and all, after restarts too."""
    draft = world.mailbox.draft(replace(OUTCOME, folder=urgent, categories=("PCR/2026/00417",)))
    world.mailbox.stamp(draft.ref, "mark")
    for words in (("Your review", "Your complaint"), ("Your complaint", "Your request")):
        world.person_edits(draft, *words)
        item = only(lying(world, urgent))
        assert (item.ref.id, item.stamp, item.categories) == (draft.ref.id, "mark", ("PCR/2026/00417",))
        assert only(Reader(world.mailbox, urgent).created(urgent)).ref.id == draft.ref.id
        world.mailbox.label(draft.ref, add=(words[1],))
        world.mailbox.label(draft.ref, remove=(words[1],))
    world.mailbox.submit(draft)


@pytest.mark.parametrize("written", ["drafted again", "edited"])
def test_moved_by_a_copying_client(world: MaildirWorld, urgent: str, filed: str, written: str) -> None:
    """A draft written anew is the same item after a client moved it by copying it under a name of its own."""
    draft = world.mailbox.draft(replace(OUTCOME, folder=urgent, categories=("A",)))
    if written == "edited":
        world.person_edits(draft, "Your review", "Your complaint")
        Reader(world.mailbox, urgent).poll()
    else:
        world.mailbox.draft(replace(OUTCOME, folder=urgent, subject="Your rewiev", categories=("A",)))
    path = world.path(draft.ref.id)
    (world.directory(filed) / "cur/1772.theirs.host:2,DS").write_bytes(path.read_bytes())
    path.unlink()
    item = only(Reader(world.mailbox, filed).created(filed))
    assert (item.ref.id, item.key, item.draft, item.categories) == (draft.ref.id, OUTCOME.key, True, ("A",))
    assert [one.ref.id for one in world.mailbox.find(OUTCOME.key)] == [draft.ref.id]
    world.mailbox.submit(draft_of(item))
    assert len(world.sent()) == 1


def test_only_under_its_key(world: MaildirWorld, urgent: str) -> None:
    """A draft is read back and sent as the letter whose key it carries, and as no other."""
    draft = world.mailbox.draft(replace(OUTCOME, folder=urgent))
    for act in (world.mailbox.submit, world.mailbox.read_back):
        with pytest.raises(NotFound):
            act(replace(draft, key=LETTER.key))
    assert world.sent() == []


def test_found_twice(world: MaildirWorld, urgent: str) -> None:
    """A copy of a draft that a client saved in another folder is found beside the first, whichever was sent."""
    draft = world.mailbox.draft(OUTCOME)
    (world.directory(urgent) / "cur/1772.copy.host:2,DS").write_bytes(world.path(draft.ref.id).read_bytes())
    assert sorted(one.ref.id for one in world.mailbox.find(OUTCOME.key)) == ["1772.copy.host", draft.ref.id]
    world.mailbox.submit(draft)
    assert {(one.ref.id, one.where) for one in world.mailbox.find(OUTCOME.key)} == {
        ("1772.copy.host", Whereabouts.DRAFT),
        (draft.ref.id, Whereabouts.SENT),
    }
    copy = Draft(Ref("1772.copy.host"), OUTCOME.key, OUTCOME.written_at)
    with pytest.raises(NotFound):
        world.mailbox.submit(copy)
    assert len(world.sent()) == 1


def test_saved_within_a_tick(world: MaildirWorld, urgent: str) -> None:
    """A draft saved anew within the same tick of the disk's clock as the last listing of its folder is found."""
    draft = world.mailbox.draft(OUTCOME)
    world.mailbox.find(OUTCOME.key)
    directory = world.directory(urgent) / "cur"
    before = directory.stat()
    anew = saved_anew(world, draft.ref.id, urgent, "DS")
    os.utime(directory, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [one.ref.id for one in world.mailbox.find(OUTCOME.key)] == [anew]


def test_key_taken_out(world: MaildirWorld, urgent: str) -> None:
    """A draft from which a person took our key is somebody's own: it is not read back, sent or taken away."""
    draft = world.mailbox.draft(replace(OUTCOME, folder=urgent))
    world.person_edits(draft, f"X-Reviews-Key: {OUTCOME.key}", "X-Mailer: other")
    assert only(lying(world, urgent)).key == ""
    for act in (world.mailbox.submit, world.mailbox.read_back):
        with pytest.raises(NotFound):
            act(draft)
    with pytest.raises(Permanent):
        world.mailbox.discard(draft.ref, OUTCOME.key)
    assert (world.sent(), len(files_in(world, urgent))) == ([], 1)


@pytest.mark.parametrize("folder", [GONE_FOLDER, "../elsewhere", "no folder"])
def test_no_such_folder(world: MaildirWorld, folder: str) -> None:
    """Neither draft nor card is laid in a folder that is not there, and no folder is made for them."""
    for lays in (
        lambda: world.mailbox.draft(replace(OUTCOME, folder=folder)),
        lambda: world.mailbox.note(folder, CARD),
    ):
        with pytest.raises(Permanent, match="put it back"):
            lays()
    assert not (world.root / GONE_FOLDER).exists()
    assert world.mailbox.find(OUTCOME.key) == ()


# --- cards ----------------------------------------------------------------------------------------------------------


def test_card_for_any_client(world: MaildirWorld, urgent: str) -> None:
    """A card is an unread message of the mailbox to itself, with its due date in the side data."""
    world.mailbox.note(urgent, CARD)
    path = only_path(world.directory(urgent) / "cur")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert names.flags_of(path.name) == ""
    assert (message["From"] == message["To"], message["X-Reviews-Card"]) == (True, CARD.key)
    assert '"flag_on":"2026-12-04"' in only_path(world.root / "side").read_text()


def test_card_again(world: MaildirWorld, urgent: str, filed: str) -> None:
    """A card that is put up again is one card in the folder it is for, read anew."""
    first = world.mailbox.note(filed, CARD)
    again = world.restarted().note(urgent, replace(CARD, html="<p>Other words</p>"))
    assert (again.id, files_in(world, filed)) == (first.id, [])
    assert only(lying(world, urgent)).key == CARD.key
    assert b"Other words" in world.mailbox.mime(again)


def test_card_in_drafts(world: MaildirWorld, urgent: str) -> None:
    """A card that a person drags into Drafts or Sent is a card there: no draft, no sent letter, never submitted."""
    ref = world.mailbox.note(urgent, CARD)
    for folder in (names.DRAFTS, names.SENT):
        world.person_moves(ref.id, folder)
        assert (world.mailbox.drafts(), world.mailbox.find(CARD.key)) == ((), ())
        assert list(world.mailbox.sent_since(LETTER.written_at)) == []
        item = only(lying(world, folder))
        assert (item.key, item.draft) == (CARD.key, False)
        with pytest.raises(NotFound):
            world.mailbox.submit(draft_of(item))
    world.mailbox.discard(ref, CARD.key)
    assert lying(world, names.SENT) == []


def test_nothing_is_left_of_a_card(world: MaildirWorld, urgent: str) -> None:
    """Nothing is left of a card that was taken away, in the side data neither, so cards can be replaced for ever."""
    for number in range(3):
        card = replace(CARD, key=f"card-417-{number}")
        world.restarted().discard(world.mailbox.note(urgent, card), card.key)
        world.mailbox.discard(world.mailbox.note(urgent, card), card.key)
    assert (files_in(world, urgent), list((world.root / "side").iterdir())) == ([], [])
    assert lying(world, urgent) == []


def test_stopped_anywhere(world: MaildirWorld) -> None:
    """Stopped dead at any point and started again, there is one card, one labelled draft, and nothing besides."""
    points_seen, stop_at = 0, -1
    while stop_at < points_seen:
        stop_at += 1
        run = MaildirWorld(world.root.with_name(f"run{stop_at}"))
        reached = count_to(stop_at)
        stop_watching = points.watch(reached)
        try:
            _replaces_a_card(run)
        except Killed:
            pass
        finally:
            stop_watching()
        points_seen = max(points_seen, reached.seen)
        run.mailbox = run.restarted()
        _replaces_a_card(run)
        there = {item.key: item for item in lying(run, run.folders["urgent"])}
        assert there.keys() == {"card-new", OUTCOME.key}
        assert set(there["card-new"].categories) == {*CARD.categories, "Overdue"}
        assert set(there[OUTCOME.key].categories) == {"PCR/2026/00417"}
        assert len(list((run.root / "side").glob("*.json"))) == 2
    assert points_seen >= 8


def _replaces_a_card(world: MaildirWorld) -> None:
    """The old card gives way to the new, and a letter is drafted beside it, whatever was done before."""
    mailbox, urgent = world.mailbox, world.folders["urgent"]
    old = mailbox.note(urgent, replace(CARD, key="card-old"))
    mailbox.draft(replace(OUTCOME, folder=urgent, categories=("PCR/2026/00417",)))
    mailbox.label(mailbox.note(urgent, replace(CARD, key="card-new")), add=("Overdue",))
    mailbox.discard(old, "card-old")


# --- labels by others -----------------------------------------------------------------------------------------------

ACTS: dict[str, Callable[[MaildirWorld, Ref], Ref]] = {
    "stamp": lambda world, ref: world.mailbox.stamp(ref, "mark-2"),
    "file": lambda world, ref: world.mailbox.file(ref, world.folders["filed"]),
    "label": lambda world, ref: world.mailbox.label(ref, add=("Ours",)),
}


@pytest.mark.parametrize("act", ACTS)
def test_labels_of_a_viewer_stay(world: MaildirWorld, act: str) -> None:
    """What a viewer wrote into the side data while the service ran stays there, whatever the service writes next."""
    world.deliver(mail(), name="m")
    ref = world.mailbox.stamp(only(Reader(world.mailbox, INBOX).created()).ref, "mark")
    world.person_labels(ref.id, ("Blue",))
    ACTS[act](world, ref)
    (item,) = [item for folder in (INBOX, world.folders["filed"]) for item in lying(world, folder)]
    assert "Blue" in item.categories
    assert item.stamp == ("mark-2" if act == "stamp" else "mark")


def test_labels_within_together(world: MaildirWorld) -> None:
    """Several labels put on one item in a batch are all there when it closes, whatever a viewer does meanwhile."""
    world.deliver(mail(), name="m")
    ref = only(Reader(world.mailbox, INBOX).created()).ref
    with world.mailbox.together():
        for label in ("One", "Two", "Three"):
            world.mailbox.label(ref, add=(label,))
        world.person_labels(ref.id, ("At the same time",))
        world.mailbox.label(ref, remove=("Two",))
    assert set(only(lying(world, INBOX)).categories) == {"One", "Three"}


def test_damaged_by_a_viewer(world: MaildirWorld) -> None:
    """Side data that somebody damages while the service runs changes nothing, is reported once, and is mended."""
    world.deliver(mail(), name="m")
    reader = Reader(world.mailbox, INBOX)
    ref = world.mailbox.label(only(reader.created()).ref, add=("Blue",))
    reader.poll()
    path = only_path(world.root / "side")
    path.write_text("{")
    for _ in range(2):
        assert reader.created() == []
        assert "1 files in" in world.mailbox.check().detail
    world.mailbox.label(ref, add=("Red",))
    assert set(only(lying(world, INBOX)).categories) == {"Blue", "Red"}
