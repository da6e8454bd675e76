"""The rows of what was passed on to the manager and of checks of the work, private to this folder; no behaviour."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import instant, key, sealed


class EscalationRow(SQLModel, table=True):
    """One thing that was passed on: by which question, how much there was of it, and how often it was told.

    `told_at` is None where it stands in the digest alone. `in_file` says whether the second file has it, None where it
    is not to be there.
    """

    __tablename__: ClassVar[str] = "escalation"
    id: int | None = key()
    subject: str = Field(index=True)
    case_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    intake_id: int | None = Field(default=None, foreign_key="intake.id")
    what: str
    evidence: int
    code: str
    raised_at: datetime | None = instant(nullable=False)
    told_at: datetime | None = instant()
    times: int = 0
    in_file: bool | None = Field(default=None, index=True)


class QualityCheckRow(SQLModel, table=True):
    """What one person found in one decision: the answers to the checklist, and what was done with it since.

    `answers` and `finding` are sealed under the case's key.
    """

    __tablename__: ClassVar[str] = "quality_check"
    id: int | None = key()
    case_id: int = Field(foreign_key="review.id", index=True)
    decision: str
    person: str
    month: str = Field(index=True)
    sampler: str
    recorded_at: datetime | None = instant(nullable=False)
    score: int
    out_of: int
    answers: str
    finding: bytes | None = sealed()
    feedback_on: date | None = None


class QualityAskRow(SQLModel, table=True):
    """One decision that one person was asked to check, by which code, and what they answered so far.

    `said` is the answer as far as it goes, sealed under the case's key. `check_id` is the check that came of it, None
    while questions are open. With `twice` somebody else was asked about the same decision.
    """

    __tablename__: ClassVar[str] = "quality_ask"
    __table_args__ = (UniqueConstraint("case_id", "decision", "sampler"),)
    id: int | None = key()
    code: str = Field(unique=True)
    case_id: int = Field(foreign_key="review.id", index=True)
    decision: str
    decided_on: date
    month: str = Field(index=True)
    sampler: str
    twice: bool = False
    asked_at: datetime | None = instant(nullable=False)
    answered_at: datetime | None = instant()
    said: bytes | None = sealed()
    check_id: int | None = Field(default=None, foreign_key="quality_check.id")
