"""The smallest change is enough, one cent less is not; an item forced in costs what trying every subset says."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.districts import district
from planning.allocation.problem import AllocationProblem
from planning.allocation.solve import allocate
from planning.allocation.validate import validate
from planning.allocation.whatif import WhatIf
from tests.planning.allocation.districts import best_value, lawful_choice, tiny

SEEDS = st.integers(0, 1_000_000)


def raised(problem: AllocationProblem, amounts: dict[str, int]) -> AllocationProblem:
    return replace(
        problem,
        pots=tuple(replace(pot, capacity=max(0, pot.capacity + amounts.get(pot.id, 0))) for pot in problem.pots),
        use_limits=tuple(replace(use, at_most=use.at_most + amounts.get(use.id, 0)) for use in problem.use_limits),
    )


@settings(max_examples=300)
@given(SEEDS)
def test_smallest_extra_is_enough_and_one_cent_less_is_not(seed: int) -> None:
    problem = tiny(seed, 10, with_limits=False, scale=37)
    answer = allocate(problem, 5)
    if answer.left_out:
        return
    asked = WhatIf(problem, answer)
    for item in problem.items:
        if item.id in answer.chosen or item.fixed is False:
            continue
        way = asked.smallest_extra(item.id)
        wanted = frozenset((*answer.chosen, *way.along, item.id))
        if way.barred or way.rivals:
            assert not lawful_choice(raised(problem, {pot.id: 10**6 for pot in problem.pots}), wanted)
            continue
        assert not lawful_choice(problem, wanted) or not way.extra
        amounts = {shortage.id: shortage.amount for shortage in way.extra}
        assert lawful_choice(raised(problem, amounts), wanted)
        for name in amounts:
            assert not lawful_choice(raised(problem, {**amounts, name: amounts[name] - 1}), wanted)


@settings(max_examples=100)
@given(SEEDS)
def test_turning_one_item_costs_what_all_subsets_say(seed: int) -> None:
    problem = tiny(seed, 7, with_limits=False)
    answer = allocate(problem, 5)
    if answer.left_out:
        return
    for item in problem.items:
        into = item.id not in answer.chosen
        turned = WhatIf(problem, answer).turned(item.id, 2)
        forced = replace(
            problem, items=tuple(replace(one, fixed=into) if one.id == item.id else one for one in problem.items)
        )
        best = best_value(forced)
        assert (turned.allocation is None) == (best is None)
        if turned.allocation is not None and best is not None:
            assert validate(forced, turned.allocation) == ()
            assert turned.loss == pytest.approx(answer.value - best, abs=1e-6)
            after = set(answer.chosen) - set(turned.displaced) | set(turned.enters)
            assert after - {item.id} == set(turned.allocation.chosen) - {item.id}


def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    problem = district(1, purchases=60)
    answer = allocate(problem, 1)
    out = [item.id for item in problem.items if item.id not in answer.chosen]
    asked = WhatIf(problem, answer)
    forward = {item: asked.smallest_extra(item) for item in out}
    alone = {item: WhatIf(problem, answer).smallest_extra(item) for item in reversed(out)}
    assert forward == alone
