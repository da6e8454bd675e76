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
CAPS = {
    f"REVIEWS_SENDING__CAPS__{name}": "1000000"
    for name in ("PER_ADDRESS_DAY", "PER_DOMAIN_HOUR", "TOTAL_HOUR", "TOTAL_DAY")
}
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
    singly: list[dict[str, Any]] = field(default_factory=list)
    fsyncs: float | None = None

    def of(self, who: str, *names: str) -> float:
        """The median over the rounds of the sum of these figures."""
        rounds: list[dict[str, Any]] = getattr(self, who)
        return median(sum(float(one[name]) for name in names) for one in rounds)

    def ratio(self, floor: str) -> float:
        """The median of what the service took of CPU beside what this floor took in the same round."""
        pairs = zip(self.service, getattr(self, floor), strict=True)
        return median((one["own_cpu"] + one["child_cpu"]) / other["cpu"] for one, other in pairs)


class Bench:
    """Everything lies in one folder that is removed afterwards."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def round(self, found: Found) -> None:
        """Once the service, once the floor, once the floor with a commit for every message."""
        setting = found.setting
        with self._office(setting) as folder:
            like = _run("spine.py", folder)
        found.service.append(like)
        found.floor.append(self._floor(setting, like["commits"], like["answers"]))
        found.singly.append(self._floor(setting, setting.messages, like["answers"]))

    def count_fsyncs(self, found: Found) -> None:
        """One more run, under strace, which is not timed."""
        with self._office(found.setting) as folder:
            found.fsyncs = _traced_fsyncs(folder) / found.setting.messages

    def profile(self, setting: Setting, file: Path) -> None:
        """One run under cProfile, its figures in this file."""
        with self._office(setting) as folder:
            _run("spine.py", folder, "--profile", str(file))

    def _floor(self, setting: Setting, commits: int, answers: int) -> dict[str, Any]:
        with self._office(setting) as folder:
            return _run("floor.py", folder / "mail", folder, "--commits", commits, "--answers", answers)

    def _office(self, setting: Setting) -> _Copy:
        self._made += 1
        return _Copy(self._folder_of(setting), self._folder / f"run{self._made}")

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
    ended = subprocess.run(command, env=CAPS, capture_output=True, check=False)
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
    "", "msg/s", "floor", "CPU ms/msg", "own", "child", "floor", "singly", "x floor", "x singly", "fsyncs/msg",
    "commits/msg", "answers/msg", "MB own", "child", "floor",
)  # fmt: skip


def _row(found: Found) -> tuple[str, ...]:
    count = found.setting.messages
    own, child, floor, singly = (
        found.of(who, name) / count * 1e3
        for who, name in (("service", "own_cpu"), ("service", "child_cpu"), ("floor", "cpu"), ("singly", "cpu"))
    )
    return (
        found.setting.title,
        f"{count / found.of('service', 'seconds'):.0f}",
        f"{count / found.of('floor', 'seconds'):.0f}",
        *(f"{milliseconds:.2f}" for milliseconds in (own + child, own, child, floor, singly)),
        f"{found.ratio('floor'):.2f}",
        f"{found.ratio('singly'):.2f}",
        "–" if found.fsyncs is None else f"{found.fsyncs:.2f}",
        f"{found.of('service', 'commits') / count:.2f}",
        f"{found.of('service', 'answers') / count:.2f}",
        f"{found.of('service', 'peak'):.0f}",
        f"{found.of('service', 'child_peak'):.0f}",
        f"{found.of('floor', 'peak'):.0f}",
    )


def _print(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        print("  ".join((first.ljust(widths[0]), *cells)))


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
        everything = [Found(one) for one in settings]
        for found in rounds * everything:  # every setting in every round, so that a busy hour meets them all
            bench.round(found)
        for found in everything if shutil.which("strace") and not given.no_trace else ():
            bench.count_fsyncs(found)
    _print([HEAD, *map(_row, everything)])
    _growth(everything)


if __name__ == "__main__":
    main()
