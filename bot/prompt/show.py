"""What the read commands print, as plain mappings, and the few switches a person has; asks no mailbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from handlers.timeline import only_of, told
from store import cancelling, cases, events, outbox, questions, received
from store.engine import Tx
from store.outbox import AT_REST, Queued
from store.terms import LetterState

Line = Mapping[str, Any]

_PAGE = 500
_OPEN = tuple(state for state in LetterState if state not in AT_REST)


def case_lines(tx: Tx) -> Iterator[Line]:
    """Every case: reference, stage and state, what is known and what happens next."""
    return (asdict(line) for line in cases.lines(tx))


def case_line(tx: Tx, reference: str) -> Line | None:
    """One case with the police it names, its open questions and its history, or None where there is no such case."""
    line = next(cases.lines(tx, reference), None)
    case_id = cases.case_id_of(tx, reference)
    if line is None or case_id is None:
        return None
    history = [_event(one) for one in events.history(tx, case_id=case_id)]
    asked = [question_line(one) for one in questions.still_open(tx, case_id=case_id)]
    named = cases.police_named(tx, case_id)
    return {**asdict(line), **asdict(named), "questions": asked, "history": history}


def timeline_lines(tx: Tx, case_id: int, reference: str) -> Iterator[Line]:
    """What happened on a case in plain words, oldest first; `by` is whose word or work it was."""
    for one in events.history(tx, case_id=case_id):
        if words := told(one.action, one.subject, one.rule, one.details):
            by = str(one.details.get("by") or one.actor)
            yield {"at": one.at, "by": by, "what": only_of(reference, words)}


def question_lines(tx: Tx) -> Iterator[Line]:
    """Everything that waits for a person, with or without a case, the most pressing first."""
    return (question_line(one) for one in questions.still_open(tx))


def question_line(one: questions.Open) -> Line:
    """One open question; `id` is what `question answer` takes."""
    return {
        "id": one.id,
        "due_on": one.due_on,
        "owner": one.owner,
        "reference": one.reference,
        "about": one.subject,
        "code": one.code,
        "text": one.text,
    }


def answer(tx: Tx, number: int, *, by: str) -> bool:
    """The open question with this id is closed; False when there is none."""
    for one in questions.still_open(tx):
        if one.id == number:
            questions.answer(tx, one, by=by)
            return True
    return False


def mail_lines(tx: Tx) -> Iterator[Line]:
    """Every message received: what it was taken for, where it lies, what it was answered with and if not why not."""
    return (asdict(line) for line in received.lines(tx))


def mail_line(tx: Tx, number: int) -> Line | None:
    """One message with everything that happened to it and why, or None where there is no such message."""
    line = received.line(tx, number)
    if line is None:
        return None
    return {**asdict(line), "history": [_event(one) for one in events.history(tx, subject=f"intake:{number}")]}


def _event(one: events.Event) -> Line:
    shown = {"at": one.at, "actor": one.actor, "action": one.action, "subject": one.subject, "rule": one.rule}
    return {**shown, "details": dict(one.details)}


def letter_lines(tx: Tx, *, everything: bool) -> Iterator[Line]:
    """Letters on their way out and why they wait; with `everything` also those that have arrived."""
    for one in _letters(tx, tuple(LetterState) if everything else _OPEN):
        yield {
            "key": one.key,
            "letter": one.letter,
            "reference": case.reference if (case := cases.known(tx, one.case_id)) else None,
            "state": one.state,
            "held_because": one.held_because or None,
            "planned_at": one.planned_at,
            "sent_at": one.sent_at,
        }


def release(tx: Tx, keys: Iterable[str], *, by: str) -> list[str]:
    """Held letters with these keys, or held for these reasons, go on; answers what named none of them."""
    held = list(_letters(tx, (LetterState.HOLD,)))
    unknown = []
    for key in keys:
        chosen = [one for one in held if key in (one.key, one.held_because)]
        for one in chosen:
            outbox.release(tx, one, by=by)
            _settled(tx, one, by=by)
        if not chosen:
            unknown.append(key)
    return unknown


def letter_line(tx: Tx, key: str) -> Line | None:
    """One letter with its recipient and words, if its case was not erased; None where there is no such letter."""
    one = outbox.by_key(tx, key)
    if one is None:
        return None
    words = {} if tx.is_erased(one.case_id) else outbox.content(tx, one)
    return {
        "key": one.key,
        "state": one.state,
        "held_because": one.held_because or None,
        "to": words.get("to"),
        "subject": words.get("subject"),
        "text": words.get("text"),
    }


def cancel(tx: Tx, key: str, *, by: str) -> bool:
    """The held letter with this key will never leave; False when no such letter is held."""
    one = outbox.by_key(tx, key)
    if one is None or one.state is not LetterState.HOLD:
        return False
    _settled(tx, one, by=by)
    return cancelling.look_no_more(tx, one, f"by {by}")


def _settled(tx: Tx, one: Queued, *, by: str) -> None:
    for question in questions.still_open(tx, subject=f"letter:{one.key}"):
        questions.answer(tx, question, by=by)


def _letters(tx: Tx, states: tuple[LetterState, ...]) -> Iterator[Queued]:
    after = 0
    while page := outbox.in_states(tx, states, _PAGE, after=after):
        yield from page
        after = page[-1].id
