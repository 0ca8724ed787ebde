"""Projects: technology work, its milestones and the hours it takes."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from data_models.base import TEXT, Record, column


class ProjectStage(StrEnum):
    """How far a project has come, in PMI's sense."""

    PROPOSED = "proposed"
    PLANNING = "planning"
    DELIVERING = "delivering"
    CLOSING = "closing"
    CLOSED = "closed"
    ON_HOLD = "on hold"
    UNKNOWN = "unknown"


class Health(StrEnum):
    """How a project goes."""

    GOOD = "good"
    AT_RISK = "at risk"
    LATE = "late"
    UNKNOWN = "unknown"


class Project(Record):
    """A piece of technology work."""

    table: ClassVar[str] = "projects"
    key: ClassVar[tuple[str, ...]] = ("project_id",)
    heading: ClassVar[str] = "Projects"
    about: ClassVar[str] = "Technology work: stage, health and dates."

    project_id: str = column("Key of the project", example="PR-03", synonyms=("project",))
    title: str = column("The project in one line", example="Wi-Fi renewal", synonyms=("name", "project name"))
    description: str = column("The project in a few sentences", example="Replaces ...", default="", longest=TEXT)
    department_id: str = column("Department that delivers it", example="IT", default="", references="departments")
    sponsor: str = column("Member who answers for it", example="rortiz", default="", references="members")
    stage: ProjectStage = column(
        "How far it has come", unit="choice", example="delivering", default=ProjectStage.PROPOSED
    )
    health: Health = column("How it goes", unit="choice", example="at risk", default=Health.UNKNOWN)
    health_reason: str = column("Why it goes so", example="Two engineers left", default="", longest=TEXT)
    need_ids: tuple[str, ...] = column(
        "Needs it answers", unit="need keys", example="N-040", default=(), references="needs", synonyms=("needs",)
    )
    site_ids: tuple[str, ...] = column(
        "Sites; empty means all", unit="site keys", example="0101", default=(), references="sites", synonyms=("sites",)
    )
    asked: date | None = column("Day it was asked for", unit="date", example="2026-01-12", default=None)
    start: date | None = column("First day of work", unit="date", example="2026-07-01", default=None)
    finish: date | None = column("Forecast last day", unit="date", example="2027-08-01", default=None, after=("start",))
    baseline_finish: date | None = column("Last day first promised", unit="date", example="2027-06-01", default=None)
    first_use: date | None = column(
        "Day learners or staff first used it", unit="date", example="2027-08-15", default=None
    )
    predecessors: tuple[str, ...] = column(
        "Projects that must finish first", unit="project keys", example="PR-01", default=(), references="projects"
    )
    budget: Decimal | None = column(
        "Money approved; empty means unknown", unit="US dollars", example="410000", default=None, least=0
    )
    spent: Decimal | None = column(
        "Money spent; empty means unknown", unit="US dollars", example="120000", default=None, least=0
    )


class Milestone(Record):
    """One phase or milestone of a project."""

    table: ClassVar[str] = "milestones"
    key: ClassVar[tuple[str, ...]] = ("milestone_id",)
    heading: ClassVar[str] = "Milestones"
    about: ClassVar[str] = "Phases and milestones of projects, planned and done."

    milestone_id: str = column("Key of the milestone", example="PR-03-2")
    project_id: str = column("Project", example="PR-03", references="projects")
    title: str = column("The milestone in one line", example="Design complete", synonyms=("name", "phase"))
    stage: ProjectStage = column(
        "How far it has come", unit="choice", example="delivering", default=ProjectStage.UNKNOWN
    )
    start: date | None = column("First day", unit="date", example="2026-07-01", default=None)
    due: date | None = column(
        "Planned last day; empty means unknown", unit="date", example="2026-11-30", default=None, after=("start",)
    )
    done: date | None = column("Day it was reached", unit="date", example="2026-12-04", default=None, after=("start",))
    budget: Decimal | None = column(
        "Money for it; empty means unknown", unit="US dollars", example="68660", default=None, least=0
    )
    spent: Decimal | None = column("Money spent; empty means unknown", unit="US dollars", example="80733", default=None)
    note: str = column(
        "What its source says where a date or amount is not one", example="budget: DOER", default="", longest=TEXT
    )


class StaffHours(Record):
    """Hours that a project, a purchase or a contract takes of one role in one month."""

    table: ClassVar[str] = "staff_hours"
    key: ClassVar[tuple[str, ...]] = ("staff_hours_id",)
    heading: ClassVar[str] = "Staff hours"
    about: ClassVar[str] = "Hours that projects, purchases and contracts take, by role and month."

    staff_hours_id: str = column("Key of the line", example="H-0001")
    project_id: str = column(
        "Project, where a project takes the hours", example="PR-03", default="", references="projects"
    )
    purchase_id: str = column(
        "Purchase, where buying it takes the hours", example="", default="", references="purchases"
    )
    contract_id: str = column(
        "Contract, where running it takes the hours", example="", default="", references="contracts"
    )
    role: str = column("Role of the people", example="network engineer")
    month: date = column("First day of the month", unit="date", example="2026-10-01")
    hours: Decimal = column("Hours", unit="hours", example="120", least=0)


class Capacity(Record):
    """Hours that a role has in one month."""

    table: ClassVar[str] = "capacity"
    key: ClassVar[tuple[str, ...]] = ("role", "month")
    heading: ClassVar[str] = "Capacity"
    about: ClassVar[str] = "Hours that the team has, by role and month."

    role: str = column("Role of the people", example="network engineer")
    month: date = column("First day of the month", unit="date", example="2026-10-01")
    hours: Decimal = column("Hours the role can work", unit="hours", example="280", least=0)
