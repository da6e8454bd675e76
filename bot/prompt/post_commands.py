"""`reviews-bot outbox print|posted`: letters to people who have no e-mail address. Sends nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.prompt.opening import FAILED, now, opened_service, person, speaker, stop
from bot.prompt.options import Config, settings_file

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to put it: FILE.html or FILE.pdf.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who posted it, as [[team]] names them.")]


def add_to(outbox_app: typer.Typer) -> None:
    """The commands of this module can be called."""
    outbox_app.command("print")(print_)
    outbox_app.command("posted")(posted)


def print_(context: typer.Context, key: str, out: Out = None, config: Config = None) -> None:
    """A letter as a page to print and post; without --out the HTML is written to standard output."""
    with opened_service(settings_file(context, config), only_looks=True) as service:
        from bot.proofing import letter_pdf
        from bot.sending import printing

        if out is not None and out.exists():
            stop(FAILED, f"{out} is there already. Choose another name; nothing is written over.")
        try:
            with service.store.reading(now()) as tx:
                page = printing.page(service, tx, key)
            content = letter_pdf.pdf(page.html) if out and out.suffix.lower() == ".pdf" else page.html.encode()
        except (printing.CannotPrint, letter_pdf.PdfMissing) as fault:
            stop(FAILED, str(fault))
    if out is None:
        typer.echo(page.html)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        stop(FAILED, f"{out} cannot be written ({error.strerror}).")
    typer.echo(f"{out}{'' if page.addressed else ': nobody has said the postal address, so write it on the envelope'}")


def posted(context: typer.Context, key: str, by: By = "", config: Config = None) -> None:
    """Say that a printed letter was posted; who says so is on record."""
    with opened_service(settings_file(context, config)) as service:
        from bot.sending import printing

        who, _ = speaker(service.settings, by)
        try:
            with service.store.writing(now(), person()) as tx:
                printing.posted(service, tx, key, by=who)
        except printing.CannotPrint as fault:
            stop(FAILED, str(fault))
    typer.echo(f"Posted, on the word of {who}.")
