"""Withdrawal, hold, closing and reopening, as people say so; ends nothing that a letter has not told people of."""

from __future__ import annotations

from datetime import timedelta

from handlers.classifying import asked
from handlers.requests import going_on, then_wait
from handlers.told import (
    Told,
    answered_by_its_end,
    day,
    given_up_at_its_end,
    on_its_way,
    over,
    post,
    refuse,
    to_them,
)
from store.messages import Ruling
from store.terms import ENDS, Audience, LetterState, State

_TOLD = (State.OUTCOME_SENT, State.RECOMMENDATION_ANSWERED)


def withdrawal(told: Told) -> Ruling:
    """The letters that confirm what exactly was withdrawn are prepared, for the complainant and the force."""
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if on_its_way(case, "withdrawal_confirmed"):
        return refuse("The letter that confirms the withdrawal is prepared already: see For sign-off.")
    what = "complaint" if "complaint" in told.act.value.lower() else "review"
    on = told.act.on or told.today
    package = f"withdrawal-{1 + sum(one.letter == 'withdrawal_confirmed' for one in case.letters)}"
    facts = {"what": what, "withdrawn_on": day(on)}
    return Ruling(
        why=f"{told.by} said that the {what} is withdrawn.",
        moves_to=State.DECISION_PENDING,
        sets={"held_from": case.state, "withdrawn": what},
        posts=(
            to_them(case, "withdrawal_confirmed", {**facts, "last_day": day(case.last_day)}, package=package),
            post(case, "withdrawal_note", Audience.FORCE, facts, package=package),
        ),
        settles=("withdrawal",),
        next_action=told.then(State.DECISION_PENDING),
        decides=(("withdrawn", what),),
    )


def hold(told: Told) -> Ruling:
    """The case rests until a day of at most four weeks, when the manager looks again; nothing leaves by itself."""
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if case.state is State.ON_HOLD:
        return refuse(f"{case.reference} is on hold already, until {day(case.held_until)}.")
    if case.state in (*_TOLD, State.RECOMMENDATION_PENDING):
        return refuse("The outcome has been sent; there is nothing left to hold.")
    last = told.today + timedelta(days=told.targets.hold_within)
    until = min(told.act.on or last, last)
    if until <= told.today:
        return refuse("A hold needs a day that is still to come: hold REF until 4 December because …")
    return Ruling(
        why=f"{told.by} put the case on hold{': ' + told.act.because if told.act.because else ''}.",
        moves_to=State.ON_HOLD,
        sets={"held_from": case.state, "held_until": until},
        settles=("sub_judice",),
        next_action=told.then(State.ON_HOLD, on=told.days.next_on_or_after(until)),
    )


def release(told: Told) -> Ruling:
    """The case goes on where it was when it was put on hold."""
    case = told.case
    if case.state is not State.ON_HOLD:
        return refuse(f"{case.reference} is not on hold.")
    back = case.held_from or State.TRIAGE
    papers, due = going_on(case, told.today, told.days)
    return Ruling(
        why=f"{told.by} let the case go on.",
        moves_to=back,
        sets={"held_from": "", "held_until": None, **due},
        settles=("hold_review",),
        next_action=then_wait(told, back, papers),
        papers=papers,
    )


def close(told: Told) -> Ruling:
    """The case is closed, once everybody has been told and no recommendation waits for its answer."""
    case = told.case
    if case.state in ENDS:
        return refuse(f"{case.reference} has ended already.")
    if case.state is State.RECOMMENDATION_PENDING:
        return refuse(f"The police have until {day(case.response_due_on)} to answer the recommendation.")
    if case.state not in _TOLD:
        return refuse("A case ends by the letter that tells people so. Prepare that letter first.")
    if any(one.state is LetterState.BOUNCED and one.letter.startswith("outcome_") for one in case.letters):
        return refuse("A letter with the outcome came back: somebody has not been told. Tell them first.")
    if "letter_bounced" in case.asked:
        return refuse("A letter came back: somebody has not been told. Answer that question first.")
    if on_its_way(case, "recommendation_answered"):
        return refuse("They have not heard what the police answered. Finish that letter in For checking, and send it.")
    return Ruling(
        why=f"{told.by} closed the case.",
        moves_to=State.CLOSED,
        sets={"closed_on": told.today},
        asks=asked(told),
        settles=answered_by_its_end(case),
        cancels=given_up_at_its_end(case),
        next_action=told.then(State.CLOSED),
    )


def reopen(told: Told) -> Ruling:
    """A case that had ended is open again, for the reason given; the manager says what is to be done anew."""
    if told.case.state not in (*ENDS, *_TOLD, State.RECOMMENDATION_PENDING):
        return refuse(f"{told.case.reference} is open.")
    return Ruling(
        why=f"{told.by} reopened the case{': ' + told.act.because if told.act.because else ''}.",
        moves_to=State.REOPENED,
        sets={"closed_on": None},
        next_action=told.then(State.REOPENED),
        decides=(("reopened", "yes"),),
        reasons=told.act.because,
    )


def note(told: Told) -> Ruling:
    """The words are in the case's history."""
    if not told.act.value.strip():
        return refuse("There is nothing to note: note REF your words.")
    return Ruling(why=f"Note by {told.by}: {told.act.value.strip()}")


def acknowledge(told: Told) -> Ruling:
    """The neutral acknowledgement is sent on a person's word, where none has gone."""
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if any(one.letter == "acknowledgement" and one.state is not LetterState.CANCELLED for one in case.letters):
        return refuse("They have had their acknowledgement; a second one would only confuse.")
    look_by = told.within(told.targets.first_look_within)
    facts = {"received_on": day(case.received_on), "reply_by": day(look_by), "for_another": ""}
    return Ruling(
        why=f"{told.by} had the request acknowledged.",
        posts=(to_them(case, "acknowledgement", facts),),
        settles=("acknowledge_by_hand",),
    )
