"""What the letters say by which the force is asked again, one for each step of the ladder; decides no step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from handlers.requests import numbered, worked
from handlers.rungs import TO_THE_UNIT
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
LIST, RECOMMENDATION, MORE_TIME = "papers_list", "recommendation_reminder", "papers_more_time"
LADDER = frozenset({*LETTER_OF.values(), LIST, RECOMMENDATION})
"""The letters that ask the force again."""
TO_UNITS = LADDER | {MORE_TIME}
"""The letters that belong to a day: they leave in the office's hours of it, or not that day."""
_STATE_WORDS: Mapping[PaperState, str] = MappingProxyType(
    {
        PaperState.OUTSTANDING: "still to come",
        PaperState.RECEIVED: "received",
        PaperState.NOT_HELD: "not held by you",
        PaperState.WITHHELD: "withheld by you",
        PaperState.NOT_APPLICABLE: "no longer needed",
    }
)

_DONE: Mapping[Rung, str] = MappingProxyType(
    {
        Rung.REMINDER: "we reminded the unit",
        Rung.CHASER: "we asked the unit again",
        Rung.MANAGER: "we wrote to its manager",
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
    answers = one.asked is Asked.RECOMMENDATION
    if len(requests) > 1:
        return {
            "cases": tuple(line(request) for request in requests),
            "step": rung.value,
            "recommendations": "yes" if answers else "",
        }
    known: Facts = {"reference": one.reference, "force_reference": one.force_reference, "history": history(one, rung)}
    if answers:
        return {
            **known,
            "response_due_on": day(one.due_on),
            "sent_on": day(one.asked_on),
            "step": rung.value,
            "overdue": "yes" if today > one.due_on else "",
        }
    return {
        **known,
        "initials": one.initials,
        "asked_on": day(one.asked_on),
        "due_on": day(one.due_on),
        "items": tuple(f"{item.number}. {item.what}: {_came(item)}" for item in one.items),
        "missing": numbered(one.missing),
        "days_waiting": str(worked(one.asked_on, today, days)),
    }


def more_time(one: PaperRequest) -> Facts:
    """What the letter says by which a unit hears until when it has time now, and what is still missing."""
    return {
        "reference": one.reference,
        "force_reference": one.force_reference,
        "initials": one.initials,
        "due_on": day(one.due_on),
        "missing": numbered(one.missing),
        "recommendations": "yes" if one.asked is Asked.RECOMMENDATION else "",
    }


def history(request: PaperRequest, rung: Rung) -> tuple[str, ...]:
    """What was done before a step that goes beyond the unit: asked, reminded, asked again, its manager written to."""
    if rung in TO_THE_UNIT:
        return ()
    due = "With the time it got since, it" if request.extensions else "It"
    first = f"{day(request.asked_on)}: we asked the unit. {due} was due on {day(request.due_on)}."
    taken = (f"{day(on)}: {words}." for step, words in _DONE.items() if (on := request.done.get(step)))
    return (first, *taken)


def _came(item: PaperItem) -> str:
    return f"{_STATE_WORDS[item.state]}{f' on {day(item.received_on)}' if item.received_on else ''}"


def line(request: PaperRequest) -> str:
    """One request on a list of several: the references, the initials, the dates and what is missing by number."""
    also = ", ".join(filter(None, (request.force_reference, request.initials)))
    known = f"{request.reference} ({also})" if also else request.reference
    asked = f"{known}: asked on {day(request.asked_on)}, due on {day(request.due_on)}."
    if request.asked is Asked.RECOMMENDATION:
        return f"{asked} Missing: your answer to our recommendation."
    if len(request.missing) == len(request.items):
        number = len(request.items)
        return f"{asked} Nothing has come yet{f' of {number} items' if number > 1 else ''}."
    return f"{asked} Missing: {'; '.join(numbered(request.missing))}."
