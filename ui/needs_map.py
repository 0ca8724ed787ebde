"""The map of open needs, beside the list: a click on a cell shows its needs in the list."""

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from data_models.coverage import ALL_LEARNERS, NO_SUBJECT, By, OpenCell, State
from data_models.district import Level
from data_models.wording import counted
from ui.charts.need_heat import Cell, heat_height, need_heat
from ui.needs import HIGH, NAME, NeedFilters, NeedRow, waiting_words
from ui.records.facets import choose, chosen

ALL, HIGH_NEED = "All schools", "High-need schools"
MOST_PLACES = 30
COLUMN_FACETS = {By.SUBJECT: "subject", By.GROUP: "group"}
SET_BY_MAP = ("answered", "need", "school", "subject", "group")
"""Filters that a click sets; the map shows what fits the others, so that the next click has somewhere to go."""


def beside_the_list() -> By | None:
    """What is shown beside the list: the map, by what its columns stand for, or none for what answers what."""
    views = {"Open by subject": By.SUBJECT, "Open by student group": By.GROUP, "What answers what": None}
    asked = st.segmented_control(
        "Beside the list", list(views), default="Open by subject", required=True, key="beside-the-needs",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    return views[str(asked)]


def together(filters: NeedFilters, places: Sequence[str]) -> dict[str, frozenset[str]]:
    """The places that stand for several schools."""
    everywhere = frozenset(places)
    return {ALL: everywhere, HIGH_NEED: everywhere & filters.high_need}


def need_map(
    filters: NeedFilters, places: Sequence[str], rows: Sequence[NeedRow], cells: Sequence[OpenCell], by: By
) -> None:
    """The map of these sites, by level and name, and what is open anywhere, most learners first, from the left.

    rows: every need that the lens shows, whatever the filters leave. Lines and columns are theirs, and stay where they
    are when a filter is set, so that people learn them and a second click finds the cell that was meant.
    """
    waiting: dict[str, float] = {}
    for cell in cells:
        waiting[cell.place] = waiting.get(cell.place, 0.0) + cell.learners
    if not filters.sites:
        st.info("The map needs to know the schools. Load sites.csv on the **Data** page.", icon=":material/school:")
        return
    if not cells:
        st.success("Nothing is open here.", icon=":material/check_circle:")
        return
    several = [ALL] + [HIGH_NEED] * bool(filters.high_need.intersection(places))
    open_ = {site for row in rows for site in row.wide.open_site_ids}.intersection(places)
    single = by_level(filters, sorted(open_, key=lambda p: (-waiting.get(p, 0.0), p))[:MOST_PLACES])
    names = {name: name for name in several} | {p: filters.name(p) for p in single}
    marked = {p: f"◆ {name}" if p in filters.high_need or p == HIGH_NEED else name for p, name in names.items()}
    columns = columns_in_order(rows, by)
    st.plotly_chart(
        need_heat(
            [Cell(c.place, c.column, c.needs, c.learners, c.unknown) for c in cells],
            marked, columns, _framed(filters, names, columns, by), len(several),
        ),
        height=heat_height(len(names)), key=f"need map {by}", theme=None, config={"displayModeBar": False},
        on_select=lambda: _choose(filters, by), selection_mode="points",
        alt=f"Learners with open needs at {counted(len(open_), 'school')} by {by}; the list and filters say the same",
    )  # fmt: skip
    more = f" {counted(len(open_) - MOST_PLACES, 'more school')} with fewer." if len(open_) > MOST_PLACES else ""
    estimate = f" {waiting_words(grades)}." if (grades := filters.grades()) else ""
    st.caption(f"◆ high-need school. A click shows a cell's needs in the list.{more}{estimate}")


def by_level(filters: NeedFilters, places: Sequence[str]) -> list[str]:
    """Elementary schools first, each level by name: an order that no figure moves."""
    levels = list(Level)
    return sorted(places, key=lambda p: (levels.index(filters.sites[p].level), filters.name(p).casefold(), p))


def columns_in_order(rows: Sequence[NeedRow], by: By) -> list[str]:
    """What is open anywhere, most learners first, ties by name; what names no subject, or no group, last."""
    across: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        subject = (row.need.subject or NO_SUBJECT,)
        for column in (row.need.student_groups or (ALL_LEARNERS,)) if by is By.GROUP else subject:
            if row.wide.open_site_ids:
                across[column] += row.wide.open_learners or 0
    return sorted(across, key=lambda c: (c in (NO_SUBJECT, ALL_LEARNERS), -across[c], c))


def _framed(filters: NeedFilters, names: dict[str, str], columns: Sequence[str], by: By) -> set[tuple[str, str]]:
    """The cells that the filters choose."""
    picked = chosen(NAME, filters.facets)
    wanted = [c for c in columns if c in picked[COLUMN_FACETS[by]]]
    if picked["school"]:
        rows = [p for p in names if names[p] in picked["school"]]
    else:
        rows = [HIGH_NEED if picked["need"] == (HIGH,) else ALL]
    return {(row, column) for row in rows for column in wanted}


def _choose(filters: NeedFilters, by: By) -> None:
    points = st.session_state[f"need map {by}"]["selection"]["points"]
    if not points:
        return
    place, column = points[0]["customdata"]
    choose(NAME, "answered", [State.OPEN, State.PARTLY])
    choose(NAME, "need", [HIGH] if place == HIGH_NEED else [])
    choose(NAME, "school", [] if place in (ALL, HIGH_NEED) else [filters.name(place)])
    choose(NAME, COLUMN_FACETS[by], [column])
