"""Every Excel and Word file of ours is one that its program takes as it is, whatever words are in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.reporting import iopc_rows, register, report
from bot.reporting.csv_twin import written
from bot.reporting.frozen import counted_now
from bot.reporting.learning import in_word
from bot.reporting.plain_files import Sheet, csv_of, workbook_of
from bot.reporting.publication import publish
from handlers.learning_themes import note
from handlers.quarters import quarter
from handlers.register import columns, rows
from handlers.report import ReportData
from handlers.working_days import WorkingDays
from store import casework, records
from store.messages import CaseRecord, ThemeRecord
from tests.figures_world import Years
from tests.office_files import faults
from tests.test_publication import made
from tests.test_register import HOSTILE
from tests.test_report import COUNTS, EVERY, OFFICE, Q3, TARGETS, TODAY

UNITS = {"north": "$x^{$ " + HOSTILE[0], "trap": f"{HOSTILE[5]} {HOSTILE[11]} \u202egnp.exe <b>x</b>"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Years]:
    """An office whose every case has hostile words in all that a case can hold of a mail."""
    here = Years(tmp_path_factory.mktemp("office"), seed=3)
    here.live(20, new_a_day=1)
    with here.service.writing() as tx:
        for case_id in casework.open_cases(tx):
            words = HOSTILE[case_id % len(HOSTILE)].replace("\ud800", "")[:5000]
            sets = {"force_reference": words, "owner": words, "complainant": words, "unit": words[:50]}
            casework.change(tx, case_id, on=date(2026, 12, 1), state=None, sets=sets, next_action=None)
    yield here
    here.close()


def hostile_report() -> ReportData:
    """A quarter whose units have hostile names."""
    every = (*EVERY, *(replace(EVERY[0], reference=f"x{n}", unit=words) for n, words in enumerate(HOSTILE)))
    return report_of(every)


def report_of(every: tuple[CaseRecord, ...]) -> ReportData:
    """The third quarter of these cases."""
    from handlers.report import report as reported

    return reported(every, Q3, TODAY, TARGETS, COUNTS, UNITS)


def test_the_register_needs_no_repair(office: Years) -> None:
    """The register with its lists, colours, chart and hidden sheets, names and hostile words among it."""
    with office.service.writing() as tx:
        data = register.bytes_of(office.service, tx).data
        every = tuple(records.all_records(tx))
    names = {one.reference: HOSTILE[n % len(HOSTILE)] for n, one in enumerate(every)}
    named = rows(every, today=TODAY, days=WorkingDays(), units=UNITS, names=names)
    assert faults(data) == []
    lines = written(named, columns(names=True)).decode("utf-8-sig")
    assert all(letter.isprintable() or letter in "\r\n" for letter in lines)


def test_an_empty_register_needs_no_repair(tmp_path: Path) -> None:
    """On the first day there is a table with no case in it."""
    here = Years(tmp_path)
    with here.service.writing() as tx:
        assert faults(register.bytes_of(here.service, tx).data) == []
    here.close()


@pytest.mark.parametrize("board", [False, True])
def test_reports_need_no_repair(tmp_path: Path, board: bool) -> None:
    """The report's Word and Excel files, with units of hostile names."""
    word, excel, text = report.write(hostile_report(), tmp_path, HOSTILE[0], board=board)
    assert faults(word.read_bytes()) == []
    assert faults(excel.read_bytes()) == []
    lines = text.read_text("utf-8-sig")
    assert all(letter.isprintable() or letter in "\r\n" for letter in lines)
    cells = re.split(r"[,\r\n]+", lines)
    assert not [one for one in cells if one.strip('"').startswith(("=", "+", "@", "＝"))]


def test_a_quarter_without_a_case_needs_no_repair(tmp_path: Path) -> None:
    """Where nothing was counted the files are whole."""
    for one in report.write(report_of(()), tmp_path, OFFICE)[:2]:
        assert faults(one.read_bytes()) == []


def test_rows_for_the_iopc_need_no_repair(office: Years, tmp_path: Path) -> None:
    """A reference of the force that a mail made up is one line of text in both files."""
    with office.service.reading() as tx:
        text, excel = iopc_rows.write(office.service, tx, quarter("2026Q4"), tmp_path)
        assert counted_now(office.service, tx, quarter("2026Q4")).table("flow").row("Total")[0]
    assert faults(excel.read_bytes()) == []
    lines = text.read_text("utf-8-sig")
    assert "'=HYPERLINK" in lines
    assert not any(one in lines for one in "\x00\x07\x1b\t\u202e")


def test_the_publication_needs_no_repair(tmp_path: Path) -> None:
    """The accessible workbook."""
    found = publish(made(), tmp_path, OFFICE)
    (excel,) = [one for one in found if one.suffix == ".xlsx"]
    assert faults(excel.read_bytes()) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_the_learning_note_needs_no_repair(words: str) -> None:
    """Units and office with hostile names."""
    themes = [ThemeRecord("PCR/2026/00001", "delay", "south", date(2026, 11, 1), upheld=True)]
    assert faults(in_word(note(themes, "2026Q4", {"south": words}), words, TODAY)) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_any_cell_is_text(words: str) -> None:
    """In a plain sheet and in a CSV file a cell is one line of what can be printed, and never a formula."""
    assert faults(workbook_of("t", [Sheet("s", (), ("a",), ((words,),))])) == []
    cell = csv_of(["a"], [[words]]).decode("utf-8-sig").splitlines()[1]
    assert cell.isprintable()
    assert not cell.strip('"').startswith(("=", "+", "-", "@", "＝"))


def _tampered(data: bytes, part: str, old: str, new: str) -> bytes:
    """The file with some words of one part replaced."""
    held = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as packed, ZipFile(held, "w") as again:
        for name in packed.namelist():
            words = packed.read(name)
            if name == part:
                assert old.encode() in words, (part, old)
                words = words.replace(old.encode(), new.encode(), 1)
            again.writestr(name, words)
    return held.getvalue()


SHEET, BOOK, TABLE = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/tables/table1.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "says"),
    [
        (BOOK, '"Summary"', '"REGISTER"', "two sheets are called"),
        (BOOK, '"Summary"', f'"{"x" * 32}"', "no sheet may be called"),
        (BOOK, '"Summary"', '"a/b"', "no sheet may be called"),
        (BOOK, "_xlnm.Print_Titles", "1 name", "no name may be"),
        (BOOK, "Register!", "Gone!", "is about no sheet"),
        (TABLE, 'name="Received"', 'name="Case"', "two columns are called"),
        (TABLE, 'name="Received"', 'name="Come"', "its heads are not those in the cells"),
        (TABLE, 'displayName="Register"', 'displayName="R1"', "no table may be called"),
        (SHEET, "<formula1>", f"<formula1>{'x' * 256}", "a list to choose from is too long"),
        (SHEET, "'_lists'!", "'gone'!", "on no sheet"),
        (SHEET, 'promptTitle="', f'promptTitle="{"x" * 33}', "promptTitle is too long"),
        (SHEET, 'dxfId="0"', 'dxfId="99"', "a colour rule has a form"),
        (SHEET, '<c r="B1"', '<c r="A1"', "is out of order"),
        (SHEET, "<tableParts", "<hyperlinks/><tableParts", "out of order"),
        ("xl/worksheets/_rels/sheet2.xml.rels", "drawing1.xml", "drawing9.xml", "which is not there"),
        ("docProps/core.xml", "<dc:title>", "<dc:title>", ""),
    ],
)
def test_faults_are_found(office: Years, part: str, old: str, new: str, says: str) -> None:
    """Each planted fault of the kinds that programs repair or refuse is named."""
    found = faults(_tampered(_register(office), part, old, new))
    assert any(says in one for one in found) if says else found == []


def _register(office: Years) -> bytes:
    with office.service.writing() as tx:
        return register.bytes_of(office.service, tx).data
