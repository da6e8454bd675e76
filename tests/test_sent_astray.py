"""Letters that the police first sent to a wrong address, and from which day their 28 days count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import law
from handlers.assessment import Assessed, assessed
from handlers.working_days import WorkingDays, in_words
from store.terms import TimeFinding, TimeResult
from tests.test_facts import mail, value

AFTER = datetime(2026, 11, 9, 12, tzinfo=UTC)
LETTER_ON = date(2026, 10, 1)
LETTER = "I want a review by MOPAC of PC/05612/26. The outcome letter is dated 1 October 2026. "


def told(text: str, received_at: datetime = AFTER) -> Assessed:
    """What an application with these words after the letter's date gives."""
    said = mail(LETTER + text, on=received_at.date())
    return assessed(said, frozenset(), received_at=received_at, days=WorkingDays(), passed_on_by_iopc=False)


@pytest.mark.parametrize(
    "text",
    [
        "They posted it to my old flat. When I rang they admitted the mistake and re-sent it on 20 October.",
        "It went to my previous address, where I haven't lived since 2024. PSU apologised for the error and e-mailed "
        "it to me again on 20 October.",
        "It was sent to the wrong prison. It only reached me here on 20 October, and the envelope is stamped.",
        "It went to the wrong address and came back to them. I signed for it at last on 20 October.",
        "The letter was posted to 41 when I am at 14, a wrong address. It came again by recorded delivery on "
        "20 October 2026.",
        "The letter was addressed to the house that I left in March. On 20 October Ms Ibe wrote: we are sorry that it "
        "was posted to the wrong address, the letter is attached.",
    ],
)
def test_a_letter_that_went_astray_counts_from_the_day_it_provably_came(text: str) -> None:
    """It was not provided before; the reason says so, the count stands on that day, and a person still looks first."""
    found = told(text)
    assert found.facts.sent_astray is not None
    assert value(found.facts.arrived_on) == date(2026, 10, 20)
    assert found.time_result is TimeResult.IN_TIME
    assert isinstance(found.law.time, TimeFinding)
    assert found.law.time.count is not None
    assert found.law.time.count.provided_on == date(2026, 10, 20)
    assert "The letter of Thursday 1 October 2026 first went to a wrong address." in found.law.time.reason
    assert found.facts.sent_astray in found.law.time.evidence
    assert not found.nothing_against


@pytest.mark.parametrize(
    "text",
    [
        "It was put through the wrong door, number 19, and he brought it round on 20 October with his apologies.",
        "It went to my old address and came to me on 20 October.",
        "It went to the old prison and was handed to me on 20 October. He says there is a record. Stamps take forever.",
    ],
)
def test_the_complainants_word_alone_is_a_dispute(text: str) -> None:
    """Where nothing but their word, or a neighbour's, stands for it, a person settles the day."""
    found = told(text)
    assert found.facts.sent_astray is None
    assert found.time_result is TimeResult.DISPUTED_START


@pytest.mark.parametrize(
    "text",
    [
        "On 20 October officers raided the wrong address, mine, and the sergeant apologised for the error and sent me "
        "a form.",
        "They arrested me at my old address. The inspector admitted the mistake on 20 October.",
        "They wrote to my old address, and they have admitted that mistake.",
    ],
)
def test_where_no_letter_went_astray_or_no_day_is_told_the_letters_date_counts(text: str) -> None:
    """Officers at a wrong door are no letter there, and a mistake without a day starts no later time."""
    found = told(text)
    assert found.facts.sent_astray is None
    assert found.time_result is not TimeResult.IN_TIME


def test_late_even_from_that_day_stays_for_a_person() -> None:
    """Both days are counted, and nobody is told that they are late by a date that was not theirs."""
    found = told("They posted it to my old flat, admitted the mistake and re-sent it on 8 October.")
    assert found.facts.sent_astray is not None
    assert found.time_result is TimeResult.DISPUTED_START


@given(st.integers(1, 60), st.integers(1, 60))
def test_it_only_ever_helps(posted: int, later: int) -> None:
    """In time by either day is in time, and late by both is a question."""
    came_on = LETTER_ON + timedelta(posted)
    written = datetime(2026, 10, 1, 12, tzinfo=UTC) + timedelta(posted + later)
    text = f"It went to the wrong address; they apologised for that error and re-sent it on {in_words(came_on)}."
    in_time = later <= law.PERIOD.days or posted + later <= law.PERIOD.days
    assert told(text, written).time_result is (TimeResult.IN_TIME if in_time else TimeResult.DISPUTED_START)


def test_the_day_of_the_writing_is_not_the_day_it_came() -> None:
    """Today stands in every letter."""
    assert (
        told("It went to the wrong address; they apologised for that error. 9 November 2026.").facts.arrived_on is None
    )
