"""Which counts of a table may be shown, so that no small one can be seen or worked out; rounds nothing, shows nothing.

A count under `SMALLEST` is not shown, nought among them. Where one could be worked out from the others and the totals,
more are left out until it cannot. The total of everything stays: tables that share it are then safe side by side. A
table whose total is itself too small is left out whole. This guards counts of one table at one time; two editions of
the same table with other totals are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

SMALLEST = 5
"""The smallest count that is shown."""

Count = int | None


class Cell(NamedTuple):
    """Where a count stands; the row or the column after the last is that of totals."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it may be shown: None is a count that may not. `total` is None where nothing at all is shown."""

    counts: tuple[tuple[Count, ...], ...]
    row_totals: tuple[Count, ...]
    column_totals: tuple[Count, ...]
    total: Count


def controlled(counts: Sequence[Sequence[int]]) -> Shown:
    """The table with its totals, and with None for each count that is small or would give a small one away.

    `counts` has at least one row, rows of one length of at least one, and no number below nought.
    """
    table = _with_totals(counts)
    hidden = _hidden(table)
    shown = [[None if Cell(i, j) in hidden else value for j, value in enumerate(row)] for i, row in enumerate(table)]
    return Shown(
        counts=tuple(tuple(row[:-1]) for row in shown[:-1]),
        row_totals=tuple(row[-1] for row in shown[:-1]),
        column_totals=tuple(shown[-1][:-1]),
        total=shown[-1][-1],
    )


def controlled_list(counts: Sequence[int]) -> tuple[tuple[Count, ...], Count]:
    """A list and its total as they may be shown; the list has at least one number."""
    shown = controlled([counts])
    return shown.counts[0], shown.total


def _with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _hidden(table: Sequence[Sequence[int]]) -> frozenset[Cell]:
    """The cells that are not shown."""
    last = Cell(len(table) - 1, len(table[0]) - 1)
    cells = {Cell(i, j): value for i, row in enumerate(table) for j, value in enumerate(row)}
    if cells[last] < SMALLEST:
        return frozenset(cells)
    hidden = {cell for cell, value in cells.items() if value < SMALLEST}
    while more := _missing(cells, hidden, last):
        hidden |= more
    return frozenset(hidden)


def _missing(cells: dict[Cell, int], hidden: set[Cell], last: Cell) -> set[Cell]:
    """The cells to leave out as well, so that the first hidden one that can be worked out no longer can; none of none.

    What is shown fixes the sums of rows and columns. A hidden count can be another exactly where a ring of hidden ones
    leads round it, along which one more here is one less there: the table as a flow, in which each count is an arc.
    """
    for cell in sorted(hidden):
        if _ring(cells, hidden, last, cell, only_hidden=True) is None:
            return (_ring(cells, hidden, last, cell, only_hidden=False) or set(cells)) - hidden
    return set()


def _ring(cells: dict[Cell, int], hidden: set[Cell], last: Cell, cell: Cell, *, only_hidden: bool) -> set[Cell] | None:
    """The cheapest ring of counts along which this one can be more, or less where it is not nought; None of none."""
    tail, head = _ends(cell, last)
    ways = [(head, tail)] + ([(tail, head)] if cells[cell] else [])
    found = [way for way in (_way(cells, hidden, last, cell, *ends, only_hidden=only_hidden) for ends in ways) if way]
    return min(found, key=lambda one: one[0])[1] if found else None


def _way(
    cells: dict[Cell, int], hidden: set[Cell], last: Cell, without: Cell, start: int, end: int, *, only_hidden: bool
) -> tuple[int, set[Cell]] | None:
    """The cheapest way from one sum to another and its cost: hidden counts cost nothing, shown ones much."""
    arcs: dict[int, list[tuple[int, Cell, int]]] = {}
    for cell, tail, head in _arcs(cells, last):
        if cell in (without, last) or (only_hidden and cell not in hidden):
            continue
        arcs.setdefault(tail, []).append((head, cell, 0 if cell in hidden else _cost(cell, cells[cell], last)))
    best: dict[int, int] = {start: 0}
    queue: list[tuple[int, int, tuple[Cell, ...]]] = [(0, start, ())]
    while queue:
        cost, node, way = heappop(queue)
        if node == end:
            return cost, set(way)
        if cost > best[node]:
            continue
        for head, cell, more in arcs.get(node, ()):
            if cost + more < best.get(head, cost + more + 1):
                best[head] = cost + more
                heappush(queue, (cost + more, head, (*way, cell)))
    return None


def _arcs(cells: dict[Cell, int], last: Cell) -> Iterator[tuple[Cell, int, int]]:
    """Each way in which a count can change: more always, less where it is not nought."""
    for cell, value in cells.items():
        tail, head = _ends(cell, last)
        yield cell, tail, head
        if value:
            yield cell, head, tail


def _ends(cell: Cell, last: Cell) -> tuple[int, int]:
    """The two sums that a count joins, as numbers: rows from nought on, columns after them, totals with their own."""
    row, column = cell.row, last.row + 1 + cell.column
    if cell.row == last.row or cell.column == last.column:
        return column, row
    return row, column


def _cost(cell: Cell, value: int, last: Cell) -> int:
    """What leaving out a count costs: a total more than any count, and a large one more than a small one."""
    is_total = cell.row == last.row or cell.column == last.column
    return (10**9 if is_total else 10**6) + min(value, 10**5)
