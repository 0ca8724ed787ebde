"""What each fund holds, what the plan uses of it, and what lapses."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from data_models.fund import RuleKind
from data_models.plan import Balance, Lapse, Payment, Plan
from data_models.purchase import Category
from planning.ending import endings, with_ended
from planning.fund_rules import FundBook, Purse
from planning.fund_rules.availability import about
from planning.fund_rules.rules import of_kind
from planning.prepare import Prepared
from planning.wording import A_DOLLAR, cents, day_words, dollars, percent, to_dollars


def balances(prepared: Prepared, plan: Plan | None = None, ended: tuple[str, ...] = ()) -> tuple[Balance, ...]:
    """Every fund and budget year on record, by fund and year: budgeted, spent, promised, planned, left.

    left = budgeted less all of these, and 0 where the fund is overspent. Without a plan, planned is 0.
    What contracts that the plan ends free is no longer encumbered. ended: the same, where there is no plan to say so.
    """
    used = planned_by_purse(plan.payments if plan else ())
    ended = plan.settings.ended if plan else ended
    freed: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for money in (m for f in endings(prepared.portfolio, ended).contracts for m in f.money):
        freed[money.fund_id, money.money_year] += money.amount
    return tuple(
        Balance(
            fund_id=fund_id,
            money_year=money.year,
            budgeted=to_dollars(money.budgeted),
            spent=to_dollars(money.spent),
            encumbered=to_dollars(money.encumbered),
            freed=freed[fund_id, money.year],
            pre_encumbered=to_dollars(money.pre_encumbered),
            planned=to_dollars(used[fund_id, money.year]),
            left=to_dollars(money.available - used[fund_id, money.year]),
            overspent=to_dollars(money.overspent),
            lapses_from=None if money.pot.expires == date.max else money.pot.expires,
        )
        for fund_id, book in with_ended(prepared, ended).funds.items()
        for money in book.purses
    )


def planned_by_purse(payments: Iterable[Payment]) -> defaultdict[tuple[str, int], int]:
    """Cents that payments take, by fund and year of the money."""
    used: defaultdict[tuple[str, int], int] = defaultdict(int)
    for payment in payments:
        used[payment.fund_id, payment.money_year] += cents(payment.amount)
    return used


def lapses(prepared: Prepared, plan: Plan | None = None) -> tuple[Lapse, ...]:
    """Money that the plan leaves unused and nobody can use after a day, by that day, then the larger first.

    What may not be carried over lapses on the day from which its limit counts (the end of its budget year, where no
    rule names another), the rest on the fund's last day; general money
    and money without a last day do not lapse. Money of budget years after those planned, days already past, and sums
    below a dollar are left out.
    """
    payments = plan.payments if plan else ()
    prepared = with_ended(prepared, plan.settings.ended if plan else ())
    years = (plan.settings.fiscal_years if plan else ()) or prepared.years
    found = [
        lapse
        for money in prepared.purses.values()
        if money.year <= max(years, default=0)
        for lapse in _lapses(prepared, money, payments)
        if lapse.lapses_on >= prepared.portfolio.today
    ]
    return tuple(sorted(found, key=lambda x: (x.lapses_on, -x.amount, x.fund_id, x.money_year)))


def is_staff(prepared: Prepared, purchase_id: str, cost_line_id: str) -> bool:
    """Whether a cost line of an open purchase is for staff."""
    lines = (c.line for c in prepared.costs[purchase_id])
    return any(x.cost_line_id == cost_line_id and x.category is Category.STAFF for x in lines)


def _lapses(prepared: Prepared, money: Purse, payments: Iterable[Payment]) -> list[Lapse]:
    own = [p for p in payments if (p.fund_id, p.money_year) == (money.fund.fund_id, money.year)]
    left = money.available - sum(cents(p.amount) for p in own)
    carried = sum(
        cents(p.amount) for p in own if money.carried(p.fiscal_year, is_staff(prepared, p.purchase_id, p.cost_line_id))
    )
    later = min(left, max(0, money.may_carry - carried))
    by_day: defaultdict[date, int] = defaultdict(int)
    by_day[money.year_ends] += left - later
    by_day[money.ends] += later
    return [
        Lapse(
            fund_id=money.fund.fund_id,
            money_year=money.year,
            amount=to_dollars(amount),
            lapses_on=day,
            early=_early(prepared.funds[money.fund.fund_id], money) if day < money.ends else "",
        )
        for day, amount in by_day.items()
        if amount >= A_DOLLAR and day < date.max
    ]


def _early(book: FundBook, money: Purse) -> str:
    """Why some of a year's money lapses before the fund's last day."""
    last = f"; its last day is {day_words(money.ends)}" if money.ends < date.max else ""
    return f"{carry_limit(book, money)} past {day_words(money.year_ends)}{last}"


def carry_limit(book: FundBook, money: Purse) -> str:
    """What may be carried over of a budget year of which not all may be: at most $91,860 (15% of $612,400) of FY 2027
    may be carried.
    """
    shares = [r.share for r in of_kind(book.rules, RuleKind.CARRYOVER) if about(r, money.year) and r.share is not None]
    if not shares:
        return f"no rule lets money of FY {money.year} be carried"
    part = f"{percent(min(shares))} of {dollars(money.budgeted)}"
    return f"at most {dollars(money.carry)} ({part}) of FY {money.year} may be carried"
