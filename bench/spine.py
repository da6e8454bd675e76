"""Runs the real service once, from its first look at the mailbox until nothing is due, and says what that took.

    python bench/spine.py FOLDER [--profile FILE]

FOLDER holds config.toml, the mail and the store. Building the service, learning its examples and starting the child
that reads mail are not part of what is measured; a child that is renewed on the way is.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.reader import ChildReader
from bot.service import Service, build, run_once
from bot.serving import leading
from config.settings import load
from store import points


class WeighedReader(ChildReader):
    """A ChildReader that looks at each child's peak memory and CPU before it ends it."""

    peak = 0.0
    cpu = 0.0

    def close(self) -> None:
        child = self._child
        if child is not None and child.poll() is None:
            self.peak = max(self.peak, peak_of(child.pid))
            self.cpu += cpu_of(child.pid)
        super().close()

    def cpu_so_far(self) -> float:
        """CPU seconds of all children, the one at work included."""
        return self.cpu + (cpu_of(self._child.pid) if self._child is not None else 0.0)


def peak_of(pid: int) -> float:
    """The most memory a process has had, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def cpu_of(pid: int) -> float:
    """CPU seconds of another process, from its own clock (clock_getcpuclockid)."""
    return time.clock_gettime((~pid << 3) | 2)


class Counted:
    """Counts what is made durable: calls of fsync from Python, and commits."""

    def __init__(self) -> None:
        self.fsyncs = 0
        self.commits = 0
        self._fsync: Callable[[Any], None] = os.fsync
        os.fsync = self._counting
        points.watch(self._reached)

    def _counting(self, file: Any) -> None:
        self.fsyncs += 1
        self._fsync(file)

    def _reached(self, point: str) -> None:
        self.commits += point == "commit.after"


def measured(service: Service, reader: WeighedReader, counted: Counted) -> dict[str, object]:
    """One run from the first poll to idle."""
    own, child, kernel = _own_cpu(), reader.cpu_so_far(), _own_kernel()
    fsyncs, commits = counted.fsyncs, counted.commits
    began, clock = _now(), time.perf_counter()
    done = run_once(service)
    return {
        "seconds": time.perf_counter() - clock,
        "own_cpu": _own_cpu() - own,
        "own_kernel": _own_kernel() - kernel,
        "child_cpu": reader.cpu_so_far() - child,
        "fsyncs_in_python": counted.fsyncs - fsyncs,
        "commits": counted.commits - commits,
        "between": [began, _now()],
        "done": done,
        "peak": peak_of(os.getpid()),
    }


def _now() -> float:
    return time.time()  # noqa: TID251 - strace tells its instants by the same clock


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _own_kernel() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_stime


def main() -> None:
    asked = argparse.ArgumentParser(description="One measured run of the service.")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--profile", type=Path)
    given = asked.parse_args()
    counted, reader = Counted(), WeighedReader()
    service = build(load(given.folder / "config.toml", os.environ), reader=reader)
    _ = service.cues.leanings  # learnt once in the life of a service, like its imports
    assert reader.isolation
    started = _own_cpu() + reader.cpu_so_far()
    with leading(service) as lead, _profile(given.profile):
        assert lead
        found = measured(service, reader, counted)
    service.close()
    print(json.dumps({**found, "child_peak": reader.peak, "start_cpu": started}))


@contextmanager
def _profile(file: Path | None) -> Iterator[None]:
    if file is None:
        yield
        return
    profile = cProfile.Profile()
    with profile:
        yield
    profile.dump_stats(file)


if __name__ == "__main__":
    main()
