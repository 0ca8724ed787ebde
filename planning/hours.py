"""Staff hours that purchases would take, against what the team has left beside its projects."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from data_models.portfolio import Portfolio
from data_models.project import ProjectStage
from data_models.purchase import OPEN_STAGES
from planning.allocation.problem import UseLimit
from planning.calendar import fiscal_year

IDLE_STAGES = (ProjectStage.CLOSED, ProjectStage.ON_HOLD)
"""Stages in which a project takes nobody's time."""


@dataclass(frozen=True)
class HoursLimit:
    """Minutes of one role in one fiscal year: `use.use` by purchase, `use.at_most` what projects leave free.

    `overload`: minutes by which the projects alone exceed the capacity; then nothing is free.
    """

    role: str
    year: int
    use: UseLimit
    overload: int


def hours_limits(portfolio: Portfolio) -> tuple[HoursLimit, ...]:
    """One limit for each role and fiscal year that has capacity on record, this month and later; by role and year.

    Capacity and the hours of projects that are neither closed nor on hold count from this month on. The hours of an
    open purchase count whole, as it is still to be done. Roles are told apart without regard to case.
    """
    month = portfolio.district.fiscal_year_start_month
    from_now = portfolio.today.replace(day=1)
    idle = {p.project_id for p in portfolio.projects if p.stage in IDLE_STAGES}
    open_purchases = {p.purchase_id for p in portfolio.purchases if p.stage in OPEN_STAGES}

    def slot(role: str, day: date) -> tuple[str, int]:
        return role.strip().lower(), fiscal_year(day, month)

    free: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for has in portfolio.capacity:
        if has.month >= from_now:
            free[slot(has.role, has.month)] += has.hours
    use: defaultdict[tuple[str, int], defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for taken in portfolio.staff_hours:
        at = slot(taken.role, taken.month)
        if at not in free:
            continue
        if taken.purchase_id in open_purchases:
            use[at][taken.purchase_id] += taken.hours
        elif taken.project_id and taken.project_id not in idle and taken.month >= from_now:
            free[at] -= taken.hours
    return tuple(_limit(role, year, left, use[role, year]) for (role, year), left in sorted(free.items()))


def _limit(role: str, year: int, left: Decimal, use: dict[str, Decimal]) -> HoursLimit:
    minutes = int((left * 60).to_integral_value(ROUND_FLOOR))
    needs = {p: int((h * 60).to_integral_value(ROUND_CEILING)) for p, h in sorted(use.items()) if h}
    return HoursLimit(role, year, UseLimit(f"hours:{role}:{year}", needs, max(0, minutes)), max(0, -minutes))
