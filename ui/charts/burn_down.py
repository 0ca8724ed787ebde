"""One fund's money going down over its time: what was left when, the even pace, and the days it lapses."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import plotly.graph_objects as go

from ui.charts.look import ACCENT, FONT_SIZE, QUIET, TEXT, axis, figure
from ui.words import LEFT_IN_LEDGER, day, in_chart, money

LAPSE_COLOUR = "#B34700"


class Left(NamedTuple):
    """What was left on a day, US dollars."""

    day: date
    left: float


class End(NamedTuple):
    """A day on which something ends: its words, and what may be left then, US dollars; none where it takes nothing."""

    day: date
    words: str
    may_stay: float | None


def burn_down(
    title: str, budgeted: float, starts: date, today: date, points: Sequence[Left], ends: Sequence[End]
) -> go.Figure:
    """A line of what was left, a dashed even pace to each day that takes money, and a mark on every such day.

    An even pace uses the money evenly over its days, down to what may stay.
    """
    taking = [end for end in ends if end.may_stay is not None]
    last = max([today, *(end.day for end in ends)])
    traces: list[Any] = [
        go.Scatter(
            x=[point.day for point in points], y=[point.left for point in points], mode="lines+markers",
            name=LEFT_IN_LEDGER,
            line={"color": ACCENT, "width": 3, "shape": "hv"}, marker={"size": 7},
            customdata=[[money(round(point.left, 2)), day(point.day)] for point in points],
            hovertemplate=f"%{{customdata[1]}}: %{{customdata[0]}} {LEFT_IN_LEDGER}<extra></extra>",
        ),
        go.Scatter(
            x=[starts, *(end.day for end in taking)], y=[budgeted, *(end.may_stay or 0 for end in taking)],
            mode="lines", name="even pace", line={"color": QUIET, "width": 2, "dash": "dash"}, hoverinfo="skip",
        ),
    ]  # fmt: skip
    marks = [End(today, "today", None), *ends]
    return figure(
        traces,
        f"{in_chart(title, 60)}:  <span style='color:{ACCENT}'>━</span> {LEFT_IN_LEDGER}  "
        f"<span style='color:{QUIET}'>┅</span> even pace",
        xaxis=axis("", type="date", range=[starts, last], automargin=True),
        yaxis=axis("", tickprefix="$", tickformat="~s", rangemode="tozero", automargin=True),
        shapes=[_upright(mark) for mark in marks],
        annotations=[_said(mark, place) for place, mark in enumerate(marks)],
        showlegend=False,
        margin={"l": 8, "r": 30, "t": 112, "b": 4},
    )


def _colour(mark: End) -> str:
    return TEXT if mark.words == "today" else LAPSE_COLOUR if mark.may_stay is not None else QUIET


def _upright(mark: End) -> dict[str, Any]:
    return {
        "type": "line", "x0": mark.day, "x1": mark.day, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": _colour(mark), "width": 2, "dash": "solid" if mark.may_stay is not None else "dot"},
    }  # fmt: skip


def _said(mark: End, place: int) -> dict[str, Any]:
    """The mark's words above the chart, each a line of its own, so that near days do not cover each other."""
    return {
        "x": mark.day, "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 2 + 21 * (place % 3), "showarrow": False,
        "text": in_chart(mark.words), "xanchor": "left" if place == 0 else "right",
        "font": {"size": FONT_SIZE - 2, "color": _colour(mark)},
    }  # fmt: skip
