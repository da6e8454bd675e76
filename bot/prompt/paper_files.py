"""`reviews-bot papers save`, and the lines that show a case's files; opens no file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.prompt.opening import FAILED, MISUSED, now, opened_service, person, speaker, stop
from bot.prompt.options import Config, Reference, settings_file

if TYPE_CHECKING:
    from store.engine import Tx
    from store.messages import PaperFile

Number = Annotated[int, typer.Argument(metavar="FILE", min=1, max=2**53, help="The file, as `papers show` numbers it.")]
To = Annotated[Path, typer.Option("--to", metavar="FOLDER", exists=True, file_okay=False, help="Where it is put.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who takes it, as [[team]] names them.")]
Two = Annotated[
    tuple[str, str] | None,
    typer.Option("--two-people", metavar="NAME NAME", help="Who take what was not scanned, together."),
]


def add_to(papers_app: typer.Typer) -> None:
    """The command of this module can be called."""
    papers_app.command("save")(save)


def save(
    context: typer.Context,
    reference: Reference,
    number: Number,
    to: To,
    by: By = "",
    two_people: Two = None,
    config: Config = None,
) -> None:
    """Write one file that the force sent into a folder; who took it is on record."""
    if bool(by) == bool(two_people):
        stop(MISUSED, "Say who takes it: one of you with --by, or both with --two-people.")
    with opened_service(settings_file(context, config)) as service:
        from bot.papers.handing_out import NotHandedOut, found, take, write
        from store import cases

        people = frozenset(speaker(service.settings, name)[0] for name in (two_people or (by,)))
        try:
            with service.store.writing(now(), person()) as tx:
                case_id = cases.case_id_of(tx, reference)
                if case_id is None:
                    stop(FAILED, f"There is no case {reference}. `reviews-bot case list` shows those there are.")
                one = found(tx, case_id, number)
                data = take(tx, service.store, reference, one, people)
            target = write(to, reference, one, data)
        except NotHandedOut as why:
            stop(FAILED, str(why))
        except OSError as fault:
            stop(FAILED, f"It cannot be written there ({fault.strerror}). Nothing is written over.")
    typer.echo(f"Written: {target}")


def lines(tx: Tx, case_id: int) -> Iterator[dict[str, Any]]:
    """The files of a case, each as it is printed."""
    from bot.documents import WARNINGS
    from bot.papers.file_types import disagreement
    from store import papers

    for one in papers.of_case(tx, case_id):
        remarks = (disagreement(one), *(WARNINGS[code] for code in one.warnings), *_inside(one))
        yield {
            "file": one.id,
            "label": one.label or None,
            "came_on": one.came_on,
            "size": one.size,
            "scan": one.scan,
            "scan_reason": one.scan_reason or None,
            "papers": ", ".join(one.kinds) or None,
            "because": one.kind_reason or None,
            "vouched": one.vouched,
            "remarks": " ".join(filter(None, remarks)) or None,
        }


def _inside(one: PaperFile) -> Iterator[str]:
    if one.inside:
        yield f"In it: {'; '.join(each.place.partition(' › ')[2] or each.place for each in one.inside)}."
