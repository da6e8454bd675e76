"""`reviews-bot case new`: a request that came by post, telephone, walk-in or from prison. Sends nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.prompt.opening import FAILED, day, now, opened_service, person, speaker, stop
from bot.prompt.options import Config, settings_file
from store.terms import london_date


def add_to(case_app: typer.Typer) -> None:
    """The command of this module can be called."""
    case_app.command("new")(new)


def new(
    context: typer.Context,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Who asks for the review.")],
    received: Annotated[str, typer.Option("--received", metavar="DATE", help="The day it came, 2026-11-09.")],
    way: Annotated[str, typer.Option("--by", metavar="post|phone|walk-in|prison", help="How it came.")],
    address: Annotated[
        str, typer.Option("--address", metavar="E-MAIL", help="Leave it out where they have none.")
    ] = "",
    postal: Annotated[str, typer.Option("--postal", metavar="ADDRESS", help="On one line, with commas.")] = "",
    force_reference: Annotated[str, typer.Option("--force-reference", metavar="REF", help="The police's own.")] = "",
    outcome_dated: Annotated[str, typer.Option("--outcome-dated", metavar="DATE", help="On the letter.")] = "",
    provided: Annotated[str, typer.Option("--provided", metavar="DATE", help="When they say they got it.")] = "",
    for_name: Annotated[
        str, typer.Option("--for", metavar="NAME", help="The complainant, where --name asks for somebody else.")
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What they say.")] = "",
    file: Annotated[
        list[Path] | None,
        typer.Option("--file", metavar="FILE", exists=True, dir_okay=False, readable=True, help="A scan; repeatable."),
    ] = None,
    prison: Annotated[bool, typer.Option("--prison", help="They are in prison.")] = False,
    adjustment: Annotated[
        list[str] | None, typer.Option("--adjustment", metavar="TEXT", help="Agreed with them; repeatable.")
    ] = None,
    entered_by: Annotated[str, typer.Option("--entered-by", metavar="NAME", help="Who enters it, of [[team]].")] = "",
    config: Config = None,
) -> None:
    """Open the case of a request that did not come by mail."""
    from handlers.entry_form import Entry, NotAnEntry, Way

    if way not in list(Way):
        raise typer.BadParameter(f"{way!r} is none of {', '.join(Way)}.", param_hint="--by")
    received_on = day(received)
    if received_on is None:
        raise typer.BadParameter("Say the day on which it came.", param_hint="--received")
    entry = Entry(
        way=Way(way),
        received_on=received_on,
        name=" ".join(name.split()),
        address=address.strip(),
        postal=" ".join(postal.split()),
        force_reference=force_reference.strip(),
        outcome_dated=day(outcome_dated),
        provided=day(provided),
        for_name=" ".join(for_name.split()),
        note=note.strip(),
        in_prison=prison,
        adjustments=tuple(one.strip() for one in adjustment or () if one.strip()),
    )
    files = [(path.name, path.read_bytes()) for path in file or ()]
    with opened_service(settings_file(context, config)) as service:
        from bot.casework import case_new

        who, _ = speaker(service.settings, entered_by)
        try:
            one = case_new.written(service, entry, files, by=who, today=london_date(now()))
            with service.store.writing(now(), person()) as tx:
                opened = case_new.enter(service, tx, one)
        except NotAnEntry as fault:
            stop(FAILED, str(fault))
    typer.echo(opened.reference)
    for key in opened.letters:
        typer.echo(f"To be printed and posted, once it is written: {key}")
