"""History: who changed which record, when, from what to what."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from data_models.base import Record, Result


class Change(Result):
    """One change of one record."""

    changed_at: datetime = Field(description="When, unit: date and time, UTC")
    changed_by: str = Field(description="Who, unit: member key, or 'local' for the person at the machine")
    action: str = Field(description="What was done, unit: words")
    table: str = Field(description="Table of the record, unit: text")
    record_key: str = Field(description="Key of the record, parts joined by ' / ', unit: text")
    before: dict[str, Any] | None = Field(description="Values before, none where it was added, unit: as the columns")
    after: dict[str, Any] | None = Field(description="Values after, none where it was withdrawn, unit: as the columns")


class Origin(Result):
    """Where a record came from, and who touched it last."""

    file: str = Field(description="File it was loaded from, empty where it was typed here, unit: text")
    row: int | None = Field(description="Row of that file, none where it was typed here, unit: row number")
    load_id: str = Field(description="Load that brought it, empty where it was typed here, unit: key")
    revision: int = Field(description="How often it was written, unit: count")
    changed_at: datetime = Field(description="When it was last written, unit: date and time, UTC")
    changed_by: str = Field(description="Who wrote it last, unit: member key or 'local'")


class Withdrawn(Result):
    """A record that was withdrawn, and can be restored."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    record: Record = Field(description="The record as it was, unit: record")
    withdrawn_at: datetime = Field(description="When, unit: date and time, UTC")
    withdrawn_by: str = Field(description="Who, unit: member key or 'local'")
