"""Draws a letter's plain text from its HTML, word for word; reads our own few tags and nothing from outside."""

from __future__ import annotations

from html.parser import HTMLParser

SILENT = frozenset({"head", "style", "title"})
PARAGRAPHS = frozenset({"h1", "h2", "ul", "div", "p"})
CLOSE = frozenset({"inset", "sender", "shown"})
"""The classes of those parts whose lines stay together."""


def plain(html: str) -> str:
    """The body's words in their order: a blank line between parts, a dash before each item of a list.

    What stands between the tags is kept as it is, so a template's own marks stay working.
    """
    drawing = _Drawing()
    drawing.feed(html)
    drawing.close()
    return "".join(drawing.pieces)


class _Drawing(HTMLParser):
    """Collects the words; `silent` names the tag whose content nobody reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = ""
        self.inset = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a part of the letter on a line of its own."""
        if tag in SILENT:
            self.silent = self.silent or tag
        elif tag == "li":
            self.pieces.append("- ")
        if tag == "div":
            self.inset = dict(attrs).get("class") or ""

    def handle_endtag(self, tag: str) -> None:
        """Ends a part of the letter; lines of a part that is kept close stay together."""
        if tag == self.silent:
            self.silent = ""
        elif tag in PARAGRAPHS and not (tag == "p" and self.inset in CLOSE):
            self.pieces.append("\n")
        if tag == "div":
            self.inset = ""

    def handle_data(self, data: str) -> None:
        """Keeps the words, line breaks included: a template has one line for each part."""
        if not self.silent:
            self.pieces.append(data)
