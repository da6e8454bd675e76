"""`reviews-bot audit reconcile`, `restore show` and `restore accept`: mailbox and store beside each other."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.prompt.opening import FAILED, MISUSED, TRY_AGAIN, opened_service, print_lines, stop
from bot.prompt.options import Config, Json, settings_file

Name = Annotated[str, typer.Option("--by", metavar="NAME", help="Who has looked at the comparison and accepts it.")]

restore_app = typer.Typer(help="After the store came back from a backup.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer, audit_app: typer.Typer) -> None:
    """The commands of this module can be called."""
    audit_app.command("reconcile")(reconcile)
    restore_app.command("show")(show)
    restore_app.command("accept")(accept)
    app.add_typer(restore_app, name="restore")


def reconcile(context: typer.Context, config: Config = None, as_json: Json = False) -> None:
    """Count every message in the mailbox against the store and say what differs; changes nothing."""
    with opened_service(settings_file(context, config), only_looks=True) as service:
        from bot.nightly_count import lines

        service.known_folders()
        found = list(lines(service))
        print_lines(found, as_json=as_json)
    if found:
        raise typer.Exit(FAILED)
    if not as_json:
        typer.echo("Mailbox and store agree.")


def show(context: typer.Context, config: Config = None, as_json: Json = False) -> None:
    """Letters that lie in Sent Items and that the store does not know to have left; changes nothing."""
    with opened_service(settings_file(context, config), only_looks=True) as service:
        from bot.restored import waits
        from bot.sending.adopting import lines

        found = list(lines(service))
        print_lines(found, as_json=as_json)
        if not (found or as_json):
            typer.echo("Every letter in Sent Items is known to have left.")
        if waits(service) and not as_json:
            typer.echo("The service only reads until `reviews-bot restore accept --by NAME`.")


def accept(context: typer.Context, by: Name, config: Config = None) -> None:
    """Take what `restore show` shows as sent, and let the service work again; who said so is on record."""
    if not by.strip():
        stop(MISUSED, "Say who accepts it: --by NAME.")
    with opened_service(settings_file(context, config)) as service:
        from bot.sending.adopting import NotYet
        from bot.sending.adopting import accept as accepted

        try:
            adopted = accepted(service, by=by.strip())
        except NotYet as why:
            stop(TRY_AGAIN, str(why))
    typer.echo(f"{adopted} letters count as sent. The service works again from its next pass on.")
