"""What the calendar brings: once for each occasion, and nothing of one case keeps the others waiting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.casework import rulings
from handlers.told import to_them
from store import casework, questions, refiling, rounds
from store.messages import Ruling, Verb
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


def loses_its_message(desk: Desk) -> None:
    """No message belongs to Ann's case any more, though it is open."""
    [mail] = desk.items_in(f"case:{FIRST}")
    with desk.service.writing() as tx:
        refiling.released(tx, desk.held(mail))
    assert desk.case(FIRST).state is State.PAPERS_REQUESTED


def about(desk: Desk, case: int) -> list[str]:
    """What is asked about a case because no message belongs to it."""
    with desk.service.reading() as tx:
        return [one.code for one in questions.still_open(tx, case_id=case) if one.code == "no_message"]


def test_a_case_opened_by_mistake_stops_nothing(desk: Desk) -> None:
    """A case whose only message a person put with another case is passed over, and the other one hears from us."""
    [mail] = desk.items_in(f"case:{FIRST}")
    desk.drags(mail, f"case:{SECOND}")
    desk.settles()
    assert desk.held(mail).case_id == 2
    desk.passes(days=LONG)
    assert [one.case_id for one in desk.letters() if one.letter == "progress"] == [2]


def test_a_case_without_a_message_stops_nothing(desk: Desk) -> None:
    """An open case to which no message belongs stands still and is asked about, and the other one hears from us."""
    loses_its_message(desk)
    desk.passes(days=LONG)
    with desk.service.reading() as tx:
        last = rounds.last(tx, "by_day")
    assert last is not None
    assert last.day == desk.clock.at.date()
    assert desk.case(FIRST).state is State.PAPERS_REQUESTED
    assert [one.case_id for one in desk.letters() if one.letter == "progress"] == [2]
    assert (about(desk, 1), about(desk, 2)) == (["no_message"], [])


def test_a_letter_of_a_case_without_a_message_is_asked_for_and_not_written(desk: Desk) -> None:
    """What a ruling says of such a case stands, no letter is planned, and a person is asked."""
    loses_its_message(desk)
    before = len(desk.letters())
    with desk.service.writing() as tx:
        ruling = Ruling(why="They hear.", posts=(to_them(casework.view(tx, 1), "progress", {}),))
        done = rulings.carry_out(desk.service, tx, 1, ruling)
    assert (done.said, done.letters) == ("They hear.", ())
    assert len(desk.letters()) == before
    assert about(desk, 1) == ["no_message"]


def test_who_was_asked_and_writes_brings_the_case_back(desk: Desk) -> None:
    """A case that waits for the complainant goes on where it was as soon as they write, and a person reads it first."""
    person = desk.person("Cy")
    person.writes("I would like a review of the outcome of my complaint PC/07777/26 to the Metropolitan Police.")
    desk.runs()
    assert desk.tells(Verb.ASK_MORE, case=3, value="the outcome letter").refused is False
    third = desk.case("PCR/2026/00003")
    assert (third.state, third.asked_from) == (State.AWAITING_COMPLAINANT, State.TRIAGE)
    person.writes("Here is my outcome letter.", subject="Re: [PCR/2026/00003]")
    desk.runs()
    third = desk.case("PCR/2026/00003")
    assert (third.state, third.asked_from, third.reply_by) == (State.TRIAGE, None, None)
    assert "acted" in desk.history("case:PCR/2026/00003")
