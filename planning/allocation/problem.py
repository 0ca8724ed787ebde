"""The allocation problem in whole cents: which items to buy, and which pots may pay how much of each demand.

A pot is one fund's budget of one year. A demand is one cost of one item in one year. All money is int cents and every
limit has int coefficients, so that a plan can be checked exactly, without rounding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Item:
    """Something to buy or not. `value` >= 0 is merit; `fixed`: True pinned in, False ruled out, None open."""

    id: str
    value: float
    fixed: bool | None = None


@dataclass(frozen=True)
class Pot:
    """Money of one fund and one budget year: `capacity` cents >= 0, no longer usable after `expires`."""

    id: str
    fund_id: str
    money_year: int
    capacity: int
    expires: date


@dataclass(frozen=True)
class Payer:
    """One pot that may pay at most `most` cents of a demand; less than the whole for a programme that pays a share.

    Several pots of one fund together pay at most the largest `most` among them: a fund that pays 85 % of a purchase
    does not pay 170 % from two years' budgets. A demand names a pot at most once.
    `group` names what this payment counts as in limits (such as infrastructure bought from Title IV-A), or is empty.
    """

    pot: str
    most: int
    group: str = ""


@dataclass(frozen=True)
class Demand:
    """`amount` cents > 0 of `item` in fiscal `year`; if the item is bought, its payers together pay exactly that."""

    id: str
    item: str
    year: int
    amount: int
    payers: tuple[Payer, ...]


@dataclass(frozen=True)
class FlowLimit:
    """Sum over payments of coefficient[pot, group, year of the demand] x cents <= at_most. Payments not named: 0."""

    id: str
    coefficients: Mapping[tuple[str, str, int], int]
    at_most: int


@dataclass(frozen=True)
class UseLimit:
    """Sum of use[item] over the items bought <= at_most, such as minutes of staff time. Uses may be negative."""

    id: str
    use: Mapping[str, int]
    at_most: int


@dataclass(frozen=True)
class AllocationProblem:
    """What to decide. Order of the tuples is the order of ties: earlier items win.

    requires: pairs (item, prerequisite): the first only with the second.
    choose_one: groups of items of which at most one is bought.
    """

    items: tuple[Item, ...]
    demands: tuple[Demand, ...]
    pots: tuple[Pot, ...]
    flow_limits: tuple[FlowLimit, ...] = ()
    use_limits: tuple[UseLimit, ...] = ()
    requires: tuple[tuple[str, str], ...] = ()
    choose_one: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Flow:
    """`cents` that `pot` pays of `demand`; more than 0."""

    demand: str
    pot: str
    cents: int


@dataclass(frozen=True)
class Shortage:
    """How much more a pot or limit would have to hold: `amount` > 0.

    Cents for a pot; for a flow limit or use limit the unit of its `at_most` (coefficient x cents; such as minutes).
    """

    id: str
    amount: int


@dataclass(frozen=True)
class Allocation:
    """An answer: items bought, in the problem's order, and who pays, by demand and pot in the problem's order.

    bound: no lawful answer has more value. optimal: value is proven best (bound - value within 1e-6 relative).
    Where the fixed items cannot all be kept, the answer keeps as many as possible (among equals the more valuable):
    left_out: the pinned items not kept; bound and optimal then speak of answers that keep the others.
    short_of: ids of the pots, flow limits and use limits that the pinned items exceed; shortages: by how much, the
    smallest total. Both are empty where a lawful answer with all pins exists, and where no money would help.
    """

    chosen: tuple[str, ...]
    flows: tuple[Flow, ...]
    value: float
    bound: float
    optimal: bool
    short_of: tuple[str, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    left_out: tuple[str, ...] = ()
