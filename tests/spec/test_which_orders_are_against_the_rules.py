"""What funds are said to pay for orders and may not: by which rule, how much of it, and in which words."""

import pytest

from planning.barred_orders import barred_orders, judge_orders
from planning.explanation import headline
from planning.prepare import Prepared
from tests.spec.drawn import district, figures, plan_for, rows

FUNDS = """
fund_id | name         | kind    | obligate_by
GF      | General fund | general |
PK      | Perkins V    | other   | 2027-06-30
GI      | Gift         | other   |
NO      | Unknown      | other   |
"""
MONEY = """
fund_id | fiscal_year | budgeted
GF      | 2027        | 1000
PK      | 2026        | 1000
PK      | 2027        | 1000
PK      | 2028        | 1000
GI      | 2027        | 1000
NO      | 2027        | 1000
"""
RULES = """
rule_id | fund_id | kind                           | values           | share | citation
PK-CAT  | PK      | eligible categories            | devices          |       | 20 USC 2355
PK-REC  | PK      | no recurring cost past the end |                  |       | 20 USC 2391
GI-ANY  | GI      | eligible categories            | devices;training |       | Gift of May
GI-MOST | GI      | at most a share of one purchase |                 | 75    | Gift of June
"""
LINES = """
cost_line_id | purchase_id | fiscal_year | category | amount | recurring
P1-0         | P1          | 2026        | devices  | 10     | no
P1-1         | P1          | 2027        | devices  | 400    | no
P1-2         | P1          | 2027        | training | 100    | no
P1-3         | P1          | 2027        | devices  | 50     | yes
P1-4         | P1          | 2029        | devices  | 50     | yes
"""
HEADING = "purchase_id | cost_line_id | fund_id | money_year | amount | in_ledger_since"


def drawn(orders: str, stage: str = "ordered") -> Prepared:
    return district(
        funds=FUNDS, money=MONEY, rules=RULES, purchases=f"purchase_id | title | stage\nP1 | Tablets | {stage}",
        costs=LINES, orders=f"{HEADING}\n{orders}",
    )  # fmt: skip


CASES = """
line | fund | money of | pays | barred | why
P1-1 | GF   | 2027     | 400  |        | general money, and no rule limits it
P1-1 | PK   | 2027     | 400  |        | devices are what it pays for
P1-2 | PK   | 2027     | 100  | 100    | Perkins V pays only for devices (20 USC 2355).
P1-3 | PK   | 2027     | 50   | 50     | cost that goes on, and this one goes on until 2029 (20 USC 2391).
P1-2 | NO   | 2027     | 100  | 100    | no rule says what Unknown may pay for, so it pays for nothing
P1-1 | GI   | 2027     | 300  |        | three quarters of 400
P1-1 | GI   | 2027     | 301  | 1      | Gift pays at most 75% of it; other money pays the rest (Gift of June).
P1-1 | PK   | 2028     | 400  | 400    | Perkins V money of 2028 comes after fiscal year 2027.
P1-1 | PK   | 2026     | 400  | 400    | Perkins V money of 2026 may not be carried into fiscal year 2027.
P1-0 | PK   | 2026     | 10   |        | that year is over, and nobody knows that it was not ordered in it
"""


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: c["why"][:50])
@pytest.mark.parametrize("ledger", ["", "2026-11-20"], ids=["held", "in the ledger"])
def test_what_a_fund_may_not_pay_is_named_with_its_source(case: dict[str, str], ledger: str) -> None:
    prepared = drawn(f"P1 | {case['line']} | {case['fund']} | {case['money of']} | {case['pays']} | {ledger}")
    found = barred_orders(prepared)
    assert [str(one.amount) for one in found] == ([f"{case['barred']}.00"] if case["barred"] else [])
    assert judge_orders(prepared.portfolio) == found
    for one in found:
        assert case["why"] in one.words
        assert one.words.endswith(" The ledger has it: it must be moved there too.") == bool(ledger)


TRAINING = "P1 | P1-2 | PK | 2027 | 100 |"
SAID = "Perkins V may not pay $100 for training of Tablets in FY 2027: Perkins V pays only for devices (20 USC 2355)."


def test_the_sentence_says_fund_dollars_purchase_year_rule_and_source() -> None:
    (found,) = barred_orders(drawn(TRAINING))
    assert found.words == SAID
    assert found.key == ("P1", "P1-2", "PK", 2027)


@pytest.mark.parametrize(
    ("stage", "looked_at"),
    [("rated", 1), ("approved", 1), ("ordered", 1), ("in service", 1), ("reviewed", 1), ("withdrawn", 0)],
)
def test_what_is_open_is_looked_at_before_it_is_ordered(stage: str, looked_at: int) -> None:
    assert len(barred_orders(drawn(TRAINING, stage))) == looked_at


def test_a_share_is_counted_over_the_years_of_the_money_and_the_latest_is_beyond_it() -> None:
    """The gift may pay 300 of 400: 200 and 150 are 50 too many, which the year after pays."""
    money = MONEY + "GI | 2026 | 1000\n"
    carry = RULES + "GI-CARRY | GI | carryover at most | | 100 | Gift of May\n"
    prepared = district(
        funds=FUNDS, money=money, rules=carry, purchases="purchase_id | title | stage\nP1 | Tablets | ordered",
        costs=LINES, orders=f"{HEADING}\nP1 | P1-1 | GI | 2027 | 150 |\nP1 | P1-1 | GI | 2026 | 200 |",
    )  # fmt: skip
    assert [figures(one.money_year, one.amount) for one in barred_orders(prepared)] == [(2027, 50)]


def test_the_line_of_the_plan_says_it_too_and_what_is_not_prepared_is_judged_alike() -> None:
    prepared = drawn(TRAINING)
    found = headline(prepared, plan_for(prepared))
    assert found.barred == 100
    words = "By its rules a fund may not pay $100 that it is said to pay for Tablets"
    assert found.held_words.endswith(words)
    assert [one.words for one in judge_orders(prepared.portfolio)] == [SAID]
    lawful = drawn("P1 | P1-2 | GF | 2027 | 100 |")
    assert headline(lawful, plan_for(lawful)).barred == 0
    assert "By its rules" not in headline(lawful, plan_for(lawful)).held_words
    assert judge_orders(lawful.portfolio) == ()
