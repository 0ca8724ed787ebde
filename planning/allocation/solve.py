"""The allocation: the best lawful plan, or, where the pins are impossible, the plan that keeps most of them."""

import math
import time
from collections.abc import Collection
from dataclasses import replace

import highspy
import numpy as np

from planning.allocation.compact import Compact, Floats, compact
from planning.allocation.highs import run, solver
from planning.allocation.problem import Allocation, AllocationProblem, Shortage
from planning.allocation.programs import Funding, choice_model
from planning.allocation.search import PROVEN, Found, Search, proven
from planning.allocation.validate import validate

TIE = PROVEN / 4
"""Relative difference in value below which two plans tie; what was proven of one then holds for the other."""


def allocate(
    problem: AllocationProblem, seconds: float = 0.25, start: Allocation | None = None, near: Collection[str] = ()
) -> Allocation:
    """The most valuable lawful plan found in about this many seconds of wall time, and how good it can be at best.

    start: an earlier answer to the same problem; the answer is never worse, and a proven start is returned as it is.
    A start that ties wins, so that a plan on the screen stays. One thread is used, and the answer depends on the
    clock only where it is not proven, or where plans tie and a slow machine cut the exchanges short.
    near: items of an answer to a problem somewhat like this one, those not known here passed over; what of them is
    lawful together is never bettered by less, and stays where nothing better is found.
    Without a lawful answer that keeps all pins, see `Allocation.left_out`; without any lawful answer (a limit below
    zero that nothing meets) the plan is empty and `short_of` names the limits.
    Raises ValueError where ids are unknown or double, amounts are out of range, or `start` is not lawful.
    """
    if start is not None and validate(problem, start):
        raise ValueError(f"The start is no answer to this problem: {validate(problem, start)[0]}")
    if start is not None and start.optimal:
        return start
    deadline = time.perf_counter() + seconds
    model = compact(problem)
    found = Search(model, deadline).run(_picked(model, near))
    answer = _allocation(model, found) if found else _without_some_pins(model, deadline, near)
    if start is None or start.left_out != answer.left_out:
        return answer
    best = start if start.value >= answer.value * (1 - TIE) else answer
    bound = max(best.value, min(start.bound, answer.bound))
    return replace(best, bound=bound, optimal=proven(best.value, bound))


def _allocation(model: Compact, found: Found) -> Allocation:
    chosen = tuple(model.problem.items[item].id for item in found.chosen)
    return Allocation(chosen, found.flows, found.value, found.bound, found.optimal)


def _picked(model: Compact, near: Collection[str]) -> Floats | None:
    known = [model.item_at[name] for name in near if name in model.item_at]
    if not known:
        return None
    picked = np.zeros(len(model.problem.items))
    picked[known] = 1.0
    return picked


def _without_some_pins(model: Compact, deadline: float, near: Collection[str]) -> Allocation:
    problem = model.problem
    pinned = [position for position, item in enumerate(problem.items) if item.fixed]
    wanted = sorted(frozenset().union(*(model.closure[item] for item in pinned)))
    shortages = _shortages(model, wanted)
    short_of = tuple(shortage.id for shortage in shortages)
    kept = _most_pins(model, pinned)
    items = tuple(
        replace(item, fixed=None) if item.fixed and position not in kept else item
        for position, item in enumerate(problem.items)
    )
    eased = compact(replace(problem, items=items))
    found = Search(eased, deadline).run(_picked(eased, near))
    if found is None:
        return Allocation((), (), 0.0, 0.0, False, short_of, shortages, tuple(problem.items[i].id for i in pinned))
    answer = _allocation(eased, found)
    left_out = tuple(problem.items[item].id for item in pinned if problem.items[item].id not in answer.chosen)
    return replace(answer, short_of=short_of, shortages=shortages, left_out=left_out)


def _most_pins(model: Compact, pinned: list[int]) -> set[int]:
    """The most pins that a lawful choice keeps; among equals the more valuable."""
    items = tuple(replace(item, fixed=None) if item.fixed else item for item in model.problem.items)
    opened = compact(replace(model.problem, items=items))
    search = Search(opened, math.inf)
    program = choice_model(opened, search.upper)
    program.cost[:] = 0.0
    total = sum(model.problem.items[item].value for item in pinned) + 1.0
    for item in pinned:
        program.cost[item] = -1.0 - 0.5 * model.problem.items[item].value / total / len(pinned)
    highs = solver(program)
    highs.setOptionValue("time_limit", 2.0)
    highs.setOptionValue("mip_rel_gap", 0.0)
    run(highs)
    if highs.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return set()
    chosen = np.array(highs.getSolution().col_value)
    return {item for item in pinned if chosen[item] > 0.5}


def _shortages(model: Compact, wanted: list[int]) -> tuple[Shortage, ...]:
    """What buying all these items lacks, the smallest total: pots, flow limits, use limits."""
    problem = model.problem
    picked = np.zeros(len(problem.items))
    picked[wanted] = 1.0
    funding = Funding(model)
    ids = [*(pot.id for pot in problem.pots), *(limit.id for limit in problem.flow_limits)]
    found = []
    if not funding.pays(picked):
        extras = zip(ids, funding.extras(), strict=True)
        found = [Shortage(name, math.ceil(extra - 0.01)) for name, extra in extras if extra > 0.01]
    for limit in problem.use_limits:
        over = sum(limit.use.get(problem.items[item].id, 0) for item in wanted) - limit.at_most
        if over > 0:
            found.append(Shortage(limit.id, over))
    return tuple(found)
