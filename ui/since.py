"""What the last move did: said in one line that is always there, so that nothing under it moves; in full, one press."""

import streamlit as st

from data_models.plan import Difference
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from ui import session
from ui.records.panel import open_record
from ui.words import one_line, plain

LIST = "since"


def since_button(portfolio: Portfolio, changed: Difference | None) -> None:
    """What changed since the last move, cut to the line; every purchase that came in, fell out or was ordered, one
    click away.

    The list is made when it is opened: a step of a slider need not wait for it. Only in a row of its own does Streamlit
    cut a label to the width there is, in place of breaking it.
    """
    since = session.since_what()
    words = (one_line(changed.words) or "the same purchases") if changed else "nothing moved yet"
    with (
        st.container(horizontal=True),
        st.popover(
            plain(f"{since}: {words}"), type="tertiary", width="content", key=LIST, on_change="rerun",
            disabled=not changed,
        ) as menu,
    ):  # fmt: skip
        if not changed or not menu.open:
            return
        titles = {purchase.purchase_id: purchase.title for purchase in portfolio.purchases}
        st.markdown(plain(f"{since}: {words}"))
        for heading, keys in (
            ("Ordered", changed.ordered), ("Came in", changed.added), ("Fell out", changed.dropped)
        ):  # fmt: skip
            if not keys:
                continue
            with st.container(gap=None):
                st.markdown(f"**{heading}**")
                for key in keys:
                    st.button(
                        plain(one_line(titles.get(key, key), 60)), type="tertiary", icon=":material/shopping_cart:",
                        key=f"{LIST} {key}", on_click=_open, args=(key,), disabled=key not in titles,
                    )  # fmt: skip


def _open(purchase_id: str) -> None:
    st.session_state[LIST] = False  # it would lie over what it opens
    open_record(Purchase, purchase_id)
