"""The files of ours in a Maildir, letters and cards: which they are, laying and removing them. Touches no other file.

The name of such a file follows from its key, so that laying it again replaces it. A person's mail client may have saved
a draft anew under a name of its own; then the key inside tells whose it is. A key inside counts only where no stranger
could have put it: under a name of ours, in Drafts, in Sent, or in what a client has flagged as a draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot import mime
from bot.mailbox import Permanent, Ref
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import Disk, Mark, read
from bot.mailbox.maildir_folders import SUBS, File, Folders
from bot.mailbox.maildir_items import Items

_HEAD = 32_768


@dataclass(frozen=True, slots=True)
class Own:
    """What a file is to us: its key ("" for what is not ours), whether it is a draft or a card, and has a recipient."""

    key: str = ""
    draft: bool = False
    card: bool = False
    addressed: bool = False


_STRANGE = Own()
Said = tuple[str, str, bool]
"""What the head of a file says: the key of a letter, the key of a card, whether there is a recipient."""


class OwnFiles:
    """The letters and cards in every folder of one Maildir."""

    def __init__(self, folders: Folders, disk: Disk, items: Items) -> None:
        self._folders = folders
        self._disk = disk
        self._items = items
        self._said: dict[tuple[str, str, str], tuple[Mark, Said]] = {}

    def make_folders(self) -> None:
        """Drafts and Sent exist."""
        for directory in (names.DRAFTS, names.SENT):
            self._disk.make_folder(self._folders.root / directory, inside_another=True)

    def directory(self, folder: str) -> str:
        """The directory of a folder in which something can be laid. Raises Permanent where it has gone."""
        directory = names.directory_of(folder)
        if directory is None or not (self._folders.root / directory / "cur").is_dir():
            raise Permanent(f"The folder {names.shown(folder)!r} is not in the Maildir any more; put it back.")
        return directory

    def what(self, file: File, item: str) -> Own:
        """What the file, which is this item, is to us."""
        if names.is_card(item) or names.is_card(file.name):
            return Own(self._says(file)[1], card=True)
        draft = is_draft(file)
        if not (draft or file.directory == names.SENT or names.is_letter(item) or names.is_letter(file.name)):
            return _STRANGE
        key, _, addressed = self._says(file)
        return Own(key, draft=draft, addressed=addressed) if key else _STRANGE

    def at(self, ref: Ref) -> File:
        """The file of this item, wherever it lies. Raises NotFound, OSError."""
        hint = names.directory_of(ref.locator.partition("/")[0])
        for directory in dict.fromkeys((hint, names.DRAFTS)):
            file = None if directory is None else self.named(directory, ref.id, sure=False)
            if file is not None:
                return file
        return self._items.place(ref.id)

    def lay(self, directory: str, unique: str, raw: bytes, flags: str, changed_at: int | None = None) -> File:
        """The one draft or card of ours with this name lies in the folder and holds these bytes. Raises OSError."""
        if not (self._folders.root / names.DRAFTS / "tmp").is_dir():
            self.make_folders()
        everywhere = (self.named(names.DRAFTS, unique, sure=False), *self._elsewhere(unique, sure=False))
        before = [file for file in everywhere if file and _is_one(file, unique)]
        here = next((file for file in before if file.directory == directory), None)
        sub, name = (here.sub, here.name) if here else ("cur", names.file_name(unique, flags))
        by_way_of = self._folders.root / names.DRAFTS / "tmp" / unique
        listing = self._folders.listing(directory, sub)
        with listing.changing():
            mark = self._disk.write(listing.path / name, raw, by_way_of=by_way_of, changed_at=changed_at)
            listing.add(name, mark)
        for other in before:
            if other[:3] != (directory, sub, name):
                self.remove(other)
        return File(directory, sub, name, mark)

    def remove(self, file: File) -> None:
        """The file is gone. Raises OSError."""
        listing = self._folders.listing(file.directory, file.sub)
        with listing.changing():
            self._disk.remove(listing.path / file.name)
            listing.remove(file.name)
        self._said.pop(file[:3], None)

    def move(self, file: File, directory: str, name: str) -> None:
        """The file lies under this name in `cur` of the folder. Raises OSError."""
        source, target = self._folders.listing(file.directory, file.sub), self._folders.listing(directory, "cur")
        with source.changing(), target.changing():
            self._disk.move(source.path / file.name, target.path / name)
            source.remove(file.name)
            target.add(name, file.mark)
        self._said.pop(file[:3], None)

    def named(self, directory: str, item: str, *, sure: bool) -> File | None:
        """The file in this folder that goes by this id, as it is at this moment. Raises OSError."""
        listings = [(sub, self._folders.listing(directory, sub)) for sub in SUBS]
        for attempt in (False, sure):
            for sub, listing in listings:
                name = listing.find(item, sure=attempt)
                mark = self._folders.mark(directory, sub, name) if name else None
                if name and mark:
                    return File(directory, sub, name, mark)
                if name:
                    listing.forget()
        return None

    def letters(self, directory: str, key: str, *, sure: bool) -> Iterator[File]:
        """The letters in Drafts, or in Sent, that carry the key. Raises OSError."""
        own = self.named(directory, names.letter_unique(key), sure=sure)
        if own is not None:
            yield own
        if own is None or directory == names.DRAFTS:
            for sub in SUBS:
                for name in self._folders.listing(directory, sub).strange(sure=sure):
                    mark = self._folders.mark(directory, sub, name)
                    if mark and self._is_letter(file := File(directory, sub, name, mark), key):
                        yield file

    def drafts_elsewhere(self, key: str, *, sure: bool) -> list[File]:
        """The drafts that carry the key in all folders but Drafts. Raises OSError."""
        unique = names.letter_unique(key)
        there = (file for file in self._elsewhere(unique, sure=sure) if is_draft(file))
        return [file for file in there if file.unique == unique or self._is_letter(file, key)]

    def ref(self, file: File) -> Ref:
        """A reference to the file."""
        return ref_of(file, self._items.id_of(file))

    def _elsewhere(self, unique: str, *, sure: bool) -> Iterator[File]:
        """In all folders but Drafts and Sent: the file of this name, and those that clients have flagged as drafts."""
        for directory in self._folders.directories():
            if directory not in (names.DRAFTS, names.SENT):
                for name in self._folders.listing(directory, "cur").drafts(unique, sure=sure):
                    mark = self._folders.mark(directory, "cur", name)
                    if mark:
                        yield File(directory, "cur", name, mark)

    def _is_letter(self, file: File, key: str) -> bool:
        own = self.what(file, self._items.id_of(file))
        return own.key == key and not own.card

    def _says(self, file: File) -> Said:
        """What the head of the file says; nothing where it cannot be read."""
        mark, said = self._said.get(file[:3], (None, ("", "", False)))
        if mark != file.mark:
            try:
                head, _ = read(self._folders.path(file), _HEAD)
            except OSError:
                return "", "", False
            said = mime.letter_key(head), mime.card_key(head), mime.is_addressed(head)
            self._said[file[:3]] = file.mark, said
        return said


def is_draft(file: File) -> bool:
    """Whether a file is a message that could still be sent: one in Drafts, or flagged as a draft anywhere else."""
    if file.directory in (names.DRAFTS, names.SENT):
        return file.directory == names.DRAFTS
    return names.is_flagged_draft(file.name)


def _is_one(file: File, unique: str) -> bool:
    """Whether this is a draft or card of the name, and no sent letter."""
    return file.unique == unique and (names.is_card(unique) or is_draft(file))


def ref_of(file: File, item: str = "") -> Ref:
    """A reference to the file, by the unique part of its name if it has no other id."""
    where = f"{names.folder_of(file.directory)}/{file.sub}/{file.name}"
    return Ref(item or names.item_id(file.unique), names.item_id(where))
