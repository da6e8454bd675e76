"""Reads raw messages in a limited child process; the service itself never parses a byte from outside.

The child is a fresh interpreter without environment, keys or network (`bot.reader_child`). Whatever a message does to
it ends with an `Incoming` or an `Unreadable`, after at most twenty seconds, and the next message meets a new child.
The message comes first and its documents after it, so that a document which ends the child costs no message.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Protocol, Self

from bot.documents import turns
from bot.mime import Unreadable
from bot.mime.limits import MESSAGE_BYTES, check_size
from bot.reader_answers import Failed, TakenOut, document_of, file_of, message_of, reason_of
from bot.reader_child import LENGTH, NEXT_DOCUMENT, NEXT_FILE
from bot.recognising.own_text import with_own_text
from store.messages import Attachment, Incoming

ANSWER_BYTES = 16_000_000
_ENTRY = "import sys; sys.path[:] = {path!r}; from bot.reader_child import serve; serve({parent})"


class Reader(Protocol):
    """What turns the raw bytes of a message into what it says."""

    @property
    def isolation(self) -> str:
        """How reading is kept from the network: "namespace" or "audit hook". Raises ReaderUnavailable."""

    def start(self) -> None:
        """Reading will soon be ready; does not wait for it. Raises ReaderUnavailable."""

    def ready(self) -> None:
        """The next message can be read at once. Raises ReaderUnavailable."""

    def read(self, raw: bytes) -> Incoming:
        """What the message says. Raises Unreadable for what must go to a person, and ReaderUnavailable."""

    def files(self, raw: bytes) -> tuple[TakenOut, ...]:
        """Every file of the message, as it came; those packed into one of them are not taken out. Raises as `read`."""

    def close(self) -> None:
        """Nothing is left running; reading again would start anew."""


class ReaderUnavailable(Exception):
    """No child can be started here; says nothing about any message, so none may be put aside for it."""


class ChildReader:
    """A `Reader` over one child process at a time; used by one thread, which should outlive it.

    (Linux ends the child with the thread that started it; a child found dead between messages is replaced quietly.)
    """

    def __init__(self, *, seconds: float = 20.0, renew_after: int = 500) -> None:
        self._seconds = seconds
        self._renew_after = renew_after
        self._child: subprocess.Popen[bytes] | None = None
        self._isolation = ""
        self._answered = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def isolation(self) -> str:
        """How the child is kept from the network: "namespace" or "audit hook". Raises ReaderUnavailable."""
        self._ready()
        return self._isolation

    def ready(self) -> None:
        """A child is there and waits for a message. Raises ReaderUnavailable."""
        self._ready()

    def start(self) -> None:
        """A child is starting, and will be ready by the time it is first needed; does not wait for it.

        Raises ReaderUnavailable when the system refuses another process.
        """
        if self._child is not None and self._child.poll() is not None:
            self.close()
        if self._child is not None:
            return
        self._child = _spawned()
        self._isolation, self._answered = "", 0
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)

    def close(self) -> None:
        """No child is left."""
        child, self._child, self._isolation = self._child, None, ""
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()

    def read(self, raw: bytes) -> Incoming:
        """What the message and its documents say, read in the child (`mime.read`, `documents.reading`).

        The files inside a container follow it. A document whose reading ends the child has that code as its
        `text_fault`, and so have those after it.

        Raises Unreadable with the child's own reason, or with `reader_died`, `reader_timed_out`,
        `reader_out_of_cpu` or `reader_answered_badly`; the next message then meets a new child.
        Raises ReaderUnavailable when there is no child to be had, whatever the message.
        """
        check_size(raw)
        child = self._ready()
        with self._failures_as_unreadable():
            until = monotonic() + self._seconds
            self._send(child, raw, until)
            answer = self._receive(child, until)
            self._answered += 1
            if answer[:1] == b"+":
                incoming = self._with_documents(child, message_of(answer[1:]), until)
                self._renew()
                return incoming
            reason = reason_of(answer)
        if reason.code.startswith("reader_"):
            self.close()
        raise reason

    def files(self, raw: bytes) -> tuple[TakenOut, ...]:
        """Every file of the message as it came, its bytes those that `read` told the hash of. Raises as `read` does."""
        check_size(raw)
        child = self._ready()
        with self._failures_as_unreadable():
            until = monotonic() + self._seconds
            self._send(child, raw, until)
            answer = self._receive(child, until)
            self._answered += 1
            if answer[:1] != b"+":
                raise reason_of(answer)
            found = []
            for number, file in enumerate(message_of(answer[1:]).attachments):
                self._ask(child, NEXT_FILE)
                found.append(file_of(file, number, self._receive(child, until, MESSAGE_BYTES)))
            self._renew()
        return tuple(found)

    def _renew(self) -> None:
        if self._answered >= self._renew_after:
            self.close()
            with suppress(ReaderUnavailable):  # this message has been read; the next one will say so
                self.start()

    def _with_documents(self, child: subprocess.Popen[bytes], incoming: Incoming, until: float) -> Incoming:
        waiting = deque(turns(incoming.attachments))
        done: list[Attachment] = []
        code = ""
        while waiting:
            file, has_turn = waiting.popleft()
            if has_turn and not code:
                try:
                    self._ask(child, NEXT_DOCUMENT)
                    file, inside = document_of(file, self._receive(child, until), len(done) + len(waiting))
                    waiting.extendleft(reversed(inside))
                except Failed as failed:
                    self.close()
                    code = str(failed.args[0])
            if has_turn and code:
                file = replace(file, text_fault=code)
            done.append(file)
        return with_own_text(replace(incoming, attachments=tuple(done)))

    def _ask(self, child: subprocess.Popen[bytes], what: int) -> None:
        assert child.stdin is not None  # noqa: S101 – opened as a pipe above
        try:
            os.write(child.stdin.fileno(), LENGTH.pack(what))
        except BrokenPipeError:
            raise self._ended(child) from None

    @contextmanager
    def _failures_as_unreadable(self) -> Iterator[None]:
        try:
            yield
        except Failed as failed:
            self.close()
            code, sentence = failed.args
            raise Unreadable(code, sentence) from None

    def _ready(self) -> subprocess.Popen[bytes]:
        self.start()
        child = self._child
        if child is None:
            raise ReaderUnavailable("The reader did not start.")
        if not self._isolation:
            try:
                hello = self._receive(child, monotonic() + self._seconds)
            except Failed:
                self.close()
                raise ReaderUnavailable("The reader ended or hung while it started; see `doctor`.") from None
            self._isolation = "namespace" if b'"namespace"' in hello else "audit hook"
        return child

    def _send(self, child: subprocess.Popen[bytes], raw: bytes, until: float) -> None:
        assert child.stdin is not None  # noqa: S101 – opened as a pipe above
        file = child.stdin.fileno()
        size = LENGTH.pack(len(raw))
        left = memoryview(size + raw if len(raw) < 1_000_000 else raw)
        if len(raw) >= 1_000_000:
            os.write(file, size)
        while left:
            try:
                left = left[os.write(file, left) :]
            except BlockingIOError:
                _wait(file, select.POLLOUT, until)
            except BrokenPipeError:
                raise self._ended(child) from None

    def _receive(self, child: subprocess.Popen[bytes], until: float, most: int = ANSWER_BYTES) -> bytes:
        assert child.stdout is not None  # noqa: S101 – opened as a pipe above
        file = child.stdout.fileno()
        frame = b""
        wanted = LENGTH.size
        pieces: list[bytes] = []
        have = 0
        while have < wanted:
            _wait(file, select.POLLIN, until)
            piece = os.read(file, 1_048_576)
            if not piece:
                raise self._ended(child)
            pieces.append(piece)
            have += len(piece)
            if wanted == LENGTH.size and have >= wanted:
                frame = b"".join(pieces)
                wanted += LENGTH.unpack_from(frame)[0]
                pieces = [frame]
                if wanted > most:
                    raise Failed("reader_answered_badly", "What was read of the message is too much to keep.")
        return b"".join(pieces)[LENGTH.size : wanted]

    def _ended(self, child: subprocess.Popen[bytes]) -> Failed:
        try:
            status = child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            status = 0
        if status == -signal.SIGXCPU:
            return Failed("reader_out_of_cpu", "Reading the message takes more time than one message may.")
        return Failed("reader_died", "The reader ended while it read the message.")


def _spawned() -> subprocess.Popen[bytes]:
    path = [os.path.abspath(place) for place in sys.path]  # noqa: PTH100 – "" means the working folder
    path.append(str(Path(__file__).parents[1]))  # an editable installation is found by a hook, not by sys.path
    entry = _ENTRY.format(path=path, parent=os.getpid())
    try:
        return subprocess.Popen(  # noqa: S603 – our own interpreter with a fixed command
            [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", entry],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # an error's text may quote the message
            env={},
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
    except OSError as refused:
        raise ReaderUnavailable(f"The reader cannot be started: {refused.strerror}.") from None


def _wait(file: int, event: int, until: float) -> None:
    poll = select.poll()
    poll.register(file, event)
    if not poll.poll(max(0.0, until - monotonic()) * 1000):
        raise Failed("reader_timed_out", "Reading the message takes longer than one message may.")
