"""The records of all cases, rebuilt from the history alone: the proof that what figures rest on is on record.

It reads what `store.counted` put into the history, and no row. What was sealed with a case that has been erased since
(the force's reference, its open questions) is gone here as it is in the rows.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from store.messages import (
    CaseRecord,
    Happened,
    QuestionRecord,
    RequestRecord,
    WaitingLetter,
    package_name,
    spans,
)
from store.terms import Asked, LetterState, RequestState, State, Theme, london_date

ACTIONS = frozenset(
    {
        "case_opened", "counted", "moved", "asked", "answered", "asked_again", "asked_of", "understood", "belongs",
        "decided", "sign_off_asked", "sign_off_answered", "sign_off_lapsed",
        *(f"letter_{state}" for state in LetterState),
    }
)  # fmt: skip
"""The events that say anything of what is counted."""
_COUNTED = ("case", "papers", "intake")
"""Of what values are counted; the nightly count of the mailbox bears the same word, and says nothing of a case."""
_DAYS_BY_ANOTHER_NAME = ("last_day", "held_until", "reply_by")


@dataclass
class _Case:
    """One case as far as the history has been read."""

    reference: str
    opened_on: date
    values: dict[str, Any] = field(default_factory=dict)
    moves: list[tuple[State, date]] = field(default_factory=list)


@dataclass
class _Question:
    """One question, open or not."""

    case_id: int | None
    asked: QuestionRecord | None
    number: int
    is_open: bool = True


@dataclass
class _Letter:
    """One letter on a case and where it stands."""

    case_id: int | None
    waits: WaitingLetter
    state: LetterState = LetterState.PLANNED


@dataclass
class _Message:
    """One message: its case and its flags."""

    case_id: int | None = None
    flags: str = ""
    flags_to_come: str = ""


@dataclass
class _History:
    """Everything of all cases as far as the history has been read."""

    cases: dict[int, _Case] = field(default_factory=dict)
    questions: dict[str, dict[str, _Question]] = field(default_factory=dict)
    requests: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    letters: dict[str, _Letter] = field(default_factory=dict)
    messages: dict[str, _Message] = field(default_factory=dict)
    sign_offs: dict[str, tuple[int | None, WaitingLetter]] = field(default_factory=dict)
    asked: int = 0


def replay(events: Iterable[Happened]) -> tuple[CaseRecord, ...]:
    """Every case as it is counted, in the order in which they were opened, from events in their order."""
    history = _History()
    for event in events:
        _take(history, event)
    beside = _by_case(history)
    return tuple(_record(case, beside[case_id]) for case_id, case in history.cases.items())


def _take(history: _History, event: Happened) -> None:
    """The history has been read up to this event."""
    thing, _, name = event.subject.partition(":")
    day = london_date(event.at)
    match event.action:
        case "case_opened" if event.case_id is not None:
            history.cases[event.case_id] = _Case(name, day)
        case "counted" if thing in _COUNTED:
            _count(history, event, thing, name)
        case "moved" if event.case_id is not None:
            history.cases[event.case_id].moves.append((State(event.rule), day))
        case "decided" if event.case_id is not None and event.rule == "theme" and event.details:
            _theme(history.cases[event.case_id], str(event.details["value"]))
        case "asked" | "answered" | "asked_again" | "asked_of":
            _ask(history, event)
        case "understood":
            message = history.messages.setdefault(name, _Message())
            message.case_id, message.flags, message.flags_to_come = event.case_id, message.flags_to_come, ""
        case "belongs":
            history.messages.setdefault(name, _Message()).case_id = event.case_id
        case "sign_off_asked":
            history.sign_offs[name] = event.case_id, WaitingLetter(package_name(event.rule), day)
        case "sign_off_answered" | "sign_off_lapsed":
            history.sign_offs.pop(name, None)
        case _ if event.action.startswith("letter_"):
            _letter(history, event, name, day)


def _count(history: _History, event: Happened, thing: str, name: str) -> None:
    values = {key: _value(key, value) for key, value in json.loads(event.rule).items()}
    if thing == "case" and event.case_id is not None:
        history.cases[event.case_id].values |= {**values, **event.details}
    elif thing == "papers" and event.case_id is not None:
        history.requests.setdefault(name, (event.case_id, {}))[1].update(values)
    elif thing == "intake":
        history.messages.setdefault(name, _Message()).flags_to_come = str(values["flags"])


def _theme(case: _Case, said: str) -> None:
    """What older versions recorded of a theme only as a decision; newer ones have counted it already."""
    name = said if said in set(Theme) else said.removeprefix("not ")
    themes = [one for one in str(case.values.get("themes", "")).split(", ") if one]
    if name != said:
        themes = [one for one in themes if one != name]
    elif name not in themes:
        themes.append(name)
    case.values["themes"] = ", ".join(themes)


def _value(key: str, value: object) -> object:
    return date.fromisoformat(value) if _is_a_day(key) and isinstance(value, str) else value


def _is_a_day(key: str) -> bool:
    return key.endswith("_on") or key in _DAYS_BY_ANOTHER_NAME


def _ask(history: _History, event: Happened) -> None:
    about = history.questions.setdefault(event.subject, {})
    if event.action == "asked":
        history.asked += 1
        about[event.rule] = _Question(event.case_id, _asked(event.rule, event.details), history.asked)
    elif event.action == "asked_of":
        asked = event.details.get("asked", ())
        for code, owner, due_on in asked if isinstance(asked, list) else ():
            about[code].case_id = event.case_id
            about[code].asked = QuestionRecord(code, owner, date.fromisoformat(due_on))
    elif event.action == "answered":
        about[event.rule].is_open = False
    else:
        again = event.details.get("again", ())
        for subject, code in again if isinstance(again, list) else ():
            history.questions[subject][code].is_open = True


def _asked(code: str, details: Mapping[str, object]) -> QuestionRecord | None:
    due_on = details.get("due_on")
    return QuestionRecord(code, str(details["owner"]), date.fromisoformat(str(due_on))) if due_on else None


def _letter(history: _History, event: Happened, key: str, day: date) -> None:
    if event.action == f"letter_{LetterState.PLANNED}" and key not in history.letters:
        history.letters[key] = _Letter(event.case_id, WaitingLetter(key.partition(":")[0], day))
    history.letters[key].state = LetterState(event.action.removeprefix("letter_"))


# --- as records -----------------------------------------------------------------------------------------------------


@dataclass
class _Beside:
    """What belongs to one case beside its own values."""

    questions: list[QuestionRecord] = field(default_factory=list)
    requests: list[RequestRecord] = field(default_factory=list)
    letters: list[_Letter] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    sign_offs: list[WaitingLetter] = field(default_factory=list)


def _by_case(history: _History) -> Mapping[int | None, _Beside]:
    found: dict[int | None, _Beside] = defaultdict(_Beside)
    every = (one for about in history.questions.values() for one in about.values())
    for question in sorted(every, key=lambda one: one.number):
        if question.is_open and question.asked:
            found[question.case_id].questions.append(question.asked)
    for case_id, values in history.requests.values():
        found[case_id].requests.append(_request(values))
    for letter in history.letters.values():
        found[letter.case_id].letters.append(letter)
    for message in history.messages.values():
        found[message.case_id].flags |= set(message.flags.split())
    for of, waits in history.sign_offs.values():
        found[of].sign_offs.append(waits)
    return found


def _request(values: Mapping[str, Any]) -> RequestRecord:
    return RequestRecord(
        Asked(values["asked"]), values["unit"], RequestState(values["state"]), values.get("asked_on"),
        values["due_on"], values.get("completed_on"), values.get("chases", 0),
    )  # fmt: skip


def _record(case: _Case, beside: _Beside) -> CaseRecord:
    values: dict[str, Any] = {
        name: "" if value is None and not _is_a_day(name) else value for name, value in case.values.items()
    }
    return CaseRecord(
        **values,
        reference=case.reference,
        opened_on=case.opened_on,
        state=case.moves[-1][0] if case.moves else State.TRIAGE,
        spans=spans(case.opened_on, case.moves),
        flags=frozenset(beside.flags),
        questions=tuple(beside.questions),
        requests=tuple(beside.requests),
        letters_waiting=tuple(one.waits for one in beside.letters if one.state is LetterState.AWAITING_APPROVAL),
        letters_bounced=tuple(one.waits.letter for one in beside.letters if one.state is LetterState.BOUNCED),
        sign_offs=tuple(beside.sign_offs),
    )
