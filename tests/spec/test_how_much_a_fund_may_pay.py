"""How much a fund may pay in all: shares of the fund, carryover, discount programs, an amount per learner.

The first purchase drawn is worth a little more than the next, so what is in shows how far the money lawfully goes.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_models.plan import Count
from planning.explanation import explain
from planning.fund_rules.discount import LUNCH_BANDS
from tests.spec.drawn import district, paid, plan_for, rows

TITLE_IV = """
rule_id | fund_kind  | kind                         | values           | outside   | share | applies_from
AREAS   | title iv-a | eligible program areas       | TECH;WELL;SAFE   |           |       |
INFRA   | title iv-a | at most a share of the fund  | devices;software | WELL;SAFE | 15    |
WELL-20 | title iv-a | at least a share of the fund | WELL             |           | 20    | 30000
SAFE-20 | title iv-a | at least a share of the fund | SAFE             |           | 20    | 30000
"""
AREAS = {
    "TECH": "effective use of technology",
    "WELL": "well-rounded education",
    "SAFE": "safe and healthy students",
}
CASES = """
budget | already spent | wanted                                                  | in
20000  |               | TECH devices 10                                         |
20000  |               | TECH devices 15, TECH training 85                       | 1 2
20000  |               | TECH devices 15.01, TECH training 85                    | 2
20000  |               | WELL devices 900                                        | 1
20000  |               | WELL devices 900, TECH devices 15                       | 1
20000  |               | TECH training 20000                                     | 1
29999  |               | TECH training 29999                                     | 1
30000  |               | TECH training 18000                                     | 1
30000  |               | TECH training 18000.01                                  |
30000  |               | WELL training 24000                                     | 1
30000  |               | WELL training 24000.01                                  |
30000  |               | TECH training 18000, WELL devices 6000, SAFE staff 6000 | 1 2 3
30000  | 20000         | TECH training 6000                                      | 1
30000  | 20000         | TECH training 6000.01                                   |
30000  | 20000         | TECH training 6000, WELL devices 2000.01                | 1
"""


def _words(text: str) -> str:
    for short, area in AREAS.items():
        text = text.replace(short, area)
    return text


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: f"{c['budget']} {c['wanted']}")
def test_title_iv_a_shares(case: dict[str, str]) -> None:
    wanted = [entry.split() for entry in case["wanted"].split(", ")]
    prepared = district(
        funds="fund_id | name | kind\nT4 | Title IV-A | title iv-a",
        money=f"fund_id | fiscal_year | budgeted | spent\nT4 | 2027 | {case['budget']} | {case['already spent']}",
        rules=_words(TITLE_IV),
        purchases="purchase_id | title | program_area | learners\n"
        + "\n".join(f"{n} | Thing {n} | {AREAS[area]} | {100 - n}" for n, (area, _, _) in enumerate(wanted, 1)),
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        + "\n".join(f"L{n} | {n} | 2027 | {kind} | {dollars}" for n, (_, kind, dollars) in enumerate(wanted, 1)),
    )
    assert " ".join(plan_for(prepared).chosen) == case["in"]


CARRYOVER = """
budget 2027 | share | from  | costs of 2028 | in
60000       | 15    | 50000 | 9000          | 1
60000       | 15    | 50000 | 9000.01       |
60000       | 15    | 50000 | 5000 4000     | 1 2
60000       | 15    | 50000 | 5000 4000.01  | 1
50000       | 15    | 50000 | 7500.01       |
49999.99    | 15    | 50000 | 49999.99      | 1
60000       | 100   |       | 60000         | 1
60000       |       |       | 60000         | 1
"""


@pytest.mark.parametrize("case", rows(CARRYOVER), ids=lambda c: f"{c['budget 2027']} {c['costs of 2028']}")
def test_carryover_is_a_share_of_the_years_budget(case: dict[str, str]) -> None:
    costs = case["costs of 2028"].split()
    prepared = district(
        funds="fund_id | name | kind | usable_from | obligate_by\nT1 | Title I-A | general | 2026-07-01 | 2028-09-30",
        money=f"fund_id | fiscal_year | budgeted\nT1 | 2027 | {case['budget 2027']}",
        rules="rule_id | fund_id | kind | share | applies_from\n"
        f"C | T1 | carryover at most | {case['share']} | {case['from']}",
        purchases="purchase_id | title | learners\n"
        + "\n".join(f"{n} | Thing {n} | {100 - n}" for n, _ in enumerate(costs, 1)),
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        + "\n".join(f"L{n} | {n} | 2028 | training | {amount}" for n, amount in enumerate(costs, 1)),
    )
    assert " ".join(plan_for(prepared, fiscal_years=(2027, 2028)).chosen) == case["in"]


IN_TIME = """
rule_id | fund_id | kind                | values         | share | carry_month
C       | T1      | carryover at most   |                | 15    | 9
K       | T1      | eligible categories | training;staff |       |
"""
ORDERED_IN_TIME = """
today      | categories of 2028 | costs       | in  | why
2027-07-01 | training                 | 60000       | 1   | ordered by 30 September 2027 it is not carried over
2027-09-30 | training                 | 60000       | 1   | the last day
2027-10-01 | training                 | 60000       |     | what is left is carried over now
2027-10-01 | training                 | 9000        | 1   | 15% of it may be
2027-07-01 | staff                    | 9000.01     |     | work is obligated when it is done
2027-07-01 | staff                    | 9000        | 1   |
2027-07-01 | training staff           | 51000 9000  | 1 2 |
2027-07-01 | staff staff              | 5000 4000.01 | 1   |
"""


@pytest.mark.parametrize("case", rows(ORDERED_IN_TIME), ids=lambda c: f"{c['today']} {c['costs']}")
def test_a_carryover_limit_of_a_later_month_leaves_out_what_can_be_ordered_before(case: dict[str, str]) -> None:
    """Title I-A: 15 months until 30 September before its limit counts (ESEA section 1127)."""
    wanted = list(zip(case["categories of 2028"].split(), case["costs"].split(), strict=True))
    prepared = district(
        today=date.fromisoformat(case["today"]),
        funds="fund_id | name | kind | usable_from | obligate_by\nT1 | Title I-A | title i-a | 2026-07-01 | 2028-09-30",
        money="fund_id | fiscal_year | budgeted\nT1 | 2027 | 60000",
        rules=IN_TIME,
        purchases="purchase_id | title | learners\n"
        + "\n".join(f"{n} | Thing {n} | {100 - n}" for n, _ in enumerate(wanted, 1)),
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        + "\n".join(f"L{n} | {n} | 2028 | {kind} | {amount}" for n, (kind, amount) in enumerate(wanted, 1)),
    )
    plan = plan_for(prepared, fiscal_years=(2027, 2028))
    assert " ".join(plan.chosen) == case["in"]
    said = " ".join(x.sentence for x in explain(prepared, plan))
    in_time = case["in"] and "training" in case["categories of 2028"] and case["today"] < "2027-10-01"
    assert ("by 30 Sep 2027: later it counts as carried over." in said) == bool(in_time)


def test_the_budget_year_after_the_next_is_carried_over_whenever_it_is_ordered() -> None:
    prepared = district(
        funds="fund_id | name | kind\nT1 | Title I-A | title i-a",
        money="fund_id | fiscal_year | budgeted\nT1 | 2027 | 60000",
        rules=IN_TIME,
        purchases="purchase_id | title\n1 | Thing",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nL1 | 1 | 2029 | training | 9000.01",
    )
    assert plan_for(prepared, fiscal_years=(2027, 2028, 2029)).chosen == ()


E_RATE = """
rule_id | fund_kind         | kind                            | values            | share_from | amount | floor_amount
C1-CAT  | e-rate category 1 | eligible categories             | internet access   |            |        |
C1-PART | e-rate category 1 | at most a share of one purchase |                   | DISCOUNT   |        |
C2-CAT  | e-rate category 2 | eligible categories             | network equipment |            |        |
C2-PART | e-rate category 2 | at most a share of one purchase |                   | DISCOUNT   |        |
C2-CAP  | e-rate category 2 | at most an amount per learner   | 2027;2028         |            | 201.57 | 30175
"""
DISCOUNTS = """
lunch | rural | category 1 | category 2
0     | no    | 20         | 20
0.9   | yes   | 25         | 25
1     | no    | 40         | 40
19    | yes   | 50         | 50
19.5  | no    | 40         | 40
20    | no    | 50         | 50
34    | yes   | 60         | 60
35    | no    | 60         | 60
49    | yes   | 70         | 70
50    | no    | 80         | 80
74    | yes   | 80         | 80
75    | no    | 90         | 85
100   | yes   | 90         | 85
"""


def _network(e_rate: str, general: str, costs: str, **about: Any) -> list[str]:
    prepared = district(
        funds="fund_id | name | kind\nC2 | E-Rate 2 | e-rate category 2\nGF | General fund | general",
        money=f"fund_id | fiscal_year | budgeted | spent\n{e_rate}\nGF | 2027 | {general} |",
        rules=E_RATE.replace("DISCOUNT", "e-rate discount"),
        purchases="purchase_id | title\nP | Wi-Fi",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        + "\n".join(f"L{n} | P | 2027 | network equipment | {amount}" for n, amount in enumerate(costs.split(), 1)),
        sites="site_id | name | enrolment\nS1 | Alder | 100\nS2 | Birch |",
        **about,
    )
    return paid(plan_for(prepared, count=Count.PURCHASES))


@pytest.mark.parametrize("case", rows(DISCOUNTS), ids=lambda c: f"{c['lunch']} {c['rural']}")
def test_e_rate_pays_its_discount_and_other_money_the_rest(case: dict[str, str]) -> None:
    prepared = district(
        funds="fund_id | name | kind\nC1 | E-Rate 1 | e-rate category 1\nC2 | E-Rate 2 | e-rate category 2\n"
        "GF | General fund | general",
        money="fund_id | fiscal_year | budgeted\nC1 | 2027 | 100\nC2 | 2027 | 100\nGF | 2027 | 160",
        rules=E_RATE.replace("DISCOUNT", "e-rate discount"),
        purchases="purchase_id | title\nP | Internet and Wi-Fi",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "A | P | 2027 | internet access | 100\nB | P | 2027 | network equipment | 100",
        lunch_share=float(case["lunch"]),
        rural=case["rural"] == "yes",
    )
    first, second = int(case["category 1"]), int(case["category 2"])
    assert paid(plan_for(prepared)) == [
        f"A 2027 C1/2027 {first}.00",
        f"A 2027 GF/2027 {100 - first}.00",
        f"B 2027 C2/2027 {second}.00",
        f"B 2027 GF/2027 {100 - second}.00",
    ]


def test_the_bands_of_the_matrix_are_those_of_the_source() -> None:
    assert LUNCH_BANDS == (0, 1, 20, 35, 50, 75)


def test_without_a_lunch_share_nobody_knows_the_discount_so_e_rate_pays_nothing() -> None:
    assert _network("C2 | 2027 | 100000 |", "99.99", "100") == []
    assert _network("C2 | 2027 | 100000 |", "100", "100") == ["L1 2027 GF/2027 100.00"]


PER_LEARNER = """
spent | general | costs    | paid                          | because
      | 6035    | 30175    | L1 C2 24140.00, L1 GF 6035.00 | the floor, 30,175 before discount
      | 6035.01 | 30175.01 | L1 C2 24140.00, L1 GF 6035.01 | a cent more is the general fund's
      | 6035    | 30175.01 |                               | which does not have it
20000 | 1035    | 5175     | L1 C2 4140.00, L1 GF 1035.00  | 20,000 spent are 25,000 before discount
20000 | 1035.01 | 5175.02  |                               | so 5,175 are left
24140 | 10      | 10       | L1 GF 10.00                   | and nothing here
"""


@pytest.mark.parametrize("case", rows(PER_LEARNER), ids=lambda c: c["because"])
def test_category_2_has_a_budget_before_discount(case: dict[str, str]) -> None:
    """100 learners x $201.57 is less than the floor, so the floor holds; at 60% lunch share the discount is 80%."""
    found = _network(f"C2 | 2027 | 90000 | {case['spent']}", case["general"], case["costs"], lunch_share=60.0)
    assert ", ".join(f"{line} {fund[:2]} {amount}" for line, _, fund, amount in map(str.split, found)) == (case["paid"])


def test_an_e_rate_share_is_never_more_than_the_share_of_each_line() -> None:
    found = _network("C2 | 2027 | 90000 |", "1", "0.04 0.99 1.01", lunch_share=80.0)
    cents = {line: Decimal(amount) for line, _, fund, amount in map(str.split, found) if fund.startswith("C2")}
    assert cents == {"L1": Decimal("0.03"), "L2": Decimal("0.84"), "L3": Decimal("0.85")}


TWO_YEARS = """
shares of the gift | general | in | why
60                 | 40      | P  | two years' money of one fund pays its share once
60                 | 39.99   |    | and not twice
60;50              | 50      | P  | of two shares
60;50              | 49.99   |    | the smaller holds
"""


@pytest.mark.parametrize("case", rows(TWO_YEARS), ids=lambda c: c["why"])
def test_a_share_of_a_purchase_is_paid_once(case: dict[str, str]) -> None:
    shares = case["shares of the gift"].split(";")
    prepared = district(
        funds="fund_id | name | kind\nG | Gift | other\nGF | General fund | general",
        money=f"fund_id | fiscal_year | budgeted\nG | 2027 | 900\nG | 2028 | 900\nGF | 2028 | {case['general']}",
        rules="rule_id | fund_id | kind | values | share\nR | G | eligible categories | devices |\n"
        "C | G | carryover at most | | 100\n"
        + "\n".join(f"S{n} | G | at most a share of one purchase | | {share}" for n, share in enumerate(shares)),
        purchases="purchase_id | title\nP | Thing",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nL | P | 2028 | devices | 100",
    )
    assert " ".join(plan_for(prepared).chosen) == case["in"]


def test_two_pots_of_a_fund_that_pays_a_share_are_not_two_payers() -> None:
    prepared = district(
        funds="fund_id | name | kind\nG | Gift | other",
        money="fund_id | fiscal_year | budgeted\nG | 2027 | 900\nG | 2028 | 900",
        rules="rule_id | fund_id | kind | values | share\nR | G | eligible categories | devices |\n"
        "C | G | carryover at most | | 100\nS | G | at most a share of one purchase | | 60",
        purchases="purchase_id | title\nP | Thing",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nL | P | 2028 | devices | 100",
    )
    assert explain(prepared, plan_for(prepared))[0].sentence == (
        "No fund may pay all of the $100 of devices in fiscal year 2028: Gift may pay only a share, and no other "
        "fund the rest."
    )
