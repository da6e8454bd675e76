"""The service at work on a handful of invented mails: a mailbox, a store and a clock of its own, all in one folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot import mime
from bot.opening import print_lines
from bot.service import Service, build, leading, run_once
from bot.show import Line, case_lines
from config.settings import load
from store import received

FOLDER = Path("demo")
MONDAY_MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

_MAIL = Path(__file__).parent / "demo_mail"
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
"""


class _OneMorning:
    """A clock that stands still on one Monday morning, so that the demonstration always says the same."""

    def now(self) -> datetime:
        return MONDAY_MORNING


def run() -> None:
    """The demonstration has been done and shown; a second time there is nothing new."""
    settings_file = _made()
    service = build(load(settings_file, {}), clock=_OneMorning())
    try:
        with leading(service):
            new = run_once(service)
        _tell(service, new)
    finally:
        service.close()


def _made() -> Path:
    """The folder with its settings, and a mailbox with the invented mails in it, unless it is there already."""
    os.umask(0o077)
    settings_file = FOLDER / "config.toml"
    if settings_file.exists():
        return settings_file
    for part in ("cur", "new", "tmp"):
        (FOLDER / "mail" / part).mkdir(parents=True, exist_ok=True)
    for mail in sorted(_MAIL.glob("*.eml")):
        (FOLDER / "mail" / "new" / mail.stem).write_bytes(mail.read_bytes())
    settings_file.write_text(_SETTINGS)
    return settings_file


def _tell(service: Service, new: int) -> None:
    shown = ("reference", "complainant", "stage", "next_action", "next_on")
    with service.reading() as tx:
        cases = [{name: line[name] for name in shown} for line in case_lines(tx)]
    with_settings = f"--config {FOLDER}/config.toml"
    command = os.path.relpath(sys.argv[0])
    for table in (
        _messages(service),
        cases,
        [
            {
                "and now": "new in this run",
                "": "everything above" if new else "nothing: it had all been done before",
            },
            {"and now": "letters that left", "": f"{FOLDER}/mail/.Sent/cur (any mail program opens {FOLDER}/mail)"},
            {"and now": "one case in full", "": f"{command} case show PCR/2026/00001 {with_settings}"},
            {"and now": "is the history whole?", "": f"{command} audit verify {with_settings}"},
        ],
    ):
        print_lines(table, as_json=False)
        typer.echo()


def _messages(service: Service) -> Iterator[Line]:
    with service.reading() as tx:
        for line in received.lines(tx):
            raw = (_MAIL / f"{line.item}.eml").read_bytes()
            yield {
                "mail": _subject(raw),
                "understood as": line.kind or line.fault,
                "case": line.reference or "–",
                "lies in": line.folder.removeprefix(".Reviews.").replace(".", " / "),
                "answer": line.letter or f"none: {line.why_not or 'answered just before'}",
            }


def _subject(raw: bytes) -> str:
    try:
        return mime.read(raw).subject
    except mime.Unreadable as reason:
        return f"({reason.code})"
