"""Staff hours that purchases would take, against what the team has left beside its projects and contracts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from data_models.capacity import Source
from data_models.portfolio import Portfolio
from data_models.project import ProjectStage, StaffHours
from data_models.purchase import Stage
from planning.allocation.problem import UseLimit
from planning.calendar import fiscal_year

IDLE_STAGES = (ProjectStage.CLOSED, ProjectStage.ON_HOLD)
"""Stages in which a project takes nobody's time."""


BY_STAGE = {
    Stage.PROPOSED: Source.DRAFT,
    Stage.RATED: Source.DRAFT,
    Stage.PLANNED: Source.PLANNED,
    Stage.APPROVED: Source.APPROVED,
    Stage.ORDERED: Source.BOUGHT,
    Stage.IN_SERVICE: Source.BOUGHT,
    Stage.REVIEWED: Source.BOUGHT,
}
"""Why a purchase takes hours, by its stage; one that is withdrawn takes none."""

OPEN_SOURCES = (Source.APPROVED, Source.PLANNED, Source.DRAFT)
"""Sources that a plan still chooses from."""


@dataclass(frozen=True)
class Takers:
    """Tells why a line of staff hours takes hours. Make it with `takers_of`."""

    idle: frozenset[str]
    stages: Mapping[str, Stage]
    contracts: frozenset[str]

    def source(self, line: StaffHours) -> Source | None:
        """Why the line takes hours; none where its project is idle or what takes them is not on record."""
        if line.purchase_id:
            stage = self.stages.get(line.purchase_id)
            return BY_STAGE.get(stage) if stage else None
        if line.contract_id:
            return Source.CONTRACT if line.contract_id in self.contracts else None
        return Source.PROJECT if line.project_id and line.project_id not in self.idle else None


def takers_of(portfolio: Portfolio) -> Takers:
    """What tells why hours are taken in this district."""
    return Takers(
        idle=frozenset(p.project_id for p in portfolio.projects if p.stage in IDLE_STAGES),
        stages={p.purchase_id: p.stage for p in portfolio.purchases},
        contracts=frozenset(c.contract_id for c in portfolio.contracts),
    )


def role_key(role: str) -> str:
    """What tells roles apart: their name without regard to case and to blanks around it."""
    return role.strip().lower()


@dataclass(frozen=True)
class HoursLimit:
    """Minutes of one role in one fiscal year: `use.use` by open purchase, `use.at_most` what the rest leaves free.

    `overload`: minutes by which the rest alone exceeds the capacity; then nothing is free.
    """

    role: str
    year: int
    use: UseLimit
    overload: int


def hours_limits(portfolio: Portfolio) -> tuple[HoursLimit, ...]:
    """One limit for each role and fiscal year that has capacity on record, this month and later; by role and year.

    Capacity, and the hours of projects that are neither closed nor on hold, of contracts and of what is bought already,
    count from this month on. The hours of an open purchase count whole, as it is still to be done.
    """
    month = portfolio.district.fiscal_year_start_month
    from_now = portfolio.today.replace(day=1)
    takers = takers_of(portfolio)

    def slot(role: str, day: date) -> tuple[str, int]:
        return role_key(role), fiscal_year(day, month)

    free: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for has in portfolio.capacity:
        if has.month >= from_now:
            free[slot(has.role, has.month)] += has.hours
    use: defaultdict[tuple[str, int], defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for taken in portfolio.staff_hours:
        at = slot(taken.role, taken.month)
        if at not in free:
            continue
        source = takers.source(taken)
        if source in OPEN_SOURCES:
            use[at][taken.purchase_id] += taken.hours
        elif source and taken.month >= from_now:
            free[at] -= taken.hours
    return tuple(_limit(role, year, left, use[role, year]) for (role, year), left in sorted(free.items()))


def _limit(role: str, year: int, left: Decimal, use: dict[str, Decimal]) -> HoursLimit:
    minutes = int((left * 60).to_integral_value(ROUND_FLOOR))
    needs = {p: int((h * 60).to_integral_value(ROUND_CEILING)) for p, h in sorted(use.items()) if h}
    return HoursLimit(role, year, UseLimit(f"hours:{role}:{year}", needs, max(0, minutes)), max(0, -minutes))
