"""Equity on the screen: dollars per learner against need, in a sentence and a chart; the floor and what it costs."""

from collections.abc import Sequence

import streamlit as st

from data_models.district import Site
from data_models.equity import Equity, FloorCost
from data_models.plan import PlanSettings
from ui import session
from ui.charts.equity_scatter import Spot, equity_scatter
from ui.first_steps import DATA_PAGE, way_to_data
from ui.records.panel import open_record, opened_key
from ui.schools import SchoolRow
from ui.words import plain

HEIGHT = 340
FLOOR, CHART = "schools floor", "schools chart"


def equity_words(found: Equity) -> None:
    """What high-need schools get, in a sentence."""
    st.markdown(f"**{plain(found.words)}** {plain(found.pairs_words)}")


def equity_view(rows: Sequence[SchoolRow], found: Equity) -> None:
    """The schools shown as points, of which a click opens one, and what the figures are of."""
    spots = [
        Spot(
            site_id=row.site.site_id,
            name=row.site.name,
            need=row.money.index,
            high_need=row.money.high_need,
            without=_plus(row.money.spent_each, row.money.ordered_each),
            with_plan=row.money.coming_each + (row.money.spent_each or 0),
        )
        for row in rows
        if row.money.index is not None and row.money.coming_each is not None
    ]
    if not any(site.planned or site.ordered or site.spent for site in found.sites):
        _no_dollars()
    elif spots and found.district_index is not None:
        st.plotly_chart(
            equity_scatter(spots, found.district_index, opened_key(Site)), height=HEIGHT, key=CHART, on_select=_open,
            selection_mode="points", theme=None, config={"displayModeBar": False},
            alt="Need index and dollars per learner of each school; the list says the same in figures",
        )  # fmt: skip
    said = (found.ordered_words, found.spent_words, found.index_words, found.untold_words)
    st.caption(plain(" ".join(words for words in said if words)))


def _no_dollars() -> None:
    st.info(
        "Each school stands here by its need and its dollars per learner, once there are any: from purchases "
        "(purchases.csv and cost_lines.csv) that the draft plan holds or that are ordered, and from ledger entries "
        f"(ledger_entries.csv) that name a school. {DATA_PAGE}",
        title="No dollars on record for any school", icon=":material/payments:",
    )  # fmt: skip
    way_to_data()


def floor_control(settings: PlanSettings, cost: FloorCost | None) -> None:
    """The least share of the planned dollars for high-need schools, and what that fairness costs."""
    st.session_state[FLOOR] = settings.high_need_floor
    st.slider(
        "Floor: least share of the planned dollars for high-need schools", 0, 100, step=5, format="%d%%", key=FLOOR,
        on_change=_moved, help="The draft plan keeps it to the cent; 0% is no floor. It is also on Prioritise, under "
        "Money. Counted are the dollars that can be told apart by school, spread by learners, and what was ordered "
        "where that alone is above the floor.",
    )  # fmt: skip
    if cost:
        st.markdown(plain(cost.words))


def _plus(known: float | None, more: float | None) -> float | None:
    return None if known is None else known + (more or 0)


def _open() -> None:
    points = st.session_state[CHART]["selection"]["points"]
    if points and "customdata" in points[0]:
        open_record(Site, points[0]["customdata"][0])


def _moved() -> None:
    session.move("high_need_floor", high_need_floor=st.session_state[FLOOR])
