"""What a mail of the team can order beside an act on a case: status, undo, link, pause and resume. Sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk import undoing
from bot.desk.deeds import NotDone
from handlers.working_days import in_words
from store import casework, commands, leadership, questions, refiling, steps
from store.commands import How
from store.engine import Tx
from store.terms import BOARD, STAGE_OF

if TYPE_CHECKING:
    from bot.service import Service

_MOST = 5


def switch(tx: Tx, pause: bool, *, by: str) -> str:
    """Nothing leaves any more, or letters leave again; answers which in one sentence."""
    if pause:
        changed = leadership.pause(tx, by=by, why="a mail of the team")
        return "Nothing leaves until somebody resumes sending." if changed else "Sending was paused already."
    changed = leadership.resume(tx, by=by)
    return "Letters leave again. A file or an item in Stop still stops them." if changed else "Sending was not paused."


def status(service: Service, tx: Tx, case_id: int) -> tuple[str, ...]:
    """Where the case stands, whose it is, what is next and what is asked."""
    case = casework.view(tx, case_id)
    stage = service.settings.tree()[BOARD[STAGE_OF[case.state]]][-1]
    asked = [f"Open: {one.text} (by {in_words(one.due_on)})" for one in questions.still_open(tx, case_id=case_id)]
    more = (f"{len(asked) - _MOST} more questions are open.",) if len(asked) > _MOST else ()
    return (
        f"{case.reference} is at {stage}, since {in_words(case.state_since)}.",
        f"It is {case.owner}'s." if case.owner else "It is nobody's yet.",
        f"Next, by {in_words(case.next_action.on)}: {case.next_action.what}.",
        *asked[:_MOST],
        *more,
    )


def undo(service: Service, tx: Tx, case_id: int) -> str:
    """The last thing done on the case is taken back; answers what that means, or why it cannot be."""
    found = steps.last(tx, case_id)
    if found is None:
        return "There is nothing here to take back."
    try:
        return undoing.undone(service, tx, case_id, found)
    except NotDone as why:
        return str(why)


def link(tx: Tx, case_id: int, message_id: str, *, by: str) -> str:
    """The message with this Message-ID is put into the case's folder, as if a person had dragged it there."""
    held = refiling.by_message_id(tx, message_id)
    if held is None:
        return f"I know no message {message_id}. Drag it into the folder of the case instead."
    case = casework.view(tx, case_id)
    place = f"case:{case.reference}"
    commands.begin(tx, f"intake:{held.id}", How.MOVE, place, case_id=held.case_id, came_from=held.target)
    return f"The message is being put to {case.reference}, on the word of {by}."
