"""The team's load on the screen: the bars of a semester, and who asks too much."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from data_models.base import Record
from data_models.capacity import PURCHASES, MonthLoad, Overload, Semester, Source, Taker
from data_models.project import Project
from data_models.purchase import Purchase
from data_models.wording import counted
from ui.charts.load_bars import Stack, load_bars
from ui.lens import Lens, lens
from ui.records.columns import ROW_HEIGHT, table_height
from ui.records.panel import open_record
from ui.words import in_table, plain

if TYPE_CHECKING:
    import pandas as pd

HEIGHT, TABLE = 340, "load causes"
OPENED: dict[Source, type[Record]] = {Source.PROJECT: Project, **dict.fromkeys(PURCHASES, Purchase)}


def choose_semester(semesters: Sequence[Semester]) -> tuple[Semester, bool]:
    """(the semester looked at, whether the draft plan's purchases count); the next one and yes at first."""
    names = {semester.words: semester for semester in semesters}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        chosen = st.segmented_control(
            "Semester", list(names), default=list(names)[1], required=True, key="semester", bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
        with_draft = st.toggle(
            "With the draft plan", value=True, key="load-with-draft", bind="query-params",
            help="Purchases that this window's draft plan on Prioritise adds to what is approved and planned; what it "
            "rules out, and the contracts it ends, fall away",
        )  # fmt: skip
        st.caption("Hours with the draft plan." if with_draft else "Hours without the draft plan.")
        if lens() != Lens():
            st.caption("The team serves the whole district: what the page looks at does not narrow this.")
    return names[chosen], with_draft


def load_chart(loads: Sequence[MonthLoad], semester: Semester) -> None:
    """Hours asked of each role in each month of the semester, against those it has."""
    shown = [load for load in loads if semester.first <= load.month <= semester.last]
    if not shown:
        st.info(f"No hours and no capacity are on record for {semester.words}. Load staff_hours.csv and capacity.csv.")
        return
    stacks = [
        Stack(
            role=load.role,
            month=load.month,
            has=None if load.has is None else float(load.has),
            takes={str(source): float(hours) for source, hours in load.takes},
        )
        for load in shown
    ]
    st.plotly_chart(
        load_bars(stacks, f"Hours, {semester.words}"),
        height=HEIGHT, key="load chart", theme=None, config={"displayModeBar": False},
        alt=f"Hours asked of {len({stack.role for stack in stacks})} roles by month and what they have; "
            "the sentences and the table beside say the same",
    )  # fmt: skip


def overload_list(found: Sequence[Overload], semester: Semester) -> None:
    """Each role that is asked too much, in a sentence, and everything that takes its hours then."""
    if not found:
        st.success(f"Nobody is asked more than they have, {semester.words}.", icon=":material/check:")
        return
    said, causes = st.columns([2, 3], gap="medium")
    with said:
        for overload in found:
            role, _, rest = overload.words.partition(":")
            st.markdown(f":material/group_off: **{plain(role)}:** {plain(rest)}")
    with causes:
        _causes(found)


def _causes(found: Sequence[Overload]) -> None:
    takers = [(overload, taker) for overload in found for taker in overload.causes]
    takers += [(overload, taker) for overload in found for taker in overload.others]
    keys = [(taker.source, taker.key) for _, taker in takers]

    def choose() -> None:
        rows = st.session_state[TABLE]["selection"]["rows"]
        kind = OPENED.get(keys[rows[0]][0]) if rows else None
        if kind:
            open_record(kind, keys[rows[0]][1])

    st.markdown("**What takes the hours in the overloaded months**, purchases first")
    st.dataframe(
        _table(takers), key=TABLE, on_select=choose, selection_mode="single-row", hide_index=True,
        height=table_height(None, min(len(takers), 7)), row_height=ROW_HEIGHT,
        alt=f"What takes hours of overloaded roles, {counted(len(takers), 'row')}",
        column_config={
            "Hours": st.column_config.NumberColumn("Hours", format="%.0f", width=70),
            "Goes without it": st.column_config.NumberColumn(
                "Goes without it", format="%.0f", width=120, help="Hours of overload that would go without it alone"
            ),
            "Role": st.column_config.TextColumn("Role", width=150),
            "What": st.column_config.TextColumn("What", width=270),
            "Kind": st.column_config.TextColumn("Kind", width=130),
        },
    )  # fmt: skip


def _table(takers: Sequence[tuple[Overload, Taker]]) -> "pd.DataFrame":
    import pandas as pd  # here, as in `page_part`

    return pd.DataFrame(
        {
            "Role": [in_table(overload.role) for overload, _ in takers],
            "What": [in_table(taker.title) for _, taker in takers],
            "Kind": [_kind(taker.source) for _, taker in takers],
            "Hours": [float(taker.hours) for _, taker in takers],
            "Goes without it": [float(taker.relief) for _, taker in takers],
        }
    )


def _kind(source: Source) -> str:
    return {Source.PROJECT: "project", Source.CONTRACT: "contract", Source.DRAFT: "in the draft plan"}.get(
        source, f"purchase, {source}"
    )
