"""What those who rule on an act are given, and the sentences they share; rules on nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.arrival import Targets
from handlers.course import next_action
from handlers.working_days import WorkingDays, in_words
from store.messages import Act, CaseView, NextAction, Post, Ruling
from store.terms import ENDS, Audience, LetterState, ReviewBody, State

Facts = Mapping[str, str | tuple[str, ...]]

OURS = ReviewBody.LOCAL_POLICING_BODY.value
IOPCS = ReviewBody.DIRECTOR_GENERAL.value
BEFORE_ACCEPTANCE = (
    State.TRIAGE,
    State.BODY_CHECK,
    State.TIME_CHECK,
    State.RIGHT_CHECK,
    State.DECISION_PENDING,
    State.AWAITING_COMPLAINANT,
    State.BODY_DISPUTED,
)
_NEVER_LEFT = (LetterState.CANCELLED,)
_LEFT = (LetterState.SENDING, LetterState.SENT, LetterState.CONFIRMED, LetterState.BOUNCED)
_STILL_RIGHT_AFTERWARDS = frozenset({"correction", "final_position"})
_ON_ITS_COURSE = frozenset(
    {
        "review_body", "time", "right", "new_or_known", "nothing_came", "papers", "papers_extension", "papers_link",
        "papers_refused", "papers_not_held", "papers_not_all", "papers_all_here", "not_ours", "sub_judice",
        "papers_not_chased", "papers_by_post", "tell_more_time", "send_outcome_to_unit", "force_query",
        "hold_review", "withdrawal", "recommendation_response", "which_unit", "further_representations",
        "progress_chase", "acknowledge_by_hand", "card_removed_twice", "card_refused",
        "no_message", "iopc_receipt_date",
    }
)  # fmt: skip


_EACH = (
    "conflict ", "papers_escalation ", "papers_not_asked ", "escalation:old ", "escalation:papers_refused ",
    "escalation:body_disputed ", "notice_",
)  # fmt: skip
"""How the codes begin of questions that are asked of each person or request anew."""


@dataclass(frozen=True, slots=True)
class OfficePolicy:
    """What differs between offices in who decides: whether a decision maker decides every outcome, and in what words.

    `decider` is how letters call whoever decides an outcome ("the Police and Crime Commissioner"). `units` are the keys
    and names of the units of the force that the contact book knows today.
    """

    decision_maker_signs: bool = False
    decider: str = "our reviews team"
    force: str = "the police"
    units: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One act on one case, on one day."""

    act: Act
    case: CaseView
    today: date
    days: WorkingDays
    targets: Targets
    policy: OfficePolicy

    @property
    def by(self) -> str:
        """Who said it, or that somebody of the team did."""
        return self.act.by or "the team"

    def within(self, working_days: int) -> date:
        """So many working days from today."""
        return self.days.add(self.today, working_days)

    def then(self, state: State, *, on: date | None = None) -> NextAction:
        """What happens next once the case is in this state."""
        return next_action(state, self.today, self.days, self.targets, on=on)


def refuse(sentence: str) -> Ruling:
    """Nothing happens, and this is why."""
    return Ruling(refused=sentence)


def occasion(case: CaseView, letter: str) -> str:
    """A letter's occasion on its case: the first of its kind, or the next where an earlier one was given up."""
    return f"{letter}-{1 + sum(one.letter == letter for one in case.letters)}"


def waiting(case: CaseView, *letters: str) -> bool:
    """Whether one of these letters is prepared, on its way or gone."""
    return any(one.letter in letters and one.state not in _NEVER_LEFT for one in case.letters)


def on_its_way(case: CaseView, *letters: str) -> bool:
    """Whether one of these letters is prepared and has not left."""
    done = (*_NEVER_LEFT, LetterState.CONFIRMED, LetterState.BOUNCED, LetterState.SENT, LetterState.SENDING)
    return any(one.letter in letters and one.state not in done for one in case.letters)


def has_left(case: CaseView, *letters: str) -> bool:
    """Whether one of these letters has left; one that came back has left too."""
    return any(one.letter in letters and one.state in _LEFT for one in case.letters)


def given_up_at_its_end(case: CaseView) -> tuple[str, ...]:
    """The letters that would only confuse once the case has ended: whatever was prepared and has not left."""
    unsent = {one.letter for one in case.letters if one.state not in _LEFT and one.audience is not Audience.TEAM}
    return tuple(sorted(unsent - _STILL_RIGHT_AFTERWARDS))


def answered_by_its_end(case: CaseView) -> tuple[str, ...]:
    """The open questions that the end of the case has answered; what somebody has not been told stays open."""
    return tuple(sorted(code for code in case.asked if code in _ON_ITS_COURSE or code.startswith(_EACH)))


def to_them(case: CaseView, letter: str, facts: Facts, *, package: str = "", encloses: tuple[str, ...] = ()) -> Post:
    """A letter to the complainant, or to whoever speaks for them."""
    return post(case, letter, Audience.COMPLAINANT, facts, package=package, encloses=encloses)


def post(
    case: CaseView, letter: str, to: Audience, facts: Facts, *, package: str = "", encloses: tuple[str, ...] = ()
) -> Post:
    """A letter on this case for its next occasion."""
    return Post(letter, occasion(case, letter), to, facts, package, encloses)


def over(case: CaseView) -> str:
    """Why nothing can be done with a case that has ended, "" for one that has not."""
    if case.state not in ENDS:
        return ""
    return f"{case.reference} has ended. Reopen it first if something is wrong."


def day(value: date | None) -> str:
    """A day in words, "" for none."""
    return in_words(value) if value else ""
