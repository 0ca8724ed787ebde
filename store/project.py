"""Projects, milestones, staff hours and capacity."""

from data_models.project import Capacity, Milestone, Project, StaffHours
from store.database import Cursor, records

READ_PROJECTS = """
SELECT
    project_id, title, description, department_id, sponsor, stage, health, health_reason, need_ids,
    site_ids, asked, start, finish, baseline_finish, first_use, predecessors, budget, spent
FROM projects
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY project_id
"""


def read_projects(cursor: Cursor, district_id: str) -> tuple[Project, ...]:
    """The district's projects, in key order."""
    return records(Project, cursor, READ_PROJECTS, district_id=district_id)


READ_MILESTONES = """
SELECT
    milestone_id, project_id, title, stage, start, due, done, budget, spent, note
FROM milestones
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY milestone_id
"""


def read_milestones(cursor: Cursor, district_id: str) -> tuple[Milestone, ...]:
    """The district's milestones, in key order."""
    return records(Milestone, cursor, READ_MILESTONES, district_id=district_id)


READ_STAFF_HOURS = """
SELECT
    staff_hours_id, project_id, purchase_id, contract_id, role, month, hours
FROM staff_hours
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY staff_hours_id
"""


def read_staff_hours(cursor: Cursor, district_id: str) -> tuple[StaffHours, ...]:
    """The district's staff hours, in key order."""
    return records(StaffHours, cursor, READ_STAFF_HOURS, district_id=district_id)


READ_CAPACITY = """
SELECT
    role, month, hours
FROM capacity
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY role, month
"""


def read_capacity(cursor: Cursor, district_id: str) -> tuple[Capacity, ...]:
    """The district's capacity, in key order."""
    return records(Capacity, cursor, READ_CAPACITY, district_id=district_id)
