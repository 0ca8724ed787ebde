"""A fund's bar: what it is called, what it loses first, and where trifles are not worth a remark."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_models.fund import Fund
from data_models.plan import Balance, FundLapse
from ui.charts.money_bars import Bar
from ui.money_view import MOST_BARS, bar_of, readable

BOND = Fund(fund_id="21", name="Bond")
AMOUNTS: dict[str, Any] = {
    name: Decimal(0) for name, field in Balance.model_fields.items() if field.annotation is Decimal
}
YEAR = Balance(
    fund_id="21",
    money_year=2029,
    lapses_from=None,
    **{**AMOUNTS, "budgeted": Decimal(700_000), "left": Decimal(700_000)},
)


@pytest.mark.parametrize(
    ("amount", "remark"), [(657_494, "$657k lapses 30 Jun 2029"), (1_000, "$1k lapses 30 Jun 2029"), (999, "")]
)
def test_the_bar_remarks_what_lapses_first(amount: int, remark: str) -> None:
    first = FundLapse(fund_id="21", amount=Decimal(amount), lapses_on=date(2029, 6, 30))
    bar = bar_of(BOND, "21 Bond", [YEAR], first)
    assert bar
    assert (bar.name, bar.whole_name, bar.remark) == ("21 Bond", "Bond", remark)


def test_what_is_overspent_comes_first_and_a_fund_without_money_has_no_bar() -> None:
    over = bar_of(BOND, "Bond", [YEAR.model_copy(update={"overspent": Decimal(2_000)})], None)
    assert over
    assert over.remark == "overspent by $2k"
    assert bar_of(BOND, "Bond", [], None) is None


def test_many_funds_are_read_by_those_with_the_most_to_use_and_the_rest_together() -> None:
    bars = [
        Bar(
            name=f"F{n}",
            whole_name=f"F{n}",
            spent=1.0,
            encumbered=2.0,
            pre_encumbered=3.0,
            planned=n,
            left=0.5,
            remark="",
        )
        for n in range(20)
    ]
    shown = readable(bars)
    assert [bar.name for bar in shown] == [*(f"F{n}" for n in range(7, 20)), "7 other funds"]
    assert (shown[-1].spent, shown[-1].planned, shown[-1].left) == (7, sum(range(7)), 3.5)
    assert sum(bar.total for bar in shown) == sum(bar.total for bar in bars)
    assert readable(bars[:MOST_BARS]) == bars[:MOST_BARS]
