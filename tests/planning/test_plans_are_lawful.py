"""No plan breaks a rule by a cent: random districts against a checker that shares no code with planning."""

from decimal import Decimal
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_models.plan import Count, PlanSettings, Proof
from planning.plan import make_plan
from planning.prepare import prepare
from tests.planning.lawful import breaches
from tests.planning.made_up import random_portfolio


def random_settings(seed: int) -> PlanSettings:
    draw = Random(seed)
    purchases = [f"P{n}" for n in range(8)]
    return PlanSettings(
        academic_share=draw.choice([0, 60, 100]),
        academic_floor=draw.choice([0, 50]),
        technical_floor=draw.choice([0, 40]),
        count=draw.choice(list(Count)),
        fiscal_years=draw.choice([(), (), (2027,), (2028,), (2027, 2028)]),
        money_in_play=(("F0", Decimal(draw.randint(0, 5_000_000)) / 100),) if draw.random() < 0.4 else (),
        pinned=tuple(draw.sample(purchases, draw.choice([0, 0, 1, 2]))),
        ruled_out=tuple(draw.sample(purchases, draw.choice([0, 0, 1]))),
        high_need_floor=draw.choice([0, 0, 40, 66, 100]),
    )


@settings(max_examples=1500, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), purchases=st.integers(0, 12), funds=st.integers(1, 7), years=st.integers(1, 3))
def test_no_plan_breaks_a_rule_by_a_cent(seed: int, purchases: int, funds: int, years: int) -> None:
    portfolio = random_portfolio(seed, purchases, funds, years)
    ended = tuple(c.contract_id for c in portfolio.contracts if Random(f"{seed} {c.contract_id}").random() < 0.5)
    plan = make_plan(prepare(portfolio), random_settings(seed).model_copy(update={"ended": ended}), seconds=2)
    assert breaches(portfolio, plan) == []
    assert plan.bound >= plan.value
    assert (plan.proof is Proof.IMPOSSIBLE) == bool(plan.left_out)


def test_the_checker_finds_a_cent_too_much() -> None:
    """Every payment of a plan, a cent higher, is found out; so the checker can fail."""
    portfolio = random_portfolio(5)
    plan = make_plan(prepare(portfolio), PlanSettings(academic_floor=30, technical_floor=30))
    assert breaches(portfolio, plan) == []
    for changed in plan.payments:
        more = changed.model_copy(update={"amount": changed.amount + Decimal("0.01")})
        payments = tuple(more if p is changed else p for p in plan.payments)
        assert breaches(portfolio, plan.model_copy(update={"payments": payments}))
