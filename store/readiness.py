"""Readiness checks of purchases, and the rule that nothing is ordered while one is open."""

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.purchase import OPEN_STAGES, Purchase, Stage
from data_models.readiness import ReadinessCheck, open_checks
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


READ_CHECKS_OF = """
SELECT
    purchase_id, "check", state, owner, due, settled_on, note
FROM readiness_checks
WHERE district_id = $district_id AND purchase_id = $purchase_id AND withdrawn_at IS NULL
ORDER BY "check"
"""


def refuse_early_order(cursor: Cursor, district_id: str, edit: Edit) -> None:
    """Raise DistrictError where the edit orders a purchase of which a check is open, as its checks are by now.

    To order is to move it from an open stage, or from withdrawn, to ordered or beyond, or to add it as ordered.
    """
    before, after = edit.before, edit.after
    if not isinstance(after, Purchase) or after.stage in (*OPEN_STAGES, Stage.WITHDRAWN):
        return
    ordered = (
        before.stage in (*OPEN_STAGES, Stage.WITHDRAWN)
        if isinstance(before, Purchase)
        else after.stage is Stage.ORDERED
    )
    if not ordered:
        return
    rows = records(ReadinessCheck, cursor, READ_CHECKS_OF, district_id=district_id, purchase_id=after.purchase_id)
    if left := open_checks(after.purchase_id, rows):
        raise DistrictError(
            f"{after.title} cannot be ordered yet: {', '.join(left)} {'is' if len(left) == 1 else 'are'} still open.",
            next_step="Settle what is open on Projects, under Readiness, or mark it there as not needed.",
        )
