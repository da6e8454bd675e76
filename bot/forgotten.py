"""References that the mailbox still shows and a restored store has forgotten: no other case may ever get them.

They stand in letters that left or lie as drafts, on cards, on messages we had labelled and in the names of case
folders. Only what carries a key or stamp of our own making counts, or is named exactly as we name it, so that nobody's
mail moves the numbers. Changes no mailbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from bot.mailbox import (
    AccessDenied,
    CursorExpired,
    Item,
    MailboxError,
    NotFound,
    Permanent,
    Ref,
    Unavailable,
)
from bot.mime import Unreadable
from bot.remembering import ANSWERS
from handlers.reading import references
from store import cards, intake, told_references
from store.messages import Incoming
from store.terms import Place

if TYPE_CHECKING:
    from bot.service import Service

_NOT_OURS_ALONE = (Place.INBOX, Place.JUNK, Place.SENT, Place.STOP)
"""Folders into which others put things too: what lies there shows nothing."""


def remember(service: Service, letters: Iterable[Ref]) -> None:
    """Every reference that these letters, our folders and what lies in them show is given to no other case.

    Raises Unavailable where a letter does not come, but for one that never does; what a silent folder hides stays so.
    """
    service.reader.ready()
    for ref in letters:
        try:
            _from_letter(service, said(service, ref))
        except Unavailable:
            service.unanswered[ref.id] += 1
            if service.unanswered[ref.id] < ANSWERS:
                raise
    try:
        _from_folders(service)
    except MailboxError as trouble:
        service.log.warning("references_not_all_seen", fault=type(trouble).__name__)


def said(service: Service, ref: Ref) -> Incoming:
    """What a letter or card says; nothing where it has gone or cannot be read. Raises MailboxError."""
    try:
        return service.reader.read(service.mailbox.mime(ref))
    except (NotFound, Permanent, AccessDenied, Unreadable):
        return Incoming()


def our_cursors(service: Service) -> dict[str, str]:
    """From where on each folder that only we and the team put things into was last read, by its id."""
    aside = {service.folders.get(place) for place in _NOT_OURS_ALONE}
    return {folder: cursor for folder, cursor in service.cursors.items() if folder not in aside}


def came_since(service: Service, cursors: Mapping[str, str]) -> Iterator[tuple[Item, ...]]:
    """Everything that came into these folders since their cursors; all that lies there where these are no good.

    Raises what kept the first folder from being read, once all others were.
    """
    try:
        yield from (page.created for page in service.mailbox.poll(cursors))
    except CursorExpired:
        yield from (page.created for page in service.mailbox.poll(dict.fromkeys(cursors, "")))


def _from_letter(service: Service, letter: Incoming) -> None:
    """The case of the message that was answered is to have the reference it was given, where it comes in anew."""
    found = references((letter.subject,), service.settings.office.reference_prefix)
    alone = len(found) == len(letter.to) == 1
    answers = letter.in_reply_to[0] if alone and letter.in_reply_to else ""
    with service.writing() as tx:
        told_references.remember(tx, found, to=letter.to[0] if answers else "", answers=answers)


def _from_folders(service: Service) -> None:
    prefix = service.settings.office.reference_prefix
    above = service.settings.case_file("")[:-1]
    inside = service.mailbox.folders_inside(above)
    found = [
        one for name in inside for one in references((name,), prefix) if service.settings.case_file(one)[-1] == name
    ]
    if cursors := our_cursors(service):
        for items in came_since(service, cursors):
            found += [one for words in _words_of(service, items) for one in references((words,), prefix)]
    with service.writing() as tx:
        told_references.remember(tx, dict.fromkeys(found))


def _words_of(service: Service, items: Iterable[Item]) -> Iterator[str]:
    """The categories of messages that we stamped, and the subjects of our cards, as far as the store forgot them."""
    with service.reading() as tx:
        own = [item for item in items if tx.vault.is_own_key(item.stamp or item.key)]
        stamps = {item.ref.id: item.stamp for item in own if item.stamp}
        known = {*intake.recognised(tx, service.mailbox_name, stamps), *cards.by_keys(tx, (item.key for item in own))}
    for item in own:
        if item.stamp and item.ref.id not in known:
            yield from item.categories
        elif not item.stamp and item.key not in known:
            yield said(service, item.ref).subject
