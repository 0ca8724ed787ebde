"""Readiness: what must be settled before a purchase may be ordered."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from data_models.base import Record, column


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
    note: str = column("What was found, or where it is kept", example="NDPA signed, exhibit E", default="")
