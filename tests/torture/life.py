"""One forked life of some work, and the ways to end it: at a named point, around an act or a request, at a moment."""

from __future__ import annotations

import ctypes
import gc
import http.client
import os
import pickle
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from store import points
from store.points import POINTS

FILE_ACT, REQUEST, MOMENT, NEVER = "an act on a file", "a request", "a moment", "never"
LONGEST_LIFE = 60.0
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.utime", "os.truncate", "os.link"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_OPEN = os.open
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Kill:
    """When a life ends: the n-th time at a named point or around an act on a file or a request, or after seconds."""

    at: str
    nth: int = 0
    after: float = 0.0
    from_fork: bool = False

    def __str__(self) -> str:
        if self.at == MOMENT:
            return f"{self.after * 1000:.1f} ms after {'the fork' if self.from_fork else 'it took the lead'}"
        return f"{self.at} #{self.nth}"


class Life:
    """A forked process that does some work; what the work answers, or how it failed, can be asked when it has ended."""

    def __init__(self, work: Callable[[Life], Any], log: Path) -> None:
        self.fork_at = time.monotonic()
        self._from, self._to = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _live(self, work, log, parent)
        os.close(self._to)
        self._ended = os.pidfd_open(self.pid)
        self._heard = b""
        self.killed = False
        self.answer: Any = None
        self.failure = ""

    def leads(self) -> None:
        """Told by the life itself: it has the lead and begins to act."""
        os.write(self._to, b"L")

    def led(self, seconds: float) -> bool:
        """Whether the life has told that it leads; waits so long for it, but not beyond its end."""
        return bool(self._heard) or (self._hear(seconds) and bool(self._heard))

    def ends_within(self, seconds: float) -> bool:
        """Whether the life has ended of itself; waits so long for that."""
        poll = select.poll()
        poll.register(self._ended, select.POLLIN)
        return bool(poll.poll(max(0.0, seconds) * 1000))

    def kill(self) -> None:
        """The life has ended, now or before."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> None:
        """The life has been asked to end, once it can hear that."""
        if self.led(LONGEST_LIFE) and not self.ends_within(0):
            os.kill(self.pid, signal.SIGTERM)

    def reap(self) -> None:
        """The process is gone; a life that does not end is killed, and that is its failure."""
        hung = not self.ends_within(LONGEST_LIFE - (time.monotonic() - self.fork_at))
        if hung:
            self.kill()
        _, status = os.waitpid(self.pid, 0)
        while self._hear(0):
            pass
        os.close(self._from)
        os.close(self._ended)
        self.killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL and not hung
        if hung:
            self.failure = f"a life did not end within {LONGEST_LIFE:.0f} seconds"
        elif not self.killed:
            said = self._heard.lstrip(b"L")
            ok, self.answer = pickle.loads(said) if said else (False, f"exit status {status}")
            self.failure = "" if ok else str(self.answer)

    def _hear(self, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self._from, select.POLLIN)
        if not poll.poll(max(0.0, seconds) * 1000):
            return False
        said = os.read(self._from, 65536)
        self._heard += said
        return bool(said)


def _live(life: Life, work: Callable[[Life], Any], log: Path, parent: int) -> NoReturn:
    try:
        gc.disable()
        die_with(parent)
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        said = pickle.dumps((True, work(life)))
    except BaseException:  # noqa: BLE001 - whatever ends a life is told to whoever watches it
        said = pickle.dumps((False, traceback.format_exc()[-6000:]))
    os.write(life._to, said[:60_000])
    os._exit(0)


def die_with(parent: int) -> None:
    """This process ends with its parent, however that ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def arm(kill: Kill) -> None:
    """In the forked process: it kills itself where it is told to."""
    if kill.at in POINTS:
        points.watch(_nth(kill, kill.at))
    elif kill.at == FILE_ACT:
        _count_acts(_nth(kill, FILE_ACT))
    elif kill.at == REQUEST:
        _count_requests(_nth(kill, REQUEST))


def _nth(kill: Kill, what: str) -> Callable[[str], None]:
    seen = 0

    def told(name: str) -> None:
        nonlocal seen
        seen += name == what
        if name == what and seen == kill.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    return told


def _count_acts(told: Callable[[str], None]) -> None:
    """Told before every act that changes names, and before and after every opening to write, write and sync."""

    def audit(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in _CHANGES:
            told(FILE_ACT)

    def watched(act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*arguments: Any, **more: Any) -> Any:
            if act is _OPEN and not arguments[1] & _WRITES:
                return act(*arguments, **more)
            told(FILE_ACT)
            answer = act(*arguments, **more)
            told(FILE_ACT)
            return answer

        return acting

    sys.addaudithook(audit)
    os.open, os.write, os.fsync = watched(os.open), watched(os.write), watched(os.fsync)  # type: ignore[assignment]


def _count_requests(told: Callable[[str], None]) -> None:
    """Told before every request over HTTP, when it has been made and nothing of its answer is known, and after that."""
    connection = http.client.HTTPConnection
    begin, answered = connection.putrequest, connection.getresponse

    def begins(self: http.client.HTTPConnection, *arguments: Any, **more: Any) -> None:
        told(REQUEST)
        begin(self, *arguments, **more)

    def is_answered(self: http.client.HTTPConnection) -> http.client.HTTPResponse:
        told(REQUEST)
        answer = answered(self)
        told(REQUEST)
        return answer

    connection.putrequest, connection.getresponse = begins, is_answered  # type: ignore[method-assign]
