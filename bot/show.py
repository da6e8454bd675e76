"""What the read commands print, as plain mappings, and the few switches a person has; asks no mailbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from store import cases, events, outbox, questions
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
    """One case with its open questions and its history, or None where there is no such case."""
    line = next(cases.lines(tx, reference), None)
    case_id = cases.case_id_of(tx, reference)
    if line is None or case_id is None:
        return None
    history = [
        {"at": one.at, "actor": one.actor, "action": one.action, "subject": one.subject, "rule": one.rule}
        | {"details": dict(one.details)}
        for one in events.history(tx, case_id=case_id)
    ]
    asked = [
        {"code": one.code, "text": one.text, "owner": one.owner, "due_on": one.due_on}
        for one in questions.open_on(tx, case_id)
    ]
    return {**asdict(line), "questions": asked, "history": history}


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
            questions.answer(tx, f"letter:{one.key}", "letter_held", by=by)
        if not chosen:
            unknown.append(key)
    return unknown


def _letters(tx: Tx, states: tuple[LetterState, ...]) -> Iterator[Queued]:
    after = 0
    while page := outbox.in_states(tx, states, _PAGE, after=after):
        yield from page
        after = page[-1].id
