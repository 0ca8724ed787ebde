"""What stands in the way of a purchase that is out, and the smallest change that would bring it in, in words."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from data_models.fund import FundRule
from data_models.plan import Plan
from planning.allocation.problem import AllocationProblem, Demand, Shortage
from planning.allocation.whatif import WayIn
from planning.fund_rules import pot_id
from planning.fund_rules.eligibility import NO_SHARE
from planning.high_need_floor import HIGH_NEED_FLOOR, counted_in, floor_words
from planning.prepare import Prepared
from planning.problem import MONEY_IN_PLAY
from planning.wording import at_least, cents, dollars, hours_words, listing, to_dollars


@dataclass(frozen=True)
class Change:
    """Why a purchase is out, and the money that would bring it in; fund and year where it is one, else empty."""

    sentence: str
    fund: str = ""
    year: int | None = None
    amount: Decimal | None = None
    rules: tuple[FundRule, ...] = ()


def bring_in(prepared: Prepared, plan: Plan, problem: AllocationProblem, way: WayIn) -> Change:
    """What the way in asks for, most telling first: an alternative, hours, the floor, a rule, money, or nothing."""
    purchase = prepared.purchases[way.item]
    if way.rivals:
        rival = prepared.purchases[way.rivals[0]]
        if purchase.choose_one != rival.choose_one:
            return Change(f"Out: what it requires is an alternative of {rival.title}, which is in.")
        return Change(f"Out: {rival.title} is in, and only one alternative for {rival.choose_one} is bought.")
    if way.barred:
        return Change("Out: it cannot be bought together with what it requires.")
    if not way.extra:
        return Change(_nothing_lacks(prepared, plan, way.item))
    ids = {s.id for s in way.extra}
    rules = tuple(dict.fromkeys(r for limit in prepared.limits if limit.limit.id in ids for r in limit.rules))
    others = [
        *_hours(prepared, way.extra),
        *_floor(prepared, plan, way),
        *(f"this rule stands in its way: {r.words.rstrip('.')}" for r in rules),
    ]
    money = [s for s in way.extra if s.id in prepared.purses or s.id.startswith(MONEY_IN_PLAY)]
    # Where one dollar lacks in two limits, their sum says nothing of how much can be paid.
    exact = not rules and len({s.id in prepared.purses for s in money}) == 1
    clauses = [
        *others,
        *_money(prepared, plan, problem, way, money, besides=bool(others), exact=exact),
        *_share_unknown(prepared, way.item),
    ]
    sentence = f"Out: {'; '.join(clauses)}."
    change = Change(sentence, rules=rules)
    return change if others else _with_figures(prepared, change, money)


def _nothing_lacks(prepared: Prepared, plan: Plan, purchase_id: str) -> str:
    if plan.settings.count == "each learner" and not prepared.learners[purchase_id]:
        return "Out: it reaches no learner on record, so it adds nothing; say whom it reaches."
    return "Out: there is money for it, and no better plan with it has been found; pin it in to see what falls out."


def _hours(prepared: Prepared, extra: tuple[Shortage, ...]) -> list[str]:
    """It takes 20 network engineer hours more than are free in fiscal year 2027."""
    over = {s.id: s.amount for s in extra}
    return [
        f"it takes {hours_words(over[h.use.id])} {h.role} hours more than are free in fiscal year {h.year}"
        for h in prepared.hours
        if h.use.id in over
    ]


def _floor(prepared: Prepared, plan: Plan, way: WayIn) -> list[str]:
    """With it high-need schools would get 38.2% of the dollars, and the floor is 40%."""
    if not any(s.id == HIGH_NEED_FLOOR for s in way.extra):
        return []
    together = {*plan.chosen, way.item, *way.along}
    floor, years = plan.settings.high_need_floor, plan.settings.fiscal_years or prepared.years
    return [f"with it {floor_words(counted_in(prepared, together, years, floor), floor)}"]


def _money(
    prepared: Prepared, plan: Plan, problem: AllocationProblem, way: WayIn, money: list[Shortage],
    *, besides: bool, exact: bool,
) -> list[str]:  # fmt: skip
    """Only General fund may pay, but Wi-Fi and Laptops use it up; $31,400 more in FY 2027 would bring it in beside all
    that is in: a new plan may spend the same money on something better.
    """
    if not money:
        return []
    short = {s.id.removeprefix(MONEY_IN_PLAY) for s in money}
    coming = {way.item, *way.along}
    asked = [d for d in problem.demands if d.item in coming]
    lines = [d for d in asked if _touches(prepared, d, short)] or asked
    pots = {p.pot for d in lines for p in d.payers}
    names = list(dict.fromkeys(prepared.purses[pot].fund.name for pot in sorted(pots)))
    only = "only " if len(names) <= 2 else ""
    alone = len(names) == 1 and not short - pots
    amounts = _amounts(prepared, money, asked, not alone)
    beside = " beside all that is in" if plan.chosen else ""
    with_it = f" with {listing([prepared.purchases[p].title for p in way.along])}" if way.along else ""
    if besides:
        bring = f"and it needs {amounts}{with_it}"
    else:
        bring = f"{amounts} would bring it in{beside}{',' if beside and with_it else ''}{with_it}"
    payers = f"{only}{listing(names, other='fund')} may pay"
    amount = sum(demand.amount for demand in asked)
    found = amount - sum(shortage.amount for shortage in money) if exact else None
    return [f"{payers}, but {_users(prepared, plan, pots, amount, found, several=len(names) > 1)}", bring]


def _share_unknown(prepared: Prepared, purchase_id: str) -> list[str]:
    """E-Rate category 2 could pay a share of it, once the district's lunch share is filled in."""
    lines = [cost.line.cost_line_id for cost in prepared.costs.get(purchase_id, ())]
    waiting = [
        book.fund.name
        for fund_id, book in prepared.funds.items()
        for line in lines
        if prepared.verdicts[line, fund_id].refusals == (NO_SHARE.format(fund=book.fund.name),)
    ]
    if not waiting:
        return []
    names = listing(list(dict.fromkeys(waiting)), other="fund")
    return [f"{names} could pay a share of it once the district's lunch share is filled in"]


def _touches(prepared: Prepared, demand: Demand, short: set[str]) -> bool:
    return any(p.pot in short or prepared.purses[p.pot].fund.fund_id in short for p in demand.payers)


def _users(
    prepared: Prepared, plan: Plan, pots: set[str], asked: int, found: int | None, *, several: bool
) -> str:  # fmt: skip
    """Who takes the money of these pots in the plan, the largest first, and what of the cents asked can still be found.

    found: none where other limits lack besides. Less than 2% of what is asked counts as used up.
    """
    if found is None:
        return "not all of it"
    use: defaultdict[str, int] = defaultdict(int)
    for payment in plan.payments:
        if pot_id(payment.fund_id, payment.money_year) in pots:
            use[payment.purchase_id] += cents(payment.amount)
    has = f"{'they have' if several else 'it has'} {dollars(found)} left for it"
    if not use:
        return has
    titles = [prepared.purchases[p].title for p in sorted(use, key=lambda p: (-use[p], p))]
    if found * 50 > asked:
        return f"{has} beside {listing(titles, most=2, other='purchase')}"
    use_up = f"use{'' if len(titles) > 1 else 's'} {'them' if several else 'it'} up"
    return f"{listing(titles, most=2, other='purchase')} {use_up}"


def _amounts(prepared: Prepared, money: list[Shortage], asked: list[Demand], named: bool) -> str:
    """$123,132 more of General fund in FY 2027 (for FY 2028 too): more than that year's cost, as it pays on; or (it is
    overspent by $50).
    """
    parts = []
    for shortage in money:
        book = prepared.funds.get(shortage.id.removeprefix(MONEY_IN_PLAY))
        if book is not None and shortage.id.startswith(MONEY_IN_PLAY):
            parts.append(f"{at_least(shortage.amount)} more of {book.fund.name} in play")
        else:
            purse = prepared.purses[shortage.id]
            fund = f" of {purse.fund.name}" if named or len(money) > 1 else ""
            later = sorted({demand.year for demand in asked} - {purse.year})
            own = sum(demand.amount for demand in asked if demand.year == purse.year)
            # More than its cost also where a rule lets only a share of the fund pay such things.
            more = later and own < shortage.amount
            whys = [f"for {listing([f'FY {year}' for year in later])} too"] if more else []
            whys += [f"it is overspent by {at_least(purse.overspent)}"] if purse.overspent else []
            why = f" ({'; '.join(whys)})" if whys else ""
            parts.append(f"{at_least(_asked(prepared, shortage))} more{fund} in FY {purse.year}{why}")
    return listing(parts, most=4)


def _asked(prepared: Prepared, shortage: Shortage) -> int:
    """Cents that a budget lacks: what is overspent already must be made good first."""
    purse = prepared.purses.get(shortage.id)
    return shortage.amount + (purse.overspent if purse else 0)


def _with_figures(prepared: Prepared, change: Change, money: list[Shortage]) -> Change:
    funds = {
        prepared.purses[s.id].fund.fund_id if s.id in prepared.purses else s.id.removeprefix(MONEY_IN_PLAY)
        for s in money
    }
    years = {prepared.purses[s.id].year if s.id in prepared.purses else None for s in money}
    return Change(
        change.sentence,
        funds.pop() if len(funds) == 1 else "",
        years.pop() if len(years) == 1 else None,
        to_dollars(sum(_asked(prepared, s) for s in money)),
        change.rules,
    )
