"""The schedule: where projects stand in time, what waits for what, and how long teachers wait."""

from datetime import date, datetime

from pydantic import Field

from data_models.base import Result


class Course(Result):
    """Where one project stands in time."""

    project_id: str = Field(description="Project, unit: key")
    slip_days: int | None = Field(
        description="Forecast finish less the one first promised; above 0 is late; none where either is unknown, "
        "unit: days"
    )
    float_days: int | None = Field(
        description="Days it may slip before the last finish of its network moves; none outside any network, unit: days"
    )
    years: tuple[int, ...] = Field(
        description="Fiscal years it runs in, ascending; empty without both dates, unit: fiscal years"
    )
    overdue: tuple[str, ...] = Field(description="Milestones due and not reached, by day due, unit: milestone keys")
    classroom_days: int | None = Field(
        description="Days from asked to first use, or to today where it is not in use; none where unknown, unit: days"
    )
    in_use: bool = Field(description="Whether it is in use; else classroom_days is still growing, unit: yes or no")
    doubts: tuple[str, ...] = Field(description="Where its dates or its health contradict each other, unit: sentences")

    @property
    def critical(self) -> bool:
        """Whether any slip of it moves the end of its network."""
        return self.float_days == 0


class Chain(Result):
    """Projects each of which waits for the one before, without a day to spare."""

    project_ids: tuple[str, ...] = Field(description="In the order in which they wait, unit: project keys")
    finish: date = Field(description="Forecast last day of the last one, unit: date")
    network: tuple[str, ...] = Field(description="All projects tied to them by predecessors, unit: project keys")


class Schedule(Result):
    """All projects in time."""

    courses: tuple[Course, ...] = Field(description="Each project's, in key order, unit: courses")
    chains: tuple[Chain, ...] = Field(description="One a network, the last to finish first, unit: chains")
    cycles: tuple[tuple[str, ...], ...] = Field(
        description="Projects that wait for themselves in a circle; those links are not counted, unit: project keys"
    )
    median_in_use: float | None = Field(description="Median asked to first use of those in use, unit: days")
    median_so_far: float | None = Field(
        description="The same, those not in use counted to today: at least this, unit: days"
    )


class HealthSaid(Result):
    """Who last said how a project goes."""

    project_id: str = Field(description="Project, unit: key")
    said_at: datetime = Field(description="When, unit: date and time, UTC")
    said_by: str = Field(description="Who, unit: member key, or 'local' for the person at the machine")
    file: str = Field(description="File it was loaded from; empty where it was changed here, unit: text")
