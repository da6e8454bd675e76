"""Small true files out of plain text, with the standard library; nothing in them is packed or dated."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from html import escape
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_ODT = "application/vnd.oasis.opendocument.text"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_MANIFEST = (
    f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_PICTURE = (
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP////////////////////////////////////////////////////////////////////////////"
    "//////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(text: str) -> bytes:
    """A DOCX of one paragraph a line."""
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line, quote=False)}</w:t></w:r></w:p>'
        for line in text.splitlines()
    )
    body = f'<w:document xmlns:w="{_WORDS}"><w:body>{paragraphs}</w:body></w:document>'
    document = f'<?xml version="1.0" encoding="UTF-8"?>{body}'
    return _zip({"[Content_Types].xml": _CONTENT_TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document})


def odt(text: str) -> bytes:
    """An ODT of one paragraph a line."""
    paragraphs = "".join(f"<text:p>{escape(line, quote=False)}</text:p>" for line in text.splitlines())
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{_OASIS}:office:1.0" xmlns:text="{_OASIS}:text:1.0"'
        f' office:version="1.2"><office:body><office:text>{paragraphs}</office:text></office:body>'
        "</office:document-content>"
    )
    return _zip({"mimetype": _ODT, "content.xml": content, "META-INF/manifest.xml": _MANIFEST})


def rtf(text: str) -> bytes:
    """An RTF of one paragraph a line; what is not ASCII is written as its number."""
    marked = text.replace("\\", r"\\").replace("{", r"\{").replace("}", r"\}").replace("\n", "\\par\n")
    units = marked.encode("utf-16-le")
    signs = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
    words = "".join(chr(sign) if sign < 128 else rf"\u{sign - 65536 if sign > 32767 else sign}?" for sign in signs)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Calibri;}}}}\n\\f0\\fs22 {words}\\par\n}}\n".encode("ascii")


def plain(text: str) -> bytes:
    """The text itself."""
    return f"{text}\n".encode()


def picture(text: str) -> bytes:
    """A JPEG of one grey dot, whatever the text says: nothing in it can be read."""
    return b64decode(_PICTURE)


def pdf(text: str) -> bytes:
    """A PDF of one page in Helvetica, one line below the other; characters are those of Windows-1252."""
    shown = "".join(f"({_in_pdf(line)}) Tj T*\n" for line in text.splitlines())
    stream = f"BT /F1 9 Tf 11 TL 40 800 Td\n{shown}ET".encode("cp1252")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return _with_table(objects)


def _zip(parts: Mapping[str, str]) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_STORED) as file:
        for name, part in parts.items():
            file.writestr(ZipInfo(name), part)
    return held.getvalue()


def _in_pdf(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _with_table(objects: tuple[bytes, ...]) -> bytes:
    """These objects as a file, with the table that says where each begins."""
    file, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    return file + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))
