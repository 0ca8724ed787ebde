"""Approved purchases that the draft plan leaves out, pointed out on Prioritise and on their projects."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from data_models.plan import Explanation, State
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase, Stage
from ui.words import one_line, plain

WORDS = "approved, not in the plan"
"""What the filters call it."""

LIST = "left out"

LeftOut = Mapping[str, str]
"""By purchase, why the draft plan leaves it out though it is approved, in one sentence."""


def left_out(portfolio: Portfolio, reasons: Sequence[Explanation]) -> LeftOut:
    """The approved purchases that the draft plan does not hold, in the order of the reasons."""
    approved = {purchase.purchase_id for purchase in portfolio.purchases if purchase.stage is Stage.APPROVED}
    return {
        reason.purchase_id: reason.sentence.removeprefix("Out: ")
        for reason in reasons
        if reason.purchase_id in approved and reason.state is not State.FUNDED
    }


def in_one_sentence(purchase: Purchase, out: LeftOut) -> str:
    """Its purchase X is approved but not in the plan: why."""
    return f"Its purchase {one_line(purchase.title, 60)} is approved but not in the plan: {out[purchase.purchase_id]}"


def left_out_button(found: Sequence[Purchase], out: LeftOut, about: str, opening: Callable[[str], None]) -> None:
    """How many of the purchases found are left out; pressed, `about`, which and why, each to be opened."""
    if not found:
        return
    said = f"{len(found):,} approved, not in the plan"
    with st.popover(said, type="tertiary", icon=":material/remove_shopping_cart:", key=LIST, on_change="rerun"):
        st.markdown(about)
        for purchase in found:
            st.button(
                plain(purchase.title, 60), type="tertiary", icon=":material/shopping_cart:",
                key=f"{LIST} {purchase.purchase_id}", on_click=_open, args=(purchase.purchase_id, opening),
            )  # fmt: skip
            st.caption(plain(out[purchase.purchase_id]))


def _open(purchase_id: str, opening: Callable[[str], None]) -> None:
    st.session_state[LIST] = False  # it would lie over what it opens
    opening(purchase_id)
