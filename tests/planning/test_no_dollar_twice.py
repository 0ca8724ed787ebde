"""What is ordered from a plan keeps its money: random districts, against a checker that shares no code."""

from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data_models.plan import Plan, PlanSettings, Proof
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance, promised
from data_models.purchase import Stage
from planning.money import balances
from planning.plan import make_plan
from planning.prepare import prepare
from planning.problem import worth
from planning.scoring import score
from tests.planning.lawful import breaches
from tests.planning.made_up import random_portfolio
from tests.planning.test_plans_are_lawful import random_settings

SIZES = {"seed": st.integers(0, 10**9), "purchases": st.integers(1, 12), "funds": st.integers(1, 7),
         "years": st.integers(1, 3)}  # fmt: skip


def ordered(portfolio: Portfolio, plan: Plan, keys: set[str]) -> Portfolio:
    """The district once these are ordered from the plan."""
    return portfolio.model_copy(
        update={
            "purchases": tuple(
                p.model_copy(update={"stage": Stage.ORDERED}) if p.purchase_id in keys else p
                for p in portfolio.purchases
            ),
            "pre_encumbrances": tuple(one for key in sorted(keys) for one in promised(plan, key)),
        }
    )


def with_required(portfolio: Portfolio, plan: Plan, first: str) -> set[str]:
    """A purchase of the plan and all that it requires."""
    requires = {p.purchase_id: p.requires for p in portfolio.purchases}
    found, todo = set[str](), [first]
    while todo:
        found.add(key := todo.pop())
        todo += [needed for needed in requires[key] if needed not in found]
    assert found <= set(plan.chosen)
    return found


@settings(max_examples=600, derandomize=True, suppress_health_check=list(HealthCheck))
@given(**SIZES)
def test_an_order_from_a_plan_neither_frees_nor_takes_money(seed: int, purchases: int, funds: int, years: int) -> None:
    """With what was ordered, the next plan would have been lawful before; and it loses nothing of the first.

    Ordered is what keeps the rules alone: devices of which a fund may pay a share depend on what is bought beside them.
    """
    draw, portfolio = Random(f"orders {seed}"), random_portfolio(seed, purchases, funds, years)
    wanted = random_settings(seed).model_copy(update={"high_need_floor": 0})
    prepared = prepare(portfolio)
    plan = make_plan(prepared, wanted, seconds=2)
    assume(plan.chosen)
    keys = with_required(portfolio, plan, draw.choice(plan.chosen))
    paid = [p for p in plan.payments if p.purchase_id in keys]
    alone = plan.model_copy(update={"chosen": tuple(sorted(keys)), "payments": tuple(paid)})
    assume(breaches(portfolio, alone) == [])

    after = prepare(ordered(portfolio, plan, keys))
    following = make_plan(after, wanted, seconds=2)
    assert breaches(after.portfolio, following) == []
    assert not keys & set(following.chosen)
    together = following.model_copy(
        update={
            "chosen": tuple(sorted({*following.chosen, *keys})),
            "payments": (*following.payments, *paid),
        }
    )
    assert breaches(portfolio, together) == [], "some dollar is given twice"
    if plan.proof is following.proof is Proof.OPTIMAL:
        value = {m.purchase_id: worth(m, wanted) for m in score(prepared, wanted)}
        before = plan.value - sum(value[key] for key in keys)
        assert abs(following.value - before) <= 1e-6 * max(1.0, plan.value), "nothing else is better or worse off"


@settings(max_examples=300, derandomize=True, suppress_health_check=list(HealthCheck))
@given(**SIZES)
def test_what_is_left_is_the_same_before_and_after_the_order(seed: int, purchases: int, funds: int, years: int) -> None:
    portfolio = random_portfolio(seed, purchases, funds, years)
    prepared = prepare(portfolio)
    plan = make_plan(prepared, PlanSettings(), seconds=1)
    assume(plan.chosen)
    after = prepare(ordered(portfolio, plan, set(plan.chosen)))
    rest = plan.model_copy(update={"chosen": (), "payments": ()})
    for planned, held in zip(balances(prepared, plan), balances(after, rest), strict=True):
        assert held.pre_encumbered == planned.planned
        assert held.planned == 0
        assert (held.left, held.overspent) == (planned.left, planned.overspent)
    taken_back = after.portfolio.model_copy(update={"purchases": portfolio.purchases})
    assert [b.left for b in balances(prepare(taken_back))] == [b.left for b in balances(prepared)]


@settings(max_examples=600, derandomize=True, suppress_health_check=list(HealthCheck))
@given(**SIZES)
def test_a_plan_is_lawful_beside_any_orders_that_a_file_brings(
    seed: int, purchases: int, funds: int, years: int
) -> None:
    """Orders that break rules, overdraw funds, are in the ledger or say nothing of who pays."""
    draw, portfolio = Random(f"file {seed}"), random_portfolio(seed, purchases, funds, years)
    stages = [Stage.ORDERED, Stage.IN_SERVICE, Stage.REVIEWED, Stage.APPROVED, Stage.RATED, Stage.RATED, Stage.RATED]
    bought = tuple(p.model_copy(update={"stage": draw.choice(stages)}) for p in portfolio.purchases)
    orders = {
        (line.cost_line_id, fund.fund_id, year): PreEncumbrance(
            purchase_id=line.purchase_id,
            cost_line_id=line.cost_line_id,
            fund_id=fund.fund_id,
            money_year=year,
            amount=Decimal(draw.randint(0, draw.choice([9, 500_000, 3_000_000]))) / 100,
            in_ledger_since=draw.choice([None, None, date(2026, 9, 1)]),
        )
        for line in portfolio.cost_lines
        for fund, year in [(draw.choice(portfolio.funds), draw.randint(2026, 2026 + years))]
        if draw.random() < 0.7
    }
    given_ = portfolio.model_copy(update={"purchases": bought, "pre_encumbrances": tuple(orders.values())})
    wanted = random_settings(seed)
    plan = make_plan(prepare(given_), wanted, seconds=2)
    assert breaches(given_, plan) == []
    assert all(b.left >= 0 for b in balances(prepare(given_), plan))
