"""Money about to lapse: how much, when, and which purchases could lawfully use it."""

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from data_models.budget import LapseUse, MissingFundYears, PossibleUse, Source
from data_models.plan import Explanation, Lapse
from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui import session
from ui.budget import days_looked_at, dollars, fund_names, listing, say_missing
from ui.budget_behind import behind
from ui.budget_funds import rules_table
from ui.budget_ledger import entries_button
from ui.charts.look import SIGNS
from ui.records.columns import Shown
from ui.words import day, fiscal_year, money, plain

MOST_ROWS = 8


def lapsing_view(
    portfolio: Portfolio,
    uses: Sequence[LapseUse],
    lapses: Sequence[Lapse],
    reasons: Sequence[Explanation],
    seen: Collection[str],
    missing: MissingFundYears,
) -> None:
    """Each sum that lapses soon, with who could use it; then what else of `lapses` goes beside the draft plan."""
    if missing.everything:
        say_missing(portfolio, missing)
    explained = {reason.purchase_id: reason for reason in reasons}
    for use in uses:
        with st.container(border=True):
            _lapse(portfolio, use, explained, seen)
    if not uses and portfolio.fund_years:
        st.info(f"No fund has money that lapses within {days_looked_at()} days.", icon=":material/event_available:")
    names = fund_names(portfolio)
    told = {(use.lapse.fund_id, use.lapse.money_year, use.lapse.lapses_on) for use in uses}
    later = [x for x in lapses if (x.fund_id, x.money_year, x.lapses_on) not in told]
    if later:
        st.markdown("**Lapses later, beside the draft plan**")
        st.table(
            [
                {
                    "Last day": day(lapse.lapses_on),
                    "Fund": plain(names[lapse.fund_id]),
                    "Year of the money": fiscal_year(lapse.money_year),
                    "The draft plan leaves": plain(money(lapse.amount)),
                    "Why then": plain(lapse.early) or "its last day to obligate",
                }
                for lapse in later
            ],
            border="horizontal", hide_index=True,
        )  # fmt: skip


def _lapse(portfolio: Portfolio, use: LapseUse, explained: dict[str, Explanation], seen: Collection[str]) -> None:
    lapse = use.lapse
    fund = next(fund for fund in portfolio.funds if fund.fund_id == lapse.fund_id)
    st.markdown(f":material/hourglass_bottom: **{plain(use.words)}**")

    def time_and_entries() -> None:
        st.badge(f"{counted(use.days, 'day')} left", color="orange" if use.left else "gray", width="content")
        if fund.liquidate_by:
            st.caption(f"What is obligated by then must be paid by {day(fund.liquidate_by)}.", width="content")
        key = f"entries {lapse.fund_id} {lapse.money_year} {lapse.lapses_on}"
        entries_button("Its entries", key, lapse.fund_id, lapse.money_year)

    shown = [one for one in use.uses if one.purchase_id in seen]
    if not shown:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            time_and_entries()
        st.markdown("No open purchase that is looked at may use it. Its rules:")
        rules_table([rule for rule in portfolio.fund_rules if rule.fund_id == lapse.fund_id])
        return
    _uses(portfolio, use, shown, explained, time_and_entries)
    rules = {rule.rule_id: rule for one in shown for rule in one.rules}
    with st.expander(f"The {counted(len(rules), 'rule')} that allow and limit this"):
        rules_table(list(rules.values()))


def _uses(
    portfolio: Portfolio,
    use: LapseUse,
    shown: Sequence[PossibleUse],
    explained: dict[str, Explanation],
    beside: Callable[[], None],
) -> None:
    titles = {purchase.purchase_id: purchase.title for purchase in portfolio.purchases}

    def state(one: PossibleUse) -> str:
        reason = explained.get(one.purchase_id)
        return f"{SIGNS[reason.state].glyph} {SIGNS[reason.state].word}" if reason else ""

    def why(one: PossibleUse) -> str:
        reason = explained.get(one.purchase_id)
        return reason.sentence if reason else ""

    columns: list[Shown[PossibleUse]] = [
        Shown("Could use it", lambda one: titles[one.purchase_id], width=300),
        Shown("The draft plan", state, width=130, signed=True),
        dollars("Pays of it", lambda one: one.planned, 140),
        dollars("Could take more", lambda one: one.more, 160),
        Shown("Why no more", lambda one: one.why_no_more, width=420),
        Shown("Why it stands so", why, width=1000),
    ]
    name = f"uses {use.lapse.fund_id} {use.lapse.money_year} {use.lapse.lapses_on}"
    if chosen := listing(
        name, "Who could use it", shown, lambda one: one.purchase_id, columns, most_rows=MOST_ROWS, beside=beside
    ):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            said = plain(f"{why(chosen)} {chosen.why_no_more}")
            st.markdown(f"**{plain(titles[chosen.purchase_id])}.** {said}", width="content")
            pinned = chosen.purchase_id in session.draft(portfolio).pinned
            st.button(
                "Let go of it" if pinned else "Pin it in the draft plan", icon=":material/keep:",
                key=f"pin {name}", on_click=session.pin, args=(chosen.purchase_id,),
            )  # fmt: skip
        behind(portfolio, Source.PLANNED, chosen.purchase_id)
