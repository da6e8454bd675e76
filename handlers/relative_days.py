"""Days told by their distance from the day of writing: "last Tuesday", "three weeks ago today"; guesses none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from handlers.dates import A_WEEKDAY, WEEKDAYS, DateFound
from handlers.passages import Passage, at_a_word, word_set

_SOME, _UNIT = r"an?|one|two|three|four|five|six|[1-6]", r"weeks?|wks?|fortnights?"
_RELATIVE = at_a_word(
    r"(?P<two_back>day before yesterday)|(?P<yesterday>yesterday)|(?P<today>today|this morning)|"
    rf"(?:on )?(?P<of_last_week>{A_WEEKDAY})(?:day)? (?:of )?last week|"
    rf"last week,? (?:on )?(?P<last_week_on>{A_WEEKDAY})(?:day)?\b|"
    rf"(?:on )?(?:the )?(?P<before_last>{A_WEEKDAY})(?:day)? before last\b|"
    rf"an? (?P<further>week|wk|fortnight) (?:last|on|past|ago on|ago last|ago) (?P<further_on>{A_WEEKDAY})(?:day)?\b|"
    rf"(?P<just_gone>{A_WEEKDAY})(?:day (?:just )?(?:gone|past)| (?:just )?gone)\b|"
    rf"(?:last |on |this |(?<=dated ))(?P<weekday>{A_WEEKDAY})(?:day)?\b(?! ?,? ?(?:the )?\d| (?:week|fortnight))|"
    rf"(?P<weeks>{_SOME}) (?P<unit>{_UNIT}) (?:ago|back|since) (?P<from>today|2day|yesterday|this morning|tonight)|"
    rf"(?P<weeks2>{_SOME}) (?P<unit2>{_UNIT}) ago,? to the day|"
    r"(?P<days>two|three|four|five|six|[2-6]) days ago|"
    r"(?:about |around |over |nearly |almost )?(?:an?|one|two|three|four|five|six|seven|eight|ten|\d{1,2}|a few|"
    r"few|several|some|a couple of|couple of) (?:days?|weeks?|months?|fortnights?) ago|"
    r"(?:last|the other|earlier this|this) (?:week|month|fortnight|day|year)|"
    r"(?:early|mid|late|end of|beginning of|start of|middle of|sometime in|back in|since|in|last)[ -]"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b(?! \d)"
)
_FURTHER_BACK = re.compile(r"(?:ago|weeks?|fortnight),? $")  # "three weeks ago on Friday", "a week last Tuesday"
_RELATIVE_WORDS = word_set(
    "yesterday today 2day morning ago week month fortnight year other january february march april may june july "
    "august september october november december monday tuesday wednesday thursday friday saturday sunday mon tue tues "
    "wed weds thu thur thurs fri sat sun"
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def relative_dates(passage: Passage, on: date) -> Iterator[DateFound]:
    """Days told by their distance: "last Tuesday" is a day, "two weeks ago" is vague."""
    for found in passage.near(_RELATIVE, _RELATIVE_WORDS, 20):
        day = None
        if found["weeks"] or found["weeks2"]:
            many = found["weeks"] or found["weeks2"]
            weeks = _COUNTS.get(many) or (int(many) if many.isdigit() else 1)
            weeks *= 2 if (found["unit"] or found["unit2"]).startswith("fortnight") else 1
            day = on - timedelta(weeks=weeks, days=found["from"] == "yesterday")
        elif found["two_back"]:
            day = on - timedelta(days=2)
        elif last_week := found["of_last_week"] or found["last_week_on"]:
            day = on - timedelta(days=on.weekday() + 7 - WEEKDAYS.index(last_week[:3]))
        elif found["yesterday"]:
            day = on - timedelta(days=1)
        elif found["today"]:
            day = on
        elif found["days"]:
            day = on - timedelta(days=_COUNTS.get(found["days"]) or int(found["days"]))
        elif weekday := found["just_gone"] or found["before_last"] or found["further_on"]:
            back = (on.weekday() - WEEKDAYS.index(weekday[:3])) % 7 or 7
            weeks = 2 if found["further"] == "fortnight" else bool(found["before_last"] or found["further"])
            day = on - timedelta(days=back + 7 * weeks)
        elif found["weekday"] and not _FURTHER_BACK.search(passage.folded, max(0, found.start() - 12), found.start()):
            back = (on.weekday() - WEEKDAYS.index(found["weekday"][:3])) % 7 or 7
            day = on - timedelta(days=back)
        yield DateFound(found.start(), found.end(), day, day, "" if day else "vague_date")
