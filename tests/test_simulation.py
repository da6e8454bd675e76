"""The promises hold in every simulated world, and the shortcuts that must not be taken are seen to break them.

10 seeds by default; `SIM_SEEDS=5000 SIM_FIRST=1000` runs as many as wanted from where it is told. A seed that fails
tells how to replay it, and belongs into `simulation/seeds.txt` from then on.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: a run is its seed

import pytest

from tests.simulation.draw import Draw
from tests.simulation.mutants import ABOUT_RESTORES, MUTANTS
from tests.simulation.restoring import is_drawn
from tests.simulation.world import run

FIRST, SEEDS = int(os.environ.get("SIM_FIRST", "0")), int(os.environ.get("SIM_SEEDS", "10"))
ROOT = Path(__file__).parents[1]
BLOCK = 25
ONCE_FAILED = Path(__file__).parent / "simulation" / "seeds.txt"
ENOUGH = 400
SHOWN_BY = {
    "send_then_commit": 29, "draft_overwritten": 379, "switch_read_once_a_pass": 197, "resubmitted_unseen": 36,
    "filed_wherever_it_was_put": 53, "look_in_sent_first": 63, "drafts_never_swept": 50, "no_read_back": 49,
    "restore_unnoticed": 46, "numbers_from_the_store": 28,
}  # fmt: skip
"""Seeds that showed a shortcut which few of them show: tried first, the others after them."""


@pytest.mark.parametrize("first", range(FIRST, FIRST + SEEDS, BLOCK))
def test_promises_hold(first: int) -> None:
    """Whatever fails, dies or is done by people: nothing is lost, sent twice, sent wrongly or sent while stopped."""
    for seed in range(first, min(first + BLOCK, FIRST + SEEDS)):
        result = run(seed)
        assert not result.broken, result.told()


def test_once_failed() -> None:
    """The seeds that once found a fault find it no more."""
    lines = (line.partition("#")[0].strip() for line in ONCE_FAILED.read_text().splitlines())
    for seed in (int(line) for line in lines if line):
        result = run(seed)
        assert not result.broken, result.told()


def test_same_seed() -> None:
    """A seed is one run: the same steps in the same order, also in a process that hashes differently."""
    seeds = range(FIRST, FIRST + 6)
    hashes = [run(seed).hash for seed in seeds]
    assert [run(seed).hash for seed in seeds] == hashes
    code = f"from tests.simulation.world import run; print(*[run(seed).hash for seed in range({FIRST}, {FIRST + 6})])"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment, cwd=ROOT
    )
    assert other.stdout.split() == hashes
    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize("name", MUTANTS)
def test_shortcut_is_seen(name: str) -> None:
    """A core with this shortcut in it breaks the promise it is known to break, within a bounded number of seeds."""
    shortcut, breaks, needs = MUTANTS[name]
    seeds = sorted(range(ENOUGH), key=lambda seed: seed != SHOWN_BY.get(name))
    if name in ABOUT_RESTORES:
        seeds = [seed for seed in seeds if is_drawn(seed)]
    worlds = (seed for seed in seeds if needs(Draw.of(Random(seed))))
    with shortcut():
        assert any(re.search(breaks, run(seed).broken) for seed in worlds), f"nobody notices {name}"
