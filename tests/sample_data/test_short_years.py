"""The sample with little money in play: each purchase is explained."""

from decimal import Decimal

import pytest

from data_models.plan import PlanSettings
from planning.explanation import explain
from planning.plan import make_plan
from planning.prepare import prepare
from tests.sample_data.reading import portfolio


@pytest.mark.parametrize("in_play", [100_000, 200_000, 300_000])
def test_every_purchase_is_explained_where_a_years_money_is_short(in_play: int) -> None:
    """A fund that may pay a share only for such things must grow by more than these cost, though no later year does."""
    prepared = prepare(portfolio())
    settings = PlanSettings(fiscal_years=(2027,), money_in_play=(("0000", Decimal(in_play)),))
    reasons = explain(prepared, make_plan(prepared, settings, seconds=0.5))
    assert all(reason.sentence for reason in reasons)
