"""Our drafts in Microsoft Graph: made with their key, twenty in a request, read back, and taken away; sends nothing.

A draft lies in the folder where people look only once its files are in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from bot.mailbox import (
    Draft,
    DraftContent,
    FolderId,
    Found,
    MailboxError,
    NotFound,
    Outcomes,
    Permanent,
    Ref,
    Unavailable,
    Whereabouts,
)
from bot.mailbox.graph_calls import BATCH, Calls
from bot.mailbox.graph_connection import Call
from bot.mailbox.graph_enclosures import LISTED, Enclosures
from bot.mailbox.graph_faults import Answer, named
from bot.mailbox.graph_folders import DRAFTS, Folders
from bot.mailbox.graph_items import CARD, KEY, instant, mark, message, quoted, showing
from bot.mailbox.graph_sending import GONE, SELECT, Sending
from bot.mailbox.graph_words import addresses, amiss, written
from bot.mailbox.one_by_one import tried
from store.messages import Letter
from store.points import reached

_CONTENT = f"$select=id,isDraft,parentFolderId,subject,body,toRecipients,ccRecipients,bccRecipients&{LISTED}"
_LOOKED_LATELY = 600.0
_NO_FOLDER = "The folder for this draft is not in the mailbox any more; put it back."


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
        self._enclosures = Enclosures(calls, mailbox)
        self._stopwatch = stopwatch
        self._names_itself = True
        self._known: set[str] = set()
        self._looked_at = float("-inf")

    def draft_all(self, letters: Sequence[tuple[Letter, str]]) -> Outcomes[Draft]:
        """A draft of each letter lies where it is to wait, in the thread of the item it answers where that is there.

        A letter that was drafted or sent before is not drafted again: the draft or sent item that there is, is it, and
        what was missing in the draft is there now.
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

    def discard(self, item: str, key: str) -> None:
        """The draft or card is gone for good. Raises NotFound, also if it was sent; Permanent if it is not ours."""
        found = self._calls.ask(Call("GET", f"{self._path(item)}?{SELECT}&{showing(KEY, CARD)}"))
        is_card = mark(found, CARD) == key
        if not key or not (is_card or mark(found, KEY) == key):
            raise Permanent("This does not carry the key, so it is somebody else's and stays where it is.")
        if self._folders.thrown_away(found) or not (is_card or found["isDraft"]):
            raise NotFound(GONE)
        reached("mailbox.discard.before")
        self._calls.remove(self._path(item))
        reached("mailbox.discard.after")

    # --- drafting ----------------------------------------------------------------------------------------------------

    def _drafted(self, letters: Sequence[tuple[Letter, str]]) -> list[Draft | MailboxError]:
        """The draft of each of at most 20 letters, or what kept it from being made."""
        try:
            there = self._there_already([letter for letter, _ in letters])
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
            made[letter.key]
            if letter.key in made
            else tried(partial(self._completed, letter, _which(there[letter.key])))
            for letter, _ in letters
        ]

    def _there_already(self, letters: Sequence[Letter]) -> dict[str, tuple[Found, ...]]:
        """What there is of those of these letters of which there may be something, as far as was seen lately.

        In Drafts and Sent Items, that is; a letter whose draft lies elsewhere is looked for by its key.
        """
        keys = [letter.key for letter in letters]
        if not self._known.issuperset(keys) and self._stopwatch() - self._looked_at > _LOOKED_LATELY:
            drafts, sent = self._calls.ask_all([self._in_drafts(), self._sending.newest()])
            for answer in (drafts, sent):
                if not answer.good:
                    raise named(answer, act=False)
            self._known |= {mark(one, KEY) for answer in (drafts, sent) for one in answer.body["value"]}
            self._looked_at = self._stopwatch()
        known = [letter.key for letter in letters if letter.key in self._known or letter.folder]
        outcomes = [found for step in self._sending.find_all(known) for found in step]
        for outcome in outcomes:
            if isinstance(outcome, MailboxError):
                raise outcome
        return {key: found for key, found in zip(known, outcomes, strict=True) if not isinstance(found, MailboxError)}

    def _first_try(self, letter: Letter, answers: str) -> Call:
        """Makes the draft, if the item it answers is where it was and Exchange takes a Message-ID of ours."""
        words = {**written(letter), **({"internetMessageId": letter.message_id} if self._names_itself else {})}
        return self._reply(answers, words) if answers else self._alone(letter, words)

    def _made(self, letter: Letter, answers: str, answer: Answer) -> Draft:
        """The draft, however it had to be made in the end; its recipient, labels and files are the letter's."""
        made = answer.body if answer.good else self._made_otherwise(letter, answers, named(answer, act=True))
        if wrong := amiss(made, letter):
            self._calls.ask(Call("PATCH", self._path(made["id"]), wrong))
        whole = self._whole(letter, made)
        return Draft(Ref(whole), letter.key, instant(made["createdDateTime"]))

    def _completed(self, letter: Letter, there: Found) -> Draft:
        """The draft that was there and is whole now, or the sent item: then submitting it finds nothing."""
        item = there.ref.id
        if there.where is Whereabouts.DRAFT and (letter.folder or letter.enclosures):
            item = self._whole(letter, self._calls.ask(Call("GET", f"{self._path(item)}?{_CONTENT}")))
        return Draft(Ref(item), letter.key, letter.written_at)

    def _whole(self, letter: Letter, draft: Mapping[str, Any]) -> str:
        """The id of the draft, in which its files lie now, and which then was put where it is to wait.

        One that lies elsewhere than among the drafts was put there by us before, or by a person since, and stays.
        """
        item: str = draft["id"]
        try:
            self._enclosures.put(item, letter.enclosures, self._enclosures.read(draft))
            lies: FolderId = draft["parentFolderId"]
            if letter.folder and lies != self._folders.id_of(letter.folder) and lies == self._folders.id_of(DRAFTS):
                item = self._put(item, letter.folder)
        except NotFound:
            raise Unavailable("A draft went while it was being made; it is looked for at the next pass.") from None
        return item

    def _put(self, item: str, folder: FolderId) -> str:
        """The draft lies in the folder; its id there. Raises NotFound, and Permanent where the folder has gone."""
        move = Call("POST", f"{self._path(item)}/move", {"destinationId": self._folders.name(folder)})
        try:
            moved: str = self._calls.ask(move, once=False)["id"]
        except NotFound:
            self._calls.ask(Call("GET", f"{self._path(item)}?{SELECT}"))
            raise Permanent(_NO_FOLDER) from None
        return moved

    def _made_otherwise(self, letter: Letter, answers: str, trouble: MailboxError) -> dict[str, Any]:
        """A Message-ID of ours that is refused is left to the server from then on; an item that moved is looked for."""
        if isinstance(trouble, Permanent) and self._names_itself:
            made = self._created(written(letter), letter, answers)
            self._names_itself = False
            return made
        if isinstance(trouble, Permanent | NotFound):
            named_by = {"internetMessageId": letter.message_id} if self._names_itself else {}
            return self._created({**written(letter), **named_by}, letter, answers)
        raise trouble

    def _created(self, words: Mapping[str, Any], letter: Letter, answers: str) -> dict[str, Any]:
        made: dict[str, Any]
        for item in self._answered(letter, answers):
            try:
                made = self._calls.ask(self._reply(item, words))
            except NotFound:
                continue
            return made
        try:
            made = self._calls.ask(self._alone(letter, words))
        except NotFound:
            raise Permanent(_NO_FOLDER) from None
        return made

    def _alone(self, letter: Letter, words: Mapping[str, Any]) -> Call:
        """Makes the draft outside any thread; one whose files are still to come waits for them among the drafts."""
        straight = letter.folder if not letter.enclosures else ""
        return Call("POST", f"{self._folders.path(straight or DRAFTS)}/messages", words)

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
            to=tuple(addresses(found, "toRecipients")),
            copies=tuple(addresses(found, "ccRecipients") + addresses(found, "bccRecipients")),
            subject=found.get("subject") or "",
            html=(found.get("body") or {}).get("content") or "",
            attachments=self._enclosures.read(found),
        )

    def _drafts_in(self, listed: Iterable[Mapping[str, Any]]) -> tuple[Draft, ...]:
        ours = [(one, key) for one in listed if one["isDraft"] and (key := mark(one, KEY))]
        self._known |= {key for _, key in ours}
        return tuple(Draft(Ref(one["id"]), key, instant(one["createdDateTime"])) for one, key in ours)

    def _in_drafts(self) -> Call:
        return Call("GET", f"{self._folders.path(DRAFTS)}/messages?{SELECT}&{showing(KEY)}&$top=100")

    def _path(self, item: str) -> str:
        return message(self._mailbox, item)


def _which(found: Sequence[Found]) -> Found:
    """The sent item where there is one, else a draft."""
    return next((one for one in found if one.where is Whereabouts.SENT), found[0])
