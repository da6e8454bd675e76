"""What it means for a case that a letter of it has left or come back; decides nothing itself."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.arrival import Targets
from handlers.course import next_action
from handlers.requests import FOR_THE_REVIEW, answer_to_recommendation, no_longer
from handlers.reviewing import OUTCOMES
from handlers.told import answered_by_its_end, given_up_at_its_end
from handlers.working_days import WorkingDays
from store.messages import CaseView, LetterView, NextAction, PaperOrder, Question, Ruling
from store.terms import ENDS, Asked, Audience, Flag, LetterState, Owner, State

REQUESTS = ("papers_request", "body_papers_request")
GONE = (LetterState.SENT, LetterState.CONFIRMED, LetterState.BOUNCED)
NEVER = (LetterState.CANCELLED,)
ENDS_BY = {
    "transfer_notice": State.TRANSFERRED,
    "late_refused": State.OUT_OF_TIME,
    "no_right": State.INVALID,
    "withdrawal_confirmed": State.WITHDRAWN,
}


def left(case: CaseView, letter: LetterView, today: date, days: WorkingDays, targets: Targets) -> Ruling:
    """Where the case stands once this letter has left: an end only where everybody of its package has been written to.

    `case` shows the letter as gone already.
    """
    contact: dict[str, object] = {"contact_on": today} if letter.audience is Audience.COMPLAINANT else {}
    if case.state in ENDS or not _all_gone(case, letter):
        return Ruling(sets=contact)
    if letter.letter in ENDS_BY or any(one.letter in ENDS_BY for one in _of(case, letter.package)):
        return _ended(case, letter, today, days, targets, contact)
    if any(one.letter in OUTCOMES for one in _of(case, letter.package)):
        if case.told_on and case.state in (State.OUTCOME_SENT, State.RECOMMENDATION_PENDING):
            return Ruling(sets=contact)
        return _told(case, letter, today, days, targets, contact)
    late = any(one.letter == "late_accepted" for one in (*_of(case, letter.package), letter))
    if late and case.state is State.DECISION_PENDING:
        return Ruling(
            why="They have been told that their late request is accepted.",
            moves_to=State.RIGHT_CHECK,
            sets={**contact, "time_by": letter.approved_by or case.time_by},
            next_action=next_action(State.RIGHT_CHECK, today, days, targets),
        )
    return Ruling(sets=contact)


def _of(case: CaseView, package: str) -> tuple[LetterView, ...]:
    return tuple(one for one in case.letters if package and one.package == package)


def _all_gone(case: CaseView, letter: LetterView) -> bool:
    """Whether nobody of its package is still to be written to; a letter that left by hand counts as gone."""
    together = _of(case, letter.package) or (letter,)
    return all(one.state in (*GONE, *NEVER) for one in together)


def _ended(
    case: CaseView, letter: LetterView, today: date, days: WorkingDays, targets: Targets, contact: dict[str, object]
) -> Ruling:
    end = next(ENDS_BY[one.letter] for one in (*_of(case, letter.package), letter) if one.letter in ENDS_BY)
    return Ruling(
        why="Everybody has been told, so the case has ended.",
        moves_to=end,
        sets={**contact, "closed_on": today},
        settles=answered_by_its_end(case),
        cancels=given_up_at_its_end(case),
        next_action=next_action(end, today, days, targets),
    )


def _told(
    case: CaseView, letter: LetterView, today: date, days: WorkingDays, targets: Targets, contact: dict[str, object]
) -> Ruling:
    """The outcome is out. A recommendation's answer is due on the day that the letters give for it."""
    upheld = any(one.letter == "outcome_upheld" for one in _of(case, letter.package))
    state = State.RECOMMENDATION_PENDING if upheld else State.OUTCOME_SENT
    due = (case.response_due_on or today + timedelta(days=targets.respond_within)) if upheld else None
    asks = (
        (Question("recommendation_response", "Have the police answered the recommendation?", Owner.CASE_OWNER, due),)
        if due
        else ()
    )
    order = (PaperOrder(Asked.RECOMMENDATION, answer_to_recommendation(), due, "outcome_to_force"),) if due else ()
    return Ruling(
        why="The complainant, the police and everybody due have been told the outcome.",
        moves_to=state,
        sets={**contact, "told_on": today, "decided_on": case.decided_on or today, "response_due_on": due},
        asks=asks,
        next_action=next_action(state, today, days, targets, on=due),
        asks_police=order,
    )


def came_back(case: CaseView, letter: LetterView, today: date, days: WorkingDays) -> Ruling:
    """Somebody has not been told: a person finds another way, and a case that ended by this letter is open again."""
    reopened = case.state in ENDS and (letter.letter in ENDS_BY or letter.letter in OUTCOMES)
    due = days.add(today, 1)
    if letter.letter in REQUESTS:
        action = NextAction("Our request came back: ask the police at another address", Owner.ADMINISTRATOR, due)
        why = "The police did not get our request, so it counts for nothing."
        return Ruling(why=why, next_action=action, papers=no_longer(*FOR_THE_REVIEW))
    action = NextAction("Our letter did not arrive: find another way to tell them", Owner.ADMINISTRATOR, due)
    return (
        Ruling(
            why="A letter with a decision came back, so somebody has not been told.",
            moves_to=State.REOPENED if reopened else None,
            sets={"closed_on": None} if reopened else {},
            next_action=action,
        )
        if letter.letter in ENDS_BY or letter.letter in OUTCOMES
        else Ruling()
    )


def risky(case: CaseView) -> bool:
    """Whether no letter may go to the complainant by itself until a person clears it."""
    stops = {Flag.RISK_TO_LIFE, Flag.THREAT, Flag.SAFEGUARDING, Flag.DOMESTIC_ABUSE, Flag.ABUSIVE, Flag.MINOR}
    return case.restricted or bool(case.flags & {flag.value for flag in stops})
