"""The words of a sign-off mail and of the answer to it; asks nobody and judges no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import ndiff
from enum import StrEnum
from typing import Any

from bot.mime.bodies import from_html
from handlers.working_days import in_words
from store.messages import CaseView, Incoming
from store.outbox import Queued
from store.terms import Audience, codes

Lines = tuple[str, ...]


class Answer(StrEnum):
    """What a signer can answer."""

    APPROVE = "Approve"
    RETURN = "Return"


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer says: "" where it says neither, or both; `reasons` are the words beside it."""

    answer: Answer | None
    reasons: str


_RECIPIENTS = {
    Audience.COMPLAINANT: "the complainant",
    Audience.FORCE: "the police",
    Audience.IOPC: "the IOPC",
    Audience.OFFICER: "the officer, through the police",
    Audience.INTERESTED_PERSON: "the interested person, through the police",
    Audience.TEAM: "the team",
}
_REPLY = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|sv)\s*:)+\s*", re.IGNORECASE)
_FIRST = re.compile(r"\W*(\w+)")


def lines_of(html: str) -> Lines:
    """The text of a letter as lines, without the white space that a mail server may change."""
    lines = [" ".join(line.split()) for line in from_html(html).splitlines()]
    return tuple(line for before, line in zip(["", *lines], lines, strict=False) if line or before)


def letter_words(letters: Sequence[Queued]) -> str:
    """What is to be signed, in a few words: the first letter, and how many go with it."""
    first = letters[0].letter.replace("_", " ")
    more = len(letters) - 1
    return f"{first} and {more} more letter{'s' if more > 1 else ''}" if more else first


def recipient_words(letters: Sequence[Queued]) -> str:
    """Who gets the letters, in words."""
    names = list(dict.fromkeys(_RECIPIENTS[one.audience] for one in letters))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def summary(case: CaseView | None) -> Lines:
    """The case in three lines, or that there is none."""
    if case is None:
        return ("No case. It answers a message that is on none: look that up before you sign.",)
    limit = f"the last day was {in_words(case.last_day)}" if case.last_day else "the last day is not known"
    body = case.review_body.replace("_", " ") or "not settled"
    settled = f" (settled by {case.body_by})" if case.body_by else ""
    owner = f"The case is {case.owner}'s." if case.owner else "The case has no owner yet."
    return (
        f"The request came on {in_words(case.received_on)}; {limit}.",
        f"The relevant review body: {body}{settled}. Police reference: {case.force_reference or 'not known'}.",
        f"{owner} It stands at: {case.state.replace('_', ' ')}.",
    )


def whole_text(letters: Sequence[Queued], shown: Mapping[str, Lines]) -> Lines:
    """The full text of every letter, each under a line that says which it is and for whom."""
    text: list[str] = []
    for number, one in enumerate(letters, start=1):
        if len(letters) > 1:
            text += [f"Letter {number} of {len(letters)}, to {_RECIPIENTS[one.audience]}:", ""]
        text += [*shown[one.key], ""]
    return tuple(text[:-1])


def as_shown(kept: Mapping[str, Any]) -> Lines:
    """A letter as its signer sees it: subject, text and the names of its files."""
    files = [f"With it goes: {name}" for name, _ in kept.get("enclosed", ())]
    return (f"Subject: {kept['subject']}", "", *lines_of(kept["html"]), *files)


def as_first_written(kept: Mapping[str, Any]) -> Lines:
    """The same letter as the service wrote it, before anybody changed it."""
    first = next(iter(kept.get("versions", ())), kept)
    return as_shown({**kept, "subject": first["subject"], "html": first["html"]})


def changes(before: Iterable[Sequence[str]], now: Iterable[Sequence[str]]) -> Lines:
    """The lines that were added (+) and taken out (-), letter for letter."""
    found: list[str] = []
    for was, is_now in zip(before, now, strict=True):
        lines = ndiff([line for line in was if line], [line for line in is_now if line])
        found += [line for line in lines if line.startswith(("+ ", "- "))]
    return tuple(found)


def code_in(incoming: Incoming) -> str:
    """The code that a mail carries in its subject or its own words, "" for none."""
    found = codes.SIGN_OFF.search(incoming.subject.upper()) or codes.SIGN_OFF.search(incoming.new_text.upper())
    return found[1] if found else ""


def said(incoming: Incoming) -> Said:
    """Approve or Return, as the subject begins or as the first word; where the two contradict each other, neither."""
    by_subject = _answer(_REPLY.sub("", incoming.subject).partition(":")[0])
    by_word = _answer(incoming.new_text)
    reasons = incoming.new_text.strip()
    if by_subject and by_word and by_subject is not by_word:
        return Said(None, reasons)
    if by_word:
        reasons = _FIRST.sub("", incoming.new_text, count=1).strip(" \t\r\n.,;:!-–")
    return Said(by_subject or by_word, reasons)


def _answer(text: str) -> Answer | None:
    found = _FIRST.match(text)
    return next((one for one in Answer if found and found[1].casefold() == one.value.casefold()), None)
