"""`reviews-bot contacts`: the contact book as it stands, and an address that is let in again. Never writes the book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.prompt.opening import FAILED, day, now, opened_service, person, print_lines, print_one, speaker, stop
from bot.prompt.options import By, Config, Json, settings_file
from store.terms import london_date

if TYPE_CHECKING:
    from bot.service import Service
    from store.engine import Tx
    from store.messages import Unit

On = Annotated[str, typer.Option("--on", metavar="DAY", help="As it stands on this day; left out, today.")]

_COLUMNS = ("key", "name", "mailbox", "manager", "single_point", "prefers", "away", "frozen")

contacts_app = typer.Typer(
    help="The contact book: the units of the force.", no_args_is_help=True, rich_markup_mode=None
)


def add_to(app: typer.Typer) -> None:
    """The commands of this module can be called."""
    app.add_typer(contacts_app, name="contacts")


@contacts_app.command("list")
def list_(context: typer.Context, on: On = "", config: Config = None, as_json: Json = False) -> None:
    """Every unit there is: where it is written to, who comes after it, who is away and what came back."""
    with opened_service(settings_file(context, config), only_looks=True) as service:
        print_lines(list(_lines(service, on)), as_json=as_json, columns=_COLUMNS)


@contacts_app.command("show")
def show(context: typer.Context, key: str, on: On = "", config: Config = None, as_json: Json = False) -> None:
    """One unit by its key: everything that is known of it, and each of its addresses."""
    with opened_service(settings_file(context, config), only_looks=True) as service:
        found = next((line for line in _lines(service, on) if line["key"] == key), None)
        if found is None:
            stop(FAILED, f"There is no unit {key} on that day. `reviews-bot contacts list` shows those there are.")
        with service.reading() as tx:
            known = list(_addresses(service, tx, key))
        print_one({**found, "known_of": known}, lists=("known_of",), as_json=as_json)


@contacts_app.command("check")
def check(context: typer.Context, config: Config = None) -> None:
    """Read the book as the service will, and say everything that is wrong with it or missing in it."""
    with opened_service(settings_file(context, config), only_looks=True) as service:
        from bot.papers.book_gaps import gaps

        book, today = service.settings.book, london_date(now())
        wanting = list(gaps(service.settings, today))
        for sentence in wanting:
            typer.echo(sentence)
        what = f"The book holds {len(book.units(today))} units today" if book.is_kept else "No contact book is kept"
        typer.echo(f"{what}; where nothing says which, {book.unit(book.default, today).name} is asked.")


@contacts_app.command("thaw")
def thaw(context: typer.Context, address: str, by: By = "", config: Config = None) -> None:
    """Let an address be written to again, because you know that it is right; who said so is on record."""
    with opened_service(settings_file(context, config)) as service:
        from bot.papers.contact_news import thawed

        who, _ = speaker(service.settings, by)
        with service.store.writing(now(), person()) as tx:
            done = thawed(service, tx, address, by=who)
    if not done:
        stop(FAILED, "Nothing to that address was stopped. `reviews-bot contacts list` shows what is.")
    typer.echo(f"It may be written to again, on the word of {who}. `reviews-bot outbox list` shows what waits for it.")


def _lines(service: Service, on: str) -> Iterator[dict[str, Any]]:
    from bot.papers.requests import unit

    today = day(on) or london_date(now())
    with service.reading() as tx:
        for one in service.settings.book.units(today):
            yield _line(service, unit(service, tx, one.key) if today == london_date(tx.now) else one)


def _line(service: Service, one: Unit) -> dict[str, Any]:
    from config.unit_section import WEEKDAYS

    territories = service.settings.book.territories(london_date(now()))
    territory = next((some for some in territories if some.key == one.key), None)
    return {
        "key": one.key,
        "name": one.name,
        "mailbox": one.mailbox,
        "manager": one.manager,
        "single_point": one.single_point,
        "prefers": "each" if one.weekly_on is None else WEEKDAYS[one.weekly_on],
        "away": [f"{away.first} to {away.last}{f', {away.cover}' * bool(away.cover)}" for away in one.away],
        "frozen": sorted(one.frozen),
        "boroughs": list(territory.boroughs) if territory else [],
        "other_names": list(territory.names) if territory else [],
        "references": list(territory.references) if territory else [],
        "usually_acknowledges": one.usually_acknowledges,
    }


def _addresses(service: Service, tx: Tx, key: str) -> Iterator[dict[str, Any]]:
    from config.contacts import addresses_of
    from store import contacts

    for address in sorted(addresses_of(service.settings.book.unit(key, london_date(now())))):
        known = contacts.of(tx, address)
        yield {
            "address": address,
            "who": service.settings.book.name_of(address),
            "frozen_since": known.frozen_at,
            "because": known.frozen_why,
            "asked_on": known.checked_on,
            "confirmed_on": known.confirmed_on,
        }
