"""What Budget cannot show for want of fund years: funds and fiscal years that nobody has given a budget."""

from collections import defaultdict
from collections.abc import Sequence

from data_models.budget import MissingFundYears, MonthSum, WholeFund
from data_models.fund import short_names
from data_models.portfolio import Portfolio
from planning.prepare import current_year, planned_years
from planning.whole_funds import whole_funds
from planning.wording import A_DOLLAR, dollars, listing, year_words

MOST_NAMED, MOST_YEARS = 3, 4


def missing_fund_years(portfolio: Portfolio, sums: Sequence[MonthSum]) -> MissingFundYears:
    """Fund years that are not on record, in a sentence and as (fund, fiscal year) in order.

    A fund lacks those that its ledger has from the current year on, as what is over needs no budget; without any fund
    year also the current one. Nothing where no fund is on record.
    """
    now, held = current_year(portfolio), {(y.fund_id, y.fiscal_year) for y in portfolio.fund_years}
    budgeted = {fund_id for fund_id, _ in held}
    booked: defaultdict[str, set[int]] = defaultdict(set)
    for one in sums:
        booked[one.fund_id].add(one.fiscal_year)
    without, partly = [], []
    for fund in portfolio.funds:
        coming = {year for year in booked[fund.fund_id] if year >= now}
        if fund.fund_id not in budgeted:
            without += [(fund.fund_id, year) for year in sorted(coming | {now})]
        else:
            partly += [(fund.fund_id, year) for year in sorted(coming) if (fund.fund_id, year) not in held]
    everything = bool(portfolio.funds) and not budgeted
    return MissingFundYears(
        everything=everything,
        missing=(*without, *partly),
        words=" ".join(_words(portfolio, without, partly, booked) if not everything else _none(portfolio, booked)),
        headline=_headline(whole_funds(portfolio, sums)) if everything else "",
    )


def _headline(whole: Sequence[WholeFund]) -> str:
    """The ledger has $1,613,628,479 spent in FY 2022; what of it the cabinet may use is not yet said."""
    newest = max((one.fiscal_year for one in whole), default=None)
    parts = []
    for field in ("budgeted", "encumbered", "spent"):
        found = [amount for one in whole if one.fiscal_year == newest and (amount := getattr(one, field)) is not None]
        if found:
            parts.append(f"{dollars(round(sum(found)) * A_DOLLAR)} {field}")
    if not parts:
        return "No fund has a budget on record"
    return f"The ledger has {listing(parts)} in FY {newest}; what of it the cabinet may use is not yet said"


def _none(portfolio: Portfolio, booked: dict[str, set[int]]) -> list[str]:
    """The ledger has entries of 64 funds for FY 2022, and no fund year says what each fund has to spend: load ..."""
    years = sorted({year for fund in portfolio.funds for year in booked[fund.fund_id]})
    funds = "the fund" if len(portfolio.funds) == 1 else f"any of the {len(portfolio.funds):,} funds"
    known = f"The ledger has entries of {_years(years)}, but no" if years else "No"
    return [
        f"{known} fund year says what {funds} has to spend, so budgets and what is left are not known, and "
        "nothing can be planned: load fund_years.csv on Data, or add them under Fund years."
    ]


def _words(
    portfolio: Portfolio, without: list[tuple[str, int]], partly: list[tuple[str, int]], booked: dict[str, set[int]]
) -> list[str]:
    names, said = short_names(portfolio.funds), []
    if without:
        funds = list(dict.fromkeys(fund_id for fund_id, _ in without))
        have = "has" if len(funds) == 1 else "have"
        years = sorted({year for fund_id in funds for year in booked[fund_id]})
        ledger = f"; the ledger has entries of {_years(years)}" if years else ""
        said.append(
            f"{listing([names[f] for f in funds], MOST_NAMED, other='fund')} {have} no fund year, so budget and what "
            f"is left are not known{ledger}: add what each has to spend under Fund years."
        )
    for year in sorted({year for _, year in partly}):
        funds = [names[fund_id] for fund_id, other in partly if other == year]
        said.append(
            f"The ledger has entries of FY {year} for {listing(funds, MOST_NAMED, other='fund')} and there is no fund "
            "year for them: add it under Fund years."
        )
    if portfolio.fund_years and not planned_years(portfolio):
        now = current_year(portfolio)
        said.append(f"No fund has a budget for FY {now} or later, so nothing can be planned: add those fund years.")
    return said


def _years(years: list[int]) -> str:
    """FY 2022, or FY 2019 to FY 2027 where they are many."""
    return year_words(years) if len(years) <= MOST_YEARS else f"FY {years[0]} to FY {years[-1]}"
