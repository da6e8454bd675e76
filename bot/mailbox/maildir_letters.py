"""Our letters and cards in a Maildir: drafts in .Drafts or where people sign them, and .Sent, which is the delivery.

The only place that removes a file, and never any but a draft or card of ours. A repeated draft replaces the first; a
letter that lies in .Sent is not sent again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot import mime
from bot.mailbox import Draft, DraftContent, Enclosed, Found, NotFound, Permanent, Ref, SentLetter, Whereabouts
from bot.mailbox import maildir_names as names
from bot.mailbox.maildir_disk import Disk, Mark, faults_named, read
from bot.mailbox.maildir_folders import SUBS, File, Folders
from bot.mailbox.maildir_items import GONE, Items
from bot.mailbox.maildir_own import OwnFiles
from store.messages import Card, Letter
from store.points import reached

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GONE = "The draft is not there any more: it was sent or removed before."
_NOWHERE = "The Maildir is not there."


class Letters:
    """The letters and cards of one Maildir; its cards are from `address` to itself."""

    def __init__(self, folders: Folders, disk: Disk, items: Items, own: OwnFiles, address: str) -> None:
        self._folders = folders
        self._disk = disk
        self._items = items
        self._own = own
        self._address = address

    def draft(self, letter: Letter) -> Draft:
        """The one draft of this letter lies in its folder, labelled, dated when it was written."""
        raw = mime.compose(letter)
        written_at = (letter.written_at - _EPOCH) // timedelta(microseconds=1) * 1000
        with faults_named(_NOWHERE), self._disk.together():
            directory = self._own.directory(letter.folder) if letter.folder else names.DRAFTS
            reached("mailbox.draft.before")
            file = self._own.lay(directory, names.letter_unique(letter.key), raw, "DS", written_at)
            reached("mailbox.draft.after")
            if letter.categories:
                self._items.keep(self._items.laid(file), categories=letter.categories)
            return self._draft(file, letter.key)

    def note(self, folder: str, card: Card) -> Ref:
        """The one card with this key lies in the folder, unread, labelled; it can be read and never sent."""
        raw = mime.compose_card(card, self._address)
        with faults_named(_NOWHERE), self._disk.together():
            file = self._own.lay(self._own.directory(folder), names.card_unique(card.key), raw, "")
            self._items.keep(self._items.laid(file), categories=card.categories, flag_on=card.flag_on)
            return self._own.ref(file)

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft's file says now. Raises NotFound."""
        with faults_named(_GONE):
            raw, _ = read(self._folders.path(self._draft_of(draft)[0]))
        said = mime.read_letter(raw)
        files = tuple(Enclosed(one.name, one.sha256) for one in said.attachments)
        return DraftContent(said.to, said.copies, said.subject, said.html, files)

    def submit(self, draft: Draft) -> None:
        """The draft's file lies in Sent, under the name that follows from its key. Raises NotFound, Permanent."""
        with faults_named(_GONE), self._disk.together():
            file, addressed = self._draft_of(draft)
            if any(self._own.letters(names.SENT, draft.key, sure=False)):
                raise NotFound(_GONE)
            if not addressed:
                raise Permanent("This letter has no recipient: it is printed and posted, and stays where it is.")
            if not (self._folders.root / names.SENT / "cur").is_dir():
                self._own.make_folders()
            reached("mailbox.submit.before")
            self._own.move(file, names.SENT, names.file_name(names.letter_unique(draft.key), "S"))
            reached("mailbox.submit.after")

    def find(self, key: str) -> tuple[Found, ...]:
        """Every draft with this key, in whatever folder, and every file in Sent that carries it.

        A draft that came into another folder than Drafts within a tick of the disk's clock, while the letter is seen
        in a second place, may be missed.
        """
        with faults_named(_NOWHERE):
            sent = list(self._own.letters(names.SENT, key, sure=True))
            drafts = list(self._own.letters(names.DRAFTS, key, sure=True))
            drafts += self._own.drafts_elsewhere(key, sure=False)
            drafts += [] if sent or drafts else self._own.drafts_elsewhere(key, sure=True)
            found = [(file, Whereabouts.DRAFT) for file in drafts] + [(file, Whereabouts.SENT) for file in sent]
            return tuple(Found(self._own.ref(file), where) for file, where in found)

    def sent_since(self, since: datetime) -> Iterator[SentLetter]:
        """Every file in Sent that carries a key of ours and was written or put there at this instant or later.

        Moving a file leaves its own time of change alone, so when it was put there is asked of the disk.
        """
        with faults_named(_NOWHERE):
            for file in self._lying_in(names.SENT):
                sent_at = max(instant(file.mark), self._put_there_at(file))
                if sent_at >= since and (key := self._key(file)):
                    yield SentLetter(self._own.ref(file), key, sent_at)

    def drafts(self) -> tuple[Draft, ...]:
        """Every file in Drafts that carries the key of a letter."""
        with faults_named(_NOWHERE):
            return tuple(self._draft(file, key) for file in self._lying_in(names.DRAFTS) if (key := self._key(file)))

    def discard(self, ref: Ref, key: str) -> None:
        """The file of this draft or card is gone. Raises NotFound; Permanent where it does not carry the key."""
        with faults_named(GONE), self._disk.together():
            file = self._own.at(ref)
            own = self._own.what(file, ref.id)
            if not key or own.key != key:
                raise Permanent("This item does not carry our key, so it is somebody else's and stays where it is.")
            if not (own.draft or own.card):
                raise NotFound(_GONE)
            reached("mailbox.discard.before")
            self._own.remove(file)
            self._items.forget(ref.id)
            reached("mailbox.discard.after")

    def _draft_of(self, draft: Draft) -> tuple[File, bool]:
        """The draft's file, and whether it names a recipient. Raises NotFound, OSError."""
        file = self._own.at(draft.ref)
        own = self._own.what(file, draft.ref.id)
        if not own.draft or own.key != draft.key:
            raise NotFound(_GONE)
        return file, own.addressed

    def _draft(self, file: File, key: str) -> Draft:
        return Draft(self._own.ref(file), key, instant(file.mark))

    def _lying_in(self, directory: str) -> list[File]:
        listings = [(sub, self._folders.listing(directory, sub)) for sub in SUBS]
        return [File(directory, sub, *file) for sub, listing in listings for file in listing.files().items()]

    def _key(self, file: File) -> str:
        own = self._own.what(file, self._items.id_of(file))
        return "" if own.card else own.key

    def _put_there_at(self, file: File) -> datetime:
        try:
            return _EPOCH + timedelta(microseconds=self._folders.path(file).lstat().st_ctime_ns // 1000)
        except FileNotFoundError:
            return _EPOCH


def instant(mark: Mark) -> datetime:
    """When the file with this mark was last changed, to the microsecond."""
    return _EPOCH + timedelta(microseconds=mark[2] // 1000)
