"""The money: one bar for each fund, cut into spent, encumbered, pre-encumbered, planned and left."""

from typing import Any, NamedTuple

import plotly.graph_objects as go

from ui.charts.look import FONT_SIZE, PAPER, TEXT, axis, figure
from ui.words import LEFT_AFTER, in_chart, money, short_money


class Bar(NamedTuple):
    """One fund's money in US dollars, and what is said beside its bar."""

    name: str
    whole_name: str
    spent: float
    encumbered: float
    pre_encumbered: float
    planned: float
    left: float
    remark: str

    @property
    def total(self) -> float:
        """All of it, US dollars; what is overspent counts as spent."""
        return sum(self.part(part) for part, *_ in PARTS)

    def part(self, name: str) -> float:
        """A part of it by the name that it has in the chart, US dollars."""
        return max(float(getattr(self, name.replace("-", "_"))), 0.0)


PARTS: tuple[tuple[str, str, str, str, str], ...] = (
    ("spent", "#5B6470", "#5B6470", "#5B6470", "■"),
    ("encumbered", "#C9D1DB", "#AEB9C4", "#8793A0", "▨"),
    ("pre-encumbered", "#E69F00", "#B97F00", "#9A6900", "▨"),
    ("planned", "#0072B2", "#0072B2", "#0072B2", "■"),
    ("left", "#D9EAF6", "#D9EAF6", "#8FB9D6", "□"),
)
"""Name, colour and hatching in the bar; colour and glyph in the title."""

SAID = {"left": LEFT_AFTER}
"""What a part is called where its name alone would say too little."""


def money_bars(bars: list[Bar], of_years: str) -> go.Figure:
    """Each fund as one bar of its own length, 100 %, so that small funds can be read beside large ones.

    The title says of which years, and names the parts in their colours, in the order in which they stand in every bar;
    what is pre-encumbered only where some fund has any.
    """
    parts = [part for part in PARTS if part[0] != "pre-encumbered" or any(bar.pre_encumbered for bar in bars)]
    key = [f'<span style="color:{mark}">{glyph}</span> {SAID.get(part, part)}' for part, _, _, mark, glyph in parts]
    names = [f"{in_chart(bar.name, 24)}  <b>{short_money(bar.total)}</b>" for bar in bars]
    traces: list[Any] = [
        go.Bar(
            name=part,
            orientation="h",
            y=names,
            x=[100 * bar.part(part) / bar.total if bar.total else 0 for bar in bars],
            text=[_inside(bar.part(part), bar.total) for bar in bars],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={
                "size": FONT_SIZE - 2,
                "color": TEXT if part in ("left", "encumbered", "pre-encumbered") else PAPER,
            },
            constraintext="none",
            customdata=[[money(round(bar.part(part), 2)), in_chart(bar.whole_name)] for bar in bars],
            hovertemplate=f"%{{customdata[1]}}<br>{SAID.get(part, part)}: %{{customdata[0]}}<extra></extra>",
            marker={
                "color": colour,
                "pattern": {"shape": "/" if hatch != colour else "", "bgcolor": colour, "fgcolor": hatch, "size": 8},
                "line": {"width": 1, "color": PAPER},
            },
        )
        for part, colour, hatch, _, _ in parts
    ]
    remarks = [
        {"x": 1.0, "xref": "paper", "y": name, "text": in_chart(bar.remark), "showarrow": False, "xanchor": "left",
         "font": {"size": FONT_SIZE - 2, "color": TEXT}}
        for name, bar in zip(names, bars, strict=True) if bar.remark
    ]  # fmt: skip
    return figure(
        traces,
        f"Money by fund, {of_years}:  {'  '.join(key[:2])}<br>{'  '.join(key[2:])}",
        barmode="stack",
        bargap=0.22,
        annotations=remarks,
        xaxis=axis("", range=[0, 100], visible=False),
        margin={"l": 8, "r": 156 if remarks else 8, "t": 64, "b": 4},
        yaxis={
            "autorange": "reversed",
            "tickfont": {"size": FONT_SIZE - 2, "color": TEXT},
            "automargin": True,
            "ticklabelstandoff": 6,
            "dtick": 1,
        },
        showlegend=False,
    )


def _inside(part: float, total: float) -> str:
    """The amount, where its part of the bar is wide enough to hold it."""
    return short_money(part) if total and part / total >= 0.3 else ""
