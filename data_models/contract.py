"""Contracts: products the district already has."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from data_models.base import Record, column
from data_models.purchase import Category


class Contract(Record):
    """A product already in use."""

    table: ClassVar[str] = "contracts"
    key: ClassVar[tuple[str, ...]] = ("contract_id",)
    heading: ClassVar[str] = "Contracts"
    about: ClassVar[str] = "Products already in use: licences, cost and dates."

    contract_id: str = column("Key of the contract", example="C-012", synonyms=("contract",))
    title: str = column("Product", example="Readwell Core", synonyms=("name", "product"))
    vendor: str = column("Vendor", example="Readwell", default="")
    category: Category = column("What it is", unit="choice", example="software", default=Category.OTHER)
    purpose: str = column("What it is for, in few words", example="reading practice", default="")
    department_id: str = column("Department that owns it", example="CI", default="", references="departments")
    grades: tuple[str, ...] = column("Grades that use it", unit="grades", example="K;1;2", default=())
    licences: int | None = column(
        "Licences paid for", unit="licences", example="2400", default=None, least=0, synonyms=("licenses",)
    )
    active_users: int | None = column(
        "People who used it in the last 90 days", unit="people", example="1310", default=None, least=0
    )
    yearly_cost: Decimal = column(
        "Cost a year", unit="US dollars", example="48000", least=0, synonyms=("annual cost", "cost")
    )
    fund_id: str = column("Fund that pays", example="0000", default="", references="funds", synonyms=("fund",))
    starts: date | None = column("First day", unit="date", example="2025-07-01", default=None)
    renews_on: date | None = column(
        "Day it renews",
        unit="date",
        example="2027-07-01",
        default=None,
        synonyms=("renewal date",),
        after=("starts", "notice_by"),
    )
    notice_by: date | None = column("Last day to give notice", unit="date", example="2027-04-01", default=None)
    privacy_agreement: str = column(
        "Student data privacy agreement; none where there is none, blank where it is not known",
        example="NDPA signed 2025-06-11",
        default="",
    )
    accessibility_statement: str = column(
        "Accessibility statement; none where there is none, blank where it is not known",
        example="VPAT 2.5, WCAG 2.1 AA, 2025",
        default="",
    )
