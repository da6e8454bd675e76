"""What the stories begin with: an office, once at a mailbox of each sort.

Each story opens a store of its own. What SQLAlchemy compiled for one serves the next, as in a service that runs on.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from bot.recognising.words import cue_table
from store import engine as engine_module
from tests.by_hand import Hands
from tests.mailrooms import BACK_ENDS
from tests.world import World

Opens = Callable[..., World]
_WARM: dict[str, Engine] = {}


def _warm_engine(*where: Any, **more: Any) -> Engine:
    """An engine that knows already what another of its sort compiled."""
    engine = create_engine(*where, **more)
    warm = _WARM.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = warm.dialect, warm._compiled_cache
    return engine


engine_module.create_engine = _warm_engine  # type: ignore[attr-defined]  # the module imports it, and so has it


@pytest.fixture(scope="session", autouse=True)
def _what_stays_is_not_searched() -> None:
    """The cue tables are read, and the collector need not look through them again and again."""
    _ = cue_table().leanings
    gc.collect()
    gc.freeze()


@pytest.fixture(params=BACK_ENDS)
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opens]:
    """Opens offices at this sort of mailbox, each in a folder of its own where it is named; they end with the test."""
    made: list[World] = []

    def opened(folder: str = "", **more: Any) -> World:
        (tmp_path / folder).mkdir(exist_ok=True)
        made.append(World(tmp_path / folder, back_end=request.param, **more))
        return made[-1]

    yield opened
    for one in made:
        one.close()


@pytest.fixture
def world(opens: Opens) -> World:
    """An office that is live, on a Monday morning."""
    return opens()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Hands]:
    """An office at its desks, with Ann's request."""
    office = Hands(tmp_path)
    office.person("Ann").writes()
    office.runs()
    yield office
    office.close()
