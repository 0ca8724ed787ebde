"""The map: academic against technical merit, the floors as lines, area as cost, shape and colour as state."""

from collections import defaultdict
from typing import Any, NamedTuple

import plotly.graph_objects as go

from data_models.plan import PlanSettings, State
from ui.charts.look import ACCENT, PAPER, QUIET, SIGNS, TEXT, axis, figure
from ui.words import in_chart, money

NOT_RATED = -6.0
"""Where a score that nobody gave is drawn: beside the scale, never at zero."""

SMALLEST, LARGEST = 9.0, 46.0


class Spot(NamedTuple):
    """One purchase on the map. Scores 0-100 or none; cost in US dollars."""

    purchase_id: str
    title: str
    academic: float | None
    technical: float | None
    cost: float
    state: State
    decision: str


def merit_map(spots: list[Spot], settings: PlanSettings, chosen: str | None) -> go.Figure:
    """The map of these purchases; `chosen` is ringed and named. A point's customdata is its purchase's key."""
    by_state: dict[State, list[Spot]] = defaultdict(list)
    for spot in sorted(spots, key=lambda s: (-s.cost, s.purchase_id)):
        by_state[spot.state].append(spot)
    most = max((spot.cost for spot in spots), default=0.0) or 1.0
    traces: list[Any] = [_trace(state, by_state[state], most) for state in SIGNS if by_state[state]]
    traces += [_ring(spot, most) for spot in spots if spot.purchase_id == chosen]
    x, y = settings.academic_floor, settings.technical_floor
    return figure(
        traces,
        "Academic and technical merit (area = cost in all)",
        xaxis=axis("Academic score", range=[NOT_RATED - 4, 104], tickvals=TICKS, ticktext=TICK_WORDS),
        yaxis=axis("Technical score", range=[NOT_RATED - 4, 106], tickvals=TICKS, ticktext=TICK_WORDS),
        shapes=[
            *_unready(x, y),
            _line(x0=x, x1=x, y0=NOT_RATED - 4, y1=106),
            _line(x0=NOT_RATED - 4, x1=104, y0=y, y1=y),
        ],
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "itemsizing": "constant"},
        clickmode="event+select",
        dragmode=False,
    )


TICKS = [NOT_RATED, 0, 25, 50, 75, 100]
TICK_WORDS = ["none", "0", "25", "50", "75", "100"]


def _trace(state: State, spots: list[Spot], most: float) -> go.Scatter:
    sign = SIGNS[state]
    return go.Scatter(
        name=f"{sign.word} ({len(spots)})",
        mode="markers",
        x=[_place(spot.academic) for spot in spots],
        y=[_place(spot.technical) for spot in spots],
        customdata=[[spot.purchase_id] for spot in spots],
        text=[
            f"{in_chart(spot.title, 60)}<br>{money(spot.cost)} in all<br>{in_chart(spot.decision)}" for spot in spots
        ],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "symbol": sign.symbol,
            "size": [_size(spot.cost, most) for spot in spots],
            "color": sign.colour,
            "opacity": 0.8,
            "line": {"width": 2 if sign.symbol.endswith("open") else 1, "color": _edge(state)},
        },
        selected={"marker": {"opacity": 0.9}},
        unselected={"marker": {"opacity": 0.8}},
    )


def _ring(spot: Spot, most: float) -> go.Scatter:
    return go.Scatter(
        mode="markers+text",
        x=[_place(spot.academic)],
        y=[_place(spot.technical)],
        text=[in_chart(spot.title, 32)],
        textposition="top center" if (spot.technical or 0) < 85 else "bottom center",
        textfont={"color": TEXT, "weight": 700},
        marker={
            "symbol": "circle-open",
            "size": _size(spot.cost, most) + 12,
            "color": ACCENT,
            "line": {"width": 4, "color": ACCENT},
        },
        hoverinfo="skip",
        showlegend=False,
    )


def _edge(state: State) -> str:
    sign = SIGNS[state]
    return sign.colour if sign.symbol.endswith("open") else PAPER


def _size(cost: float, most: float) -> float:
    """Diameter in pixels, so that the area follows the cost."""
    return max(SMALLEST, LARGEST * (cost / most) ** 0.5)


def _place(score: float | None) -> float:
    return NOT_RATED if score is None else score


def _line(**place: float) -> dict[str, Any]:
    return {"type": "line", "layer": "below", "line": {"color": QUIET, "width": 2, "dash": "dash"}, **place}


def _unready(x: float, y: float) -> list[dict[str, Any]]:
    """The part under either floor, shaded."""
    low = NOT_RATED - 4
    return [
        {"type": "rect", "layer": "below", "fillcolor": "#F3F5F8", "line": {"width": 0}, **place}
        for place in ({"x0": low, "x1": x, "y0": low, "y1": 106}, {"x0": x, "x1": 104, "y0": low, "y1": y})
    ]
