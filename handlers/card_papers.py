"""What a card says of the papers: what is missing, whose turn it is and since when, what is next; asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from handlers.requests import standing
from handlers.rungs import MAILS, NAMES, Ladder, all_is_here, steps
from handlers.working_days import WorkingDays, in_words
from store.messages import CaseView, PaperRequest, Unit
from store.terms import Asked, RequestState

_WHAT: Mapping[Asked, str] = MappingProxyType(
    {
        Asked.PAPERS: "All papers of the complaint",
        Asked.BODY: "The first papers, which tell whose review it is",
        Asked.RECOMMENDATION: "The answer to our recommendation",
    }
)


def of_case(
    case: CaseView, units: Mapping[str, Unit], days: WorkingDays, ladder: Ladder, today: date
) -> tuple[tuple[str, str], ...]:
    """Everything the police still owe on a case, request by request, each line with what it is about."""
    owed = standing(case, *Asked)
    return tuple(line for one in owed for line in _lines(one, units.get(one.unit), days, ladder, today))


def _lines(
    one: PaperRequest, unit: Unit | None, days: WorkingDays, ladder: Ladder, today: date
) -> Iterator[tuple[str, str]]:
    by = unit.name if unit else "a unit that the contact book does not have"
    if one.state is RequestState.WRITTEN:
        yield _WHAT[one.asked], f"{by}; our letter has not left yet"
        return
    yield _WHAT[one.asked], f"{by}; asked on {in_words(one.asked_on)}, due on {in_words(one.due_on)}"
    if one.asked is not Asked.RECOMMENDATION:
        yield "Still missing", _missing(one)
    yield "Whose turn it is", _turn(one, today)
    yield "Last mail to them", _last_mail(one)
    yield "Next to them", _next(one, unit, days, ladder, today)


def _missing(one: PaperRequest) -> str:
    if len(one.items) > 1 and len(one.missing) == len(one.items):
        return f"all of it, items 1 to {len(one.items)}"
    return "; ".join(f"{item.number}. {item.what.partition(',')[0]}" for item in one.missing) or "nothing"


def _turn(one: PaperRequest, today: date) -> str:
    if one.held:
        return "nobody's: the case rests, and nothing is asked"
    if all_is_here(one):
        return "ours: say whether that is all"
    since = f"the police's, since {in_words(one.asked_on)}"
    if one.paused_until and one.paused_until > today:
        return f"{since}; not asked again before {in_words(one.paused_until)}, because {one.paused_because}"
    return since


def _last_mail(one: PaperRequest) -> str:
    taken = {one.done[rung]: NAMES[rung] for rung in MAILS if rung in one.done}
    last = one.last_mail_on or one.asked_on
    return f"the {taken.get(last, 'request' if last == one.asked_on else 'mail')} of {in_words(last)}"


def _next(one: PaperRequest, unit: Unit | None, days: WorkingDays, ladder: Ladder, today: date) -> str:
    if one.held or all_is_here(one):
        return "nothing"
    some = steps(one, unit, days, ladder, today)
    if not some:
        return "nothing by itself; the Reviews Manager has it"
    step = min(some, key=lambda each: each.on)
    return f"the {NAMES[step.rung]}, on {in_words(max(step.on, today))} at the earliest"
