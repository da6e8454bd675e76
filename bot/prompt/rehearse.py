"""What recognition as it is now would make of old mail, beside what was made of it; sends, files and keeps nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.casework.aims import targets
from bot.mime import Unreadable, received_at
from bot.prompt.show import Line
from bot.reader import Reader
from handlers import post
from handlers.evidence import CueTable
from handlers.opinion import Opinion
from handlers.reading import references
from handlers.understanding import understand
from handlers.working_days import WorkingDays
from store import cases, letter_search
from store.engine import Store, Tx
from store.messages import Incoming, KnownCase
from store.recorded import recorded
from store.terms import Quote, WhyNot, london_date

if TYPE_CHECKING:
    from config.sections import OfficeSection

_HEAD = 32_000
_SUBJECT = 60
OURS = frozenset({".Sent", ".Drafts"})
OUR_FILES = (".reviews-bot", ".reviews-card")
"""How the names of drafts and cards of ours end in a Maildir, wherever people put them."""
CHANGES = ("kind", "flags", "may_acknowledge", "why_not")


@dataclass(frozen=True, slots=True)
class Brought:
    """One old message: its bytes, what they say (None where they cannot be read), when it came, and what came before.

    `held` are the marks of the messages before it, by which a copy is known.
    """

    raw: bytes
    incoming: Incoming | None
    received_at: datetime
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message is taken to be, and whether it may be answered; `kind` is None for what cannot be read."""

    kind: str | None = None
    flags: frozenset[str] = frozenset()
    may_acknowledge: bool = False
    why_not: str | None = WhyNot.UNREADABLE
    reasons: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a message is read beside: its case, our own letters it names, and whether it is a copy of another.

    Where `is_a_copy` is None, the messages before it tell.
    """

    is_a_copy: bool | None = None
    case: KnownCase | None = None
    own_ids: frozenset[str] = frozenset()


Before = Callable[[Brought], tuple[Setting, Verdict | None]]
"""Beside what a message is to be read, and what was made of it before; None where nothing was."""


@dataclass(frozen=True)
class Judge:
    """Recognition and plan of one office, as the service would come to them."""

    office: OfficeSection
    opinion: Opinion | None = None
    days: WorkingDays = field(default_factory=WorkingDays)

    def verdict(self, one: Brought, setting: Setting, cues: CueTable) -> tuple[Verdict, frozenset[str]]:
        """What these cue tables make of a message, and the marks by which its copies are known."""
        if one.incoming is None:
            return Verdict(), frozenset()
        read = understand(
            one.incoming,
            setting.case,
            self.office.domains(),
            cues,
            setting.own_ids,
            received_at=one.received_at,
            days=self.days,
            opinion=self.opinion,
        )
        marks = frozenset({one.incoming.fingerprint, read.matter} - {""})
        day = london_date(one.received_at)
        plan = post.plan(
            one.incoming,
            read.recognition,
            setting.case,
            received_on=day,
            today=day,
            days=self.days,
            duplicate=not marks.isdisjoint(one.held) if setting.is_a_copy is None else setting.is_a_copy,
            targets=targets(self.office),
            assessed=read.assessed,
        )
        answer, seen = plan.may_acknowledge, read.recognition
        return Verdict(seen.kind, frozenset(seen.flags), answer.may, answer.why_not, seen.reasons), marks


def nothing_before(_one: Brought) -> tuple[Setting, None]:
    """As new mail, with nothing to compare."""
    return Setting(), None


def by_other_cues(judge: Judge, cues: CueTable) -> Before:
    """As new mail, compared with what these cue tables make of it."""

    def before(one: Brought) -> tuple[Setting, Verdict]:
        return Setting(), judge.verdict(one, Setting(), cues)[0]

    return before


def as_recorded(store: Store, prefix: str, now: datetime) -> Before:
    """Beside its case as that stands now, compared with what is on record; as new mail where it was never received."""

    def before(one: Brought) -> tuple[Setting, Verdict | None]:
        incoming = one.incoming or Incoming()
        with store.reading(now) as tx:
            found = recorded(tx, sha256=hashlib.sha256(one.raw).hexdigest(), fingerprint=incoming.fingerprint)
            if found is None:
                return Setting(), None
            setting = Setting(found.is_a_copy, *beside(tx, incoming, prefix))
        capped = found.why_not in (WhyNot.CAP, WhyNot.BY_HAND)  # recognition had let it be answered
        why_not = None if capped else found.why_not or None
        return setting, Verdict(found.kind or None, found.flags, found.may_acknowledge or capped, why_not)

    return before


def beside(tx: Tx, incoming: Incoming, prefix: str) -> tuple[KnownCase | None, frozenset[str]]:
    """The case a message speaks of as that stands now, and those of our own letters that it names."""
    case = cases.candidate(
        tx,
        references=references((incoming.subject, incoming.text), prefix),
        letters=(*incoming.in_reply_to, *incoming.references),
        sender=incoming.sender,
    )
    return case, letter_search.own_message_ids(tx, (incoming.message_id, *incoming.failed_message_ids))


def mail_in(folder: Path) -> list[Path]:
    """Every *.eml under a folder, and whatever lies in the `cur` and `new` of Maildirs there that is not our own."""
    return [path for path in sorted(folder.rglob("*")) if _is_received(path, folder) and path.is_file()]


def _is_received(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder).parts[:-1]
    ours = OURS.intersection(inside) or path.name.partition(":")[0].endswith(OUR_FILES)
    lies_in_maildir = path.parent.name in ("cur", "new") and not ours
    return path.suffix == ".eml" or lies_in_maildir


def lines(
    files: Iterable[Path], folder: Path, judge: Judge, cues: CueTable, reader: Reader, before: Before, *, now: datetime
) -> Iterator[Line]:
    """One line a message: what was made of it, what would be, and what of that differs; seen with those before it."""
    held: frozenset[str] = frozenset()
    for file in files:
        one = _brought(file, reader, held, now)
        setting, was = before(one)
        is_, marks = judge.verdict(one, setting, cues)
        held |= marks
        yield _line(str(file.relative_to(folder)), one, was, is_)


def _brought(file: Path, reader: Reader, held: frozenset[str], now: datetime) -> Brought:
    raw = b""
    try:
        raw = file.read_bytes()
        incoming = reader.read(raw)
    except (Unreadable, OSError):
        return Brought(raw, None, received_at(raw[:_HEAD]) or now)
    return Brought(raw, incoming, received_at(raw[:_HEAD]) or incoming.sent_at or now, held)


def _line(file: str, one: Brought, was: Verdict | None, is_: Verdict) -> Line:
    said = {"kind": is_.kind, "flags": sorted(is_.flags), "may_acknowledge": is_.may_acknowledge}
    said |= {"why_not": is_.why_not}
    past = was or Verdict()
    before = {"kind": past.kind, "flags": sorted(past.flags), "may_acknowledge": past.may_acknowledge}
    before |= {"why_not": past.why_not}
    return {
        "file": file,
        "subject": one.incoming.subject if one.incoming else None,
        "received_at": one.received_at.astimezone(UTC),
        "compared": was is not None,
        "changed": [name for name in CHANGES if said[name] != before[name]] if was else [],
        **{f"was_{name}": before[name] if was else None for name in CHANGES},
        **said,
        "reasons": [{"quote": quote.words, "says": quote.says} for quote in is_.reasons],
    }


# --- for people


def row(line: Line) -> Line:
    """The line as a row of a table: was → would be."""
    was, is_ = set(line["was_flags"] or ()), set(line["flags"])
    more = [f"+{flag}" for flag in sorted(is_ - was)] + [f"−{flag}" for flag in sorted(was - is_)]
    answers = [_answer(line["was_may_acknowledge"], line["was_why_not"])] * bool(line["compared"])
    kinds = [line["was_kind"] or "unreadable"] * bool(line["compared"])
    return {
        "message": line["file"],
        "subject": (line["subject"] or "")[:_SUBJECT],
        "kind": _arrow([*kinds, line["kind"] or "unreadable"]),
        "acknowledgement": _arrow([*answers, _answer(line["may_acknowledge"], line["why_not"])]),
        "flags": " ".join(more if line["compared"] else sorted(is_)),
    }


def _answer(may: bool, why_not: str | None) -> str:
    return "yes" if may else f"no ({why_not})"


def _arrow(words: list[str]) -> str:
    return " → ".join(dict.fromkeys(words))


def total(found: Iterable[Line]) -> str:
    """How many messages there were and how many of them would be seen otherwise, as a sentence or two."""
    found = list(found)
    changes = Counter(name for line in found for name in line["changed"])
    compared = sum(line["compared"] for line in found)
    said = f"{_messages(len(found))}, {compared} compared: {sum(bool(line['changed']) for line in found)} would change"
    named = ((changes["kind"], "kind"), (changes["may_acknowledge"], "acknowledgement"), (changes["flags"], "flags"))
    parts = [f"{what} {number}" for number, what in named if number]
    unread = sum(line["kind"] is None for line in found)
    return said + (f" ({', '.join(parts)})" if parts else "") + (f"; {unread} cannot be read" if unread else "") + "."


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"
