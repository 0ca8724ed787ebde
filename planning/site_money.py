"""Dollars per learner across sites against how great their need is: from a plan, from orders, from the ledger."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from data_models.district import Site
from data_models.equity import Equity, SiteMoney
from data_models.plan import Plan
from data_models.portfolio import Portfolio
from planning.equity import counted_once, district_index, high_need_sites, need_index
from planning.high_need_floor import landed_in
from planning.landing import Landed, OrderLanding
from planning.prepare import Prepared
from planning.who_pays import who_pays
from planning.wording import cents, dollars, to_dollars, year_words

SiteSpending = tuple[tuple[str, Decimal], ...]
"""(site key, US dollars); the empty key stands for entries that name no site on record, nor does their account."""


def planned_by_site(prepared: Prepared, plan: Plan) -> dict[str, int]:
    """Cents that a plan's purchases cost in its years, by the site where they land; sites that get none left out."""
    found: defaultdict[str, int] = defaultdict(int)
    for purchase in plan.chosen:
        for site, amount in _cents_at(prepared, purchase, years_of(prepared, plan)).items():
            found[site] += amount
    return dict(found)


def coming_to(prepared: Prepared, plan: Plan, site_id: str) -> tuple[tuple[str, Decimal], ...]:
    """(purchase key, dollars that land at the site) for purchases that bring it any, the most first: those of a plan,
    and what orders hold.
    """
    years = years_of(prepared, plan)
    found = Counter({p: _cents_at(prepared, p, years).get(site_id, 0) for p in plan.chosen})
    for order in held_orders(prepared, plan):
        found[order.purchase_id] += order.by_site.get(site_id, 0)
    return tuple((p, to_dollars(amount)) for p, amount in sorted(found.items(), key=lambda x: (-x[1], x[0])) if amount)


def held_orders(prepared: Prepared, plan: Plan) -> list[OrderLanding]:
    """What orders hold of costs of a plan's years, which the plan has no more and the ledger not yet."""
    years = years_of(prepared, plan)
    return [order for order in prepared.landings.orders if order.held and order.fiscal_year in years]


def years_of(prepared: Prepared, plan: Plan) -> tuple[int, ...]:
    """The fiscal years that a plan is of."""
    return plan.settings.fiscal_years or prepared.years


def _cents_at(prepared: Prepared, purchase: str, years: Collection[int]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for cost in prepared.costs[purchase]:
        if cost.line.fiscal_year in years:
            for site, amount in prepared.landings.by_site(cost).items():
                found[site] += amount
    return found


def equity(prepared: Prepared, plan: Plan, spending: SiteSpending, year: int) -> Equity:
    """What each site gets of the plan and of orders, and got of what is spent or promised in fiscal `year`, per learner
    enrolled. Orders count as what comes until the ledger has them, which then says where they went.

    spending: what the ledger shows, by site. How often the needier of two sites gets more is the share of concordant
    pairs (Kendall 1938), of the pairs that differ in both need and dollars per learner.
    """
    portfolio = prepared.portfolio
    index, high, planned = need_index(portfolio), high_need_sites(portfolio), planned_by_site(prepared, plan)
    spent, orders, ordered = {s: amount for s, amount in spending if s}, held_orders(prepared, plan), Counter[str]()
    for order in orders:
        ordered.update(order.by_site)
    sites = tuple(
        _site(s, index[s.site_id], s.site_id in high, planned.get(s.site_id, 0), ordered[s.site_id], spent)
        for s in portfolio.sites
    )
    told = [s for s in sites if s.index is not None and s.learners]
    pairs = concordance((s.index or 0.0, s.coming_each or 0.0) for s in told)
    landed = landed_in(prepared, plan.chosen, years_of(prepared, plan))
    held = sum((order.landed for order in orders), Landed())
    source = _source(bool(plan.chosen), bool(orders))
    return Equity(
        sites=sites,
        district_index=district_index(portfolio),
        words=_coming_words(told, source),
        spent_words=_spent_words(told, spending, year),
        pairs_words=_pairs_words(*pairs, source),
        index_words=_index_words(portfolio),
        ordered_words=_ordered_words(prepared, held.told + held.untold, years_of(prepared, plan)),
        untold_words=_untold_words(landed.untold + held.untold, source),
    )


def _source(planned: bool, ordered: bool) -> str:
    """Where what comes is from; empty where nothing comes."""
    return " and ".join(["this plan"] * planned + ["what is ordered"] * ordered)


def _ordered_words(prepared: Prepared, held: int, years: Collection[int]) -> str:
    """$12,400 is ordered and not in the ledger yet. $2,400 that is ordered names no payer and is not counted."""
    unpaid = sum(cents(question.amount) for question in who_pays(prepared.portfolio) if question.fiscal_year in years)
    said = [f"{dollars(held)} is ordered and not in the ledger yet."] if held else []
    if unpaid:
        said.append(f"{dollars(unpaid)} is ordered and no fund is said to pay it: it is not in these figures.")
    return " ".join(said)


def _untold_words(untold: int, source: str) -> str:
    return f"{dollars(untold)} of {source.replace('this', 'the')} cannot be told apart by need." if untold else ""


def _index_words(portfolio: Portfolio) -> str:
    if counted_once(portfolio):
        return "The need index is the unduplicated count: each learner in some group of need, once."
    some = any(s.unduplicated is not None for s in portfolio.sites)
    return (
        "The need index is estimated from the sizes of the groups, and high where groups overlap much; unduplicated "
        f"counts in sites.csv{', for every school,' if some else ''} would make it exact."
    )


def _site(
    site: Site, index: float | None, high: bool, planned: int, ordered: int, spent: Mapping[str, Decimal]
) -> SiteMoney:
    got = spent.get(site.site_id, Decimal(0)) if spent else None
    return SiteMoney(
        site_id=site.site_id,
        index=index,
        high_need=high,
        learners=site.enrolment,
        planned=to_dollars(planned),
        ordered=to_dollars(ordered),
        spent=got,
        planned_each=planned / 100 / site.enrolment if site.enrolment else None,
        ordered_each=ordered / 100 / site.enrolment if site.enrolment else None,
        spent_each=float(got) / site.enrolment if site.enrolment and got is not None else None,
    )


def _groups(sites: Sequence[SiteMoney]) -> tuple[tuple[list[SiteMoney], int], ...]:
    """(sites, learners) of the high-need sites, and of the others."""
    parted = ([s for s in sites if s.high_need], [s for s in sites if not s.high_need])
    return tuple((group, sum(s.learners or 0 for s in group)) for group in parted)


def _coming_words(sites: Sequence[SiteMoney], source: str) -> str:
    """High-need schools get $61 per learner from this plan, the others $48."""
    if not sites:
        return "No school has a need index: add enrolment, low-income, English-learner and special-education counts."
    if not source:
        return "Nothing is in the plan."
    each = [sum(cents(s.planned + s.ordered) for s in group) // (100 * n) if n else None for group, n in _groups(sites)]
    if each[1] is None:
        return f"All schools have the same need index; they get ${each[0]:,} per learner from {source}."
    return f"High-need schools get ${each[0]:,} per learner from {source}, the others ${each[1]:,}."


def _spent_words(sites: Sequence[SiteMoney], spending: SiteSpending, year: int) -> str:
    """Spent or promised so far in FY 2027: $95 per learner there, $80 at the others; how much names no school."""
    named, whole = (sum((a for s, a in spending if s or everywhere), Decimal(0)) for everywhere in (False, True))
    if not named or not sites:
        return "The ledger names no school, so only what comes is shown."
    each = [sum(cents(s.spent or Decimal(0)) for s in group) // (100 * n) if n else 0 for group, n in _groups(sites)]
    return (
        f"Spent or promised so far in {year_words([year])}: ${each[0]:,} per learner there, "
        f"${each[1]:,} at the others. {_unplaced_words(whole - named, whole)} "
        "Contracts name no school: they are in only where a ledger entry does."
    )


def _unplaced_words(unplaced: Decimal, whole: Decimal) -> str:
    """$1,100 of the ledger's $2,200 names no school, itself or in its account: it is not in these figures."""
    of = f"the ledger's {dollars(cents(whole))}"
    if not unplaced:
        return f"All of {of} names a school, itself or in its account."
    return f"{dollars(cents(unplaced))} of {of} names no school, itself or in its account: it is not in these figures."


def concordance(pairs: Iterable[tuple[float, float]]) -> tuple[int, int]:
    """(pairs in which both figures rise together, pairs that differ in both figures)."""
    known = sorted(pairs)
    rising = differing = 0
    for place, (need, got) in enumerate(known):
        for more_need, more in known[place + 1 :]:
            if more_need > need and more != got:
                differing += 1
                rising += more > got
    return rising, differing


def _pairs_words(rising: int, differing: int, source: str) -> str:
    """Of 100 pairs of schools, the one with the greater need gets more per learner from this plan in 61."""
    if not differing:
        return ""
    share = round(100 * rising / differing)
    return f"Of 100 pairs of schools, the one with the greater need gets more per learner from {source} in {share}."
