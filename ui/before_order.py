"""What is still to do for the order of an approved purchase whose checks are settled: who pays, or its stage alone."""

import streamlit as st

from data_models.fund import Fund
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from ui import data
from ui.budget import ORDERS, VIEW
from ui.mentions import PAGES
from ui.orders import ANOTHER, barred, pays
from ui.who_pays import unpaid_lines
from ui.words import plain

SETTLED = "Its checks are settled."


def before_its_order(portfolio: Portfolio, purchase: Purchase, *, planned: bool) -> None:
    """How it is ordered; or, where nobody pays it yet, or a fund that may not, what comes before that.

    planned: whether the draft plan pays it.
    """
    if against := barred(portfolio, purchase):
        st.markdown(f":material/gavel: {SETTLED} It cannot be ordered yet: {plain(f'{against.words} {ANOTHER}')}")
        return
    if planned or not _not_said(portfolio, purchase):
        st.markdown(f":material/check: {SETTLED} Set its stage to ordered under Edit.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = "Before it can be ordered, pin it in on Prioritise or say who pays."
        st.markdown(f":material/lock: {SETTLED} {words}", width="content")
        st.page_link(
            PAGES[Fund.table], label="Budget, Orders", icon=":material/edit:", query_params={VIEW: ORDERS},
        )  # fmt: skip


def _not_said(portfolio: Portfolio, purchase: Purchase) -> bool:
    """Whether nobody is said to pay what must be said before it is ordered: of a year's cost, or anything at all."""
    if data.unpaid_year(portfolio.district.district_id, purchase.purchase_id):
        return True
    rest = unpaid_lines(portfolio)
    own = [line for line in portfolio.cost_lines if line.purchase_id == purchase.purchase_id]
    return not pays(portfolio, purchase) and any(line.cost_line_id in rest for line in own)
