"""The timeline: each project from start to forecast, the finish first promised, milestones, and what waits for what."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import plotly.graph_objects as go

from data_models.project import Health
from ui.charts.look import ACCENT, FONT_SIZE, PAPER, QUIET, TEXT, axis, figure
from ui.words import day, in_chart

ROW_HEIGHT, AROUND = 16, 98
LABEL = 34
"""Characters of a title beside its bar."""
BACKWARDS = "ends before it starts"


class Mark(NamedTuple):
    """One milestone. state: reached, ahead or overdue."""

    title: str
    when: date
    state: str


class Span(NamedTuple):
    """One project on the timeline; only those with both dates are drawn.

    backwards: it is said to end before it starts; start and finish are the earlier and the later of the two days.
    """

    key: str
    title: str
    start: date
    finish: date
    promised: date | None
    health: Health
    critical: bool
    firsts: tuple[str, ...]
    marks: tuple[Mark, ...]
    said: str
    backwards: bool = False


class Paint(NamedTuple):
    """How a health is drawn: never by colour alone."""

    colour: str
    hatch: str
    glyph: str


PAINTS = {
    Health.GOOD: Paint("#7FB8A4", "", "■"),
    Health.AT_RISK: Paint("#E69F00", "/", "▨"),
    Health.LATE: Paint("#C8501E", "x", "▩"),
    Health.UNKNOWN: Paint("#C9D1DB", ".", "▒"),
}
MARKS = {
    "reached": ("circle", TEXT, "●"),
    "ahead": ("circle-open", TEXT, "○"),
    "overdue": ("triangle-up", "#A30015", "▲"),
}
DAY_MS = 86_400_000
STEPS = (3, 6, 12, 24, 60, 120, 600)
"""Months from one label of the axis to the next: quarters, years, five years; more where a year is mistyped."""
MOST_LABELS = 14
"""Labels of months that stand beside each other on a small screen."""
Path = Sequence[tuple[date | None, int]]


def timeline_height(rows: int) -> int:
    """Pixels that so many projects take."""
    return AROUND + ROW_HEIGHT * max(rows, 3)


def project_timeline(spans: Sequence[Span], today: date) -> go.Figure:
    """The projects in the order given, from the top. A bar's customdata is its project's key."""
    place = {span.key: row for row, span in enumerate(spans)}
    traces: list[Any] = [bars for health in Health if (bars := _bars(health, spans, place))]
    traces += [_slips(spans, place), *_arrows(spans, place), _promises(spans, place)]
    traces += [marks for state in MARKS if (marks := _marks(state, spans, place))]
    first = min((span.start for span in spans), default=today)
    last = max((max(span.finish, span.promised or span.finish) for span in spans), default=today)
    edge = timedelta(days=max(10, (last - first).days // 60))
    step = next((step for step in STEPS if (last - first).days <= 30 * step * MOST_LABELS), STEPS[-1])
    return figure(
        traces,
        _key(spans),
        barmode="overlay",
        xaxis=axis("", type="date", range=[first - edge, last + edge], dtick=f"M{step}",
                   tickformat="%b<br>%Y" if step < 12 else "%Y"),
        yaxis={
            "tickvals": list(range(len(spans))),
            "ticktext": [_label(span) for span in spans],
            "range": [len(spans) - 0.4, -0.6],
            "tickfont": {"size": FONT_SIZE - 2, "color": TEXT},
            "automargin": True,
            "ticklabelstandoff": 6,
            "showgrid": False,
            "zeroline": False,
        },
        shapes=[
            {"type": "line", "x0": today, "x1": today, "y0": 0, "y1": 1, "yref": "paper", "layer": "above",
             "line": {"color": ACCENT, "width": 2}},
        ],
        annotations=[
            {"x": today, "y": 1, "yref": "paper", "yanchor": "bottom", "text": f"<b>today</b>, {day(today)}",
             "xanchor": _inward(today, first, last), "showarrow": False,
             "font": {"size": FONT_SIZE - 2, "color": ACCENT}},
            *(_contradiction(span, place[span.key], first, last) for span in spans if span.backwards),
        ],
        showlegend=False,
        hovermode="closest",
        margin={"l": 8, "r": 8, "t": 52, "b": 46},
        clickmode="event+select",
        dragmode=False,
    )  # fmt: skip


def _inward(when: date, first: date, last: date) -> str:
    """Where words at a day are held, so that they end within the chart."""
    share = (when - first) / max(last - first, timedelta(1))
    return "left" if share < 0.1 else "right" if share > 0.9 else "center"


def _key(spans: Sequence[Span]) -> str:
    """The title: what the signs mean, and how many projects are of each health."""
    healths = [span.health for span in spans]
    parts = [
        f'<span style="color:{paint.colour}">{paint.glyph}</span> {healths.count(health)} {health}'
        for health, paint in PAINTS.items()
        if health in healths
    ]
    used = {mark.state for span in spans for mark in span.marks}
    parts += [
        f'<span style="color:{c}">{glyph}</span> {state}' for state, (_, c, glyph) in MARKS.items() if state in used
    ]
    framed = ["▭ no day to spare"] if any(span.critical for span in spans) else []
    return "Start to forecast:  " + "  ".join([*parts, "┃ promised", *framed])


def _label(span: Span) -> str:
    title = in_chart(span.title, LABEL)
    return f"<b>{title}</b>" if span.critical else title


def _bars(health: Health, spans: Sequence[Span], place: dict[str, int]) -> go.Bar | None:
    own = [span for span in spans if span.health is health]
    if not own:
        return None
    paint = PAINTS[health]
    return go.Bar(
        orientation="h",
        width=0.74,
        y=[place[span.key] for span in own],
        base=[_moment(span.start) for span in own],
        x=[((span.finish - span.start).days + 1) * DAY_MS for span in own],
        customdata=[[span.key] for span in own],
        text=[span.said for span in own],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
        marker={
            "color": paint.colour,
            "pattern": {"shape": paint.hatch, "bgcolor": PAPER, "fgcolor": paint.colour, "size": 6, "solidity": 0.4},
            "line": {
                "width": [3 if span.critical else 1 for span in own],
                "color": [TEXT if span.critical else paint.colour for span in own],
            },
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _contradiction(span: Span, row: int, first: date, last: date) -> dict[str, Any]:
    """On the bar of a project that ends before it starts, on the side where there is room, that it does."""
    left = span.start - first < last - span.finish
    return {
        "x": span.start if left else span.finish, "y": row, "text": f"<b>{BACKWARDS}</b>", "showarrow": False,
        "xanchor": "left" if left else "right", "bgcolor": PAPER, "borderpad": 0,
        "font": {"size": FONT_SIZE - 3, "color": MARKS["overdue"][1]},
    }  # fmt: skip


def _slips(spans: Sequence[Span], place: dict[str, int]) -> go.Scatter:
    """A line from the finish first promised to the forecast, where they differ."""
    moved = [span for span in spans if span.promised and span.promised != span.finish]
    return _lines(
        [[(span.promised, place[span.key]), (span.finish, place[span.key])] for span in moved], TEXT, 2, "dot"
    )


def _promises(spans: Sequence[Span], place: dict[str, int]) -> go.Scatter:
    own = [span for span in spans if span.promised]
    return go.Scatter(
        mode="markers",
        x=[span.promised for span in own],
        y=[place[span.key] for span in own],
        marker={"symbol": "line-ns", "size": 15, "line": {"width": 3, "color": TEXT}},
        hoverinfo="skip",
    )


def _arrows(spans: Sequence[Span], place: dict[str, int]) -> list[go.Scatter]:
    """From each predecessor's finish to the start of what waits for it; where that has begun, straight down to it."""
    by_key = {span.key: span for span in spans}
    quiet: list[Path] = []
    tight: list[Path] = []
    heads = []
    for span in spans:
        for first in (by_key[key] for key in span.firsts if key in by_key):
            lands = max(first.finish, span.start)
            path = [(first.finish, place[first.key]), (first.finish, place[span.key]), (lands, place[span.key])]
            (tight if first.critical and span.critical else quiet).append(path)
            down = place[span.key] > place[first.key]
            symbol = "triangle-right" if lands > first.finish else "triangle-down" if down else "triangle-up"
            heads.append((lands, place[span.key], symbol))
    return [
        _lines(quiet, QUIET, 1, "solid"),
        _lines(tight, TEXT, 2, "solid"),
        go.Scatter(
            mode="markers",
            x=[x for x, _, _ in heads],
            y=[y for _, y, _ in heads],
            marker={"symbol": [symbol for _, _, symbol in heads], "size": 9, "color": TEXT},
            hoverinfo="skip",
        ),
    ]


def _lines(paths: Sequence[Path], colour: str, width: int, dash: str) -> go.Scatter:
    points = [point for path in paths for point in (*path, (None, None))]
    return go.Scatter(
        mode="lines",
        x=[x for x, _ in points],
        y=[y for _, y in points],
        line={"color": colour, "width": width, "dash": dash},
        hoverinfo="skip",
    )


def _marks(state: str, spans: Sequence[Span], place: dict[str, int]) -> go.Scatter | None:
    symbol, colour, _ = MARKS[state]
    own = [(span, mark) for span in spans for mark in span.marks if mark.state == state]
    if not own:
        return None
    return go.Scatter(
        mode="markers",
        x=[mark.when for _, mark in own],
        y=[place[span.key] for span, _ in own],
        customdata=[[span.key] for span, _ in own],
        text=[
            f"{in_chart(mark.title, 60)}<br>{state}, {day(mark.when)}<br>{in_chart(span.title, 60)}"
            for span, mark in own
        ],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "symbol": symbol,
            "size": 13 if state == "overdue" else 8,
            "color": colour,
            "line": {"width": 2, "color": PAPER if state == "overdue" else colour},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _moment(when: date) -> datetime:
    return datetime.combine(when, time())
