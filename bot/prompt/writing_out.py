"""Writes all that is kept of a case or a matter into one new zip, and that on record. Writes over nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.prompt.opening import FAILED, Chosen, now, opened_service, person, speaker, stop

if TYPE_CHECKING:
    from bot.service import Service
    from store.engine import Tx


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """What was written: the event that says so in its history, and the lines that tell whoever asked."""

    action: str
    subject: str
    says: tuple[str, ...]
    case_id: int | None = None


def write_out(
    chosen: Chosen,
    reference: str,
    write: Callable[[Service, Tx, str, Path], WrittenOut],
    *,
    out: Path | None,
    by: str,
) -> None:
    """All that is kept of it is in one zip, named after it unless `out` says otherwise; who asked is on record.

    Stops where the file is there already, cannot be written, or nobody has that name.
    """
    target = out or Path(f"{reference.replace('/', '-')}.zip")
    if target.exists():
        stop(FAILED, f"{target} is there already. Choose another name; nothing is written over.")
    with opened_service(chosen) as service:
        from store.events import record

        who, _ = speaker(service.settings, by)
        try:
            with service.store.reading(now()) as tx:
                written = write(service, tx, reference, target)
        except OSError as error:
            stop(FAILED, f"{target} cannot be written ({error.strerror}).")
        with service.store.writing(now(), person()) as tx:
            record(tx, written.action, written.subject, case_id=written.case_id, by=who)
    for line in written.says:
        typer.echo(line)
