"""`reviews-bot case`: looks at cases, does what a person tells it to do to one, writes out its file. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot.prompt.opening import (
    FAILED,
    day,
    now,
    opened_service,
    opened_store,
    person,
    print_lines,
    print_one,
    speaker,
    stop,
)
from bot.prompt.options import By, Config, Json, Reference, Zip, settings_file
from bot.prompt.writing_out import WrittenOut, write_out

if TYPE_CHECKING:
    from bot.service import Service
    from handlers.case_clocks import CaseClock
    from store.engine import Tx

Clock = Annotated[str, typer.Argument(metavar="CLOCK", help="time, papers, review, reply, recommendation or hold.")]

_COLUMNS = ("reference", "stage", "complainant", "received_on", "next_action", "next_owner", "next_on")


def add_to(case_app: typer.Typer) -> None:
    """The commands of this module can be called."""
    case_app.command("list")(list_)
    case_app.command("show")(show)
    case_app.command("timeline")(timeline)
    case_app.command("explain")(explain)
    case_app.command("do")(do)
    case_app.command("verbs")(verbs)
    case_app.command("export")(export)


def list_(context: typer.Context, config: Config = None, as_json: Json = False) -> None:
    """Every case: where it stands and what happens next."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from bot.prompt.show import case_lines

        print_lines(case_lines(tx), as_json=as_json, columns=_COLUMNS)


def show(context: typer.Context, reference: Reference, config: Config = None, as_json: Json = False) -> None:
    """One case with its open questions and its history."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from bot.prompt.show import case_line

        line = case_line(tx, reference)
        if line is None:
            _no_case(reference)
        print_one(line, lists=("questions", "history"), as_json=as_json)


def timeline(context: typer.Context, reference: Reference, config: Config = None, as_json: Json = False) -> None:
    """What happened on a case, in plain words."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from bot.prompt.show import timeline_lines

        print_lines(timeline_lines(tx, _case_id(tx, reference), reference), as_json=as_json)


def explain(
    context: typer.Context, reference: Reference, clock: Clock, config: Config = None, as_json: Json = False
) -> None:
    """A clock of a case, day by day, with the reason of each day."""
    from handlers.case_clocks import CaseClock

    if clock not in list(CaseClock):
        raise typer.BadParameter(f"{clock!r} is none of {', '.join(CaseClock)}.", param_hint="CLOCK")
    with _looking(context, config) as (service, tx):
        print_one(_explained(service, tx, reference, CaseClock(clock)), lists=("days",), as_json=as_json)


def do(
    context: typer.Context,
    reference: Reference,
    verb: Annotated[list[str], typer.Argument(metavar="VERB [WORDS]", help="`case verbs` shows them.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it is about, 2026-11-09.")] = "",
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="Why, for the record.")] = "",
    by: By = "",
    config: Config = None,
) -> None:
    """Do something to a case, or hear in one sentence why not. Letters it prepares wait as they always do."""
    with opened_service(settings_file(context, config)) as service:
        from bot.prompt.case_doing import do as carried_out

        who, roles = speaker(service.settings, by)
        about = day(on)
        with service.store.writing(now(), person()) as tx:
            done = carried_out(service, tx, reference, verb, on=about, because=because, by=who, roles=roles)
    if done.refused:
        stop(FAILED, done.said)
    typer.echo(done.said)
    for key in done.letters:
        typer.echo(f"Prepared: {key}")


def verbs(as_json: Json = False, _config: Config = None) -> None:
    """What can be done to a case, one line each."""
    from handlers.verb_words import MEANINGS

    print_lines([{"verb": verb, "meaning": words} for verb, words in MEANINGS.items()], as_json=as_json)


def export(context: typer.Context, reference: Reference, out: Zip = None, by: By = "", config: Config = None) -> None:
    """Write everything that is kept of a case into one zip, with an index; that it was done is on record."""
    write_out(settings_file(context, config), reference, _whole_file, out=out, by=by)


def _whole_file(service: Service, tx: Tx, reference: str, target: Path) -> WrittenOut:
    from bot.casework.case_export import export as exported

    case_id = _case_id(tx, reference)
    index = exported(service, tx, case_id, target)
    counted = f"{target}: messages {len(index.messages)}, letters {len(index.letters)}."
    return WrittenOut("exported", f"case:{reference}", (*index.remarks, counted), case_id)


# --- what they share ------------------------------------------------------------------------------------------------


@contextmanager
def _looking(context: typer.Context, config: Path | None) -> Iterator[tuple[Service, Tx]]:
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(now()) as tx:
        yield service, tx


def _case_id(tx: Tx, reference: str) -> int:
    from store import cases

    case_id = cases.case_id_of(tx, reference)
    if case_id is None:
        _no_case(reference)
    return case_id


def _no_case(reference: str) -> NoReturn:
    stop(FAILED, f"There is no case {reference}. `reviews-bot case list` shows those there are.")


def _explained(service: Service, tx: Tx, reference: str, clock: CaseClock) -> dict[str, Any]:
    from bot.casework.aims import targets
    from handlers.case_clocks import NotRunning, explained
    from store import casework, decisions
    from store.terms import london_date

    case_id = _case_id(tx, reference)
    case = casework.view(tx, case_id)
    said = any((one.what, one.value) == ("provided_on", str(case.provided_on)) for one in decisions.of(tx, case_id))
    aims = targets(service.settings.office)
    try:
        found = explained(case, clock, london_date(tx.now), service.days, aims, confirmed=said)
    except NotRunning as why:
        stop(FAILED, str(why))
    return {
        "reference": reference,
        "clock": found.clock,
        "result": found.result,
        "reason": found.reason,
        "under": found.under,
        "verified": found.verified,
        "starts_on": found.starts_on,
        "last_day": found.last_day,
        "days": [{"day": one.number, "on": one.on, "note": one.note} for one in found.days],
    }
