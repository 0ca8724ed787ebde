"""Districts drawn as tables of text, so that a rule's test reads as its specification."""

from datetime import date
from typing import Any, TypeVar

from data_models.base import LIST_SEPARATOR, Record, columns
from data_models.contract import Contract
from data_models.district import District, Site
from data_models.fund import Fund, FundRule, FundYear
from data_models.need import Need
from data_models.plan import Plan, PlanSettings
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.project import Capacity, Project, StaffHours
from data_models.purchase import CostLine, Purchase
from data_models.rating import Criterion, Rating
from planning.plan import make_plan
from planning.prepare import Prepared, prepare

TODAY = date(2026, 11, 21)
SOURCE = {"words": "The rule in words.", "citation": "made up", "as_of": TODAY}
CRITERIA = """
criterion_id | title | side
A            | good  | academic
T            | safe  | technical
"""
AnyRecord = TypeVar("AnyRecord", bound=Record)


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a drawn table: first line the headings, cells between upright lines, blanks around them dropped."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def records(kind: type[AnyRecord], text: str, **defaults: Any) -> tuple[AnyRecord, ...]:
    """The records that a drawn table shows; an empty cell is a missing value, lists are parted by semicolons."""
    lists = {c.name for c in columns(kind) if c.many}
    found = []
    for row in rows(text):
        cells = {n: tuple(v.split(LIST_SEPARATOR)) if n in lists else v for n, v in row.items() if v}
        found.append(kind.model_validate({**defaults, **cells}))
    return tuple(found)


def district(
    *,
    funds: str,
    money: str,
    purchases: str,
    costs: str,
    rules: str = "",
    needs: str = "need_id | title\nN1 | Reading",
    sites: str = "site_id | name | enrolment\nS1 | Alder | 1000",
    ratings: str = "",
    capacity: str = "",
    hours: str = "",
    projects: str = "",
    contracts: str = "",
    orders: str = "",
    **about: Any,
) -> Prepared:
    """A prepared district. Purchases not named in `ratings` are rated 4 on both sides, and answer need N1."""
    bought = records(Purchase, purchases, need_ids=("N1",))
    given = records(Rating, ratings, member_id="ann") if ratings else ()
    rated = {r.purchase_id for r in given}
    full = [
        Rating(member_id="ann", purchase_id=p.purchase_id, criterion_id=c, level=4)
        for p in bought
        for c in "AT"
        if p.purchase_id not in rated
    ]
    return prepare(
        Portfolio(
            today=about.pop("today", TODAY),
            district=District(name="Drawn", **about),
            sites=records(Site, sites),
            needs=records(Need, needs),
            purchases=bought,
            cost_lines=records(CostLine, costs) if costs else (),
            projects=records(Project, projects) if projects else (),
            contracts=records(Contract, contracts, yearly_cost=40) if contracts else (),
            staff_hours=records(StaffHours, hours) if hours else (),
            capacity=records(Capacity, capacity) if capacity else (),
            funds=records(Fund, funds),
            fund_years=records(FundYear, money),
            pre_encumbrances=records(PreEncumbrance, orders) if orders else (),
            fund_rules=records(FundRule, rules, **SOURCE) if rules else (),
            criteria=records(Criterion, CRITERIA),
            ratings=(*given, *full),
        )
    )


def plan_for(prepared: Prepared, **settings: Any) -> Plan:
    """The proven plan of a drawn district."""
    return make_plan(prepared, PlanSettings(**settings), seconds=5)


def figures(*values: object) -> tuple[object, ...]:
    """Values beside those of a drawn row; a Decimal and an int are the same figure, but not to mypy."""
    return values


def paid(plan: Plan) -> list[str]:
    """Payments as `P1-1 2027 GF/2027 100.00`."""
    return [f"{p.cost_line_id} {p.fiscal_year} {p.fund_id}/{p.money_year} {p.amount}" for p in plan.payments]
