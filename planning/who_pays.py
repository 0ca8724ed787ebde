"""What was ordered without saying who pays, and what is said to be paid twice: questions for people, as guessing would
spend restricted money.
"""

from collections import Counter
from collections.abc import Collection

from data_models.order import PaidTwice, WhoPays
from data_models.portfolio import Portfolio
from data_models.purchase import BOUGHT_STAGES, CostLine, Purchase, Stage
from data_models.wording import counted
from planning.prepare import current_year, planned_years
from planning.wording import cents, dollars, goods, to_dollars


def who_pays(portfolio: Portfolio) -> tuple[WhoPays, ...]:
    """What no pre-encumbrance says who pays of the cost lines of bought purchases; by purchase and line.

    Looked at: lines of fiscal years from the current one on that some fund has a budget for; where it is in service or
    reviewed, only years after the current one, whose bills have still to come. A purchase whose vendor and cost of a
    year are those of a contract is that contract, which names its fund.
    """
    said = Counter[str]()
    for one in portfolio.pre_encumbrances:
        said[one.cost_line_id] += cents(one.amount)
    contracts = contracts_bought(portfolio)
    bought = {p.purchase_id: p for p in portfolio.purchases if p.stage in BOUGHT_STAGES}
    now, years = current_year(portfolio), planned_years(portfolio)
    found = []
    for line in portfolio.cost_lines:
        purchase = bought.get(line.purchase_id)
        if purchase is None or purchase.purchase_id in contracts or line.fiscal_year not in years:
            continue
        left = cents(line.amount) - said[line.cost_line_id]
        if left > 0 and (purchase.stage is Stage.ORDERED or line.fiscal_year > now):
            found.append(_question(purchase, line, left))
    return tuple(sorted(found, key=lambda q: (q.purchase_id, q.cost_line_id)))


def paid_twice(portfolio: Portfolio) -> tuple[PaidTwice, ...]:
    """Cost lines of which funds are said to pay more than they cost, of whatever stage; by purchase and line."""
    said = Counter[str]()
    for one in portfolio.pre_encumbrances:
        said[one.cost_line_id] += cents(one.amount)
    titles = {purchase.purchase_id: purchase.title for purchase in portfolio.purchases}
    found = []
    for line in portfolio.cost_lines:
        costs, paid = cents(line.amount), said[line.cost_line_id]
        if paid > costs and line.purchase_id in titles:
            words = (
                f"Funds are said to pay {dollars(paid)} for {goods(line.category)} of {titles[line.purchase_id]} in FY "
                f"{line.fiscal_year}, which costs {dollars(costs)}: {dollars(paid - costs)} too much. Which of them "
                "pays less, or does it cost more?"
            )
            found.append(
                PaidTwice(
                    purchase_id=line.purchase_id,
                    cost_line_id=line.cost_line_id,
                    fiscal_year=line.fiscal_year,
                    amount=to_dollars(paid - costs),
                    words=words,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.purchase_id, one.cost_line_id)))


def contracts_bought(portfolio: Portfolio) -> Collection[str]:
    """Bought purchases that are a contract by now: of their vendor, at their recurring cost of some year."""
    known = {(c.vendor.casefold(), cents(c.yearly_cost)) for c in portfolio.contracts if c.vendor}
    yearly = Counter[tuple[str, int]]()
    for line in portfolio.cost_lines:
        if line.recurring and line.amount:
            yearly[line.purchase_id, line.fiscal_year] += cents(line.amount)
    vendors = {p.purchase_id: p.vendor.casefold() for p in portfolio.purchases if p.stage in BOUGHT_STAGES}
    return {p for (p, _), cost in yearly.items() if p in vendors and (vendors[p], cost) in known}


def who_pays_words(questions: Collection[WhoPays]) -> str:
    """It is not on record which fund pays $97,470 ordered for Kindergarten tablets; empty without questions."""
    if not questions:
        return ""
    titles = dict.fromkeys(question.title for question in questions)
    amount = dollars(sum(cents(question.amount) for question in questions))
    which = next(iter(titles)) if len(titles) == 1 else counted(len(titles), "purchase")
    return f"It is not on record which fund pays {amount} ordered for {which}"


def _question(purchase: Purchase, line: CostLine, left: int) -> WhoPays:
    part = "" if left == cents(line.amount) else f" of the {dollars(cents(line.amount))}"
    return WhoPays(
        purchase_id=purchase.purchase_id,
        title=purchase.title,
        cost_line_id=line.cost_line_id,
        fiscal_year=line.fiscal_year,
        amount=to_dollars(left),
        words=f"Which fund pays {dollars(left)}{part} for {line.category} of {purchase.title} in FY "
        f"{line.fiscal_year}, and does the ledger have it?",
    )
