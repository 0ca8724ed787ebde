"""Adding items to a choice fast: every limit that was ever met is kept as a row over the items, and asked first."""

import numpy as np

from planning.allocation.compact import Compact, Floats
from planning.allocation.programs import Funding

TOLERANCE = 1e-7
ROUNDS = 200


class Rows:
    """Known rows over items, weight x choice <= most: hours, alternatives, and cuts that funding taught (Hall)."""

    def __init__(self, model: Compact, funding: Funding) -> None:
        self.model = model
        self.funding = funding
        self.weights = np.zeros((0, len(model.problem.items)))
        self.most = np.zeros(0)
        for use, limit in zip(model.uses, model.problem.use_limits, strict=True):
            self._add_named(use, float(limit.at_most))
        for group in model.choose_one:
            self._add_named(dict.fromkeys(group, 1), 1.0)

    def _add_named(self, weights: dict[int, int], most: float) -> None:
        row = np.zeros(self.weights.shape[1])
        row[list(weights)] = list(weights.values())
        self.add(row, most)

    def add(self, weights: Floats, most: float) -> None:
        """Add one row, scaled so that its largest weight is 1."""
        scale = max(float(np.abs(weights).max(initial=0.0)), 1e-12)
        self.weights = np.vstack([self.weights, weights / scale])
        self.most = np.append(self.most, most / scale)

    def keep(self, chosen: Floats) -> bool:
        """Whether the known rows hold."""
        return bool((self.weights @ chosen <= self.most + TOLERANCE).all())

    def lawful(self, chosen: Floats) -> bool:
        """Whether all rows hold, the unknown ones of funding included; a broken one is learnt."""
        if not self.keep(chosen):
            return False
        if self.funding.lacking(chosen) < 0.5:
            return True
        self.add(*self.funding.cut())
        return False

    def fill(self, start: Floats, order: list[int]) -> Floats:
        """Add items in this order, each with what it requires, where all stays lawful. `start` must be lawful."""
        for _ in range(ROUNDS):
            chosen = self._fill_known(start, order)
            rows = len(self.most)
            if self.lawful(chosen):
                return chosen
            if len(self.most) == rows or self.keep(chosen):
                break
        return start

    def _fill_known(self, start: Floats, order: list[int]) -> Floats:
        chosen = start.copy()
        slack = self.most + TOLERANCE - self.weights @ chosen
        for item in order:
            if chosen[item]:
                continue
            closure = self.model.closure[item]
            together = [item] if len(closure) == 1 else [other for other in closure if not chosen[other]]
            weight = self.weights[:, together].sum(axis=1) if len(together) > 1 else self.weights[:, item]
            if (weight <= slack).all():
                chosen[together] = 1.0
                slack = slack - weight
        return chosen
