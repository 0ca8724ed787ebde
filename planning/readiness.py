"""Readiness: whether a purchase may be ordered, and what is overdue."""

from collections import defaultdict
from datetime import date

from data_models.portfolio import Portfolio
from data_models.purchase import OPEN_STAGES, Stage
from data_models.readiness import Check, CheckStanding, CheckState, Readiness, ReadinessCheck


def readiness(portfolio: Portfolio) -> tuple[Readiness, ...]:
    """The checks of every open purchase, and of those ordered while one is open, in key order.

    A check without a row is open, with neither owner nor day. A district that keeps no checks at all has ordered
    nothing too early. A check is overdue from the day after the one it was due.
    """
    rows: defaultdict[str, dict[Check, ReadinessCheck]] = defaultdict(dict)
    for row in portfolio.readiness_checks:
        rows[row.purchase_id][row.check] = row
    found = (
        (
            purchase.stage,
            Readiness(
                purchase_id=purchase.purchase_id,
                checks=tuple(_standing(c, rows[purchase.purchase_id].get(c), portfolio.today) for c in Check),
            ),
        )
        for purchase in portfolio.purchases
        if purchase.stage in (*OPEN_STAGES, Stage.ORDERED)
    )
    return tuple(one for stage, one in found if stage in OPEN_STAGES or (portfolio.readiness_checks and one.open))


def _standing(check: Check, row: ReadinessCheck | None, today: date) -> CheckStanding:
    if row is None:
        return CheckStanding(check=check, state=CheckState.OPEN, owner="", due=None, overdue_days=0, note="")
    late = (today - row.due).days if row.due and row.state is CheckState.OPEN else 0
    return CheckStanding(
        check=check, state=row.state, owner=row.owner, due=row.due, overdue_days=max(0, late), note=row.note
    )
