"""What is under way, what slips, and what asks too much of the team?"""

import streamlit as st

from data_models.project import Milestone, Project, StaffHours
from data_models.purchase import Purchase
from planning.capacity import month_loads, next_semester, overloads, roles_without_capacity, semesters
from planning.explanation import explain
from planning.plan import make_plan
from planning.prepare import prepare
from planning.readiness import readiness
from planning.schedule import schedule
from ui import session
from ui.data import district
from ui.follow import follow
from ui.frame import page_part
from ui.left_out import left_out
from ui.lens import lens, seen_through
from ui.projects import headline, nothing_yet, overloads_in_one_line, project_rows, project_table, sifted
from ui.projects_capacity import choose_semester, load_chart, overload_list
from ui.projects_hours import about_hours, hours_table
from ui.projects_panel import about_milestone, about_project
from ui.projects_readiness import about_purchase, readiness_rows, readiness_table
from ui.projects_views import milestone_table, timeline
from ui.proof import proven
from ui.records.panel import panel
from ui.remember import remembered


@st.fragment(key="projects page")
@page_part("page")
def projects() -> None:
    """What is wrong first, then one view at a time: who is asked too much with those of the time."""
    portfolio = district()
    course, ready = remembered(schedule, portfolio), remembered(readiness, portfolio)
    following, prepared = next_semester(portfolio.today), remembered(prepare, portfolio)
    plan = proven(make_plan, prepared, session.draft(portfolio))
    out = left_out(portfolio, remembered(explain, prepared, plan))
    rows = project_rows(portfolio, course, lens(), out)

    panel(Project, portfolio, lambda project: about_project(project, rows, course, ready, portfolio))
    panel(Purchase, portfolio, lambda purchase: about_purchase(purchase, portfolio, ready, out))
    panel(Milestone, portfolio, lambda milestone: about_milestone(milestone, portfolio))
    panel(StaffHours, portfolio, lambda hours: about_hours(hours, portfolio))

    if nothing_yet(portfolio):
        return follow(portfolio, plan)
    beside = headline(rows, out)
    lines, table, steps, load, checks = st.tabs(
        ["Timeline", "Projects", "Milestones", "Capacity", "Readiness"], key="projects-view", bind="query-params"
    )
    if lines.open or load.open:
        with lines if lines.open else load:
            decided, drafted = (remembered(overloads, portfolio, following, draft) for draft in (None, plan))
            overloads_in_one_line(following, decided, drafted, remembered(roles_without_capacity, portfolio))
    if lines.open:
        with lines, page_part("timeline"):
            timeline(sifted(rows), course, portfolio, beside)
    if table.open:
        with table, page_part("table"):
            project_table(sifted(rows), portfolio)
    if steps.open:
        with steps, page_part("milestones"):
            milestone_table(rows, portfolio)
    if load.open:
        with load:
            semester, with_draft = choose_semester(remembered(semesters, portfolio))
            draft = plan if with_draft else None
            loads = remembered(month_loads, portfolio, draft)
            load_chart(loads, semester)
            overload_list(remembered(overloads, portfolio, semester, draft), semester)
            hours_table(portfolio, loads, semester)
    if checks.open:
        with checks, page_part("readiness"):
            readiness_table(readiness_rows(portfolio, ready, seen_through(portfolio, lens()), out), portfolio)
    follow(portfolio, plan)


projects()
