"""Everything about a portfolio that no setting changes, worked out once for each data version."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from data_models.district import Site
from data_models.fund import FundYear, short_names
from data_models.portfolio import Portfolio
from data_models.purchase import BOUGHT_STAGES, OPEN_STAGES, CostLine, Purchase
from planning.allocation.problem import Demand, Payer, Pot
from planning.calendar import fiscal_year
from planning.fund_rules import (
    Cost,
    Flows,
    FundBook,
    Key,
    Purse,
    RuleLimit,
    Verdict,
    fund_book,
    group_of,
    judge,
    limits,
    refuse_year,
    share_of,
)
from planning.hours import HoursLimit, hours_limits
from planning.landing import Landings
from planning.orders import Orders, orders_of, with_orders
from planning.rating import criterion_values, raters
from planning.reach import learners_reached, reach_by_site
from planning.wording import cents, dollars, listing


@dataclass(frozen=True)
class Prepared:
    """A portfolio and what follows from it alone. Make it with `prepare`; keep it as long as the data stays the same.

    years: fiscal years planned where the settings name none. values: 0-100 by purchase and criterion.
    learners: by purchase; reach: the same by purchase and site.
    costs: open purchases' cost lines. verdicts: by cost line and fund. demands: what the costs ask of the pots, by
    purchase. purses and pots: the funds' money, by pot key. keys: by fund, every payment its pots could make.
    mends: by purchase, what must be mended before it can be planned. landings: where the costs' cents land, by site.
    orders: what was ordered takes of the funds.
    """

    portfolio: Portfolio
    years: tuple[int, ...]
    purchases: Mapping[str, Purchase]
    funds: Mapping[str, FundBook]
    values: Mapping[str, Mapping[str, float]]
    raters: Mapping[str, int]
    learners: Mapping[str, int]
    reach: Mapping[str, Mapping[str, float]]
    costs: Mapping[str, tuple[Cost, ...]]
    verdicts: Mapping[tuple[str, str], Verdict]
    demands: Mapping[str, tuple[Demand, ...]]
    purses: Mapping[str, Purse]
    pots: tuple[Pot, ...]
    keys: Mapping[str, tuple[Key, ...]]
    limits: tuple[RuleLimit, ...]
    hours: tuple[HoursLimit, ...]
    mends: Mapping[str, tuple[str, ...]]
    landings: Landings
    orders: Orders


def prepare(portfolio: Portfolio) -> Prepared:
    """What follows from a portfolio alone. Takes some milliseconds; every other function of planning starts here."""
    unheld = _books(portfolio)
    orders = orders_of(portfolio, unheld)
    funds = with_orders(unheld, orders)
    every = costs_of(portfolio, [p for p in portfolio.purchases if p.stage in (*OPEN_STAGES, *BOUGHT_STAGES)])
    costs = {p.purchase_id: every[p.purchase_id] for p in portfolio.purchases if p.stage in OPEN_STAGES}
    verdicts = _verdicts(portfolio, funds, costs)
    reach = reach_by_site(portfolio)
    needs = frozenset(need.need_id for need in portfolio.needs)
    demands = {p: tuple(_demands(portfolio, funds, verdicts, lines)) for p, lines in costs.items()}
    purses = {m.id: m for book in funds.values() for m in book.purses}
    keys = _keys(funds, purses, demands)
    return Prepared(
        portfolio=portfolio,
        years=planned_years(portfolio),
        purchases={p.purchase_id: p for p in portfolio.purchases},
        funds=funds,
        values=criterion_values(portfolio.ratings, portfolio.criteria),
        raters=raters(portfolio.ratings),
        learners=learners_reached(portfolio),
        reach=reach,
        costs=costs,
        verdicts=verdicts,
        demands=demands,
        purses=purses,
        pots=tuple(m.pot for m in purses.values()),
        keys=keys,
        limits=tuple(x for f, book in funds.items() for x in _limits(portfolio, book, keys[f], orders)),
        hours=hours_limits(portfolio),
        mends={p.purchase_id: mends for p in portfolio.purchases if (mends := _mends(portfolio, p, costs, needs))},
        landings=Landings(portfolio, every, reach),
        orders=orders,
    )


def rebooked(prepared: Prepared, portfolio: Portfolio) -> Prepared:
    """`prepared` with the money and the hours of `portfolio`, which differs from its own in nothing else."""
    funds, orders = with_orders(_books(portfolio), prepared.orders), prepared.orders
    purses = {m.id: m for book in funds.values() for m in book.purses}
    return replace(
        prepared,
        funds=funds,
        purses=purses,
        pots=tuple(m.pot for m in purses.values()),
        limits=tuple(x for f, book in funds.items() for x in _limits(portfolio, book, prepared.keys[f], orders)),
        hours=hours_limits(portfolio),
    )


def current_year(portfolio: Portfolio) -> int:
    """The fiscal year that `today` is in."""
    return fiscal_year(portfolio.today, portfolio.district.fiscal_year_start_month)


def planned_years(portfolio: Portfolio) -> tuple[int, ...]:
    """Fiscal years from the current one on that some fund has a budget for, ascending."""
    now = current_year(portfolio)
    return tuple(sorted({y.fiscal_year for y in portfolio.fund_years if y.fiscal_year >= now and y.budgeted > 0}))


def _books(portfolio: Portfolio) -> dict[str, FundBook]:
    rules, month, today = portfolio.fund_rules, portfolio.district.fiscal_year_start_month, portfolio.today
    held: defaultdict[str, list[FundYear]] = defaultdict(list)
    for year in portfolio.fund_years:
        held[year.fund_id].append(year)
    names = short_names(portfolio.funds)
    called = [fund.model_copy(update={"name": names[fund.fund_id]}) for fund in portfolio.funds]
    return {f.fund_id: fund_book(f, held[f.fund_id], rules, month, today) for f in called}


def costs_of(portfolio: Portfolio, purchases: Iterable[Purchase]) -> dict[str, tuple[Cost, ...]]:
    """By purchase, its cost lines with what the rules ask about them."""
    sites = {s.site_id: s for s in portfolio.sites}
    needs = {n.need_id: n for n in portfolio.needs}
    lines: defaultdict[str, list[CostLine]] = defaultdict(list)
    for line in portfolio.cost_lines:
        lines[line.purchase_id].append(line)
    costs = {}
    for purchase in purchases:
        own = lines[purchase.purchase_id]
        until = max((x.fiscal_year for x in own if x.recurring), default=None)
        answered = tuple(needs[n] for n in purchase.need_ids if n in needs)
        costs[purchase.purchase_id] = tuple(
            Cost(x, purchase, answered, _sites_of(x, purchase, sites), until) for x in own
        )
    return costs


def _sites_of(line: CostLine, purchase: Purchase, sites: Mapping[str, Site]) -> tuple[Site, ...]:
    """Sites of a line; a site that is not on record stands for itself, with nothing known of it."""
    named = line.site_ids or purchase.site_ids or tuple(sites)
    return tuple(sites.get(s) or Site(site_id=s, name=s) for s in named)


def _verdicts(
    portfolio: Portfolio, funds: Mapping[str, FundBook], costs: Mapping[str, tuple[Cost, ...]]
) -> dict[tuple[str, str], Verdict]:
    """What each fund's rules say of each open cost line. Lines that rules cannot tell apart are judged once."""
    judged: dict[object, Verdict] = {}
    verdicts = {}
    for lines in costs.values():
        for cost in lines:
            alike = (
                cost.line.category,
                cost.goes_on_until if cost.line.recurring else None,
                tuple(s.site_id for s in cost.sites),
                cost.purchase.need_ids,
                cost.purchase.program_area,
            )
            for fund_id, book in funds.items():
                key = (fund_id, alike)
                if key not in judged:
                    judged[key] = judge(book, cost, portfolio.district)
                verdicts[cost.line.cost_line_id, fund_id] = judged[key]
    return verdicts


def _demands(
    portfolio: Portfolio,
    funds: Mapping[str, FundBook],
    verdicts: Mapping[tuple[str, str], Verdict],
    costs: tuple[Cost, ...],
) -> Iterator[Demand]:
    month = portfolio.district.fiscal_year_start_month
    for cost in costs:
        line, amount = cost.line, cents(cost.line.amount)
        payers = []
        for fund_id, book in funds.items():
            verdict = verdicts[line.cost_line_id, fund_id]
            if verdict.refusals:
                continue
            most, group = share_of(amount, verdict.share), group_of(book.rules, cost)
            payers += [
                Payer(money.id, most, group)
                for money in book.purses
                if most and not refuse_year(book, money, line.fiscal_year, portfolio.today, month)
            ]
        if amount:
            yield Demand(line.cost_line_id, line.purchase_id, line.fiscal_year, amount, tuple(payers))


def _keys(
    funds: Mapping[str, FundBook], purses: Mapping[str, Purse], demands: Mapping[str, tuple[Demand, ...]]
) -> dict[str, tuple[Key, ...]]:
    """By fund, every payment that its pots could make, as limits see it."""
    keys: dict[str, set[Key]] = {fund_id: set() for fund_id in funds}
    for due in demands.values():
        for demand in due:
            for payer in demand.payers:
                keys[purses[payer.pot].fund.fund_id].add((payer.pot, payer.group, demand.year))
    return {fund_id: tuple(sorted(found)) for fund_id, found in keys.items()}


def _limits(portfolio: Portfolio, book: FundBook, keys: tuple[Key, ...], orders: Orders) -> tuple[RuleLimit, ...]:
    held, booked = (flows.get(book.fund.fund_id, {}) for flows in (orders.held, orders.booked))
    return limits(Flows(book.fund, book.rules, book.purses, keys, portfolio.district, portfolio.sites, held, booked))


def _mends(
    portfolio: Portfolio, purchase: Purchase, costs: Mapping[str, tuple[Cost, ...]], needs: frozenset[str]
) -> tuple[str, ...]:
    """What an open purchase lacks, as things to do; empty where it can be planned."""
    if purchase.stage not in OPEN_STAGES:
        return ()
    lines = [c.line for c in costs[purchase.purchase_id]]
    past = sorted({x.fiscal_year for x in lines if x.fiscal_year < current_year(portfolio) and x.amount})
    found = []
    if not lines:
        found.append("it has no cost line: add what it costs, by fiscal year")
    if not any(n in needs for n in purchase.need_ids):
        found.append("it names no need on record: say which need it answers")
    if past:
        due = sum(cents(x.amount) for x in lines if x.fiscal_year in past)
        years = listing([str(y) for y in past])
        found.append(f"{dollars(due)} of its cost is in fiscal year {years}, which is over: move it to a later year")
    return tuple(found)
