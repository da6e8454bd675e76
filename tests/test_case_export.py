"""The file of a case: whole, the same each time, in names of ours, with nothing of another case in it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from bot.casework.case_export import ERASED, export
from bot.cli import app
from bot.proofing import letter_pdf
from store import decisions, parties, questions, received
from store.messages import PartyView, Question
from store.terms import Owner
from templates.case_file import CaseFile
from tests.world import ASKS_FOR_REVIEW, MONDAY, World

ONE, TWO = "PCR/2026/00001", "PCR/2026/00002"
_TOKEN = r"[\w/.-]*\w"
ERASE = "UPDATE review_key SET wrapped = NULL WHERE case_id = {}"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[World]:
    """Two people who name one police reference, with a case each; Ann's mail came with a file of a bad name."""
    world = World(tmp_path)
    world.person("Ann Other", "ann@person.example").writes(attach=("../../=evil.csv", b"ANNS-FILE"))
    world.runs()
    world.person("Bob Different", "bob@elsewhere.example").writes(f"{ASKS_FOR_REVIEW}\nThe bicycle was turquoise.\n")
    world.runs()
    yield world
    world.close()


def exported(world: World, case_id: int = 1, name: str = "file.zip") -> tuple[CaseFile, dict[str, bytes]]:
    """The index of a case's file, and what is in the zip by name."""
    out = world.folder / name
    with world.service.reading() as tx:
        index = export(world.service, tx, case_id, out)
    with ZipFile(out) as archive:
        return index, {name: archive.read(name) for name in archive.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    """The lines of a table as a spreadsheet sees them."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_the_file_holds_messages_letters_and_records_each_with_its_hash(office: World) -> None:
    """Every file in the zip but the index stands in the index, with the SHA-256 it has."""
    _, inside = exported(office)
    page, text = inside.pop("index.html").decode(), inside.pop("index.txt").decode()
    records = ("events.csv", "decisions.csv", "parties.csv", "questions.csv", "letters-not-sent.csv", "events.jsonl")
    wanted = {"messages/001.eml", "letters/002.html", "letters/002.txt", "records/case.json"}
    assert set(inside) - {"letters/002.pdf"} == wanted | {f"records/{name}" for name in records}
    for name, content in inside.items():
        digest = hashlib.sha256(content).hexdigest()
        assert {name, digest} <= set(re.findall(_TOKEN, page)), name
        assert {name, digest} <= set(re.findall(_TOKEN, text)), name


def test_a_message_is_as_it_came_and_its_attachments_are_listed(office: World) -> None:
    """The bytes are those that were received; the names of its files are told and never used."""
    index, inside = exported(office)
    assert b"ANNS-FILE" in inside["messages/001.eml"] or b"QU5OUy1GSUxF" in inside["messages/001.eml"]
    with office.service.reading() as tx:
        (line,) = [line for line in received.lines(tx) if line.reference == ONE]
    held = office.held(line.item)
    assert hashlib.sha256(inside["messages/001.eml"]).hexdigest() == held.blob.sha256
    (message,) = index.messages
    assert (message.what, message.who) == ("Request for a review", "from Ann Other <ann@person.example>")
    assert hashlib.sha256(b"ANNS-FILE").hexdigest() in message.notes[0]
    assert all(re.fullmatch(r"(index\.(html|txt)|(messages|letters|records)/[a-z0-9.-]+)", name) for name in inside)


def test_a_letter_that_left_is_there_in_the_words_that_left(office: World) -> None:
    """HTML and text of what was sent; a letter that did not leave is listed without its words."""
    index, inside = exported(office)
    (sent,) = [one for one in office.sent() if one["To"] == "ann@person.example"]
    body = sent.get_body(("plain",))
    assert body is not None
    assert inside["letters/002.txt"].decode().split("\n\n", 1)[1].split() == body.get_content().split()
    (letter,) = index.letters
    assert (letter.what, letter.who) == (sent["Subject"], "from us to ann@person.example")
    assert "It was sent." in letter.notes


def test_equal_records_give_an_equal_file(office: World) -> None:
    """Order, names and times come from the records alone."""
    exported(office, name="a.zip")
    office.clock.at = MONDAY.replace(hour=18)
    exported(office, name="b.zip")
    assert (office.folder / "a.zip").read_bytes() == (office.folder / "b.zip").read_bytes()
    with ZipFile(office.folder / "a.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_of_another_case_is_in_it(office: World) -> None:
    """Bob's may belong to Ann's, as a person was asked; neither file says which the other is, or anything of it."""
    with office.service.reading() as tx:
        asked = " ".join(one.text for one in questions.still_open(tx, case_id=2))
    assert ONE in asked
    with office.service.writing() as tx:
        question = Question("turquoise", "Which turquoise?", Owner.MANAGER, MONDAY.date())
        questions.ask(tx, "case:other", question, case_id=2)
        decisions.keep(tx, 2, "late", "refused", by="Bob", reasons="It was turquoise.")
        parties.add(tx, 2, PartyView("interested_person", "Bob Turquoise", "third@elsewhere.example"))
    for case_id, mine, theirs in (
        (1, b"ann@person.example", (TWO.encode(), b"@elsewhere", b"Bob", b"turquoise")),
        (
            2,
            b"bob@elsewhere.example",
            (ONE.encode(), b"ann@person", b"Ann Other", b"evil", b"ANNS-FILE", b"QU5OUy1GSUxF"),
        ),
    ):
        _, inside = exported(office, case_id, f"{case_id}.zip")
        whole = b"\n".join(inside.values())
        assert mine in whole
        assert not [words for words in theirs if words in whole]
    assert b"[another case]" in inside["records/questions.csv"]


def test_no_cell_of_a_table_is_a_formula(office: World) -> None:
    """A name, reason or value that a spreadsheet would run stays words."""
    with office.service.writing() as tx:
        parties.add(tx, 1, PartyView("interested_person", '=HYPERLINK("http://x.example")', "-1+2@x.example"))
        decisions.keep(tx, 1, "accepted", "+yes", by="@A Li", reasons="\t=1+1")
    _, inside = exported(office)
    for name, content in inside.items():
        if name.endswith(".csv"):
            assert not [
                cell for row in rows(content) for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))
            ]
    assert rows(inside["records/decisions.csv"])[-1]["reasons"] == "'\t=1+1"


def test_the_records_say_who_decided_what_and_why(office: World) -> None:
    """Decisions with reasons, questions with when they were answered, events in words and as JSON lines."""
    with office.service.writing() as tx:
        decisions.keep(tx, 1, "late", "refused", by="J Mensah", role="manager", reasons="No reason was given.")
        due = MONDAY.date()
        questions.ask(tx, "case:x", Question("one", "One?", Owner.MANAGER, due), case_id=1)
        (asked,) = questions.still_open(tx, subject="case:x")
        questions.answer(tx, asked, by="J Mensah")
    _, inside = exported(office)
    decided = rows(inside["records/decisions.csv"])[-1]
    assert (decided["by"], decided["role"], decided["reasons"]) == ("J Mensah", "manager", "No reason was given.")
    asked_rows = {row["code"]: row["answered_at"] for row in rows(inside["records/questions.csv"])}
    assert asked_rows["one"].startswith("2026-11-23T09:00")
    assert asked_rows["review_body"] == ""
    events = [json.loads(line) for line in inside["records/events.jsonl"].splitlines()]
    assert [one["seq"] for one in events] == sorted(one["seq"] for one in events)
    assert [row["seq"] for row in rows(inside["records/events.csv"])] == [str(one["seq"]) for one in events]
    assert "J Mensah decided: late, refused" in [one["words"] for one in events]
    assert json.loads(inside["records/case.json"])["reference"] == ONE


def test_an_erased_case_says_so_and_gives_nothing_away(office: World) -> None:
    """Once the key is gone there are no messages, letters or details, and the index says why."""
    with office.service.writing() as tx:
        tx.connection.exec_driver_sql(ERASE.format(1))
    index, inside = exported(office)
    assert ERASED in index.remarks
    assert not [name for name in inside if name.startswith(("messages/", "letters/"))]
    assert [one.notes for one in (*index.messages, *index.letters)] == [("It has been erased.",)] * 2
    whole = b"\n".join(inside.values())
    assert not [words for words in (b"ann@person", b"Ann Other", b"witness", b"evil") if words in whole]


def test_a_damaged_message_is_told_with_the_hash_it_had(office: World) -> None:
    """What was kept and is gone costs neither the file nor the other things in it."""
    (blob,) = [name for name in office.service.store.blobs.names() if name == _blob(office, ONE)]
    (office.folder / "store" / "blobs" / blob).write_bytes(b"nothing")
    index, inside = exported(office)
    assert "messages/001.eml" not in inside
    assert "damaged" in index.messages[0].notes[0]
    assert "letters/002.html" in inside


def _blob(world: World, reference: str) -> str:
    with world.service.reading() as tx:
        (line,) = [line for line in received.lines(tx) if line.reference == reference]
    return world.held(line.item).blob.name


@pytest.mark.skipif(letter_pdf.available(), reason="the extra [pdf] is installed")
def test_without_the_extra_the_index_says_that_there_is_no_pdf(office: World) -> None:
    """Nobody need wonder where the PDF is, and asking for one says what to install."""
    index, _ = exported(office)
    assert [remark for remark in index.remarks if "without PDF" in remark]
    with pytest.raises(letter_pdf.PdfMissing, match=r"reviews-bot\[pdf\]"):
        letter_pdf.pdf("<html></html>")


@pytest.mark.skipif(not letter_pdf.available(), reason="the extra [pdf] is not installed")
@pytest.mark.filterwarnings("default")
def test_with_the_extra_each_letter_is_a_tagged_pdf_with_its_title(office: World) -> None:
    """PDF/UA: tagged, in English, titled as the letter is; nothing is fetched for it, and it is equal each time."""
    from pypdf import PdfReader

    _, inside = exported(office)
    pdf = PdfReader(io.BytesIO(inside["letters/002.pdf"]))
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)  # type: ignore[index]
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"We have received your message [{ONE}]"
    assert 'pdfuaid:part="1"' in pdf.xmp_metadata.rdf_root.toxml()  # type: ignore[union-attr]
    assert inside["letters/002.pdf"] == letter_pdf.pdf(inside["letters/002.html"].decode())
    secret = office.folder / "secret.txt"
    secret.write_text("SECRET")
    page = f"<html lang=en><title>x</title><link rel=attachment href='{secret.as_uri()}'><body>x"
    assert PdfReader(io.BytesIO(letter_pdf.pdf(page))).attachments == {}


def test_the_command_writes_the_file_once_and_that_is_on_record(office: World) -> None:
    """It says where it is, writes over nothing, leaves nothing half done, and the history has who took it."""
    out = office.folder / "out.zip"
    typed = ["case", "export", ONE, "--out", str(out), "--config", str(office.folder / "config.toml")]
    done = CliRunner().invoke(app, typed)
    assert done.exit_code == 0, done.output
    assert f"{out}: messages 1, letters 1." in done.stdout
    assert out.stat().st_mode & 0o077 == 0
    assert office.history(f"case:{ONE}")[-1] == "exported"
    again = CliRunner().invoke(app, typed)
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)
    typed[4] = str(office.folder / "nowhere" / "out.zip")
    assert CliRunner().invoke(app, typed).exit_code == 1
    assert not list(office.folder.glob("**/*.part"))


def test_an_erased_case_is_exported_and_told_like_any(office: World) -> None:
    """The commands do not fail over it: they say what is left, and that it was erased."""
    with office.service.writing() as tx:
        tx.connection.exec_driver_sql(ERASE.format(1))
    config = ["--config", str(office.folder / "config.toml")]
    done = CliRunner().invoke(app, ["case", "export", ONE, "--out", str(office.folder / "erased.zip"), *config])
    assert (done.exit_code, ERASED in done.stdout) == (0, True)
    assert office.history(f"case:{ONE}")[-1] == "exported"
    told = CliRunner().invoke(app, ["case", "timeline", ONE, "--json", *config])
    assert told.exit_code == 0
    assert "Letter “acknowledgement” has left: seen in Sent Items" in told.stdout
    assert office.broken_chain() == []
