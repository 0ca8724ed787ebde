"""The projects' timeline, and their milestones as a table."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_models.portfolio import Portfolio
from data_models.project import Milestone, Project, ProjectStage
from data_models.schedule import Schedule
from data_models.wording import counted
from ui.charts.project_timeline import BACKWARDS, Mark, Span, project_timeline, timeline_height
from ui.projects import DAY, Row, open_by_name, who_said
from ui.records.columns import Shown
from ui.records.facets import Facet, sift
from ui.records.grid import grid
from ui.records.panel import open_record
from ui.words import day, in_chart, listed, one_line, plain

MOST_DRAWN, MOST_BARE = 40, 4
CHART, ORDER, PAGE = "timeline", "timeline-order", "timeline-page"


def timeline(rows: Sequence[Row], schedule: Schedule, portfolio: Portfolio, beside: DeltaGenerator) -> None:
    """Every project from start to forecast; a click opens one, and so does its name, `beside` the headline."""
    dated = [row for row in rows if row.project.start and row.project.finish and row.project.stage != "closed"]
    with st.container(gap="xsmall"):
        drawn = _turned_to(dated) if len(dated) > MOST_DRAWN else dated
        if drawn:
            with beside:
                open_by_name(drawn)
            _draw(drawn, portfolio)
        _circles(rows, schedule)
        if said := [*_chains(rows, schedule), *_not_drawn(rows), *_waiting(schedule)]:
            st.caption("  \n".join(said))


def _turned_to(dated: Sequence[Row]) -> list[Row]:
    """As many projects as can be read at once: which come first is chosen, and so is the page."""
    pages = -(-len(dated) // MOST_DRAWN)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        order = st.selectbox("First", list(ORDERS), key=ORDER, bind="query-params", label_visibility="collapsed",
                             width=300)  # fmt: skip
        page = st.pagination(pages, key=PAGE, bind="query-params", width=360)  # the first, where a filter left fewer
        first = MOST_DRAWN * (page - 1)
        shown = sorted(dated, key=ORDERS[order])[first : first + MOST_DRAWN]
        st.markdown(f"**{first + 1:,} to {first + len(shown):,} of {counted(len(dated), 'project')} with dates**")
    return sorted(shown, key=dated.index) if order == PRESSING else shown


def _draw(drawn: Sequence[Row], portfolio: Portfolio) -> None:
    st.plotly_chart(
        project_timeline([_span(row, portfolio.today) for row in drawn], portfolio.today),
        height=timeline_height(len(drawn)),
        key=CHART,
        on_select=_choose,
        selection_mode="points",
        theme=None,
        config={"displayModeBar": False},
        alt=f"Start, forecast and promised finish of {counted(len(drawn), 'project')}; the table says the same",
    )


def _circles(rows: Sequence[Row], schedule: Schedule) -> None:
    titles = {row.project.project_id: row.project.title for row in rows}
    for cycle in schedule.cycles:
        names = [plain(titles.get(key, key)) for key in (*cycle, cycle[0])]
        st.warning(
            "These wait for each other in a circle, so the links between them are not counted: "
            f"{' waits for '.join(names)}. Take one predecessor out.",
            icon=":material/autorenew:",
        )


def _chains(rows: Sequence[Row], schedule: Schedule) -> Iterator[str]:
    """The chains of which every project is shown, the last to finish first."""
    titles = {row.project.project_id: row.project.title for row in rows}
    shown = [c for c in schedule.chains if all(key in titles for key in c.project_ids)]
    if shown:
        chains = [f"{' → '.join(plain(titles[k]) for k in c.project_ids)} ({day(c.finish)})" for c in shown[:3]]
        yield f"No day to spare, the last to finish first: {'; '.join(chains)}."


def _not_drawn(rows: Sequence[Row]) -> Iterator[str]:
    bare = [row.project.title for row in rows if not (row.project.start and row.project.finish)]
    closed = sum(row.project.stage == "closed" for row in rows)
    named = [*(one_line(title, 50) for title in bare[:MOST_BARE]), *bare[MOST_BARE:]]  # of thousands, only these few
    parts = [f"without a start or a finish: {plain(listed(named, MOST_BARE))}"] * bool(bare)
    parts += [f"{closed:,} closed"] * bool(closed)
    if parts:
        yield f"Not drawn: {'; '.join(parts)}."


def _waiting(schedule: Schedule) -> Iterator[str]:
    """Asked to first use, all projects of the district: what teachers judge by."""
    if schedule.median_so_far is not None:
        so_far = f"with the others so far, at least {schedule.median_so_far:,.0f}"
        used = sum(course.in_use for course in schedule.courses if course.classroom_days is not None)
        in_use = (
            "nothing is in use yet"
            if schedule.median_in_use is None
            else f"median {schedule.median_in_use:,.0f} days for the {used} in use"
        )
        yield f"Asked to classroom: {in_use}; {so_far}."


def _weight(row: Row) -> tuple[bool, int, int]:
    """Critical, then the largest slip, then most milestones overdue."""
    return not row.course.critical, -(row.course.slip_days or 0), -len(row.course.overdue)


PRESSING = "Most pressing first"
ORDERS: dict[str, Callable[[Row], Any]] = {
    PRESSING: _weight,
    "First to start": lambda row: row.project.start,
    "First to finish": lambda row: row.project.finish,
    "Last to finish": lambda row: -(row.project.finish or date.max).toordinal(),
    "By title": lambda row: row.project.title.casefold(),
}
"""Which projects a page of the timeline holds. The most pressing are drawn by start, as the others begin with it."""


def _span(row: Row, today: date) -> Span:
    project = row.project
    assert project.start, "only projects with both dates are drawn"
    assert project.finish, "only projects with both dates are drawn"
    return Span(
        key=project.project_id,
        title=project.title,
        start=min(project.start, project.finish),
        finish=max(project.start, project.finish),
        promised=project.baseline_finish,
        health=project.health,
        critical=row.course.critical,
        firsts=project.predecessors,
        marks=tuple(mark for milestone in row.milestones if (mark := _mark(milestone, today))),
        said="<br>".join(in_chart(words) for words in _hover(row) if words),
        backwards=project.finish < project.start,
    )


def _mark(milestone: Milestone, today: date) -> Mark | None:
    when = milestone.done or milestone.due
    if when is None:
        return None
    reached = milestone.done or milestone.stage is ProjectStage.CLOSED
    return Mark(milestone.title, when, "reached" if reached else "overdue" if when < today else "ahead")


def _hover(row: Row) -> list[str]:
    project, slip = row.project, row.course.slip_days
    assert project.start, "only projects with both dates are drawn"
    assert project.finish, "only projects with both dates are drawn"
    return [
        project.title,
        f"{project.stage}, {day(project.start)} to {day(project.finish)}",
        "" if slip is None else f"slips {counted(slip, 'day')}" if slip > 0 else "as promised or sooner",
        f"{project.health}: {project.health_reason}" if project.health_reason else str(project.health),
        f"said by {who_said(row)}" if row.said else "",
        BACKWARDS if project.finish < project.start else "",
        "no day to spare" if row.course.critical else "",
        *row.left_out,
    ]


def _choose() -> None:
    points = st.session_state[CHART]["selection"]["points"]
    if points and points[0].get("customdata"):
        open_record(Project, points[0]["customdata"][0])


class Step(NamedTuple):
    """One milestone as the table shows it."""

    milestone: Milestone
    project: Project
    state: str
    late: int | None


def milestone_rows(rows: Sequence[Row], today: date) -> list[Step]:
    """The milestones of these projects: overdue first, then by day due, then key; those without a day last."""
    steps = [
        Step(m, row.project, mark.state if mark else "no date", _late(m, today))
        for row in rows
        for m in row.milestones
        for mark in (_mark(m, today),)
    ]
    return sorted(
        steps,
        key=lambda s: (
            s.state != "overdue",
            s.milestone.due is None,
            s.milestone.due or today,
            s.milestone.milestone_id,
        ),
    )


def _late(milestone: Milestone, today: date) -> int | None:
    """Days after the day due that it was reached, or that it is overdue; none where there is no day due."""
    if milestone.due is None:
        return None
    if milestone.done:
        return (milestone.done - milestone.due).days
    return (today - milestone.due).days if today > milestone.due and milestone.stage != "closed" else None


STEP_FACETS: tuple[Facet[Step], ...] = (
    Facet("state", "State", lambda step: (step.state,), pills=True),
    Facet("project", "Project", lambda step: (step.project.title,)),
)

_number, _date = st.column_config.NumberColumn, st.column_config.DateColumn

STEP_COLUMNS: tuple[Shown[Step], ...] = (
    Shown("Milestone", lambda step: step.milestone.title, "title", width=280),
    Shown("Project", lambda step: step.project.title, width=250),
    Shown("State", lambda step: step.state, width=90),
    Shown("Stage", lambda step: str(step.milestone.stage), "stage", width=100),
    Shown("Start", lambda step: step.milestone.start, "start", _date("Start", width=104, format=DAY)),
    Shown("Due", lambda step: step.milestone.due, "due", _date("Due", width=104, format=DAY)),
    Shown("Done", lambda step: step.milestone.done, "done", _date("Done", width=104, format=DAY)),
    Shown("Late", lambda step: step.late, "", _number("Late", width=70, format="%d d",
          help="Days after the day due that it was reached, or that it is overdue")),
    Shown("Budget", lambda step: step.milestone.budget, "budget", _number("Budget", width=96, format="$%,.0f")),
    Shown("Spent", lambda step: step.milestone.spent, "spent", _number("Spent", width=112, format="dollar")),
    Shown("Note", lambda step: step.milestone.note, "note", width=240),
    Shown("Key", lambda step: step.milestone.milestone_id, hidden=True),
)  # fmt: skip


def milestone_table(rows: Sequence[Row], portfolio: Portfolio) -> None:
    """The milestones of these projects, to find, edit and export."""
    steps = sift(
        "milestones", milestone_rows(rows, portfolio.today), STEP_FACETS,
        lambda step: f"{step.milestone.milestone_id} {step.milestone.title} {step.project.title} {step.milestone.note}",
    )  # fmt: skip
    grid("milestones", Milestone, steps, lambda step: step.milestone, STEP_COLUMNS, portfolio, order="overdue first")
