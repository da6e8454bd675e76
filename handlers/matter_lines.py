"""What somebody of the team says of a matter, read from their words; knows no matter there is, and does nothing.

    new appeal: Appeal of 3 November      OTH/2026/00012 date hearing 12 January 2027
    12 done chair on 4 December           12 served copies by post to the chief constable on 4 December message 45
    12 due response 8 January because the chair allowed it

Below "new …" stand its days, its owner and the people it is about, one on a line, up to the first empty line:

    decided: 3 November 2026
    owner: A Li
    appellant: Jo Bloggs, jo@chambers.example
    note: what follows is kept as a note
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.command_lines import Misread, day_in
from handlers.reading import references
from store.messages.matters import MatterAct, MatterKind, MatterVerb, NewMatter, Person, Way

_V = MatterVerb
ALONE = (_V.NEW, _V.LIST, _V.KINDS)
"""What is said of no one matter."""
USAGE: tuple[str, ...] = (
    "matter new KIND: TITLE (below it a line for each day, owner, person and note)",
    "matter list · matter kinds · matter REF show",
    "matter REF date NAME DAY · matter REF due STEP DAY because …",
    "matter REF done STEP [on DAY] [because …]",
    "matter REF served STEP by HOW to WHOM [on DAY] [message N] [because …]",
    "matter REF note WORDS · matter REF person ROLE: NAME, ADDRESS · matter REF owner NAME",
    "matter REF link MESSAGE · matter REF unlink MESSAGE",
    "matter REF close [because …] · matter REF reopen [STEP] because …",
)
_NUMBER = re.compile(r"(\d{1,5})(?![\w/])")
_BECAUSE = re.compile(r"(?:^|\s)(?:because|evidence)[\s:]+", re.IGNORECASE)
_MESSAGE = re.compile(r"(?:^|\s)message\s+(?P<message>\d{1,15}|<?[^\s<>]+@[^\s<>]+>?)\s*$", re.IGNORECASE)
_ON = re.compile(
    r"(?:^|\s)on\s+(?=(?:the\s+)?\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|today\b|yesterday\b)", re.IGNORECASE
)
_TO = re.compile(r"(?:^|\s)to\s+", re.IGNORECASE)
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
_MOST_OF_A_ROLE = 4
_WAYS: Mapping[str, Way] = {
    "e-mail": Way.EMAIL, "email": Way.EMAIL, "recorded post": Way.RECORDED_POST, "recorded delivery": Way.RECORDED_POST,
    "post": Way.POST, "letter": Way.POST, "hand": Way.HAND, "portal": Way.PORTAL, "website": Way.WEBSITE,
    "web": Way.WEBSITE, "other": Way.OTHER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Addressed:
    """What was said of which matter ("" for none): the verb, and the words after it."""

    verb: MatterVerb
    reference: str
    rest: str


def addressed(words: str, prefix: str, today: date) -> Addressed | Misread:
    """Which verb the words begin with, of which matter; a bare number is a matter of this year."""
    said = words.strip()
    verb, rest = _verb(said)
    reference = ""
    if verb is None:
        reference, rest = _reference(said, prefix, today)
        verb, rest = _verb(rest)
    elif verb not in ALONE:
        reference, rest = _reference(rest, prefix, today)
    if verb is None:
        return Misread(f"Say what of the matter: {', '.join(MatterVerb)}.")
    if verb not in ALONE and not reference:
        return Misread(f"Say which matter, by its reference or its number: matter {prefix}/{today.year}/00012 {verb}.")
    return Addressed(verb, reference, rest)


def act(verb: MatterVerb, rest: str, kind: MatterKind, today: date) -> MatterAct | Misread:
    """What the words after the verb ask for on a matter of this kind."""
    if verb in (_V.DATE, _V.DUE):
        return _dated(verb, rest, kind, today)
    if verb is _V.DONE:
        return _done(rest, kind, today)
    if verb is _V.SERVED:
        return _served(rest, kind, today)
    if verb is _V.REOPEN:
        said, because = _reason(rest)
        what, left = _chosen(said, _steps(kind))
        return _no_step(kind) if left else MatterAct(verb, what=what, words=because)
    if verb is _V.CLOSE:
        said, because = _reason(rest)
        return MatterAct(verb, words=because or said)
    if verb is _V.PERSON:
        person = _person(*rest.partition(":")[::2])
        return MatterAct(verb, person=person) if person else Misread("Say who: person appellant: Jo Bloggs, ADDRESS.")
    if verb in (_V.LINK, _V.UNLINK):
        found = _MESSAGE.search(f"message {rest.removeprefix('message ').strip()}")
        return MatterAct(verb, message=found["message"]) if found else Misread(f"Say which message: {verb} 45.")
    if verb in (_V.NOTE, _V.OWNER) and not rest:
        return Misread("Say what: note, and your words." if verb is _V.NOTE else "Say whose it is: owner, and a name.")
    return MatterAct(verb, words=re.sub(r"^to\s+", "", rest, flags=re.IGNORECASE) if verb is _V.OWNER else rest)


def new(rest: str, below: str, kinds: Sequence[MatterKind], today: date) -> NewMatter | Misread:
    """The matter that the line after "new" and the lines below it describe."""
    chosen, title = _chosen(rest, ((one.key, one.name) for one in kinds))
    kind = next((one for one in kinds if one.key == chosen), None)
    if kind is None:
        return Misread(f"Say of which kind: {', '.join(one.key for one in kinds)}.")
    lines, dates, owner, people, note = below.strip("\n").splitlines(), dict[str, date](), "", list[Person](), ""
    for number, line in enumerate(lines):
        label, colon, words = line.partition(":")
        name, words = " ".join(label.split()), words.strip()
        if not line.strip():
            break
        called, left = _chosen(name, kind.dates.items())
        if colon and name.casefold() == "note":
            note = "\n".join((words, *lines[number + 1 :])).strip()
            break
        if colon and called and not left:
            on = nearest_day(words, today)
            if on is None:
                return Misread(_no_day(today))
            dates[called] = on
        elif colon and name.casefold() == "owner":
            owner = words
        elif colon and (person := _person(name, words)):
            people.append(person)
        else:
            days = ", ".join(kind.dates)
            return Misread(f"A line below says neither a day ({days}), an owner, a person nor a note: label: words.")
    return NewMatter(kind.key, title.lstrip(":").strip(), owner, dates, tuple(people), note)


def nearest_day(words: str, today: date) -> date | None:
    """The one day the words name, day first; without a year it is the one nearest to today."""
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        found = [day for ahead in (False, True) if (day := day_in(words, today, ahead=ahead))]
        return min(found, key=lambda day: abs(day - today), default=None)


def way(words: str) -> Way | None:
    """How something was served, in one of the words people use for it."""
    return _WAYS.get(" ".join(words.casefold().split()))


def _verb(said: str) -> tuple[MatterVerb | None, str]:
    first, _, rest = said.partition(" ")
    word = first.casefold().rstrip(":,")
    return (MatterVerb(word), rest.strip()) if word in set(MatterVerb) else (None, said)


def _reference(said: str, prefix: str, today: date) -> tuple[str, str]:
    """The matter that stands first, and the words after it; "" where none does."""
    whole = re.match(rf"{re.escape(prefix)}[/ -]?(?:20)?\d\d[/ -]?\d{{1,5}}(?!\d)", said, re.IGNORECASE)
    if whole:
        return references((whole[0],), prefix)[0], said[whole.end() :].strip(" :,")
    if number := _NUMBER.match(said):
        return f"{prefix}/{today.year}/{int(number[1]):05d}", said[number.end() :].strip(" :,")
    return "", said


def _dated(verb: MatterVerb, rest: str, kind: MatterKind, today: date) -> MatterAct | Misread:
    said, because = _reason(rest)
    is_date = verb is _V.DATE
    what, left = _chosen(said, kind.dates.items() if is_date else _steps(kind))
    if not what:
        return Misread(f"Say which day: {', '.join(kind.dates)}.") if is_date else _no_step(kind)
    on = nearest_day(left.removeprefix("on ").removeprefix("to "), today)
    return MatterAct(verb, what=what, on=on, words=because) if on else Misread(_no_day(today))


def _done(rest: str, kind: MatterKind, today: date) -> MatterAct | Misread:
    said, because = _reason(rest)
    what, left = _chosen(said, _steps(kind))
    if not what:
        return _no_step(kind)
    on = _past(re.sub(r"^on\s+", "", left), today) if left else today
    return MatterAct(_V.DONE, what=what, on=on, words=because) if on else Misread(_no_day(today))


def _served(rest: str, kind: MatterKind, today: date) -> MatterAct | Misread:
    said, evidence = _reason(rest)
    what, left = _chosen(said, _steps(kind))
    if not what:
        return _no_step(kind)
    message, on, to = "", today, ""
    if found := _MESSAGE.search(left):
        message, left = found["message"], left[: found.start()]
    if day := _last(_ON, left):
        read = _past(left[day.end() :], today)
        if read is None:
            return Misread(_no_day(today))
        on, left = read, left[: day.start()]
    if whom := _TO.search(left):
        to, left = left[whom.end() :].strip(), left[: whom.start()]
    how = way(_BY.sub("", left.strip()))
    if how is None:
        return Misread(f"Say how it was served: by {', '.join(Way)}; then to whom, and on which day.")
    return MatterAct(_V.SERVED, what=what, on=on, how=how, to=to, words=evidence, message=message)


def _past(words: str, today: date) -> date | None:
    """A day that has been, or one with its year; refused later if it is still to come."""
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        return day_in(words, today, ahead=False)


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(words))), None)


def _person(role: str, words: str) -> Person | None:
    """Somebody with their role, name and, where it stands there, e-mail address."""
    address = _ADDRESS.search(words)
    name = _ADDRESS.sub("", words).strip(" ,;<>")
    role = " ".join(role.split())
    if not name or not role or len(role.split()) > _MOST_OF_A_ROLE:
        return None
    return Person(role, name, address[0] if address else "")


def _steps(kind: MatterKind) -> Iterable[tuple[str, str]]:
    return ((one.key, one.name) for one in kind.steps)


def _chosen(said: str, options: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The key of the option that the words begin with, by its key or its name, and the words after it."""
    found = [
        (len(words), key)
        for key, name in options
        for words in (key, name)
        if re.match(rf"{re.escape(words)}(?![\w-])", said, re.IGNORECASE)
    ]
    length, key = max(found, default=(0, ""))
    return key, said[length:].strip(" :,")


def _reason(words: str) -> tuple[str, str]:
    """The words before "because" or "evidence", and those after it."""
    found = _BECAUSE.search(words)
    return (words[: found.start()].strip(" ,;"), words[found.end() :].strip(" .")) if found else (words.strip(), "")


def _no_step(kind: MatterKind) -> Misread:
    return Misread(f"Say which step: {', '.join(one.key for one in kind.steps)}.")


def _no_day(today: date) -> str:
    return f"I cannot read a day there. Write it like 4 December {today.year}."
