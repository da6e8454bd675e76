"""Operations on several letters for mailboxes that take one letter in each request; knows no mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from bot.mailbox import Draft, DraftContent, Found, Mailbox, MailboxError, Outcomes
from store.messages import Letter

S = TypeVar("S")
T = TypeVar("T")


_NO_LIMIT = 1_000_000


class OneByOne:
    """Each step is one letter, and nothing limits how many leave."""

    def draft_all(self: Mailbox, letters: Sequence[Letter]) -> Outcomes[Draft]:
        """As `draft` for each."""
        return _each(self.draft, letters)

    def read_back_all(self: Mailbox, drafts: Sequence[Draft]) -> Outcomes[DraftContent]:
        """As `read_back` for each."""
        return _each(self.read_back, drafts)

    def room(self) -> int:
        """More than anybody has."""
        return _NO_LIMIT

    def submit_all(self: Mailbox, drafts: Sequence[Draft]) -> Outcomes[None]:
        """As `submit` for each."""
        return _each(self.submit, drafts)

    def find_all(self: Mailbox, keys: Sequence[str]) -> Outcomes[tuple[Found, ...]]:
        """As `find` for each."""
        return _each(self.find, keys)


def tried(act: Callable[[], T]) -> T | MailboxError:
    """What the act answers, or the error it raises."""
    try:
        return act()
    except MailboxError as trouble:
        return trouble


def _each(act: Callable[[S], T], things: Iterable[S]) -> Iterator[Sequence[T | MailboxError]]:
    for one in things:
        yield (tried(partial(act, one)),)
