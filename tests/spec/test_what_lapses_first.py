"""What lapses first: one rule for the headline, the bars and Budget, so that all name the same fund and figure."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_models.plan import FundLapse, Lapse
from planning.explanation import headline
from planning.first_lapse import first_lapse, first_lapses
from planning.lapse_use import lapse_uses
from planning.money import lapses
from planning.wording import cents, short_dollars
from tests.spec.drawn import TODAY, district, plan_for, rows

CASES = """
lapses: fund, $, in days                   | each fund first                    | first of all
A 5000 90; A 7000 30; B 6000 40            | A 7000 in 30; B 6000 in 40         | A 7000 in 30
A 600 30; A 600 30                         | A 1200 in 30                       | A 1200 in 30
A 600 30; A 600 31                         | A 600 in 30                        | A 600 in 30
A 999.99 10; A 1000 400                    | A 1000 in 400                      | A 1000 in 400
A 7 10; B 171000 300                       | A 7 in 10; B 171000 in 300         | B 171000 in 300
B 2000 30; A 2000 30; C 3000 30            | A 2000 in 30; B 2000 in 30; C 3000 in 30 | C 3000 in 30
B 2000 30; A 2000 30                       | A 2000 in 30; B 2000 in 30         | A 2000 in 30
                                           |                                    |
"""


def _lapses(text: str) -> list[Lapse]:
    return [
        Lapse(fund_id=fund, money_year=2027 - place, amount=Decimal(amount), lapses_on=TODAY + timedelta(int(days)))
        for place, (fund, amount, days) in enumerate(one.split() for one in text.split(";") if one.strip())
    ]


def _said(one: FundLapse) -> str:
    return f"{one.fund_id} {one.amount} in {(one.lapses_on - TODAY).days}"


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: c["lapses: fund, $, in days"])
def test_the_first_day_with_a_sum_worth_a_word(case: dict[str, str]) -> None:
    found = _lapses(case["lapses: fund, $, in days"])
    assert "; ".join(map(_said, first_lapses(found).values())) == case["each fund first"]
    first = first_lapse(found)
    assert (_said(first) if first else "") == case["first of all"]


ANY = st.builds(
    Lapse, fund_id=st.sampled_from("ABC"), money_year=st.integers(2026, 2028),
    amount=st.decimals(1, 5000, places=2), lapses_on=st.dates(date(2027, 1, 1), date(2027, 1, 5)),
)  # fmt: skip


@given(st.lists(ANY, max_size=8))
def test_the_first_of_all_is_what_its_own_fund_loses_first(found: list[Lapse]) -> None:
    first, each = first_lapse(found), first_lapses(reversed(found))
    assert (first is None) == (not found)
    if first:
        assert each[first.fund_id] == first
        assert first.amount == sum(
            x.amount for x in found if (x.fund_id, x.lapses_on) == (first.fund_id, first.lapses_on)
        )
        assert all(x.amount < 1000 or x.lapses_on >= first.lapses_on for x in each.values())


def test_the_headline_and_what_is_about_to_lapse_name_the_same_fund_and_figure() -> None:
    """A large sum lapses later; the smaller one is first, and both pages say so."""
    prepared = district(
        funds="fund_id | name | kind | obligate_by\nBIG | Title IV-A | other | 2027-09-30\n"
        "SOON | Tobacco grant | other | 2027-03-31",
        money="fund_id | fiscal_year | budgeted\nBIG | 2027 | 184000\nSOON | 2027 | 20000",
        rules="rule_id | fund_id | kind | values | share\nR | SOON | eligible categories | training |\n"
        "C | BIG | carryover at most | | 100",
        purchases="purchase_id | title\nA | Coaching",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | training | 2000",
    )
    plan = plan_for(prepared)
    first = headline(prepared, plan).lapse
    assert first == first_lapse(lapses(prepared, plan))
    assert first
    assert (first.fund_id, first.amount) == ("SOON", Decimal("18000.00"))
    (use,) = [u for u in lapse_uses(prepared, plan) if u.lapse.fund_id == first.fund_id]
    assert (use.left, use.lapse.lapses_on) == (first.amount, first.lapses_on)
    assert f"{short_dollars(cents(first.amount))} of Tobacco grant lapses" in headline(prepared, plan).words


EARLY = """
share | last day   | why before its last day
15    | 2028-09-30 | at most $15 (15% of $100) of FY 2027 may be carried past 30 Sep 2027; its last day is 30 Sep 2028
15    |            | at most $15 (15% of $100) of FY 2027 may be carried past 30 Sep 2027
      | 2028-09-30 | no rule lets money of FY 2027 be carried past 30 Jun 2027; its last day is 30 Sep 2028
15    | 2027-09-30 |
"""


@pytest.mark.parametrize("case", rows(EARLY), ids=lambda c: f"{c['share']} {c['last day']}")
def test_why_money_lapses_before_its_funds_last_day(case: dict[str, str]) -> None:
    rule = "\nC | F | carryover at most | | 15 | 9" if case["share"] else ""
    prepared = district(
        funds=f"fund_id | name | kind | obligate_by\nF | Fund | other | {case['last day']}",
        money="fund_id | fiscal_year | budgeted\nF | 2027 | 100",
        rules=f"rule_id | fund_id | kind | values | share | carry_month\nR | F | eligible categories | staff | |{rule}",
        purchases="purchase_id | title\nA | Coaching",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | training | 2000",
    )
    first, *rest = lapses(prepared)
    assert first.early == case["why before its last day"]
    assert [x.early for x in rest] == [""] * len(rest)
    assert ("(carryover limit)" in headline(prepared, plan_for(prepared)).words) == bool(first.early)
    (use,) = [u for u in lapse_uses(prepared, plan_for(prepared), 400) if u.lapse == first]
    assert use.words.startswith(
        f"${first.amount:.0f} of Fund must be obligated by {first.lapses_on.day} "
        f"{first.lapses_on:%b %Y}{': ' if first.early else ''}{first.early}. "
    )


def test_less_than_a_dollar_does_not_lapse() -> None:
    prepared = district(
        funds="fund_id | name | kind | obligate_by\nF | Fund | other | 2027-03-31\nG | Gift | other | 2027-03-31",
        money="fund_id | fiscal_year | budgeted\nF | 2027 | 0.99\nG | 2027 | 1",
        purchases="purchase_id | title\nA | Coaching",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | training | 2000",
    )
    assert [x.fund_id for x in lapses(prepared)] == ["G"]
