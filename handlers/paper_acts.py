"""What people say of the papers: ask, ask again, this came, more time, all is here; sends nothing itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from handlers.requests import FOR_THE_REVIEW, WITH_POLICE, escalated, for_review, for_review_body, standing
from handlers.told import Told, day, over, refuse
from store.messages import PaperChange, Question, Ruling
from store.terms import Asked, Owner, PaperState, RequestState, Role, Rung, State

_SAID: Mapping[str, PaperState] = MappingProxyType(
    {
        "received": PaperState.RECEIVED,
        "here": PaperState.RECEIVED,
        "not held": PaperState.NOT_HELD,
        "withheld": PaperState.WITHHELD,
        "not needed": PaperState.NOT_APPLICABLE,
        "missing": PaperState.OUTSTANDING,
    }
)
_ITEM_SAID = re.compile(
    rf"^(?:items?|nos?\.?|numbers?)?\s*(?P<numbers>\d[\d\s,–-]*(?:and\s+\d[\d\s,–-]*)*)\s+(?P<state>{'|'.join(_SAID)})$",
    re.IGNORECASE,
)
_ABOUT_WHAT_CAME = (
    "papers",
    "papers_link",
    "papers_not_held",
    "papers_not_all",
    "papers_all_here",
    "papers_not_chased",
    "papers_by_post",
)
"""What is asked about papers until they are complete."""
_WHICH_UNIT = frozenset({"which_unit", "not_ours"})
"""What is asked about the unit that has them."""
SEND_OUTCOME = "send_outcome_to_unit"
"""What is asked where another unit than the one that got the outcome has to answer the recommendation."""
_HOW_TO_SAY = f"Say it like this: papers REF item 3 received. It can also be {', '.join(list(_SAID)[2:])}."


def ask_police(told: Told) -> Ruling:
    """The force is asked for papers: all of them on an accepted case, the core three while the body is in question."""
    case = told.case
    if ended := over(case):
        return refuse(ended)
    accepted = case.accepted_on is not None
    if standing(case, Asked.PAPERS if accepted else Asked.BODY):
        return refuse(f"The police were asked already. `chase` asks them again for what is missing ({case.reference}).")
    due = told.within(told.targets.papers_within)
    order, letter = for_review(case, due) if accepted else for_review_body(case, due)
    return Ruling(
        why=f"{told.by} had the police asked for papers.",
        moves_to=State.PAPERS_REQUESTED if accepted else None,
        sets={"papers_due_on": due},
        posts=(letter,),
        asks_police=(order,),
        settles=tuple(code for code in case.asked if code.startswith("papers_not_asked")),
        next_action=told.then(State.PAPERS_REQUESTED, on=due) if accepted else None,
    )


def chase_police(told: Told) -> Ruling:
    """The force is asked once more for what is missing, now; the day it was given stays."""
    case = told.case
    requests = standing(case, *Asked)
    if not requests:
        return refuse(f"{case.reference} does not wait for papers.")
    one = requests[-1]
    if one.state is not RequestState.OPEN:
        return refuse("The first request has not left yet.")
    if told.today in (one.asked_on, one.last_mail_on):
        return refuse("The police were written to today about this. One mail a day is enough.")
    if not one.missing:
        return refuse("Nothing is missing any more. Say so: papers complete REF.")
    rung = Rung.REMINDER if told.today <= one.due_on else Rung.CHASER
    look = told.within(told.targets.remind_within)
    waits = case.state in WITH_POLICE
    return Ruling(
        why=f"{told.by} had the police chased.",
        settles=("papers_not_chased",),
        papers=(PaperChange(frozenset({one.asked}), mailed=rung),),
        next_action=told.then(State.PAPERS_REQUESTED, on=max(one.due_on, look)) if waits else None,
    )


def papers_complete(told: Told) -> Ruling:
    """The papers are all there: the case is ready, or goes on where it is."""
    case = told.case
    waits = case.state in WITH_POLICE
    if not waits and not standing(case, *FOR_THE_REVIEW):
        return refuse(f"{case.reference} does not wait for papers.")
    state = (State.UNDER_REVIEW if case.owner else State.READY) if waits else None
    return Ruling(
        why=f"{told.by} said that the papers are complete.",
        moves_to=state,
        sets={"papers_complete_on": told.today} if case.accepted_on else {},
        settles=(*_ABOUT_WHAT_CAME, *escalated(case, *FOR_THE_REVIEW)),
        papers=(PaperChange(FOR_THE_REVIEW, complete=True),),
        next_action=told.then(state) if state else None,
    )


def paper_item(told: Told) -> Ruling:
    """So many items have come this far; once nothing is missing any more the papers are complete."""
    case = told.case
    found = _ITEM_SAID.match(" ".join(told.act.value.split()))
    if found is None:
        return refuse(_HOW_TO_SAY)
    requests = standing(case, *FOR_THE_REVIEW)
    if not requests:
        return refuse(f"{case.reference} does not wait for papers.")
    one, numbers = requests[-1], _numbers(found["numbers"])
    known = {item.number for item in one.items}
    if unknown := sorted(numbers - known):
        return refuse(f"There is no item {unknown[0]}. The last one is {max(known, default=0)}.")
    state = _SAID[found["state"].lower()]
    change = PaperChange(frozenset({one.asked}), tuple((nth, state) for nth in sorted(numbers)), told.act.because)
    said = f"{told.by} said of item {', '.join(map(str, sorted(numbers)))}: {found['state'].lower()}."
    if {item.number for item in one.missing} - numbers or state is PaperState.OUTSTANDING:
        return Ruling(why=said, papers=(change,))
    everything = papers_complete(told)
    why = f"{said} Nothing is missing any more."
    return Ruling(
        why=why,
        moves_to=everything.moves_to,
        sets=everything.sets,
        settles=everything.settles,
        papers=(change, *everything.papers),
        next_action=everything.next_action,
    )


def _numbers(said: str) -> set[int]:
    found: set[int] = set()
    for part in re.findall(r"\d+\s*[-–]\s*\d+|\d+", said):
        first, *last = (int(number) for number in re.findall(r"\d+", part))
        found |= set(range(first, min(last[0] if last else first, first + 99) + 1))
    return found


def unit(told: Told) -> Ruling:
    """Another unit of the force has the papers, as a person says: it is asked, and the one before it no more."""
    case, name = told.case, " ".join(told.act.value.split()).casefold()
    if ended := over(case):
        return refuse(ended)
    called = next((one for one in told.policy.units if name in (one[0].casefold(), one[1].casefold())), None)
    if called is None:
        known = ", ".join(one[1] for one in told.policy.units)
        return refuse(f"The contact book has no such unit. There are: {known}.")
    answers = _WHICH_UNIT & case.asked
    if called[0] == case.unit and not answers:
        return refuse(f"{called[1]} has been asked already.")
    why, sets = f"{told.by} said that {called[1]} has the papers.", {"unit": called[0]}
    asked, answer = standing(case, *FOR_THE_REVIEW), standing(case, Asked.RECOMMENDATION)
    if answer and not asked and any(one.unit != called[0] for one in answer):
        return _answers_instead(told, *called)
    if called[0] == case.unit or not asked:
        return Ruling(why=why, sets=sets, settles=tuple(answers))
    due = told.within(told.targets.papers_within)
    order, letter = (for_review if asked[-1].asked is Asked.PAPERS else for_review_body)(case, due)
    waits = case.state in WITH_POLICE
    return Ruling(
        why=why,
        moves_to=State.PAPERS_REQUESTED if waits else None,
        sets={**sets, "papers_due_on": due},
        posts=(letter,),
        asks_police=(order,),
        papers=(PaperChange(FOR_THE_REVIEW, ends=True),),
        settles=(*answers, *escalated(case, *FOR_THE_REVIEW)),
        next_action=told.then(State.PAPERS_REQUESTED, on=due) if waits else None,
    )


def _answers_instead(told: Told, key: str, name: str) -> Ruling:
    """Another unit owes the answer to the recommendation: it is asked again, and has to be sent the outcome by hand."""
    text = (
        f"{name} is asked from now on for the answer to our recommendation, and has not had the outcome from us. Send "
        f"it to them by hand. Then say: settled {told.case.reference}."
    )
    return Ruling(
        why=f"{told.by} said that {name} has to answer the recommendation.",
        sets={"unit": key},
        asks=(Question(SEND_OUTCOME, text, Owner.ADMINISTRATOR, told.within(1)),),
        papers=(PaperChange(frozenset({Asked.RECOMMENDATION}), to_unit=key),),
        settles=tuple(_WHICH_UNIT & told.case.asked),
    )


def more_time(told: Told) -> Ruling:
    """The force has until another day: granted once by anybody, then by a caseworker, from the third by the manager."""
    case, until = told.case, told.act.on
    open_ones = [one for one in standing(case, *Asked) if one.state is RequestState.OPEN]
    if not open_ones:
        return refuse(f"{case.reference} does not wait for anything from the police.")
    one = open_ones[-1]
    if until is None:
        return refuse("Say until when: more time REF 4 December.")
    until = told.days.next_on_or_after(until)
    if until <= max(told.today, one.due_on):
        return refuse(f"They have until {day(one.due_on)} already. Give a later day that is still to come.")
    leads = {Role.MANAGER, Role.HEAD}
    if one.extensions >= 2 and not told.act.roles & leads:
        return refuse("They had more time twice. Only the manager can give more.")
    if one.extensions == 1 and not told.act.roles & {*leads, Role.CASEWORKER}:
        return refuse("They had more time once. Only the caseworker or the manager can give more.")
    for_review = one.asked in FOR_THE_REVIEW
    overdue = case.state is State.PAPERS_OVERDUE
    because = f": {told.act.because}" if told.act.because else ""
    return Ruling(
        why=f"{told.by} gave the police until {day(until)}{because}.",
        moves_to=State.PAPERS_REQUESTED if overdue else None,
        sets={"papers_due_on" if for_review else "response_due_on": until},
        settles=("papers_extension", *escalated(case, one.asked)),
        papers=(PaperChange(frozenset({one.asked}), due_on=until, granted=True),),
        next_action=told.then(State.PAPERS_REQUESTED if for_review else case.state, on=until)
        if case.state in (*WITH_POLICE, State.RECOMMENDATION_PENDING)
        else None,
        decides=(("more_time", until.isoformat()),),
    )
