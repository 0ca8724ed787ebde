"""Capacity: what the team has, what is asked of it, and what asks too much."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from data_models.base import Result


class Source(StrEnum):
    """Why hours are taken, in the order in which they are settled."""

    PROJECT = "projects"
    CONTRACT = "contracts"
    BOUGHT = "bought"
    APPROVED = "stage approved"
    PLANNED = "stage planned"
    DRAFT = "draft plan"


PURCHASES = (Source.BOUGHT, Source.APPROVED, Source.PLANNED, Source.DRAFT)
"""Sources that are purchases."""


class Semester(Result):
    """Half a calendar year, as schools plan."""

    first: date = Field(description="First day of its first month, unit: date")
    last: date = Field(description="First day of its last month, unit: date")
    words: str = Field(description="Its name: Jan-Jun 2027, unit: text")


class MonthLoad(Result):
    """What one role has and what is asked of it in one month."""

    role: str = Field(description="Role as first written, unit: text")
    month: date = Field(description="First day of the month, unit: date")
    has: Decimal | None = Field(description="Hours the role can work, none where nobody has said, unit: hours")
    takes: tuple[tuple[Source, Decimal], ...] = Field(description="Hours asked of it, by source, unit: hours")

    @property
    def needed(self) -> Decimal:
        """Hours asked of the role in all."""
        return sum((hours for _, hours in self.takes), Decimal(0))

    @property
    def over(self) -> Decimal:
        """Hours asked beyond what the role has; 0 where that is not known."""
        return max(Decimal(0), self.needed - self.has) if self.has is not None else Decimal(0)


class Taker(Result):
    """One project, contract or purchase that takes hours of a role in months that are overloaded."""

    source: Source = Field(description="What it is, unit: choice")
    key: str = Field(description="Project, contract or purchase, unit: key")
    title: str = Field(description="Its title, unit: text")
    hours: Decimal = Field(description="Hours it takes in the overloaded months, unit: hours")
    relief: Decimal = Field(description="Hours of overload that would go without it, unit: hours")


class Overload(Result):
    """One role in one semester with months in which more is asked of it than it has."""

    role: str = Field(description="Role as first written, unit: text")
    months: tuple[MonthLoad, ...] = Field(description="The overloaded months, in order, unit: loads")
    over: Decimal = Field(description="Hours beyond what it has, the months together, unit: hours")
    without_purchases: Decimal = Field(description="The same from projects and contracts alone, unit: hours")
    spare: Decimal = Field(description="Hours free in the semester's other months, unit: hours")
    causes: tuple[Taker, ...] = Field(description="Purchases, most hours first, then key, unit: takers")
    others: tuple[Taker, ...] = Field(description="Projects and contracts, most hours first, then key, unit: takers")
    words: str = Field(description="The same in one or two sentences, unit: text")
