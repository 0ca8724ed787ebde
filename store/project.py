"""Projects, milestones, staff hours and capacity, and the rule that projects do not wait for each other in a circle."""

from collections.abc import Sequence

from data_models.circles import circles
from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.project import Capacity, Milestone, Project, StaffHours
from data_models.schedule import HealthSaid
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


READ_LINKS = """
SELECT project_id, title, predecessors
FROM projects
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY project_id
"""


def find_circles(cursor: Cursor, district_id: str) -> dict[tuple[str, ...], str]:
    """Projects that wait for each other in a circle, by their keys as `circles` has them, and the same in words."""
    rows = cursor.execute(READ_LINKS, {"district_id": district_id}).fetchall()
    titles = {key: f"{title} ({key})" for key, title, _ in rows}
    links = {key: tuple(first for first in firsts if first in titles) for key, _, firsts in rows}
    return {found: " waits for ".join(titles[key] for key in (*found, found[0])) for found in circles(links)}


def refuse_circles(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> None:
    """Raise DistrictError where a predecessor that these edits name closes a circle, as projects are by now.

    A circle that a file brought is no reason to refuse another change.
    """
    named: dict[str, set[str]] = {}
    for edit in edits:
        if isinstance(edit.after, Project):
            before = edit.before.predecessors if isinstance(edit.before, Project) else ()
            named.setdefault(edit.after.project_id, set()).update({*edit.after.predecessors} - {*before})
    if not any(named.values()):
        return
    for found, words in find_circles(cursor, district_id).items():
        following = (*found[1:], found[0])
        if any(first in named.get(key, ()) for key, first in zip(found, following, strict=True)):
            raise DistrictError(
                f"Projects would wait for each other in a circle: {words}.",
                next_step="Leave one of these predecessors out.",
            )


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


READ_HEALTH_SAID = """
SELECT
    p.project_id, coalesce(c.changed_at, o.loaded_at, p.changed_at) AS said_at,
    coalesce(c.changed_by, o.loaded_by, p.changed_by) AS said_by,
    CASE WHEN c.changed_at IS NULL THEN coalesce(o.source_file, '') ELSE '' END AS file
FROM projects p
LEFT JOIN (
    SELECT
        record_key, changed_at, changed_by,
        row_number() OVER (PARTITION BY record_key ORDER BY changed_at DESC, change_id) AS place
    FROM changes
    WHERE district_id = $district_id AND table_name = 'projects' AND (
        (after_values ->> 'health') <> coalesce(before_values ->> 'health', '')
        OR (after_values ->> 'health_reason') <> coalesce(before_values ->> 'health_reason', '')
    )
) c ON c.record_key = p.project_id AND c.place = 1
LEFT JOIN record_origins o ON o.district_id = $district_id AND o.origin_id = p.origin_id
WHERE p.district_id = $district_id AND p.withdrawn_at IS NULL
ORDER BY p.project_id
"""


def read_health_said(cursor: Cursor, district_id: str) -> tuple[HealthSaid, ...]:
    """Who last changed each project's health or its reason; who loaded it where nobody did since. In key order."""
    rows = cursor.execute(READ_HEALTH_SAID, {"district_id": district_id}).fetchall()
    return tuple(HealthSaid(project_id=row[0], said_at=row[1], said_by=row[2], file=row[3]) for row in rows)
