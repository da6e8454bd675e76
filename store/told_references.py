"""References that people, cards and folders still have after the store was restored and forgot them; asks no mailbox.

No other case ever gets one of these: the next number is above them all. The case of a message that such a letter
answered gets the reference its writer was told.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, func
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.events import record
from store.tables import CaseRow, ToldReferenceRow

_AT_ONCE = 400
_TOO_MANY = 90_000
"""No office has so many cases in a year: whoever wrote such a number into the mailbox made it up."""
_GIVEN = select(func.max(col(CaseRow.number))).where(col(CaseRow.year) == bindparam("year"))
_TOLD = select(func.max(col(ToldReferenceRow.number))).where(col(ToldReferenceRow.year) == bindparam("year"))
_KNOWN = select(CaseRow.reference).where(col(CaseRow.reference).in_(bindparam("some", expanding=True)))
_NOTED = select(ToldReferenceRow.reference).where(
    col(ToldReferenceRow.reference).in_(bindparam("some", expanding=True))
)
_NEW = insert(ToldReferenceRow)
_ANSWERS = update(ToldReferenceRow).where(
    col(ToldReferenceRow.reference) == bindparam("which"), col(ToldReferenceRow.answers_tag) == ""
)
_WHOSE = (
    select(ToldReferenceRow.reference)
    .outerjoin(CaseRow, col(CaseRow.reference) == col(ToldReferenceRow.reference))
    .where(
        col(CaseRow.id).is_(None),
        col(ToldReferenceRow.year) == bindparam("year"),
        col(ToldReferenceRow.to_tag) == bindparam("to"),
        col(ToldReferenceRow.answers_tag) == bindparam("answers"),
    )
    .order_by(col(ToldReferenceRow.number))
    .limit(1)
)


def next_number(tx: Tx, year: int) -> int:
    """The number of the next case of a year: no case has it or a higher one, and none was seen to have had it."""
    found = (tx.connection.execute(query, {"year": year}).scalar_one() for query in (_GIVEN, _TOLD))
    return max(number or 0 for number in found) + 1


def remember(tx: Tx, references: Iterable[str], *, to: str = "", answers: str = "") -> None:
    """These references, written in full, are given to no other case; those the store had not known are on record.

    `answers` is the Message-ID of what the letter that named one of them answered, `to` whom it went to.
    """
    tags = {"to_tag": "", "answers_tag": ""}
    if to and answers:
        tags = {"to_tag": tx.vault.tag(to, "address"), "answers_tag": tx.vault.tag(answers, "answers")}
    seen = [one for one in dict.fromkeys(references) if number_of(one) < _TOO_MANY]
    for start in range(0, len(seen), _AT_ONCE):
        some = seen[start : start + _AT_ONCE]
        given, noted = (frozenset(tx.connection.execute(query, {"some": some}).scalars()) for query in (_KNOWN, _NOTED))
        if new := [one for one in some if one not in given | noted]:
            tx.connection.execute(_NEW, [{"reference": one, **_parts(one), **tags} for one in new])
            record(tx, "references_forgotten", "service", references=new)
        for one in (noted - given) if answers else ():
            tx.connection.execute(_ANSWERS.values(tags), {"which": one})


def whose(tx: Tx, *, answers: str, to: str, year: int) -> str:
    """The reference that the writer of this message was told in answer to it and no case has; "" where none was."""
    if not (answers and to):
        return ""
    asked = {"answers": tx.vault.tag(answers, "answers"), "to": tx.vault.tag(to, "address"), "year": year}
    return str(tx.connection.execute(_WHOSE, asked).scalar_one_or_none() or "")


def number_of(reference: str) -> int:
    """The number in a reference written in full."""
    return _parts(reference)["number"]


def _parts(reference: str) -> dict[str, int]:
    _, year, number = reference.rsplit("/", 2)
    return {"year": int(year), "number": int(number)}
