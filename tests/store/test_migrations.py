"""The tables are those of the records, column by column."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest

from data_models import TABLES
from data_models.base import Column, Record, columns
from store.database import Database

TYPES = {
    str: "VARCHAR",
    int: "INTEGER",
    float: "DOUBLE",
    bool: "BOOLEAN",
    Decimal: "DECIMAL(18,2)",
    date: "DATE",
    datetime: "TIMESTAMP",
}
KEPT = ["load_id", "source_file", "source_row", "revision", "withdrawn_at", "changed_at", "changed_by"]


def _type(column: Column) -> str:
    return ("VARCHAR" if issubclass(column.kind, StrEnum) else TYPES[column.kind]) + ("[]" if column.many else "")


@pytest.mark.parametrize("record", TABLES, ids=lambda record: record.table)
def test_a_table_has_the_columns_of_its_record(database: Database, record: type[Record]) -> None:
    with database.read() as cursor:
        rows = cursor.execute(f"DESCRIBE {record.table}").fetchall()
    expected = {"district_id": "VARCHAR"} | {column.name: _type(column) for column in columns(record)}
    assert {row[0]: row[1] for row in rows[: -len(KEPT)]} == expected
    assert [row[0] for row in rows[-len(KEPT) :]] == KEPT


def test_opening_again_changes_nothing(database: Database) -> None:
    from store.migrations import migrate

    with database.read() as cursor:
        before = cursor.execute("SELECT number, applied_at FROM migrations").fetchall()
    migrate(database._connection, database.path)
    with database.read() as cursor:
        assert cursor.execute("SELECT number, applied_at FROM migrations").fetchall() == before
