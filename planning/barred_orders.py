"""Orders that a fund is said to pay, beforehand or by now, and may not by its rules: a file may say so, and nobody
should find it last.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from data_models.fund import RuleKind
from data_models.order import BarredOrder, OrderQuestion
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import BOUGHT_STAGES
from data_models.wording import counted
from planning.calendar import first_day
from planning.fund_rules import Beyond, Cost, FundBook, Said, beyond_limits, judge, refuse_year, share_of
from planning.fund_rules.rules import of_kind
from planning.prepare import Prepared, prepare
from planning.who_pays import paid_twice, who_pays
from planning.wording import cents, dollars, goods, listing, to_dollars


def barred_orders(prepared: Prepared) -> tuple[BarredOrder, ...]:
    """What funds are said to pay of purchases open or bought, and may not by their rules; in key order.

    Rules of whole lines are looked at, those of a share of one purchase, whether money of that year could ever pay a
    cost of the other, and the limits on all that a fund pays (`beyond_limits`); not what day it is, as nobody knows on
    which day it was ordered. Whether the ledger has it makes no difference. Of a fund that pays more than its share of
    a purchase only what is beyond it is barred, of the latest money; beyond a limit, what is said beforehand first,
    then what is held, then what the ledger has, the last in key order first.
    """
    portfolio = prepared.portfolio
    found, rest = _judged(prepared)
    for fund_id, own in rest.items():
        for beyond in beyond_limits(prepared.funds[fund_id], own, portfolio.district, portfolio.sites):
            found[beyond.said.record].append(beyond)
    return tuple(sorted((_barred(prepared, one) for one in found.values() if one), key=lambda one: one.key))


def said_within_rules(prepared: Prepared) -> Mapping[str, Sequence[Said]]:
    """By fund, what it is said to pay but for what rules about single lines bar; the firmest first."""
    return _judged(prepared)[1]


def _judged(prepared: Prepared) -> tuple[dict[PreEncumbrance, list[Beyond]], dict[str, list[Said]]]:
    """By payment, what of it is against rules about its line alone; and the rest by fund, the firmest first."""
    portfolio = prepared.portfolio
    said = {one.purchase_id for one in portfolio.pre_encumbrances}
    lines = (cost for purchase_id in said for cost in prepared.landings.costs.get(purchase_id, ()))
    costs = {cost.line.cost_line_id: cost for cost in lines}
    paid = Counter[tuple[str, str]]()
    found: dict[PreEncumbrance, list[Beyond]] = {}
    rest: defaultdict[str, list[Said]] = defaultdict(list)
    for one in sorted(portfolio.pre_encumbrances, key=lambda one: (one.cost_line_id, one.fund_id, one.money_year)):
        cost, book = costs.get(one.cost_line_id), prepared.funds.get(one.fund_id)
        if cost is None or book is None:
            continue
        amount = cents(one.amount)
        paid[one.cost_line_id, one.fund_id] += amount
        against = _against(prepared, book, Said(one, cost, amount), paid[one.cost_line_id, one.fund_id])
        found[one] = list(against)
        rest[one.fund_id].append(Said(one, cost, amount - sum(beyond.amount for beyond in against)))
    for own in rest.values():
        own.sort(key=lambda x: _firm(x, portfolio.today))
    return found, dict(rest)


def _against(prepared: Prepared, book: FundBook, said: Said, paid: int) -> tuple[Beyond, ...]:
    """What is against rules about the line alone; paid: cents of the line that the fund is said to pay up to this."""
    verdict = judge(book, said.cost, prepared.portfolio.district)
    if verdict.refusals:
        return (Beyond(said, said.amount, listing(verdict.refusals, most=len(verdict.refusals)), verdict.rules),)
    if never := _never(prepared, book, said.cost, said.record.money_year):
        return (Beyond(said, said.amount, listing(never, most=len(never)), ()),)
    beyond = paid - share_of(cents(said.cost.line.amount), verdict.share)
    if not verdict.notes or beyond <= 0:
        return ()
    why, shares = listing(verdict.notes), of_kind(verdict.rules, RuleKind.PURCHASE_SHARE)
    return (Beyond(said, min(beyond, said.amount), why, shares),)


def _firm(said: Said, today: date) -> tuple[bool, bool]:
    """Where it stands among what a fund is said to pay, the firmest first."""
    return said.cost.purchase.stage not in BOUGHT_STAGES, not said.record.is_booked(today)


def order_questions(prepared: Prepared) -> tuple[OrderQuestion, ...]:
    """What is still to be settled of orders: what a fund may not pay, what is twice paid, what nobody pays."""
    return (*barred_orders(prepared), *paid_twice(prepared.portfolio), *who_pays(prepared.portfolio))


def barred_words(barred: Sequence[BarredOrder]) -> str:
    """By its rules a fund may not pay $1,200 that it is said to pay for Bystander training; empty where none is."""
    if not barred:
        return ""
    titles = list(dict.fromkeys(one.title for one in barred))
    amount = dollars(sum(cents(one.amount) for one in barred))
    which = titles[0] if len(titles) == 1 else counted(len(titles), "purchase")
    return f"By its rules a fund may not pay {amount} that it is said to pay for {which}"


def judge_orders(portfolio: Portfolio) -> tuple[BarredOrder, ...]:
    """The same of a portfolio of which nothing is prepared, by what orders hang on alone: a `Judge`, quick however many
    purchases nobody is said to pay.
    """
    paid = {one.purchase_id for one in portfolio.pre_encumbrances}
    asked = Portfolio(
        today=portfolio.today, district=portfolio.district, sites=portfolio.sites, needs=portfolio.needs,
        purchases=tuple(p for p in portfolio.purchases if p.purchase_id in paid),
        cost_lines=tuple(line for line in portfolio.cost_lines if line.purchase_id in paid),
        funds=portfolio.funds, fund_years=portfolio.fund_years, fund_rules=portfolio.fund_rules,
        pre_encumbrances=portfolio.pre_encumbrances,
    )  # fmt: skip
    return barred_orders(prepare(asked))


def _never(prepared: Prepared, book: FundBook, cost: Cost, money_year: int) -> tuple[str, ...]:
    """Why money of this year could not pay a cost of that year on any of its days; empty where it could."""
    month, year = prepared.portfolio.district.fiscal_year_start_month, cost.line.fiscal_year
    purses = (money for money in book.purses if money.year == money_year)
    return tuple(why for m in purses if (why := refuse_year(book, m, year, first_day(year, month), month)))


def _barred(prepared: Prepared, against: Sequence[Beyond]) -> BarredOrder:
    """One payment with all that is against it."""
    said, amount = against[0].said, sum(beyond.amount for beyond in against)
    one, cost = said.record, said.cost
    rules = [rule.citation for beyond in against for rule in beyond.rules]
    cited = f" ({'; '.join(dict.fromkeys(rules))})" if rules else ""
    why = "; ".join(beyond.why for beyond in against)
    return BarredOrder(
        purchase_id=one.purchase_id,
        title=cost.purchase.title,
        cost_line_id=one.cost_line_id,
        fund_id=one.fund_id,
        money_year=one.money_year,
        amount=to_dollars(amount),
        words=f"{prepared.funds[one.fund_id].fund.name} may not pay {dollars(amount)} for {goods(cost.line.category)} "
        f"of {cost.purchase.title} in FY {cost.line.fiscal_year}: {why}{cited}."
        + (" The ledger has it: it must be moved there too." if one.is_booked(prepared.portfolio.today) else ""),
    )
