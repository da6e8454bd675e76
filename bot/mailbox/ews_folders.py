"""The folders of a mailbox on Exchange Server: listed, made, and which of them a letter of ours can lie in."""

from __future__ import annotations

from collections.abc import Mapping

from bot.mailbox import FolderId, Permanent, Tree, Unavailable
from bot.mailbox.ews_answers import Place, first_id, folders_in, next_offset, only
from bot.mailbox.ews_orders import Writer
from bot.mailbox.ews_session import Session

Known = dict[tuple[str, str], FolderId]
"""The id of every folder by its parent's id ("" directly below the top) and its name without casing."""
_FOR_MAIL = ("", "IPF.Note")
_BY_NAME = ("SENT", "DRAFTS")


class Folders:
    """The folders of one mailbox, as they were last listed."""

    def __init__(self, session: Session, writer: Writer) -> None:
        self._session = session
        self._writer = writer
        self._places: tuple[Place, ...] = ()
        self._apart: tuple[FolderId, ...] = ()
        self._deleted: FolderId = ""

    def known(self) -> Known:
        """Every folder there is now."""
        places = self._listed()
        ids = {one.id for one in places}
        return {(one.parent if one.parent in ids else "", one.name.casefold()): one.id for one in places}

    def ensure(self, tree: Tree) -> Mapping[str, FolderId]:
        """Every folder of the tree exists, below the top of the mailbox; names differ by more than their casing."""
        known = self.known()
        return {name: self._folder_at(known, path) for name, path in tree.items()}

    def inside(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the folders directly inside the one at this path."""
        known, here = self.known(), ""
        for name in path:
            if (here, name.casefold()) not in known:
                return ()
            here = known[here, name.casefold()]
        return tuple(one.name for one in self._places if one.parent == here)

    def for_letters(self, *, anew: bool = False) -> tuple[FolderId, ...]:
        """Every folder for mail, Sent Items and Drafts first; Deleted Items and what is in it are none."""
        if not self._deleted:
            answers = self._session.looks("GetFolder", self._writer.ids_of("DELETED", *_BY_NAME))
            if len(answers) != 1 + len(_BY_NAME):
                raise Unavailable("The Exchange Server answered another question.")
            self._deleted, *apart = (first_id(one)[0] for one in answers)
            self._apart = tuple(apart)
        places = self._listed() if anew or not self._places else self._places
        above = {one.id: one.parent for one in places}
        mail = [one.id for one in places if one.kind in _FOR_MAIL or one.kind.startswith("IPF.Note.")]
        return (*_BY_NAME, *(one for one in mail if one not in self._apart and not self._is_deleted(one, above)))

    def _is_deleted(self, folder: FolderId, above: Mapping[FolderId, FolderId]) -> bool:
        here = folder
        for _ in above:
            if here == self._deleted:
                return True
            here = above.get(here, "")
        return False

    def _listed(self) -> tuple[Place, ...]:
        found: dict[FolderId, Place] = {}
        offset: int | None = 0
        while offset is not None:
            answer = only(self._session.looks("FindFolder", self._writer.folders_below("TOP", offset)))
            found |= {one.id: one for one in folders_in(answer)}
            offset = next_offset([answer])
        self._places = tuple(found.values())
        return self._places

    def _folder_at(self, known: Known, path: tuple[str, ...]) -> FolderId:
        """The folder at this path, made if it is missing, or found where somebody else has just made it."""
        here = ""
        for name in path:
            step = (here, name.casefold())
            if step not in known:
                try:
                    made = self._session.acts("CreateFolder", self._writer.new_folder(here or "TOP", name))
                    known[step] = first_id(only(made))[0]
                    self._places += (Place(known[step], here, name, _FOR_MAIL[-1]),)
                except Permanent:
                    known |= self.known()
                    if step not in known:
                        raise
            here = known[step]
        return here
