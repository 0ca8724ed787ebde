"""The tables are those of the records, column by column."""

import shutil
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import duckdb
import pytest

from data_models import TABLES
from data_models.base import Column, Record, columns
from data_models.budget import LedgerFilter
from data_models.errors import DistrictError
from data_models.ledger import LedgerEntry
from data_models.limits import KEY_JOINT
from store import migrations
from store.database import Database, open_database
from store.history import read_history
from store.ledger import read_ledger_page

TYPES = {
    str: "VARCHAR",
    int: "INTEGER",
    float: "DOUBLE",
    bool: "BOOLEAN",
    Decimal: "DECIMAL(18,2)",
    date: "DATE",
    datetime: "TIMESTAMP",
}
KEPT = ["origin_id", "source_row", "revision", "withdrawn_at", "changed_at", "changed_by"]
LOADED_ONLY = (LedgerEntry,)
"""Records that are not changed in the dashboard: their origin says who loaded them, and when."""


def _type(column: Column) -> str:
    return ("VARCHAR" if issubclass(column.kind, StrEnum) else TYPES[column.kind]) + ("[]" if column.many else "")


@pytest.mark.parametrize("record", TABLES, ids=lambda record: record.table)
def test_a_table_has_the_columns_of_its_record(database: Database, record: type[Record]) -> None:
    with database.read() as cursor:
        rows = cursor.execute(f"DESCRIBE {record.table}").fetchall()
    expected = {"district_id": "VARCHAR"} | {column.name: _type(column) for column in columns(record)}
    kept = KEPT[:-2] if record in LOADED_ONLY else KEPT
    assert {row[0]: row[1] for row in rows[: -len(kept)]} == expected
    assert [row[0] for row in rows[-len(kept) :]] == kept


def test_opening_again_changes_nothing(database: Database) -> None:
    with database.read() as cursor:
        before = cursor.execute("SELECT number, applied_at FROM migrations").fetchall()
    migrations.migrate(database._connection, database.path)
    with database.read() as cursor:
        assert cursor.execute("SELECT number, applied_at FROM migrations").fetchall() == before


def test_a_file_made_before_comments_were_worded_anew_opens(database: Database) -> None:
    change = "UPDATE migrations SET checksum = $before WHERE number = 1"
    database._connection.execute(change, {"before": migrations.REWORDED[1]})
    migrations.migrate(database._connection, database.path)
    database._connection.execute(change, {"before": "another version's"})
    with pytest.raises(DistrictError, match="made by another version"):
        migrations.migrate(database._connection, database.path)


def test_without_a_copy_nothing_is_brought_up_to_date(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps = tmp_path / "steps"
    shutil.copytree(migrations.HERE, steps)
    (steps / "0099_later.sql").write_text("CREATE TABLE later (a INTEGER);", encoding="utf-8")
    monkeypatch.setattr(migrations, "HERE", steps)

    def full(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("CREATE TABLE copy.half (a INTEGER)")
        cursor.execute("DETACH copy")
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("store.migrations.finish_copy", full)
        with pytest.raises(DistrictError, match=r"cannot be copied .*; nothing was changed"):
            migrations.migrate(database._connection, database.path)
    copy = database.path.with_name(f"{database.path.name}.before-0099")
    assert not list(database.path.parent.glob("*.before-*"))
    assert _newest(database) < 99
    migrations.migrate(database._connection, database.path)
    assert _newest(database) == 99
    with closing(duckdb.connect(str(copy), read_only=True)) as kept:
        tables = {name for (name,) in kept.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert {"purchases", "migrations"} <= tables
    assert "later" not in tables


def _newest(database: Database) -> int:
    with database.read() as cursor:
        return int(cursor.execute("SELECT max(number) FROM migrations").fetchall()[0][0])


def test_an_order_of_the_version_before_keeps_its_day_and_its_history(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The day was called booked_on until change 4."""
    earlier = tmp_path / "earlier"
    shutil.copytree(migrations.HERE, earlier)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "HERE", earlier)
        for step in earlier.glob("0*.sql"):
            if step.name > "0004":
                step.unlink()
        path = tmp_path / "planning.duckdb"
        made = open_database(path)
        made._connection.execute(
            "INSERT INTO pre_encumbrances (district_id, purchase_id, cost_line_id, fund_id, money_year, amount,"
            " booked_on, changed_at, changed_by) VALUES ('D', 'P-1', 'P-1-1', 'GF', 2027, 400, '2026-08-01',"
            " now()::TIMESTAMP, 'M-1')"
        )
        made._connection.execute(
            "INSERT INTO changes (district_id, change_id, changed_at, changed_by, action, table_name, record_key,"
            " after_values) VALUES ('D', 'one', now()::TIMESTAMP, 'M-1', 'changed', 'pre_encumbrances', $key, $after)",
            {"key": KEY_JOINT.join(("P-1", "P-1-1", "GF", "2027")), "after": '{"booked_on": "2026-08-01"}'},
        )
        made.close()
    with closing(open_database(path)) as now, now.read() as cursor:
        days = cursor.execute("SELECT in_ledger_since FROM pre_encumbrances ORDER BY purchase_id").fetchall()
        history = read_history(cursor, "D", "pre_encumbrances", ("P-1", "P-1-1", "GF", "2027"))
    assert days == [(date(2026, 8, 1),)]
    assert [change.after for change in history] == [{"in_ledger_since": "2026-08-01"}]


def test_what_was_attached_before_it_stood_in_history_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Since change 5."""
    earlier = tmp_path / "earlier"
    shutil.copytree(migrations.HERE, earlier)
    for step in earlier.glob("0*.sql"):
        if step.name > "0005":
            step.unlink()
    path = tmp_path / "planning.duckdb"
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "HERE", earlier)
        made = open_database(path)
        made._connection.execute(
            "INSERT INTO attachments VALUES ('D', 'one', 'needs', 'N-1', 'The \"plan\"', 'https://example.org',"
            " '2026-08-01', 'M-1', '2026-08-02')"
        )
        made.close()
    with closing(open_database(path)) as now, now.read() as cursor:
        off, on = read_history(cursor, "D", "needs", ("N-1",))
    document = {"document": 'The "plan"', "address": "https://example.org"}
    assert (on.changed_by, on.action, on.after, on.before) == ("M-1", "attached", document, None)
    assert (off.changed_by, off.action, off.before, off.after) == ("", "took off", document, None)


def test_entries_of_the_version_before_keep_what_they_say_and_who_loaded_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Until change 6 each entry said so itself."""
    earlier = tmp_path / "earlier"
    shutil.copytree(migrations.HERE, earlier)
    (earlier / "0006_ledger_by_origin.sql").unlink()
    path = tmp_path / "planning.duckdb"
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "HERE", earlier)
        made = open_database(path)
        made._connection.execute("INSERT INTO loads VALUES ('D', 'one', '2026-08-02', 'M-1', 'ledger.csv', '[]')")
        made._connection.execute("INSERT INTO origins VALUES ('D', 1, 'one', 'ledger.csv')")
        made._connection.execute(
            "INSERT INTO ledger_entries VALUES ('D', 'E1', '01', 'GF', 2027, '2026-08-01', 'actual', 400.25, '', '',"
            " '', '', 'Readwell', '', 1, 2, 1, NULL, '2026-08-02', 'M-1')"
        )
        made.close()
    with closing(open_database(path)) as now, now.read() as cursor:
        (row,) = read_ledger_page(cursor, "D", LedgerFilter()).rows
    assert (row.entry_id, row.amount, row.vendor) == ("E1", Decimal("400.25"), "Readwell")
    assert (row.source_file, row.source_row, row.loaded_by) == ("ledger.csv", 2, "M-1")
    assert row.loaded_at.date() == date(2026, 8, 2)
