"""The limited child that reads hostile mail: no network, no keys, no settings, little memory and time; writes no file.

Started by `bot.reader` as a fresh interpreter. It answers frames (a length in four bytes, then that many bytes) until
its input ends: a hello that says how it is kept from the network, then one answer for each message. An answer is one
status byte and JSON: `+` an `Incoming`, `-` the code and sentence of an `Unreadable`. A length of NEXT_DOCUMENT, which
no message has, asks for the next document of the message before it, which is not read before that; a container's
answer names the files in it, and those whose turn comes are the next documents. A length of NEXT_FILE asks for the next
file of the message as it came: a line that says what it is by its bytes, and then these.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterator

from bot import mime
from bot.documents import listed
from bot.incoming_json import document_to_json, from_json, to_json
from bot.mime.holders import with_places

LENGTH = struct.Struct(">I")
NEXT_DOCUMENT = 0xFFFF_FFFF
NEXT_FILE = 0xFFFF_FFFE
CPU_SECONDS = 10
MEMORY_BYTES = 640_000_000  # of address space: 512 MB for a message, the rest is the interpreter and its libraries

_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_REFUSED_EVENTS = ("socket.", "subprocess.", "os.fork", "os.exec", "os.posix_spawn", "os.system", "ctypes.")


def serve(parent: int) -> None:
    """Every message that came in was answered; returns when the input ends. The process is limited from here on."""
    isolation = _limit(parent)
    source, answers = sys.stdin.buffer, sys.stdout.fileno()
    _answer(answers, b"+" + json.dumps({"isolation": isolation}).encode("ascii"))
    documents: Iterator[bytes] = iter(())
    files: Iterator[bytes] = iter(())
    while len(size := source.read(LENGTH.size)) == LENGTH.size:
        (length,) = LENGTH.unpack(size)
        _renew_cpu_limit()
        if length == NEXT_DOCUMENT:
            _answer(answers, next(documents))
            continue
        if length == NEXT_FILE:
            _answer(answers, next(files))
            continue
        raw = source.read(length)
        answer = _read(raw)
        documents, files = _documents(raw, answer), _files(raw, answer)
        _answer(answers, answer)


def _read(raw: bytes) -> bytes:
    try:
        return b"+" + to_json(with_places(mime.read(raw), raw))
    except mime.Unreadable as reason:
        code, sentence = reason.code, reason.sentence
    except MemoryError:
        code, sentence = "reader_out_of_memory", "Reading the message takes more memory than one message may."
    except Exception:  # noqa: BLE001 – the message boundary of the child: an error's text may quote the message
        code, sentence = "reader_failed", "The message cannot be read; the fault is ours."
    return b"-" + json.dumps([code, sentence]).encode("ascii")


def _documents(raw: bytes, answer: bytes) -> Iterator[bytes]:
    """What each document says of the message that was answered so, each read when it is asked for."""
    from bot.documents.in_turn import in_turn  # with all its readers only when the first document is asked for

    files = from_json(answer[1:]).attachments
    numbers = listed(files)
    for read in in_turn(files, numbers, mime.contents(raw, numbers)):
        yield b"+" + document_to_json(read)


def _files(raw: bytes, answer: bytes) -> Iterator[bytes]:
    """Each file of the message that was answered so, taken out when it is asked for."""
    from bot.documents.first_bytes import by_content, warnings

    for data in mime.contents(raw, range(len(from_json(answer[1:]).attachments))):
        kind = by_content(data)
        yield b"+" + json.dumps([kind, warnings(kind, data)]).encode("ascii") + b"\n" + data


def _answer(file: int, data: bytes) -> None:
    frame = memoryview(LENGTH.pack(len(data)) + data)
    while frame:
        frame = frame[os.write(file, frame) :]


def _limit(parent: int) -> str:
    """The process dies with its parent, has hard limits and no network; answers how the network was taken away."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    alone = libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (most, most))
    sys.addaudithook(_refuse)
    return "namespace" if alone else "audit hook"


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError("The reader may not do this.")


def _renew_cpu_limit() -> None:
    """The message that is read next may use its own ten seconds of CPU, whatever the ones before it used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
