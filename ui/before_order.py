"""What is still to do for the order of an approved purchase whose checks are settled: who pays, or its stage alone."""

import streamlit as st

from data_models.fund import Fund
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import CostLine, Purchase
from ui import data
from ui.budget import ORDERS, VIEW
from ui.mentions import PAGES
from ui.orders import ANOTHER, barred, pays
from ui.records.panel import open_new
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
    missing = None if planned else _not_said(portfolio, purchase)
    if missing is None:
        st.markdown(f":material/check: {SETTLED} Set its stage to ordered under Edit.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = "Before it can be ordered, pin it in on Prioritise or say who pays."
        st.markdown(f":material/lock: {SETTLED} {words}", width="content")
        if st.button(
            "Say who pays", type="tertiary", icon=":material/edit:", key="say who pays first",
            on_click=_ask, args=(portfolio, missing),
        ):  # fmt: skip
            st.switch_page(PAGES[Fund.table])


def _not_said(portfolio: Portfolio, purchase: Purchase) -> CostLine | None:
    """The first cost line that nobody is said to pay and that keeps it from being ordered, none where nothing does.

    Where something is said, only the year counts that writing an order looks at.
    """
    year = data.unpaid_year(portfolio.district.district_id, purchase.purchase_id)
    if year is None and pays(portfolio, purchase):
        return None
    rest = unpaid_lines(portfolio)
    lines = [
        line for line in portfolio.cost_lines
        if line.purchase_id == purchase.purchase_id and line.cost_line_id in rest
    ]  # fmt: skip
    return min(lines, key=lambda line: (line.fiscal_year != year, line.fiscal_year, line.cost_line_id), default=None)


def _ask(portfolio: Portfolio, line: CostLine) -> None:
    """Open, on Budget, the question who pays what is left of this line."""
    st.session_state[VIEW] = ORDERS
    open_new(
        PreEncumbrance, purchase_id=line.purchase_id, cost_line_id=line.cost_line_id, money_year=line.fiscal_year,
        amount=unpaid_lines(portfolio)[line.cost_line_id],
    )  # fmt: skip
