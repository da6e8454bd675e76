"""Reads every watched folder so that one that cannot be read keeps no other back; takes nothing in and changes nothing.

A folder that the service may not read is said once, and counts as not watched until it can be read. One that does not
answer, poll after poll, is asked alone and last from then on; what it holds is unknown, and nobody acts as if it were
known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.mailbox import AccessDenied, Page, Unavailable
from store import questions
from store.messages import Question
from store.terms import Owner, Place, london_date

if TYPE_CHECKING:
    from bot.service import Service

TRIES = 9
"""In how many polls, one after the other, a folder may fail to answer before it is asked alone."""


def pages(service: Service) -> Iterator[Page]:
    """What changed in every folder that can be read.

    Raises what kept the first other one from being read, once all others were told. Its `folder` is in `service.apart`
    where that one alone is unread. The Inbox is never read apart: without it there is nothing to do.
    """
    unread = None
    service.apart &= service.cursors.keys()
    service.refused &= service.cursors.keys()
    try:
        yield from service.mailbox.poll(_but(service, service.apart | service.refused))
        service.silent.clear()
    except AccessDenied as trouble:
        if not _is_apart(service, trouble.folder):
            raise
        service.refused.add(trouble.folder)
        _say(service, trouble.folder)
    except Unavailable as trouble:
        _count(service, trouble.folder)
        unread = trouble
    for folder in sorted(service.apart | service.refused):
        try:
            yield from service.mailbox.poll({folder: service.cursors.get(folder, "")})
        except AccessDenied:
            service.apart.discard(folder)
            service.refused.add(folder)
            _say(service, folder)
        except Unavailable as trouble:
            trouble.folder = folder
            unread = unread or trouble
        else:
            service.apart.discard(folder)
            service.refused.discard(folder)
    if unread:
        raise unread


def _but(service: Service, folders: set[str]) -> dict[str, str]:
    return {folder: cursor for folder, cursor in service.cursors.items() if folder not in folders}


def _is_apart(service: Service, folder: str) -> bool:
    """Whether the trouble is that of one folder which can be left out."""
    return folder not in ("", service.folders.get(Place.INBOX, ""))


def _count(service: Service, folder: str) -> None:
    """How often in a row this folder did not answer is known, and from the ninth time on it is asked alone."""
    times = service.silent[folder] + 1
    service.silent.clear()
    service.silent[folder] = times
    if times >= TRIES and _is_apart(service, folder):
        service.apart.add(folder)
        service.silent.clear()


def _say(service: Service, folder: str) -> None:
    """A person is asked, once, for the right to read the folder."""
    name = next((name for name, known in service.folders.items() if known == folder), folder)
    with service.writing() as tx:
        text = (
            f"The mailbox does not let the service read one of its folders ({name}). Nothing that people put there is "
            "seen. Give its account the right to read it, or tell the team not to use it."
        )
        question = Question("folder_refused", text, Owner.ADMINISTRATOR, service.days.add(london_date(tx.now), 1))
        said = questions.ask(tx, f"folder:{name}", question)
    if said:
        service.log.warning("folder_refused")
