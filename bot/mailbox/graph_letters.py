"""Our letters in Microsoft Graph: drafted with their key, read back, sent by id, found again by key.

Nothing is sent in one step. A draft that lies among the deleted items is none any more, though Graph would send it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from bot.mailbox import (
    Draft,
    DraftContent,
    Found,
    NotFound,
    Permanent,
    Ref,
    SentLetter,
    Throttled,
    Whereabouts,
)
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_faults import named
from bot.mailbox.graph_folders import DELETED, Folders
from bot.mailbox.graph_items import KEY, carrying, instant, mark, marked, quoted, showing
from store.messages import Letter
from store.points import reached

_GONE = "The draft is not in the mailbox any more: it was sent or removed before."
_SELECT = "$select=id,isDraft,parentFolderId,createdDateTime,internetMessageId"
_CONTENT = (
    "$select=isDraft,parentFolderId,subject,body,toRecipients,ccRecipients,bccRecipients"
    "&$expand=attachments($select=name)"
)
_SENDS, _A_MINUTE = 30, 60.0
_LOOKED_LATELY = 600.0
_SEND_PATIENCE = 5.0


class Letters:
    """The letters of one mailbox."""

    def __init__(
        self, calls: Calls, folders: Folders, mailbox: str, *, stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self._calls = calls
        self._folders = folders
        self._mailbox = mailbox
        self._stopwatch = stopwatch
        self._sends: deque[float] = deque()
        self._names_itself = True
        self._known: set[str] = set()
        self._looked_at = float("-inf")
        self._awaited: set[str] = set()
        self._arrived: dict[str, Found] = {}
        self._look_at_sent = False

    def draft(self, letter: Letter, answers: str) -> Draft:
        """A draft of the letter lies in Drafts, in the thread of the item it answers where that is still there.

        A letter that was drafted or sent before is not drafted again: the draft or sent item that there is, is it.
        """
        if self._may_exist(letter.key) and (found := self.find(letter.key)):
            there = next((one for one in found if one.where is Whereabouts.SENT), found[0])
            return Draft(there.ref, letter.key, letter.written_at)
        self._known.add(letter.key)
        reached("mailbox.draft.before")
        made = self._made(letter, answers)
        if _addresses(made, "toRecipients") != [letter.to] or made.get("ccRecipients") or made.get("bccRecipients"):
            self._calls.ask(Call("PATCH", self._path(made["id"]), _recipients(letter)))
        reached("mailbox.draft.after")
        return Draft(Ref(made["id"]), letter.key, instant(made["createdDateTime"]))

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft says now. Raises NotFound when it is no draft any more."""
        found = self._calls.ask(Call("GET", f"{self._path(draft.ref.id)}?{_CONTENT}"))
        if not self._is_draft(found):
            raise NotFound(_GONE)
        return DraftContent(
            to=tuple(_addresses(found, "toRecipients")),
            copies=tuple(_addresses(found, "ccRecipients") + _addresses(found, "bccRecipients")),
            subject=found.get("subject") or "",
            html=(found.get("body") or {}).get("content") or "",
            attachments=tuple(one.get("name") or "" for one in found.get("attachments") or ()),
        )

    def submit(self, draft: Draft) -> None:
        """The draft is on its way. Raises NotFound; Throttled where 30 left in this minute; Ambiguous.

        It never waits long: whoever stops the sending has stopped it.
        """
        self._make_room()
        reached("mailbox.submit.before")
        try:
            self._send(draft)
        finally:
            self._sends.append(self._stopwatch())
        reached("mailbox.submit.after")
        self._awaited.add(draft.key)
        self._look_at_sent = True

    def find(self, key: str) -> tuple[Found, ...]:
        """Every draft or sent item that carries the key; of a letter just sent its sent copy, once that is there.

        Of several letters just sent all copies are looked for in one request.
        """
        if key in self._awaited and self._look_at_sent:
            self._look_at_sent = False
            self._note_sent(self._calls.ask(self._newest_sent())["value"])
        if key in self._arrived:
            return (self._arrived.pop(key),)
        call = Call("GET", f"{self._mailbox}/messages?{carrying(KEY, key)}&{_SELECT}&{showing(KEY)}")
        found = [one for one in self._calls.pages(call) if mark(one, KEY) == key]  # Graph thinks nothing of capitals
        return tuple(_found(one) for one in found if not one["isDraft"] or self._is_draft(one))

    def sent_since(self, since: datetime) -> Iterator[SentLetter]:
        """Everything in Sent Items with a key of ours that left at this instant or later, the newest first."""
        condition = quote(f"sentDateTime ge {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", safe="")
        order = quote("sentDateTime desc")
        where = f"{self._folders.path('sentitems')}/messages?$filter={condition}&$orderby={order}"
        call = Call("GET", f"{where}&$select=id,isDraft,sentDateTime&{showing(KEY)}&$top=100")
        for one in self._calls.one_by_one(call):
            if not one["isDraft"] and (key := mark(one, KEY)):
                yield SentLetter(Ref(one["id"]), key, instant(one["sentDateTime"]))

    def drafts(self) -> tuple[Draft, ...]:
        """Every draft in Drafts that carries a key of ours."""
        if self._stopwatch() - self._looked_at <= _LOOKED_LATELY:
            self._looked_at = self._stopwatch()
        return self._drafts_in(self._calls.pages(self._in_drafts()))

    def discard(self, own: Draft) -> None:
        """The draft is gone for good. Raises NotFound; Permanent for whatever does not carry the key as a draft."""
        found = self._calls.ask(Call("GET", f"{self._path(own.ref.id)}?{_SELECT}&{showing(KEY)}"))
        if not own.key or not found["isDraft"] or mark(found, KEY) != own.key:
            raise Permanent("This is no draft with our key, so it is somebody else's and stays where it is.")
        if not self._is_draft(found):
            raise NotFound(_GONE)
        reached("mailbox.discard.before")
        self._calls.ask(Call("POST", f"{self._path(own.ref.id)}/permanentDelete", expects="nothing"), once=False)
        reached("mailbox.discard.after")

    # --- drafting ----------------------------------------------------------------------------------------------------

    def _may_exist(self, key: str) -> bool:
        """Whether there may be a draft or a sent item of this letter, as far as was seen lately."""
        if key not in self._known and self._stopwatch() - self._looked_at > _LOOKED_LATELY:
            drafts, sent = self._calls.ask_all([self._in_drafts(), self._newest_sent()])
            for answer in (drafts, sent):
                if not answer.good:
                    raise named(answer, act=False)
            self._known |= {mark(one, KEY) for answer in (drafts, sent) for one in answer.body["value"]}
            self._looked_at = self._stopwatch()
        return key in self._known

    def _made(self, letter: Letter, answers: str) -> dict[str, Any]:
        """The new draft. A Message-ID of ours that is refused is left to the server from then on."""
        if self._names_itself:
            try:
                return self._created({**_written(letter), "internetMessageId": letter.message_id}, letter, answers)
            except Permanent:
                made = self._created(_written(letter), letter, answers)
                self._names_itself = False
                return made
        return self._created(_written(letter), letter, answers)

    def _created(self, message: Mapping[str, Any], letter: Letter, answers: str) -> dict[str, Any]:
        made: dict[str, Any]
        for item in self._answered(letter, answers):
            try:
                made = self._calls.ask(Call("POST", f"{self._path(item)}/createReply", {"message": message}))
            except NotFound:
                continue
            return made
        made = self._calls.ask(Call("POST", f"{self._mailbox}/messages", message))
        return made

    def _answered(self, letter: Letter, answers: str) -> Iterable[str]:
        """Where the item may be that the letter answers: under its id, or under another with its Message-ID."""
        if not answers:
            return
        yield answers
        if letter.answers_message_id:
            condition = quote(f"internetMessageId eq '{quoted(letter.answers_message_id)}'", safe="")
            found = self._calls.ask(Call("GET", f"{self._mailbox}/messages?$filter={condition}&$select=id,isDraft"))
            yield from [one["id"] for one in found["value"] if not one["isDraft"]][:1]

    # --- sending -----------------------------------------------------------------------------------------------------

    def _make_room(self) -> None:
        now = self._stopwatch()
        while self._sends and now - self._sends[0] >= _A_MINUTE:
            self._sends.popleft()
        if len(self._sends) >= _SENDS:
            wait = self._sends[0] + _A_MINUTE - now
            raise Throttled("The mailbox sends 30 messages a minute; the others leave after it.", wait)

    def _send(self, draft: Draft) -> None:
        send = Call("POST", f"{self._path(draft.ref.id)}/send", expects="nothing")
        try:
            self._calls.ask(send, patience=_SEND_PATIENCE)
        except Permanent:
            if self._is_draft(self._calls.ask(Call("GET", f"{self._path(draft.ref.id)}?{_SELECT}"))):
                raise
            raise NotFound(_GONE) from None

    def _is_draft(self, found: Mapping[str, Any]) -> bool:
        """Whether it is one and nobody has thrown it away; asks where that is, once."""
        return bool(found["isDraft"]) and all(found["parentFolderId"] != self._folders.id_of(one) for one in DELETED)

    # --- finding -----------------------------------------------------------------------------------------------------

    def _note_sent(self, newest: Iterable[Mapping[str, Any]]) -> None:
        there = {mark(one, KEY): _found(one) for one in newest if not one["isDraft"]}
        self._arrived |= {key: there[key] for key in self._awaited & there.keys()}
        self._awaited -= self._arrived.keys()

    def _drafts_in(self, listed: Iterable[Mapping[str, Any]]) -> tuple[Draft, ...]:
        ours = [(one, key) for one in listed if one["isDraft"] and (key := mark(one, KEY))]
        self._known |= {key for _, key in ours}
        return tuple(Draft(Ref(one["id"]), key, instant(one["createdDateTime"])) for one, key in ours)

    def _in_drafts(self) -> Call:
        return Call("GET", f"{self._folders.path('drafts')}/messages?{_SELECT}&{showing(KEY)}&$top=100")

    def _newest_sent(self) -> Call:
        order = f"$orderby={quote('sentDateTime desc')}&$top=50"
        return Call("GET", f"{self._folders.path('sentitems')}/messages?{_SELECT}&{showing(KEY)}&{order}")

    def _path(self, item: str) -> str:
        return f"{self._mailbox}/messages/{quote(item, safe='')}"


def _found(one: Mapping[str, Any]) -> Found:
    where = Whereabouts.DRAFT if one["isDraft"] else Whereabouts.SENT
    return Found(Ref(one["id"]), where, one.get("internetMessageId") or "")


def _written(letter: Letter) -> dict[str, Any]:
    """The letter as Graph takes it; no header but x- ones can be given, and the thread comes from the reply."""
    headers = {"X-Auto-Response-Suppress": "All"} | ({"X-PCR-Loop": letter.loop_mark} if letter.loop_mark else {})
    return {
        "subject": letter.subject,
        "body": {"contentType": "html", "content": letter.html},
        **_recipients(letter),
        "internetMessageHeaders": [{"name": name, "value": value} for name, value in headers.items()],
        **marked(KEY, letter.key),
    }


def _recipients(letter: Letter) -> dict[str, Any]:
    return {"toRecipients": [{"emailAddress": {"address": letter.to}}], "ccRecipients": [], "bccRecipients": []}


def _addresses(message: Mapping[str, Any], name: str) -> list[str]:
    return [(one.get("emailAddress") or {}).get("address") or "" for one in message.get(name) or ()]
