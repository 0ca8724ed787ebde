"""What each fund has left beside the plan, what of it lapses and when, and the plan in one line."""

import pytest

from planning.explanation import difference, headline
from planning.money import balances, lapses
from planning.prepare import Prepared
from tests.spec.drawn import district, plan_for, rows

COSTS = """
cost_line_id | purchase_id | fiscal_year | category | amount
A1           | A           | 2027        | training | {now}
A2           | A           | 2028        | training | {later}
"""

LAPSES = """
kind    | last day   | share | money of | spent | pays now, later | lapses
other   | 2028-09-30 | 15@9  | 2027     |       | 10 0            | 75.00 on 2027-09-30, 15.00 on 2028-09-30
other   | 2028-09-30 | 15@9  | 2027     |       | 10 10           | 65.00 on 2027-09-30, 15.00 on 2028-09-30
other   | 2028-09-30 | 15@6  | 2027     |       | 10 10           | 75.00 on 2027-06-30, 5.00 on 2028-09-30
other   | 2027-08-31 | 15@9  | 2027     |       | 10 10           | 80.00 on 2027-08-31
general |            |       | 2027     |       | 10 0            |
general | 2028-06-30 | 100   | 2027     |       | 10 0            |
other   |            |       | 2027     |       | 10 0            | 90.00 on 2027-06-30
other   | 2027-03-31 |       | 2027     |       | 10 0            | 90.00 on 2027-03-31
other   | 2028-09-30 |       | 2027     | 30    | 10 0            | 60.00 on 2027-06-30
other   | 2028-09-30 | 100   | 2027     | 30    | 10 0            | 60.00 on 2028-09-30
other   |            | 100   | 2027     | 30    | 10 0            |
other   | 2028-09-30 | 15    | 2027     |       | 10 0            | 75.00 on 2027-06-30, 15.00 on 2028-09-30
other   | 2028-09-30 | 15    | 2027     |       | 10 10           | 75.00 on 2027-06-30, 5.00 on 2028-09-30
other   | 2028-09-30 | 15    | 2027     |       | 90 0            | 10.00 on 2028-09-30
other   | 2028-09-30 |       | 2026     |       | 0 0             |
other   | 2026-11-20 | 100   | 2026     |       | 0 0             |
other   | 2026-11-21 | 100   | 2026     |       | 0 0             | 100.00 on 2026-11-21
other   | 2030-06-30 | 100   | 2029     |       | 0 0             |
other   | 2028-09-30 | 100   | 2027     | 101   | 0 0             |
"""


@pytest.mark.parametrize("case", rows(LAPSES), ids=lambda c: " ".join(c.values()))
def test_what_is_left_lapses_when_its_time_ends(case: dict[str, str]) -> None:
    now, later = case["pays now, later"].split()
    share, _, month = case["share"].partition("@")
    prepared = district(
        funds=f"fund_id | name | kind | obligate_by\nF | Fund | {case['kind']} | {case['last day']}",
        money=f"fund_id | fiscal_year | budgeted | spent\nF | {case['money of']} | 100 | {case['spent']}",
        rules="rule_id | fund_id | kind | values | share | carry_month\nR | F | eligible categories | training | |\n"
        + (f"C | F | carryover at most | | {share} | {month}" if share else "A | F | advice | | |"),
        purchases="purchase_id | title\nA | Atlases",
        costs=COSTS.format(now=now, later=later),
    )
    plan = plan_for(prepared, fiscal_years=(2027, 2028))
    assert ", ".join(f"{x.amount} on {x.lapses_on}" for x in lapses(prepared, plan)) == case["lapses"]


BALANCES = """
budgeted | encumbered | spent | costs | planned | left  | overspent
100      | 20         | 30    | 40    | 40.00   | 10.00 | 0.00
100      | 20         | 30    | 50.01 | 0.00    | 50.00 | 0.00
100      |            |       | 100   | 100.00  | 0.00  | 0.00
100      | 60         | 60.5  | 1     | 0.00    | 0.00  | 20.50
-5       |            |       | 1     | 0.00    | 0.00  | 0.00
100      | -20        |       | 110   | 0.00    | 100.00 | 0.00
100      | -20        |       | 100   | 100.00  | 0.00  | 0.00
100      | -20        | 30    | 70.01 | 0.00    | 70.00 | 0.00
100      | 20         | -15   | 95    | 95.00   | 0.00  | 0.00
100      | 20         | -50   | 100.01 | 0.00   | 100.00 | 0.00
"""


@pytest.mark.parametrize("case", rows(BALANCES), ids=lambda c: " ".join(c.values()))
def test_available_is_budgeted_less_encumbered_less_spent(case: dict[str, str]) -> None:
    prepared = district(
        funds="fund_id | name | kind\nGF | General fund | general",
        money="fund_id | fiscal_year | budgeted | encumbered | spent\n"
        f"GF | 2027 | {case['budgeted']} | {case['encumbered']} | {case['spent']}",
        purchases="purchase_id | title\nA | Atlases",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        f"A1 | A | 2027 | training | {case['costs']}",
    )
    (balance,) = balances(prepared, plan_for(prepared))
    assert [str(balance.planned), str(balance.left), str(balance.overspent)] == [
        case["planned"],
        case["left"],
        case["overspent"],
    ]


def test_the_plan_in_one_line_and_what_changed() -> None:
    prepared = district(
        funds="fund_id | name | kind | obligate_by\n"
        "GF | General fund | general |\nT4 | Title IV-A | other | 2027-09-30",
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 1500000\nT4 | 2027 | 184000",
        rules="rule_id | fund_id | kind | values | share\n"
        "R | T4 | eligible categories | staff |\nC | T4 | carryover at most | | 100",
        needs="need_id | title | goal_ids | site_ids\nN1 | Reading | G1 | S1\nN2 | Writing | G1 | S2\nN3 | Boilers | |",
        sites="site_id | name | enrolment\nS1 | Alder | 1200\nS2 | Birch | 800",
        purchases="purchase_id | title | need_ids | stage\n"
        "A | Atlases | N1 |\nB | Books | N1;N2 |\nC | Cable | N2 | in service\nD | Desks | N3 |",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | devices | 960\n"
        "B1 | B | 2027 | devices | 1200000\nD1 | D | 2027 | devices | 2000000",
    )
    plan = plan_for(prepared)
    line = headline(prepared, plan)
    assert line.words == (
        "2 of 3 purchases, $1.20M of $1.68M, 2,000 learners, 2 of 3 needs answered, "
        "$184k of Title IV-A lapses 30 Sep 2027"
    )
    assert line.lapse is not None
    without = plan_for(prepared, ruled_out=("B",), money_in_play=(("GF", 1000),))
    assert headline(prepared, without).words.startswith("1 of 3 purchases, $960 of $185k, 1,200 learners, 2 of 3")
    assert difference(prepared, plan, without).words == "drops Books; 800 learners fewer"
    assert difference(prepared, without, plan).words == "adds Books; 800 learners more"
    assert difference(prepared, plan, plan).words == ""


def test_what_was_planned_and_is_ordered_did_not_fall_out() -> None:
    def drawn(books: str) -> Prepared:
        return district(
            funds="fund_id | name | kind\nGF | General fund | general",
            money="fund_id | fiscal_year | budgeted\nGF | 2027 | 900",
            sites="site_id | name | enrolment\nS1 | Alder | 1200\nS2 | Birch | 800",
            needs="need_id | title | site_ids\nN1 | Reading | S1\nN2 | Writing | S2",
            purchases="purchase_id | title | need_ids | stage\n"
            f"A | Atlases | N1 | rated\nB | Books | N2 | {books}\nC | Cable | N1 | rated",
            costs="cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | devices | 500\n"
            "B1 | B | 2027 | devices | 400\nC1 | C | 2027 | devices | 400",
        )

    before, now = drawn("approved"), drawn("ordered")
    planned = plan_for(before, pinned=("A", "B"))
    assert planned.chosen == ("A", "B")
    found = difference(now, planned, plan_for(now, pinned=("A",)))
    assert (found.added, found.dropped, found.ordered) == (("C",), (), ("B",))
    assert found.words == "Books ordered; adds Cable", "its 800 learners are not lost, nor what it answers"


@pytest.mark.parametrize("orders", ["", "A | A1 | GF | 2027 | 30 |"])
def test_the_parts_of_a_fund_come_to_its_budget_where_less_than_nothing_is_promised(orders: str) -> None:
    prepared = district(
        funds="fund_id | name | kind\nGF | General fund | general",
        money="fund_id | fiscal_year | budgeted | encumbered | spent\nGF | 2027 | 100 | -20 | -50",
        purchases="purchase_id | title | stage\nA | Atlases | ordered",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2027 | training | 30",
        orders=f"purchase_id | cost_line_id | fund_id | money_year | amount | in_ledger_since\n{orders}".strip(),
    )
    (one,) = balances(prepared)
    assert [str(one.encumbered), str(one.spent)] == ["0.00", "0.00"]
    assert one.pre_encumbered + one.left == 100, "nor does it free what an order holds"
    assert one.pre_encumbered == (30 if orders else 0)
