"""The textbook model on plain HiGHS, to measure against and to check with: one flow per cost and pot, nothing shared.

Variables: one 0-1 choice per item, one flow per demand and payer. Written from the definition of the problem alone; it
shares no code with planning/allocation.
"""

import time
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from planning.allocation.problem import AllocationProblem


@dataclass(frozen=True)
class Textbook:
    """Items chosen, their value, the bound proven, seconds used; feasible: whether any answer was found."""

    chosen: tuple[str, ...]
    value: float
    bound: float
    seconds: float
    feasible: bool


def solve(problem: AllocationProblem, seconds: float, gap: float = 0.0, whole_cents: bool = False) -> Textbook:
    """Solve within `seconds` to the relative gap. whole_cents: flows are whole numbers too (for tiny problems)."""
    began = time.perf_counter()
    model = _Rows(problem, whole_cents)
    make: Any = highspy.Highs
    highs = make()
    for option, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("mip_rel_gap", gap)):
        highs.setOptionValue(option, value)
    model.load(highs)
    highs.setOptionValue("time_limit", max(0.0, seconds - (time.perf_counter() - began)))
    highs.run()
    info = highs.getInfo()
    feasible = info.primal_solution_status == 2
    solution = list(highs.getSolution().col_value)[: len(problem.items)] if feasible else []
    chosen = tuple(item.id for item, bought in zip(problem.items, solution, strict=False) if bought > 0.5)
    value = sum(item.value for item in problem.items if item.id in set(chosen))
    return Textbook(chosen, value, -float(info.mip_dual_bound), time.perf_counter() - began, feasible)


class _Rows:
    def __init__(self, problem: AllocationProblem, whole_cents: bool) -> None:
        self.cost = [-item.value for item in problem.items]
        self.lower = [1.0 if item.fixed is True else 0.0 for item in problem.items]
        self.upper = [0.0 if item.fixed is False else 1.0 for item in problem.items]
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.items = {item.id: column for column, item in enumerate(problem.items)}
        self.whole_cents = whole_cents
        self._flows(problem)
        self._choices(problem)

    def _flows(self, problem: AllocationProblem) -> None:
        pots: dict[str, dict[int, float]] = {pot.id: {} for pot in problem.pots}
        limits: list[dict[int, float]] = [{} for _ in problem.flow_limits]
        funds = {pot.id: pot.fund_id for pot in problem.pots}
        for demand in problem.demands:
            whole: dict[int, float] = {self.items[demand.item]: -float(demand.amount)}
            by_fund: dict[str, dict[int, float]] = {}
            most: dict[str, int] = {}
            for payer in demand.payers:
                column = len(self.cost)
                self.cost.append(0.0)
                self.lower.append(0.0)
                self.upper.append(float(payer.most))
                fund = funds[payer.pot]
                whole[column] = pots[payer.pot][column] = by_fund.setdefault(fund, {})[column] = 1.0
                most[fund] = max(most.get(fund, 0), payer.most)
                for limit, row in zip(problem.flow_limits, limits, strict=True):
                    coefficient = limit.coefficients.get((payer.pot, payer.group, demand.year), 0)
                    if coefficient:
                        row[column] = float(coefficient)
            self.rows.append((whole, 0.0, 0.0))
            for fund, together in by_fund.items():
                self.rows.append((together, -highspy.kHighsInf, float(most[fund])))
        for pot in problem.pots:
            self.rows.append((pots[pot.id], -highspy.kHighsInf, float(pot.capacity)))
        for limit, row in zip(problem.flow_limits, limits, strict=True):
            self.rows.append((row, -highspy.kHighsInf, float(limit.at_most)))

    def _choices(self, problem: AllocationProblem) -> None:
        for use in problem.use_limits:
            row = {self.items[name]: float(n) for name, n in use.use.items()}
            self.rows.append((row, -highspy.kHighsInf, float(use.at_most)))
        for item, needed in problem.requires:
            if item != needed:
                self.rows.append(({self.items[item]: 1.0, self.items[needed]: -1.0}, -highspy.kHighsInf, 0.0))
        for group in problem.choose_one:
            self.rows.append((dict.fromkeys((self.items[name] for name in group), 1.0), -highspy.kHighsInf, 1.0))

    def load(self, highs: Any) -> None:
        """Pass everything to the solver."""
        starts = np.cumsum([0, *(len(row) for row, _, _ in self.rows)])[:-1]
        whole = np.full(len(self.cost), 1 if self.whole_cents else 0, dtype=np.int32)
        whole[: len(self.items)] = 1
        highs.passModel(
            len(self.cost),
            len(self.rows),
            sum(len(row) for row, _, _ in self.rows),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.array(self.cost),
            np.array(self.lower),
            np.array(self.upper),
            np.array([lower for _, lower, _ in self.rows]),
            np.array([upper for _, _, upper in self.rows]),
            starts.astype(np.int32),
            np.array([column for row, _, _ in self.rows for column in row], dtype=np.int32),
            np.array([value for row, _, _ in self.rows for value in row.values()]),
            whole,
        )
