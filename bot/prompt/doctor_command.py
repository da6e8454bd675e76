"""`reviews-bot doctor`: looks at everything the service needs and prints it; with --live also tries the mailbox."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.prompt.opening import FAILED, Chosen, opened_service, print_lines

Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="The settings file (config.toml).")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Live = Annotated[bool, typer.Option("--live", help="Also make and remove a test folder and drafts; sends nothing.")]


def add_to(app: typer.Typer) -> None:
    """The command can be called."""
    app.command()(doctor)


def doctor(context: typer.Context, config: Config = None, live: Live = False, as_json: Json = False) -> None:
    """Look at everything the service needs; changes nothing without --live."""
    with opened_service(Chosen(context.find_root().obj, config), only_looks=True) as service:
        from bot.doctor.checks import all_checks

        found = list(all_checks(service))
        if live:
            from bot.doctor.live_checks import live_checks

            found += live_checks(service)
        print_lines([check.line() for check in found], as_json=as_json)
    if any(check.failed for check in found):
        raise typer.Exit(FAILED)
