"""What loading's tests share: an empty district file, and short ways to read and load text."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_models.load import Load
from store.database import Database, open_database
from store.loading import NamedFile, Reading, apply_load, read_source

DISTRICT = "sample"
Files = dict[str, str | bytes]


@pytest.fixture
def database(tmp_path: Path, new_file: Path) -> Iterator[Database]:
    opened = open_database(shutil.copy(new_file, tmp_path / "district.duckdb"))
    yield opened
    opened.close()


@pytest.fixture
def read(database: Database) -> Iterator[Callable[..., Reading]]:
    """Read files given as name and content."""
    readings = []

    def reading(files: Files, **more: object) -> Reading:
        named = [NamedFile(n, c.encode() if isinstance(c, str) else c) for n, c in files.items()]
        readings.append(read_source(database, named, **more))  # type: ignore[arg-type]
        return readings[-1]

    yield reading
    for one in readings:
        one.close()


@pytest.fixture
def load(database: Database, read: Callable[..., Reading]) -> Callable[..., Load]:
    """Read files and apply them."""

    def loading(files: Files, answers: dict[str, str] | None = None, **more: object) -> Load:
        return apply_load(database, DISTRICT, read(files, answers=answers), "local", **more)  # type: ignore[arg-type]

    return loading


@pytest.fixture
def rows(database: Database) -> Callable[..., list[tuple[object, ...]]]:
    """The rows of a query."""

    def fetch(sql: str, **bound: object) -> list[tuple[object, ...]]:
        with database.read() as cursor:
            return cursor.execute(sql, bound or None).fetchall()

    return fetch


@pytest.fixture
def staged(database: Database) -> Callable[..., list[tuple[object, ...]]]:
    """Some columns of a reading's good rows of a table, in file order."""

    def fetch(reading: Reading, table: str, columns: str) -> list[tuple[object, ...]]:
        with database.cursor() as cursor:
            return cursor.execute(
                f'SELECT {columns} FROM {reading.schema}."{table}" WHERE mask_ = 0 ORDER BY part_, source_row'
            ).fetchall()

    return fetch
