"""Pre-encumbrances: who pays what was ordered, held until the ledger has the order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import ClassVar

from data_models.base import Record, column
from data_models.plan import Plan

STILL_TO_COME = "is still to come; its money is held until then"
"""What is said of a day from which the ledger has an order, where it is after today."""


class PreEncumbrance(Record):
    """Money of one fund for one cost line of a purchase that is ordered; held until the ledger has it."""

    table: ClassVar[str] = "pre_encumbrances"
    key: ClassVar[tuple[str, ...]] = ("purchase_id", "cost_line_id", "fund_id", "money_year")
    heading: ClassVar[str] = "Pre-encumbrances"
    about: ClassVar[str] = (
        "Who pays what was ordered: money of a fund that no plan gives away again, held until the ledger has the order."
    )

    purchase_id: str = column(
        "Purchase that was ordered", example="P-059", references="purchases", synonyms=("purchase",)
    )
    cost_line_id: str = column("Cost line that is paid", example="P-059-1", references="cost_lines")
    fund_id: str = column("Fund that pays", example="7810", references="funds", synonyms=("fund", "fund code"))
    money_year: int = column(
        "Fiscal year whose budget pays, named by the year it ends in",
        unit="fiscal year",
        example="2027",
        least=1900,
        most=2200,
        synonyms=("fiscal year", "year", "fy"),
    )
    amount: Decimal = column("Money promised", unit="US dollars", example="87210.00", least=0)
    in_ledger_since: date | None = column(
        "Day from which the ledger has it, as encumbered or spent; empty: not yet, so it is held",
        unit="date",
        example="2026-07-08",
        default=None,
        synonyms=("booked on",),
    )

    def is_booked(self, today: date) -> bool:
        """Whether the ledger has it; a day still to come holds the money until then."""
        return self.in_ledger_since is not None and self.in_ledger_since <= today


def promised(plan: Plan, purchase_id: str, said: Iterable[PreEncumbrance] = ()) -> tuple[PreEncumbrance, ...]:
    """What ordering a purchase promises: what the plan pays for it, by cost line, fund and year of the money.

    said: of it, beforehand. What the plan pays fills what is missing of each line and no more: a plan pays all of what
    is still open, so what a fund is said to pay of a line is part of what the plan has it pay, not added to it.
    """
    payments = [payment for payment in plan.payments if payment.purchase_id == purchase_id]
    missing: defaultdict[str, Decimal] = defaultdict(Decimal)
    counted: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for payment in payments:
        missing[payment.cost_line_id] += payment.amount
    for one in said:
        missing[one.cost_line_id] -= one.amount
        counted[one.cost_line_id, one.fund_id] += one.amount
    found = []
    for payment in payments:
        of = payment.cost_line_id, payment.fund_id
        own = min(payment.amount, counted[of])
        counted[of] -= own
        amount = min(payment.amount - own, missing[payment.cost_line_id])
        if amount > 0:
            missing[payment.cost_line_id] -= amount
            found.append(
                PreEncumbrance(
                    purchase_id=purchase_id,
                    cost_line_id=payment.cost_line_id,
                    fund_id=payment.fund_id,
                    money_year=payment.money_year,
                    amount=amount,
                )
            )
    return tuple(found)
