"""A copy of everything in a file, made by the database that has it open: Windows lets nobody else read it meanwhile."""

from pathlib import Path

import duckdb


def begin_copy(cursor: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Make the new file. Raises duckdb.Error where it cannot be made."""
    # ATTACH takes no parameter in DuckDB 1.5, so the path is quoted as a text.
    text = str(target).replace("'", "''")
    cursor.execute(f"ATTACH '{text}' AS copy (STORAGE_VERSION 'v1.5.0')")


def finish_copy(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill it, as everything is at one moment, and let go of it. Raises duckdb.Error where that cannot be done."""
    source = cursor.execute("SELECT current_database()").fetchall()[0][0].replace('"', '""')
    try:
        cursor.execute(f'COPY FROM DATABASE "{source}" TO copy')
    finally:
        cursor.execute("DETACH copy")
