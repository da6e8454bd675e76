"""`reviews-bot matter`: other work of the office, its steps, proofs of service and file. Sends nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.prompt.opening import (
    FAILED,
    now,
    opened_service,
    person,
    print_lines,
    print_one,
    speaker,
    stop,
)
from bot.prompt.options import By, Config, Json, Zip, settings_file
from bot.prompt.writing_out import WrittenOut, write_out
from store.terms import london_date

if TYPE_CHECKING:
    from bot.matters.saying import Told
    from bot.service import Service
    from store.engine import Tx
    from store.messages.matters import Matter

Reference = Annotated[str, typer.Argument(metavar="REF", help="The matter, such as OTH/2026/00012.")]
StepKey = Annotated[str, typer.Argument(metavar="STEP", help="The step, by its word: matter show REF lists them.")]
On = Annotated[str, typer.Option("--on", metavar="DAY", help="The day it was done, 2026-12-04; left out, today.")]
Because = Annotated[str, typer.Option("--because", metavar="WORDS", help="Why, or what shows it.")]

matter_app = typer.Typer(
    help="Other work: tribunals, hearings, associations.", no_args_is_help=True, rich_markup_mode=None
)


def add_to(app: typer.Typer) -> None:
    """The commands of this module can be called."""
    app.add_typer(matter_app, name="matter")


@matter_app.command("new")
def new(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Its kind: matter kinds lists them.")],
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is, in a few words.")],
    lines: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="LABEL: WORDS", help="A day, the owner, a person or a note, as in the mail."),
    ] = None,
    by: By = "",
    config: Config = None,
) -> None:
    """Open a matter: --with "hearing: 12 January 2027" --with "owner: A Li" --with "appellant: Jo Bloggs"."""
    _say(context, config, f"new {kind}: {title}", by, below="\n".join(lines or ()))


@matter_app.command("list")
def list_(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are closed.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Every open matter: whose it is, and what is next by when."""
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        from bot.matters.showing import LISTED, line
        from store import matter_reading

        found = matter_reading.every(tx, closed_too=everything)
        lines = [line(one, london_date(tx.now), service.days) for one in found]
        print_lines(lines, as_json=as_json, columns=LISTED)


@matter_app.command("show")
def show(context: typer.Context, reference: Reference, config: Config = None, as_json: Json = False) -> None:
    """One matter: days, people, steps, proofs of service, messages, notes and history."""
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        from bot.matters.saying import known
        from bot.matters.showing import whole

        found = whole(tx, _there(known(tx, reference), reference), london_date(tx.now), service.days)
        lists = tuple(name for name in ("people", "steps", "proofs", "notes", "history") if found[name] or as_json)
        print_one({name: found[name] for name in found if found[name] != []}, lists=lists, as_json=as_json)


@matter_app.command("kinds")
def kinds(context: typer.Context, config: Config = None, as_json: Json = False) -> None:
    """The kinds of matter the office keeps, with the days they are counted from and their steps."""
    with opened_service(settings_file(context, config), only_looks=True) as service:
        from bot.matters.showing import kind_line

        print_lines([kind_line(one) for one in service.settings.matter_kinds], as_json=as_json)


@matter_app.command("done")
def done(
    context: typer.Context,
    reference: Reference,
    step: StepKey,
    on: On = "",
    because: Because = "",
    by: By = "",
    config: Config = None,
) -> None:
    """Say that a step was done."""
    _say(context, config, f"{reference} done {step}{_on(on)}{_reason(because)}", by)


@matter_app.command("served")
def served(
    context: typer.Context,
    reference: Reference,
    step: StepKey,
    how: Annotated[str, typer.Option("--how", metavar="WAY", help="e-mail, post, recorded post, hand, portal …")],
    to: Annotated[str, typer.Option("--to", metavar="WHOM", help="To whom it was served.")] = "",
    on: On = "",
    message: Annotated[str, typer.Option("--message", metavar="ID", help="The message that shows it.")] = "",
    because: Because = "",
    by: By = "",
    config: Config = None,
) -> None:
    """Say that a step was served: how, to whom, when, and what shows it."""
    whom, shows = f" to {to}" if to else "", f" message {message}" if message else ""
    _say(context, config, f"{reference} served {step} by {how}{whom}{_on(on)}{shows}{_reason(because)}", by)


@matter_app.command("do")
def do(
    context: typer.Context,
    reference: Reference,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="As in a mail: date hearing 12 January 2027")],
    by: By = "",
    config: Config = None,
) -> None:
    """Say anything else of a matter: date, due, note, person, owner, link, unlink, reopen."""
    _say(context, config, f"{reference} {' '.join(words)}", by)


@matter_app.command("close")
def close(
    context: typer.Context, reference: Reference, because: Because = "", by: By = "", config: Config = None
) -> None:
    """Close a matter; with a reason where something was still to be done."""
    _say(context, config, f"{reference} close{_reason(because)}", by)


@matter_app.command("erase")
def erase(
    context: typer.Context,
    reference: Reference,
    because: Annotated[str, typer.Option("--because", metavar="WORDS", help="Why; it stays on record.")],
    by: By = "",
    config: Config = None,
) -> None:
    """Make whom and what a closed matter was about unreadable, for good; days, steps and history stay."""
    with opened_service(settings_file(context, config)) as service, service.store.writing(now(), person()) as tx:
        from bot.matters.saying import erase as erased

        told = erased(tx, reference, by=speaker(service.settings, by)[0], because=because)
    _answer(told)


@matter_app.command("export")
def export(context: typer.Context, reference: Reference, out: Zip = None, by: By = "", config: Config = None) -> None:
    """Write everything that is kept of a matter into one zip; that it was done is on record."""
    write_out(settings_file(context, config), reference, _whole_file, out=out, by=by)


def _whole_file(service: Service, tx: Tx, reference: str, target: Path) -> WrittenOut:
    from bot.matters.matter_export import export as exported
    from bot.matters.saying import known

    number = exported(service, tx, _there(known(tx, reference), reference), target)
    return WrittenOut("matter_exported", f"matter:{reference}", (f"{target}: messages {number}.",))


def _say(context: typer.Context, config: Path | None, words: str, by: str, *, below: str = "") -> None:
    """The words are done as if they had come by mail, in the name of whoever says them."""
    with opened_service(settings_file(context, config)) as service, service.store.writing(now(), person()) as tx:
        from bot.matters.saying import in_words_of

        told = in_words_of(service, tx, words, below, by=speaker(service.settings, by)[0])
    _answer(told)


def _answer(told: Told) -> None:
    if told.refused:
        stop(FAILED, " ".join(told.lines))
    for line in told.lines:
        typer.echo(line)


def _there(one: Matter | None, reference: str) -> Matter:
    if one is None:
        stop(FAILED, f"There is no matter {reference}. `reviews-bot matter list --all` shows those there are.")
    return one


def _on(day: str) -> str:
    """Always a day, so that none is read out of the words before it."""
    return f" on {day or london_date(now())}"


def _reason(because: str) -> str:
    return f" because {because}" if because else ""
