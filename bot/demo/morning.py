"""The service at work on one invented morning's post: a mailbox, a store and a clock of its own, all in one folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.demo import asked as demo_asked
from bot.demo import day as demo_day
from bot.demo import told as demo_told
from bot.demo.day import Mail
from bot.log import Log
from bot.prompt.opening import FAILED, TRY_AGAIN, stop
from bot.service import Service, build, run_once
from bot.serving import leading
from config.settings import load
from store import received
from store.points import watch
from store.vault import StoreFault, Unfit
from templates import pages

if TYPE_CHECKING:
    from rich.console import Console

FOLDER = Path("demo")
PAGE = FOLDER / "result.html"
LOOKS_AT = tuple(datetime(2026, 11, 23, hour, minute, tzinfo=UTC) for hour, minute in ((8, 30), (10, 30), (13, 0)))
"""When the service looks into the mailbox that day; what answers one of its letters comes at a later look."""

_PAPER = 220
_SETTINGS = """\
# The demonstration: one office with a mailbox in this folder. Nothing here leaves this computer.
[office]
profile = "mopac"

[mailbox.maildir]
path = "mail"

[store]
url = "sqlite:///store/reviews.sqlite"

[sending]
mode = "live"

[sending.caps]
# A whole morning's post is done in a few seconds here, so that the usual caps would hold some letters back.
per_address_day = 10
per_domain_hour = 200
total_hour = 200
"""


class _DemoClock:
    """A clock that shows the times of one Monday, so that the demonstration always says the same."""

    def __init__(self) -> None:
        self.at = LOOKS_AT[-1]

    def now(self) -> datetime:
        return self.at


class _QuietLog(Log):
    """Says only what went wrong: the table tells the rest."""

    def info(self, event: str, **fields: object) -> None:
        """Nothing is written."""


def run() -> None:
    """The demonstration has been done and shown; a second time there is nothing new."""
    from rich.console import Console

    screen = sys.stdout.isatty()
    console = Console(highlight=False, markup=False, width=None if screen else _PAPER)
    clock = _DemoClock()
    with _opened(clock) as service:
        done = _the_morning(service, clock, console)
        if done:
            post = demo_told.told(service)
            demo_told.tell_mail(post, console)
            demo_asked.tell_papers(service, console)
            demo_told.tell_numbers(post, console)
            PAGE.write_text(pages.post_page(service.letterhead, post), encoding="utf-8")
        else:
            console.print("Nothing is new.")
        demo_told.tell_places(service, console, FOLDER, PAGE)


@contextmanager
def _opened(clock: _DemoClock) -> Iterator[Service]:
    """The service on the demonstration's own settings, leading; they and the mailbox are made where there are none."""
    os.umask(0o077)
    settings_file = FOLDER / "config.toml"
    for part in ("cur", "new", "tmp"):
        (FOLDER / "mail" / part).mkdir(parents=True, exist_ok=True)
    if not settings_file.exists():
        (FOLDER / "contacts.toml").write_text(demo_asked.BOOK)
        settings_file.write_text(_SETTINGS + demo_asked.SETTINGS)
    with ExitStack() as closing:
        try:
            service = build(load(settings_file, {}), clock=clock)
        except (Unfit, StoreFault) as fault:
            stop(FAILED, f"{fault} If the folder {FOLDER} is from an earlier version, remove it and try again.")
        closing.callback(service.close)
        service.log = _QuietLog()
        if not closing.enter_context(leading(service)):
            stop(TRY_AGAIN, f"Another demonstration is at work in the folder {FOLDER}.")
        yield service


# --- the morning ------------------------------------------------------------------------------------------------------


def _the_morning(service: Service, clock: _DemoClock, console: Console) -> int:
    """Whatever of the post had not come yet has come and is done, look by look; answers how much was done."""
    with service.reading() as tx:
        known = {line.item for line in received.lines(tx)}
    coming = [mail for mail in demo_day.the_post() if mail.key not in known]
    if not coming:
        return run_once(service)
    console.print("Reviews bot: one invented morning in a mailbox of its own. Nothing leaves this computer.\n")
    done = 0
    with _bars(console, len(coming)) as bars:
        for clock.at in LOOKS_AT:
            due = [mail for mail in coming if demo_day.came_at(mail) <= clock.at]
            coming = coming[len(due) :]
            for mail in due:
                _deliver(service, mail)
                bars.count("delivered")
            if clock.at != LOOKS_AT[0]:
                demo_asked.accept(service)
            done += run_once(service) if due else 0
    return done


def _deliver(service: Service, mail: Mail) -> None:
    reference = ""
    if mail.answers:
        with service.reading() as tx:
            cases = {line.item: line.reference for line in received.lines(tx)}
        reference = cases.get(mail.answers) or ""
    arriving = FOLDER / "mail" / "tmp" / mail.key
    arriving.write_bytes(demo_day.raw(mail, reference))
    arriving.replace(FOLDER / "mail" / "new" / mail.key)


class _Bars:
    """How far the morning is: three bars on a screen, and three lines at the end where nobody is looking."""

    def __init__(self, console: Console, total: int) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description:<18}"), BarColumn(48), MofNCompleteColumn(), TimeElapsedColumn())
        self.shown = Progress(*columns, console=console, disable=not console.is_terminal)
        self.counted = {"delivered": 0, "read": 0, "sent": 0}
        words = {"delivered": "Delivering mail", "read": "Reading it", "sent": "Sending letters"}
        totals = {"delivered": total, "read": total, "sent": None}
        self._tasks = {name: self.shown.add_task(words[name], total=totals[name]) for name in words}

    def count(self, name: str) -> None:
        """One more is done."""
        self.counted[name] += 1
        self.shown.advance(self._tasks[name])

    def point(self, name: str) -> None:
        """The service has come to one of its named points."""
        if name == "read.before":
            self.count("read")
        elif name == "mailbox.submit.after":
            self.count("sent")

    def finish(self) -> None:
        """The last bar knows its end now."""
        self.shown.update(self._tasks["sent"], total=self.counted["sent"])


@contextmanager
def _bars(console: Console, total: int) -> Iterator[_Bars]:
    bars = _Bars(console, total)
    unwatch = watch(bars.point)
    try:
        with bars.shown:
            yield bars
            bars.finish()
    finally:
        unwatch()
    if bars.shown.disable:
        for name, number in bars.counted.items():
            console.print(f"{name:<10} {number}")
    console.print()
