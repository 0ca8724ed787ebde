"""What would have to change: the least money that brings an item in, and what the plan loses with it in or out."""

import math
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from planning.allocation.compact import Floats, compact
from planning.allocation.highs import INFINITY
from planning.allocation.problem import Allocation, AllocationProblem, Shortage
from planning.allocation.programs import Funding
from planning.allocation.search import Search

CENT = 0.01
"""The linear programs are exact to far less than this part of a cent."""


@dataclass(frozen=True)
class WayIn:
    """What it takes to buy an item beside everything that is bought now.

    along: prerequisites not bought now that come with it; their cost is counted in. rivals: alternatives bought now,
    in whose company it cannot be bought. barred: never, because no pot may pay it or what it requires, something it
    requires is ruled out, or they are alternatives of each other. extra: the least more that pots or limits must
    hold: one of them where one is enough; else the smallest total, of pots that may pay it where that is no dearer;
    then a use limit for each that is exceeded. Empty where nothing is lacking, and where it is barred. Order of ties:
    pots before limits, then the problem's order.
    """

    item: str
    along: tuple[str, ...]
    rivals: tuple[str, ...]
    barred: bool
    extra: tuple[Shortage, ...]


@dataclass(frozen=True)
class Turned:
    """The plan with one item forced in (or, if it was in, out), solved anew.

    problem: the one solved. allocation: its answer, None where it cannot be lawful. loss: value lost, found so far;
    least_loss: value lost at least, proven (0 or less: it may cost nothing). displaced: items that fall out, the item
    itself apart; enters: that come in.
    """

    item: str
    problem: AllocationProblem
    allocation: Allocation | None
    loss: float | None
    least_loss: float | None
    displaced: tuple[str, ...]
    enters: tuple[str, ...]


class WhatIf:
    """Questions about one answer; built once (milliseconds) and asked often. Not to be shared between threads."""

    def __init__(self, problem: AllocationProblem, allocation: Allocation, rigid: Collection[str] = ()) -> None:
        """`rigid`: ids of limits that cannot hold more, such as laws; named only where no money would help."""
        self.problem, self.allocation = problem, allocation
        self.model = compact(problem)
        self.funding = Funding(self.model)
        self.chosen = {self.model.item_at[name] for name in allocation.chosen}
        self.ids = [*(pot.id for pot in problem.pots), *(limit.id for limit in problem.flow_limits)]
        self.growing = [place for place, name in enumerate(self.ids) if name not in rigid]

    def smallest_extra(self, item: str) -> WayIn:
        """The least that lets the item come in with everything now bought kept; about 1 ms. Raises KeyError."""
        closure = self.model.closure[self.model.item_at[item]]
        coming = sorted(closure - self.chosen)
        items = self.problem.items
        along = tuple(items[other].id for other in coming if items[other].id != item)
        barred = any(items[other].fixed is False or not self.model.payable[other] for other in coming)
        rivals: set[int] = set()
        for group in self.model.choose_one:
            inside = set(group) & set(coming)
            barred = barred or len(set(group) & closure) > 1
            if inside:
                rivals |= (set(group) - inside) & self.chosen
        extra = () if barred or not coming else (*self._money(coming), *self._uses(coming))
        return WayIn(item, along, tuple(items[other].id for other in sorted(rivals)), barred, extra)

    def turned(self, item: str, seconds: float = 0.1) -> Turned:
        """The best plan found with the item in if it is out now, or out if it is in, near the plan of now."""
        position = self.model.item_at[item]
        into = position not in self.chosen
        dropped = set(self.allocation.left_out)
        items = tuple(replace(one, fixed=None) if one.id in dropped else one for one in self.problem.items)
        items = tuple(replace(one, fixed=into) if one.id == item else one for one in items)
        problem = replace(self.problem, items=items)
        search = Search(compact(problem), time.perf_counter() + seconds)
        near = np.zeros(len(items))
        near[sorted(self.chosen)] = 1.0
        found = search.run(near)
        if found is None:
            return Turned(item, problem, None, None, None, (), ())
        chosen = tuple(items[other].id for other in found.chosen)
        answer = Allocation(chosen, found.flows, found.value, found.bound, found.optimal)
        before, after = set(self.allocation.chosen), set(chosen)
        return Turned(
            item,
            problem,
            answer,
            self.allocation.value - found.value,
            self.allocation.value - found.bound,
            tuple(one.id for one in items if one.id in before - after - {item}),
            tuple(one.id for one in items if one.id in after - before - {item}),
        )

    def _uses(self, coming: Iterable[int]) -> list[Shortage]:
        bought = self.chosen.union(coming)
        found = []
        for use, limit in zip(self.model.uses, self.problem.use_limits, strict=True):
            over = sum(count for item, count in use.items() if item in bought) - limit.at_most
            if over > 0:
                found.append(Shortage(limit.id, over))
        return found

    def _money(self, coming: list[int]) -> list[Shortage]:
        bought = np.zeros(len(self.problem.items))
        bought[[*self.chosen, *coming]] = 1.0
        self.funding.allow(self.growing)
        least = self.funding.lacking(bought)
        if least < self.funding.nothing:
            return []
        if least == INFINITY:
            return self._several(bought, None)
        touched = [place for place, extra in enumerate(self.funding.extras()) if extra > CENT]
        classes = {cls for item in coming for cls, _ in self.model.needs[item]}
        paying = sorted({arc.pot for arc in self.model.arcs if arc.cls in classes})
        best, amount, extra = -1, INFINITY, 0.0
        places = list(dict.fromkeys([*paying, *touched]))
        while places and amount > least + CENT:
            place = places.pop(0)
            self.funding.allow([place])
            needed = self.funding.solve()
            if needed == INFINITY:
                helpful = self.funding.helpful()
                places = [other for other in places if other in helpful]
            elif needed < amount - CENT:
                best, amount, extra = place, needed, self.funding.extras()[place]
        if best < 0:
            self.funding.allow(paying)
            own = self.funding.solve() <= least + CENT
            return self._several(bought, paying if own else self.growing)
        return [Shortage(self.ids[best], _cents(extra))]

    def _several(self, bought: Floats, growing: Iterable[int] | None) -> list[Shortage]:
        """Several shortages together, solved from the start, so that ties fall alike whatever was asked before."""
        self.funding.highs.clearSolver()
        self.funding.allow(growing)
        self.funding.lacking(bought)
        extras = zip(self.ids, self.funding.extras(), strict=True)
        return [Shortage(name, _cents(extra)) for name, extra in extras if extra > CENT]


def _cents(amount: float) -> int:
    return math.ceil(amount - CENT)
