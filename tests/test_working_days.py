"""Working days of England and Wales: the rule of the calendar, its awkward days, and dates in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.working_days import WorkingDays, bank_holidays, in_words

DAYS = WorkingDays()
SOME_DAY = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # New Year's Day
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 4),  # early May
        date(2026, 5, 25),  # spring
        date(2026, 8, 31),  # summer
        date(2026, 12, 25),  # Christmas Day
        date(2026, 12, 28),  # for Boxing Day, a Saturday in 2026
        date(2027, 12, 27),  # for Christmas Day, a Saturday in 2027
        date(2027, 12, 28),  # for Boxing Day, a Sunday in 2027
        date(2028, 1, 3),  # for New Year's Day, a Saturday in 2028
        date(2022, 9, 19),  # the state funeral
        date(2026, 11, 14),  # a Saturday
        date(2026, 11, 15),  # a Sunday
    ],
)
def test_bank_holidays_substitutes_and_weekends_are_no_working_days(day: date) -> None:
    """Nobody works on a bank holiday, its substitute, a Saturday or a Sunday."""
    assert not DAYS.is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 2),  # the day before Good Friday
        date(2026, 4, 7),  # after Easter Monday
        date(2026, 12, 24),
        date(2026, 12, 29),
        date(2026, 12, 31),
        date(2026, 8, 3),  # a holiday in Scotland only
        date(2026, 3, 17),  # a holiday in Northern Ireland only
    ],
)
def test_ordinary_weekdays_are_working_days_even_where_scotland_rests(day: date) -> None:
    """A weekday that is a holiday nowhere in England and Wales is a working day."""
    assert DAYS.is_working_day(day)


def test_christmas_2026_is_four_days_without_work() -> None:
    """From Christmas Eve 2026 the next working day is Tuesday 29 December."""
    assert DAYS.add(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert DAYS.next_on_or_after(date(2026, 12, 26)) == date(2026, 12, 29)


def test_counting_crosses_the_end_of_a_year() -> None:
    """Two working days after Wednesday 30 December 2026 is Monday 4 January 2027."""
    assert DAYS.add(date(2026, 12, 30), 2) == date(2027, 1, 4)


def test_the_day_of_receipt_is_day_nought() -> None:
    """Five working days after Monday 9 November 2026 is Monday 16 November; after the Sunday before it is Friday."""
    assert DAYS.add(date(2026, 11, 9), 5) == date(2026, 11, 16)
    assert DAYS.add(date(2026, 11, 8), 5) == date(2026, 11, 13)
    assert DAYS.add(date(2026, 11, 8), 0) == date(2026, 11, 8)


def test_an_office_may_close_on_more_days() -> None:
    """A day the office gives off itself is no working day for it, and stays one for others."""
    privilege_day = date(2026, 12, 24)
    office = WorkingDays(frozenset({privilege_day}))
    assert office.add(date(2026, 12, 23), 1) == date(2026, 12, 29)
    assert DAYS.is_working_day(privilege_day)


def test_nothing_is_counted_backwards() -> None:
    """A negative number of working days is refused."""
    with pytest.raises(ValueError, match="forwards"):
        DAYS.add(date(2026, 11, 9), -1)


@given(SOME_DAY, st.integers(1, 60))
def test_the_nth_working_day_has_n_working_days_up_to_it(day: date, n: int) -> None:
    """Exactly n working days lie after a day up to and including its n-th working day, which is one itself."""
    end = DAYS.add(day, n)
    between = (day + timedelta(days=i) for i in range(1, (end - day).days + 1))
    assert sum(map(DAYS.is_working_day, between)) == n
    assert DAYS.is_working_day(end)


@given(SOME_DAY, st.integers(0, 30), st.integers(0, 30))
def test_counting_in_two_steps_is_counting_in_one(day: date, a: int, b: int) -> None:
    """Adding a and then b working days is the same as adding a + b."""
    assert DAYS.add(DAYS.add(day, a), b) == DAYS.add(day, a + b)


@given(SOME_DAY)
def test_the_next_working_day_is_near_and_never_before(day: date) -> None:
    """The next working day on or after a day is at most five days off and never before it."""
    following = DAYS.next_on_or_after(day)
    assert timedelta(0) <= following - day <= timedelta(days=5)
    assert DAYS.is_working_day(following)
    assert (following == day) is DAYS.is_working_day(day)


@pytest.mark.parametrize("year", range(2020, 2041))
def test_every_year_has_its_weekday_holidays(year: int) -> None:
    """Every year has at least eight bank holidays on weekdays, Good Friday and Easter Monday among them."""
    weekdays = sorted(day for day in bank_holidays(year) if day.weekday() < 5)
    assert len(weekdays) >= 8
    assert any(day.weekday() == 4 and day + timedelta(days=3) in weekdays for day in weekdays if day.month in (3, 4))


def test_dates_are_written_in_full_english() -> None:
    """A date in a letter names its day, month and year, without a leading nought."""
    assert in_words(date(2026, 11, 9)) == "Monday 9 November 2026"
    assert in_words(date(2027, 1, 31)) == "Sunday 31 January 2027"


@given(SOME_DAY)
def test_dates_in_words_are_those_of_the_calendar(day: date) -> None:
    """The words are those the C locale writes for the same day."""
    assert in_words(day) == f"{day:%A} {day.day} {day:%B %Y}"
