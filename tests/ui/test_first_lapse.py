"""What a fund loses first: years that end on the same day count together."""

from datetime import date
from decimal import Decimal

from data_models.plan import Balance, Lapse
from ui.money_view import FirstLapse, bar_of, first_lapse

JUNE, SEPTEMBER = date(2029, 6, 30), date(2029, 9, 30)


def lapse(fund_id: str, year: int, amount: int, day: date) -> Lapse:
    return Lapse(fund_id=fund_id, money_year=year, amount=Decimal(amount), lapses_on=day)


BOND = [
    lapse("21", 2028, 310_000, JUNE), lapse("21", 2027, 307_494, JUNE), lapse("21", 2029, 40_000, JUNE),
    lapse("21", 2029, 9, SEPTEMBER), lapse("EC", 2029, 7, JUNE),
]  # fmt: skip


def test_years_that_lapse_on_one_day_are_one_sum() -> None:
    assert first_lapse("21", BOND, 1) == FirstLapse(Decimal(657_494), JUNE)
    assert first_lapse("EC", BOND, 1) == FirstLapse(Decimal(7), JUNE)
    assert first_lapse("GF", BOND, 1) is None


def test_what_is_small_by_itself_may_be_worth_a_remark_together() -> None:
    pair = [lapse("21", 2027, 600, JUNE), lapse("21", 2028, 600, JUNE), lapse("21", 2027, 5_000, SEPTEMBER)]
    assert first_lapse("21", pair, 1_000) == FirstLapse(Decimal(1_200), JUNE)
    assert first_lapse("21", pair, 2_000) == FirstLapse(Decimal(5_000), SEPTEMBER)


def test_the_bar_remarks_the_whole_sum() -> None:
    none = Decimal(0)
    year = Balance(fund_id="21", money_year=2029, budgeted=Decimal(700_000), spent=none, encumbered=none, freed=none,
                   planned=none, left=Decimal(700_000), overspent=none)  # fmt: skip
    bar = bar_of("21", "Bond", [year], BOND)
    assert bar
    assert bar.remark == "$657k lapses 30 Jun 2029"
