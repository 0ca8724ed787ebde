"""Where money lands: the cents of a cost by the site that gets what it buys."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from data_models.portfolio import Portfolio
from planning.equity import high_need_sites, need_index
from planning.fund_rules import Cost
from planning.orders import ordered
from planning.wording import cents


@dataclass(frozen=True)
class Landed:
    """Cents of costs: at high-need sites, at other sites with a need index, and what cannot be told apart by it."""

    high: int = 0
    other: int = 0
    untold: int = 0

    def __add__(self, more: "Landed") -> "Landed":
        return Landed(self.high + more.high, self.other + more.other, self.untold + more.untold)

    @property
    def told(self) -> int:
        """Cents that can be told apart."""
        return self.high + self.other


def spread(amount: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`amount` whole cents >= 0 by key, in proportion to weights > 0, adding up to the cent; empty without weights.

    Largest remainder (Hamilton's method): each key its share rounded down, then one cent more to those that lost most
    by rounding; ties go to the earlier key.
    """
    whole = sum(weights.values())
    parts = {key: amount * weight // whole for key, weight in weights.items()}
    lost = sorted(weights, key=lambda key: -(amount * weights[key] % whole))
    for key in lost[: amount - sum(parts.values())]:
        parts[key] += 1
    return parts


def weights_of(cost: Cost, reach: Collection[str]) -> dict[str, int]:
    """By site, in key order, the weight by which a cost is spread: the learners enrolled.

    Over the line's own sites; else over the sites where the purchase reaches learners (`reach`), else over all of its
    sites. A site without an enrolment gets nothing beside others and everything where it is the only one. Empty where
    several sites are named and none has an enrolment: then nobody can say where the money lands.
    """
    named = {s.site_id: s.enrolment or 0 for s in sorted(cost.sites, key=lambda s: s.site_id)}
    enrolled = {site: learners for site, learners in named.items() if learners}
    if not cost.line.site_ids:
        enrolled = {site: learners for site, learners in enrolled.items() if site in reach} or enrolled
    return enrolled or (dict.fromkeys(named, 1) if len(named) == 1 else {})


@dataclass(frozen=True)
class OrderLanding:
    """Cents of an ordered cost of a fiscal year, by site and by the sites' need. held: the ledger has them not yet."""

    purchase_id: str
    fiscal_year: int
    held: bool
    by_site: Mapping[str, int]
    landed: Landed


@dataclass(frozen=True)
class Landings:
    """Where the cents of open and of bought purchases land. Nothing is worked out before it is asked for: most plans do
    without it. costs: of both.
    """

    portfolio: Portfolio
    costs: Mapping[str, tuple[Cost, ...]]
    reach: Mapping[str, Collection[str]]

    def by_site(self, cost: Cost, amount: int | None = None) -> dict[str, int]:
        """Cents of one cost line by site, in key order, or as many of them; empty where nobody can say."""
        whole = cents(cost.line.amount) if amount is None else amount
        return spread(whole, weights_of(cost, self.reach[cost.purchase.purchase_id]))

    def landed(self, parts: Mapping[str, int], whole: int) -> Landed:
        """Where `whole` cents land that lie by site as `parts`, seen by the sites' need."""
        high, index = self._need
        at_high = sum(amount for site, amount in parts.items() if site in high)
        known = sum(amount for site, amount in parts.items() if index.get(site) is not None)
        return Landed(at_high, known - at_high, whole - known)

    @cached_property
    def by_need(self) -> Mapping[str, Landed]:
        """By cost line, where its cents land, seen by the sites' need."""
        lines = (cost for lines in self.costs.values() for cost in lines)
        return {c.line.cost_line_id: self.landed(self.by_site(c), cents(c.line.amount)) for c in lines}

    @cached_property
    def orders(self) -> tuple[OrderLanding, ...]:
        """Where what funds are said to pay of orders lands, spread as a plan's costs are: by cost line in key order,
        what is held and what the ledger has apart. What nobody is said to pay is asked, and an order of another
        purchase's line is a fault: neither lands anywhere.
        """
        paid = Counter[tuple[str, bool]]()
        for one, purchase, line in ordered(self.portfolio):
            if line.purchase_id == purchase.purchase_id:
                paid[line.cost_line_id, not one.is_booked(self.portfolio.today)] += cents(one.amount)
        costs = {cost.line.cost_line_id: cost for lines in self.costs.values() for cost in lines}
        found = []
        for (line_id, held), amount in sorted(paid.items()):
            cost = costs[line_id]
            parts = self.by_site(cost, amount)
            landed = self.landed(parts, amount)
            found.append(OrderLanding(cost.purchase.purchase_id, cost.line.fiscal_year, held, parts, landed))
        return tuple(found)

    @cached_property
    def _need(self) -> tuple[Collection[str], Mapping[str, float | None]]:
        return high_need_sites(self.portfolio), need_index(self.portfolio)
