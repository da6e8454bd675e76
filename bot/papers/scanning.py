"""Has the files that are kept looked at by the virus scanner: never clean without its word, and looked at again.

Nobody outside is ever told of a virus. A scanner that is silent or blind holds up nothing but the opening of files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.papers.clamd import Clamd, ScannerSilent, Verdict, eicar
from store import paper_scans, papers, questions
from store.blobs import BlobDamaged
from store.engine import Tx
from store.messages import PaperFile, Question
from store.terms import Owner, Scan, london_date
from store.vault import Erased

if TYPE_CHECKING:
    from bot.service import Service

NO_SCANNER = "no scanner is configured"
OLD = timedelta(hours=48)
"""How old the scanner's signatures may be before a person hears of it."""
_AGAIN_FOR = timedelta(days=14)
_A_DAY = timedelta(days=1)
_TESTED_EVERY = timedelta(hours=1)
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30))
_FILES_AT_ONCE = 16
_LEAST = 1_000_000

_BLIND = (
    "The virus scanner does not know the harmless test file that every scanner knows. Until it does, nothing counts as "
    "scanned. Ask IT to look at ClamAV's signatures and at ScanArchive."
)
_SILENT = "The virus scanner does not answer, so no new file can be opened. Ask IT to start ClamAV's daemon."
_SIGNATURES = "The virus scanner's signatures are more than two days old, or it does not say. Ask IT to run freshclam."
_SMALL = (
    "The virus scanner looks into smaller files than are kept here; larger ones stay unscanned. Ask IT to raise "
    "StreamMaxLength, MaxFileSize and MaxScanSize, or lower [papers] largest_file_mb."
)
_INFECTED = (
    "A file that came from the police holds malicious software. It is locked and nobody can open it here. Do not open "
    "the mail's attachments. Tell IT, and tell the unit by telephone; nobody has been written to."
)
_DAMAGED = (
    "A file that was kept is not what it was. It is taken out of its mail again; if that works no more, a second "
    "question says so. Ask IT to look at the disk."
)


@dataclass
class ScannerState:
    """What this process knows of the scanner: when it last passed its test, how large a file it looks into, and waits.

    `looks_into` is in bytes, 0 where it is not known to find anything.
    """

    tested_at: datetime | None = None
    looks_into: int = 0
    quiet_until: datetime | None = None
    refusals: int = 0


def pass_(service: Service) -> int:
    """Every file whose turn it is has been shown to the scanner, as far as it answers; how many answers were given."""
    address = service.settings.papers.clamd
    if not address:
        return _nobody(service, NO_SCANNER)
    state, now = service.scanner, service.clock.now()
    if state.quiet_until is not None and now < state.quiet_until <= now + _WAITS[-1]:
        return 0
    scanner = Clamd(address)
    with service.reading() as tx:
        due = paper_scans.due(tx, london_date(now), _FILES_AT_ONCE)
    try:
        _tested(service, scanner)
        if not state.looks_into:
            return _nobody(service, "the scanner did not know its test file")
        scanner.ping()
    except ScannerSilent as silence:
        return _silent(service, str(silence))
    done = 0
    for file in due:
        try:
            done += _look_at(service, scanner, file)
        except ScannerSilent as silence:
            return done + _silent(service, str(silence))
    state.refusals, state.quiet_until = 0, None
    return done


def _nobody(service: Service, reason: str) -> int:
    """What waits for its first answer is "not scanned", and stays due."""
    with service.reading() as tx:
        waiting = paper_scans.any_waiting(tx)
    if not waiting:
        return 0
    with service.writing() as tx:
        return paper_scans.nobody_scans(tx, reason)


def _silent(service: Service, reason: str) -> int:
    state, now = service.scanner, service.clock.now()
    wait = _WAITS[min(state.refusals, len(_WAITS) - 1)]
    state.refusals, state.quiet_until, state.tested_at = state.refusals + 1, now + wait, None
    if state.refusals == len(_WAITS):
        with service.writing() as tx:
            _alarm(service, tx, "scanner_silent", _SILENT)
    return _nobody(service, reason)


# --- whether the scanner can be believed ------------------------------------------------------------------------------


def _tested(service: Service, scanner: Clamd) -> None:
    """The scanner has found the test file within the hour, or is known not to. Raises ScannerSilent."""
    state, now = service.scanner, service.clock.now()
    if state.tested_at is not None and timedelta(0) <= now - state.tested_at < _TESTED_EVERY:
        return
    known = scanner.scan(eicar()).scan is Scan.INFECTED
    made_at = scanner.version().signatures_at
    most = service.settings.papers.largest_file_mb * 1_000_000
    if not known:
        state.looks_into = 0
    elif state.tested_at is None or not state.looks_into:
        state.looks_into = largest_looked_into(scanner, most)
    state.tested_at = now
    alarms = {
        ("scanner_blind", _BLIND): not state.looks_into,
        ("signatures_old", _SIGNATURES): made_at is None or now - made_at > OLD,
        ("scanner_small", _SMALL): 0 < state.looks_into < most,
    }
    if any(alarms.values()):
        with service.writing() as tx:
            for (code, text), rings in alarms.items():
                if rings:
                    _alarm(service, tx, code, text)


def largest_looked_into(scanner: Clamd, most: int) -> int:
    """The size up to which it finds something at a file's very end, tried from the largest down; 0 for none.

    Raises ScannerSilent.
    """
    size = most
    while size >= _LEAST:
        if scanner.finds_inside(size - _LEAST // 2):
            return size
        size //= 2
    return 0


def _alarm(service: Service, tx: Tx, code: str, text: str) -> None:
    """A person hears of it, once a day."""
    today = london_date(tx.now)
    question = Question(code, text, Owner.MANAGER, service.days.next_on_or_after(today))
    questions.ask(tx, f"scanner:{today}", question)


# --- one file ---------------------------------------------------------------------------------------------------------


def _look_at(service: Service, scanner: Clamd, file: PaperFile) -> int:
    """The scanner's word on one file stands in its row; 1 for that."""
    try:
        with service.reading() as tx:
            data = papers.content(tx, service.store, file)
    except Erased:
        with service.writing() as tx:
            papers.erased(tx, file)
        return 1
    except BlobDamaged:
        with service.writing() as tx:
            papers.damaged(tx, file)
            question = Question(
                "paper_damaged", _DAMAGED, Owner.MANAGER, service.days.next_on_or_after(london_date(tx.now))
            )
            questions.ask(tx, f"paper:{file.id}", question, case_id=file.case_id)
        return 1
    verdict = _verdict(service, scanner, file, data)
    today = london_date(service.clock.now())
    with service.writing() as tx:
        paper_scans.scanned(tx, file, verdict.scan, verdict.reason, again_on=_again_on(file, verdict, today))
        if verdict.scan is Scan.INFECTED:
            papers.taken_back(tx, [file])
            _ask(service, tx, file, "infected", _INFECTED)
    return 1


def _verdict(service: Service, scanner: Clamd, file: PaperFile, data: bytes) -> Verdict:
    """What the scanner says; where it says nothing though it is there, an earlier "clean" stands.

    Raises ScannerSilent when it is gone; the file is then asked about again, after those that wait as well.
    """
    found = Verdict(Scan.UNSCANNED, "it is larger than the scanner looks into")
    if len(data) <= service.scanner.looks_into:
        try:
            found = scanner.scan(data)
        except ScannerSilent as silence:
            found = Verdict(Scan.UNSCANNED, str(silence))
            _is_it_there(service, scanner, file, found)
    return Verdict(Scan.CLEAN) if found.scan is Scan.UNSCANNED and file.scan is Scan.CLEAN else found


def _is_it_there(service: Service, scanner: Clamd, file: PaperFile, found: Verdict) -> None:
    """Raises ScannerSilent when the scanner is gone; the file whose turn it was then comes after the others."""
    try:
        scanner.ping()
    except ScannerSilent:
        stands = (Scan.CLEAN, "") if file.scan is Scan.CLEAN else (found.scan, found.reason)
        with service.writing() as tx:
            paper_scans.scanned(tx, file, *stands, again_on=london_date(tx.now))
        raise


def _ask(service: Service, tx: Tx, file: PaperFile, code: str, text: str) -> None:
    question = Question(code, text, Owner.MANAGER, service.days.next_on_or_after(london_date(tx.now)))
    questions.ask(tx, f"paper:{file.id}", question, case_id=file.case_id)


def _again_on(file: PaperFile, verdict: Verdict, today: date) -> date | None:
    """Clean files are looked at daily for a fortnight, since signatures come late; unscanned ones until they are."""
    if verdict.scan is Scan.UNSCANNED:
        return today + _A_DAY
    if verdict.scan is Scan.CLEAN and today < file.came_on + _AGAIN_FOR:
        return today + _A_DAY
    return None
