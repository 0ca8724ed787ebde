"""A page in its frame, on a district file of the test's own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from store.database import Database, open_database
from store.district import start_district
from store.loading import NamedFile, apply_load, read_source
from ui import data

ROOT = Path(__file__).parents[2]
Show = Callable[..., AppTest]
Own = Callable[..., str]


@pytest.fixture
def district_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the dashboard looks for its file; nothing is there yet, and nothing is remembered."""
    path = tmp_path / "planning.duckdb"
    monkeypatch.setenv("CABINETMAKER_DATABASE", str(path))
    st.cache_resource.clear()
    yield path
    data.close()


@pytest.fixture
def empty(district_file: Path) -> Iterator[Database]:
    """A file without a district, open for the test to write to before the page is shown; close it then."""
    database = open_database(district_file)
    yield database
    database.close()


@pytest.fixture
def own(empty: Database) -> Own:
    """Begin a district of one's own, with what files of these tables say: text by table. Returns its key."""

    def begun(**tables: str) -> str:
        district_id = start_district(empty, "Own Unified", "local")
        for table, text in tables.items():
            with read_source(empty, NamedFile(f"{table}.csv", text.encode())) as reading:
                apply_load(empty, district_id, reading, "local")
        empty.close()
        return district_id

    return begun


@pytest.fixture
def sample(district_file: Path, sample_file: Path) -> Path:
    """The sample district's file, in place."""
    shutil.copy(sample_file, district_file)
    return district_file


@pytest.fixture
def show() -> Show:
    """Show the dashboard, with a link's parameters where any are given."""

    def shown(**link: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in link.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception
        return app

    return shown
