"""Reads mail from files and says what the service would make of it, and why; needs no store, keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.casework.aims import targets
from bot.mime import Unreadable, received_at
from bot.prompt.show import Line
from bot.reader import Reader
from handlers import post
from handlers.evidence import CueTable
from handlers.understanding import Understanding, understand
from handlers.working_days import WorkingDays
from store.messages import Fact, Incoming, Plan
from store.terms import WhyNot, london_date

if TYPE_CHECKING:
    from config.sections import OfficeSection

_HEAD = 32_000


def lines(
    files: Iterable[Path], office: OfficeSection, cues: CueTable, reader: Reader, *, at: datetime | None, now: datetime
) -> Iterator[Line]:
    """One line a file, each seen with those before it: the second copy of a message is a duplicate.

    Receipt is `at` where given, else the topmost Received header, else the Date header, else now. Raises OSError for a
    file that cannot be opened.
    """
    held: set[str] = set()
    for file in files:
        raw = file.read_bytes()
        try:
            incoming = reader.read(raw)
        except Unreadable as fault:
            yield {"file": file.name, "kind": None, "may_acknowledge": False, "why_not": WhyNot.UNREADABLE} | {
                "why": fault.sentence
            }
            continue
        received = at or received_at(raw[:_HEAD]) or incoming.sent_at or now
        days = WorkingDays()
        read = understand(incoming, None, office.domains(), cues, received_at=received, days=days)
        marks = {mark for mark in (incoming.fingerprint, read.matter) if mark}
        plan = post.plan(
            incoming,
            read.recognition,
            None,
            received_on=london_date(received),
            today=london_date(received),
            days=days,
            duplicate=not marks.isdisjoint(held),
            targets=targets(office),
            assessed=read.assessed,
        )
        held |= marks
        yield _line(file, incoming, read, plan, received)


def _line(file: Path, incoming: Incoming, read: Understanding, plan: Plan, received: datetime) -> Line:
    recognition, facts, law = read.recognition, read.facts, read.assessed
    return {
        "file": file.name,
        "kind": recognition.kind,
        "confidence": round(recognition.confidence, 3),
        "also": list(recognition.also),
        "flags": sorted(recognition.flags),
        "may_acknowledge": plan.may_acknowledge.may,
        "why_not": plan.may_acknowledge.why_not,
        "facts": {
            "complainant_name": _value(facts.complainant_name),
            "representative_name": _value(facts.representative_name),
            "force_reference": _value(facts.force_reference),
            "outcome_letter_date": _value(facts.letter_on),
            "received_on": london_date(received),
            "units": [one.value for one in facts.units],
            "officers": [one.value for one in facts.officers],
            "grounds": _value(facts.grounds),
            "adjustments": [one.value for one in facts.adjustments],
            "how_provided": _value(facts.how_provided),
            "arrived_on": _value(facts.arrived_on),
            "force_received_on": _value(facts.force_received_on),
            "iopc_received_on": _value(facts.iopc_received_on),
        },
        "time_result": law.time_result if law else None,
        "review_body": (law.points_to or "UNKNOWN") if law else None,
        "reasons": [{"quote": one.words, "says": one.says} for one in recognition.reasons],
        "plan": _plan(plan),
        "received_at": received.astimezone(UTC),
        "doubts": sorted({doubt.value for doubt in facts.doubts}),
        "defects": list(incoming.defects),
    }


def _plan(plan: Plan) -> Line:
    return asdict(plan)


def _value(fact: Fact[Any] | None) -> Any:
    return fact.value if fact else None
