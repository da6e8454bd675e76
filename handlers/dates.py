"""British dates in a text: day first, ordinals, short years, weekdays, spoken days; guesses none and knows no today.

A date without a year is read against the day the text was written. What names no one day is found too, as vague.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.months import month
from handlers.passages import Passage, at_a_word, word_set

A_WEEKDAY = r"mon|tue(?:s)?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun"
"""A day of the week without its "day", as people shorten it."""
# Every way of writing begins at a digit that follows no letter, digit, slash or full stop, so that a search is quick.
_WRITTEN = re.compile(
    r"""
    \d(?<![\w/.:£#*]\d)(?:
        (?P<iso>\d{3}-\d\d-\d\d)(?!\d)
      | (?P<chinese>\d{3}年\d\d?月\d\d?日)
      | (?P<rest2>\d?)(?P<by>[/.-]|(?<=dated[ ].|ated[ ]..)[ ])(?P<month2>\d\d?)
        (?:(?P=by)(?P<year2>20\d\d|\d\d))?(?![\w/*]|\.\d|-\d)
      | (?P<rest>\d?)(?P<nth>st|nd|rd|th)?
        (?:
            (?:[ \t\n]*(?:day[ ])?(?:of|o'?|de|di|d'|del)\b)? [ \t\n.,/-]{0,3}
            (?P<month>[^\W\d_][^\s\d.,;:()/_-]{2,14})(?:\.(?=[ ]?'?\d))?
            (?:,?[ \t\n/-]{0,2}(?:de[ ]|del[ ])?(?P<year>'?\d\d(?:\d\d)?)(?![\w:*/]))?
          | ,?(?:[ ](?P<year3>20\d\d))?(?![\w/:])
        )
    )
    """,
    re.VERBOSE,
)
_MONTH_BEFORE = re.compile(r"(?:(?P<year>20\d\d)[., ]{1,2})?\b(?P<month>[^\W\d_]{3,12})\.?,? (?:the )?$")
_WEEKDAY_BEFORE = re.compile(rf"\b({A_WEEKDAY})(?:day)?,? ?(?:the )?$")
_SAID_BEFORE = re.compile(rf"\b(?:letter|dated|e-?mail|reply|answer|outcome|decision) $|{_WEEKDAY_BEFORE.pattern}")
_OF_A_MONTH = re.compile(r" (?:of )?(?:(?P<this>this month|inst\b)|last month|ult(?:imo)?\b)")
_AN_AMOUNT = re.compile(r"[ ]?(?:days?|weeks?|months?|years?|day period|pages?|minutes?|hours?|time|floor|year)\b")
_NTHS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
_SPOKEN_DAYS = {
    **{nth: number for number, nth in enumerate(_NTHS, start=1)},
    **{f"twenty {nth}": 20 + number for number, nth in enumerate(_NTHS[:9], start=1)},
    "thirtieth": 30,
    "thirty first": 31,
}
_SPOKEN = at_a_word(
    rf"(?P<day>(?:(?:twenty|thirty)[ -])?(?:{'|'.join(_NTHS)}|thirtieth)) (?:day )?(?:of )?"
    rf"(?:the (?P<number>{'|'.join(_NTHS[:12])})|(?P<month>[a-z]{{3,9}}))\b"
    r"(?:,? (?P<year>20\d\d|(?:two thousand(?: and)?|twenty) twenty[ -]"
    r"(?:one|two|three|four|five|six|seven|eight|nine)))?"
)
_SPOKEN_WORDS = word_set(f"{' '.join(_NTHS)} thirtieth")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week by their first three letters, Monday first."""
_UNITS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_OFTEN_OTHER = ("may", "mar", "march")  # words and no months, where only a number follows
SOON = timedelta(days=60)  # a date without a year that would lie so soon ahead is not taken for last year's


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text, from which character to which; `day` is None where it names no one day, `doubt` says why.

    Of a date without a year `day` is the last such day on or before the day of writing, `ahead` the next after it.
    """

    start: int
    end: int
    day: date | None
    ahead: date | None = None
    doubt: str = ""


def dates(folded: str, on: date, start: int = 0) -> Iterator[DateFound]:
    """Every date written in figures, in order, in a text in lower case, read against the day it was written.

    "The 20th" is one too, and vague.
    """
    for found in _WRITTEN.finditer(folded, start):
        one = _written(folded, found, on)
        if one is not None:
            yield one


def spoken_dates(passage: Passage, on: date) -> Iterator[DateFound]:
    """Days whose number stands in words, as a telephone types what it hears: "the twenty sixth of October"."""
    for found in passage.near(_SPOKEN, _SPOKEN_WORDS, 30):
        day = _SPOKEN_DAYS.get(found["day"].replace("-", " "))
        if day and (number := _SPOKEN_DAYS.get(found["number"] or "") or month(found["month"] or "")):
            year = (found["year"] or "").replace("-", " ")
            unit = year.rpartition(" ")[2]
            one = dated(found.start(), found.end(), f"202{_UNITS.index(unit)}" if unit else year, number, day, on)
            if one is not None:
                yield one


def the_nth(folded: str, found: DateFound, *, after: date | None, until: date) -> date | None:
    """The day that "the 21st" means in a text in lower case: the next after a day, or else the last until another.

    "Tuesday 21st" is no other than a Tuesday.
    """
    number = re.match(r"\d\d?", folded[found.start : found.end])
    if found.day or number is None:
        return None
    named = weekday_before(folded, found)
    near = [
        one
        for month_of in ((until.year, until.month - back) for back in range(13))
        if (one := _day(month_of[0] - (month_of[1] < 1), (month_of[1] - 1) % 12 + 1, int(number[0])))
        and one <= until
        and (after is None or one >= after)
        and (not named or WEEKDAYS[one.weekday()] == named)
    ]
    return (min(near) if after else max(near)) if near else None


def weekday_before(folded: str, found: DateFound) -> str:
    """The day of the week that stands before a date, by its first three letters, or nothing."""
    before = _WEEKDAY_BEFORE.search(folded, max(0, found.start - 16), found.start)
    return before[1][:3] if before else ""


def _written(folded: str, found: re.Match[str], on: date) -> DateFound | None:
    start, end = found.span()
    if found["month2"]:
        return _numeric(folded, found, on)
    if found["iso"] or found["chinese"]:
        year, number, day = re.findall(r"\d+", found[0])
        return dated(start, end, year, int(number), int(day), on)
    day = folded[start] + found["rest"]
    if found["month"]:
        if number := month(found["month"]):
            return _named(day, number, found["year"], folded, start, end, on)
        end = found.end("nth") if found["nth"] else found.end("rest")
    if before := _MONTH_BEFORE.search(folded, max(0, start - 24), start):
        number = month(before["month"])
        year_of = int(day) == on.year % 100 or before["month"] in _OFTEN_OTHER  # "since June 26", "in May 20 people"
        sure = found["nth"] or found["year3"] or before["year"] or not year_of
        if number and sure and not _AN_AMOUNT.match(folded, end):
            year = found["year3"] or before["year"]
            return _named(day, number, year, folded, start, end, on, before.start())
    said = folded.endswith("the ", 0, start) or _SAID_BEFORE.search(folded, max(0, start - 16), start)
    if found["nth"] and said and not _AN_AMOUNT.match(folded, end):
        which = _OF_A_MONTH.match(folded, end)
        first = on.replace(day=1) if which and which["this"] else None
        if which and not first:
            first = (on.replace(day=1) - timedelta(days=1)).replace(day=1)
        only = _day(first.year, first.month, int(day)) if first else None
        return DateFound(start, end, only, only, "" if only else "vague_date")
    return None


def _named(
    day: str, number: int, year: str | None, folded: str, start: int, end: int, on: date, first: int | None = None
) -> DateFound | None:
    digits = (year or "").lstrip("'")
    if len(digits) == 2 and "'" not in (year or "") and abs(2000 + int(digits) - on.year) > 1:
        digits, end = "", end - len(year or "")  # "on 3 May 20 officers came"
    begins = start if first is None else first
    weekday = _WEEKDAY_BEFORE.search(folded, max(0, begins - 16), begins)
    return dated(start, end, digits, number, int(day), on, weekday[1] if weekday else "")


def _numeric(folded: str, found: re.Match[str], on: date) -> DateFound | None:
    day, number, year = folded[found.start()] + found["rest2"], found["month2"], found["year2"] or ""
    if not year and (found["by"] != "/" or (day, number) == ("24", "7")):
        return None
    if int(number) > 12 >= int(day) and year:
        one = dated(found.start(), found.end(), year, int(day), int(number), on)
        return DateFound(found.start(), found.end(), one.day, one.ahead, one.doubt or "month_first") if one else None
    if int(number) > 12:
        return None
    weekday = _WEEKDAY_BEFORE.search(folded, max(0, found.start() - 16), found.start())
    return dated(found.start(), found.end(), year, int(number), int(day), on, weekday[1] if weekday else "")


def dated(start: int, end: int, year: str, number: int, day: int, on: date, weekday: str = "") -> DateFound | None:
    """The date of a day and month, with a year or read against the day of writing; None where no month has it.

    `weekday`: the day of the week it is said to be; where it is another, the date is in doubt.
    """
    if not 1 <= day <= 31:
        return None
    if year:
        full = int(year) if len(year) == 4 else 2000 + int(year)
        only = _day(full, number, day)
        if only is None:
            return DateFound(start, end, None, None, "no_such_day")
        wrong = bool(weekday) and WEEKDAYS[only.weekday()] != weekday[:3]
        return DateFound(start, end, only, only, "weekday_disagrees" if wrong else "")
    near = [one for years in (-1, 0, 1) if (one := _day(on.year + years, number, day))]
    past = max((one for one in near if one <= on), default=None)
    ahead = min((one for one in near if one > on), default=None)
    if past is None and ahead is None:
        return DateFound(start, end, None, None, "no_such_day")
    if weekday and past is not None and WEEKDAYS[past.weekday()] != weekday[:3]:
        return DateFound(start, end, None, ahead, "weekday_disagrees")
    if ahead is not None and ahead - on <= SOON:
        return DateFound(start, end, None, ahead, "year_unclear")
    return DateFound(start, end, past, ahead)


def _day(year: int, number: int, day: int) -> date | None:
    try:
        return date(year, number, day)
    except ValueError:
        return None
