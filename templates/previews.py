"""SPEAK in a list of all letters, from which each can be opened; lays out what it is given, and writes no letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from templates.pages import page_templates


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter as one invented person gets it; `file` is its name without ".html" or ".txt"."""

    file: str
    subject: str
    about: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One letter with all its sheets, and a line that tells what it is."""

    name: str
    told: str
    sheets: tuple[Sheet, ...]


def index(letters: Sequence[Shown]) -> str:
    """The page that lists all letters, as HTML."""
    return page_templates().get_template("preview.index.html").render(letters=letters)
