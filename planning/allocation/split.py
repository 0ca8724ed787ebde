"""Who pays for a choice of items, in whole cents: soonest-expiring money first, always exact, or not at all."""

from collections import deque
from collections.abc import Sequence

import highspy
import numpy as np

from planning.allocation.compact import Compact
from planning.allocation.highs import INFINITY, Model, Rows, run, solver
from planning.allocation.problem import Flow
from planning.allocation.programs import Funding

ROOMS = ((0, 0), (2, 0), (64, 0), (64, 64))
"""Cents by which a flow may leave the linear program's figure when it is made whole, and by which one that is nothing
may: the first that will do, so that no fund pays odd cents without need."""

NODES = 2000
"""Nodes searched at most for whole cents, which rarely takes one."""


def split(model: Compact, chosen: Sequence[int]) -> tuple[Flow, ...] | None:
    """Payments for exactly these items, or None where no exact split was found.

    Pots are used up in order of expiry (then the problem's order): the first pays as much as it lawfully can, the
    second as much as it then can, and so on; this is exact unless a flow limit binds. Where one binds, a linear
    program prefers early pots and its figures are made whole by a small integer program.
    """
    arcs = _by_expiry(model, chosen)
    if arcs is None:
        return None
    if not _limits_hold(model, arcs):
        arcs = _within_limits(model, chosen)
        if arcs is None:
            return None
    return _by_demand(model, chosen, arcs)


def expiry_order(model: Compact) -> list[int]:
    """Positions of the pots, soonest-expiring first, then in the problem's order."""
    return sorted(range(len(model.problem.pots)), key=lambda pot: (model.problem.pots[pot].expires, pot))


class _Network:
    """Edges in pairs: edge e and its way back e ^ 1, with what is left on each."""

    def __init__(self, nodes: int) -> None:
        self.edges: list[list[int]] = [[] for _ in range(nodes)]
        self.head: list[int] = []
        self.left: list[int] = []

    def add(self, tail: int, head: int, most: int) -> int:
        self.edges[tail].append(len(self.head))
        self.edges[head].append(len(self.head) + 1)
        self.head += [head, tail]
        self.left += [most, 0]
        return len(self.head) - 2

    def push(self, source: int, sink: int, most: int) -> int:
        """Send up to `most` along shortest paths, until no path is left; how much went."""
        sent = 0
        while sent < most:
            came_by = self._path(source, sink)
            if came_by is None:
                break
            amount, node = most - sent, sink
            while node != source:
                amount = min(amount, self.left[came_by[node]])
                node = self.head[came_by[node] ^ 1]
            node = sink
            while node != source:
                self.left[came_by[node]] -= amount
                self.left[came_by[node] ^ 1] += amount
                node = self.head[came_by[node] ^ 1]
            sent += amount
        return sent

    def _path(self, source: int, sink: int) -> dict[int, int] | None:
        came_by = {source: -1}
        queue = deque([source])
        while queue:
            for edge in self.edges[queue.popleft()]:
                head = self.head[edge]
                if self.left[edge] and head not in came_by:
                    came_by[head] = edge
                    if head == sink:
                        return came_by
                    queue.append(head)
        return None


def _by_expiry(model: Compact, chosen: Sequence[int]) -> list[int] | None:
    """Cents by arc, flow limits apart: pot -> its shares -> class -> sink."""
    owed, most = model.owed(chosen)
    pots, classes = len(model.problem.pots), len(owed)
    sink = pots + classes + len(most)
    network = _Network(sink + 1)
    outer = {arc.shares[0]: arc.shares[1] for arc in model.arcs if len(arc.shares) == 2}
    for share, cents in enumerate(most):
        head = pots + classes + outer[share] if share in outer else pots + model.shares[share].cls
        network.add(pots + classes + share, head, cents)
    edges = []
    for arc in model.arcs:
        first = pots + classes + arc.shares[0] if arc.shares else pots + arc.cls
        edges.append(network.add(arc.pot, first, owed[arc.cls]))
    for cls, cents in enumerate(owed):
        network.add(pots + cls, sink, cents)
    sent = sum(network.push(pot, sink, model.problem.pots[pot].capacity) for pot in expiry_order(model))
    if sent < sum(owed):
        return None
    return [network.left[edge ^ 1] for edge in edges]


def _limits_hold(model: Compact, arcs: Sequence[int]) -> bool:
    totals = [0] * len(model.problem.flow_limits)
    for arc, cents in zip(model.arcs, arcs, strict=True):
        for limit, coefficient in arc.limits:
            totals[limit] += coefficient * cents
    return all(total <= limit.at_most for total, limit in zip(totals, model.problem.flow_limits, strict=True))


def _within_limits(model: Compact, chosen: Sequence[int]) -> list[int] | None:
    funding = Funding(model)
    funding.allow(())
    rank = {pot: position for position, pot in enumerate(expiry_order(model))}
    cost = np.array([float(1 + rank[arc.pot]) for arc in model.arcs])
    funding.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
    picked = np.zeros(len(model.problem.items))
    picked[list(chosen)] = 1.0
    if funding.lacking(picked) == INFINITY:
        return None
    near = [int(np.floor(cents + 0.5)) for cents in funding.flows()]
    tries = (_whole(model, chosen, near, [some if cents else none for cents in near]) for some, none in ROOMS)
    return next((arcs for arcs in tries if arcs is not None), None)


def _whole(model: Compact, chosen: Sequence[int], near: list[int], room: list[int]) -> list[int] | None:
    """Whole cents by arc that keep everything exactly, each within its `room` of `near`."""
    owed, most = model.owed(chosen)
    base = [max(0, cents - by) for cents, by in zip(near, room, strict=True)]
    pots = [pot.capacity for pot in model.problem.pots]
    limits = [limit.at_most for limit in model.problem.flow_limits]
    parts: list[dict[int, int]] = [{} for _ in range(len(owed) + len(most) + len(pots) + len(limits))]
    left = [*owed, *most, *pots, *limits]
    for position, arc in enumerate(model.arcs):
        at = len(owed) + len(most)
        ones = [arc.cls, *(len(owed) + share for share in arc.shares), at + arc.pot]
        for row, coefficient in [*((r, 1) for r in ones), *((at + len(pots) + r, c) for r, c in arc.limits)]:
            parts[row][position] = coefficient
            left[row] -= coefficient * base[position]
    rows = Rows()
    for row, (part, right) in enumerate(zip(parts, left, strict=True)):
        reach = sum(coefficient * 2 * room[arc] for arc, coefficient in part.items() if coefficient > 0)
        if row < len(owed) or right < reach:
            lower = float(right) if row < len(owed) else -INFINITY
            rows.add(list(part), [float(c) for c in part.values()], lower, float(right))
    count = len(model.arcs)
    upper = 2.0 * np.array(room, dtype=np.float64)
    highs = solver(Model(np.zeros(count), np.zeros(count), upper, rows, np.ones(count, dtype=np.int32)))
    highs.setOptionValue("mip_max_nodes", NODES)
    if run(highs) != highspy.HighsModelStatus.kOptimal:
        return None
    moved = [round(value) for value in highs.getSolution().col_value]
    cents = [start + move for start, move in zip(base, moved, strict=True)]
    for row, (part, right) in enumerate(zip(parts, left, strict=True)):
        total = sum(coefficient * moved[arc] for arc, coefficient in part.items())
        if total > right or (row < len(owed) and total != right):
            return None
    return cents


def _by_demand(model: Compact, chosen: Sequence[int], arcs: Sequence[int]) -> tuple[Flow, ...]:
    """Hand each class's money out to its demands in the problem's order: shares first, then soonest-expiring pots."""
    bought = {model.problem.items[item].id for item in chosen}
    rank = {pot: position for position, pot in enumerate(expiry_order(model))}
    arcs_of: list[list[int]] = [[] for _ in model.demands_of_class]
    for position in sorted(range(len(arcs)), key=lambda a: (not model.arcs[a].shares, rank[model.arcs[a].pot])):
        arcs_of[model.arcs[position].cls].append(position)
    left = list(arcs)
    paid: dict[tuple[int, int], int] = {}
    for cls, demands in enumerate(model.demands_of_class):
        buying = [demand for demand in demands if model.problem.demands[demand].item in bought]
        owed = {demand: model.problem.demands[demand].amount for demand in buying}
        room = {
            (share, demand): model.shares[share].most[demand]
            for arc in arcs_of[cls]
            for share in model.arcs[arc].shares
            for demand in buying
        }
        for arc in arcs_of[cls]:
            for demand in buying:
                shares = model.arcs[arc].shares
                cents = min(left[arc], owed[demand], *(room[share, demand] for share in shares))
                if cents:
                    left[arc] -= cents
                    owed[demand] -= cents
                    paid[demand, model.arcs[arc].pot] = cents
                    for share in shares:
                        room[share, demand] -= cents
    return tuple(
        Flow(model.problem.demands[demand].id, model.problem.pots[pot].id, cents)
        for (demand, pot), cents in sorted(paid.items())
    )
