"""The money panel: one bar for each fund, for all years or one of them, with what lapses when."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import streamlit as st

from data_models.plan import Balance, Lapse
from data_models.portfolio import Portfolio
from ui.charts.money_bars import Bar, money_bars
from ui.map_view import PANEL_WIDTH
from ui.words import day, fiscal_year, short_money

ALL = "All years"
SMALL = 1_000
"""Dollars below which money that lapses is not worth a remark."""

HEIGHT = 305


def money_view(portfolio: Portfolio, balances: Sequence[Balance], lapses: Sequence[Lapse]) -> None:
    """Choose a year or all, and see each fund's bar."""
    place = st.container(width=PANEL_WIDTH, gap="xsmall")
    years = sorted({balance.money_year for balance in balances})
    chosen = place.segmented_control(
        "Year of the money", [ALL, *years], default=ALL, required=True, label_visibility="collapsed",
        format_func=lambda year: year if year == ALL else fiscal_year(year), key="money_year",
    )  # fmt: skip
    shown = [b for b in balances if chosen in (ALL, b.money_year)]
    lapsing = [lapse for lapse in lapses if chosen in (ALL, lapse.money_year)]
    bars = [bar for fund in portfolio.funds if (bar := bar_of(fund.fund_id, fund.name, shown, lapsing))]
    place.plotly_chart(
        money_bars(bars),
        height=HEIGHT,
        key="money_chart",
        theme=None,
        config={"displayModeBar": False},
        alt=f"What is spent, encumbered, planned and left of each of {len(bars)} funds",
    )


class FirstLapse(NamedTuple):
    """What a fund loses first: US dollars of all its years together, and the last day they may be obligated."""

    amount: Decimal
    lapses_on: date


def first_lapse(fund_id: str, lapses: Sequence[Lapse], least: int) -> FirstLapse | None:
    """The first day on which at least so many US dollars of a fund lapse, its years taken together; none without."""
    by_day: defaultdict[date, Decimal] = defaultdict(Decimal)
    for lapse in lapses:
        if lapse.fund_id == fund_id:
            by_day[lapse.lapses_on] += lapse.amount
    return next((FirstLapse(by_day[on], on) for on in sorted(by_day) if by_day[on] >= least), None)


def bar_of(fund_id: str, name: str, balances: Sequence[Balance], lapses: Sequence[Lapse]) -> Bar | None:
    """A fund's bar, with what it loses first or by how much it is overspent; none where it has no money on record."""
    own = [balance for balance in balances if balance.fund_id == fund_id]
    if not own:
        return None
    first = first_lapse(fund_id, lapses, SMALL)
    over = sum((balance.overspent for balance in own), Decimal(0))
    remark = f"{short_money(first.amount)} lapses {day(first.lapses_on)}" if first else ""
    return Bar(
        name=name,
        spent=float(sum(balance.spent for balance in own)),
        encumbered=float(sum(balance.encumbered for balance in own)),
        planned=float(sum(balance.planned for balance in own)),
        left=float(sum(balance.left for balance in own)),
        remark=f"overspent by {short_money(over)}" if over else remark,
    )
