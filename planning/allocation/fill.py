"""Adding and exchanging items fast: every limit that was ever met is kept as a row over the items, and asked first."""

import time

import numpy as np
import numpy.typing as npt

from planning.allocation.compact import Compact, Floats
from planning.allocation.programs import Funding

TOLERANCE = 1e-9
ROUNDS = 200
WORK = 300_000
"""Exchanges tried x items, at most: a limit in work, not seconds, so that every machine comes to the same choice."""

Positions = npt.NDArray[np.intp]


class Rows:
    """Known rows over items, weight x choice <= most: hours, alternatives, prerequisites, cuts that funding taught.

    gives: whether buying an item can make room for others in a use limit, as with a floor for some of the money.
    """

    def __init__(self, model: Compact, funding: Funding) -> None:
        self.model = model
        self.funding = funding
        logic = len(model.uses) + len(model.choose_one) + len(model.requires)
        self._store = np.zeros((len(model.problem.items), logic + 64))
        self.weights = self._store[:, :0]
        self.most = np.zeros(0)
        for use, limit in zip(model.uses, model.problem.use_limits, strict=True):
            self._add_named(use, float(limit.at_most))
        for group in model.choose_one:
            self._add_named(dict.fromkeys(group, 1), 1.0)
        for item, needed in model.requires:
            self._add_named({item: 1, needed: -1}, 0.0)
        self.of_logic = len(self.most)
        self.uses = np.zeros((len(model.uses), len(model.problem.items)), dtype=np.int64)
        for row, use in enumerate(model.uses):
            self.uses[row, list(use)] = list(use.values())
        self.at_most = np.array([limit.at_most for limit in model.problem.use_limits], dtype=np.int64)
        self.gives = bool((self.uses < 0).any())

    def _add_named(self, weights: dict[int, int], most: float) -> None:
        row = np.zeros(len(self.weights))
        row[list(weights)] = list(weights.values())
        self.add(row, most)

    def add(self, weights: Floats, most: float) -> None:
        """Add one row, scaled so that its largest weight is 1."""
        scale = max(float(np.abs(weights).max(initial=0.0)), 1e-12)
        count = len(self.most)
        if count == self._store.shape[1]:
            self._store = np.hstack([self._store, np.zeros_like(self._store)])
        self._store[:, count] = weights / scale
        self.weights = self._store[:, : count + 1]
        self.most = np.append(self.most, most / scale)

    def over(self, chosen: Floats) -> Floats:
        """By how much each known row is exceeded; 0 or less where it holds."""
        over: Floats = chosen @ self.weights - self.most
        return over

    def lawful(self, chosen: Floats) -> bool:
        """Whether all rows hold, the unknown ones of funding included; a broken one is learnt."""
        if (self.over(chosen) > TOLERANCE).any() or not self.within_uses(chosen):
            return False
        if self.funding.pays(chosen):
            return True
        self.add(*self.funding.cut())
        return False

    def within_uses(self, chosen: Floats) -> bool:
        """Whether every use limit holds, in whole numbers."""
        return bool((self.uses @ (chosen > 0.5) <= self.at_most).all())

    def fill(self, start: Floats, order: list[int]) -> Floats:
        """Add items in this order, each with what it requires, where all stays lawful. `start` must be lawful."""
        for _ in range(ROUNDS):
            chosen = self._fill_known(start, order)
            if self.lawful(chosen):
                return chosen
            if (self.over(chosen) <= TOLERANCE).all():
                break
        return start

    def _fill_known(self, start: Floats, order: list[int]) -> Floats:
        chosen, going = start.copy(), True
        slack = TOLERANCE - self.over(chosen)
        while going:
            going = False
            for item in order:
                if chosen[item]:
                    continue
                closure = self.model.closure[item]
                together = [item] if len(closure) == 1 else [other for other in closure if not chosen[other]]
                weight = self.weights[together].sum(axis=0)
                if (weight <= slack).all():
                    chosen[together] = 1.0
                    slack = slack - weight
                    going = self.gives
        return chosen


class Exchange:
    """Betters a lawful choice: take one item out and refill, or force one in, push others out, and refill."""

    def __init__(self, rows: Rows, lower: Floats, upper: Floats, order: list[int], until: float) -> None:
        self.rows, self.until = rows, until
        self.values = rows.model.values
        self.lower, self.upper = lower, upper
        self.rank = np.full(len(lower), len(lower))
        self.rank[order] = np.arange(len(order))
        self.tries = WORK // max(1, len(lower))

    def better(self, start: Floats) -> Floats:
        """A choice at least as valuable; deterministic, bounded in work, and for slow machines in time (`until`)."""
        best, value, going = start, float(self.values @ start), True
        while going:
            going = False
            for item in np.argsort(np.where(start > 0.5, -self.rank, len(start) + self.rank), kind="stable"):
                if self.tries <= 0 or time.perf_counter() > self.until:
                    return best
                moved = self._without(best, item) if best[item] else self._forced(best, item)
                if moved is not None and self.values @ moved > value + 1e-9 and self.rows.lawful(moved):
                    best, value, going = moved, float(self.values @ moved), True
        return best

    def _without(self, chosen: Floats, item: int) -> Floats | None:
        if self.lower[item]:
            return None
        moved = chosen.copy()
        moved[item] = 0.0
        over = self.rows.over(moved)
        if (over > TOLERANCE).any():
            return None
        return self._refilled(moved, over, item)

    def _refilled(self, chosen: Floats, over: Floats, banned: int) -> Floats:
        self.tries -= 1
        slack = TOLERANCE - over
        left: Positions = np.flatnonzero((chosen < 0.5) & (self.upper > 0.5))
        left = left[left != banned]
        while True:
            fits = left[(self.rows.weights[left] <= slack).all(axis=1)]
            if not len(fits):
                return chosen
            item = fits[np.argmin(self.rank[fits])]
            chosen[item] = 1.0
            slack = slack - self.rows.weights[item]
            left = left if self.rows.gives else fits
            left = left[left != item]

    def _forced(self, chosen: Floats, item: int) -> Floats | None:
        if not self.upper[item]:
            return None
        self.tries -= 1
        moved = chosen.copy()
        moved[item] = 1.0
        return self._eased(moved, item, float(self.values @ chosen) * 0.97)

    def near(self, chosen: Floats) -> Floats | None:
        """A lawful choice near this one, with every pin in and nothing ruled out, or None where none was found."""
        moved = np.maximum(chosen, self.lower) * self.upper
        for _ in range(ROUNDS):
            eased = self._eased(moved, -1, 0.0)
            if eased is None or self.rows.lawful(eased):
                return eased
        return None

    def _eased(self, moved: Floats, keep: int, least: float) -> Floats | None:
        """Push out items, the least value for the room they give first, until the known rows hold; then refill."""
        moved = moved.copy()
        while True:
            over = self.rows.over(moved)
            worst = int(over.argmax()) if len(over) else 0
            if not len(over) or over[worst] <= TOLERANCE:
                return self._refilled(moved, over, keep)
            may: Positions = np.flatnonzero(
                (moved > 0.5) & (self.lower < 0.5) & (self.rows.weights[:, worst] > TOLERANCE)
            )
            may = may[may != keep]
            relief = np.minimum(self.rows.weights[may], np.maximum(over, 0.0)).sum(axis=1)
            may, relief = may[relief > TOLERANCE], relief[relief > TOLERANCE]
            if not len(may):
                return None
            moved[may[np.argmin(self.values[may] / relief)]] = 0.0
            if self.values @ moved < least:
                return None
