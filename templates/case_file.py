"""SPEAK in case files: the numbered index of what is kept of one case, as a page and as plain text; decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import css_inline

from store.messages import Office
from templates import one_line
from templates.pages import page_templates


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing in the file: its number, when it came or left, what it is, from whom, and the file that holds it.

    `sha256` is the hash of that file; both are "" where there is none, and a note then says why.
    """

    number: int
    on: str
    what: str
    who: str
    file: str
    sha256: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The index of a case file. `remarks` say what is not in it, and why; `records` are the tables kept beside it.

    `apart` is what parties with a line of their own wrote, and what they were answered by hand.
    """

    reference: str
    stands: str
    as_of: str
    remarks: tuple[str, ...]
    messages: tuple[Kept, ...]
    letters: tuple[Kept, ...]
    records: tuple[Kept, ...]
    apart: tuple[Kept, ...] = ()


def index_page(office: Office, file: CaseFile) -> str:
    """The index as HTML; whatever stands in mail arrives as harmless words."""
    html = page_templates().get_template("case_file.page.html").render(office=office, file=file)
    return css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False)


def index_text(office: Office, file: CaseFile) -> str:
    """The same in plain text."""
    return "\n".join(_lines(office, file)) + "\n"


def _lines(office: Office, file: CaseFile) -> Iterator[str]:
    yield f"Case file {file.reference}, {one_line(office.name)}"
    yield f"{file.stands}. {file.as_of}."
    yield from file.remarks
    parts = [("Messages", file.messages), ("Letters", file.letters), ("Records", file.records)]
    parts[2:2] = [("Other parties", file.apart)] if file.apart else []
    for heading, things in parts:
        yield f"\n{heading}: {len(things)}"
        for one in things:
            yield f"\n{one.number}. {one.on}  {one_line(one.what)}"
            yield f"   {one_line(one.who)}"
            yield from (f"   {one_line(note)}" for note in one.notes)
            if one.file:
                yield f"   {one.file}\n   SHA-256 {one.sha256}"
