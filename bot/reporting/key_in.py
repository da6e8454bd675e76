"""What a person types into Centurion for a case, in the order of its screens, and what differs there; types nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from handlers.case_fields import FIELDS, Differs, Incomparable, Value, drift
from store.engine import Tx
from store.messages import CaseRecord

_MOST_BYTES = 100_000_000


def sheet(record: CaseRecord, order: tuple[str, ...]) -> Mapping[str, Value]:
    """The case field by field in this order; what is not known is None."""
    return {name: FIELDS[name](record) or None for name in order}


def of_reference(tx: Tx, reference: str) -> CaseRecord | None:
    """The case of this reference as it is counted, None where there is none."""
    from store import cases, records

    case_id = cases.case_id_of(tx, reference)
    return None if case_id is None else records.of_case(tx, case_id)


def beside(tx: Tx, export: Path, columns: Mapping[str, str]) -> Iterator[Differs]:
    """Every difference between our cases and a CSV export of Centurion. Raises Incomparable."""
    from store import records

    return drift(records.all_records(tx), _read(export), columns)


def _read(path: Path) -> list[dict[str, str]]:
    """The rows of an export by their headings. Raises Incomparable where it is no CSV file."""
    if path.stat().st_size > _MOST_BYTES:
        raise Incomparable(f"{path} is too large for an export.")
    data = path.read_bytes()
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = data.decode("cp1252", errors="replace")
    try:
        found = csv.DictReader(io.StringIO(words, newline=""), restval="")
        return [{name: value or "" for name, value in row.items() if name is not None} for row in found]
    except csv.Error as fault:
        raise Incomparable(f"{path} is no CSV file that can be read: {fault}.") from None
