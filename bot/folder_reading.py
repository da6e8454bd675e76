"""Reads every watched folder so that one that cannot be read keeps no other back; takes nothing in and changes nothing.

A folder that the service may not read is said once, and counts as not watched until it can be read. One that does not
answer, poll after poll, is asked alone and last from then on; what it holds is unknown, and nobody acts as if it were
known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.mailbox import SENT, AccessDenied, Page, Unavailable, since
from store import answers_by_hand, leadership, questions
from store.messages import Question
from store.terms import Owner, Place, london_date

if TYPE_CHECKING:
    from bot.service import Service

_CLOCKS_DIFFER = timedelta(hours=1)
_SEEN_AGAIN = timedelta(days=7)
"""What people sent so long before the last whole pass was seen then."""
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
        yield from service.mailbox.poll(_but(service, service.apart | service.refused | service.unlooked))
        service.silent.clear()
    except AccessDenied as trouble:
        if not _is_apart(service, trouble.folder):
            raise
        service.refused.add(trouble.folder)
        _say(service, trouble.folder)
    except Unavailable as trouble:
        _count(service, trouble.folder)
        unread = trouble
    for folder in sorted(service.unlooked):
        unread = unread or _unlooked(folder)
    for folder in sorted((service.apart | service.refused) - service.unlooked):
        try:
            yield from service.mailbox.poll({folder: _from(service, folder)})
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
            answers_again(service, folder)
    if unread:
        raise unread


def _but(service: Service, folders: set[str]) -> dict[str, str]:
    return {folder: _from(service, folder) for folder in service.cursors if folder not in folders}


def _from(service: Service, folder: str) -> str:
    """From where on the folder is read: Sent Items, which are vast, at first from when letters of people count."""
    cursor = service.cursors.get(folder, "")
    if folder != SENT or cursor:
        return cursor
    now = service.clock.now()
    with service.reading() as tx:
        began, last = answers_by_hand.since(tx), leadership.look(tx).last_pass_at
    instants = [one for one in (began, last and last - _SEEN_AGAIN) if one is not None and one <= now]
    return since(max(instants, default=now) - _CLOCKS_DIFFER)


def _is_apart(service: Service, folder: str) -> bool:
    """Whether the trouble is that of one folder which can be left out."""
    return folder not in ("", service.folders.get(Place.INBOX, ""))


def _count(service: Service, folder: str) -> None:
    """How often in a row this folder did not answer is known, and from the ninth time on it is asked alone."""
    times = service.silent[folder] + 1
    service.silent.clear()
    service.silent[folder] = times
    if times >= TRIES and _is_apart(service, folder):
        leave_out(service, folder)
        service.silent.clear()


def _unlooked(folder: str) -> Unavailable:
    trouble = Unavailable("This folder does not answer; nothing is taken out of it before its stamps were looked at.")
    trouble.folder = folder
    return trouble


def leave_out(service: Service, folder: str) -> None:
    """The folder does not answer, which is said; it is asked alone and last until it does."""
    service.apart.add(folder)
    say_silent(service, folder)


def say_silent(service: Service, folder: str) -> None:
    """A person is told, once a day at most, that the folder does not answer."""
    text = (
        f"One folder of the mailbox ({_name(service, folder)}) does not answer. What people put there is not seen "
        "until it does; everything else goes on. If it stays so, tell IT."
    )
    _ask(service, f"{_silence_of(service, folder)}{london_date(service.clock.now())}", "folder_silent", text)


def answers_again(service: Service, folder: str) -> None:
    """Nobody is asked about its silence any more."""
    about = _silence_of(service, folder)
    with service.reading() as tx:
        asked = [one for one in questions.still_open(tx) if one.subject.startswith(about)]
    if asked:
        with service.writing() as tx:
            for one in asked:
                questions.answer(tx, one, by=service.actor)


def _silence_of(service: Service, folder: str) -> str:
    return f"silence of {_name(service, folder)}:"


def _say(service: Service, folder: str) -> None:
    """A person is asked, once, for the right to read the folder."""
    text = (
        f"The mailbox does not let the service read one of its folders ({_name(service, folder)}). Nothing that people "
        "put there is seen. Give its account the right to read it, or tell the team not to use it."
    )
    _ask(service, f"folder:{_name(service, folder)}", "folder_refused", text)


def _ask(service: Service, subject: str, code: str, text: str) -> None:
    with service.writing() as tx:
        question = Question(code, text, Owner.ADMINISTRATOR, service.days.add(london_date(tx.now), 1))
        said = questions.ask(tx, subject, question)
    if said:
        service.log.warning(code)


def _name(service: Service, folder: str) -> str:
    return next((name for name, known in service.folders.items() if known == folder), folder)
