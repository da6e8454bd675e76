"""What signers were asked and what they answered: which letters, in exactly which words; judges no answer itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, insert, select, update

from store.engine import Tx
from store.events import record
from store.terms.codes import code_of
from store.unsealing import fields_in, words_in
from store.work_tables import SignOffRow

_ALL = select(SignOffRow.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
_NOT_SETTLED = _ALL.where(col(SignOffRow.lapsed_at).is_(None), col(SignOffRow.settled_at).is_(None)).order_by(
    col(SignOffRow.id)
)
_OF_PACKAGE = _ALL.where(col(SignOffRow.package) == bindparam("package")).order_by(col(SignOffRow.id))
_OF_CASE = _ALL.where(col(SignOffRow.case_id) == bindparam("case_id")).order_by(col(SignOffRow.id))
_BY_CODE = _ALL.where(col(SignOffRow.code) == bindparam("code"))
_NEW = insert(SignOffRow)
_ONE = update(SignOffRow).where(col(SignOffRow.id) == bindparam("which"))

Shown = Mapping[str, Sequence[str]]
"""The lines of each letter as a signer saw them, by the letter's key."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a signer; `signer` is their name. It is open until it is answered or its words change.

    `case_id` is None for letters on no case; `mail_key` is the key of the mail that asked.
    """

    id: int
    case_id: int | None
    package: str
    code: str
    signer: str
    shown_hash: str
    shown: Shown
    asked_at: datetime
    answered_at: datetime | None
    lapsed_at: datetime | None
    settled_at: datetime | None
    answer: str
    answered_by: str
    reasons: str
    mail_key: str

    @property
    def is_open(self) -> bool:
        """Whether an answer would still count."""
        return self.answered_at is None and self.lapsed_at is None


def new_code(tx: Tx, package: str) -> str:
    """A code that nobody can guess and no question has, short enough to be read out on the telephone."""
    number = 1 + len(tx.connection.execute(_OF_PACKAGE, {"package": package}).all())
    while True:
        code = code_of(tx.vault.mark(f"sign-off {package} {number}"))
        if by_code(tx, code) is None:
            return code
        number += 1


def ask(
    tx: Tx, case_id: int | None, package: str, *, code: str, signer: str, shown_hash: str, shown: Shown, mail_key: str
) -> None:
    """The signer has been asked by the mail with this key, and what they are shown stands on record."""
    lines = {key: list(lines) for key, lines in shown.items()}
    values = {
        "case_id": case_id, "package": package, "code": code, "signer": signer, "shown_hash": shown_hash,
        "shown": tx.sealer(case_id).seal(json.dumps(lines).encode(), "shown"), "asked_at": tx.now,
        "mail_key": mail_key,
    }  # fmt: skip
    tx.connection.execute(_NEW, values)
    record(tx, "sign_off_asked", f"sign_off:{code}", case_id=case_id, rule=package, signer=signer, shown=shown_hash)


def not_settled(tx: Tx) -> tuple[Asked, ...]:
    """Every question that is open, or was answered without its answer having had its effect, oldest first."""
    return tuple(_asked(tx, row) for row in tx.connection.execute(_NOT_SETTLED))


def of_case(tx: Tx, case_id: int) -> tuple[Asked, ...]:
    """Every question about letters of a case, oldest first."""
    return tuple(_asked(tx, row) for row in tx.connection.execute(_OF_CASE, {"case_id": case_id}))


def last(tx: Tx, package: str) -> Asked | None:
    """The newest question about this package, or about this one letter."""
    rows = tx.connection.execute(_OF_PACKAGE, {"package": package}).all()
    return _asked(tx, rows[-1]) if rows else None


def by_code(tx: Tx, code: str) -> Asked | None:
    """The question that bears this code."""
    row = tx.connection.execute(_BY_CODE, {"code": code}).first()
    return None if row is None else _asked(tx, row)


def answered(tx: Tx, one: Asked, answer: str, *, by: str, reasons: str, subject: str) -> None:
    """The signer's answer is on record with what they wrote; `subject` is the mail it came by."""
    sealed = tx.sealer(one.case_id).seal(reasons.encode(), "answer") if reasons else None
    values = {"answer": answer, "answered_by": by, "answered_at": tx.now, "reasons": sealed}
    tx.connection.execute(_ONE, {"which": one.id, **values})
    record(tx, "sign_off_answered", f"sign_off:{one.code}", case_id=one.case_id, rule=answer, by=by, mail=subject)


def settled(tx: Tx, one: Asked) -> None:
    """The answer has had its effect."""
    tx.connection.execute(_ONE, {"which": one.id, "settled_at": tx.now})


def lapse(tx: Tx, one: Asked, why: str) -> None:
    """The question is open no more, and an answer to it counts no more."""
    tx.connection.execute(_ONE, {"which": one.id, "lapsed_at": tx.now})
    record(tx, "sign_off_lapsed", f"sign_off:{one.code}", case_id=one.case_id, rule=why)


def _asked(tx: Tx, row: Any) -> Asked:
    return Asked(
        row.id, row.case_id, row.package, row.code, row.signer, row.shown_hash,
        fields_in(tx, row.case_id, row.shown, "shown"), row.asked_at, row.answered_at, row.lapsed_at,
        row.settled_at, row.answer, row.answered_by, words_in(tx, row.case_id, row.reasons, "answer"),
        row.mail_key,
    )  # fmt: skip
