"""Our drafts in Microsoft Graph: made with their key, twenty in a request, read back, and taken away; sends nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from bot.mailbox import (
    Draft,
    DraftContent,
    Found,
    MailboxError,
    NotFound,
    Outcomes,
    Permanent,
    Ref,
    Whereabouts,
)
from bot.mailbox.graph_calls import BATCH, Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_faults import Answer, named
from bot.mailbox.graph_folders import Folders
from bot.mailbox.graph_items import KEY, instant, mark, marked, message, quoted, showing
from bot.mailbox.graph_sending import GONE, SELECT, Sending
from bot.mailbox.one_by_one import tried
from store.messages import Letter
from store.points import reached

_CONTENT = (
    "$select=isDraft,parentFolderId,subject,body,toRecipients,ccRecipients,bccRecipients"
    "&$expand=attachments($select=name)"
)
_LOOKED_LATELY = 600.0


class Letters:
    """The drafts of one mailbox."""

    def __init__(
        self,
        calls: Calls,
        folders: Folders,
        sending: Sending,
        mailbox: str,
        *,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calls = calls
        self._folders = folders
        self._sending = sending
        self._mailbox = mailbox
        self._stopwatch = stopwatch
        self._names_itself = True
        self._known: set[str] = set()
        self._looked_at = float("-inf")

    def draft_all(self, letters: Sequence[tuple[Letter, str]]) -> Outcomes[Draft]:
        """A draft of each letter lies in Drafts, in the thread of the item it answers where that is still there.

        A letter that was drafted or sent before is not drafted again: the draft or sent item that there is, is it.
        """
        for start in range(0, len(letters), BATCH):
            yield self._drafted(letters[start : start + BATCH])

    def read_back_all(self, drafts: Sequence[Draft]) -> Outcomes[DraftContent]:
        """What each draft says now; NotFound for what is no draft any more."""
        for start in range(0, len(drafts), BATCH):
            calls = [Call("GET", f"{self._path(one.ref.id)}?{_CONTENT}") for one in drafts[start : start + BATCH]]
            yield [tried(partial(self._content, answer)) for answer in self._calls.ask_all(calls)]

    def drafts(self) -> tuple[Draft, ...]:
        """Every draft in Drafts that carries a key of ours."""
        if self._stopwatch() - self._looked_at <= _LOOKED_LATELY:
            self._looked_at = self._stopwatch()
        return self._drafts_in(self._calls.pages(self._in_drafts()))

    def discard(self, own: Draft) -> None:
        """The draft is gone for good. Raises NotFound; Permanent for whatever does not carry the key as a draft."""
        found = self._calls.ask(Call("GET", f"{self._path(own.ref.id)}?{SELECT}&{showing(KEY)}"))
        if not own.key or not found["isDraft"] or mark(found, KEY) != own.key:
            raise Permanent("This is no draft with our key, so it is somebody else's and stays where it is.")
        if not self._sending.is_draft(found):
            raise NotFound(GONE)
        reached("mailbox.discard.before")
        self._calls.remove(self._path(own.ref.id))
        reached("mailbox.discard.after")

    # --- drafting ----------------------------------------------------------------------------------------------------

    def _drafted(self, letters: Sequence[tuple[Letter, str]]) -> list[Draft | MailboxError]:
        """The draft of each of at most 20 letters, or what kept it from being made."""
        try:
            there = self._there_already([letter.key for letter, _ in letters])
        except MailboxError as trouble:
            return [trouble] * len(letters)
        new = [(letter, answers) for letter, answers in letters if not there.get(letter.key)]
        self._known |= {letter.key for letter, _ in new}
        for _ in new:
            reached("mailbox.draft.before")
        asked = self._calls.ask_all([self._first_try(letter, answers) for letter, answers in new], once=True)
        made = {
            letter.key: tried(partial(self._made, letter, answers, answer))
            for (letter, answers), answer in zip(new, asked, strict=True)
        }
        for _ in new:
            reached("mailbox.draft.after")
        return [
            made[letter.key] if letter.key in made else _draft_of(letter, there[letter.key]) for letter, _ in letters
        ]

    def _there_already(self, keys: Sequence[str]) -> dict[str, tuple[Found, ...]]:
        """What there is of those of these letters of which there may be something, as far as was seen lately."""
        if not self._known.issuperset(keys) and self._stopwatch() - self._looked_at > _LOOKED_LATELY:
            drafts, sent = self._calls.ask_all([self._in_drafts(), self._sending.newest()])
            for answer in (drafts, sent):
                if not answer.good:
                    raise named(answer, act=False)
            self._known |= {mark(one, KEY) for answer in (drafts, sent) for one in answer.body["value"]}
            self._looked_at = self._stopwatch()
        known = [key for key in keys if key in self._known]
        outcomes = [found for step in self._sending.find_all(known) for found in step]
        for outcome in outcomes:
            if isinstance(outcome, MailboxError):
                raise outcome
        return {key: found for key, found in zip(known, outcomes, strict=True) if not isinstance(found, MailboxError)}

    def _first_try(self, letter: Letter, answers: str) -> Call:
        """Makes the draft, if the item it answers is where it was and Exchange takes a Message-ID of ours."""
        words = {**_written(letter), **({"internetMessageId": letter.message_id} if self._names_itself else {})}
        return self._reply(answers, words) if answers else Call("POST", f"{self._mailbox}/messages", words)

    def _made(self, letter: Letter, answers: str, answer: Answer) -> Draft:
        """The draft, however it had to be made in the end; its one recipient is the letter's."""
        made = answer.body if answer.good else self._made_otherwise(letter, answers, named(answer, act=True))
        if _addresses(made, "toRecipients") != [letter.to] or made.get("ccRecipients") or made.get("bccRecipients"):
            self._calls.ask(Call("PATCH", self._path(made["id"]), _recipients(letter)))
        return Draft(Ref(made["id"]), letter.key, instant(made["createdDateTime"]))

    def _made_otherwise(self, letter: Letter, answers: str, trouble: MailboxError) -> dict[str, Any]:
        """A Message-ID of ours that is refused is left to the server from then on; an item that moved is looked for."""
        if isinstance(trouble, Permanent) and self._names_itself:
            made = self._created(_written(letter), letter, answers)
            self._names_itself = False
            return made
        if isinstance(trouble, Permanent | NotFound):
            named_by = {"internetMessageId": letter.message_id} if self._names_itself else {}
            return self._created({**_written(letter), **named_by}, letter, answers)
        raise trouble

    def _created(self, words: Mapping[str, Any], letter: Letter, answers: str) -> dict[str, Any]:
        made: dict[str, Any]
        for item in self._answered(letter, answers):
            try:
                made = self._calls.ask(self._reply(item, words))
            except NotFound:
                continue
            return made
        made = self._calls.ask(Call("POST", f"{self._mailbox}/messages", words))
        return made

    def _reply(self, item: str, words: Mapping[str, Any]) -> Call:
        return Call("POST", f"{self._path(item)}/createReply", {"message": words})

    def _answered(self, letter: Letter, answers: str) -> Iterable[str]:
        """Where the item may be that the letter answers: under its id, or under another with its Message-ID."""
        if not answers:
            return
        yield answers
        if letter.answers_message_id:
            condition = quote(f"internetMessageId eq '{quoted(letter.answers_message_id)}'", safe="")
            found = self._calls.ask(Call("GET", f"{self._mailbox}/messages?$filter={condition}&$select=id,isDraft"))
            yield from [one["id"] for one in found["value"] if not one["isDraft"]][:1]

    # --- reading -----------------------------------------------------------------------------------------------------

    def _content(self, answer: Answer) -> DraftContent:
        if not answer.good:
            raise named(answer, act=False)
        found = answer.body
        if not self._sending.is_draft(found):
            raise NotFound(GONE)
        return DraftContent(
            to=tuple(_addresses(found, "toRecipients")),
            copies=tuple(_addresses(found, "ccRecipients") + _addresses(found, "bccRecipients")),
            subject=found.get("subject") or "",
            html=(found.get("body") or {}).get("content") or "",
            attachments=tuple(one.get("name") or "" for one in found.get("attachments") or ()),
        )

    def _drafts_in(self, listed: Iterable[Mapping[str, Any]]) -> tuple[Draft, ...]:
        ours = [(one, key) for one in listed if one["isDraft"] and (key := mark(one, KEY))]
        self._known |= {key for _, key in ours}
        return tuple(Draft(Ref(one["id"]), key, instant(one["createdDateTime"])) for one, key in ours)

    def _in_drafts(self) -> Call:
        return Call("GET", f"{self._folders.path('drafts')}/messages?{SELECT}&{showing(KEY)}&$top=100")

    def _path(self, item: str) -> str:
        return message(self._mailbox, item)


def _draft_of(letter: Letter, found: Sequence[Found]) -> Draft:
    """The draft that there is, or the sent item: then submitting it finds nothing."""
    there = next((one for one in found if one.where is Whereabouts.SENT), found[0])
    return Draft(there.ref, letter.key, letter.written_at)


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
