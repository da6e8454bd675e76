"""A case that should never have been opened: cancelled, its unsent letters with it, and what was sent put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.casework import rulings
from handlers.correspondence import BY_NAME
from handlers.told import day, to_them
from handlers.working_days import in_words
from store import cancelling, casework, outbox, refiling
from store.engine import Tx
from store.intake import Held
from store.messages import MISTAKE, CaseView, NextAction, Post, Ruling
from store.outbox import Queued
from store.terms import ENDS, LONDON, Audience, LetterState, Owner, State, london_date

if TYPE_CHECKING:
    from bot.service import Service


def is_all_of_its_case(tx: Tx, held: Held) -> bool:
    """Whether the message is the only one of its case, which it therefore opened."""
    return held.case_id is not None and [one.id for one in refiling.of_case(tx, held.case_id)] == [held.id]


def cancelled(service: Service, tx: Tx, case_id: int) -> str:
    """The case is closed as opened by mistake, and nothing more of it leaves; answers what had left, in words.

    Where the complainant had heard of it, a letter that puts it right is prepared, for a person to finish.
    """
    case = casework.view(tx, case_id)
    if case.state in ENDS:
        return ""
    letters = outbox.of_case(tx, case_id)
    for one in letters:
        cancelling.cancel(tx, one, "its case was opened by mistake")
    left = [one for one in letters if cancelling.may_have_left(one) and one.state is not LetterState.BOUNCED]
    told = [one for one in left if one.audience is Audience.COMPLAINANT]
    posts = (_correction(case, told),) if told and case.speaks_for_them else ()
    ruling = Ruling(
        why="Somebody of the team said that this case was opened by mistake.",
        moves_to=State.CLOSED,
        sets={"closed_on": london_date(tx.now), "ground": MISTAKE},
        posts=posts,
        settles=tuple(case.asked),
        next_action=NextAction("Nothing more is due", Owner.ADMINISTRATOR, london_date(tx.now)),
    )
    rulings.carry_out(service, tx, case_id, ruling, verb="opened by mistake")
    sentence = f"{case.reference} is cancelled."
    if not left:
        return sentence
    return f"{sentence} Sent already: {'; '.join(map(sent_words, left))}." + (
        " A letter that puts it right is in For checking." if posts else ""
    )


def sent_words(one: Queued) -> str:
    """Which letter left and when, in words."""
    at = one.sent_at or one.sending_at
    left_on = f" on {in_words(london_date(at))} at {at.astimezone(LONDON):%H:%M}" if at else ""
    return f"{what(one.letter)}{left_on}"


def what(letter: str) -> str:
    """A letter by its name, in words."""
    return letter.replace("_", " ") if letter in BY_NAME else "a letter"


def _correction(case: CaseView, told: list[Queued]) -> Post:
    sent = [at for one in told if (at := one.sent_at or one.sending_at) is not None]
    facts = {
        "what_went": " and ".join(dict.fromkeys(what(one.letter) for one in told)),
        "went_on": day(london_date(max(sent))) if sent else day(case.received_on),
    }
    return to_them(case, "correction", facts)
