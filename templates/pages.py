"""SPEAK in pages: what people of the office read and nobody edits; lays out what it is given, and decides nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from store.messages import CaseCard, Office
from templates import HERE, one_line


class Tone(StrEnum):
    """How pressing something is: it chooses a colour, and the words beside it say the same."""

    CALM = "calm"
    QUIET = "quiet"
    GOOD = "good"
    SOON = "soon"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Mail:
    """What became of one message, in words: one line of `done` for each thing that was done."""

    came: str
    subject: str
    sender: str
    taken_for: str
    tone: Tone
    done: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for a person; `reference` is "" where it belongs to no case."""

    reference: str
    what: str
    owner: str


@dataclass(frozen=True, slots=True)
class Post:
    """A day's post and what became of it."""

    told_on: str
    mails: tuple[Mail, ...]
    cases: int
    letters_sent: int
    asked_today: tuple[Asked, ...]
    asked_later: int

    @property
    def kinds(self) -> list[tuple[str, int, Tone]]:
        """What the mails were taken for, how many of each, the most frequent first."""
        counted = Counter(mail.taken_for for mail in self.mails)
        return [(kind, number, Tone.CALM) for kind, number in counted.most_common()]


def post_page(office: Office, post: Post) -> str:
    """The page that tells what became of a day's post, as HTML that mail clients and browsers show alike.

    Whatever stands in the mails arrives as harmless words.
    """
    html = page_templates().get_template("post.page.html").render(office=office, post=post)
    return css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False)


def card_page(office: Office, card: CaseCard) -> str:
    """The card of a case as HTML; whatever stands in mail arrives as harmless words."""
    html = page_templates().get_template("card.page.html").render(office=office, card=card)
    return css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False)


def note_page(office: Office, title: str, said: str) -> str:
    """The note that says what came of something a person did in Outlook, as HTML."""
    html = page_templates().get_template("note.page.html").render(office=office, title=title, said=said)
    return css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False)


@cache
def page_templates() -> Environment:
    """The templates of all pages; whatever is put into one is escaped and on one line, and a missing fact stops it."""
    return Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_words,
    )


def _words(value: object) -> object:
    """What a page shows of a value: our own marks as they are, anything else on one line."""
    return value if hasattr(value, "__html__") else one_line(str(value))
