"""Equity: dollars per learner against need, and what a floor for high-need sites costs."""

from decimal import Decimal

from pydantic import Field

from data_models.base import Result


class SiteMoney(Result):
    """What one site gets from a plan, and what it already got, beside how great its need is."""

    site_id: str = Field(description="Site, unit: key")
    index: float | None = Field(description="Need index; none where a count is missing, unit: percent 0-100")
    high_need: bool = Field(description="Whether the index is at or above the district's, unit: yes or no")
    learners: int | None = Field(description="Learners enrolled, unit: learners")
    planned: Decimal = Field(description="Planned dollars that land here, unit: US dollars")
    spent: Decimal | None = Field(
        description="Spent or promised here; none where the ledger names no site at all, unit: US dollars"
    )
    ordered: Decimal = Field(description="Ordered and not in the ledger yet, that land here, unit: US dollars")
    planned_each: float | None = Field(description="Planned, for each learner, unit: US dollars a learner")
    ordered_each: float | None = Field(description="Ordered so, for each learner, unit: US dollars a learner")
    spent_each: float | None = Field(description="Spent or promised, for each learner, unit: US dollars a learner")

    @property
    def coming_each(self) -> float | None:
        """Planned and ordered, for each learner; none where nobody is enrolled. US dollars a learner."""
        if self.planned_each is None or self.ordered_each is None:
            return None
        return self.planned_each + self.ordered_each


class Equity(Result):
    """Dollars per learner across a district's sites, with what can be said of them in sentences."""

    sites: tuple[SiteMoney, ...] = Field(description="Every site, in key order, unit: site money")
    district_index: float | None = Field(description="Need index of the district, unit: percent 0-100")
    words: str = Field(description="What high-need sites and the others get of plan and orders, unit: sentence")
    spent_words: str = Field(description="The same of the ledger, or why nothing is said of it, unit: sentences")
    pairs_words: str = Field(description="How often the site with the greater need gets more, unit: sentence")
    index_words: str = Field(description="How the need index is counted, unit: sentence")
    ordered_words: str = Field(description="What of it is ordered, and what is not counted, unit: sentences, or empty")
    untold_words: str = Field(description="Dollars of both that reach no site with an index, unit: sentence, or empty")


class FloorCost(Result):
    """What a floor for high-need sites changes: the plan with it beside the plan without."""

    added: tuple[str, ...] = Field((), description="Purchases in only with the floor, unit: purchase keys")
    dropped: tuple[str, ...] = Field((), description="Purchases in only without it, unit: purchase keys")
    loss: float = Field(0.0, description="Merit less than without it, unit: as the plan's value")
    moved: Decimal = Field(Decimal(0), description="Dollars more for high-need sites than without, unit: US dollars")
    words: str = Field(description="The same in one or two sentences, unit: text")
