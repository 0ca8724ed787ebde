"""What does each school have and need, what comes to it, and who gets how much?"""

import streamlit as st

from data_models.district import Site
from planning.accounts import site_reader
from planning.coverage import coverage
from planning.floor_cost import floor_cost
from planning.plan import make_plan
from planning.prepare import current_year, prepare
from planning.rollout import readiness
from planning.site_money import coming_to, equity
from ui import books, session
from ui.data import district
from ui.follow import follow
from ui.frame import page_part
from ui.lens import lens
from ui.proof import proven
from ui.records.facets import sift
from ui.records.grid import grid
from ui.records.panel import panel
from ui.remember import remembered
from ui.schools import NAME, ORDER, school_columns, school_facets, school_rows, searched, some_schools
from ui.schools_equity import equity_view, equity_words, floor_control
from ui.schools_panel import about_school


@st.fragment(key="schools page")
@page_part("page")
def schools() -> None:
    """The schools that the lens shows, and dollars per learner against their need."""
    portfolio = district()
    prepared, settings, looking = remembered(prepare, portfolio), session.draft(portfolio), lens()
    year = looking.fiscal_year or current_year(portfolio)
    plan = proven(make_plan, prepared, settings)
    spending = books.site_spending(portfolio, year, books.site_accounts(portfolio, site_reader))
    found = remembered(equity, prepared, plan, spending, year)
    ready = remembered(readiness, prepared, plan)
    rows = school_rows(portfolio, looking, found, ready, remembered(coverage, portfolio, plan.chosen))
    panel(
        Site, portfolio,
        lambda site: about_school(portfolio, rows, site, remembered(coming_to, prepared, plan, site.site_id)),
    )  # fmt: skip

    if seen := some_schools(portfolio, looking, rows):
        kept = sift(NAME, seen, school_facets(), searched)
        above = st.container()
        listing, fairness = st.columns([1.9, 1], gap="medium")
        with listing:
            grid(NAME, Site, kept, lambda row: row.site, school_columns(), portfolio, above=above, order=ORDER)
        with fairness:
            equity_words(found)
            without = remembered(make_plan, prepared, settings.without_floor)
            floor_control(settings, floor_cost(prepared, plan, without) if settings.high_need_floor else None)
            equity_view(kept, found)
    follow(portfolio, plan)


schools()
