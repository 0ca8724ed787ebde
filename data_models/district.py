"""The district itself and what it is made of: goals, departments, sites."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import ClassVar

from data_models.base import TEXT, Record, column


class Level(StrEnum):
    """Kind of school, in OneRoster's and NCES's sense."""

    ELEMENTARY = "elementary"
    MIDDLE = "middle"
    HIGH = "high"
    COMBINED = "combined"
    OTHER = "other"


class District(Record):
    """A school district and the settings that every page needs."""

    table: ClassVar[str] = "district"
    key: ClassVar[tuple[str, ...]] = ("district_id",)
    heading: ClassVar[str] = "District"
    about: ClassVar[str] = "One row: the district's name and the settings that rules depend on."

    district_id: str = column(
        "Short name of the district; a file may leave it out", example="sample-valley", default=""
    )
    name: str = column("Name people know it by", example="Sample Valley Unified")
    mission: str = column("Mission, in the district's words", example="Every learner ready.", default="", longest=TEXT)
    state: str = column("State or territory, two letters", unit="USPS code", example="CA", default="")
    leaid: str = column("NCES district number", unit="7 digits", example="0634410", default="")
    fiscal_year_start_month: int = column(
        "First month of the fiscal year", unit="month 1-12", example="7", default=7, least=1, most=12
    )
    lunch_share: float | None = column(
        "Share of learners eligible for free or reduced-price lunch; sets the E-Rate discount",
        unit="percent 0-100",
        example="62.5",
        default=None,
        least=0,
        most=100,
        synonyms=("nslp", "frl percent", "nslp percent"),
    )
    rural: bool = column("Whether E-Rate counts the district as rural", unit="yes or no", example="no", default=False)
    made_up: bool = column("Whether the data is invented", unit="yes or no", example="no", default=False)


class Goal(Record):
    """A strategic goal of the district."""

    table: ClassVar[str] = "goals"
    key: ClassVar[tuple[str, ...]] = ("goal_id",)
    heading: ClassVar[str] = "Goals"
    about: ClassVar[str] = "The strategic goals that needs serve."

    goal_id: str = column("Key of the goal", example="G1", synonyms=("goal",))
    title: str = column("The goal in one line", example="Every third grader reads", synonyms=("name",))
    area: str = column("Part of the strategic plan it belongs to", example="Learning", default="")


class Department(Record):
    """A department of the district office."""

    table: ClassVar[str] = "departments"
    key: ClassVar[tuple[str, ...]] = ("department_id",)
    heading: ClassVar[str] = "Departments"
    about: ClassVar[str] = "The departments that bring needs, purchases, projects and money."

    department_id: str = column("Key of the department", example="IT", synonyms=("department", "dept"))
    name: str = column("Name people know it by", example="Technology", synonyms=("department name",))


class Site(Record):
    """A school, or another place of the district."""

    table: ClassVar[str] = "sites"
    key: ClassVar[tuple[str, ...]] = ("site_id",)
    heading: ClassVar[str] = "Sites"
    about: ClassVar[str] = "Schools and other places, with who learns there."

    site_id: str = column(
        "Key of the site, with its leading zeros", example="0101", synonyms=("school id", "school code", "site")
    )
    name: str = column("Name people know it by", example="Alder Elementary", synonyms=("school name", "school"))
    level: Level = column("Kind of school", unit="choice", example="elementary", default=Level.OTHER)
    ncessch: str = column("NCES school number", unit="12 digits", example="063441000101", default="")
    grades: tuple[str, ...] = column("Grades taught", unit="grades", example="K;1;2;3;4;5", default=())
    enrolment: int | None = column(
        "Learners enrolled",
        unit="learners",
        example="512",
        default=None,
        least=0,
        synonyms=("enrollment", "students", "student count"),
    )
    low_income: int | None = column(
        "Learners from low-income homes", unit="learners", example="310", default=None, least=0
    )
    english_learners: int | None = column("English learners", unit="learners", example="98", default=None, least=0)
    special_education: int | None = column(
        "Learners with an individualized education program", unit="learners", example="61", default=None, least=0
    )
    unduplicated: int | None = column(
        "Learners in at least one group of need, each counted once, as the state counts them",
        unit="learners",
        example="355",
        default=None,
        least=0,
        synonyms=("unduplicated count", "unduplicated pupil count", "upc"),
    )
    title_i: bool | None = column("Whether Title I-A serves the school", unit="yes or no", example="yes", default=None)
    devices: int | None = column(
        "Devices that learners use", unit="devices", example="540", default=None, least=0, synonyms=("student devices",)
    )
    teachers: int | None = column("Teachers", unit="people", example="27", default=None, least=0)
    trained_teachers: int | None = column(
        "Teachers trained to teach with technology in the last two years",
        unit="people",
        example="18",
        default=None,
        least=0,
    )
    integration_experts: int | None = column(
        "Teachers whom others ask about teaching with technology; every site should have one",
        unit="people",
        example="1",
        default=None,
        least=0,
        synonyms=("experts", "teacher experts"),
    )


def enrolled_at(sites: Mapping[str, Site], site_ids: Iterable[str]) -> int | None:
    """Learners enrolled at these of the sites, by key (none named: at all); none where that of any is not on record."""
    numbers = [sites[s].enrolment if s in sites else None for s in tuple(site_ids) or sites]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None
