"""Opens what a command needs and turns whatever goes wrong into one sentence and an exit code. Prints lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from store.terms import LONDON

if TYPE_CHECKING:
    from bot.service import Service
    from config.settings import Settings
    from store.engine import Store

FAILED, MISUSED, TRY_AGAIN = 1, 2, 75

_PAPER = 220
"""Columns where nobody is looking at a screen."""


def stop(code: int, sentence: str) -> NoReturn:
    """The sentence is on standard error and the command ends with this code."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which settings file the command line named, before or after the command."""

    before: Path | None
    after: Path | None = None

    @property
    def path(self) -> Path:
        """The file named last, or config.toml in the working folder."""
        return self.after or self.before or Path("config.toml")


@contextmanager
def opened_store(chosen: Chosen) -> Iterator[Store]:
    """The store alone, for commands that ask no mailbox."""
    settings = _settings(chosen)
    with _explained():
        from store.engine import open_store

        store = open_store(settings.store.url, settings.store.blobs, settings.store.key_file)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def opened_service(chosen: Chosen) -> Iterator[Service]:
    """The whole service, leading nothing yet."""
    settings = _settings(chosen)
    with _explained():
        from bot.service import build

        service = build(settings)
        try:
            yield service
        finally:
            service.close()


def print_lines(lines: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """One JSON object a line, or a table for people (nothing at all where there is nothing to show)."""
    if as_json:
        for line in lines:
            typer.echo(json.dumps(line, default=str, ensure_ascii=False))
        return
    found = [{name: _shown(value) for name, value in line.items()} for line in lines]
    if not found:
        return
    from rich.console import Console
    from rich.table import Table

    width = None if sys.stdout.isatty() else _PAPER
    console = Console(highlight=False, markup=False, width=width)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in found[0]:
        table.add_column(name, overflow="fold")
    for line in found:
        table.add_row(*line.values())
    console.print(table)


def now() -> datetime:
    """The instant this command is given."""
    from bot.clock import SystemClock

    return SystemClock().now()


def person() -> str:
    """Who gives this command, as the computer knows them."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return f"{value.astimezone(LONDON):%d %b %Y %H:%M}"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_shown(one)}" for name, one in value.items())
    return "\n".join(_shown(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _settings(chosen: Chosen) -> Settings:
    from config.faults import ConfigurationFault
    from config.settings import load

    try:
        settings = load(chosen.path, os.environ)
        settings.require("mailbox", "store")
    except ConfigurationFault as fault:
        stop(MISUSED, str(fault))
    os.umask(0o077)
    return settings


@contextmanager
def _explained() -> Iterator[None]:
    from bot.mailbox import MailboxError, Throttled, Unavailable
    from bot.reader import ReaderUnavailable
    from store.engine import Busy, LeadLost
    from store.vault import StoreFault, Unfit

    try:
        yield
    except Unfit as fault:
        stop(MISUSED, str(fault))
    except (Unavailable, Throttled, ReaderUnavailable, LeadLost, Busy) as trouble:
        stop(TRY_AGAIN, str(trouble))
    except (MailboxError, StoreFault) as trouble:
        stop(FAILED, str(trouble))
