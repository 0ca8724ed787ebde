"""Coverage: what answers each need, where it stays open, and what answers nothing."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from data_models.base import Result


class Answered(StrEnum):
    """What answers a need, the surest first. The last two leave it open."""

    BOUGHT = "bought already"
    PLANNED = "in the draft plan"
    PROJECT = "a project by itself"
    OUT = "only by what is out"
    NOTHING = "by nothing"


class State(StrEnum):
    """Whether a need is answered at the sites looked at."""

    OPEN = "open"
    PARTLY = "in part"
    ANSWERED = "answered"


class Urgency(StrEnum):
    """How soon a need must be answered."""

    OVERDUE = "overdue"
    SOON = "within 6 months"
    LATER = "later"
    NO_DATE = "no date"


class Cover(Result):
    """One need: what answers it, and at which of its sites nothing does."""

    need_id: str = Field(description="Need, unit: key")
    answered: Answered = Field(description="The surest of what answers it at one of its sites at least, unit: choice")
    bought: tuple[str, ...] = Field((), description="Purchases already bought that answer it, unit: purchase keys")
    planned: tuple[str, ...] = Field((), description="Purchases in the draft plan that do, unit: purchase keys")
    projects: tuple[str, ...] = Field((), description="Projects that do by themselves, unit: project keys")
    out: tuple[str, ...] = Field((), description="Purchases that would, outside the draft plan, unit: purchase keys")
    waiting: tuple[str, ...] = Field((), description="Projects that would and are not under way, unit: project keys")
    site_ids: tuple[str, ...] = Field(description="Sites looked at where learners have it, unit: site keys")
    open_site_ids: tuple[str, ...] = Field(description="Those of them where nothing answers it, unit: site keys")
    learners: float | None = Field(
        description="Learners who have it at the sites looked at; none where it is not known, unit: learners"
    )
    open_learners: float | None = Field(description="Those of them whom nothing answers, unit: learners")
    urgency: Urgency = Field(description="How soon it must be answered, unit: choice")
    words: str = Field(description="Why it counts as answered or open, unit: sentences")

    @property
    def state(self) -> State:
        """Open where nothing answers it at any of the sites looked at; in part where it is open at some of them."""
        if self.answered in (Answered.OUT, Answered.NOTHING):
            return State.OPEN
        return State.PARTLY if self.open_site_ids else State.ANSWERED

    @property
    def open(self) -> bool:
        """Whether nothing answers it at any of the sites looked at."""
        return self.state is State.OPEN

    @property
    def partly(self) -> bool:
        """Whether it is answered at some of the sites looked at, and open at others."""
        return self.state is State.PARTLY


class Tally(Result):
    """How many needs are answered. Every page counts and says it so."""

    needs: int = Field(description="Needs counted, unit: needs")
    answered: int = Field(description="Those answered at each of their sites, unit: needs")
    partly: int = Field(description="Those answered at some of their sites and open at others, unit: needs")
    words: str = Field(description="The same in words, unit: text")

    @property
    def open(self) -> int:
        """Those that nothing answers at any of their sites."""
        return self.needs - self.answered - self.partly


class Finding(Result):
    """Something that coverage asks about, in one sentence."""

    need_id: str = Field("", description="Need it is about, or empty, unit: key")
    purchases: tuple[str, ...] = Field(description="Purchases it is about, unit: purchase keys")
    amount: Decimal | None = Field(None, description="What they cost in all years together, unit: US dollars")
    words: str = Field(description="What was found, unit: sentences")


class Coverage(Result):
    """What answers what in a district, as its draft plan stands."""

    needs: tuple[Cover, ...] = Field(description="Each need with a site that is looked at, in key order, unit: covers")
    twice: tuple[Finding, ...] = Field(
        description="Needs answered by two or more at the same site; same purpose first, unit: findings"
    )
    without_need: tuple[Finding, ...] = Field(description="Purchases that name no need on record, unit: findings")


class By(StrEnum):
    """What the columns of the map of open needs stand for."""

    SUBJECT = "subjects"
    GROUP = "student groups"


NO_SUBJECT, ALL_LEARNERS = "no subject", "all learners"
"""Columns of the needs that name none."""


class OpenCell(Result):
    """The open needs of one subject or student group at one site, or at several together."""

    place: str = Field(description="Site, or a name that stands for several, unit: site key or words")
    column: str = Field(description="Subject or student group, unit: text")
    needs: int = Field(description="Needs open here, each once, unit: needs")
    learners: float = Field(description="Learners who have them, summed over needs, unit: learners")
    unknown: int = Field(description="Needs among them whose learners are not on record, unit: needs")


class Progress(StrEnum):
    """Where a measure stands between its baseline and its target."""

    REACHED = "target reached"
    CLOSER = "closer to the target"
    SAME = "no change"
    AWAY = "further from the target"
    UNKNOWN = "not known"


class Suggestion(Result):
    """Evidence on record that may show a new need."""

    evidence_id: str = Field(description="Evidence, unit: key")
    words: str = Field(description="Why it is suggested, unit: text")
