"""Rules that limit what a fund pays in all, as linear limits on whole cents: one function per kind of rule.

Money already spent is taken to have kept its shares. So a share is measured on what the plan itself does with the
money still available: if both parts keep a share, the whole year keeps it, and past spending of the other sort is
never used as an excuse. What orders hold counts as the plan's own payments do: who pays what is known. Where orders
alone go beyond a limit, the plan pays nothing more that counts in it. Not legal advice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations
from math import gcd

from data_models.district import District, Site
from data_models.fund import SHARES, Fund, FundRule, RuleKind
from data_models.purchase import Category
from planning.allocation.problem import FlowLimit
from planning.fund_rules.availability import Purse, about, holds, may_carry
from planning.fund_rules.discount import rule_share
from planning.fund_rules.eligibility import Cost
from planning.fund_rules.rules import of_kind
from planning.wording import cents

WHOLE = 10_000
"""A share is counted in hundredths of a percent, so that limits have whole coefficients."""

Key = tuple[str, str, int]
"""(pot, group, fiscal year of the cost): what a coefficient stands on."""

STAFF = "s"
"""Letter of staff among the costs that a carryover limit of a later day looks at."""


@dataclass(frozen=True)
class RuleLimit:
    """A limit, the rules it comes from, and the budget year it is about (none: all years of the fund together)."""

    limit: FlowLimit
    fund: Fund
    rules: tuple[FundRule, ...]
    money_year: int | None


@dataclass(frozen=True)
class Flows:
    """One fund's rules, its money, every payment that its pots could make, and the cents of those that orders make:
    what they hold, and what the ledger has of them.
    """

    fund: Fund
    rules: tuple[FundRule, ...]
    purses: tuple[Purse, ...]
    keys: tuple[Key, ...]
    district: District
    sites: tuple[Site, ...]
    held: Mapping[Key, int]
    booked: Mapping[Key, int]

    def of(self, money: Purse) -> Iterator[Key]:
        """The payments of one budget year."""
        return (k for k in self.keys if k[0] == money.id)

    def held_of(self, money: Purse) -> dict[Key, int]:
        """The cents that orders hold of one budget year."""
        return {k: amount for k, amount in self.held.items() if k[0] == money.id}

    def booked_of(self, money: Purse) -> dict[Key, int]:
        """The cents of one budget year that orders take and the ledger has."""
        return {k: amount for k, amount in self.booked.items() if k[0] == money.id}


def group_of(rules: tuple[FundRule, ...], cost: Cost) -> str:
    """How the rules that tell costs apart count a line, a letter each.

    A share: c it counts, b it is only in the base, o outside. A carryover limit of a later day: s it is staff, o other.
    """
    return "".join(_letter(r, cost) for r in telling(rules))


def telling(rules: tuple[FundRule, ...]) -> list[FundRule]:
    """The rules that have a letter in a group, in its order."""
    return [r for r in rules if r.kind in SHARES or (r.kind is RuleKind.CARRYOVER and r.carry_month)]


def _letter(rule: FundRule, cost: Cost) -> str:
    if rule.kind is RuleKind.CARRYOVER:
        return STAFF if cost.line.category is Category.STAFF else "o"
    if cost.purchase.program_area in {w.strip().lower() for w in rule.outside}:
        return "o"
    counted = {w.strip().lower() for w in rule.values}
    return "c" if counted & {cost.line.category.value, cost.purchase.program_area.value} else "b"


def _letter_of(flows: Flows, rule: FundRule, key: Key) -> str:
    return key[1][telling(flows.rules).index(rule)]


def _is_staff(flows: Flows, rule: FundRule, key: Key) -> bool:
    """Whether a payment is for staff, as far as a carryover limit asks."""
    return rule.carry_month is not None and _letter_of(flows, rule, key) == STAFF


def _parts(share: Decimal) -> int:
    return int((share * 100).to_integral_value(ROUND_FLOOR))


def _limit(id: str, coefficients: Mapping[Key, int], at_most: int) -> FlowLimit:
    """The limit in smallest whole numbers."""
    by = gcd(*coefficients.values()) or 1
    return FlowLimit(id, {k: c // by for k, c in coefficients.items() if c}, at_most // by)


def share_at_most(flows: Flows) -> Iterator[RuleLimit]:
    """What counts is at most a share of what the plan and held orders pay from the fund in that budget year, `outside`
    left out. Where booked orders count for more than the share of all that is spent and encumbered, the ledger has not
    kept the share, and what is beyond it comes on top.
    """
    for rule in of_kind(flows.rules, RuleKind.SHARE_AT_MOST):
        for money in flows.purses:
            if rule.share is None or not holds(rule, money.budgeted):
                continue
            part = _parts(rule.share)
            worth = {"c": WHOLE - part, "b": -part, "o": 0}
            coefficients = {k: worth[_letter_of(flows, rule, k)] for k in flows.of(money)}
            held, booked = (
                sum(worth[_letter_of(flows, rule, k)] * amount for k, amount in orders.items())
                for orders in (flows.held_of(money), flows.booked_of(money))
            )
            rest = max(0, money.encumbered + money.spent - sum(flows.booked_of(money).values()))
            beyond = held + max(0, booked - part * rest)
            if beyond > 0:
                coefficients = {k: max(0, worth) for k, worth in coefficients.items()}
            limit = _limit(f"{rule.rule_id}:{money.id}", coefficients, max(0, -beyond))
            yield RuleLimit(limit, flows.fund, (rule,), money.year)


def share_at_least(flows: Flows) -> Iterator[RuleLimit]:
    """A share of the year's available money is kept for what counts: everything else together leaves it free.

    What the plan does not spend on it stays reserved. Two shares for different things are kept free together. What
    orders hold counts as available, and as paid.
    """
    rules = of_kind(flows.rules, RuleKind.SHARE_AT_LEAST)
    for money in flows.purses:
        holding = [r for r in rules if r.share is not None and holds(r, money.budgeted)]
        for size in range(1, len(holding) + 1):
            for some in combinations(holding, size):
                if _overlap(some):
                    continue
                free = max(0, WHOLE - sum(_parts(r.share) for r in some if r.share is not None))
                held = flows.held_of(money)
                whole = money.available + sum(held.values())
                used = sum(amount for k, amount in held.items() if _serves_none(flows, some, k))
                coefficients = {k: WHOLE for k in flows.of(money) if _serves_none(flows, some, k)}
                name = "+".join(r.rule_id for r in some)
                limit = _limit(f"{name}:{money.id}", coefficients, max(0, free * whole - WHOLE * used))
                yield RuleLimit(limit, flows.fund, some, money.year)


def _serves_none(flows: Flows, rules: tuple[FundRule, ...], key: Key) -> bool:
    """Whether a payment counts for none of the shares that are to be kept free."""
    return all(_letter_of(flows, r, key) == "b" for r in rules)


def _overlap(rules: tuple[FundRule, ...]) -> bool:
    values = [v for r in rules for v in r.values]
    return len(values) != len(set(values))


def carryover(flows: Flows) -> Iterator[RuleLimit]:
    """Costs carried over take at most a share of a year's budget; a budget under `applies_from` all of it.

    They are those of later fiscal years, without what can be obligated before the limit counts (`Purse.carried`). With
    fiscal years in the rule's `values`, money is carried among those years only.
    """
    for rule in of_kind(flows.rules, RuleKind.CARRYOVER):
        for money in (m for m in flows.purses if about(rule, m.year)):
            coefficients = {k: 1 for k in flows.of(money) if money.carried(k[2], _is_staff(flows, rule, k))}
            left = max(0, may_carry(rule, money.budgeted) - money.carry_used)
            limit = FlowLimit(f"{rule.rule_id}:{money.id}", coefficients, left)
            yield RuleLimit(limit, flows.fund, (rule,), money.year)


def per_learner(flows: Flows) -> Iterator[RuleLimit]:
    """The cost that the fund shares in, before its share, is at most an amount per learner of the district.

    Over all budget years in the rule's `values` (none: all years), less what is promised or spent of them, and at
    least `floor_amount`. Learners are the enrolment on record; sites without one count none.
    """
    shares = [rule_share(r, flows.fund, flows.district) for r in of_kind(flows.rules, RuleKind.PURCHASE_SHARE)]
    part = _parts(min((s for s in shares if s is not None), default=Decimal(100)))
    learners = sum(s.enrolment or 0 for s in flows.sites)
    for rule in of_kind(flows.rules, RuleKind.PER_LEARNER):
        if rule.amount is None:
            continue
        cap = max(int(rule.amount * 100 * learners), cents(rule.floor_amount or Decimal(0)))
        cycle = [m for m in flows.purses if about(rule, m.year)]
        used = sum(m.promised for m in cycle)
        coefficients = {k: WHOLE for m in cycle for k in flows.of(m)}
        limit = _limit(f"{rule.rule_id}:{flows.fund.fund_id}", coefficients, max(0, part * cap - WHOLE * used))
        yield RuleLimit(limit, flows.fund, (rule,), None)


LIMITS: Mapping[RuleKind, Callable[[Flows], Iterator[RuleLimit]]] = {
    RuleKind.SHARE_AT_MOST: share_at_most,
    RuleKind.SHARE_AT_LEAST: share_at_least,
    RuleKind.CARRYOVER: carryover,
    RuleKind.PER_LEARNER: per_learner,
}
"""Kinds of rule that limit the sum of many payments."""


def limits(flows: Flows) -> tuple[RuleLimit, ...]:
    """Every limit that the fund's rules put on the plan's payments; those on no payment are left out."""
    return tuple(found for make in LIMITS.values() for found in make(flows) if found.limit.coefficients)
