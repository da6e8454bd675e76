"""What is published of a quarter: no small number, nothing that gives one away, and files that others can read."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: a case list is its seed

import openpyxl
import pytest
from csvw import CSVW
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reporting.publication import CHANGES, NotOver, PublishingMissing, publish
from handlers.day_counts import DayCounts
from handlers.disclosure_control import SMALLEST
from handlers.published import WITHHELD, published
from handlers.quarters import quarter
from handlers.report import ReportData, report
from handlers.report_tables import Table
from handlers.working_days import WorkingDays
from store.messages import CaseRecord, Step, Target, TargetTable, spans
from store.terms import State

Q3 = quarter("2026Q3")
TODAY = date(2026, 10, 12)
TARGETS = TargetTable((Target(Step.ACKNOWLEDGEMENT, 5), Target(Step.COMPLETION, 40, since=date(2026, 7, 15))))
COUNTS = DayCounts(WorkingDays())
COUNTED = {"Received", "Not upheld", "Upheld", "Total", "Cases", "In target", "Later", "Recommendations"}


def cases(seed: int, many: int) -> list[CaseRecord]:
    """So many cases of the quarter, as chance has it."""
    chance = Random(seed)
    return [_case(chance, number) for number in range(many)]


def _case(chance: Random, number: int) -> CaseRecord:
    received = Q3.first + timedelta(chance.randrange(92))
    ended = min(received + timedelta(chance.randrange(60)), Q3.last)
    end = chance.choice([State.CLOSED, State.CLOSED, State.CLOSED, State.OUT_OF_TIME, State.TRANSFERRED, None])
    course = spans(received, [(end, ended)] if end else [])
    told = ended if end is State.CLOSED else None
    outcome = chance.choice(["upheld", "not_upheld", "not_upheld"]) if told else ""
    return CaseRecord(
        f"PCR/2026/{number:05}", received, received, end or State.TRIAGE, course, acknowledged_on=received,
        accepted_on=received if told else None, told_on=told, outcome=outcome,
        review_kind=chance.choice(["investigation", "other", "other"]), unit=chance.choice(["", "n", "s", "s", "s"]),
        response_due_on=ended if outcome == "upheld" else None,
        responded_on=ended if outcome == "upheld" and chance.random() < 0.8 else None,
        recommendation=chance.choice(["accepted", "partly", "rejected"]) if outcome == "upheld" else "",
    )  # fmt: skip


def made(seed: int = 1, many: int = 120) -> ReportData:
    """The report on such cases."""
    return report(cases(seed, many), Q3, TODAY, TARGETS, COUNTS, {"n": "North", "s": "South"})


def counts(table: Table) -> list[object]:
    """Every cell of a table that counts something."""
    return [value for name in table.columns if name in COUNTED for value in table.column(name)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 150))
def test_no_small_number_is_published(seed: int, many: int) -> None:
    """Every count that is shown is five or more, in a quarter of any size."""
    for table in published(made(seed, many)).tables:
        for value in counts(table):
            assert value == WITHHELD or (isinstance(value, int) and value >= SMALLEST), (table.title, value)


def test_what_is_published_is_true() -> None:
    """A count that is shown is that of the report."""
    data = made()
    true, shown = data.table("outcomes"), published(data).tables[2]
    assert shown.title == true.title
    known = [(a, b) for name in shown.columns for a, b in zip(shown.column(name), true.column(name), strict=False)]
    assert sum(isinstance(a, int) and a == b for a, b in known) > 5
    assert published(data).tables[0].row("Total") == (120,)


def test_shares_and_medians_go_with_their_counts() -> None:
    """Of fewer than five cases there is no median, of fewer than ten no 90th percentile, of hidden ones no share."""
    table = next(one for one in published(made(3, 14)).tables if "Median days" in one.columns)
    for row in table.rows:
        known = dict(zip(table.columns, row, strict=True))
        few = known["Cases"] == WITHHELD or (isinstance(known["Cases"], int) and known["Cases"] < 10)
        assert not few or known["90th percentile days"] == WITHHELD
        assert known["Cases"] != WITHHELD or known["Median days"] == known["% in target"] == WITHHELD
        assert known["Later"] != WITHHELD or isinstance(known["% in target"], str)
    assert {row[1] == WITHHELD for row in table.rows} == {True, False}


@pytest.mark.parametrize(
    ("of", "later", "says"), [(160, 0, "over 96%"), (160, 4, "over 96%"), (160, 156, "under 4%"), (19, 2, WITHHELD)]
)
def test_nearly_all_in_target_is_said_without_the_number(of: int, later: int, says: str) -> None:
    """An office that is nearly always in time can say so: the words are the same for every small number of the rest."""
    slow = {"acknowledged_on": Q3.last + timedelta(60)}
    some = [replace(_acknowledged(number), **(slow if number < later else {})) for number in range(of)]
    data = report(some, quarter("2026Q4"), date(2027, 1, 5), TARGETS, COUNTS, {})
    table = next(one for one in published(data).tables if "Median days" in one.columns)
    assert table.row("Acknowledgement")[:4] == (of, WITHHELD, WITHHELD, says)


def _acknowledged(number: int) -> CaseRecord:
    """A case that was acknowledged on the day it came."""
    day = date(2026, 10, 1)
    return CaseRecord(f"PCR/2026/{number:05}", day, day, State.TRIAGE, spans(day, []), acknowledged_on=day)


def test_a_target_for_some_only_tells_nothing_of_the_rest() -> None:
    """Where a target began within the quarter no share is published: the difference would count the others."""
    table = next(one for one in published(made()).tables if "Median days" in one.columns)
    known = dict(zip(table.columns, ("Completion", *table.row("Completion")), strict=True))
    assert isinstance(known["Cases"], int)
    assert known["In target"] == known["Later"] == known["% in target"] == WITHHELD


def test_tables_that_give_each_other_away_are_not_published() -> None:
    """How many were open, outcomes by unit and how many were passed on are in no published table."""
    tables = published(made()).tables
    assert not any("open" in one.title.lower() or "Open at the end" in one.columns for one in tables)
    assert not any("Upheld" in one.columns and one.columns[0] == "Unit" for one in tables)
    assert not any(row[0] == "Passing to the IOPC" for one in tables for row in one.rows)


# --- files ----------------------------------------------------------------------------------------------------------


def test_the_files_hold_every_figure_and_describe_themselves(tmp_path: Path) -> None:
    """The CSV file reads by its own description, and the workbook has a cover, contents and one table on each sheet."""
    data = made(2, 60)
    book, table, about, changes = publish(data, tmp_path, "An office")
    figures = sum(len(one.rows) * (len(one.columns) - 1) for one in published(data).tables)
    read = [row for one in CSVW(str(about)).tables for row in one.iterdicts()]
    assert len(read) == figures
    hidden = [one for one in csv.DictReader(io.StringIO(table.read_text("utf-8"), newline="")) if one["status"] == "c"]
    assert hidden
    assert not any(one["value"] or one["text"] for one in hidden)
    assert json.loads(about.read_text("utf-8"))["dc:publisher"] == "An office"
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames[:2] == ["Cover", "Contents"]
    assert len(sheets.sheetnames) == 2 + len(published(data).tables)
    assert not any(sheet.merged_cells.ranges for sheet in sheets)
    assert all(len(sheet.tables) == 1 for sheet in list(sheets)[2:])
    cells = [cell.value for sheet in list(sheets)[2:] for row in sheet.iter_rows() for cell in row]
    assert cells.count(WITHHELD) == len(hidden)
    assert changes.read_text("utf-8").endswith("12 October 2026, 2026Q3: first published.\n")


def test_the_note_of_changes_has_each_edition_once(tmp_path: Path) -> None:
    """The same figures again add no line; other figures add one that names them and says to withdraw the first."""
    publish(made(), tmp_path, "An office")
    first = (tmp_path / CHANGES).read_text("utf-8")
    publish(made(), tmp_path, "An office")
    assert (tmp_path / CHANGES).read_text("utf-8") == first
    publish(replace(made(1, 121), made_on=date(2026, 11, 2)), tmp_path, "An office")
    second = (tmp_path / CHANGES).read_text("utf-8")
    assert second.startswith(first)
    assert "- 2 November 2026, 2026Q3: published again, " in second
    assert "Withdraw the earlier edition" in second
    assert "Requests received, by month, Total, Received: 120 → 121" in second


def test_a_quarter_that_is_not_over_is_not_published(tmp_path: Path) -> None:
    """Nothing is written."""
    early = report(cases(1, 50), Q3, date(2026, 9, 29), TARGETS, COUNTS, {})
    with pytest.raises(NotOver, match="2026Q3 is not over"):
        publish(early, tmp_path / "out", "An office")
    assert not (tmp_path / "out").exists()


def test_without_the_extra_nothing_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence says which extra to install."""
    monkeypatch.setitem(sys.modules, "gptables", None)
    with pytest.raises(PublishingMissing, match=r"pip install 'reviews-bot\[publish\]'"):
        publish(made(), tmp_path / "out", "An office")
    assert not (tmp_path / "out").exists()
