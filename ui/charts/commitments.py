"""Coming years: what is promised by where it comes from, and what other money must pay when funds have ended."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from ui.charts.look import FONT_SIZE, PAPER, TEXT, axis, figure
from ui.words import fiscal_year, in_chart, money, short_money

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#5B6470")
HATCHES = ("", "/", "x", ".", "\\", "-", "+", "|")


class Piece(NamedTuple):
    """One part of a year's bar, US dollars."""

    year: int
    part: str
    amount: float


def year_bars(title: str, years: Sequence[int], parts: Sequence[str], pieces: Sequence[Piece]) -> go.Figure:
    """One bar a year, cut into its parts from below in the order given, with its sum above.

    The parts are named beside the last bars, in their colours; a hatching tells those apart that a colour might not.
    """
    amounts: dict[tuple[int, str], float] = {}
    for piece in pieces:
        amounts[piece.year, piece.part] = amounts.get((piece.year, piece.part), 0.0) + piece.amount
    totals = [sum(amounts.get((year, part), 0.0) for part in parts) for year in years]
    names = [fiscal_year(year) for year in years]
    traces: list[Any] = [
        go.Bar(
            name=in_chart(part, 28),
            x=names,
            y=[amounts.get((year, part), 0.0) for year in years],
            customdata=[[money(round(amounts.get((year, part), 0.0), 2))] for year in years],
            hovertemplate=f"{in_chart(part, 40)}, %{{x}}: %{{customdata[0]}}<extra></extra>",
            marker={
                "color": COLOURS[place % len(COLOURS)],
                "pattern": {
                    "shape": HATCHES[place % len(HATCHES)],
                    "bgcolor": COLOURS[place % len(COLOURS)],
                    "fgcolor": PAPER,
                    "size": 9,
                    "solidity": 0.15,
                },
                "line": {"width": 1, "color": PAPER},
            },
        )
        for place, part in enumerate(parts)
    ]
    return figure(
        traces,
        title,
        barmode="stack",
        bargap=0.35,
        xaxis=axis("", type="category", automargin=True),
        yaxis=axis("", tickprefix="$", tickformat="~s", rangemode="tozero", automargin=True),
        annotations=[
            {"x": name, "y": total, "yanchor": "bottom", "text": f"<b>{short_money(total)}</b>", "showarrow": False,
             "font": {"size": FONT_SIZE, "color": TEXT}}
            for name, total in zip(names, totals, strict=True)
        ],
        showlegend=True,
        legend={"traceorder": "reversed", "font": {"size": FONT_SIZE - 1, "color": TEXT}, "x": 1.0, "xanchor": "left"},
    )  # fmt: skip
