"""What the calendar brings: once for each occasion, and nothing of one case keeps the others waiting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import rounds
from store.messages import Verb
from store.terms import State
from tests.desk import FIRST, SECOND, Desk
from tests.world import ASKS_FOR_REVIEW

LONG = 29


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office at its desks with two accepted cases."""
    office = Desk(tmp_path)
    for case, name in enumerate(("Ann", "Bob"), start=1):
        office.person(name).writes(ASKS_FOR_REVIEW.replace("PC/04417/26", f"PC/0441{case}/26"))
        office.runs()
        office.tells(Verb.ACCEPT, case=case)
    yield office
    office.close()


def test_a_case_without_a_message_stops_nothing(desk: Desk) -> None:
    """A case whose only message a person put with another case is passed over, and the other one hears from us."""
    assert desk.case(FIRST).state is State.PAPERS_REQUESTED
    [mail] = desk.items_in(f"case:{FIRST}")
    desk.drags(mail, f"case:{SECOND}")
    desk.settles()
    assert desk.held(mail).case_id == 2
    desk.passes(days=LONG)
    with desk.service.reading() as tx:
        last = rounds.last(tx, "by_day")
    assert last is not None
    assert last.day == desk.clock.at.date()
    assert [one.case_id for one in desk.letters() if one.letter == "progress"] == [2]
