"""Which lines of the requests to the force its files answer; that all has come is for others to say."""

from __future__ import annotations

from collections.abc import Iterator

from bot.papers.file_types import is_locked
from store import paper_requests, papers
from store.engine import Tx
from store.messages import PaperFile, PaperItem, PaperRequest
from store.terms import PaperState, RequestState, Scan, Vouched


def tick(tx: Tx, intake_id: int) -> tuple[tuple[PaperRequest, PaperItem], ...]:
    """Every line that a file of this message answers stands as received, on the day it came; answers the new ones.

    For mail that is vouched for, by its headers or by a person who filed it. A file that nobody can open ticks nothing.
    """
    found: list[tuple[PaperRequest, PaperItem]] = []
    for file in papers.of_message(tx, intake_id):
        if not _counts(file):
            continue
        lines = list(_lines_of(tx, file))
        papers.ticks(tx, file, [(request.id, item.number) for request, item in lines])
        for request, item in lines:
            if item.state is PaperState.OUTSTANDING:
                paper_requests.item(tx, request, item.number, PaperState.RECEIVED, file.came_on, by=papers.BY_FILE)
                found.append((request, item))
    return tuple(found)


def tick_proved(tx: Tx, intake_id: int) -> None:
    """As `tick`, where the mail was proved to be the force's: for one that is back where it was."""
    if any(file.vouched is Vouched.VERIFIED for file in papers.of_message(tx, intake_id)):
        tick(tx, intake_id)


def _counts(file: PaperFile) -> bool:
    """Whether somebody may ever see what is in the file."""
    shut = file.scan in (Scan.BLOCKED, Scan.INFECTED) or is_locked(file.scan_reason)
    return bool(file.kinds) and not (shut or file.inline or file.size == 0)


def _lines_of(tx: Tx, file: PaperFile) -> Iterator[tuple[PaperRequest, PaperItem]]:
    """The lines of the case's open requests that this file answers."""
    for request in paper_requests.of_case(tx, file.case_id) if file.case_id is not None else ():
        if request.state in (RequestState.WRITTEN, RequestState.OPEN):
            for item in request.items:
                if item.kind in file.kinds:
                    yield request, item
