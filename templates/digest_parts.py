"""The parts a digest is made of, as plain words; lays out nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from templates.pages import Tone


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or a few."""

    kind: ClassVar[str] = "said"
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table: with a tone on a coloured ground; a `case` may lead to its page."""

    words: str
    tone: Tone | None = None
    case: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A table; `columns` are headings with their kind as in `page.macros.html`. The first cell heads its row."""

    kind: ClassVar[str] = "facts"
    caption: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers beside bars that compare them."""

    kind: ClassVar[str] = "bars"
    caption: str
    what: str
    unit: str
    bars: Sequence[tuple[str, int, Tone]]


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of the trend; `words` say what it shows."""

    kind: ClassVar[str] = "picture"
    words: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and what stands under it."""

    title: str
    parts: Sequence[Said | Facts | Bars | Picture]
