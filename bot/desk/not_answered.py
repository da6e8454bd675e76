"""Gives up the automatic answer to a message that a person deals with. Sends nothing, and recalls nothing that left."""

from __future__ import annotations

from collections.abc import Iterable

from store import answers_by_hand, cancelling, outbox, questions
from store.engine import Tx
from store.intake import Held
from store.outbox import Queued
from store.terms import WhyNot

_ANSWERS = ("acknowledgement", "receipt")


def silence(tx: Tx, held: Held, why: str, code: WhyNot) -> str:
    """No automatic answer to the message leaves any more: the label that says so; "" where none was on its way."""
    ours = (letter for letter in outbox.of_message(tx, held.id) if letter.letter in _ANSWERS)
    if not give_up(tx, ours, why):
        return ""
    label = f"No auto-reply: {why}"
    answers_by_hand.silenced(tx, held.id, code, dict.fromkeys((*held.categories.splitlines(), label)))
    return label


def give_up(tx: Tx, letters: Iterable[Queued], why: str) -> int:
    """Those of these letters that have not begun to leave never do; how many that were."""
    done = 0
    for letter in letters:
        may_have_left = letter.sending_at is not None
        if may_have_left or not cancelling.cancel(tx, letter, why):
            continue
        done += 1
        for asked in list(questions.still_open(tx, subject=f"letter:{letter.key}")):
            questions.answer(tx, asked, by="somebody of the team")
    return done
