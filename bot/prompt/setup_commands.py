"""`reviews-bot mailbox setup`: shows or makes the folders and categories that belong into the mailbox."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.prompt.opening import opened_service, person, print_lines
from bot.prompt.options import Config, Json, settings_file

Plan = Annotated[bool, typer.Option("--plan", help="Only say what would be done.")]

mailbox_app = typer.Typer(help="Folders and categories in Outlook.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """The commands of this module can be called."""
    mailbox_app.command("setup")(setup)
    app.add_typer(mailbox_app, name="mailbox")


def setup(context: typer.Context, config: Config = None, plan: Plan = False, as_json: Json = False) -> None:
    """Make the folders and categories that are missing, whatever the mode; may be repeated at any time."""
    with opened_service(settings_file(context, config), only_looks=plan) as service:
        from bot import mailbox_plan

        lines = mailbox_plan.plan(service) if plan else mailbox_plan.set_up(service, by=person())
        if as_json:
            print_lines([one.line() for one in lines], as_json=True)
            return
        as_they_should_be = (mailbox_plan.State.THERE, mailbox_plan.State.COLOURED)
        print_lines(
            [one.line() for one in lines if one.state not in as_they_should_be], as_json=False, columns=_COLUMNS
        )
        typer.echo(mailbox_plan.summary(lines))


_COLUMNS = ("what", "shown", "state")
