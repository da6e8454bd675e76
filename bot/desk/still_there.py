"""Looks where people put things, when a folder could not be read: only what is seen there now may be acted on.

A thing that is not seen where it was put may lie in the folder that did not answer, and then it was told something
else. What was removed is never seen, so it waits. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.desk.command_notes import Lies, where
from bot.mailbox import Item, MailboxError
from store import commands
from store.commands import Command, How

if TYPE_CHECKING:
    from bot.service import Service


def seen(service: Service) -> frozenset[int]:
    """The commands whose thing lies now in the folder it was put in, or carries the category it was given."""
    with service.reading() as tx:
        lying = [(one, where(tx, one)) for one in commands.settling(tx)]
    placed = [(one, lies) for one, lies in lying if lies is not None and _put_there(service, one, lies)]
    here = {folder: _items(service, folder) for folder in sorted({lies.folder for _, lies in placed})}
    return frozenset(one.id for one, lies in placed if _stands(one, here[lies.folder].get(lies.ref.id)))


def _put_there(service: Service, one: Command, lies: Lies) -> bool:
    return bool(lies.folder) and (one.how is How.LABEL or service.folders.get(one.place) == lies.folder)


def _stands(one: Command, item: Item | None) -> bool:
    return item is not None and (one.how is not How.LABEL or one.place in item.categories)


def _items(service: Service, folder: str) -> Mapping[str, Item]:
    """Everything that lies in the folder now, nothing where it cannot be listed whole."""
    try:
        pages = list(service.mailbox.poll({folder: ""}))
    except MailboxError:
        return {}
    return {item.ref.id: item for page in pages if page.complete for item in page.created}
