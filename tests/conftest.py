"""What the stories begin with: an office, once at a mailbox of each sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.mailrooms import BACK_ENDS
from tests.world import World

Opens = Callable[..., World]


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
