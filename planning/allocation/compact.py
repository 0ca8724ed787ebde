"""The problem in numbers: demands that the same money may pay under the same rules are put together and share one flow.

Why that loses nothing: let a class have the same payers for all its demands, with the cents that a fund may pay of each
demand known. Money given to the class can be handed out to its demands exactly, in whole cents, whenever every fund
keeps within the sum of its shares, provided that at most one fund of the class pays only a share, or that the shares
together are no more than each demand (Gale's supply-demand theorem). A demand for which this is not so gets a class of
its own, with every cap stated.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from planning.allocation.problem import AllocationProblem, Demand, Payer

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Coefficients = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Arc:
    """A pot may pay a class: positions of both, the shares it counts in (inner first), and (limit, coefficient)s."""

    pot: int
    cls: int
    shares: tuple[int, ...]
    limits: Coefficients


@dataclass(frozen=True)
class Share:
    """At most so many cents of each demand of the class come from these arcs: `most` by demand position."""

    cls: int
    most: dict[int, int]


@dataclass
class Compact:
    """Positions instead of ids. `needs[i]`: (class, cents) of item i; `share_needs[i]`: (share, cents).

    payable[i]: each demand of item i could be paid if pots held enough. closure[i]: i and all it requires, directly or
    not. demands_of_class: positions of the demands, in the problem's order.
    """

    problem: AllocationProblem
    arcs: list[Arc] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    demands_of_class: list[list[int]] = field(default_factory=list)
    needs: list[list[tuple[int, int]]] = field(default_factory=list)
    share_needs: list[list[tuple[int, int]]] = field(default_factory=list)
    payable: list[bool] = field(default_factory=list)
    requires: list[tuple[int, int]] = field(default_factory=list)
    choose_one: list[tuple[int, ...]] = field(default_factory=list)
    uses: list[dict[int, int]] = field(default_factory=list)
    closure: list[frozenset[int]] = field(default_factory=list)
    item_at: dict[str, int] = field(default_factory=dict)

    @property
    def values(self) -> Floats:
        """Value by item."""
        return np.array([item.value for item in self.problem.items], dtype=np.float64)

    def owed(self, chosen: Iterable[int]) -> tuple[list[int], list[int]]:
        """Cents owed by class, and the most by share, when these items are bought."""
        owed, most = [0] * len(self.demands_of_class), [0] * len(self.shares)
        for item in chosen:
            for cls, cents in self.needs[item]:
                owed[cls] += cents
            for share, cents in self.share_needs[item]:
                most[share] += cents
        return owed, most


def compact(problem: AllocationProblem) -> Compact:
    """The problem in numbers. Raises ValueError where ids are unknown or double, or amounts are out of range."""
    _check(problem)
    model = Compact(problem)
    model.item_at = {item.id: position for position, item in enumerate(problem.items)}
    _classes(model)
    model.requires = [(model.item_at[a], model.item_at[b]) for a, b in problem.requires if a != b]
    groups = (tuple(dict.fromkeys(model.item_at[name] for name in group)) for group in problem.choose_one)
    model.choose_one = [group for group in groups if len(group) > 1]
    model.uses = [{model.item_at[name]: n for name, n in use.use.items() if n} for use in problem.use_limits]
    model.closure = _closures(len(problem.items), model.requires)
    return model


def _check(problem: AllocationProblem) -> None:
    limits = [pot.id for pot in problem.pots] + [limit.id for limit in problem.flow_limits]
    limits += [limit.id for limit in problem.use_limits]
    for names in ([item.id for item in problem.items], [demand.id for demand in problem.demands], limits):
        if len(set(names)) < len(names):
            raise ValueError(f"Double ids: {sorted({name for name in names if names.count(name) > 1})}")
    items = {item.id for item in problem.items}
    pots = {pot.id for pot in problem.pots}
    named = {name for pair in problem.requires for name in pair} | {n for group in problem.choose_one for n in group}
    named |= {name for use in problem.use_limits for name in use.use} | {demand.item for demand in problem.demands}
    if not named <= items:
        raise ValueError(f"Unknown items: {sorted(named - items)}")
    for item in problem.items:
        if not 0 <= item.value < float("inf"):
            raise ValueError(f"Value of {item.id} must be 0 or more, not {item.value}")
    for pot in problem.pots:
        if pot.capacity < 0:
            raise ValueError(f"Capacity of {pot.id} must be 0 or more, not {pot.capacity}")
    for demand in problem.demands:
        payers = [payer.pot for payer in demand.payers]
        if demand.amount <= 0 or len(set(payers)) < len(payers) or not pots.issuperset(payers):
            raise ValueError(f"{demand.id}: amount must be above 0, and each payer a known pot, named once")


def _classes(model: Compact) -> None:
    problem = model.problem
    pot_at = {pot.id: position for position, pot in enumerate(problem.pots)}
    coefficients: dict[tuple[str, str, int], list[tuple[int, int]]] = defaultdict(list)
    for position, limit in enumerate(problem.flow_limits):
        for key, coefficient in limit.coefficients.items():
            if coefficient:
                coefficients[key].append((position, coefficient))
    limits_of = {key: tuple(pairs) for key, pairs in coefficients.items()}
    items = len(problem.items)
    model.payable = [True] * items
    needs: list[dict[int, int]] = [defaultdict(int) for _ in range(items)]
    share_needs: list[dict[int, int]] = [defaultdict(int) for _ in range(items)]
    known: dict[object, tuple[int, dict[int, tuple[int, ...]]]] = {}
    for position, demand in enumerate(problem.demands):
        item = model.item_at[demand.item]
        payers = [payer for payer in demand.payers if payer.most > 0]
        caps = _fund_caps(model, payers, pot_at)
        if sum(min(most, demand.amount) for most in caps.values()) < demand.amount:
            model.payable[item] = False
            continue
        signature = _signature(model, demand, payers, caps, limits_of, pot_at)
        if signature not in known:
            known[signature] = _new_class(model, demand, payers, caps, limits_of, pot_at)
        cls, shares = known[signature]
        model.demands_of_class[cls].append(position)
        needs[item][cls] += demand.amount
        for payer in payers:
            for share in shares[pot_at[payer.pot]]:
                if position not in model.shares[share].most:
                    whole_fund = share == shares[pot_at[payer.pot]][-1]
                    most = caps[problem.pots[pot_at[payer.pot]].fund_id] if whole_fund else payer.most
                    model.shares[share].most[position] = most
                    share_needs[item][share] += most
    model.needs = [sorted(need.items()) for need in needs]
    model.share_needs = [sorted(need.items()) for need in share_needs]


def _fund_caps(model: Compact, payers: list[Payer], pot_at: dict[str, int]) -> dict[str, int]:
    caps: dict[str, int] = {}
    for payer in payers:
        fund = model.problem.pots[pot_at[payer.pot]].fund_id
        caps[fund] = max(caps.get(fund, 0), payer.most)
    return caps


def _signature(
    model: Compact,
    demand: Demand,
    payers: list[Payer],
    caps: dict[str, int],
    limits_of: dict[tuple[str, str, int], Coefficients],
    pot_at: dict[str, int],
) -> object:
    """Demands with equal signatures share a class; see the module for why."""
    capped = [most for most in caps.values() if most < demand.amount]
    parts = []
    for payer in payers:
        pot = pot_at[payer.pot]
        cap = caps[model.problem.pots[pot].fund_id]
        if payer.most < min(cap, demand.amount) or (len(capped) > 1 and sum(capped) > demand.amount):
            return demand.id
        parts.append((pot, cap < demand.amount, limits_of.get((payer.pot, payer.group, demand.year), ())))
    return tuple(sorted(parts))


def _new_class(
    model: Compact,
    demand: Demand,
    payers: list[Payer],
    caps: dict[str, int],
    limits_of: dict[tuple[str, str, int], Coefficients],
    pot_at: dict[str, int],
) -> tuple[int, dict[int, tuple[int, ...]]]:
    cls = len(model.demands_of_class)
    model.demands_of_class.append([])
    fund_share: dict[str, int] = {}
    shares_of_pot: dict[int, tuple[int, ...]] = {}
    for payer in sorted(payers, key=lambda payer: pot_at[payer.pot]):
        pot = pot_at[payer.pot]
        fund = model.problem.pots[pot].fund_id
        shares: tuple[int, ...] = ()
        if payer.most < min(caps[fund], demand.amount):
            model.shares.append(Share(cls, {}))
            shares = (len(model.shares) - 1,)
        if caps[fund] < demand.amount or shares:
            if fund not in fund_share:
                model.shares.append(Share(cls, {}))
                fund_share[fund] = len(model.shares) - 1
            shares += (fund_share[fund],)
        shares_of_pot[pot] = shares
        model.arcs.append(Arc(pot, cls, shares, limits_of.get((payer.pot, payer.group, demand.year), ())))
    return cls, shares_of_pot


def _closures(items: int, requires: list[tuple[int, int]]) -> list[frozenset[int]]:
    direct: list[list[int]] = [[] for _ in range(items)]
    for item, needed in requires:
        direct[item].append(needed)
    closures = []
    for item in range(items):
        seen, todo = {item}, [item]
        while todo:
            for needed in direct[todo.pop()]:
                if needed not in seen:
                    seen.add(needed)
                    todo.append(needed)
        closures.append(frozenset(seen))
    return closures
