"""The kill switch: a file, a row in the store and an item in the Stop folder, any one of which stops all sending.

A switch that cannot be read counts as on. File and row are read again before every single submission, the Stop folder
before the first of several and every few seconds while they go on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot import folder_reading
from bot.mailbox import FolderId, Mailbox, MailboxError, NotFound, Unavailable
from store import leadership
from store.terms import Place

if TYPE_CHECKING:
    from bot.service import Service

LOOK_EVERY = timedelta(seconds=5)


class StopSwitch:
    """The switch as several letters meet it that leave one after another."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._looked_at: datetime | None = None

    def why_stopped(self) -> str:
        """Why nothing may leave now, in a few words, or ""."""
        service, now = self._service, self._service.clock.now()
        if stopped := _file(service.settings.stop_file) or _row(service):
            return stopped
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < LOOK_EVERY:
            return ""
        self._looked_at = now
        return _folder(service)


def why_stopped(service: Service) -> str:
    """Why nothing may leave now, in a few words, or ""."""
    return StopSwitch(service).why_stopped()


def mind(service: Service) -> None:
    """A Stop folder that was taken away counts as a stop; one that does not answer stops all sending by itself."""
    folder = service.folders.get(Place.STOP)
    try:
        taken_away = is_taken_away(service.mailbox, folder)
    except Unavailable as trouble:
        folder_reading.leave_out(service, trouble.folder)
        return
    if taken_away:
        with service.writing() as tx:
            leadership.pause(tx, by=service.actor, why="the Stop folder was taken away")


def is_taken_away(mailbox: Mailbox, folder: FolderId | None) -> bool:
    """Whether the Stop folder was there and is not any more, which counts as a stop until a person resumes sending."""
    if folder is None:
        return False
    try:
        list(mailbox.poll({folder: ""}))
    except NotFound:
        return True
    return False


def _file(path: Path) -> str:
    try:
        path.lstat()
    except FileNotFoundError:
        return "" if path.parent.is_dir() else "the folder of the stop file is missing"
    except OSError as error:
        return f"the stop file cannot be looked for ({error.strerror})"
    return "the stop file is there"


def _row(service: Service) -> str:
    with service.reading() as tx:
        return leadership.may_send(tx, service.epoch)


def _folder(service: Service) -> str:
    folder = service.folders.get(Place.STOP)
    if folder is None:
        return ""
    try:
        pages = list(service.mailbox.poll({folder: ""}))
    except MailboxError:
        return "the Stop folder cannot be read"
    return "something lies in the Stop folder" if any(page.created for page in pages) else ""
