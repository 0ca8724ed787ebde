"""Ending contracts: from which day one can end, and what money and hours that frees in the plan's books."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby

from data_models.contract import Contract
from data_models.ending import Endings, Freed, FreedHours, FreedMoney
from data_models.portfolio import Portfolio
from data_models.project import StaffHours
from planning.calendar import first_day, fiscal_year
from planning.hours import role_key
from planning.prepare import Prepared, rebooked
from planning.renewal import next_renewal
from planning.wording import cents, day_words, dollars, hours_words, listing, to_dollars, year_words

NAMED = 2
"""Contracts named in one line before the rest are counted."""


def endings(portfolio: Portfolio, contract_ids: Collection[str]) -> Endings:
    """What ending these contracts frees, in the order of their keys; keys that are not on record free nothing.

    A contract ends on its renewal date; where notice can no longer be given for that day, on the first later renewal
    for which it can, taking it to renew for a year at a time. Each budget year on record of its fund that begins on or
    after that day is freed of its yearly cost, as far as money is encumbered there that no contract before it freed:
    a year already begun when it ends pays for the whole year. Staff hours are freed from the first month that begins
    on or after that day. Without a renewal date its end is not known, and nothing is freed.
    """
    month = portfolio.district.fiscal_year_start_month
    left: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for held in sorted(portfolio.fund_years, key=lambda y: y.fiscal_year):
        left[held.fund_id][held.fiscal_year] = max(0, cents(held.encumbered or Decimal(0)))
    wanted = frozenset(contract_ids)
    hours = _hours_of(portfolio, wanted)
    found = []
    ended = [c for c in portfolio.contracts if c.contract_id in wanted]
    for contract in ended:
        begins, notice = next_renewal(contract, portfolio.today)
        money = []
        for year, promised in left[contract.fund_id].items():
            if begins and promised and first_day(year, month) >= begins:
                freed = min(cents(contract.yearly_cost), promised)
                left[contract.fund_id][year] -= freed
                money += [FreedMoney(fund_id=contract.fund_id, money_year=year, amount=to_dollars(freed))]
        own = [h for h in hours[contract.contract_id] if begins and h.month >= begins]
        found.append(_freed(portfolio, contract, begins, notice, tuple(m for m in money if m.amount), own))
    amount = sum((f.amount for f in found), Decimal(0))
    titles = [c.title for c in ended]
    how_much = dollars(cents(amount)) if amount else "nothing"
    words = f"{how_much} freed by ending {listing(titles, most=NAMED)}" if found else ""
    return Endings(contracts=tuple(found), amount=amount, words=words)


def free_from(contract: Contract, today: date) -> date | None:
    """The first day without the contract, were it ended now; none where its renewal date is not on record."""
    return next_renewal(contract, today)[0]


def with_ended(prepared: Prepared, contract_ids: Collection[str]) -> Prepared:
    """`prepared` with the books as they are once these contracts end; about a millisecond, nothing where none ends."""
    if not contract_ids:
        return prepared
    portfolio = prepared.portfolio
    ended = endings(portfolio, contract_ids).contracts
    freed: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for money in (m for f in ended for m in f.money):
        freed[money.fund_id, money.money_year] += money.amount
    begins = {f.contract_id: f.free_from for f in ended if f.free_from}
    years = tuple(
        y.model_copy(update={"encumbered": y.encumbered - amount})
        if y.encumbered is not None and (amount := freed.get((y.fund_id, y.fiscal_year)))
        else y
        for y in portfolio.fund_years
    )
    hours = tuple(h for h in portfolio.staff_hours if h.contract_id not in begins or h.month < begins[h.contract_id])
    return rebooked(prepared, portfolio.model_copy(update={"fund_years": years, "staff_hours": hours}))


def _freed(
    portfolio: Portfolio,
    contract: Contract,
    begins: date | None,
    notice: date | None,
    money: tuple[FreedMoney, ...],
    lines: Iterable[StaffHours],
) -> Freed:
    month = portfolio.district.fiscal_year_start_month
    by_role: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for line in lines:
        by_role[role_key(line.role), fiscal_year(line.month, month)] += line.hours
    hours = tuple(FreedHours(role=r, fiscal_year=y, hours=taken) for (r, y), taken in sorted(by_role.items()) if taken)
    return Freed(
        contract_id=contract.contract_id,
        free_from=begins,
        notice_by=notice,
        money=money,
        hours=hours,
        words=_words(portfolio, contract, begins, money, hours),
    )


def _hours_of(portfolio: Portfolio, contract_ids: Collection[str]) -> defaultdict[str, list[StaffHours]]:
    found: defaultdict[str, list[StaffHours]] = defaultdict(list)
    for line in portfolio.staff_hours:
        if line.contract_id in contract_ids:
            found[line.contract_id].append(line)
    return found


def _words(
    portfolio: Portfolio,
    contract: Contract,
    begins: date | None,
    money: tuple[FreedMoney, ...],
    hours: tuple[FreedHours, ...],
) -> str:
    """Harbor LMS renews on 1 Jul 2027 for $44,300 a year; ending it then frees $44,300 of General fund ..."""
    if begins is None:
        return f"It is not on record when {contract.title} ends, so ending it frees nothing: add its renewal date."
    late = ""
    if contract.renews_on and begins > contract.renews_on:
        late = f"Notice for the renewal on {day_words(contract.renews_on)} is past. "
    parts = [*_money_words(portfolio, money), *_hours_words(hours)]
    a_year = f" for {dollars(cents(contract.yearly_cost))} a year" if contract.yearly_cost else ""
    what = f"{late}{contract.title} renews on {day_words(begins)}{a_year}; ending it then frees"
    kept = _begun_year(begins, portfolio.district.fiscal_year_start_month) if contract.yearly_cost else ""
    if not money:
        return f"{what} {listing(parts) if parts else 'nothing'}: {_no_money(portfolio, contract)}.{kept}"
    less = " No more of it is promised there." if any(m.amount < contract.yearly_cost for m in money) else ""
    return f"{what} {listing(parts, most=len(parts))}.{less}{kept}"


def _begun_year(begins: date, month: int) -> str:
    """That the year in which it ends keeps its cost; not said of a year in its last month."""
    if (begins.month, begins.day) == (month, 1) or begins.month % 12 + 1 == month:
        return ""
    return f" FY {fiscal_year(begins, month)} has begun by then and keeps its cost."


def _money_words(portfolio: Portfolio, money: tuple[FreedMoney, ...]) -> list[str]:
    names = {f.fund_id: f.name for f in portfolio.funds}
    said = []
    for amount, group in groupby(money, key=lambda m: m.amount):
        alike = list(group)
        when = "in each of" if len(alike) > 1 else "in"
        fund = names.get(alike[0].fund_id, alike[0].fund_id)
        said.append(f"{dollars(cents(amount))} of {fund} {when} {year_words([m.money_year for m in alike])}")
    return said


def _hours_words(hours: Iterable[FreedHours]) -> list[str]:
    return [f"{hours_words(int(h.hours * 60))} {h.role} hours in FY {h.fiscal_year}" for h in hours]


def _no_money(portfolio: Portfolio, contract: Contract) -> str:
    fund = next((f.name for f in portfolio.funds if f.fund_id == contract.fund_id), "")
    if not contract.yearly_cost:
        return "it costs nothing"
    if not fund:
        return "it is not on record which fund pays"
    return f"nothing is encumbered of {fund} in a year that begins after that"
