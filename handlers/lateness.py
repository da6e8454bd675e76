"""What follows once a request is late: acceptance or refusal is prepared, for a person to decide; sends nothing.

Regulation 29(4) lets the review body extend the period; nobody is refused before they were asked for their reasons.
"""

from __future__ import annotations

from handlers.told import OURS, Told, day, has_left, on_its_way, over, post, refuse, to_them
from store.messages import CaseView, Ruling
from store.terms import Audience, State

_THEIR_REASONS = "[CASEWORKER: the reasons they gave, in short]"  # a gap, with which no letter leaves


def late(told: Told) -> Ruling:
    """The refusal of a late request is prepared; a person writes why it is not just to extend the time."""
    return _on_lateness(told, "late_refused")


def accept_late(told: Told) -> Ruling:
    """The acceptance of a late request is prepared; a person writes why it is just to extend the time."""
    return _on_lateness(told, "late_accepted")


def _on_lateness(told: Told, letter: str) -> Ruling:
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if case.review_body != OURS or not case.body_by:
        return refuse("Whose review it is comes before the time. Say first that it is ours, or prepare the transfer.")
    if case.provided_on is None or case.last_day is None:
        return refuse("Nobody has said when the outcome was provided. Say it first: time REF 1 October 2026.")
    if case.received_on <= case.last_day:
        return refuse(f"It came on {day(case.received_on)}, and the last day was {day(case.last_day)}: it is not late.")
    if on_its_way(case, "late_refused", "late_accepted"):
        return refuse("A letter about the late request is prepared already: see For sign-off.")
    package = f"late-{1 + sum(one.letter in ('late_refused', 'late_accepted') for one in case.letters)}"
    facts = {"provided_on": day(case.provided_on), "last_day": day(case.last_day), "days_late": days_late(case)}
    refused = letter == "late_refused"
    if refused and (why := _not_yet_heard(told)):
        return refuse(why)
    gave = "" if "nothing_came" in case.asked else _THEIR_REASONS
    about_them = {"left_out": "", "reasons_given": gave, "decided_by": "our reviews team"} if refused else {}
    note = {"accepted": "" if refused else "yes", "provided_on": facts["provided_on"], "last_day": facts["last_day"]}
    return Ruling(
        why=f"{told.by} asked for a letter that {'refuses' if refused else 'accepts'} the late request.",
        moves_to=State.DECISION_PENDING,
        posts=(
            to_them(case, letter, {**facts, **about_them}, package=package),
            post(case, "late_decision_note", Audience.FORCE, note, package=package),
        ),
        settles=("time", "nothing_came", "further_representations"),
        next_action=told.then(State.DECISION_PENDING),
    )


def _not_yet_heard(told: Told) -> str:
    """Why nobody may refuse their late request yet: the refusal says that they were asked, and what they answered."""
    case = told.case
    if not has_left(case, "ask_for_reasons"):
        return "They have not been asked for their reasons yet. Do that first: ask for reasons REF."
    if case.state is State.AWAITING_COMPLAINANT and case.reply_by and told.today <= case.reply_by:
        return f"They have until {day(case.reply_by)} to give their reasons. Decide after that, or once they write."
    return ""


def days_late(case: CaseView) -> str:
    """How many days after the last day it came, in words; "" where it did not."""
    late_by = (case.received_on - case.last_day).days if case.last_day else 0
    return f"{late_by} day{'s' * (late_by > 1)}" if late_by > 0 else ""
