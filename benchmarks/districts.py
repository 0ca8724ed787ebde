"""Seeded random districts of a real one's size and shape, as allocation problems; the same seed, the same district.

15 funds hold money in 3 years; each fund-year may pay in its own year and some funds carry over to the next. A purchase
has one of 12 eligibility patterns (which funds may pay), costs in one to three years, and merit loosely tied to cost.
Two patterns are discount programmes (one fund pays 50-85 % at most). Staff hours, prerequisites, alternatives, one
ceiling and one floor on what a fund pays for. Money in all covers about `coverage` of what is asked.
"""

import random
from datetime import date

from planning.allocation.problem import (
    AllocationProblem,
    Demand,
    FlowLimit,
    Item,
    Payer,
    Pot,
    UseLimit,
)

FIRST_YEAR = 2027


def district(
    seed: int, purchases: int = 300, funds: int = 15, years: int = 3, patterns: int = 12, coverage: float = 0.45
) -> AllocationProblem:
    """One made-up district; amounts in cents, staff time in minutes."""
    chance = random.Random(seed)
    span = range(FIRST_YEAR, FIRST_YEAR + years)
    carries = [chance.random() < 0.5 for _ in range(funds)]
    eligible = [sorted(chance.sample(range(1, funds), chance.randint(1, 5))) for _ in range(patterns)]
    for general in eligible[: patterns // 2]:
        general.insert(0, 0)
    demands: list[Demand] = []
    items: list[Item] = []
    minutes: dict[str, int] = {}
    for number in range(purchases):
        name = f"p{number:04}"
        pattern = chance.randrange(patterns)
        discount = (0.5, 0.6, 0.8, 0.85)[chance.randrange(4)] if pattern in (0, 1) else None
        group = "infrastructure" if chance.random() < 0.3 else ""
        size = min(round(10 ** chance.uniform(3.5, 5.5)), 400_000) * 100
        start = chance.choice(span)
        for year in range(start, min(start + chance.choice((1, 1, 2, 3)), FIRST_YEAR + years)):
            amount = round(size * chance.uniform(0.3, 1.0)) + chance.randrange(100)
            payers = _payers(eligible[pattern], carries, year, amount, discount, group)
            demands.append(Demand(f"{name}-{year}", name, year, amount, payers))
        reach = chance.lognormvariate(0.0, 0.5)
        items.append(Item(name, round(chance.uniform(30, 95) * (size / 1e6) ** 0.6 * reach, 1)))
        minutes[name] = chance.randrange(0, 400) * 60
    total = sum(demand.amount for demand in demands)
    weights = [chance.uniform(0.3, 2.0) * (3 if fund == 0 else 1) for fund in range(funds)]
    pots = tuple(
        Pot(
            f"f{fund:02}-{year}",
            f"f{fund:02}",
            year,
            round(total * coverage * weights[fund] / sum(weights) / years * chance.uniform(0.7, 1.3)),
            date(year + carries[fund], 9, 30),
        )
        for fund in range(funds)
        for year in span
    )
    limits = _flow_limits(pots, years)
    hours = UseLimit("staff", minutes, round(sum(minutes.values()) * coverage * 1.2))
    names = [item.id for item in items]
    requires = tuple(
        (names[i], names[chance.randrange(i)]) for i in chance.sample(range(1, purchases), purchases // 20)
    )
    groups = tuple(tuple(chance.sample(names, 2)) for _ in range(purchases // 30))
    return AllocationProblem(tuple(items), tuple(demands), pots, limits, (hours,), requires, groups)


def _payers(
    pattern: list[int], carries: list[bool], year: int, amount: int, discount: float | None, group: str
) -> tuple[Payer, ...]:
    payers = []
    for place, fund in enumerate(pattern):
        most = int(amount * discount) if discount and place == 1 else amount
        for money_year in (year - 1, year) if carries[fund] and year > FIRST_YEAR else (year,):
            payers.append(Payer(f"f{fund:02}-{money_year}", most, group))
    return tuple(payers)


def _flow_limits(pots: tuple[Pot, ...], years: int) -> tuple[FlowLimit, ...]:
    span = range(FIRST_YEAR, FIRST_YEAR + years + 1)
    limits = []
    for pot in pots:
        if pot.fund_id == "f02":
            ceiling = {(pot.id, "infrastructure", year): 1 for year in span}
            limits.append(FlowLimit(f"ceiling-{pot.id}", ceiling, pot.capacity * 15 // 100))
        if pot.fund_id == "f03":
            floor = {(pot.id, "infrastructure", year): -80 for year in span}
            floor |= {(pot.id, "", year): 20 for year in span}
            limits.append(FlowLimit(f"floor-{pot.id}", floor, 0))
    return tuple(limits)
