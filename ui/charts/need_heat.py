"""The map of open needs: places by subject or student group, shaded by the learners who wait."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from data_models.wording import counted
from ui.charts.look import FONT, FONT_SIZE, TEXT, figure
from ui.words import in_chart

SHADES = ["#EAF2FA", "#C6DCF0", "#8FBAE0", "#4E92CB", "#1B6BB0", "#0A4578"]
SMALL = FONT_SIZE - 3
CHOSEN = "#D55E00"
ROW_HEIGHT, TOP, NAMES, LONGEST = 20, 150, 160, 30
STEPS = (1, 50, 200, 500, 1000, 3000)
"""Learners from which the next shade begins."""


class Cell(NamedTuple):
    """The open needs at one place of one column. Learners are summed over needs; `unknown` needs have no figure."""

    place: str
    column: str
    needs: int
    learners: float
    unknown: int


def need_heat(
    cells: Sequence[Cell],
    places: dict[str, str],
    columns: Sequence[str],
    chosen: set[tuple[str, str]],
    lines_below: int,
) -> go.Figure:
    """The map: `places` (key -> name) from the top, `columns` from the left; cells not given have nothing open.

    A point's customdata is (place, column). Those `chosen` are framed. A line is drawn under the first `lines_below`
    places, which stand for several.
    """
    row = {key: n for n, key in enumerate(places)}
    across = {column: n for n, column in enumerate(columns)}
    drawn = [c for c in cells if c.place in row and c.column in across]
    x, y = [across[c.column] for c in drawn], [row[c.place] for c in drawn]
    shades: list[list[int | None]] = [[None] * len(columns) for _ in places]
    words = [[""] * len(columns) for _ in places]
    for c in drawn:
        shades[row[c.place]][across[c.column]] = _shade(c.learners)
        words[row[c.place]][across[c.column]] = _figure(c)
    last = len(SHADES) - 1
    traces: list[Any] = [
        go.Heatmap(
            z=shades, x=list(range(len(columns))), y=list(range(len(places))), zmin=0, zmax=last, xgap=2, ygap=2,
            colorscale=[[n / last, colour] for n, colour in enumerate(SHADES)], showscale=False, hoverinfo="skip",
            text=words, texttemplate="%{text}", textfont={"size": SMALL, "family": FONT},
        ),
        go.Scatter(
            # A cell of a heat map cannot be chosen by a click; a point on it can.
            mode="markers", x=x, y=y, customdata=[[c.place, c.column] for c in drawn],
            hovertext=[_said(c, places[c.place]) for c in drawn], hovertemplate="%{hovertext}<extra></extra>",
            marker={"symbol": "square", "size": ROW_HEIGHT - 4, "color": "rgba(0,0,0,0)", "line": {"width": 0}},
        ),
    ]  # fmt: skip
    frames = [_frame(row[p], across[c]) for p, c in sorted(chosen) if p in row and c in across]
    under = {"type": "line", "x0": -0.5, "x1": len(columns) - 0.5, "y0": lines_below - 0.5, "y1": lines_below - 0.5,
             "line": {"color": TEXT, "width": 2}}  # fmt: skip
    drawn_map = figure(
        traces,
        "Learners with open needs (with two needs, counted twice)",
        xaxis={"side": "top", "tickangle": -38, "range": [-0.5, len(columns) - 0.5], "showgrid": False,
               "tickvals": list(range(len(columns))), "ticktext": [in_chart(c, LONGEST) for c in columns],
               "tickfont": {"size": SMALL, "color": TEXT}, "zeroline": False, "fixedrange": True, "ticks": ""},
        yaxis={"autorange": False, "range": [len(places) - 0.5, -0.5], "tickvals": list(range(len(places))),
               "ticktext": [in_chart(name, 23) + " " for name in places.values()], "zeroline": False,
               "showgrid": False, "tickfont": {"size": SMALL, "color": TEXT}, "fixedrange": True, "ticks": ""},
        shapes=[*([under] if lines_below else []), *frames],
        margin={"l": NAMES, "r": 62, "t": TOP, "b": 4},
        showlegend=False,
        hovermode="closest",
        hoverdistance=40,
        clickmode="event+select",
        dragmode=False,
    )  # fmt: skip
    return drawn_map.update_layout(title_y=1.0, title_yanchor="top", title_pad_t=4)


def heat_height(places: int) -> int:
    """Height of the map of so many places, in pixels."""
    return TOP + 8 + ROW_HEIGHT * places


def _shade(learners: float) -> int:
    return max(0, sum(round(learners) >= step for step in STEPS) - 1)


def _figure(cell: Cell) -> str:
    """46, 1.2k, 75k; a question mark where no need says how many."""
    if cell.unknown == cell.needs:
        return "?"
    size = round(cell.learners)
    if size < 1_000:
        return f"{size}"
    return f"{size / 1_000:.1f}k" if size < 9_950 else f"{size / 1_000:,.0f}k"


def _said(cell: Cell, place: str) -> str:
    unknown = f", {cell.unknown} of them without a figure" if cell.unknown else ""
    return (
        f"<b>{in_chart(place, 60)}</b>, {in_chart(cell.column, 40)}<br>"
        f"{counted(cell.needs, 'open need')}{unknown}<br>{counted(round(cell.learners), 'learner')}"
    )


def _frame(row: int, across: int) -> dict[str, Any]:
    return {"type": "rect", "x0": across - 0.5, "x1": across + 0.5, "y0": row - 0.5, "y1": row + 0.5,
            "line": {"color": CHOSEN, "width": 3}}  # fmt: skip
