"""What changed in the folders of a Maildir since a cursor, as pages; remembers what it told, writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from bot import mime
from bot.mailbox import FolderId, Item, MailboxError, NotFound, Page
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import Mark, named, read
from bot.mailbox.maildir_folders import SUBS, File, Folders
from bot.mailbox.maildir_items import GONE, Items
from bot.mailbox.maildir_letters import instant
from bot.mailbox.maildir_own import OwnFiles, is_draft, ref_of

_HEAD = 32_768
Looks = Mapping[str, str]
"""The items of a folder, each with what makes it be told again once it is different."""
NOTHING = sha256().hexdigest()[:32]
"""The cursor of an empty folder."""


class Pages:
    """The pages of one Maildir, as it was when its items were last refreshed."""

    def __init__(self, folders: Folders, items: Items, own: OwnFiles) -> None:
        self._folders = folders
        self._items = items
        self._own = own
        self._given: dict[FolderId, tuple[str, Looks, int | None]] = {}
        self._received: dict[str, tuple[Mark, datetime]] = {}

    def since(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """The pages of every folder that can be seen; then raises what kept the first other one from being seen."""
        troubles: list[MailboxError] = []
        for folder, cursor in cursors.items():
            try:
                page = self._page(folder, cursor)
            except MailboxError as trouble:
                trouble.folder = folder
                troubles.append(trouble)
            else:
                yield from () if page is None else (page,)
        if troubles:
            raise troubles[0]

    def _page(self, folder: FolderId, cursor: str) -> Page | None:
        directory = self._directory(folder)
        version = self._items.version(directory)
        known_at, known, at_version = self._given.get(folder, ("", {}, None))
        if cursor == known_at and version == at_version:
            return None
        here = self._items.lying_in(directory)
        looks = {item: self._look(item, file) for item, file in here.items()}
        if cursor == _cursor(looks):
            self._given[folder] = cursor, looks, version
            return None
        complete = not cursor or cursor != known_at
        before: Looks = {} if complete else known
        seen = {item: self._item(item, here[item]) for item, look in looks.items() if before.get(item) != look}
        looks = {item: look for item, look in looks.items() if seen.get(item, True) is not None}
        removed = tuple(sorted(before.keys() - looks.keys()))
        self._given[folder] = _cursor(looks), looks, version
        return Page(folder, tuple(filter(None, seen.values())), removed, complete, _cursor(looks))

    def _directory(self, folder: FolderId) -> str:
        """The directory of a folder that is there and can be seen whole; of those every Maildir has, always."""
        directory = names.directory_of(folder)
        if directory is None or not (folder in names.ALWAYS or self._folders.exists(directory)):
            raise NotFound(f"There is no folder {names.shown(folder)!r} in the Maildir; `ensure_folders` makes it.")
        for sub in SUBS:
            fault = self._folders.listing(directory, sub).fault
            if fault is not None:
                raise named(fault, GONE) from fault
        return directory

    def _look(self, item: str, file: File) -> str:
        """What makes the item be told again once it is different: its labels and, of a draft, what it says."""
        labels = "\n".join(sorted(self._items.known[item].categories))
        return f"{item}\n{file.mark[1:] if is_draft(file) else ''}\n{labels}".rstrip("\n")

    def _item(self, item: str, file: File) -> Item | None:
        """The item as it lies there; None when it has gone since it was listed."""
        mark, received_at = self._received.get(item, (None, instant(file.mark)))
        if mark != file.mark:
            try:
                head, _ = read(self._folders.path(file), _HEAD)
            except FileNotFoundError:
                return None
            except OSError:
                head = b""
            received_at = mime.received_at(head) or instant(file.mark)
            self._received[item] = file.mark, received_at
        own, known = self._own.what(file, item), self._items.known[item]
        return Item(
            ref_of(file, item),
            received_at,
            file.mark[1],
            known.stamp,
            key=own.key,
            draft=own.draft,
            categories=known.categories,
        )


def _cursor(looks: Looks) -> str:
    return sha256("\0".join(sorted(looks.values())).encode()).hexdigest()[:32]
