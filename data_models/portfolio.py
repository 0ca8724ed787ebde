"""Everything a plan is made from: one frozen snapshot of one district."""

from collections.abc import Collection
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from data_models.contract import Contract
from data_models.district import Department, District, Goal, Site
from data_models.fund import Fund, FundRule, FundYear
from data_models.ledger import LedgerEntry
from data_models.member import Member
from data_models.need import Evidence, Need
from data_models.overlap import OverlapAnswer
from data_models.pre_encumbrance import PreEncumbrance
from data_models.project import Capacity, Milestone, Project, StaffHours
from data_models.purchase import CostLine, Purchase
from data_models.rating import Criterion, Rating
from data_models.readiness import ReadinessCheck

PLAN_NEEDS = ("purchases", "cost_lines", "needs", "funds", "fund_years", "criteria", "members", "ratings")
"""The tables without which no purchase is planned: what is bought and why, who pays, and what it is worth to whom."""

SEEN_ON = {
    "Needs": ("needs", "evidence"),
    "Projects": ("projects", "milestones", "staff_hours", "capacity", "readiness_checks"),
    "Budget": ("funds", "fund_years", "fund_rules", "pre_encumbrances"),
    "Contracts": ("contracts",),
    "Schools": ("sites",),
}
"""Pages in the order of the menu, and the tables that are seen there: without the first there is nothing to see."""


class Portfolio(BaseModel):
    """A district's records as they were at one data version. Withdrawn records are not in it. Tuples are in key order.

    `fund_years` have `encumbered` and `spent` filled in from the ledger where the office left them empty.
    `fund_rules` hold the reference rules and the district's own.
    """

    model_config = ConfigDict(frozen=True)
    today: date = Field(description="Day the plan is made, unit: date")
    version: int = Field(0, description="Data version it was read at, unit: count")
    district: District = Field(description="The district, unit: record")
    goals: tuple[Goal, ...] = Field((), description="Goals, unit: records")
    departments: tuple[Department, ...] = Field((), description="Departments, unit: records")
    sites: tuple[Site, ...] = Field((), description="Sites, unit: records")
    members: tuple[Member, ...] = Field((), description="Members, unit: records")
    needs: tuple[Need, ...] = Field((), description="Needs, unit: records")
    evidence: tuple[Evidence, ...] = Field(
        (), description="Evidence for needs, and what only describes a site, unit: records"
    )
    purchases: tuple[Purchase, ...] = Field((), description="Purchases, unit: records")
    cost_lines: tuple[CostLine, ...] = Field((), description="Cost lines, unit: records")
    readiness_checks: tuple[ReadinessCheck, ...] = Field((), description="Readiness checks, unit: records")
    projects: tuple[Project, ...] = Field((), description="Projects, unit: records")
    milestones: tuple[Milestone, ...] = Field((), description="Milestones, unit: records")
    staff_hours: tuple[StaffHours, ...] = Field((), description="Staff hours, unit: records")
    capacity: tuple[Capacity, ...] = Field((), description="Capacity, unit: records")
    funds: tuple[Fund, ...] = Field((), description="Funds, unit: records")
    fund_years: tuple[FundYear, ...] = Field((), description="Fund years, unit: records")
    fund_rules: tuple[FundRule, ...] = Field((), description="Fund rules, unit: records")
    pre_encumbrances: tuple[PreEncumbrance, ...] = Field(
        (), description="Who pays what was ordered, whether the ledger has it or not, unit: records"
    )
    contracts: tuple[Contract, ...] = Field((), description="Contracts, unit: records")
    overlap_answers: tuple[OverlapAnswer, ...] = Field(
        (), description="What people said of two things that may be the same, the newest of each pair, unit: answers"
    )
    criteria: tuple[Criterion, ...] = Field((), description="Criteria, unit: records")
    ratings: tuple[Rating, ...] = Field((), description="Ratings of the newest round of each member, unit: records")

    @property
    def lacks(self) -> tuple[str, ...]:
        """The tables of PLAN_NEEDS that are empty, in that order."""
        return tuple(table for table in PLAN_NEEDS if not getattr(self, table))

    def seen_on(self, tables: Collection[str]) -> tuple[str, ...]:
        """The titles of the pages where a load of these tables is seen, in the order of the menu; none that is empty.

        Whatever is loaded, the plan may be another, where there is something to plan. The ledger needs no fund.
        """
        shown = tuple(
            page
            for page, (first, *others) in SEEN_ON.items()
            if (getattr(self, first) and not {first, *others}.isdisjoint(tables))
            or (page == "Budget" and LedgerEntry.table in tables)
        )
        return ("Prioritise", *shown) if self.purchases else shown
