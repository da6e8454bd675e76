"""`reviews-bot register`: the register as a file, or on the screen; sends nothing and reads nothing back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.prompt.opening import FAILED, now, opened_service, person, print_lines, stop
from bot.prompt.options import Config, Json, settings_file
from store.terms import london_date

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the Excel file here.")]
Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write a CSV here, with notes beside it.")]

_SHOWN = ("case", "stage", "owner", "what_is_due", "due", "status", "days_open")


def add_to(app: typer.Typer) -> None:
    """The command of this module can be called."""
    app.command("register")(register)


def register(
    context: typer.Context, config: Config = None, out: Out = None, csv: Csv = None, as_json: Json = False
) -> None:
    """Every case on one sheet: written to a file, or shown."""
    chosen = settings_file(context, config)
    with opened_service(chosen, only_looks=out is None) as service:
        from bot.reporting import csv_twin
        from bot.reporting import register as workbook
        from handlers.register import columns

        header = columns(names=service.settings.register.names)
        if out is not None:
            with service.store.writing(now(), person()) as tx:
                data = workbook.bytes_of(service, tx).data
            _written(out, data)
        if csv is not None or out is None:
            with service.store.reading(now()) as tx:
                rows = workbook.current(service, tx)
            if csv is not None:
                _written(csv, csv_twin.written(rows, header))
                _written(csv.with_name(f"{csv.name}.notes.txt"), csv_twin.notes(csv.name, london_date(now())).encode())
            elif out is None:
                lines = ({name.lower().replace(" ", "_"): row.cells[name] for name in header} for row in rows)
                print_lines(lines, as_json=as_json, columns=_SHOWN)


def _written(path: Path, data: bytes) -> None:
    """The file holds exactly this; half of it is never seen."""
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as fault:
        stop(FAILED, f"{path} cannot be written: {fault.strerror}. If somebody has it open, choose another name.")
