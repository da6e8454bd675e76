"""Draws demo.svg, the picture in the README, anew: `.venv/bin/python docs/pictures/demo.py` from the project's folder.

It runs the demonstration in a throwaway folder, in a terminal of its own, and keeps a few of the mails and the end.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).with_suffix(".svg")
COLUMNS = 120
SHOWN = ("Marguerite Oduya-Finch", "PSU North", "Somebody", "Grażyna Wiśniewska-Lund", "Ines Quarrell")
"""Whose mail the picture shows; of each the first."""

MAIL = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d:\d\d  ")
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" role="img" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
.{unique_id}-title {{ font: bold 18px Arial, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def said() -> list[str]:
    """What the demonstration says below its progress bars, line by line."""
    ours, theirs = pty.openpty()
    pieces = []
    with TemporaryDirectory() as folder:
        (Path(folder) / ".venv").symlink_to(sys.prefix)
        surroundings = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
        command = [".venv/bin/reviews-bot", "run", "--demo"]
        with subprocess.Popen(command, cwd=folder, env=surroundings, stdout=theirs):  # noqa: S603  # our own command
            os.close(theirs)
            try:
                while piece := os.read(ours, 65536):
                    pieces.append(piece)
            except OSError:
                """On Linux a terminal whose last writer has gone says so like this."""
    os.close(ours)
    return b"".join(pieces).decode().rpartition("\x1b[?25h")[2].split("\r\n")


def chosen(lines: list[str]) -> list[str]:
    """The heading, the mails of those who are shown, and everything below the last mail."""
    starts = [number for number, line in enumerate(lines) if MAIL.match(line)]
    end = lines.index("", starts[-1])
    mails = [lines[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    kept = [next(mail for mail in mails if name in mail[1]) for name in SHOWN]
    return [lines[starts[0] - 1], *(line for mail in kept for line in [*mail, ""]), "…", *lines[end:]]


def main() -> None:
    """The picture shows what the demonstration says today."""
    console = Console(record=True, width=COLUMNS, file=StringIO())
    console.print(Text("$ make demo\n", style="bold"))
    for line in chosen([line.rstrip() for line in said()]):
        console.print(Text.from_ansi(line))
    console.save_svg(str(PICTURE), title="Reviews Bot: one invented morning", code_format=FRAME, unique_id="demo")


if __name__ == "__main__":
    main()
