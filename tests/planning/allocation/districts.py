"""Tiny made-up problems, and the slow but obvious way to answer them: try every subset, most valuable first."""

import random
from datetime import date
from itertools import combinations

from benchmarks import textbook
from planning.allocation.problem import AllocationProblem, Demand, FlowLimit, Item, Payer, Pot, UseLimit


def tiny(seed: int, most_items: int, with_limits: bool, scale: int = 1) -> AllocationProblem:
    """A random problem with everything in it: shares, limits, prerequisites, alternatives, pins, hopeless costs."""
    chance = random.Random(seed)
    years = range(2027, 2027 + chance.randint(1, 2))
    pots = tuple(
        Pot(
            f"f{fund}-{year}", f"f{fund}", year, chance.randint(0, 30) * scale, date(year + chance.randint(0, 1), 6, 30)
        )
        for fund in range(chance.randint(1, 3))
        for year in years
    )
    items, demands = [], []
    for number in range(chance.randint(1, most_items)):
        fixed = chance.choices((None, True, False), (12, 1, 1))[0]
        items.append(Item(f"i{number}", float(chance.randint(0, 20)), fixed))
        for year in chance.sample(years, chance.randint(0, len(years))):
            amount = chance.randint(1, 12) * scale + (chance.randint(0, scale - 1) if scale > 1 else 0)
            payers = []
            for pot in chance.sample(pots, min(len(pots), chance.choices((0, 1, 2, 3, 4), (1, 8, 12, 8, 8))[0])):
                share = chance.choice((1.0, 1.0, 1.0, 0.85, 0.5))
                payers.append(Payer(pot.id, int(amount * share), chance.choice(("", "", "tech"))))
            demands.append(Demand(f"i{number}-{year}", f"i{number}", year, amount, tuple(payers)))
    names = [item.id for item in items]
    limits = tuple(_limit(chance, n, pots, years, scale) for n in range(chance.randint(1, 2))) if with_limits else ()
    uses = {name: chance.randint(-2, 8) for name in names}
    pairs = [(a, b) for a in names for b in names if a != b and chance.random() < 0.3 / len(names)]
    groups = [tuple(chance.sample(names, 2)) for _ in range(len(names) // 4)]
    return AllocationProblem(
        tuple(items),
        tuple(demands),
        pots,
        limits,
        (UseLimit("hours", uses, chance.randint(0, 25)),) if chance.random() < 0.7 else (),
        tuple(pairs),
        tuple(groups),
    )


def _limit(chance: random.Random, number: int, pots: tuple[Pot, ...], years: range, scale: int) -> FlowLimit:
    coefficients = {}
    ratio = chance.random() < 0.5
    for pot in chance.sample(pots, chance.randint(1, len(pots))):
        for year in years:
            coefficients[pot.id, "tech", year] = chance.choice((-80, 85)) if ratio else 1
            if ratio:
                coefficients[pot.id, "", year] = chance.choice((20, -15))
    return FlowLimit(f"limit{number}", coefficients, 0 if ratio else chance.randint(0, 15) * scale)


def lawful_choice(problem: AllocationProblem, chosen: frozenset[str]) -> bool:
    """Whether exactly these items may be bought: logic in plain words, money by the textbook model in whole cents."""
    for item in problem.items:
        if item.fixed is not None and item.fixed != (item.id in chosen):
            return False
    if any(item in chosen and needed not in chosen for item, needed in problem.requires):
        return False
    if any(len(chosen.intersection(group)) > 1 for group in problem.choose_one):
        return False
    if any(sum(use.use.get(name, 0) for name in chosen) > use.at_most for use in problem.use_limits):
        return False
    items = tuple(Item(item.id, item.value, item.id in chosen) for item in problem.items)
    demands = tuple(demand for demand in problem.demands if demand.item in chosen)
    fixed = AllocationProblem(items, demands, problem.pots, problem.flow_limits)
    return textbook.solve(fixed, 10.0, whole_cents=True).feasible


def best_value(problem: AllocationProblem) -> float | None:
    """Most value of any lawful subset, or None where there is none."""
    values = {item.id: item.value for item in problem.items}
    names = list(values)
    subsets = [frozenset(some) for size in range(len(names) + 1) for some in combinations(names, size)]
    for chosen in sorted(subsets, key=lambda some: -sum(values[name] for name in some)):
        if lawful_choice(problem, chosen):
            return sum(values[name] for name in chosen)
    return None
