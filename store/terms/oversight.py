"""What the manager is told of a case, and what is looked for in the work afterwards; does nothing."""

from __future__ import annotations

from enum import StrEnum


class Trigger(StrEnum):
    """Why a case is passed on to the manager, the most pressing first."""

    RISK = "risk"
    WRONG_PERSON = "wrong_person"
    RAISED = "raised"
    DEATH = "death"
    CHILD = "child"
    DISCRIMINATION = "discrimination"
    SENIOR_OFFICER = "senior_officer"
    MEDIA = "media"
    LITIGATION = "litigation"
    SEVERAL_PEOPLE = "several_people"
    PAPERS_REFUSED = "papers_refused"
    RECOMMENDATION_REFUSED = "recommendation_refused"
    BODY_DISPUTED = "body_disputed"
    OLD = "old"


class DecisionKind(StrEnum):
    """What was decided about a case, as far as it is checked afterwards."""

    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    TRANSFERRED = "transferred"
    LATE_REFUSED = "late_refused"
    NOT_VALID = "not_valid"
    WITHDRAWN = "withdrawn"


class Check(StrEnum):
    """A question of the checklist with which a decision is checked."""

    BODY = "body"
    TIME = "time"
    GROUNDS = "grounds"
    REASONS = "reasons"
    TONE = "tone"
    TOLD = "told"
    RECOMMENDATION = "recommendation"
    DATA = "data"


class Theme(StrEnum):
    """What a case shows of how the police deal with complaints; of an upheld one, why it was upheld."""

    NOT_CONTACTED = "not contacted"
    ALLEGATION_MISSED = "allegation missed"
    EVIDENCE_NOT_VIEWED = "evidence not viewed"
    WRONG_ROUTE = "wrong route"
    NO_RATIONALE = "no rationale"
    WRONG_BODY = "wrong review body"
    RIGHTS_MISSING = "review rights missing"
    DELAY = "delay"
    TONE = "tone"
    ADJUSTMENTS_IGNORED = "adjustments ignored"
    DISCRIMINATION_NOT_ADDRESSED = "discrimination not addressed"
    FINDINGS_NOT_SUPPORTED = "findings not supported"
    REMEDY_NOT_ENOUGH = "remedy not enough"
