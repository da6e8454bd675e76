"""What the columns of the rows are made of; holds no rows."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlmodel import Field

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
NUMBER = BigInteger().with_variant(Integer, "sqlite")


@lru_cache(maxsize=64)  # a transaction has one instant, which stands in every row it writes
def _text(value: datetime) -> str:
    return value.astimezone(UTC).strftime(_FORM)


class InstantColumn(TypeDecorator[datetime]):
    """An aware instant as fixed-width UTC text, which sorts as time does; refuses naive datetimes."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        """Text for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its time zone before it can be stored.")
        return _text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """The instant it was, aware and in UTC."""
        return None if value is None else datetime.fromisoformat(value)


def key() -> Any:
    """A row id the database gives."""
    return Field(default=None, sa_column=Column(NUMBER, primary_key=True, autoincrement=True))


def instant(*, index: bool = False, nullable: bool = True) -> Any:
    """A column of aware instants."""
    return Field(default=None, sa_column=Column(InstantColumn, index=index, nullable=nullable))


def sealed() -> Any:
    """A column of AES-GCM bytes, None where there is nothing."""
    return Field(default=None, sa_column=Column(LargeBinary, nullable=True))
