"""Loads: what came in from a file, what was wrong with it, and what it changes."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from data_models.base import Result


class Problem(Result):
    """One thing wrong with one cell, row or file, said so that a person can mend it."""

    file: str = Field(description="File, and sheet where there is one, unit: text")
    row: int | None = Field(None, description="Row in the file, the first being 1; none for the whole file, unit: row")
    column: str = Field("", description="Heading of the column as the file has it, or empty, unit: text")
    value: str = Field("", description="What the cell holds, cut at 80 characters, unit: text")
    reason: str = Field(description="What is wrong, unit: text")
    remedy: str = Field(description="What to do, unit: text")

    @property
    def sentence(self) -> str:
        """The whole problem: 'purchases.csv', row 14, column 'amount': "12,5OO" is not a dollar amount. Use digits."""
        place = (
            f"'{self.file}'"
            + (f", row {self.row}" if self.row else "")
            + (f", column '{self.column}'" if self.column else "")
        )
        value = f'"{self.value}" ' if self.value else ""
        return f"{place}: {value}{self.reason}. {self.remedy}"


class Question(Result):
    """Something the file does not settle and nobody may guess, such as whether 03/04/2026 is in March or April."""

    question_id: str = Field(description="Key, the same each time the same file is read, unit: text")
    words: str = Field(description="The question, unit: text")
    answers: tuple[str, ...] = Field(description="What may be answered, unit: texts")
    meanings: tuple[str, ...] = Field(description="What each answer comes to, or empty, unit: texts")
    examples: tuple[str, ...] = Field((), description="Cells it is about, unit: texts")
    suggested: str = Field("", description="The answer that other columns prove, or empty, unit: text")
    why: str = Field("", description="Why it is suggested, a sentence, unit: text")


class ChangeKind(StrEnum):
    """What a load does to a record."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    SAME = "same"


class TableChanges(Result):
    """What a load would do to one table."""

    table: str = Field(description="Table, unit: text")
    added: int = Field(0, description="Records new to the district, unit: records")
    changed: int = Field(0, description="Records with other values than before, unit: records")
    withdrawn: int = Field(0, description="Records of an earlier export that this one no longer has, unit: records")
    same: int = Field(0, description="Records that stay as they are, unit: records")
    set_aside: int = Field(0, description="Rows with a problem, unit: rows")
    held: int = Field(0, description="Those of them whose record is here, as it was before the load, unit: rows")
    total: Decimal | None = Field(None, description="Sum of the table's amounts, where it has any, unit: US dollars")


class Load(Result):
    """One load, as history keeps it."""

    load_id: str = Field(description="Key, unit: text")
    loaded_at: datetime = Field(description="When, unit: date and time, UTC")
    loaded_by: str = Field(description="Who, unit: member key")
    source: str = Field(description="File or folder, unit: text")
    changes: tuple[TableChanges, ...] = Field(description="What it did, unit: changes")


class Holding(Result):
    """How many records of one table a district holds."""

    table: str = Field(description="Table, unit: text")
    held: int = Field(description="Records that count, unit: records")
    withdrawn: int = Field(description="Records kept but no longer counted, unit: records")
    changed_at: datetime | None = Field(description="Newest change, none where empty, unit: date and time, UTC")
