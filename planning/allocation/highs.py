"""HiGHS through its array interface: one thread, quiet, one solver object a call, so that sessions do not meet.

One thread keeps results the same from run to run, and sessions that solve at once share the cores evenly.
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
PRIMAL_SIMPLEX = 4
INFINITY = float(highspy.kHighsInf)
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "presolve": "off",
    "mip_allow_restart": False,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""Presolve is off, and so are restarts and the heuristics that solve a smaller problem with presolve on: HiGHS 1.15.1
can stay in presolve for ever, past any time limit (a test keeps such a problem). Good choices come from our search."""
Solver = Any
"""A `highspy.Highs`: its stubs leave out half of what it has."""


class Rows:
    """Rows of a model, gathered one by one: lower <= sum of coefficient x column <= upper."""

    def __init__(self) -> None:
        self.columns: list[int] = []
        self.coefficients: list[float] = []
        self.starts: list[int] = [0]
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, columns: list[int], coefficients: list[float], lower: float, upper: float) -> None:
        """Add one row; a column is named at most once."""
        self.columns += columns
        self.coefficients += coefficients
        self.starts.append(len(self.columns))
        self.lower.append(lower)
        self.upper.append(upper)


@dataclass(frozen=True)
class Model:
    """Minimise cost x column subject to rows and bounds; whole[j] = 1 where a column is a whole number."""

    cost: Floats
    lower: Floats
    upper: Floats
    rows: Rows
    whole: npt.NDArray[np.int32]


def solver(model: Model) -> Solver:
    """A solver that holds the model and has not run."""
    make: Solver = highspy.Highs
    highs = make()
    for option, setting in OPTIONS.items():
        if highs.setOptionValue(option, setting) != highspy.HighsStatus.kOk:
            raise RuntimeError(f"HiGHS does not know the option {option}.")
    rows = model.rows
    status = highs.passModel(
        len(model.cost),
        len(rows.lower),
        len(rows.columns),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        model.cost,
        model.lower,
        model.upper,
        np.array(rows.lower, dtype=np.float64),
        np.array(rows.upper, dtype=np.float64),
        np.array(rows.starts[:-1], dtype=np.int32),
        np.array(rows.columns, dtype=np.int32),
        np.array(rows.coefficients, dtype=np.float64),
        model.whole,
    )
    if status == highspy.HighsStatus.kError:
        raise RuntimeError("HiGHS did not take the model.")
    return highs


def run(highs: Solver) -> highspy.HighsModelStatus:
    """Run and say how it ended; a model without columns is optimal. Raises RuntimeError where HiGHS fails.

    Where the dual simplex gives up on badly scaled numbers, the primal simplex starts anew.
    """
    if highs.run() == highspy.HighsStatus.kError:
        highs.clearSolver()
        highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        if highs.run() == highspy.HighsStatus.kError:
            raise RuntimeError(f"HiGHS failed: {highs.modelStatusToString(highs.getModelStatus())}")
    status: highspy.HighsModelStatus = highs.getModelStatus()
    return highspy.HighsModelStatus.kOptimal if status == highspy.HighsModelStatus.kModelEmpty else status
