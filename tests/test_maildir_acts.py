"""What is done to a Maildir: filing, labels and letters are done once, are durable, and fail with a sentence."""

from __future__ import annotations

import errno
import mailbox as python_mailbox
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.mailbox import AccessDenied, NotFound, Permanent, Ref, Unavailable, Whereabouts
from bot.mailbox import maildir_names as names
from store import points
from tests.contract import INBOX, LETTER, Reader, mail, only
from tests.maildir_world import Killed, MaildirWorld, count_to, failing, only_path, stamped


@pytest.fixture
def world(tmp_path: Path) -> MaildirWorld:
    """A Maildir with its folders and nothing in it."""
    return MaildirWorld(tmp_path / "Maildir")


@pytest.fixture
def reader(world: MaildirWorld) -> Reader:
    """Watches the Inbox and every folder of the tree."""
    return Reader(world.mailbox, INBOX, *world.folders.values())


# --- acts -----------------------------------------------------------------------------------------------------------


def test_flags_kept(world: MaildirWorld, reader: Reader) -> None:
    """Filing keeps a message's flags and makes nothing read that was unread."""
    world.deliver(mail(), name="unread")
    (world.root / "cur/seen:2,SF").write_bytes(mail("Seen"))
    for item in reader.created():
        world.mailbox.file(item.ref, world.folders["filed"])
    there = (world.root / world.folders["filed"] / "cur").iterdir()
    assert sorted(path.name for path in there) == ["seen:2,FS", "unread:2,"]


def test_never_overwrites(world: MaildirWorld, reader: Reader) -> None:
    """Filing never writes over another file, even one that came since the folder was listed."""
    world.deliver(mail(), name="m")
    item = only(reader.created()).ref
    other = world.root / world.folders["filed"] / "cur/m:2,"
    other.write_bytes(mail("Other"))
    ref = world.mailbox.file(item, world.folders["filed"])
    assert other.read_bytes() == mail("Other")
    assert world.restarted().mime(ref) == mail()


def test_one_unique_part(world: MaildirWorld, reader: Reader) -> None:
    """Two messages in one folder never share a unique part, whatever their flags, for clients go by that alone."""
    filed = world.folders["filed"]
    first = stamped(world, reader)
    world.person_moves(first, filed, "FS")
    world.deliver(mail(), name="m")
    second = world.mailbox.file(only(reader.created()).ref, filed)
    assert len(python_mailbox.Maildir(world.root / filed, create=False)) == 2
    assert world.ids(filed) == sorted([first, second.id])


def test_moved_meanwhile(world: MaildirWorld, reader: Reader) -> None:
    """An item that a person moved after the last poll is still read, stamped and filed."""
    world.deliver(mail(), name="m")
    item = only(reader.created()).ref
    world.person_moves("m", world.folders["urgent"])
    assert world.mailbox.mime(item) == mail()
    world.person_moves("m", INBOX)
    world.mailbox.stamp(item, "mark")
    world.person_moves("m", world.folders["urgent"])
    world.mailbox.file(item, world.folders["filed"])
    assert world.ids(world.folders["filed"]) == ["m"]


def test_folder_gone(world: MaildirWorld, reader: Reader) -> None:
    """Filing into a folder that a person took away is refused, makes no such folder and leaves the item alone."""
    world.deliver(mail())
    item = only(reader.created()).ref
    shutil.rmtree(world.root / world.folders["urgent"])
    with pytest.raises(Permanent, match="Reviews / 1 To do / Urgent"):
        world.mailbox.file(item, world.folders["urgent"])
    assert not (world.root / world.folders["urgent"]).exists()
    assert world.ids() == [item.id]


def test_labels(world: MaildirWorld, reader: Reader) -> None:
    """Labels stand in the side data of the item, and None alters none of them."""
    item = stamped(world, reader)
    world.mailbox.file(Ref(item), INBOX, categories=("Needs a person",), flag_on=LETTER.written_at.date())
    world.mailbox.file(Ref(item), world.folders["filed"])
    side = only_path(world.root / "side").read_text()
    assert '"categories":["Needs a person"]' in side
    assert '"flag_on":"2026-03-02"' in side


def test_damaged_side_data(world: MaildirWorld, reader: Reader) -> None:
    """A damaged side data file stops nothing and is reported."""
    item = stamped(world, reader)
    only_path(world.root / "side").write_bytes(b'{"id": "m", ')
    assert world.ids() == [item]
    assert "1 files in" in world.restarted().check().detail


# --- letters --------------------------------------------------------------------------------------------------------


def test_one_draft(world: MaildirWorld) -> None:
    """Drafting a letter again replaces its draft, also where a person has looked at it, and leaves nothing over."""
    world.mailbox.draft(LETTER)
    path = only_path(world.root / ".Drafts/cur")
    path.rename(path.with_name(path.name + "T"))
    world.mailbox.draft(replace(LETTER, subject="Said better"))
    assert b"Said better" in only_path(world.root / ".Drafts/cur").read_bytes()
    assert list((world.root / ".Drafts/tmp").iterdir()) == []


def test_made_at(world: MaildirWorld) -> None:
    """A draft was made when its letter was written, until a person saves it again."""
    assert world.mailbox.draft(LETTER).made_at == LETTER.written_at
    path = only_path(world.root / ".Drafts/cur")
    os.utime(path, (1_772_999_999, 1_772_999_999))
    assert world.mailbox.drafts()[0].made_at == datetime.fromtimestamp(1_772_999_999, UTC)


def test_saved_anew(world: MaildirWorld) -> None:
    """A draft that a person's client saved under another name is found by the key inside, can be sent, and once."""
    draft = world.mailbox.draft(LETTER)
    world.deliver(world.path(draft.ref.id).read_bytes(), names.DRAFTS, "1772.saved-anew.host")
    world.person_removes(draft.ref.id)
    with pytest.raises(NotFound):
        world.mailbox.submit(draft)
    (found,) = world.mailbox.find(LETTER.key)
    assert (found.ref.id, found.where) == ("1772.saved-anew.host", Whereabouts.DRAFT)
    (anew,) = world.mailbox.drafts()
    world.mailbox.submit(anew)
    assert [one.where for one in world.mailbox.find(LETTER.key)] == [Whereabouts.SENT]
    with pytest.raises(NotFound):
        world.mailbox.submit(world.mailbox.draft(LETTER))
    assert len(world.sent()) == 1


def test_sent_and_flagged(world: MaildirWorld) -> None:
    """A sent letter that a person has flagged since is found, and is not sent again."""
    world.mailbox.submit(world.mailbox.draft(LETTER))
    path = only_path(world.root / ".Sent/cur")
    path.rename(path.with_name(path.name.replace(":2,S", ":2,FRS")))
    for mailbox in (world.mailbox, world.restarted()):
        assert Whereabouts.SENT in {one.where for one in mailbox.find(LETTER.key)}
        with pytest.raises(NotFound):
            mailbox.submit(mailbox.draft(LETTER))


def test_keys_are_no_paths(world: MaildirWorld) -> None:
    """A letter's key is never used as a path, and keys that look alike in a name are kept apart."""
    keys = ["../../etc/passwd", "..-..-etc-passwd", "x" * 250, "x" * 251]
    for key in keys:
        world.mailbox.draft(replace(LETTER, key=key))
    assert len(list((world.root / ".Drafts/cur").iterdir())) == len(keys)
    assert {draft.key for draft in world.mailbox.drafts()} == set(keys)


# --- durable --------------------------------------------------------------------------------------------------------


@pytest.fixture
def fsyncs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been made durable, in order: "file" or the name of a directory."""
    done: list[str] = []
    fsync = os.fsync

    def counted(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        done.append(str(path.name) if path.is_dir() else "file")
        fsync(handle)

    monkeypatch.setattr("os.fsync", counted)
    return done


def test_cost_together(world: MaildirWorld, reader: Reader, fsyncs: list[str]) -> None:
    """A batch costs one fsync for each message stamped and filed, one for each draft, and one for each directory."""
    for number in range(10):
        world.deliver(mail(f"Number {number}"))
    items = reader.created()
    fsyncs.clear()
    with world.mailbox.together():
        for item in items:
            world.mailbox.file(world.mailbox.stamp(item.ref, "mark"), world.folders["filed"], categories=("A",))
    assert fsyncs.count("file") == 10
    assert len(fsyncs) - 10 <= 5
    fsyncs.clear()
    with world.mailbox.together():
        drafts = [world.mailbox.draft(replace(LETTER, key=f"ack-{number}")) for number in range(10)]
    assert fsyncs == ["file"] * 10 + ["cur"]
    fsyncs.clear()
    with world.mailbox.together():
        for draft in drafts:
            world.mailbox.submit(draft)
    assert fsyncs == ["cur", "cur"]


def test_durable_at_once(world: MaildirWorld, reader: Reader, fsyncs: list[str]) -> None:
    """Outside `together` each act is durable when it returns."""
    world.deliver(mail())
    item = only(reader.created()).ref
    fsyncs.clear()
    draft = world.mailbox.draft(LETTER)
    assert fsyncs == ["file", "cur"]
    world.mailbox.submit(draft)
    assert fsyncs == ["file", "cur", "cur", "cur"]
    fsyncs.clear()
    world.mailbox.stamp(item, "mark")
    assert fsyncs.count("file") == 1
    assert "side" in fsyncs
    fsyncs.clear()
    world.mailbox.stamp(item, "mark")
    assert fsyncs == []


def test_stopped_anywhere(world: MaildirWorld) -> None:
    """Stopped dead at any point of any act and started again, there is one item with its id and one sent letter."""
    acts = 0
    stop_at = -1
    while stop_at < acts:
        stop_at, root = stop_at + 1, world.root.with_name(f"run{stop_at}")
        run = MaildirWorld(root)
        run.deliver(mail(), run.folders["filed"], name="m")
        run.deliver(mail("Same name"), name="m")
        reached = count_to(stop_at)
        stop_watching = points.watch(reached)
        try:
            whole_story(run)
        except Killed:
            pass
        finally:
            stop_watching()
        acts = max(acts, reached.seen)
        run.mailbox = run.restarted()
        whole_story(run)
        filed = Reader(run.restarted(), run.folders["filed"]).created(run.folders["filed"])
        assert len(filed) == 2
        assert not any("~" in item.ref.id for item in filed)
        assert [item.stamp for item in filed] == [f"mark of {item.ref.id}" for item in filed]
        assert len({names.side_name(item.ref.id) for item in filed}) == len(list((root / "side").glob("*.json")))
        assert len(run.sent()) == 1
        assert run.mailbox.drafts() == ()
    assert acts >= 12


def whole_story(world: MaildirWorld) -> None:
    """Everything is stamped and filed, one letter is sent and one thrown away, whatever was done before."""
    mailbox, filed = world.mailbox, world.folders["filed"]
    with mailbox.together():
        for folder in (INBOX, filed):
            for item in Reader(mailbox, folder).created(folder):
                mailbox.file(mailbox.stamp(item.ref, f"mark of {item.ref.id}"), filed, categories=("A",))
    if not any(one.where is Whereabouts.SENT for one in mailbox.find(LETTER.key)):
        mailbox.submit(mailbox.draft(LETTER))
    thrown_away = mailbox.draft(replace(LETTER, key="thrown-away"))
    mailbox.discard(thrown_away.ref, thrown_away.key)


# --- faults of the disk ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "error", "sentence"),
    [
        (errno.ENOSPC, Unavailable, "The disk with the mailbox is full; free some space."),
        (errno.EIO, Unavailable, "reports errors"),
        (errno.EROFS, Unavailable, "mounted read-only"),
        (errno.EMFILE, Unavailable, "Too many files are open"),
        (errno.EACCES, AccessDenied, "the right to read and write"),
        (errno.EPERM, AccessDenied, "the right to read and write"),
        (errno.ENOENT, NotFound, "not in the mailbox any more"),
    ],
)
def test_faults(
    world: MaildirWorld,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    error: type[Exception],
    sentence: str,
) -> None:
    """A fault of the disk is named as the port's error, in a sentence that says what to do and names no message."""
    world.deliver(mail(), name="Jane Doe.eml")
    item = only(reader.created()).ref
    with monkeypatch.context() as patch:
        patch.setattr("os.rename", failing(os.rename, number))
        patch.setattr("os.open", failing(os.open, number))
        with pytest.raises(error, match=sentence) as caught:
            world.mailbox.stamp(item, "mark")
    assert "Jane" not in str(caught.value)
    world.mailbox.stamp(item, "mark")
    assert only(Reader(world.restarted(), INBOX).created()).stamp == "mark"


def test_full_disk_keeps_side_data(world: MaildirWorld, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Side data that a full disk did not take is written with the next act that goes through."""
    for name in ("one", "two"):
        world.deliver(mail(name), name=name)
    items = reader.created()
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", failing(os.fsync, errno.ENOSPC))
        with pytest.raises(Unavailable):
            world.mailbox.stamp(items[0].ref, "mark")
    world.mailbox.stamp(items[1].ref, "mark")
    assert {item.stamp for item in Reader(world.restarted(), INBOX).created()} == {"mark"}


def test_folder_that_cannot_be_listed(world: MaildirWorld, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be listed is a fault, never an empty folder; the others go on."""
    urgent = world.folders["urgent"]
    reader.poll()
    with monkeypatch.context() as patch:
        patch.setattr("os.open", failing(os.open, errno.EACCES, world.root / urgent / "cur"))
        world.deliver(mail())
        pages = world.mailbox.poll({urgent: reader.cursors[urgent], INBOX: reader.cursors[INBOX]})
        assert next(pages).folder == INBOX
        with pytest.raises(AccessDenied):
            next(pages)
