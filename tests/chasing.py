"""A request for two papers, its unit, and a round that looks at it: the words in which asking again is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from handlers.chase import Known, Ladder, Round, plan_round
from handlers.working_days import WorkingDays
from store.messages import PaperItem, PaperRequest, Unit
from store.terms import Asked, RequestState, Rung

DAYS, LADDER = WorkingDays(), Ladder()
ASKED, DUE = date(2026, 11, 2), date(2026, 11, 16)
CHASER, MANAGER, POINT_DAY = date(2026, 11, 17), date(2026, 11, 23), date(2026, 11, 30)
A_DAY = timedelta(days=1)
BOX, BOSS, POINT = "psu@force.example", "boss@force.example", "point@force.example"
UNIT = Unit("psu", "PSU", BOX, frozenset({BOX}), BOSS, POINT)
OTHER = Unit("north", "North", "north@force.example", manager="head@force.example", single_point=POINT)
ITEMS = (PaperItem(1, "the report"), PaperItem(2, "the outcome letter"), PaperItem(3, "video", required=False))


def asked(number: int = 1, **changes: object) -> PaperRequest:
    """A request of Monday 2 November 2026 for two papers, due on Monday the 16th."""
    request = PaperRequest(
        number, number, f"PCR/2026/{number:05}", "PC/1/26", "psu", Asked.PAPERS, RequestState.OPEN, ASKED, DUE, ITEMS
    )
    return replace(request, **changes)  # type: ignore[arg-type]  # each test changes fields of its own


def chased(number: int = 1, **changes: object) -> PaperRequest:
    """The same request, whose unit was chased on its day."""
    told = {"done": {Rung.CHASER: CHASER}, "last_mail_on": CHASER, "chases": 1}
    return asked(number, **{**told, **changes})


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time of that day, which in winter is London's."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def round_of(*requests: PaperRequest, on: date, unit: Unit = UNIT, ladder: Ladder = LADDER, **known: object) -> Round:
    """What a round at ten in the morning would do, everything being read."""
    now = at(on)
    told = replace(Known(now, now), **known)  # type: ignore[arg-type]  # each test changes fields of its own
    return plan_round(requests, {unit.key: unit, OTHER.key: OTHER}, DAYS, ladder, told)


def steps_of(plan: Round) -> list[tuple[str, Rung, str]]:
    """Each line of each mail: reference, step, recipient."""
    return [(line.request.reference, line.rung, mail.to) for mail in plan.mails for line in mail.lines]
