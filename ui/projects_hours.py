"""The hours behind the load, as a table: to find what can be moved, and to move it."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from data_models.capacity import MonthLoad, Semester
from data_models.portfolio import Portfolio
from data_models.project import StaffHours
from ui.records.columns import Shown
from ui.records.facets import Facet, sift
from ui.records.grid import grid
from ui.words import measured, plain


class Line(NamedTuple):
    """One line of hours. over: hours by which its role is asked too much in its month."""

    hours: StaffHours
    what: str
    kind: str
    over: float


def hours_rows(portfolio: Portfolio, loads: Sequence[MonthLoad], semester: Semester) -> list[Line]:
    """The semester's lines of hours, by month, then most hours over, then most hours, then key."""
    over = {(load.role.lower(), load.month): float(load.over) for load in loads}
    titles = _titles(portfolio)
    lines = []
    for row in portfolio.staff_hours:
        if semester.first <= row.month.replace(day=1) <= semester.last:
            key = _taker(row)
            kind = "purchase" if row.purchase_id else "contract" if row.contract_id else "project"
            late = over.get((row.role.strip().lower(), row.month.replace(day=1)), 0.0)
            lines.append(Line(row, titles.get(key, key), kind, late))
    return sorted(lines, key=lambda x: (x.hours.month, -x.over, -x.hours.hours, x.hours.staff_hours_id))


FACETS: tuple[Facet[Line], ...] = (
    Facet("over", "Month", lambda line: ("overloaded",) if line.over else ("with room",), pills=True),
    Facet("role", "Role", lambda line: (line.hours.role,)),
    Facet("kind", "Taken by", lambda line: (line.kind,)),
)

_number, _date = st.column_config.NumberColumn, st.column_config.DateColumn

COLUMNS: tuple[Shown[Line], ...] = (
    Shown("What", lambda line: line.what, width=300),
    Shown("Taken by", lambda line: line.kind, width=100),
    Shown("Role", lambda line: line.hours.role, "role", width=170),
    Shown("Month", lambda line: line.hours.month, "month", _date("Month", width=110, format="MMM YYYY")),
    Shown("Hours", lambda line: line.hours.hours, "hours", _number("Hours", width=80, format="%.0f")),
    Shown("Month over", lambda line: line.over, "", _number("Month over", width=110, format="%.0f",
          help="Hours by which the role is asked too much in that month")),
    Shown("Key", lambda line: line.hours.staff_hours_id, hidden=True),
)  # fmt: skip


def hours_table(portfolio: Portfolio, loads: Sequence[MonthLoad], semester: Semester) -> None:
    """The hours of the semester, behind a switch: to see who takes them, to move them to another month, to add some."""
    if st.toggle("Change the hours behind this", key="load-hours", bind="query-params"):
        found = sift(
            "hours", hours_rows(portfolio, loads, semester), FACETS, lambda line: f"{line.what} {line.hours.role}"
        )
        grid("hours", StaffHours, found, lambda line: line.hours, COLUMNS, portfolio)


def about_hours(hours: StaffHours, portfolio: Portfolio) -> None:
    """What the panel says of a line of hours."""
    what = _titles(portfolio).get(_taker(hours), _taker(hours))
    st.markdown(
        f"**{measured(hours.hours, 'hours')}** of {plain(hours.role)} in {hours.month:%B %Y} for {plain(what)}. "
        "Another month under Edit moves them."
    )


def _taker(hours: StaffHours) -> str:
    return hours.purchase_id or hours.contract_id or hours.project_id


def _titles(portfolio: Portfolio) -> dict[str, str]:
    return {
        **{p.project_id: p.title for p in portfolio.projects},
        **{p.purchase_id: p.title for p in portfolio.purchases},
        **{c.contract_id: c.title for c in portfolio.contracts},
    }
