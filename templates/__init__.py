"""SPEAK: one file, one letter, with its own subject and what it rests on; turns facts into words, decides nothing.

A letter is written once. When its file is first used, the style is set into its tags and its plain text is drawn from
the same words, so that both versions always say the same and a letter costs microseconds afterwards.
`templates.pages` lays out what people of the office read; nothing of it goes into a letter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path

import css_inline
from jinja2 import Environment, StrictUndefined, Template, TemplateError, UndefinedError

from store.messages import Office, Rendered
from templates.plain import plain

HERE = Path(__file__).parent
LAYOUT = "letter.layout.html"
STYLE = "mail.css"
PARTS = ("rests_on", "subject", "letter")

BLOCK = re.compile(r"{% block (\w+) %}\n?(.*?){% endblock %}", re.DOTALL)
BLANK_LINES = re.compile(r"\n{3,}")


class LetterError(Exception):
    """A letter cannot be written: there is no such letter, a fact is missing, or its file is not as it must be."""


@dataclass(frozen=True, slots=True)
class _Letter:
    subject: Template
    html: Template
    text: Template
    rests_on: str
    version: str


class Stationery:
    """The letters in one folder, each made ready once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ready: dict[str, _Letter] = {}
        self._offices: dict[Office, Office] = {}
        self._marked = Environment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self._marked.filters["needed"] = _needed
        self._plain = self._marked.overlay(autoescape=False)

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """The names of all letters, in order."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.html") if "." not in path.stem))

    def rests_on(self, letter: str) -> str:
        """The provision or promise a letter rests on. Raises LetterError where there is no such letter."""
        return self._letter(letter).rests_on

    def render(self, letter: str, office: Office, facts: Mapping[str, str]) -> Rendered:
        """The words of a letter; every fact is one harmless line in it, whatever it contains.

        Raises LetterError where there is no such letter or a fact is missing.
        """
        ready = self._letter(letter)
        words = {**{name: one_line(value) for name, value in facts.items()}, "office": self._office(office)}
        try:
            return Rendered(
                subject=one_line(ready.subject.render(words)),
                html=ready.html.render(words),
                text=BLANK_LINES.sub("\n\n", ready.text.render(words)).strip() + "\n",
                template_version=ready.version,
            )
        except TemplateError as fault:
            raise LetterError(f"The letter {letter!r} cannot be written: {fault.message}.") from fault

    def _office(self, office: Office) -> Office:
        if office not in self._offices:
            self._offices[office] = Office(**{name: one_line(value) for name, value in asdict(office).items()})
        return self._offices[office]

    def _letter(self, letter: str) -> _Letter:
        if letter not in self._ready:
            self._ready[letter] = self._make_ready(letter)
        return self._ready[letter]

    def _make_ready(self, letter: str) -> _Letter:
        if letter not in self.letters:
            raise LetterError(f"There is no letter called {letter!r}; there are {', '.join(self.letters)}.")
        source, layout, style = (self._read(name) for name in (f"{letter}.html", LAYOUT, STYLE))
        parts = dict(BLOCK.findall(source))
        if tuple(parts) != PARTS or BLOCK.sub("", source).strip():
            raise LetterError(f"{letter}.html must be made of these blocks and nothing else: {', '.join(PARTS)}.")
        whole = layout.replace("[subject]", parts["subject"]).replace("[letter]", parts["letter"])
        styled = css_inline.inline(whole.replace("[css]", style), keep_at_rules=True, load_remote_stylesheets=False)
        return _Letter(
            subject=self._plain.from_string(parts["subject"]),
            html=self._marked.from_string(styled),
            text=self._plain.from_string(plain(whole)),
            rests_on=parts["rests_on"].strip(),
            version=hashlib.sha256("\0".join((source, layout, style)).encode()).hexdigest()[:12],
        )

    def _read(self, name: str) -> str:
        return (self._folder / name).read_text(encoding="utf-8")


@cache
def _stationery() -> Stationery:
    return Stationery(HERE)


def letters() -> tuple[str, ...]:
    """The names of all letters there are, in order."""
    return _stationery().letters


def rests_on(letter: str) -> str:
    """The provision or promise a letter rests on. Raises LetterError where there is no such letter."""
    return _stationery().rests_on(letter)


def render(letter: str, office: Office, facts: Mapping[str, str]) -> Rendered:
    """The words of a letter from this office with these facts, as subject, HTML and plain text that say the same.

    Raises LetterError where there is no such letter or a fact is missing.
    """
    return _stationery().render(letter, office, facts)


def one_line(value: str) -> str:
    """The value on one line: line breaks, control characters and marks that turn the writing round become spaces."""
    if not value.isprintable():
        value = "".join(mark if mark.isprintable() else " " for mark in value)
    return " ".join(value.split())


def _needed(value: str) -> str:
    """The value, where the letter makes no sense without it."""
    if not value:
        raise UndefinedError("it makes no sense without its reference")
    return value
