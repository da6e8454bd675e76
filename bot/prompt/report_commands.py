"""`reviews-bot report` and `publish`: a quarter's files, rows for the IOPC, and what to type into Centurion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.prompt.opening import FAILED, MISUSED, now, opened_service, print_lines, stop
from bot.prompt.options import Config, Json, Reference, settings_file

if TYPE_CHECKING:
    from bot.service import Service
    from handlers.quarters import Quarter
    from store.engine import Tx

Label = Annotated[str, typer.Option("--quarter", metavar="QUARTER", help="Which quarter, such as 2026Q3.")]
To = Annotated[
    Path | None, typer.Option("--to", metavar="FOLDER", file_okay=False, help="Where the files go, if not as set.")
]
For = Annotated[str, typer.Option("--for", metavar="WHOM", help='"board" for the strategic assurance board.')]
Again = Annotated[bool, typer.Option("--again", help="Count anew, though figures of this quarter were kept.")]
Every = Annotated[bool, typer.Option("--all", help="Every case that has not ended.")]
Export = Annotated[Path, typer.Argument(metavar="EXPORT.csv", exists=True, dir_okay=False, readable=True)]

report_app = typer.Typer(
    help="A quarter's report in Word, Excel and CSV, and what other systems need.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


def add_to(app: typer.Typer) -> None:
    """The commands of this module can be called."""
    app.add_typer(report_app, name="report")
    app.command("publish")(publish)


@report_app.callback()
def report(
    context: typer.Context,
    quarter: Label = "",
    to: To = None,
    whom: For = "",
    again: Again = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Write a quarter's report; its figures are kept in report.json and stay as they were."""
    if context.invoked_subcommand is not None:
        return
    if not quarter:
        stop(MISUSED, "Say which quarter: --quarter 2026Q3.")
    if whom not in ("", "board"):
        stop(MISUSED, f"There is no report for {whom!r}; there is one for the board.")
    with _quarter(context, config, quarter, to) as (service, tx, chosen, folder):
        from bot.reporting import report as files
        from bot.reporting.frozen import frozen

        files.require()
        data = frozen(service, tx, chosen, folder, again=again)
        made = files.write(data, folder, service.settings.office.name, board=bool(whom))
        _print(made, as_json=as_json)
        if not as_json:
            typer.echo(f"The figures are those of {data.made_on:%d %b %Y}. Fill in what is marked [NARRATIVE: ...].")


def publish(
    context: typer.Context, quarter: Label, to: To = None, config: Config = None, as_json: Json = False
) -> None:
    """Write a quarter's figures for the public, small numbers left out; nothing is sent or put on any website."""
    with _quarter(context, config, quarter, None) as (service, tx, chosen, folder):
        from bot.reporting import publication
        from bot.reporting.frozen import frozen

        publication.require()
        data = frozen(service, tx, chosen, folder)
        public = to or folder.parent / "published"
        _print(publication.publish(data, public, service.settings.office.name), as_json=as_json)


@report_app.command("rows")
def rows(context: typer.Context, quarter: Label, to: To = None, config: Config = None, as_json: Json = False) -> None:
    """One row for each case of a quarter, with what the IOPC collects."""
    with _quarter(context, config, quarter, to) as (service, tx, chosen, folder):
        from bot.reporting import iopc_rows

        _print(iopc_rows.write(service, tx, chosen, folder), as_json=as_json)


@report_app.command("key-in")
def key_in(
    context: typer.Context,
    reference: Reference = "",
    every: Every = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """What to type into Centurion for a case, in the order of its screens."""
    if bool(reference) == every:
        stop(MISUSED, "Name one case, or say --all.")
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        from bot.reporting.key_in import of_reference, sheet
        from store import records

        order = service.settings.reports.key_in
        if every:
            print_lines([sheet(one, order) for one in records.open_records(tx)], as_json=as_json)
            return
        found = of_reference(tx, reference)
        if found is None:
            stop(FAILED, f"There is no case {reference}. `reviews-bot case list` shows those there are.")
        line = sheet(found, order)
        fields = [{"field": name, "type in": value} for name, value in line.items()]
        print_lines([line] if as_json else fields, as_json=as_json)


@report_app.command("drift")
def drift(context: typer.Context, export: Export, config: Config = None, as_json: Json = False) -> None:
    """Compare our cases with an export of Centurion, field by field; ends with 1 where anything differs."""
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        from dataclasses import asdict

        from bot.reporting.key_in import beside
        from handlers.case_fields import Incomparable

        columns = {str(name): head for name, head in service.settings.reports.columns.items()}
        try:
            found = [asdict(one) for one in beside(tx, export, columns)]
        except Incomparable as why:
            stop(MISUSED, str(why))
        print_lines(found, as_json=as_json)
    if found:
        raise typer.Exit(FAILED)
    if not as_json:
        typer.echo("Ours and the export agree.")


@contextmanager
def _quarter(
    context: typer.Context, config: Path | None, label: str, to: Path | None
) -> Iterator[tuple[Service, Tx, Quarter, Path]]:
    """The service, what it knows, the quarter that was named and the folder for its files. Stops in one sentence."""
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        from bot.reporting.frozen import NotOurs
        from bot.reporting.publication import NotOver, PublishingMissing
        from bot.reporting.report import ReportsMissing
        from handlers.quarters import first_month, quarter
        from store.terms import london_date

        section = service.settings.reports
        try:
            chosen = quarter(label, first_month(section.year_begins))
        except ValueError as fault:
            stop(MISUSED, str(fault))
        if chosen.first > london_date(tx.now):
            stop(MISUSED, f"{chosen.label} has not begun.")
        beside = settings_file(context, config).path.absolute().parent
        folder = to or (section.folder or beside / "reports") / chosen.label
        try:
            yield service, tx, chosen, folder
        except (ReportsMissing, PublishingMissing) as missing:
            stop(MISUSED, str(missing))
        except (NotOurs, NotOver, OSError) as fault:
            stop(FAILED, str(fault))


def _print(made: Iterable[Path], *, as_json: bool) -> None:
    lines: list[dict[str, Any]] = [{"file": str(one)} for one in made]
    if as_json:
        print_lines(lines, as_json=True)
        return
    for line in lines:
        typer.echo(line["file"])
