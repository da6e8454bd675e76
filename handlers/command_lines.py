"""The command line of a mail from the team: one verb, a case, and what the verb needs; reads it and does nothing.

    accept 417
    time PCR/2026/00417 1 October 2026
    hold 417 until 4 December because the court has not decided

What follows a verb is read by the verb's own row. Dates are day first. Nothing here knows who wrote, or which cases
there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from handlers.dates import dates
from handlers.reviewing import RESPONSES
from handlers.validity import GROUNDS
from handlers.working_days import in_words
from store.messages import Verb
from store.terms import Stage


class Order(StrEnum):
    """What a command line can ask for beside an act on a case."""

    LINK = "link"
    UNDO = "undo"
    STATUS = "status"
    SETTLED = "settled"
    NEW_CASE = "new case"
    REGISTER = "register"
    MATTER = "matter"
    PAUSE = "pause"
    RESUME = "resume"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class CommandLine:
    """What a line asks for: an act or an order, on which case (as it was written, "" for none), with what it needs."""

    asks: Verb | Order
    reference: str = ""
    value: str = ""
    on: date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Misread:
    """A line that is meant as a command and cannot be done as it stands: one sentence that says why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One way of saying a command: its words, how it is written in full, and how what follows the case is read."""

    words: str
    asks: Verb | Order
    usage: str
    rest: Callable[[str, date], CommandLine | Misread | None]
    case: bool = True


_REFERENCE = r"(?:[A-Za-z]{2,6}[/ -]?(?:20)?\d\d[/ -]\d{1,5}|\d{1,5})(?![\d/])"
_CASE_FIRST = re.compile(rf"\s*(?P<ref>{_REFERENCE})[\s:,]*(?P<rest>.*)", re.DOTALL)
_OF_A_MATTER = re.compile(rf"[\s:]*(?:(?:{_REFERENCE})|(?:new|list|kinds|show)\b|$)", re.IGNORECASE)
"""What follows the word matter where it is a command; other work has numbers of its own."""
_MOST_WITHOUT_A_CASE = 3
"""Words after a verb, where no case follows it, for which it is still a command: the subject may name the case."""
_BECAUSE = re.compile(r"(?:^|\s)because[\s:]+(?P<why>.+)$", re.IGNORECASE | re.DOTALL)
_TO_COME = (Verb.HOLD, Verb.MORE_TIME, Verb.ASK_REASONS, Verb.ENQUIRE, Verb.ASK_IOPC_DATE)
_THEIR_DAY = "Say on which day their message came: check contact REF 1 October."
_WHICH_LETTERS = "Say which: allegations REF B4 H, by the IOPC's letters."
_WHICH_UNIT = "Say which, as the contact book calls it: unit REF Central South."
_WHICH_ITEM = "Say which: papers REF item 3 received. It can also be not held, withheld or not needed."
_WHO = "Say who it is: party REF officer NAME. It can also be Federation, interested person or witness."
_OTHER_CASE = "Say which case it belongs with: link REF to the other's."
_UNTIL_WHEN = "Say until when: more time REF 4 December."
_TO = re.compile(r"^to\s+", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:until|till|to)\s+", re.IGNORECASE)


def _nothing(verb: Verb | Order) -> Callable[[str, date], CommandLine]:
    """Whatever follows is a reason or a pleasantry."""

    def rest(words: str, _today: date) -> CommandLine:
        _, because = _reason(words)
        return CommandLine(verb, because=because)

    return rest


def _words(verb: Verb | Order, missing: str = "") -> Callable[[str, date], CommandLine | Misread]:
    """What follows is words, which must be there if their absence has a sentence."""

    def rest(words: str, _today: date) -> CommandLine | Misread:
        said, because = _reason(_TO.sub("", words) if verb is Verb.ASSIGN else words)
        return Misread(missing) if missing and not said else CommandLine(verb, value=said, because=because)

    return rest


def _day(verb: Verb, missing: str = "") -> Callable[[str, date], CommandLine | Misread]:
    """What follows is a day, which must be there if its absence has a sentence, and perhaps a reason."""

    def rest(words: str, today: date) -> CommandLine | Misread:
        said, because = _reason(words)
        said = _UNTIL.sub("", re.sub(r"^(?:provided|on)\s+", "", said, flags=re.IGNORECASE))
        on = day_in(said, today, ahead=verb in _TO_COME)
        if verb not in _TO_COME and (soon := on or day_in(said, today, ahead=True)) and soon > today:
            return Misread(f"{in_words(soon)} is still to come. Say it once it has happened, or say the right day.")
        if said and on is None:
            return Misread(f"I cannot read {said!r} as a day. Write it like 4 December {today.year}.")
        return Misread(missing) if missing and on is None else CommandLine(verb, on=on, because=because)

    return rest


def _answered(words: str, today: date) -> CommandLine | Misread | None:
    """What follows is what the force made of it, where that is said, and a day."""
    found = re.match(rf"\s*(?P<said>{'|'.join(RESPONSES)})(?!\w)[\s,]*", words, re.IGNORECASE)
    read = _day(Verb.ANSWERED)(words[found.end() :] if found else words, today)
    return replace(read, value=found["said"].lower()) if found and isinstance(read, CommandLine) else read


def _other(words: str, _today: date) -> CommandLine | Misread:
    """What follows is another case, perhaps after the word that takes its link back."""
    found = re.fullmatch(rf"(?P<no>not )?(?:(?:to|with|and) )?(?P<ref>{_REFERENCE})", words.strip(" .,"), re.IGNORECASE)
    if found is None:
        return Misread(_OTHER_CASE)
    return CommandLine(Verb.LINK, value=f"{'not ' if found['no'] else ''}{found['ref']}")


def _ground(words: str, _today: date) -> CommandLine | Misread:
    said, because = _reason(words)
    ground = next((one for one in GROUNDS if said.casefold().startswith(one)), "")
    if said and not ground:
        return Misread(f"There is no such ground. There are: {', '.join(GROUNDS)}.")
    return CommandLine(Verb.DRAFT_NOT_VALID, value=ground, because=because)


def _stage(words: str, _today: date) -> CommandLine | Misread:
    said = words.strip().casefold()
    fits = [stage for stage in Stage if said and said in (stage.value.casefold(), stage.value.casefold()[2:])]
    fits = fits or [stage for stage in Stage if said and said in stage.value.casefold()]
    if len(fits) != 1:
        return Misread(f"Say one stage: {', '.join(stage.value for stage in Stage)}.")
    return CommandLine(Verb.STAGE, value=fits[0].value)


def _row(words: str, asks: Verb | Order, more: str = "", rest: object = None, *, case: bool = True) -> _Row:
    usage = " ".join(filter(None, (words, "REF" if case else "", more)))
    return _Row(words, asks, usage, rest or _nothing(asks), case)  # type: ignore[arg-type]  # each row's own reader


_V, _O = Verb, Order
# fmt: off
ROWS: tuple[_Row, ...] = (
    _row("status",                  _O.STATUS),
    _row("ours",                    _V.OURS),
    _row("time",                    _V.TIME, "provided DAY", _day(_V.TIME, "Say the day: time REF 1 October.")),
    _row("accept",                  _V.ACCEPT),
    _row("ask for more",            _V.ASK_MORE, "[what]", _words(_V.ASK_MORE)),
    _row("ask for consent",         _V.ASK_CONSENT),
    _row("ask for reasons",         _V.ASK_REASONS, "[until DAY]", _day(_V.ASK_REASONS)),
    _row("ask police",              _V.ASK_POLICE),
    _row("chase",                   _V.CHASE_POLICE),
    _row("papers complete",         _V.PAPERS_COMPLETE),
    _row("papers",                  _V.PAPER_ITEM, "item N received", _words(_V.PAPER_ITEM, _WHICH_ITEM)),
    _row("unit",                    _V.UNIT, "NAME", _words(_V.UNIT, _WHICH_UNIT)),
    _row("more time",               _V.MORE_TIME, "until DAY", _day(_V.MORE_TIME, _UNTIL_WHEN)),
    _row("assign",                  _V.ASSIGN, "to NAME", _words(_V.ASSIGN, "Say whose it is: assign REF to NAME.")),
    _row("no conflict",             _V.NO_CONFLICT),
    _row("enquire",                 _V.ENQUIRE, "[until DAY]", _day(_V.ENQUIRE)),
    _row("investigated",            _V.INVESTIGATED),
    _row("not investigated",        _V.NOT_INVESTIGATED),
    _row("allegations",             _V.ALLEGATIONS, "LETTERS", _words(_V.ALLEGATIONS, _WHICH_LETTERS)),
    _row("draft transfer",          _V.DRAFT_TRANSFER, "[limb] [because …]", _words(_V.DRAFT_TRANSFER)),
    _row("draft late",              _V.DRAFT_LATE),
    _row("draft accept late",       _V.DRAFT_ACCEPT_LATE),
    _row("draft withdrawal",        _V.DRAFT_WITHDRAWAL, "[review or complaint]", _words(_V.DRAFT_WITHDRAWAL)),
    _row("draft upheld",            _V.DRAFT_UPHELD),
    _row("draft not upheld",        _V.DRAFT_NOT_UPHELD),
    _row("not valid",               _V.DRAFT_NOT_VALID, "GROUND", _ground),
    _row("acknowledge",             _V.ACKNOWLEDGE),
    _row("submit",                  _V.SUBMIT),
    _row("return",                  _V.RETURN, "[because …]"),
    _row("hold",                    _V.HOLD, "until DAY because …", _day(_V.HOLD)),
    _row("release",                 _V.RELEASE),
    _row("dispute",                 _V.DISPUTE),
    _row("answered",                _V.ANSWERED, "[accepted, partly or rejected] [on DAY] [because …]", _answered),
    _row("consent",                 _V.CONSENT, "[on DAY]", _day(_V.CONSENT)),
    _row("adjust",                  _V.ADJUST, "WORDS", _words(_V.ADJUST, "Say what: adjust REF large print.")),
    _row("restrict",                _V.RESTRICT, "[lift]", _words(_V.RESTRICT)),
    _row("draft final position",    _V.DRAFT_FINAL),
    _row("check contact",           _V.CHECK_CONTACT, "DAY", _day(_V.CHECK_CONTACT, _THEIR_DAY)),
    _row("ask IOPC date",           _V.ASK_IOPC_DATE, "[until DAY]", _day(_V.ASK_IOPC_DATE)),
    _row("stage",                   _V.STAGE, "NAME", _stage),
    _row("escalate",                _V.ESCALATE, "because …"),
    _row("seen",                    _V.SEEN),
    _row("theme",                   _V.THEME, "[not or only] NAMES", _words(_V.THEME, "Say which: theme REF delay.")),
    _row("party",                   _V.PARTY, "officer NAME [ADDRESS]", _words(_V.PARTY, _WHO)),
    _row("link cases",              _V.LINK, "[not] REF", _other),
    _row("note",                    _V.NOTE, "WORDS", _words(_V.NOTE, "Say what: note REF your words.")),
    _row("close",                   _V.CLOSE),
    _row("reopen",                  _V.REOPEN, "because …"),
    _row("settled",                 _O.SETTLED, "[words or number]", _words(_O.SETTLED)),
    _row("undo",                    _O.UNDO),
    _row("link",                    _O.LINK, "MESSAGE-ID to REF", case=False),
    _row("new case",                _O.NEW_CASE, "(below it: by, received, name, postal, note …)", case=False),
    _row("register",                _O.REGISTER, "(with the changed register attached)", case=False),
    _row("matter",                  _O.MATTER, "REF and what of it, or new KIND: TITLE", case=False),
    _row("pause",                   _O.PAUSE, case=False),
    _row("resume",                  _O.RESUME, case=False),
    _row("help",                    _O.HELP, case=False),
)
# fmt: on
_SAID_ELSEHOW: Mapping[str, str] = MappingProxyType(
    {
        "draft not valid": "not valid",
        "chase police": "chase",
        "recommendation answered": "answered",
        "submit for sign-off": "submit",
        "dispute the review body": "dispute",
    }
)
"""Other words for the same, as cards and categories say them."""

HELP = tuple(row.usage for row in ROWS)


def command_line(line: str, today: date) -> CommandLine | Misread | None:
    """What the line asks for; None for words that are no command at all."""
    said = " ".join(line.replace("\u00a0", " ").split()).strip(" .!")
    said = re.sub(r"^(?:please|pls|dear bot)[\s,]+", "", said, flags=re.IGNORECASE)
    said = re.sub(r"^draft\s+(?!not valid)", "draft ", said, flags=re.IGNORECASE)
    for words, row in _BY_WORDS:
        if re.match(rf"{re.escape(words)}(?!\w)", said, re.IGNORECASE):
            return _read(row, said[len(words) :], today)
    return None


def _read(row: _Row, rest: str, today: date) -> CommandLine | Misread | None:
    if row.asks is Order.LINK:
        return _link(rest)
    if row.asks is Order.MATTER:
        return CommandLine(row.asks, value=rest.strip(" :,")) if _OF_A_MATTER.match(rest) else None
    if not row.case:
        return CommandLine(row.asks, value=rest.strip(" :,")) if len(rest.split()) <= 2 else None
    found = _CASE_FIRST.match(rest)
    if found is None and len(rest.split()) > _MOST_WITHOUT_A_CASE:
        return None  # "Time and again I have asked …" is no command
    read = row.rest(found["rest"] if found else rest, today)
    return replace(read, reference=found["ref"]) if found and isinstance(read, CommandLine) else read


def _link(rest: str) -> CommandLine | Misread | None:
    two = rf"\s*{_REFERENCE}\s+(?:not |to |with |and )*{_REFERENCE}"
    if re.fullmatch(two, rest.rstrip(" ."), re.IGNORECASE):
        return _read(next(row for row in ROWS if row.asks is Verb.LINK), rest, date.min)
    found = re.match(rf"\s*(?P<id><?[^\s<>]+@[^\s<>]+>?)\s+(?:to\s+)?(?P<ref>{_REFERENCE})\s*$", rest, re.IGNORECASE)
    if found is None:
        return Misread("Say which message and which case: link MESSAGE-ID to REF.") if len(rest.split()) <= 4 else None
    return CommandLine(Order.LINK, found["ref"], f"<{found['id'].strip('<>')}>")


def day_in(said: str, today: date, *, ahead: bool) -> date | None:
    """The one day that words name, day first; a day without a year is the next to come if `ahead`, else the last."""
    found = list(dates(said.casefold(), today))
    if len(found) != 1:
        return None
    one = found[0]
    if one.doubt not in ("", "year_unclear"):
        return None
    if ahead and one.ahead is not None:
        return one.ahead
    return one.day or (one.ahead if ahead else None)


def _reason(words: str) -> tuple[str, str]:
    """The words before "because", and those after it."""
    found = _BECAUSE.search(words)
    if found is None:
        return words.strip(" ,;:"), ""
    return words[: found.start()].strip(" ,;:"), found["why"].strip(" .")


_BY_WORDS = sorted(
    [(row.words, row) for row in ROWS]
    + [(other, row) for other, words in _SAID_ELSEHOW.items() for row in ROWS if row.words == words],
    key=lambda pair: -len(pair[0]),
)
