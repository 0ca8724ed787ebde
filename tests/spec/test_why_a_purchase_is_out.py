"""Why a purchase is out, the smallest change that brings it in, and what forcing it in would displace."""

import pytest

from data_models.plan import Count, State
from planning.explanation import explain, explain_one
from tests.spec.drawn import district, plan_for, rows

TWO_FUNDS = """
fund_id | name         | kind
GF      | General fund | general
DV      | Device grant | other
"""
RULES = """
rule_id | fund_id | kind                | values
R       | DV      | eligible categories | devices
"""
PURCHASES = """
purchase_id | title   | learners | requires
A           | Atlases | 900      |
B           | Books   | 300      | {needs}
C           | Chairs  | 200      |
"""

CASES = """
general 2027 2028 | device | C buys 2027 2028 | fund year amount | sentence
100 0             | 0      | software 30 0    | GF 2027 20.00    | it has $10 left for it beside Atlases; $20 more in
100 0             | 5      | devices 30 0     | GF 2027 15.00    | they have $15 left for it beside Atlases; $15 more of
90 0              | 29.99  | devices 30 0     | GF 2027 0.01     | $0.01 more of General fund in FY 2027 would bring it
90 0              | 0      | training 0 5.5   | GF 2028 5.50     | it has $0 left for it; $5.50 more in FY 2028 would
90 1              | 0      | training 40 1.5  | GF - 40.50       | $40 more of General fund in FY 2027 and $0.50 more of
"""


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: " ".join(c.values()))
def test_the_smallest_change_that_brings_it_in(case: dict[str, str]) -> None:
    now, later = case["general 2027 2028"].split()
    kind, first, second = case["C buys 2027 2028"].split()
    prepared = district(
        funds=TWO_FUNDS,
        rules=RULES,
        money=f"fund_id | fiscal_year | budgeted\nGF | 2027 | {now}\nGF | 2028 | {later}\nDV | 2027 | {case['device']}",
        purchases=PURCHASES.format(needs=""),
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        f"A1 | A | 2027 | training | 90\nB1 | B | 2027 | training | 9999\n"
        f"C1 | C | 2027 | {kind} | {first}\nC2 | C | 2028 | {kind} | {second}",
    )
    found = explain(prepared, plan_for(prepared, fiscal_years=(2027, 2028)))[2]
    fund, year, amount = case["fund year amount"].split()
    assert found.state is State.OUT
    assert (found.change_fund, str(found.change_year or "-"), str(found.change_amount)) == (fund, year, amount)
    assert case["sentence"] in found.sentence


def test_money_of_one_year_that_pays_for_the_next_too_says_so() -> None:
    prepared = district(
        funds=TWO_FUNDS,
        rules="rule_id | fund_id | kind | share\nC | GF | carryover at most | 100",
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 90\nGF | 2028 | 0",
        purchases=PURCHASES.format(needs=""),
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "A1 | A | 2027 | training | 90\nC1 | C | 2027 | training | 30\nC2 | C | 2028 | training | 5",
    )
    found = explain(prepared, plan_for(prepared, fiscal_years=(2027, 2028)))[2]
    assert "$35 more in FY 2027 (for FY 2028 too) would bring it in beside all that is in." in found.sentence


def test_what_is_overspent_is_made_good_first() -> None:
    bought: list[bool] = []
    for budget in ("100", "179.99", "180"):
        prepared = district(
            funds=TWO_FUNDS,
            money=f"fund_id | fiscal_year | budgeted | spent\nGF | 2027 | {budget} | 150\nGF | 2028 | 5 | 0",
            purchases=PURCHASES.format(needs=""),
            costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
            "A1 | A | 2028 | training | 5\nC1 | C | 2027 | training | 30",
        )
        found = explain(prepared, plan_for(prepared, fiscal_years=(2027, 2028)))[2]
        if not bought:
            assert "$80 more in FY 2027 (it is overspent by $50) would bring it in" in found.sentence
            assert (found.change_year, str(found.change_amount)) == (2027, "80.00")
        bought.append(found.state is not State.OUT)
    assert bought == [False, False, True]


def test_the_change_is_the_smallest() -> None:
    """A cent less than the change leaves it out, the change brings it in."""
    for cent, chosen in ((0, ("A", "C")), (-1, ("A",))):
        prepared = district(
            funds=TWO_FUNDS,
            rules=RULES,
            money=f"fund_id | fiscal_year | budgeted\nGF | 2027 | {110 + cent / 100}\nDV | 2027 | 10",
            purchases=PURCHASES.format(needs=""),
            costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
            "A1 | A | 2027 | training | 90\nC1 | C | 2027 | devices | 30",
        )
        assert plan_for(prepared).chosen == chosen


def test_what_it_requires_comes_along_and_is_counted_in() -> None:
    prepared = district(
        funds=TWO_FUNDS,
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 90",
        purchases=PURCHASES.format(needs="C"),
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "A1 | A | 2027 | training | 90\nB1 | B | 2027 | training | 7\nC1 | C | 2027 | training | 3",
    )
    found = explain(prepared, plan_for(prepared))[1]
    assert found.sentence == (
        "Out: only General fund may pay, but Atlases uses it up; $10 more in FY 2027 would bring it in beside all that "
        "is in, with Chairs."
    )


def test_hours_come_before_money() -> None:
    prepared = district(
        funds=TWO_FUNDS,
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 90",
        purchases=PURCHASES.format(needs=""),
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "A1 | A | 2027 | training | 90\nC1 | C | 2027 | training | 3",
        capacity="role | month | hours\nengineer | 2027-01-01 | 10",
        hours="staff_hours_id | purchase_id | role | month | hours\n1 | C | engineer | 2027-01-01 | 12.5",
    )
    found = explain(prepared, plan_for(prepared))[2]
    assert found.sentence == (
        "Out: it takes 2.5 engineer hours more than are free in fiscal year 2027; only General fund may pay, "
        "but Atlases uses it up; and it needs $3 more in FY 2027."
    )
    assert found.change_amount is None


def test_forcing_it_in_displaces_what_is_worth_less_than_the_rest() -> None:
    prepared = district(
        funds=TWO_FUNDS,
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 100",
        purchases=PURCHASES.format(needs=""),
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "A1 | A | 2027 | training | 60\nB1 | B | 2027 | training | 70\nC1 | C | 2027 | training | 40",
    )
    plan = plan_for(prepared, count=Count.LEARNERS)
    assert plan.chosen == ("A", "C")
    found = explain_one(prepared, plan, "B")
    assert (found.displaces, found.enters, found.loss, found.too_close) == (("A", "C"), (), 80_000.0, False)


def test_a_tie_is_too_close_to_call() -> None:
    prepared = district(
        funds=TWO_FUNDS,
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 60",
        purchases=PURCHASES.format(needs=""),
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "A1 | A | 2027 | training | 60\nB1 | B | 2027 | training | 60\nC1 | C | 2028 | training | 60",
    )
    plan = plan_for(prepared, count=Count.PURCHASES)
    (out,) = {"A", "B"} - set(plan.chosen)
    found = explain_one(prepared, plan, out)
    assert (found.displaces, found.loss, found.too_close) == (plan.chosen, 0.0, True)
    assert explain_one(prepared, plan, "C").sentence == "Its cost is in fiscal year 2028, which is not planned."
