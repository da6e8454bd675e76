"""The Maildir keeps the port's promises, and its own: any mail client can read it, and no mail is ever mistaken."""

from __future__ import annotations

import errno
import mailbox as python_mailbox
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from bot.mailbox import AccessDenied, Draft, NotFound, Permanent, Ref, Unavailable, Whereabouts
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir import MaildirMailbox
from bot.mailbox.maildir_disk import read
from store import points
from tests.contract import INBOX, JUNK, LETTER, TREE, MailboxContract, Reader, mail, only


class MaildirWorld:
    """A Maildir on disk, with people who use mail clients on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = 0.0
        self.count = 0
        self.mailbox = self.restarted()
        self.folders = dict(self.mailbox.ensure_folders(TREE))

    def restarted(self) -> MaildirMailbox:
        return MaildirMailbox(self.root, stopwatch=lambda: self.now)

    def directory(self, folder: str) -> Path:
        return self.root / {INBOX: "", JUNK: ".Junk"}.get(folder, folder)

    def deliver(self, raw: bytes, folder: str = INBOX, name: str | None = None) -> Path:
        self.count += 1
        place = self.directory(folder)
        for sub in ("tmp", "new", "cur"):
            (place / sub).mkdir(parents=True, exist_ok=True)
        target = place / "new" / (name or f"17724{self.count:05}.M{self.count}P7.host")
        assert not target.exists()
        arriving = place / "tmp" / "arriving"
        arriving.write_bytes(raw)
        return arriving.rename(target)

    def path(self, item: str) -> Path:
        found = [one for one in self.root.rglob("*") if one.is_file() and names.unique_of(one.name) == item]
        assert len(found) == 1
        return found[0]

    def person_moves(self, item: str, folder: str, flags: str = "S") -> Path:
        return self.path(item).rename(self.directory(folder) / "cur" / f"{item}:2,{flags}")

    def person_removes(self, item: str) -> None:
        self.path(item).unlink()

    def person_drafts(self, raw: bytes) -> Ref:
        self.deliver(raw, names.DRAFTS, "1772.theirs.host")
        return Ref("1772.theirs.host")

    def person_edits(self, draft: Draft, was: str, becomes: str) -> None:
        path = self.path(draft.ref.id)
        saved = path.read_bytes().replace(was.encode(), becomes.encode())
        path.unlink()
        path.write_bytes(saved)

    def person_sends(self, draft: Draft) -> None:
        raw = self.path(draft.ref.id).read_bytes()
        self.deliver(raw, names.SENT, "1772.by-hand.host").rename(self.directory(names.SENT) / "cur/1772.by-hand:2,S")
        self.person_removes(draft.ref.id)

    def sent(self) -> list[bytes]:
        return [one.read_bytes() for one in (self.root / ".Sent").glob("[cn][ue][rw]/*")]

    def ids(self, folder: str = INBOX) -> list[str]:
        """What a restarted service sees in a folder."""
        return sorted(item.ref.id for item in Reader(self.restarted(), folder).created(folder))


@pytest.fixture
def world(tmp_path: Path) -> MaildirWorld:
    """A Maildir with its folders and nothing in it."""
    return MaildirWorld(tmp_path / "Maildir")


class TestContract(MailboxContract):
    """The promises every mailbox makes."""


@pytest.fixture
def reader(world: MaildirWorld) -> Reader:
    """Watches the Inbox and every folder of the tree."""
    return Reader(world.mailbox, INBOX, *world.folders.values())


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
    assert listed == [world.root]
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


# --- identity -------------------------------------------------------------------------------------------------------


def stamped(world: MaildirWorld, reader: Reader, name: str = "m", raw: bytes | None = None) -> str:
    """A stamped item with this name lies in the Inbox."""
    world.deliver(mail() if raw is None else raw, name=name)
    return world.mailbox.stamp(only(reader.created()).ref, f"mark of {name}").id


def test_move_with_flags(world: MaildirWorld, reader: Reader) -> None:
    """An item that a person moved and flagged is the item it was."""
    item = stamped(world, reader)
    world.person_moves(item, world.folders["urgent"], "FRS")
    assert world.ids(world.folders["urgent"]) == [item]
    assert world.ids() == []
    pages = reader.poll()
    assert pages[INBOX].removed == (item,)
    assert [one.ref.id for one in pages[world.folders["urgent"]].created] == [item]


def test_same_name_again(world: MaildirWorld, reader: Reader) -> None:
    """The same file name delivered again after the first was filed is a second item, also with the same content."""
    filed = world.folders["filed"]
    first = stamped(world, reader)
    world.mailbox.file(Ref(first), filed)
    world.deliver(mail(), name="m")
    second = only(reader.created()).ref
    assert second.id != first
    assert world.ids() == [second.id]
    assert world.mailbox.mime(second) == mail()
    world.mailbox.file(world.mailbox.stamp(second, "second"), filed)
    assert world.ids(filed) == sorted([first, second.id])
    assert {item.stamp for item in Reader(world.restarted(), filed).created(filed)} == {"mark of m", "second"}
    assert len(python_mailbox.Maildir(world.root / filed, create=False)) == 2


def test_same_name_after_removal(world: MaildirWorld, reader: Reader) -> None:
    """The same file name with other content, delivered when a person has removed the first, is a second item."""
    first = stamped(world, reader)
    world.person_removes(first)
    path = world.deliver(mail("Something else"), name="m")
    assert world.ids() == [f"m+{path.stat().st_ino}"]
    page = reader.poll()[INBOX]
    assert page.removed == (first,)
    assert [item.ref.id for item in page.created] == world.ids()


def test_reused_inode(world: MaildirWorld, reader: Reader) -> None:
    """Another message in the same file, with the same name, size, inode and age as one removed, is another item."""
    first = stamped(world, reader, "one", mail("AAAA"))
    path = world.path(first)
    seen = path.stat()
    path.write_bytes(mail("BBBB"))
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    path.rename(path.with_name("two"))
    assert (path.with_name("two").stat().st_ino, world.ids()) == (seen.st_ino, ["two"])


def test_two_at_once(world: MaildirWorld, reader: Reader) -> None:
    """A copy that a person made is an item of its own, for the service that runs and for one that starts."""
    item = stamped(world, reader)
    shutil.copy(world.path(item), world.root / world.folders["urgent"] / "cur" / "m:2,S")
    copy = only(reader.created(world.folders["urgent"]))
    assert copy.ref.id not in (item, "")
    assert copy.stamp == ""
    assert (world.ids(), world.ids(world.folders["urgent"])) == ([item], [copy.ref.id])


def test_two_at_once_unknown(world: MaildirWorld) -> None:
    """Of two files with one unique part that nobody has seen before the older one has the plain id, always."""
    os.utime(world.deliver(mail("young"), name="m"), (2000, 2000))
    os.utime(world.deliver(mail("old"), world.folders["urgent"], name="m"), (1000, 1000))
    assert world.ids(world.folders["urgent"]) == ["m"]
    young = only(Reader(world.restarted(), INBOX).created()).ref.id
    assert young.startswith("m+")


@pytest.mark.parametrize("known_to", ["running", "restarted"])
def test_renaming_client(world: MaildirWorld, reader: Reader, known_to: str) -> None:
    """An item that a client moved by copying it under a name of its own is the item it was."""
    urgent = world.folders["urgent"]
    item = stamped(world, reader)
    (world.root / urgent / "cur/their-name:2,S").write_bytes(mail())
    world.person_removes(item)
    if known_to == "running":
        pages = reader.poll()
        assert pages[INBOX].removed == (item,)
        assert [(one.ref.id, one.stamp) for one in pages[urgent].created] == [(item, "mark of m")]
        world.mailbox.file(Ref(item), world.folders["filed"])
        assert world.ids(world.folders["filed"]) == [item]
    else:
        assert world.ids(urgent) == [item]


def test_renamed_in_place(world: MaildirWorld, reader: Reader) -> None:
    """A file that was only renamed is the item it was, whether or not it had been stamped."""
    path = world.deliver(mail(), name="before")
    item = only(reader.created()).ref.id
    path.rename(world.root / "cur/after:2,S")
    assert reader.poll() == {}
    assert b"My review" in world.mailbox.mime(Ref(item))


def test_same_content_same_folder(world: MaildirWorld, reader: Reader) -> None:
    """The same content that came into the same folder after the first was removed is another item, not a move."""
    first = stamped(world, reader, "one")
    world.person_removes(first)
    world.deliver(mail(), name="two")
    assert world.ids() == ["two"]
    assert [item.ref.id for item in reader.created()] == ["two"]


def test_restored(world: MaildirWorld, reader: Reader) -> None:
    """A Maildir restored from backup, every inode another, has every id and stamp that it had."""
    filed = world.folders["filed"]
    first = stamped(world, reader)
    world.mailbox.file(Ref(first), filed)
    world.deliver(mail("Another"), name="m")
    second = world.mailbox.stamp(only(reader.created()).ref, "second").id
    third = stamped(world, reader, "third")
    restored = world.root.with_name("restored")
    shutil.copytree(world.root, restored, copy_function=shutil.copyfile)
    shutil.rmtree(world.root)
    world.root = restored
    assert world.ids(filed) == [first]
    assert world.ids() == sorted([second, third])
    assert {one.stamp for one in Reader(world.restarted(), INBOX).created()} == {"second", "mark of third"}


@pytest.mark.parametrize("called", ["m", "renamed"])
def test_moved_while_listing(world: MaildirWorld, reader: Reader, monkeypatch: pytest.MonkeyPatch, called: str) -> None:
    """An item moved while the folders are being listed has moved: it is not lost and not two, either way round."""
    urgent = world.folders["urgent"]
    item = stamped(world, reader)
    path, scandir = world.path(item), os.scandir
    for source, target in ((INBOX, urgent), (urgent, INBOX)):
        moved = world.directory(target) / "cur" / f"{called}:2,S"
        moves = iter([(path, moved)])

        def listed(about: Path | int, source: str = source, moves: Iterator[tuple[Path, Path]] = moves) -> object:
            entries = list(scandir(about))
            if about != world.root and (entries or source != INBOX) and (move := next(moves, None)):
                for entry in entries:
                    entry.stat(follow_symlinks=False)
                move[0].rename(move[1])
            return Entries(entries)

        with monkeypatch.context() as patch:
            patch.setattr("os.scandir", listed)
            pages = reader.poll()
        path = moved
        assert pages[source].removed == (item,)
        assert [one.ref.id for one in pages[target].created] == [item]
        assert reader.poll() == {}


class Entries:
    """A finished listing that can be used as a directory scan."""

    def __init__(self, entries: list[os.DirEntry[str]]) -> None:
        self.entries = entries

    def __enter__(self) -> Iterator[os.DirEntry[str]]:
        return iter(self.entries)

    def __exit__(self, *_: object) -> None:
        """Nothing is left open."""


def test_second_link(world: MaildirWorld, reader: Reader) -> None:
    """A file that a client is moving by linking and unlinking is one item all the time."""
    urgent = world.folders["urgent"]
    item = stamped(world, reader)
    source = world.path(item)
    (world.root / urgent / "cur/m:2,S").hardlink_to(source)
    assert reader.poll().keys() <= {urgent}
    source.unlink()
    pages = reader.poll()
    assert pages[INBOX].removed == (item,)
    assert [one.ref.id for one in pages[urgent].created] == [item]


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


def only_path(directory: Path) -> Path:
    """The one file there is."""
    (path,) = directory.iterdir()
    return path


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


class Killed(BaseException):
    """The process was stopped dead."""


class count_to:
    """Stops the process at the point with this number."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0

    def __call__(self, _: str) -> None:
        self.seen += 1
        if self.seen == self.number + 1:
            raise Killed


def whole_story(world: MaildirWorld) -> None:
    """Everything is stamped and filed, one letter is sent and one thrown away, whatever was done before."""
    mailbox, filed = world.mailbox, world.folders["filed"]
    with mailbox.together():
        for folder in (INBOX, filed):
            for item in Reader(mailbox, folder).created(folder):
                mailbox.file(mailbox.stamp(item.ref, f"mark of {item.ref.id}"), filed, categories=("A",))
    if not any(one.where is Whereabouts.SENT for one in mailbox.find(LETTER.key)):
        mailbox.submit(mailbox.draft(LETTER))
    mailbox.discard(mailbox.draft(replace(LETTER, key="thrown-away")))


# --- faults of the disk ---------------------------------------------------------------------------------------------


def failing(function: Callable[..., Any], number: int, path: Path | None = None) -> Callable[..., Any]:
    """The function, which fails with this error where it is about this path (or about anything)."""

    def fails(about: object, *rest: object, **more: object) -> Any:
        if path is None or about == path:
            raise OSError(number, os.strerror(number))
        return function(about, *rest, **more)

    return fails


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
