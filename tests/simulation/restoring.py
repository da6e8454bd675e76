"""A world whose store is backed up at one step and comes back at another; a person accepts what left meanwhile.

Every ninth seed is such a world, chosen beside its draw so that all the others are as they always were. Nobody touches
drafts there: what becomes of those is shown where nothing else is in doubt.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - seeded: a run is its seed
from typing import TYPE_CHECKING

from bot.sending import adopting
from bot.sending.adopting import NotYet
from tests.simulation.draw import Draw
from tests.simulation.sim_mailbox import Calm

if TYPE_CHECKING:
    from tests.simulation.world import World

EVERY, AND = 9, 1
HARMLESS = ("reads", "flags", "moves", "returns")
LONGER_THAN_SENT_ITEMS_LAG = timedelta(minutes=20)
"""So long the service is down at least while its store is restored: until then nothing shows what left last."""
LOOKED_AT_FOR = timedelta(minutes=20)
"""So long a person looks at the comparison."""


def is_drawn(seed: int) -> bool:
    """Whether the store of this seed's world comes back."""
    return seed % EVERY == AND


def without_hands_on_drafts(draw: Draw) -> Draw:
    """The same world, where nobody sends, changes or drops a draft, stops anything or takes mail away."""
    return replace(draw, acts=tuple(one for one in draw.acts if one in HARMLESS) or ("reads",), garble_rate=0.0)


class Restoring:
    """When the store is backed up, and when it comes back."""

    def __init__(self, world: World) -> None:
        self.world = world
        rng, steps = Random(f"restored {world.seed}"), world.draw.steps
        self._backed_up_at = rng.randrange(10, steps // 2)
        self._back_at = self._backed_up_at + rng.randrange(10, steps // 2 - 10)
        self.back_since: datetime | None = None

    def step(self) -> bool:
        """What is due at this step is done; answers whether the store came back, so that every process is gone."""
        if self.world.steps == self._backed_up_at:
            self.world.note("the store is backed up")
            self.world.office.backs_up()
        if self.world.steps == self._back_at:
            self.world.note("the store comes back as it was")
            self.world.office.comes_back()
            self.world.at += LONGER_THAN_SENT_ITEMS_LAG
            self.back_since = self.world.at
            return True
        if self.world.steps % 10 == 0:
            self.accepts()
        return False

    def waits(self) -> bool:
        """Whether a person still has to accept what left."""
        with closing(sqlite3.connect(self.world.office.database)) as db:
            return bool(db.execute("SELECT restored_at FROM control").fetchone()[0])

    def accepts(self) -> None:
        """The person accepts, if there is anything to accept and it was long enough before their eyes."""
        if self.back_since is None or self.world.at - self.back_since < LOOKED_AT_FOR or not self.waits():
            return
        service = self.world.service(self.world.bots[0].host, Calm())
        try:
            with self.world.undisturbed():
                adopted = adopting.accept(service, by="Mo")
        except NotYet:
            return
        self.world.note(f"a person accepts; {adopted} letters had left")
