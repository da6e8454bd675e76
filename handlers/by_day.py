"""What the calendar brings for a case: reminders, progress letters, time that ran out; once for each occasion.

It asks and reminds, and decides nothing: time that ran out is a person's question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers import notices
from handlers.arrival import Targets
from handlers.asking import ASKS, missing
from handlers.course import next_action
from handlers.told import day, has_left, to_them
from handlers.working_days import WorkingDays
from store.messages import CaseView, NextAction, Question, Ruling
from store.terms import LetterState, Owner, State

# Each of these follows a colon in the letter and takes no full stop.
_STAGE_WORDS = {
    State.ACCEPTED: "we are asking the police for their papers",
    State.PAPERS_REQUESTED: "we are waiting for papers from the police",
    State.PAPERS_OVERDUE: "the papers from the police are late, and we are asking for them again",
    State.READY: "the papers are here, and your review waits for a person to take it on",
    State.UNDER_REVIEW: "a person in our team is looking at how the police dealt with your complaint",
    State.FURTHER_ENQUIRY: "we have asked for more information before we decide",
    State.DRAFTING: "we are writing our decision",
    State.REOPENED: "we are looking at your review again",
    State.SIGN_OFF: "our decision is being checked",
    State.WITH_DECISION_MAKER: "our decision is being checked",
    State.ON_HOLD: "your review is on hold for now",
}
_READ_ALL = "when the papers are here, a person reads everything and decides"
_CHECKED = "when it has been checked, we write to you"
_NEXT_WORDS = {
    State.ACCEPTED: _READ_ALL,
    State.PAPERS_REQUESTED: _READ_ALL,
    State.PAPERS_OVERDUE: _READ_ALL,
    State.SIGN_OFF: _CHECKED,
    State.WITH_DECISION_MAKER: _CHECKED,
    State.ON_HOLD: "we look again whether it can go on",
}
_REMINDED_OF = ("ask_for_particulars", "ask_for_consent")
"""What they are reminded of; reasons for a late request are not among it."""
# Only what is certainly true; where nobody knows the reason, none is given.
_SORRY = {
    State.PAPERS_OVERDUE: "the police have not sent all of their papers",
    State.ON_HOLD: "something else has to end first",
}
_WE_DECIDE = "when we have decided, we write to you"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing due on a case: what, for which occasion (it happens once for each), and what it leads to."""

    what: str
    occasion: str
    ruling: Ruling


def due(case: CaseView, today: date, days: WorkingDays, targets: Targets) -> Iterator[Due]:
    """Everything the calendar brings for this case today, whether or not it was done before."""
    yield from _asked_of_them(case, today, days, targets)
    yield from _papers(case, today, days, targets)
    yield from _hold(case, today, days)
    yield from _progress(case, today, days, targets)


def _asked_of_them(case: CaseView, today: date, days: WorkingDays, targets: Targets) -> Iterator[Due]:
    if case.state is not State.AWAITING_COMPLAINANT or case.reply_by is None:
        return
    if today > case.reply_by:
        if notices.is_open(case):
            return  # a notice may move, restart or end the review: nothing lapses before that is answered
        if has_left(case, *ASKS):
            yield Due("lapsed", case.reply_by.isoformat(), _lapsed(case, today, days, targets))
        else:
            yield Due("never_asked", case.reply_by.isoformat(), _never_asked(case, today, days, targets))
        return
    asked = next((one for one in reversed(case.letters) if one.letter in _REMINDED_OF), None)
    if asked is None or asked.state is not LetterState.CONFIRMED:
        return
    if today >= days.add(case.state_since, targets.remind_within):
        yield Due("reminder", case.state_since.isoformat(), _reminder(case, asked.letter))


def _lapsed(case: CaseView, today: date, days: WorkingDays, targets: Targets) -> Ruling:
    """Nothing came: the case is back where it was, to be decided on what is held."""
    back = case.asked_from or State.TRIAGE
    by = days.add(today, targets.decide_within)
    return Ruling(
        why=f"Nothing came by {day(case.reply_by)}.",
        moves_to=back,
        sets={"asked_from": "", "reply_by": None},
        asks=(Question("nothing_came", "Nothing came. Decide on what is held.", Owner.ADMINISTRATOR, by),),
        next_action=NextAction("Nothing came: decide on what is held", Owner.ADMINISTRATOR, by),
    )


def _never_asked(case: CaseView, today: date, days: WorkingDays, targets: Targets) -> Ruling:
    """The letter that asks them never left, so their time has not run out: it begins anew."""
    back = case.asked_from or State.TRIAGE
    by = days.add(today, targets.decide_within)
    return Ruling(
        why="They were never asked: the letter did not leave before the day it gives.",
        moves_to=back,
        sets={"asked_from": "", "reply_by": None},
        cancels=ASKS,
        next_action=NextAction("Ask them again: the letter never left", Owner.ADMINISTRATOR, by),
    )


def _reminder(case: CaseView, letter: str) -> Ruling:
    facts: dict[str, str | tuple[str, ...]] = {"reminder": "yes", "reply_by": day(case.reply_by)}
    if letter == "ask_for_particulars":
        facts["items"] = missing(case) or ("what we asked you for",)
    return Ruling(why="They are reminded, once, of what we asked for.", posts=(to_them(case, letter, facts),))


def _papers(case: CaseView, today: date, days: WorkingDays, targets: Targets) -> Iterator[Due]:
    if case.state is State.PAPERS_REQUESTED and case.papers_due_on and today > case.papers_due_on:
        action = next_action(State.PAPERS_OVERDUE, today, days, targets)
        ruling = Ruling(why="The papers are overdue.", moves_to=State.PAPERS_OVERDUE, next_action=action)
        yield Due("papers_overdue", case.papers_due_on.isoformat(), ruling)


def _hold(case: CaseView, today: date, days: WorkingDays) -> Iterator[Due]:
    if case.state is State.ON_HOLD and case.held_until and today >= case.held_until:
        text = "The hold has run out. Is it still right, and until when?"
        question = Question("hold_review", text, Owner.MANAGER, days.next_on_or_after(today))
        yield Due("hold_review", case.held_until.isoformat(), Ruling(why="The hold has run out.", asks=(question,)))


def _progress(case: CaseView, today: date, days: WorkingDays, targets: Targets) -> Iterator[Due]:
    """Every so many days without any letter of ours they hear where it stands; ours to promise, no duty of law."""
    if case.state not in _STAGE_WORDS or case.accepted_on is None:
        return
    since = max(one for one in (case.contact_on, case.accepted_on) if one)
    if today < since + timedelta(days=targets.update_every):
        return
    sorry = _SORRY.get(case.state, "") if today > case.next_action.on else ""
    facts = {
        "stage_words": _STAGE_WORDS[case.state],
        "next_words": _NEXT_WORDS.get(case.state, _WE_DECIDE),
        "next_on": day(days.next_on_or_after(today + timedelta(days=targets.update_every))),
        "sorry": sorry,
    }
    ruling = Ruling(
        why="They hear how far their review has come.",
        posts=(to_them(case, "progress", facts),),
        sets={"contact_on": today},
    )
    yield Due("progress", since.isoformat(), ruling)
