"""`reviews-bot digest`: the manager's daily mail of now or another day, as text, JSON or a page; sends none."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.prompt.opening import FAILED, day, now, opened_service, print_lines, stop
from bot.prompt.options import Config, Json, settings_file

On = Annotated[str, typer.Option("--date", metavar="DAY", help="The day it is of: 2026-11-23.")]
Preview = Annotated[Path | None, typer.Option("--preview", metavar="FILE", help="Write the page into this file.")]


def add_to(app: typer.Typer) -> None:
    """The command of this module can be called."""
    app.command("digest")(digest)


def digest(
    context: typer.Context, on: On = "", preview: Preview = None, config: Config = None, as_json: Json = False
) -> None:
    """Show the digest of today, of a day that is over as the cases stood then, or of one to come; nothing is sent."""
    from bot.reporting import gathering, past_digest
    from bot.reporting.digest import shown
    from store.terms import london_date

    chosen = settings_file(context, config)
    with opened_service(chosen, only_looks=True) as service:
        asked, at_once = day(on), now()
        at = gathering.at(service, asked) if asked and asked != london_date(at_once) else at_once
        try:
            with service.store.reading(max(at, at_once)) as tx:
                to_come = ("As things stand now, seen from a day to come.",) if at > at_once else ()
                past = at < at_once
                data = past_digest.told_then(service, tx, at) if past else gathering.told(service, tx, remarks=to_come)
        except past_digest.NotThen as why:
            stop(FAILED, str(why))
        words, pictures = shown(service, data)
        if preview is not None:
            _write(preview, words.html, [one.content for one in pictures])
        if as_json:
            print_lines([{"subject": words.subject, **asdict(data)}], as_json=True)
        elif preview is None:
            typer.echo(f"{words.subject}\n\n{words.text}", nl=False)


def _write(target: Path, html: str, pictures: list[bytes]) -> None:
    """The page with its picture inside, so that any browser shows it."""
    import base64

    from templates.digest import PICTURE

    for content in pictures:
        html = html.replace(f"cid:{PICTURE}", f"data:image/png;base64,{base64.b64encode(content).decode()}")
    try:
        target.write_text(html, "utf-8")
    except OSError as fault:
        stop(FAILED, f"The page cannot be written to {target}: {fault.strerror}.")
    typer.echo(f"Written to {target}.", err=True)
