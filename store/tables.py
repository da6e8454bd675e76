"""The rows, private to this folder: columns and indexes only, no behaviour.

Sealed columns hold AES-GCM under the case's key (or the store's own where there is no case), so that destroying
one key erases them in every backup. Tags are keyed hashes: they can be looked up, not read.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import instant, key, sealed


class ControlRow(SQLModel, table=True):
    """One row: who leads, whether sending is paused, the head of the event chain, and whether a restore was noticed.

    `restored_at` is blank unless a person still has to accept what Sent Items hold from `restored_since` on. What
    people sent by hand counts from `sent_items_since` on.
    """

    __tablename__: ClassVar[str] = "control"
    id: int = Field(primary_key=True)
    epoch: int = 0
    holder: str = ""
    host: str = ""
    renewed_at: datetime | None = instant()
    paused: bool = False
    paused_by: str = ""
    paused_why: str = ""
    head_seq: int = 0
    head_hash: str = ""
    key_check: str = ""
    last_pass_at: datetime | None = instant()
    restored_at: datetime | None = instant()
    restored_since: datetime | None = instant()
    restored_why: str = ""
    sent_items_since: datetime | None = instant()


class FolderRow(SQLModel, table=True):
    """A watched folder: the name the service knows it by, its id in the mailbox, and how far it has been read."""

    __tablename__: ClassVar[str] = "folder"
    name: str = Field(primary_key=True)
    folder_id: str
    cursor: str = ""


class CaseRow(SQLModel, table=True):
    """One review. Facts about people are sealed; dates and findings are not personal by themselves."""

    __tablename__: ClassVar[str] = "review"
    __table_args__ = (UniqueConstraint("year", "number"),)
    id: int | None = key()
    reference: str = Field(unique=True)
    year: int
    number: int
    opened_at: datetime | None = instant(nullable=False)
    received_on: date
    state: str = Field(index=True)
    facts: bytes | None = sealed()
    force_reference: str | None = None
    provided_on: date | None = None
    last_day: date | None = None
    review_body: str | None = None
    time_result: str | None = None
    review_kind: str = ""
    body_by: str = ""
    time_by: str = ""
    right_by: str = ""
    owner: str = ""
    unit: str = ""
    outcome: str = ""
    state_since: date | None = None
    asked_from: str = ""
    held_from: str = ""
    held_until: date | None = None
    reply_by: date | None = None
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
    acknowledged_on: date | None = None
    looked_on: date | None = None
    body_settled_on: date | None = None
    ground: str = ""
    withdrawn: str = ""
    recommendation: str = ""
    allegations: str = ""
    themes: str = ""
    restricted: bool = False
    next_action: str
    next_owner: str
    next_on: date = Field(index=True)


class CaseKeyRow(SQLModel, table=True):
    """The key of one case, wrapped by the key file; blank once the case has been erased."""

    __tablename__: ClassVar[str] = "review_key"
    case_id: int = Field(primary_key=True, foreign_key="review.id")
    wrapped: bytes | None = sealed()


class PartyRow(SQLModel, table=True):
    """Somebody who belongs to a case: their address as a tag ("" where they have none), name and address sealed."""

    __tablename__: ClassVar[str] = "party"
    __table_args__ = (UniqueConstraint("case_id", "address_tag"),)
    id: int | None = key()
    case_id: int = Field(foreign_key="review.id")
    role: str
    address_tag: str = Field(index=True)
    details: bytes | None = sealed()
    consent_on: date | None = None


class ClueRow(SQLModel, table=True):
    """What a message may have in common with a case (force reference, name or file), as a tag; it proves nothing."""

    __tablename__: ClassVar[str] = "clue"
    tag: str = Field(primary_key=True)
    case_id: int = Field(primary_key=True, foreign_key="review.id")


class IntakeRow(SQLModel, table=True):
    """One received item: where its raw bytes are, what it was taken to be, and where it was put."""

    __tablename__: ClassVar[str] = "intake"
    __table_args__ = (UniqueConstraint("mailbox", "item"), UniqueConstraint("stamp"))
    id: int | None = key()
    mailbox: str
    item: str
    stamp: str
    locator: str = ""
    folder: str = Field(index=True)
    seen_at: datetime | None = instant(nullable=False)
    received_at: datetime | None = instant(nullable=False)
    size: int
    sha256: str
    blob: str
    wrapped_key: bytes | None = sealed()
    state: str = Field(index=True)
    attempts: int = 0
    failures: int = 0
    fault: str = ""
    case_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    kind: str = ""
    flags: str = ""
    may_acknowledge: bool | None = None
    why_not: str = ""
    sender_tag: str = ""
    fingerprint_tag: str = Field(default="", index=True)
    matter_tag: str = Field(default="", index=True)
    message_tag: str = Field(default="", index=True)
    duplicate_of: int | None = None
    filing: str = Field(default="none", index=True)
    target: str = ""
    categories: str = ""
    flag_on: date | None = None


class LetterRow(SQLModel, table=True):
    """One letter on its way out; `key` is unique, so a letter for an occasion exists once."""

    __tablename__: ClassVar[str] = "outbox"
    id: int | None = key()
    key: str = Field(unique=True)
    mark: str = Field(unique=True)
    letter: str
    case_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    intake_id: int | None = Field(default=None, foreign_key="intake.id", index=True)
    audience: str = "complainant"
    approval: str = "by_itself"
    writer: str = Field(default="", index=True)
    added_signer: str = ""
    added_because: str = ""
    package: str = Field(default="", index=True)
    draft_folder: str = ""
    seen_hash: str = ""
    approved_by: str = ""
    changed_at: datetime | None = instant()
    submitted_at: datetime | None = instant()
    approved_at: datetime | None = instant()
    not_before: datetime | None = instant()
    noted: bool = Field(default=False, index=True)
    state: str = Field(index=True)
    planned_at: datetime | None = instant(nullable=False)
    planned_in: str
    to_tag: str = Field(index=True)
    domain_tag: str = Field(index=True)
    sealed: bytes | None = sealed()
    content_hash: str = ""
    template_version: str = ""
    message_id: str = Field(index=True)
    draft_item: str = ""
    draft_locator: str = ""
    drafted_at: datetime | None = instant()
    sending_at: datetime | None = instant(index=True)
    sent_at: datetime | None = instant()
    confirmed_at: datetime | None = instant()
    looks: int = 0
    held_because: str = ""
    held_from: str = ""
    released_by: str = ""


class FoundLetterRow(SQLModel, table=True):
    """A letter in Sent Items that a restored store had forgotten; `letter_id` is the letter it turned out to be."""

    __tablename__: ClassVar[str] = "found_letter"
    mark: str = Field(primary_key=True)
    sent_at: datetime | None = instant(nullable=False)
    to_tag: str = ""
    answers_tag: str = ""
    reference: str = ""
    letter_id: int | None = Field(default=None, foreign_key="outbox.id")


class ToldReferenceRow(SQLModel, table=True):
    """A reference that was given to a case and that a restored store had forgotten; of a letter, what it answered."""

    __tablename__: ClassVar[str] = "told_reference"
    reference: str = Field(primary_key=True)
    year: int = Field(index=True)
    number: int
    to_tag: str = ""
    answers_tag: str = Field(default="", index=True)


class RoundRow(SQLModel, table=True):
    """One thing done by the calendar on one day, which makes it happen once; `result` is JSON of counts."""

    __tablename__: ClassVar[str] = "round"
    name: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    finished_at: datetime | None = instant(nullable=False)
    result: str


class QuestionRow(SQLModel, table=True):
    """Something only a person can settle, open until it is answered."""

    __tablename__: ClassVar[str] = "question"
    __table_args__ = (UniqueConstraint("subject", "code"),)
    id: int | None = key()
    subject: str
    code: str
    case_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    text: str
    owner: str
    due_on: date = Field(index=True)
    asked_at: datetime | None = instant(nullable=False)
    answered_at: datetime | None = instant()


class CorrectionRow(SQLModel, table=True):
    """What a person said a message is; a later row about the same message replaces the earlier one."""

    __tablename__: ClassVar[str] = "correction"
    id: int | None = key()
    intake_id: int = Field(foreign_key="intake.id", index=True)
    kind: str
    said_at: datetime | None = instant(nullable=False)
    said_by: str
    source: str
