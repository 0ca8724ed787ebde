"""Needs: gaps in learning or service, and the evidence for them."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from data_models.base import TEXT, Record, column


class Driver(StrEnum):
    """What makes the need a need."""

    MANDATE = "mandate"
    STANDARDS = "standards"
    ASSESSMENT = "assessment"
    STUDENT_NEED = "student need"
    OPERATIONS = "operations"


class Need(Record):
    """A gap in learning or service that a purchase may answer."""

    table: ClassVar[str] = "needs"
    key: ClassVar[tuple[str, ...]] = ("need_id",)
    heading: ClassVar[str] = "Needs"
    about: ClassVar[str] = "Gaps in learning or service, from curriculum and every other department."

    need_id: str = column("Key of the need", example="N-014", synonyms=("need",))
    title: str = column("The gap in one line", example="Grade 6 fractions", synonyms=("name", "need title"))
    description: str = column("The gap in a few sentences", example="Half of grade 6 ...", default="", longest=TEXT)
    department_id: str = column("Department that brings it", example="CI", default="", references="departments")
    driver: Driver = column("What makes it a need", unit="choice", example="assessment", default=Driver.STUDENT_NEED)
    subject: str = column("Subject", example="mathematics", default="")
    grades: tuple[str, ...] = column("Grades", unit="grades", example="6;7;8", default=())
    student_groups: tuple[str, ...] = column(
        "Student groups; empty means all learners", unit="groups", example="english learners", default=()
    )
    site_ids: tuple[str, ...] = column(
        "Sites; empty means all",
        unit="site keys",
        example="0101;0102",
        default=(),
        references="sites",
        synonyms=("sites",),
    )
    goal_ids: tuple[str, ...] = column(
        "Goals it serves", unit="goal keys", example="G1", default=(), references="goals", synonyms=("goals",)
    )
    learners: int | None = column("Learners who have the need", unit="learners", example="840", default=None, least=0)
    needed_by: date | None = column("When it must be answered", unit="date", example="2027-08-15", default=None)


class Evidence(Record):
    """One measure that shows a need, at a site or for the district."""

    table: ClassVar[str] = "evidence"
    key: ClassVar[tuple[str, ...]] = ("evidence_id",)
    heading: ClassVar[str] = "Evidence"
    about: ClassVar[str] = "Measures that show a need: where learners are and where they should be."

    evidence_id: str = column("Key of the measure", example="E-031")
    need_id: str = column(
        "Need it shows; empty where it only describes a site", example="N-014", default="", references="needs"
    )
    site_id: str = column(
        "Site it was measured at; empty means the district", example="0101", default="", references="sites"
    )
    measure: str = column("What was measured", example="Grade 6 mathematics, at or above standard")
    unit: str = column("What the values are measured in", example="percent", default="")
    baseline: float | None = column("Value where it began", unit="as unit", example="41", default=None)
    target: float | None = column("Value to reach", unit="as unit", example="60", default=None)
    latest: float | None = column("Newest value; empty means unknown", unit="as unit", example="44", default=None)
    finding: str = column(
        "The measure in words, as its source says it", example="BELOW AVERAGE", default="", longest=TEXT
    )
    as_of: date | None = column("Day of the newest value", unit="date", example="2026-06-01", default=None)
    source: str = column("Where the values come from", example="State assessment 2026", default="")
