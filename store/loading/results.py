"""What loading answers: a reading of files, a preview of what it would change."""

import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType

from pydantic import Field

from data_models.base import Result
from data_models.load import ChangeKind, Problem, Question, TableChanges

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and what is being done, in words."""

PROBLEMS_SHOWN = 200


def unseen(_share: float, _words: str) -> None:
    """Progress that nobody watches."""


class TableReading(Result):
    """What was read for one table."""

    table: str = Field(description="Table, unit: text")
    files: tuple[str, ...] = Field(description="Files or sheets it came from, unit: texts")
    rows: int = Field(description="Rows with something in them, unit: rows")
    good: int = Field(description="Rows without a problem in themselves, unit: rows")
    headings: dict[str, str] = Field(description="Column read from each heading, unit: heading to column")
    ignored: tuple[str, ...] = Field((), description="Headings that no column is called, unit: texts")
    partial: bool = Field(
        False, description="Whether its rows say nothing of the others, as mended rows do, unit: yes or no"
    )


class SampleRow(Result):
    """One record a load would touch, and how."""

    table: str = Field(description="Table, unit: text")
    kind: ChangeKind = Field(description="What would happen to it, unit: choice")
    key: str = Field(description="Key of the record, unit: text")
    source: str = Field("", description="File and row it comes from; empty where it is withdrawn, unit: text")
    before: dict[str, str] = Field(description="Columns that change, or all where withdrawn, unit: column to words")
    after: dict[str, str] = Field(description="Columns that change, or all where added, unit: column to words")


class Preview(Result):
    """What a load would change. Tables are in the order of `data_models.TABLES`."""

    source: str = Field(description="File or folder, unit: text")
    tables: tuple[TableChanges, ...] = Field(description="What it would do to each table, unit: changes")
    samples: tuple[SampleRow, ...] = Field(description="The first records of each table and kind, unit: records")
    problems: tuple[Problem, ...] = Field(description="First problems, at most 200 in file order, unit: problems")
    problem_count: int = Field(description="Problems in all; each is in the rows set aside, unit: problems")
    hanging: tuple[Problem, ...] = Field(
        (),
        description="First problems that others cause: references to rows set aside or to files not read, as "
        "`problems`, unit: problems",
    )
    hanging_rows: int = Field(0, description="Rows set aside only for what `hanging` tells, unit: rows")
    warnings: tuple[Problem, ...] = Field((), description="What loads but should be looked at, unit: problems")
    replaced: tuple[str, ...] = Field(
        (), description="What would stand in the place of what: names, a year's ledger entries, unit: sentences"
    )


@dataclass(frozen=True)
class Part:
    """One file's or sheet's rows for one table, staged. `offset` + rowid is the row in the file, unless `rowed`.

    given: headings of the row as it was given, which a download of bad rows has. headings: by column.
    """

    table: str
    file: str
    staged: str
    offset: int
    given: tuple[str, ...]
    fields: tuple[str, ...]
    headings: dict[str, str]
    ignored: tuple[str, ...] = ()
    partial: bool = False
    rowed: bool = False

    @property
    def marked(self) -> str:
        """The table of the rows that have a mark."""
        return f"{self.staged}_marked"

    @property
    def row(self) -> str:
        """SQL of the row in the file, in a query on the staged table."""
        return "row_" if self.rowed else f"(rowid + {self.offset})"


@dataclass(frozen=True)
class Reads:
    """How one column is written. proves: the answer that its cells leave no doubt of, or nothing. answers: what a
    person must choose from, or nothing. torn: whether some cells can only be the one, some only the other. readings:
    what the first of the examples is by each of the answers, where these are orders of dates. said: what was answered.
    """

    table: str
    file: str
    column: str
    heading: str
    proves: str = ""
    answers: tuple[str, ...] = ()
    torn: bool = False
    examples: tuple[str, ...] = ()
    readings: tuple[date, ...] = ()
    said: str = ""


Earlier = Mapping[tuple[str, str], Reads]
"""By table and heading, how columns of files read before were written."""


@dataclass
class Reading:
    """Files that were read, checked and staged, not yet applied. Close it, or use it in a `with`.

    lost: by table, the first file of it that was not read at all.
    unread: those of the warnings that tell of columns not read, the ones first that may be misspelt.
    columns: how those are written that can be read two ways.
    """

    source: str
    schema: str
    tables: tuple[TableReading, ...] = ()
    parts: tuple[Part, ...] = ()
    lost: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    warnings: tuple[Problem, ...] = ()
    unread: tuple[Problem, ...] = ()
    columns: tuple[Reads, ...] = ()
    questions: tuple[Question, ...] = ()
    _release: Callable[[], None] = field(default=lambda: None, repr=False)

    def release_with(self, release: Callable[[], None]) -> None:
        """Have `release` called once: at `close()`, or when the reading is forgotten."""
        self._release = weakref.finalize(self, release)

    def close(self) -> None:
        """Let go of the staged rows."""
        self._release()

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
