"""Letters that shall not leave any more: given up where they have not left. Unsends nothing, removes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from store.engine import Tx
from store.outbox import MAY_HAVE_LEFT, Queued, of_case, step
from store.terms import LetterState

_MAY_STILL_BE_CANCELLED = (
    LetterState.PLANNED,
    LetterState.RENDERED,
    LetterState.AWAITING_APPROVAL,
    LetterState.DRAFTED,
    LetterState.HOLD,
)


def cancel(tx: Tx, one: Queued, why: str) -> bool:
    """The letter does not leave any more; False where it has left, or may have."""
    return one.held_because != MAY_HAVE_LEFT and look_no_more(tx, one, why)


def cancel_packages(tx: Tx, case_id: int, names: Iterable[str]) -> None:
    """No letter of these names or packages ("transfer" means "transfer-1", "transfer-2" …) leaves any more."""
    given_up = frozenset(names)
    for one in of_case(tx, case_id):
        package = one.package.partition(":")[2].rpartition("-")[0]
        if {package, one.letter} & given_up:
            cancel(tx, one, "overtaken by a decision")


def look_no_more(tx: Tx, one: Queued, why: str) -> bool:
    """The letter is given up, though nobody may know whether it left; False while that is being found out."""
    return one.state in _MAY_STILL_BE_CANCELLED and step(tx, one, LetterState.CANCELLED, rule=why)


def may_have_left(one: Queued) -> bool:
    """Whether the letter has left, as far as anybody can know."""
    unknown = one.state is LetterState.HOLD and one.held_because == MAY_HAVE_LEFT
    return unknown or one.state in (LetterState.SENDING, LetterState.SENT, LetterState.CONFIRMED, LetterState.BOUNCED)
