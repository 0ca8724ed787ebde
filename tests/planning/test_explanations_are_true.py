"""Explanations of random districts, tried out: the change named brings it in, forcing it in does what is said."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_models.plan import Explanation, Plan, PlanSettings, State
from data_models.portfolio import Portfolio
from data_models.purchase import OPEN_STAGES
from planning.explanation import answers, explain, explain_one
from planning.plan import make_plan
from planning.prepare import prepare
from tests.planning.lawful import breaches
from tests.planning.made_up import random_portfolio
from tests.planning.test_plans_are_lawful import random_settings

FEW = settings(max_examples=100, derandomize=True, suppress_health_check=list(HealthCheck))
CENT = Decimal("0.01")


def _with_more_money(portfolio: Portfolio, fund_id: str, year: int, more: Decimal) -> Portfolio:
    """The same district where so much less is promised of a fund's year, and nothing beyond its budget; where not so
    much is promised, its budget is that much more."""
    (held,) = [y for y in portfolio.fund_years if (y.fund_id, y.fiscal_year) == (fund_id, year)]
    encumbered = held.encumbered or Decimal(0)
    wanted = more + max(Decimal(0), encumbered + (held.spent or 0) - held.budgeted)
    freed = min(encumbered, wanted)
    mended = held.model_copy(update={"encumbered": encumbered - freed, "budgeted": held.budgeted + wanted - freed})
    return portfolio.model_copy(update={"fund_years": tuple(mended if y is held else y for y in portfolio.fund_years)})


def _buys_all(portfolio: Portfolio, plan: Plan, purchases: tuple[str, ...]) -> bool:
    asked = plan.settings.model_copy(update={"pinned": purchases, "fiscal_years": _years(portfolio, plan)})
    return set(purchases) <= set(make_plan(prepare(portfolio), asked, seconds=2).chosen)


def _years(portfolio: Portfolio, plan: Plan) -> tuple[int, ...]:
    return plan.settings.fiscal_years or prepare(portfolio).years


@FEW
@given(seed=st.integers(0, 10**9), purchases=st.integers(3, 10))
def test_every_open_purchase_has_a_sentence_and_the_change_brings_it_in(seed: int, purchases: int) -> None:
    portfolio = random_portfolio(seed, purchases, 5, 2)
    plan = make_plan(prepare(portfolio), random_settings(seed), seconds=2)
    found = explain(prepare(portfolio), plan)
    assert [e.purchase_id for e in found] == [p.purchase_id for p in portfolio.purchases if p.stage in OPEN_STAGES]
    for e in found:
        assert e.sentence.endswith(".")
        assert (e.state is State.FUNDED) == (e.purchase_id in plan.chosen)
        if e.change_fund and e.change_year and e.change_amount:
            _try_out(portfolio, plan, e)


def _try_out(portfolio: Portfolio, plan: Plan, e: Explanation) -> None:
    assert e.change_year is not None
    assert e.change_amount is not None
    wanted = (*plan.chosen, e.purchase_id)
    enough = _with_more_money(portfolio, e.change_fund, e.change_year, e.change_amount)
    assert _buys_all(enough, plan, wanted), e.sentence
    assert not _buys_all(portfolio, plan, wanted), e.sentence


@FEW
@given(seed=st.integers(0, 10**9))
def test_forcing_in_does_what_it_says(seed: int) -> None:
    portfolio = random_portfolio(seed, 8, 4, 2)
    prepared = prepare(portfolio)
    plan = make_plan(prepared, PlanSettings(academic_floor=30, technical_floor=30), seconds=2)
    for e in explain(prepared, plan):
        one = explain_one(prepared, plan, e.purchase_id, seconds=2)
        assert (one.state, one.sentence) == (e.state, e.sentence)
        if one.loss is None:
            continue
        forced = {*plan.chosen, *one.enters, e.purchase_id} - set(one.displaces)
        assert _buys_all(portfolio, plan, tuple(sorted(forced)))
        pinned = plan.settings.model_copy(update={"pinned": (e.purchase_id,)})
        again = make_plan(prepared, pinned, seconds=2)
        assert breaches(portfolio, again) == []
        assert abs(max(0.0, plan.value - again.value) - one.loss) <= 1e-5 * max(1.0, plan.value)
        ready = one.state is not State.NOT_READY  # of one that is not ready nobody asks whether the plans tie
        assert one.too_close == (ready and one.loss <= 1e-5 * max(1.0, plan.value))


@FEW
@given(seed=st.integers(0, 10**9))
def test_payments_come_only_from_funds_that_the_answers_allow(seed: int) -> None:
    portfolio = random_portfolio(seed, 8, 6, 2)
    prepared = prepare(portfolio)
    plan = make_plan(prepared, PlanSettings(academic_floor=30, technical_floor=30), seconds=2)
    allowed = {
        (a.cost_line_id, a.fund_id, a.money_year): a.most
        for p in portfolio.purchases
        for a in answers(prepared, p.purchase_id)
        if a.may_pay
    }
    for p in plan.payments:
        assert CENT <= p.amount <= allowed[p.cost_line_id, p.fund_id, p.money_year]
