"""The service at work on one invented morning's post: a mailbox, a store and a clock of its own, all in one folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import demo_day
from bot.demo_day import Mail
from bot.log import Log
from bot.opening import FAILED, TRY_AGAIN, stop
from bot.service import Service, build, leading, run_once
from bot.show import letter_lines, mail_line, question_lines
from config.settings import load
from store import received
from store.points import watch
from store.received import MessageLine
from store.terms import LetterState, Place
from store.vault import StoreFault, Unfit

if TYPE_CHECKING:
    from rich.console import Console

FOLDER = Path("demo")
LOOKS_AT = tuple(datetime(2026, 11, 23, hour, minute, tzinfo=UTC) for hour, minute in ((8, 30), (10, 30), (13, 0)))
"""When the service looks into the mailbox that day; what answers one of its letters comes at a later look."""

_PAPER = 220
_WIDE = 160
_NARROW, _BROAD = (27, 16, 32), (48, 23, 54)
"""Columns for the mail, what it was taken for and what was done, on a screen and on paper; the rest is for the why."""

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
            _tell_mail(service, console)
            _tell_numbers(service, console)
        else:
            console.print("Nothing is new.")
        _tell_places(service, console)


@contextmanager
def _opened(clock: _DemoClock) -> Iterator[Service]:
    """The service on the demonstration's own settings, leading; they and the mailbox are made where there are none."""
    os.umask(0o077)
    settings_file = FOLDER / "config.toml"
    for part in ("cur", "new", "tmp"):
        (FOLDER / "mail" / part).mkdir(parents=True, exist_ok=True)
    if not settings_file.exists():
        settings_file.write_text(_SETTINGS)
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


# --- what is told -----------------------------------------------------------------------------------------------------


def _tell_mail(service: Service, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    mail, taken, did = _NARROW if console.width < _WIDE else _BROAD
    why = max(24, console.width - len("Mon 00:00") - mail - taken - did - 8)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("came", no_wrap=True)
    table.add_column("mail", width=mail)
    table.add_column("taken for", width=taken)
    table.add_column("what the bot did", width=did)
    table.add_column("why", width=why)
    for row in _rows(service):
        subject, sender = (_cut(words, mail) for words in (row.subject, f"  {row.sender}"))
        cells = (row.came, f"{subject}\n{sender}", row.taken_for, row.done, _first_reason(row.why, 3 * why - 12))
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    console.print()


def _first_reason(reasons: str, length: int) -> str:
    """Every reason where there is room; else the first, and what put the message before others."""
    if len(reasons) <= length:
        return reasons
    first = reasons.partition(") and the ")[0].rstrip(".)") + ")"
    _, comma, pressing = reasons.partition(", and put first")
    return _cut(first, length) if not comma else f"{_cut(first, length - 20)} – first{pressing}"


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class _Row:
    """What became of one message, in words."""

    came: str
    subject: str
    sender: str
    taken_for: str
    done: str
    why: str


def _rows(service: Service) -> Iterator[_Row]:
    """Every message, in the order in which they came."""
    post = {mail.key: mail for mail in demo_day.the_post()}
    opened: set[str] = set()
    with service.reading() as tx:
        lines = list(received.lines(tx))
        cases = {line.item: line.reference or "" for line in lines}
        unread = {one["about"]: str(one["text"]) for one in question_lines(tx) if one["code"] == "read_by_hand"}
        for line in lines:
            history = (mail_line(tx, line.id) or {}).get("history", ())
            understood: Mapping[str, object] = next(
                (one["details"] for one in history if one["action"] == "understood"), {}
            )
            mail = post[line.item]
            reference = line.reference or ""
            yield _Row(
                came=f"{mail.at:%a %H:%M}",
                subject=(mail.subject or "(no subject)").replace("{reference}", cases.get(mail.answers, "")),
                sender=mail.sender.partition("<")[0].strip() or mail.sender,
                taken_for=line.kind.replace("_", " ") or "(not readable)",
                done="\n".join((*_where(line, first=reference not in opened), _answer(line, understood))),
                why=_reasons(str(understood.get("why", "")) or unread.get(f"intake:{line.id}", "")),
            )
            opened.add(reference)


def _where(line: MessageLine, *, first: bool) -> Iterator[str]:
    """The case it opened or joined, and the folder it lies in where that is not the case's own."""
    folder = line.folder.removeprefix(".Reviews.").replace(".", " / ")
    if line.reference:
        yield f"{'opened' if first else 'joined'} {line.reference}"
    if not line.reference or line.reference.replace("/", "-") not in folder:
        yield f"→ {folder}"


def _answer(line: MessageLine, understood: Mapping[str, object]) -> str:
    """The letter that was sent, or why there is none."""
    if line.letter:
        return f"sent: {line.letter}"
    if line.may_acknowledge:
        return "no letter: answered minutes ago"
    return f"no letter: {understood.get('answer', 'a person reads it first')}"


def _reasons(said: str) -> str:
    """The reasons alone: what it was taken for stands beside them, and `mail show` has the rest."""
    _, because, reasons = said.partition(", because ")
    return reasons if because else said.removeprefix("A message could not be read. ")


def _tell_numbers(service: Service, console: Console) -> None:
    today = service.clock.now().date()
    with service.reading() as tx:
        mail = list(received.lines(tx))
        sent = sum(one["state"] == LetterState.CONFIRMED for one in letter_lines(tx, everything=True))
        asked = [date.fromisoformat(str(one["due_on"])) for one in question_lines(tx)]
    cases = len({line.reference for line in mail if line.reference})
    due = sum(one <= today for one in asked)
    console.print(
        f"{len(mail)} messages · {cases} cases · {sent} letters sent · {len(asked)} questions for a person, "
        f"{due} of them today\n"
    )


def _tell_places(service: Service, console: Console) -> None:
    with service.reading() as tx:
        mail = list(received.lines(tx))
    case = next((line.reference for line in mail if line.reference), "")
    odd = next((line.id for line in mail if line.folder == service.folders[Place.URGENT]), 1)
    command = f"{os.path.relpath(sys.argv[0])}"
    chosen = f"--config {FOLDER}/config.toml"
    told = (
        ("Where it all lies", ""),
        (
            "  mailbox",
            f"{FOLDER}/mail          opens in any mail program that knows Maildir",
        ),
        ("  letters", f"{FOLDER}/mail/.Sent    what the bot sent"),
        ("  cases", f"{FOLDER}/store         encrypted; the commands below read it"),
        ("", ""),
        ("What to try next", ""),
        ("  one case", f"{command} case show {case} {chosen}"),
        ("  one mail", f"{command} mail show {odd} {chosen}"),
        ("  what waits", f"{command} question list {chosen}"),
        ("", ""),
        (f"Run it again and nothing is new. Remove the folder {FOLDER} to start over.", ""),
    )
    for name, words in told:
        console.print(f"{name:<14}{words}".rstrip(), soft_wrap=True)
