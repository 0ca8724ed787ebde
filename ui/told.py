"""Widgets whose value is kept elsewhere, and told to them in each run."""

from collections import Counter
from typing import Any

import streamlit as st

RENEWED = "renewed"


def told(widget: str, value: Any) -> str:
    """The key of the widget that shows this value: a new one where it was changed elsewhere.

    What stands in a closed menu is not drawn by the browser, which does not hear of the new value then and goes on
    reporting the old one, as if somebody had chosen it. What is reported of a widget that is gone moves nothing.
    """
    times = st.session_state.setdefault(RENEWED, Counter())
    key = f"{widget} {times[widget]}"
    if key in st.session_state and in_order(st.session_state[key]) != in_order(value):
        times[widget] += 1
        key = f"{widget} {times[widget]}"
    st.session_state[key] = value
    return key


def in_order(value: Any) -> Any:
    """A choice of several without regard to the order they were chosen in."""
    return sorted(value) if isinstance(value, list) else value
