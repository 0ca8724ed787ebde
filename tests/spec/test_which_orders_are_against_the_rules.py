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


LIMITED = """
fund_id | name   | kind  | obligate_by
T4      | IV-A   | other | 2028-09-30
EC      | E-Rate | other |
"""
LIMITED_MONEY = """
fund_id | fiscal_year | budgeted | spent
T4      | 2027        | 40000    | 9000
EC      | 2027        | 90000    |
"""
LIMITED_RULES = """
rule_id  | fund_id | kind                           | values                            | outside                   | share | amount | applies_from | citation
T4-CAT   | T4      | eligible categories            | devices;software;training         |                           |       |        |              | 4104
T4-INFRA | T4      | at most a share of the fund    | devices;software                  | safe and healthy students | 15    |        |              | 4109(b)
T4-WELL  | T4      | at least a share of the fund   | well-rounded education            |                           | 20    |        | 30000        | 4106(e)(2)(C)
T4-SAFE  | T4      | at least a share of the fund   | safe and healthy students         |                           | 20    |        | 30000        | 4106(e)(2)(D)
T4-CARRY | T4      | carryover at most              |                                   |                           | 15    |        |              | 1127
EC-CAT   | EC      | eligible categories            | network equipment                 |                           |       |        |              | 54.502
EC-SHARE | EC      | at most a share of one purchase |                                  |                           | 80    |        |              | 54.505
EC-MOST  | EC      | at most an amount per learner  |                                   |                           |       | 10     |              | 54.502(d)
"""  # noqa: E501
LIMITED_PURCHASES = """
purchase_id | title   | stage    | program_area
A           | Tablets | ordered  | effective use of technology
B           | Courses | ordered  | effective use of technology
C           | Helmets | ordered  | safe and healthy students
D           | Laptops | approved | effective use of technology
W           | Access  | ordered  | effective use of technology
"""
LIMITED_LINES = """
cost_line_id | purchase_id | fiscal_year | category          | amount
A1           | A           | 2027        | devices           | 50000
B1           | B           | 2027        | training          | 50000
B2           | B           | 2028        | training          | 50000
C1           | C           | 2027        | devices           | 50000
D1           | D           | 2027        | software          | 50000
W1           | W           | 2027        | network equipment | 50000
"""
ROOM = """
orders                       | barred          | why
A A1 T4 23000                | A 17000         | 15% of $40,000 are $6,000
A A1 T4 6000                 |                 | to the cent, if all the rest is for training
A A1 T4 6000.01              | A 0.01          | a cent more
A A1 T4 4000; D D1 T4 3000   | D 1000          | what is only said beforehand gives way
A A1 T4 6000; C C1 T4 7000   | A 1050          | 7,000 are outside the share: 15% of 33,000 are 4,950
B B1 T4 24000                |                 | 20% and 20% of 40,000 are kept: 24,000 are for the rest
B B1 T4 24000; A A1 T4 1000  | B 1000          | and 25,000 are 1,000 too many: the last in key order
C C1 T4 32000                |                 | what counts is not limited but for the other 8,000
C C1 T4 33000                | C 1000          | of which well-rounded education keeps 8,000
A A1 T4 23000; B B1 T4 20000 | A 17000; B 2000 | the 6,000 that are left and 20,000 are 2,000 too many
B B2 T4 7000                 | B 1000          | 15% of 40,000 may pay the year after
W W1 EC 8000                 |                 | 80% of 10 dollars for each of 1,000 learners
W W1 EC 8500                 | W 500           | and 500 more
"""


def limited(orders: str, ledger: str = "", **about: str) -> Prepared:
    said = [one.split() for one in orders.split(";")]
    drawn_orders = "\n".join(f"{p} | {line} | {fund} | 2027 | {amount} | {ledger}" for p, line, fund, amount in said)
    return district(
        funds=LIMITED, money=LIMITED_MONEY, rules=LIMITED_RULES, purchases=LIMITED_PURCHASES, costs=LIMITED_LINES,
        orders=f"{HEADING}\n{drawn_orders}", **about,
    )  # fmt: skip


@pytest.mark.parametrize("case", rows(ROOM), ids=lambda c: c["orders"])
@pytest.mark.parametrize("ledger", ["", "2026-11-20"], ids=["held", "in the ledger"])
def test_what_orders_take_beyond_a_limit_on_all_that_a_fund_pays_is_named(case: dict[str, str], ledger: str) -> None:
    prepared = limited(case["orders"], ledger)
    found = barred_orders(prepared)
    assert "; ".join(f"{one.purchase_id} {one.amount.normalize():f}" for one in found) == case["barred"], case["why"]
    assert judge_orders(prepared.portfolio) == found


SAYS = """
orders         | words
A A1 T4 23000  | IV-A may not pay $17,000 for devices of Tablets in FY 2027: IV-A pays at most 15% of its money of 2027 that is not for safe and healthy students, $6,000, for devices and software, and is said to pay $23,000 (4109(b)).
C C1 T4 33000  | IV-A may not pay $1,000 for devices of Helmets in FY 2027: IV-A keeps of its money of 2027 at least 20% for well-rounded education, which leaves $32,000 for the rest, and is said to pay $33,000 of that (4106(e)(2)(C)).
B B2 T4 7000   | IV-A may not pay $1,000 for training of Courses in FY 2028: IV-A pays costs of later fiscal years with at most $6,000 of its money of 2027, and is said to pay $7,000 (1127).
W W1 EC 8500   | E-Rate may not pay $500 for network equipment of Access in FY 2027: E-Rate pays at most $8,000 by its amount per learner, and is said to pay $8,500 (54.502(d)).
"""  # noqa: E501


@pytest.mark.parametrize("case", rows(SAYS), ids=lambda c: c["orders"])
def test_a_limit_is_said_with_what_it_allows_and_what_is_said(case: dict[str, str]) -> None:
    (found,) = barred_orders(limited(case["orders"]))
    assert found.words == case["words"]


def test_what_is_only_unknown_is_not_named() -> None:
    """Learners of a site nobody counted; and a cost of the next year that may have been ordered before 30 September."""
    uncounted = "site_id | name | enrolment\nS1 | Alder | 100\nS2 | Birch |"
    assert barred_orders(limited("W W1 EC 8500", sites=uncounted)) == ()
    by_september = district(
        funds=LIMITED, money=LIMITED_MONEY.replace("2027 ", "2026 "), purchases=LIMITED_PURCHASES,
        costs=LIMITED_LINES, orders=f"{HEADING}\nB | B1 | T4 | 2026 | 7000 |",
        rules="rule_id | fund_id | kind | values | share | carry_month | citation\n"
        "A | T4 | eligible categories | training | | | x\nB | T4 | carryover at most | | 15 | 9 | x",
    )  # fmt: skip
    assert barred_orders(by_september) == ()
