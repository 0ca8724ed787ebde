"""Readiness checks of purchases."""

from data_models.readiness import ReadinessCheck
from store.database import Cursor, records

READ_READINESS_CHECKS = """
SELECT
    purchase_id, "check", state, owner, due, settled_on, note
FROM readiness_checks
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY purchase_id, "check"
"""


def read_readiness_checks(cursor: Cursor, district_id: str) -> tuple[ReadinessCheck, ...]:
    """The district's readiness checks, in key order."""
    return records(ReadinessCheck, cursor, READ_READINESS_CHECKS, district_id=district_id)
