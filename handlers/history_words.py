"""The events of a case in the words of the office: which are worth telling, and how; records none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Details = Mapping[str, Any]


def _plain(words: str) -> Callable[[str, Details], str]:
    return lambda _rule, _details: words


WORDS: Mapping[str, Callable[[str, Details], str]] = MappingProxyType(
    {
        "case_opened": lambda _rule, details: f"Case opened; request received on {details.get('received_on', '')}",
        "understood": lambda _rule, details: str(details.get("why", "")),
        "moved": lambda rule, details: f"From {_state(details.get('was'))} to {_state(rule)}",
        "acted": lambda _rule, details: str(details.get("why", "")),
        "refused": lambda _rule, details: f"Not done: {details.get('why', '')}",
        "decided": lambda rule, details: (
            f"{details.get('by', '')} decided: {_state(rule)} {_state(details.get('value'))}"
        ),
        "answered": lambda rule, details: f"{details.get('by', '')} answered: {_state(rule)}",
        "party_added": lambda rule, _details: f"A party was added: {_state(rule)}",
        "undone": lambda rule, _details: f"Taken back: {_state(rule)}",
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


def in_words(action: str, subject: str, rule: str, details: Details) -> str:
    """An event in one sentence, "" for one that only machines care about."""
    if action in LETTERS:
        name = subject.removeprefix("letter:").split(":", 1)[0].replace("_", " ")
        return f"Letter “{name}” {LETTERS[action]}"
    words = WORDS.get(action)
    return words(rule, details).strip() if words else ""


def _state(value: object) -> str:
    return str(value or "").replace("_", " ")
