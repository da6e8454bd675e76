"""A quarter's report: every figure right, the same in each file, kept once, and nothing of a person in any of them."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.reporting import iopc_rows
from bot.reporting.frozen import FILE, NotOurs, counted_now, frozen, read
from bot.reporting.plain_files import Sheet, csv_of, workbook_of
from bot.reporting.report import write
from handlers.case_fields import FIELDS, Differs, Incomparable, drift, rows
from handlers.day_counts import DayCounts
from handlers.quarters import APRIL, quarter
from handlers.report import NARRATIVES, ReportData, report
from handlers.working_days import WorkingDays
from store.messages import MISTAKE, CaseRecord, RequestRecord, Step, Target, TargetTable, spans
from store.terms import Asked, RequestState, State
from tests.figures_world import Years

Q3 = quarter("2026Q3")
TODAY = date(2026, 10, 12)
TARGETS = TargetTable((Target(Step.ACKNOWLEDGEMENT, 5), Target(Step.PAPERS, 10)))
UNITS = {"north": "North unit", "trap": '=HYPERLINK("https://trap.example")'}
OFFICE = "An office"
COUNTS = DayCounts(WorkingDays())


def record(number: int, received: date, *moves: tuple[State, date], **known: object) -> CaseRecord:
    """A case received on this day that then stood in these states."""
    course = spans(received, moves)
    return CaseRecord(
        f"PCR/2026/{number:05}",
        received,
        received,
        course[-1].state,
        course,
        **known,  # type: ignore[arg-type]
    )


def upheld(number: int, told: date, **known: object) -> CaseRecord:
    """A valid review that was upheld with a recommendation, and closed when everybody was told."""
    return record(
        number, date(2026, 6, 1), (State.PAPERS_REQUESTED, date(2026, 6, 8)), (State.READY, date(2026, 7, 6)),
        (State.CLOSED, told), accepted_on=date(2026, 6, 5), acknowledged_on=date(2026, 6, 3), outcome="upheld",
        told_on=told, decided_on=told, response_due_on=told + timedelta(28), papers_complete_on=date(2026, 7, 6),
        requests=(RequestRecord(Asked.PAPERS, "north", RequestState.COMPLETE, date(2026, 6, 8), date(2026, 6, 22)),),
        **{"review_kind": "investigation", "unit": "north", **known},
    )  # fmt: skip


EVERY = (
    upheld(1, date(2026, 7, 15), responded_on=date(2026, 8, 3), recommendation="accepted"),
    upheld(2, date(2026, 9, 30), review_kind="other"),
    upheld(3, date(2026, 10, 1)),
    record(4, date(2026, 7, 1), acknowledged_on=date(2026, 7, 20), flags=frozenset({"adjustment"}), unit="trap"),
    record(5, date(2026, 8, 31), (State.OUT_OF_TIME, date(2026, 9, 2))),
    record(6, date(2026, 6, 30), (State.TRANSFERRED, date(2026, 7, 1)), body_settled_on=date(2026, 6, 30)),
    record(7, date(2026, 9, 30), (State.INVALID, date(2026, 9, 30)), ground=MISTAKE),
    record(8, date(2026, 10, 1)),
)


@pytest.fixture(scope="module")
def data() -> ReportData:
    """The third quarter of those cases."""
    return report(EVERY, Q3, TODAY, TARGETS, COUNTS, UNITS)


# --- quarters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "begins", "first", "last"),
    [
        ("2026Q3", 1, date(2026, 7, 1), date(2026, 9, 30)),
        ("2026q4", 1, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026Q1", APRIL, date(2026, 4, 1), date(2026, 6, 30)),
        ("2026Q4", APRIL, date(2027, 1, 1), date(2027, 3, 31)),
    ],
)
def test_a_quarter_is_three_whole_months(label: str, begins: int, first: date, last: date) -> None:
    """Of the calendar year, or of a year that begins in April and has the name of the year it begins in."""
    found = quarter(label, begins)
    assert (found.first, found.last, len(list(found.months))) == (first, last, 3)


@pytest.mark.parametrize("label", ["", "2026", "2026Q5", "Q3", "1999Q1", "2026Q3/../x"])
def test_what_is_no_quarter_is_refused(label: str) -> None:
    """Nothing that is typed becomes a folder's name unless it is a quarter."""
    with pytest.raises(ValueError, match="is no quarter"):
        quarter(label)


# --- figures --------------------------------------------------------------------------------------------------------


def test_what_came_and_went_is_counted_by_month(data: ReportData) -> None:
    """By the days of receipt and end, first and last day of a month included, without what was opened by mistake."""
    assert data.table("flow").rows == (
        ("July 2026", 1, 2, 3), ("August 2026", 1, 0, 4), ("September 2026", 0, 2, 2), ("Total", 2, 4, 2),
    )  # fmt: skip


def test_endings_are_valid_or_not_by_reason(data: ReportData) -> None:
    """Each ending has one row, they add up, and a case opened by mistake stands apart."""
    found = {row[0]: row[1] for row in data.table("validity").rows}
    assert (found["Valid review"], found["Not valid: out of time"], found["Not valid: not RRB"]) == (2, 1, 1)
    assert (found.pop("Total"), found.pop("Opened by mistake")) == (4, 1)
    assert sum(found.values()) == 4  # type: ignore[arg-type]


def test_outcomes_are_by_kind_of_review(data: ReportData) -> None:
    """Those told in the quarter, its last day included and the next day not."""
    found = data.table("outcomes")
    assert found.row("Investigated (25)") == (0, 1, 1, 100.0)
    assert found.row("Not investigated (6A)") == (0, 1, 1, 100.0)
    assert found.row("Not known") == (0, 0, 0, None)
    assert found.row("Total") == (0, 2, 2, 100.0)


def test_steps_stand_beside_their_targets(data: ReportData) -> None:
    """Papers took twenty working days of a target of ten; a step that no case took has no figure."""
    found = data.table("steps")
    assert found.row("Papers from the police") == (3, 3, 0, 0.0, 28, 28, 20, 20, "10 working days")
    assert found.row("Acknowledgement") == (1, 1, 0, 0.0, 19, 19, 13, 13, "5 working days")
    assert found.row("Triage") == (0, 0, 0, None, None, None, None, None, "")
    assert data.table("papers").rows[0][:2] == ("North unit", 3)


def test_recommendations_are_made_answered_or_without_answer(data: ReportData) -> None:
    """Each by its own day."""
    found = {row[0]: row[1] for row in data.table("recommendations").rows}
    assert (found["Made"], found["Accepted"], found["Answered in all"], found["No answer yet"]) == (2, 1, 1, 1)


def test_a_quarter_that_is_not_over_says_so() -> None:
    """It counts until today."""
    early = report(EVERY, Q3, date(2026, 8, 10), TARGETS, COUNTS, UNITS)
    assert early.so_far == date(2026, 8, 10)
    assert early.days.endswith("so far as of 10 August 2026")
    assert early.table("open").row("Total") == (3,)
    assert early.table("flow").rows[1:] == (
        ("August 2026", 0, 0, 3), ("September 2026", None, None, None), ("Total", 1, 2, 3),
    )  # fmt: skip


def test_every_term_is_defined(data: ReportData) -> None:
    """Each table names what has to be explained, and all of it is."""
    assert all(one.terms for one in data.tables)
    assert len(data.definitions) > 15
    assert all(meaning.endswith(".") for _, meaning in data.definitions)


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(data: ReportData, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The report's three files."""
    return write(data, tmp_path_factory.mktemp("report"), OFFICE)


def shown(value: object) -> str:
    """A figure as any of the files has it, in one form."""
    if value in (None, "", "–"):
        return ""
    words = str(value).removeprefix("'")
    try:
        return f"{float(words):.1f}"
    except ValueError:
        return words


def test_the_three_files_say_the_same(data: ReportData, files: tuple[Path, ...]) -> None:
    """Every figure of every table stands in Word, in Excel and in the CSV file."""
    word, excel, text = files
    true = [[[shown(value) for value in row] for row in table.rows] for table in data.tables]
    paper = docx.Document(str(word))
    assert [[[shown(cell.text) for cell in row.cells] for row in table.rows[1:]] for table in paper.tables] == true
    book = openpyxl.load_workbook(excel)
    sheets = [list(book[table.title].iter_rows(min_row=5, values_only=True)) for table in data.tables]
    assert [[[shown(value) for value in row] for row in rows] for rows in sheets] == true
    lines = list(csv.DictReader(io.StringIO(text.read_text("utf-8-sig"), newline="")))
    assert [shown(one["value"]) for one in lines] == [value for table in true for row in table for value in row[1:]]


def test_the_word_file_reads_aloud_well(files: tuple[Path, ...]) -> None:
    """It has a title, its language, headings, a header on each table, and each picture in words."""
    paper = docx.Document(str(files[0]))
    assert paper.core_properties.title == "Reviews of police complaints, 2026Q3"
    languages = {one.get(qn("w:val")) for one in paper.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"} == {paper.core_properties.language}
    assert sum(one.style is not None and one.style.name == "Heading 1" for one in paper.paragraphs) == 16
    for table in paper.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    pictures = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert len(pictures) == 3
    assert pictures[0].startswith("Bar chart, what came and what went. July 2026: received 1, ended 2;")


def test_places_for_words_of_people_are_marked(data: ReportData, files: tuple[Path, ...], tmp_path: Path) -> None:
    """The report has each of them once; that for the board has fewer, and fewer tables, and no requests by flag."""
    whole = docx.Document(str(files[0]))
    marked = [one.text for one in whole.paragraphs if one.text.startswith("[NARRATIVE: ")]
    assert sorted(marked) == sorted(f"[NARRATIVE: {says}]" for says in NARRATIVES.values())
    board = docx.Document(str(write(data, tmp_path, OFFICE, board=True)[0]))
    assert "For the strategic assurance board." in board.paragraphs[1].text
    assert sum("[NARRATIVE: " in one.text for one in board.paragraphs) == 5
    assert len(board.tables) == 8
    assert not any(one.text == data.table("flags").title for one in board.paragraphs)


def test_what_looks_like_a_formula_stays_text(data: ReportData, files: tuple[Path, ...]) -> None:
    """A unit with the name of a formula is a word in Excel, and has an apostrophe before it in the CSV file."""
    cell = openpyxl.load_workbook(files[1])["By unit of the police"]["A5"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (UNITS["trap"], "s", None)
    assert f"'{UNITS['trap']}".replace('"', '""') in files[2].read_text("utf-8-sig")
    assert b"'+44" in csv_of(["a"], [["+44"]])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_of("t", [Sheet("s", (), ("a",), (("@SUM(1)",), ("-1",)))])))
    assert [cell.data_type for cell in sheet["s"]["A"]] == ["s", "s", "s"]


# --- from the store -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Years]:
    """An office after some weeks."""
    here = Years(tmp_path_factory.mktemp("office"), seed=3)
    here.live(42, new_a_day=0.5)
    yield here
    here.close()


def test_the_report_is_the_same_from_the_history(office: Years) -> None:
    """Every figure follows from the events alone."""
    chosen = quarter("2026Q4")
    with office.service.reading() as tx:
        found = counted_now(office.service, tx, chosen)
    settings, today = office.service.settings, office.clock.at.date()
    units = {unit.key: unit.name for unit in settings.book.units(today)}
    again = report(office.from_history(), chosen, today, settings.target_table, COUNTS, units)
    assert again.tables == found.tables
    assert found.table("flow").row("Total")[0]
    assert found.events > 50


def test_figures_are_kept_once(office: Years, tmp_path: Path) -> None:
    """What is in report.json stays, whatever happens to the cases since, until somebody asks to count anew."""
    chosen = quarter("2026Q4")
    with office.service.reading() as tx:
        first = frozen(office.service, tx, chosen, tmp_path)
        assert read(tmp_path / FILE) == first
        kept = json.loads((tmp_path / FILE).read_text("utf-8"))
        kept["tables"][0]["rows"][0][1] = 77
        (tmp_path / FILE).write_text(json.dumps(kept), "utf-8")
        there = frozen(office.service, tx, chosen, tmp_path)
        assert there.table("flow").rows[0][1] == 77
        assert frozen(office.service, tx, chosen, tmp_path, again=True) == first
        with pytest.raises(NotOurs, match="is about 2026Q4"):
            frozen(office.service, tx, Q3, tmp_path)
        (tmp_path / FILE).write_text("{}", "utf-8")
        with pytest.raises(NotOurs, match="no report of this version"):
            frozen(office.service, tx, chosen, tmp_path)


def test_a_quarter_that_was_not_over_is_counted_anew(office: Years, tmp_path: Path) -> None:
    """What was kept while it went on is no answer once it is over."""
    chosen = quarter("2027Q1")
    with office.service.reading() as tx:
        first = frozen(office.service, tx, chosen, tmp_path)
        kept = (tmp_path / FILE).read_text("utf-8").replace('"title": "Outcomes"', '"title": "Other"')
        (tmp_path / FILE).write_text(kept, "utf-8")
        assert first.so_far is not None
        assert frozen(office.service, tx, chosen, tmp_path).table("outcomes").title == "Outcomes"


def test_no_file_names_anybody(office: Years, tmp_path: Path) -> None:
    """Neither who asks for a review nor who does it stands in a report or in the rows for the IOPC."""
    chosen = quarter("2026Q4")
    with office.service.reading() as tx:
        made = frozen(office.service, tx, chosen, tmp_path)
        text = iopc_rows.write(office.service, tx, chosen, tmp_path)[0].read_text("utf-8-sig")
    everything = write(made, tmp_path, OFFICE)[2].read_text("utf-8-sig") + text + (tmp_path / FILE).read_text("utf-8")
    assert "PCR/2026/00001" in text
    for name in ("Ann", "Archer", "Writer", "A Li", "Bloggs", "@"):
        assert name not in everything


# --- beside other systems -------------------------------------------------------------------------------------------


def test_the_rows_for_the_iopc_are_those_of_the_quarter() -> None:
    """One for each case received, decided or ended in it, with days of the calendar and working days."""
    columns, lines = rows(EVERY, Q3, COUNTS)
    assert [line[0][-1] for line in lines] == ["1", "2", "4", "5", "6", "7"]  # type: ignore[index]
    first, late, twice = (dict(zip(columns, lines[at], strict=True)) for at in (0, 3, 5))
    assert (first["valid"], first["outcome"], first["days"], first["working days"]) == ("Yes", "Upheld", 44, 32)
    assert (late["valid"], late["not valid because"], late["days"]) == ("No", "out of time", 2)
    assert twice["not valid because"] == "duplicate"


COLUMNS = {"our reference": "Ref", "received": "Review received", "outcome": "Decision"}


def test_an_export_that_agrees_has_no_drift() -> None:
    """Days in any usual form are the same day, and words are compared without regard to case or spaces."""
    for day in ("2026-06-01", "01/06/2026", "1 June 2026", "01-Jun-2026", "01/06/2026 00:00:00"):
        export = [{"Ref": " pcr/2026/00001", "Review received": day, "Decision": "UPHELD "}]
        assert list(drift(EVERY[:1], export, COLUMNS)) == []


def test_every_difference_from_an_export_is_found() -> None:
    """A field that differs, a case that is missing there, and one that is missing here."""
    export = [
        {"Ref": "PCR/2026/00001", "Review received": "06/01/2026", "Decision": ""},
        {"Ref": "PCR/2026/09999", "Review received": "", "Decision": ""},
    ]
    ours = [EVERY[0], upheld(2, date(2026, 9, 30), force_reference="CO/2/26")]
    assert list(drift(ours, export, COLUMNS)) == [
        Differs("PCR/2026/00001", "received", "2026-06-01", "06/01/2026"),
        Differs("PCR/2026/00001", "outcome", "Upheld", ""),
        Differs("PCR/2026/00002", "", "is here", "is not there"),
        Differs("PCR/2026/09999", "", "is not here", "is there"),
    ]


@pytest.mark.parametrize("columns", [{}, {"received": "Received"}, {"our reference": "Reference"}])
def test_an_export_that_cannot_be_compared_is_refused(columns: dict[str, str]) -> None:
    """One sentence says what is missing: how the reference is headed, or that column itself."""
    with pytest.raises(Incomparable, match=r"Say under|has no column 'Reference'"):
        list(drift(EVERY, [{"Ref": "PCR/2026/00001"}], columns))


# --- the command line -----------------------------------------------------------------------------------------------


def typed(office: Years, *words: str) -> Result:
    """The command line, given the settings file of this office."""
    return CliRunner().invoke(app, [*words, "--config", str(office.folder / "config.toml")])


def test_a_report_is_one_command(office: Years) -> None:
    """It writes the three files and report.json below the settings file, and says where they are."""
    done = typed(office, "report", "--quarter", "2024Q1")
    assert done.exit_code == 0, done.output
    folder = office.folder / "reports" / "2024Q1"
    assert sorted(one.suffix for one in folder.iterdir()) == [".csv", ".docx", ".json", ".xlsx"]
    assert str(folder / "Reviews 2024Q1.docx") in done.output
    board = typed(office, "report", "--quarter", "2024Q1", "--for", "board")
    assert "Reviews 2024Q1 for the board.docx" in board.output
    assert typed(office, "report", "rows", "--quarter", "2024Q1").exit_code == 0


def test_publishing_is_one_command_and_sends_nothing(office: Years) -> None:
    """Its files lie beside the reports, and no mail leaves."""
    done = typed(office, "publish", "--quarter", "2024Q2")
    assert done.exit_code == 0, done.output
    names = {one.name for one in (office.folder / "reports" / "published").iterdir()}
    data = "reviews-2024Q2.csv"
    assert names == {"reviews-2024Q2.xlsx", data, f"{data}-metadata.json", "CHANGES.md"}
    assert office.sent() == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("report",), "Say which quarter"),
        (("report", "--quarter", "soon"), "is no quarter"),
        (("report", "--quarter", "2098Q1"), "has not begun"),
        (("report", "--quarter", "2024Q1", "--for", "everybody"), "There is no report for 'everybody'"),
        (("report", "key-in"), "Name one case"),
    ],
)
def test_what_cannot_be_is_one_sentence(office: Years, words: tuple[str, ...], says: str) -> None:
    """The command ends with 2 and says what to type instead."""
    done = typed(office, *words)
    assert (done.exit_code, says in done.stderr) == (2, True), done.output


def test_without_the_extra_a_sentence_names_it(office: Years, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written and the command ends with 2."""
    monkeypatch.setitem(sys.modules, "docx", None)
    done = typed(office, "report", "--quarter", "2023Q1")
    assert (done.exit_code, done.stderr.strip()) == (2, "Reports need the extra: pip install 'reviews-bot[reports]'.")
    assert not (office.folder / "reports" / "2023Q1").exists()


def test_the_key_in_sheet_has_the_order_of_the_screens(office: Years) -> None:
    """Field by field for one case, in the order of the settings, each a field there is."""
    order = office.service.settings.reports.key_in
    assert set(order) <= set(FIELDS)
    done = typed(office, "report", "key-in", "PCR/2026/00001", "--json")
    assert tuple(json.loads(done.stdout)) == order
    assert len(typed(office, "report", "key-in", "--all", "--json").stdout.splitlines()) > 3
    assert typed(office, "report", "key-in", "PCR/2026/09999").exit_code == 1


def test_drift_is_told_with_an_exit_code(office: Years, tmp_path: Path) -> None:
    """Without columns in the settings nothing is compared; with them a difference ends with 1."""
    export = tmp_path / "export.csv"
    export.write_text("Ref,Review received\nPCR/2026/00001,1999-01-01\n", "utf-8")
    assert typed(office, "report", "drift", str(export)).exit_code == 2
    with (office.folder / "config.toml").open("a", encoding="utf-8") as settings:
        settings.write('[reports.columns]\n"our reference" = "Ref"\nreceived = "Review received"\n')
    done = typed(office, "report", "drift", str(export), "--json")
    assert done.exit_code == 1, done.output
    assert json.loads(done.stdout.splitlines()[0])["theirs"] == "1999-01-01"
