"""A case as it is counted: everything that figures rest on and nothing about a person outside the office; does nothing.

Days are London days. `store.records` reads these from the rows, `handlers.replay` from the history alone; both agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from store.terms import ENDS, STAGE_OF, Asked, RequestState, Stage, State


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which a case stood in one state, until the day it went elsewhere, None where it still is."""

    state: State
    first: date
    until: date | None = None


def spans(opened_on: date, moves: Iterable[tuple[State, date]]) -> tuple[Span, ...]:
    """The course of a case that was opened on this day, in triage, and came to each of these states on a day."""
    stands = [(State.TRIAGE, opened_on), *moves]
    ends = [*(first for _, first in stands[1:]), None]
    return tuple(Span(state, first, until) for (state, first), until in zip(stands, ends, strict=True))


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request to a unit of the force; `asked_on` is None until its letter has left."""

    asked: Asked
    unit: str
    state: RequestState
    asked_on: date | None
    due_on: date
    completed_on: date | None = None
    chases: int = 0


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """One open question: its code, who answers it (`terms.Owner`), and by when."""

    code: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter or package ("outcome", "transfer") that waits for a person, and since which day."""

    letter: str
    since: date


def package_name(package: str) -> str:
    """What a package ("PCR/2026/00001:outcome-2") or the key of a single letter is, in a word: "outcome"."""
    joined = package.partition(":")[2].rpartition("-")[0]
    return package.partition(":")[0] if ":" in joined or not joined else joined


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case in what can be counted; None and "" are what has not happened, or what nobody has settled.

    `looked_on` is the first day a person did anything to it, `body_settled_on` the first day somebody decided whose
    review it is, `acknowledged_on` the first day they heard from us. `ground` is why there is no right to it
    (`handlers.validity.GROUNDS`) or MISTAKE, `recommendation` what the force made of ours (accepted, partly, rejected).
    `review_kind` is "investigation" or "other", `allegations` what the complaint was about ("B4 H1", as in
    `handlers.allegation_groups`), `themes` what people found that it shows ("delay, tone").
    An erased case keeps everything but the force's reference and its open questions.
    """

    reference: str
    received_on: date
    opened_on: date
    state: State
    spans: tuple[Span, ...]
    force_reference: str = ""
    acknowledged_on: date | None = None
    looked_on: date | None = None
    body_settled_on: date | None = None
    provided_on: date | None = None
    last_day: date | None = None
    accepted_on: date | None = None
    papers_due_on: date | None = None
    papers_complete_on: date | None = None
    allocated_on: date | None = None
    decided_on: date | None = None
    told_on: date | None = None
    response_due_on: date | None = None
    responded_on: date | None = None
    closed_on: date | None = None
    contact_on: date | None = None
    held_until: date | None = None
    reply_by: date | None = None
    review_kind: str = ""
    review_body: str = ""
    time_result: str = ""
    outcome: str = ""
    ground: str = ""
    withdrawn: str = ""
    recommendation: str = ""
    allegations: str = ""
    themes: str = ""
    unit: str = ""
    owner: str = ""
    flags: frozenset[str] = frozenset()
    next_action: str = ""
    next_owner: str = ""
    next_on: date | None = None
    questions: tuple[QuestionRecord, ...] = ()
    requests: tuple[RequestRecord, ...] = ()
    letters_waiting: tuple[WaitingLetter, ...] = ()
    sign_offs: tuple[WaitingLetter, ...] = ()
    letters_bounced: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state not in ENDS

    @property
    def stage(self) -> Stage:
        """The stage of the board it stands in."""
        return STAGE_OF[self.state]

    @property
    def end(self) -> State | None:
        """How it ended, None while it is open."""
        return self.state if self.state in ENDS else None

    @property
    def mistake(self) -> bool:
        """Whether it should never have been opened; it counts in no figure but that of such cases."""
        return self.ground == MISTAKE

    @property
    def ended_on(self) -> date | None:
        """The day it came to its end, None while it is open."""
        return self.spans[-1].first if self.state in ENDS else None

    @property
    def transferred_on(self) -> date | None:
        """The day it was passed to the IOPC, if it was."""
        return next((span.first for span in self.spans if span.state is State.TRANSFERRED), None)

    @property
    def papers_asked_on(self) -> date | None:
        """The day the first request for the papers of the review left."""
        return min((one.asked_on for one in self.requests if one.asked is Asked.PAPERS and one.asked_on), default=None)

    @property
    def chases(self) -> int:
        """How many mails asked the force again."""
        return sum(one.chases for one in self.requests)

    @property
    def invalid_reason(self) -> str:
        """Why it ended as no valid review, in the IOPC's words; "" where it was one, or has not ended."""
        if not self.end:
            return ""
        if self.ground == MISTAKE:
            return DUPLICATE
        return INVALID.get(self.ground, NO_RIGHT) if self.end is State.INVALID else _BY_END.get(self.end, "")

    @property
    def is_valid(self) -> bool | None:
        """Whether it was a valid review, None while nobody can say."""
        if self.accepted_on and not self.invalid_reason:
            return True
        return False if self.invalid_reason else None


MISTAKE = "opened_by_mistake"
"""The ground of a case that should never have been opened."""
NOT_OURS, NO_RIGHT, OUT_OF_TIME, PREMATURE = "not RRB", "no right", "out of time", "premature"
WITHDRAWN, NOT_ELIGIBLE, DUPLICATE = "withdrawn", "not eligible", "duplicate"
INVALID_REASONS = (NOT_OURS, NO_RIGHT, OUT_OF_TIME, PREMATURE, WITHDRAWN, NOT_ELIGIBLE, DUPLICATE)
"""What the IOPC collects: why a request was no valid review."""
INVALID: Mapping[str, str] = MappingProxyType(
    {
        "no_outcome": PREMATURE,
        "outside_schedule_3": NO_RIGHT,
        "independent_or_directed": NO_RIGHT,
        "before_2020": NO_RIGHT,
        "not_eligible": NOT_ELIGIBLE,
        "another_force": NOT_OURS,
    }
)
"""The IOPC's word for each ground on which there is no right to a review."""
_BY_END = {State.TRANSFERRED: NOT_OURS, State.OUT_OF_TIME: OUT_OF_TIME, State.WITHDRAWN: WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of the history as `handlers.replay` reads it; `details` is empty where it was erased."""

    seq: int
    at: datetime
    action: str
    subject: str
    case_id: int | None
    rule: str
    details: Mapping[str, object]
