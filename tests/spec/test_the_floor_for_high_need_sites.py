"""The floor for high-need sites: where dollars land, what the floor keeps out, and what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.explanation import explain
from planning.floor_cost import floor_cost
from planning.high_need_floor import landed_in
from planning.landing import spread
from planning.prepare import Prepared
from tests.spec.drawn import district, plan_for, rows

SPREADS = """
cents | weights  | parts    | why
100   | 1;1      | 50;50    | even
101   | 1;1      | 51;50    | the cent left goes to the earlier of two that lost alike
100   | 1;2      | 33;67    | to the one that lost most by rounding
1     | 1;5;1    | 0;1;0    | one cent is not cut
0     | 3;4      | 0;0      | nothing to spread
7     | 100      | 7        | all to the only one
"""


@pytest.mark.parametrize("case", rows(SPREADS), ids=lambda c: c["why"])
def test_spread_to_the_cent(case: dict[str, str]) -> None:
    weights = {f"S{n}": int(w) for n, w in enumerate(case["weights"].split(";"))}
    assert list(spread(int(case["cents"]), weights).values()) == [int(p) for p in case["parts"].split(";")]


@given(st.integers(0, 10**12), st.lists(st.integers(1, 10**5), min_size=1, max_size=30))
def test_spread_adds_up_and_is_off_by_less_than_a_cent(cents: int, learners: list[int]) -> None:
    parts = spread(cents, {str(n): weight for n, weight in enumerate(learners)})
    assert sum(parts.values()) == cents
    assert all(
        abs(part * sum(learners) - cents * n) < sum(learners) for part, n in zip(parts.values(), learners, strict=True)
    )


SITES = """
site_id | name   | enrolment | low_income | english_learners | special_education
S1      | Alder  | 100       | 90         | 0                | 0
S2      | Birch  | 300       | 30         | 0                | 0
S3      | Cedar  | 100       |            | 0                | 0
S4      | Depot  |           |            |                  |
S5      | Garage |           |            |                  |
"""
LANDINGS = """
line | purchase | need  | high   | other  | untold | why
S1   |          | S2    | 100.00 | 0      | 0      | the line's own site comes first
     | S2       | S2    | 0      | 100.00 | 0      | else the purchase's
     | S1;S2    | S1;S2 | 25.00  | 75.00  | 0      | by learners
     | S1;S2    | S1    | 100.00 | 0      | 0      | of the sites that the need names
     |          |       | 20.00  | 60.00  | 20.00  | all sites where none is named; Cedar has no index
     | S1;S4    |       | 100.00 | 0      | 0      | a site without learners gets nothing beside others
S4   |          |       | 0      | 0      | 100.00 | all where it is the only one
S4;S5|          |       | 0      | 0      | 100.00 | nobody can say which of two
"""


@pytest.mark.parametrize("case", rows(LANDINGS), ids=lambda c: c["why"])
def test_where_dollars_land(case: dict[str, str]) -> None:
    prepared = district(
        funds="fund_id | name\nGF | General fund",
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 1",
        sites=SITES,
        needs=f"need_id | title | site_ids\nN1 | Reading | {case['need']}",
        purchases=f"purchase_id | title | site_ids\nP1 | Screener | {case['purchase']}",
        costs=f"cost_line_id | purchase_id | fiscal_year | category | amount | site_ids\n"
        f"L1 | P1 | 2027 | devices | 100 | {case['line']}",
    )
    found = landed_in(prepared, ["P1"], [2027])
    assert [found.high, found.other, found.untold] == [100 * float(case[c]) for c in ("high", "other", "untold")]


def _district(costs: str, budget: int = 1000, ordered: str = "", ledger: str = "") -> Prepared:
    """Alder is high-need and Birch is not; P1 is for Alder, P2 for Birch, P3 for both (a quarter lands at Alder)."""
    stage = {p: "ordered" if p == ordered else "rated" for p in ("P1", "P2", "P3")}
    paid = f"{ordered} | L{ordered[1:]} | GF | 2027 | 400 | {ledger}" if ordered else ""
    return district(
        funds="fund_id | name | kind\nGF | General fund | general",
        money=f"fund_id | fiscal_year | budgeted\nGF | 2027 | {budget}",
        sites=SITES,
        purchases=f"purchase_id | title | site_ids | stage\nP1 | Tutors | S1 | {stage['P1']}\n"
        f"P2 | Theatre | S2 | {stage['P2']}\nP3 | Laptops | S1;S2 | {stage['P3']}",
        costs=f"cost_line_id | purchase_id | fiscal_year | category | amount\n{costs}",
        orders=f"purchase_id | cost_line_id | fund_id | money_year | amount | in_ledger_since\n{paid}",
    )


THREE = "L1 | P1 | 2027 | services | 400\nL2 | P2 | 2027 | equipment | 400\nL3 | P3 | 2027 | devices | 400"
FLOORS = """
floor | in       | why
0     | P1;P2;P3 | no floor
41    | P1;P2;P3 | 500 of 1200 is 41.66%
42    | P1;P3    | which is not 42; 500 of 800 is
62    | P1;P3    | 62.5% is enough for 62
63    | P1       | and not for 63
100   | P1       | every dollar
"""


@pytest.mark.parametrize("case", rows(FLOORS), ids=lambda c: c["why"])
def test_the_floor_is_kept(case: dict[str, str]) -> None:
    """Laptops and the theatre reach as many learners at Birch; with Alder's the laptops are worth more."""
    plan = plan_for(_district(THREE, budget=1200), high_need_floor=int(case["floor"]))
    assert plan.chosen == tuple(case["in"].split(";"))


AFTER_AN_ORDER = """
ordered | floor | in    | why
P1      | 41    | P2;P3 | as before the order: 500 of 1200
P1      | 42    | P3    | as before: 500 of 800
P1      | 63    |       | as before; 400 of 400 leave room for nothing that is under 63% by itself
P2      | 42    | P1;P3 | the theatre is done; the rest keeps the floor by itself
P2      | 100   | P1    | and is not emptied by it
"""


@pytest.mark.parametrize("ledger", ["", "2026-11-20"], ids=["held", "in the ledger"])
@pytest.mark.parametrize("case", rows(AFTER_AN_ORDER), ids=lambda c: c["why"])
def test_what_is_ordered_above_the_floor_counts_in_it(case: dict[str, str], ledger: str) -> None:
    prepared = _district(THREE, budget=1600, ordered=case["ordered"], ledger=ledger)
    plan = plan_for(prepared, high_need_floor=int(case["floor"]))
    assert " ".join(plan.chosen) == case["in"].replace(";", " ")


def test_with_an_order_the_explanation_says_what_it_said_before() -> None:
    prepared = _district(THREE, budget=1600, ordered="P1")
    plan = plan_for(prepared, high_need_floor=50)
    reasons = {e.purchase_id: e.sentence for e in explain(prepared, plan)}
    assert reasons["P2"] == (
        "Out: with it high-need schools would get 41.6% of the dollars, and the floor is 50%; "
        "$200 more for them would make room."
    )
    pinned = plan_for(prepared, high_need_floor=50, pinned=("P2", "P3"))
    assert pinned.shortfalls[0].words.startswith(
        "With the pinned purchases alone high-need schools would get 41.6% of the dollars, and the floor is 50%"
    )
    cost = floor_cost(prepared, plan, plan_for(prepared))
    assert "(62.5%) instead of $500 (41.6%)" in cost.words


def test_exactly_the_floor_is_enough_and_a_cent_less_is_not() -> None:
    lines = "L1 | P1 | 2027 | services | {}\nL2 | P2 | 2027 | equipment | 300"
    assert plan_for(_district(lines.format("200.00")), high_need_floor=40).chosen == ("P1", "P2")
    assert plan_for(_district(lines.format("199.99")), high_need_floor=40).chosen == ("P1",)


def test_the_explanation_names_the_floor() -> None:
    prepared = _district(THREE, budget=1200)
    plan = plan_for(prepared, high_need_floor=50)
    reasons = {e.purchase_id: e.sentence for e in explain(prepared, plan)}
    assert reasons["P2"] == (
        "Out: with it high-need schools would get 41.6% of the dollars, and the floor is 50%; "
        "$200 more for them would make room."
    )


def test_pins_that_the_floor_does_not_let_in_say_so_with_figures() -> None:
    plan = plan_for(_district(THREE), high_need_floor=80, pinned=("P2",))
    assert plan.left_out == ("P2",)
    assert [s.words for s in plan.shortfalls] == [
        "With the pinned purchases alone high-need schools would get 0% of the dollars, and the floor is 80%; "
        "$1,600 more for them would make room."
    ]


def test_dollars_that_cannot_be_told_apart_do_not_count() -> None:
    prepared = district(
        funds="fund_id | name | kind\nGF | General fund | general",
        money="fund_id | fiscal_year | budgeted\nGF | 2027 | 1000",
        sites=SITES,
        purchases="purchase_id | title | site_ids | learners\nP1 | Garden | S3 |\nP2 | Buses | S4 | 9",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "L1 | P1 | 2027 | devices | 400\nL2 | P2 | 2027 | devices | 400",
    )
    assert plan_for(prepared, high_need_floor=100).chosen == ("P1", "P2")
