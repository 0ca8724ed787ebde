"""The ranked list of purchases, and the same as a file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from data_models.plan import Headline, Plan
from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui import session
from ui.charts.look import SIGNS
from ui.edits import settle, undo_button
from ui.lens import lens
from ui.plan_facts import plan_facts
from ui.records.panel import is_open
from ui.standing import Standing
from ui.words import NOT_LEGAL_ADVICE, fiscal_year

if TYPE_CHECKING:
    from ui.records.columns import Shown

# What brings pandas along is imported where it is used: the controls need not wait a third of a second for it.

KEY, FILE = "ranked", "ranked_purchases"
HEIGHT = 548


def ranked_list(rows: Sequence[Standing], year: int) -> None:
    """The list, best first. Choosing a row looks at that purchase; the choice follows it when the order changes."""
    from ui.records.columns import ROW_HEIGHT, configured, frame_of, table_height

    keys = [row.purchase.purchase_id for row in rows]
    chosen = session.selected()
    place = [keys.index(chosen)] if chosen in keys else []
    if KEY not in st.session_state or st.session_state[KEY]["selection"]["rows"] != place:
        st.session_state[KEY] = {"selection": {"rows": place, "columns": [], "cells": []}}
    columns = columns_shown(year)
    st.dataframe(
        frame_of(rows, columns),
        key=KEY,
        on_select=lambda: _choose(keys),
        selection_mode="single-row",
        hide_index=True,
        height=table_height(HEIGHT, len(rows)),
        row_height=ROW_HEIGHT,
        placeholder="–",
        column_config={column.label: configured(column) for column in columns},
        alt=f"Purchases ranked by priority, {counted(len(rows), 'row')}",
    )


def under_the_list(
    portfolio: Portfolio, rows: Sequence[Standing], year: int, plan: Plan, figures: Headline,
    years_with_money: Sequence[int],
) -> None:  # fmt: skip
    """What the rules are worth, a way back from what was changed here, and the list as a file.

    The file has the rows in their order, the key first and why in full last, and says by which plan they stand so.
    """
    from ui.records.columns import Shown
    from ui.records.grid import About, take_along

    looking, member = lens(), session.acting_as()
    about = About("Plan", lambda: plan_facts(portfolio, plan, figures, years_with_money, looking, member))
    key: Shown[Standing] = Shown("Key", lambda row: row.purchase.purchase_id)
    stage: Shown[Standing] = Shown("Stage", lambda row: str(row.purchase.stage))
    needs: Shown[Standing] = Shown("Needs answered", lambda row: row.needs)
    why: Shown[Standing] = Shown("Why", lambda row: row.why)
    if not is_open():
        settle(portfolio)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(NOT_LEGAL_ADVICE, width="content")
        st.space("stretch")
        undo_button(portfolio)
        columns = [key, *columns_shown(year), stage, needs, why]
        take_along(KEY, FILE, "Ranked purchases", lambda: rows, columns, about)


def _choose(keys: list[str]) -> None:
    rows = st.session_state[KEY]["selection"]["rows"]
    session.select(keys[rows[0]] if rows else None)


def columns_shown(year: int) -> list["Shown[Standing]"]:
    """What decides first: on a small screen, with the map beside it, the list shows its columns up to the priority."""
    from ui.records.columns import Shown

    number = st.column_config.NumberColumn
    signs = ", ".join(f"{sign.glyph} {sign.word}" for sign in SIGNS.values())
    return [
        Shown("#", lambda r: r.rank, width=34),
        Shown("Purchase", lambda r: r.purchase.title, width=218),
        Shown("Decision", lambda r: f"{SIGNS[r.state].glyph} {r.decision}", width=263, help=signs, signed=True),
        Shown("Priority", lambda r: _whole(r.merit.priority), config=st.column_config.ProgressColumn(
            "Priority", width=74, min_value=0, max_value=100, format="%.0f")),
        Shown("Mandate", lambda r: "mandate" if r.mandated else "", width=76,
              help="It answers a need that law, a court or an audit requires us to"),
        Shown("Academic", lambda r: _whole(r.merit.academic), config=number(
            "Academic", width=78, format="%.0f", help="Academic score, 0-100")),
        Shown("Technical", lambda r: _whole(r.merit.technical), config=number(
            "Technical", width=80, format="%.0f", help="Technical score, 0-100")),
        Shown("Learners", lambda r: r.merit.learners, config=number(
            "Learners", width=74, format="localized", help="Learners reached, of those enrolled where it goes")),
        Shown(fiscal_year(year), lambda r: r.cost_this_year, config=number(
            fiscal_year(year), width=80, format="$%,.0f", help="Cost in this fiscal year")),
        Shown("In all", lambda r: r.cost, config=number(
            "In all", width=84, format="$%,.0f", help="Cost in all years")),
        Shown("Needs", lambda r: len(r.needs), width=54, help="Needs it answers"),
        Shown("Raters", lambda r: r.merit.raters, width=58, help="Members who rated it"),
        Shown("Dept.", lambda r: r.purchase.department_id, width=60, help="Department that proposes it"),
    ]  # fmt: skip


def _whole(score: float | None) -> int | None:
    return None if score is None else round(score)
