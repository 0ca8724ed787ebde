"""Purchases: what the district may buy, and what it costs in which year."""

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from data_models.base import TEXT, Record, column


class Stage(StrEnum):
    """How far a purchase has come."""

    PROPOSED = "proposed"
    RATED = "rated"
    PLANNED = "planned"
    APPROVED = "approved"
    ORDERED = "ordered"
    IN_SERVICE = "in service"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"


OPEN_STAGES = (Stage.PROPOSED, Stage.RATED, Stage.PLANNED, Stage.APPROVED)
"""Stages in which money is still to be found; later ones are promised: pre-encumbered, or in the ledger."""

BOUGHT_STAGES = (Stage.ORDERED, Stage.IN_SERVICE, Stage.REVIEWED)
"""Stages once the order is out."""


class Category(StrEnum):
    """What a cost line buys; fund rules are written on these words."""

    DEVICES = "devices"
    SOFTWARE = "software"
    NETWORK_EQUIPMENT = "network equipment"
    INTERNET_ACCESS = "internet access"
    ASSISTIVE_TECHNOLOGY = "assistive technology"
    INSTRUCTIONAL_MATERIALS = "instructional materials"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    SERVICES = "services"
    MAINTENANCE = "maintenance"
    STAFF = "staff"
    OTHER = "other"


class ProgramArea(StrEnum):
    """Title IV-A's three areas; its caps and floors are written on them."""

    TECHNOLOGY = "effective use of technology"
    WELL_ROUNDED = "well-rounded education"
    SAFE_HEALTHY = "safe and healthy students"


class Purchase(Record):
    """Something the district may buy to answer one or more needs."""

    table: ClassVar[str] = "purchases"
    key: ClassVar[tuple[str, ...]] = ("purchase_id",)
    heading: ClassVar[str] = "Purchases"
    about: ClassVar[str] = "What the district may buy, and the needs it answers."

    purchase_id: str = column("Key of the purchase", example="P-007", synonyms=("purchase",))
    title: str = column("The purchase in one line", example="Reading screener", synonyms=("name", "purchase title"))
    description: str = column(
        "The purchase in a few sentences", example="A 20-minute screener ...", default="", longest=TEXT
    )
    department_id: str = column("Department that proposes it", example="CI", default="", references="departments")
    stage: Stage = column("How far it has come", unit="choice", example="proposed", default=Stage.PROPOSED)
    need_ids: tuple[str, ...] = column(
        "Needs it answers", unit="need keys", example="N-014;N-015", default=(), references="needs", synonyms=("needs",)
    )
    project_id: str = column("Project that delivers it", example="PR-03", default="", references="projects")
    site_ids: tuple[str, ...] = column(
        "Sites that get it; empty means all",
        unit="site keys",
        example="0101",
        default=(),
        references="sites",
        synonyms=("sites",),
    )
    learners: int | None = column(
        "Learners reached; empty means as many as its needs and sites hold",
        unit="learners",
        example="840",
        default=None,
        least=0,
    )
    program_area: ProgramArea = column(
        "Title IV-A area it belongs to",
        unit="choice",
        example="effective use of technology",
        default=ProgramArea.TECHNOLOGY,
    )
    purpose: str = column("What it is for, in few words", example="reading assessment", default="")
    vendor: str = column("Vendor, where known", example="Readwell", default="")
    requires: tuple[str, ...] = column(
        "Purchases that must be bought with it or before",
        unit="purchase keys",
        example="P-002",
        default=(),
        references="purchases",
        synonyms=("prerequisites",),
    )
    choose_one: str = column(
        "Name shared by purchases of which at most one is bought", example="LMS", default="", synonyms=("alternatives",)
    )


class CostLine(Record):
    """What one part of a purchase costs in one fiscal year."""

    table: ClassVar[str] = "cost_lines"
    key: ClassVar[tuple[str, ...]] = ("cost_line_id",)
    heading: ClassVar[str] = "Cost lines"
    about: ClassVar[str] = "What each purchase costs, by fiscal year and category."

    cost_line_id: str = column("Key of the line", example="P-007-1")
    purchase_id: str = column("Purchase", example="P-007", references="purchases")
    fiscal_year: int = column(
        "Fiscal year, named by the year it ends in",
        unit="fiscal year",
        example="2027",
        least=1900,
        most=2200,
        synonyms=("year", "fy"),
    )
    category: Category = column("What the line buys", unit="choice", example="software")
    amount: Decimal = column("Cost", unit="US dollars", example="12500.00", least=0, synonyms=("cost",))
    recurring: bool = column("Whether it comes again every year", unit="yes or no", example="yes", default=False)
    site_ids: tuple[str, ...] = column(
        "Sites the line is for; empty means the purchase's",
        unit="site keys",
        example="0101",
        default=(),
        references="sites",
        synonyms=("sites",),
    )
    description: str = column("What the line is", example="Licences, 840 learners", default="", longest=TEXT)
