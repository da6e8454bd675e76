"""No file of the force is clean without the scanner's word; a scanner that is silent, blind or old is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.papers.clamd import eicar
from store import paper_scans
from store.messages import PaperFile
from store.terms import Owner, Scan
from tests.clamav import ABSENT, DAEMON, ToldScanner, knows_the_test_file, real_scanner, told_scanner
from tests.papers_kept import PDF, Papers

LETTER = ("Outcome letter.pdf", PDF)
VIRUS = ("Complaint form.pdf", PDF + b" not what it says")
Opens = Callable[[str], Papers]


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Opens the office at a scanner's address, with one case for which papers were asked of the force."""
    made: list[Papers] = []

    def opened(address: str) -> Papers:
        told = {"REVIEWS_PAPERS__CLAMD": address, "REVIEWS_PAPERS__LARGEST_FILE_MB": "2"}
        made.append(Papers(tmp_path, environ=told))
        made[-1].opens()
        return made[-1]

    yield opened
    for one in made:
        assert one.broken_chain() == []
        one.close()


@pytest.fixture
def scanner() -> Iterator[ToldScanner]:
    """A scanner that works, and finds nothing but the test file."""
    with told_scanner(verdict=knows_the_test_file) as one:
        yield one


def finds(data: bytes) -> Callable[[bytes], bytes]:
    """As a scanner answers that knows one virus besides the test file."""
    return lambda seen: b"stream: Win.Invented-1 FOUND\0" if data in seen else knows_the_test_file(seen)


def states(office: Papers) -> list[str]:
    """What the scanner made of each file."""
    return [str(file.scan) for file in office.files()]


def owner_of(office: Papers, code: str) -> Owner:
    """Who is asked this."""
    from store import questions

    with office.service.reading() as tx:
        return Owner(next(one.owner for one in questions.still_open(tx) if one.code == code))


def test_without_a_scanner_nothing_is_clean(opens: Opens) -> None:
    """Where no scanner is configured every file is "not scanned" and says so, and goes on waiting for one."""
    office = opens("")
    office.sends(LETTER)
    (file,) = office.files()
    assert (file.scan, file.scan_reason) == (Scan.UNSCANNED, "no scanner is configured")
    with office.service.reading() as tx:
        assert [one.id for one in paper_scans.due(tx, office.clock.at.date(), 10)] == [file.id]


def test_a_scanned_file_is_clean(opens: Opens, scanner: ToldScanner) -> None:
    """A file is clean once the scanner, which has passed its test, has said so of exactly its bytes."""
    office = opens(scanner.address)
    office.sends(LETTER)
    assert states(office) == ["clean"]
    assert scanner.heard[0] == eicar()
    assert scanner.heard[-1] == PDF


def test_a_virus_locks_the_file_and_tells_the_manager_alone(opens: Opens, scanner: ToldScanner) -> None:
    """A file with a virus is locked, what it ticked is taken back, the manager is asked, and nobody outside hears."""
    office = opens(scanner.address)
    mail = office.sends(LETTER, VIRUS)
    office.puts_in(mail)
    assert office.ticked() == {"outcome", "complaint"}
    letters = len(office.sent())
    scanner.verdict = finds(VIRUS[1])
    office.passes(days=1)
    assert states(office) == ["clean", "infected"]
    assert office.ticked() == {"outcome"}
    assert "infected" in office.asked()
    assert owner_of(office, "infected") is Owner.MANAGER
    assert not [one for one in office.sent()[letters:] if "virus" in one.as_string().lower()]
    office.puts_in(mail)
    assert office.ticked() == {"outcome"}


def test_clean_files_are_looked_at_for_a_fortnight(opens: Opens, scanner: ToldScanner) -> None:
    """A clean file is shown to the scanner again each day for fourteen days, and no more."""
    office = opens(scanner.address)
    office.sends(LETTER)
    for _ in range(20):
        office.passes(days=1)
    assert scanner.heard.count(PDF) == 15


@pytest.mark.parametrize("said", [None, b"", b"stream: (null) FOUND\0", b"INSTREAM size limit exceeded. ERROR\0"])
def test_an_answer_that_says_nothing_is_asked_for_again(said: bytes | None, opens: Opens, scanner: ToldScanner) -> None:
    """A file of which the scanner says nothing is not scanned, holds up no other, and is shown again the next day."""
    office = opens(scanner.address)
    scanner.verdict = lambda seen: said if seen == VIRUS[1] else knows_the_test_file(seen)
    office.sends(VIRUS, LETTER)
    assert states(office) == ["unscanned", "clean"]
    assert office.files()[0].scan_reason
    scanner.verdict = knows_the_test_file
    office.passes(days=1)
    assert states(office) == ["clean", "clean"]


def test_what_was_clean_stays_so_while_the_scanner_says_nothing(opens: Opens, scanner: ToldScanner) -> None:
    """An odd answer about a file that was clean takes nothing back, and it is asked about again."""
    office = opens(scanner.address)
    office.sends(LETTER)
    scanner.verdict = lambda seen: b"stream: (null) FOUND\0" if seen == PDF else knows_the_test_file(seen)
    office.passes(days=1)
    assert states(office) == ["clean"]
    scanner.verdict = finds(PDF)
    office.passes(days=1)
    assert states(office) == ["infected"]


def test_a_file_that_kills_the_scanner_comes_last(opens: Opens, scanner: ToldScanner) -> None:
    """A file with which the scanner went away is tried again soon, behind every file that waits as well."""
    office = opens(scanner.address)

    def dies(seen: bytes) -> bytes | None:
        if seen != VIRUS[1]:
            return knows_the_test_file(seen)
        scanner.pong = b""
        return None

    scanner.verdict = dies
    office.sends(VIRUS, LETTER)
    assert states(office) == ["unscanned", "unscanned"]
    scanner.pong = b"PONG\0"
    office.passes(minutes=1)
    assert states(office) == ["unscanned", "clean"]


def test_a_scanner_that_is_away_is_tried_less_and_less(opens: Opens) -> None:
    """While the scanner is away new files are not scanned; it is tried less and less often; back, it scans all."""
    with told_scanner(verdict=knows_the_test_file) as scanner:
        address = scanner.address
        office = opens(address)
    office.sends(LETTER)
    assert states(office) == ["unscanned"]
    assert "cannot be reached" in office.files()[0].scan_reason
    waits = []
    for _ in range(8):
        assert office.service.scanner.quiet_until is not None
        waits.append(office.service.scanner.quiet_until - office.clock.at)
        office.passes(minutes=waits[-1].total_seconds() / 60)
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30, 30, 30)]
    assert "scanner_silent" in office.asked()
    with told_scanner(verdict=knows_the_test_file) as scanner:
        object.__setattr__(office.service.settings.papers, "clamd", scanner.address)
        office.passes(minutes=30)
        assert states(office) == ["clean"]
    assert office.service.scanner.refusals == 0


def test_a_blind_scanner_is_not_believed(opens: Opens) -> None:
    """A scanner that calls the test file clean calls nothing clean here, and the manager hears of it once a day."""
    with told_scanner() as scanner:
        office = opens(scanner.address)
        office.sends(LETTER)
        assert states(office) == ["unscanned"]
        assert PDF not in scanner.heard
        assert owner_of(office, "scanner_blind") is Owner.MANAGER
        office.passes(minutes=90)
        assert office.asked().count("scanner_blind") == 1
        scanner.verdict = knows_the_test_file
        office.passes(minutes=61)
        assert states(office) == ["clean"]


def test_a_scanner_that_goes_blind_is_found_out_within_the_hour(opens: Opens, scanner: ToldScanner) -> None:
    """The test file is shown every hour; from then on a scanner that forgot it is believed no more."""
    office = opens(scanner.address)
    office.passes(minutes=1)
    scanner.verdict = lambda _seen: b"stream: OK\0"
    office.passes(minutes=61)
    office.sends(LETTER)
    assert states(office) == ["unscanned"]
    assert "scanner_blind" in office.asked()


@pytest.mark.parametrize(
    ("made", "rings"), [("Sun Nov 22 06:00:00 2026", False), ("Sat Nov 21 06:00:00 2026", True), ("", True)]
)
def test_old_signatures_are_an_alarm(made: str, rings: bool, opens: Opens, scanner: ToldScanner) -> None:
    """Signatures of more than two days, or of nobody knows when, are told to a person; scanning goes on with them."""
    scanner.version = f"ClamAV 1.4.6/27500/{made}\0".encode() if made else b"ClamAV 1.4.6\0"
    office = opens(scanner.address)
    office.sends(LETTER)
    assert ("signatures_old" in office.asked()) is rings
    assert states(office) == ["clean"]


def test_files_beyond_what_the_scanner_looks_into_are_not_clean(opens: Opens, scanner: ToldScanner) -> None:
    """Where the scanner looks into a file only up to a size, larger ones are not scanned, and a person hears of it."""
    scanner.verdict = lambda seen: knows_the_test_file(seen) if len(seen) < 1_200_000 else b"stream: OK\0"
    office = opens(scanner.address)
    office.sends(("Outcome letter.pdf", PDF + bytes(1_500_000)), ("Complaint form.pdf", PDF))
    assert states(office) == ["unscanned", "clean"]
    assert "larger than the scanner looks into" in office.files()[0].scan_reason
    assert "scanner_small" in office.asked()


def test_a_damaged_file_is_an_alarm_and_is_never_scanned_as_something_else(opens: Opens, scanner: ToldScanner) -> None:
    """A file that changed on disk is told to the manager, had anew from its mail, and only then scanned again."""
    office = opens(scanner.address)
    office.sends(LETTER)
    path = office.folder / "store" / "blobs" / office.blob_of(office.files()[0])
    path.write_bytes(b"something else")
    office.passes(days=1)
    assert "paper_damaged" in office.asked()
    assert owner_of(office, "paper_damaged") is Owner.MANAGER
    assert office.content(office.files()[0]) == PDF
    assert states(office) == ["clean"]
    assert not [one for one in scanner.heard if one == b"something else"]


def test_files_of_an_erased_case_are_left_alone(opens: Opens, scanner: ToldScanner) -> None:
    """Nothing is scanned of a case whose key was destroyed, and everything else goes on."""
    office = opens(scanner.address)
    office.sends(LETTER)
    office.destroys_key("PCR/2026/00001")
    scanned = len(scanner.heard)
    file: PaperFile = office.files()[0]
    with office.service.writing() as tx:
        paper_scans.scanned(tx, file, Scan.CLEAN, "", again_on=office.clock.at.date())
    from bot.papers import scanning

    assert scanning.pass_(office.service) == 1
    assert scanning.pass_(office.service) == 0
    assert len(scanner.heard) == scanned
    assert states(office) == ["unscanned"]


@pytest.mark.skipif(DAEMON is None, reason=ABSENT)
def test_clamav_itself_looks_at_what_the_force_sends(opens: Opens) -> None:
    """ClamAV calls a letter clean and locks the test file; killed, nothing is clean; started again, everything is."""
    with real_scanner("StreamMaxLength 5M\nMaxFileSize 5M\n") as daemon:
        office = opens(daemon.address)
        office.sends(LETTER, ("Complaint form.pdf", eicar()))
        assert states(office) == ["clean", "infected"]
        daemon.dies()
        office.sends(("Report.pdf", PDF + b"3"))
        assert states(office)[-1] == "unscanned"
        daemon.starts()
        office.passes(minutes=1)
        assert states(office) == ["clean", "infected", "clean"]
