"""An office with a register in a folder, and people who change it in a spreadsheet program, for stories about it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from store import registers
from store.registers import ReadBack
from tests.desk import FIRST, Desk
from tests.signing_world import CONTACTS, LAW, TEAM


@dataclass
class RegisterDesk(Desk):
    """A Desk whose service keeps a register in the folder `shared`; `more_keys` are further lines of its section."""

    more_keys: str = ""

    def __post_init__(self) -> None:
        self.shared = self.folder / "shared"
        section = f'[register]\nfolder = "{self.shared}"\n{self.more_keys}'
        self.more = TEAM + LAW + CONTACTS + section
        super().__post_init__()

    @property
    def path(self) -> Path:
        """Where the register lies."""
        return self.shared / "Register.xlsx"

    def files(self) -> list[str]:
        """What anybody sees in the folder."""
        return sorted(one.name for one in self.shared.iterdir() if not one.name.startswith((".", "~")))

    def begins(self) -> None:
        """One request has come and the register of the day is written."""
        self.person("Ann").writes()
        self.runs()

    def shows(self, column: str, reference: str = FIRST, path: Path | None = None) -> Any:
        """What a cell of the register says."""
        table = shown(path or self.path)
        return next(row[column] for row in table if row["Case"] == reference)

    def changes(self, *, of: str = FIRST, path: Path | None = None, **cells: Any) -> None:
        """Somebody changes cells of a case and saves the file."""
        changed(path or self.path, {of: {name.replace("_", " ").capitalize(): value for name, value in cells.items()}})

    def read_back(self) -> list[ReadBack]:
        """Everything that was ever read back."""
        with self.service.reading() as tx:
            return list(registers.since(tx, self.service.clock.now().replace(year=2000)))


def opened(where: Path | bytes) -> Any:
    """The workbook as another program reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns that it would lose the data bar
        return load_workbook(where if isinstance(where, Path) else io.BytesIO(where))


def shown(where: Path | bytes) -> list[dict[str, Any]]:
    """The rows of the register by the names of their columns."""
    header, *rows = opened(where)["Register"].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def changed(path: Path, cells: Mapping[str, Mapping[str, Any]], *, of: Path | None = None) -> None:
    """The file (made from another where one is named) says these things of these cases, saved by another program."""
    book = opened(of or path)
    sheet = book["Register"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        for name, value in cells.get(row[0].value, {}).items():
            sheet.cell(row[0].row, columns[name]).value = value
            if isinstance(value, date):
                sheet.cell(row[0].row, columns[name]).number_format = "d mmm yyyy"
    book.save(path)
