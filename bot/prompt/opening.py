"""Opens what a command needs and turns whatever goes wrong into one sentence and an exit code. Prints lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import typer

from store.terms import LONDON, Role, london_date

if TYPE_CHECKING:
    from bot.reader import Reader
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
def opened_store(chosen: Chosen, *, only_looks: bool = False) -> Iterator[Store]:
    """The store alone, for commands that ask no mailbox; one that only looks makes none where there is none."""
    settings = _settings(chosen)
    with _explained(), _kept_or_empty(settings, only_looks=only_looks) as store:
        yield store


@contextmanager
def opened_service(chosen: Chosen, *, only_looks: bool = False) -> Iterator[Service]:
    """The whole service, leading nothing yet."""
    settings = _settings(chosen)
    with _explained(), _kept_or_empty(settings, only_looks=only_looks) as store:
        from bot.service import build

        service = build(settings, store=store)
        try:
            yield service
        finally:
            service.close()


@contextmanager
def _kept_or_empty(settings: Settings, *, only_looks: bool) -> Iterator[Store]:
    """The store of these settings; for a command that only looks where none is kept, an empty one that goes again."""
    from store.engine import is_there, open_store

    with TemporaryDirectory() as nowhere:
        there = settings.store
        url, blobs, key_file = there.url, there.blobs, there.key_file
        if only_looks and not is_there(url):
            url, blobs, key_file = f"sqlite:///{nowhere}/empty.sqlite", Path(nowhere, "blobs"), Path(nowhere, "key")
        store = open_store(url, blobs, key_file)
        try:
            yield store
        finally:
            store.close()


def print_lines(lines: Iterable[Mapping[str, Any]], *, as_json: bool, columns: tuple[str, ...] | None = None) -> None:
    """One JSON object a line with everything, or a table of these columns for people; nothing where there is none."""
    if as_json:
        for line in lines:
            typer.echo(json.dumps(line, default=_in_json, ensure_ascii=False))
        return
    found = [{name: _shown(line.get(name)) for name in columns or line} for line in lines]
    if not found:
        return
    from rich.console import Console
    from rich.table import Table

    width = None if sys.stdout.isatty() else _PAPER
    console = Console(highlight=False, markup=False, width=width)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in found[0]:
        table.add_column(name.replace("_", " "), overflow="fold")
    for line in found:
        table.add_row(*line.values())
    console.print(table)


def print_one(line: Mapping[str, Any], *, lists: tuple[str, ...], as_json: bool) -> None:
    """One JSON object, or for people its facts one below the other and then each of its lists as a table."""
    if as_json:
        print_lines([line], as_json=True)
        return
    print_lines([{"what": name, "known": line[name]} for name in line if name not in lists], as_json=False)
    for name in lists:
        typer.echo()
        print_lines(line[name], as_json=False)


def _in_json(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def now() -> datetime:
    """The instant this command is given."""
    from bot.clock import SystemClock

    return SystemClock().now()


def instant(words: str) -> datetime:
    """An instant as a person types it; where it names no zone it is London's. Raises typer.BadParameter."""
    try:
        typed = datetime.fromisoformat(words)
    except ValueError:
        raise typer.BadParameter(f"{words!r} is no instant; write it like 2026-11-09T10:14:00Z.") from None
    return typed if typed.tzinfo else typed.replace(tzinfo=LONDON)


def person() -> str:
    """Who gives this command, as the computer knows them."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"


def speaker(settings: Settings, name: str) -> tuple[str, frozenset[Role]]:
    """Whose word a command is: somebody of the team with their roles, or whoever gives it, without any.

    Stops where nobody of the team has that name today.
    """
    if not name:
        return person(), frozenset()
    member = settings.team.by_name(name)
    if member is None or not member.belongs(london_date(now())):
        stop(FAILED, f"Nobody of the team is called {name} today. IT adds people under [[team]].")
    return member.name, frozenset(member.roles)


def day(words: str) -> date | None:
    """A day as a person types it, 2026-11-09 or 9 November 2026, None for nothing. Raises typer.BadParameter."""
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        from handlers.command_lines import day_in

        found = day_in(words, london_date(now()), ahead=False)
    if found is None:
        raise typer.BadParameter(f"{words!r} is no day; write it like 2026-11-09.")
    return found


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return f"{value.astimezone(LONDON):%d %b %Y %H:%M}"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_shown(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return "\n".join(_shown(one) for one in value)
    return "".join(letter for letter in str(value) if letter.isprintable() or letter == "\n")


@contextmanager
def opened_reader(chosen: Chosen) -> Iterator[tuple[Settings, Reader]]:
    """The settings, of which only the office is needed, and the limited child that reads mail."""
    settings = _settings(chosen, needs=())
    with _explained():
        from bot.reader import ChildReader

        with ChildReader() as reader:
            yield settings, reader


def _settings(chosen: Chosen, needs: tuple[Literal["mailbox", "store"], ...] = ("mailbox", "store")) -> Settings:
    from config.faults import ConfigurationFault
    from config.settings import load

    try:
        settings = load(chosen.path, os.environ)
        settings.require(*needs)
    except ConfigurationFault as fault:
        stop(MISUSED, str(fault))
    os.umask(0o077)
    return settings


@contextmanager
def _explained() -> Iterator[None]:
    from bot.mailbox import MailboxError, Throttled, Unavailable
    from bot.reader import ReaderUnavailable
    from config.faults import ConfigurationFault
    from store.engine import LeadLost, Refused
    from store.vault import StoreFault, Unfit

    try:
        yield
    except (ConfigurationFault, Unfit) as fault:
        stop(MISUSED, str(fault))
    except (Unavailable, Throttled, ReaderUnavailable, LeadLost, Refused) as trouble:
        stop(TRY_AGAIN, str(trouble))
    except (MailboxError, StoreFault) as trouble:
        stop(FAILED, str(trouble))
