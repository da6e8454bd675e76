"""Hostile mail is read in a child that cannot hurt, hang or leak, and whose answers are believed only in form."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import mime
from bot.incoming_json import from_json, to_json
from bot.reader import ChildReader, ReaderUnavailable
from tests.test_mime import HEAD, LONG, TOO_MUCH, html, multipart, pdf, plain

PICTURE = pdf(b"a.png").replace(b"application/pdf", b"image/png")  # no document: only its label is read
ORDINARY = HEAD + b"Date: Thu, 19 Nov 2026 09:31:40 +0000\n" + multipart(b"mixed", plain("café ☕".encode()), PICTURE)
REPO = Path(__file__).parent.parent


@pytest.fixture
def reader() -> Iterator[ChildReader]:
    """A reader whose child is gone afterwards."""
    with ChildReader() as reader:
        yield reader


def children() -> list[int]:
    """The processes of readers that this test has started and not ended."""
    tasks = Path("/proc/self/task").glob("*/children")
    pids = [int(pid) for task in tasks for pid in task.read_text().split()]
    return [pid for pid in pids if b"reader_child" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def child_of(reader: ChildReader) -> int:
    """The one process the reader has started."""
    assert reader.isolation
    (child,) = children()
    return child


def hostile(body: str, reader: ChildReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next child behaves as this Python body says instead of reading mail (as if a parser had been taken over)."""
    entry = (
        "import sys, os, time, socket; sys.path[:] = {path!r}; import bot.reader_child as child; parent = {parent}\n"
        f"def read(raw):\n    {body.replace(chr(123), chr(123) * 2).replace(chr(125), chr(125) * 2)}\n"
        "child._read = read\nchild.serve(parent)"
    )
    monkeypatch.setattr("bot.reader._ENTRY", entry)
    reader.close()


def test_the_child_reads_as_the_reader_does(reader: ChildReader) -> None:
    """What comes back over the pipe is exactly what reading in place gives."""
    for raw in (ORDINARY, HEAD + html(b"<p>one</p>"), b"", HEAD + b"\n" + b"x" * 3_000_000):
        assert reader.read(raw) == mime.read(raw)


@pytest.mark.parametrize(("raw", "code"), TOO_MUCH, ids=[code for _, code in TOO_MUCH])
def test_a_reason_crosses_the_pipe(reader: ChildReader, raw: bytes, code: str) -> None:
    """A message beyond the limits gives its own reason, and the same child reads the next one."""
    child = child_of(reader)
    with pytest.raises(mime.Unreadable) as raised:
        reader.read(raw)
    assert raised.value.code == code
    assert reader.read(ORDINARY).sender == "ann@archer.example"
    assert child_of(reader) == child


def test_bait_ends_within_the_limits_of_the_child(reader: ChildReader) -> None:
    """What is made to be slow is read by one child, which neither its clock nor its memory had to stop."""
    child = child_of(reader)
    for tail in LONG:
        assert reader.read(b"From: a@x.test\n" + tail).sender == "a@x.test"
    assert child_of(reader) == child


def test_a_message_of_a_hundred_megabytes_fits(reader: ChildReader) -> None:
    """The memory a child may have is enough for a message close to the size limit."""
    raw = HEAD + multipart(b"mixed", plain(b"x"), pdf(b"a.pdf", b"%PDF" * 20_000_000))
    assert reader.read(raw).attachments[0].size == 80_000_000


def test_a_message_over_the_limit_is_never_sent_to_the_child(reader: ChildReader) -> None:
    """What is too big is refused before a child is even started."""
    with pytest.raises(mime.Unreadable) as raised:
        reader.read(b"x" * 150_000_001)
    assert raised.value.code == "too_big"
    assert children() == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("os._exit(3)", "reader_died"),
        ("os.kill(os.getpid(), 9)", "reader_died"),
        ("time.sleep(60)", "reader_timed_out"),
        ("os.write(1, b'\\0\\0'); time.sleep(60)", "reader_timed_out"),
        ("return b'+[1, 2]'", "reader_answered_badly"),
        ("return b'+{not json'", "reader_answered_badly"),
        ("return b'+' + b'[' * 100_000", "reader_answered_badly"),
        ("return b'-{}'", "reader_answered_badly"),
        ("return b''", "reader_answered_badly"),
        ("return b'+' + b' ' * 17_000_000", "reader_answered_badly"),
    ],
)
def test_whatever_a_child_does_is_a_reason(body: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that dies, hangs or talks nonsense makes this one message unreadable, and the next meets a new child."""
    with ChildReader(seconds=1.5) as reader:
        with monkeypatch.context() as patched:
            hostile(body, reader, patched)
            with pytest.raises(mime.Unreadable) as raised:
                reader.read(ORDINARY)
        assert raised.value.code == code
        assert children() == []
        assert reader.read(ORDINARY) == mime.read(ORDINARY)


@pytest.mark.parametrize(
    ("what", "value"), [("sys.executable", "/no/such/python"), ("bot.reader._ENTRY", "not python")]
)
def test_no_message_is_blamed_when_no_child_can_start(what: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that cannot start is a fault of the installation, and no message becomes unreadable by it."""
    monkeypatch.setattr(what, value)
    with ChildReader() as reader, pytest.raises(ReaderUnavailable):
        reader.read(ORDINARY)


@pytest.mark.parametrize(
    "act",
    [
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.socket()",
        "import subprocess; subprocess.run(['/bin/true'])",
        "os.fork()",
        "os.system('true')",
        "import ctypes; ctypes.CDLL(None)",
        "open('/tmp/reviews-bot-reader-was-here', 'w').write('x' * 100000)",
        "[open('/dev/null') for _ in range(100)]",
        "bytearray(2_000_000_000)",
    ],
)
def test_a_taken_child_can_do_nothing(reader: ChildReader, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even foreign Python code in the child has no network, no processes, no files to write and little memory."""
    hostile(
        f'\n    try:\n        {act}\n    except (OSError, MemoryError): return b\'-["refused", ""]\'\n'
        '    return b\'-["done", ""]\'',
        reader,
        monkeypatch,
    )
    with pytest.raises(mime.Unreadable) as raised:
        reader.read(ORDINARY)
    assert raised.value.code == "refused"
    Path("/tmp/reviews-bot-reader-was-here").unlink(missing_ok=True)


def test_the_network_of_the_child_is_empty_or_refused(reader: ChildReader) -> None:
    """The child says truly how it is isolated: a namespace of its own is another one than ours."""
    child = child_of(reader)
    same = Path(f"/proc/{child}/ns/net").readlink() == Path("/proc/self/ns/net").readlink()
    assert reader.isolation == ("audit hook" if same else "namespace")


def test_the_child_knows_no_secret(reader: ChildReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child has no environment, no open file but its pipes, and is an interpreter of its own."""
    monkeypatch.setenv("REVIEWS_BOT_SECRET", "do not tell")
    reader.read(ORDINARY)
    child = child_of(reader)
    proc = Path(f"/proc/{child}")
    assert (proc / "environ").read_bytes() == b""
    assert {file.name for file in (proc / "fd").iterdir()} == {"0", "1", "2"}
    (resident,) = re.findall(r"VmRSS:\s+(\d+) kB", (proc / "status").read_text())
    assert int(resident) < 25_000


def test_cpu_time_is_limited_for_each_message(reader: ChildReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that spins is stopped by its own limit of processor time, and says so."""
    monkeypatch.setattr(
        "bot.reader._ENTRY",
        "import sys; sys.path[:] = {path!r}; import bot.reader_child as child; child.CPU_SECONDS = 0\n"
        "def read(raw):\n    while True: pass\n"
        "child._read = read; child.serve({parent})",
    )
    with pytest.raises(mime.Unreadable) as raised:
        reader.read(ORDINARY)
    assert raised.value.code == "reader_out_of_cpu"


def test_a_child_is_renewed_after_its_share() -> None:
    """No child reads more messages than its share, and the renewal is not noticed."""
    with ChildReader(renew_after=3) as reader:
        first = child_of(reader)
        for _ in range(3):
            assert reader.read(ORDINARY).text == "café ☕"
        assert child_of(reader) != first


def test_a_child_found_dead_is_replaced_quietly(reader: ChildReader) -> None:
    """A child that ended between two messages costs neither of them."""
    child = child_of(reader)
    os.kill(child, signal.SIGKILL)
    time.sleep(0.1)
    assert reader.read(ORDINARY).sender == "ann@archer.example"


def test_start_and_close_can_be_repeated(reader: ChildReader) -> None:
    """Starting twice gives one child, closing twice leaves none."""
    reader.start()
    first = child_of(reader)
    reader.start()
    assert child_of(reader) == first
    reader.close()
    reader.close()
    assert children() == []


def test_a_killed_parent_leaves_no_orphan() -> None:
    """When the service is killed its reader ends too."""
    program = (
        "import sys, time; from bot.reader import ChildReader; reader = ChildReader(); print(reader.isolation);"
        "print(reader._child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=REPO, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        child = Path(f"/proc/{int(parent.stdout.readline())}/status")
        assert child.exists()
        os.kill(parent.pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while child.exists() and "(zombie)" not in child.read_text() and time.monotonic() < until:
        time.sleep(0.02)
    assert not child.exists() or "(zombie)" in child.read_text()


def test_the_json_of_a_message_is_that_message() -> None:
    """Every field survives the way over the pipe."""
    raw = b"Return-Path: <>\n" + ORDINARY.replace(b"Subject:", b"Cc: c@x.test\nReferences: <a@x> <b@x>\nSubject:")
    for incoming in (mime.read(raw), mime.read(b""), mime.read(HEAD + b"\n> old\nnew")):
        assert from_json(to_json(incoming)) == incoming


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"ann@archer.example"', b'"Ann <ann@archer.example>"'),
        (b'"ann@archer.example"', b"7"),
        (b'"ann@archer.example"', b"null"),
        (b"caf\xc3\xa9", b"caf\\uD800"),
        (b"caf\xc3\xa9", b"caf\xff"),
        (b"+00:00", b""),
        (b'"2026-', b'"soon-'),
        (b"8,", b"-8,"),
        (b"8,", b"true,"),
        (b'false,"","",', b'0,"","",'),
        (b',false,"","",', b',"","",'),
        (b'["reviews@office.example"]', b'"reviews@office.example"'),
        (b'["from",', b'["from","x",'),
        (b'["from",', b'[["from"],'),
    ],
)
def test_an_answer_of_another_shape_is_refused(old: bytes, new: bytes) -> None:
    """One field of another type, or a sender that is no plain address, spoils the whole answer."""
    answer = to_json(mime.read(ORDINARY))
    assert old in answer
    with pytest.raises(ValueError, match=r"."):
        from_json(answer.replace(old, new, 1))
