"""The nouns: frozen records without input or output. `TABLES` lists those a district keeps, parents before children."""

from data_models.base import Record
from data_models.contract import Contract
from data_models.district import Department, District, Goal, Site
from data_models.fund import Fund, FundRule, FundYear
from data_models.ledger import AccountCode, AccountPart, LedgerEntry
from data_models.member import Member
from data_models.need import Evidence, Need
from data_models.pre_encumbrance import PreEncumbrance
from data_models.project import Capacity, Milestone, Project, StaffHours
from data_models.purchase import CostLine, Purchase
from data_models.rating import Criterion, Rating
from data_models.readiness import ReadinessCheck

TABLES: tuple[type[Record], ...] = (
    District, Goal, Department, Site, Member, Need, Evidence, Project, Milestone, Purchase, CostLine,
    ReadinessCheck, Fund, FundYear, FundRule, PreEncumbrance, AccountPart, AccountCode, LedgerEntry, Contract,
    StaffHours, Capacity, Criterion, Rating,
)  # fmt: skip
"""Every table a district may load, in the order in which one refers to another."""
