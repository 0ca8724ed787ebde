"""The ranked list of purchases."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import session
from ui.charts.look import SIGNS
from ui.standing import Standing
from ui.words import count, fiscal_year, in_table

if TYPE_CHECKING:
    import pandas as pd

KEY = "ranked"
ROW_HEIGHT = 36
HEIGHT = 548


def ranked_list(rows: Sequence[Standing], year: int) -> None:
    """The list, best first. Choosing a row looks at that purchase; the choice follows it when the order changes."""
    keys = [row.purchase.purchase_id for row in rows]
    chosen = session.selected()
    place = [keys.index(chosen)] if chosen in keys else []
    if KEY not in st.session_state or st.session_state[KEY]["selection"]["rows"] != place:
        st.session_state[KEY] = {"selection": {"rows": place, "columns": [], "cells": []}}
    st.dataframe(
        _table(rows),
        key=KEY,
        on_select=lambda: _choose(keys),
        selection_mode="single-row",
        hide_index=True,
        height=min(HEIGHT, ROW_HEIGHT * (1 + len(rows)) + 3),  # no more than its rows
        row_height=ROW_HEIGHT,
        placeholder="–",
        column_config=_columns(year),
        alt=f"Purchases ranked by priority, {count(len(rows), 'row')}",
    )


def _choose(keys: list[str]) -> None:
    rows = st.session_state[KEY]["selection"]["rows"]
    session.select(keys[rows[0]] if rows else None)


def _table(rows: Sequence[Standing]) -> "pd.DataFrame":
    import pandas as pd  # here, because it takes a third of a second that the controls need not wait for

    return pd.DataFrame(
        {
            "rank": [row.rank for row in rows],
            "title": [in_table(row.purchase.title) for row in rows],
            "decision": [f"{SIGNS[row.state].glyph} {row.decision}" for row in rows],
            "priority": [row.merit.priority for row in rows],
            "mandate": ["mandate" if row.mandated else "" for row in rows],
            "academic": [row.merit.academic for row in rows],
            "technical": [row.merit.technical for row in rows],
            "learners": [row.merit.learners for row in rows],
            "year": [None if row.cost_this_year is None else float(row.cost_this_year) for row in rows],
            "cost": [None if row.cost is None else float(row.cost) for row in rows],
            "needs": [len(row.needs) for row in rows],
            "raters": [row.merit.raters for row in rows],
            "department": [in_table(row.purchase.department_id) for row in rows],
        }
    )


def _columns(year: int) -> dict[str, Any]:
    """What decides first: on a small screen, with the map beside it, the list shows its columns up to the priority."""
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "rank": number("#", width=34),
        "title": text("Purchase", width=218),
        "decision": text("Decision", width=241, help=", ".join(f"{s.glyph} {s.word}" for s in SIGNS.values())),
        "priority": st.column_config.ProgressColumn("Priority", width=74, min_value=0, max_value=100, format="%.0f"),
        "mandate": text("Mandate", width=76, help="It answers a need that law, a court or an audit requires us to"),
        "academic": number("Academic", width=78, format="%.0f", help="Academic score, 0-100"),
        "technical": number("Technical", width=80, format="%.0f", help="Technical score, 0-100"),
        "learners": number("Learners", width=74, format="localized", help="Learners reached"),
        "year": number(fiscal_year(year), width=80, format="$%,.0f", help="Cost in this fiscal year"),
        "cost": number("In all", width=84, format="$%,.0f", help="Cost in all years"),
        "needs": number("Needs", width=54, help="Needs it answers"),
        "raters": number("Raters", width=58, help="Members who rated it"),
        "department": text("Dept.", width=60, help="Department that proposes it"),
    }  # fmt: skip
