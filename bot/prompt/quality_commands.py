"""`reviews-bot quality …` and `reviews-bot learning note`: checks of decisions, and what the police can learn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.prompt.opening import FAILED, MISUSED, now, opened_service, person, print_lines, stop
from bot.prompt.options import Config, Json, settings_file

if TYPE_CHECKING:
    from bot.service import Service

Month = Annotated[str, typer.Option("--month", metavar="2026-11", help="The month of the decisions.")]
First = Annotated[str, typer.Option("--from", metavar="2026-11", help="The first month.")]
Last = Annotated[str, typer.Option("--to", metavar="2026-11", help="The last month; left out, the first.")]
Sampler = Annotated[str, typer.Option("--sampler", metavar="NAME", help="Who checks, by their name in [[team]].")]

quality_app = typer.Typer(help="Checks of decisions.", no_args_is_help=True, rich_markup_mode=None)
learning_app = typer.Typer(help="What the police can learn.", no_args_is_help=True, rich_markup_mode=None)
_NO_MONTH = "Write the month like 2026-11."


def add_to(app: typer.Typer) -> None:
    """The commands of this module can be called."""
    quality_app.command("sample")(sample)
    quality_app.command("checklist")(checklist)
    quality_app.command("record")(keep)
    quality_app.command("ask")(ask)
    quality_app.command("asked")(asked)
    quality_app.command("feedback")(feedback)
    quality_app.command("report")(report)
    learning_app.command("note")(note)
    app.add_typer(quality_app, name="quality")
    app.add_typer(learning_app, name="learning")


def sample(
    context: typer.Context, month: Month, sampler: Sampler, config: Config = None, as_json: Json = False
) -> None:
    """Say which decisions of a month somebody checks: always the same, and never one they had a part in."""
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        from bot.reporting import quality

        name = _name_of(service, sampler)
        try:
            found = quality.sample(service.settings, tx, month, name)
        except ValueError:
            stop(MISUSED, _NO_MONTH)
        print_lines(quality.sample_lines(found), as_json=as_json)


def checklist(as_json: Json = False, _config: Config = None) -> None:
    """Show the questions of the checklist."""
    from handlers.quality import CHECKLIST

    print_lines([{"name": str(name), "question": asked} for name, asked in CHECKLIST.items()], as_json=as_json)


def keep(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF")],
    answers: Annotated[list[str], typer.Argument(metavar="NAME=yes|no|n/a...", help="Every question of the list.")],
    sampler: Sampler,
    finding: Annotated[str, typer.Option("--finding", metavar="WORDS", help="What you found, in your words.")] = "",
    config: Config = None,
) -> None:
    """Keep what somebody found when they checked the decision on a case."""
    with (
        opened_service(settings_file(context, config)) as service,
        service.store.writing(now(), person()) as tx,
    ):
        from bot.reporting import quality
        from handlers.quality import NotAnswered

        try:
            said = quality.keep(service.settings, tx, reference, answers, sampler, finding)
        except NotAnswered as why:
            stop(FAILED, str(why))
    typer.echo(said)


def ask(
    context: typer.Context,
    month: Month,
    sampler: Sampler,
    second: Annotated[bool, typer.Option("--second", help="What somebody else was asked about, to compare.")] = False,
    config: Config = None,
) -> None:
    """Send somebody the form for each decision of their sample that nobody was asked about; nothing is sent twice."""
    with opened_service(settings_file(context, config)) as service, service.store.writing(now(), person()) as tx:
        from bot.reporting import checks_asked

        name = _name_of(service, sampler)
        try:
            found = checks_asked.ask(service, tx, month, name, second=second)
        except ValueError:
            stop(MISUSED, _NO_MONTH)
    for one in found:
        typer.echo(f"{name} is asked to check {one.reference} ({one.decision}).")
    if not found:
        typer.echo("There is nothing more to ask for.")


def asked(
    context: typer.Context,
    first: First,
    last: Last = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Say who was asked to check which decision of some months, and whether they answered."""
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        from bot.reporting import checks_asked

        print_lines(checks_asked.asked_lines(tx, first, last or first), as_json=as_json)


def feedback(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=2**31 - 1)],
    config: Config = None,
) -> None:
    """Say that whoever decided has heard what a check found; `quality report --checks` shows the numbers."""
    with opened_service(settings_file(context, config)) as service, service.store.writing(now(), person()) as tx:
        from store import quality
        from store.terms import london_date

        done = quality.feedback_given(tx, number, london_date(tx.now))
    if not done:
        stop(FAILED, f"No check {number} waits for that. `reviews-bot quality report --checks` shows those there are.")


def report(
    context: typer.Context,
    first: First,
    last: Last = "",
    checks: Annotated[bool, typer.Option("--checks", help="Each check by its number.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Say what the checks of some months show: by person, by decision, by who checked, and where training is needed."""
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        from bot.reporting import quality

        try:
            lines = quality.lines(service.settings, tx, first, last or first, each=checks)
        except ValueError:
            stop(MISUSED, _NO_MONTH)
        print_lines(lines, as_json=as_json)


def note(
    context: typer.Context,
    quarter: Annotated[str, typer.Option("--quarter", metavar="2026Q3", help="The quarter.")],
    word: Annotated[
        Path | None,
        typer.Option("--word", metavar="FILE.docx", dir_okay=False, help="Write it as a Word file instead."),
    ] = None,
    config: Config = None,
) -> None:
    """Write the learning note of a quarter for the police, as Markdown or Word: units and counts, and nobody's name."""
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        from bot.reporting.learning import in_word, note_of
        from bot.reporting.plain_files import kept
        from bot.reporting.report import ReportsMissing, require
        from handlers.learning_themes import as_markdown
        from handlers.quarters import first_month
        from handlers.quarters import quarter as named
        from store.terms import london_date

        settings = service.settings
        try:
            written = note_of(settings, tx, named(quarter, first_month(settings.reports.year_begins)))
            if word is not None:
                require()
                typer.echo(kept(word, in_word(written, settings.office.name, london_date(tx.now))))
                return
        except (ValueError, ReportsMissing) as why:
            stop(MISUSED, str(why))
        except OSError as fault:
            stop(FAILED, str(fault))
    typer.echo(as_markdown(written), nl=False)


def _name_of(service: Service, sampler: str) -> str:
    """Who checks, as the team calls them. Stops where nobody is called so."""
    known = service.settings.team.by_name(sampler)
    if known is None:
        stop(FAILED, f"Nobody of the team is called {sampler}. IT adds people under [[team]].")
    return known.name
