"""The law this bot applies, on one page, and whose review it is; assesses, decides nothing, knows no clock.

1. Which law. Reviews began on 1 February 2020; what is older is a person's question (`COMMENCEMENT`).
2. Whose review, before anything else. Police Reform Act 2002, Schedule 3 paragraph 30, and regulation 32: the
   Director General's (IOPC) where any one limb is met, the local policing body's only where every limb is settled as
   not met. What the outcome letter says is evidence, not the answer. What is not ours is forwarded, late or not
   (paragraph 32).
3. Then the time. Regulation 29: 28 days starting with the day after the day on which the information of regulation
   33(2)(a) was provided. Only the time with the wrong statutory body is left out of account, not the time with the
   force, an elected office or anybody else. Whether to extend it (29(4)) is a person's reasoned decision.

The counting itself stands in `handlers.counting`. "The Regulations" are the Police (Complaints and Misconduct)
Regulations 2020. To watch: S.I. 2025/558 amends them for complaints made from 28 May 2025; that it leaves regulations
29 to 34 alone is not confirmed. When a rule changes, the new one stands beside the old with its own commencement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from handlers.provisions import (
    COMMENCEMENT,
    PARA_30_1_A,
    PARA_30_1_B,
    PARA_32,
    REG_29_3_A,
    REG_29_3_B,
    REG_29_4,
    REG_32_A,
    REG_32_B_I,
    REG_32_B_II,
    REG_32_C,
    REG_32_D,
    REG_32_E,
    REG_32_F,
)
from store.terms import (
    Answer,
    Finding,
    Holder,
    Limb,
    Provision,
    Quote,
    ReviewBody,
    TimeFinding,
    TimeResult,
    Unsettled,
)

PERIOD = timedelta(days=28)

LEFT_OUT = MappingProxyType({Holder.DIRECTOR_GENERAL: REG_29_3_A, Holder.LOCAL_POLICING_BODY: REG_29_3_B})
"""The only bodies whose time with an application is left out of account, regulation 29(3)."""


@dataclass(frozen=True, slots=True)
class LimbRule:
    """One limb of the review-body test: its provision, and the question a person answers with yes or no."""

    limb: Limb
    under: Provision
    question: str


@dataclass(frozen=True, slots=True)
class LimbFact:
    """What is known of one limb, and the words that show it; words alone settle nothing."""

    answer: Answer
    evidence: tuple[Quote, ...] = ()


# Regulation 32(b) turns on doubt: with the complaint read, "cannot be sure" is a yes. Unknown means it was not read.
# fmt: off
LIMBS = (
    LimbRule(Limb.AA, PARA_30_1_A, "Is the complaint about the chief officer's own conduct, so that the local policing "
             "body is the appropriate authority?"),
    LimbRule(Limb.A, REG_32_A, "Is any of it about an officer above the rank of chief superintendent?"),
    LimbRule(Limb.B_I, REG_32_B_I, "From the complaint's own words: if all of it were proved, might it justify "
             "criminal or disciplinary proceedings (not reflective practice)? If you cannot rule it out, say yes."),
    LimbRule(Limb.B_II, REG_32_B_II, "From the complaint's own words: if all of it were proved, might it infringe "
             "the right to life or the ban on torture and degrading treatment? If you cannot rule it out, say yes."),
    LimbRule(Limb.C, REG_32_C, "Was it referred to the IOPC, or must it be?"),
    LimbRule(Limb.D, REG_32_D, "Is the IOPC treating it as referred on its own initiative?"),
    LimbRule(Limb.E, REG_32_E, "Does it arise from the same incident as a complaint for which one of these is true?"),
    LimbRule(Limb.F, REG_32_F, "Is one of these true of any part of the complaint?"),
)
# fmt: on
NOT_LOOKED_AT = LimbFact(Answer.UNKNOWN)
NAMED = MappingProxyType(
    {ReviewBody.LOCAL_POLICING_BODY: "the local policing body", ReviewBody.DIRECTOR_GENERAL: "the IOPC"}
)


def relevant_review_body(
    limbs: Mapping[Limb, LimbFact], *, letter_names: ReviewBody | None = None
) -> Finding[ReviewBody] | Unsettled:
    """Whose review it is, Schedule 3 paragraph 30(1) and regulation 32; unsettled while any limb is open and none met.

    A limb that is not given is open. What the outcome letter names is told to whoever reads the reason; it moves
    nothing, because the test is on what was alleged.
    """
    known = [(rule, limbs.get(rule.limb, NOT_LOOKED_AT)) for rule in LIMBS]
    met = [(rule, fact) for rule, fact in known if fact.answer is Answer.YES]
    if met:
        places = ", ".join(rule.under.place for rule, _ in met)
        quotes = tuple(quote for _, fact in met for quote in fact.evidence)
        found = ReviewBody.DIRECTOR_GENERAL
        return Finding(found, met[0][0].under, f"Met: {places}.{_letter_too(found, letter_names)}", quotes)
    if still_open := open_limbs(limbs):
        asked = " ".join(unsettled.question for unsettled in still_open)
        return Unsettled(f"Whose review is it? {asked}{_letter_too(None, letter_names)}", PARA_30_1_A)
    found = ReviewBody.LOCAL_POLICING_BODY
    quotes = tuple(quote for _, fact in known for quote in fact.evidence)
    return Finding(found, PARA_30_1_B, f"Every limb is settled as not met.{_letter_too(found, letter_names)}", quotes)


def open_limbs(limbs: Mapping[Limb, LimbFact]) -> tuple[Unsettled, ...]:
    """One question for each limb that nobody has answered, in the order of the statute."""
    return tuple(
        Unsettled(rule.question, rule.under)
        for rule in LIMBS
        if limbs.get(rule.limb, NOT_LOOKED_AT).answer is Answer.UNKNOWN
    )


def _letter_too(found: ReviewBody | None, named: ReviewBody | None) -> str:
    if named is None:
        return ""
    if found is None or found is named:
        return f" The outcome letter names {NAMED[named]}, which is evidence and not the answer."
    return f" The outcome letter names {NAMED[named]}: the two differ, which the manager should know."


class Step(StrEnum):
    """What comes next for an application, in the only order there is."""

    SETTLE_THE_LAW = "settle_the_law"
    SETTLE_THE_BODY = "settle_the_body"
    AGREE_THE_BODY = "agree_the_body"
    FORWARD = "forward"
    SETTLE_THE_TIME = "settle_the_time"
    DECIDE_THE_TIME = "decide_the_time"
    GO_ON = "go_on"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whose review it is, how it stands to its time limit, the next step, and what a person is asked for it.

    The time is ours to decide only where the body is settled as ours; before that, and for the IOPC, it is a note.
    """

    body: Finding[ReviewBody] | Unsettled
    time: TimeFinding | Unsettled
    step: Step
    question: Unsettled | None


AGREED = "The IOPC passed this on to us, and yet it seems to be the IOPC's. Will the manager agree with it whose it is?"
FORWARDED = "This is for the IOPC. May it be forwarded and the applicant told, today?"
TO_DECIDE = (TimeResult.LATE, TimeResult.BORDERLINE_NON_WORKING_LAST_DAY)
ASKED = MappingProxyType(
    {
        TimeResult.LATE: "It is late. Are there special circumstances that make it just to extend the time? "
        "If none are given, ask for them once.",
        TimeResult.BORDERLINE_NON_WORKING_LAST_DAY: "The last day was no working day and it came by the next one. "
        "Is it just to extend the time?",
        TimeResult.DISPUTED_START: "On which day was the information about the review provided?",
        TimeResult.START_UNKNOWN: "Which outcome letter is meant, and on which day was it provided?",
        TimeResult.CLOCK_NOT_STARTED: "The letter does not explain the right of review. Will the force provide that, "
        "or was the complaint handled outside Schedule 3?",
        TimeResult.PREMATURE: "There is no outcome yet. Is the force still handling the complaint?",
        TimeResult.DATA_ERROR: "These dates cannot all be right. Which are?",
        TimeResult.IN_TIME: "It seems to be in time, under a provision nobody has confirmed. Is it?",
    }
)


def assess(
    body: Finding[ReviewBody] | Unsettled, time: TimeFinding | Unsettled, *, passed_on_by_iopc: bool
) -> Assessment:
    """The next step for an application and its question: the law, then the body, then the time (paragraph 32, reg. 29).

    Nothing about lateness is asked before the body is settled as the local policing body, and what the IOPC passed on
    to us does not go back to it by itself.
    """
    if isinstance(time, Unsettled) and time.under is COMMENCEMENT:
        return Assessment(body, time, Step.SETTLE_THE_LAW, time)
    if isinstance(body, Unsettled):
        return Assessment(body, time, Step.SETTLE_THE_BODY, body)
    if body.value is ReviewBody.DIRECTOR_GENERAL:
        if passed_on_by_iopc:
            return Assessment(body, time, Step.AGREE_THE_BODY, Unsettled(AGREED, body.under))
        return Assessment(body, time, Step.FORWARD, Unsettled(FORWARDED, PARA_32))
    return _ours(body, time)


def _ours(body: Finding[ReviewBody], time: TimeFinding | Unsettled) -> Assessment:
    if isinstance(time, Unsettled):
        return Assessment(body, time, Step.SETTLE_THE_TIME, time)
    if time.value in TO_DECIDE:
        return Assessment(body, time, Step.DECIDE_THE_TIME, Unsettled(ASKED[time.value], REG_29_4))
    if time.for_a_person:
        return Assessment(body, time, Step.SETTLE_THE_TIME, Unsettled(ASKED[time.value], time.under))
    return Assessment(body, time, Step.GO_ON, None)
