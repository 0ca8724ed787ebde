"""One snapshot of a district, read at one moment."""

from datetime import date

from data_models.errors import DistrictError
from data_models.portfolio import Portfolio
from store.contract import read_contracts
from store.database import Cursor, Database
from store.district import read_departments, read_district, read_goals, read_sites
from store.fund import read_fund_rules, read_fund_years, read_funds
from store.member import read_members
from store.need import read_evidence, read_needs
from store.overlap import read_overlap_answers
from store.pre_encumbrance import read_pre_encumbrances
from store.project import read_capacity, read_milestones, read_projects, read_staff_hours
from store.purchase import read_cost_lines, read_purchases
from store.rating import read_criteria, read_ratings
from store.readiness import read_readiness_checks


def read_portfolio(database: Database, district_id: str, today: date) -> Portfolio:
    """Everything a plan is made from, but the ledger's single entries. Raises DistrictError for an unknown district."""
    version = database.version(district_id)
    with database.read() as cursor:
        district = read_district(cursor, district_id)
        if not district:
            raise DistrictError(
                "That district is not in this file.", next_step="Choose another at the top of the page."
            )
        return Portfolio(
            today=today,
            version=version,
            district=district[0],
            goals=read_goals(cursor, district_id),
            departments=read_departments(cursor, district_id),
            sites=read_sites(cursor, district_id),
            members=read_members(cursor, district_id),
            needs=read_needs(cursor, district_id),
            evidence=read_evidence(cursor, district_id),
            purchases=read_purchases(cursor, district_id),
            cost_lines=read_cost_lines(cursor, district_id),
            readiness_checks=read_readiness_checks(cursor, district_id),
            projects=read_projects(cursor, district_id),
            milestones=read_milestones(cursor, district_id),
            staff_hours=read_staff_hours(cursor, district_id),
            capacity=read_capacity(cursor, district_id),
            funds=read_funds(cursor, district_id),
            fund_years=read_fund_years(cursor, district_id),
            fund_rules=read_fund_rules(cursor, district_id),
            pre_encumbrances=read_pre_encumbrances(cursor, district_id),
            contracts=read_contracts(cursor, district_id),
            overlap_answers=read_overlap_answers(cursor, district_id),
            criteria=read_criteria(cursor, district_id),
            ratings=read_ratings(cursor, district_id),
        )


def read_orders(cursor: Cursor, district_id: str, today: date) -> Portfolio:
    """What orders are judged by alone, as the cursor sees it: within a write, with what it has written so far."""
    (district,) = read_district(cursor, district_id)
    return Portfolio(
        today=today,
        district=district,
        sites=read_sites(cursor, district_id),
        needs=read_needs(cursor, district_id),
        purchases=read_purchases(cursor, district_id),
        cost_lines=read_cost_lines(cursor, district_id),
        funds=read_funds(cursor, district_id),
        fund_years=read_fund_years(cursor, district_id),
        fund_rules=read_fund_rules(cursor, district_id),
        pre_encumbrances=read_pre_encumbrances(cursor, district_id),
    )
