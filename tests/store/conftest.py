"""An empty district file for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database, open_database
from store.district import start_district


@pytest.fixture
def database(tmp_path: Path, new_file: Path) -> Iterator[Database]:
    database = open_database(shutil.copy(new_file, tmp_path / "planning.duckdb"))
    yield database
    database.close()


@pytest.fixture
def district_id(database: Database) -> str:
    return start_district(database, "Test Unified", "local")
