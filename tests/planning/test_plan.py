"""A plan goes on from where it stopped, is the same every time, and says how good it is proven to be."""

from decimal import Decimal

import pytest

from data_models.plan import PlanSettings, Proof
from planning.plan import make_plan
from planning.prepare import prepare
from tests.planning.made_up import random_portfolio

SETTINGS = PlanSettings(academic_floor=30, technical_floor=30)


@pytest.mark.parametrize("seed", range(3))
def test_going_on_never_makes_it_worse(seed: int) -> None:
    prepared = prepare(random_portfolio(seed, 40, 8, 3))
    shown = make_plan(prepared, SETTINGS, seconds=0.0)
    proven = make_plan(prepared, SETTINGS, seconds=20, start=shown)
    assert proven.proof is Proof.OPTIMAL
    assert shown.value <= proven.value <= shown.bound
    assert make_plan(prepared, SETTINGS, seconds=0.0, start=proven) == proven


def test_a_start_of_other_settings_is_not_used() -> None:
    prepared = prepare(random_portfolio(1, 20, 5, 2))
    everything = make_plan(prepared, SETTINGS, seconds=5)
    none = SETTINGS.model_copy(update={"ruled_out": tuple(prepared.costs)})
    assert make_plan(prepared, none, seconds=5, start=everything).chosen == ()


def test_the_same_data_and_settings_give_the_same_plan() -> None:
    first, second = (make_plan(prepare(random_portfolio(7, 30, 6, 3)), SETTINGS, seconds=10) for _ in range(2))
    assert first == second


def test_payments_are_whole_cents_in_order() -> None:
    plan = make_plan(prepare(random_portfolio(7, 30, 6, 3)), SETTINGS, seconds=10)
    keys = [(p.purchase_id, p.cost_line_id, p.fund_id, p.money_year) for p in plan.payments]
    assert keys == sorted(keys)
    assert all(p.amount == p.amount.quantize(Decimal("0.01")) > 0 for p in plan.payments)
