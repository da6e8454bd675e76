"""What is asked of complainants and representatives before a case goes on: once, with one reminder; decides nothing."""

from __future__ import annotations

from datetime import date

from handlers.arrival import Targets
from handlers.course import next_action
from handlers.lateness import days_late
from handlers.told import OURS, Facts, Told, day, on_its_way, over, refuse, to_them, waiting
from handlers.working_days import WorkingDays
from store.messages import CaseView, Ruling
from store.terms import State, TimeResult

NAME, REFERENCE = "your name", "the police reference number"
LETTER, REASONS = "a copy of the police outcome letter", "why you are unhappy with the outcome"
ASKS = ("ask_for_particulars", "ask_for_consent", "ask_for_reasons")
"""The letters that ask them for something."""


def missing(case: CaseView) -> tuple[str, ...]:
    """Which of the four things an application should bring are not held, as far as the facts tell."""
    lacks = {
        NAME: not case.complainant or "@" in case.complainant,
        REFERENCE: not case.force_reference,
        LETTER: case.provided_on is None,
        REASONS: "reasons_missing" in case.flags,
    }
    return tuple(words for words, lacking in lacks.items() if lacking)


def ask_more(told: Told) -> Ruling:
    """The letter that asks for what is missing is prepared; the request keeps the date we got it."""
    items = missing(told.case)
    if not items and not told.act.value:
        return refuse("Nothing seems to be missing. Say what you need: ask for more REF … or write to them yourself.")
    return _ask(told, "ask_for_particulars", {"items": items or (told.act.value,), "reminder": ""})


def ask_consent(told: Told) -> Ruling:
    """The letter that asks a representative for the complainant's written consent is prepared."""
    representative = told.case.party("representative")
    if representative is None:
        return refuse("Nobody acts for the complainant here, as far as is known.")
    if representative.consent_on:
        return refuse(f"Their consent is held since {day(representative.consent_on)}.")
    return _ask(told, "ask_for_consent", {"reminder": ""})


def ask_reasons(told: Told) -> Ruling:
    """The letter that invites reasons for a late request is prepared: once, before anything is decided about it."""
    case = told.case
    if case.review_body != OURS or not case.body_by:
        return refuse("Whose review it is comes before the time. Say first that it is ours, or prepare the transfer.")
    if case.time_result != TimeResult.LATE and not days_late(case):
        return refuse("It does not read as late. Say first on which day the outcome was provided.")
    if waiting(case, "ask_for_reasons"):
        return refuse("They were asked for their reasons already. Decide on what is held.")
    facts = {"provided_on": day(case.provided_on), "last_day": day(case.last_day), "days_late": days_late(case)}
    return _ask(told, "ask_for_reasons", facts)


def _ask(told: Told, letter: str, facts: Facts) -> Ruling:
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if on_its_way(case, *ASKS):
        return refuse("A letter that asks them for something is prepared already: see For checking.")
    reply_by = told.act.on or told.within(told.targets.reply_within)
    return Ruling(
        why=f"{told.by} asked for something from the complainant.",
        moves_to=State.AWAITING_COMPLAINANT,
        sets={"asked_from": case.asked_from or case.state, "reply_by": reply_by},
        posts=(to_them(case, letter, {**facts, "reply_by": day(reply_by)}),),
        next_action=told.then(State.AWAITING_COMPLAINANT, on=reply_by),
    )


def something_came(case: CaseView, today: date, days: WorkingDays, targets: Targets) -> Ruling:
    """Whoever was asked has written: the case is back where it was, and a person reads what came."""
    if case.state is not State.AWAITING_COMPLAINANT:
        after_all = "nothing_came" in case.asked
        return Ruling(why="They wrote after all.", settles=("nothing_came",)) if after_all else Ruling()
    back = case.asked_from or State.TRIAGE
    return Ruling(
        why="Something came from the person we asked.",
        moves_to=back,
        sets={"asked_from": "", "reply_by": None},
        next_action=next_action(back, today, days, targets, on=days.add(today, targets.first_look_within)),
    )


def consent(told: Told) -> Ruling:
    """The representative's written consent is held from a day on, and letters go to them from now on."""
    if told.case.party("representative") is None:
        return refuse("Nobody acts for the complainant here. Add the representative first.")
    return Ruling(
        why=f"{told.by} saw the written consent.",
        sets={"consent_on": told.act.on or told.today},
        settles=("representative",),
        decides=(("consent", "yes"),),
    )
