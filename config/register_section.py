"""The `[register]` section of the settings: where the register is written, what it shows and what is read back."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator

from config.section import Section
from config.values import FullPath, Line, TimeOfDay

ReadBack = Literal["owner", "kind of review", "about", "themes", "answer", "next step", "note", "hold until", "checks"]
"""A column that can be read back, or the sheet of checks."""


def _file_name(value: str) -> str:
    if set(value) & set('/\\:*?"<>|') or value.startswith((".", "~")) or len(value) > 60 or "(new copy" in value:
        raise ValueError('the name of the file, without ".xlsx": at most 60 characters, none of / \\ : * ? " < > |.')
    return value.removesuffix(".xlsx")


class RegisterSection(Section):
    """`[register]`: without a `folder` none is written by itself; `at` is a London time, `editable` may be empty."""

    folder: FullPath | None = None
    file_name: Annotated[Line, AfterValidator(_file_name)] = "Register"
    at: TimeOfDay = time(7, 30)
    names: bool = False
    editable: tuple[ReadBack, ...] = get_args(ReadBack)
