"""Criteria and ratings: what is valued, and what each member says of each purchase."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from data_models.base import TEXT, Record, column


class Side(StrEnum):
    """The two keys: merits that are scored apart."""

    ACADEMIC = "academic"
    TECHNICAL = "technical"


class Direction(StrEnum):
    """Whether a high level is good or bad."""

    MORE_IS_BETTER = "more is better"
    LESS_IS_BETTER = "less is better"


class Criterion(Record):
    """One thing the district values, with a sentence for each level."""

    table: ClassVar[str] = "criteria"
    key: ClassVar[tuple[str, ...]] = ("criterion_id",)
    heading: ClassVar[str] = "Criteria"
    about: ClassVar[str] = "The rubric: what is valued, how much, and what each level means."

    criterion_id: str = column("Key of the criterion", example="A1", synonyms=("criterion",))
    title: str = column("The criterion in a few words", example="Closes a gap", synonyms=("name",))
    side: Side = column("Academic or technical", unit="choice", example="academic")
    weight: float = column("Weight within its side", unit="any positive scale", example="30", default=1.0, least=0)
    direction: Direction = column(
        "Whether a high level is good", unit="choice", example="more is better", default=Direction.MORE_IS_BETTER
    )
    level_0: str = column("What level 0 means", example="No evidence", default="", longest=TEXT)
    level_1: str = column("What level 1 means", example="Demonstrates a rationale", default="", longest=TEXT)
    level_2: str = column("What level 2 means", example="Promising evidence", default="", longest=TEXT)
    level_3: str = column("What level 3 means", example="Moderate evidence", default="", longest=TEXT)
    level_4: str = column("What level 4 means", example="Strong evidence", default="", longest=TEXT)


class Rating(Record):
    """What one member says of one purchase on one criterion in one round. Append-only; the newest counts."""

    table: ClassVar[str] = "ratings"
    key: ClassVar[tuple[str, ...]] = ("member_id", "purchase_id", "criterion_id", "round")
    heading: ClassVar[str] = "Ratings"
    about: ClassVar[str] = "Levels 0-4 that members give. A rating not given is missing, never zero."

    member_id: str = column("Member", example="rortiz", references="members", synonyms=("member", "rater"))
    purchase_id: str = column("Purchase", example="P-007", references="purchases", synonyms=("purchase",))
    criterion_id: str = column("Criterion", example="A1", references="criteria", synonyms=("criterion",))
    round: int = column("Round of rating", unit="count from 1", example="1", default=1, least=1)
    level: int = column("Level given", unit="level 0-4", example="3", least=0, most=4, synonyms=("score", "rating"))
    comment: str = column("Why, in the member's words", example="Strong trial at Alder", default="", longest=TEXT)
    rated_at: datetime | None = column(
        "When it was given", unit="date and time", example="2026-11-02 15:30", default=None
    )
