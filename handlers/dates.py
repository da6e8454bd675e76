"""British dates in a text: day first, ordinals, short years, weekdays, "last Tuesday"; guesses none and knows "
"no today.

A date without a year is read against the day the text was written. What names no one day is found too, as vague.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.passages import Passage, at_a_word, word_set

_MONTH = (
    r"jan(?:uary)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
_DAY = r"mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun"
# Every way of writing begins at a digit that follows no letter, digit, slash or full stop, so that a search is quick.
_WRITTEN = re.compile(
    r"\d(?<![\w/.:£#*]\d)(?:"
    rf"(?P<rest>\d?)(?P<nth>st|nd|rd|"
    rf"th)?(?:[ \t]*(?:day )?of)?[ \t\n.,/-]{{0,3}}(?P<month>{_MONTH})\b(?:\.(?= ?'?\d))?"
    r"(?:,?[ \t\n/-]{0,2}(?P<year>'?\d\d(?:\d\d)?)(?![\w:*]))?"
    r"|(?P<rest2>\d?)(?P<by>[/.-])(?P<month2>\d\d?)(?:(?P=by)(?P<year2>20\d\d|\d\d))?(?![\w/*]|\.\d|-\d)"
    r"|(?P<iso>\d{3}-\d\d-\d\d)(?!\d)"
    r"|(?P<rest3>\d?)(?P<nth3>st|nd|rd|th)?,?(?: (?P<year3>20\d\d))?(?![\w/:])"
    r")"
)
_MONTH_BEFORE = re.compile(rf"\b({_MONTH})\.? (?:the )?$")
_WEEKDAY_BEFORE = re.compile(rf"\b({_DAY})(?:day)?,? ?(?:the )?$")
_RELATIVE = at_a_word(
    r"(?P<yesterday>yesterday)|(?P<today>today|this morning)|"
    rf"(?:last |on |this )(?P<weekday>{_DAY})(?:day)?\b(?! ?,? ?(?:the )?\d)|"
    r"(?P<days>two|three|four|five|six|[2-6]) days ago|"
    r"(?:about |around |over |nearly |almost )?(?:an?|one|two|three|four|five|six|seven|eight|ten|\d{1,2}|a few|"
    r"few|several|some|a couple of|couple of) (?:days?|weeks?|months?|fortnights?) ago|"
    r"(?:last|the other|earlier this|this) (?:week|month|fortnight|day|year)|"
    r"(?:early|mid|late|end of|beginning of|start of|middle of|sometime in|back in|since|in|last)[ -]"
    rf"(?:{_MONTH})\b(?! \d)"
)
_RELATIVE_WORDS = word_set(
    "yesterday today morning ago week month fortnight year other january february march april may june "
    "july august september october november december monday tuesday wednesday thursday friday saturday "
    "sunday"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
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
        start, end = found.span()
        if found["month"]:
            one = _named(found["rest"], found["month"], found["year"], folded, start, end, on)
        elif found["month2"]:
            one = _numeric(folded, found, on)
        elif found["iso"]:
            one = _dated(
                start, end, folded[start : start + 4], folded[start + 5 : start + 7], folded[start + 8 : end], on
            )
        elif found["nth3"] and folded.endswith("the ", 0, start) and not found["year3"]:
            one = DateFound(start, end, None, None, "vague_date")
        elif (month := _MONTH_BEFORE.search(folded, max(0, start - 14), start)) and (found["nth3"] or found["year3"]):
            one = _named(found["rest3"], month[1], found["year3"], folded, start, end, on, month.start())
        else:
            continue
        if one is not None:
            yield one


def relative_dates(passage: Passage, on: date) -> Iterator[DateFound]:
    """Days told by their distance: "last Tuesday" is a day, "two weeks ago" is vague."""
    for found in passage.near(_RELATIVE, _RELATIVE_WORDS, 20):
        day = None
        if found["yesterday"]:
            day = on - timedelta(days=1)
        elif found["today"]:
            day = on
        elif found["days"]:
            day = on - timedelta(days=_COUNTS.get(found["days"]) or int(found["days"]))
        elif found["weekday"]:
            back = (on.weekday() - _DAYS.index(found["weekday"][:3])) % 7 or 7
            day = on - timedelta(days=back)
        yield DateFound(found.start(), found.end(), day, day, "" if day else "vague_date")


def _named(
    rest: str, month: str, year: str | None, folded: str, start: int, end: int, on: date, month_start: int | None = None
) -> DateFound | None:
    digits = (year or "").lstrip("'")
    if len(digits) == 2 and "'" not in (year or "") and abs(2000 + int(digits) - on.year) > 1:
        digits, end = "", end - len(year or "")  # "on 3 May 20 officers came"
    first = start if month_start is None else month_start
    weekday = _WEEKDAY_BEFORE.search(folded, max(0, first - 16), first)
    number = _MONTHS.index(month[:3]) + 1
    return _dated(first, end, digits, str(number), folded[start] + rest, on, weekday[1] if weekday else "")


def _numeric(folded: str, found: re.Match[str], on: date) -> DateFound | None:
    day, month, year = folded[found.start()] + found["rest2"], found["month2"], found["year2"] or ""
    if not year and (found["by"] != "/" or (day, month) == ("24", "7")):
        return None
    if int(month) > 12 >= int(day) and year:
        one = _dated(found.start(), found.end(), year, day, month, on)
        return DateFound(found.start(), found.end(), one.day, one.ahead, one.doubt or "month_first") if one else None
    if int(month) > 12:
        return None
    weekday = _WEEKDAY_BEFORE.search(folded, max(0, found.start() - 16), found.start())
    return _dated(found.start(), found.end(), year, month, day, on, weekday[1] if weekday else "")


def _dated(start: int, end: int, year: str, month: str, day: str, on: date, weekday: str = "") -> DateFound | None:
    if not 1 <= int(day) <= 31:
        return None
    if year:
        full = int(year) if len(year) == 4 else 2000 + int(year)
        only = _day(full, month, day)
        if only is None:
            return DateFound(start, end, None, None, "no_such_day")
        wrong = bool(weekday) and _DAYS[only.weekday()] != weekday[:3]
        return DateFound(start, end, only, only, "weekday_disagrees" if wrong else "")
    near = [one for years in (-1, 0, 1) if (one := _day(on.year + years, month, day))]
    past = max((one for one in near if one <= on), default=None)
    ahead = min((one for one in near if one > on), default=None)
    if past is None and ahead is None:
        return DateFound(start, end, None, None, "no_such_day")
    if weekday and past is not None and _DAYS[past.weekday()] != weekday[:3]:
        return DateFound(start, end, None, ahead, "weekday_disagrees")
    if ahead is not None and ahead - on <= SOON:
        return DateFound(start, end, None, ahead, "year_unclear")
    return DateFound(start, end, past, ahead)


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
