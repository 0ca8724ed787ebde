"""What high-need schools get per learner, from the plan and from the ledger, and what a floor for them costs."""

from decimal import Decimal

import pytest

from planning.floor_cost import floor_cost
from planning.prepare import Prepared
from planning.site_money import coming_to, concordance, equity, planned_by_site
from tests.spec.drawn import district, figures, plan_for

SITES = """
site_id | name   | enrolment | low_income | english_learners | special_education
S1      | Alder  | 100       | 90         | 0                | 0
S2      | Birch  | 300       | 30         | 0                | 0
S3      | Cedar  | 100       |            |                  |
"""
PURCHASES = (
    "purchase_id | title | site_ids\nP1 | Tutors | S1\nP2 | Theatre | S2\nP3 | Laptops | S1;S2\nP4 | Garden | S3"
)
COSTS = """
cost_line_id | purchase_id | fiscal_year | category  | amount
L1           | P1          | 2027        | services  | 4000
L2           | P2          | 2027        | equipment | 9000
L3           | P3          | 2027        | devices   | 1000
L4           | P3          | 2028        | devices   | 3000
L5           | P4          | 2027        | equipment | 500
"""


def _district(budget: int = 20_000, sites: str = SITES, purchases: str = PURCHASES, orders: str = "") -> Prepared:
    return district(
        funds="fund_id | name | kind\nGF | General fund | general",
        money=f"fund_id | fiscal_year | budgeted\nGF | 2027 | {budget}\nGF | 2028 | 3000",
        sites=sites,
        purchases=purchases,
        costs=COSTS,
        orders=orders,
    )


def test_dollars_land_by_learners() -> None:
    """The laptops, 4,000 in two years, land a quarter at Alder."""
    prepared = _district()
    plan = plan_for(prepared)
    assert planned_by_site(prepared, plan) == {"S1": 500_000, "S2": 1_200_000, "S3": 50_000}
    assert coming_to(prepared, plan, "S1") == (("P1", Decimal("4000.00")), ("P3", Decimal("1000.00")))
    assert planned_by_site(prepared, plan_for(prepared, fiscal_years=(2028,))) == {"S1": 75_000, "S2": 225_000}


def test_what_is_said_of_it() -> None:
    """Alder: 5,000 for 100 learners. Birch: 12,000 for 300. Cedar has no index."""
    prepared = _district()
    found = equity(
        prepared, plan_for(prepared), (("S1", Decimal(200)), ("S2", Decimal(900)), ("", Decimal(1100))), 2027
    )
    assert found.words == "High-need schools get $50 per learner from this plan, the others $40."
    assert found.spent_words == (
        "Spent or promised so far in FY 2027: $2 per learner there, $3 at the others. "
        "$1,100 of the ledger's $2,200 names no school, itself or in its account: it is not in these figures. "
        "Contracts name no school: they are in only where a ledger entry does."
    )
    assert found.pairs_words == (
        "Of 100 pairs of schools, the one with the greater need gets more per learner from this plan in 100."
    )
    assert found.untold_words == "$500 of the plan cannot be told apart by need."
    alder, _, cedar = found.sites
    assert (alder.high_need, alder.planned_each, alder.spent_each) == (True, 50.0, 2.0)
    assert (cedar.index, cedar.planned_each, cedar.spent) == (None, 5.0, Decimal(0))


TUTORS_ORDERED = PURCHASES.replace("site_ids\n", "site_ids | stage\n").replace("| S1\n", "| S1 | ordered\n", 1)
TUTORS_ORDERED = TUTORS_ORDERED.replace("S2\n", "S2 | rated\n").replace("S3", "S3 | rated")
PAID = "purchase_id | cost_line_id | fund_id | money_year | amount | in_ledger_since\nP1 | L1 | GF | 2027 | 4000 | {}"
LEDGER = (("S1", Decimal(200)), ("S2", Decimal(900)))


def test_an_order_brings_its_school_the_same_dollars_as_the_plan_did() -> None:
    """Alder: 1,000 planned and 4,000 ordered for 100 learners, as in the plan before."""
    prepared = _district(purchases=TUTORS_ORDERED, orders=PAID.format(""))
    plan = plan_for(prepared)
    assert plan.chosen == ("P2", "P3", "P4")
    found = equity(prepared, plan, LEDGER, 2027)
    assert found.words == "High-need schools get $50 per learner from this plan and what is ordered, the others $40."
    assert found.pairs_words.endswith("gets more per learner from this plan and what is ordered in 100.")
    assert found.ordered_words == "$4,000 is ordered and not in the ledger yet."
    assert found.untold_words == "$500 of the plan and what is ordered cannot be told apart by need."
    alder = found.sites[0]
    assert figures(alder.planned, alder.ordered) == (1000, 4000)
    assert (alder.planned_each, alder.ordered_each, alder.coming_each, alder.spent_each) == (10, 40, 50, 2)
    assert coming_to(prepared, plan, "S1") == (("P1", Decimal("4000.00")), ("P3", Decimal("1000.00")))


def test_what_only_orders_bring_is_said_too() -> None:
    prepared = _district(purchases=TUTORS_ORDERED, orders=PAID.format(""))
    nothing = plan_for(prepared, ruled_out=("P2", "P3", "P4"))
    assert equity(prepared, nothing, LEDGER, 2027).words == (
        "High-need schools get $40 per learner from what is ordered, the others $0."
    )


def test_once_the_ledger_has_an_order_it_says_where_it_went() -> None:
    prepared = _district(purchases=TUTORS_ORDERED, orders=PAID.format("2026-11-20"))
    found = equity(prepared, plan_for(prepared), LEDGER, 2027)
    assert found.words == "High-need schools get $10 per learner from this plan, the others $40."
    assert figures(found.sites[0].ordered, found.ordered_words) == (0, "")


def test_an_order_that_nobody_is_said_to_pay_is_in_no_figure_and_that_is_said() -> None:
    prepared = _district(purchases=TUTORS_ORDERED)
    found = equity(prepared, plan_for(prepared), LEDGER, 2027)
    assert found.sites[0].ordered == 0
    assert found.ordered_words == "$4,000 is ordered and no fund is said to pay it: it is not in these figures."


def test_an_order_of_another_purchases_line_lands_nowhere() -> None:
    prepared = _district(purchases=TUTORS_ORDERED, orders=PAID.format("").replace("| L1 |", "| L2 |"))
    assert [site.ordered for site in equity(prepared, plan_for(prepared), LEDGER, 2027).sites] == [0, 0, 0]


def test_orders_of_years_that_are_not_planned_are_left_out() -> None:
    prepared = _district(purchases=TUTORS_ORDERED, orders=PAID.format(""))
    found = equity(prepared, plan_for(prepared, fiscal_years=(2028,)), LEDGER, 2027)
    assert figures(found.sites[0].ordered, found.ordered_words) == (0, "")


def test_what_is_said_where_little_is_known() -> None:
    prepared = _district(sites="site_id | name\nS1 | Alder\nS2 | Birch\nS3 | Cedar")
    found = equity(prepared, plan_for(prepared), (("", Decimal(1100)),), 2027)
    assert found.words.startswith("No school has a need index")
    assert found.spent_words == "The ledger names no school, so only what comes is shown."
    assert found.pairs_words == ""
    assert {s.spent for s in found.sites} == {None}
    assert equity(_district(), plan_for(_district(), ruled_out=("P1", "P2", "P3", "P4")), (), 2027).words == (
        "Nothing is in the plan."
    )


PAIRS = [
    ([(10, 1), (20, 2), (30, 3)], (3, 3), "always more"),
    ([(10, 3), (20, 2), (30, 1)], (0, 3), "always less"),
    ([(10, 1), (20, 1), (30, 2)], (2, 2), "equal dollars say nothing"),
    ([(10, 1), (10, 9), (30, 5)], (1, 2), "equal needs say nothing"),
    ([], (0, 0), "no sites"),
]


@pytest.mark.parametrize(("pairs", "expected", "why"), PAIRS, ids=[why for _, _, why in PAIRS])
def test_how_often_the_greater_need_gets_more(
    pairs: list[tuple[float, float]], expected: tuple[int, int], why: str
) -> None:
    assert concordance(pairs) == expected, why


def test_what_a_floor_costs() -> None:
    """10,500 are in 2027: without a floor the theatre for Birch goes with what reaches both; with one, tutors do."""
    prepared = _district(budget=10_500)
    without = plan_for(prepared)
    assert without.chosen == ("P2", "P3", "P4")
    found = floor_cost(prepared, plan_for(prepared, high_need_floor=30), without)
    assert (found.added, found.dropped, found.moved) == (("P1",), ("P2",), Decimal("4000.00"))
    assert found.words == (
        "A floor of 30% costs 25.0% of the plan's merit. It brings in Tutors and drops Theatre. "
        "High-need schools get $5k (62.5%) instead of $1k (7.6%), the others $3k instead of $12k."
    )


def test_a_floor_that_changes_nothing_and_one_that_nothing_meets() -> None:
    prepared = _district()
    without = plan_for(prepared)
    easy = floor_cost(prepared, plan_for(prepared, high_need_floor=20), without)
    assert easy.words == "A floor of 20% changes nothing: high-need schools get 29.4% anyway."
    only_shared = plan_for(prepared, ruled_out=("P1", "P4"))
    hard = plan_for(prepared, ruled_out=("P1", "P4"), high_need_floor=30)
    assert floor_cost(prepared, hard, only_shared).words == (
        "A floor of 30% leaves nothing to buy: no purchase gives high-need schools more than 25% of its dollars."
    )
