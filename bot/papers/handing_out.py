"""A file of the force's papers written out for somebody of the team; who took it is on record before it leaves.

Only what the scanner called clean; what was not scanned takes two people, and what is locked or blocked is not had.
"""

from __future__ import annotations

import os
from pathlib import Path

from bot.papers.file_types import safe_ending
from store import papers
from store.blobs import BlobDamaged
from store.engine import Store, Tx
from store.events import record
from store.messages import PaperFile
from store.terms import Scan
from store.vault import Erased

_NEVER = {Scan.INFECTED: "it holds malicious software", Scan.BLOCKED: "it is of a kind that acts when it is opened"}


class NotHandedOut(Exception):
    """The file is not written out; the sentence says why."""


def found(tx: Tx, case_id: int, file_id: int) -> PaperFile:
    """The file of this case. Raises NotHandedOut where the case has none of that number."""
    one = papers.by_id(tx, file_id)
    if one is None or one.case_id != case_id:
        raise NotHandedOut(f"The case has no file {file_id}. `reviews-bot papers show` lists those it has.")
    return one


def take(tx: Tx, store: Store, reference: str, one: PaperFile, people: frozenset[str]) -> bytes:
    """The bytes of the file, and that these people took it is in the history. Raises NotHandedOut."""
    if why := _NEVER.get(one.scan):
        raise NotHandedOut(f"File {one.id} is kept and not opened here: {why}.")
    if one.scan is not Scan.CLEAN and len(people) < 2:
        raise NotHandedOut(
            f"File {one.id} was not scanned ({one.scan_reason or 'its turn comes'}). Two people together may take it, "
            "with --two-people, to a computer that stands alone."
        )
    try:
        data = papers.content(tx, store, one)
    except LookupError as missing:
        raise NotHandedOut(f"File {one.id}: {missing.args[0]}") from None
    except BlobDamaged:
        raise NotHandedOut(f"File {one.id} is not what was kept. Tell IT and the manager.") from None
    except Erased:
        raise NotHandedOut("The case was erased, and its files with it.") from None
    record(
        tx, "consulted", f"paper:{one.id}", case_id=one.case_id, rule=one.scan, reference=reference, by=sorted(people)
    )
    return data


def write(folder: Path, reference: str, one: PaperFile, data: bytes) -> Path:
    """The bytes are in a new file for this account alone, named after the case and the number. Raises OSError."""
    target = folder / f"{reference.replace('/', '-')} file {one.id}.{safe_ending(one)}"
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    return target
