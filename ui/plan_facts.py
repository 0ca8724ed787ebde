"""Which plan a file shows: of whom, when it was made, by what settings, and what comes of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from data_models.fund import short_names
from data_models.plan import Headline, Plan
from data_models.portfolio import Portfolio
from ui.lens import Lens
from ui.quality import how_good
from ui.words import fiscal_year, listed, moment, money, one_line

MOST_NAMED = 20
"""Titles named of a long choice: the list's decisions say of every purchase whether it is pinned or ruled out."""


def plan_facts(
    portfolio: Portfolio, plan: Plan, figures: Headline, years_with_money: Sequence[int], looking: Lens, member_id: str
) -> list[tuple[str, str]]:
    """(what, in words): enough to make the plan again, by hand or in a meeting. Made now.

    years_with_money: those planned where the settings name none. looking, member_id: what the window looks at, and as
    whom; given, as a file is made when no page is being drawn.
    """
    settings = plan.settings
    member = next((m.name for m in portfolio.members if m.member_id == member_id), "")
    made_up = ", made up" if portfolio.district.made_up else ""
    titles = {purchase.purchase_id: purchase.title for purchase in portfolio.purchases}
    contracts = {contract.contract_id: contract.title for contract in portfolio.contracts}
    funds = short_names(portfolio.funds)
    limits = [f"{one_line(funds[fund])} {money(most)}" for fund, most in settings.money_in_play]
    return [
        ("District", f"{one_line(portfolio.district.name)}{made_up}"),
        ("Made", moment(datetime.now(UTC).replace(tzinfo=None)) + (f", by {one_line(member)}" if member else "")),
        ("Data version", str(portfolio.version)),
        ("Purchases listed", _looked_at(portfolio, looking)),
        ("Plan", figures.words),
        ("Quality", how_good(portfolio, plan) or "nothing is in"),
        ("Academic share", f"{settings.academic_share}%"),
        ("Academic floor", str(settings.academic_floor)),
        ("Technical floor", str(settings.technical_floor)),
        ("Counted", str(settings.count)),
        ("Years planned", listed([fiscal_year(year) for year in settings.fiscal_years or years_with_money])),
        ("Money in play", f"at most {listed(limits)}; all of the other funds" if limits else "all of every fund"),
        ("Floor for high-need schools", f"{settings.high_need_floor}%" if settings.high_need_floor else "none"),
        ("Pinned in", _named(settings.pinned, titles)),
        ("Ruled out", _named(settings.ruled_out, titles)),
        ("Contracts ended", _named(settings.ended, contracts)),
    ]


def _named(keys: Sequence[str], titles: Mapping[str, str]) -> str:
    """Which of them, by title and key; none where there are none."""
    return listed([f"{one_line(titles.get(key, key))} ({key})" for key in keys], MOST_NAMED) or "none"


def _looked_at(portfolio: Portfolio, now: Lens) -> str:
    """What part of the district the list shows; the plan is made for the whole."""
    names: tuple[tuple[Sequence[str], dict[str, str]], ...] = (
        (now.departments, {one.department_id: one.name for one in portfolio.departments}),
        (now.sites, {one.site_id: one.name for one in portfolio.sites}),
        (now.goals, {one.goal_id: one.title for one in portfolio.goals}),
    )
    parts = [listed([one_line(known[key]) for key in keys], MOST_NAMED) for keys, known in names if keys]
    return f"of {'; '.join(parts)}" if parts else "all"
