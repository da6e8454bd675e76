"""The rows of what the force was asked for and what came, private to this folder: columns and indexes, no behaviour."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import instant, key, sealed


class PaperRequestRow(SQLModel, table=True):
    """One request to a unit of the force; `next_on` is the first day a round has to look at it, blank for never.

    `asked` is what was asked for, `letter_key` the letter that asked. `done` is JSON of the rungs of this clock with
    their days.
    """

    __tablename__: ClassVar[str] = "paper_request"
    id: int | None = key()
    case_id: int = Field(foreign_key="review.id", index=True)
    unit: str = Field(index=True)
    asked: str
    state: str = Field(index=True)
    letter_key: str = Field(unique=True)
    written_at: datetime | None = instant(nullable=False)
    asked_on: date | None = None
    due_on: date
    clock: int = 1
    done: str = "{}"
    heard_on: date | None = None
    partial_on: date | None = None
    paused_until: date | None = None
    paused_because: str = ""
    last_mail_on: date | None = None
    chases: int = 0
    rests: int = 0
    extensions: int = 0
    completed_on: date | None = None
    next_on: date | None = Field(default=None, index=True)


class PaperItemRow(SQLModel, table=True):
    """One numbered line of a request; `note` (words about people) is sealed under the case's key."""

    __tablename__: ClassVar[str] = "paper_item"
    request_id: int = Field(primary_key=True, foreign_key="paper_request.id")
    number: int = Field(primary_key=True)
    what: str
    kind: str = ""
    required: bool = True
    state: str = "outstanding"
    received_on: date | None = None
    by: str = ""
    sensitivity: str = "official"
    note: bytes | None = sealed()


class PaperFileRow(SQLModel, table=True):
    """One file of a case: where its sealed bytes are, what it seems to be, and what the scanner made of it.

    Its name is a label, sealed, and so is what lies in it (`details`, JSON). A file that came twice on one case is kept
    once, and each coming is a row. `blob` is blank until its bytes have been taken out of the mail, and `fault` says
    why they never could be. `kinds` are the papers it is, `ticks` the lines it ticked ("request.number"), with spaces
    between. `scan_again_on` is the first day on which the scanner is asked again, blank for never.
    """

    __tablename__: ClassVar[str] = "paper_file"
    __table_args__ = (UniqueConstraint("intake_id", "part"),)
    id: int | None = key()
    case_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    intake_id: int = Field(foreign_key="intake.id")
    part: str
    label: bytes | None = sealed()
    details: bytes | None = sealed()
    sha256: str = Field(index=True)
    size: int
    blob: str = Field(default="", index=True)
    fault: str = ""
    wrapped_key: bytes | None = sealed()
    by_name: str = ""
    declared: str = ""
    by_content: str = ""
    scan: str = Field(index=True)
    scan_reason: str = ""
    scanned_at: datetime | None = instant()
    scan_again_on: date | None = Field(default=None, index=True)
    kinds: str = ""
    kind_reason: str = ""
    ticks: str = ""
    vouched: str = "unverified"
    came_on: date


class UnitMailRow(SQLModel, table=True):
    """One mail to one unit on one day, which makes it at most one; `letters` is JSON of the keys it went out as."""

    __tablename__: ClassVar[str] = "unit_mail"
    unit: str = Field(primary_key=True)
    on: date = Field(primary_key=True)
    letter_key: str
    rung: str


class ContactRow(SQLModel, table=True):
    """What was learnt about one address of the contact book, which never changes the book: frozen, moved, asked.

    `heard` counts requests that its mailbox acknowledged by itself within a working day, of `asked` ones.
    """

    __tablename__: ClassVar[str] = "contact"
    address_tag: str = Field(primary_key=True)
    unit: str = Field(index=True)
    frozen_at: datetime | None = instant()
    frozen_why: str = ""
    asked: int = 0
    heard: int = 0
    checked_on: date | None = None
    confirmed_on: date | None = None
