"""What happened on a case in plain words, from its history; leaves out what is not this case's, and records nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from handlers.history_words import in_words

ANOTHER = "[another case]"
"""What stands for the reference of any other case."""

Details = Mapping[str, Any]


def _letter(subject: str) -> str:
    return f"Letter “{subject.removeprefix('letter:').split(':', 1)[0].replace('_', ' ')}”"


def _words(value: object) -> str:
    return str(value or "").replace("_", " ")


_ALSO: Mapping[str, Callable[[str, str, Details], str]] = MappingProxyType(
    {
        "asked": lambda _subject, rule, details: f"Asked, to be settled by {details.get('due_on', '')}: {_words(rule)}",
        "entered_by_hand": lambda _subject, _rule, details: (
            f"Entered by hand by {details.get('by', '')}: it came by {_words(details.get('way'))}"
        ),
        "letter_planned": lambda subject, _rule, _details: f"{_letter(subject)} is being written",
        "letter_sent": lambda subject, rule, _details: f"{_letter(subject)} was sent{f': {rule}' if rule else ''}",
        "letter_released": lambda subject, _rule, details: f"{_letter(subject)} may go on: {details.get('by', '')}",
        "draft_edited": lambda subject, _rule, _details: f"{_letter(subject)} was edited by somebody of the team",
        "case_looked_for": lambda _subject, rule, _details: f"Its case was looked for: {_words(rule)}",
        "exported": lambda _subject, _rule, details: f"The case file was exported by {details.get('by', '')}",
    }
)


def told(action: str, subject: str, rule: str, details: Details) -> str:
    """An event in one sentence, "" for one that only machines care about."""
    if action == "letter_confirmed" and rule == "posted":
        return f"{_letter(subject)} was posted"
    if words := in_words(action, subject, rule, details):
        return words
    also = _ALSO.get(action)
    return also(subject, rule, details).strip() if also else ""


def only_of(reference: str, value: Any) -> Any:
    """The value, whatever it is made of, with the reference of every other case taken out.

    A reference of ours is known by the letters before its first stroke, which are those of this one.
    """
    prefix = reference.partition("/")[0]
    any_of_ours = re.compile(rf"\b{re.escape(prefix)}[/ -]?(?:20)?(\d\d)[/ -]?(\d{{1,5}})\b", re.IGNORECASE)
    own = any_of_ours.fullmatch(reference)
    return _without(any_of_ours, _year_and_number(own), value)


def _without(any_of_ours: re.Pattern[str], own: tuple[int, int] | None, value: Any) -> Any:
    if isinstance(value, str):
        return any_of_ours.sub(lambda found: found[0] if _year_and_number(found) == own else ANOTHER, value)
    if isinstance(value, Mapping):
        return {name: _without(any_of_ours, own, one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without(any_of_ours, own, one) for one in value]
    return value


def _year_and_number(found: re.Match[str] | None) -> tuple[int, int] | None:
    return (int(found[1]), int(found[2])) if found else None
