"""The map: academic against technical merit, the floors as lines, area as cost, shape and colour as state."""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import plotly.graph_objects as go

from data_models.plan import PlanSettings, State
from ui.charts.look import ACCENT, PAPER, QUIET, SIGNS, axis, figure
from ui.words import in_chart, money

ASIDE = 0.12
"""How far below the scale a score is drawn that nobody gave: beside the others, never at zero. A part of the scale, so
that the axis' words stay apart however little of it is drawn."""

TOP = 104.0
SMALLEST, LARGEST = 9.0, 38.0
IN_A_LINE = 4
"""States that the panel's width has room for beside the title."""


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
    across = _Scale.of([spot.academic for spot in spots], settings.academic_floor)
    upward = _Scale.of([spot.technical for spot in spots], settings.technical_floor)
    traces: list[Any] = [_trace(state, by_state[state], most, across, upward) for state in SIGNS if by_state[state]]
    traces += [_ring(spot, most, across, upward) for spot in spots if spot.purchase_id == chosen]
    x, y = settings.academic_floor, settings.technical_floor
    lines = 1 if sum(map(bool, by_state.values())) <= IN_A_LINE else 2
    return figure(
        traces,
        f"Merit, area = cost:{'  ' if lines == 1 else '<br>'}{_key(by_state)}",
        xaxis=axis("Academic score", **across.ticks()),
        yaxis=axis("Technical score", **upward.ticks()),
        shapes=[
            _shade(x0=across.start, x1=x, y0=upward.start, y1=TOP),
            _shade(x0=x, x1=TOP, y0=upward.start, y1=y),
            _line(x0=x, x1=x, y0=upward.start, y1=TOP),
            _line(x0=across.start, x1=TOP, y0=y, y1=y),
        ],
        annotations=[_name(spot, across, upward) for spot in spots if spot.purchase_id == chosen],
        showlegend=False,
        margin={"l": 58, "r": 8, "t": 40 if lines == 1 else 60, "b": 52},
        clickmode="event+select",
        dragmode=False,
    )


def _key(by_state: Mapping[State, list[Spot]]) -> str:
    """The states in their shapes and colours, with how many purchases are in each."""
    return "  ".join(
        f'<span style="color:{sign.colour}">{sign.glyph}</span> {len(by_state[state])} {sign.word}'
        for state, sign in SIGNS.items()
        if by_state[state]
    )


class _Scale(NamedTuple):
    """The part of 0-100 that is drawn: from a multiple of 10 under all that must be seen, with room for 'none'."""

    low: int
    none: bool

    @classmethod
    def of(cls, scores: list[float | None], floor: int) -> "_Scale":
        """The scale that shows these scores and this floor."""
        lowest = min([score for score in scores if score is not None] + [floor])
        return cls(low=max(0, int(lowest - 5) // 10 * 10), none=None in scores)

    @property
    def start(self) -> float:
        """Where the axis begins."""
        return self.low - (1.6 * self.aside if self.none else 2.0)

    @property
    def aside(self) -> float:
        """How far below the lowest score drawn 'none' stands."""
        return ASIDE * (TOP - self.low)

    def place(self, score: float | None) -> float:
        """Where a score is drawn."""
        return self.low - self.aside if score is None else score

    def ticks(self) -> dict[str, Any]:
        """The axis' range and its words."""
        scores = list(range(self.low, 101, 10 if self.low > 30 else 20))
        return {
            "range": [self.start, TOP],
            "tickvals": [self.low - self.aside, *scores] if self.none else scores,
            "ticktext": ["none", *map(str, scores)] if self.none else [*map(str, scores)],
        }


def _trace(state: State, spots: list[Spot], most: float, across: _Scale, upward: _Scale) -> go.Scatter:
    sign = SIGNS[state]
    return go.Scatter(
        mode="markers",
        x=[across.place(spot.academic) for spot in spots],
        y=[upward.place(spot.technical) for spot in spots],
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


def _ring(spot: Spot, most: float, across: _Scale, upward: _Scale) -> go.Scatter:
    return go.Scatter(
        mode="markers",
        x=[across.place(spot.academic)],
        y=[upward.place(spot.technical)],
        marker={
            "symbol": "circle-open",
            "size": _size(spot.cost, most) + 12,
            "color": ACCENT,
            "line": {"width": 4, "color": ACCENT},
        },
        hoverinfo="skip",
    )


def _name(spot: Spot, across: _Scale, upward: _Scale) -> dict[str, Any]:
    """The chosen purchase's title beside its ring, on the side with room."""
    x, y = across.place(spot.academic), upward.place(spot.technical)
    right_half = x > (across.start + TOP) / 2
    return {
        "x": x, "y": y, "text": f"<b>{in_chart(spot.title, 36)}</b>", "showarrow": False, "bgcolor": PAPER,
        "opacity": 0.92, "font": {"color": ACCENT}, "xanchor": "right" if right_half else "left",
        "xshift": -30 if right_half else 30,
    }  # fmt: skip


def _edge(state: State) -> str:
    sign = SIGNS[state]
    return sign.colour if sign.symbol.endswith("open") else PAPER


def _size(cost: float, most: float) -> float:
    """Diameter in pixels, so that the area follows the cost."""
    return max(SMALLEST, LARGEST * math.sqrt(cost / most))


def _line(**place: float) -> dict[str, Any]:
    return {"type": "line", "layer": "below", "line": {"color": QUIET, "width": 2, "dash": "dash"}, **place}


def _shade(**place: float) -> dict[str, Any]:
    """A part of the map under a floor."""
    return {"type": "rect", "layer": "below", "fillcolor": "#EEF1F5", "line": {"width": 0}, **place}
