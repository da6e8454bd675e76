"""Takes back what was done on a person's word: the case, letters that have not left, questions. Sends nothing.

What has left cannot be taken back, and is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.casework import belonging
from bot.desk.deeds import NotDone, Outcome, case_folder, reference
from bot.desk.label_deeds import case_of
from bot.desk.opened_by_mistake import cancelled, sent_words
from bot.desk.retaking import ours
from bot.matters import filing as other_work
from bot.papers import requests, ticking
from store import cancelling, cases, casework, commands, corrections, outbox, questions, refiling, steps
from store.commands import Command
from store.engine import Tx
from store.events import record
from store.intake import Held
from store.messages import CaseView
from store.steps import Taken
from store.terms import ENDS, Kind, Place, State

if TYPE_CHECKING:
    from bot.service import Service

_NOTHING = "There is nothing here to take back."
_MISTAKE = "opened by mistake"
_FOR_THE_FIGURES = frozenset({"review_kind", "allegations", "themes", "recommendation", "parties", "links"})
"""What can be said of a case that has ended, and so be taken back; nobody was told of it."""


def undo(service: Service, tx: Tx, one: Command) -> Outcome:
    """The last thing done on the item's case is taken back, and the item goes back to where it was before that.

    Without a case it is the last move of the item. Raises NotDone where there is nothing, or too much has happened.
    """
    last = commands.last_move(tx, one.subject)
    held = refiling.by_id(tx, one.row) if one.thing == "intake" else None
    if held is not None and (held.case_id is None or (last is not None and steps.last(tx, held.case_id) is None)):
        if last is None:
            raise NotDone(_NOTHING)
        return take_back(service, tx, one, last)
    case_id = case_of(tx, one)
    found = steps.last(tx, case_id)
    if found is None:
        raise NotDone(_NOTHING)
    said = undone(service, tx, case_id, found)
    back = _home(tx, one, found, last)
    return _relabelled(tx, Outcome(said, goes_to=back, note=True), held)


def take_back(service: Service, tx: Tx, one: Command, last: Command) -> Outcome:
    """What the last move of a message led to is taken back: the message is what it was taken for before."""
    held = refiling.by_id(tx, one.row)
    assert held is not None  # noqa: S101 - rows are never removed
    said = "It is as it was before."
    if held.case_id is not None:
        found = steps.last(tx, held.case_id)
        if found is not None and (found.subject == one.subject or found.verb == _MISTAKE):
            said = undone(service, tx, held.case_id, found)
    if last.done_at is not None:
        questions.reopen(tx, one.subject, questions.answered_at(tx, one.subject, last.done_at))
        _letters_since(tx, one, last)
    if last.place == Place.OTHER_WORK:
        other_work.taken_out(tx, one.row)
    taken_for = refiling.kind_of(tx, one.row)
    if taken_for in set(Kind):
        corrections.add(tx, one.row, Kind(taken_for), by="somebody of the team", source="taken back")
    place = one.place if one.place == last.came_from else last.came_from
    now = refiling.by_id(tx, one.row) or held
    if place:
        refiling.placed(tx, one.row, place, now.categories.splitlines())
    return _relabelled(tx, Outcome(said, goes_to=place, note="cannot be unsent" in said), held)


def _relabelled(tx: Tx, outcome: Outcome, held: Held | None) -> Outcome:
    """The item is to be labelled as its row says now."""
    now = refiling.by_id(tx, held.id) if held is not None else None
    if held is None or now is None:
        return outcome
    before, after = held.categories.splitlines(), now.categories.splitlines()
    adds = tuple(name for name in after if name not in before)
    return replace(outcome, adds=adds, removes=tuple(name for name in before if name not in after))


def undone(service: Service, tx: Tx, case_id: int, found: Taken) -> str:
    """The step is taken back; answers what that means, with what cannot be. Raises NotDone where the case has ended."""
    case = casework.view(tx, case_id)
    _refuse_after_an_end(case, found)
    before: dict[str, Any] = dict(found.before)
    message: Mapping[str, str] | None = before.pop("message", None)
    belonging.take_back(tx, case_id, before)
    if before:
        casework.restore(tx, case_id, before)
    requests.take_back(service, tx, found)
    left = _unsent_are_cancelled(tx, found)
    questions.reopen(tx, f"case:{case.reference}", found.answered)
    steps.undone(tx, found)
    record(tx, "undone", f"case:{case.reference}", case_id=case_id, rule=found.verb)
    said = f"Taken back: {found.verb}."
    if message is not None:
        said = _message_back(service, tx, case_id, found, message)
    return f"{said} {left}".strip()


def _refuse_after_an_end(case: CaseView, found: Taken) -> None:
    if found.before and set(found.before) <= _FOR_THE_FIGURES:
        return
    ended_by_it = found.before.get("state") not in (None, *ENDS) and found.verb in ("close", _MISTAKE)
    if case.state in ENDS and not ended_by_it:
        raise NotDone(f"{case.reference} has ended, and people have been told. Reopen it if that was wrong.")
    if case.state in (State.OUTCOME_SENT, State.RECOMMENDATION_PENDING):
        raise NotDone(f"The outcome of {case.reference} has been sent and cannot be unsent. Reopen it if it is wrong.")


def _unsent_are_cancelled(tx: Tx, found: Taken) -> str:
    letters = [one for key in found.letters if (one := outbox.by_key(tx, key)) is not None]
    for one in letters:
        cancelling.cancel(tx, one, "taken back")
    left = [sent_words(one) for one in letters if cancelling.may_have_left(one)]
    return f"{'; '.join(left)}: that cannot be unsent." if left else ""


def _message_back(service: Service, tx: Tx, case_id: int, found: Taken, was: Mapping[str, str]) -> str:
    """The message belongs where it did: to no case, or to its former one, which is open again."""
    row = int(found.subject.rpartition(":")[2])
    held = refiling.by_id(tx, row)
    assert held is not None  # noqa: S101 - rows are never removed
    own = reference(tx, case_id)
    said = f"It belongs to {own} no more."
    if found.verb == "open":
        said = cancelled(service, tx, case_id)
    former = cases.case_id_of(tx, was["case"]) if was["case"] else None
    free = refiling.released(tx, held)
    theirs = [name for name in held.categories.splitlines() if name not in ours(service, held)]
    if former is not None:
        refiling.rejoined(tx, free, former)
        ticking.tick_proved(tx, row)
        mistake = steps.last(tx, former)
        if mistake is not None and mistake.verb == _MISTAKE:
            said = f"{said} {undone(service, tx, former, mistake)}"
    questions.belong(tx, found.subject, former)
    refiling.placed(tx, row, was["place"], (*was["categories"].splitlines(), *theirs))
    return said


def _letters_since(tx: Tx, one: Command, last: Command) -> None:
    """Letters that the move prepared for whoever wrote do not leave."""
    for letter in outbox.of_message(tx, one.row):
        if letter.planned_at == last.done_at:
            cancelling.cancel(tx, letter, "taken back")


def _home(tx: Tx, one: Command, found: Taken, last: Command | None) -> str:
    """Where the item belongs once the step is undone."""
    if one.thing != "intake":
        return one.came_from
    held = refiling.by_id(tx, one.row)
    assert held is not None  # noqa: S101 - rows are never removed
    if "message" in found.before and found.subject == one.subject:
        return held.target
    if last is not None and found.subject == one.subject and last.came_from:
        refiling.placed(tx, one.row, last.came_from, held.categories.splitlines())
        return last.came_from
    known = held.target or (case_folder(reference(tx, held.case_id)) if held.case_id else "")
    return one.came_from or known
