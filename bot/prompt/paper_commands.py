"""`reviews-bot papers` and `rounds run --dry-run`: what the force was asked for, and what would be asked again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.prompt import paper_files
from bot.prompt.opening import FAILED, MISUSED, day, now, opened_service, opened_store, print_lines, stop
from bot.prompt.options import Config, Json, Reference, settings_file

if TYPE_CHECKING:
    from bot.service import Service
    from handlers.chase import Round
    from store.engine import Tx
    from store.messages import PaperRequest

On = Annotated[str, typer.Option("--on", metavar="DATE", help="As on this day, 2026-12-08; left out, today.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only say what would leave; nothing is written.")]

_COLUMNS = ("reference", "unit", "asked", "state", "asked_on", "due_on", "missing", "chases", "last_mail_on", "next_on")
_DUE = ("reference", "unit", "due_on", "next_on", "missing", "waits_for")
_ITEMS = ("number", "what", "state", "received_on", "asked", "sensitivity", "reason")
_FILES = ("file", "label", "came_on", "size", "scan", "scan_reason", "papers", "because", "vouched", "remarks")
_ROUND = ("does", "to", "unit", "references", "step", "why")
_AT = time(10)
"""London time for which a round of another day is looked at: within the hours of any office."""

papers_app = typer.Typer(help="Papers from the force.", no_args_is_help=True, rich_markup_mode=None)
rounds_app = typer.Typer(help="Asking the force again.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """The commands of this module can be called."""
    paper_files.add_to(papers_app)
    app.add_typer(papers_app, name="papers")
    app.add_typer(rounds_app, name="rounds")


@papers_app.command("list")
def list_(context: typer.Context, config: Config = None, as_json: Json = False) -> None:
    """Every request that is written or open: of which unit, since when, until when, and what is missing."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        print_lines(list(_standing(tx)), as_json=as_json, columns=_COLUMNS)


@papers_app.command("show")
def show(context: typer.Context, reference: Reference, config: Config = None, as_json: Json = False) -> None:
    """Everything a case ever asked the force for, item by item, and the files that came."""
    with opened_store(settings_file(context, config), only_looks=True) as store, store.reading(now()) as tx:
        from store import cases, paper_requests

        case_id = cases.case_id_of(tx, reference)
        if case_id is None:
            stop(FAILED, f"There is no case {reference}. `reviews-bot case list` shows those there are.")
        asked = paper_requests.of_case(tx, case_id)
        files = list(paper_files.lines(tx, case_id))
        if as_json:
            for one in asked:
                print_lines([{**_line(tx, one), "items": _items(one), "files": files}], as_json=True)
            return
        for one in asked:
            print_lines([_line(tx, one)], as_json=False, columns=_COLUMNS)
            print_lines(_items(one), as_json=False, columns=_ITEMS)
            typer.echo()
        print_lines(files, as_json=False, columns=_FILES)


@papers_app.command("due")
def due(context: typer.Context, on: On = "", config: Config = None, as_json: Json = False) -> None:
    """The open requests that a round of that day looks at, and what each waits for."""
    with _looking(context, config, on) as (service, tx, at):
        from store.terms import london_date

        found = _planned(service, tx, at)
        waits = {one.request.id: one.why for one in found.passed_over if one.rung is None}
        mails = {line.request.id: line.why for mail in found.mails for line in mail.lines}
        tasks = {one.request.id: one.why for one in found.tasks}
        from store import paper_requests

        lines = [
            {**_line(tx, one), "waits_for": mails.get(one.id) or tasks.get(one.id) or waits.get(one.id, "")}
            for one in paper_requests.due(tx, london_date(at))
        ]
        print_lines(lines, as_json=as_json, columns=_DUE)


@rounds_app.command("run")
def run(
    context: typer.Context, on: On = "", dry_run: Dry = False, config: Config = None, as_json: Json = False
) -> None:
    """What a round of that day would do: each mail to whom and why, each task, and what is passed over and why."""
    if not dry_run:
        stop(MISUSED, "The service makes its rounds by itself. Look at one with --dry-run.")
    with _looking(context, config, on) as (service, tx, at):
        print_lines(list(_round(_planned(service, tx, at))), as_json=as_json, columns=_ROUND)


# --- lines ----------------------------------------------------------------------------------------------------------


def _planned(service: Service, tx: Tx, at: datetime) -> Round:
    """The round of that instant, as if the mailbox had just been read."""
    from bot.papers.rounds import plan

    return plan(service, tx, at, at)


def _round(found: Round) -> Iterator[dict[str, Any]]:
    for mail in found.mails:
        yield {
            "does": "mail",
            "to": mail.to,
            "unit": ", ".join(mail.units),
            "references": ", ".join(line.request.reference for line in mail.lines),
            "step": mail.rung,
            "why": mail.why,
        }
    for task in found.tasks:
        yield _about(task.request, "task", "manager_task", task.why)
    for over in found.passed_over:
        yield _about(over.request, "nothing", over.rung or "", over.why)


def _about(one: PaperRequest, does: str, step: str, why: str) -> dict[str, Any]:
    return {"does": does, "to": None, "unit": one.unit, "references": one.reference, "step": step or None, "why": why}


def _standing(tx: Tx) -> Iterator[dict[str, Any]]:
    from store import paper_requests
    from store.terms import RequestState

    for state in (RequestState.OPEN, RequestState.WRITTEN):
        for one in paper_requests.in_state(tx, state):
            yield _line(tx, one)


def _line(tx: Tx, one: PaperRequest) -> dict[str, Any]:
    from store import paper_requests

    return {
        "reference": one.reference,
        "force_reference": one.force_reference or None,
        "unit": one.unit,
        "asked": one.asked,
        "state": one.state,
        "asked_on": one.asked_on,
        "due_on": one.due_on,
        "missing": ", ".join(str(item.number) for item in one.missing) or None,
        "steps": ", ".join(one.done) or None,
        "chases": one.chases,
        "last_mail_on": one.last_mail_on,
        "heard_on": one.heard_on,
        "paused_until": one.paused_until,
        "paused_because": one.paused_because or None,
        "held": one.held,
        "extensions": one.extensions,
        "next_on": paper_requests.next_on(tx, one.id),
    }


def _items(one: PaperRequest) -> list[dict[str, Any]]:
    return [
        {
            "number": item.number,
            "what": item.what,
            "kind": item.kind or None,
            "asked": one.asked,
            "state": item.state,
            "received_on": item.received_on,
            "sensitivity": item.sensitivity,
            "reason": item.reason or None,
        }
        for item in one.items
    ]


# --- what they share ------------------------------------------------------------------------------------------------


@contextmanager
def _looking(context: typer.Context, config: Path | None, on: str) -> Iterator[tuple[Service, Tx, datetime]]:
    """The service and the store as they are, and the instant that is asked about."""
    from store.terms import LONDON

    chosen = day(on)
    at = datetime.combine(chosen, _AT, LONDON) if chosen else now()
    with opened_service(settings_file(context, config), only_looks=True) as service, service.store.reading(at) as tx:
        yield service, tx, at
