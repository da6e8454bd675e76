"""What the demonstration tells at its end: a table, the same as a page, the totals and where everything lies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.demo import day as demo_day
from bot.prompt.show import letter_lines, mail_line, question_lines
from bot.service import Service
from store import received
from store.received import MessageLine
from store.terms import LetterState, Place
from templates import pages
from templates.pages import Tone

if TYPE_CHECKING:
    from rich.console import Console

_WIDE = 160
_NARROW, _BROAD = (27, 16, 32), (48, 23, 54)
"""Columns for the mail, what it was taken for and what was done, on a screen and on paper; the rest is for the why."""


def tell_mail(post: pages.Post, console: Console) -> None:
    """The table of the morning has been printed."""
    from rich.table import Table
    from rich.text import Text

    mail, taken, did = _NARROW if console.width < _WIDE else _BROAD
    why = max(24, console.width - len("Mon 00:00") - mail - taken - did - 8)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("came", no_wrap=True)
    table.add_column("mail", width=mail)
    table.add_column("taken for", width=taken)
    table.add_column("what the bot did", width=did)
    table.add_column("why", width=why)
    for row in post.mails:
        subject, sender = (_cut(words, mail) for words in (row.subject, f"  {row.sender}"))
        cells = (
            row.came,
            f"{subject}\n{sender}",
            row.taken_for,
            "\n".join(row.done),
            _first_reason(row.why, 3 * why - 12),
        )
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    console.print()


def _first_reason(reasons: str, length: int) -> str:
    """Every reason where there is room; else the first, and what put the message before others."""
    if len(reasons) <= length:
        return reasons
    first = reasons.partition(") and the ")[0].rstrip(".)") + ")"
    _, comma, pressing = reasons.partition(", and put first")
    return _cut(first, length) if not comma else f"{_cut(first, length - 20)} – first{pressing}"


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


def told(service: Service) -> pages.Post:
    """The whole morning, as the table and the page tell it."""
    today = service.clock.now().date()
    with service.reading() as tx:
        cases = {line.reference for line in received.lines(tx) if line.reference}
        sent = sum(one["state"] == LetterState.CONFIRMED for one in letter_lines(tx, everything=True))
        asked = list(question_lines(tx))
    due = [one for one in asked if date.fromisoformat(str(one["due_on"])) <= today]
    return pages.Post(
        told_on=f"{today:%A} {today.day} {today:%B %Y}",
        mails=tuple(_rows(service)),
        cases=len(cases),
        letters_sent=sent,
        asked_today=tuple(pages.Asked(one["reference"] or "", one["text"], one["owner"]) for one in due),
        asked_later=len(asked) - len(due),
    )


def _rows(service: Service) -> Iterator[pages.Mail]:
    """Every message, in the order in which they came."""
    post = {mail.key: mail for mail in demo_day.the_post()}
    opened: set[str] = set()
    with service.reading() as tx:
        lines = list(received.lines(tx))
        cases = {line.item: line.reference or "" for line in lines}
        unread = {one["about"]: str(one["text"]) for one in question_lines(tx) if one["code"] == "read_by_hand"}
        once: dict[str, MessageLine] = {}
        for line in lines:  # a message with several letters has several lines
            once.setdefault(line.item, line)
        for line in once.values():
            history = (mail_line(tx, line.id) or {}).get("history", ())
            understood: Mapping[str, object] = next(
                (one["details"] for one in history if one["action"] == "understood"), {}
            )
            mail = post[line.item]
            reference = line.reference or ""
            yield pages.Mail(
                came=f"{mail.at:%a %H:%M}",
                subject=(mail.subject or "(no subject)").replace("{reference}", cases.get(mail.answers, "")),
                sender=mail.sender.partition("<")[0].strip() or mail.sender,
                taken_for=line.kind.replace("_", " ") or "(not readable)",
                tone=_tone(service, line),
                done=(*_where(line, first=reference not in opened), _answer(line, understood)),
                why=_reasons(str(understood.get("why", "")) or unread.get(f"intake:{line.id}", "")),
            )
            opened.add(reference)


def _tone(service: Service, line: MessageLine) -> Tone:
    """How pressing a message is, by the folder it lies in."""
    places = {
        Place.URGENT: Tone.NOW,
        Place.UNSURE: Tone.SOON,
        Place.COULD_NOT_READ: Tone.SOON,
        Place.MACHINES: Tone.QUIET,
        Place.UNWANTED: Tone.QUIET,
    }
    return next((tone for place, tone in places.items() if line.folder == service.folders[place]), Tone.CALM)


def _where(line: MessageLine, *, first: bool) -> Iterator[str]:
    """The case it opened or joined, and the folder it lies in where that is not the case's own."""
    folder = line.folder.removeprefix(".Reviews.").replace(".", " / ")
    if line.reference:
        yield f"{'opened' if first else 'joined'} {line.reference}"
    if not line.reference or line.reference.replace("/", "-") not in folder:
        yield f"→ {folder}"


def _answer(line: MessageLine, understood: Mapping[str, object]) -> str:
    """The letter that was sent, or why there is none."""
    if line.letter:
        return f"sent: {line.letter}"
    if line.may_acknowledge:
        return "no letter: answered minutes ago"
    return f"no letter: {understood.get('answer', 'a person reads it first')}"


def _reasons(said: str) -> str:
    """The reasons alone: what it was taken for stands beside them, and `mail show` has the rest."""
    _, because, reasons = said.partition(", because ")
    return reasons if because else said.removeprefix("A message could not be read. ")


def tell_numbers(post: pages.Post, console: Console) -> None:
    """The totals have been printed in one line."""
    due = len(post.asked_today)
    console.print(
        f"{len(post.mails)} messages · {post.cases} cases · {post.letters_sent} letters sent · "
        f"{due + post.asked_later} questions for a person, {due} of them today\n"
    )


def tell_places(service: Service, console: Console, folder: Path, page: Path) -> None:
    """Where everything lies, and what to try next, has been printed."""
    with service.reading() as tx:
        mail = list(received.lines(tx))
    case = next((line.reference for line in mail if line.reference), "")
    odd = next((line.id for line in mail if line.folder == service.folders[Place.URGENT]), 1)
    command = f"{os.path.relpath(sys.argv[0])}"
    chosen = f"--config {folder}/config.toml"
    lines = (
        ("Where it all lies", ""),
        ("  result", f"{page}   all of this on one page, for a browser"),
        (
            "  mailbox",
            f"{folder}/mail          opens in any mail program that knows Maildir",
        ),
        ("  letters", f"{folder}/mail/.Sent    what the bot sent"),
        ("  cases", f"{folder}/store         encrypted; the commands below read it"),
        ("", ""),
        ("What to try next", ""),
        ("  one case", f"{command} case show {case} {chosen}"),
        ("  one mail", f"{command} mail show {odd} {chosen}"),
        ("  papers", f"{command} papers show {case} {chosen}"),
        ("  what waits", f"{command} question list {chosen}"),
        ("", ""),
        (f"Run it again and nothing is new. Remove the folder {folder} to start over.", ""),
    )
    for name, words in lines:
        console.print(f"{name:<14}{words}".rstrip(), soft_wrap=True)
