"""What a move leads to, for messages, cards and letters of ours: chooses the deed and reads what it needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk import message_deeds, not_answered, not_for_us, undoing
from bot.desk.deeds import Deed, NotDone, Outcome, case_folder, done, message, reference, reference_of
from bot.desk.label_deeds import case_of
from bot.matters import filing as other_work
from handlers import told_by_move
from handlers.answering import REASONS
from handlers.told_by_move import Meaning, Thing
from store import casework, commands, corrections, questions, refiling
from store.commands import Command, How
from store.engine import Tx
from store.intake import Held
from store.messages import Act, Question, Verb
from store.terms import ENDS, Owner, Place, Stage, WhyNot, london_date

if TYPE_CHECKING:
    from bot.service import Service

_D = told_by_move.Deed
_REMOVED = (
    "Somebody removed a message on which questions are open. Was that meant? What was in it is kept: look it up, and "
    "answer it or say that nothing is to be done."
)
_NEXT_TIME = "Next time drag the card: the message was filed with its case."


def prepared(service: Service, one: Command) -> Deed:
    """The deed that the move, or the removal, asks for. Raises NotDone where it asks for nothing that can be done."""
    if one.how is How.GONE:
        return lambda tx: _removed(service, tx, one)
    deed = _asked_for(service, one)
    if one.thing != "intake" or not told_by_move.answers_nobody(one.place):
        return deed
    return lambda tx: _unanswered(service, tx, one, deed)


def _asked_for(service: Service, one: Command) -> Deed:
    found = told_by_move.meaning(Thing(one.thing), one.place, case_folder=bool(reference_of(one.place)))
    if found.deed is _D.REFUSED:
        raise NotDone(found.refused)
    if found.deed is _D.UNDO:
        return lambda tx: undoing.undo(service, tx, one)
    if found.deed is _D.STAGE and found.stage is not None:
        return _stage(service, one, found.stage)
    if found.deed is _D.LOOK or found.deed is _D.HAND_OVER:
        return lambda tx: _left_there(service, tx, one, found)
    if found.deed is _D.NOTHING:
        return lambda tx: _nothing(tx, one)
    return message_deed(service, one, found.deed)


def _unanswered(service: Service, tx: Tx, one: Command, deed: Deed) -> Outcome:
    """What the move asks for is done; a person deals with the message, so an answer that has not left never does.

    Where it opened a case that goes on, a person is asked to acknowledge it.
    """
    outcome, why = deed(tx), REASONS[WhyNot.BY_HAND]
    held = refiling.by_id(tx, one.row)
    label = not_answered.silence(tx, held, why, WhyNot.BY_HAND) if held is not None else ""
    if held is None or not label:
        return outcome
    if held.case_id is not None and casework.view(tx, held.case_id).state not in ENDS:
        due_on = service.days.add(london_date(tx.now), 1)
        text = f"Acknowledge this by hand: no automatic answer went because {why}."
        question = Question("acknowledge_by_hand", text, Owner.ADMINISTRATOR, due_on)
        questions.ask(tx, one.subject, question, case_id=held.case_id)
    return replace(outcome, adds=(*outcome.adds, label))


def message_deed(service: Service, one: Command, deed: told_by_move.Deed) -> Deed:
    """The deed for a message that a person put where it says what the message is."""
    held, incoming = message(service, one, unread_will_do=deed in (_D.JOIN, _D.DONE_WITH, _D.OTHER_WORK))
    taken = message_deeds.Taken(service, one, held, incoming)
    chosen: Deed = {
        _D.JOIN: lambda tx: message_deeds.join(taken, tx, reference_of(one.place)),
        _D.OPEN: lambda tx: message_deeds.new_request(taken, tx),
        _D.PAPERS: lambda tx: message_deeds.papers(taken, tx),
        _D.TRANSFER: lambda tx: not_for_us.transfer(taken, tx),
        _D.REDIRECT: lambda tx: not_for_us.redirect(taken, tx),
        _D.DONE_WITH: lambda tx: not_for_us.done_with(taken, tx),
        _D.OTHER_WORK: lambda tx: other_work.belongs(taken, tx),
    }[deed]
    return chosen if deed is _D.REDIRECT else lambda tx: _instead(tx, held, chosen)


def _instead(tx: Tx, held: Held, chosen: Deed) -> Outcome:
    """What the person says it is now, without a letter that would tell its writer that it is not for us."""
    not_for_us.give_up_answers(tx, held)
    return chosen(tx)


def _nothing(tx: Tx, one: Command) -> Outcome:
    """A person put it where that means nothing: there it stays. Thanks put with what needs nobody have been read."""
    _stays(tx, one)
    asked = questions.still_open(tx, subject=one.subject) if one.place == Place.FILED else ()
    for question in list(asked):
        if question.code == "besides_thanks":
            questions.answer(tx, question, by="somebody of the team")
    return Outcome("")


def _stays(tx: Tx, one: Command) -> None:
    """The message lies where the person put it, and that is its place now."""
    if one.thing == "intake" and (held := refiling.by_id(tx, one.row)) is not None and held.filing != "intended":
        refiling.placed(tx, held.id, one.place, held.categories.splitlines())


def _stage(service: Service, one: Command, stage: Stage) -> Deed:
    moved = "the card was moved" if one.thing == "card" else "a message was moved to the board"

    def deed(tx: Tx) -> Outcome:
        case_id = case_of(tx, one)
        found = done(service, tx, case_id, Act(Verb.STAGE, value=stage.value, source=moved), subject=one.subject)
        if one.thing == "card":
            return Outcome(found.said)
        target = case_folder(reference(tx, case_id))
        held = refiling.by_id(tx, one.row)
        assert held is not None  # noqa: S101 - a command about a message has its row
        refiling.placed(tx, held.id, target, held.categories.splitlines())
        return Outcome(f"{found.said} {_NEXT_TIME}".strip(), goes_to=target, note=True)

    return deed


def _left_there(service: Service, tx: Tx, one: Command, found: Meaning) -> Outcome:
    """A person must look at it, or says by a folder what it is; where that takes back a move, its effect is undone."""
    last = commands.last_move(tx, one.subject)
    if found.deed is _D.LOOK and last is not None and last.came_from == one.place and last.place != one.place:
        outcome = undoing.take_back(service, tx, one, last)
        return replace(outcome, goes_to="")
    _stays(tx, one)
    if found.kind is not None:
        corrections.add(tx, one.row, found.kind, by="somebody of the team", source=f"the folder {one.place}")
        return Outcome("Kept here, and noted what it is.")
    due_on = service.days.add(london_date(tx.now), 1)
    text = "A person put this here to be looked at. What is to be done?"
    question = Question("put_by_hand", text, Owner.ADMINISTRATOR, due_on)
    questions.ask(tx, one.subject, question, case_id=one.case_id)
    return Outcome("A person looks at it.")


def _removed(service: Service, tx: Tx, one: Command) -> Outcome:
    """A removed message is not put back; where questions about it are open, a person is asked and finds a note."""
    if not any(asked.subject == one.subject for asked in questions.still_open(tx, subject=one.subject)):
        return Outcome("")
    due_on = service.days.add(london_date(tx.now), 1)
    question = Question("request_removed", _REMOVED, Owner.ADMINISTRATOR, due_on)
    questions.ask(tx, one.subject, question, case_id=one.case_id)
    where = reference(tx, one.case_id) if one.case_id is not None else f"message {one.row}"
    return Outcome(f"{where}: {_REMOVED}", goes_to=Place.UNSURE, note=True)
