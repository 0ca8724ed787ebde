"""Evidence drawn: each measure from its baseline to its newest value, and the target that it should reach."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

import plotly.graph_objects as go

from data_models.coverage import Progress
from ui.charts.look import FONT_SIZE, GRID, QUIET, TEXT, figure
from ui.words import in_chart

COLOURS = {
    Progress.REACHED: "#00795A",
    Progress.CLOSER: "#0072B2",
    Progress.SAME: "#4A5664",
    Progress.AWAY: "#B34700",
    Progress.UNKNOWN: "#4A5664",
}
LINE_HEIGHT, TITLE_HEIGHT, TOP, NAMES = 34, 34, 44, 190


class Line(NamedTuple):
    """One measure at one place. Values are in `unit`, none where not known."""

    measure: str
    place: str
    unit: str
    baseline: float | None
    target: float | None
    latest: float | None
    progress: Progress


def evidence_lines(lines: Sequence[Line]) -> go.Figure:
    """The lines in their order; those of one measure stand together under its name, on a scale of their own.

    A percentage is drawn on 0 to 100, anything else from zero (or the lowest value) to the highest of its measure.
    """
    traces: list[Any] = []
    names: list[tuple[float, str]] = []
    heads: list[dict[str, Any]] = []
    y = 0.0
    for (measure, unit), group in groupby(lines, key=lambda line: (line.measure, line.unit)):
        together = list(group)
        scale = _scale(together)
        heads.append(_words(0, y, f"<b>{in_chart(measure, 80)}</b>, {in_chart(unit or 'no unit', 30)}", "left"))
        y += TITLE_HEIGHT / LINE_HEIGHT
        for line in together:
            names.append((y, line.place))
            traces += _drawn(line, y, scale)
            heads.append(_words(1.02, y, _summary(line), "left", COLOURS[line.progress]))
            y += 1
    return figure(
        traces,
        "Evidence:  ○ baseline  ● latest  ◆ target",
        xaxis={"range": [-0.03, 1.02], "visible": False, "fixedrange": True},
        yaxis={"range": [y - 0.4, -0.5], "tickvals": [at for at, _ in names], "showgrid": False, "zeroline": False,
               "ticktext": [in_chart(place, 24) for _, place in names], "fixedrange": True,
               "tickfont": {"size": FONT_SIZE - 2, "color": TEXT}},
        annotations=heads,
        margin={"l": NAMES, "r": 250, "t": TOP, "b": 4},
        showlegend=False,
        dragmode=False,
    )  # fmt: skip


def evidence_height(lines: Sequence[Line]) -> int:
    """Height of the drawing of these lines, in pixels."""
    measures = len({(line.measure, line.unit) for line in lines})
    return TOP + 16 + LINE_HEIGHT * len(lines) + TITLE_HEIGHT * measures


def _scale(lines: Sequence[Line]) -> tuple[float, float]:
    values = [v for line in lines for v in (line.baseline, line.target, line.latest) if v is not None]
    if lines[0].unit == "percent" and all(0 <= v <= 100 for v in values):
        return 0.0, 100.0
    low, high = min([0.0, *values]), max([0.0, *values])
    return low, high if high > low else low + 1.0


def _drawn(line: Line, y: float, scale: tuple[float, float]) -> list[Any]:
    def at(value: float) -> float:
        return (value - scale[0]) / (scale[1] - scale[0])

    colour = COLOURS[line.progress]
    traces: list[Any] = [
        go.Scatter(x=[0, 1], y=[y, y], mode="lines", line={"color": GRID, "width": 2}, hoverinfo="skip")
    ]
    if line.baseline is not None and line.latest is not None:
        traces.append(
            go.Scatter(
                x=[at(line.baseline), at(line.latest)], y=[y, y], mode="lines", line={"color": colour, "width": 4},
                hoverinfo="skip",
            )
        )  # fmt: skip
    for value, name, symbol, size, mark in (
        (line.target, "target", "diamond", 13, TEXT),
        (line.baseline, "baseline", "circle-open", 13, QUIET),
        (line.latest, "latest", "circle", 12, colour),
    ):
        if value is not None:
            traces.append(
                go.Scatter(
                    x=[at(value)], y=[y], mode="markers", hovertemplate=f"{name}: {value:g}<extra></extra>",
                    marker={"symbol": symbol, "size": size, "color": mark, "line": {"width": 2, "color": mark}},
                )
            )  # fmt: skip
    return traces


def _summary(line: Line) -> str:
    """41 → 44, target 60: closer to the target."""
    baseline, latest, target = ("?" if v is None else f"{v:g}" for v in (line.baseline, line.latest, line.target))
    return f"<b>{baseline} → {latest}</b>, target {target}<br>{line.progress}"


def _words(x: float, y: float, text: str, anchor: str, colour: str = TEXT) -> dict[str, Any]:
    return {"x": x, "y": y, "xref": "paper" if x > 1 else "x", "text": text, "showarrow": False, "xanchor": anchor,
            "align": "left", "font": {"size": FONT_SIZE - 2, "color": colour}}  # fmt: skip
