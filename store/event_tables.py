"""The rows of the history, private to this folder: links that are only ever added to, and what each was in words."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from store.columns import NUMBER, instant, sealed


class EventRow(SQLModel, table=True):
    """One link of the history: append-only (triggers refuse anything else), each holding the hash of the one before."""

    __tablename__: ClassVar[str] = "event"
    seq: int = Field(sa_column=Column(NUMBER, primary_key=True, autoincrement=False))
    at: datetime | None = instant(nullable=False)
    actor: str
    action: str
    subject: str = Field(index=True)
    case_id: int | None = Field(default=None, index=True)
    rule: str = ""
    details_hash: str
    previous: str
    hash: str


class EventDetailRow(SQLModel, table=True):
    """What an event was about in words, sealed and erasable; the chain holds only its salted hash."""

    __tablename__: ClassVar[str] = "event_detail"
    seq: int = Field(sa_column=Column(NUMBER, primary_key=True, autoincrement=False))
    case_id: int | None = Field(default=None, index=True)
    sealed: bytes | None = sealed()
