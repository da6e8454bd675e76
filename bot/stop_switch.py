"""The kill switch: a file, a row in the store and an item in the Stop folder, any one of which stops all sending.

A switch that cannot be read counts as on. It is read again before every single submission.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.mailbox import MailboxError
from store import leadership
from store.terms import Place

if TYPE_CHECKING:
    from bot.service import Service


def why_stopped(service: Service) -> str:
    """Why nothing may leave now, in a few words, or ""."""
    return _file(service.settings.stop_file) or _row(service) or _folder(service)


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
