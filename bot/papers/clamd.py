"""Asks ClamAV's daemon about bytes, over its socket; keeps nothing, and takes only a clear answer for "clean"."""

from __future__ import annotations

import io
import re
import socket
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from store.terms import Scan

_CHUNK = 65_536
_LENGTH = struct.Struct(">I")
_ANSWER_BYTES = 4_096
_CONNECT_SECONDS = 5.0
_FOUND = re.compile(r"[\x21-\x7e]{1,200}")
_VERSION = re.compile(r"(ClamAV [^/\0]{1,80})(?:/(\d{1,9})/(.{10,40}))?")
_BUILT = "%a %b %d %H:%M:%S %Y"
_LIMITS, _LOCKED = "Heuristics.Limits.Exceeded", "Heuristics.Encrypted"
_TOO_LARGE = "it is larger than the scanner takes"
_TEST_FILE = (
    r"*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\4[PA@%P!O5X"  # backwards: scanners look here too
)


class ScannerSilent(Exception):
    """The scanner did not answer, or not to the end; says nothing about any file. The sentence names no file."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner made of some bytes, and why where that is not clean."""

    scan: Scan
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """Which scanner answers, and when the signatures it knows were made; None where it does not say."""

    engine: str
    signatures_at: datetime | None


def eicar() -> bytes:
    """The harmless file every scanner is agreed to report (EICAR's), put together only now."""
    return _TEST_FILE[::-1].encode("ascii")


class Clamd:
    """The daemon at a socket's path or at host:port; each question is a connection of its own."""

    def __init__(self, address: str, *, seconds: float = 60.0) -> None:
        self._address = address
        self._seconds = seconds

    def ping(self) -> None:
        """The daemon is there. Raises ScannerSilent."""
        if (said := self._ask(b"zPING\0")) != "PONG":
            raise ScannerSilent(f"the scanner answers {said[:40]!a}, which is no PONG")

    def version(self) -> Version:
        """Which scanner it is. Raises ScannerSilent."""
        found = _VERSION.fullmatch(self._ask(b"zVERSION\0"))
        if found is None:
            raise ScannerSilent("the scanner does not say its version")
        return Version(found[1], _instant(found[3] or ""))

    def scan(self, data: bytes) -> Verdict:
        """What the daemon makes of these bytes; CLEAN only where it said so in full. Raises ScannerSilent."""

        def feed(send: Callable[[bytes], object]) -> None:
            for start in range(0, len(data), _CHUNK):
                send(data[start : start + _CHUNK])

        return self._judged(feed)

    def finds_inside(self, size: int) -> bool:
        """Whether it finds the test file behind this many bytes in an archive: it looks into files of that size.

        Raises ScannerSilent.
        """

        def feed(send: Callable[[bytes], object]) -> None:
            with zipfile.ZipFile(_Stream(send), "w") as archive:
                with archive.open("a.bin", "w", force_zip64=False) as padding:
                    for start in range(0, size, _CHUNK):
                        padding.write(bytes(min(_CHUNK, size - start)))
                archive.writestr("b.com", eicar())

        return self._judged(feed).scan is Scan.INFECTED

    def _judged(self, feed: Callable[[Callable[[bytes], object]], None]) -> Verdict:
        with self._connected() as line:
            with suppress(BrokenPipeError, ConnectionResetError):  # it may have answered before it had everything
                line.sendall(b"zINSTREAM\0")
                feed(lambda piece: _send(line, piece))
                line.sendall(_LENGTH.pack(0))
            return _verdict(_answer(line))

    def _ask(self, command: bytes) -> str:
        with self._connected() as line:
            line.sendall(command)
            return _answer(line)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        family, where = _place(self._address)
        try:
            with socket.socket(family, socket.SOCK_STREAM) as line:
                line.settimeout(min(_CONNECT_SECONDS, self._seconds))
                line.connect(where)
                line.settimeout(self._seconds)
                yield line
        except TimeoutError:
            raise ScannerSilent("the scanner did not answer in time") from None
        except OverflowError:
            raise ScannerSilent("the scanner's port is none that there can be") from None
        except OSError as fault:
            raise ScannerSilent(f"the scanner cannot be reached ({fault.strerror or type(fault).__name__})") from None


class _Stream(io.RawIOBase):
    """What is written to it goes out at once; it cannot be gone back in."""

    def __init__(self, send: Callable[[bytes], object]) -> None:
        super().__init__()
        self._send_on = send

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # zipfile writes bytes and views of them
        self._send_on(piece)
        return len(piece)


def _place(address: str) -> tuple[socket.AddressFamily, str | tuple[str, int]]:
    if address.startswith("/"):
        return socket.AF_UNIX, address
    host, _, port = address.rpartition(":")
    return socket.AF_INET, (host, int(port))


def _send(line: socket.socket, piece: bytes) -> None:
    if piece:
        line.sendall(_LENGTH.pack(len(piece)) + piece)


def _answer(line: socket.socket) -> str:
    """One answer, up to its NUL. Raises ScannerSilent where that never comes."""
    said = b""
    while not said.endswith(b"\0"):
        try:
            piece = line.recv(_ANSWER_BYTES)
        except ConnectionResetError:
            piece = b""
        said += piece
        if not piece or len(said) > _ANSWER_BYTES or b"\0" in said[:-1]:
            raise ScannerSilent("the scanner broke off before its answer was whole")
    return said[:-1].decode("ascii", "replace").strip()


def _verdict(said: str) -> Verdict:
    """What an answer to a stream means: anything but a plain OK or a named finding is "not scanned"."""
    if said == "stream: OK":
        return Verdict(Scan.CLEAN)
    if "size limit exceeded" in said:
        return Verdict(Scan.UNSCANNED, _TOO_LARGE)
    name = said.removeprefix("stream: ").removesuffix(" FOUND")
    if said != f"stream: {name} FOUND" or not _FOUND.fullmatch(name) or name == "(null)":
        return Verdict(Scan.UNSCANNED, "the scanner gave an answer that says nothing")
    if name.startswith(_LIMITS):
        return Verdict(Scan.UNSCANNED, "there is more in it than the scanner looks into")
    if name.startswith(_LOCKED):
        return Verdict(Scan.UNSCANNED, "it needs a password, so nobody has looked inside")
    return Verdict(Scan.INFECTED, f"the scanner found {name}")


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(" ".join(text.split()), _BUILT).replace(tzinfo=UTC)
    except ValueError:
        return None
