"""Which purchases do we make, and with which money?"""

import streamlit as st

from planning.explanation import answers, difference, explain, explain_one, headline
from planning.first_lapse import first_lapses
from planning.floor_cost import floor_cost
from planning.money import balances, lapses
from planning.overlap import overlaps
from planning.plan import make_plan
from planning.prepare import prepare
from planning.scoring import score
from ui import session
from ui.ahead import plan_ahead
from ui.controls import CONTROLS, RESULTS, controls, first_year
from ui.data import district
from ui.first_steps import controls_first, enough_to_plan
from ui.follow import follow
from ui.frame import page_part
from ui.left_out import left_out
from ui.lens import lens, seen_through
from ui.map_view import PANEL_WIDTH, map_view
from ui.money_view import money_view
from ui.one_line import in_one_line
from ui.proof import proven
from ui.purchase import purchase_panel
from ui.ranked_list import ranked_list, under_the_list
from ui.remember import remembered
from ui.standing import standings
from ui.strip import strip


@st.fragment(key=CONTROLS)
@page_part("controls")
def what_we_value() -> None:
    """The controls; moving one redraws the results alone."""
    prepared = remembered(prepare, district())
    held = remembered(balances, prepared, ended=session.draft(prepared.portfolio).ended)
    controls(prepared.portfolio, prepared.years, held, lambda settings: floor_cost(
        prepared, proven(make_plan, prepared, settings), remembered(make_plan, prepared, settings.without_floor)
    ))  # fmt: skip


@st.fragment(key=RESULTS)
@page_part("page")
def what_we_buy() -> None:
    """Everything that follows from the controls, redrawn when they move or when others change the data."""
    prepared = remembered(prepare, district())
    portfolio, settings = prepared.portfolio, session.draft(prepared.portfolio)
    plan = proven(make_plan, prepared, settings)
    before = session.shown_before(plan, portfolio.version, lambda old: remembered(make_plan, prepared, old))
    reasons, figures = remembered(explain, prepared, plan), remembered(headline, prepared, plan)
    year = lens().fiscal_year or first_year(settings, prepared.years, portfolio.today)
    rows = standings(portfolio, plan, remembered(score, prepared, settings), reasons, figures.mandates, year)
    seen = [row for row in rows if row.purchase.purchase_id in seen_through(portfolio, lens())]
    purchase_panel(
        portfolio, lambda key: remembered(explain_one, prepared, plan, key) if key in prepared.costs else None,
        lambda key: answers(prepared, key), lambda: remembered(overlaps, portfolio),
    )  # fmt: skip
    changed = remembered(difference, prepared, before, plan) if before else None
    in_one_line(portfolio, figures, plan, changed, left_out(portfolio, reasons))
    with st.container(horizontal=True, gap="xsmall"):
        with st.container(width="stretch", gap="xsmall"):
            ranked_list(seen, year)
            strip(portfolio, seen)
            under_the_list(portfolio, seen, year, plan, figures, prepared.years)
        with st.container(width=PANEL_WIDTH, gap="xsmall"):
            map_view(seen, settings)
            money, lapsing = remembered(balances, prepared, plan), remembered(lapses, prepared, plan)
            money_view(portfolio, money, lapsing, first_lapses, lens().fiscal_year)
    follow(portfolio, plan, said=True)
    plan_ahead(settings, lambda near: remembered(explain, prepared, remembered(make_plan, prepared, near)))


if enough_to_plan(district()):
    what_we_value()
    controls_first()
    what_we_buy()
