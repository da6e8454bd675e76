"""What a mailbox in Microsoft Graph really does where nothing is promised, tried out in a folder that goes again.

Sends nothing. Everything it makes lies in that folder, but for one reply among the drafts that is taken away at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from bot.doctor.check import Check
from bot.mailbox import AccessDenied, FolderId, Permanent
from bot.mailbox.examination import TRIAL, TRIED_AGAIN, in_a_folder, tried
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_changes import Changes
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_folders import Folders
from bot.mailbox.graph_items import KEY, NO_DRAFT, STAMP, mark, marked, showing, with_properties

_PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)
_OURS = "reviews-bot trial"
_SOMEBODY, _ANOTHER = "somebody@trial.example", "another@trial.example"
_HEADER = "X-Auto-Response-Suppress"
_INSIDE = "x-ms-exchange-organization-authas"


class GraphTrial:
    """One trial in one mailbox."""

    def __init__(self, calls: Calls, folders: Folders, mailbox: str, sleep: Callable[[float], None]) -> None:
        self._calls = calls
        self._folders = folders
        self._mailbox = mailbox
        self._sleep = sleep
        self._changes = Changes(calls, folders)
        self._cursors: dict[FolderId, str] = {}
        self._came: dict[tuple[FolderId, str], str] = {}
        self._went: set[tuple[FolderId, str]] = set()

    def run(self) -> Iterator[Check]:
        """What was seen, once everything that was made has gone again; never raises MailboxError."""
        yield tried("live: labels", "Run doctor again.", self._labels)
        yield tried("live: senders inside", "Run doctor again.", self._inside)
        yield tried("live: people's letters", "Run doctor again.", self._by_people)
        yield from in_a_folder(lambda: self._made("msgfolderroot", TRIAL), self._try_in, self._gone_again)

    # --- what lies there already --------------------------------------------------------------------------------------

    def _labels(self) -> Check:
        try:
            known = self._calls.pages(Call("GET", f"{self._mailbox}/outlook/masterCategories"))
        except AccessDenied:
            remedy = "Give the application MailboxSettings.ReadWrite for this mailbox, or do without colours."
            return Check(
                "live: labels", "warning", "the list of categories is closed, so labels have no colour", remedy
            )
        return Check("live: labels", "ok", f"the list of categories is open and holds {len(known)}")

    def _inside(self) -> Check:
        path = f"{self._folders.path('INBOX')}/messages?$select=internetMessageHeaders&$top=25"
        newest = self._calls.ask(Call("GET", path))["value"]
        names = [{header["name"].lower() for header in one.get("internetMessageHeaders") or ()} for one in newest]
        count = sum(_INSIDE in those for those in names)
        return Check("live: senders inside", "ok", f"{count} of the newest {len(names)} messages say AuthAs")

    def _by_people(self) -> Check:
        path = f"{self._folders.path('sentitems')}/messages?$select=id&{showing(KEY)}&$top=50"
        newest = self._calls.ask(Call("GET", path))["value"]
        count = sum(not mark(one, KEY) for one in newest)
        found = f"{count} of {len(newest)} letters in Sent Items were written by people"
        remedy = (
            "" if count else "Set-Mailbox ADDRESS -MessageCopyForSentAsEnabled $true; then have somebody write one."
        )
        return Check("live: people's letters", "ok" if count else "warning", found, remedy)

    # --- what is tried ------------------------------------------------------------------------------------------------

    def _try_in(self, here: FolderId, seen: list[Check]) -> None:
        """What was seen is in the list, as far as it got. Raises MailboxError where it was broken off."""
        there = self._made(here, "Moved")
        self._look({here: "", there: ""})
        note = self._written(here, "A note", **{"from": _person(_SOMEBODY)}, no_draft=True)
        seen.append(_note(note))
        seen.append(self._stamps(here, note["id"]))
        moved = self._calls.ask(Call("POST", f"{self._path(note['id'])}/move", {"destinationId": there}), once=False)
        seen.append(_ids(note["id"], moved["id"]))
        seen.append(self._move_told((here, note["id"]), (there, moved["id"])))
        draft = self._written(here, "A draft")
        seen.append(_elsewhere(draft, here))
        seen.append(tried("live: reply", TRIED_AGAIN, lambda: self._reply(moved["id"])))

    def _stamps(self, here: FolderId, item: str) -> Check:
        looks = self._looks_until(lambda: (here, item) in self._came)
        if not looks:
            return Check("live: changes", "failed", "a new item was not told within half a minute", TRIED_AGAIN)
        if self._came[here, item] != _OURS:
            found = f"told in {_looks(looks)}, without our stamp"
            return Check("live: changes", "failed", found, "Report it: items that were filed would not be known again.")
        return Check("live: changes", "ok", f"a new item is told in {_looks(looks)}, with our stamp")

    def _move_told(self, out: tuple[FolderId, str], into: tuple[FolderId, str]) -> Check:
        looks = self._looks_until(lambda: out in self._went and into in self._came)
        if looks:
            return Check("live: moves", "ok", f"a move is told in both folders in {_looks(looks)}")
        half = (
            "only where it went to" if into in self._came else "only where it came from" if out in self._went else "not"
        )
        return Check("live: moves", "failed", f"a move was told {half} within half a minute", TRIED_AGAIN)

    def _reply(self, item: str) -> Check:
        """A reply with key, header and a recipient of its own, made in one request; read back, and gone."""
        message = {**_words("A reply"), "toRecipients": [_person(_ANOTHER)], "ccRecipients": [], "bccRecipients": []}
        headers = [{"name": _HEADER, "value": "All"}]
        body = {"message": {**message, "internetMessageHeaders": headers, **marked(KEY, _OURS)}}
        made = self._calls.ask(Call("POST", f"{self._path(item)}/createReply", body))
        try:
            query = f"$select=toRecipients,ccRecipients,internetMessageHeaders&{showing(KEY)}"
            said = self._calls.ask(Call("GET", f"{self._path(made['id'])}?{query}"))
        finally:
            self._calls.remove(self._path(made["id"]))
        to = [one["emailAddress"]["address"] for one in (*said["toRecipients"], *said["ccRecipients"])]
        names = {one["name"].lower() for one in said.get("internetMessageHeaders") or ()}
        if mark(said, KEY) != _OURS:
            found = "a reply does not keep the key it is made with"
            return Check("live: reply", "failed", found, "Do not go live: letters could not be found again. Report it.")
        lost = [] if _HEADER.lower() in names else [f"its header {_HEADER} is not shown"]
        lost += [] if to == [_ANOTHER] else ["it takes recipients over, which the service sets right before it sends"]
        return Check("live: reply", "ok", "; ".join(["a reply keeps its key", *lost]))

    # --- asking -------------------------------------------------------------------------------------------------------

    def _looks_until(self, seen: Callable[[], bool]) -> int:
        """After how many looks it was seen; 0 where it was not."""
        for number, pause in enumerate(_PAUSES, 1):
            self._sleep(pause)
            self._look(self._cursors)
            if seen():
                return number
        return 0

    def _look(self, cursors: dict[FolderId, str]) -> None:
        for page in self._changes.poll(dict(cursors)):
            self._cursors[page.folder] = page.cursor
            self._came |= {(page.folder, item.ref.id): item.stamp for item in page.created}
            self._went |= {(page.folder, item) for item in page.removed}

    def _made(self, parent: FolderId, name: str) -> FolderId:
        """The folder of a trial: a new one, or that of a trial that was broken off."""
        where = f"{self._folders.path(parent)}/childFolders"
        try:
            made = self._calls.ask(Call("POST", where, {"displayName": name}), once=False)
        except Permanent:
            there = self._calls.pages(Call("GET", f"{where}?$select=id,displayName&$top=250"))
            made = next((one for one in there if one["displayName"].casefold() == name.casefold()), None)
            if made is None:
                raise
        folder: FolderId = made["id"]
        return folder

    def _written(self, folder: FolderId, title: str, *, no_draft: bool = False, **more: Any) -> dict[str, Any]:
        properties = with_properties({STAMP: _OURS} | (NO_DRAFT if no_draft else {}))
        body = {**_words(title), **more, **properties}
        made: dict[str, Any] = self._calls.ask(Call("POST", f"{self._folders.path(folder)}/messages", body))
        return made

    def _gone_again(self, here: FolderId) -> Check:
        self._calls.remove(self._folders.path(here))
        return Check("live: folder", "ok", "a folder of its own was made for the trial and taken away")

    def _path(self, item: str) -> str:
        return f"{self._mailbox}/messages/{quote(item, safe='')}"


def _words(title: str) -> dict[str, Any]:
    text = "Made by `reviews-bot doctor --live`, which takes it away again. It may be deleted."
    return {"subject": f"{title} of a trial", "body": {"contentType": "text", "content": text}}


def _person(address: str) -> dict[str, Any]:
    return {"emailAddress": {"address": address}}


def _looks(number: int) -> str:
    return "the first look" if number == 1 else f"look number {number}"


def _note(note: dict[str, Any]) -> Check:
    said = "is a draft here, so it is kept without a recipient" if note["isDraft"] else "is no draft"
    return Check("live: note", "ok", f"a note {said}")


def _ids(before: str, after: str) -> Check:
    kept = (
        "keeps its id when it is moved" if before == after else "gets another id when it is moved; its stamp tells it"
    )
    return Check("live: ids", "ok", f"an item {kept}")


def _elsewhere(draft: dict[str, Any], here: FolderId) -> Check:
    is_one = draft["isDraft"] and draft.get("parentFolderId") == here
    return Check("live: draft elsewhere", "ok", f"a draft {'can' if is_one else 'cannot'} lie in a folder of ours")
