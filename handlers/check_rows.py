"""The checks of the register, row by row: what each shows, and what somebody changed in it; opens no file.

A row proves by its mark how it was written, as the rows of the cases do. Only the answers and "Found" are read back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.check_answers import NUMBERS, Given
from handlers.quality import CHECKLIST, Answer
from handlers.register import clean, said, signed
from store.terms import Check

FIXED = ("Code", "Case", "Decision", "Decided on", "Who checks")
QUESTIONS: Mapping[Check, str] = {check: f"{NUMBERS[check]}. {asked}" for check, asked in CHECKLIST.items()}
"""The headings of the questions."""
FOUND = "Found"
HEADER = (*FIXED, *QUESTIONS.values(), FOUND)
_STATE = "check"
_ELSEWHERE = "A cell of this row was changed that is not read back. Only the answers and the column Found are."
_UNKNOWN = "The register was not written with this check."
_TWICE = "The check stands in the file more than once, so nothing of it was taken."
_EMPTIED = "An answer can be changed and not taken away: "


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check as the sheet shows it; `answers` as far as they go."""

    code: str
    reference: str
    decision: str
    decided_on: date
    sampler: str
    answers: Mapping[Check, Answer]

    @property
    def fixed(self) -> tuple[str, ...]:
        """The cells that are only shown, in words."""
        return self.code, self.reference, self.decision.replace("_", " "), said(self.decided_on), clean(self.sampler)

    @property
    def given(self) -> tuple[str, ...]:
        """The answers in the order of the questions, "" for none yet."""
        return tuple(str(self.answers.get(check, "")) for check in QUESTIONS)


@dataclass(frozen=True, slots=True)
class CheckEdit:
    """What somebody wrote into one row; `before` is what its changed answers were when it was written.

    Where it cannot be taken, `why` says so. `whole` is all that the row says, by which it is known again.
    """

    code: str
    reference: str
    given: Given
    before: Mapping[Check, str]
    whole: str
    why: str = ""


def proof(export: int, one: CheckRow, mark: Callable[[str], str]) -> str:
    """What proves how the row was written."""
    return signed(export, _STATE, (*one.fixed, *one.given), mark)


def edits(
    export: int,
    table: Sequence[Sequence[str]],
    written: Sequence[Sequence[str]],
    mark: Callable[[str], str],
) -> Iterator[CheckEdit]:
    """Every row of the sheet that somebody changed, in its order; `written` are the rows of the hidden sheet: code,
    mark, and the answers as they were.
    """
    if not table or tuple(table[0][: len(HEADER)]) != HEADER:
        return
    was = {row[0]: (row[1], _padded(row[2:], len(QUESTIONS))) for row in written if len(row) >= 2}
    rows = [_padded(row, len(HEADER)) for row in table[1:]]
    named = Counter(row[0] for row in rows)
    for row in rows:
        if any(row):
            yield from _of_row(export, row, was.get(row[0]), mark, twice=named[row[0]] > 1)


def _of_row(
    export: int,
    row: tuple[str, ...],
    was: tuple[str, tuple[str, ...]] | None,
    mark: Callable[[str], str],
    *,
    twice: bool,
) -> Iterator[CheckEdit]:
    code, reference, whole = row[0], row[1], "\x1f".join(row)
    fixed, answers, found = row[: len(FIXED)], row[len(FIXED) : -1], row[-1]
    if was is None:
        yield CheckEdit(code, reference, Given(), {}, whole, _UNKNOWN)
        return
    fixed = tuple(words.removesuffix(" 00:00:00") for words in fixed)
    if signed(export, _STATE, (*fixed, *was[1]), mark) != was[0]:
        yield CheckEdit(code, reference, Given(), {}, whole, _ELSEWHERE)
        return
    changed = {check: now for check, now, old in zip(QUESTIONS, answers, was[1], strict=True) if now.casefold() != old}
    if not changed and not found:
        return
    before = {check: old for check, old in zip(QUESTIONS, was[1], strict=True) if check in changed}
    why = _TWICE if twice else _why_not(changed)
    yield CheckEdit(code, reference, _given(changed, found), before, whole, why)


def _why_not(changed: Mapping[Check, str]) -> str:
    emptied = ", ".join(f"{NUMBERS[check]} ({check})" for check, now in changed.items() if not now)
    return f"{_EMPTIED}{emptied}." if emptied else ""


def _given(changed: Mapping[Check, str], found: str) -> Given:
    known = {str(one): one for one in Answer}
    answers = {check: known[now.casefold()] for check, now in changed.items() if now.casefold() in known}
    return Given(answers, {}, found, tuple(check for check in changed if check not in answers))


def _padded(row: Sequence[str], length: int) -> tuple[str, ...]:
    return tuple((*row, *("",) * length)[:length])
