"""What the letters say that ask the force again: the request as it was, what is missing, and what was done since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers.asked_again import facts, history, letter_of, line
from store.messages import PaperItem
from store.terms import Asked, PaperState, Rung
from tests.chasing import CHASER, DAYS, MANAGER, asked, chased

REMINDED = date(2026, 11, 9)
TOLD_ON = {Rung.REMINDER: REMINDED, Rung.CHASER: CHASER, Rung.MANAGER: MANAGER}
ITEMS = (PaperItem(1, "the report", state=PaperState.RECEIVED, received_on=REMINDED), PaperItem(2, "the letter"))
FIRST = "Monday 2 November 2026: we asked the unit."


def test_whoever_is_above_the_unit_reads_the_whole_history_in_four_lines() -> None:
    """Asked with its due day, reminded, asked again, the manager written to: each with its day, oldest first."""
    assert history(asked(done=TOLD_ON), Rung.SINGLE_POINT) == (
        f"{FIRST} It was due on Monday 16 November 2026.",
        "Monday 9 November 2026: we reminded the unit.",
        "Tuesday 17 November 2026: we asked the unit again.",
        "Monday 23 November 2026: we wrote to its manager.",
    )


def test_no_step_is_told_that_was_not_taken() -> None:
    """Where the book names no manager the history does not say that one was written to; more time is said."""
    assert history(chased(extensions=1), Rung.SINGLE_POINT) == (
        f"{FIRST} With the time it got since, it was due on Monday 16 November 2026.",
        "Tuesday 17 November 2026: we asked the unit again.",
    )


@pytest.mark.parametrize("rung", [Rung.REMINDER, Rung.CHASER])
def test_the_unit_itself_is_told_no_history(rung: Rung) -> None:
    """It knows what it got."""
    assert history(chased(), rung) == ()


def test_a_letter_about_one_case_has_the_request_and_what_is_missing_and_no_name() -> None:
    """Every item with how far it came, the missing ones again, the initials, and the working days since."""
    told = facts([asked(items=ITEMS, initials="AH")], Rung.CHASER, CHASER, DAYS)
    assert told == {
        "reference": "PCR/2026/00001",
        "force_reference": "PC/1/26",
        "initials": "AH",
        "asked_on": "Monday 2 November 2026",
        "due_on": "Monday 16 November 2026",
        "items": ("1. the report: received on Monday 9 November 2026", "2. the letter: still to come"),
        "missing": ("2. the letter",),
        "days_waiting": "11",
        "history": (),
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"items": ITEMS}, "Missing: 2. the letter."),
        ({"items": (ITEMS[1], PaperItem(3, "video"))}, "Nothing has come yet of 2 items."),
        ({"items": ITEMS[1:]}, "Nothing has come yet."),
        ({"asked": Asked.RECOMMENDATION}, "Missing: your answer to our recommendation."),
    ],
)
def test_a_line_of_a_list_says_which_case_and_what_is_missing(changes: dict[str, object], words: str) -> None:
    """Both references and the initials, both days, and the missing items by number and name."""
    told = line(asked(initials="AH", **changes))
    known = "PCR/2026/00001 (PC/1/26, AH): asked on Monday 2 November 2026, due on Monday 16 November 2026."
    assert told == f"{known} {words}"
    assert line(replace(asked(**changes), force_reference="")).startswith("PCR/2026/00001: asked on")


def test_a_list_says_whether_it_is_about_answers() -> None:
    """Papers and answers to recommendations have words of their own, and each recommendation's step is told."""
    both = [asked(1), asked(2)]
    assert facts(both, Rung.MANAGER, CHASER, DAYS)["recommendations"] == ""
    answers = [replace(one, asked=Asked.RECOMMENDATION) for one in both]
    assert facts(answers, Rung.MANAGER, CHASER, DAYS)["recommendations"] == "yes"
    assert letter_of(answers, Rung.MANAGER) == "papers_list"
    told = facts(answers[:1], Rung.MANAGER, CHASER, DAYS)
    assert (told["step"], told["overdue"], letter_of(answers[:1], Rung.MANAGER)) == (
        "manager",
        "yes",
        "recommendation_reminder",
    )
    assert facts(answers[:1], Rung.REMINDER, date(2026, 11, 16), DAYS)["overdue"] == ""
