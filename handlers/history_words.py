"""The events of a case in the words of the office: which are worth telling, and how; records none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from handlers.working_days import in_words as in_words_of_a_day

Details = Mapping[str, Any]


def _plain(words: str) -> Callable[[str, Details], str]:
    return lambda _rule, _details: words


WORDS: Mapping[str, Callable[[str, Details], str]] = MappingProxyType(
    {
        "case_opened": lambda _rule, details: f"Case opened; request received on {_value(details.get('received_on'))}",
        "understood": lambda _rule, details: str(details.get("why", "")),
        "moved": lambda rule, details: f"From {_state(details.get('was'))} to {_state(rule)}",
        "acted": lambda _rule, details: str(details.get("why", "")),
        "refused": lambda _rule, details: f"Not done: {details.get('why', '')}",
        "decided": lambda rule, details: _decided(str(details.get("by", "")), rule, details.get("value")),
        "answered": lambda rule, details: f"{details.get('by', '')} answered: {_state(rule)}",
        "party_added": lambda rule, _details: f"A party was added: {_state(rule)}",
        "party_removed": lambda rule, _details: f"A party was taken off: {_state(rule)}",
        "case_linked": lambda _rule, details: f"It belongs together with {details.get('other', '')}",
        "case_unlinked": lambda _rule, details: f"It belongs together with {details.get('other', '')} no more",
        "undone": lambda rule, _details: f"Taken back: {_state(rule)}",
        "answered_by_hand": lambda _rule, details: (
            f"Somebody of the team wrote to them on {_value(details.get('sent_on'))}"
        ),
        "written_by_hand": lambda _rule, details: (
            f"Somebody of the team wrote about this case on {_value(details.get('sent_on'))}"
        ),
        "erased": lambda rule, _details: f"The personal data was erased by {rule}",
        "card_removed": _plain("Somebody removed this card"),
        "received_earlier": _plain("A copy came earlier: the day of receipt was corrected"),
    }
)

LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "letter_awaiting_approval": "waits for approval",
        "letter_confirmed": "has left: seen in Sent Items",
        "letter_hold": "is held",
        "letter_bounced": "came back",
        "letter_cancelled": "will not be sent",
    }
)
_OUR_OWN = ("team_note", "sign_off")
"""Letters within the office, of which nobody needs to be told that they left."""


def in_words(action: str, subject: str, rule: str, details: Details) -> str:
    """An event in one sentence, "" for one that only machines care about."""
    if action in LETTERS:
        name = subject.removeprefix("letter:").split(":", 1)[0]
        why = f": {rule}" if action == "letter_cancelled" and rule else ""
        return "" if name in _OUR_OWN else f"Letter “{_state(name)}” {LETTERS[action]}{why}"
    words = WORDS.get(action)
    told = words(rule, details).strip() if words else ""
    return f"{told[:1].upper()}{told[1:]}"


def _decided(by: str, what: str, value: object) -> str:
    """A letter is approved or returned; anything else is settled as something."""
    letter = what.removeprefix("letter:")
    return f"{by} {value} “{_state(letter)}”" if letter != what else f"{by} decided: {_state(what)}, {_value(value)}"


def _value(value: object) -> str:
    """A day in words, anything else as it is."""
    try:
        return in_words_of_a_day(date.fromisoformat(str(value)))
    except ValueError:
        return _state(value)


def _state(value: object) -> str:
    return str(value or "").replace("_", " ")
