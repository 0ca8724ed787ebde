"""What the ledger says of whole funds, in years for which nobody has said what of them the cabinet may use."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from data_models.budget import MonthSum, WholeFund
from data_models.ledger import EntryKind
from data_models.portfolio import Portfolio
from planning.prepare import current_year


def whole_funds(portfolio: Portfolio, sums: Iterable[MonthSum]) -> tuple[WholeFund, ...]:
    """The ledger by fund and fiscal year, where there is no fund year: funds as on record, then others by key; by year.

    A fund year is the cabinet's part of a fund, and where there is one it alone is shown. What stands here is the whole
    fund, which no plan may spend. A kind that the ledger has no entry of is not known.
    """
    held = {(y.fund_id, y.fiscal_year) for y in portfolio.fund_years}
    kinds: defaultdict[tuple[str, int], dict[EntryKind, Decimal]] = defaultdict(dict)
    entries: defaultdict[tuple[str, int], int] = defaultdict(int)
    for one in sums:
        key = (one.fund_id, one.fiscal_year)
        if key not in held:
            kinds[key][one.kind] = kinds[key].get(one.kind, Decimal(0)) + one.amount
            entries[key] += one.entries
    place = {fund.fund_id: number for number, fund in enumerate(portfolio.funds)}
    return tuple(
        WholeFund(
            fund_id=fund_id,
            fiscal_year=year,
            budgeted=kinds[fund_id, year].get(EntryKind.BUDGET),
            encumbered=kinds[fund_id, year].get(EntryKind.ENCUMBRANCE),
            spent=kinds[fund_id, year].get(EntryKind.ACTUAL),
            entries=entries[fund_id, year],
        )
        for fund_id, year in sorted(kinds, key=lambda k: (place.get(k[0], len(place)), *k))
    )


def looked_for(portfolio: Portfolio, whole: Iterable[WholeFund], year: int | None) -> tuple[WholeFund, ...]:
    """Those of one fiscal year; without one, those that a fund year is missing for: from the current year on, and of a
    fund without any fund year all, as nothing else is known of it.
    """
    now, budgeted = current_year(portfolio), {y.fund_id for y in portfolio.fund_years}
    if year is not None:
        return tuple(one for one in whole if one.fiscal_year == year)
    return tuple(one for one in whole if one.fiscal_year >= now or one.fund_id not in budgeted)
