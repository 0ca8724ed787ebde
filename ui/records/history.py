"""A record's history as people read it: who changed what, when, from what to what."""

import streamlit as st

from data_models.history import Change
from data_models.portfolio import Portfolio
from ui import data
from ui.records.fields import heading, said_by_name, who
from ui.words import count, listed, moment, plain

WHOLE = ("added", "restored")
"""What is done to a whole record at once."""


def history(portfolio: Portfolio, table: str, *key: str) -> None:
    """The history, newest first."""
    changes = data.history(portfolio.district.district_id, table, *key)
    if not changes:
        st.info("Nothing has happened to it since it was loaded.")
        return
    st.caption(count(len(changes), "change"))
    st.table([_row(portfolio, change) for change in changes], border="horizontal", hide_index=True)


def _row(portfolio: Portfolio, change: Change) -> dict[str, str]:
    """One change. What was added or withdrawn whole is not spelled out; what was said with it, as in a rating, is."""
    names = list(dict.fromkeys([*(change.before or {}), *(change.after or {})]))
    what, before, after = change.action, "–", "–"
    if change.before is not None and change.after is not None:
        action, because, why = change.action.partition(": ")
        what = f"{action} {listed([heading(name).lower() for name in names], 4)}{because}{why}"
        before, after = said_by_name(change.before, names), said_by_name(change.after, names)
    elif change.after is not None and change.action not in WHOLE:
        after = ", ".join(f"{name}: {value}" for name, value in change.after.items())
    return {
        "When": moment(change.changed_at),
        "Who": plain(who(portfolio, change.changed_by)),
        "What": plain(what, 120),
        "From": plain(before, 200),
        "To": plain(after, 200),
    }
