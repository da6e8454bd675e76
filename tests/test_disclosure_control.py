"""Which counts may be published: no small one is seen, and none that is left out can be worked out from the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.disclosure_control import SMALLEST, Count, Shown, controlled, controlled_list

COUNTS = st.integers(0, 12)
FEW = st.integers(0, 7)


def tables(rows: int, columns: int, counts: st.SearchStrategy[int] = COUNTS) -> st.SearchStrategy[list[list[int]]]:
    """Tables of this many rows and columns at most."""
    return st.integers(1, columns).flatmap(
        lambda wide: st.lists(st.lists(counts, min_size=wide, max_size=wide), min_size=1, max_size=rows)
    )


def everything(shown: Shown) -> list[list[Count]]:
    """The table with its totals, as it is shown."""
    rows = [[*row, total] for row, total in zip(shown.counts, shown.row_totals, strict=True)]
    return [*rows, [*shown.column_totals, shown.total]]


def whole(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with its totals, as it is."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def readings(shown: Shown, most: int) -> Iterator[list[list[int]]]:
    """Every table that looks like this one, with no hidden count above `most`: tried one by one."""
    seen = everything(shown)
    free = [(i, j) for i, row in enumerate(shown.counts) for j, value in enumerate(row) if value is None]
    for values in product(range(most + 1), repeat=len(free)):
        counts = [[value or 0 for value in row] for row in shown.counts]
        for (i, j), value in zip(free, values, strict=True):
            counts[i][j] = value
        every = whole(counts)
        if all(a is None or a == b for r, e in zip(seen, every, strict=True) for a, b in zip(r, e, strict=True)):
            yield every


@settings(max_examples=40, deadline=None)
@given(tables(2, 3, FEW) | tables(3, 2, FEW))
def test_nothing_left_out_can_be_worked_out(counts: list[list[int]]) -> None:
    """For each count that is left out, somebody who tries every table finds at least two that fit what is shown."""
    shown, true = controlled(counts), whole(counts)
    if shown.total is None:
        return
    hidden = [(i, j) for i, row in enumerate(everything(shown)) for j, value in enumerate(row) if value is None]
    values: dict[tuple[int, int], set[int]] = {place: set() for place in hidden}
    largest = max((true[i][j] for i, j in hidden), default=0)
    for every in readings(shown, largest + 1):
        for i, j in hidden:
            values[i, j].add(every[i][j])
        if all(len(found) > 1 for found in values.values()):
            return
    assert all(len(found) > 1 for found in values.values()), (counts, shown)


@settings(max_examples=120, deadline=None)
@given(tables(6, 5))
def test_what_is_shown_is_true_and_never_small(counts: list[list[int]]) -> None:
    """Each count that is shown is the right one and none is under five, totals among them."""
    for shown, true in zip(everything(controlled(counts)), whole(counts), strict=True):
        for one, right in zip(shown, true, strict=True):
            assert one is None or (one == right and one >= SMALLEST)


@settings(max_examples=200, deadline=None)
@given(tables(6, 5))
def test_the_total_stays_unless_it_is_small(counts: list[list[int]]) -> None:
    """The total of everything is shown wherever it is five or more, so tables that share it give nothing away."""
    shown, total = controlled(counts), sum(map(sum, counts))
    assert shown.total == (total if total >= SMALLEST else None)
    if shown.total is None:
        assert all(value is None for row in everything(shown) for value in row)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(SMALLEST, 40), min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_table_without_small_counts_is_shown_whole(counts: list[list[int]]) -> None:
    """Nothing is left out for nothing."""
    assert everything(controlled(counts)) == whole(counts)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([3, 9, 20], (None, None, 20)),
        ([3, 4, 20], (None, None, 20)),
        ([0, 7], (None, None)),
        ([9, 9, 9], (9, 9, 9)),
        ([30, 12, 0, 8, 0, 0], (30, 12, None, None, None, None)),
        ([1, 2], (None, None)),
    ],
)
def test_a_list_loses_as_little_as_can_be(counts: list[int], shown: tuple[Count, ...]) -> None:
    """One small number takes the smallest other with it; two cover each other, unless both are nought."""
    assert controlled_list(counts)[0] == shown


def test_one_small_count_takes_three_more_with_it() -> None:
    """In a table with totals one small count is covered by three others, and every total stays."""
    shown = controlled([[2, 30, 40], [50, 60, 70], [9, 80, 90]])
    assert shown.counts == ((None, None, 40), (50, 60, 70), (None, None, 90))
    assert shown.row_totals == (72, 180, 179)
    assert shown.column_totals == (61, 170, 200)
