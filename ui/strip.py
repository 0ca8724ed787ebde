"""The strip under the list: one purchase chosen by name, why it is in or out, and what to do with it."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from ui import session
from ui.controls import CONTROLS, RESULTS
from ui.records.panel import open_record
from ui.standing import Standing
from ui.words import one_line, plain


def strip(portfolio: Portfolio, rows: Sequence[Standing]) -> None:
    """Choose a purchase by name, see in one sentence why it is in or out, pin it, rule it out or open it."""
    by_key = {row.purchase.purchase_id: row for row in rows}
    names = _names(rows)
    # Said anew in each run: a purchase more or less makes it a new box to Streamlit, which would forget the choice.
    selected = session.selected()
    session.select(selected if selected in by_key else None)
    box, opening, pinning, ruling = st.columns([5, 1.2, 1.3, 1.6], vertical_alignment="bottom")
    box.selectbox(
        "Purchase", list(names), format_func=names.__getitem__, index=None, key=session.SELECTED,
        placeholder="Choose a purchase here, in the list or on the map", label_visibility="collapsed",
    )  # fmt: skip
    chosen = by_key.get(session.selected() or "")
    key = chosen.purchase.purchase_id if chosen else ""
    settings = session.draft(portfolio)
    for column, label, pressed, act, why in (
        (opening, "Details", False, _open, "Needs, costs, ratings, funds, comments, history; its stage under Edit"),
        (pinning, "Pinned" if key in settings.pinned else "Pin in", key in settings.pinned, _pin, "It must be bought"),
        (ruling, "Ruled out" if key in settings.ruled_out else "Rule out", key in settings.ruled_out, _rule_out,
         "It must not be bought"),
    ):  # fmt: skip
        column.button(
            label, on_click=act, args=(key,), disabled=not chosen, help=why, width="stretch",
            type="primary" if pressed else "secondary", key=f"act {act.__name__}",
        )  # fmt: skip
    if chosen:
        st.markdown(plain(chosen.why))


def _names(rows: Sequence[Standing]) -> dict[str, str]:
    """Titles by key; equal ones are told apart by key. Nothing in them changes with the plan: Streamlit tells options
    by their words, and would forget the choice."""
    titles = {row.purchase.purchase_id: one_line(row.purchase.title, 70) for row in rows}
    often = Counter(titles.values())
    return {key: title if often[title] == 1 else f"{title} ({key})" for key, title in titles.items()}


def _open(purchase_id: str) -> None:
    open_record(Purchase, purchase_id)


def _pin(purchase_id: str) -> None:
    session.pin(purchase_id)
    st.rerun([CONTROLS, RESULTS])


def _rule_out(purchase_id: str) -> None:
    session.rule_out(purchase_id)
    st.rerun([CONTROLS, RESULTS])
