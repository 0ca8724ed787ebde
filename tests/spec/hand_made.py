"""Plans written by hand, so that what follows from one does not hang on how the solver splits money."""

from decimal import Decimal

from data_models.plan import Payment, Plan, PlanSettings, Proof
from tests.spec.drawn import rows


def plan_of(chosen: str, payments: str = "", **settings: object) -> Plan:
    """A plan that buys `chosen` (keys parted by blanks). payments: drawn as purchase, line, year, fund, money of, $."""
    found = [
        Payment(
            purchase_id=row["purchase"],
            cost_line_id=row["line"],
            fiscal_year=int(row["year"]),
            fund_id=row["fund"],
            money_year=int(row.get("money of") or row["year"]),
            amount=Decimal(row["$"]),
        )
        for row in (rows(payments) if payments else ())
    ]
    return Plan(
        settings=PlanSettings.model_validate(settings),
        chosen=tuple(chosen.split()),
        payments=tuple(found),
        value=0,
        bound=0,
        proof=Proof.OPTIMAL,
    )
