"""Approved purchases that the draft plan leaves out, pointed out on Prioritise and on their projects."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from data_models.plan import Explanation, State
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase, Stage
from ui.words import one_line, plain

WORDS = "approved, not in the plan"
"""What the filters call it."""

LIST, WHY = "left out", "why left out"

LeftOut = Mapping[str, str]
"""By purchase, why the draft plan leaves it out though it is approved, in one sentence."""


def left_out(portfolio: Portfolio, reasons: Sequence[Explanation]) -> LeftOut:
    """The approved purchases that the draft plan does not hold, in the order of the reasons; noted for this window."""
    approved = {purchase.purchase_id for purchase in portfolio.purchases if purchase.stage is Stage.APPROVED}
    found = {
        reason.purchase_id: reason.sentence.removeprefix("Out: ")
        for reason in reasons
        if reason.purchase_id in approved and reason.state is not State.FUNDED
    }
    st.session_state[WHY] = found
    return found


def why_left_out(purchase_id: str) -> str:
    """Why the draft plan that the window showed last leaves an approved purchase out; empty where it does not."""
    found: LeftOut = st.session_state.get(WHY, {})
    return found.get(purchase_id, "")


def in_one_sentence(purchase: Purchase, out: LeftOut) -> str:
    """Its purchase X is approved but not in the plan: why."""
    return f"Its purchase {one_line(purchase.title, 60)} is approved but not in the plan: {out[purchase.purchase_id]}"


def left_out_button(
    found: Sequence[Purchase], out: LeftOut, about: str, opening: Callable[[str], None], words: str = WORDS
) -> None:
    """How many of the purchases found are left out; pressed, `about`, which and why, each to be opened.

    words: what is counted, where not every purchase of the district is looked at.
    """
    if not found:
        return
    said = f"{len(found):,} {words}"
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
