"""Every case as it is counted, read in a few queries over many cases at once; counts nothing itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, literal, select
from sqlmodel import col

from store.engine import Tx
from store.event_tables import EventRow
from store.messages import CaseRecord, QuestionRecord, RequestRecord, WaitingLetter, package_name, spans
from store.paper_tables import PaperRequestRow
from store.tables import CaseKeyRow, CaseRow, IntakeRow, LetterRow, QuestionRow
from store.terms import ENDS, Asked, LetterState, RequestState, State, london_date
from store.work_tables import SignOffRow

_AT_ONCE = 4000
"""So many cases are in memory at once where every case is read."""
_AS_THEY_STAND = (
    "reference", "received_on", "acknowledged_on", "looked_on", "body_settled_on", "provided_on", "last_day",
    "accepted_on", "papers_due_on", "papers_complete_on", "allocated_on", "decided_on", "told_on", "response_due_on",
    "responded_on", "closed_on", "contact_on", "held_until", "reply_by", "review_kind", "outcome", "ground",
    "withdrawn", "recommendation", "allegations", "themes", "unit", "owner", "next_action", "next_owner", "next_on",
)  # fmt: skip
"""The fields of a record that are what the row of the case says."""


def _of(row: Any, *names: str) -> Any:
    return select(*(getattr(row, name) for name in names))


_ALSO = ("id", "opened_at", "state", "force_reference", "review_body", "time_result")
_CASES = (
    _of(CaseRow, *_AS_THEY_STAND, *_ALSO)
    .add_columns(col(CaseKeyRow.wrapped).is_(None).label("erased"))
    .join_from(CaseRow, CaseKeyRow, col(CaseKeyRow.case_id) == col(CaseRow.id), isouter=True)
    .order_by(col(CaseRow.year), col(CaseRow.number))
)
_ENDS = [str(end) for end in ENDS]
_OPEN = col(CaseRow.state).not_in(_ENDS)
_BETWEEN = (col(CaseRow.received_on) <= bindparam("last_day_of_it")) & (
    _OPEN | (col(CaseRow.state_since) >= bindparam("first_day_of_it"))
)
_NUMBERED = (col(CaseRow.id) > bindparam("after_case")) & (col(CaseRow.id) <= bindparam("up_to_case"))
_NUMBER: Any = CaseRow.id
_LAST = select(func.max(_NUMBER))

# The action stands in the words of the query itself: only so does the index over it count.
_MOVES = _of(EventRow, "case_id", "rule", "at").where(col(EventRow.action) == literal("moved", literal_execute=True))
_QUESTIONS = _of(QuestionRow, "case_id", "code", "owner", "due_on").where(col(QuestionRow.answered_at).is_(None))
_REQUESTS = _of(PaperRequestRow, "case_id", "asked", "unit", "state", "asked_on", "due_on", "completed_on", "chases")
_FLAGS = _of(IntakeRow, "case_id", "flags").where(col(IntakeRow.flags) != "")
_LETTERS = _of(LetterRow, "case_id", "letter", "state", "planned_at").where(
    col(LetterRow.state).in_([LetterState.AWAITING_APPROVAL, LetterState.BOUNCED])
)
_SIGN_OFFS = _of(SignOffRow, "case_id", "package", "asked_at").where(
    col(SignOffRow.answered_at).is_(None), col(SignOffRow.lapsed_at).is_(None)
)


@dataclass(frozen=True, slots=True)
class _Queries:
    """What is read of some cases: their rows, and what belongs to them in the order of `_record`."""

    cases: Any
    beside: tuple[Any, ...]


def _queries(which: Any) -> _Queries:
    """Those for the cases that a condition on their rows chooses."""
    theirs = select(_NUMBER).where(which)
    beside = (
        (_MOVES, EventRow, "seq"),
        (_QUESTIONS, QuestionRow, "id"),
        (_REQUESTS, PaperRequestRow, "id"),
        (_FLAGS, IntakeRow, "id"),
        (_LETTERS, LetterRow, "id"),
        (_SIGN_OFFS, SignOffRow, "id"),
    )
    narrowed = (
        query.where(col(row.case_id).in_(theirs)).order_by(col(row.case_id), getattr(row, order))
        for query, row, order in beside
    )
    return _Queries(_CASES.where(which), tuple(narrowed))


# Queries are built once: building one costs ten times as much as running it.
OPEN_CASES, CASES_BETWEEN, _SOME_CASES = _queries(_OPEN), _queries(_BETWEEN), _queries(_NUMBERED)


def open_records(tx: Tx) -> tuple[CaseRecord, ...]:
    """Every case that has not ended, in the order of their references."""
    return tuple(_read(tx, OPEN_CASES, {}))


def between(tx: Tx, first: date, last: date) -> tuple[CaseRecord, ...]:
    """Every case that was received by the last of these days and had not ended before the first, as it stands now."""
    return tuple(_read(tx, CASES_BETWEEN, {"first_day_of_it": first, "last_day_of_it": last}))


def all_records(tx: Tx) -> Iterator[CaseRecord]:
    """Every case there ever was; only some of them are in memory at once."""
    last = tx.connection.execute(_LAST).scalar_one() or 0
    for after in range(0, last, _AT_ONCE):
        yield from _read(tx, _SOME_CASES, {"after_case": after, "up_to_case": after + _AT_ONCE})


def of_case(tx: Tx, case_id: int) -> CaseRecord:
    """One case."""
    (found,) = _read(tx, _SOME_CASES, {"after_case": case_id - 1, "up_to_case": case_id})
    return found


def _read(tx: Tx, queries: _Queries, given: Mapping[str, object]) -> Iterator[CaseRecord]:
    """The records of the chosen cases; one query for each kind of row."""
    beside = [_by_case(tx.connection.execute(query, given)) for query in queries.beside]
    for row in tx.connection.execute(queries.cases, given):
        yield _record(row, *(found.get(row.id, ()) for found in beside))


def _by_case(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _record(
    row: Any,
    moves: Iterable[Any],
    questions: Iterable[Any],
    requests: Iterable[Any],
    flags: Iterable[Any],
    letters: Iterable[Any],
    sign_offs: Iterable[Any],
) -> CaseRecord:
    letters = list(letters)
    return CaseRecord(
        **dict(zip(_AS_THEY_STAND, row, strict=False)),
        opened_on=london_date(row.opened_at),
        state=State(row.state),
        force_reference="" if row.erased else row.force_reference or "",
        review_body=row.review_body or "",
        time_result=row.time_result or "",
        spans=spans(london_date(row.opened_at), [(State(rule), london_date(at)) for _, rule, at in moves]),
        questions=() if row.erased else tuple(QuestionRecord(code, owner, due) for _, code, owner, due in questions),
        requests=tuple(map(_request, requests)),
        flags=_flags(" ".join(words for _, words in flags)),
        letters_waiting=tuple(
            WaitingLetter(letter, london_date(at))
            for _, letter, state, at in letters
            if state == LetterState.AWAITING_APPROVAL
        ),
        letters_bounced=tuple(letter for _, letter, state, _ in letters if state == LetterState.BOUNCED),
        sign_offs=tuple(WaitingLetter(package_name(package), london_date(at)) for _, package, at in sign_offs),
    )


def _request(row: Any) -> RequestRecord:
    _, asked, unit, state, asked_on, due_on, completed_on, chases = row
    return RequestRecord(Asked(asked), unit, RequestState(state), asked_on, due_on, completed_on, chases)


@lru_cache(maxsize=1024)  # few of the possible sets of flags ever occur
def _flags(words: str) -> frozenset[str]:
    return frozenset(words.split())
