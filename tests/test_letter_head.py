"""The date a letter bears among the dates it tells of, letters that decide nothing, and the mail a letter came with."""

from __future__ import annotations

import re
from datetime import date

import pytest

from handlers.letter_head import labelled_dates, own_date
from handlers.named_beside import beside_prison_numbers, beside_references, each_by_itself
from handlers.passages import Passage
from store.terms import Answer, Kind
from tests.test_facts import mail

NOVEMBER = date(2026, 11, 20)
BEARS = (
    ("Complaint made: 11.08.2026\nDate of this letter: 09.10.2026\nThe service was acceptable.", date(2026, 10, 9)),
    ("Typed: 21/09/2026\nChecked: 28/09/2026\nDate of letter / Sent: 01/10/2026 by e-mail", date(2026, 10, 1)),
    ("Unit   |   Complaint CO/01611/26   |   06 NOV 2026\nDear Sir\nOn 3 August you fell.", date(2026, 11, 6)),
    ("This twenty-second day of September, two thousand and twenty-six\nDear Mrs S,\nOn 3 July", date(2026, 9, 22)),
    ("DECISION (made 20/1/26, about 17/1/26)\nOne account against another.\nthis 9th of March 2026", date(2026, 3, 9)),
    ("Our ref PC/1/26     24.09.2026\nYour ref 01.08.2026\nDear Sirs\nSigned for on 3 March 2026.", date(2026, 9, 24)),
    ("Dear Ms A\nYour complaint about an officer at the show on 19 July 2026 has been considered.", None),
    ("Your letter of 4 October 2026\nDear Ms A\nThe service was acceptable.", None),
)


@pytest.mark.parametrize(("text", "day"), BEARS)
def test_the_date_a_letter_bears(text: str, day: date | None) -> None:
    """It is the one with its label, else the one that stands by itself or above the greeting; never one it tells of."""
    found = own_date(Passage("letter", text), NOVEMBER)
    assert (found.day if found else None) == day


LABELLED = (
    ("7 | Outcome letter | 06/10/2026 | Y\n5 | Update letter | 12/08/2026 | Y", [date(2026, 10, 6)]),
    ("22/09/2026 outcome letter e-mailed to complainant 14:10\n24/09/2026 telephoned", [date(2026, 9, 22)]),
    ("Date final letter issued: 22-10-2026\nDate recorded: 11-08-2026", [date(2026, 10, 22)]),
    ("Date on your letter: 22/09/2026\nDate of incident: 13/06/2026", [date(2026, 9, 22)]),
    ("The decision letter which is dated 19 October arrived on 24 October.", []),
)


@pytest.mark.parametrize(("text", "days"), LABELLED)
def test_forms_tables_and_logs_label_their_dates(text: str, days: list[date]) -> None:
    """A form, a schedule or a log says by its label which of its dates is the outcome letter's; prose has no labels."""
    assert [one.day for one in labelled_dates(Passage("body", text), NOVEMBER, in_prose=True)] == days


PROGRESS = """Leicestershire Police
Professional Standards Department
2 October 2026
Dear Mr Hale
PROGRESS OF YOUR COMPLAINT
I have spoken to the officer and have made no decision. I expect to send you the final outcome by 13 November 2026."""


def test_a_letter_that_decides_nothing_is_no_outcome() -> None:
    """What only says how far a complaint has got gives no date, though its reader calls it the outcome."""
    found = mail(
        "Outcome letter attached, dated 2nd Oct, ref CO/01433/26. Please review it.",
        ("letter.pdf", PROGRESS),
        on=NOVEMBER,
        kind=Kind.APPLICATION,
    )
    assert (found.letter_on, found.outcome_given) == (None, Answer.NO)


TOLD = (
    ("Three weeks ago today, at teatime, I got the police email saying my complaint wasnt upheld.", date(2026, 10, 30)),
    ('They turned me down. Their letter has "14 August 2026" on it. I complained on 5 May.', date(2026, 8, 14)),
    ("It is the one about nans house, letter says 14 september at the top.", date(2026, 9, 14)),
    ("PC/07009/26. 1st october. They say my bike wasnt damaged.", date(2026, 10, 1)),
    (
        "The decision was e-mailed to me on 11 September. His answer of 2 October adds nothing.",
        date(2026, 9, 11),
    ),
    ("The outcome letter is dated 24 September. Her signed authority dated 2 October is enclosed.", date(2026, 9, 24)),
    ("The Met has decided by letter of 27 October to put my complaint on hold until after my trial.", None),
)


@pytest.mark.parametrize(("text", "day"), TOLD)
def test_the_outcome_among_other_letters(text: str, day: date | None) -> None:
    """What is said of a decision goes before what is said of an answer; papers of others and delays are no outcome."""
    found = mail(text, on=NOVEMBER, kind=Kind.APPLICATION)
    assert (found.letter_on.value if found.letter_on else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "The letter is dated 1 October but was not handed to me until Tuesday 13 October.",
        "The letter is dated 1 October. A wing officer put it into his hand on 13 October.",
        "The letter is dated 1 October, and it landed on the mat on 13 October.",
        "The letter is dated 1 October. I first saw it when I logged in to the portal on 13 October.",
    ],
)
def test_a_later_arrival_is_told_in_many_ways(text: str) -> None:
    """The day the letter came is kept beside its date, so that the start is seen to be disputed."""
    found = mail(text, on=NOVEMBER, kind=Kind.APPLICATION)
    assert found.arrived_on is not None
    assert found.arrived_on.value == date(2026, 10, 13)


def test_names_beside_numbers() -> None:
    """Who is named right beside the complaint's or a prison number is found; what only looks like a name is not."""
    table = Passage("body", "PC/05102/26 | Halloran, M | 12 Oct\nPC/05240/26 | Osei-Tutu, Grace | 16 Oct\n")
    assert [one.value for one in each_by_itself(table)] == ["M Halloran", "Grace Osei-Tutu"]
    assert [one.value for one in beside_references(Passage("subject", "Oduya PC/06202/26"))] == ["Oduya"]
    assert beside_references(Passage("subject", "Determination PC/06202/26")) == []
    prisoner = Passage("subject", "Reply from Sonny Ackerley A8813EX")
    assert [one.value for one in beside_prison_numbers(prisoner)] == ["Sonny Ackerley"]


def test_a_word_is_looked_at_no_further_than_it_reaches() -> None:
    """A line of dashes, digits or a link without end is not searched to its end for every word before it."""
    passage = Passage("body", "a review of " + "-" * 2_000 + "28 days")
    assert not list(passage.near(re.compile(r"28 days"), frozenset({"review"})))
    assert list(passage.near(re.compile(r"review of"), frozenset({"review"})))
