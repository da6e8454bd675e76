"""The day somebody asks for, day first and looking ahead: "14/6", "Fri 4 December", "Tuesday"; grants nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.months import month

FAR = timedelta(days=183)
"""A date further ahead than this without a year was meant as one that has gone, or is a slip."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:(?P<weekday{0}>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +(?:the +)?)?"
_NUMBER = re.compile(
    rf"(?<![\w/.-]){_WEEKDAY.format(1)}(?P<day>\d{{1,2}})(?P<by>[/.-])(?P<month>\d{{1,2}})(?:(?P=by)(?P<year>20\d\d|\d\d))?"
    r"(?![\w/]|[.-]\d)"
)
_NAMED = re.compile(
    rf"(?<![\w/.-]){_WEEKDAY.format(1)}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: +of)?[ -]*(?P<month>[a-z]{{3,9}})\b\.?"
    r"(?:,?[ -]*(?P<year>20\d\d|'?\d\d(?![\w:/.])))?"
)
_MONTH_FIRST = re.compile(
    rf"(?<![\w/.-]){_WEEKDAY.format(1)}(?P<month>[a-z]{{3,9}})\.? +(?:the +)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)"
    r"(?:,? +(?P<year>20\d\d))?"
)
_ISO = re.compile(r"(?<![\w/.-])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
_ONLY_A_WEEKDAY = re.compile(
    r"(?P<next>next +)?\b(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b(?P<week> next| week)?"
)
_TOMORROW = re.compile(r"\btomorrow\b")


@dataclass(frozen=True, slots=True)
class DayAsked:
    """A day as it was written: `day` is None where it is none or not one, and `doubt` says why in a clause."""

    words: str
    day: date | None
    doubt: str = ""


def days_asked(text: str, on: date) -> tuple[DayAsked, ...]:
    """Every day to come that a text names, in order, as seen on a day; a year that is missing is the next to come."""
    folded = text.casefold().replace("\u2019", "'")
    found: list[tuple[int, int, DayAsked]] = []
    for pattern in (_ISO, _NUMBER, _NAMED, _MONTH_FIRST):
        for one in pattern.finditer(folded):
            if any(start < one.end() and one.start() < end for start, end, _ in found):
                continue
            if asked := _dated(one, on):
                found.append((*one.span(), asked))
    for one in _ONLY_A_WEEKDAY.finditer(folded):
        if not any(start < one.end() and one.start() < end for start, end, _ in found):
            found.append((*one.span(), _weekday(one, on)))
    for one in _TOMORROW.finditer(folded):
        found.append((*one.span(), DayAsked(one[0], on + timedelta(days=1))))
    return tuple(asked for _, _, asked in sorted(found, key=lambda each: each[0]))


def _dated(found: re.Match[str], on: date) -> DayAsked | None:
    """The day of one match; None where what stands in the place of a month is none."""
    groups, words = found.groupdict(), " ".join(found[0].split())
    number = int(groups["month"]) if groups["month"].isdigit() else month(groups["month"])
    if not number:
        return None
    year = (groups["year"] or "").lstrip("'")
    days = (int(groups["day"]), number)
    if year:
        near = [_day(int(year) if len(year) == 4 else 2000 + int(year), *days)]
    else:
        near = [one for one in (_day(on.year, *days), _day(on.year + 1, *days)) if one is None or one >= on]
    day = next((one for one in near if one is not None), None)
    weekday = (groups.get("weekday1") or "")[:3]
    if day is None:
        return DayAsked(words, None, "there is no such day")
    if weekday and _WEEKDAYS[day.weekday()] != weekday:
        return DayAsked(words, None, "that day is another day of the week")
    if day < on or (not year and day - on > FAR):
        return DayAsked(words, None, "that day has gone")
    return DayAsked(words, day)


def _weekday(found: re.Match[str], on: date) -> DayAsked:
    """The next day of this name; "next Tuesday" may be two days and so is none."""
    words = " ".join(found[0].split())
    if found["next"] or found["week"]:
        return DayAsked(words, None, "that may be one of two days")
    ahead = (_WEEKDAYS.index(found["weekday"][:3]) - on.weekday()) % 7 or 7
    return DayAsked(words, on + timedelta(days=ahead))


def _day(year: int, day: int, number: int) -> date | None:
    try:
        return date(year, number, day)
    except ValueError:
        return None
