"""When a contract renews, and by when notice must be given."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from data_models.base import Result


class Due(StrEnum):
    """How soon notice must be given, the most pressing first."""

    SOON = "within 90 days"
    LATER = "later"
    MISSED = "missed"
    OUT_OF_DATE = "date is past"
    UNKNOWN = "no date"


class Renewal(Result):
    """A contract's next renewal for which notice can still be given."""

    contract_id: str = Field(description="Contract, unit: key")
    due: Due = Field(description="How soon notice must be given, unit: choice")
    renews_on: date | None = Field(description="The renewal, none where it is not on record, unit: date")
    notice_by: date | None = Field(description="Last day to give notice for it, unit: date")
    words: str = Field(description="By when notice must be given, in one sentence, unit: text")
