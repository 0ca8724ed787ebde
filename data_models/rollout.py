"""Whether a site is ready for one more rollout."""

from enum import StrEnum

from pydantic import Field

from data_models.base import Result


class Mark(StrEnum):
    """What one question about a site comes to."""

    FINE = "fine"
    SETTLE = "to settle"
    UNKNOWN = "not on record"


class Question(Result):
    """One thing that a rollout asks of a site, and what the records say."""

    mark: Mark = Field(description="What it comes to, unit: choice")
    words: str = Field(description="What the records say, with figures, unit: text")


class SiteReadiness(Result):
    """What speaks for one more rollout at a site and what is to be settled first."""

    site_id: str = Field(description="Site, unit: key")
    experts: Question = Field(description="Whether the site has an integration expert, unit: question")
    training: Question = Field(description="Whether most of its teachers are trained, unit: question")
    devices: Question = Field(description="Whether there is a device for each learner, unit: question")
    load: Question = Field(description="Whether more is under way than at most sites, unit: question")
    projects: tuple[str, ...] = Field(description="Projects being delivered here, unit: project keys")
    purchases: tuple[str, ...] = Field(description="Purchases coming here, unit: purchase keys")

    @property
    def questions(self) -> tuple[Question, ...]:
        """The four, in the order they are asked."""
        return (self.experts, self.training, self.devices, self.load)

    @property
    def reading(self) -> str:
        """Ready; 2 things to settle; 1 thing to settle, 1 not on record."""
        settle = sum(q.mark is Mark.SETTLE for q in self.questions)
        unknown = sum(q.mark is Mark.UNKNOWN for q in self.questions)
        parts = [f"{settle} thing{'s' if settle > 1 else ''} to settle"] if settle else []
        parts += [f"{unknown} not on record"] if unknown else []
        return ", ".join(parts).capitalize() or "Ready"

    @property
    def words(self) -> str:
        """What is to be settled, then what is not on record; what is fine where that is all."""
        asked = [q.words for mark in (Mark.SETTLE, Mark.UNKNOWN) for q in self.questions if q.mark is mark]
        return "; ".join(asked or [q.words for q in self.questions])
