"""Which file is which item: no mail in a Maildir is ever taken for another, lost in a move or told twice."""

from __future__ import annotations

import mailbox as python_mailbox
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.mailbox import Ref
from tests.contract import INBOX, Reader, mail, only
from tests.maildir_world import MaildirWorld, stamped


@pytest.fixture
def world(tmp_path: Path) -> MaildirWorld:
    """A Maildir with its folders and nothing in it."""
    return MaildirWorld(tmp_path / "Maildir")


@pytest.fixture
def reader(world: MaildirWorld) -> Reader:
    """Watches the Inbox and every folder of the tree."""
    return Reader(world.mailbox, INBOX, *world.folders.values())


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
