"""Choosing what to buy: a good choice fast, a proven bound, and the best choice given time.

Method: the linear relaxation bounds every choice and prices every item; items it buys whole start the choice, the
others are added greedily by reduced cost and bettered by exchanges; last, items whose reduced cost exceeds bound minus
value are settled, and branch and bound proves what is left (core and reduced-cost fixing: Balas and Zemel 1980).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np

from planning.allocation.compact import Compact, Floats
from planning.allocation.fill import Rows
from planning.allocation.highs import run, solver
from planning.allocation.problem import Flow
from planning.allocation.programs import Funding, choice_model
from planning.allocation.split import split

PROVEN = 1e-6
"""A value this close to the bound, relative, counts as proven best."""
SLACK = 1e-9
"""Relative room left above a computed bound for rounding in the solver."""


@dataclass(frozen=True)
class Found:
    """Positions of the items chosen, ascending, who pays, the value, and the bound on every lawful choice."""

    chosen: tuple[int, ...]
    flows: tuple[Flow, ...]
    value: float
    bound: float

    @property
    def optimal(self) -> bool:
        """Whether the value is proven best."""
        return self.bound - self.value <= PROVEN * max(1.0, abs(self.bound))


class Search:
    """One search of one problem, in the caller's thread."""

    def __init__(self, model: Compact, deadline: float) -> None:
        self.model, self.deadline = model, deadline
        self.values = model.values
        items = model.problem.items
        may = [item.fixed is not False and ok for item, ok in zip(items, model.payable, strict=True)]
        self.upper = np.array([float(all(may[other] for other in closure)) for closure in model.closure])
        self.lower = np.zeros(len(items))
        for position, item in enumerate(items):
            if item.fixed:
                self.lower[list(model.closure[position])] = 1.0
        self.positions = np.arange(len(items), dtype=np.int32)
        self.rows = Rows(model, Funding(model))
        self.program = choice_model(model, self.upper)
        self.program.lower[: len(items)] = self.lower
        self.best: Found | None = None

    def left(self) -> float:
        """Seconds left."""
        return max(0.0, self.deadline - time.perf_counter())

    def run(self) -> Found | None:
        """The best choice found, or None where there is no lawful one."""
        if (self.lower > self.upper).any():
            return None
        relaxed = solver(replace(self.program, whole=np.zeros_like(self.program.whole)))
        if run(relaxed) != highspy.HighsModelStatus.kOptimal:
            return None
        solution = relaxed.getSolution()
        count = len(self.positions)
        bought = np.array(solution.col_value)[:count]
        prices = np.array(solution.col_dual)[:count]
        bound = -float(relaxed.getInfo().objective_function_value)
        bound += SLACK * max(1.0, abs(bound))
        self._greedy(bought, prices, bound)
        if self.best is None or not self.best.optimal:
            self._prove(bought, prices, bound)
        return self.best

    def _offer(self, chosen: Floats, bound: float) -> None:
        """Take the choice if it can be paid to the cent and is better than the best."""
        positions = tuple(int(item) for item in np.flatnonzero(chosen > 0.5))
        value = float(sum(self.model.problem.items[item].value for item in positions))
        if self.best is not None and value <= self.best.value:
            self.best = replace(self.best, bound=max(self.best.value, min(bound, self.best.bound)))
            return
        flows = self._payments(positions)
        if flows is not None:
            self.best = Found(positions, flows, value, max(value, bound))

    def _payments(self, positions: Sequence[int]) -> tuple[Flow, ...] | None:
        return split(self.model, positions)

    def _greedy(self, bought: Floats, prices: Floats, bound: float) -> None:
        start = (bought > 1 - 1e-9).astype(np.float64)
        for item in np.flatnonzero(start):
            if not all(bought[other] > 1 - 1e-9 for other in self.model.closure[item]):
                start[item] = 0.0
        for begin in (start, self.lower):
            if self.rows.lawful(begin):
                order = [int(i) for i in np.lexsort((self.positions, -bought, prices)) if self.upper[i]]
                self._offer(self.rows.fill(begin, order), bound)
                return

    def _prove(self, bought: Floats, prices: Floats, bound: float) -> None:
        lower, upper = self.lower.copy(), self.upper.copy()
        if self.best is not None:
            settled = np.abs(prices) > bound - self.best.value
            lower[settled] = upper[settled] = np.round(bought[settled])
        highs = solver(self.program)
        highs.changeColsBounds(len(lower), self.positions, lower, upper)
        highs.setOptionValue("mip_rel_gap", PROVEN / 2)
        highs.setOptionValue("time_limit", self.left() if self.best else max(2.0, self.left()))
        if self.best is not None:
            chosen = np.zeros(len(lower))
            chosen[list(self.best.chosen)] = 1.0
            highs.setSolution(len(lower), self.positions, chosen)
        status = run(highs)
        info = highs.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return
        proven = -float(info.mip_dual_bound)
        bound = min(bound, proven + SLACK * max(1.0, abs(proven)))
        if self.best is not None:
            bound = max(bound, self.best.value)
        solution = np.array(highs.getSolution().col_value)[: len(lower)]
        if info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
            self._offer(np.round(solution), bound)
        elif self.best is not None:
            self._offer(np.zeros(len(lower)), bound)
