"""Readiness: what must be settled before a purchase may be ordered."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from data_models.base import TEXT, Record, Result, column


class Check(StrEnum):
    """What is asked of every purchase before it is ordered."""

    PRIVACY = "privacy agreement"
    ACCESSIBILITY = "accessibility statement"
    SIGN_ON = "single sign-on and rostering"
    FIT = "network and device fit"
    SUPPORT = "support plan"
    TRAINING = "training plan"


class CheckState(StrEnum):
    """How far a check has come."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not needed"


class ReadinessCheck(Record):
    """One thing to settle before a purchase may be ordered, with its owner and day."""

    table: ClassVar[str] = "readiness_checks"
    key: ClassVar[tuple[str, ...]] = ("purchase_id", "check")
    heading: ClassVar[str] = "Readiness checks"
    about: ClassVar[str] = "What must be settled before a purchase may be ordered. A check without a row is open."

    purchase_id: str = column("Purchase", example="P-007", references="purchases")
    check: Check = column("What is settled", unit="choice", example="privacy agreement")
    state: CheckState = column("How far it has come", unit="choice", example="done", default=CheckState.OPEN)
    owner: str = column("Member who settles it", example="dokafor", default="", references="members")
    due: date | None = column("Day it must be settled by", unit="date", example="2027-01-15", default=None)
    settled_on: date | None = column("Day it was settled", unit="date", example="2026-12-02", default=None)
    note: str = column(
        "What was found, or where it is kept", example="NDPA signed, exhibit E", default="", longest=TEXT
    )


class CheckStanding(Result):
    """One check of one purchase on one day."""

    check: Check = Field(description="What is settled, unit: choice")
    state: CheckState = Field(description="How far it has come; open where there is no row, unit: choice")
    owner: str = Field(description="Member who settles it, or empty, unit: member key")
    due: date | None = Field(description="Day it must be settled by, or none, unit: date")
    overdue_days: int = Field(description="Days past the day it was due while open, else 0, unit: days")
    note: str = Field(description="What was found, unit: text")


class Readiness(Result):
    """Whether a purchase may be ordered."""

    purchase_id: str = Field(description="Purchase, unit: key")
    checks: tuple[CheckStanding, ...] = Field(description="Every check, in the order they are declared, unit: checks")

    @property
    def open(self) -> tuple[CheckStanding, ...]:
        """Checks that are still to be settled."""
        return tuple(check for check in self.checks if check.state is CheckState.OPEN)

    @property
    def overdue(self) -> tuple[CheckStanding, ...]:
        """Open checks whose day has passed."""
        return tuple(check for check in self.checks if check.overdue_days)


def open_checks(purchase_ids: Iterable[str], checks: Iterable[ReadinessCheck]) -> dict[str, tuple[Check, ...]]:
    """By purchase, what is still to be settled before it may be ordered, in the order checks are declared.

    A check without a row is open. Rows of other purchases are passed over.
    """
    settled: dict[str, set[Check]] = {key: set() for key in purchase_ids}
    for row in checks:
        if row.purchase_id in settled and row.state is not CheckState.OPEN:
            settled[row.purchase_id].add(row.check)
    return {key: tuple(check for check in Check if check not in done) for key, done in settled.items()}


def still_open(checks: Sequence[Check]) -> str:
    """'support plan is still open', 'privacy agreement and support plan are still open': what keeps back an order."""
    names = [str(check) for check in checks]
    if len(names) == 1:
        return f"{names[0]} is still open"
    return f"{', '.join(names[:-1])} and {names[-1]} are still open"
