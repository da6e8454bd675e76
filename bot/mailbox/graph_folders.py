"""The folders of a mailbox in Microsoft Graph: where a folder is reached, and our tree made where it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from bot.mailbox import SENT, FolderId, Permanent, Tree
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_connection import Call

INBOX, JUNK = "INBOX", "JUNK"
DRAFTS = "drafts"
DELETED = ("deleteditems", "recoverableitemsdeletions")
"""Where Outlook puts what people delete: at first, and then or with Shift."""
_KNOWN_AS = {INBOX: "inbox", JUNK: "junkemail", SENT: "sentitems"}
_TOP: dict[str, Any] = {"id": "msgfolderroot", "childFolderCount": 1}
_SELECT = "$select=id,displayName,childFolderCount"


class Folders:
    """The folders below one mailbox, whose path is `mailbox`."""

    def __init__(self, calls: Calls, mailbox: str) -> None:
        self._calls = calls
        self._mailbox = mailbox
        self._ids: dict[str, str] = {}

    def path(self, folder: FolderId) -> str:
        """Where the folder is reached, below the base URL."""
        return f"{self._mailbox}/mailFolders/{quote(self.name(folder), safe='')}"

    def name(self, folder: FolderId) -> str:
        """What Graph calls the folder: its id, or the word for one that every mailbox has."""
        return _KNOWN_AS.get(folder, folder)

    def id_of(self, folder: FolderId) -> str:
        """The id items lie under, also of a folder that goes by a word. Raises MailboxError."""
        word = self.name(folder)
        if word not in (*_KNOWN_AS.values(), *DELETED, DRAFTS):
            return word
        if word not in self._ids:
            self._ids[word] = self._calls.ask(Call("GET", f"{self.path(word)}?$select=id"))["id"]
        return self._ids[word]

    def thrown_away(self, item: Mapping[str, Any]) -> bool:
        """Whether the item lies among the deleted ones; asks where those are, once. Raises MailboxError."""
        return any(item["parentFolderId"] == self.id_of(one) for one in DELETED)

    def ensure(self, tree: Tree) -> Mapping[str, FolderId]:
        """Every folder of the tree exists; the id of each by its name in the tree. Raises MailboxError.

        Folders are made level by level, those of one level twenty in a request.
        """
        seen: dict[str, dict[str, dict[str, Any]]] = {}
        here = dict.fromkeys(tree, _TOP)
        for depth in range(max(map(len, tree.values()), default=0)):
            steps = {one: path[depth] for one, path in tree.items() if depth < len(path)}
            for above in {here[one]["id"]: here[one] for one in steps}.values():
                seen.setdefault(above["id"], self._below(above))
            self._make({(here[one]["id"], name.casefold()): name for one, name in steps.items()}, seen)
            here |= {one: seen[here[one]["id"]][name.casefold()] for one, name in steps.items()}
        return {one: folder["id"] for one, folder in here.items()}

    def _make(self, wanted: dict[tuple[str, str], str], seen: dict[str, dict[str, dict[str, Any]]]) -> None:
        """Whatever of these is missing, each by its parent's id and its name without casing, is made and seen."""
        missing = [(above, name) for (above, folded), name in wanted.items() if folded not in seen[above]]
        calls = [self._making(above, name) for above, name in missing]
        for (above, name), answer in zip(missing, self._calls.ask_all(calls, once=True), strict=True):
            seen[above][name.casefold()] = answer.body if answer.good else self._made(above, name)

    def inside(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the folders directly inside the one at this path. Raises MailboxError."""
        here = _TOP
        for name in path:
            here = self._below(here).get(name.casefold(), {})
        return tuple(one["displayName"] for one in self._below(here).values())

    def _below(self, folder: dict[str, Any]) -> dict[str, dict[str, Any]]:
        return self._children(folder["id"]) if folder.get("childFolderCount") else {}

    def _children(self, parent: str) -> dict[str, dict[str, Any]]:
        found = self._calls.pages(Call("GET", f"{self.path(parent)}/childFolders?{_SELECT}&$top=250"))
        return {one["displayName"].casefold(): one for one in found}

    def _made(self, parent: str, name: str) -> dict[str, Any]:
        """The folder is there, whoever made it: one that exists is refused, and then it is the one."""
        try:
            made: dict[str, Any] = self._calls.ask(self._making(parent, name), once=False)
        except Permanent:
            made = self._children(parent).get(name.casefold(), {})
            if not made:
                raise
        return made

    def _making(self, parent: str, name: str) -> Call:
        return Call("POST", f"{self.path(parent)}/childFolders", {"displayName": name})
