"""What the letters say by which the force is asked again, one for each step of the ladder; decides no step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from handlers.requests import numbered, worked
from handlers.told import Facts, day
from handlers.working_days import WorkingDays
from store.messages import PaperItem, PaperRequest
from store.terms import Asked, PaperState, Rung

LETTER_OF: Mapping[Rung, str] = MappingProxyType(
    {
        Rung.REMINDER: "papers_reminder",
        Rung.CHASER: "papers_chaser",
        Rung.MANAGER: "papers_to_manager",
        Rung.SINGLE_POINT: "papers_to_single_point",
    }
)
LIST, RECOMMENDATION = "papers_list", "recommendation_reminder"
LADDER = frozenset({*LETTER_OF.values(), LIST, RECOMMENDATION})
"""The letters that ask the force again: they leave in the office's hours on working days, or not that day."""
_STATE_WORDS: Mapping[PaperState, str] = MappingProxyType(
    {
        PaperState.OUTSTANDING: "still to come",
        PaperState.RECEIVED: "received",
        PaperState.NOT_HELD: "not held by you",
        PaperState.WITHHELD: "withheld by you",
        PaperState.NOT_APPLICABLE: "no longer needed",
    }
)


def letter_of(requests: Sequence[PaperRequest], rung: Rung) -> str:
    """The letter of this step about one request, or the list of several."""
    if len(requests) > 1:
        return LIST
    return RECOMMENDATION if requests[0].asked is Asked.RECOMMENDATION else LETTER_OF[rung]


def facts(requests: Sequence[PaperRequest], rung: Rung, today: date, days: WorkingDays) -> Facts:
    """What that letter says; never the name of a complainant, but their initials."""
    one = requests[0]
    if len(requests) > 1:
        return {"cases": tuple(line(request) for request in requests), "step": rung.value}
    known = {"reference": one.reference, "force_reference": one.force_reference}
    if one.asked is Asked.RECOMMENDATION:
        overdue = "yes" if today > one.due_on else ""
        return {**known, "response_due_on": day(one.due_on), "sent_on": day(one.asked_on), "overdue": overdue}
    return {
        **known,
        "initials": one.initials,
        "asked_on": day(one.asked_on),
        "due_on": day(one.due_on),
        "items": tuple(f"{item.number}. {item.what}: {_came(item)}" for item in one.items),
        "missing": numbered(one.missing),
        "days_waiting": str(worked(one.asked_on, today, days)),
    }


def _came(item: PaperItem) -> str:
    return f"{_STATE_WORDS[item.state]}{f' on {day(item.received_on)}' if item.received_on else ''}"


def line(request: PaperRequest) -> str:
    """One request on a list of several: the references, the initials, the dates and which items are missing."""
    known = " / ".join(filter(None, (request.reference, request.force_reference, request.initials)))
    items = f"items {', '.join(str(one.number) for one in request.missing)}"
    missing = "your answer to our recommendation" if request.asked is Asked.RECOMMENDATION else items
    return f"{known}: asked on {day(request.asked_on)}, due on {day(request.due_on)}, missing: {missing}"
