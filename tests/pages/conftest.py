"""A page in its frame, on a district file of the test's own."""

import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from store.database import Database, open_database
from store.district import start_district
from store.loading import NamedFile, apply_load, read_source
from ui import ahead, data, first_steps, proof

ROOT = Path(__file__).parents[2]
Show = Callable[..., AppTest]
Own = Callable[..., str]

SCANNED = functools.cache(manifest_scanner.scan_component_manifests)
"""AppTest looks through every installed package at each run."""


@pytest.fixture
def district_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the dashboard looks for its file; nothing is there yet, and nothing is remembered.

    Nothing is proven or planned ahead while a test runs, nor after it in the next one: a proof is kept by district and
    version, which are the same in many tests' files. Nor is there a browser that needs time to draw.
    """
    path = tmp_path / "planning.duckdb"
    monkeypatch.setenv("CABINETMAKER_DATABASE", str(path))
    st.cache_resource.clear()
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", SCANNED)
    monkeypatch.setattr(first_steps, "CONTROLS_FIRST_SECONDS", 0.0)
    monkeypatch.setattr(ahead, "KEYS", ())
    monkeypatch.setattr(proof, "REST_SECONDS", 3_600.0)
    monkeypatch.setattr(proof, "PROVER", proof.Prover())
    yield path
    proof.PROVER.end()
    ahead.stop()
    data.close()


@pytest.fixture
def empty(district_file: Path, new_file: Path) -> Iterator[Database]:
    """A file without a district, open for the test to write to before the page is shown; close it then."""
    database = open_database(shutil.copy(new_file, district_file))
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
