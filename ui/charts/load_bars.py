"""The team's load: for each role a bar a month, cut by why hours are taken, against what the role has."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import plotly.graph_objects as go

from ui.charts.look import FONT_SIZE, QUIET, TEXT, axis, figure
from ui.words import in_chart


class Stack(NamedTuple):
    """One role in one month. takes: hours by source, in the order of `SOURCES`; has: hours, none where not known."""

    role: str
    month: date
    has: float | None
    takes: dict[str, float]

    @property
    def needed(self) -> float:
        """Hours asked in all."""
        return sum(self.takes.values())


class Paint(NamedTuple):
    """How a source is drawn: never by colour alone."""

    colour: str
    hatch: str
    glyph: str


SOURCES: dict[str, Paint] = {
    "projects": Paint("#8793A0", "", "■"),
    "contracts": Paint("#56B4E9", "", "■"),
    "bought": Paint("#009E73", "", "■"),
    "stage approved": Paint("#0072B2", "", "■"),
    "stage planned": Paint("#E69F00", "/", "▨"),
    "draft plan": Paint("#CC79A7", "x", "▩"),
}
OVER = "#8C1D04"


def load_bars(stacks: Sequence[Stack], title: str) -> go.Figure:
    """Roles beside each other in the order given, each with its months. A dark tick is what the role has.

    What is over is written above its bar.
    """
    roles = list(dict.fromkeys(stack.role for stack in stacks))
    months = sorted({stack.month for stack in stacks})
    at = {(role, month): r * (len(months) + 1) + m for r, role in enumerate(roles) for m, month in enumerate(months)}
    places = [at[stack.role, stack.month] for stack in stacks]
    used = [source for source in SOURCES if any(stack.takes.get(source) for stack in stacks)]
    key = "  ".join(f'<span style="color:{SOURCES[s].colour}">{SOURCES[s].glyph}</span> {s}' for s in used)
    return figure(
        [*(_bars(source, stacks, places) for source in used), _has(stacks, places)],
        f"{title}:  {key}  <b>━</b> what the role has",
        barmode="stack",
        bargap=0.15,
        xaxis={
            "tickvals": list(at.values()),
            "ticktext": [f"{month:%b}" for _ in roles for month in months],
            "tickangle": 0,
            "tickfont": {"size": FONT_SIZE - 4, "color": QUIET},
            "range": [-0.8, len(roles) * (len(months) + 1) - 1.2],
            "showgrid": False,
            "zeroline": False,
        },
        yaxis=axis("hours a month", rangemode="tozero"),
        annotations=[*(_over(stack, x) for stack, x in zip(stacks, places, strict=True) if _beyond(stack) > 0),
                     *(_name(role, number, len(months)) for number, role in enumerate(roles))],
        showlegend=False,
        margin={"l": 64, "r": 8, "t": 48, "b": 62},
        dragmode=False,
    )  # fmt: skip


def _beyond(stack: Stack) -> float:
    return stack.needed - stack.has if stack.has is not None else 0.0


def _bars(source: str, stacks: Sequence[Stack], places: Sequence[int]) -> go.Bar:
    paint = SOURCES[source]
    return go.Bar(
        x=places,
        y=[stack.takes.get(source, 0.0) for stack in stacks],
        text=[
            f"{in_chart(s.role)}, {s.month:%b %Y}<br>{source}: {s.takes.get(source, 0):g} h<br>{_sum(s)}"
            for s in stacks
        ],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
        marker={
            "color": paint.colour,
            "pattern": {
                "shape": paint.hatch,
                "bgcolor": "#FFFFFF",
                "fgcolor": paint.colour,
                "size": 6,
                "solidity": 0.6,
            },
            "line": {"width": 1, "color": paint.colour},
        },
    )


def _sum(stack: Stack) -> str:
    has = "has not been said" if stack.has is None else f"has {stack.has:g} h"
    return f"asked {stack.needed:g} h, {has}"


def _has(stacks: Sequence[Stack], places: Sequence[int]) -> go.Scatter:
    """A tick as wide as its bar, however wide that is drawn."""
    known = [(x, stack.has) for x, stack in zip(places, stacks, strict=True) if stack.has is not None]
    return go.Scatter(
        mode="lines",
        x=[end for x, _ in known for end in (x - 0.45, x + 0.45, None)],
        y=[end for _, has in known for end in (has, has, None)],
        line={"width": 4, "color": TEXT},
        hoverinfo="skip",
    )


def _over(stack: Stack, x: int) -> dict[str, Any]:
    return {
        "x": x, "y": max(stack.needed, stack.has or 0), "yanchor": "bottom", "yshift": 2, "showarrow": False,
        "text": f"<b>▲{_beyond(stack):.0f}</b>", "font": {"size": FONT_SIZE - 1, "color": OVER},
    }  # fmt: skip


def _name(role: str, number: int, months: int) -> dict[str, Any]:
    """The role under its months."""
    return {
        "x": number * (months + 1) + (months - 1) / 2, "y": 0, "yref": "paper", "yanchor": "top", "yshift": -24,
        "showarrow": False, "text": f"<b>{in_chart(role, 20)}</b>", "font": {"size": FONT_SIZE - 1, "color": TEXT},
    }  # fmt: skip
