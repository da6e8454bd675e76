"""The register: what it shows, that nothing in it acts, what people change in it, and a file that is open elsewhere."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.casework.rulings import act_on
from bot.cli import app
from bot.reporting import csv_twin, register, register_round
from bot.reporting.register import META
from bot.reporting.register_cells import Unreadable, cells
from handlers.register import LONGEST, Field, Status, clean, columns, rows, status
from handlers.register_edits import STEPS
from handlers.working_days import WorkingDays
from store import rounds
from store.engine import open_store
from store.messages import Act, CaseRecord, Verb
from store.messages.records import spans
from store.terms import State
from tests.desk import FIRST, SECOND, words
from tests.register_desk import RegisterDesk, changed, opened, shown
from tests.signing_world import CAZ, INSIDE, MO
from tests.world import message

TODAY = date(2026, 11, 23)
HOSTILE = (
    '=HYPERLINK("http://evil.example","Click")', "+44 7700 900123", "-Smith", "@SUM(A1:A9)", "\t=1+1", "\r=1+1",
    "=cmd|'/C calc'!A0", "DDE(\"cmd\",\"/C calc\")", "http://evil.example/x", "mailto:x@evil.example", "x" * 70_000,
    "a\x00b\x07c\x1bd", "_x0041_", "\ud800 alone", "＝1+1", "'quoted", "<b>&amp;</b>", "0123", "1e9", "\u202egnp.exe",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RegisterDesk]:
    """An office with a register and one case in it."""
    office = RegisterDesk(tmp_path)
    office.begins()
    yield office
    office.close()


def record(number: int = 1, **more: Any) -> CaseRecord:
    """A case of this year as it is counted."""
    reference = f"PCR/2026/{number:05}"
    made = CaseRecord(reference, TODAY - timedelta(days=10), TODAY - timedelta(days=10), State.TRIAGE, ())
    return replace(made, **{"next_on": TODAY + timedelta(days=30), "next_action": "Look at it", **more})


def table(*records: CaseRecord, **names: str) -> list[dict[Field, Any]]:
    """The cells of the rows of these cases."""
    found = rows(records, today=TODAY, days=WorkingDays(), units={"south": "South BCU"}, names=names or None)
    return [dict(row.cells) for row in found]


# --- what it shows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"next_on": TODAY - timedelta(days=1)}, Status.OVERDUE),
        ({"next_on": TODAY}, Status.TODAY),
        ({"next_on": TODAY + timedelta(days=4)}, Status.THIS_WEEK),
        ({"next_on": TODAY + timedelta(days=7)}, Status.LATER),
        ({"next_on": TODAY - timedelta(days=1), "state": State.ON_HOLD}, Status.ON_HOLD),
        ({"next_on": TODAY - timedelta(days=1), "state": State.CLOSED}, Status.ENDED),
    ],
)
def test_says_how_near_the_date_is(more: dict[str, Any], says: Status) -> None:
    """Each case says in words how near its date is; one on hold or at its end is never overdue."""
    assert status(record(**more), TODAY, TODAY + timedelta(days=4)) is says


def test_shows_references_only_unless_told() -> None:
    """Without the setting there is no column of names at all; with it each name stands with its case."""
    assert Field.NAME not in columns(names=False)
    assert Field.NAME not in table(record())[0]
    found = rows([record()], today=TODAY, days=WorkingDays(), units={}, names={record().reference: "Ann Person"})
    assert found[0].cells[Field.NAME] == "Ann Person"


def test_a_case_that_ended_counts_its_days_to_its_end() -> None:
    """Days open stop at the end of a case, and nothing is due on it."""
    opened_on = TODAY - timedelta(days=40)
    ended = spans(opened_on, [(State.CLOSED, TODAY - timedelta(days=20))])
    (row,) = table(record(received_on=opened_on, state=State.CLOSED, spans=ended))
    assert row[Field.DAYS_OPEN] == 20
    assert (row[Field.DUE], row[Field.DAYS_TO_DUE], row[Field.NEXT_ACTION]) == (None, None, "")


def test_the_file_is_a_table_with_all_that_people_need(desk: RegisterDesk) -> None:
    """The file has its table, frozen edges, three colours, a bar, drop-downs, a chart with words, and properties."""
    book = opened(desk.path)
    sheet = book["Register"]
    assert book.sheetnames == ["Register", "Summary", "Read back", "_lists", "_meta"]
    assert [book[name].sheet_state for name in ("_lists", "_meta")] == ["veryHidden", "veryHidden"]
    assert sheet.freeze_panes == "B2"
    assert list(sheet.tables) == ["Register"]
    assert (
        len({rule for rules in sheet.conditional_formatting for rule in rules.rules if rule.type == "expression"}) == 3
    )
    chosen = {one.type for one in sheet.data_validations.dataValidation}
    assert chosen == {"list", "textLength", "date"}
    assert sheet.print_title_rows == "$1:$1"
    assert "Register of reviews" in book.properties.title
    with zipfile.ZipFile(desk.path) as packed:
        drawing = packed.read("xl/drawings/drawing1.xml").decode()
        register_xml = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "A bar for each stage with its open cases." in drawing
    assert "dataBar" in register_xml
    assert book["Summary"]._charts, "The summary has a chart of its own kind."
    assert [cell.value for cell in book["_lists"]["A"]][:4] == ["A Li", "M Okafor", "H Head", "C Writer"]


def test_every_coloured_state_is_a_word_too(desk: RegisterDesk) -> None:
    """What a colour says, the column Status says: the rules ask for nothing but its words."""
    rules = [rule.formula[0] for found in opened(desk.path)["Register"].conditional_formatting for rule in found.rules
             if rule.type == "expression"]  # fmt: skip
    letter = "ABCDEFGHIJKLMNOP"[columns(names=False).index(Field.STATUS)]
    assert sorted(rules) == sorted(f'${letter}2="{one}"' for one in (Status.OVERDUE, Status.TODAY, Status.ENDED))


# --- nothing in it acts ---------------------------------------------------------------------------------------------


def _as_file(desk: RegisterDesk, found: tuple[Any, ...]) -> bytes:
    page = register._Page(found, columns(names=True), 1, TODAY, "Office", ("A Li",), ("close",), (), ())
    return register._workbook(page, desk.clock.at, lambda *_: "x")


def test_nothing_from_mail_is_a_formula_or_a_link(desk: RegisterDesk) -> None:
    """Whatever a name or a reference of the force says, its cell is plain text; the file has no link and no formula."""
    records = [record(number, force_reference=said) for number, said in enumerate(HOSTILE, 1)]
    names = {one.reference: said for one, said in zip(records, HOSTILE, strict=True)}
    data = _as_file(desk, rows(records, today=TODAY, days=WorkingDays(), units={}, names=names))
    sheet = opened(data)["Register"]
    for column in (Field.NAME, Field.FORCE_REFERENCE):
        place = columns(names=True).index(column)
        for row, said in zip(sheet.iter_rows(min_row=2), HOSTILE, strict=True):
            assert row[place].data_type in ("s", "n")
            assert row[place].data_type != "n" or row[place].value is None
            assert row[place].value in (clean(said), clean(said) or None)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in one or b"<hyperlink" in one for one in sheets)
        assert not any("external" in name.lower() or ("_rels/sheet" in name and b"hyperlink" in packed.read(name))
                       for name in packed.namelist())  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE)
def test_a_csv_cell_never_begins_like_a_formula(said: str) -> None:
    """In the CSV a cell that a spreadsheet would take for a formula begins with an apostrophe, and holds one line."""
    found = rows([record(force_reference=said)], today=TODAY, days=WorkingDays(), units={})
    text = csv_twin.written(found, columns(names=False)).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text, newline=""))
    cell = row[header.index(Field.FORCE_REFERENCE)]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert len(cell) <= LONGEST + 1
    assert cell.removeprefix("'") == clean(said).removeprefix("'")


def test_the_notes_say_what_was_done_to_the_csv() -> None:
    """The file beside the CSV says where an apostrophe was put, and numbers have none."""
    assert "apostrophe" in csv_twin.notes("register.csv", TODAY)
    found = rows([record(next_on=TODAY - timedelta(days=3))], today=TODAY, days=WorkingDays(), units={})
    header, row = csv.reader(io.StringIO(csv_twin.written(found, columns(names=False)).decode("utf-8-sig"), newline=""))
    assert row[header.index(Field.DAYS_TO_DUE)] == "-3"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_a_shown_text_is_one_printable_line(text: str) -> None:
    """Any text at all becomes one line that can be printed, is not too long, and stays as it is when shown again."""
    shown_as = clean(text)
    assert shown_as.isprintable()
    assert len(shown_as) <= LONGEST
    assert clean(shown_as) == shown_as


# --- what people change ---------------------------------------------------------------------------------------------


def test_a_file_nobody_changed_asks_for_nothing(desk: RegisterDesk) -> None:
    """A register that another program opened and saved, without a change, leads to nothing and to no complaint."""
    changed(desk.path, {})
    desk.runs()
    assert desk.read_back() == []
    assert desk.case(FIRST).owner == ""


def test_a_new_owner_is_given_the_case_once(desk: RegisterDesk) -> None:
    """A name chosen in Owner gives the case to that person, once, on the word of the register."""
    desk.changes(owner="C Writer")
    saved = desk.path.read_bytes()
    desk.runs()
    assert desk.case(FIRST).owner == "C Writer"
    assert desk.shows("Owner") == "C Writer"
    desk.path.write_bytes(saved)  # somebody's program saves the same again
    desk.restarts()
    desk.runs()
    assert desk.history(f"register:{1}").count("register_read") == 1
    assert [one.said for one in desk.read_back()] == ["the register gave the case to C Writer."]


def test_a_note_goes_into_the_history_and_leaves_the_cell(desk: RegisterDesk) -> None:
    """A note is in the history of its case, as it was written, and its cell is empty again."""
    desk.changes(note="=1+1 rang her, no answer")
    desk.runs()
    assert desk.shows("Note") is None
    with desk.service.reading() as tx:
        from store import events

        said = [one.details.get("why") for one in events.history(tx, case_id=1) if one.action == "acted"]
    assert "Note by the register: =1+1 rang her, no answer" in said


def test_a_day_puts_the_case_on_hold_and_none_lets_it_go_on(desk: RegisterDesk) -> None:
    """A day in Hold until puts the case on hold until then; emptied again, the case goes on where it was."""
    until = desk.clock.at.date() + timedelta(days=10)
    desk.changes(hold_until=until)
    desk.runs()
    assert (desk.case(FIRST).state, desk.case(FIRST).held_until) == (State.ON_HOLD, until)
    desk.changes(hold_until=None)
    desk.runs()
    assert desk.case(FIRST).state is not State.ON_HOLD


def test_two_changes_of_one_row_are_both_done(desk: RegisterDesk) -> None:
    """An owner and a day to rest until, set in one row, are both done: each is judged by the case as it stood."""
    desk.changes(owner="C Writer", hold_until=desk.clock.at.date() + timedelta(days=10))
    desk.runs()
    assert (desk.case(FIRST).owner, desk.case(FIRST).state) == ("C Writer", State.ON_HOLD)


NOT_TAKEN: tuple[tuple[dict[str, Any], str], ...] = (
    ({"Owner": "Q Stranger"}, "Nobody of the team is called Q Stranger."),
    ({"Next step": "draft upheld"}, "“draft upheld” is no next step."),
    ({"Next step": "release"}, "is not on hold"),
    ({"Hold until": "soon"}, "“soon” is no day that is still to come."),
    ({"Hold until": date(2020, 1, 1)}, "is no day that is still to come."),
    ({"Stage": "Closed"}, "A cell of this row was changed that is not read back."),
    ({"Outcome": "upheld", "Owner": "A Li"}, "A cell of this row was changed that is not read back."),
    ({"Case": "PCR/2026/00999"}, "The register was not written with this case."),
)


def test_what_cannot_be_taken_says_why(tmp_path: Path) -> None:
    """A change that cannot be taken changes nothing, is listed once with its reason, and its file stays beside it."""
    desk = RegisterDesk(tmp_path)
    for number in range(len(NOT_TAKEN)):
        desk.person(f"Person {number}").writes()
    desk.runs()
    before = [(one.owner, one.state) for one in map(desk.case, (case.reference for case in desk.cases()))]
    changed(desk.path, {f"PCR/2026/{number:05}": cells for number, (cells, _) in enumerate(NOT_TAKEN, 1)})
    desk.runs()
    desk.runs()
    found = {one.reference: one for one in desk.read_back()}
    assert len(desk.read_back()) == len(NOT_TAKEN)
    assert not any(one.done for one in found.values())
    listed = " ".join(str(cell.value) for cell in opened(desk.path)["Read back"]["E"])
    for number, (edited, says) in enumerate(NOT_TAKEN, 1):
        assert says in found["" if "Case" in edited else f"PCR/2026/{number:05}"].said
        assert says in listed
    assert [(one.owner, one.state) for one in map(desk.case, (case.reference for case in desk.cases()))] == before
    assert any("not taken" in name for name in desk.files())
    desk.close()


def test_a_case_that_went_on_meanwhile_is_not_set_back(desk: RegisterDesk) -> None:
    """Whoever changes an owner in a register from before another was chosen is told so, and the newer choice stands."""
    stale = desk.path.read_bytes()
    with desk.service.writing() as tx:
        act_on(desk.service, tx, 1, Act(Verb.ASSIGN, by="M Okafor", value="A Li"))
    desk.path.write_bytes(stale)
    desk.changes(owner="C Writer")
    desk.runs()
    assert desk.case(FIRST).owner == "A Li"
    (one,) = desk.read_back()
    assert "has changed since the register was written: it is A Li's now" in one.said


def test_rows_put_in_another_order_are_still_theirs(desk: RegisterDesk) -> None:
    """Sorted rows stay the rows of their cases; cells that were sorted without the rest of their row are not taken."""
    desk.person("Ben").writes()
    desk.runs()
    with desk.service.writing() as tx:
        made = register.bytes_of(desk.service, tx)
    desk.path.write_bytes(made.data)
    book = opened(desk.path)
    sheet = book["Register"]
    above, below = ([cell.value for cell in sheet[line]] for line in (2, 3))
    owner = columns(names=False).index(Field.OWNER)
    below[owner] = "A Li"
    for line, values in ((2, below), (3, above)):
        for column, value in enumerate(values, 1):
            sheet.cell(line, column).value = value
    book.save(desk.path)
    desk.runs()
    assert (desk.case(FIRST).owner, desk.case(SECOND).owner) == ("", "A Li")


def test_a_register_of_another_store_is_not_read(desk: RegisterDesk, tmp_path: Path) -> None:
    """A register that somebody else's store wrote changes nothing here, even under a number that is known here."""
    place = tmp_path / "other" / "store"
    place.mkdir(parents=True)
    open_store(f"sqlite:///{place}/reviews.sqlite", place / "blobs", place / "reviews.key").close()  # with its own key
    other = RegisterDesk(tmp_path / "other")
    other.begins()
    other.changes(owner="C Writer")
    shutil.copy(other.path, desk.path)
    other.close()
    desk.runs()
    assert desk.case(FIRST).owner == ""
    assert [one.done for one in desk.read_back()] == [False]


def test_columns_the_office_closed_are_not_read(tmp_path: Path) -> None:
    """With `editable = ["note"]` a new owner is not taken, and the reason says so."""
    office = RegisterDesk(tmp_path, more_keys='editable = ["note"]\n')
    office.begins()
    office.changes(owner="C Writer", note="Rang.")
    office.runs()
    assert office.case(FIRST).owner == ""
    assert {one.field: one.done for one in office.read_back()} == {"Owner": False, "Note": True}
    office.close()


def test_nothing_that_decides_can_be_said_in_a_file() -> None:
    """No step of the drop-down settles whose review it is, in time or valid, and none drafts a decision."""
    settles = {Verb.ACCEPT, Verb.OURS, Verb.TIME, Verb.DISPUTE, Verb.CONSENT, Verb.NO_CONFLICT, Verb.RESTRICT}
    assert not settles & set(STEPS)
    assert not [verb for verb in STEPS if verb.value.startswith("draft")]


def _mailed(desk: RegisterDesk, who: str, data: bytes, *, inside: bool = True) -> str:
    """Somebody sends a register back; answers what they are told."""
    before = {letter["Message-ID"] for letter in desk.sent()}
    desk.numbers += 1
    headers = INSIDE if inside else {}
    raw = message(f"Somebody <{who}>", "register\n", at=desk.clock.at, number=desk.numbers, subject="The register",
                  headers=headers, attach=("Register.xlsx", data))  # fmt: skip
    desk.deliver(raw)
    desk.runs()
    return " ".join(
        words(letter) for letter in desk.sent() if letter["Message-ID"] not in before and letter["To"] == who
    )


def test_a_register_sent_by_a_person_is_that_persons_word(desk: RegisterDesk) -> None:
    """What a mailed register says is done in the sender's name, and only what they may: a caseworker gives no case."""
    changed(copy := desk.folder / "mine.xlsx", {FIRST: {"Owner": "C Writer", "Note": "Rang."}}, of=desk.path)
    said = _mailed(desk, CAZ, copy.read_bytes())
    assert "1 of 2 changes were taken." in said
    assert f"{FIRST} Owner: Only the" in said
    assert desk.case(FIRST).owner == ""
    assert "Nothing was changed in it, or all of it was read before." in _mailed(desk, CAZ, copy.read_bytes())
    assert "Send the register along" in _mailed(desk, CAZ, b"just words")


def test_a_register_from_outside_is_just_mail(desk: RegisterDesk) -> None:
    """A register in a mail that nothing proves to be the team's changes nothing and is not answered."""
    changed(copy := desk.folder / "mine.xlsx", {FIRST: {"Owner": "C Writer", "Note": "Rang."}}, of=desk.path)
    assert _mailed(desk, MO, copy.read_bytes(), inside=False) == ""
    assert (desk.case(FIRST).owner, desk.read_back()) == ("", [])


# --- the file in its folder -----------------------------------------------------------------------------------------


def test_is_written_once_a_day_from_its_hour(tmp_path: Path) -> None:
    """The register is written once a day, from the hour the office chose and not before."""
    office = RegisterDesk(tmp_path, more_keys='at = "11:00"\n')
    office.begins()
    assert not office.path.exists()
    office.passes(hours=2)
    office.runs()
    first = office.path.read_bytes()
    office.runs()
    assert office.path.read_bytes() == first
    office.passes(days=1)
    office.runs()
    assert office.path.read_bytes() != first
    office.close()


class Held:
    """A shared folder in which somebody has the register open: nothing can take its place."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        self.open, truly = True, Path.replace

        def refuses(half: Path, target: Path) -> Path:
            if self.open and Path(target) == path:
                raise PermissionError(13, "The file is used by another process", str(target))
            return truly(half, target)

        monkeypatch.setattr(Path, "replace", refuses)


def test_a_register_that_is_open_holds_nothing_up(desk: RegisterDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file open at somebody's, one copy a day lies beside it, who has it is known; it is replaced later."""
    held, before = Held(monkeypatch, desk.path), desk.path.read_bytes()
    name = "M Okafor"
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le").ljust(108, b" ")
    owner_file = desk.path.with_name("~$Register.xlsx")
    owner_file.write_bytes(bytes([len(name)]) + name.encode().ljust(54) + wide)
    desk.passes(days=1)
    desk.runs()
    desk.passes(minutes=5)
    (copy,) = [name for name in desk.files() if "new copy" in name]
    standing = register_round.standing(desk.service)
    assert (standing.waits, standing.held_by, standing.beside) == (True, "M Okafor", copy)
    assert desk.path.read_bytes() == before
    held.open = False
    owner_file.unlink()
    desk.runs()
    assert desk.files() == ["Register.xlsx"]
    assert desk.path.read_bytes() != before
    assert not register_round.standing(desk.service).waits


def test_what_was_written_in_a_copy_is_read_and_kept(desk: RegisterDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change in the copy beside an open register is done, and the copy that somebody wrote in stays."""
    held = Held(monkeypatch, desk.path)
    desk.passes(days=1)
    desk.runs()
    (copy,) = [name for name in desk.files() if "new copy" in name]
    desk.changes(path=desk.shared / copy, owner="A Li")
    desk.runs()
    assert desk.case(FIRST).owner == "A Li"
    held.open = False
    desk.runs()
    assert desk.shows("Owner") == "A Li"
    assert copy in desk.files()


def test_a_change_made_just_before_replacing_is_not_lost(desk: RegisterDesk) -> None:
    """A file that was changed after the last look is read before anything takes its place."""
    desk.passes(days=1)
    register_round._prepare(desk.service, desk.path)
    desk.changes(owner="A Li")
    assert not register_round._put(desk.service, desk.path)
    desk.runs()
    assert desk.case(FIRST).owner == "A Li"


def test_a_damaged_file_stops_nothing(desk: RegisterDesk) -> None:
    """A file that is no workbook is set aside when it stays so, a new register takes its place, and mail is read on."""
    desk.path.write_bytes(b"PK\x03\x04 half a file")
    desk.person("Ben").writes()
    desk.runs()
    desk.runs()
    assert len(desk.cases()) == 2
    assert any("not taken" in name for name in desk.files())
    assert shown(desk.path)


@pytest.mark.parametrize("number", ["²", 1e300, "9" * 19])
def test_a_number_that_no_store_can_have_stops_nothing(desk: RegisterDesk, number: object) -> None:
    """A register whose hidden sheet names an impossible number is kept beside, and mail is read on."""
    book = opened(desk.path)
    book[META]["B1"].value = number
    book.save(desk.path)
    desk.person("Ben").writes()
    desk.runs()
    assert len(desk.cases()) == 2
    assert any("not taken" in name for name in desk.files())


def test_a_workbook_that_is_a_bomb_is_unreadable() -> None:
    """A small file that unpacks to far too much is refused unopened."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for number in range(5):
            book.writestr(f"xl/{number}.xml", b" " * 100_000_000)
    with pytest.raises(Unreadable):
        cells(packed.getvalue(), ("Register",))


def test_in_watch_mode_nothing_is_read_back(tmp_path: Path) -> None:
    """In watch the register is written, and what people change in it neither counts nor is written over."""
    office = RegisterDesk(tmp_path, mode="watch")
    office.begins()
    office.changes(owner="A Li")
    saved = office.path.read_bytes()
    office.passes(days=1)
    office.runs()
    assert office.read_back() == []
    assert office.path.read_bytes() == saved
    office.close()


def test_a_round_is_on_record(desk: RegisterDesk) -> None:
    """That the register of the day was written is on record, with whether somebody held its place."""
    with desk.service.reading() as tx:
        last = rounds.last(tx, register_round.ROUND)
        assert last is not None
        assert last.result == {"held": 0}


def test_the_command_line_writes_it(desk: RegisterDesk) -> None:
    """`register` writes the Excel file and the CSV with its notes, or shows every case with documented fields."""
    where = ["register", "--config", str(desk.folder / "config.toml")]
    book, table = desk.folder / "out.xlsx", desk.folder / "out.csv"
    assert CliRunner().invoke(app, [*where, "--out", str(book), "--csv", str(table)]).exit_code == 0
    assert [row["Case"] for row in shown(book)] == [FIRST]
    assert table.read_bytes().startswith(b"\xef\xbb\xbfCase,Received,")
    assert "apostrophe" in (desk.folder / "out.csv.notes.txt").read_text()
    said = json.loads(CliRunner().invoke(app, [*where, "--json"]).stdout)
    assert said["case"] == FIRST
    assert "complainant" not in said
    assert set(said) == {str(one).lower().replace(" ", "_") for one in columns(names=False)}
    nowhere = CliRunner().invoke(app, [*where, "--out", str(desk.folder / "no" / "out.xlsx")])
    assert (nowhere.exit_code, "cannot be written" in nowhere.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "data", "who"),
    [
        ("~$Register.xlsx", b"\x05M Oka" + b" " * 49 + b"\x05\x00" + "M Oka".encode("utf-16-le"), "M Oka"),
        ("~$Register.xlsx", b"\x05M Oka", "M Oka"),
        ("~$Register.xlsx", b"", "somebody"),
        (".~lock.Register.xlsx#", b",Mo Okafor,host,22.11.2026 09:00,file", "Mo Okafor"),
        ("Register (mine).xlsx", b"M Oka", ""),
    ],
)
def test_knows_who_has_it_open(tmp_path: Path, name: str, data: bytes, who: str) -> None:
    """Who has the file open is read from what Excel or LibreOffice lays beside it, and nobody is made up."""
    (tmp_path / name).write_bytes(data)
    assert register_round.held_by(tmp_path / "Register.xlsx") == who


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here.")
def test_libreoffice_opens_it(desk: RegisterDesk, tmp_path: Path) -> None:
    """LibreOffice opens the register and writes its first sheet as CSV without a word of complaint."""
    done = subprocess.run(
        ["soffice", "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(desk.path)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "rror" not in done.stderr
    assert FIRST in (tmp_path / "Register.csv").read_text()
