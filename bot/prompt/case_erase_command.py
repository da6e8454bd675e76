"""`reviews-bot case erase`: the personal data of a case that has ended is destroyed, for good. Sends nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.prompt.opening import FAILED, now, opened_service, person, speaker, stop
from bot.prompt.options import Config, Reference, settings_file
from store.terms import Role

_LEADS = frozenset({Role.MANAGER, Role.HEAD})
_MEANS = (
    "Nothing was erased. This destroys the key of {reference}: nobody can ever read its mail, letters, names and "
    "reasons here again. Say --sure if that is meant. Figures and dates stay."
)


def add_to(case_app: typer.Typer) -> None:
    """The command of this module can be called."""
    case_app.command("erase")(erase)


def erase(
    context: typer.Context,
    reference: Reference,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="The manager or head, as [[team]] names them.")],
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="By which rule; no names of people.")],
    sure: Annotated[bool, typer.Option("--sure", help="It cannot be undone, and is meant.")] = False,
    config: Config = None,
) -> None:
    """Destroy the personal data of a case that has ended, for good; figures and dates stay."""
    with opened_service(settings_file(context, config)) as service:
        from bot.casework.erasing import NotErased
        from bot.casework.erasing import erase as erased
        from store import cases

        who, roles = speaker(service.settings, by)
        if not roles & _LEADS:
            stop(FAILED, "Only the manager or the head can have a case erased.")
        if not sure:
            stop(FAILED, _MEANS.format(reference=reference))
        try:
            with service.store.writing(now(), person()) as tx:
                case_id = cases.case_id_of(tx, reference)
                if case_id is None:
                    stop(FAILED, f"There is no case {reference}. `reviews-bot case list` shows those there are.")
                erased(tx, case_id, by=who, because=because)
        except NotErased as why:
            stop(FAILED, str(why))
    typer.echo(f"{reference} is erased. Its mail still lies in Outlook: remove it there.")
