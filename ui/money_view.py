"""The money panel: one bar for each fund, for all years or one of them, with what lapses when."""

from collections.abc import Sequence
from decimal import Decimal

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
    bars = [bar for fund in portfolio.funds if (bar := _bar(fund.fund_id, fund.name, shown, lapsing))]
    place.plotly_chart(
        money_bars(bars),
        height=HEIGHT,
        key="money_chart",
        theme=None,
        config={"displayModeBar": False},
        alt=f"What is spent, encumbered, planned and left of each of {len(bars)} funds",
    )


def _bar(fund_id: str, name: str, balances: Sequence[Balance], lapses: Sequence[Lapse]) -> Bar | None:
    own = [balance for balance in balances if balance.fund_id == fund_id]
    if not own:
        return None
    lapse = next((lapse for lapse in lapses if lapse.fund_id == fund_id and lapse.amount >= SMALL), None)
    over = sum((balance.overspent for balance in own), Decimal(0))
    remark = f"{short_money(lapse.amount)} lapses {day(lapse.lapses_on)}" if lapse else ""
    return Bar(
        name=name,
        spent=float(sum(balance.spent for balance in own)),
        encumbered=float(sum(balance.encumbered for balance in own)),
        planned=float(sum(balance.planned for balance in own)),
        left=float(sum(balance.left for balance in own)),
        remark=f"overspent by {short_money(over)}" if over else remark,
    )
