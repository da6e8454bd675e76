"""What a card says of the papers: what is missing, whose turn it is and since when, the last mail and the next one."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handlers.card_papers import of_case
from store.messages import PaperItem, PaperRequest, Verb
from store.terms import Asked, PaperState, Place, RequestState, Rung
from tests.chasing import ASKED, CHASER, DAYS, ITEMS, LADDER, UNIT, asked, chased
from tests.paper_desk import PaperDesk
from tests.test_course import CASE

ALL_HERE = tuple(replace(item, state=PaperState.RECEIVED) for item in ITEMS)


def said(one: PaperRequest, today: date = date(2026, 11, 4)) -> dict[str, str]:
    """The lines of a card about one request."""
    return dict(of_case(replace(CASE, requests=(one,)), {UNIT.key: UNIT}, DAYS, LADDER, today))


def test_a_request_says_of_whom_since_when_and_until_when() -> None:
    """The unit by its name, both days, each missing item with its number, and the mail that comes next."""
    assert said(asked()) == {
        "All papers of the complaint": "PSU; asked on Monday 2 November 2026, due on Monday 16 November 2026",
        "Still missing": "1. the report; 2. the outcome letter",
        "Whose turn it is": "the police's, since Monday 2 November 2026",
        "Last mail to them": "the request of Monday 2 November 2026",
        "Next to them": "the reminder, on Monday 9 November 2026 at the earliest",
    }


def test_a_unit_that_was_chased_is_next_told_on() -> None:
    """The last mail is named by its step, and the next one goes to the manager."""
    lines = said(chased(), CHASER)
    assert lines["Last mail to them"] == "the chaser of Tuesday 17 November 2026"
    assert lines["Next to them"] == "the letter to the unit's manager, on Monday 23 November 2026 at the earliest"


def test_a_step_whose_day_has_passed_is_next_today() -> None:
    """No card promises a mail for a day that is over."""
    assert said(chased(), date(2026, 11, 25))["Next to them"].endswith("on Wednesday 25 November 2026 at the earliest")


@pytest.mark.parametrize(
    ("changes", "turn", "then"),
    [
        ({"held": True}, "nobody's: the case rests, and nothing is asked", "nothing"),
        ({"items": ALL_HERE}, "ours: say whether that is all", "nothing"),
        (
            {"paused_until": date(2026, 11, 6), "paused_because": "the unit asked something"},
            "the police's, since Monday 2 November 2026; not asked again before Friday 6 November 2026, because the "
            "unit asked something",
            "the reminder, on Monday 9 November 2026 at the earliest",
        ),
        (
            {"done": dict.fromkeys(Rung, date(2026, 11, 30)), "chases": 4},
            "the police's, since Monday 2 November 2026",
            "nothing by itself; the Reviews Manager has it",
        ),
    ],
)
def test_whose_turn_it_is_follows_what_happened(changes: dict[str, object], turn: str, then: str) -> None:
    """On hold, all here, at rest after a reply, or every step taken: the card says so."""
    lines = said(asked(**changes))
    assert (lines["Whose turn it is"], lines["Next to them"]) == (turn, then)


def test_a_pause_that_is_over_is_told_no_more() -> None:
    """On the day on which a pause ends the police's turn is only the police's."""
    one = asked(paused_until=date(2026, 11, 6), paused_because="something came")
    assert said(one, date(2026, 11, 6))["Whose turn it is"] == "the police's, since Monday 2 November 2026"


def test_nothing_came_and_nothing_is_owed_are_said_shortly() -> None:
    """Eleven lines of a whole checklist are no news; a request that is over is not shown, one not sent says so."""
    both = tuple(PaperItem(number, "a paper") for number in (1, 2))
    assert said(asked(items=(PaperItem(1, "the report, with the log"), *ALL_HERE)))["Still missing"] == "1. the report"
    assert said(asked(items=both))["Still missing"] == "all of it, items 1 to 2"
    assert said(asked(state=RequestState.COMPLETE)) == {}
    assert said(asked(state=RequestState.WRITTEN)) == {
        "All papers of the complaint": "PSU; our letter has not left yet",
    }
    assert "Still missing" not in said(asked(asked=Asked.RECOMMENDATION, asked_on=ASKED))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PaperDesk]:
    """An office on Monday 23 November 2026."""
    office = PaperDesk(tmp_path)
    yield office
    office.close()


def card(desk: PaperDesk) -> str:
    """The words of the one card that lies with the police."""
    folder = desk.service.folders[Place.BOARD_POLICE]
    (item,) = [one for page in desk.service.mailbox.poll({folder: ""}) for one in page.created if one.key]
    read = email.message_from_bytes(desk.service.mailbox.mime(item.ref), policy=email.policy.default)
    return str(read.get_body(("plain",)).get_content())  # type: ignore[union-attr,attr-defined]  # the policy's classes


def test_the_card_of_a_case_follows_its_papers(desk: PaperDesk) -> None:
    """It names the unit and the day at once, and what is missing once somebody has ticked the rest."""
    desk.accepted()
    desk.runs()
    assert "All papers of the complaint: North; asked on Monday 23 November 2026, due on" in card(desk)
    assert "Next to them: the reminder, on Monday 30 November 2026 at the earliest" in card(desk)
    desk.tells(Verb.PAPER_ITEM, by="A Li", value="1-9 received")
    desk.runs()
    assert "Still missing: 10. the people complained about" in card(desk)
