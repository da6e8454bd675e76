"""The review itself: papers, who works on it, the outcome letters and their way to the signer; decides no outcome."""

from __future__ import annotations

from datetime import timedelta

from handlers.classifying import asked, settled
from handlers.requests import escalated, going_on, then_wait
from handlers.told import BEFORE_ACCEPTANCE, OURS, Told, day, on_its_way, over, post, refuse, to_them
from store.messages import CaseView, NextAction, PaperChange, Question, Ruling
from store.terms import Asked, Audience, Flag, Owner, Role, State

WORK = (State.READY, State.UNDER_REVIEW, State.FURTHER_ENQUIRY, State.DRAFTING, State.REOPENED)
FOR_A_SIGNER = (State.SIGN_OFF, State.WITH_DECISION_MAKER)
RESPONSES = ("accepted", "partly", "rejected")
_MADE_OF_IT = "recommendation_made_of_it"
OUTCOMES = ("outcome_upheld", "outcome_not_upheld")


def assign(told: Told) -> Ruling:
    """The case is somebody's; one that was ready is under review from today."""
    case, name = told.case, told.act.value.strip()
    if ended := over(case):
        return refuse(ended)
    if not name:
        return refuse("Say whose case it is: assign REF to NAME.")
    state = State.UNDER_REVIEW if case.state is State.READY else None
    return Ruling(
        why=f"{told.by} gave the case to {name}.",
        moves_to=state,
        sets={"owner": name, "allocated_on": case.allocated_on or told.today},
        asks=(_conflict(told, name),),
        next_action=told.then(State.UNDER_REVIEW) if state else None,
    )


def _conflict(told: Told, name: str) -> Question:
    """Asked anew of everybody who gets the case."""
    text = (
        f"Does {name} know anybody in this case, or was {name} complained about by them? Then somebody else does it. "
        f"Otherwise answer by a mail: no conflict {told.case.reference}."
    )
    return Question(f"conflict {name}", text, Owner.CASE_OWNER, told.within(1))


def no_conflict(told: Told) -> Ruling:
    """Whoever has the case, or the manager for them, has said that they know nobody in it."""
    case = told.case
    if not case.owner:
        return refuse(f"{case.reference} is nobody's yet. Say first whose it is: assign REF to NAME.")
    if told.act.by != case.owner and not told.act.roles & {Role.MANAGER, Role.HEAD}:
        return refuse(f"Only {case.owner} or the manager can say that.")
    return Ruling(
        why=f"{told.by} said that {case.owner} knows nobody in this case.",
        settles=(f"conflict {case.owner}",),
        decides=(("conflict", "none"),),
    )


def enquire(told: Told) -> Ruling:
    """More is asked of the force or the complainant before the outcome can be written."""
    if told.case.state not in WORK:
        return refuse(f"{told.case.reference} is not in assessment.")
    return Ruling(
        why=f"{told.by} makes a further enquiry.",
        moves_to=State.FURTHER_ENQUIRY,
        next_action=told.then(State.FURTHER_ENQUIRY, on=told.act.on),
    )


def upheld(told: Told) -> Ruling:
    """The letters that the review is upheld are prepared, with the recommendation and the day its answer is due."""
    return _outcome(told, "outcome_upheld")


def not_upheld(told: Told) -> Ruling:
    """The letters that the review is not upheld are prepared. No recommendation can be attached to them."""
    return _outcome(told, "outcome_not_upheld")


def _outcome(told: Told, letter: str) -> Ruling:
    case = told.case
    if ended := over(case):
        return refuse(ended)
    if case.state in BEFORE_ACCEPTANCE or case.review_body != OURS:
        return refuse(f"{case.reference} is not accepted as ours, so there is nothing to decide yet.")
    if case.state in FOR_A_SIGNER:
        return refuse("The outcome lies with its signer. Return it first to write another.")
    if case.state not in WORK:
        return refuse("The papers are not complete. Say so first, or move the card to the assessment.")
    upholds = letter == "outcome_upheld"
    outcome = "upheld" if upholds else "not_upheld"
    answer_by = told.today + timedelta(days=told.targets.respond_within)
    package = f"outcome-{1 + sum(one.letter in OUTCOMES for one in case.letters)}"
    facts = {
        "review_kind": case.review_kind or "to_be_said",
        "decided_by": told.policy.decider,
        "upheld": "yes" if upholds else "",
        "response_due_on": day(answer_by) if upholds else "",
    }
    posts = [
        to_them(case, letter, facts, package=package),
        post(case, "outcome_to_force", Audience.FORCE, facts, package=package),
    ]
    if case.names_an_officer:
        posts.append(post(case, "outcome_to_officer", Audience.OFFICER, facts, package=package))
    if case.party("interested_person"):
        posts.append(post(case, "outcome_to_interested_person", Audience.INTERESTED_PERSON, facts, package=package))
    return Ruling(
        why=f"{told.by} asked for the letters that the review is {'' if upholds else 'not '}upheld.",
        moves_to=State.DRAFTING,
        sets={"outcome": outcome, "response_due_on": answer_by if upholds else None},
        posts=tuple(posts),
        asks=asked(told, outcome),
        settles=("further_representations", *settled(case, outcome=outcome)),
        cancels=("outcome",),
        next_action=told.then(State.DRAFTING),
    )


def submit(told: Told) -> Ruling:
    """The outcome letters lie with their signer: the manager, or the decision maker where the office has one."""
    case = told.case
    if case.state in FOR_A_SIGNER:
        return Ruling()
    if case.state is State.DECISION_PENDING:
        return Ruling(why=f"{told.by} submitted the prepared letters for sign-off.")
    if case.state not in WORK or not on_its_way(case, *OUTCOMES):
        return refuse("There is no outcome letter yet. Set `Do: draft upheld` or `Do: draft not upheld` first.")
    state = State.WITH_DECISION_MAKER if told.policy.decision_maker_signs else State.SIGN_OFF
    return Ruling(
        why=f"{told.by} submitted the outcome for sign-off.",
        moves_to=state,
        next_action=told.then(state),
    )


def returned(told: Told) -> Ruling:
    """The letters go back to whoever writes them; what was asked of the signer lapses.

    Letters prepared before acceptance stay for correction where somebody says what is wrong; otherwise they are given
    up, and the case is looked at again.
    """
    case, because = told.case, f": {told.act.because}" if told.act.because else ""
    if case.state in FOR_A_SIGNER:
        return Ruling(
            why=f"{told.by} returned the outcome letters{because}.",
            moves_to=State.DRAFTING,
            next_action=told.then(State.DRAFTING),
        )
    if case.state is State.DECISION_PENDING and because:
        correct_by = told.within(told.targets.decide_within)
        return Ruling(
            why=f"{told.by} returned the prepared letters{because}.",
            next_action=NextAction("Correct the returned letters, then submit them", Owner.ADMINISTRATOR, correct_by),
        )
    if case.state is State.DECISION_PENDING:
        back = State.DRAFTING if case.held_from in FOR_A_SIGNER else case.held_from or State.TRIAGE
        papers, due = going_on(case, told.today, told.days)
        return Ruling(
            why=f"{told.by} returned the prepared letters.",
            moves_to=back,
            sets={"held_from": "", **due},
            cancels=("transfer", "late", "not_valid", "withdrawal"),
            next_action=then_wait(told, back, papers),
            papers=papers,
        )
    return refuse("No letter of this case waits for approval.")


def answered(told: Told) -> Ruling:
    """What the force answered to the recommendation is on record, and the letter that tells of it is prepared.

    What they made of it can be said later, or anew; that prepares nothing.
    """
    case, word = told.case, told.act.value.strip().casefold()
    if word and word not in RESPONSES:
        return refuse(f"Say what they made of it: answered {case.reference} {', '.join(RESPONSES)}.")
    if told.act.on and told.act.on > told.today:
        return refuse(f"{day(told.act.on)} is still to come. Say it once they have answered.")
    if case.state is not State.RECOMMENDATION_PENDING:
        return _made_of_it(told, word)
    said, because = f": {word}" if word else "", f", because {told.act.because}" if told.act.because else ""
    return Ruling(
        why=f"{told.by} recorded the answer to the recommendation{said}{because}.",
        moves_to=State.RECOMMENDATION_ANSWERED,
        sets={"responded_on": told.act.on or told.today, **({"recommendation": word} if word else {})},
        posts=(to_them(case, "recommendation_answered", {}),),
        asks=() if word else (_what_they_made_of_it(told),),
        settles=("recommendation_response", *escalated(case, Asked.RECOMMENDATION)),
        papers=(PaperChange(frozenset({Asked.RECOMMENDATION}), complete=True),),
        next_action=told.then(State.RECOMMENDATION_ANSWERED),
        decides=(("recommendation", word),) if word else (),
        reasons=told.act.because if word else "",
    )


def _made_of_it(told: Told, word: str) -> Ruling:
    """Only what they made of it is on record, where their answer is already."""
    case = told.case
    if not case.responded_on:
        return refuse(f"{case.reference} does not wait for an answer to a recommendation.")
    if not word:
        return refuse(f"Their answer is on record. Say what they made of it: {', '.join(RESPONSES)}.")
    if word == case.recommendation:
        return Ruling()
    return Ruling(
        why=f"{told.by} said what the police made of the recommendation: {word}.",
        sets={"recommendation": word},
        settles=(_MADE_OF_IT,),
        decides=(("recommendation", word),),
        reasons=told.act.because,
    )


def _what_they_made_of_it(told: Told) -> Question:
    said = " or ".join(f"“answered {told.case.reference} {word}”" for word in RESPONSES)
    text = f"For the figures, say by a mail what the police made of the recommendation: {said}. No letter waits for it."
    return Question(_MADE_OF_IT, text, Owner.CASE_OWNER, told.within(10))


def who_may_not_sign(case: CaseView, drafter_may_sign: bool) -> str:
    """The name of whoever wrote the letters and so may not sign them, "" where anybody with the role may."""
    return "" if drafter_may_sign else case.owner


def sensitive(case: CaseView) -> bool:
    """Whether the manager signs what an administrator otherwise may, because somebody vulnerable is concerned."""
    grave = {Flag.RISK_TO_LIFE, Flag.SAFEGUARDING, Flag.DOMESTIC_ABUSE, Flag.MINOR, Flag.DEATH_OR_SERIOUS_INJURY}
    return bool(case.flags & {flag.value for flag in grave})


def signer_role(case: CaseView, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Which roles may sign a letter on this case: for a sensitive one the administrator is left out."""
    return tuple(role for role in roles if role is not Role.ADMINISTRATOR) if sensitive(case) else roles
