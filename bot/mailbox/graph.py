"""A shared mailbox in Microsoft 365, through Microsoft Graph; sends nothing in one step and deletes no mail.

Items and folders are asked for under ids that last over moves. What Graph calls an act's answer may be lost; then the
act is repeated where that does no harm, and is Ambiguous where it would: a letter is looked for by its key.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import quote

from bot.mailbox import (
    SENT,
    Caps,
    Draft,
    DraftContent,
    FolderId,
    Found,
    Health,
    MailboxError,
    NotFound,
    Outcomes,
    Page,
    Ref,
    SentLetter,
    Tree,
)
from bot.mailbox.graph_calls import Calls
from bot.mailbox.graph_cards import Cards
from bot.mailbox.graph_changes import Changes
from bot.mailbox.graph_connection import Call, GraphConnection
from bot.mailbox.graph_examination import GraphExamined, sees
from bot.mailbox.graph_filing import Filing
from bot.mailbox.graph_folders import Folders
from bot.mailbox.graph_labels import Labels
from bot.mailbox.graph_letters import Letters
from bot.mailbox.graph_reading import Reading
from bot.mailbox.graph_sending import Sending
from store.messages import Card, Letter

T = TypeVar("T")


class GraphMailbox:
    """The mailbox at one address, used by one thread."""

    caps = Caps("graph", auto_submitted_header=False, own_message_id=False, multipart=False)

    def __init__(
        self,
        connection: GraphConnection,
        address: str,
        *,
        forbidden: str = "",
        sleep: Callable[[float], None] = time.sleep,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connection = connection
        self._calls = Calls(connection, sleep=sleep)
        self._forbidden = forbidden
        self._sleep = sleep
        self._mailbox = mailbox = _path(address)
        self._folders = Folders(self._calls, mailbox)
        self._changes = Changes(self._calls, self._folders)
        self._reading = Reading(self._calls, mailbox)
        self._filing = Filing(self._calls, self._folders, mailbox)
        self._labels = Labels(self._calls, mailbox)
        self._cards = Cards(self._calls, self._folders, address, stopwatch=stopwatch)
        self._sending = Sending(self._calls, self._folders, mailbox, stopwatch=stopwatch)
        self._letters = Letters(self._calls, self._folders, self._sending, mailbox, stopwatch=stopwatch)

    def check(self) -> Health:
        """Whether the mailbox can be used, and the one that must be refused is refused; changes nothing."""
        credential = self._connection.sign_in.credential
        try:
            inbox = self._calls.ask(Call("GET", f"{self._folders.path('INBOX')}?$select=totalItemCount"))
            if self._sees_forbidden():
                return Health(
                    False,
                    "The application can read a mailbox it must be refused; limit its rights to the one it works for.",
                )
        except MailboxError as fault:
            return Health(False, str(fault))
        until = f", good until {credential.good_until:%d %B %Y}" if credential.good_until else ""
        items = inbox.get("totalItemCount")
        return Health(
            True, f"The mailbox in Microsoft 365: {items} items in the Inbox; signed in by {credential.kind}{until}."
        )

    def ensure_folders(self, tree: Tree) -> Mapping[str, FolderId]:
        """Every folder of the tree exists; answers the id of each; repeatable."""
        return self._folders.ensure(tree)

    def folders_inside(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the folders directly inside the one at this path; none where there is no such folder."""
        return self._folders.inside(path)

    def poll(self, cursors: Mapping[FolderId, str]) -> Iterator[Page]:
        """What changed in each folder since its cursor; nothing for one that is the same. Raises as the port says."""
        self._filing.flush()
        self._reading.expect_nothing()
        for page in self._changes.poll(cursors):
            if page.folder != SENT:  # of what people sent, only what is new is ever asked for
                self._reading.expect(item for item in page.created if not item.key)
            self._reading.enclose(self._changes.enclosing)
            yield page

    def mime(self, ref: Ref) -> bytes:
        """The raw bytes of a received item. Raises NotFound when it has gone."""
        self._filing.flush()
        return self._reading.mime(self._filing.now_called(ref.id))

    def stamp(self, ref: Ref, key: str) -> Ref:
        """The item carries our stamp. Raises NotFound."""
        return self._filing.stamp(ref, key)

    def file(
        self, ref: Ref, folder: FolderId, *, categories: tuple[str, ...] | None = None, flag_on: date | None = None
    ) -> Ref:
        """The item lies in the folder, labelled; None alters no label. Raises NotFound, Permanent."""
        return self._filing.file(ref, folder, categories, flag_on)

    def draft(self, letter: Letter) -> Draft:
        """A draft of the letter lies where it is to wait, or it was drafted or sent before and that is it.

        Nothing is sent. Raises Permanent also where its folder has gone.
        """
        return _only(self.draft_all([letter]))

    def read_back(self, draft: Draft) -> DraftContent:
        """What the draft says now. Raises NotFound when it is no longer a draft."""
        return _only(self.read_back_all([draft]))

    def submit(self, draft: Draft) -> None:
        """The draft is on its way, once. Raises NotFound when it was submitted or removed before, or Throttled."""
        _only(self.submit_all([draft]))

    def find(self, key: str) -> tuple[Found, ...]:
        """Every draft or sent item that carries this key."""
        return _only(self.find_all([key]))

    def draft_all(self, letters: Sequence[Letter]) -> Outcomes[Draft]:
        """As `draft` for each letter, twenty in a request."""
        return self._letters.draft_all([(one, self._filing.now_called(one.answers_item)) for one in letters])

    def read_back_all(self, drafts: Sequence[Draft]) -> Outcomes[DraftContent]:
        """As `read_back` for each draft, twenty in a request."""
        return self._letters.read_back_all(self._as_now_called(drafts))

    def room(self) -> int:
        """How many letters may be submitted now: thirty in any minute."""
        return self._sending.room()

    def submit_all(self, drafts: Sequence[Draft]) -> Outcomes[None]:
        """As `submit` for each draft, twenty in a request; a lost answer makes each of them Ambiguous."""
        return self._sending.submit_all(self._as_now_called(drafts))

    def find_all(self, keys: Sequence[str]) -> Outcomes[tuple[Found, ...]]:
        """As `find` for each key; letters just sent are looked for in one request, others twenty in one."""
        return self._sending.find_all(keys)

    def sent_since(self, instant: datetime) -> Iterator[SentLetter]:
        """Everything in Sent Items with a key of ours that left at this instant or later, the newest first."""
        return self._sending.sent_since(instant)

    def drafts(self) -> tuple[Draft, ...]:
        """Every unsent draft in Drafts that carries a key of ours."""
        return self._letters.drafts()

    def note(self, folder: FolderId, card: Card) -> Ref:
        """The card lies in the folder, one with its key that lay there already being it. Raises NotFound."""
        return self._cards.note(folder, card)

    def label(self, ref: Ref, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Ref:
        """The item carries these categories and lacks those; every other it carries stays. Raises NotFound."""
        return Ref(self._labels.label(self._filing.settled(ref.id), add, remove))

    def ensure_categories(self, colours: Mapping[str, str]) -> frozenset[str]:
        """Each category is in the mailbox's list; answers those that could not be put there."""
        return self._labels.ensure(colours)

    def discard(self, ref: Ref, key: str) -> None:
        """The draft or card of ours is gone for good; nothing else ever is. Raises NotFound, Permanent."""
        self._letters.discard(self._filing.settled(ref.id), key)

    def examined(self) -> GraphExamined:
        """What `doctor` asks of this mailbox beyond the port."""
        return GraphExamined(self._calls, self._folders, self._mailbox, self._forbidden, sleep=self._sleep)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Stamps and filings inside are made twenty at a time when the outermost closes, also after an error.

        Raises Unavailable where not all could be made; those that could are, and all may be asked for again.
        """
        self._filing.begin()
        try:
            yield
        except Exception:
            with suppress(MailboxError):
                self._filing.end()
            raise
        self._filing.end()

    def _as_now_called(self, drafts: Sequence[Draft]) -> list[Draft]:
        return [replace(one, ref=Ref(self._filing.settled(one.ref.id))) for one in drafts]

    def _sees_forbidden(self) -> bool:
        """Whether the application can read the mailbox it must be refused."""
        try:
            return bool(self._forbidden) and sees(self._calls, self._forbidden)
        except NotFound:
            return False


def _path(address: str) -> str:
    return f"/users/{quote(address, safe='@')}"


def _only(outcomes: Outcomes[T]) -> T:
    """The outcome of the only one there is; raises it where it is an error."""
    ((outcome,),) = outcomes
    if isinstance(outcome, MailboxError):
        raise outcome
    return outcome
