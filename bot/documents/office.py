"""The words of Word (.docx) and OpenDocument (.odt) files; macros, links, pictures and entities are never followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.documents.faults import Refused
from bot.documents.kinds import CHARACTERS
from bot.documents.opened import Document
from bot.documents.packed import archive, unpacked

_WORD_FILES = re.compile(r"word/(?:header\d{0,3}|document\d{0,3}|footnotes|endnotes)\.xml")
_WORD_ORDER = ("h", "d", "f", "e")  # the letterhead carries the date


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Which elements hold text, which are left out, and what stands for a break before or after one."""

    texts: frozenset[str]
    silent: frozenset[str]
    opens: dict[str, str] = field(default_factory=dict)
    closes: dict[str, str] = field(default_factory=dict)


_WORD = _Vocabulary(
    texts=frozenset({"t"}),
    silent=frozenset({"Fallback"}),  # the same words again for older programs; deleted text is no "t"
    opens={"br": "\n", "cr": "\n", "tab": "\t"},
    closes={"p": "\n", "tc": "\t"},
)
_OPEN = _Vocabulary(
    texts=frozenset({"p", "h"}),
    silent=frozenset({"tracked-changes", "annotation", "binary-data"}),
    opens={"line-break": "\n", "tab": "\t", "s": " "},
    closes={"p": "\n", "h": "\n", "table-cell": "\t"},
)


def read_docx(data: bytes) -> Document:
    """Letterhead, body and notes of a Word file. Raises Refused, and what zipfile and expat raise."""
    with archive(data) as source:
        entries = {entry.filename: entry for entry in source.infolist() if _WORD_FILES.fullmatch(entry.filename)}
        if not any(name.startswith("word/document") for name in entries):
            raise Refused("damaged")
        words = _Words(_WORD)
        for name in sorted(entries, key=lambda name: (_WORD_ORDER.index(name[5]), name)):
            if not words.add(unpacked(source, entries[name])):
                return Document(words.text(), "cut")
    return Document(words.text())


def read_odt(data: bytes) -> Document:
    """Letterhead and body of an OpenDocument text. Raises Refused, and what zipfile and expat raise."""
    with archive(data) as source:
        entries = {entry.filename: entry for entry in source.infolist()}
        if "META-INF/manifest.xml" in entries:
            manifest = b"".join(unpacked(source, entries["META-INF/manifest.xml"]))
            if b"encryption-data" in manifest:
                raise Refused("encrypted")
        if "content.xml" not in entries:
            raise Refused("damaged")
        words = _Words(_OPEN)
        for name in ("styles.xml", "content.xml"):
            if name in entries and not words.add(unpacked(source, entries[name])):
                return Document(words.text(), "cut")
    return Document(words.text())


class _Words:
    """Collects the words of one vocabulary: paragraphs as lines, cells apart; a document type is refused, unread."""

    def __init__(self, vocabulary: _Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kept: list[str] = []
        self._characters = 0
        self._silent = 0
        self._texts = 0

    def text(self) -> str:
        return "".join(self._kept)

    def add(self, pieces: Iterator[bytes]) -> bool:
        """One XML file is added; false where that made the text too long."""
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
        raise Refused("damaged")

    def _opens(self, name: str, _attributes: object) -> None:
        word = name.rpartition(" ")[2]
        self._silent += word in self._vocabulary.silent
        self._texts += word in self._vocabulary.texts
        self._keep(self._vocabulary.opens.get(word, ""))

    def _closes(self, name: str) -> None:
        word = name.rpartition(" ")[2]
        self._silent -= word in self._vocabulary.silent
        self._texts -= word in self._vocabulary.texts
        self._keep(self._vocabulary.closes.get(word, ""))

    def _says(self, text: str) -> None:
        if self._texts:
            self._keep(text)

    def _keep(self, text: str) -> None:
        if text and not self._silent:
            self._kept.append(text)
            self._characters += len(text)
