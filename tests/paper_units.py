"""Fourteen units of an invented force: how each wants to be asked, when its contact is away, and how it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store.messages import Away, Unit
from tests.paper_oracle import DAY

ITEMS = frozenset(range(1, 12))
KINDS = ("silent", "late", "part", "unverified", "more_time", "prompt")
POINT = "single.point@force.example"


@dataclass(frozen=True)
class Habit:
    """How a unit answers, in hundredths of its requests; the rest is answered in good time."""

    silent: int = 5
    late: int = 20
    part: int = 15
    unverified: int = 5
    more_time: int = 8
    on_chaser: int = 40


HABITS = (
    Habit(), Habit(), Habit(late=60), Habit(silent=40), Habit(part=60), Habit(unverified=40), Habit(more_time=35),
    Habit(on_chaser=90), Habit(silent=60, late=20), Habit(late=40), Habit(part=40, more_time=20), Habit(silent=25),
    Habit(unverified=20, silent=20), Habit(),
)  # fmt: skip
SHARE = (2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3)
NOBODY_ABOVE, COMES_BACK = "unit05", "unit09"
FROZEN = (date(2026, 11, 9), date(2026, 11, 18))


def units() -> dict[str, Unit]:
    """Fourteen units: three want a weekly list, one has no manager, and some contacts are away, with cover or not."""
    made = {}
    for number in range(14):
        key = f"unit{number:02}"
        box = f"{key}@force.example"
        away = [Away(date(2026, 8, 3) + number * DAY, date(2026, 8, 14) + number * DAY)] if number % 3 == 0 else []
        if number % 4 == 0:
            away.append(Away(date(2027, 1, 11), date(2027, 1, 29), cover=f"cover.{key}@force.example"))
        manager = "" if key == NOBODY_ABOVE else f"manager.{key}@force.example"
        weekly = {2: 0, 7: 3, 11: 4}.get(number)
        made[key] = Unit(key, key.title(), box, frozenset({box}), manager, POINT, weekly, tuple(away))
    return made
