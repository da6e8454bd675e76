"""Our letters in a Maildir: drafts in .Drafts, and .Sent, which is the delivery; the only place that removes a file.

A letter's file name follows from its key, so that drafting again replaces the draft and sending again finds it sent.
A person's mail client may have saved a draft anew under a name of its own; then the key inside tells whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot import mime
from bot.mailbox import Draft, DraftContent, Found, NotFound, Permanent, Ref, SentLetter, Whereabouts
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import Disk, Mark, faults_named, read
from bot.mailbox.maildir_folders import SUBS, File, Folders
from store.messages import Letter
from store.points import reached

_HEAD = 32_768
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GONE = "The draft is not in Drafts any more: it was sent or removed before."


class Letters:
    """The letters in .Drafts and .Sent of one Maildir."""

    def __init__(self, folders: Folders, disk: Disk) -> None:
        self._folders = folders
        self._disk = disk
        self._keys: dict[tuple[str, str, str], tuple[Mark, str]] = {}

    def make_folders(self) -> None:
        """Drafts and Sent exist."""
        for directory in (names.DRAFTS, names.SENT):
            self._disk.make_folder(self._folders.root / directory, inside_another=True)

    def draft(self, letter: Letter) -> Draft:
        """The one draft of this letter lies in Drafts, dated when it was written."""
        raw = mime.compose(letter)
        unique = names.letter_unique(letter.key)
        with faults_named("The Maildir is not there."), self._disk.together():
            self._need(names.DRAFTS, "tmp")
            before = self._named(names.DRAFTS, unique, sure=False)
            sub, name = (before.sub, before.name) if before else ("cur", names.file_name(unique, "DS"))
            listing = self._folders.listing(names.DRAFTS, sub)
            by_way_of = self._folders.root / names.DRAFTS / "tmp" / unique
            written_at = (letter.written_at - _EPOCH) // timedelta(microseconds=1) * 1000
            reached("mailbox.draft.before")
            with listing.changing():
                mark = self._disk.write(listing.path / name, raw, by_way_of=by_way_of, changed_at=written_at)
                listing.add(name, mark)
            reached("mailbox.draft.after")
        return _draft(File(names.DRAFTS, sub, name, mark), letter.key)

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft's file says now. Raises NotFound."""
        with faults_named(_GONE):
            raw, _ = read(self._folders.path(self._draft_of(draft)))
        said = mime.read_letter(raw)
        return DraftContent(said.to, said.copies, said.subject, said.html, said.attachments)

    def submit(self, draft: Draft) -> None:
        """The draft's file lies in Sent, under the name that follows from its key. Raises NotFound."""
        with faults_named(_GONE), self._disk.together():
            file = self._draft_of(draft)
            if any(self._carrying(names.SENT, draft.key, sure=False)):
                raise NotFound(_GONE)
            self._need(names.SENT, "cur")
            name = names.file_name(names.letter_unique(draft.key), "S")
            drafts, sent = self._folders.listing(names.DRAFTS, file.sub), self._folders.listing(names.SENT, "cur")
            reached("mailbox.submit.before")
            with drafts.changing(), sent.changing():
                self._disk.move(drafts.path / file.name, sent.path / name)
                drafts.remove(file.name)
                sent.add(name, file.mark)
            self._keys.pop(file[:3], None)
            reached("mailbox.submit.after")

    def find(self, key: str) -> tuple[Found, ...]:
        """Every file in Drafts and Sent that carries this key."""
        places = ((names.DRAFTS, Whereabouts.DRAFT), (names.SENT, Whereabouts.SENT))
        with faults_named("The Maildir is not there."):
            return tuple(
                Found(ref_of(file), where) for place, where in places for file in self._carrying(place, key, sure=True)
            )

    def sent_since(self, since: datetime) -> Iterator[SentLetter]:
        """Every file in Sent that carries a key of ours and was written or put there at this instant or later.

        Moving a file leaves its own time of change alone, so when it was put there is asked of the disk.
        """
        with faults_named("The Maildir is not there."):
            for sub in SUBS:
                for name, mark in list(self._folders.listing(names.SENT, sub).files().items()):
                    file = File(names.SENT, sub, name, mark)
                    sent_at = max(instant(mark), self._put_there_at(file))
                    if sent_at >= since and (key := self._key_in(file)):
                        yield SentLetter(ref_of(file), key, sent_at)

    def _put_there_at(self, file: File) -> datetime:
        try:
            return _EPOCH + timedelta(microseconds=self._folders.path(file).lstat().st_ctime_ns // 1000)
        except FileNotFoundError:
            return _EPOCH

    def drafts(self) -> tuple[Draft, ...]:
        """Every file in Drafts that carries a key of ours."""
        with faults_named("The Maildir is not there."):
            listings = [(sub, self._folders.listing(names.DRAFTS, sub)) for sub in SUBS]
            files = [File(names.DRAFTS, sub, *file) for sub, listing in listings for file in listing.files().items()]
            return tuple(_draft(file, key) for file in files if (key := self._key_in(file)))

    def discard(self, own: Draft) -> None:
        """The draft's file is gone. Raises NotFound; Permanent when it does not carry the key it is said to."""
        with faults_named(_GONE), self._disk.together():
            file = self._draft_of(own)
            if not own.key or self._key_in(file) != own.key:
                raise Permanent("This draft does not carry our key, so it is somebody else's and stays where it is.")
            listing = self._folders.listing(names.DRAFTS, file.sub)
            reached("mailbox.discard.before")
            with listing.changing():
                self._disk.remove(listing.path / file.name)
                listing.remove(file.name)
            self._keys.pop(file[:3], None)
            reached("mailbox.discard.after")

    def _need(self, directory: str, sub: str) -> None:
        if not (self._folders.root / directory / sub).is_dir():
            self.make_folders()

    def _draft_of(self, draft: Draft) -> File:
        file = self._named(names.DRAFTS, draft.ref.id, sure=True)
        if file is None:
            raise NotFound(_GONE)
        return file

    def _named(self, directory: str, item: str, *, sure: bool) -> File | None:
        """The file in this folder that goes by this id, as it is at this moment."""
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

    def _carrying(self, directory: str, key: str, *, sure: bool) -> Iterator[File]:
        """The files in this folder that carry the key: in their name or, where people saved them anew, inside."""
        own = self._named(directory, names.letter_unique(key), sure=sure)
        if own is not None:
            yield own
        if own is None or directory == names.DRAFTS:
            for sub in SUBS:
                for name in self._folders.listing(directory, sub).strange(sure=sure):
                    mark = self._folders.mark(directory, sub, name)
                    if mark and self._key_in(file := File(directory, sub, name, mark)) == key:
                        yield file

    def _key_in(self, file: File) -> str:
        """The key inside the file, or "" where there is none or it cannot be read."""
        mark, key = self._keys.get(file[:3], (None, ""))
        if mark != file.mark:
            try:
                head, _ = read(self._folders.path(file), _HEAD)
            except OSError:
                return ""
            key = mime.letter_key(head)
            self._keys[file[:3]] = file.mark, key
        return key


def ref_of(file: File, item: str = "") -> Ref:
    """A reference to the file, by the unique part of its name if it has no other id."""
    where = f"{names.folder_of(file.directory)}/{file.sub}/{file.name}"
    return Ref(item or names.item_id(file.unique), names.item_id(where))


def _draft(file: File, key: str) -> Draft:
    return Draft(ref_of(file), key, instant(file.mark))


def instant(mark: Mark) -> datetime:
    """When the file with this mark was last changed, to the microsecond."""
    return _EPOCH + timedelta(microseconds=mark[2] // 1000)
