"""Supplement, not supplant: costs that local money paid last year and a federal fund would pay now, as questions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from data_models.budget import LocalCost, SupplantingQuestion
from data_models.contract import Contract
from data_models.fund import FundKind, FundRule, RuleKind
from data_models.plan import Plan
from data_models.purchase import Purchase
from planning.prepare import Prepared, current_year
from planning.wording import cents, dollars, to_dollars

FEDERAL = (FundKind.TITLE_I_A, FundKind.TITLE_II_A, FundKind.TITLE_IV_A, FundKind.IDEA_B, FundKind.PERKINS_V)
"""Kinds of fund that add to local money. E-Rate is a discount on what the district buys, and is left out."""


def supplanting_questions(
    prepared: Prepared, plan: Plan, local: Iterable[LocalCost]
) -> tuple[SupplantingQuestion, ...]:
    """Where to ask whether federal money would replace local money: by purchase or contract, fund and vendor.

    Asked where the draft plan has a federal fund pay for a purchase, or a contract names one, and general money paid in
    the fiscal year before the first such payment (a) the same vendor, or (b) for a contract of the same purpose.
    For a contract, the same vendor must have been paid for something of the contract's title. Never a verdict: each
    fund tests it in its own way, and its rules say how.
    """
    book: defaultdict[tuple[int, str], list[LocalCost]] = defaultdict(list)
    for cost in local:
        if cost.amount > 0 and prepared.funds[cost.fund_id].fund.kind is FundKind.GENERAL:
            book[cost.fiscal_year, _name(cost.vendor)].append(cost)
    return (*_of_purchases(prepared, plan, book), *_of_contracts(prepared, book))


Book = dict[tuple[int, str], list[LocalCost]]


def vendors_asked(prepared: Prepared, plan: Plan) -> tuple[str, ...]:
    """Vendors whose local costs `supplanting_questions` looks at, in small letters, ascending."""
    purchases = {prepared.purchases[p.purchase_id] for p in plan.payments if _federal(prepared, p.fund_id)}
    purposes = {_name(p.purpose) for p in purchases}
    contracts = prepared.portfolio.contracts
    alike = [c.vendor for c in contracts if _name(c.purpose) in purposes or _federal(prepared, c.fund_id)]
    own = [vendor for p in purchases for vendor in p.vendor.split(";")]
    return tuple(sorted({_name(v) for v in (*alike, *own)} - {""}))


def _of_purchases(prepared: Prepared, plan: Plan, book: Book) -> Iterator[SupplantingQuestion]:
    paid: defaultdict[tuple[str, str], defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for payment in plan.payments:
        if _federal(prepared, payment.fund_id):
            paid[payment.purchase_id, payment.fund_id][payment.fiscal_year] += cents(payment.amount)
    for (purchase_id, fund_id), by_year in sorted(paid.items()):
        year = min(by_year)
        purchase = prepared.purchases[purchase_id]
        for costs, why in _alike(prepared, purchase, year - 1, book):
            verb = f"the draft plan has {prepared.funds[fund_id].fund.name} pay"
            yield _question(prepared, purchase, fund_id, year, by_year[year], costs, why, verb)


def _alike(prepared: Prepared, purchase: Purchase, year: int, book: Book) -> Iterator[tuple[Sequence[LocalCost], str]]:
    """What general money paid in a year for the like of a purchase, by vendor, and what they have in common."""
    own = [_name(v) for v in purchase.vendor.split(";")]
    for vendor in dict.fromkeys(own):
        if costs := book.get((year, vendor)):
            yield costs, "the same vendor"
    purpose = _name(purchase.purpose)
    for contract in prepared.portfolio.contracts:
        alike = purpose and _name(contract.purpose) == purpose and _name(contract.vendor) not in own
        if alike and (costs := _for_title(book, year, contract)):
            yield costs, f"the same purpose, {purchase.purpose}: {contract.title}"


def _of_contracts(prepared: Prepared, book: Book) -> Iterator[SupplantingQuestion]:
    year = current_year(prepared.portfolio)
    for contract in prepared.portfolio.contracts:
        if _federal(prepared, contract.fund_id) and (costs := _for_title(book, year - 1, contract)):
            cost = cents(contract.yearly_cost)
            verb = f"{prepared.funds[contract.fund_id].fund.name} pays"
            yield _question(prepared, contract, contract.fund_id, year, cost, costs, "the same contract", verb)


def _for_title(book: Book, year: int, contract: Contract) -> list[LocalCost]:
    """What general money paid a contract's vendor for something of its title."""
    title = _name(contract.title)
    return [c for c in book.get((year, _name(contract.vendor)), []) if title in c.description.casefold()]


def _question(
    prepared: Prepared,
    asked: Purchase | Contract,
    fund_id: str,
    year: int,
    proposed: int,
    costs: Sequence[LocalCost],
    why: str,
    verb: str,
) -> SupplantingQuestion:
    local, named = sum(cents(c.amount) for c in costs), costs[0].vendor
    return SupplantingQuestion(
        purchase_id=asked.purchase_id if isinstance(asked, Purchase) else "",
        contract_id=asked.contract_id if isinstance(asked, Contract) else "",
        title=asked.title,
        fund_id=fund_id,
        fiscal_year=year,
        proposed=to_dollars(proposed),
        local_year=year - 1,
        local=to_dollars(local),
        vendor=named,
        why=why,
        words=(
            f"In FY {year - 1} general money paid {named} {dollars(local)}; in FY {year} {verb} {dollars(proposed)} "
            f"for {asked.title}. Would that replace what local money paid?"
        ),
        rules=_rules(prepared, fund_id),
    )


def _rules(prepared: Prepared, fund_id: str) -> tuple[FundRule, ...]:
    """What the fund's rules say of supplanting."""
    rules = prepared.funds[fund_id].rules
    return tuple(r for r in rules if r.kind is RuleKind.ADVICE and "supplant" in r.words.lower())


def _federal(prepared: Prepared, fund_id: str) -> bool:
    return fund_id in prepared.funds and prepared.funds[fund_id].fund.kind in FEDERAL


def _name(text: str) -> str:
    return text.strip().casefold()
