"""The cells of a register that people changed, read in a limited child of its own; the only reader of workbooks.

A file in a shared folder is not ours any more, so the service itself never parses it. The child has no keys, no
network, little memory and little time; it follows no formula and no link, and writes nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MOST_BYTES = 30_000_000
SECONDS = 60
_UNPACKED_BYTES = 400_000_000
_MEMORY_BYTES = 1_500_000_000
_CPU_SECONDS = 50
_MOST_ROWS, _MOST_COLUMNS = 200_000, 60
_REFUSED_EVENTS = ("socket.", "subprocess.", "os.fork", "os.exec", "os.posix_spawn", "os.system", "ctypes.")
_WITHOUT_LXML = {"OPENPYXL_LXML": "False"}
"""The parser of the standard library, which is the same everywhere."""
_ENTRY = "import sys; sys.path[:] = {path!r}; from bot.reporting.register_cells import answer; answer({sheets!r})"

Cells = dict[str, list[list[str]]]


class Unreadable(Exception):
    """The file is no workbook that can be read; perhaps it is still being saved."""


def cells(data: bytes, sheets: tuple[str, ...]) -> Cells:
    """The cells of these sheets as words, row by row. Raises Unreadable, whatever the file does to its reader."""
    if len(data) > MOST_BYTES:
        raise Unreadable("The file is too large for a register.")
    path = [os.path.abspath(place) for place in sys.path]  # noqa: PTH100 – "" means the working folder
    path.append(str(Path(__file__).parents[2]))  # an editable installation is found by a hook, not by sys.path
    command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _ENTRY.format(path=path, sheets=sheets)]
    try:
        done = subprocess.run(  # noqa: S603 – our own interpreter with a fixed command
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_WITHOUT_LXML, cwd="/",
            timeout=SECONDS, check=False, start_new_session=True,
        )  # fmt: skip
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired, ValueError):
        found = None
    if not isinstance(found, dict):
        raise Unreadable("The file cannot be read as a register.")
    return found


def answer(sheets: tuple[str, ...]) -> None:
    """The child: reads a workbook from its input, and writes the cells as JSON. The process is limited from here on."""
    import resource

    for limit, most in (
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (most, most))
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    sys.addaudithook(_refuse)
    found = json.dumps({name: list(rows) for name, rows in _sheets(data, sheets)})
    sys.stdout.buffer.write(found.encode("ascii"))


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError("The reader may not do this.")


def _sheets(data: bytes, wanted: tuple[str, ...]) -> Iterator[tuple[str, Iterator[list[str]]]]:
    import io
    from zipfile import ZipFile

    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl takes it where it is there, and needs it for nothing
    from openpyxl import load_workbook

    with ZipFile(io.BytesIO(data)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED_BYTES:
            raise Unreadable("The file is too large for a register.")
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    for name in wanted:
        if name in book.sheetnames:
            sheet = book[name]
            sheet.reset_dimensions()  # what the file says of its size is not to be believed
            yield name, _rows(sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True))


def _rows(found: Iterator[tuple[object, ...]]) -> Iterator[list[str]]:
    from handlers.register import said

    for row in found:
        words = [said(value) for value in row]
        while words and not words[-1]:
            words.pop()
        yield words
