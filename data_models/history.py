"""History: who changed which record, when, from what to what."""

from datetime import datetime
from typing import Any

from pydantic import Field

from data_models.base import Result


class Change(Result):
    """One change of one record."""

    changed_at: datetime = Field(description="When, unit: date and time, UTC")
    changed_by: str = Field(description="Who, unit: member key, or 'local' for the person at the machine")
    action: str = Field(description="What was done, unit: words")
    table: str = Field(description="Table of the record, unit: text")
    record_key: str = Field(description="Key of the record, parts joined by ' / ', unit: text")
    before: dict[str, Any] | None = Field(description="Values before, none where it was added, unit: as the columns")
    after: dict[str, Any] | None = Field(description="Values after, none where it was withdrawn, unit: as the columns")
