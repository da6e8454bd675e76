"""Draws a report's charts from its tables, each with the words that say the same; counts nothing itself."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from handlers.register import clean
from handlers.report import ReportData
from handlers.report_tables import NOT_KNOWN, TOTAL, Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INK, _FIRST, _SECOND = "#0b0c0c", "#1d70b8", "#b58900"
_MOST_BARS = 15
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: of which table, as PNG, and the words for those who do not see it."""

    key: str
    png: bytes
    alt: str


def charts(data: ReportData) -> Iterator[Chart]:
    """The charts for which there is something to draw. Equal figures give equal bytes."""
    for key, first, second in (("flow", "Received", "Ended"), ("outcomes", "Not upheld", "Upheld")):
        table = data.table(key)
        names, left, right = _series(table, first, second)
        if any(left) or any(right):
            alt = _said(table, names, (first, second), (left, right))
            yield Chart(key, _columns(names, left, right, (first, second)), alt)
    table = data.table("papers")
    names, days, _ = _series(table, "Median working days", "Cases")
    if any(days):
        alt = _said(table, names, ("Median working days",), (days,))
        yield Chart("papers", _bars(names[:_MOST_BARS], days[:_MOST_BARS], "Median working days"), alt)


def _series(table: Table, first: str, second: str) -> tuple[list[str], list[float], list[float]]:
    rows = [row for row in table.rows if row[0] != TOTAL and (row[0] != NOT_KNOWN or any(row[1:]))]
    one, other = table.columns.index(first), table.columns.index(second)
    return (
        [clean(str(row[0]), _LONGEST) for row in rows],
        [_number(row[one]) for row in rows],
        [_number(row[other]) for row in rows],
    )


def _number(value: Cell) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _said(table: Table, names: Sequence[str], series: Sequence[str], values: Sequence[Sequence[float]]) -> str:
    """The chart in words: each bar with its number."""
    every = [
        f"{name}: " + ", ".join(f"{what.lower()} {one[at]:g}" for what, one in zip(series, values, strict=True))
        for at, name in enumerate(names)
    ]
    return f"Bar chart, {table.title.lower()}. {'; '.join(every)}."


def _columns(names: Sequence[str], left: Sequence[float], right: Sequence[float], labels: tuple[str, str]) -> bytes:
    figure, axes = _canvas(3.0)
    places = range(len(names))
    for shift, values, label, colour, hatch in (
        (-0.2, left, labels[0], _FIRST, ""),
        (0.2, right, labels[1], _SECOND, "//"),
    ):
        bars = axes.bar(
            [at + shift for at in places], values, 0.38, label=label, color=colour, hatch=hatch, edgecolor="#ffffff"
        )
        axes.bar_label(bars, fmt="{:g}", fontsize=9, color=_INK, padding=2)
    axes.set_xticks(list(places), [_in_lines(name) for name in names], parse_math=False)
    axes.legend(frameon=False, fontsize=9, ncols=2, loc="upper left", bbox_to_anchor=(0, 1.16))
    axes.set_ylim(0, max(*left, *right) * 1.15)
    axes.get_yaxis().set_visible(False)
    return _png(figure)


def _bars(names: Sequence[str], values: Sequence[float], label: str) -> bytes:
    figure, axes = _canvas(0.9 + 0.34 * len(names))
    bars = axes.barh(list(range(len(names))), values, 0.62, color=_FIRST)
    axes.bar_label(bars, fmt="{:g}", fontsize=9, color=_INK, padding=3)
    axes.set_yticks(list(range(len(names))), list(names), parse_math=False)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, max(values) * 1.12)
    axes.get_xaxis().set_ticks([])
    axes.set_xlabel(label, fontsize=9, color=_INK)
    return _png(figure)


def _in_lines(name: str) -> str:
    return name.replace(" (", "\n(")


def _canvas(height: float) -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.3, height), dpi=200, facecolor="#ffffff", layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=0, labelsize=9, labelcolor=_INK)
    return figure, axes


def _png(figure: Figure) -> bytes:
    kept = BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the table beside the picture has the name whole
        figure.savefig(kept, format="png", metadata={"Software": None}, pil_kwargs={"optimize": True})
    return kept.getvalue()
