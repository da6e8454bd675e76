"""`reviews-bot doctor`: looks at everything the service needs and prints it; with --live also tries the mailbox."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.prompt.opening import FAILED, opened_service, print_lines
from bot.prompt.options import Config, Json, settings_file

Live = Annotated[bool, typer.Option("--live", help="Also make and remove a test folder and drafts; sends nothing.")]


def add_to(app: typer.Typer) -> None:
    """The command can be called."""
    app.command()(doctor)


def doctor(context: typer.Context, config: Config = None, live: Live = False, as_json: Json = False) -> None:
    """Look at everything the service needs; changes nothing without --live."""
    with opened_service(settings_file(context, config), only_looks=True) as service:
        from bot.doctor.checks import all_checks

        found = list(all_checks(service))
        if live:
            from bot.doctor.live_checks import live_checks

            found += live_checks(service)
        print_lines([check.line() for check in found], as_json=as_json)
    if any(check.failed for check in found):
        raise typer.Exit(FAILED)
