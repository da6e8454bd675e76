"""Who may have a file of the force's papers, what stays behind of that, and what `doctor` says of the scanner."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.doctor.check import Check
from bot.doctor.scanner_check import scanner as scanner_check
from bot.papers import scanning
from store import events
from tests.clamav import ABSENT, DAEMON, ToldScanner, knows_the_test_file, real_scanner, told_scanner
from tests.papers_kept import FIRST, PDF, SECOND, Papers

Opens = Callable[[str], Papers]


@pytest.fixture
def scanner() -> Iterator[ToldScanner]:
    """A scanner that works."""
    with told_scanner(verdict=knows_the_test_file) as one:
        yield one


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Opens an office at a scanner's address, which has one case of Ann's."""
    made: list[Papers] = []

    def opened(address: str) -> Papers:
        told = {"REVIEWS_PAPERS__CLAMD": address, "REVIEWS_PAPERS__LARGEST_FILE_MB": "2"}
        made.append(Papers(tmp_path, environ=told))
        made[-1].opens("Ann", "Ben")
        return made[-1]

    yield opened
    for one in made:
        one.close()


def says(office: Papers, *words: str) -> Result:
    """What the command line answers."""
    return CliRunner().invoke(app, ["papers", *words, "--config", str(office.folder / "config.toml")])


def consulted(office: Papers, file: int = 1) -> list[list[str]]:
    """Who took a file, as the history has it."""
    with office.service.reading() as tx:
        found = events.history(tx, subject=f"paper:{file}")
        return [one.details["by"] for one in found if one.action == "consulted"]


def test_a_clean_file_is_written_out_and_who_took_it_is_on_record(
    opens: Opens, scanner: ToldScanner, tmp_path: Path
) -> None:
    """A clean file is had by one person, under a name of ours, for this account alone, and nothing is written over."""
    office = opens(scanner.address)
    office.sends(("../Outcome letter.pdf", PDF))
    out = tmp_path / "out"
    out.mkdir()
    done = says(office, "save", FIRST, "1", "--to", str(out), "--by", "A Li")
    assert done.exit_code == 0, done.output
    (written,) = out.iterdir()
    assert (written.name, written.read_bytes()) == ("PCR-2026-00001 file 1.pdf", PDF)
    assert written.stat().st_mode & 0o777 == 0o600
    assert consulted(office) == [["A Li"]]
    again = says(office, "save", FIRST, "1", "--to", str(out), "--by", "A Li")
    assert again.exit_code == 1
    assert "Nothing is written over" in again.output


def test_what_was_not_scanned_takes_two_people(opens: Opens, tmp_path: Path) -> None:
    """A file that was not scanned is had by two different people of the team and by nobody alone."""
    office = opens("")
    office.sends(("Outcome letter.pdf", PDF))
    for alone in (("--by", "A Li"), ("--two-people", "A Li", "A Li")):
        refused = says(office, "save", FIRST, "1", "--to", str(tmp_path), *alone)
        assert refused.exit_code == 1
        assert "not scanned" in refused.output
    unknown = says(office, "save", FIRST, "1", "--to", str(tmp_path), "--two-people", "A Li", "Nobody")
    assert unknown.exit_code == 1
    assert consulted(office) == []
    done = says(office, "save", FIRST, "1", "--to", str(tmp_path), "--two-people", "A Li", "M Okafor")
    assert done.exit_code == 0, done.output
    assert consulted(office) == [["A Li", "M Okafor"]]
    assert (tmp_path / "PCR-2026-00001 file 1.pdf").read_bytes() == PDF


def test_what_is_locked_is_had_by_nobody(opens: Opens, scanner: ToldScanner, tmp_path: Path) -> None:
    """A file with a virus and one that acts when it is opened are written out for nobody, two people or not."""
    scanner.verdict = lambda seen: b"stream: Win.Invented-1 FOUND\0" if seen == PDF else knows_the_test_file(seen)
    office = opens(scanner.address)
    office.sends(("Outcome letter.pdf", PDF), ("run.exe", b"MZ"))
    for number in ("1", "2"):
        refused = says(office, "save", FIRST, number, "--to", str(tmp_path), "--two-people", "A Li", "M Okafor")
        assert refused.exit_code == 1
        assert "not opened here" in refused.output
    assert not list(tmp_path.glob("*file*"))
    assert consulted(office) == consulted(office, 2) == []


def test_a_file_is_had_through_its_own_case_only(opens: Opens, scanner: ToldScanner, tmp_path: Path) -> None:
    """Another case's file, no file, no case, and nobody who takes it are each refused in a sentence."""
    office = opens(scanner.address)
    office.sends(("Outcome letter.pdf", PDF))
    for words, code in (
        ((SECOND, "1", "--by", "A Li"), 1),
        ((FIRST, "7", "--by", "A Li"), 1),
        (("PCR/2026/00099", "1", "--by", "A Li"), 1),
        ((FIRST, "1"), 2),
        ((FIRST, "1", "--by", "A Li", "--two-people", "A Li", "M Okafor"), 2),
    ):
        refused = says(office, "save", *words, "--to", str(tmp_path))
        assert refused.exit_code == code, refused.output
        assert refused.output
    assert consulted(office) == []


def test_a_damaged_or_erased_file_is_not_handed_out(opens: Opens, scanner: ToldScanner, tmp_path: Path) -> None:
    """A file that is not what was kept is never written out, and an erased one cannot be."""
    office = opens(scanner.address)
    office.sends(("Outcome letter.pdf", PDF))
    path = office.folder / "store" / "blobs" / office.blob_of(office.files()[0])
    kept = path.read_bytes()
    path.write_bytes(b"other")
    refused = says(office, "save", FIRST, "1", "--to", str(tmp_path), "--by", "A Li")
    assert "not what was kept" in refused.output
    path.write_bytes(kept)
    office.destroys_key(FIRST)
    refused = says(office, "save", FIRST, "1", "--to", str(tmp_path), "--by", "A Li")
    assert "erased" in refused.output
    assert not list(tmp_path.glob("*file*"))


def test_a_cases_files_are_shown_with_what_is_odd_about_them(opens: Opens, scanner: ToldScanner) -> None:
    """Each file is listed with its scan, which paper it is and why, and what does not fit."""
    office = opens(scanner.address)
    office.sends(("Outcome letter.pdf", PDF + b"/JavaScript"), ("Complaint form.pdf", b"GIF89a"))
    shown = json.loads(says(office, "show", FIRST, "--json").output.splitlines()[0])["files"]
    assert [(one["label"], one["scan"], one["papers"], one["vouched"]) for one in shown] == [
        ("Outcome letter.pdf", "clean", "outcome", "unverified"),
        ("Complaint form.pdf", "clean", "complaint", "unverified"),
    ]
    assert shown[1]["remarks"] == "It ends in .pdf, but its bytes are gif."
    assert says(office, "show", FIRST).exit_code == 0


# --- doctor -----------------------------------------------------------------------------------------------------------


def seen(office: Papers) -> Check:
    """What `doctor` says of the scanner."""
    return scanner_check(office.service)


def test_doctor_says_that_there_is_no_scanner(opens: Opens) -> None:
    """Without a scanner doctor warns, and counts the files that are not scanned."""
    office = opens("")
    office.sends(("Outcome letter.pdf", PDF))
    assert (seen(office).result, seen(office).found) == ("warning", "none is configured; 1 files are not scanned")


def test_doctor_says_what_is_wrong_with_the_scanner(opens: Opens, scanner: ToldScanner) -> None:
    """A scanner that works is well; one that is old, blind, small or away is told with what to do."""
    office = opens(scanner.address)
    assert seen(office).result == "ok"
    scanner.version = b"ClamAV 1.4.6/27500/Mon Nov 16 06:00:00 2026\0"
    assert "are old" in seen(office).found
    scanner.version = b"ClamAV 1.4.6\0"
    assert "how old" in seen(office).found
    scanner.verdict = lambda data: knows_the_test_file(data) if len(data) < 1_200_000 else b"stream: OK\0"
    assert "up to 1 MB only" in seen(office).found
    scanner.verdict = lambda _data: b"stream: OK\0"
    assert "does not know the test file" in seen(office).found
    scanner.pong, scanner.version = b"?\0", b"?\0"
    assert "version" in seen(office).found
    assert seen(office).remedy


@pytest.mark.skipif(DAEMON is None, reason=ABSENT)
def test_doctor_knows_clamav(opens: Opens) -> None:
    """Doctor gets on with ClamAV itself, whose own signature of the test has no date."""
    with real_scanner() as daemon:
        office = opens(daemon.address)
        assert "does not say how old" in seen(office).found
        assert scanning.pass_(office.service) == 0
