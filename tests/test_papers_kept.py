"""What the force sends is kept with its case alone, looked into and not unpacked, and ticks what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.faults import WARNINGS
from bot.documents.first_bytes import by_content, warnings
from bot.mime import Unreadable
from bot.papers import keeping, ticking
from bot.papers.file_types import NOT_OPENED, disagreement, ending, not_opened
from bot.reader import ChildReader
from bot.reader_answers import TakenOut
from store import paper_scans, papers, questions, refiling
from store.blobs import BlobDamaged
from store.messages import Attachment, PackedFile, PaperFile
from store.terms import Paper, Place, Scan, Vouched
from store.vault import Erased
from tests.containers import a_zip
from tests.papers_kept import FIRST, PDF, SECOND, Papers
from tests.world import ReaderHere, message

PROGRAM = b"MZ\x90\x00 an invented program"
LETTER = ("Outcome letter.pdf", PDF)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Papers]:
    """An office with one case, for which three papers were asked of the force."""
    one = Papers(tmp_path)
    one.opens()
    yield one
    assert one.broken_chain() == []
    one.close()


@pytest.fixture
def child() -> Iterator[ChildReader]:
    """The limited child that takes mail apart."""
    with ChildReader(seconds=10) as reader:
        yield reader


# --- kept -------------------------------------------------------------------------------------------------------------


def test_a_file_of_the_force_is_kept_sealed(office: Papers) -> None:
    """A file the force sends lies on disk sealed, under no name of its own, and is had back byte for byte."""
    office.sends(("Complaint form of Ann Archer.pdf", PDF + b"Ann Archer was there."))
    (file,) = office.files()
    assert (file.label, file.size, file.is_kept) == ("Complaint form of Ann Archer.pdf", len(PDF) + 21, True)
    assert office.content(file) == PDF + b"Ann Archer was there."
    store = office.folder / "store"
    assert not [path for path in store.rglob("*") if "omplaint" in path.name]
    everything = b"".join(path.read_bytes() for path in store.rglob("*") if path.is_file())
    assert b"Ann Archer was" not in everything
    assert b"Complaint form of" not in everything


def test_the_same_bytes_twice_on_a_case_are_one_blob(office: Papers) -> None:
    """A file that comes twice on one case, in one mail or in two, is kept once, and each coming is on record."""
    office.sends(LETTER, ("A copy.pdf", PDF))
    office.sends(("Again.pdf", PDF))
    files = office.files()
    assert [file.label for file in files] == ["Outcome letter.pdf", "A copy.pdf", "Again.pdf"]
    assert len({office.blob_of(file) for file in files}) == 1
    assert {office.content(file) for file in files} == {PDF}


def test_two_cases_never_share_a_blob(tmp_path: Path) -> None:
    """The same file on two cases is kept twice, each under its own case's key: one key destroyed takes one of them."""
    office = Papers(tmp_path)
    office.opens("Ann", "Ben")
    office.sends(LETTER, about=FIRST)
    office.sends(LETTER, about=SECOND)
    (mine,), (theirs,) = office.files(FIRST), office.files(SECOND)
    assert office.blob_of(mine) != office.blob_of(theirs)
    office.destroys_key(FIRST)
    with pytest.raises(Erased):
        office.content(mine)
    assert [file.label for file in office.files(FIRST)] == [""]
    assert office.content(theirs) == PDF
    assert office.broken_chain() == []
    office.close()


LABELS = {
    "../../etc/passwd": "passwd",
    "C:\\temp\\x.pdf": "x.pdf",
    "CON": "CON",
    ".htaccess": ".htaccess",
    "x.pdf .exe": "x.pdf .exe",
    "~$x.docx": "~$x.docx",
    "\u202efdp.exe": "fdp.exe",
    "y" * 4_000 + ".pdf": "y" * 196 + ".pdf",
    "=cmd|' /C calc'!A0": "C calc'!A0",
    "": "unnamed.bin",
}


def test_a_name_is_a_label_and_never_a_path(office: Papers) -> None:
    """Whatever a file is called, that is only shown, cleaned; nothing on disk is called so or lies elsewhere for it."""
    before = {path.relative_to(office.folder).parts[0] for path in office.folder.rglob("*")}
    office.sends(*((name, f"Text {number}.".encode()) for number, name in enumerate(LABELS)))
    files = office.files()
    assert [file.label for file in files] == list(LABELS.values())
    assert [office.content(file) for file in files] == [f"Text {number}.".encode() for number in range(len(LABELS))]
    assert {path.relative_to(office.folder).parts[0] for path in office.folder.rglob("*")} == before
    assert all(re.fullmatch(r"[0-9a-f]{32}-[0-9a-f]{12}", one) for one in office.service.store.blobs.names())


def test_files_of_one_name_are_all_kept(office: Papers) -> None:
    """Two files of one name with other bytes are two files."""
    office.sends(("report.pdf", PDF), ("report.pdf", PDF + b"2"), ("", b""))
    assert [office.content(file) for file in office.files()] == [PDF, PDF + b"2", b""]


class _Dies(ReaderHere):
    """A reader that ends so often before it takes files out."""

    def __init__(self, times: int) -> None:
        self.times = times

    def files(self, raw: bytes) -> tuple[TakenOut, ...]:
        self.times -= 1
        if self.times >= 0:
            raise Unreadable("reader_died", "The reader ended.")
        return super().files(raw)


@pytest.mark.parametrize(("times", "kept"), [(2, True), (3, False)])
def test_a_reader_that_ends_is_tried_three_times(office: Papers, times: int, kept: bool) -> None:
    """Files are not given up because their reader ended once; after the third time a person looks at the mail."""
    office.service.reader = _Dies(times)
    office.sends(LETTER)
    (file,) = office.files()
    assert bool(office.blob_of(file)) is kept
    with office.service.reading() as tx:
        asked = {one.code for one in questions.still_open(tx)}
    assert ("papers_not_kept" in asked) is not kept


def test_files_of_others_are_no_papers(office: Papers) -> None:
    """What a complainant sends on a case is not among what the force sent, whatever it is called."""
    office.person("Ann").writes(f"More on {FIRST}.", subject=f"More {FIRST}", attach=LETTER)
    office.runs()
    assert office.files() == ()


def test_a_restart_after_a_death_keeps_what_is_kept(office: Papers) -> None:
    """What somebody who died left half done is cleared away, and no file that is on record with it."""
    office.sends(LETTER)
    stray = office.folder / "store" / "blobs" / ("0" * 32 + "-" + "0" * 12)
    stray.write_bytes(b"half a file")
    office.service.predecessor_died = True
    office.service.start()
    assert not stray.exists()
    assert office.content(office.files()[0]) == PDF


def test_a_damaged_file_is_an_alarm_and_had_anew_from_its_mail(office: Papers) -> None:
    """A blob that holds something else is never handed out: a person hears of it and the mail gives the file again."""
    office.sends(LETTER)
    (file,) = office.files()
    path = office.folder / "store" / "blobs" / office.blob_of(file)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(BlobDamaged):
        office.content(file)
    with office.service.writing() as tx:
        papers.damaged(tx, file)
    assert not office.files()[0].is_kept
    office.runs()
    assert office.content(office.files()[0]) == PDF
    assert "paper_damaged" in office.history(f"paper:{file.id}")


def test_bytes_that_cannot_be_had_are_a_question(office: Papers) -> None:
    """Where the mail itself is damaged, its files are not scanned, nobody tries for ever and a person is asked."""
    mail = office.sends(LETTER)
    (file,) = office.files()
    held = office.held(mail)
    (office.folder / "store" / "blobs" / held.blob.name).write_bytes(b"nothing")
    with office.service.writing() as tx:
        papers.damaged(tx, file)
    assert office.runs() > 0
    assert (office.files()[0].scan, office.files()[0].is_kept) == (Scan.UNSCANNED, False)
    assert "papers_not_kept" in office.asked()
    with office.service.reading() as tx:
        assert papers.not_kept(tx, 10) == ()


def test_files_of_an_erased_case_are_not_looked_for(office: Papers) -> None:
    """Files whose case was erased before they were kept hold nothing up, and nobody is asked about them."""
    office.sends(LETTER)
    with office.service.writing() as tx:
        papers.damaged(tx, papers.of_case(tx, 1)[0])
    office.destroys_key(FIRST)
    assert keeping.pass_(office.service) == 1
    assert keeping.pass_(office.service) == 0
    assert office.files()[0].scan_reason == "its case was erased"
    assert "papers_not_kept" not in office.asked()


def test_a_file_beyond_the_limit_stays_in_its_mail(tmp_path: Path) -> None:
    """A file larger than the settings allow is on record, unscanned with the reason, and is not kept a second time."""
    office = Papers(tmp_path, environ={"REVIEWS_PAPERS__LARGEST_FILE_MB": "1"})
    office.opens()
    office.sends(("Outcome letter.pdf", PDF + bytes(1_000_000)))
    (file,) = office.files()
    assert (file.scan, file.is_kept) == (Scan.UNSCANNED, False)
    assert "larger than 1 MB" in file.scan_reason
    office.close()


# --- what it seems to be ----------------------------------------------------------------------------------------------


def test_files_that_act_are_blocked(office: Papers) -> None:
    """Files of a kind that acts when it is opened are kept and opened by nobody, and tick nothing."""
    endings = ("exe", "js", "lnk", "iso", "one", "hta", "vbs", "html", "svg", "mht", "pdf .exe")
    mail = office.sends(*((f"Outcome letter.{one}", f"some bytes {one}".encode()) for one in endings))
    office.puts_in(mail)
    assert {file.scan for file in office.files()} == {Scan.BLOCKED}
    assert all(file.scan_reason and file.is_kept and not file.ticks for file in office.files())
    assert len(office.files()) == len(endings)
    assert office.ticked() == set()


def test_a_program_called_pdf_is_blocked_by_its_bytes(office: Papers) -> None:
    """What its bytes say counts: a program that is called a letter is blocked, ticks nothing and the lie is shown."""
    office.sends(("Outcome letter.pdf", PROGRAM, "application/pdf"))
    (file,) = office.files()
    assert (file.by_name, file.declared, file.by_content) == ("pdf", "application/pdf", "program")
    assert file.scan is Scan.BLOCKED
    assert disagreement(file) == "It ends in .pdf, but its bytes are program."
    assert office.ticked() == set()


def test_what_the_three_types_say_is_compared() -> None:
    """Name, mail and bytes agree or the first that does not is told; a type that says nothing is no lie."""
    file = PaperFile(1, 1, 1, "0", "x", "", 1, "docx", "application/octet-stream", "docx", Scan.PENDING, is_kept=True)
    assert disagreement(file) == ""
    assert disagreement(replace(file, by_content="zip")) == "It ends in .docx, but its bytes are zip."
    assert disagreement(replace(file, by_name="doc", by_content="compound")) == ""
    sent = replace(file, by_name="", declared="application/pdf", by_content="jpg")
    assert disagreement(sent) == "It was sent as application/pdf, but its bytes are jpg."
    assert disagreement(replace(file, by_name="xyz", by_content="")) == ""
    assert disagreement(replace(file, by_name="pdf", by_content="")).endswith("nothing that is known here.")
    assert disagreement(replace(file, by_content="zip", is_kept=False)) == ""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"), (PDF, "pdf"), (PROGRAM, "program"), (b"\x7fELF..", "program"), (b"#!/bin/sh\n", "script"),
        (b"PK\x05\x06" + bytes(18), "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
        (b"Plain words.", "text"),
        (b"<!DOCTYPE html><p>", "html"), (b"<?xml version='1.0'?>\n<svg xmlns=''>", "svg"), (b" <script>x", "html"),
        (b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"), (bytes(0x8001) + b"CD001", "iso"), (b"\x00\x01\x02 what", ""),
        (b"\x00\x00\x00\x18ftypmp42", "mp4"), (b"RIFF\x00\x00\x00\x00WAVEfmt ", "wav"),
        (b"From: a\nMIME-Version: 1.0\n", "mail"),
        (b"\x00\x00\x00\x18ftypheic", "heic"), ("Grüße".encode("utf-16"), "text"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    ],
)  # fmt: skip
def test_bytes_say_what_they_are(data: bytes, kind: str) -> None:
    """The beginning of a file says what it is, or nothing does."""
    assert by_content(data) == kind


def test_what_may_act_by_itself_is_told() -> None:
    """Scripts, programs, files and macros in a document are told by codes that have a sentence each."""
    assert warnings("pdf", PDF) == []
    assert warnings("pdf", PDF + b"/OpenAction /JS (x) /Launch /EmbeddedFiles") == ["script", "launch", "files_inside"]
    packed = a_zip({"[Content_Types].xml": b"<x/>", "word/vbaProject.bin": b"x", "word/document.xml": b"<x/>"})
    assert by_content(packed) == "docx"
    assert warnings("docx", packed) == ["macros"]
    assert {"script", "launch", "files_inside", "macros"} == WARNINGS.keys()


def test_an_ending_is_what_follows_the_last_full_stop() -> None:
    """Only a plain ending counts as one, in small letters and without blanks."""
    assert [ending(name) for name in ("a.PDF", "x.pdf .exe ", "README", ".htaccess", "a.b c", "a.")] == [
        "pdf", "exe", "", "", "", "",
    ]  # fmt: skip
    assert not_opened("pdf", "application/pdf", "pdf") == ""
    assert not_opened("", "text/html")
    assert {"exe", "js", "lnk", "iso", "one", "hta", "vbs", "html", "svg", "mht"} <= NOT_OPENED


# --- archives ---------------------------------------------------------------------------------------------------------


def test_an_archive_is_looked_into_and_kept_as_it_came(office: Papers) -> None:
    """What lies in an archive is on record by name and size and ticks what it is; the archive is one file."""
    packed = a_zip({"Complaint form.txt": b"Complaint", "sub/Outcome letter.txt": b"Dear Ann"})
    with ChildReader(seconds=10) as reader:
        office.service.reader = reader
        mail = office.sends(("papers.zip", packed))
        office.puts_in(mail)
    (file,) = office.files()
    assert file.inside == (
        PackedFile("papers.zip › Complaint form.txt", 9),
        PackedFile("papers.zip › Outcome letter.txt", 8),
    )
    assert (file.by_content, file.scan) == ("zip", Scan.UNSCANNED)
    assert office.content(file) == packed
    assert office.ticked() == {"complaint", "outcome"}


def test_a_locked_archive_asks_for_its_password(office: Papers) -> None:
    """An archive with a password is not scanned, ticks nothing, and a person is asked to get the password."""
    with ChildReader(seconds=10) as reader:
        office.service.reader = reader
        mail = office.sends(("Outcome letter.zip", a_zip({"Outcome letter.txt": b"x" * 50}, locked=True)))
        assert "needs_password" in office.asked()
        office.puts_in(mail)
    (file,) = office.files()
    assert (file.scan, file.scan_reason) == (Scan.UNSCANNED, "It needs a password.")
    assert office.ticked() == set()


@pytest.mark.parametrize(
    ("packed", "says"),
    [
        (a_zip({"a.txt": b"0" * 3_000_000}), "unpacks"),
        (a_zip({f"{number}.jpg": b"0" * 90_000 for number in range(200)}), "unpacks"),
        (a_zip({"a.txt": b"fine", "run.exe": b"MZ"}), ".exe"),
        (a_zip({"1.zip": a_zip({"2.zip": a_zip({"3.zip": a_zip({"4.zip": a_zip({"a.txt": b"x"})})})})}), "packed into"),
    ],
    ids=["bomb", "many that unpack to much", "a program in it", "too deep"],
)
def test_an_archive_that_may_do_harm_is_blocked(packed: bytes, says: str, office: Papers) -> None:
    """A bomb, a program in an archive, and archives too deep in one another are kept and opened by nobody."""
    with ChildReader(seconds=10) as reader:
        office.service.reader = reader
        office.sends(("papers.zip", packed))
    (file,) = office.files()
    assert file.scan is Scan.BLOCKED
    assert says in file.scan_reason
    assert office.content(file) == packed


# --- ticked -----------------------------------------------------------------------------------------------------------


def test_mail_nobody_vouched_for_ticks_nothing(office: Papers) -> None:
    """Files of mail that may be anybody's are kept with the case; a person who files it there ticks what they are."""
    mail = office.sends(LETTER, ("Complaint form.pdf", PDF + b"1"))
    assert [file.vouched for file in office.files()] == [Vouched.UNVERIFIED] * 2
    assert office.ticked() == set()
    office.puts_in(mail)
    assert office.ticked() == {"outcome", "complaint"}
    assert [file.kinds for file in office.files()] == [(Paper.OUTCOME_LETTER,), (Paper.COMPLAINT,)]
    assert [len(file.ticks) for file in office.files()] == [1, 1]


def test_a_message_moved_to_another_case_takes_its_files_along(tmp_path: Path) -> None:
    """Files follow their message: sealed under the new case's key, ticked there, and taken back where they were."""
    office = Papers(tmp_path)
    office.opens("Ann", "Ben")
    office.asks(SECOND)
    mail = office.sends(LETTER, about=FIRST)
    office.puts_in(mail, FIRST)
    before = office.blob_of(office.files(FIRST)[0])
    assert (office.ticked(FIRST), office.ticked(SECOND)) == ({"outcome"}, set())
    office.puts_in(mail, SECOND)
    assert office.files(FIRST) == ()
    assert (office.ticked(FIRST), office.ticked(SECOND)) == (set(), {"outcome"})
    (file,) = office.files(SECOND)
    assert office.blob_of(file) == before
    assert office.service.store.blobs.names() == office.named()
    office.destroys_key(FIRST)
    assert (file.label, office.content(file)) == ("Outcome letter.pdf", PDF)
    office.destroys_key(SECOND)
    with pytest.raises(Erased):
        office.content(file)
    office.close()


def test_a_move_taken_back_ticks_again_what_was_proved(tmp_path: Path) -> None:
    """A proved mail that somebody moved to another case by mistake ticks its own case's lines again once it is back."""
    office = Papers(tmp_path)
    office.opens("Ann", "Ben")
    office.asks(SECOND)
    mail = office.sends(LETTER, about=FIRST)
    with office.service.writing() as tx:
        papers.vouched(tx, office.held(mail).id, Vouched.VERIFIED)
        ticking.tick(tx, office.held(mail).id)
    office.puts_in(mail, SECOND)
    assert (office.ticked(FIRST), office.ticked(SECOND)) == (set(), {"outcome"})
    office.drags(mail, Place.UNDO)
    office.settles()
    assert (office.ticked(FIRST), office.ticked(SECOND)) == ({"outcome"}, set())
    office.close()


def test_a_tick_stays_while_another_file_stands_for_it(tmp_path: Path) -> None:
    """A line that two files ticked stays received when one of them goes to another case."""
    office = Papers(tmp_path)
    office.opens("Ann", "Ben")
    first, second = office.sends(LETTER), office.sends(("Final letter.pdf", PDF + b"2"))
    office.puts_in(first)
    office.puts_in(second)
    office.puts_in(first, SECOND)
    assert office.ticked(FIRST) == {"outcome"}
    office.puts_in(second, SECOND)
    assert office.ticked(FIRST) == set()
    office.close()


def test_a_file_that_two_mails_brought_goes_with_one_of_them(tmp_path: Path) -> None:
    """Where two mails brought one file and one of them goes to another case, each case keeps it under its own key."""
    office = Papers(tmp_path)
    office.opens("Ann", "Ben")
    office.sends(LETTER)
    mail = office.sends(LETTER, ("Other.pdf", PDF))
    office.puts_in(mail, SECOND)
    assert len(office.files(FIRST)) == 1
    assert [office.content(file) for file in office.files(SECOND)] == [PDF, PDF]
    assert len({office.blob_of(file) for file in (*office.files(FIRST), *office.files(SECOND))}) == 2
    assert office.service.store.blobs.names() == office.named()
    office.destroys_key(FIRST)
    assert [office.content(file) for file in office.files(SECOND)] == [PDF, PDF]
    office.close()


def test_a_verdict_goes_with_its_bytes(office: Papers) -> None:
    """What the scanner made of a file still holds when its mail is read as something else or goes elsewhere."""
    mail = office.sends(LETTER)
    with office.service.writing() as tx:
        paper_scans.scanned(tx, papers.of_case(tx, 1)[0], Scan.INFECTED, "found", again_on=None)
    office.puts_in(mail)
    assert [file.scan for file in office.files()] == [Scan.INFECTED]
    assert office.ticked() == set()


def test_a_message_of_no_case_has_its_files_with_no_case(office: Papers) -> None:
    """A message taken from its case takes its files from it; they are nobody's until it has a case again."""
    mail = office.sends(LETTER)
    held = office.held(mail)
    with office.service.writing() as tx:
        refiling.released(tx, held)
    assert office.files() == ()
    with office.service.reading() as tx:
        (file,) = papers.of_message(tx, held.id)
        assert (file.case_id, file.label, file.is_kept) == (None, "Outcome letter.pdf", True)
    assert office.content(file) == PDF
    with office.service.writing() as tx:
        refiling.rejoined(tx, office.held(mail), 1)
    office.runs()
    assert [office.content(one) for one in office.files()] == [PDF]


def test_what_a_person_ticked_a_file_does_not_take_back(office: Papers) -> None:
    """A line that a person said was received stays so when a file that would have ticked it leaves."""
    from store import paper_requests
    from store.terms import PaperState

    mail = office.sends(LETTER)
    with office.service.writing() as tx:
        (request,) = paper_requests.of_case(tx, 1)
        paper_requests.item(tx, request, 3, PaperState.RECEIVED, office.clock.at.date(), by="A Li")
    office.puts_in(mail)
    assert office.files()[0].ticks
    with office.service.writing() as tx:
        refiling.released(tx, office.held(mail))
    assert office.ticked() == {"outcome"}


# --- taken out in the child -------------------------------------------------------------------------------------------


def test_the_child_hands_out_each_file_as_it_came(child: ChildReader) -> None:
    """Each of a message's own files comes out of the child byte for byte, with what it is; packed ones stay packed."""
    packed = a_zip({"a.txt": b"inside"})
    big = bytes(range(256)) * 80_000
    raw = message("A <a@b.example>", attach=("papers.zip", packed))
    (one,) = child.files(raw)
    assert (one.number, one.content, one.by_content, one.warnings) == (0, packed, "zip", ())
    (large,) = child.files(message("A <a@b.example>", attach=("film.bin", big)))
    assert large.content == big
    assert child.files(message("A <a@b.example>")) == ()
    assert [file.packed for file in child.read(raw).attachments] == [False, True]


@pytest.mark.parametrize(
    "frame",
    [
        """b'+["pdf", []]\\nother bytes'""", """b'+["pdf", ["unheard of"]]\\n' + data""", """b'+' + data""",
        """b'+["../x", []]\\n' + data""", """b'+{{}}\\n' + data""", """b'+[1, []]\\n' + data""", """b''""",
    ],
)  # fmt: skip
def test_what_a_child_says_of_a_file_is_not_believed(frame: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are not those of the message, and words that are none of ours, are no file."""
    entry = (
        "import sys; sys.path[:] = {path!r}; import bot.reader_child as child\n"
        "from bot import mime\n"
        "def files(raw, answer):\n"
        f"    for data in mime.contents(raw, [0]): yield {frame}\n"
        "child._files = files\nchild.serve({parent})"
    )
    with ChildReader(seconds=5) as reader:
        with monkeypatch.context() as patched:
            patched.setattr("bot.reader._ENTRY", entry)
            with pytest.raises(Unreadable) as refused:
                reader.files(message("A <a@b.example>", attach=LETTER))
        assert refused.value.code == "reader_answered_badly"
        assert reader.files(message("A <a@b.example>", attach=LETTER))[0].content == PDF


def test_a_message_that_cannot_be_read_gives_no_files(child: ChildReader) -> None:
    """What is not read has no files to take out, and the next message has."""
    with pytest.raises(Unreadable):
        child.files(b"Content-Type: message/partial; id=x; number=1\n\nhalf")
    assert child.files(message("A <a@b.example>", attach=LETTER))[0].content == PDF


def test_being_packed_is_no_part_of_what_a_file_is() -> None:
    """Two files that say the same are the same, wherever they were found."""
    assert Attachment("a", "b", 1, "") == Attachment("a", "b", 1, "", packed=True)
