"""Where does each dollar stand, what must be used before it lapses, and what will be owed once grants have ended?"""

import streamlit as st

from planning.accounts import chart_of, explain_account, site_reader
from planning.barred_orders import order_questions
from planning.burn_down import burn_downs
from planning.cliff import cliffs
from planning.commitments import commitments
from planning.explanation import explain, payers
from planning.first_lapse import first_lapse, first_lapses
from planning.fund_rules.rules import rules_of
from planning.lapse_use import lapse_uses
from planning.missing_fund_years import missing_fund_years
from planning.money import balances, lapses
from planning.plan import make_plan
from planning.prepare import prepare
from planning.readiness import readiness
from planning.supplanting import supplanting_questions, vendors_asked
from planning.whole_funds import looked_for, whole_funds
from ui import books, session
from ui.budget import AHEAD, FUNDS, LAPSING, LEDGER, ORDERS, SUPPLANTING, YEARS, enough_to_budget, foot, head
from ui.budget_ahead import ahead_view, supplanting_view, what_is_seen
from ui.budget_funds import fund_panel, fund_years_view, funds_view
from ui.budget_lapsing import lapsing_view
from ui.budget_ledger import ledger_view
from ui.budget_orders import orders_view, orders_words
from ui.data import district
from ui.follow import follow
from ui.frame import page_part
from ui.left_out import left_out
from ui.lens import lens, seen_through
from ui.proof import proven
from ui.remember import remembered


@st.fragment(key="budget page")
@page_part("page")
def budget() -> None:
    """What lapses first, then one view at a time."""
    portfolio = district()
    prepared = remembered(prepare, portfolio)
    plan = proven(make_plan, prepared, session.draft(portfolio))
    money = remembered(balances, prepared, plan)
    whole = whole_funds(portfolio, books.month_sums(portfolio))
    if enough_to_budget(portfolio):
        missing, year = missing_fund_years(portfolio, books.month_sums(portfolio)), lens().fiscal_year
        every = remembered(lapses, prepared, plan)
        uses = lambda days: remembered(lapse_uses, prepared, plan, days)  # noqa: E731
        asked = remembered(order_questions, prepared)
        view, soon = head(portfolio, uses, first_lapse(every), missing, lambda: orders_words(portfolio, asked))
        if view == FUNDS:
            first = first_lapses(x for x in every if year in (None, x.money_year))
            funds_view(portfolio, money, first, looked_for(portfolio, whole, year))
        elif view == YEARS:
            fund_years_view(portfolio, missing)
        elif view == ORDERS:
            left, ready = remembered(balances, prepared), remembered(readiness, portfolio)
            orders_view(portfolio, asked, lambda key: payers(prepared, key), left, ready,
                        lambda: left_out(portfolio, remembered(explain, prepared, plan)))  # fmt: skip
        elif view == LAPSING:
            reasons = remembered(explain, prepared, plan)
            lapsing_view(portfolio, soon, every, reasons, seen_through(portfolio, lens()), missing)
        elif view == AHEAD:
            promised = remembered(commitments, prepared, plan)
            ahead_view(portfolio, promised, remembered(cliffs, prepared, plan), what_is_seen(portfolio))
        elif view == SUPPLANTING:
            general = [fund.fund_id for fund in portfolio.funds if fund.kind == "general"]
            local = books.local_costs(portfolio, general, vendors_asked(prepared, plan))
            supplanting_view(portfolio, supplanting_questions(prepared, plan, local), what_is_seen(portfolio))
        elif view == LEDGER:
            ledger_view(portfolio, lambda account: explain_account(account, chart_of(*books.accounts(portfolio))),
                        lambda: books.site_accounts(portfolio, site_reader))  # fmt: skip
        foot()
    fund_panel(portfolio, money, plan.payments, lambda: burn_downs(prepared, books.month_sums(portfolio)),
               lambda fund: rules_of(fund, portfolio.fund_rules), whole)  # fmt: skip
    follow(portfolio, plan)


budget()
