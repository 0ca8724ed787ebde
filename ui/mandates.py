"""The mandates that the draft plan leaves open, and the ways to each need and to what would answer it."""

import streamlit as st

from data_models.need import Need
from data_models.plan import Mandates, OpenMandate
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from ui.mentions import go_to
from ui.records.panel import open_record
from ui.words import one_line, plain

LIST = "mandates"


def mandates_button(portfolio: Portfolio, mandates: Mandates) -> None:
    """Whether every mandate is answered; where some are not, which and by what they would be, one click away.

    The list is made when it is opened: a step of a slider need not wait for it.
    """
    if mandates.unanswered:
        titles = {purchase.purchase_id: purchase.title for purchase in portfolio.purchases}
        words = plain(mandates.words)
        with st.popover(words, icon=":material/gavel:", type="tertiary", key=LIST, on_change="rerun") as menu:
            for mandate in mandates.unanswered if menu.open else ():
                _mandate(mandate, titles)
    elif mandates.words:
        st.markdown(f":small[:material/gavel: {plain(mandates.words)}]", width="content")


def _mandate(mandate: OpenMandate, titles: dict[str, str]) -> None:
    with st.container(gap=None):
        st.markdown(plain(mandate.words))
        with st.container(horizontal=True, gap="small"):
            if st.button(
                f"Need {plain(mandate.need_id)}", type="tertiary", icon=":material/flag:",
                key=f"{LIST} {mandate.need_id}", help="Open it on Needs",
            ):  # fmt: skip
                open_record(Need, mandate.need_id)
                go_to(Need.table)
            for key in mandate.purchases:
                st.button(
                    plain(one_line(titles[key], 60)), type="tertiary", icon=":material/shopping_cart:",
                    key=f"{LIST} {mandate.need_id} {key}", on_click=_open, args=(key,),
                )  # fmt: skip


def _open(purchase_id: str) -> None:
    st.session_state[LIST] = False  # it would lie over what it opens
    open_record(Purchase, purchase_id)
