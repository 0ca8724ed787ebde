"""What do learners need, and what does nothing answer?"""

from functools import partial

import streamlit as st

from data_models.need import Evidence, Need
from data_models.purchase import Purchase
from planning.coverage import coverage, tally
from planning.equity import high_need_sites
from planning.evidence import progress, suggested
from planning.explanation import explain
from planning.need_sites import enrolled
from planning.open_needs import open_needs
from planning.plan import make_plan
from planning.prepare import prepare
from ui import session
from ui.data import district
from ui.follow import follow
from ui.frame import page_part
from ui.lens import lens
from ui.needs import NAME, ORDER, NeedFilters, in_one_line, need_columns, need_rows, no_needs_yet, searched
from ui.needs_coverage import what_answers_what
from ui.needs_map import SET_BY_MAP, beside_the_list, need_map, together
from ui.needs_new import new_need
from ui.needs_panel import about_evidence, about_need, about_purchase
from ui.proof import proven
from ui.records.facets import begun, sift, sifted
from ui.records.grid import grid
from ui.records.panel import opened_key, panel
from ui.remember import remembered

LIST_HEIGHT, BESIDE_WIDTH = 650, 600


@st.fragment(key="needs page")
@page_part("page")
def needs() -> None:
    """The needs, sifted, and beside them where they are open or what answers them."""
    portfolio, looking = district(), lens()
    prepared = remembered(prepare, portfolio)
    plan = proven(make_plan, prepared, session.draft(portfolio))
    wide = remembered(coverage, portfolio, plan.chosen, looking.sites or None)
    reasons = remembered(explain, prepared, plan) if opened_key(Need) or opened_key(Purchase) else ()
    panel(
        Need, portfolio, about_need(portfolio, wide.needs, reasons, progress),
        new_need(portfolio, partial(suggested, portfolio), partial(enrolled, portfolio)),
    )  # fmt: skip
    panel(Evidence, portfolio, about_evidence(portfolio))
    panel(Purchase, portfolio, about_purchase(portfolio, reasons))
    if not portfolio.needs:
        no_needs_yet()
        return follow(portfolio, plan)

    filters = NeedFilters(portfolio, remembered(high_need_sites, portfolio))
    places, grades = filters.places(looking), filters.grades()
    narrowed = places is not None or bool(grades)
    near = coverage(portfolio, plan.chosen, places, grades) if narrowed else wide
    rows = need_rows(portfolio, looking, wide, near)
    line = st.container()
    left = [row for row in sift(NAME, rows, filters.facets, searched) if row.here]
    above = st.container()
    with line:
        in_one_line(left, tally((row.state for row in left), some=narrowed or len(left) < len(portfolio.needs)))
    with st.container(horizontal=True, gap="small"):
        with st.container(width="stretch", gap="xsmall"):
            new = begun(NAME, filters.facets)
            grid(NAME, Need, left, lambda r: r.need, need_columns(grades), portfolio, LIST_HEIGHT, above, ORDER, new)
        with st.container(width=BESIDE_WIDTH, gap="xsmall"):
            if by := beside_the_list():
                shown = filters.on_map(looking)
                others = sifted(NAME, rows, [f for f in filters.facets if f.key not in SET_BY_MAP], searched)
                cells = open_needs(portfolio, [row.wide for row in others], by, together(filters, shown), grades)
                need_map(filters, shown, rows, cells, by)
            else:
                what_answers_what(portfolio, left, near, grades)
    follow(portfolio, plan)


needs()
