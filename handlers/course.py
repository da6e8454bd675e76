"""The course of a case: which states follow which, and what happens next in each; decides nothing and moves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from handlers.arrival import Targets
from handlers.working_days import WorkingDays
from store.messages import NextAction
from store.terms import ENDS, Owner
from store.terms import State as S

_CHECKS = frozenset({S.TRIAGE, S.BODY_CHECK, S.TIME_CHECK, S.RIGHT_CHECK})
_OPEN = frozenset(S) - ENDS
_ASIDE = frozenset({S.ON_HOLD, S.DECISION_PENDING})
_WORK = frozenset({S.READY, S.UNDER_REVIEW, S.FURTHER_ENQUIRY, S.DRAFTING})
_TOLD = frozenset({S.OUTCOME_SENT, S.RECOMMENDATION_PENDING})

# fmt: off
MOVES: Mapping[S, frozenset[S]] = MappingProxyType({
    **{check: (_CHECKS | _ASIDE | {S.AWAITING_COMPLAINANT, S.ACCEPTED, S.PAPERS_REQUESTED, S.BODY_DISPUTED}) - {check}
       for check in _CHECKS},
    S.DECISION_PENDING:        _OPEN - _TOLD - {S.DECISION_PENDING, S.SIGN_OFF, S.WITH_DECISION_MAKER, S.REOPENED,
                                                S.RECOMMENDATION_ANSWERED}
                               | {S.TRANSFERRED, S.OUT_OF_TIME, S.INVALID, S.WITHDRAWN},
    S.AWAITING_COMPLAINANT:    _CHECKS | _WORK | _ASIDE | {S.ACCEPTED, S.PAPERS_REQUESTED, S.BODY_DISPUTED, S.REOPENED},
    S.ACCEPTED:                _CHECKS | _ASIDE | {S.PAPERS_REQUESTED, S.READY, S.AWAITING_COMPLAINANT},
    S.PAPERS_REQUESTED:        _CHECKS | _ASIDE | {S.PAPERS_OVERDUE, S.READY, S.UNDER_REVIEW, S.AWAITING_COMPLAINANT},
    S.PAPERS_OVERDUE:          _CHECKS | _ASIDE | {S.PAPERS_REQUESTED, S.READY, S.UNDER_REVIEW, S.AWAITING_COMPLAINANT},
    **{work: (_WORK | _ASIDE | {S.AWAITING_COMPLAINANT, S.PAPERS_REQUESTED, S.SIGN_OFF, S.WITH_DECISION_MAKER} | _TOLD)
       - {work} for work in _WORK | {S.REOPENED}},
    S.SIGN_OFF:                _ASIDE | _TOLD | {S.DRAFTING, S.UNDER_REVIEW, S.WITH_DECISION_MAKER},
    S.WITH_DECISION_MAKER:     _ASIDE | _TOLD | {S.DRAFTING, S.UNDER_REVIEW},
    S.OUTCOME_SENT:            frozenset({S.CLOSED, S.REOPENED}),
    S.RECOMMENDATION_PENDING:  frozenset({S.RECOMMENDATION_ANSWERED, S.REOPENED}),
    S.RECOMMENDATION_ANSWERED: frozenset({S.CLOSED, S.REOPENED}),
    S.ON_HOLD:                 _OPEN - {S.ON_HOLD},
    S.BODY_DISPUTED:           _CHECKS | _ASIDE | {S.ACCEPTED, S.PAPERS_REQUESTED, S.AWAITING_COMPLAINANT},
    **{end: frozenset({S.REOPENED}) for end in ENDS},
})
"""Which states may follow which. A case ends only out of DECISION_PENDING, or closed once everybody has been told."""


@dataclass(frozen=True, slots=True)
class _Next:
    what: str
    owner: Owner
    within: str


_ADMIN, _OWNER, _MANAGER = Owner.ADMINISTRATOR, Owner.CASE_OWNER, Owner.MANAGER
NEXT: Mapping[S, _Next] = MappingProxyType({
    S.TRIAGE:                  _Next("Settle whose review it is, then time and right", _ADMIN, "first_look_within"),
    S.BODY_CHECK:              _Next("Settle whose review it is", _ADMIN, "settle_within"),
    S.TIME_CHECK:              _Next("Settle whether it was made in time", _ADMIN, "settle_within"),
    S.RIGHT_CHECK:             _Next("Settle whether there is a right to a review", _ADMIN, "settle_within"),
    S.DECISION_PENDING:        _Next("Check and approve the prepared letters", _MANAGER, "decide_within"),
    S.AWAITING_COMPLAINANT:    _Next("Decide on what is held if nothing has come", _ADMIN, "reply_within"),
    S.ACCEPTED:                _Next("Ask the police for the papers", _ADMIN, "first_look_within"),
    S.PAPERS_REQUESTED:        _Next("See that the papers have come", _ADMIN, "papers_within"),
    S.PAPERS_OVERDUE:          _Next("The papers are overdue: chase or escalate", _ADMIN, "first_look_within"),
    S.READY:                   _Next("Give the case to a caseworker", _MANAGER, "allocate_within"),
    S.UNDER_REVIEW:            _Next("Assess the complaint outcome", _OWNER, "review_within"),
    S.FURTHER_ENQUIRY:         _Next("See what the further enquiry brought", _OWNER, "allocate_within"),
    S.DRAFTING:                _Next("Finish the outcome letters", _OWNER, "allocate_within"),
    S.REOPENED:                _Next("Say what is to be done anew, and by when", _MANAGER, "settle_within"),
    S.SIGN_OFF:                _Next("Approve or return the outcome letters", _MANAGER, "sign_off_within"),
    S.WITH_DECISION_MAKER:     _Next("The outcome is approved or returned", _MANAGER, "decision_maker_within"),
    S.OUTCOME_SENT:            _Next("See that everybody has been told, then close", _ADMIN, "allocate_within"),
    S.RECOMMENDATION_PENDING:  _Next("The police answer the recommendation", _OWNER, "respond_within"),
    S.RECOMMENDATION_ANSWERED: _Next("Pass on what the police answered, then close", _OWNER, "allocate_within"),
    S.ON_HOLD:                 _Next("Look whether the hold is still right", _MANAGER, "hold_within"),
    S.BODY_DISPUTED:           _Next("Settle with the IOPC whose review it is", _MANAGER, "settle_within"),
})
# fmt: on


def next_action(state: S, today: date, days: WorkingDays, targets: Targets, *, on: date | None = None) -> NextAction:
    """What happens next on a case that comes into this state today, by whom and by when; an ended case only rests.

    `on` is the day where the act or the law gives one; otherwise it is the office's own target from today.
    """
    if state in ENDS:
        return NextAction("Nothing more is due", _ADMIN, today)
    row = NEXT[state]
    return NextAction(row.what, row.owner, on or _due(row.within, today, days, targets))


def _due(within: str, today: date, days: WorkingDays, targets: Targets) -> date:
    if within in ("hold_within", "respond_within"):  # counted in days of the calendar
        return days.next_on_or_after(today + timedelta(days=getattr(targets, within)))
    return days.add(today, getattr(targets, within))


def may_follow(before: S, after: S) -> bool:
    """Whether a case may go from one state to another."""
    return after == before or after in MOVES[before]
