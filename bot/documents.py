"""The text of attached documents (PDF, DOCX, RTF, HTML, text, mail); runs only inside the reader's limited child.

Takes bytes and gives text, whatever the bytes are: no macro, script, picture, link or external entity is ever
followed, and what is read is bounded in pages, characters and unpacked bytes. Each foreign parser is loaded when the
first document of its kind comes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot import mime
from bot.mime.bodies import from_html
from bot.mime.charsets import decode, harmless
from store.messages import Attachment

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

BYTES = 30_000_000
PAGES = 30
CHARACTERS = 200_000
DOCUMENTS = 20  # of one message
ZIP_ENTRIES = 1_000
XML_BYTES = 40_000_000
XML_RATIO = 200  # unpacked to packed, above the first megabyte
FAULTS = frozenset({"encrypted", "damaged", "no_text", "too_big", "cut"})

_BY_ENDING = {
    "pdf": "pdf", "docx": "docx", "rtf": "rtf", "htm": "html", "html": "html", "txt": "text", "text": "text",
    "eml": "mail",
}  # fmt: skip
_BY_TYPE = {
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "text/html": "html",
    "text/plain": "text",
    "message/rfc822": "mail",
}
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_WORD_FILES = re.compile(r"word/(?:header\d{0,3}|document\d{0,3}|footnotes|endnotes)\.xml")
_WORD_ORDER = ("h", "d", "f", "e")  # the letterhead carries the date
_META_CHARSET = re.compile(rb"<meta[^<>]{1,200}?charset=[\"' ]{0,3}([A-Za-z0-9_:.-]{2,40})", re.I)
_RTF = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]++|([^\\{}\r\n]++)", re.I | re.S
)
_RTF_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata datastore listtable listoverridetable generator "
    b"fldinst latentstyles rsidtbl xmlnstbl".split()
)
_RTF_BREAKS = {b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t"}
_RTF_SIGNS = {b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"endash": "–", b"emdash": "—"}


class Document(NamedTuple):
    """What a document says, and the code of what is missing from it: one of FAULTS, "" where nothing is."""

    text: str
    fault: str = ""


class _Fault(Exception):
    """The document cannot be read; the argument is its code."""


def listed(attachments: Sequence[Attachment]) -> tuple[int, ...]:
    """Which of a message's files are documents to be read, by their place in the message; at most DOCUMENTS."""
    found = (
        number for number, file in enumerate(attachments) if not file.inline and _kind(file.name, file.content_type)
    )
    return tuple(found)[:DOCUMENTS]


def text_of(name: str, content_type: str, data: bytes) -> Document:
    """The text of one attached file, which its name and type say is a document; never raises.

    "encrypted", "damaged", "no_text" (a scan) and "too_big" come with no text, "cut" with its beginning.
    """
    reader = _READERS.get(_kind(name, content_type))
    if reader is None:
        return Document("", "damaged")
    if len(data) > BYTES:
        return Document("", "too_big")
    try:
        text, fault = reader(data)
    except _Fault as reason:
        return Document("", str(reason))
    except MemoryError:
        return Document("", "too_big")
    except Exception:  # noqa: BLE001 – foreign parsers on hostile bytes raise anything; their words may quote the file
        return Document("", "damaged")
    text = harmless(text).translate(_LIGATURES).strip()
    if not text:
        return Document("", fault or "no_text")
    return Document(text[:CHARACTERS], fault or ("cut" if len(text) > CHARACTERS else ""))


def _kind(name: str, content_type: str) -> str:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return _BY_ENDING.get(ending) or _BY_TYPE.get(content_type.lower().partition(";")[0].strip(), "")


def _pdf(data: bytes) -> Document:
    if b"%PDF-" not in data[:1024]:
        raise _Fault("damaged")
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # what it logs quotes the file
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _Fault("encrypted")
    count = len(reader.pages)
    texts: list[str] = []
    for number in range(min(count, PAGES)):
        texts.append(reader.pages[number].extract_text())
        if sum(map(len, texts)) > CHARACTERS:
            break
    texts += [f"{name}: {value}" for name, value in reader.get_form_text_fields().items() if value]
    return Document("\n".join(texts), "cut" if count > PAGES and any(texts) else "")


def _docx(data: bytes) -> Document:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _Fault("encrypted" if _ENCRYPTED_OFFICE in data else "damaged")
    from zipfile import ZipFile

    if data.count(b"PK\x01\x02") > ZIP_ENTRIES:
        raise _Fault("too_big")
    with ZipFile(io.BytesIO(data)) as archive:
        entries = {entry.filename: entry for entry in archive.infolist() if _WORD_FILES.fullmatch(entry.filename)}
        if not any(name.startswith("word/document") for name in entries):
            raise _Fault("damaged")
        words = _WordText()
        for name in sorted(entries, key=lambda name: (_WORD_ORDER.index(name[5]), name)):
            if not words.add(_unpacked(archive, entries[name])):
                return Document(words.text(), "cut")
    return Document(words.text())


def _unpacked(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    """The bytes of one entry piece by piece, for as long as they are no bomb."""
    from zipfile import ZIP_DEFLATED, ZIP_STORED

    if entry.flag_bits & 1:
        raise _Fault("encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _Fault("damaged")
    most, size = min(XML_BYTES, max(1_000_000, XML_RATIO * entry.compress_size)), 0
    with archive.open(entry) as stream:
        while piece := stream.read(65_536):
            size += len(piece)
            if size > most:
                raise _Fault("too_big")
            yield piece


class _WordText:
    """Collects the words of WordprocessingML: paragraphs as lines, cells apart; deleted text and fallbacks left out."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._characters = 0
        self._fallbacks = 0
        self._in_text = False

    def text(self) -> str:
        return "".join(self._kept)

    def add(self, pieces: Iterator[bytes]) -> bool:
        """One XML file is added; false where that made the text too long. A document type is refused, unread."""
        from xml.parsers import expat

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse  # without one there are no entities at all
        parser.StartElementHandler = self._opens
        parser.EndElementHandler = self._closes
        parser.CharacterDataHandler = self._says
        for piece in pieces:
            parser.Parse(piece, False)
            if self._characters > CHARACTERS:
                return False
        parser.Parse(b"", True)
        return True

    def _refuse(self, *_: object) -> None:
        raise _Fault("damaged")

    def _opens(self, name: str, _attributes: object) -> None:
        word = name.rpartition(" ")[2]
        if word == "Fallback":
            self._fallbacks += 1
        elif word == "t":
            self._in_text = True
        elif word in ("br", "cr", "tab"):
            self._keep("\t" if word == "tab" else "\n")

    def _closes(self, name: str) -> None:
        word = name.rpartition(" ")[2]
        if word == "Fallback":
            self._fallbacks -= 1
        elif word == "t":
            self._in_text = False
        elif word in ("p", "tc"):
            self._keep("\n" if word == "p" else "\t")

    def _says(self, text: str) -> None:
        if self._in_text:
            self._keep(text)

    def _keep(self, text: str) -> None:
        if not self._fallbacks:
            self._kept.append(text)
            self._characters += len(text)


def _rtf(data: bytes) -> Document:
    """The plain words of rich text; tables of fonts, pictures and other machinery are passed over."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise _Fault("damaged")
    kept: list[str] = []
    silent, outer, skip = False, [False], 0
    for found in _RTF.finditer(data):
        word, number, byte, sign, brace, text = found.groups()
        if brace == b"{":
            outer.append(silent)
        elif brace == b"}":
            silent = outer.pop() if outer else False
        elif word in _RTF_SILENT or sign == b"*":
            silent = True
        elif silent:
            continue
        elif word == b"u" and number:
            kept.append(chr(int(number) % 65_536))
            skip = 1
        elif skip and (byte or text):  # what stands in for a character that older programs cannot show
            kept.append(text[1:].decode("cp1252", "replace") if text else "")
            skip = 0
        elif byte:
            kept.append(bytes.fromhex(byte.decode("ascii")).decode("cp1252", "replace"))
        elif text:
            kept.append(text.decode("cp1252", "replace"))
        elif word:
            kept.append(_RTF_BREAKS.get(word.lower()) or _RTF_SIGNS.get(word.lower(), ""))
        elif sign in (b"\\", b"{", b"}", b"~"):
            kept.append(" " if sign == b"~" else sign.decode("ascii"))
    return Document("".join(kept))


def _html(data: bytes) -> Document:
    meta = _META_CHARSET.search(data, 0, 4_000)
    text, _ = decode(data[: 4 * CHARACTERS], meta[1].decode("ascii") if meta else "")
    return Document(from_html(harmless(text)), "cut" if len(data) > 4 * CHARACTERS else "")


def _plain(data: bytes) -> Document:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text, _ = decode(data[: 4 * CHARACTERS], "utf-16" if marked else "")
    return Document(text, "cut" if len(data) > 4 * CHARACTERS else "")


def _mail(data: bytes) -> Document:
    """An attached message as its reader would see it, with the lines a forwarded mail begins with."""
    try:
        inner = mime.read(data)
    except mime.Unreadable:
        raise _Fault("damaged") from None
    if not inner.text:
        raise _Fault("no_text")
    sent = next(iter(inner.header("date")), "")
    head = (f"From: {inner.sender_name} <{inner.sender}>", f"Date: {sent}", f"Subject: {inner.subject}")
    return Document("\n".join((*head, "", inner.text)))


_READERS: dict[str, Callable[[bytes], Document]] = {
    "pdf": _pdf, "docx": _docx, "rtf": _rtf, "html": _html, "text": _plain, "mail": _mail,
}  # fmt: skip
