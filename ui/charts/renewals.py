"""The year ahead of contracts: what renews in each month, and what needs notice in it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import plotly.graph_objects as go

from ui.charts.look import ACCENT, FONT_SIZE, PAPER, QUIET, axis, figure
from ui.words import in_chart, money

NOTICE_COLOUR = "#B34700"
NAMED = 6
"""Contracts named over a bar before the rest are counted."""


class Month(NamedTuple):
    """One month: contracts whose notice is due in it and those that renew in it, as (title, US dollars a year)."""

    month: date
    notice: tuple[tuple[str, float], ...]
    renews: tuple[tuple[str, float], ...]


def renewals(months: Sequence[Month]) -> go.Figure:
    """Two bars a month, the dollars a year of what needs notice and of what renews; above each how many contracts."""
    return figure(
        [
            _bars("notice", "notice due", months, [m.notice for m in months], NOTICE_COLOUR, "/"),
            _bars("renews", "renews", months, [m.renews for m in months], ACCENT, ""),
        ],
        f'Dollars a year, by month:  <span style="color:{NOTICE_COLOUR}">▨</span> notice due  '
        f'<span style="color:{ACCENT}">■</span> renews',
        barmode="group",
        bargap=0.2,
        bargroupgap=0.05,
        xaxis={
            "tickvals": [_name(m) for m in months],
            "ticktext": [f"{m.month:%b}" + _year(m, place) for place, m in enumerate(months)],
            "tickangle": 0,
            "tickfont": {"size": FONT_SIZE - 3, "color": QUIET},
            "type": "category",
            "automargin": True,
            "fixedrange": True,
        },
        yaxis=axis("", tickprefix="$", tickformat="~s", rangemode="tozero", automargin=True, fixedrange=True),
        showlegend=False,
        clickmode="event+select",
        margin={"l": 8, "r": 8, "t": 44, "b": 4},
    )


def _bars(
    kind: str, words: str, months: Sequence[Month], held: Sequence[tuple[tuple[str, float], ...]], colour: str,
    hatch: str,
) -> go.Bar:  # fmt: skip
    return go.Bar(
        name=words,
        x=[_name(m) for m in months],
        y=[sum(cost for _, cost in own) for own in held],
        text=[str(len(own)) if own else "" for own in held],
        textposition="outside",
        textangle=0,
        constraintext="none",
        textfont={"size": FONT_SIZE - 2, "color": colour},
        cliponaxis=False,
        customdata=[[kind, _name(m), _hover(words, m, own)] for m, own in zip(months, held, strict=True)],
        hovertemplate="%{customdata[2]}<extra></extra>",
        marker={
            "color": colour,
            "pattern": {"shape": hatch, "bgcolor": colour, "fgcolor": PAPER, "size": 6, "solidity": 0.15},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _name(month: Month) -> str:
    return f"{month.month:%Y-%m}"


def _year(month: Month, place: int) -> str:
    """The year, under the first month drawn and under each January."""
    return f"<br><b>{month.month:%Y}</b>" if place == 0 or month.month.month == 1 else ""


def _hover(words: str, month: Month, own: Sequence[tuple[str, float]]) -> str:
    """<b>Jul 2027, renews</b>, then each contract with its dollars, the dearest first."""
    dearest = sorted(own, key=lambda pair: (-pair[1], pair[0]))
    lines = [f"{in_chart(title, 40)} {money(round(cost, 2))}" for title, cost in dearest[:NAMED]]
    lines += [f"and {len(own) - NAMED:,} more"] if len(own) > NAMED else []
    return "<br>".join([f"<b>{month.month:%b %Y}, {words}</b>", *lines])
