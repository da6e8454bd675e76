"""What people did in the mailbox is done: each command once, when it has settled, in its order; sends nothing itself.

A command is decided in one transaction with everything it leads to. What the mailbox shows of it comes after, in
`command_notes`. Letters dropped in the approval folders are for `approvals`, which asks for them by `settled`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.desk import command_notes, label_deeds, move_deeds
from bot.desk.deeds import NotDone, Outcome
from bot.desk.noticing import WAITS
from handlers.labels import SEE_NOTE, asks_for_pause
from store import commands, outbox
from store.commands import Command, How
from store.engine import LeadLost, Refused, Tx
from store.terms import Mode, Place

if TYPE_CHECKING:
    from bot.service import Service

_FOR_APPROVALS = (Place.APPROVE, Place.RETURN)
_FAULT = "The service has a fault that this met, and nothing was done. Tell IT; do it by hand meanwhile."


def pass_(service: Service) -> int:
    """Every command that has settled is decided, and the mailbox shows what came of it; answers how many there were.

    Call it after a poll: what that saw again settles by it. Where the poll could not see every folder, only those in
    `service.sure_of` do.
    """
    if service.settings.sending.mode is Mode.WATCH or Place.UNDO not in service.folders:
        return 0
    begun = _seen_again(service)
    done = 0
    for one in _in_order(service, _due(service)):
        if not _is_for_approvals(one):
            _decide(service, one)
            done += 1
        elif _has_left(service, one):
            with service.writing() as tx:
                commands.taken_back(tx, one)
    return begun + done + command_notes.pass_(service)


def settled(service: Service, *places: Place) -> tuple[Command, ...]:
    """The letters of ours that a person put into one of these folders, and left there until that counted.

    None are answered while a folder is unread in which they may lie by now.
    """
    return tuple(one for one in _due(service) if one.thing == "letter" and one.how is How.MOVE and one.place in places)


def obey(tx: Tx, one: Command, said: str, *, goes_to: str = "") -> bool:
    """It has been done; the item goes to this place ("" where it stays). False where it was decided before."""
    return commands.decide(tx, one, said, goes_to=goes_to)


def refuse(service: Service, tx: Tx, one: Command, sentence: str) -> bool:
    """Nothing was done: the item goes back where it came from, and a note beside it gives the sentence."""
    goes_to = one.came_from if one.how is How.MOVE else ""
    removes = (one.place,) if one.how is How.LABEL else ()
    key = command_notes.key_of(service, one)
    return commands.decide(
        tx, one, sentence, refused=True, goes_to=goes_to, adds=(SEE_NOTE,), removes=removes, note_key=key
    )


def _seen_again(service: Service) -> int:
    """What settles was there in one more poll; answers how many commands were seen for the first time in this one."""
    with service.reading() as tx:
        newest = commands.newest(tx)
        waits = [one.id for one in commands.settling(tx)]
    again = [one for one in waits if one <= service.commands_seen and _is_sure(service, one)]
    if again:
        with service.writing() as tx:
            commands.seen_again(tx, again)
    begun, service.commands_seen = newest - service.commands_seen, newest
    return begun if waits else 0


def _due(service: Service) -> tuple[Command, ...]:
    before = service.clock.now() - timedelta(seconds=service.settings.approval.settle_seconds)
    with service.reading() as tx:
        return tuple(one for one in commands.due(tx, before) if _is_sure(service, one.id))


def _is_sure(service: Service, command: int) -> bool:
    """Whether the last poll left no doubt that what was told still stands."""
    return service.sure_of is None or command in service.sure_of


def _in_order(service: Service, due: tuple[Command, ...]) -> list[Command]:
    """What is done now, in its order; a category on a message comes after a move of it that was told as well.

    So whoever drops a message with its case and labels it at once is obeyed, whichever the mailbox shows first.
    """
    if not due:
        return []
    with service.reading() as tx:
        told = [one for one in (*due, *commands.settling(tx)) if one.thing == "intake" and one.how is How.MOVE]
    moves = {one.subject: one.id for one in told}
    now = {one.id for one in due}

    def order(one: Command) -> tuple[int, int, bool]:
        label = one.how is How.LABEL
        return _rank(one), max(one.id, moves.get(one.subject, 0)) if label else one.id, label

    later = {subject for subject, move in moves.items() if move not in now}
    ready = (one for one in due if one.how is not How.LABEL or asks_for_pause(one.place) or one.subject not in later)
    return sorted(ready, key=order)


def _rank(one: Command) -> int:
    """Which goes first of what settled together: pause, undo, return, approve, then the others as they were told."""
    if one.how is How.LABEL and asks_for_pause(one.place):
        return 0
    order = (Place.UNDO, Place.RETURN, Place.APPROVE)
    return 1 + order.index(Place(one.place)) if one.place in order else 4


def _is_for_approvals(one: Command) -> bool:
    return one.thing == "letter" and one.how is How.MOVE and one.place in _FOR_APPROVALS


def _has_left(service: Service, one: Command) -> bool:
    """Whether the letter is past approving: somebody sent it by hand meanwhile, or it was given up."""
    with service.reading() as tx:
        return all(letter.state not in WAITS for letter in outbox.by_ids(tx, [one.row]))


def _decide(service: Service, one: Command) -> None:
    """The command is decided: obeyed with all it leads to, or refused with one sentence and nothing else."""
    try:
        deed = label_deeds.prepared(service, one) if one.how is How.LABEL else move_deeds.prepared(service, one)
        with service.writing() as tx:
            outcome = deed(tx)
            if not _record(service, tx, one, outcome):
                raise NotDone("It was done already.")
        return
    except (LeadLost, Refused):
        raise  # no command is to blame
    except NotDone as refusal:
        why = str(refusal)
    except Exception as error:  # noqa: BLE001 - the boundary of one command: a bad one must never hold up the rest
        service.log.warning("command_failed", fault=type(error).__name__)
        why = _FAULT
    with service.writing() as tx:
        refuse(service, tx, one, why)


def _record(service: Service, tx: Tx, one: Command, outcome: Outcome) -> bool:
    return commands.decide(
        tx,
        one,
        outcome.said,
        goes_to=outcome.goes_to,
        adds=outcome.adds,
        removes=outcome.removes,
        note_key=command_notes.key_of(service, one) if outcome.note else "",
    )
