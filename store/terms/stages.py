"""Where a case can stand, and the stage of the board that shows it; moves nothing."""

from __future__ import annotations

from enum import StrEnum

from store.terms.words import Place


class Stage(StrEnum):
    """A stage of the board, as people see it."""

    VALIDITY = "1 Validity check"
    WAITING_POLICE = "2 Waiting for the police"
    WAITING_COMPLAINANT = "3 Waiting for the complainant"
    ASSESSMENT = "4 In assessment"
    SIGN_OFF = "5 Sign-off"
    READY_TO_CLOSE = "6 Ready to close"
    ON_HOLD = "On hold"
    CLOSED = "Closed"


class State(StrEnum):
    """The fine state of a case; the board shows only its stage."""

    TRIAGE = "triage"
    BODY_CHECK = "body_check"
    TIME_CHECK = "time_check"
    RIGHT_CHECK = "right_check"
    DECISION_PENDING = "decision_pending"
    AWAITING_COMPLAINANT = "awaiting_complainant"
    ACCEPTED = "accepted"
    PAPERS_REQUESTED = "papers_requested"
    PAPERS_OVERDUE = "papers_overdue"
    READY = "ready"
    UNDER_REVIEW = "under_review"
    FURTHER_ENQUIRY = "further_enquiry"
    DRAFTING = "drafting"
    REOPENED = "reopened"
    SIGN_OFF = "sign_off"
    WITH_DECISION_MAKER = "with_decision_maker"
    OUTCOME_SENT = "outcome_sent"
    RECOMMENDATION_PENDING = "recommendation_pending"
    RECOMMENDATION_ANSWERED = "recommendation_answered"
    ON_HOLD = "on_hold"
    BODY_DISPUTED = "body_disputed"
    TRANSFERRED = "transferred"
    OUT_OF_TIME = "out_of_time"
    INVALID = "invalid"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


STAGE_OF = {
    State.TRIAGE: Stage.VALIDITY,
    State.BODY_CHECK: Stage.VALIDITY,
    State.TIME_CHECK: Stage.VALIDITY,
    State.RIGHT_CHECK: Stage.VALIDITY,
    State.DECISION_PENDING: Stage.VALIDITY,
    State.AWAITING_COMPLAINANT: Stage.WAITING_COMPLAINANT,
    State.ACCEPTED: Stage.WAITING_POLICE,
    State.PAPERS_REQUESTED: Stage.WAITING_POLICE,
    State.PAPERS_OVERDUE: Stage.WAITING_POLICE,
    State.RECOMMENDATION_PENDING: Stage.WAITING_POLICE,
    State.READY: Stage.ASSESSMENT,
    State.UNDER_REVIEW: Stage.ASSESSMENT,
    State.FURTHER_ENQUIRY: Stage.ASSESSMENT,
    State.DRAFTING: Stage.ASSESSMENT,
    State.REOPENED: Stage.ASSESSMENT,
    State.SIGN_OFF: Stage.SIGN_OFF,
    State.WITH_DECISION_MAKER: Stage.SIGN_OFF,
    State.OUTCOME_SENT: Stage.READY_TO_CLOSE,
    State.RECOMMENDATION_ANSWERED: Stage.READY_TO_CLOSE,
    State.ON_HOLD: Stage.ON_HOLD,
    State.BODY_DISPUTED: Stage.ON_HOLD,
    State.TRANSFERRED: Stage.CLOSED,
    State.OUT_OF_TIME: Stage.CLOSED,
    State.INVALID: Stage.CLOSED,
    State.WITHDRAWN: Stage.CLOSED,
    State.CLOSED: Stage.CLOSED,
}

ENDS = frozenset({State.TRANSFERRED, State.OUT_OF_TIME, State.INVALID, State.WITHDRAWN, State.CLOSED})

"""The states nothing more is due in."""

BOARD = {
    Stage.VALIDITY: Place.BOARD_VALIDITY,
    Stage.WAITING_POLICE: Place.BOARD_POLICE,
    Stage.WAITING_COMPLAINANT: Place.BOARD_COMPLAINANT,
    Stage.ASSESSMENT: Place.BOARD_ASSESSMENT,
    Stage.SIGN_OFF: Place.BOARD_SIGN_OFF,
    Stage.READY_TO_CLOSE: Place.BOARD_READY,
    Stage.ON_HOLD: Place.BOARD_HOLD,
    Stage.CLOSED: Place.BOARD_CLOSED,
}

"""The folder in which the cards of each stage lie."""
