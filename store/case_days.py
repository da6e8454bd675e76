"""What the calendar did to a case, once for each occasion; knows no calendar."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam
from sqlmodel import col, insert, select

from store.engine import Tx
from store.work_tables import DayRow

_NEW = insert(DayRow)
_DONE = select(DayRow.occasion).where(
    col(DayRow.case_id) == bindparam("case_id"),
    col(DayRow.what) == bindparam("what"),
    col(DayRow.occasion) == bindparam("occasion"),
)


def first_time(tx: Tx, case_id: int, what: str, occasion: str, on: date) -> bool:
    """Whether this had not been done to the case for this occasion; from now on it has."""
    asked = {"case_id": case_id, "what": what, "occasion": occasion}
    if tx.connection.execute(_DONE, asked).first() is not None:
        return False
    tx.connection.execute(_NEW, {**asked, "on": on})
    return True
