"""What the law makes of what a message states, and what stands in the case because of it."""

from __future__ import annotations

from pathlib import Path

from tests.test_explain import LETTER
from tests.world import World


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
