"""Edits: what a person changes in a record, and what happens where two people change the same."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from data_models.base import Record, Result


class Edit(Result):
    """One record as a person saw it, and as they want it.

    Without `before` it is added, or comes back where it `restores`; without `after` it is withdrawn. What `restores` a
    state that was is no new step: nothing follows from it by itself, and an order comes back as it was paid or not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    before: Record | None = Field(description="The record as the person saw it, none where it is new, unit: record")
    after: Record | None = Field(description="The record as they want it, none to withdraw it, unit: record")
    reason: str = Field("", description="Why; asked for where a record is withdrawn, unit: text")
    restores: bool = Field(False, description="Whether a record comes back as it was, unit: yes or no")

    @property
    def record(self) -> Record:
        """Whichever of the two there is, the wanted one first."""
        found = self.after or self.before
        assert found is not None, "an edit needs a record"
        return found


class Clash(Result):
    """Two people changed the same value of the same record."""

    table: str = Field(description="Table of the record, unit: text")
    record_key: str = Field(description="Key of the record, parts joined by ' / ', unit: text")
    column: str = Field(description="Column, empty where the whole record was withdrawn or added, unit: text")
    seen: Any = Field(description="Value as the person saw it, unit: as the column")
    theirs: Any = Field(description="Value that is kept now, unit: as the column")
    yours: Any = Field(description="Value that the person wants, unit: as the column")
    changed_by: str = Field(description="Who changed it meanwhile, unit: member key or 'local'")
    changed_at: datetime = Field(description="When, unit: date and time, UTC")
