"""Projects on the screen: one row each with what is known of it, the filters, the table and the headline."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_models.capacity import Overload, Semester, Source
from data_models.portfolio import Portfolio
from data_models.project import Milestone, Project, ProjectStage
from data_models.purchase import Purchase, Stage
from data_models.schedule import Course, HealthSaid, Schedule
from data_models.wording import counted
from ui import data
from ui.charts.project_timeline import BACKWARDS
from ui.first_steps import way_to_data
from ui.left_out import WORDS, LeftOut, in_one_sentence, left_out_button
from ui.lens import Lens, looked_at
from ui.records.columns import Shown
from ui.records.facets import Facet, sift
from ui.records.fields import who
from ui.records.grid import grid
from ui.records.panel import add_button, open_record, opened_key
from ui.words import day, listed, moment, one_line, plain

NAME, BY_NAME, CONTRADICTING = "projects", "project by name", "projects that contradict"
OPEN = [stage for stage in ProjectStage if stage is not ProjectStage.CLOSED]


class Row(NamedTuple):
    """One project as the page shows it."""

    project: Project
    course: Course
    said: HealthSaid | None
    said_by: str
    sponsor: str
    department: str
    needs: tuple[str, ...]
    purchases: tuple[Purchase, ...]
    milestones: tuple[Milestone, ...]
    left_out: tuple[str, ...]


def project_rows(portfolio: Portfolio, schedule: Schedule, looking: Lens, out: LeftOut) -> list[Row]:
    """The projects that the lens shows, by start, then key; those without a start last.

    As for other records; by year: those that run in it, and those without both dates. out: as `left_out` has it.
    """
    members = {member.member_id: member.name for member in portfolio.members}
    departments = {department.department_id: department.name for department in portfolio.departments}
    needs = {need.need_id: need.title for need in portfolio.needs}
    said = {health.project_id: health for health in data.health_said(portfolio.district.district_id)}
    names = {member: who(portfolio, member) for member in {health.said_by for health in said.values()}}
    courses = {course.project_id: course for course in schedule.courses}
    purchases: defaultdict[str, list[Purchase]] = defaultdict(list)
    for purchase in portfolio.purchases:
        if purchase.stage is not Stage.WITHDRAWN:
            purchases[purchase.project_id].append(purchase)
    milestones: defaultdict[str, list[Milestone]] = defaultdict(list)
    for milestone in portfolio.milestones:
        milestones[milestone.project_id].append(milestone)
    rows = []
    for project in looked_at(portfolio, looking, portfolio.projects):
        years = courses[project.project_id].years
        if looking.fiscal_year and years and looking.fiscal_year not in years:
            continue
        health = said.get(project.project_id)
        rows.append(
            Row(
                project=project,
                course=courses[project.project_id],
                said=health,
                said_by=names[health.said_by] if health else "",
                sponsor=members.get(project.sponsor, project.sponsor),
                department=departments.get(project.department_id, project.department_id),
                needs=tuple(needs[key] for key in project.need_ids if key in needs),
                purchases=tuple(purchases[project.project_id]),
                milestones=tuple(milestones[project.project_id]),
                left_out=tuple(in_one_sentence(p, out) for p in purchases[project.project_id] if p.purchase_id in out),
            )
        )
    return sorted(rows, key=lambda row: (row.project.start is None, row.project.start or portfolio.today))


def to_look_at(row: Row) -> list[str]:
    """What a chief technology officer looks for in a project, in the words of the filter."""
    course, project = row.course, row.project
    over = project.budget is not None and project.spent is not None and project.spent > project.budget
    return [
        words
        for words, true in (
            ("slips", (course.slip_days or 0) > 0),
            ("finish never promised", course.slip_days is None),
            ("milestone overdue", bool(course.overdue)),
            ("no day to spare", course.critical),
            (BACKWARDS, _backwards(project)),
            ("dates or health contradict", bool(course.doubts)),
            ("over budget", over),
            ("answers no need", not row.needs),
            (WORDS, bool(row.left_out)),
            ("in use", course.in_use),
            ("not in use yet", not course.in_use),
        )
        if true
    ]


STAGES = [str(stage) for stage in ProjectStage]
HEALTHS = ["late", "at risk", "good", "unknown"]

FACETS: tuple[Facet[Row], ...] = (
    Facet("stage", "Stage", lambda row: (str(row.project.stage),), order=STAGES.index),
    Facet("health", "Health", lambda row: (str(row.project.health),), order=HEALTHS.index),
    Facet("look", "Look for", to_look_at),
)


def sifted(rows: Sequence[Row]) -> list[Row]:
    """The rows that the filters leave; the same filters stand above the timeline and the table, where there are any."""
    return sift(NAME, rows, FACETS, _text) if rows else []


def _text(row: Row) -> str:
    project = row.project
    return " ".join(
        (project.project_id, project.title, project.description, project.health_reason, row.sponsor, *row.needs)
    )


def who_said(row: Row) -> str:
    """Who last said how it goes, and when."""
    if row.said is None:
        return ""
    return f"{row.said_by}, {moment(row.said.said_at)}" + (f", in {row.said.file}" if row.said.file else "")


_number, _date = st.column_config.NumberColumn, st.column_config.DateColumn
DAY = "D MMM YYYY"

COLUMNS: tuple[Shown[Row], ...] = (
    Shown("Project", lambda row: row.project.title, "title", width=230),
    Shown("Stage", lambda row: str(row.project.stage), "stage", width=90),
    Shown("Health", lambda row: str(row.project.health), "health", width=76),
    Shown("Why", lambda row: row.project.health_reason, "health_reason", width=340, help="Why its health stands so"),
    Shown("Finish", lambda row: row.project.finish, "finish", _date("Finish", width=104, format=DAY,
          help="Forecast last day")),
    Shown("Promised", lambda row: row.project.baseline_finish, "baseline_finish",
          _date("Promised", width=104, format=DAY, help="The finish first promised")),
    Shown("Slip", lambda row: row.course.slip_days, "", _number("Slip", width=64, format="%d d",
          help="Days that the forecast is after the finish first promised")),
    Shown("To spare", lambda row: row.course.float_days, "", _number("To spare", width=72, format="%d d",
          help="Working days it may slip before the end of the projects tied to it moves; 0 is critical")),
    Shown("Overdue", lambda row: len(row.course.overdue), "", _number("Overdue", width=72, help="Milestones overdue")),
    Shown("Contradicts", lambda row: " ".join(row.course.doubts), width=170,
          help="Where its dates, or its dates and its health, contradict each other"),
    Shown("Budget", lambda row: row.project.budget, "budget", _number("Budget", width=92, format="$%,.0f")),
    Shown("Spent", lambda row: row.project.spent, "spent", _number("Spent", width=92, format="$%,.0f")),
    Shown("Of budget", lambda row: _share(row.project), "", st.column_config.ProgressColumn("Of budget", width=84,
          min_value=0, max_value=100, format="%.0f %%")),
    Shown("Needs", lambda row: len(row.needs), "", _number("Needs", width=60, help="Needs it answers")),
    Shown("To classroom", lambda row: row.course.classroom_days, "", _number("To classroom", width=108, format="%d d",
          help="Days from asked to first use; where it is not in use, to today")),
    Shown("In use", lambda row: "in use" if row.course.in_use else "so far", width=66),
    Shown("Start", lambda row: row.project.start, "start", _date("Start", width=104, format=DAY)),
    Shown("Sponsor", lambda row: row.sponsor, "sponsor", width=130),
    Shown("Said", lambda row: f"{day(row.said.said_at)}, {row.said_by}" if row.said else "", width=300,
          help="Who last said how it goes, and when"),
    Shown("Approved, not in plan", lambda row: " ".join(row.left_out), width=300, hidden=True),
    Shown("Department", lambda row: row.department, "department_id", width=130, hidden=True),
    Shown("Asked", lambda row: row.project.asked, "asked", _date("Asked", width=104, format=DAY), hidden=True),
    Shown("First use", lambda row: row.project.first_use, "first_use", _date("First use", width=104, format=DAY),
          hidden=True),
    Shown("Waits for", lambda row: row.project.predecessors, "predecessors", hidden=True),
    Shown("Needs answered", lambda row: row.project.need_ids, "need_ids", hidden=True),
    Shown("Schools", lambda row: row.project.site_ids, "site_ids", hidden=True),
    Shown("Description", lambda row: row.project.description, "description", hidden=True),
    Shown("Key", lambda row: row.project.project_id, hidden=True),
)  # fmt: skip


def _backwards(project: Project) -> bool:
    return bool(project.start and project.finish and project.finish < project.start)


def project_table(rows: Sequence[Row], portfolio: Portfolio) -> None:
    """The projects as a table; those whose days cannot be are named over it."""
    if wrong := [plain(one_line(row.project.title, 50)) for row in rows if _backwards(row.project)]:
        what = BACKWARDS if len(wrong) == 1 else "end before they start"
        st.markdown(f":material/error: **{listed(wrong, 4)}** {what}: put the start or the finish right.")
    grid(NAME, Project, rows, lambda row: row.project, COLUMNS, portfolio, order="first to start first")


def _share(project: Project) -> float | None:
    if project.budget and project.spent is not None:
        return float(100 * project.spent / project.budget)
    return None


def headline(rows: Sequence[Row], out: LeftOut) -> DeltaGenerator:
    """How many there are and how they go. The place beside it, for the way to what is drawn."""
    open_ = [row for row in rows if row.project.stage in OPEN]
    overdue = sum(len(row.course.overdue) for row in open_)
    needless = sum(not row.needs for row in open_)
    parts = [counted(len(open_), "open project"), *_slip_words(open_)]
    parts += [f"{counted(overdue, 'milestone')} overdue"] * bool(overdue)
    parts += [f"{needless:,} {'answers' if needless == 1 else 'answer'} no need"] * bool(needless)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(", ".join(parts), anchor=False, width="content")
        _contradicting([row for row in rows if row.course.doubts])
        st.space("stretch")
        left_out_button(
            [p for row in rows for p in row.purchases if p.purchase_id in out], out,
            "Approved, delivered by these projects, and not in the draft plan:",
            lambda purchase_id: open_record(Purchase, purchase_id), "approved for these projects, not in the plan",
        )  # fmt: skip
        beside = st.container(width=230)
    return beside


def _slip_words(rows: Sequence[Row]) -> list[str]:
    """3 slip, of those whose finish was promised; that it is not known, where no finish was."""
    slips = [row.course.slip_days for row in rows if row.course.slip_days is not None]
    late = sum(days > 0 for days in slips)
    known = [f"{late:,} {'slips' if late == 1 else 'slip'}"] if slips else ["slip not known"]
    return known if rows else []


def open_by_name(rows: Sequence[Row]) -> None:
    """A way to open one of these without a mouse."""
    names = {row.project.project_id: f"{one_line(row.project.title, 60)} ({row.project.project_id})" for row in rows}
    at = opened_key(Project)
    st.session_state[BY_NAME] = at if at in names else None
    st.selectbox(
        "Open a project", list(names), format_func=names.__getitem__, index=None, key=BY_NAME,
        placeholder="Open a project", label_visibility="collapsed",
        on_change=lambda: open_record(Project, st.session_state[BY_NAME]),
    )  # fmt: skip


def overloads_in_one_line(
    semester: Semester, found: Sequence[Overload], with_draft: Sequence[Overload], unknown: Sequence[str]
) -> None:
    """Who is asked too much next semester, and which purchases on the way are among the causes.

    found: without the draft plan; with_draft: the same with it.
    """
    if found:
        drafted = {o.role: o.over for o in with_draft}
        roles = listed([_over(o, drafted.get(o.role, Decimal(0))) for o in found], 4)
        causes = {source: _causes(found, (source,)) for source in (Source.APPROVED, Source.PLANNED)}
        words = [f"at {source}: {listed(titles, 3)}" for source, titles in causes.items() if titles]
        why = " Projects and contracts alone are the cause."
        if words:
            why = f" Among the causes, {'; '.join(words)}. These count whether the draft plan holds them or not."
        asked = f"{semester.words}, too much is asked even without the draft plan: {roles} over."
        st.markdown(f":material/group_off: **{asked}**{why}")
    if unknown:
        st.info(f"Nobody has said how many hours there are of: {listed([plain(role) for role in unknown], 4)}.")


def _over(found: Overload, drafted: Decimal) -> str:
    """Systems analyst 94 h (204 h with it)."""
    return f"{plain(found.role.lower())} {found.over:,.0f} h" + (
        f" ({drafted:,.0f} h with it)" if drafted != found.over else ""
    )


def _causes(found: Iterable[Overload], sources: Sequence[Source]) -> list[str]:
    """Titles of the purchases of these sources that take hours where there are too few, most hours first, each once."""
    takers = sorted((t for o in found for t in o.causes if t.source in sources), key=lambda t: (-t.hours, t.key))
    return list(dict.fromkeys(plain(one_line(t.title, 60)) for t in takers))


def _contradicting(rows: Sequence[Row]) -> None:
    """How many contradict themselves; pressed, which and how, each to be opened."""
    if not rows:
        return
    words = f"{len(rows):,} {'contradicts' if len(rows) == 1 else 'contradict'}"
    with st.popover(words, type="tertiary", icon=":material/rule:", key=CONTRADICTING, on_change="rerun") as menu:
        st.markdown("Dates, or dates and health, that contradict each other:")
        for row in rows if menu.open else ():
            with st.container(gap=None):
                st.button(
                    plain(row.project.title, 60), type="tertiary", icon=":material/engineering:",
                    key=f"{CONTRADICTING} {row.project.project_id}", on_click=_open, args=(row.project.project_id,),
                )  # fmt: skip
                st.caption(plain(" ".join(row.course.doubts)))


def _open(project_id: str) -> None:
    st.session_state[CONTRADICTING] = False  # it would lie over what it opens
    open_record(Project, project_id)


def nothing_yet(portfolio: Portfolio) -> bool:
    """Whether there is neither a project nor a purchase that could be made ready; says what to do without projects."""
    if portfolio.projects:
        return False
    st.info(
        "Projects say who delivers what, by when and with whose hours. Load **projects.csv**, and milestones, "
        "staff_hours and capacity beside it, on **Data**; or add the first one here.",
        title="No projects yet", icon=":material/engineering:",
    )  # fmt: skip
    if portfolio.purchases:
        return False
    add_button(Project)
    way_to_data()
    return True
