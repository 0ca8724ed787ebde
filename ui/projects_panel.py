"""One project, opened: how it goes and who said so, its dates, chain, milestones, needs, purchases and hours."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

from data_models.portfolio import Portfolio
from data_models.project import Milestone, Project
from data_models.purchase import Purchase
from data_models.readiness import Readiness
from data_models.schedule import Schedule
from data_models.wording import counted
from ui.projects import Row, who_said
from ui.projects_views import milestone_rows
from ui.records.panel import open_new, open_record
from ui.words import day, listed, money, plain

ICONS = {"good": ":material/check_circle:", "at risk": ":material/error:", "late": ":material/schedule:"}


def about_project(project: Project, rows: Sequence[Row], schedule: Schedule, ready: Sequence[Readiness],
                  portfolio: Portfolio) -> None:  # fmt: skip
    """What the panel says of a project."""
    row = next((row for row in rows if row.project.project_id == project.project_id), None)
    if row is None:
        st.info("The lens at the top of the page leaves this project out.")
        return
    _how_it_goes(row)
    dates, steps, why, hours = st.tabs(["Dates and chain", "Milestones", "Needs and purchases", "Hours"])
    with dates:
        _dates(row, schedule, portfolio)
    with steps:
        _milestones(row, portfolio)
    with why:
        _why(row, ready)
    with hours:
        _hours(project, portfolio)


def _how_it_goes(row: Row) -> None:
    project = row.project
    reason = f": {plain(project.health_reason)}" if project.health_reason else ""
    st.markdown(f"{ICONS.get(project.health, ':material/help:')} **{project.health}**{reason}")
    st.caption(plain(" · ".join(p for p in (str(project.stage), row.department, row.sponsor,
                                            f"said by {who_said(row)}" if row.said else "") if p)))  # fmt: skip
    if row.course.doubts:
        st.warning("  \n".join(plain(doubt) for doubt in row.course.doubts), icon=":material/rule:")
    for sentence in row.left_out:
        st.warning(plain(sentence), icon=":material/remove_shopping_cart:")
    if project.description:
        st.markdown(plain(project.description))


def about_milestone(milestone: Milestone, portfolio: Portfolio) -> None:
    """What the panel says of a milestone."""
    project = next((p for p in portfolio.projects if p.project_id == milestone.project_id), None)
    st.markdown(f"**{milestone.stage}**, due {_day(milestone.due)}"
                + (f", done {day(milestone.done)}" if milestone.done else ""))  # fmt: skip
    if milestone.note:
        st.markdown(plain(milestone.note))
    if project:
        st.button(plain(project.title, 60), icon=":material/engineering:", type="tertiary", on_click=open_record,
                  args=(Project, project.project_id))  # fmt: skip


def _dates(row: Row, schedule: Schedule, portfolio: Portfolio) -> None:
    project, course = row.project, row.course
    spent = "not known" if project.spent is None else money(project.spent)
    budget = "a budget not known" if project.budget is None else money(project.budget)
    wait = "not known" if course.classroom_days is None else counted(course.classroom_days, "day")
    st.table(
        {
            "Asked": _day(project.asked),
            "Start": _day(project.start),
            "First promised": _day(project.baseline_finish),
            "Finish now": _day(project.finish) + (f", slips {counted(course.slip_days, 'day')}"
                                                  if course.slip_days and course.slip_days > 0 else ""),
            "First used": _day(project.first_use),
            "Time to classroom": wait + ("" if course.in_use or course.classroom_days is None else " so far"),
            "Spent": plain(f"{spent} of {budget}"),
        },
        border="horizontal", width="content",
    )  # fmt: skip
    titles = {p.project_id: p for p in portfolio.projects}
    after = [p for p in portfolio.projects if project.project_id in p.predecessors]
    firsts = [titles[key] for key in project.predecessors if key in titles]
    for label, found in (("Waits for", firsts), ("Waited for by", after)):
        if found:
            st.markdown(f"**{label}** {plain(listed([f'{p.title} ({_day(p.finish)})' for p in found]))}")
    chain = next((c for c in schedule.chains if project.project_id in c.network), None)
    if chain:
        names = " → ".join(titles[key].title for key in chain.project_ids)
        st.markdown(f"**Chain without a day to spare** {plain(names)}, to {day(chain.finish)}")
        spare = course.float_days or 0
        may = f"It may slip {counted(spare, 'working day')} before the end of that chain moves."
        st.markdown("Each day it slips moves the end of that chain." if course.critical else may)
    elif not firsts and not after:
        st.markdown("Nothing on record waits for it, and it waits for nothing.")


def _milestones(row: Row, portfolio: Portfolio) -> None:
    steps = milestone_rows([row], portfolio.today)
    if steps:
        st.table(
            [
                {
                    "Milestone": plain(step.milestone.title),
                    "State": step.state,
                    "Due": _day(step.milestone.due),
                    "Done": _day(step.milestone.done) if step.milestone.done else "–",
                    "Late": "–" if not step.late or step.late < 0 else counted(step.late, "day"),
                    "Note": plain(step.milestone.note, 80) or "–",
                }
                for step in sorted(steps, key=lambda s: (s.milestone.due is None, s.milestone.due or portfolio.today))
            ],
            border="horizontal", hide_index=True,
        )  # fmt: skip
    else:
        st.info("It has no milestones yet.")
    st.button("Add milestone", icon=":material/add:", key=f"add milestone of {row.project.project_id}",
              on_click=open_new, args=(Milestone,), kwargs={"project_id": row.project.project_id})  # fmt: skip


def _why(row: Row, ready: Sequence[Readiness]) -> None:
    if row.needs:
        st.markdown("**Answers** " + plain(listed(row.needs)))
    else:
        st.warning("It answers no need on record. Name one under Edit, or ask why it goes on.", icon=":material/help:")
    open_: Mapping[str, int] = {one.purchase_id: len(one.open) for one in ready}
    if not row.purchases:
        st.markdown("It delivers no purchase on record.")
    for purchase in row.purchases:
        left = open_.get(purchase.purchase_id, 0)
        words = f", {counted(left, 'readiness check')} open" if left else ""
        st.button(f"{plain(purchase.title, 60)} ({purchase.stage}{words})", type="tertiary",
                  icon=":material/shopping_cart:", key=f"purchase {purchase.purchase_id}", on_click=open_record,
                  args=(Purchase, purchase.purchase_id))  # fmt: skip


def _hours(project: Project, portfolio: Portfolio) -> None:
    """Its own hours and those of the purchases it delivers, by role and month from now on."""
    now = portfolio.today.replace(day=1)
    own = {p.purchase_id for p in portfolio.purchases if p.project_id == project.project_id}
    hours: defaultdict[tuple[str, date], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for line in portfolio.staff_hours:
        bought = bool(line.purchase_id)
        if line.month >= now and (line.purchase_id in own if bought else line.project_id == project.project_id):
            hours[line.role.strip(), line.month][bought] += line.hours
    if not hours:
        st.info("No hours are on record for it from this month on. Add them in staff_hours.csv.")
        return
    st.caption("Hours from this month on: the project's own, and of the purchases it delivers.")
    st.table(
        [
            {"Role": plain(role), "Month": f"{month:%b %Y}", "Project": f"{own_:g}", "Its purchases": f"{bought_:g}"}
            for (role, month), (own_, bought_) in sorted(hours.items())
        ],
        border="horizontal", hide_index=True,
    )  # fmt: skip


def _day(when: date | None) -> str:
    return day(when) if when else "not known"
