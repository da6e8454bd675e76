"""What the virus scanner says is believed only where it says it in full; the real daemon is asked where it is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.papers.clamd import Clamd, ScannerSilent, Verdict, Version, eicar
from bot.papers.scanning import largest_looked_into
from store.terms import Scan
from tests.clamav import ABSENT, DAEMON, RealScanner, knows_the_test_file, real_scanner, told_scanner

needs_clamd = pytest.mark.skipif(DAEMON is None, reason=ABSENT)
CLEAN = Verdict(Scan.CLEAN)


@pytest.fixture
def daemon() -> Iterator[RealScanner]:
    """ClamAV's daemon with limits of five megabytes."""
    with real_scanner("StreamMaxLength 5M\nMaxFileSize 5M\n") as scanner:
        yield scanner


# --- any scanner ------------------------------------------------------------------------------------------------------


def test_a_plain_ok_is_clean() -> None:
    """Only "stream: OK", whole, is clean, and every byte went to the scanner."""
    data = bytes(range(256)) * 1_000
    with told_scanner() as scanner:
        assert Clamd(scanner.address).scan(data) == CLEAN
        assert Clamd(scanner.address).scan(b"") == CLEAN
        assert scanner.heard == [data, b""]


@pytest.mark.parametrize(
    "said",
    [
        b"stream: (null) FOUND\0", b"stream:  FOUND\0", b"stream: OK and more\0", b"OK\0", b"stream: ok\0", b"\0",
        b"stream: a b FOUND\0", b"stream: OK FOUND extra\0", b"stream: Can't allocate memory ERROR\0",
        b"stream: \xff\xfe FOUND\0", b"UNKNOWN COMMAND\0", b"instream: OK\0", b"stream: x FOUND\nstream: OK\0",
    ],
)  # fmt: skip
def test_an_odd_answer_is_not_scanned(said: bytes) -> None:
    """Whatever else a scanner answers to a stream, the file is not scanned, and says why."""
    with told_scanner(verdict=lambda _data: said) as scanner:
        found = Clamd(scanner.address).scan(b"x")
    assert found == Verdict(Scan.UNSCANNED, "the scanner gave an answer that says nothing")


@pytest.mark.parametrize(
    "said", [None, b"", b"stream: OK", b"stream: OK\0\0", b"stream: OK\0stream: OK\0", b"x" * 9_000]
)
def test_an_answer_that_is_not_whole_is_none(said: bytes | None) -> None:
    """An answer that is cut off, doubled or endless is no answer."""
    with told_scanner(verdict=lambda _data: said) as scanner, pytest.raises(ScannerSilent, match="broke off"):
        Clamd(scanner.address).scan(b"x")


@pytest.mark.parametrize(
    ("name", "scan"),
    [
        ("Win.Trojan.Agent-1", Scan.INFECTED),
        ("Heuristics.Limits.Exceeded.MaxFileSize", Scan.UNSCANNED),
        ("Heuristics.Encrypted.Zip", Scan.UNSCANNED),
    ],
)
def test_a_finding_is_named(name: str, scan: Scan) -> None:
    """A finding is named; that the scanner did not look wholly inside is no finding and not clean."""
    with told_scanner(verdict=lambda _data: f"stream: {name} FOUND\0".encode()) as scanner:
        found = Clamd(scanner.address).scan(b"x")
    assert found.scan is scan
    assert found.reason


def test_a_size_limit_is_not_scanned() -> None:
    """A file larger than the scanner takes is not scanned, though it answers before it has all of it."""
    with told_scanner(stops_at=100_000) as scanner:
        found = Clamd(scanner.address).scan(bytes(400_000))
    assert found == Verdict(Scan.UNSCANNED, "it is larger than the scanner takes")


def test_a_scanner_that_hangs_is_left_in_time() -> None:
    """A scanner that takes everything and says nothing costs the time it is given and no more."""
    release = threading.Event()

    def never(_data: bytes) -> bytes:
        release.wait(5)
        return b"stream: OK\0"

    with told_scanner(verdict=never) as scanner:
        began = time.monotonic()
        with pytest.raises(ScannerSilent, match="in time"):
            Clamd(scanner.address, seconds=0.2).scan(b"x")
        assert time.monotonic() - began < 3
        release.set()


@pytest.mark.parametrize("address", ["/nowhere/at/all.sock", "127.0.0.1:1"])
def test_no_scanner_is_said_to_be_none(address: str) -> None:
    """Where nobody listens, that is said; it is no verdict on a file."""
    for question in (Clamd(address).ping, Clamd(address).version, lambda: Clamd(address).scan(b"x")):
        with pytest.raises(ScannerSilent, match="cannot be reached"):
            question()


def test_a_port_that_cannot_be_is_a_scanner_that_is_silent() -> None:
    """A port that there cannot be stops nothing: the scanner does not answer."""
    with pytest.raises(ScannerSilent, match="port is none"):
        Clamd("127.0.0.1:99999").ping()


def test_the_age_of_the_signatures_is_read() -> None:
    """The scanner says when its signatures were made; one that does not has none that are known to be new."""
    with told_scanner() as scanner:
        assert Clamd(scanner.address).version() == Version("ClamAV 1.4.6", datetime(2026, 11, 23, 6, tzinfo=UTC))
    with told_scanner(version=b"ClamAV 1.4.6\0") as scanner:
        assert Clamd(scanner.address).version() == Version("ClamAV 1.4.6", None)
    with told_scanner(version=b"SomethingElse 2\0") as scanner, pytest.raises(ScannerSilent):
        Clamd(scanner.address).version()
    with told_scanner(pong=b"PING\0") as scanner, pytest.raises(ScannerSilent, match="no PONG"):
        Clamd(scanner.address).ping()


def test_how_large_a_file_it_looks_into_is_tried() -> None:
    """The size that is counted on is one in which the test file was found at the very end."""

    def small_eyes(data: bytes) -> bytes:
        return knows_the_test_file(data) if len(data) <= 4_000_000 else b"stream: OK\0"

    with told_scanner(verdict=knows_the_test_file) as scanner:
        assert largest_looked_into(Clamd(scanner.address), 4_000_000) == 4_000_000
    with told_scanner(verdict=small_eyes) as scanner:
        assert largest_looked_into(Clamd(scanner.address), 12_000_000) == 3_000_000
    with told_scanner() as scanner:
        assert largest_looked_into(Clamd(scanner.address), 4_000_000) == 0


def test_the_test_file_stands_nowhere() -> None:
    """The file that every scanner reports is put together only when it is used."""
    whole = eicar()
    assert len(whole) == 68
    house = Path(__file__).parent.parent
    for folder in ("bot", "tests", "store", "config"):
        assert not [one for one in (house / folder).rglob("*.py") if whole in one.read_bytes()]


# --- ClamAV itself ----------------------------------------------------------------------------------------------------


@needs_clamd
def test_clamav_finds_the_test_file(daemon: RealScanner) -> None:
    """ClamAV finds the test file, plain and in an archive, and calls an ordinary file clean."""
    scanner = Clamd(daemon.address)
    assert scanner.scan(b"A report of three pages.\n") == CLEAN
    found = scanner.scan(eicar())
    assert found.scan is Scan.INFECTED
    assert "Own.Test.File" in found.reason
    assert scanner.finds_inside(10)
    assert scanner.version().engine.startswith("ClamAV ")


@needs_clamd
def test_clamav_says_what_is_too_large(daemon: RealScanner) -> None:
    """A file beyond ClamAV's limit is not scanned, and the limit is found out by trying."""
    scanner = Clamd(daemon.address)
    assert scanner.scan(bytes(6_000_000)).scan is Scan.UNSCANNED
    assert largest_looked_into(scanner, 16_000_000) == 4_000_000


@needs_clamd
def test_a_limit_that_clamav_keeps_to_itself_is_found_out() -> None:
    """ClamAV calls a file clean that it did not look into; trying shows up to which size its word is worth anything."""
    with real_scanner("StreamMaxLength 40M\nMaxFileSize 3M\n") as daemon:
        scanner = Clamd(daemon.address)
        assert scanner.scan(eicar() + bytes(8_000_000)) == CLEAN
        assert largest_looked_into(scanner, 16_000_000) == 2_000_000


@needs_clamd
def test_clamav_killed_in_the_middle_is_no_verdict(daemon: RealScanner) -> None:
    """When the daemon dies while it is sent a file, the file is not clean; started again, it answers again."""
    scanner = Clamd(daemon.address)
    sent: list[int] = []

    def feed(send) -> None:  # type: ignore[no-untyped-def]
        for number in range(40):
            send(bytes(50_000))
            sent.append(number)
            if number == 20:
                daemon.dies()

    with pytest.raises(ScannerSilent):
        scanner._judged(feed)
    assert len(sent) > 20
    with pytest.raises(ScannerSilent, match="cannot be reached"):
        scanner.ping()
    assert daemon.starts().scan(eicar()).scan is Scan.INFECTED
