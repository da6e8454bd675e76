"""What a mail says of the mailbox it came from: away until when, moved, read no more. Reads words, decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.dates import dates
from handlers.working_days import ONE_DAY, WEEKDAYS

_MOST = 4_000  # characters of a mail that are read for such news
_FAR = 400  # days ahead that an absence may last
_AWAY = re.compile(
    r"\bout of (?:the )?office\b|\bon (?:annual |maternity |paternity |parental |sick |special )?leave\b|"
    r"\b(?:on|away on) (?:holiday|vacation)\b|\baway from (?:the office|my desk|work)\b|"
    r"\b(?:i am|i'm|we are|will be|am currently|is) (?:currently )?(?:away|absent|unavailable)\b|"
    r"\b(?:office|unit|desk|mailbox|team) (?:is|will be) (?:closed|unattended|unmanned)\b|\bnot (?:in|at) work\b|"
    r"\bnot (?:be )?back (?:in|at|until|till|before)\b"
)
_LAST = re.compile(r"\b(?:until|till|to|up to|through|inclusive of)(?: and including| the end of)?,? (?:the )?$")
_BACK = re.compile(
    r"\b(?:return(?:ing)?|back|reopen(?:s|ing)?|resume[sd]?|available again|in the office again)"
    r"(?: \w+){0,4}?,? (?:the )?$"
)
_UNTIL_BACK = re.compile(r"\bnot (?:be )?(?:back|return(?:ing)?)(?: \w+){0,4} (?:until|till|before),? (?:the )?$")
_RANGE = re.compile(r"\d *(?:-|–|to) ?$")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?,? (?:the )?$")
_INSTEAD = re.compile(
    r"\b(?:please |kindly )?(?:contact|e-?mail|write to|direct|send|forward|speak to|refer|use)\b|"
    r"\bin my absence\b|\bcover(?:ed|ing)?\b|\burgent|\binstead\b|\breplace[ds]?\b"
)
_GROUP = r"(?:team|unit|department|section|service|force|role|post|organi[sz]ation)"
_MOVED = re.compile(
    rf"\b(?:i|we) (?:have|'ve) (?:now |recently )?(?:retired|transferred to|moved (?:to|on|from|{_GROUP}s)\b|"
    rf"left (?:the|this|my|our) {_GROUP})|"
    rf"\b(?:i am|i'm|we are) no longer (?:with|in|part of|based|responsible|working)\b|\b(?:i|we) no longer work\b|"
    r"\b(?:mailbox|inbox|address|account)\b[^.\n]{0,60}\bno longer (?:in use|monitored|checked|read|used|active)|"
    r"\b(?:mailbox|inbox|address|account) (?:is|will be|has been|was) (?:now |being )?(?:closed|decommissioned|"
    r"replaced|retired|changed|not monitored|unmonitored|deactivated|disabled)\b|"
    r"\b(?:our|my) (?:e-?mail )?address has changed\b|"
    r"\bplease (?:update|amend) your (?:records|contacts|address book)\b"
)
_SOMEBODY_MOVED = re.compile(rf"\bhas (?:now |recently )?(?:retired|moved|left (?:the|this|our) {_GROUP})\b")
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[a-z0-9][a-z0-9.-]{0,250}\.[a-z]{2,63}")


@dataclass(frozen=True, slots=True)
class UnitNews:
    """`away` and `moved` are what it says; `until` is the last day away, None where it names none.

    `instead` are the addresses it gives to write to, as the mail has them: data, and nobody's word but the sender's.
    """

    away: bool = False
    until: date | None = None
    moved: bool = False
    instead: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.away or self.moved


def read(subject: str, text: str, on: date, *, machine: bool, but: Iterable[str] = ()) -> UnitNews:
    """What the mail of this day says of its own mailbox. `text` is without quotations; `but` are known addresses.

    That somebody is away counts only from a machine: a person who writes is there, whatever they plan.
    """
    folded = f"{subject}\n{text[:_MOST]}".replace("’", "'").replace("\xa0", " ").lower()
    moved = _MOVED.search(folded) is not None or (machine and _SOMEBODY_MOVED.search(folded) is not None)
    away = machine and not moved and _AWAY.search(folded) is not None
    if not moved and not away:
        return UnitNews()
    known = {one.lower() for one in but}
    instead = tuple(one for one in dict.fromkeys(_ADDRESS.findall(folded)) if one not in known)
    named = instead if _INSTEAD.search(folded) else ()
    return UnitNews(away, _until(folded, on) if away else None, moved, named)


def _until(folded: str, on: date) -> date | None:
    """The last day away: the day named as such, or the one before somebody is back; the latest where several are."""
    days: list[date] = []
    for found in dates(folded, on):
        day = found.day if found.day and found.day >= on else found.ahead
        before = folded[max(0, found.start - 60) : found.start]
        weekday = _WEEKDAY.search(before)
        if day is None or found.doubt in ("month_first", "no_such_day") or (weekday and not _is(weekday[1], day)):
            continue
        before = before[: weekday.start()] if weekday else before
        if _UNTIL_BACK.search(before) or (_BACK.search(before) and not _LAST.search(before)):
            days.append(day - ONE_DAY)
        elif _LAST.search(before) or _RANGE.search(before):
            days.append(day)
    return max((day for day in days if on <= day and (day - on).days <= _FAR), default=None)


def _is(weekday: str, day: date) -> bool:
    return WEEKDAYS[day.weekday()].lower().startswith(weekday)
