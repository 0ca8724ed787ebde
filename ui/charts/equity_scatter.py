"""Dollars per learner against need, one school a point: with the draft plan, and without it."""

from typing import Any, NamedTuple

import plotly.graph_objects as go

from ui.charts.look import ACCENT, QUIET, TEXT, axis, figure
from ui.words import in_chart

HIGH, OTHER = ("◆", "diamond", "#B34700"), ("●", "circle", "#0072B2")
"""Sign, symbol and colour of high-need schools and of the others."""


class Spot(NamedTuple):
    """One school. need: index, percent; dollars per learner without the plan (none: not known) and with it."""

    site_id: str
    name: str
    need: float
    high_need: bool
    without: float | None
    with_plan: float


def equity_scatter(spots: list[Spot], district_index: float, chosen: str) -> go.Figure:
    """The schools; `chosen` is ringed and named. A point's customdata is its school's key."""
    known = any(spot.without is not None for spot in spots)
    traces: list[Any] = [_steps(spots)] if known else []
    for high in (True, False):
        some = [spot for spot in spots if spot.high_need is high]
        if known:
            traces.append(_points(some, high, with_plan=False))
        traces.append(_points(some, high, with_plan=True))
    traces += [_ring(spot) for spot in spots if spot.site_id == chosen]
    return figure(
        traces,
        f"Schools: {_key(HIGH)} high-need  {_key(OTHER)} other" + (", hollow: no plan" * known),
        xaxis=axis("Need index", range=_span([spot.need for spot in spots]), ticksuffix="%"),
        yaxis=axis("Dollars per learner", range=_height(spots), tickprefix="$", separatethousands=True),
        shapes=[_at(district_index)],
        annotations=[_said(district_index), *(_name(spot, district_index) for spot in spots if spot.site_id == chosen)],
        showlegend=False,
        margin={"l": 76, "r": 8, "t": 40, "b": 52},
        clickmode="event+select",
        dragmode=False,
    )


def _key(look: tuple[str, str, str]) -> str:
    return f'<span style="color:{look[2]}">{look[0]}</span>'


def _points(spots: list[Spot], high: bool, with_plan: bool) -> go.Scatter:
    _, symbol, colour = HIGH if high else OTHER
    known = [spot for spot in spots if with_plan or spot.without is not None]
    return go.Scatter(
        mode="markers",
        x=[spot.need for spot in known],
        y=[spot.with_plan if with_plan else spot.without for spot in known],
        customdata=[[spot.site_id] for spot in known],
        text=[_words(spot) for spot in known],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "symbol": symbol if with_plan else f"{symbol}-open",
            "size": 12 if with_plan else 9,
            "color": colour,
            "line": {"width": 1 if with_plan else 2, "color": "#FFFFFF" if with_plan else colour},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _words(spot: Spot) -> str:
    without = "" if spot.without is None else f"<br>${spot.without:,.0f} per learner without the plan"
    return f"{in_chart(spot.name, 60)}<br>need index {spot.need:.0f}%{without}<br>${spot.with_plan:,.0f} with it"


def _steps(spots: list[Spot]) -> go.Scatter:
    """A line from each school without the plan to the same with it."""
    across: list[float | None] = []
    upward: list[float | None] = []
    for spot in spots:
        if spot.without is not None:
            across += [spot.need, spot.need, None]
            upward += [spot.without, spot.with_plan, None]
    return go.Scatter(mode="lines", x=across, y=upward, hoverinfo="skip", line={"width": 1, "color": "#B5BFCA"})


def _ring(spot: Spot) -> go.Scatter:
    return go.Scatter(
        mode="markers", x=[spot.need], y=[spot.with_plan], hoverinfo="skip",
        marker={"symbol": "circle-open", "size": 24, "color": ACCENT, "line": {"width": 4, "color": ACCENT}},
    )  # fmt: skip


def _span(found: list[float]) -> list[float]:
    low, high = min(found, default=0.0), max(found, default=100.0)
    return [max(-3.0, low - 6), min(103.0, high + 6)]


def _height(spots: list[Spot]) -> list[float]:
    """From a little below zero, so that a point at zero is whole."""
    most = max((max(spot.with_plan, spot.without or 0.0) for spot in spots), default=0.0) or 1.0
    least = min((spot.without or 0.0 for spot in spots), default=0.0)
    return [min(least * 1.1, -0.04 * most), 1.1 * most]


def _at(index: float) -> dict[str, Any]:
    return {
        "type": "line", "layer": "below", "x0": index, "x1": index, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": QUIET, "width": 2, "dash": "dash"},
    }  # fmt: skip


def _said(index: float) -> dict[str, Any]:
    return {
        "x": index, "y": 1, "yref": "paper", "yanchor": "top", "xanchor": "right", "xshift": -4,
        "text": f"district {index:.0f}%", "showarrow": False, "font": {"color": TEXT},
    }  # fmt: skip


def _name(spot: Spot, middle: float) -> dict[str, Any]:
    right = spot.need > middle
    return {
        "x": spot.need, "y": spot.with_plan, "text": f"<b>{in_chart(spot.name, 36)}</b>", "showarrow": False,
        "bgcolor": "#FFFFFF", "font": {"color": ACCENT}, "xanchor": "right" if right else "left",
        "xshift": -18 if right else 18,
    }  # fmt: skip
