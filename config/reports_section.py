"""The `[reports]` section of the settings: where reports go, which quarters a year has, and Centurion's own words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from config.section import Section
from config.values import FullPath, Line

KeyedIn = Literal[
    "force reference", "our reference", "received", "whose review", "kind of review", "about", "time limit",
    "valid", "not valid because", "papers asked", "papers complete", "allocated", "decided", "told", "outcome",
    "upheld because", "answer due", "answered", "answer", "ended",
]  # fmt: skip
_ON_SCREEN: tuple[KeyedIn, ...] = (
    "force reference", "our reference", "received", "whose review", "kind of review", "about", "valid",
    "not valid because", "papers asked", "papers complete", "told", "outcome", "upheld because", "answer due",
    "answered", "answer", "ended",
)  # fmt: skip


def _each_once(value: tuple[KeyedIn, ...]) -> tuple[KeyedIn, ...]:
    if not value or len(set(value)) < len(value):
        raise ValueError("name at least one field, and none of them twice.")
    return value


class ReportsSection(Section):
    """`[reports]`: without a `folder` reports go into "reports" beside the settings file.

    `key_in` are the fields of a case in the order in which Centurion's screens ask for them; `columns` says what each
    is headed in an export of Centurion, for those that are compared.
    """

    folder: FullPath | None = None
    year_begins: Literal["january", "april"] = "january"
    key_in: Annotated[tuple[KeyedIn, ...], AfterValidator(_each_once)] = _ON_SCREEN
    columns: dict[KeyedIn, Line] = Field(default_factory=dict)
