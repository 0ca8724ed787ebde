"""Ending contracts in random districts: never more than is encumbered, and the plan is that of a district which never
promised the money."""

from decimal import Decimal
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_models.plan import PlanSettings, Proof
from data_models.portfolio import Portfolio
from planning.ending import endings
from planning.explanation import explain, headline
from planning.money import balances, lapses
from planning.plan import make_plan
from planning.prepare import prepare
from tests.planning.lawful import breaches, still_promised
from tests.planning.made_up import random_portfolio
from tests.planning.test_plans_are_lawful import random_settings

MANY = settings(max_examples=300, derandomize=True, suppress_health_check=list(HealthCheck))
FEW = settings(MANY, max_examples=60)


def some_of(portfolio: Portfolio, seed: int) -> tuple[str, ...]:
    draw = Random(f"ended {seed}")
    return tuple(c.contract_id for c in portfolio.contracts if draw.random() < 0.6)


def without_the_promises(portfolio: Portfolio, ended: tuple[str, ...]) -> Portfolio:
    """The same district, had it never promised what these contracts cost after they end; contracts end there as here.

    `still_promised` works it out from the records, sharing no code with planning.
    """
    left = still_promised(portfolio, ended)
    years = tuple(
        y.model_copy(update={"encumbered": left[y.fund_id, y.fiscal_year]}) if y.encumbered is not None else y
        for y in portfolio.fund_years
    )
    return portfolio.model_copy(update={"fund_years": years})


@MANY
@given(seed=st.integers(0, 10**9))
def test_never_more_is_freed_than_is_encumbered(seed: int) -> None:
    portfolio = random_portfolio(seed, 0, 7, 3)
    ended = some_of(portfolio, seed)
    found = endings(portfolio, ended)
    assert [f.contract_id for f in found.contracts] == list(ended)
    costs = {c.contract_id: c.yearly_cost for c in portfolio.contracts}
    left = still_promised(portfolio, ended)
    for year in portfolio.fund_years:
        freed = sum(
            (m.amount for f in found.contracts for m in f.money
             if (m.fund_id, m.money_year) == (year.fund_id, year.fiscal_year)), Decimal(0),
        )  # fmt: skip
        assert 0 <= freed <= max(0, year.encumbered or 0)
        assert freed == (year.encumbered or 0) - left[year.fund_id, year.fiscal_year]
    assert all(0 < m.amount <= costs[f.contract_id] for f in found.contracts for m in f.money)
    assert found.amount == sum(f.amount for f in found.contracts)


@FEW
@given(seed=st.integers(0, 10**9), purchases=st.integers(1, 8))
def test_the_plan_and_its_reasons_are_those_of_a_district_that_never_promised_the_money(
    seed: int, purchases: int
) -> None:
    portfolio = random_portfolio(seed, purchases, 5, 2)
    usual, ended = random_settings(seed), some_of(portfolio, seed)
    prepared, other = prepare(portfolio), prepare(without_the_promises(portfolio, ended))
    plan = make_plan(prepared, usual.model_copy(update={"ended": ended}), seconds=2)
    same = make_plan(other, usual, seconds=2)
    assert breaches(portfolio, plan) == []
    assert plan.model_copy(update={"settings": usual}) == same
    assert explain(prepared, plan) == explain(other, same)
    assert lapses(prepared, plan) == lapses(other, same)
    assert [b.model_copy(update={"freed": Decimal("0.00")}) for b in balances(prepared, plan)] == list(
        balances(other, same)
    )
    assert headline(prepared, plan).words == headline(other, same).words


@FEW
@given(seed=st.integers(0, 10**9), purchases=st.integers(1, 8))
def test_ending_contracts_never_makes_a_plan_worse(seed: int, purchases: int) -> None:
    portfolio = random_portfolio(seed, purchases, 5, 2)
    prepared = prepare(portfolio)
    before = make_plan(prepared, PlanSettings(academic_floor=30), seconds=2)
    now = make_plan(prepared, PlanSettings(academic_floor=30, ended=some_of(portfolio, seed)), seconds=2)
    assert (before.proof, now.proof) == (Proof.OPTIMAL, Proof.OPTIMAL)
    assert now.value >= before.value * (1 - 1e-6)
