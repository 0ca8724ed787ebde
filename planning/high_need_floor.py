"""The floor for high-need sites: the least share of the planned dollars that must land there."""

from collections.abc import Collection, Iterable

from planning.allocation.problem import UseLimit
from planning.landing import Landed
from planning.prepare import Prepared
from planning.wording import dollars

HIGH_NEED_FLOOR = "high-need floor"
"""Id of the limit that the floor puts on the purchases."""


def floor_limits(prepared: Prepared, ids: Iterable[str], years: Collection[int], percent: int) -> tuple[UseLimit, ...]:
    """`percent` of the cents that can be told apart land at high-need sites: percent x told - 100 x high <= 0 in all.

    Counted are the cost lines of the years planned, and what was ordered of them (`ordered_in`). One limit, linear in
    the purchases and exact in whole cents; none where percent is 0.
    """
    if not percent:
        return ()
    use = {p: percent * found.told - 100 * found.high for p in ids if (found := landed_in(prepared, [p], years)).told}
    ordered = ordered_in(prepared, years, percent)
    return (UseLimit(HIGH_NEED_FLOOR, use, 100 * ordered.high - percent * ordered.told),)


def ordered_in(prepared: Prepared, years: Collection[int], percent: int) -> Landed:
    """Where the cents of orders land, in the ledger or not, where these alone keep the floor; else nowhere.

    So what is ordered for high-need sites drops nothing else from the plan. Orders below the floor are done: the plan
    then keeps it by itself, as a floor that nothing meets any more would leave no plan.
    """
    found = sum((order.landed for order in prepared.landings.orders if order.fiscal_year in years), Landed())
    return found if 100 * found.high >= percent * found.told else Landed()


def counted_in(prepared: Prepared, purchases: Iterable[str], years: Collection[int], percent: int) -> Landed:
    """Where the cents land that the floor counts, with these open purchases in the plan."""
    return landed_in(prepared, purchases, years) + ordered_in(prepared, years, percent)


def landed_in(prepared: Prepared, purchases: Iterable[str], years: Collection[int]) -> Landed:
    """Where the cents of these open purchases land in these years."""
    lines = (c.line for p in purchases for c in prepared.costs[p] if c.line.fiscal_year in years)
    return sum((prepared.landings.by_need[line.cost_line_id] for line in lines), Landed())


def floor_words(found: Landed, percent: int) -> str:
    """What the floor lacks where these cents are spent, which must be some: 38.2% of the dollars, and ..."""
    lacks = percent * found.told - 100 * found.high
    words = f"high-need schools would get {share_words(found)} of the dollars, and the floor is {percent}%"
    if percent < 100:
        words += f"; {dollars(-(-lacks // (100 - percent)))} more for them would make room"
    return words


def share_words(found: Landed) -> str:
    """The high-need sites' share of the cents told apart, rounded down, so that it never seems to reach a floor."""
    return f"{1000 * found.high // found.told / 10:g}%"
