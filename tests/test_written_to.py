"""Who hears of a review besides the complainant and the police, and who is written to only as agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store import casework, parties
from store.messages import PartyView, Verb
from store.terms import Audience, State
from tests.desk import FIRST, Desk
from tests.signing_world import FORCE
from tests.test_course import CASE, TODAY, letters, ruled

NEIGHBOUR = PartyView("interested_person", "Uma Field", "uma@home.example")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with Ann's case."""
    office = Desk(tmp_path)
    office.has_a_case()
    yield office
    office.close()


def test_accepting_asks_whether_everybody_was_told() -> None:
    """Paragraph 25(1C): accepting asks of the force, the officer and whoever has an interest, each by itself."""
    asks = ruled(CASE, Verb.ACCEPT).asks
    for who in ("police force", "person complained about", "everybody with an interest"):
        (question,) = [one for one in asks if who in one.text]
        assert question.due_on > TODAY
    assert len({one.code for one in asks}) == len(asks) == 3


@pytest.mark.parametrize(
    ("case", "notices"),
    [
        (CASE, {}),
        (replace(CASE, officers=("PC 1234 Field",)), {"officer_notice": Audience.OFFICER}),
        (
            replace(CASE, parties=(*CASE.parties, NEIGHBOUR)),
            {"interested_person_notice": Audience.INTERESTED_PERSON},
        ),
        (
            replace(CASE, officers=("PC 1234 Field",), parties=(*CASE.parties, NEIGHBOUR)),
            {"officer_notice": Audience.OFFICER, "interested_person_notice": Audience.INTERESTED_PERSON},
        ),
    ],
)
def test_notices_are_prepared_for_whoever_the_case_names(case: object, notices: dict[str, Audience]) -> None:
    """Whom the case names gets a notice with the acceptance, and nobody is told of whom it does not name."""
    found = letters(ruled(case, Verb.ACCEPT))  # type: ignore[arg-type]
    told = {name: post.audience for name, post in found.items() if name.endswith("_notice")}
    assert told == notices
    assert {"accepted", "papers_request"} <= found.keys()


def test_a_notice_goes_through_the_unit(desk: Desk) -> None:
    """The notice to the officer is addressed to the police and not to the officer, and waits for a person."""
    with desk.service.writing() as tx:
        parties.add(tx, 1, NEIGHBOUR)
    desk.tells(Verb.ACCEPT)
    notice = desk.letter("interested_person_notice")
    with desk.service.reading() as tx:
        assert notice.to_tag == tx.vault.tag(FORCE, "address")
    assert "interested_person_notice" in desk.waiting()
    assert desk.sent_to(NEIGHBOUR.address) == []
    assert desk.case(FIRST).state is State.PAPERS_REQUESTED


def test_on_one_case_means_on_every_case(desk: Desk) -> None:
    """Whoever is written to only as agreed gets no automatic letter, whatever they write about; others still do."""
    with desk.service.writing() as tx:
        casework.change(tx, 1, on=TODAY, state=None, sets={"restricted": True}, next_action=None)
        assert parties.is_restricted(tx, "ann@person.example")
        assert not parties.is_restricted(tx, "bob@person.example")
        assert not parties.is_restricted(tx, "")
    before = len(desk.person("Ann").letters())
    desk.clock.at = desk.clock.at.replace(day=25)  # the letter of a day to one address is not the reason
    text = "I would like a review of my complaint PC/09999/26 to the Metropolitan Police, dated 12 November 2026."
    mail = desk.person("Ann").writes(text)
    desk.person("Bob").writes()
    desk.runs()
    assert len(desk.person("Ann").letters()) == before
    assert len(desk.person("Bob").letters()) == 1
    assert "No auto-reply: we write to this person only as agreed" in desk.categories(mail)
    assert len(desk.cases()) == 3
