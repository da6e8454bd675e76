"""The Maildir keeps the port's promises, and its own: any mail client can read it, and all that arrives is seen."""

from __future__ import annotations

import errno
import mailbox as python_mailbox
import os
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from bot.mailbox import AccessDenied, NotFound, Unavailable
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir import MaildirMailbox
from bot.mailbox.maildir_disk import read
from tests.contract import INBOX, JUNK, LETTER, MailboxContract, Reader, mail, only
from tests.maildir_world import MaildirWorld, failing


@pytest.fixture
def world(tmp_path: Path) -> MaildirWorld:
    """A Maildir with its folders and nothing in it."""
    return MaildirWorld(tmp_path / "Maildir")


@pytest.fixture
def reader(world: MaildirWorld) -> Reader:
    """Watches the Inbox and every folder of the tree."""
    return Reader(world.mailbox, INBOX, *world.folders.values())


class TestContract(MailboxContract):
    """The promises every mailbox makes."""


# --- a Maildir for everybody ----------------------------------------------------------------------------------------


def test_readable(world: MaildirWorld, reader: Reader) -> None:
    """Python's own Maildir reads our folders, filed mail, drafts and sent letters."""
    world.deliver(mail(), name="plain mail.eml")
    world.mailbox.file(only(reader.created()).ref, world.folders["urgent"])
    world.mailbox.submit(world.mailbox.draft(LETTER))
    world.mailbox.draft(replace(LETTER, key="ack-2"))
    theirs = python_mailbox.Maildir(world.root, create=False)
    assert {"Drafts", "Sent", "Reviews", "Reviews.1 To do", "Reviews.1 To do.Urgent"} <= set(theirs.list_folders())
    filed = next(iter(theirs.get_folder("Reviews.1 To do.Urgent")))
    assert (filed["Subject"], filed.get_subdir(), filed.get_flags()) == ("My review", "cur", "")
    draft = next(iter(theirs.get_folder("Drafts")))
    assert draft.get_flags() == "DS"
    sent = next(iter(theirs.get_folder("Sent")))
    assert (sent["X-Reviews-Key"], sent.get_flags()) == (LETTER.key, "S")
    assert all((world.root / f".{name}" / "maildirfolder").exists() for name in theirs.list_folders())


def test_sent_headers(world: MaildirWorld) -> None:
    """A sent letter has one recipient, our Message-ID, its thread, and says that a machine wrote it."""
    world.mailbox.submit(world.mailbox.draft(LETTER))
    sent = message_from_bytes(world.sent()[0], policy=policy.default)
    assert (sent["To"], sent["Cc"], sent["Bcc"]) == (LETTER.to, None, None)
    assert (sent["Subject"], sent["Message-ID"]) == (LETTER.subject, LETTER.message_id)
    assert sent["In-Reply-To"] == LETTER.answers_message_id
    assert sent["Auto-Submitted"] == "auto-replied"


def test_private(world: MaildirWorld, reader: Reader) -> None:
    """What we make is closed to other users of the computer."""
    world.deliver(mail())
    world.mailbox.stamp(only(reader.created()).ref, "mark")
    world.mailbox.draft(LETTER)
    made = [*world.root.glob(".*"), *(world.root / "side").iterdir(), *(world.root / ".Drafts/cur").iterdir()]
    assert len(made) > 5
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Urgent", "Urgent"),
        ("Bits & pieces", "Bits &- pieces"),
        ("→ Approve and send", "&IZI- Approve and send"),
        ("Größe", "Gr&APYA3w-e"),
        ("日本語", "&ZeVnLIqe-"),
        ("Hello 😀!", "Hello &2D3eAA-!"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("&-&amp;", "&--&-amp;"),
        ("ends in ½", "ends in &AL0-"),
        ("£&£", "&AKM-&-&AKM-"),
    ],
)
def test_utf7(name: str, spelled: str) -> None:
    """Folder names are spelled in modified UTF-7 and come back as they were."""
    assert names.to_utf7(name) == spelled
    assert names.from_utf7(spelled) == name


def test_folder_names(world: MaildirWorld) -> None:
    """Dots, slashes and line breaks in a folder's name become hyphens, and no path leads out of the Maildir."""
    ids = world.mailbox.ensure_folders(
        {"a": ("Reviews", "Fwd. A/B"), "b": ("..", "../etc\n"), "c": ("Inbox",), "d": ("Junk",)}
    )
    assert ids == {"a": ".Reviews.Fwd- A-B", "b": ".--.---etc", "c": INBOX, "d": JUNK}
    assert sorted(path.name for path in world.root.parent.iterdir()) == ["Maildir"]
    for folder in ("..", ".", "../x", ".a/../..", "/etc", "", ".a..b", "cur"):
        with pytest.raises(NotFound):
            list(world.mailbox.poll({folder: ""}))


# --- arriving -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["my mail.eml", "1.host:2,S", "Re:2,000 pounds", "ünïcode ✉", "%2e", "-rf *", "x" * 255]
)
def test_any_name(world: MaildirWorld, reader: Reader, name: str) -> None:
    """A file is an item whatever it is called, and is filed under a name that fits."""
    world.deliver(mail(), name=name)
    item = only(reader.created())
    assert item.ref.id == names.item_id(names.unique_of(name))
    ref = world.mailbox.file(world.mailbox.stamp(item.ref, "mark"), world.folders["filed"])
    assert ref.id == item.ref.id
    assert world.ids(world.folders["filed"]) == [item.ref.id]
    assert world.mailbox.mime(ref) == mail()


@pytest.mark.parametrize("name", [b"caf\xe9.eml", b"two\nlines", b"\x1b[31mred", b"a\\..\\etc", b"\xff" * 200])
def test_hostile_name(world: MaildirWorld, reader: Reader, name: bytes) -> None:
    """An id made from a hostile file name is one line that can be stored, and is never used as a path."""
    world.deliver(mail(), name=os.fsdecode(name))
    item = only(reader.created())
    assert item.ref.id.isprintable()
    assert item.ref.locator.isprintable()
    world.mailbox.file(world.mailbox.stamp(item.ref, "mark"), world.folders["filed"])
    assert world.ids(world.folders["filed"]) == [item.ref.id]
    assert [path.parent for path in world.root.rglob("*.json")] == [world.root / "side"]


def test_no_items(world: MaildirWorld, reader: Reader, tmp_path: Path) -> None:
    """Hidden files, directories, pipes and symbolic links are no items, also where they take an item's place."""
    secret = tmp_path / "secret"
    secret.write_bytes(mail("Secret"))
    (world.root / "new/.hidden").write_bytes(mail())
    (world.root / "new/directory").mkdir()
    (world.root / "new/link").symlink_to(secret)
    os.mkfifo(world.root / "new/pipe")
    (world.root / ".Linked").symlink_to(tmp_path, target_is_directory=True)
    assert reader.created() == []
    path = world.deliver(mail())
    item = only(reader.created())
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(NotFound):
        world.mailbox.mime(item.ref)
    with pytest.raises(NotFound):
        list(world.mailbox.poll({".Linked": ""}))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mail").write_bytes(mail("Elsewhere"))
    (world.root / ".Odd").mkdir()
    (world.root / ".Odd/cur").symlink_to(elsewhere, target_is_directory=True)
    assert world.ids(".Odd") == []


def test_read_no_link(tmp_path: Path) -> None:
    """Reading follows no symbolic link and does not wait at a pipe, even one that took a file's place just now."""
    (tmp_path / "secret").write_bytes(mail("Secret"))
    (tmp_path / "link").symlink_to("secret")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        with pytest.raises(OSError, match=r"symbolic links|regular file"):
            read(tmp_path / name)


def test_received_at(world: MaildirWorld, reader: Reader) -> None:
    """Without a sound Received header an item was received when its file was last changed, in UTC."""
    path = world.deliver(b"Subject: bare\n\nHello")
    os.utime(path, (1_772_000_000, 1_772_000_000))
    assert only(reader.created()).received_at == datetime.fromtimestamp(1_772_000_000, UTC)


def test_unreadable(world: MaildirWorld, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item that may not be read is told all the same, and its bytes are refused with a sentence."""
    path = world.deliver(mail())
    os.utime(path, (1_772_000_000, 1_772_000_000))
    with monkeypatch.context() as patch:
        patch.setattr("os.open", failing(os.open, errno.EACCES, path))
        item = only(reader.created())
        assert item.received_at == datetime.fromtimestamp(1_772_000_000, UTC)
        with pytest.raises(AccessDenied, match="give the service's user the right"):
            world.mailbox.mime(item.ref)


def test_vanishes(world: MaildirWorld) -> None:
    """An item that goes between being listed and being looked at is left out, and the next page agrees."""
    world.deliver(mail())
    world.deliver(mail("Stays"), name="stays")
    pages = world.mailbox.poll({INBOX: ""})
    world.person_removes("1772400001.M1P7.host")
    page = next(pages)
    assert [item.ref.id for item in page.created] == ["stays"]
    assert list(world.mailbox.poll({INBOX: page.cursor})) == []


def test_written_in_place(world: MaildirWorld, reader: Reader) -> None:
    """A file that grows after it was read is a further item, so that the rest of it is not lost."""
    path = world.root / "new/sloppy.eml"
    path.write_bytes(b"")
    first = only(reader.created())
    assert world.mailbox.mime(first.ref) == b""
    path.write_bytes(mail())
    page = reader.poll()[INBOX]
    assert page.removed == (first.ref.id,)
    assert world.mailbox.mime(page.created[0].ref) == mail()


def test_changed_before_reading(world: MaildirWorld, reader: Reader) -> None:
    """A file that changes in place between being listed and being read is read as it is then, under its id."""
    path = world.deliver(b"half of", name="sloppy.eml")
    item = only(reader.created()).ref
    for _ in range(2):
        world.now += 3
        reader.poll()
    path.write_bytes(mail())
    assert world.mailbox.mime(item) == mail()


# --- cursors --------------------------------------------------------------------------------------------------------


def test_delta(world: MaildirWorld, reader: Reader) -> None:
    """Given the cursor it last gave out a page is what changed; given any other it is everything."""
    world.deliver(mail(), name="a")
    first = reader.poll()[INBOX]
    assert (first.complete, [item.ref.id for item in first.created]) == (True, ["a"])
    world.deliver(mail(), name="b")
    second = reader.poll()[INBOX]
    assert (second.complete, [item.ref.id for item in second.created]) == (False, ["b"])
    world.person_removes("a")
    older = next(world.mailbox.poll({INBOX: first.cursor}))
    assert (older.complete, [item.ref.id for item in older.created]) == (True, ["b"])


def test_nothing_new_after_restart(world: MaildirWorld, reader: Reader) -> None:
    """A restarted service that knows what lies in a folder is told nothing about it, and then what changes."""
    world.deliver(mail(), name="a")
    reader.poll()
    reader.mailbox = world.restarted()
    assert reader.poll() == {}
    world.deliver(mail(), name="b")
    page = reader.poll()[INBOX]
    assert (page.complete, [item.ref.id for item in page.created]) == (False, ["b"])


def test_racy(world: MaildirWorld, reader: Reader) -> None:
    """Mail that arrives within the same tick of the disk's clock as the last listing is seen by the next."""
    reader.poll()
    before = (world.root / "new").stat()
    world.deliver(mail())
    os.utime(world.root / "new", ns=(before.st_atime_ns, before.st_mtime_ns))
    only(reader.created())


def test_unchanged_folders_are_not_listed(world: MaildirWorld, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that has not changed for two seconds is not listed again until it does."""
    listed: list[object] = []
    scandir = os.scandir

    def noted(path: Path | int) -> object:
        listed.append(path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", noted)
    reader.poll()
    world.now = 2.5
    reader.poll()
    listed.clear()
    reader.poll()
    assert not listed
    world.deliver(mail())
    only(reader.created())


def test_no_root(tmp_path: Path) -> None:
    """A Maildir that is not there is said to be missing: its mail has not gone."""
    mailbox = MaildirMailbox(tmp_path / "none")
    assert not mailbox.check().ok
    assert str(tmp_path / "none") in mailbox.check().detail
    with pytest.raises(Unavailable, match="There is no Maildir"):
        list(mailbox.poll({INBOX: ""}))
    assert not (tmp_path / "none").exists()
    mailbox.ensure_folders({})
    assert mailbox.check().ok


def test_unmounted(world: MaildirWorld, reader: Reader) -> None:
    """A Maildir whose disk goes while the service runs has not lost its mail."""
    world.deliver(mail())
    reader.poll()
    world.root.rename(world.root.with_name("elsewhere"))
    world.root.mkdir()
    for mailbox in (world.mailbox, world.restarted()):
        with pytest.raises(Unavailable):
            list(mailbox.poll(reader.cursors))
    assert Reader(world.restarted(), INBOX).poll()[INBOX].created == ()


def test_polling_changes_nothing(world: MaildirWorld, reader: Reader) -> None:
    """Polling, reading and checking leave the Maildir as it was, without even a Junk folder or side data."""
    world.deliver(mail())
    before = sorted((str(path), path.stat().st_mtime_ns) for path in world.root.rglob("*"))
    world.mailbox.mime(only(reader.created()).ref)
    list(world.mailbox.poll({JUNK: ""}))
    world.mailbox.check()
    world.mailbox.find("key")
    world.mailbox.drafts()
    assert sorted((str(path), path.stat().st_mtime_ns) for path in world.root.rglob("*")) == before
