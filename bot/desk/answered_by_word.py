"""Open questions that somebody of the team answers by a mail or a category, because nothing else answers them.

Whose a review is, whether it is in time and whether there is a right to it are decided by their own commands; whether
somebody is safe needs whoever says so to be known by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.desk.deeds import NotDone
from handlers.labels import Alarm
from handlers.working_days import in_words
from store import casework, questions, steps
from store.engine import Tx
from store.questions import Open

if TYPE_CHECKING:
    from store.commands import Command

NEEDS_A_NAME = "safety"
"""The code of the question that only a named person can answer."""
_DECIDED: Mapping[str, str] = MappingProxyType({"review_body": "ours", "time": "time", "right": "accept"})
"""What is decided and not settled, with the command that does."""
_NOT_YET = "Nothing was settled: say which, by its number or a word of it."


def by_mail(tx: Tx, case_id: int, words: str, *, by: str, subject: str) -> tuple[str, ...]:
    """The questions of a case that these words mean are answered; without words the only one there is."""
    asked = list(questions.still_open(tx, case_id=case_id))
    reference = casework.view(tx, case_id).reference
    if not asked:
        return (f"{reference} has no open question.",)
    found = _meant(asked, words) if words else asked
    if not found:
        return (f"No open question of {reference} has {words!r} in it. These are open:", *_numbered(asked))
    if not words and len(found) > 1:
        return (_NOT_YET, *_numbered(asked))
    may = [one for one in found if one.code not in _DECIDED]
    if not may:
        return (_by_its_own_command(found[0], reference),)
    _answer(tx, case_id, may, by=by, subject=subject)
    return tuple(f"Settled by {by}: {one.text}" for one in may)


def about_no_case(tx: Tx, words: str, *, by: str) -> tuple[str, ...]:
    """The one question on no case that these words mean is answered; otherwise each is told with its own number."""
    asked = [one for one in questions.still_open(tx) if one.case_id is None]
    if not asked:
        return ("Nothing is open that belongs to no case. For a case say which: settled 417.",)
    found = [one for one in asked if words == f"#{one.id}"] or (_with_words(asked, words) if words else [])
    if len(found) != 1:
        listed = tuple(f"#{one.id} {_told(one)}" for one in found or asked)
        return ("Nothing was settled. Say which case, or which of these on no case, like settled #12:", *listed)
    questions.answer(tx, found[0], by=by)
    return (f"Settled by {by}: {found[0].text}",)


def by_category(tx: Tx, one: Command, case_id: int | None) -> str:
    """The questions about a message, or the only one of a card's or letter's case, are answered; in one sentence.

    Raises NotDone where there is none, or a name or another command is needed.
    """
    message = one.thing == "intake"
    asked = list(questions.still_open(tx, subject=one.subject) if message else _of_case(tx, case_id))
    if not asked:
        raise NotDone("No question is open about it.")
    reference = casework.view(tx, case_id).reference if case_id is not None else ""
    if not message and len(asked) > 1:
        raise NotDone(f"{len(asked)} questions are open. Say which by a mail: settled {reference} and a word of it.")
    if any(asking.code == NEEDS_A_NAME for asking in asked):
        raise NotDone(f"Whether somebody is safe needs a name. Say it by a mail: {_by_mail(asked, reference)}.")
    may = [asking for asking in asked if asking.code not in _DECIDED]
    if not may:
        raise NotDone(_by_its_own_command(asked[0], reference))
    _answer(tx, case_id, may, by="", subject=one.subject)
    return f"Settled: {' '.join(asking.text for asking in may)}"


def cleared(tx: Tx, one: Command) -> tuple[str, ...]:
    """The categories that go from an item whose questions were answered: the alarm only where none is left."""
    left = one.thing != "intake" or any(questions.still_open(tx, subject=one.subject))
    return (one.place,) if left else (one.place, Alarm.NEEDS_A_PERSON.value)


def _of_case(tx: Tx, case_id: int | None) -> Sequence[Open]:
    return tuple(questions.still_open(tx, case_id=case_id)) if case_id is not None else ()


def _answer(tx: Tx, case_id: int | None, these: Sequence[Open], *, by: str, subject: str) -> None:
    """These are answered, and on a case that can be taken back."""
    for one in these:
        questions.answer(tx, one, by=by or "somebody of the team")
    if case_id is not None:
        ids = [one.id for one in these]
        steps.keep(tx, case_id, verb="settled", by=by, subject=subject, before={}, letters=(), answered=ids)


def _meant(asked: Sequence[Open], words: str) -> list[Open]:
    """Those with this number in the list, or with these words in their code or text."""
    if re.fullmatch(r"\d{1,3}", words):
        return [one for number, one in enumerate(asked, 1) if number == int(words)]
    return _with_words(asked, words)


def _with_words(asked: Sequence[Open], words: str) -> list[Open]:
    wanted = " ".join(words.casefold().split())
    return [one for one in asked if wanted in one.code.replace("_", " ").casefold() or wanted in one.text.casefold()]


def _numbered(asked: Sequence[Open]) -> tuple[str, ...]:
    return tuple(f"{number} {_told(one)}" for number, one in enumerate(asked, 1))


def _told(one: Open) -> str:
    return f"{one.text} (by {in_words(one.due_on)})"


def _by_its_own_command(one: Open, reference: str) -> str:
    return f"That is decided, not settled: say {_DECIDED[one.code]} {reference}. It was: {one.text}"


def _by_mail(asked: Sequence[Open], reference: str) -> str:
    number = next(one.id for one in asked if one.code == NEEDS_A_NAME)
    return f"settled {reference} safety" if reference else f"settled #{number}"
