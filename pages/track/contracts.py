"""What do we already own, when must we say no to it, and what would that free?"""

import streamlit as st

from data_models.contract import Contract
from planning.effect import effect
from planning.ending import endings
from planning.overlap import overlaps
from planning.prepare import prepare
from planning.renewal import renewals
from ui import session
from ui.contracts import (
    FACETS,
    NAME,
    ORDER,
    about_rows,
    contract_columns,
    contract_rows,
    in_one_line,
    nothing_yet,
    searched,
    seen_rows,
)
from ui.contracts_panel import about_contract, keeping
from ui.contracts_views import OVERLAPS, beside_the_list, year_ahead
from ui.data import district
from ui.follow import follow
from ui.frame import page_part
from ui.lens import lens
from ui.overlaps import answered_before, overlap_questions
from ui.records.facets import sift
from ui.records.grid import grid
from ui.records.panel import panel
from ui.remember import remembered

LIST_HEIGHT, BESIDE_WIDTH = 700, 472


@st.fragment(key="contracts page")
@page_part("page")
def contracts() -> None:
    """The contracts, sifted, and beside them what is owned twice or what comes due."""
    portfolio = district()
    settings = session.draft(portfolio)
    asked = remembered(overlaps, portfolio)
    rows = contract_rows(portfolio, remembered(renewals, portfolio), asked, settings.ended)

    if not nothing_yet(portfolio):
        line = st.container()
        left = sift(NAME, seen_rows(portfolio, lens(), rows), FACETS, searched)
        questions = about_rows(left, asked)
        above = st.container()
        with line:
            in_one_line(left, questions, remembered(endings, portfolio, settings.ended))
        with st.container(horizontal=True, gap="small"):
            with st.container(width="stretch", gap="xsmall"):
                columns = contract_columns()
                grid(NAME, Contract, left, lambda row: row.contract, columns, portfolio, LIST_HEIGHT, above, ORDER)
            with st.container(width=BESIDE_WIDTH, gap="xsmall"):
                if beside_the_list(len(questions)) == OVERLAPS:
                    with st.container(height=LIST_HEIGHT, border=False):
                        overlap_questions(portfolio, questions, "list")
                        answered_before(portfolio)
                else:
                    year_ahead(portfolio, left)

    prepared = remembered(prepare, portfolio)
    about = about_contract(
        portfolio, rows, asked, lambda key: remembered(effect, prepared, keeping(settings, key), key)
    )
    panel(Contract, portfolio, about)
    follow(portfolio)


contracts()
