"""Approved purchases that the draft plan leaves out, pointed out on the projects that deliver them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from data_models.plan import Explanation, State
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase, Stage
from ui.words import count, listed, one_line, plain

WORDS = "approved, not in the plan"
"""What the filters call it."""

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


def left_out_in_one_line(found: Sequence[Purchase], out: LeftOut) -> None:
    """What the projects shown wait for in vain, were the draft plan agreed on."""
    if not found:
        return
    first = found[0]
    others = f" So {'is' if len(found) == 2 else 'are'} {listed([one_line(p.title, 50) for p in found[1:]], 3)}."
    st.markdown(
        f":material/remove_shopping_cart: **{count(len(found), 'approved purchase')} of these projects "
        f"{'is' if len(found) == 1 else 'are'} not in the draft plan.** "
        + plain(f"{one_line(first.title, 60)}: {out[first.purchase_id]}" + others * (len(found) > 1))
    )
