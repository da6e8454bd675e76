"""Files that came from the force: on record with the mail that brought them, then kept apart under their case's key.

`came` stands in the transaction that understands the mail; `pass_` takes the bytes out of the raw mail in the limited
child. Neither opens a file, and nothing of a file's name is used but as a label.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from bot.documents import FAULTS
from bot.documents.opened import label
from bot.mime import Unreadable
from bot.papers.file_types import declared, ending, is_locked, not_opened
from bot.reader_answers import TakenOut
from config.cues import checklist as words
from handlers.checklist import Checklist, compile_checklist, recognised
from store import intake, paper_scans, papers, questions, refiling
from store.blobs import Blob, BlobDamaged
from store.engine import Tx
from store.intake import Held
from store.messages import Attachment, Incoming, PackedFile, PaperFile, Question
from store.papers import NewFile
from store.terms import Kind, Owner, Scan, london_date
from store.vault import Erased

if TYPE_CHECKING:
    from bot.service import Service

FROM_THE_FORCE = frozenset({Kind.PAPERS, Kind.PAPERS_EXTENSION, Kind.FORCE_QUERY, Kind.RECOMMENDATION_RESPONSE})
TOO_LARGE = "too_large"
_ERASED = "erased"
_MESSAGES_AT_ONCE = 8
_MOST_UNPACKED = 100
_TRIES = 3
_LOCKED = (
    "A file from the police needs a password. Ask the unit for it by telephone; until then nobody can see whether the "
    "papers are there."
)
_TAKEN_NOT = (
    "Files that came from the police could not be taken out of their mail to be kept and scanned. Look at the mail by "
    "hand; it lies with its case."
)


# --- with the mail --------------------------------------------------------------------------------------------------


def came(service: Service, tx: Tx, held: Held, incoming: Incoming, kind: Kind, case_id: int | None) -> None:
    """The files of a message of the force are on record with its case; of any other message none begins to be.

    Where one needs a password, a person is asked. No line of a request is ticked by that: see `ticking`.
    """
    papers.follow(tx, held.id, case_id)
    if case_id is None or kind not in FROM_THE_FORCE:
        return
    most = service.settings.papers.largest_file_mb * 1_000_000
    files = tuple(_new_files(incoming, most))
    papers.came(tx, held.id, case_id, files, on=london_date(held.received_at))
    if any(is_locked(file.scan_reason) for file in files):
        due_on = service.days.add(london_date(tx.now), 1)
        asked = Question("needs_password", _LOCKED, Owner.ADMINISTRATOR, due_on)
        questions.ask(tx, f"intake:{held.id}", asked, case_id=case_id)


def _new_files(incoming: Incoming, most: int) -> Iterator[NewFile]:
    for part, (file, inside) in enumerate(_with_inside(incoming.attachments)):
        read = recognised(file, inside, _checklist())
        scan, reason = _at_once(file, inside, most)
        yield NewFile(
            part=str(part),
            label=label(file.name),
            sha256=file.sha256,
            size=file.size,
            by_name=ending(label(file.name)),
            declared=declared(file.content_type),
            scan=scan,
            scan_reason=reason,
            kinds=read.papers,
            kind_reason=read.reason,
            inside=tuple(PackedFile(one.place, one.size, one.text_fault) for one in inside),
            inline=file.inline,
            fault=TOO_LARGE if file.size > most else "",
        )


def _with_inside(files: Sequence[Attachment]) -> Iterator[tuple[Attachment, tuple[Attachment, ...]]]:
    """Each of the message's own files with what lies packed in it; these follow it directly."""
    for at, file in enumerate(files):
        if not file.packed:
            rest = files[at + 1 :]
            end = next((number for number, one in enumerate(rest) if not one.packed), len(rest))
            yield file, tuple(rest[:end])


def _at_once(file: Attachment, inside: Sequence[Attachment], most: int) -> tuple[Scan, str]:
    """What is clear before any scanner is asked; PENDING where nothing is."""
    every = (file, *inside)
    if file.text_fault == "encrypted_portal":
        return Scan.UNSCANNED, FAULTS[file.text_fault]
    for one in every:
        if refused := not_opened(ending(one.name), declared(one.content_type)):
            return Scan.BLOCKED, refused if one is file else f"in it: {refused}"
    unpacked = sum(one.size for one in inside)
    if any(one.text_fault == "bomb" for one in every) or unpacked > _MOST_UNPACKED * max(file.size, 1):
        return Scan.BLOCKED, FAULTS["bomb"]
    if any(one.text_fault == "too_deep" for one in inside):
        return Scan.BLOCKED, FAULTS["too_deep"]
    locked = next((one.text_fault for one in every if one.text_fault.startswith("encrypted")), "")
    if locked:
        return Scan.UNSCANNED, FAULTS[locked]
    if file.size > most:
        return Scan.UNSCANNED, f"it is larger than {most // 1_000_000} MB, the most that is kept apart"
    return Scan.PENDING, ""


@cache
def _checklist() -> Checklist:
    return compile_checklist(words.load())


# --- the bytes ------------------------------------------------------------------------------------------------------


def pass_(service: Service) -> int:
    """Every file on record is kept apart from its mail, as far as it can be had; how many messages were worked.

    Raises ReaderUnavailable.
    """
    with service.reading() as tx:
        waiting = papers.not_kept(tx, _MESSAGES_AT_ONCE)
    for intake_id in waiting:
        _keep(service, intake_id)
    return len(waiting)


def _keep(service: Service, intake_id: int) -> None:
    taken, why = _taken_out(service, intake_id)
    if why.startswith("reader_") and _may_yet(service, intake_id):
        return
    with service.reading() as tx:
        files = [file for file in papers.of_message(tx, intake_id) if not file.is_kept]
        wanted = {file.sha256: file.part for file in files if file.part in taken and not _is_here(service, tx, file)}
    blobs = {sha256: service.store.blobs.put(taken[part].content) for sha256, part in wanted.items()}
    service.store.blobs.settle()
    with service.writing() as tx:
        for file in files:
            if why == _ERASED:
                papers.erased(tx, file)
            elif file.part in taken:
                _record(tx, file, taken[file.part], blobs.pop(file.sha256, None))
            else:
                papers.cannot_be_kept(tx, file, why)
                _ask_about(service, tx, file)


def _may_yet(service: Service, intake_id: int) -> bool:
    """Whether files whose reader ended or took too long are tried once more: it need not be their fault."""
    mark = f"files {intake_id}"
    service.unanswered[mark] += 1
    if service.unanswered[mark] < _TRIES:
        return True
    del service.unanswered[mark]
    return False


def _taken_out(service: Service, intake_id: int) -> tuple[dict[str, TakenOut], str]:
    """The files of the message by their part, only those that are as they were when it was read; or none, and why."""
    try:
        with service.reading() as tx:
            held = refiling.by_id(tx, intake_id)
            assert held is not None  # noqa: S101 - rows are never removed
            raw = intake.raw_of(service.store, tx, held)
            known = {file.part: file.sha256 for file in papers.of_message(tx, intake_id)}
        taken = {str(one.number): one for one in service.reader.files(raw)}
    except BlobDamaged:
        return {}, "mail_damaged"
    except Erased:
        return {}, _ERASED
    except Unreadable as fault:
        return {}, fault.code
    same = {part: one for part, one in taken.items() if hashlib.sha256(one.content).hexdigest() == known.get(part)}
    return same, "not_as_it_was"


def _is_here(service: Service, tx: Tx, file: PaperFile) -> bool:
    """Whether the case holds these bytes already, whole."""
    twin = papers.twin(tx, file)
    try:
        return twin is not None and bool(papers.content(tx, service.store, twin) or not twin.size)
    except BlobDamaged:
        return False


def _record(tx: Tx, file: PaperFile, one: TakenOut, blob: Blob | None) -> None:
    if blob is not None:
        papers.kept(tx, file, blob)
    elif twin := papers.twin(tx, file):
        papers.kept_as(tx, file, twin)
    papers.seen_by_content(tx, file, one.by_content, one.warnings)
    refused = not_opened(file.by_name, file.declared, one.by_content)
    if refused and file.scan is not Scan.BLOCKED:
        paper_scans.scanned(tx, file, Scan.BLOCKED, refused, again_on=None)
        papers.taken_back(tx, [file])


def _ask_about(service: Service, tx: Tx, file: PaperFile) -> None:
    due_on = service.days.next_on_or_after(london_date(tx.now))
    asked = Question("papers_not_kept", _TAKEN_NOT, Owner.ADMINISTRATOR, due_on)
    questions.ask(tx, f"intake:{file.intake_id}", asked, case_id=file.case_id)
