"""When contracts renew, and which need notice soon."""

from datetime import date, timedelta
from itertools import count

from data_models.contract import Contract
from data_models.portfolio import Portfolio
from data_models.renewal import Due, Renewal
from data_models.wording import counted
from planning.wording import day_words

SOON = timedelta(days=90)


def next_renewal(contract: Contract, today: date) -> tuple[date | None, date | None]:
    """(the first renewal at which the contract can still end, last day of notice for it); none, none without a date.

    That is its renewal date; where notice can no longer be given for that day, the first later renewal for which it
    can, taking the contract to renew for a year at a time. Notice is given before the renewal: without a notice date,
    or with one that is later, by the day before it.
    """
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


def renewals(portfolio: Portfolio) -> tuple[Renewal, ...]:
    """One for each contract, the most pressing first: by how soon notice is due, then by its date, then by key.

    Notice is due soon where its last day is at most 90 days from today, today and the 90th day included.
    """
    found = [_renewal(contract, portfolio.today) for contract in portfolio.contracts]
    order = {due: place for place, due in enumerate(Due)}
    return tuple(sorted(found, key=lambda r: (order[r.due], r.notice_by or date.max, r.contract_id)))


def _renewal(contract: Contract, today: date) -> Renewal:
    renews_on, notice_by = next_renewal(contract, today)
    if contract.renews_on is None or renews_on is None or notice_by is None:
        due, words = Due.UNKNOWN, "It is not on record when it renews."
    elif contract.renews_on < today:
        due = Due.OUT_OF_DATE
        words = f"Its renewal date, {day_words(contract.renews_on)}, is past: look up when it renews next."
    elif renews_on > contract.renews_on:
        due = Due.MISSED
        words = (
            f"Notice for the renewal on {day_words(contract.renews_on)} is past; "
            f"the next notice is due by {day_words(notice_by)}."
        )
    else:
        due = Due.SOON if notice_by <= today + SOON else Due.LATER
        days = counted((notice_by - today).days, "day")
        words = f"It renews on {day_words(renews_on)}; notice is due by {day_words(notice_by)}, in {days}."
    return Renewal(contract_id=contract.contract_id, due=due, renews_on=renews_on, notice_by=notice_by, words=words)
