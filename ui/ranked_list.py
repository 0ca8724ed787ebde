"""The ranked list of purchases."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import session
from ui.charts.look import SIGNS
from ui.standing import Standing
from ui.words import fiscal_year, in_table

if TYPE_CHECKING:
    import pandas as pd

KEY = "ranked"
ROW_HEIGHT = 36
HEIGHT, LIST_WIDTH = 548, 1222


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
        height=HEIGHT,
        row_height=ROW_HEIGHT,
        placeholder="–",
        column_config=_columns(year),
        alt=f"Purchases ranked by priority, {len(rows)} rows",
    )


def _choose(keys: list[str]) -> None:
    rows = st.session_state[KEY]["selection"]["rows"]
    session.select(keys[rows[0]] if rows else None)


def _table(rows: Sequence[Standing]) -> "pd.DataFrame":
    import pandas as pd  # here, because it takes a third of a second that the controls need not wait for

    return pd.DataFrame(
        {
            "rank": [row.rank for row in rows],
            "state": [SIGNS[row.state].glyph for row in rows],
            "title": [in_table(row.purchase.title) for row in rows],
            "mandate": ["mandate" if row.mandated else "" for row in rows],
            "decision": [row.decision for row in rows],
            "priority": [row.merit.priority for row in rows],
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
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "rank": number("#", width=36),
        "state": text("State", width=48, help=", ".join(f"{s.glyph} {s.word}" for s in SIGNS.values())),
        "title": text("Purchase", width=224),
        "mandate": text("Mandate", width=76, help="It answers a need that law, a court or an audit requires us to"),
        "decision": text("Decision", width=224),
        "priority": st.column_config.ProgressColumn("Priority", width=74, min_value=0, max_value=100, format="%.0f"),
        "academic": number("Acad.", width=52, format="%.0f", help="Academic score, 0-100"),
        "technical": number("Tech.", width=52, format="%.0f", help="Technical score, 0-100"),
        "learners": number("Learners", width=74, format="localized", help="Learners reached"),
        "year": number(fiscal_year(year), width=80, format="$%,.0f", help="Cost in this fiscal year"),
        "cost": number("In all", width=84, format="$%,.0f", help="Cost in all years"),
        "needs": number("Needs", width=52, help="Needs it answers"),
        "raters": number("Raters", width=54, help="Members who rated it"),
        "department": text("Dept.", width=54, help="Department that proposes it"),
    }  # fmt: skip
