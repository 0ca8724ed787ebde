"""Money that lapses soon, and which purchases could lawfully use it: by the verdicts and limits that plans obey."""

from decimal import Decimal

import pytest

from planning.ending import with_ended
from planning.lapse_use import lapse_uses
from planning.money import lapses
from planning.prepare import Prepared
from tests.spec.drawn import district, rows
from tests.spec.hand_made import plan_of

FUNDS = """
fund_id | name         | kind    | obligate_by
GF      | General fund | general |
GR      | Grant        | other   | {last day}
"""
RULES = """
rule_id | fund_id | kind                         | values   | share
R1      | GR      | eligible categories          | training;devices |
R2      | GR      | at most a share of one purchase | | {share}
"""
COSTS = """
cost_line_id | purchase_id | fiscal_year | category | amount
A1           | A           | 2027        | training | 300
B1           | B           | 2027        | software | 300
C1           | C           | 2027        | training | 40.01
"""
BUYABLE = "purchase_id | title\nA | Atlases\nB | Books\nC | Coaching"


def grant(last_day: str = "2027-03-31", share: str = "100", spent: str = "0", **more: str) -> Prepared:
    return district(
        funds=FUNDS.format_map({"last day": last_day}),
        money=f"fund_id | fiscal_year | budgeted | spent\nGR | 2027 | 200 | {spent}\nGF | 2027 | 1000 |",
        rules=RULES.format(share=share),
        purchases=more.get("purchases", BUYABLE),
        costs=more.get("costs", COSTS),
    )


def told(prepared: Prepared, plan_text: str = "", chosen: str = "", days: int = 180) -> list[str]:
    """Each lapse as `amount by day, left: A planned/more, ...; together`."""
    return [
        f"{u.lapse.amount} in {u.days} days, {u.left} left: "
        + ", ".join(f"{x.purchase_id} {x.planned}/{x.more}" for x in u.uses)
        + f"; {u.together}"
        for u in lapse_uses(prepared, plan_of(chosen, plan_text), days)
    ]


def test_only_what_the_rules_allow_is_named_and_never_more_than_there_is() -> None:
    assert told(grant()) == ["200.00 in 130 days, 200.00 left: A 0.00/200.00, C 0.00/40.01; 200.00"]
    (use,) = lapse_uses(grant(), plan_of(""))
    assert use.words == (
        "$200 of Grant must be obligated by 31 Mar 2027. The draft plan uses nothing of it; "
        "2 purchases could lawfully take all of that."
    )
    assert [r.rule_id for r in use.uses[0].rules] == ["R1", "R2"]


def test_a_share_of_one_purchase_limits_each_and_all_together() -> None:
    assert told(grant(share="50")) == ["200.00 in 130 days, 200.00 left: A 0.00/150.00, C 0.00/20.00; 170.00"]


def test_what_the_draft_plan_pays_is_not_offered_twice() -> None:
    paying = "purchase | line | year | fund | $\nA | A1 | 2027 | GR | 120\nA | A1 | 2027 | GF | 180"
    assert told(grant(), paying, "A") == ["200.00 in 130 days, 80.00 left: A 120.00/80.00, C 0.00/40.01; 80.00"]
    assert told(grant(share="50"), paying, "A") == [
        "200.00 in 130 days, 80.00 left: A 120.00/30.00, C 0.00/20.00; 50.00"
    ]
    (use,) = lapse_uses(grant(share="50"), plan_of("A", paying))
    assert use.words.endswith("The draft plan uses $120 and leaves $80; 2 purchases could lawfully take $50 of that.")
    assert use.uses[0].in_plan
    assert not use.uses[1].in_plan


def test_money_all_used_is_still_told_and_cents_are_not_spoken_of() -> None:
    paying = "purchase | line | year | fund | $\nA | A1 | 2027 | GR | 199.98"
    (use,) = lapse_uses(grant(), plan_of("A", paying))
    assert use.words.endswith("The draft plan uses all of it.")
    assert use.left == 0
    assert [x.more for x in use.uses] == [0, 0]


def test_where_nobody_may_use_it_that_is_said() -> None:
    only = "cost_line_id | purchase_id | fiscal_year | category | amount\nB1 | B | 2027 | software | 300"
    (use,) = lapse_uses(grant(costs=only, purchases="purchase_id | title\nB | Books"), plan_of(""))
    assert use.uses == ()
    assert use.words.endswith("The draft plan uses nothing of it; no open purchase may lawfully take more.")


WINDOW = """
last day   | days | seen
2026-11-21 | 180  | yes
2026-11-20 | 180  | no
2027-05-20 | 180  | yes
2027-05-21 | 180  | no
2027-05-21 | 365  | yes
"""


@pytest.mark.parametrize("case", rows(WINDOW), ids=lambda c: " ".join(c.values()))
def test_the_window_holds_both_its_ends(case: dict[str, str]) -> None:
    assert bool(told(grant(case["last day"]), days=int(case["days"]))) == (case["seen"] == "yes")


def test_what_lapses_at_the_years_end_is_used_by_that_years_costs_only() -> None:
    """100 of the budget may be carried, so 100 lapses on 30 June; next year's cost may use only what is carried."""
    prepared = district(
        funds="fund_id | name | kind | obligate_by\nGR | Grant | other | 2028-09-30",
        money="fund_id | fiscal_year | budgeted\nGR | 2027 | 200",
        rules="rule_id | fund_id | kind | values | share\nR1 | GR | eligible categories | training |\n"
        "R2 | GR | carryover at most | | 50",
        purchases="purchase_id | title\nA | Now\nB | Later",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "A1 | A | 2027 | training | 70\nB1 | B | 2028 | training | 70",
    )
    assert told(prepared, days=900) == [
        "100.00 in 221 days, 100.00 left: A 0.00/70.00; 70.00",
        "100.00 in 679 days, 100.00 left: A 0.00/70.00, B 0.00/70.00; 100.00",
    ]


def test_a_share_of_the_fund_counts_what_the_plan_already_pays() -> None:
    """Devices at most a quarter of what the fund pays: beside 60 of training, 20 of devices; alone, none."""
    prepared = district(
        funds=FUNDS.format_map({"last day": "2027-03-31"}),
        money="fund_id | fiscal_year | budgeted\nGR | 2027 | 200\nGF | 2027 | 1000",
        rules="rule_id | fund_id | kind | values | share\nR1 | GR | eligible categories | training;devices |\n"
        "R2 | GR | at most a share of the fund | devices | 25",
        purchases="purchase_id | title\nA | Coaching\nB | Laptops",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\n"
        "A1 | A | 2027 | training | 60\nB1 | B | 2027 | devices | 90",
    )
    assert told(prepared) == ["200.00 in 130 days, 200.00 left: A 0.00/60.00, B 0.00/0.00; 80.00"]
    paying = "purchase | line | year | fund | $\nA | A1 | 2027 | GR | 60"
    assert told(prepared, paying, "A") == ["200.00 in 130 days, 140.00 left: B 0.00/20.00, A 60.00/0.00; 20.00"]


WHY = """
paid of A | from the grant | share | why A takes no more                    | why C takes no more
          |                | 100   |                                        |
300       | 150            | 50    | Grant pays all that it may of it.      |
300       | 200            | 100   | The draft plan uses all of this money. | {all used}
"""


@pytest.mark.parametrize(
    "case",
    rows(WHY.replace("{all used}", "The draft plan uses all of this money.")),
    ids=lambda c: c["from the grant"] or "nothing",
)
def test_what_takes_no_more_says_why(case: dict[str, str]) -> None:
    whole, part = int(case["paid of A"] or 0), int(case["from the grant"] or 0)
    paying = f"purchase | line | year | fund | $\nA | A1 | 2027 | GR | {part}\nA | A1 | 2027 | GF | {whole - part}"
    (use,) = lapse_uses(grant(share=case["share"]), plan_of("A", paying) if part else plan_of(""))
    why = {one.purchase_id: one.why_no_more for one in use.uses}
    assert why == {"A": case["why A takes no more"], "C": case["why C takes no more"]}


def test_the_limit_that_leaves_nothing_is_named() -> None:
    """Devices at most a quarter of what the fund pays, and it pays nothing else yet."""
    prepared = district(
        funds=FUNDS.format_map({"last day": "2027-03-31"}),
        money="fund_id | fiscal_year | budgeted\nGR | 2027 | 200\nGF | 2027 | 1000",
        rules="rule_id | fund_id | kind | values | share | words\nR1 | GR | eligible categories | devices | |\n"
        "R2 | GR | at most a share of the fund | devices | 25 | At most a quarter is for devices.",
        purchases="purchase_id | title\nB | Laptops",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nB1 | B | 2027 | devices | 90",
    )
    (use,) = lapse_uses(prepared, plan_of(""))
    assert [(one.more, one.why_no_more) for one in use.uses] == [(Decimal(0), "At most a quarter is for devices.")]


def test_money_that_an_ended_contract_frees_is_told_once() -> None:
    prepared = district(
        funds="fund_id | name | kind | obligate_by\nGR | Grant | other | 2028-09-30",
        money="fund_id | fiscal_year | budgeted | encumbered\nGR | 2028 | 200 | 40",
        rules="rule_id | fund_id | kind | values\nR1 | GR | eligible categories | training",
        purchases="purchase_id | title\nA | Later",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nA1 | A | 2028 | training | 500",
        contracts="contract_id | title | fund_id | renews_on | notice_by\nC1 | Tool | GR | 2027-07-01 | 2027-05-01",
    )
    (use,) = lapse_uses(prepared, plan_of("", ended=("C1",)), 900)
    assert (use.lapse.amount, use.left, use.together) == (Decimal("200.00"), Decimal("200.00"), Decimal("200.00"))
    assert sum(x.amount for x in lapses(with_ended(prepared, ("C1",)))) == 200
