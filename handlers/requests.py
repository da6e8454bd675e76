"""What the force is asked for, in numbered items, and until when it is wanted; asks and sends nothing itself.

Statutory guidance: the audit trail of a complaint is provided to the relevant review body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from handlers.told import Facts, Told, day, post
from handlers.working_days import ONE_DAY, WorkingDays
from store.messages import CaseView, NextAction, PaperChange, PaperItem, PaperOrder, PaperRequest, Post
from store.terms import ENDS, Asked, Audience, Paper, RequestState, Rung, State

FOR_THE_REVIEW = frozenset({Asked.PAPERS, Asked.BODY})
"""What is wanted until the outcome; the answer to a recommendation is wanted after it."""
WITH_POLICE = (State.ACCEPTED, State.PAPERS_REQUESTED, State.PAPERS_OVERDUE)
_REPORT: Mapping[str, str] = MappingProxyType(
    {
        "investigation": "the investigation report, with the decision log",
        "other": "the handler's notes or report, with the decision log",
    }
)
_EITHER = "the report or the handler's notes, with the decision log"
_SEVERITY = "the severity assessment, and any notice given to an officer"
_CORE: Mapping[Paper, str] = MappingProxyType(
    {
        Paper.COMPLAINT: "the complaint as it was first made, its date and the complaint record",
        Paper.HANDLING: "how it was decided to handle the complaint, and by whom",
        Paper.REVIEW_BODY: "who you say the relevant review body is, and the paragraph of regulation 32 you relied on",
        Paper.FIRST_CONTACT: "the first contact with the complainant, the outcome they wanted and any adjustments",
        Paper.REPORT: _EITHER,
        Paper.OUTCOME_LETTER: "the outcome letter as it was sent, with proof of the date and how it was sent",
        Paper.LETTERS: "all letters and e-mails to and from the complainant",
        Paper.ACCOUNTS: "the officers' accounts, any reflective practice and learning",
        Paper.MATERIAL: "a list of the material you looked at and of what you did not",
        Paper.PEOPLE: "the people complained about and any interested persons, and how to reach them",
        Paper.LINKED: "any referral to the IOPC, linked complaints, claims, court cases or inquests",
    }
)
_TASK = "papers_escalation "
_FIRST = (Paper.COMPLAINT, Paper.REVIEW_BODY, Paper.OUTCOME_LETTER)
# --- what is asked --------------------------------------------------------------------------------------------------


def papers(review_kind: str) -> tuple[PaperItem, ...]:
    """Everything that a review needs, by whether the complaint was investigated; while nobody knows, either."""
    core = {**_CORE, Paper.REPORT: _REPORT.get(review_kind, _EITHER)}
    return _numbered(core | ({Paper.SEVERITY: _SEVERITY} if review_kind == "investigation" else {}))


def first_papers() -> tuple[PaperItem, ...]:
    """The three papers from which it shows whose review it is, Schedule 3 paragraph 30 and regulation 32."""
    return _numbered({kind: _CORE[kind] for kind in _FIRST})


def answer_to_recommendation() -> tuple[PaperItem, ...]:
    """What the force owes after a recommendation, Schedule 3 paragraph 28ZA."""
    return _numbered({Paper.ANSWER: "whether you accept each recommendation, and what you will do or why not"})


def _numbered(kinds: Mapping[Paper, str]) -> tuple[PaperItem, ...]:
    return tuple(PaperItem(number, what, kind) for number, (kind, what) in enumerate(kinds.items(), 1))


def numbered(items: Iterable[PaperItem]) -> tuple[str, ...]:
    """The items as a letter lists them, each with the number it keeps."""
    return tuple(f"{one.number}. {one.what}" for one in items)


def for_review(case: CaseView, due_on: date) -> tuple[PaperOrder, Post]:
    """The request for all papers of an accepted review, and its letter."""
    items = papers(case.review_kind)
    facts: Facts = {"papers": numbered(items), "due_on": day(due_on), "review_kind": case.review_kind}
    letter = post(case, "papers_request", Audience.FORCE, facts)
    return PaperOrder(Asked.PAPERS, items, due_on, letter.letter), letter


def for_review_body(case: CaseView, due_on: date) -> tuple[PaperOrder, Post]:
    """The request for the first papers while it is in question whose review it is, and its letter."""
    items = first_papers()
    facts: Facts = {"papers": numbered(items), "due_on": day(due_on)}
    letter = post(case, "body_papers_request", Audience.FORCE, facts)
    return PaperOrder(Asked.BODY, items, due_on, letter.letter), letter


def no_longer(*asked: Asked) -> tuple[PaperChange, ...]:
    """Nothing of this is wanted any more."""
    return (PaperChange(frozenset(asked), ends=True),)


def unwanted_in(state: State) -> frozenset[Asked]:
    """What the force need not send any more once a case has come to this state."""
    if state in ENDS:
        return frozenset(Asked)
    told_of = (State.OUTCOME_SENT, State.RECOMMENDATION_PENDING, State.RECOMMENDATION_ANSWERED)
    return FOR_THE_REVIEW if state in told_of else frozenset()


def standing(case: CaseView, *asked: Asked) -> tuple[PaperRequest, ...]:
    """The case's requests of these kinds that are written or open."""
    over_with = (RequestState.COMPLETE, RequestState.ENDED)
    return tuple(one for one in case.requests if one.asked in asked and one.state not in over_with)


def escalated(case: CaseView, *asked: Asked) -> tuple[str, ...]:
    """The open questions that the last step of the ladder asked about these requests."""
    names = tuple(f"{_TASK}{one.id}." for one in case.requests if one.asked in asked)
    return tuple(sorted(code for code in case.asked if code.startswith(names)))


def task(request: PaperRequest) -> str:
    """The code of the question that the last step of the ladder asks, one for each time it was due."""
    before = request.done.get(Rung.TASK)
    return f"{_TASK}{request.id}.{request.clock}{f'.{before:%Y%m%d}' if before else ''}"


def going_on(case: CaseView, today: date, days: WorkingDays) -> tuple[tuple[PaperChange, ...], dict[str, object]]:
    """What the open requests are given for the working days on which the case rested, and the case's own day for it."""
    rested = sum(
        days.is_working_day(case.state_since + ONE_DAY * n) for n in range(1, (today - case.state_since).days + 1)
    )
    open_ones = [one for one in standing(case, *FOR_THE_REVIEW) if one.state is RequestState.OPEN]
    if not rested or not open_ones:
        return (), {}
    changes = tuple(PaperChange(frozenset({one.asked}), due_on=days.add(one.due_on, rested)) for one in open_ones)
    return changes, {"papers_due_on": changes[-1].due_on}


def then_wait(told: Told, state: State, papers: tuple[PaperChange, ...]) -> NextAction:
    """What happens next on a case that goes on: papers are waited for until their new day."""
    on = next((one.due_on for one in reversed(papers)), None) if state in WITH_POLICE else None
    return told.then(state, on=max(on, told.within(1)) if on else None)


def worked(since: date, until: date, days: WorkingDays) -> int:
    """How many working days lie after the one day, up to and with the other."""
    return sum(days.is_working_day(since + ONE_DAY * n) for n in range(1, (until - since).days + 1))
