"""What the law makes of what a message states, and what stands in the case because of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from handlers.assessment import Assessed, assessed
from handlers.working_days import WorkingDays
from store.messages import Fact, Facts
from store.terms import Flag, Kind, Quote, ReviewBody, TimeFinding, TimeResult, Unsettled
from tests.test_explain import LETTER
from tests.test_facts import mail
from tests.test_one_matter import questions
from tests.world import World

DAY = date(2026, 11, 18)


def test_the_case_starts_with_what_was_stated_and_assessed(tmp_path: Path) -> None:
    """Name, force reference, provisional dates and time result of a request stand in its case from the start."""
    world = World(tmp_path)
    world.person("A O", "ann@person.example").writes(LETTER)
    world.runs()
    [case] = world.cases()
    assert (case.complainant, case.force_reference) == ("Ann Other", "PC/04417/26")
    assert (str(case.provided_on), str(case.last_day)) == ("2026-11-09", "2026-12-07")
    assert (case.time_result, case.review_body) == ("IN_TIME", "UNKNOWN")


def test_a_request_with_nothing_against_it_goes_straight_to_its_case(tmp_path: Path) -> None:
    """In time, the letter naming us, everything there and no word for the other body: no confirmation is needed."""
    world = World(tmp_path)
    ours = LETTER.replace("I am unhappy", "The letter says the review body is MOPAC. I am unhappy")
    name = world.person("Ann").writes(ours)
    world.runs()
    assert world.lying_in("4 Case files.PCR-2026-00001") == [name]
    assert world.cases()[0].review_body == "LPB"


def test_what_only_its_reader_tells_of_the_letter_is_asked_about(tmp_path: Path) -> None:
    """That the letter names us, as they tell it, is shown as told, and a person confirms the request."""
    world = World(tmp_path)
    name = world.person("Ann").writes(LETTER.replace("I am unhappy", "It says MOPAC at the bottom. I am unhappy"))
    world.runs()
    assert world.lying_in("1 To do.Confirm new requests") == [name]
    assert world.cases()[0].review_body == "LPB"
    assert any("They say that the outcome letter names us" in one for one in questions(world, name).values())


def test_an_allegation_of_assault_points_to_the_iopc_whatever_the_letter_names(tmp_path: Path) -> None:
    """The review body turns on what was alleged: such a request waits, acknowledged neutrally."""
    world = World(tmp_path)
    theirs = LETTER.replace("I am unhappy", "The letter says the review body is MOPAC. He punched me. I am unhappy")
    name = world.person("Ann").writes(theirs)
    world.runs()
    assert world.lying_in("1 To do.Confirm new requests") == [name]
    assert world.cases()[0].review_body == "IOPC"
    assert len(world.sent()) == 1


def test_the_same_matter_sent_again_in_other_words_is_one_case(tmp_path: Path) -> None:
    """One sender, one complaint reference and the same file again: linked, asked about, and not answered twice."""
    world = World(tmp_path)
    ann = world.person("Ann")
    for words in (LETTER, f"Sending this again as I have heard nothing.\n\n{LETTER}"):
        ann.writes(words, attach=("letter.txt", b"Our reference PC/04417/26. Dear Ms Other, ..."))
        world.runs()
    assert len(world.cases()) == len(ann.letters()) == 1


def stated(days: int, **facts: object) -> Facts:
    """Facts of a letter of so many days before the application, and what else is said."""
    letter_on = Fact(DAY - timedelta(days=days), Quote("dated", "body", "the letter's date"))
    return Facts(letter_on=letter_on, **facts)  # type: ignore[arg-type]


def law_of(facts: Facts, *flags: Flag, passed_on_by_iopc: bool = False) -> Assessed:
    """What the law makes of these facts on the day of the application."""
    at = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
    return assessed(facts, frozenset(flags), received_at=at, days=WorkingDays(), passed_on_by_iopc=passed_on_by_iopc)


def test_what_is_in_time_anyway_needs_no_date_of_receipt() -> None:
    """Where the IOPC does not say when it had it: in time if it is with nothing left out, else it is asked."""
    assert law_of(stated(23), passed_on_by_iopc=True).time_result is TimeResult.IN_TIME
    late = law_of(stated(30), passed_on_by_iopc=True)
    assert late.time_result is TimeResult.START_UNKNOWN
    assert isinstance(late.law.time, Unsettled)


def test_time_with_the_force_is_told_and_not_left_out() -> None:
    """What the force had first and passed on late is late, and a person is told why."""
    with_force = Fact(DAY - timedelta(days=20), Quote("Sent:", "body", "when the force had it"))
    found = law_of(stated(35, force_received_on=with_force))
    assert found.time_result is TimeResult.LATE
    assert isinstance(found.law.time, TimeFinding)
    assert "first with the police force" in found.law.time.reason


def test_what_the_body_turns_on_is_what_was_alleged() -> None:
    """Death, discrimination and high ranks are the IOPC's, its transfer is ours, danger at home leaves it open."""
    ours = Fact(ReviewBody.LOCAL_POLICING_BODY, Quote("MOPAC", "attachment", "the review body the letter names"))
    named = stated(9, review_body_named=ours)
    assert law_of(named).points_to is ReviewBody.LOCAL_POLICING_BODY
    assert law_of(named, Flag.DISCRIMINATION).points_to is ReviewBody.DIRECTOR_GENERAL
    assert law_of(named, Flag.DOMESTIC_ABUSE).points_to is None
    assert law_of(named, Flag.RISK_TO_LIFE).points_to is ReviewBody.LOCAL_POLICING_BODY
    for flag in (Flag.DISCRIMINATION, Flag.SENIOR_OFFICER, Flag.DEATH_OR_SERIOUS_INJURY):
        assert law_of(stated(9), flag).points_to is ReviewBody.DIRECTOR_GENERAL
    assert law_of(stated(9), passed_on_by_iopc=True).points_to is ReviewBody.LOCAL_POLICING_BODY
    assert law_of(stated(9)).points_to is None


EARLY, IN_TIME, LATE = TimeResult.PREMATURE, TimeResult.IN_TIME, TimeResult.LATE


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (
            "I complained (PC/01544/26). They replied on 6 April that they'd look into it. Nothing since.",
            EARLY,
        ),
        (
            "A sergeant emailed on 10 March, another on 5 May, and I still have no decision. PC/1544/26",
            EARLY,
        ),
        (
            "The Met wrote on 12 October to say my complaint is still being investigated. Still waiting.",
            EARLY,
        ),
        ("They sent me a holding letter dated 12 October 2026. I have had no outcome.", EARLY),
        ("I got another update on 30 October, ref PC/01544/26, saying they need more time.", EARLY),
        ("The outcome letter is dated 26 October 2026. I had been waiting since March.", IN_TIME),
        (
            "I never got an answer about the phone. Their letter of 26 October is all about the bike.",
            IN_TIME,
        ),
        ("The decision was sent on 26 October. No decision was made about the PCSO.", IN_TIME),
        ("The outcome dated 1 September 2026 only came to light now, sorry.", LATE),
    ],
)
def test_who_has_no_outcome_yet_is_early_and_nobody_else(text: str, result: TimeResult) -> None:
    """Updates and holding letters are no outcome; somebody who waited, or misses an answer on one point, has one."""
    found = mail(text, on=DAY, kind=Kind.APPLICATION)
    assert law_of(found).time_result is result
