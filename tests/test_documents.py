"""Attached documents become text inside the limited child, whatever they are, and never cost their message."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader, PdfWriter

from bot.documents import CHARACTERS, DOCUMENTS, FAULTS, listed
from bot.documents.opened import Document, inner_file
from bot.documents.reading import read_document
from bot.incoming_json import document_to_json, from_json, to_json, with_document
from bot.mime import contents, read
from bot.reader import ChildReader
from store.messages import Attachment, Forwarded
from tests.containers import compound
from tests.test_mime import HEAD, multipart, plain

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RICH = rb"{\rtf1{\fonttbl{\f0 Arial;}}{\*\x hid}\f0 26 October\par caf\'e9 \u8217?s \{x\}}"
FILE = Attachment("letter.pdf", "application/pdf", 9, "0" * 64)


def a_pdf(*pages: str) -> bytes:
    """A PDF with these lines on its pages; a page without a line has a box drawn on it, as a scan has a picture."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, line in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET" if line else "0 0 100 100 re S"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode("ascii")


def encrypted(password: str) -> bytes:
    """The same PDF behind a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf("26 October 2026"))))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def paragraphs(*lines: str) -> str:
    """WordprocessingML of these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"


def a_docx(document: str, **others: str) -> bytes:
    """A Word file with this main part and these other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, text in others.items():
            archive.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def attached(name: str, data: bytes) -> bytes:
    """A part that brings this file, named, as an octet stream."""
    import base64

    head = f'Content-Type: application/octet-stream; name="{name}"\nContent-Transfer-Encoding: base64\n'
    return f"{head}Content-Disposition: attachment\n\n".encode() + base64.encodebytes(data)


def test_a_pdf_is_read_page_by_page() -> None:
    """The words of every page are the text, in their order."""
    assert read_document("letter.pdf", "", a_pdf("26 October 2026", "Your right to a review")) == (
        "26 October 2026\nYour right to a review",
        "",
        (),
        None,
    )


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.pdf", b"", "damaged"),
        ("a.pdf", b"GIF89a", "damaged"),
        ("a.pdf", a_pdf("x")[:90], "damaged"),
        ("scan.pdf", a_pdf("", ""), "no_text"),
        ("a.pdf", encrypted("secret"), "encrypted"),
        ("a.pdf", b"%PDF-1.4" + b" " * 30_000_001, "too_big"),
        ("a.docx", b"PK\x03\x04rubbish", "damaged"),
        ("a.docx", compound({("EncryptedPackage",): b"x" * 5_000, ("EncryptionInfo",): b"x"}), "encrypted"),
        ("a.docx", compound({("\x06DataSpaces", "DRMEncryptedTransform", "x"): b"x"}), "encrypted_rights"),
        ("a.docx", compound({("anything",): b"x"}), "unsupported"),
        ("a.docx", a_docx(paragraphs("")), "no_text"),
        ("a.docx", a_docx("<unclosed"), "damaged"),
        ("a.docx", a_docx(paragraphs("x" + "</w:t></w:r><w:r><w:t>" * 200_000)), "bomb"),
        ("a.docx", b"PK\x01\x02" * 20_001, "too_big"),
        ("a.rtf", b"no rich text", "damaged"),
        ("a.txt", b" \n ", "no_text"),
        ("a.bin", b"anything", "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, fault: str) -> None:
    """A document that gives no text gives a short code instead, and never an error."""
    assert read_document(name, "", data) == Document("", fault)
    assert fault in FAULTS


def test_a_password_that_is_empty_is_no_secret() -> None:
    """A PDF that only forbids printing opens with the empty password, as every viewer opens it."""
    assert read_document("a.pdf", "", encrypted("")).text == "26 October 2026"


def test_long_documents_give_their_beginning() -> None:
    """Beyond thirty pages, or 200,000 characters, the beginning is kept and said to be one."""
    pages = read_document("a.pdf", "", a_pdf(*(f"page {number}" for number in range(1, 32))))
    assert pages.fault == "cut"
    assert pages.text.endswith("page 30")
    words = read_document("a.txt", "text/plain", b"letter " * 40_000)
    assert (len(words.text), words.fault) == (CHARACTERS, "cut")
    assert read_document("a.docx", "", a_docx(paragraphs(*["a letter about a complaint"] * 9_000))).fault == "cut"


def test_a_word_file_gives_letterhead_body_and_footnotes() -> None:
    """Headers come first, for they carry the date; deleted words and repeated text boxes are left out."""
    document = paragraphs("Dear Ann", "upheld</w:t><w:tab/><w:t>in part").replace(
        "</w:body>",
        "<w:p><w:del><w:r><w:delText>struck out</w:delText></w:r></w:del></w:p><x:Fallback xmlns:x='urn:x'>"
        "<w:p><w:r><w:t>twice</w:t></w:r></w:p></x:Fallback></w:body>",
    )
    data = a_docx(document, header1=paragraphs("26 October 2026"), footnotes=paragraphs("see page 2"), styles="<no/>")
    assert read_document("a.docx", "", data).text == "26 October 2026\nDear Ann\nupheld\tin part\n\nsee page 2"


@pytest.mark.parametrize(
    "declared",
    ['<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE w [<!ENTITY e "boom">]>', "<!DOCTYPE w>"],
)
def test_no_entity_is_ever_followed(declared: str) -> None:
    """A Word file that declares a document type is refused before its first entity."""
    assert read_document("a.docx", "", a_docx(declared + paragraphs("&e;"))) == Document("", "damaged")


@pytest.mark.parametrize(
    ("name", "content_type", "data", "text"),
    [
        ("a.rtf", "", RICH, "26 October\ncafé ’s {x}"),
        ("a.html", "", b"<style>p{}</style><p>26 October</p><script>x()</script>", "26 October"),
        ("a.txt", "", "26 Października ﬁn".encode(), "26 Października fin"),
        ("a.txt", "", "26 October".encode("utf-16"), "26 October"),
        ("unnamed", "text/plain", b"26\r\nOctober", "26\nOctober"),
    ],
)  # fmt: skip
def test_simpler_documents_are_read(name: str, content_type: str, data: bytes, text: str) -> None:
    """Rich text, HTML and plain text give their words without their machinery."""
    assert read_document(name, content_type, data) == Document(text)


def test_an_attached_mail_is_read_with_its_head() -> None:
    """A forwarded message gives who wrote it, when and what, as if it were forwarded in the text."""
    inner = b"From: Force <psd@force.example>\nDate: Mon, 19 Oct 2026 15:40:00 +0100\nSubject: Outcome\n\nDear Ann\n"
    assert read_document("m.eml", "message/rfc822", inner).text == (
        "From: Force <psd@force.example>\nDate: Mon, 19 Oct 2026 15:40:00 +0100\nSubject: Outcome\n\nDear Ann"
    )
    assert read_document("m.eml", "message/rfc822", b"Subject: x\n\n").fault == "no_text"


def test_only_documents_are_read() -> None:
    """Pictures, films, tables and what stands inside the text are no documents, and of many only the first are."""
    names = ("a.PDF", "b.docx", "c.jpg", "d.xlsx", "e.mp4", "f.htm", "g.bin")
    files = [replace(FILE, name=name, content_type="application/octet-stream") for name in names]
    assert listed(files) == (0, 1, 5)
    assert listed([replace(FILE, inline=True), replace(FILE, name="x", content_type="TEXT/PLAIN; charset=x")]) == (1,)
    assert len(listed([FILE] * 60)) == DOCUMENTS


def test_files_are_found_again_by_their_number() -> None:
    """The bytes of a file are those whose size and place the message lists."""
    raw = HEAD + multipart(b"mixed", plain(b"see"), attached("a.bin", b"one"), attached("b.txt", b"three"))
    files = read(raw).attachments
    assert [len(data) for data in contents(raw, (1, 0))] == [files[1].size, files[0].size] == [5, 3]


@pytest.fixture
def reader() -> Iterator[ChildReader]:
    """A reader whose child is gone afterwards."""
    with ChildReader(seconds=8) as reader:
        yield reader


RAW = HEAD + multipart(
    b"mixed",
    plain(b"see attached"),
    attached("one.pdf", a_pdf("26 October 2026")),
    attached("photo.jpg", b"x"),
    attached("two.docx", a_docx(paragraphs("Dear Ann"))),
    attached("scan.pdf", a_pdf("")),
    attached("secret.pdf", encrypted("x")),
)


def test_the_child_fills_the_texts(reader: ChildReader) -> None:
    """A message comes back with what its documents say, under every limit of the child; nothing else has changed."""
    for _ in range(3):
        got = reader.read(RAW)
        assert [(file.text, file.text_fault) for file in got.attachments] == [
            ("26 October 2026", ""),
            ("", ""),
            ("Dear Ann", ""),
            ("", "no_text"),
            ("", "encrypted"),
        ]
    bare = tuple(replace(file, text="", text_fault="") for file in got.attachments)
    assert replace(got, attachments=bare) == read(RAW)


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ("os._exit(3)", "reader_died"),
        ("time.sleep(60)", "reader_timed_out"),
        ("bytearray(2_000_000_000)", "reader_died"),
        ("return Document('x' * 200_001)", "reader_answered_badly"),
        ("return Document('x', 'made_up')", "reader_answered_badly"),
        ("child.document_to_json = lambda _: b'[7]'; return Document('')", "reader_answered_badly"),
        ("return Document('', '', (inner_file('a', '', b''),) * 301)", "reader_answered_badly"),
    ],
)
def test_a_document_that_kills_the_child_costs_no_message(
    act: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message and the documents before it are kept, the others say what happened, and the next child reads on."""
    entry = (
        "import sys, os, time; sys.path[:] = {path!r}; import bot.reader_child as child\n"
        "import bot.documents.in_turn as turns; from bot.documents.opened import Document, inner_file\n"
        "turns._Left.__init__.__defaults__ = (10**6, 400, 400); good = turns.read_document\n"
        "def read_document(name, kind, data):\n    if name != 'two.docx': return good(name, kind, data)\n"
        f"    {act}\nturns.read_document = read_document\nchild.serve({{parent}})"
    )
    with ChildReader(seconds=3) as reader:
        with monkeypatch.context() as patched:
            patched.setattr("bot.reader._ENTRY", entry)
            got = reader.read(RAW)
        assert got.text == "see attached"
        assert got.attachments[0].text == "26 October 2026"
        assert [file.text_fault for file in got.attachments] == ["", "", fault, fault, fault]
        assert reader.read(RAW).attachments[2].text == "Dear Ann"


def test_texts_survive_as_json() -> None:
    """What a document says crosses the pipe with its file, and an answer of another shape is refused."""
    incoming = read(RAW)
    said = Forwarded("psd@force.example", "Force", datetime(2026, 10, 19, tzinfo=UTC), "Outcome")
    lies = inner_file("b.txt", "text/plain", b"x")
    found = Document("café \u2028", "cut", (lies, replace(lies, sha256="", fault="bomb")), said)
    first, inside = with_document(incoming.attachments[0], document_to_json((found, (True, False))))
    assert (first.text, first.text_fault, first.forwarded) == ("café \u2028", "cut", said)
    assert [(file.place, file.text_fault, has_turn) for file, has_turn in inside] == [
        ("one.pdf › b.txt", "", True),
        ("one.pdf › b.txt", "bomb", False),
    ]
    files = (first, *(file for file, _ in inside), *incoming.attachments[1:])
    assert from_json(to_json(replace(incoming, attachments=files))).attachments == files


GOOD = b'["x","",["a@b.example","","2026-10-19T00:00:00+00:00","s"],[["n","t",1,"%s",false,"",true]]]' % (b"0" * 64)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"x",', b"7,"),
        (b'"x",', b'"\\ud800",'),
        (b'"x",""', b'"x","unknown"'),
        (b'"a@b.example"', b'"a b"'),
        (b"+00:00", b""),
        (b'"s"]', b'"s",1]'),
        (b"true", b"1"),
        (b"false", b"0"),
        (b',"",true', b',"made_up",true'),
        (b"000", b"xyz"),
        (b",1,", b",-1,"),
        (b'"t"', b"[]"),
        (b"]]]", b"]]"),
        (b'["n"', b'["n","n"'),
    ],
)
def test_a_document_of_another_shape_is_refused(old: bytes, new: bytes) -> None:
    """One field of another type, or a fault that there is not, spoils the whole answer."""
    assert with_document(FILE, GOOD)[0].text == "x"
    assert old in GOOD
    with pytest.raises(ValueError, match=r"."):
        with_document(FILE, GOOD.replace(old, new, 1))
