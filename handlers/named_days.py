"""Days that people in Britain call by name and not by number: Bonfire Night, St Andrew's Day; guesses no year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from handlers.dates import DateFound, dated
from handlers.months import month
from handlers.passages import Passage, at_a_word, word_set

# Only days that lie on one date every year; a row is read as a pattern in lower case with straight apostrophes.
_NAMED = {
    r"(?:new year'?s day|neerday)": (1, 1),
    r"burns'? (?:night|supper)": (1, 25),
    r"(?:saint |st\.? )?valentine'?s day": (2, 14),
    r"(?:saint |st\.? )david'?s day": (3, 1),
    r"(?:saint |st\.? )patrick'?s (?:day|night)|paddy'?s day": (3, 17),
    r"(?:april fool'?s?(?: day)?|all fool'?s day)": (4, 1),
    r"(?:saint |st\.? )george'?s day": (4, 23),
    r"midsummer'?s day": (6, 24),
    r"(?:saint |st\.? )swithin'?s day": (7, 15),
    r"trafalgar day": (10, 21),
    r"hallowe'?en|all hallows'? eve": (10, 31),
    r"all saints'? day": (11, 1),
    r"(?:bonfire|guy fawkes|fireworks)(?: night|'? day)": (11, 5),
    r"(?:armistice day|poppy day)": (11, 11),
    r"(?:saint |st\.? )andrew'?s (?:day|night)": (11, 30),
    r"(?:christmas|xmas|crimbo) eve": (12, 24),
    r"(?:christmas|xmas) day": (12, 25),
    r"(?:boxing day|(?:saint |st\.? )stephen'?s day)": (12, 26),
    r"(?:new year'?s eve|hogmanay|old year'?s (?:night|day))": (12, 31),
}  # fmt: skip
_ROWS = tuple(_NAMED.values())
_FEASTS = {
    "boxing day": (12, 26),
    "(?:christmas|xmas)(?: day)?": (12, 25),
    "new year(?:'?s day)?": (1, 1),
    "hallowe'?en": (10, 31),
    "bonfire night": (11, 5),
}
_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})day"
_BESIDE_A_FEAST = at_a_word(
    rf"{_WEEKDAY} (?:just |back )?(?P<side>before|after) (?:the )?"
    + "(?:"
    + "|".join(f"(?P<feast{number}>{name})" for number, name in enumerate(_FEASTS))
    + r")(?:'s|s)?\b(?! (?:eve|market|party|do|lunch|dinner))"
)
_NTHS = ("first", "second", "third", "fourth", "last")
_NTH_OF_A_MONTH = at_a_word(
    rf"(?P<nth>{'|'.join(_NTHS)}) {_WEEKDAY} (?:in|of) (?P<month>[a-z]{{3,9}})\b(?:,? (?P<year>20\d\d))?"
)
_GOES_ON = (
    r"(?:and|but|so|when|they|he|she|it|i|we|by|at|from|to|which|with|in|the|telling|saying|morning|evening|last|"
    r"dated)\b"
)
_ANY = at_a_word(
    "(?:"
    + "|".join(f"(?P<row{number}>{name})" for number, name in enumerate(_NAMED))
    + rf")\b(?: (?:of )?(?P<year>20\d\d))?(?! (?!{_GOES_ON})\w)"
)
_NOT_ON_IT = re.compile(r"\b(?:before|after|since|around|about|near|until|till|following|between|past)(?: the)? $")
_WORDS = word_set(
    "new neerday burns valentine valentines david davids patrick patricks paddy paddys april fools george georges "
    "midsummer midsummers swithin swithins trafalgar halloween hallowe hallows saints bonfire guy fireworks armistice "
    "year poppy andrew andrews christmas xmas crimbo boxing stephen stephens hogmanay old"
)

_OF_MONTHS = word_set(" ".join(f"{day}day" for day in _WEEKDAYS))


def named_days(passage: Passage, on: date) -> Iterator[DateFound]:
    """Every day that is called by its name, in order, read against the day the text was written.

    "The St George's Day march" is no day, and "before Halloween" no one day.
    """
    yield from _beside_feasts(passage, on)
    yield from _nths_of_months(passage, on)
    for found in passage.near(_ANY, _WORDS, 40):
        row = next(name for name, said in found.groupdict().items() if said and name != "year")
        number, day = _ROWS[int(row.removeprefix("row"))]
        if _NOT_ON_IT.search(passage.folded, max(0, found.start() - 14), found.start()):
            yield DateFound(found.start(), found.end(), None, None, "vague_date")
        elif one := dated(found.start(), found.end(), found["year"] or "", number, day, on):
            yield one


def _beside_feasts(passage: Passage, on: date) -> Iterator[DateFound]:
    """ "The Tuesday before Christmas": the last such day that is past."""
    for found in passage.near(_BESIDE_A_FEAST, _WORDS, 40):
        feast = next(name for name, said in found.groupdict().items() if said and name.startswith("feast"))
        number, day = tuple(_FEASTS.values())[int(feast.removeprefix("feast"))]
        years = (date(year, number, day) for year in (on.year + 1, on.year, on.year - 1))
        wanted, after = _WEEKDAYS.index(found["weekday"]), found["side"] == "after"
        if past := next((one for year in years if (one := _nearest(year, wanted, after=after)) <= on), None):
            yield DateFound(found.start(), found.end(), past, None)


def _nths_of_months(passage: Passage, on: date) -> Iterator[DateFound]:
    """ "The first Friday in December": the last such day that is past, or that of the year it names."""
    for found in passage.near(_NTH_OF_A_MONTH, _OF_MONTHS, 40):
        if number := month(found["month"]):
            years = (int(found["year"]),) if found["year"] else (on.year, on.year - 1)
            which, wanted = _NTHS.index(found["nth"]), _WEEKDAYS.index(found["weekday"])
            every = (_nth(year, number, which, wanted) for year in years)
            if past := next((one for one in every if one <= on), None):
                yield DateFound(found.start(), found.end(), past, None)


def _nth(year: int, number: int, which: int, weekday: int) -> date:
    """The first to fourth such day of the week in a month, or the last."""
    first = _nearest(date(year, number, 1) - timedelta(days=1), weekday, after=True)
    if _NTHS[which] != "last":
        return first + timedelta(weeks=which)
    return max(one for week in (3, 4) if (one := first + timedelta(weeks=week)).month == number)


def _nearest(feast: date, weekday: int, *, after: bool) -> date:
    """The last such day of the week before a feast, or the first after it."""
    away = (weekday - feast.weekday()) % 7 if after else (weekday - feast.weekday()) % 7 - 7
    return feast + timedelta(days=away or 7)
