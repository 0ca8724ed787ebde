"""Where does each dollar stand, what must be used before it lapses, and what will be owed once grants have ended?"""

import streamlit as st

from planning.accounts import chart_of, explain_account
from planning.burn_down import burn_downs
from planning.cliff import cliffs
from planning.commitments import commitments
from planning.explanation import explain
from planning.fund_rules.rules import rules_of
from planning.lapse_use import lapse_uses
from planning.missing_fund_years import missing_fund_years
from planning.money import balances, lapses
from planning.plan import make_plan
from planning.prepare import prepare
from planning.supplanting import supplanting_questions, vendors_asked
from ui import books, session
from ui.budget import (
    AHEAD,
    FUNDS,
    LAPSING,
    LEDGER,
    SUPPLANTING,
    YEARS,
    budget_foot,
    budget_head,
    enough_to_budget,
)
from ui.budget_ahead import ahead_view, supplanting_view, what_is_seen
from ui.budget_funds import fund_panel, fund_years_view, funds_view
from ui.budget_lapsing import lapsing_view
from ui.budget_ledger import ledger_view
from ui.data import district
from ui.errors import shown_errors
from ui.follow import follow
from ui.lens import lens, seen_through
from ui.proof import proven
from ui.remember import remembered


@st.fragment(key="budget page")
@shown_errors()
def budget() -> None:
    """What lapses first, then one view at a time."""
    portfolio = district()
    prepared = remembered(prepare, portfolio)
    plan = proven(make_plan, prepared, session.draft(portfolio))
    money = remembered(balances, prepared, plan)

    if enough_to_budget(portfolio):
        missing = missing_fund_years(portfolio, books.month_sums(portfolio))
        view, soon = budget_head(portfolio, lambda days: remembered(lapse_uses, prepared, plan, days), missing)
        if view == FUNDS:
            funds_view(portfolio, money, remembered(lapses, prepared, plan))
        elif view == YEARS:
            fund_years_view(portfolio)
        elif view == LAPSING:
            every, reasons = remembered(lapses, prepared, plan), remembered(explain, prepared, plan)
            lapsing_view(portfolio, soon, every, reasons, seen_through(portfolio, lens()))
        elif view == AHEAD:
            promised = remembered(commitments, prepared, plan)
            ahead_view(portfolio, promised, remembered(cliffs, prepared, plan), what_is_seen(portfolio))
        elif view == SUPPLANTING:
            general = [fund.fund_id for fund in portfolio.funds if fund.kind == "general"]
            local = books.local_costs(portfolio, general, vendors_asked(prepared, plan))
            supplanting_view(portfolio, supplanting_questions(prepared, plan, local), what_is_seen(portfolio))
        elif view == LEDGER:
            chart = chart_of(*books.accounts(portfolio))
            ledger_view(portfolio, lambda account: explain_account(account, chart))
        budget_foot()
    fund_panel(
        portfolio, money, plan.payments, lambda: burn_downs(prepared, books.month_sums(portfolio)),
        lambda fund: rules_of(fund, portfolio.fund_rules),
    )  # fmt: skip
    follow(portfolio, plan)


budget()
