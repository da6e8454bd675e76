"""Makes the letters of the demonstration, as PDF and as DOCX, out of plain lines; the same bytes each time."""

from __future__ import annotations

import io
import textwrap
import zipfile
from html import escape

_ACROSS = 88
_DOWN = 52
_THEN = (2026, 11, 20, 9, 0, 0)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES = "application/vnd.openxmlformats-"


def pdf(text: str) -> bytes:
    """These lines as a PDF in Helvetica, as many A4 pages as they need."""
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, _ACROSS) or [""]]
    pages = [lines[at : at + _DOWN] for at in range(0, len(lines), _DOWN)]
    leaves = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{leaves}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        shown = b"\n".join(b"(" + _in_pdf(line) + b") '" for line in page)
        stream = b"BT /F1 11 Tf 14 TL 60 800 Td\n" + shown + b"\nET"
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * number),
            b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        ]
    return _with_index(objects)


def docx(text: str) -> bytes:
    """These lines as a Word document, a paragraph each."""
    told = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line, quote=False)}</w:t></w:r></w:p>'
        for line in text.splitlines()
    )
    main = f"{_TYPES}officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_TYPES}package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{told}</w:body></w:document>',
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            package.writestr(zipfile.ZipInfo(name, _THEN), head + part, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _in_pdf(line: str) -> bytes:
    marked = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return marked.encode("cp1252", "replace")


def _with_index(objects: list[bytes]) -> bytes:
    """The objects with the table of where each begins, which every PDF ends with."""
    written, begins = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        begins.append(len(written))
        written += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    index = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, index)
    return bytes(written)
