"""Measures the spine beside the floor: messages a second, CPU a message, fsyncs a message, peak memory.

    python bench/intake.py [--quick] [--messages N ...] [--cases N ...] [--rounds N]

Every figure is the median of rounds in which service and floor take turns on the same files. README.md says what is
counted and how.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import corpus
import old_cases

from config.settings import load

HERE = Path(__file__).parent
CAPS = {f"REVIEWS_SENDING__CAPS__{name}": "1000000" for name in ("PER_ADDRESS_DAY", "PER_DOMAIN_HOUR", "TOTAL_HOUR", "TOTAL_DAY")}
CONFIG = """[office]
profile = "mopac"
[mailbox.maildir]
path = "mail"
[store]
url = "sqlite:///store/reviews.sqlite"
[sending]
mode = "live"
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """What one row of the table is about."""

    messages: int
    cases: int
    files: bool

    @property
    def title(self) -> str:
        return f"{self.messages} messages{'' if self.files else ', no files'}, {self.cases:,} old cases"


@dataclass
class Found:
    """The rounds of one setting."""

    setting: Setting
    service: list[dict[str, Any]] = field(default_factory=list)
    floor: list[dict[str, Any]] = field(default_factory=list)
    fsyncs: float | None = None

    def of(self, who: str, *names: str) -> float:
        """The median over the rounds of the sum of these figures."""
        rounds: list[dict[str, Any]] = getattr(self, who)
        return median(sum(float(one[name]) for name in names) for one in rounds)


class Bench:
    """Everything lies in one folder that is removed afterwards."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def measure(self, setting: Setting, rounds: int, *, count_fsyncs: bool) -> Found:
        """Service and floor in turns."""
        found = Found(setting)
        for _ in range(rounds):
            with self._office(setting) as folder:
                found.service.append(_run("spine.py", folder))
            found.floor.append(self._floor(setting, found.service[-1]))
        if count_fsyncs and shutil.which("strace"):
            with self._office(setting) as folder:
                found.fsyncs = _traced_fsyncs(folder) / setting.messages
        return found

    def profile(self, setting: Setting, file: Path) -> None:
        """One run under cProfile, its figures in this file."""
        with self._office(setting) as folder:
            _run("spine.py", folder, "--profile", str(file))

    def _floor(self, setting: Setting, like: dict[str, Any]) -> dict[str, Any]:
        with self._copy(self._folder_of(setting)) as folder:
            given = ("--commits", str(like["commits"]), "--answers", str(like["answers"]))
            return _run("floor.py", folder / "mail", folder, *given)

    def _office(self, setting: Setting) -> "_Copy":
        return self._copy(self._folder_of(setting))

    def _copy(self, original: Path) -> "_Copy":
        self._made += 1
        return _Copy(original, self._folder / f"run{self._made}")

    def _folder_of(self, setting: Setting) -> Path:
        """The office before its post is done: mail in `new`, old cases in the store; made once for each setting."""
        folder = self._folder / f"{setting.messages}-{setting.cases}-{setting.files}"
        if not folder.exists():
            folder.mkdir()
            (folder / "config.toml").write_text(CONFIG)
            _deliver(folder / "mail", setting)
            settings = load(folder / "config.toml", CAPS)
            old_cases.fill(settings, answered=corpus.replies_among(setting.messages), others=setting.cases)
        return folder


class _Copy:
    """A copy of an office, gone when the block ends."""

    def __init__(self, original: Path, to: Path) -> None:
        self._original, self._to = original, to

    def __enter__(self) -> Path:
        shutil.copytree(self._original, self._to)
        os.sync()  # so that nobody pays for writing the copy
        return self._to

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._to)


def _deliver(maildir: Path, setting: Setting) -> None:
    for sub in ("cur", "new", "tmp"):
        (maildir / sub).mkdir(parents=True)
    for name, raw in corpus.mails(setting.messages, files=setting.files):
        (maildir / "new" / name).write_bytes(raw)


def _run(script: str, folder: Path, *more: object, before: tuple[str, ...] = ()) -> dict[str, Any]:
    command = [*before, sys.executable, str(HERE / script), str(folder), *map(str, more)]
    ended = subprocess.run(command, env=CAPS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if ended.returncode:
        raise SystemExit(f"{script} failed:\n{ended.stderr.decode()[-3000:]}")
    found: dict[str, Any] = json.loads(ended.stdout)
    if script == "spine.py":
        found["answers"] = sum(1 for _ in (folder / "mail" / ".Sent" / "cur").iterdir())
    return found


def _traced_fsyncs(folder: Path) -> int:
    """Every fsync and fdatasync of the service and its child, SQLite's own included, from first poll to idle."""
    log = folder / "strace"
    found = _run("spine.py", folder, before=("strace", "-f", "-ttt", "-e", "trace=fsync,fdatasync", "-o", str(log)))
    began, ended = found["between"]
    at = (float(line.split()[1]) for line in log.read_text().splitlines() if "sync(" in line)
    return sum(1 for moment in at if began <= moment <= ended)


HEAD = (
    "setting", "msg/s", "floor", "CPU ms/msg", "own", "child", "floor", "ratio", "fsyncs/msg", "commits", "answers",
    "MB own", "child", "floor",
)  # fmt: skip


def _row(found: Found) -> tuple[str, ...]:
    count = found.setting.messages
    own, child = found.of("service", "own_cpu") / count * 1e3, found.of("service", "child_cpu") / count * 1e3
    floor = found.of("floor", "cpu") / count * 1e3
    return (
        found.setting.title,
        f"{count / found.of('service', 'seconds'):.0f}",
        f"{count / found.of('floor', 'seconds'):.0f}",
        f"{own + child:.2f}",
        f"{own:.2f}",
        f"{child:.2f}",
        f"{floor:.2f}",
        f"{(own + child) / floor:.2f}",
        "–" if found.fsyncs is None else f"{found.fsyncs:.2f}",
        f"{found.of('service', 'commits') / count:.2f}",
        f"{found.of('service', 'answers') / count:.2f}",
        f"{found.of('service', 'peak'):.0f}",
        f"{found.of('service', 'child_peak'):.0f}",
        f"{found.of('floor', 'peak'):.0f}",
    )


def _print(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        first, *others = (cell.ljust(width) if not at else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True)))
        print("  ".join((first, *others)))


def _growth(everything: list[Found]) -> None:
    """How much more CPU a message takes beside old cases than without."""
    plain = {(one.setting.messages, one.setting.files): one for one in everything if one.setting.cases == 0}
    for one in everything:
        before = plain.get((one.setting.messages, one.setting.files))
        if before is not None and one.setting.cases:
            now, then = (each.of("service", "own_cpu", "child_cpu") for each in (one, before))
            print(f"{one.setting.title}: {100 * (now / then - 1):+.1f} % CPU beside none")


def main() -> None:
    asked = argparse.ArgumentParser(description="The spine beside the floor.")
    asked.add_argument("--quick", action="store_true", help="one round of 200 messages")
    asked.add_argument("--messages", type=int, nargs="+", default=[500, 1000, 2000])
    asked.add_argument("--cases", type=int, nargs="+", default=[0, 50_000])
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--no-files", action="store_true", help="only the mail without attachments")
    asked.add_argument("--no-trace", action="store_true", help="do not count fsyncs with strace")
    asked.add_argument("--profile", type=Path, help="instead: one run of the first setting under cProfile")
    given = asked.parse_args()
    counts, rounds = ([200], 1) if given.quick else (given.messages, given.rounds)
    settings = [
        Setting(messages, cases, files)
        for files in ([False] if given.no_files else [False, True])
        for messages in counts
        for cases in given.cases
    ]
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        bench = Bench(Path(folder))
        if given.profile:
            bench.profile(settings[0], given.profile)
            return
        everything = [bench.measure(one, rounds, count_fsyncs=not given.no_trace) for one in settings]
    _print([HEAD, *map(_row, everything)])
    _growth(everything)


if __name__ == "__main__":
    main()
