"""A floor for some of the money, as a use limit that purchases may relieve: kept to the cent, and the best that is."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.districts import district
from planning.allocation.problem import AllocationProblem, UseLimit
from planning.allocation.solve import allocate
from planning.allocation.validate import validate
from tests.planning.allocation.districts import best_value, tiny

SEEDS = st.integers(0, 1_000_000)


def with_floor(problem: AllocationProblem, seed: int, percent: int) -> AllocationProblem:
    """The same with a share of each item's cost counted, and at least `percent` of all that is spent to be counted."""
    draw, cost = Random(seed), {item.id: 0 for item in problem.items}
    for demand in problem.demands:
        cost[demand.item] += demand.amount
    high = {item: draw.choice((0, draw.randint(0, cents), cents)) for item, cents in cost.items()}
    floor = UseLimit("floor", {item: percent * cents - 100 * high[item] for item, cents in cost.items()}, 0)
    return replace(problem, use_limits=(*problem.use_limits, floor))


@settings(max_examples=250)
@given(SEEDS, st.sampled_from((1, 40, 55, 99, 100)), st.sampled_from((1, 997, 33_333_331)))
def test_best_of_all_subsets_up_to_twelve(seed: int, percent: int, scale: int) -> None:
    problem = with_floor(tiny(seed, 12, with_limits=False, scale=scale), seed, percent)
    answer, best = allocate(problem, 5), best_value(problem)
    assert validate(problem, answer) == ()
    assert answer.optimal
    if best is None:
        assert answer.left_out
    else:
        assert answer.left_out == ()
        assert answer.value == pytest.approx(best, abs=1e-9)
        assert answer.bound >= best - 1e-9


@pytest.mark.parametrize("percent", [40, 60, 95])
def test_kept_on_districts_of_real_size_and_the_bound_is_true(percent: int) -> None:
    for seed in range(3):
        problem = with_floor(district(seed, purchases=(60, 300, 120)[seed]), seed, percent)
        quick, longer = allocate(problem, 0.3), allocate(problem, 1.0)
        assert validate(problem, quick) == () == validate(problem, longer)
        assert quick.bound >= longer.value * (1 - 1e-9)
        assert longer.value >= 0.85 * longer.bound > 0  # however busy the machine


def test_one_cent_decides() -> None:
    """40% of 5.00 is 2.00: with 1.99 counted the second item stays out, however much it is worth."""
    base = tiny(0, 1, with_limits=False)
    for counted, chosen in ((200, ("a", "b")), (199, ("a",))):
        problem = _two(base, counted)
        assert allocate(problem).chosen == chosen


def _two(base: AllocationProblem, counted: int) -> AllocationProblem:
    items = tuple(replace(base.items[0], id=name, value=value, fixed=None) for name, value in (("a", 1.0), ("b", 9.0)))
    use = {"a": 40 * counted - 100 * counted, "b": 40 * 300}
    return AllocationProblem(items, (), (), use_limits=(UseLimit("floor", use, 0),))
