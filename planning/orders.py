"""What was ordered and who pays it: money that is held until the ledger has it, and that counts in the fund rules."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import BOUGHT_STAGES, Category, CostLine, Purchase
from planning.fund_rules import Cost, FundBook, Key, group_of, pot_id
from planning.wording import cents

Flows = Mapping[str, Mapping[Key, int]]
"""Cents by fund, and in it by (pot, group, fiscal year of the cost), as the limits of the fund's rules see payments."""


@dataclass(frozen=True)
class Orders:
    """What orders take of the funds. Make it with `orders_of`.

    held: what the ledger does not have yet; booked: what it has. held_of: what is held, by pot. carried: by pot, what
    counts as carried over, held or booked.
    """

    held: Flows = field(default_factory=dict)
    booked: Flows = field(default_factory=dict)
    held_of: Mapping[str, int] = field(default_factory=dict)
    carried: Mapping[str, int] = field(default_factory=dict)


def ordered(portfolio: Portfolio) -> Iterator[tuple[PreEncumbrance, Purchase, CostLine]]:
    """What is said to be paid of bought purchases, in key order; of others, or of a line not on record, nothing."""
    bought = {p.purchase_id: p for p in portfolio.purchases if p.stage in BOUGHT_STAGES}
    lines = {line.cost_line_id: line for line in portfolio.cost_lines}
    for one in portfolio.pre_encumbrances:
        if one.purchase_id in bought and one.cost_line_id in lines:
            yield one, bought[one.purchase_id], lines[one.cost_line_id]


def orders_of(portfolio: Portfolio, funds: Mapping[str, FundBook]) -> Orders:
    """What the pre-encumbrances of bought purchases take; those of others, or of a line or fund not on record, nothing.

    A purchase whose order was taken back is open again: the plan decides who pays it, so nothing is held for it.
    """
    booked: defaultdict[str, Counter[Key]] = defaultdict(Counter)
    held: defaultdict[str, Counter[Key]] = defaultdict(Counter)
    held_of, carried = Counter[str](), Counter[str]()
    for one, purchase, line in ordered(portfolio):
        book = funds.get(one.fund_id)
        if book is None:
            continue
        pot, amount = pot_id(one.fund_id, one.money_year), cents(one.amount)
        key = (pot, group_of(book.rules, Cost(line, purchase, (), (), None)), line.fiscal_year)
        money = next((m for m in book.purses if m.id == pot), None)
        if money and money.carried(line.fiscal_year, line.category is Category.STAFF):
            carried[pot] += amount
        (booked if one.is_booked(portfolio.today) else held)[one.fund_id][key] += amount
        held_of[pot] += 0 if one.is_booked(portfolio.today) else amount
    return Orders(dict(held), dict(booked), held_of, carried)


def with_orders(funds: Mapping[str, FundBook], orders: Orders) -> dict[str, FundBook]:
    """The funds' books with what orders hold and carry over."""
    return {
        fund_id: replace(
            book,
            purses=tuple(
                replace(m, pre_encumbered=orders.held_of.get(m.id, 0), carry_used=orders.carried.get(m.id, 0))
                for m in book.purses
            ),
        )
        for fund_id, book in funds.items()
    }
