"""The rows of what people do with cases, private to this folder: decisions, sign-offs, cards, commands, own letters."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import instant, key, sealed


class DecisionRow(SQLModel, table=True):
    """One decision of a person: what was decided, by whom in which role, on which exact words.

    `reasons` are sealed under the case's key, or the service's own for a letter on no case; `words_hash` is that of the
    letter that was approved, "" without one.
    """

    __tablename__: ClassVar[str] = "decision"
    id: int | None = key()
    case_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    what: str
    value: str
    by: str
    role: str = ""
    at: datetime | None = instant(nullable=False)
    letter_key: str = ""
    words_hash: str = ""
    reasons: bytes | None = sealed()


class SignOffRow(SQLModel, table=True):
    """One question to a signer: which letters, in exactly which words, and what the answer was.

    `code` stands in the mail and in the answer; `shown_hash` is over the letters as they were shown. A row whose words
    were changed afterwards has `lapsed_at`; an answer has had its effect at `settled_at`. `reasons` are what the signer
    wrote beside it.
    """

    __tablename__: ClassVar[str] = "sign_off"
    id: int | None = key()
    case_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    package: str = Field(index=True)
    code: str = Field(unique=True)
    signer: str
    shown_hash: str
    shown: bytes | None = sealed()
    mail_key: str = ""
    asked_at: datetime | None = instant(nullable=False)
    answered_at: datetime | None = instant()
    lapsed_at: datetime | None = instant()
    settled_at: datetime | None = instant()
    answer: str = ""
    answered_by: str = ""
    reasons: bytes | None = sealed()


class CardRow(SQLModel, table=True):
    """The card of one case on the board: which item it is, where it lies, what it shows, how often it was removed."""

    __tablename__: ClassVar[str] = "card"
    case_id: int = Field(primary_key=True, foreign_key="review.id")
    key: str = Field(default="", index=True)
    item: str = ""
    locator: str = ""
    folder: str = ""
    shown_hash: str = ""
    wanted_key: str = ""
    lost: bool = False
    made_at: datetime | None = instant()
    removed: int = 0
    gone: bool = False


class CommandRow(SQLModel, table=True):
    """One thing a person did in the mailbox that tells the service something, from when it was first seen.

    `subject` is "intake:5", "card:12" or "letter:12" by row id; `verb` says how it was told (store.commands.Told),
    `place` where the item was put or which category it was given, `came_from` where it lay before, both as the service
    calls them. `goes_to` is where the service puts the item for it, and what it adds to and removes from its labels;
    `note_key` is that of the note that says why it was refused. A row is unique while it settles.
    """

    __tablename__: ClassVar[str] = "command"
    __table_args__ = (UniqueConstraint("subject", "verb", "place", "arrived_at"),)
    id: int | None = key()
    subject: str = Field(index=True)
    case_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    verb: str
    place: str
    came_from: str = ""
    words_hash: str = ""
    arrived_at: datetime | None = instant(nullable=False)
    looks: int = 1
    state: str = Field(default="settling", index=True)
    refused: bool = False
    said: str = ""
    goes_to: str = ""
    adds: str = ""
    removes: str = ""
    note_key: str = ""
    note_item: str = ""
    note_locator: str = ""
    done_at: datetime | None = instant()


class StepRow(SQLModel, table=True):
    """What one ruling changed on a case: the values before it and the letters it made, sealed, to undo it by."""

    __tablename__: ClassVar[str] = "step"
    id: int | None = key()
    case_id: int = Field(foreign_key="review.id", index=True)
    at: datetime | None = instant(nullable=False)
    verb: str
    by: str = ""
    subject: str = ""
    before: bytes | None = sealed()
    undone_at: datetime | None = instant()


class DayRow(SQLModel, table=True):
    """One thing the calendar did to one case for one occasion, which makes it happen once."""

    __tablename__: ClassVar[str] = "case_day"
    case_id: int = Field(primary_key=True, foreign_key="review.id")
    what: str = Field(primary_key=True)
    occasion: str = Field(primary_key=True)
    on: date


class CaseLinkRow(SQLModel, table=True):
    """Two cases that belong together, seen from the one; the row for the other stands beside it."""

    __tablename__: ClassVar[str] = "case_link"
    case_id: int = Field(primary_key=True, foreign_key="review.id")
    other_id: int = Field(primary_key=True, foreign_key="review.id")


class AnswerRow(SQLModel, table=True):
    """One letter that a person sent by hand: which item it is in Sent Items, and what it was found to answer.

    Its bytes are kept only where it belongs to a case or answers a message (`state` "kept"), sealed under the case's
    key. `answers_tags` are tags of the Message-IDs it answers that no message came with yet.
    """

    __tablename__: ClassVar[str] = "answer_by_hand"
    __table_args__ = (UniqueConstraint("mailbox", "item"),)
    id: int | None = key()
    mailbox: str
    item: str
    locator: str = ""
    seen_at: datetime | None = instant(nullable=False)
    sent_at: datetime | None = instant(nullable=False)
    state: str = Field(default="seen", index=True)
    attempts: int = 0
    case_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    intake_id: int | None = Field(default=None, foreign_key="intake.id", index=True)
    message_tag: str = ""
    answers_tags: str = ""
    sha256: str = ""
    size: int = 0
    blob: str = ""
    wrapped_key: bytes | None = sealed()
