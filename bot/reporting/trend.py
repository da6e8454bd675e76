"""Draws the digest's picture of the trend; the only importer of matplotlib here. Without it there is no picture."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from store.messages.digest import DigestData

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _RECEIVED, _CLOSED, _BAND = "#0b0c0c", "#1d70b8", "#8a5a00", "#d5d9dc"


def picture(data: DigestData) -> bytes:
    """Received, closed and open week by week as one PNG on white; b"" where matplotlib is not installed, or too early.

    Equal data give equal bytes: nothing of the day it was drawn on stands in it.
    """
    if len(data.weeks) < 3 or find_spec("matplotlib") is None:
        return b""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 2.7), dpi=190, facecolor="#ffffff", layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    _draw_flow(left, data)
    _draw_open(right, data)
    kept = BytesIO()
    figure.savefig(kept, format="png", metadata={"Software": None}, pil_kwargs={"optimize": True})
    return kept.getvalue()


def _draw_flow(axes: Axes, data: DigestData) -> None:
    whole = data.weeks[:-1]  # the week that is not over would look like a fall
    weeks = range(-len(whole), 0)
    received, closed = [one.received for one in whole], [one.closed for one in whole]
    axes.plot(weeks, received, color=_RECEIVED, linewidth=2, label="received")
    axes.plot(weeks, closed, color=_CLOSED, linewidth=2, linestyle=(0, (4, 2)), label="closed")
    axes.legend(loc="lower left", frameon=False, fontsize=8)
    _dress(axes, "Each whole week", max(*received, *closed), len(data.weeks), 0)


def _draw_open(axes: Axes, data: DigestData) -> None:
    weeks = range(1 - len(data.weeks), 1)
    seen = [one.open for one in data.weeks]
    axes.plot(weeks, seen, color=_INK, linewidth=2)
    axes.annotate(str(seen[-1]), (0, seen[-1]), textcoords="offset points", xytext=(-4, 6), ha="right", fontsize=9,
                  fontweight="bold", color=_INK)  # fmt: skip
    most = max(seen)
    if data.ahead:  # from the last whole week on
        steps = range(len(data.ahead))
        low, high = [one.low for one in data.ahead], [one.high for one in data.ahead]
        axes.fill_between(steps, low, high, color=_BAND, linewidth=0)
        axes.plot(steps, [one.expected for one in data.ahead], color=_INK, linewidth=2, linestyle=":")
        axes.annotate(str(data.ahead[-1].expected), (steps[-1], data.ahead[-1].expected), textcoords="offset points",
                      xytext=(4, -3), fontsize=9, color=_INK)  # fmt: skip
        most = max(most, *high)
    _dress(axes, "Open cases, and if it goes on so", most, len(data.weeks), len(data.ahead))


def _dress(axes: Axes, title: str, most: int, weeks: int, ahead: int) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_title(title, loc="left", fontsize=10, fontweight="bold", color=_INK)
    axes.set_xlabel("weeks from this one", fontsize=8, color=_INK)
    axes.set_ylim(0, max(most, 1) * 1.18)
    axes.set_xlim(1 - weeks, max(ahead, 1) + 0.4)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.tick_params(labelsize=8, colors=_INK, length=3)
    axes.spines[["top", "right"]].set_visible(False)
