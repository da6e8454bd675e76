"""The rows of registers that were written and of what was read back from them, private to this folder; no behaviour."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field, SQLModel

from store.columns import instant, key, sealed


class RegisterExportRow(SQLModel, table=True):
    """One register that was written; `sha256` is that of its bytes, so that an untouched file is known unopened."""

    __tablename__: ClassVar[str] = "register_export"
    id: int | None = key()
    made_at: datetime | None = instant(nullable=False)
    cases: int
    sha256: str = Field(default="", index=True)


class RegisterEditRow(SQLModel, table=True):
    """One change that was read back, once: of which export, case and column; `value` is a mark of what it said.

    `outcome` is "done" or "not_taken", `said` (what became of it, in a sentence) is sealed.
    """

    __tablename__: ClassVar[str] = "register_edit"
    export: int = Field(primary_key=True, foreign_key="register_export.id")
    reference: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    read_at: datetime | None = instant(index=True, nullable=False)
    outcome: str
    said: bytes | None = sealed()
