"""How much one pot could still pay, by every limit on it, whatever it is worth: a small mixed integer program."""

from collections.abc import Mapping, Sequence

import highspy
import numpy as np

from planning.allocation.highs import INFINITY, Model, Rows, run, solver
from planning.allocation.problem import FlowLimit

Key = tuple[str, str, int]


def room(asked: Mapping[Key, int], most: int, limits: Sequence[FlowLimit], flows: Mapping[Key, int]) -> int:
    """The most cents, up to `most`, that may be paid of what is asked, by (pot, group, year), beside `flows`.

    flows: what is paid already, by the same keys. Limits hold for both together. 0 where nothing more is lawful.
    """
    asked = {key: cents for key, cents in asked.items() if cents > 0}
    slack = [limit.at_most - sum(limit.coefficients.get(k, 0) * c for k, c in flows.items()) for limit in limits]
    whole = min(most, sum(asked.values()))
    if whole <= 0:
        return 0
    touching = [
        (limit, left)
        for limit, left in zip(limits, slack, strict=True)
        if sum(max(0, limit.coefficients.get(k, 0)) * min(c, whole) for k, c in asked.items()) > left
    ]
    if not touching:
        return whole
    keys = sorted(asked)
    rows = Rows()
    rows.add(list(range(len(keys))), [1.0] * len(keys), -INFINITY, float(whole))
    for limit, left in touching:
        named = [(place, float(limit.coefficients[k])) for place, k in enumerate(keys) if limit.coefficients.get(k)]
        rows.add([place for place, _ in named], [c for _, c in named], -INFINITY, float(left))
    columns = len(keys)
    highs = solver(
        Model(
            np.full(columns, -1.0),
            np.zeros(columns),
            np.array([float(min(asked[k], whole)) for k in keys]),
            rows,
            np.ones(columns, dtype=np.int32),
        )
    )
    if run(highs) != highspy.HighsModelStatus.kOptimal:
        return 0
    found: float = highs.getInfo().objective_function_value
    return max(0, round(-found))
