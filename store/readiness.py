"""Readiness checks of purchases, and the rules that hold between them and a purchase's stage."""

from collections.abc import Sequence

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.purchase import BOUGHT_STAGES, Purchase, Stage
from data_models.readiness import CheckState, ReadinessCheck, open_checks, still_open
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


def refuse_out_of_turn(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> None:
    """Raise DistrictError where the edits order a purchase before its turn, or undo what came before its order.

    A purchase is not ordered, nor restored or added as ordered, while a check is open; once bought, none of its checks
    is opened again; and its stage goes back only with a reason, which history keeps.
    """
    _refuse_back_without_reason(edits)
    _refuse_early_orders(cursor, district_id, edits)
    _refuse_reopened_checks(cursor, district_id, edits)


def _refuse_back_without_reason(edits: Sequence[Edit]) -> None:
    order = list(Stage)
    for edit in edits:
        before, after = edit.before, edit.after
        if not isinstance(before, Purchase) or not isinstance(after, Purchase) or edit.reason.strip():
            continue
        leaves = after.stage not in BOUGHT_STAGES or order.index(after.stage) < order.index(before.stage)
        if before.stage in BOUGHT_STAGES and leaves:
            raise DistrictError(
                f"{after.title} goes back from {before.stage} to {after.stage}, and that needs a reason.",
                next_step="Open it, and under Edit say in a few words why.",
            )


READ_CHECKS_OF = """
SELECT
    purchase_id, "check", state, owner, due, settled_on, note
FROM readiness_checks
WHERE district_id = $district_id AND purchase_id = ANY($purchase_ids) AND withdrawn_at IS NULL
ORDER BY purchase_id, "check"
"""


def _refuse_early_orders(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> None:
    ordered = newly_ordered(edits)
    if not ordered:
        return
    asked = [purchase.purchase_id for purchase in ordered]
    rows = records(ReadinessCheck, cursor, READ_CHECKS_OF, district_id=district_id, purchase_ids=asked)
    open_ = open_checks(asked, rows)
    for purchase in ordered:
        if left := open_[purchase.purchase_id]:
            raise DistrictError(
                f"{purchase.title} cannot be ordered yet: {still_open(left)}.",
                next_step="Settle what is open on Projects, under Readiness, or mark it there as not needed.",
            )


def newly_ordered(edits: Sequence[Edit]) -> list[Purchase]:
    """The purchases that the edits order: that move to a bought stage from another, or are added in one."""
    return [edit.after for edit in edits if isinstance(edit.after, Purchase) and _orders(edit.before, edit.after)]


def _orders(before: object, after: Purchase) -> bool:
    was = before.stage if isinstance(before, Purchase) else None
    return after.stage in BOUGHT_STAGES and was not in BOUGHT_STAGES


READ_BOUGHT = """
SELECT purchase_id, title, stage
FROM purchases
WHERE district_id = $district_id AND purchase_id = ANY($purchase_ids) AND stage = ANY($stages) AND withdrawn_at IS NULL
ORDER BY purchase_id
"""


def _refuse_reopened_checks(cursor: Cursor, district_id: str, edits: Sequence[Edit]) -> None:
    """To open a check again is to set a settled one open, or to withdraw it."""
    opened = {
        edit.before.purchase_id: edit.before.check
        for edit in edits
        if isinstance(edit.before, ReadinessCheck)
        and edit.before.state is not CheckState.OPEN
        and (not isinstance(edit.after, ReadinessCheck) or edit.after.state is CheckState.OPEN)
    }
    if not opened:
        return
    named = {"district_id": district_id, "purchase_ids": list(opened), "stages": [str(s) for s in BOUGHT_STAGES]}
    for purchase_id, title, stage in cursor.execute(READ_BOUGHT, named).fetchall():
        raise DistrictError(
            f"The {opened[purchase_id]} of {title} cannot be opened again: it is {stage}.",
            next_step="Set its stage back first, under Edit, and say why; or write what is found into the note.",
        )
