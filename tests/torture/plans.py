"""Which offices go through what: every named point, and chance; the same for the same seed."""

from __future__ import annotations

import random  # noqa: TID251 - tests may, with a seed
from dataclasses import replace
from typing import Any

from tests.mailrooms import points_of, times_of
from tests.torture.life import FILE_ACT, MOMENT, REQUEST, Kill
from tests.torture.office import LONGEST_DELAY, Torture

NEED_LETTERS = ("mailbox.discard.before", "mailbox.discard.after")


def everywhere(rng: random.Random, how_many: int, back_end: str = "maildir") -> list[Kill]:
    """Every named point at its first, second and third time, as often as fits a quarter, and the rest at random."""
    named = [Kill(name, nth) for name, nth in times_of(back_end)]
    rounds = max(1, how_many // (4 * len(named)))
    return named * rounds + anywhere(rng, how_many - rounds * len(named), back_end)


def anywhere(rng: random.Random, how_many: int, back_end: str = "maildir") -> list[Kill]:
    """A quarter at named points, a quarter around acts on files or requests, half at moments soon after the start."""
    return [_somewhere(rng, back_end) for _ in range(how_many)]


def _somewhere(rng: random.Random, back_end: str) -> Kill:
    chosen = rng.random()
    if chosen < 0.25:
        return Kill(rng.choice([name for name in points_of(back_end) if name not in NEED_LETTERS]), rng.randint(1, 6))
    if chosen < 0.5:
        act = FILE_ACT if back_end == "maildir" or rng.random() < 0.3 else REQUEST
        return Kill(act, int(1.3 ** rng.uniform(0, 18)))
    return Kill(MOMENT, after=rng.uniform(0, LONGEST_DELAY[back_end]), from_fork=rng.random() < 0.3)


def offices(seed: int, kills: list[Kill], *, each: int = 24, **more: Any) -> list[Torture]:
    """Offices enough for these kills; what needs letters sent before comes in the later half of each."""
    rng = random.Random(seed)
    late = [kill for kill in kills if kill.at in NEED_LETTERS]
    early = [kill for kill in kills if kill.at not in NEED_LETTERS]
    rng.shuffle(early)
    count = max(1, round(len(kills) / each))
    found = []
    for number in range(count):
        mine = early[number::count]
        later = mine[len(mine) // 2 :] + late[number::count]
        rng.shuffle(later)
        task = Torture(seed * 10_000 + number, tuple(mine[: len(mine) // 2]), tuple(later), **more)
        found.append(replace(task, from_nothing=number % 4 == 3))
    return found
