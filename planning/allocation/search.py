"""Choosing what to buy: a good choice fast, a proven bound, and the best choice given time.

Method: the linear relaxation, money limits found as they are broken (Hall's condition, by duality), bounds every choice
and prices every item; items it buys whole start the choice, the others are added greedily by reduced cost and bettered
by exchanges, and, where there is time, by exact cores; last, items whose reduced cost exceeds bound minus value are
settled, and branch and bound proves what is left, with the money limits found so far as rows beside the flows (core and
reduced-cost fixing: Balas and Zemel 1980).
"""

import time
from dataclasses import dataclass

import highspy
import numpy as np

from planning.allocation.compact import Compact, Floats
from planning.allocation.fill import Exchange, Rows
from planning.allocation.highs import INFINITY, Model, Solver, run, solver
from planning.allocation.highs import Rows as SolverRows
from planning.allocation.problem import Flow
from planning.allocation.programs import Funding, choice_model
from planning.allocation.split import split

PROVEN = 1e-6
"""A value this close to the bound, relative, counts as proven best."""
SLACK = 1e-9
"""Relative room left above a computed bound for rounding in the solver."""
CUTS = 100
"""Money limits looked for at most; with fewer the bound is still true, only wider."""
HELD = 1e-7
"""A row exceeded by no more holds for the solver; to add it again would change nothing."""
REPAIRS = 20
"""Items dropped at most where a choice cannot be paid in whole cents."""
PATIENT = 2.0
"""Seconds given from which cores are worth their time."""
CORES = ((60, 500), (100, 500))
"""Items in a core, and nodes searched at most: limits in work, so that every machine comes to the same choice."""
PAYING = 4e-5
"""Seconds kept for splitting the money, by item."""
FIRST = 2.0
"""Seconds for a first lawful choice, where pins leave none in sight."""


def proven(value: float, bound: float) -> bool:
    """Whether the value is as near its bound as counts for proven best."""
    return bound - value <= PROVEN * max(1.0, abs(bound))


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
        return proven(self.value, self.bound)


@dataclass(frozen=True)
class _Relaxed:
    """The relaxation: how much of each item it buys, reduced costs (negative where more is wanted), the bound."""

    bought: Floats
    prices: Floats
    bound: float


class Search:
    """One search of one problem, in the caller's thread."""

    def __init__(self, model: Compact, deadline: float) -> None:
        self.model, self.deadline = model, deadline
        self.began = time.perf_counter()
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
        self.choices: list[Floats] = []
        self.bound = INFINITY

    def run(self, near: Floats | None = None) -> Found | None:
        """The best choice found, or None where there is no lawful one.

        near: a choice to stay near: made lawful and filled up, it is where exchanges begin; what the relaxation says
        takes its place where that is better even so.
        """
        if (self.lower > self.upper).any():
            return None
        relaxed = self._relax()
        if relaxed is None:
            return None
        self.bound = relaxed.bound
        self._greedy(relaxed, near)
        if not self.choices or not self._proven():
            self._cores(relaxed)
            self._prove(relaxed)
        return self._paid()

    def value(self, chosen: Floats) -> float:
        """Value of a choice, added up in the problem's order."""
        return float(sum(self.model.problem.items[item].value for item in np.flatnonzero(chosen > 0.5)))

    def _best(self) -> float:
        return self.value(self.choices[-1])

    def _proven(self) -> bool:
        return proven(self._best(), self.bound)

    def _offer(self, chosen: Floats) -> None:
        """Keep a choice that money can pay, if it is better than the best and no use limit is broken by rounding."""
        if self.rows.within_uses(chosen) and (not self.choices or self.value(chosen) > self._best()):
            self.choices.append(chosen)

    def _relax(self) -> _Relaxed | None:
        """Solve the relaxation over the items alone, adding the money limits that its choices break."""
        rows = SolverRows()
        self._known(rows)
        none = np.zeros(len(self.positions), dtype=np.int32)
        highs = solver(Model(-self.values, self.lower, self.upper, rows, none))
        for _ in range(CUTS):
            if run(highs) != highspy.HighsModelStatus.kOptimal:
                return None
            # Read here: a solver that was given another row and has not run since says that its bound is 0.
            bound = -float(highs.getInfo().objective_function_value)
            bought = np.array(highs.getSolution().col_value)
            prices = np.array(highs.getSolution().col_dual)
            if self.rows.funding.lacking(bought) < max(0.5, 1e-5 * self.rows.funding.unit):
                break
            self.rows.add(*self.rows.funding.cut())
            if self.rows.over(bought)[-1] <= HELD:
                break
            _add_last(highs, self.rows)
        return _Relaxed(bought, prices, bound + SLACK * max(1.0, abs(bound)))

    def _known(self, rows: SolverRows, first: int = 0) -> None:
        """The rows known so far, from the first named on."""
        for row in range(first, len(self.rows.most)):
            weights = self.rows.weights[:, row]
            columns = np.flatnonzero(np.abs(weights) > 1e-12)
            rows.add(columns.tolist(), weights[columns].tolist(), -INFINITY, float(self.rows.most[row]))

    def _greedy(self, relaxed: _Relaxed, near: Floats | None) -> None:
        whole = relaxed.bought > 1 - 1e-9
        start = np.array([float(whole[list(closure)].all()) for closure in self.model.closure])
        order = [int(i) for i in np.lexsort((self.positions, -relaxed.bought, relaxed.prices)) if self.upper[i]]
        exchange = Exchange(self.rows, self.lower, self.upper, order, self.began + 0.7 * (self.deadline - self.began))
        if near is not None:
            self._bettered(exchange.near(near), exchange)
        if not self.choices or not self._proven():
            self._bettered(self._filled(start, exchange, order), exchange)

    def _bettered(self, begin: Floats | None, exchange: Exchange) -> None:
        """Offer a choice, and what exchanges make of it, where it is better than what there is."""
        if begin is None or (self.choices and self.value(begin) <= self._best()):
            return
        self._offer(begin)
        if self.choices and not self._proven():
            self._offer(exchange.better(begin))

    def _filled(self, start: Floats, exchange: Exchange, order: list[int]) -> Floats | None:
        """What the relaxation buys whole, filled up; where that is not lawful, the pins alone, or none."""
        if self.rows.gives and not self.rows.lawful(start) and (eased := exchange.near(start)) is not None:
            return eased
        lawful = next((choice for choice in (start, self.lower) if self.rows.lawful(choice)), None)
        return self.rows.fill(lawful, order) if lawful is not None else None

    def _cores(self, relaxed: _Relaxed) -> None:
        """Where there is time, solve again over the items about which the relaxation is least sure."""
        if not self.choices or self.deadline - self.began < PATIENT:
            return
        unsure = np.argsort(np.abs(relaxed.prices), kind="stable")
        for size, nodes in CORES:
            lower, upper = self.choices[-1].copy(), self.choices[-1].copy()
            core = unsure[:size]
            lower[core], upper[core] = self.lower[core], self.upper[core]
            self._branch(lower, upper, nodes)

    def _prove(self, relaxed: _Relaxed) -> None:
        lower, upper = self.lower.copy(), self.upper.copy()
        if self.choices:
            settled = np.abs(relaxed.prices) > relaxed.bound - self._best()
            lower[settled] = upper[settled] = np.round(relaxed.bought[settled])
        bound = self._branch(lower, upper, None)
        self.bound = min(self.bound, max(bound, self._best()) if self.choices else bound)

    def _branch(self, lower: Floats, upper: Floats, nodes: int | None) -> float:
        """Branch and bound between these bounds, offering what it finds; the bound it proves for them."""
        program = choice_model(self.model, self.upper)
        self._known(program.rows, self.rows.of_logic)
        highs = solver(program)
        highs.changeColsBounds(len(lower), self.positions, lower, upper)
        left = self.deadline - time.perf_counter() - PAYING * len(lower)
        highs.setOptionValue("mip_rel_gap", PROVEN / 2)
        highs.setOptionValue("time_limit", max(0.0 if self.choices else FIRST, left))
        if nodes is not None:
            highs.setOptionValue("mip_max_nodes", nodes)
        if self.choices:
            highs.setSolution(len(lower), self.positions, self.choices[-1])
        if run(highs) == highspy.HighsModelStatus.kInfeasible:
            return self._best() if self.choices else INFINITY
        info = highs.getInfo()
        if info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
            self._offer(np.round(np.array(highs.getSolution().col_value)[: len(lower)]))
        bound = -float(info.mip_dual_bound)
        return bound + SLACK * max(1.0, abs(bound))

    def _paid(self) -> Found | None:
        """The best choice that can be paid to the cent, with the payments."""
        for chosen in reversed(self.choices):
            for _ in range(REPAIRS):
                positions = tuple(int(item) for item in np.flatnonzero(chosen > 0.5))
                flows = split(self.model, positions) if self.rows.within_uses(chosen) else None
                if flows is not None:
                    value = self.value(chosen)
                    return Found(positions, flows, value, max(value, self._bound()))
                chosen = self._without_least(chosen)
        return None

    def _bound(self) -> float:
        """The bound; nothing where it is below the value of every item, as then no lawful choice holds one of value."""
        least = min((item.value for item in self.model.problem.items if item.value > 0), default=INFINITY)
        return self.bound if self.bound >= least else 0.0

    def _without_least(self, chosen: Floats) -> Floats:
        """Without the least valuable item that is not pinned, and what requires it."""
        free = np.flatnonzero((chosen > 0.5) & (self.lower < 0.5))
        if not len(free):
            return chosen
        least = int(free[np.argmin(self.values[free])])
        return np.array(
            [c * float(least not in closure) for c, closure in zip(chosen, self.model.closure, strict=True)]
        )


def _add_last(highs: Solver, rows: Rows) -> None:
    weights = rows.weights[:, -1]
    columns = np.flatnonzero(np.abs(weights) > 1e-12).astype(np.int32)
    starts = np.zeros(1, dtype=np.int32)
    highs.addRows(1, np.array([-INFINITY]), rows.most[-1:], len(columns), starts, columns, weights[columns])
