"""Warm worker processes that torture one office after another; each ends with the chamber, and leaves nothing running.

A worker warms up once (imports, compiled statements and templates; no connection stays open) and forks every life.
"""

from __future__ import annotations

import ctypes
import gc
import os
import random  # noqa: TID251 - tests may, with a seed
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import apscheduler.schedulers.background  # noqa: F401 - the service imports it when it serves

from bot import service as service_module
from bot.service import build, run_once
from bot.serving import leading
from store import engine as engine_module
from tests.torture.life import die_with
from tests.torture.mail import Writers
from tests.torture.office import Office, Outcome, Tally, Torture
from tests.torture.shortcuts import PARTS
from tests.world import MONDAY, Closable, ToldClock

_PR_SET_CHILD_SUBREAPER = 36


class Worker:
    """One warm process that tortures offices one after another, always in the same folder."""

    def __init__(self, base: Path, keep: Path) -> None:
        self._keep = keep
        self._home = base / f"worker-{os.getpid()}"
        self._office, self._template = self._home / "office", self._home / "template"
        self._home.mkdir(parents=True)
        self._tally = Tally()
        self._warm: set[str] = set()
        self._warm_up()

    def torture(self, task: Torture) -> Outcome:
        """The outcome for one office; a broken one is kept for whoever looks."""
        shutil.rmtree(self._office, ignore_errors=True)
        if task.back_end not in self._warm:
            self._warm_to(task.back_end)
        if task.back_end == "maildir" and not task.from_nothing:
            shutil.copytree(self._template, self._office)
        outcome = Office(task, self._office, self._tally).run()
        outcome.faults += [f"seed {task.seed}: {fault}" for fault in _left_running()]
        if outcome.faults and not task.shortcut:
            kept = self._keep / f"broken-{task.seed}-{os.getpid()}-{time.monotonic_ns()}"
            shutil.copytree(self._office, kept)
            outcome.faults.append(f"seed {task.seed}: the office is kept in {kept}")
        return outcome

    def _warm_up(self) -> None:
        """Everything that is only computed, never kept open, has been computed once: imports, statements, templates."""
        _ = service_module.cue_table().leanings
        self._one_quiet_life("maildir", 0)
        shutil.copytree(self._office, self._template)
        warm = engine_module._engine(f"sqlite:///{self._office / 'store' / 'reviews.sqlite'}")
        store = self._office / "store"
        engine_module._engine = lambda _url: store.mkdir(parents=True, exist_ok=True) or warm  # type: ignore[assignment]
        self._warm_to("maildir")

    def _warm_to(self, back_end: str) -> None:
        """A life at a mailbox of this sort needs nothing that is only imported or computed."""
        self._one_quiet_life(back_end, 3)
        shutil.rmtree(self._office)
        self._warm.add(back_end)
        gc.collect()
        gc.freeze()

    def _one_quiet_life(self, back_end: str, messages: int) -> None:
        office = Office(Torture(0, (), back_end=back_end), self._office, self._tally)
        writers = Writers(random.Random(0))
        for make in (writers.application, writers.copy, writers.broken)[:messages]:
            office.deliver(make(MONDAY))
        with _silence(self._home / "log"):
            mailbox = office.room.opened()
            service = build(office.settings, clock=ToldClock(MONDAY), mailbox=mailbox, reader=PARTS[""].reader())
            with leading(service):
                run_once(service)
            service.close()
        if isinstance(mailbox, Closable):
            mailbox.close()
        office.room.close()


@contextmanager
def _silence(log: Path) -> Iterator[None]:
    with log.open("a") as file:
        sys.stderr, before = file, sys.stderr
        try:
            yield
        finally:
            sys.stderr = before


def _left_running() -> list[str]:
    """Processes that outlived the life that started them, though they must die with it; they are gone afterwards."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return []
        time.sleep(0.001)
    left = [int(pid) for file in Path("/proc/self/task").glob("*/children") for pid in file.read_text().split()]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return [f"{len(left)} processes outlived the service that started them"]


_worker: Worker | None = None


def _start(base: Path, keep: Path, parent: int) -> None:
    global _worker
    die_with(parent)
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Worker(base, keep)


def _torture(task: Torture) -> Outcome:
    assert _worker is not None
    return _worker.torture(task)


class Chamber:
    """As many warm workers as there are processors; they end with it.

    Offices lie in `base`, best in memory: a killed process loses nothing that was written, synced or not. Broken ones
    are kept in `keep`.
    """

    def __init__(self, base: Path, keep: Path) -> None:
        workers = len(os.sched_getaffinity(0))
        context = get_context("spawn")
        self._pool = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(base, keep, os.getpid()))

    def all_of(self, tasks: Iterable[Torture], *, seconds: float) -> Outcome:
        """What became of all these offices. Raises TimeoutError when it takes longer."""
        until = time.monotonic() + seconds
        together = Outcome()
        futures: list[Future[Outcome]] = [self._pool.submit(_torture, task) for task in tasks]
        for future in futures:
            together.add(future.result(timeout=until - time.monotonic()))
        return together

    def close(self) -> None:
        """No worker is left."""
        self._pool.shutdown(cancel_futures=True)
