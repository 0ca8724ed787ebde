"""Numbered, forward-only changes of the tables. Each is one transaction, noted with a checksum of its text.

Views are made anew at every open, so that they never need a migration.
"""

import hashlib
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data_models.errors import DistrictError
from store.copying import begin_copy, finish_copy

HERE = Path(__file__).parent
VIEWS = HERE / "views.sql"
A_VIEW = re.compile(r"CREATE OR REPLACE VIEW (\w+) AS\n(.+?);", re.DOTALL)
REWORDED = {1: "57f8e169e30cbd63a8b7f4eb826c2580a62121430ad93f1df1089a2e6400bed5"}
"""By number, the checksum that a change had before its comments were worded anew: files made with it stay good."""

MIGRATIONS_TABLE = """
CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    checksum VARCHAR NOT NULL,
    applied_at TIMESTAMP NOT NULL,
    PRIMARY KEY (number)
)
"""

READ_TABLES = """
SELECT table_name
FROM information_schema.tables
ORDER BY table_name
"""

READ_APPLIED = """
SELECT number, checksum
FROM migrations
ORDER BY number
"""

NOTE_APPLIED = """
INSERT INTO migrations (number, name, checksum, applied_at)
VALUES ($number, $name, $checksum, $applied_at)
"""


def views() -> dict[str, str]:
    """By name, what each view asks."""
    return dict(A_VIEW.findall(VIEWS.read_text(encoding="utf-8")))


def migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply what is missing, in order, after copying a file that already holds something.

    Raises DistrictError where the file is another program's, was written by a newer version, or by another version with
    the same number.
    """
    tables = {name for (name,) in connection.execute(READ_TABLES).fetchall()}
    if tables and "migrations" not in tables:
        raise DistrictError(
            f"'{path.name}' is another program's DuckDB file; nothing was changed in it.",
            next_step="Set CABINETMAKER_DATABASE to a file of its own.",
        )
    connection.execute(MIGRATIONS_TABLE)
    applied = dict(connection.execute(READ_APPLIED).fetchall())
    steps = {int(file.name[:4]): file for file in sorted(HERE.glob("[0-9]*.sql"))}
    if applied and max(applied) > max(steps):
        raise DistrictError(
            f"'{path.name}' was written by a newer version of Cabinetmaker.",
            next_step="Install that version, or open an older copy from the folder 'backups'.",
        )
    for number in sorted(set(applied) & set(steps)):
        if applied[number] not in (_checksum(steps[number]), REWORDED.get(number)):
            raise DistrictError(
                f"'{path.name}' was made by another version of Cabinetmaker (change {number} differs).",
                next_step="Use the version it was made with, or load your files into a new one.",
            )
    missing = [number for number in sorted(steps) if number not in applied]
    if missing and applied:
        _copy(connection, path, path.with_name(f"{path.name}.before-{missing[0]:04d}"))
    for number in missing:
        _apply(connection, number, steps[number])
    connection.execute(VIEWS.read_text(encoding="utf-8"))


def _copy(connection: duckdb.DuckDBPyConnection, path: Path, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        begin_copy(connection, unfinished)
        finish_copy(connection)
        unfinished.replace(target)
    except (duckdb.Error, OSError) as error:
        with suppress(OSError):
            for left in (unfinished, unfinished.with_name(f"{unfinished.name}.wal")):
                left.unlink(missing_ok=True)
        said = str(error).partition("\n")[0]
        raise DistrictError(
            f"'{path.name}' cannot be copied before it is brought up to date ({said}); nothing was changed.",
            next_step=f"Free some space, or allow writing to '{path.parent}'.",
        ) from error


def _apply(connection: duckdb.DuckDBPyConnection, number: int, file: Path) -> None:
    connection.execute("BEGIN TRANSACTION")
    connection.execute(file.read_text(encoding="utf-8"))
    at = datetime.now(UTC).replace(tzinfo=None)
    note = {"number": number, "name": file.stem, "checksum": _checksum(file), "applied_at": at}
    connection.execute(NOTE_APPLIED, note)
    connection.execute("COMMIT")


def _checksum(file: Path) -> str:
    """Of the text with plain line ends, so that a checkout on Windows has the same."""
    return hashlib.sha256(file.read_text(encoding="utf-8").encode()).hexdigest()
