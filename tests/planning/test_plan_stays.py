"""Where the data changes, the plan stays what it was, as far as that is open and lawful, or becomes better."""

import pytest

from data_models.plan import Plan, PlanSettings, Proof
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import promised
from data_models.purchase import Stage
from planning import plan as planning_plan
from planning.latest import Latest
from planning.plan import make_plan
from planning.prepare import prepare
from planning.problem import worth
from planning.scoring import score
from tests.planning.made_up import random_portfolio
from tests.sample_data.reading import portfolio as sample

SETTINGS = PlanSettings(academic_floor=0, technical_floor=0)


def ordered(portfolio: Portfolio, plan: Plan, purchase_id: str) -> Portfolio:
    """The portfolio after a purchase of the plan was ordered, with the money that the plan says."""
    paid = [*portfolio.pre_encumbrances, *promised(plan, purchase_id)]
    return portfolio.model_copy(
        update={
            "version": portfolio.version + 1,
            "purchases": tuple(
                p.model_copy(update={"stage": Stage.ORDERED}) if p.purchase_id == purchase_id else p
                for p in portfolio.purchases
            ),
            "pre_encumbrances": tuple(
                sorted(paid, key=lambda o: (o.purchase_id, o.cost_line_id, o.fund_id, o.money_year))
            ),
        }
    )


def merit(portfolio: Portfolio, settings: PlanSettings, chosen: set[str]) -> float:
    return sum(worth(m, settings) for m in score(prepare(portfolio), settings) if m.purchase_id in chosen)


def test_an_order_of_what_is_in_leaves_the_rest_of_the_proven_plan_in_however_slow_the_machine() -> None:
    portfolio, settings = sample(), PlanSettings()
    plan = make_plan(prepare(portfolio), settings, seconds=60)
    assert plan.proof is Proof.OPTIMAL
    for purchase_id in ("P-012", "P-001", "P-039", "P-055"):
        planning_plan.LATEST.keep(portfolio.district.district_id, settings, plan.chosen)
        now = make_plan(prepare(ordered(portfolio, plan, purchase_id)), settings, seconds=0)
        assert set(now.chosen) == set(plan.chosen) - {purchase_id}


@pytest.mark.parametrize("seed", range(6))
def test_the_plan_after_an_order_is_as_good_as_the_one_before_less_the_order(seed: int) -> None:
    portfolio = random_portfolio(seed, 40, 8, 3)
    plan = make_plan(prepare(portfolio), SETTINGS, seconds=20)
    assert plan.proof is Proof.OPTIMAL
    for purchase_id in plan.chosen[:6]:
        planning_plan.LATEST.keep(portfolio.district.district_id, SETTINGS, plan.chosen)
        after = ordered(portfolio, plan, purchase_id)
        now = make_plan(prepare(after), SETTINGS, seconds=0)
        least = merit(after, SETTINGS, set(plan.chosen) - {purchase_id})
        assert now.value >= least * (1 - 1e-9)


def test_a_small_edit_swaps_nothing() -> None:
    portfolio, settings = sample(), PlanSettings()
    plan = make_plan(prepare(portfolio), settings, seconds=60)
    (learners,) = [p.learners for p in portfolio.purchases if p.purchase_id == plan.chosen[0]]
    assert learners
    edited = tuple(
        p.model_copy(update={"learners": learners + 10}) if p.purchase_id == plan.chosen[0] else p
        for p in portfolio.purchases
    )
    now = portfolio.model_copy(update={"purchases": edited, "version": portfolio.version + 1})
    assert make_plan(prepare(now), settings, seconds=0).chosen == plan.chosen


def test_a_pin_that_is_ordered_leaves_the_rest_as_it_was() -> None:
    """Its pin goes with it, so that the settings are others: they are the same of what is still open."""
    portfolio, pinned = sample(), PlanSettings(pinned=("P-012",))
    plan = make_plan(prepare(portfolio), pinned, seconds=60)
    now = make_plan(prepare(ordered(portfolio, plan, "P-012")), PlanSettings(), seconds=0)
    assert set(now.chosen) == set(plan.chosen) - {"P-012"}


def test_other_settings_and_another_district_know_nothing_of_it_and_the_oldest_is_let_go() -> None:
    latest = Latest(most=2)
    latest.keep("D", SETTINGS, ("A",))
    assert latest.chosen("D", SETTINGS, {"A"}) == ("A",)
    assert latest.chosen("E", SETTINGS, {"A"}) == ()
    pinned = SETTINGS.model_copy(update={"pinned": ("A",), "ruled_out": ("B",)})
    assert latest.chosen("D", pinned, {"A", "B"}) == ()
    latest.keep("D", pinned, ("A", "C"))
    assert latest.chosen("D", SETTINGS, {"A", "B"}) == ("A",), "both are open: a pin that was let go of is another plan"
    assert latest.chosen("D", SETTINGS, {"C"}) == ("A", "C"), "the newest of what is the same now"
    latest.keep("E", SETTINGS, ())
    assert latest.chosen("D", SETTINGS, {"A", "B"}) == ()
