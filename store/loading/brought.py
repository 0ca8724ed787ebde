"""What files bring of a table, where each row of it stands, and a doubt about one in words."""

from collections.abc import Mapping
from typing import Any

from data_models.load import Problem
from data_models.purchase import Purchase, Stage
from store.database import Cursor
from store.loading.checks import good_sql
from store.loading.diff import TableDiff
from store.loading.parse_sql import name
from store.loading.results import Reading

VALUE = 80
Place = tuple[int, int]
"""(part, row) of the file a record is in."""


def orders_brought(cursor: Cursor, reading: Reading, diffs: Mapping[str, TableDiff]) -> list[tuple[Place, str]]:
    """Where these files say that purchases are ordered, and their keys."""
    if not says(diffs, Purchase.table, "stage"):
        return []
    found = brought(cursor, reading, Purchase.table, ("purchase_id", "stage"))
    return [(place, key) for place, (key, stage) in found if stage == Stage.ORDERED]


def brought(
    cursor: Cursor, reading: Reading, table: str, columns: tuple[str, ...]
) -> list[tuple[Place, tuple[Any, ...]]]:
    """Where the rows of a table stand in these files that load, and what they say in some columns; in file order."""
    wanted = ", ".join(map(name, columns))
    rows = cursor.execute(f"SELECT part_, source_row, {wanted} FROM ({good_sql(reading, table)}) ORDER BY 1, 2")
    return [((part, row), tuple(cells)) for part, row, *cells in rows.fetchall()]


def says(diffs: Mapping[str, TableDiff], table: str, column: str) -> bool:
    """Whether the files say this column of a table."""
    return table in diffs and column in {said.name for said in diffs[table].said}


def problem(reading: Reading, place: Place, column: str, value: str, reason: str, remedy: str) -> Problem:
    """A doubt about a row, in the words of the file it stands in."""
    part = reading.parts[place[0]]
    return Problem(
        file=part.file, row=place[1], column=part.headings.get(column, column), value=value[:VALUE], reason=reason,
        remedy=remedy,
    )  # fmt: skip
