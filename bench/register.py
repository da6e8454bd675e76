"""Measures the register of 10,000 cases beside a bare XlsxWriter loop over the same cells.

    python -m bench.register [--cases 10000] [--rounds 5]

The bare loop writes the same words, numbers and days into one sheet and does nothing else: no table, no colours, no
summary, no hidden sheet with what proves each row. The two take turns.
"""

from __future__ import annotations

import argparse
import io
import time
from datetime import UTC, date, datetime, timedelta
from statistics import median

import xlsxwriter

from bot.reporting import register
from handlers.register import DAYS, Cell, Row, columns, rows
from handlers.working_days import WorkingDays
from store.messages import CaseRecord
from store.terms import ENDS, State

NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)
TODAY = date(2026, 11, 17)
STATES = tuple(one for one in State if one not in ENDS)
BETTER = 2.0


def made(cases: int) -> tuple[Row, ...]:
    records = (
        CaseRecord(
            f"PCR/2026/{number:05}",
            TODAY - timedelta(days=number % 90),
            TODAY - timedelta(days=number % 90),
            STATES[number % len(STATES)],
            (),
            force_reference=f"CO/{number:05}/26",
            unit="south",
            owner=("A Li", "J Mensah", "")[number % 3],
            next_action="See that the papers have come",
            next_on=TODAY + timedelta(days=number % 40 - 10),
        )
        for number in range(cases)
    )
    return rows(records, today=TODAY, days=WorkingDays(), units={})


def ours(found: tuple[Row, ...]) -> int:
    header = columns(names=False)
    people = ("A Li", "J Mensah")
    page = register._Page(found, header, 1, TODAY, "Office", people, ("close",), register.EDITABLE, ())
    return len(register._workbook(page, NOW, lambda text: text[:32]))


def bare(found: tuple[Row, ...]) -> int:
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d mmm yyyy"})
        header = columns(names=False)
        for line, row in enumerate(found):
            for column, name in enumerate(header):
                _one(sheet, line, column, row.cells[name], day if name in DAYS else None)
    return len(held.getvalue())


def _one(sheet: xlsxwriter.worksheet.Worksheet, line: int, column: int, value: Cell, day: object) -> None:
    if value is None or value == "":
        return
    if day is not None:
        sheet.write_datetime(line, column, value, day)
    elif isinstance(value, int):
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    found = made(args.cases)
    seconds: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(args.rounds + 1):
        for name, write in (("ours", ours), ("bare", bare)):
            began = time.perf_counter()
            write(found)
            seconds[name].append(time.perf_counter() - began)
    ratio = median(one / other for one, other in list(zip(seconds["ours"], seconds["bare"], strict=True))[1:])
    for name, taken in seconds.items():
        print(f"{len(found):,} cases, {name}: {median(taken[1:]) * 1000:6.0f} ms")
    print(f"the one beside the other: {ratio:.2f}, to be no more than {BETTER}")
    if ratio > BETTER:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
