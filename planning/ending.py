"""Ending contracts: from which day one can end, and what money and hours that frees in the plan's books."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, groupby

from data_models.contract import Contract
from data_models.ending import Endings, Freed, FreedHours, FreedMoney
from data_models.portfolio import Portfolio
from planning.calendar import first_day, fiscal_year
from planning.hours import role_key
from planning.prepare import Prepared, rebooked
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
    left = {(y.fund_id, y.fiscal_year): max(0, cents(y.encumbered or Decimal(0))) for y in portfolio.fund_years}
    found = []
    for contract in portfolio.contracts:
        if contract.contract_id not in contract_ids:
            continue
        begins = free_from(contract, portfolio.today)
        money = []
        for fund_id, year in sorted(left):
            if begins and fund_id == contract.fund_id and first_day(year, month) >= begins:
                freed = min(cents(contract.yearly_cost), left[fund_id, year])
                left[fund_id, year] -= freed
                money += [FreedMoney(fund_id=fund_id, money_year=year, amount=to_dollars(freed))] if freed else []
        found.append(_freed(portfolio, contract, begins, tuple(money)))
    amount = sum((f.amount for f in found), Decimal(0))
    titles = [c.title for c in portfolio.contracts if c.contract_id in contract_ids]
    words = f"{dollars(cents(amount))} freed by ending {listing(titles, most=NAMED)}" if found else ""
    return Endings(contracts=tuple(found), amount=amount, words=words)


def free_from(contract: Contract, today: date) -> date | None:
    """The first day without the contract, were it ended now; none where its renewal date is not on record."""
    return _renewal(contract, today)[0]


def _renewal(contract: Contract, today: date) -> tuple[date | None, date | None]:
    """(the renewal at which it can still end, last day of notice for it: without a notice date, the day before)."""
    if contract.renews_on is None:
        return None, None
    eve = contract.renews_on - timedelta(days=1)
    notice = min(contract.notice_by or eve, eve)
    late = next(years for years in count() if _years_later(notice, years) >= today)
    return _years_later(contract.renews_on, late), _years_later(notice, late)


def _years_later(day: date, years: int) -> date:
    """The same day some years later, in February its last where it has no 29th; never after the last year there is."""
    year = min(day.year + years, date.max.year)
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) and years else day.replace(year=year)


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


def _freed(portfolio: Portfolio, contract: Contract, begins: date | None, money: tuple[FreedMoney, ...]) -> Freed:
    hours = _hours(portfolio, contract.contract_id, begins) if begins else ()
    return Freed(
        contract_id=contract.contract_id,
        free_from=begins,
        notice_by=_renewal(contract, portfolio.today)[1],
        money=money,
        hours=hours,
        words=_words(portfolio, contract, begins, money, hours),
    )


def _hours(portfolio: Portfolio, contract_id: str, begins: date) -> tuple[FreedHours, ...]:
    month = portfolio.district.fiscal_year_start_month
    own = [
        (role_key(h.role), fiscal_year(h.month, month), h.hours)
        for h in portfolio.staff_hours
        if h.contract_id == contract_id and h.month >= begins and h.hours
    ]
    return tuple(
        FreedHours(role=role, fiscal_year=year, hours=sum((hours for *_, hours in group), Decimal(0)))
        for (role, year), group in groupby(sorted(own), key=lambda h: h[:2])
    )


def _words(
    portfolio: Portfolio,
    contract: Contract,
    begins: date | None,
    money: tuple[FreedMoney, ...],
    hours: tuple[FreedHours, ...],
) -> str:
    """Ending Harbor LMS from 1 Jul 2027 frees $44,300 of General fund in FY 2028 and 20 systems analyst hours ..."""
    if begins is None:
        return f"It is not on record when {contract.title} ends, so ending it frees nothing: add its renewal date."
    late = ""
    if contract.renews_on and begins > contract.renews_on:
        late = f"Notice for the renewal on {day_words(contract.renews_on)} is past. "
    parts = [*_money_words(portfolio, money), *_hours_words(hours)]
    what = f"Ending {contract.title} from {day_words(begins)}"
    if not money:
        return f"{late}{what} frees {listing(parts) if parts else 'nothing'}: {_no_money(portfolio, contract)}."
    return f"{late}{what} frees {listing(parts, most=len(parts))}."


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
