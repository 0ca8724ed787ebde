"""Where the money of orders lands: an order has left the plan, and its learners are no fewer for it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planning.landing import Landed
from planning.orders import ordered
from planning.prepare import Prepared, costs_of
from planning.wording import cents


@dataclass(frozen=True)
class OrderLanding:
    """Cents of one ordered cost line, by site and by the sites' need. held: the ledger does not have them yet."""

    purchase_id: str
    held: bool
    by_site: Mapping[str, int]
    landed: Landed


def order_landings(prepared: Prepared, years: Collection[int]) -> tuple[OrderLanding, ...]:
    """Where what funds are said to pay of orders lands, of costs of these fiscal years, spread as a plan's costs are.

    By cost line, what is held and what the ledger has apart. What nobody is said to pay is asked, and in neither.
    """
    paid, purchases = Counter[tuple[str, bool]](), {}
    for one, purchase, line in ordered(prepared.portfolio):
        if line.fiscal_year in years:
            paid[line.cost_line_id, not one.is_booked(prepared.portfolio.today)] += cents(one.amount)
            purchases[purchase.purchase_id] = purchase
    found = []
    for cost in (c for lines in costs_of(prepared.portfolio, purchases.values()).values() for c in lines):
        for held in (True, False):
            if amount := paid[cost.line.cost_line_id, held]:
                parts = prepared.landings.by_site(cost, amount)
                landed = prepared.landings.landed(parts, amount)
                found.append(OrderLanding(cost.purchase.purchase_id, held, parts, landed))
    return tuple(found)
