"""The checks in the register: what somebody changed in a row is kept once, as far as it goes, or not taken and why."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reporting import checks_asked as asking
from bot.reporting import register_reading
from handlers.check_rows import FIXED, FOUND, HEADER, QUESTIONS, CheckEdit, CheckRow, edits, proof
from handlers.quality import Answer
from store import checks_asked, quality
from store.messages import CheckRecord
from store.terms import Check
from tests.desk import FIRST
from tests.quality_desk import MONTH, upheld
from tests.register_desk import RegisterDesk, opened

ROW = CheckRow("Q2345", FIRST, "not_upheld", date(2026, 11, 20), "H Head", {Check.BODY: Answer.YES})
EXPORT = 7


def mark(words: str) -> str:
    """What nobody else can make, for once."""
    return hashlib.sha256(words.encode()).hexdigest()


def read(*rows: tuple[str, ...], was: CheckRow = ROW) -> list[CheckEdit]:
    """What is read of a sheet with these rows, which was written with one."""
    return list(edits(EXPORT, (HEADER, *rows), ((was.code, proof(EXPORT, was, mark), *was.given),), mark))


def row(changes: Mapping[str, str] | None = None, of: CheckRow = ROW) -> tuple[str, ...]:
    """The row as it was written, with these cells changed."""
    cells = dict(zip(HEADER, (*of.fixed, *of.given, ""), strict=True)) | dict(changes or {})
    return tuple(cells[name] for name in HEADER)


def test_a_row_nobody_changed_says_nothing() -> None:
    """A row as it was written is no answer, also where the program added a time to its day."""
    assert read(row(), ("",) * len(HEADER)) == []
    assert read(row({"Decided on": "2026-11-20 00:00:00"})) == []


@given(st.dictionaries(st.sampled_from(list(Check)), st.sampled_from(list(Answer)), min_size=1))
def test_what_was_answered_is_read(answers: dict[Check, Answer]) -> None:
    """Each answer that differs from what was written is read, and no other."""
    fresh = {check: said for check, said in answers.items() if ROW.answers.get(check) != said}
    found = read(row({QUESTIONS[check]: str(said).upper() for check, said in answers.items()}))
    assert all(not one.why for one in found)
    assert [dict(one.given.answers) for one in found if fresh] == ([fresh] if fresh else [])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"Case": "PCR/2026/00002"}, "not read back"),
        ({"Who checks": "A Li", QUESTIONS[Check.TIME]: "yes"}, "not read back"),
        ({QUESTIONS[Check.BODY]: ""}, "not taken away: 1 (body)"),
        ({"Code": "Q9999"}, "was not written with this check"),
    ],
    ids=["another case", "another person", "emptied", "another code"],
)
def test_what_cannot_be_taken_says_why(changes: dict[str, str], why: str) -> None:
    """A cell that is only shown, an answer taken away and a row of nobody's are not taken."""
    [one] = read(row(changes))
    assert why in one.why
    assert not one.given.answers


def test_a_row_that_stands_twice_is_not_taken() -> None:
    """Copied rows say nothing certain."""
    changed = row({QUESTIONS[Check.TIME]: "no"})
    assert [bool(one.why) for one in read(changed, changed)] == [True, True]


def test_a_row_of_another_register_proves_nothing() -> None:
    """The mark of one export does not hold in another, nor does one for other answers."""
    other = ((ROW.code, proof(EXPORT + 1, ROW, mark), *ROW.given),)
    [one] = edits(EXPORT, (HEADER, row({FOUND: "x"})), other, mark)
    assert "not read back" in one.why
    was = replace(ROW, answers={Check.BODY: Answer.NO})
    forged = ((ROW.code, proof(EXPORT, ROW, mark), *was.given),)
    [one] = edits(EXPORT, (HEADER, row({FOUND: "x"})), forged, mark)
    assert "not read back" in one.why


# --- in the folder --------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RegisterDesk]:
    """An office with a register, and an upheld case of C Writer's that H Head was asked to check."""
    made = RegisterDesk(tmp_path)
    made.person("Ann").writes()
    made.runs()
    with made.service.writing() as tx:
        upheld(tx, 1)
        assert asking.ask(made.service, tx, MONTH, "H Head")
    made.passes(days=1)
    yield made
    made.close()


def fills(desk: RegisterDesk, cells: Mapping[str, str]) -> None:
    """Somebody fills in the one row of the sheet, saves it, and the service looks."""
    book = opened(desk.path)
    sheet = book["Checks"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name, value in cells.items():
        sheet.cell(2, columns[name]).value = value
    book.save(desk.path)
    desk.passes(minutes=5)


def shows(desk: RegisterDesk) -> dict[str, Any]:
    """What the one row of the sheet shows."""
    header, only = opened(desk.path)["Checks"].iter_rows(values_only=True)
    return dict(zip(header, only, strict=True))


def kept(desk: RegisterDesk) -> list[CheckRecord]:
    """Every check of November."""
    with desk.service.reading() as tx:
        return list(quality.of_months(tx, MONTH, MONTH))


def test_a_check_is_filled_in_over_lunch(desk: RegisterDesk) -> None:
    """Half a row is kept and shown again, the other half makes the check, and one more answer puts it right."""
    assert [shows(desk)[name] for name in FIXED[1:3]] == [FIRST, "upheld"]
    checks = list(QUESTIONS)
    fills(desk, {QUESTIONS[check]: "yes" for check in checks[:4]})
    assert kept(desk) == []
    assert "Still to be answered: 5 (tone), 6 (told)" in desk.read_back()[0].said
    assert shows(desk)[QUESTIONS[checks[0]]] == "yes"

    fills(desk, {QUESTIONS[check]: "n/a" for check in checks[4:]} | {FOUND: "=HYPERLINK(1)"})
    [one] = kept(desk)
    assert (one.sampler, one.score, one.out_of, one.finding) == ("H Head", 4, 4, "=HYPERLINK(1)")
    assert shows(desk)[FOUND] is None

    fills(desk, {QUESTIONS[Check.TIME]: "no"})
    [one] = kept(desk)
    assert (one.score, one.out_of) == (3, 4)
    assert desk.read_back()[0].said == f"The check of {FIRST} is put right."
    assert desk.files() == ["Register.xlsx"]
    desk.restarts()
    desk.passes(minutes=5)
    assert len(kept(desk)) == 1


def test_an_answer_that_is_none_is_named(desk: RegisterDesk) -> None:
    """What is neither yes, no nor n/a changes nothing; the file stays beside the new one."""
    fills(desk, {QUESTIONS[Check.BODY]: "perhaps"})
    assert "neither yes, no nor n/a" in desk.read_back()[0].said
    with desk.service.reading() as tx:
        assert [one.said for one in checks_asked.of_months(tx, MONTH, MONTH)] == [{}]
    assert any("not taken" in name for name in desk.files())


def test_a_mailed_register_is_the_word_of_whoever_was_asked(desk: RegisterDesk) -> None:
    """A register that came by somebody else's mail answers no check; by the sampler's own it does."""
    data = filled(desk, {QUESTIONS[Check.BODY]: "no"})
    people = {one.name: one for one in desk.service.settings.team.members}
    with desk.service.writing() as tx:
        [line] = register_reading.take_from(desk.service, tx, data, people["A Li"])
        assert (line.done, line.said) == (False, f"H Head was asked to check {FIRST}, and only they can answer.")
    other = filled(desk, {QUESTIONS[Check.BODY]: "yes"})
    with desk.service.writing() as tx:
        [line] = register_reading.take_from(desk.service, tx, other, people["H Head"])
        assert line.done
        [one] = checks_asked.of_months(tx, MONTH, MONTH)
    assert one.said["answers"] == {"body": "yes"}


def test_an_answer_given_meanwhile_is_not_written_over(desk: RegisterDesk) -> None:
    """What the sampler answered since the register was written stays, and the row says where to take it from."""
    old = filled(desk, {QUESTIONS[Check.BODY]: "no"})
    with desk.service.writing() as tx:
        [one] = checks_asked.of_months(tx, MONTH, MONTH)
        checks_asked.said(tx, one, {"answers": {"body": "yes"}, "reasons": {}, "found": ""})
    [line] = register_reading.take(desk.service, old)
    assert (line.done, "has changed since" in line.said) == (False, True)
    with desk.service.reading() as tx:
        [one] = checks_asked.of_months(tx, MONTH, MONTH)
    assert one.said["answers"] == {"body": "yes"}


def test_what_was_found_is_added_to(desk: RegisterDesk) -> None:
    """The sheet never shows what was found, so what somebody types there stands beside it; the same twice is once."""
    first, second = filled(desk, {"Found": "A kind letter."}), filled(desk, {"Found": "Sent twice."})
    for register in (first, second, first, filled(desk, {"Found": "Sent twice.", QUESTIONS[Check.BODY]: "yes"})):
        register_reading.take(desk.service, register)
    with desk.service.reading() as tx:
        [one] = checks_asked.of_months(tx, MONTH, MONTH)
    assert one.said["found"] == "A kind letter.; Sent twice."


def test_last_months_register_says_nothing_again(desk: RegisterDesk) -> None:
    """A register that was read, mailed again after its check was put right, leaves the check as it stands."""
    old = filled(desk, dict.fromkeys(QUESTIONS.values(), "yes"))
    register_reading.take(desk.service, old)
    desk.passes(days=1)
    fills(desk, {QUESTIONS[Check.TIME]: "no"})
    desk.passes(days=30)
    register_reading.take(desk.service, old)
    assert [one.answers["time"] for one in kept(desk)] == ["no"]


def filled(desk: RegisterDesk, cells: Mapping[str, str]) -> bytes:
    """The register with these cells of its check filled in, as a file of its own."""
    book, held = opened(desk.path), io.BytesIO()
    columns = {cell.value: cell.column for cell in book["Checks"][1]}
    for name, value in cells.items():
        book["Checks"].cell(2, columns[name]).value = value
    book.save(held)
    return held.getvalue()
