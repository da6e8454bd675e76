"""Which item of a Maildir that has lost its file a file that came may be; touches no disk but to compare contents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import Mark
from bot.mailbox.maildir_folders import File
from bot.mailbox.side_data import Entry

Hasher = Callable[[File], str | None]


class Missing:
    """The known items without a file, and the rules by which a file that came can be one of them, strictest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._found: set[str] = set()
        self._by_mark: defaultdict[Mark, list[Entry]] = defaultdict(list)
        self._by_unique: defaultdict[str, list[Entry]] = defaultdict(list)
        self._by_size: defaultdict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_mark[entry.mark].append(entry)
            self._by_unique[entry.unique].append(entry)
            self._by_size[entry.mark[1]].append(entry)

    def same_file(self, file: File, hashed: Hasher) -> str | None:
        """The item that was this very file, moved, flagged or renamed; under another name only with its content."""
        entries = sorted(self._by_mark.get(file.mark, ()), key=lambda entry: entry.unique != file.unique)
        return self._first(entries, lambda entry: entry.unique == file.unique or _same(entry, file, hashed))

    def same_name(self, file: File, hashed: Hasher) -> str | None:
        """The item that had this name and this content, if anybody ever read it (as after a restore from backup)."""
        entries = self._by_unique.get(file.unique, ())
        return self._first(entries, lambda entry: is_ours(file) or _same(entry, file, hashed))

    def moved(self, file: File, hashed: Hasher) -> str | None:
        """The item that lay in another folder with this content (moved by a client that copies and renames)."""
        entries = self._by_size.get(file.mark[1], ())
        elsewhere = [entry for entry in entries if entry.sha256 and entry.directory != file.directory]
        return self._first(elsewhere, lambda entry: _same(entry, file, hashed))

    def _first(self, entries: Iterable[Entry], fits: Callable[[Entry], bool]) -> str | None:
        for entry in entries:
            if entry.id not in self._found and fits(entry):
                self._found.add(entry.id)
                return entry.id
        return None


def is_ours(file: File) -> bool:
    """Whether the file has a name that only letters and cards of ours have."""
    return names.is_letter(file.name) or names.is_card(file.name)


def _same(entry: Entry, file: File, hashed: Hasher) -> bool:
    return not entry.sha256 or (entry.mark[1] == file.mark[1] and entry.sha256 == hashed(file))
