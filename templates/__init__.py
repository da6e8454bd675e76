"""SPEAK: one file, one letter, with its own subject and what it rests on; turns facts into words, decides nothing.

A letter is written once. When its file is first used, the house's own parts (square brackets: layouts and
`letter.macros.html`) are put in, the style is set into its tags and its plain text is drawn from the same words, so
that both versions always say the same. Then only facts (curly brackets) are filled in, which costs microseconds.
`templates.pages` lays out what people of the office read; nothing of it goes into a letter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property
from html import escape
from pathlib import Path
from typing import Any, NoReturn

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError, UndefinedError, meta

from store.messages import Office, Rendered
from templates.plain import plain

HERE = Path(__file__).parent
PARTS_OF_THE_HOUSE = "letter.macros.html"
STYLE, LARGE_STYLE = "mail.css", "large.css"
PARTS = ("rests_on", "subject", "letter")

GAP = "[CASEWORKER"
"""How every gap begins that a person has to fill in; no letter in which it still stands may leave."""

Words = str | Sequence[str]
"""A fact: one line of words, or a list of such lines."""

COMMENT = re.compile(r"\[#.*?#\]", re.DOTALL)
BLOCK = re.compile(r"\[% block (\w+) %\].*?\[% endblock %\]", re.DOTALL)
EXTENDS = re.compile(r'\[% extends "([a-z]+)\.layout\.html" %\]')
BLANK_LINES = re.compile(r"\n{3,}")
FIRST_LINE = re.compile(r'<div [^>]*class="letter"[^>]*>')
DAY_AND_MONTH = re.compile(r"\b\d{1,2} [A-Z][a-z]+\b")


class LetterError(Exception):
    """A letter cannot be written: there is no such letter, a fact is missing, or its file is not as it must be."""


@dataclass(frozen=True, slots=True)
class _Letter:
    subject: Template
    html: Template
    large: Template
    text: Template
    layout: str
    rests_on: str
    names: frozenset[str]
    version: str


class _Empty(StrictUndefined):
    """A fact without words: a letter may ask whether it is there, and cannot be written with it."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]  # a letter may ask for it, where StrictUndefined refuses
        return False


class Stationery:
    """The letters in one folder, each made ready once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ready: dict[str, _Letter] = {}
        self._offices: dict[Office, Office] = {}
        self._marked = Environment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self._marked.filters |= {"day_and_month": _day_and_month, "unknown": _unknown}
        self._plain = self._marked.overlay(autoescape=False)

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """The names of all letters, in order."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.html") if "." not in path.stem))

    def rests_on(self, letter: str) -> str:
        """The provision or promise a letter rests on. Raises LetterError where there is no such letter."""
        return self._letter(letter).rests_on

    def layout(self, letter: str) -> str:
        """Which layout a letter has, without ".layout.html". Raises LetterError where there is no such letter."""
        return self._letter(letter).layout

    def names(self, letter: str) -> frozenset[str]:
        """The names of all facts a letter speaks or asks of. Raises LetterError where there is no such letter."""
        return self._letter(letter).names

    def render(self, letter: str, office: Office, facts: Mapping[str, Words]) -> Rendered:
        """The words of a letter; every fact is one harmless line in it, or a list of them, whatever it contains.

        Where large print was agreed the letter is in large print. Raises LetterError where there is no such letter, or
        a fact it speaks of is missing or empty.
        """
        ready = self._letter(letter)
        words = {**{name: _harmless(name, value) for name, value in facts.items()}, "office": self._office(office)}
        large = any("large print" in agreed.casefold() for agreed in facts.get("adjustments", ()))
        try:
            return Rendered(
                subject=one_line(ready.subject.render(words)),
                html=(ready.large if large else ready.html).render(words),
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
        source = COMMENT.sub("", self._read(f"{letter}.html"))
        layout, blocks = EXTENDS.findall(source), BLOCK.findall(source)
        if len(layout) != 1 or set(PARTS) - set(blocks) or EXTENDS.sub("", BLOCK.sub("", source)).strip():
            raise LetterError(f"{letter}.html must name its layout and be made of blocks alone: {', '.join(PARTS)}.")
        try:
            return self._assembled(self._house.get_template(f"{letter}.html"), layout[0])
        except TemplateError as fault:
            raise LetterError(f"{letter}.html is not as it must be: {fault.message}.") from fault

    def _assembled(self, file: Template, layout: str) -> _Letter:
        subject, rests_on = ("".join(file.blocks[part](file.new_context())).strip() for part in ("subject", "rests_on"))
        whole, style = file.render(), self._read(STYLE)
        large = style + self._read(LARGE_STYLE)
        return _Letter(
            subject=self._plain.from_string(subject),
            html=self._marked.from_string(_styled(whole, style)),
            large=self._marked.from_string(_styled(whole, large)),
            text=self._plain.from_string(plain(whole)),
            layout=layout,
            rests_on=rests_on,
            names=frozenset(meta.find_undeclared_variables(self._marked.parse(subject + whole)) - {"office"}),
            version=hashlib.sha256("\0".join((subject, whole, large)).encode()).hexdigest()[:12],
        )

    @cached_property
    def _house(self) -> Environment:
        """Puts the house's own parts into a letter's file; knows no fact."""
        brackets = ("[%", "%]", "[[", "]]", "[#", "#]")
        house = Environment(
            *brackets,
            loader=FileSystemLoader(self._folder),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - our own files; what comes from outside is escaped when it is filled in
            trim_blocks=True,
            lstrip_blocks=True,
        )
        house.globals["GAP"] = GAP
        parts = house.get_template(PARTS_OF_THE_HOUSE).module
        house.globals |= {name: part for name, part in vars(parts).items() if not name.startswith("_")}
        return house

    def _read(self, name: str) -> str:
        return (self._folder / name).read_text(encoding="utf-8")


@cache
def stationery() -> Stationery:
    """The letters of this house."""
    return Stationery(HERE)


def letters() -> tuple[str, ...]:
    """The names of all letters there are, in order."""
    return stationery().letters


def rests_on(letter: str) -> str:
    """The provision or promise a letter rests on. Raises LetterError where there is no such letter."""
    return stationery().rests_on(letter)


def render(letter: str, office: Office, facts: Mapping[str, Words]) -> Rendered:
    """The words of a letter from this office with these facts, as subject, HTML and plain text that say the same.

    Raises LetterError where there is no such letter, or a fact it speaks of is missing or empty.
    """
    return stationery().render(letter, office, facts)


def marked(words: Rendered, marking: str) -> Rendered:
    """The letter with how it is to be handled before everything else: in its subject and as its first line."""
    line = f'<p style="margin: 0 0 12px 0;"><strong>{escape(marking)}</strong></p>'
    return replace(
        words,
        subject=f"{marking} {words.subject}",
        html=FIRST_LINE.sub(lambda found: found[0] + line, words.html, count=1),
        text=f"{marking}\n\n{words.text}",
    )


def one_line(value: str) -> str:
    """The value on one line: line breaks, control characters and marks that turn the writing round become spaces."""
    if not value.isprintable():
        value = "".join(mark if mark.isprintable() else " " for mark in value)
    return " ".join(value.split())


def _styled(whole: str, style: str) -> str:
    with_style = whole.replace("/* style */", style)
    return str(css_inline.inline(with_style, keep_at_rules=True, load_remote_stylesheets=False))


def _harmless(name: str, value: Words) -> object:
    words = one_line(value) if isinstance(value, str) else tuple(one_line(line) for line in value)
    return words or _Empty(f"the fact {name!r} has no words")


def _day_and_month(value: Any) -> str:
    """The day and month of a date in words: "4 December" of "Friday 4 December 2026"."""
    found = DAY_AND_MONTH.search(str(value))
    return found[0] if found else str(value)


def _unknown(value: Any) -> NoReturn:
    """Stops a letter that has no words for this value."""
    raise UndefinedError(f"it has no words for {str(value)!r}")
