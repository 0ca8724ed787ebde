"""The money panel: one bar for each fund, of all years or of the one looked at, with what lapses when."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import streamlit as st

from data_models.fund import Fund, short_names
from data_models.plan import Balance, FundLapse, Lapse
from data_models.portfolio import Portfolio
from ui.charts.money_bars import Bar, money_bars
from ui.words import LEFT_AFTER, day, fiscal_year, short_money

SMALL = 1_000
"""Dollars below which money that lapses is not worth a remark."""

AMOUNTS = ("spent", "encumbered", "pre_encumbered", "planned", "left")
FirstLapses = Callable[[Iterable[Lapse]], dict[str, FundLapse]]

HEIGHT, MOST_BARS = 318, 14


def money_view(
    portfolio: Portfolio,
    balances: Sequence[Balance],
    lapses: Sequence[Lapse],
    first_lapses: FirstLapses,
    year: int | None,
) -> None:
    """Each fund's bar. year: the one the lens looks at; none is all of them together."""
    shown = [balance for balance in balances if year in (None, balance.money_year)]
    first = first_lapses(lapse for lapse in lapses if year in (None, lapse.money_year))
    names = short_names(portfolio.funds)
    bars = [
        bar for fund in portfolio.funds if (bar := bar_of(fund, names[fund.fund_id], shown, first.get(fund.fund_id)))
    ]
    if year and not bars:
        st.info(f"No fund has money of {fiscal_year(year)} on record.", icon=":material/filter_alt:")
        return
    st.plotly_chart(
        money_bars(readable(bars), fiscal_year(year) if year else "all years"),
        height=HEIGHT,
        key="money_chart",
        theme=None,
        config={"displayModeBar": False},
        alt=f"What is spent, encumbered, pre-encumbered, planned and {LEFT_AFTER} of each of {len(bars)} funds",
    )


def readable(bars: Sequence[Bar]) -> list[Bar]:
    """The bars, in their order; beyond 14 those with the most still to use, and all others together as the last."""
    if len(bars) <= MOST_BARS:
        return list(bars)
    most = sorted(bars, key=lambda bar: -(bar.planned + max(bar.left, 0.0)))[: MOST_BARS - 1]
    rest = [bar for bar in bars if bar not in most]
    name = f"{len(rest)} other funds"
    together = {part: sum(getattr(bar, part) for bar in rest) for part in AMOUNTS}
    return [*(bar for bar in bars if bar in most), Bar(name=name, whole_name=name, remark="", **together)]


def bar_of(fund: Fund, name: str, balances: Sequence[Balance], first: FundLapse | None) -> Bar | None:
    """A fund's bar, with what it loses first or by how much it is overspent; none where it has no money on record."""
    own = [balance for balance in balances if balance.fund_id == fund.fund_id]
    if not own:
        return None
    over = sum((balance.overspent for balance in own), Decimal(0))
    told = first is not None and first.amount >= SMALL
    remark = f"{short_money(first.amount)} lapses {day(first.lapses_on)}" if first and told else ""
    return Bar(
        name=name,
        whole_name=fund.name,
        spent=float(sum(balance.spent for balance in own)),
        encumbered=float(sum(balance.encumbered for balance in own)),
        pre_encumbered=float(sum(balance.pre_encumbered for balance in own)),
        planned=float(sum(balance.planned for balance in own)),
        left=float(sum(balance.left for balance in own)),
        remark=f"overspent by {short_money(over)}" if over else remark,
    )
