"""Stamps, labels and moves of received mail in Microsoft Graph, twenty at a time where they are done together.

Inside `together` the acts wait until it closes. An item keeps its id when it is moved, where Exchange gives one that
lasts; where it does not, the item is found again by its stamp.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from bot.mailbox import FolderId, MailboxError, NotFound, Permanent, Ref, Unavailable
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_folders import Folders
from bot.mailbox.graph_items import STAMP, carrying, flagged, mark, marked, showing
from store.points import reached

_TRIES = 9  # in how many passes one item may fail while the mailbox answers otherwise
_GONE = "The item is not in the mailbox any more."


@dataclass(slots=True)
class _Wish:
    """What is to become of one item: its changed fields, and where it is to lie; and the stamp it carries by then."""

    item: str
    fields: dict[str, Any] = field(default_factory=dict)
    folder: FolderId = ""
    stamp: str = ""


class Filing:
    """Files the mail of one mailbox."""

    def __init__(self, calls: Calls, folders: Folders, mailbox: str) -> None:
        self._calls = calls
        self._folders = folders
        self._mailbox = mailbox
        self._depth = 0
        self._wishes: dict[str, _Wish] = {}
        self._gone: set[str] = set()
        self._refused: dict[str, Permanent] = {}
        self._renamed: dict[str, str] = {}
        self._unanswered: Counter[str] = Counter()
        self._last_stamp = ("", "")

    def now_called(self, item: str) -> str:
        """The id by which an item goes now, if we moved it and it got another."""
        while item in self._renamed:
            item = self._renamed[item]
        return item

    def settled(self, item: str) -> str:
        """The id by which an item goes now that whatever waited to be done to it is done. Raises MailboxError."""
        if self.now_called(item) in self._wishes:
            self.flush()
        return self.now_called(item)

    def stamp(self, ref: Ref, key: str) -> Ref:
        """The item carries the stamp, or will when this ends together. Raises NotFound."""
        reached("mailbox.stamp.before")
        stamped = self._wish(ref, marked(STAMP, key))
        reached("mailbox.stamp.after")
        return stamped

    def file(self, ref: Ref, folder: FolderId, categories: tuple[str, ...] | None, flag_on: date | None) -> Ref:
        """The item lies in the folder with these labels, or will when this ends together. Raises NotFound."""
        labels = {} if categories is None else {"categories": list(categories)}
        reached("mailbox.file.before")
        filed = self._wish(ref, {**labels, **({} if flag_on is None else flagged(flag_on))}, folder)
        reached("mailbox.file.after")
        return filed

    def begin(self) -> None:
        """From here on acts wait to be done together."""
        self._depth += 1

    def end(self) -> None:
        """Where this is the outermost end, everything that waited has been done. Raises Unavailable."""
        self._depth -= 1
        if not self._depth:
            self.flush()

    def flush(self) -> None:
        """Everything that waited has been done. Raises MailboxError for what could not be; the rest is done.

        An item that has gone or was refused is remembered: whoever asks for it again is told at once, this once.
        """
        wishes, self._wishes = list(self._wishes.values()), {}
        if not wishes:
            return
        reached("mailbox.flush.before")
        troubles: list[MailboxError] = []
        for wish in self._moved(self._changed(wishes)):
            try:
                self._do(wish)
            except NotFound:
                self._gone.add(wish.item)
                troubles.append(Unavailable("Some mail that was to be filed has gone; the next pass sees which."))
            except Permanent as trouble:
                self._refused[wish.item] = trouble
                troubles.append(trouble)
            except Unavailable as trouble:
                self._unanswered[wish.item] += 1
                if self._unanswered[wish.item] >= _TRIES:
                    self._refused[wish.item] = Permanent(str(trouble))
                troubles.append(trouble)
                break
            except MailboxError as trouble:
                troubles.append(trouble)
                break  # whatever it is, it will hit the others too; all of them are done again
        reached("mailbox.flush.after")
        if troubles:
            raise troubles[-1]

    def _wish(self, ref: Ref, fields: dict[str, Any], folder: FolderId = "") -> Ref:
        item = self.now_called(ref.id)
        if item in self._gone:
            self._gone.remove(item)
            raise NotFound(_GONE)
        if item in self._refused:
            raise self._refused.pop(item)
        if stamp := mark(fields, STAMP):
            self._last_stamp = item, stamp
        wish = self._wishes.get(item) or _Wish(item)
        wish.fields |= fields
        wish.folder = folder or wish.folder
        wish.stamp = stamp or wish.stamp or (self._last_stamp[1] if self._last_stamp[0] == item else "")
        if not self._depth:
            return Ref(self._do(wish))
        self._wishes[item] = wish
        return Ref(item)

    def _changed(self, wishes: list[_Wish]) -> list[_Wish]:
        """Those whose fields could not be changed with all the others; what could has none left."""
        changing = [wish for wish in wishes if wish.fields]
        answers = self._calls.ask_all([self._change(wish) for wish in changing])
        for wish, answer in zip(changing, answers, strict=True):
            if answer.good:
                wish.fields = {}
                if self._lies(answer.body, wish.folder):
                    wish.folder = ""
        return wishes

    def _moved(self, wishes: list[_Wish]) -> list[_Wish]:
        """What is still to be done after moving, together, those whose fields are changed: those one by one."""
        moving = [wish for wish in wishes if wish.folder and not wish.fields]
        for wish, answer in zip(moving, self._calls.ask_all([self._move(wish) for wish in moving]), strict=True):
            if answer.good:
                wish.folder = ""
                self._note(wish.item, answer.body["id"])
        return [wish for wish in wishes if wish.fields or wish.folder]

    def _do(self, wish: _Wish) -> str:
        """The wish is fulfilled; the item's id now. Raises NotFound, and Permanent where the folder has gone."""
        try:
            found = self._calls.ask(self._change(wish))
        except NotFound:
            found = self._calls.ask(self._change(wish, self._by_stamp(wish)))
        if not self._lies(found, wish.folder):
            try:
                found = self._calls.ask(self._move(wish, found["id"]), once=False)
            except NotFound:  # the folder has gone; or it was done, its answer lost, and the item has another id
                found = self._calls.ask(self._change(wish, self._by_stamp(wish)))
                if not self._lies(found, wish.folder):
                    raise Permanent("The folder is not in the mailbox any more; put it back.") from None
        self._note(wish.item, found["id"])
        item: str = found["id"]
        return item

    def _by_stamp(self, wish: _Wish) -> str:
        """The id of the one item that carries the stamp. Raises NotFound."""
        if wish.stamp:
            query = f"{carrying(STAMP, wish.stamp)}&$select=id&{showing(STAMP)}"
            found = self._calls.ask(Call("GET", f"{self._mailbox}/messages?{query}")).get("value") or ()
            ids = [str(one["id"]) for one in found if mark(one, STAMP) == wish.stamp]
            if len(ids) == 1:
                return ids[0]
        raise NotFound(_GONE)

    def _note(self, was: str, item: str) -> None:
        if was != item:
            self._renamed.pop(item, None)
            self._renamed[was] = item

    def _lies(self, found: dict[str, Any], folder: FolderId) -> bool:
        return not folder or found.get("parentFolderId") == self._folders.id_of(folder)

    def _path(self, item: str) -> str:
        return f"{self._mailbox}/messages/{quote(item, safe='')}"

    def _change(self, wish: _Wish, item: str = "") -> Call:
        """Changes the fields, or where there is none to change only looks; tells where the item lies."""
        path = self._path(item or wish.item)
        return Call("PATCH", path, wish.fields) if wish.fields else Call("GET", f"{path}?$select=id,parentFolderId")

    def _move(self, wish: _Wish, item: str = "") -> Call:
        body = {"destinationId": self._folders.name(wish.folder)}
        return Call("POST", f"{self._path(item or wish.item)}/move", body)
