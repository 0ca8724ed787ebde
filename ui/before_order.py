"""What is still to do for the order of an approved purchase whose checks are settled: who pays, or its stage alone."""

import streamlit as st

from data_models.fund import Fund
from data_models.order import BarredOrder
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import CostLine, Purchase, Stage
from ui import data
from ui.budget import ORDERS, VIEW
from ui.mentions import go_to
from ui.orders import ANOTHER, barred, pays
from ui.records.fields import key_of
from ui.records.panel import open_new, open_record
from ui.who_pays import unpaid_lines
from ui.words import plain

SETTLED = "Its checks are settled."


def before_its_order(portfolio: Portfolio, purchase: Purchase, *, planned: bool) -> None:
    """How it is ordered; or, where nobody pays it yet, or a fund that may not, what comes before that, and the way.

    planned: whether the draft plan pays it.
    """
    if against := barred(portfolio, purchase):
        st.markdown(f":material/gavel: {SETTLED} It cannot be ordered yet: {plain(f'{against.words} {ANOTHER}')}")
        _barred_button(portfolio, against)
        return
    line = None if planned else _not_said(portfolio, purchase)
    if line is None:
        st.markdown(f":material/check: {SETTLED} Set its stage to ordered under Edit.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = "Before it can be ordered, pin it in on Prioritise or say who pays."
        st.markdown(f":material/lock: {SETTLED} {words}", width="content")
        _ask_button(portfolio, line)


def who_pays_it(portfolio: Portfolio, purchase: Purchase) -> None:
    """A way to say who pays what was ordered, where that is not on record of all of it."""
    line = _first_unpaid(portfolio, purchase, None)
    if line and purchase.stage is Stage.ORDERED:
        _ask_button(portfolio, line)


def _ask_button(portfolio: Portfolio, line: CostLine) -> None:
    """To the question who pays what is left of a cost line, on Budget."""
    if st.button(
        "Say who pays",
        type="tertiary",
        icon=":material/edit:",
        key="say who pays first",
        help="On Budget, under Orders",
    ):
        open_new(
            PreEncumbrance, purchase_id=line.purchase_id, cost_line_id=line.cost_line_id, money_year=line.fiscal_year,
            amount=unpaid_lines(portfolio)[line.cost_line_id],
        )  # fmt: skip
        go_to(Fund.table, **{VIEW: ORDERS})


def _barred_button(portfolio: Portfolio, against: BarredOrder) -> None:
    """To what the fund is said to pay, on Budget."""
    record = next(one for one in portfolio.pre_encumbrances if against.is_about(one))
    if st.button(
        "Open what it is said to pay", type="tertiary", icon=":material/edit:", key="open what is barred",
        help="On Budget, under Orders",
    ):  # fmt: skip
        open_record(PreEncumbrance, key_of(record))
        go_to(Fund.table, **{VIEW: ORDERS})


def _not_said(portfolio: Portfolio, purchase: Purchase) -> CostLine | None:
    """The first cost line of which must be said who pays before it is ordered; none where nothing must."""
    year = data.unpaid_year(portfolio.district.district_id, purchase.purchase_id)
    return _first_unpaid(portfolio, purchase, year) if year or not pays(portfolio, purchase) else None


def _first_unpaid(portfolio: Portfolio, purchase: Purchase, year: int | None) -> CostLine | None:
    """The first of its cost lines that nobody is said to pay in full; of this year before others."""
    rest = unpaid_lines(portfolio)
    own = [one for one in portfolio.cost_lines if one.purchase_id == purchase.purchase_id and one.cost_line_id in rest]
    return min(own, key=lambda one: (one.fiscal_year != year, one.fiscal_year, one.cost_line_id), default=None)
