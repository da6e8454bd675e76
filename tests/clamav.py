"""A virus scanner for tests: the real daemon with a signature of its own, and one that answers whatever it is told."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.papers.clamd import Clamd, ScannerSilent, eicar

DAEMON = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
ABSENT = "ClamAV's daemon is not installed (Debian: clamav-daemon)"


@dataclass
class RealScanner:
    """ClamAV's daemon, which knows one virus: the test file. Its socket's path is short, as sockets need."""

    folder: Path
    settings: str = ""
    running: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return str(self.folder / "s")

    def starts(self) -> Clamd:
        """The daemon runs and answers."""
        (self.folder / "db").mkdir(exist_ok=True)
        (self.folder / "db" / "own.ndb").write_text(f"Own.Test.File:0:0:{eicar().hex()}\n")
        (self.folder / "clamd.conf").write_text(
            f"LocalSocket {self.address}\nDatabaseDirectory {self.folder}/db\nTemporaryDirectory {self.folder}\n"
            f"Foreground yes\nUser {(self.folder).owner()}\n{self.settings}"
        )
        with suppress(FileNotFoundError):
            (self.folder / "s").unlink()
        command = [str(DAEMON), "-c", str(self.folder / "clamd.conf")]
        self.running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        scanner = Clamd(self.address, seconds=20)
        for _ in range(200):
            with suppress(ScannerSilent):
                scanner.ping()
                return scanner
            time.sleep(0.05)
        raise AssertionError("The daemon does not answer.")

    def dies(self) -> None:
        """The daemon is killed, whatever it was doing."""
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            self.running = None


@contextmanager
def real_scanner(settings: str = "") -> Iterator[RealScanner]:
    """A daemon that runs in a folder of its own until the block ends."""
    with TemporaryDirectory(prefix="clam") as folder:
        one = RealScanner(Path(folder), settings)
        try:
            one.starts()
            yield one
        finally:
            one.dies()


@dataclass
class ToldScanner:
    """A scanner on loopback that answers what it is told, and notes what it was sent.

    `verdict` answers a stream by its bytes; None breaks the line off. `stops_at` is how many bytes it takes of one.
    """

    verdict: Callable[[bytes], bytes | None] = lambda _data: b"stream: OK\0"
    version: bytes = b"ClamAV 1.4.6/27500/Mon Nov 23 06:00:00 2026\0"
    pong: bytes = b"PONG\0"
    stops_at: int = 1_000_000_000
    heard: list[bytes] = field(default_factory=list)
    address: str = ""

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with line, suppress(OSError):
                line.settimeout(5)
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        command = b""
        while not command.endswith(b"\0"):
            if not (piece := line.recv(1)):
                return
            command += piece
        if command == b"zPING\0":
            line.sendall(self.pong)
        elif command == b"zVERSION\0":
            line.sendall(self.version)
        elif command == b"zINSTREAM\0":
            self._stream(line)

    def _stream(self, line: socket.socket) -> None:
        data = b""
        while size := struct.unpack(">I", _all_of(line, 4))[0]:
            data += _all_of(line, size)
            if len(data) > self.stops_at:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.heard.append(data)
        if (said := self.verdict(data)) is not None:
            line.sendall(said)


def _all_of(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        if not (piece := line.recv(size - len(data))):
            raise OSError("broken off")
        data += piece
    return data


def knows_the_test_file(data: bytes) -> bytes:
    """As a scanner that works answers: the test file is found, in an archive too, and all else is clean."""
    return b"stream: Own.Test.File FOUND\0" if eicar() in data else b"stream: OK\0"


@contextmanager
def told_scanner(**told: object) -> Iterator[ToldScanner]:
    """Such a scanner, listening on a port of its own until the block ends."""
    one = ToldScanner(**told)  # type: ignore[arg-type]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        one.address = f"127.0.0.1:{listening.getsockname()[1]}"
        serving = threading.Thread(target=one.serve, args=(listening,), daemon=True)
        serving.start()
        yield one
        listening.shutdown(socket.SHUT_RDWR)
    serving.join(timeout=5)
