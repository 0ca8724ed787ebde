"""Needs and their evidence."""

from data_models.need import Evidence, Need
from store.database import Cursor, records

READ_NEEDS = """
SELECT
    need_id, title, description, department_id, driver, subject, grades, student_groups, site_ids,
    goal_ids, learners, needed_by
FROM needs
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY need_id
"""


def read_needs(cursor: Cursor, district_id: str) -> tuple[Need, ...]:
    """The district's needs, in key order."""
    return records(Need, cursor, READ_NEEDS, district_id=district_id)


READ_EVIDENCE = """
SELECT
    evidence_id, need_id, site_id, measure, unit, baseline, target, latest, finding, as_of, source
FROM evidence
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY evidence_id
"""


def read_evidence(cursor: Cursor, district_id: str) -> tuple[Evidence, ...]:
    """The district's evidence, in key order."""
    return records(Evidence, cursor, READ_EVIDENCE, district_id=district_id)
