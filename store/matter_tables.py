"""The rows of matters that are no reviews, private to this folder; no behaviour.

What names or describes anybody is sealed under the matter's own key, so that destroying it erases the matter.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import instant, key, sealed


class MatterRow(SQLModel, table=True):
    """One matter; `rules` is its kind as JSON, as it was in the settings when the matter was opened.

    `words` are its title and the people it is about.
    """

    __tablename__: ClassVar[str] = "matter"
    __table_args__ = (UniqueConstraint("year", "number"),)
    id: int | None = key()
    reference: str = Field(unique=True)
    year: int
    number: int
    kind: str
    rules: str
    owner: str
    opened_on: date
    closed_on: date | None = Field(default=None, index=True)
    words: bytes | None = sealed()


class MatterKeyRow(SQLModel, table=True):
    """The key of one matter, wrapped by the key file; blank once the matter has been erased."""

    __tablename__: ClassVar[str] = "matter_key"
    matter_id: int = Field(primary_key=True, foreign_key="matter.id")
    wrapped: bytes | None = sealed()


class MatterDateRow(SQLModel, table=True):
    """One of the days a matter is counted from."""

    __tablename__: ClassVar[str] = "matter_date"
    matter_id: int = Field(primary_key=True, foreign_key="matter.id")
    name: str = Field(primary_key=True)
    on: date


class MatterStepRow(SQLModel, table=True):
    """What became of one step of a matter: a day set by hand, and when it was last done."""

    __tablename__: ClassVar[str] = "matter_step"
    matter_id: int = Field(primary_key=True, foreign_key="matter.id")
    step: str = Field(primary_key=True)
    moved_to: date | None = None
    done_on: date | None = None


class MatterServedRow(SQLModel, table=True):
    """One proof of service; `words` are to whom, and what shows it."""

    __tablename__: ClassVar[str] = "matter_served"
    id: int | None = key()
    matter_id: int = Field(foreign_key="matter.id", index=True)
    step: str
    how: str
    on: date
    intake_id: int | None = Field(default=None, foreign_key="intake.id")
    words: bytes | None = sealed()


class MatterNoteRow(SQLModel, table=True):
    """What somebody of the team added in words, beside what they said."""

    __tablename__: ClassVar[str] = "matter_note"
    id: int | None = key()
    matter_id: int = Field(foreign_key="matter.id", index=True)
    at: datetime | None = instant(nullable=False)
    by: str
    what: str
    words: bytes | None = sealed()


class MatterMessageRow(SQLModel, table=True):
    """A message that belongs to a matter."""

    __tablename__: ClassVar[str] = "matter_message"
    matter_id: int = Field(primary_key=True, foreign_key="matter.id")
    intake_id: int = Field(primary_key=True, foreign_key="intake.id", index=True)


class MatterReminderRow(SQLModel, table=True):
    """That the owner of a step was reminded of one due day, before it or on it: which makes it happen once."""

    __tablename__: ClassVar[str] = "matter_reminder"
    matter_id: int = Field(primary_key=True, foreign_key="matter.id")
    step: str = Field(primary_key=True)
    due_on: date = Field(primary_key=True)
    occasion: str = Field(primary_key=True)
    at: datetime | None = instant(nullable=False)
