"""SPEAK each morning: the manager's digest as a page and as plain text that says the same; decides and counts nothing.

Both are drawn from the same parts, so that nothing can stand in the one and be missing in the other. A picture only
shows again what the table under it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import css_inline

from store.messages import Office, Rendered
from store.messages.digest import DigestData
from templates import one_line
from templates.digest_days import day_in_words
from templates.digest_parts import Bars, Block, Cell, Facts, Picture, Said
from templates.digest_words import blocks, lead, subject, tiles
from templates.pages import Tone, page_templates

PICTURE = "trend"
"""The content id of the picture of the trend."""
VERSION = "digest-1"
_WIDE = 78


@dataclass(frozen=True, slots=True)
class DigestPage:
    """The page as its template takes it; a case reference leads below `link_base`, "" for nowhere."""

    told_on: str
    title: str
    lead: tuple[str, str]
    tiles: Sequence[tuple[str, str, str, Tone]]
    blocks: Sequence[Block]
    link_base: str


def render_digest(office: Office, data: DigestData, *, picture: bool, link_base: str = "") -> Rendered:
    """The digest as subject, HTML and text; a place for a `picture` says in words what it shows."""
    told = list(blocks(data, picture=picture))
    page = DigestPage(day_in_words(data.day), "Daily digest", lead(data), tiles(data), told, link_base)
    html = page_templates().get_template("digest.page.html").render(office=office, page=page, cid=PICTURE)
    return Rendered(
        subject=subject(data),
        html=css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False),
        text=_text(office, page),
        template_version=VERSION,
    )


def _text(office: Office, page: DigestPage) -> str:
    lines = [f"{office.name}", f"Daily digest, {page.told_on}", "", " ".join(filter(None, page.lead)), ""]
    lines += [f"{label}: {number}{f' ({note})' if note else ''}" for label, number, note, _ in page.tiles]
    for block in page.blocks:
        lines += ["", block.title.upper()]
        for part in block.parts:
            lines += _lines(part)
    lines += ["", "This mail names cases only by their reference, so it may be forwarded inside the office."]
    return "\n".join(one_line(line) if line.strip() else "" for line in lines) + "\n"


def _lines(part: Said | Bars | Facts | Picture) -> Iterator[str]:
    if isinstance(part, Said):
        yield part.words
    elif isinstance(part, Bars):
        yield f"{part.caption}:"
        yield from (f"- {label}: {number}" for label, number, _ in part.bars)
    elif isinstance(part, Facts):
        yield f"{part.caption}:"
        for row in part.rows:
            first, *rest = row
            told = (_told(heading, cell) for (heading, _), cell in zip(part.columns[1:], rest, strict=True))
            yield f"- {first.words}: {', '.join(filter(None, told))}"


def _told(heading: str, cell: Cell) -> str:
    if not cell.words:
        return ""
    return cell.words if heading in ("Why", "What") else f"{heading.lower()} {cell.words}"
