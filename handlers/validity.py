"""Whose review it is, whether it is in time and whether there is a right to it, as people settle it; sends nothing.

The relevant review body comes first (Schedule 3 paragraphs 30 to 32), the time second (regulation 29), the right last.
Whatever goes against a person is only prepared here: it leaves once its signer has approved it.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.counting import TimeFacts, time_limit
from handlers.law import LIMBS
from handlers.requests import for_review, no_longer
from handlers.told import BEFORE_ACCEPTANCE, IOPCS, OURS, Told, day, on_its_way, over, post, refuse, to_them
from store.messages import CaseView, NextAction, Post, Question, Ruling
from store.terms import Asked, Audience, Limb, Owner, State, TimeFinding, TimeResult, Unsettled

TOLD_AUTHORITY, TOLD_OFFICER, TOLD_INTERESTED = "told_authority", "told_officer", "told_interested"
GROUNDS = {
    "no outcome": "no_outcome",
    "outside schedule 3": "outside_schedule_3",
    "independent or directed": "independent_or_directed",
    "not eligible": "not_eligible",
    "before 2020": "before_2020",
    "another force": "another_force",
}
_INVITE_REASONS = "It came late: ask them for their reasons"
_NOT_STARTED = (TimeResult.PREMATURE.value, TimeResult.CLOCK_NOT_STARTED.value)
_LIMB_WORDS = {
    Limb.AA: "a local policing body deals with the complaint itself",
    Limb.A: "it is about a senior officer",
    Limb.B_I: "what is alleged could lead to criminal or disciplinary proceedings",
    Limb.B_II: "what is alleged could concern the right to life or the ban on inhuman treatment",
    Limb.C: "it was or must be referred to the IOPC",
    Limb.D: "the IOPC treats it as referred",
    Limb.E: "it comes from the same incident as another complaint that is the IOPC's",
    Limb.F: "part of it is the IOPC's",
}


def settle_body(told: Told) -> Ruling:
    """The relevant review body is us, on a person's word; a transfer is prepared by `transfer` and not here."""
    if ended := over(told.case):
        return refuse(ended)
    if told.case.state not in BEFORE_ACCEPTANCE:
        return refuse(f"{told.case.reference} is accepted already. Move its card back to the validity check first.")
    then = State.RIGHT_CHECK if told.case.time_by else State.TIME_CHECK
    return Ruling(
        why=f"{told.by} said that this review is ours.",
        sets={"review_body": OURS, "body_by": told.by},
        settles=("review_body",),
        moves_to=then,
        cancels=("transfer",),
        next_action=told.then(then),
        decides=(("review_body", OURS),),
        papers=no_longer(Asked.BODY),
    )


def settle_time(told: Told) -> Ruling:
    """The day the outcome was provided is what a person says; the time result follows from it by the law."""
    if ended := over(told.case):
        return refuse(ended)
    if told.act.on is None:
        return refuse("Say the day on which the outcome letter was provided: time REF 1 October 2026.")
    if told.act.on > told.case.received_on:
        return refuse(f"That day is after the request came ({day(told.case.received_on)}). Which day is right?")
    time = time_limit(TimeFacts(received=told.case.received_on, provided_on=told.act.on), told.days)
    if not isinstance(time, TimeFinding) or time.count is None:
        return refuse(time.question if isinstance(time, Unsettled) else time.reason)
    in_time = time.value is TimeResult.IN_TIME
    ours = bool(told.case.body_by) and told.case.state in BEFORE_ACCEPTANCE
    late = NextAction(_INVITE_REASONS, Owner.ADMINISTRATOR, told.within(told.targets.settle_within))
    return Ruling(
        why=f"{told.by} said that the outcome was provided on {day(told.act.on)}. {time.reason}",
        moves_to=State.RIGHT_CHECK if ours and in_time else None,
        sets={
            "provided_on": told.act.on,
            "time_by": told.by if in_time else "",
            "last_day": time.count.last_day,
            "time_result": time.value.value,
        },
        settles=("time", "iopc_receipt_date"),
        next_action=(told.then(State.RIGHT_CHECK) if in_time else late) if ours else None,
        decides=(("provided_on", told.act.on.isoformat()),),
    )


def accept(told: Told) -> Ruling:
    """The request is accepted: ours, in time and with a right to a review. The papers are asked for the same day."""
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if case.state not in BEFORE_ACCEPTANCE:
        return refuse(f"{case.reference} was accepted already.")
    if why := _speaks_against(case):
        return refuse(why)
    due = told.within(told.targets.papers_within)
    order, request = for_review(case, due)
    update = told.days.next_on_or_after(told.today + timedelta(days=told.targets.update_every))
    return Ruling(
        why=f"{told.by} accepted the request: it is ours, in time and there is a right to it.",
        moves_to=State.PAPERS_REQUESTED,
        sets={
            "review_body": OURS, "body_by": case.body_by or told.by, "time_by": case.time_by or told.by,
            "right_by": told.by, "accepted_on": told.today, "papers_due_on": due,
        },
        posts=(
            to_them(case, "accepted", {"papers_due_on": day(due), "update_on": day(update)}),
            request,
            *_notices(case),
        ),
        asks=_who_must_hear(told),
        settles=("review_body", "time", "right", "new_or_known"),
        cancels=("transfer", "not_valid", "late"),
        next_action=told.then(State.PAPERS_REQUESTED, on=due),
        decides=(("accepted", "yes"),),
        asks_police=(order,),
        papers=no_longer(Asked.BODY),
    )  # fmt: skip


def _notices(case: CaseView) -> tuple[Post, ...]:
    """Notices to the officer and to an interested person, through the unit, where the case names any."""
    officer = (post(case, "officer_notice", Audience.OFFICER, {}),) if case.names_an_officer else ()
    named = case.party("interested_person") is not None
    return (*officer, *((post(case, "interested_person_notice", Audience.INTERESTED_PERSON, {}),) if named else ()))


def _who_must_hear(told: Told) -> tuple[Question, ...]:
    """Schedule 3 paragraph 25(1C): three duties, each a question until there is proof that it was done.

    The authority hears by our request, which answers its question once it has left. The others hear through the unit:
    its reply or a person answers theirs.
    """
    due_on = told.within(told.targets.decide_within)
    asked = {
        TOLD_AUTHORITY: "Has the police force been told that there is a review? Our request for papers tells it.",
        TOLD_OFFICER: "Has the person complained about been told that there is a review, or is nobody known?",
        TOLD_INTERESTED: "Has everybody with an interest been told that there is a review, or is there nobody?",
    }
    return tuple(Question(code, text, Owner.ADMINISTRATOR, due_on) for code, text in asked.items())


def _speaks_against(case: CaseView) -> str:
    """Why a case cannot be accepted as it stands; what nobody has settled is settled by accepting it."""
    if case.review_body == IOPCS and not case.body_by:
        return "The words point to the IOPC. Say that it is ours first, or prepare the transfer."
    if case.review_body == IOPCS:
        return f"{case.body_by} said that this review is the IOPC's. Say that it is ours first."
    if case.time_result == TimeResult.LATE and not _late_was_accepted(case):
        return "It reads as late. Ask for their reasons, then prepare acceptance or refusal of a late request."
    if case.time_result in _NOT_STARTED:
        return (
            "There is no outcome to review yet. Prepare the letter that it is not valid, or say when it was provided."
        )
    if on_its_way(case, "transfer_notice", "late_refused", "no_right"):
        return "A letter that says the opposite is prepared. Return it first."
    return ""


def _late_was_accepted(case: CaseView) -> bool:
    return any(one.letter == "late_accepted" and one.approved_by for one in case.letters)


def transfer(told: Told) -> Ruling:
    """Both letters of paragraph 32 and the note to the force are prepared, to leave together once one is approved.

    The Director General gets the application with its files and the applicant hears both things the paragraph says.
    Lateness plays no part: it is for the relevant review body.
    """
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if case.state not in BEFORE_ACCEPTANCE and not told.act.because:
        return refuse("This review was accepted as ours. Say why not after all, by mail: draft transfer REF because …")
    if on_its_way(case, "transfer_notice"):
        return refuse("The letters that pass it to the IOPC are prepared already: see For sign-off.")
    limb = limb_words(case, told.act.value)
    package = f"transfer-{1 + sum(one.letter == 'transfer_notice' for one in case.letters)}"
    facts = {"limb_words": limb}
    risk = "yes" if case.flags & {"risk_to_life", "threat", "safeguarding", "domestic_abuse"} else ""
    return Ruling(
        why=f"{told.by} said that the IOPC is the relevant review body.",
        moves_to=State.DECISION_PENDING,
        sets={"review_body": IOPCS, "body_by": told.by},
        posts=(
            post(
                case, "forwarding", Audience.IOPC, {**facts, "risk": risk}, package=package, encloses=("application",)
            ),
            to_them(case, "transfer_notice", facts, package=package),
            post(case, "transfer_note", Audience.FORCE, facts, package=package),
        ),
        settles=("review_body",),
        cancels=("late", "not_valid"),
        next_action=told.then(State.DECISION_PENDING, on=told.within(told.targets.transfer_within)),
        decides=(("review_body", IOPCS),),
    )


def limb_words(case: CaseView, said: str = "") -> str:
    """Why it is the IOPC's, in words: the limb a person named, or those the request points to; never empty."""
    named = [limb for limb in Limb if limb.value == said.lower()]
    limbs = named or [limb for limb in Limb if limb.value in case.limbs]
    return " and ".join(_LIMB_WORDS[limb] for limb in limbs) or "the law gives complaints of this kind to the IOPC"


def not_valid(told: Told) -> Ruling:
    """The letter that there is no right to this review is prepared, with its ground and what they can do instead."""
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if case.review_body == IOPCS:
        return refuse("The IOPC is the relevant review body here, and decides that. Prepare the transfer instead.")
    ground = GROUNDS.get(told.act.value.lower()) or ("no_outcome" if case.time_result in _NOT_STARTED else "")
    if not ground:
        return refuse(f"Say why it is not valid: {', '.join(GROUNDS)}.")
    if on_its_way(case, "no_right"):
        return refuse("The letter that it is not valid is prepared already: see For sign-off.")
    package = f"not_valid-{1 + sum(one.letter == 'no_right' for one in case.letters)}"
    return Ruling(
        why=f"{told.by} asked for a letter that there is no right to this review.",
        moves_to=State.DECISION_PENDING,
        sets={"ground": ground},
        posts=(to_them(case, "no_right", {"ground": ground}, package=package),),
        settles=("right",),
        next_action=told.then(State.DECISION_PENDING),
        decides=(("ground", ground),),
    )


def dispute(told: Told) -> Ruling:
    """We and others disagree whose review it is: the manager settles it with them, and no letter leaves meanwhile."""
    if ended := over(told.case):
        return refuse(ended)
    return Ruling(
        why=f"{told.by} said that the review body is in dispute.",
        moves_to=State.BODY_DISPUTED,
        sets={"body_by": ""},
        cancels=("transfer", "late", "not_valid"),
        next_action=told.then(State.BODY_DISPUTED),
    )


def checklist(case: CaseView) -> tuple[tuple[str, str], ...]:
    """The limbs of the review-body test as questions, in order, each with the words of the request that may bear on it.

    Words are evidence and no answer: the test is on what was alleged, and a person answers each limb (regulation 32).
    """
    nothing = "no word of the request bears on it"
    return tuple((one.question, case.sources.get(f"limb {one.limb}", nothing)) for one in LIMBS)
