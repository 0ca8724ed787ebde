"""The map panel."""

from collections.abc import Sequence

import streamlit as st

from data_models.plan import PlanSettings
from ui import session
from ui.charts.merit_map import Spot, merit_map
from ui.standing import Standing

HEIGHT, PANEL_WIDTH = 326, 466


def map_view(rows: Sequence[Standing], settings: PlanSettings) -> None:
    """The map of these purchases; a click looks at one, as choosing it in the list or by name does."""
    spots = [
        Spot(
            purchase_id=row.purchase.purchase_id,
            title=row.purchase.title,
            academic=row.merit.academic,
            technical=row.merit.technical,
            cost=float(row.cost or 0),
            state=row.state,
            decision=row.decision,
        )
        for row in rows
    ]
    st.plotly_chart(
        merit_map(spots, settings, session.selected()),
        height=HEIGHT,
        key="map",
        on_select=_choose,
        selection_mode="points",
        theme=None,
        config={"displayModeBar": False},
        alt="Academic and technical score of each purchase; the list says the same in figures",
    )


def _choose() -> None:
    points = st.session_state["map"]["selection"]["points"]
    if points:
        session.select(points[0]["customdata"][0])
