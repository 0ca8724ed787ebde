"""The linear programs: which items to choose with the flows of their classes, and how much money a choice lacks."""

from collections.abc import Iterable

import highspy
import numpy as np

from planning.allocation.compact import Compact, Floats
from planning.allocation.highs import INFINITY, Model, Rows, run, solver

LARGEST = 1e6
"""Money is divided so that no figure is larger than this; a tolerance of 1e-7 is then far below one cent."""


def money_unit(model: Compact) -> float:
    """Cents in the unit of money of the programs."""
    amounts = (demand.amount for demand in model.problem.demands)
    largest = max(max((pot.capacity for pot in model.problem.pots), default=0), max(amounts, default=0))
    return max(1.0, largest / LARGEST)


def _arcs_of_limits(model: Compact) -> list[list[tuple[int, int]]]:
    """(arc, coefficient) by flow limit."""
    arcs: list[list[tuple[int, int]]] = [[] for _ in model.problem.flow_limits]
    for position, arc in enumerate(model.arcs):
        for limit, coefficient in arc.limits:
            arcs[limit].append((position, coefficient))
    return arcs


def limit_scales(model: Compact) -> list[int]:
    """Largest coefficient, in absolute terms, by flow limit; at least 1."""
    return [max((abs(c) for _, c in arcs), default=1) for arcs in _arcs_of_limits(model)]


def choice_model(model: Compact, open_items: Floats) -> Model:
    """Choose items: the columns are the items (at most open_items each), then the arcs. Minimises minus the value."""
    items, unit, rows = len(model.problem.items), money_unit(model), Rows()
    of_class: list[list[int]] = [[] for _ in model.demands_of_class]
    of_share: list[list[int]] = [[] for _ in model.shares]
    of_pot: list[list[int]] = [[] for _ in model.problem.pots]
    for position, arc in enumerate(model.arcs):
        of_class[arc.cls].append(items + position)
        of_pot[arc.pot].append(items + position)
        for share in arc.shares:
            of_share[share].append(items + position)
    owed: list[list[tuple[int, int]]] = [[] for _ in of_class]
    most: list[list[tuple[int, int]]] = [[] for _ in of_share]
    for item in range(items):
        for cls, cents in model.needs[item]:
            owed[cls].append((item, cents))
        for share, cents in model.share_needs[item]:
            most[share].append((item, cents))
    for arcs, wanted in zip(of_class, owed, strict=True):
        rows.add([*arcs, *(i for i, _ in wanted)], [1.0] * len(arcs) + [-c / unit for _, c in wanted], 0.0, 0.0)
    for arcs, wanted in zip(of_share, most, strict=True):
        rows.add([*arcs, *(i for i, _ in wanted)], [1.0] * len(arcs) + [-c / unit for _, c in wanted], -INFINITY, 0.0)
    for arcs, pot in zip(of_pot, model.problem.pots, strict=True):
        rows.add(arcs, [1.0] * len(arcs), -INFINITY, pot.capacity / unit)
    for limited, limit in zip(_arcs_of_limits(model), model.problem.flow_limits, strict=True):
        scale = max((abs(c) for _, c in limited), default=1)
        rows.add(
            [items + a for a, _ in limited], [c / scale for _, c in limited], -INFINITY, limit.at_most / scale / unit
        )
    _logic(model, rows)
    columns = items + len(model.arcs)
    whole = np.zeros(columns, dtype=np.int32)
    whole[:items] = 1
    cost = np.concatenate([-model.values, np.zeros(len(model.arcs))])
    upper = np.concatenate([open_items, np.full(len(model.arcs), INFINITY)])
    return Model(cost, np.zeros(columns), upper, rows, whole)


def _logic(model: Compact, rows: Rows) -> None:
    for use, limit in zip(model.uses, model.problem.use_limits, strict=True):
        scale = max(1.0, max((abs(n) for n in use.values()), default=1) / LARGEST)
        rows.add(list(use), [n / scale for n in use.values()], -INFINITY, limit.at_most / scale)
    for item, needed in model.requires:
        rows.add([item, needed], [1.0, -1.0], -INFINITY, 0.0)
    for group in model.choose_one:
        rows.add(list(group), [1.0] * len(group), -INFINITY, 1.0)


class Funding:
    """How much money a choice of items lacks, and why: one linear program, solved again from where it stopped.

    Columns: the arcs, extra money by pot, slack by flow limit. Minimises the extra money and slack in all. Not to be
    shared between threads.
    """

    def __init__(self, model: Compact) -> None:
        self.model = model
        self.unit = money_unit(model)
        self.scales = limit_scales(model)
        self.classes, self.shares = len(model.demands_of_class), len(model.shares)
        self.pots, self.limits = len(model.problem.pots), len(model.problem.flow_limits)
        self.owed, self.most = _demand_matrices(model)
        arcs = len(model.arcs)
        columns = arcs + self.pots + self.limits
        cost = np.concatenate([np.zeros(arcs), np.ones(self.pots + self.limits)])
        program = Model(
            cost, np.zeros(columns), np.full(columns, INFINITY), self._rows(), np.zeros(columns, dtype=np.int32)
        )
        self.highs = solver(program)
        self.highs.setOptionValue("solver", "simplex")
        self.rows = np.arange(self.classes + self.shares, dtype=np.int32)
        self.rights = np.array(
            [pot.capacity / self.unit for pot in model.problem.pots]
            + [limit.at_most / s / self.unit for limit, s in zip(model.problem.flow_limits, self.scales, strict=True)]
        )
        self.nothing = 0.5 if not self.limits else max(1e-4, 1e-6 * self.unit)
        self.extra_columns = np.arange(arcs, columns, dtype=np.int32)

    def _rows(self) -> Rows:
        model, rows, arcs = self.model, Rows(), len(self.model.arcs)
        gathered: list[list[int]] = [[] for _ in range(self.classes + self.shares + self.pots)]
        for position, arc in enumerate(model.arcs):
            gathered[arc.cls].append(position)
            gathered[self.classes + self.shares + arc.pot].append(position)
            for share in arc.shares:
                gathered[self.classes + share].append(position)
        for row, columns in enumerate(gathered):
            pot = row - self.classes - self.shares
            if pot < 0:
                rows.add(columns, [1.0] * len(columns), 0.0 if row < self.classes else -INFINITY, 0.0)
            else:
                coefficients = [1.0] * len(columns) + [-1.0]
                rows.add([*columns, arcs + pot], coefficients, -INFINITY, model.problem.pots[pot].capacity / self.unit)
        for limit, limited in enumerate(_arcs_of_limits(model)):
            columns = [*(arc for arc, _ in limited), arcs + self.pots + limit]
            right = model.problem.flow_limits[limit].at_most / self.scales[limit] / self.unit
            rows.add(columns, [*(c / self.scales[limit] for _, c in limited), -1.0], -INFINITY, right)
        return rows

    def pays(self, chosen: Floats) -> bool:
        """Whether nothing is lacking. Without flow limits whole cents lack or none; with them parts of a cent count."""
        return self.lacking(chosen) < self.nothing

    def set_choice(self, chosen: Floats) -> None:
        """Let the program speak of the items with chosen[i] = 1."""
        owed, most = self.owed @ chosen, self.most @ chosen
        lower = np.concatenate([owed, np.full(self.shares, -INFINITY)])
        self.highs.changeRowsBounds(len(self.rows), self.rows, lower, np.concatenate([owed, most]))

    def lacking(self, chosen: Floats) -> float:
        """Least extra money and slack in all, in cents, that lets the choice be paid; about 0 where it can be."""
        self.set_choice(chosen)
        return self.solve()

    def solve(self) -> float:
        """Least extra for the choice set before, in cents. Infinite where what is allowed to grow does not help."""
        if run(self.highs) != highspy.HighsModelStatus.kOptimal:
            return INFINITY
        return max(0.0, float(self.highs.getInfo().objective_function_value) * self.unit)

    def cut(self) -> tuple[Floats, float]:
        """After `lacking`: weights by item and the most they may come to in any choice that can be paid (duality).

        The prices of classes, shares and limits are taken from the program; those of the pots are worked out anew as
        the least that make the row valid, so that rounding in the solver cannot make it cut off a lawful choice.
        """
        dual = np.array(self.highs.getSolution().row_dual)
        dual = np.where(np.abs(dual - np.round(dual)) < 1e-9, np.round(dual), dual)
        classes, shares, pots = self.classes, self.classes + self.shares, self.classes + self.shares + self.pots
        dual[classes:] = np.minimum(dual[classes:], 0.0)
        worth = np.zeros(self.pots)
        for arc in self.model.arcs:
            price = dual[arc.cls] + sum(dual[classes + share] for share in arc.shares)
            price += sum(dual[pots + limit] * coefficient / self.scales[limit] for limit, coefficient in arc.limits)
            worth[arc.pot] = max(worth[arc.pot], price)
        weights = dual[:classes] @ self.owed + dual[classes:shares] @ self.most
        return weights, float(worth @ self.rights[: self.pots] - dual[pots:] @ self.rights[self.pots :])

    def extras(self) -> list[float]:
        """After `solve`: extra cents by pot, then slack by flow limit in the unit of its at_most."""
        values = np.array(self.highs.getSolution().col_value)[self.extra_columns] * self.unit
        values[self.pots :] *= self.scales
        return [float(value) for value in values]

    def helpful(self) -> set[int]:
        """After a `solve` that found no way: the pots and limits of which at least one must hold more (Farkas)."""
        _, found, ray = self.highs.getDualRay()
        if not found:
            return set(range(self.pots + self.limits))
        tail = np.abs(np.array(ray)[self.classes + self.shares :])
        return {int(place) for place in np.flatnonzero(tail > 1e-9)}

    def flows(self) -> Floats:
        """After `solve`: cents by arc."""
        return np.array(self.highs.getSolution().col_value)[: len(self.model.arcs)] * self.unit

    def allow(self, growing: Iterable[int] | None) -> None:
        """Let only these pots (0...) and limits (after the pots) hold more; None: all."""
        upper = np.full(len(self.extra_columns), INFINITY if growing is None else 0.0)
        if growing is not None:
            upper[list(growing)] = INFINITY
        self.highs.changeColsBounds(len(upper), self.extra_columns, np.zeros(len(upper)), upper)


def _demand_matrices(model: Compact) -> tuple[Floats, Floats]:
    """Cents owed by class and item, and most by share and item, in the unit of money."""
    unit = money_unit(model)
    owed = np.zeros((len(model.demands_of_class), len(model.problem.items)))
    most = np.zeros((len(model.shares), len(model.problem.items)))
    for item in range(len(model.problem.items)):
        for cls, cents in model.needs[item]:
            owed[cls, item] = cents / unit
        for share, cents in model.share_needs[item]:
            most[share, item] = cents / unit
    return owed, most
