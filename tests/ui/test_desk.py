"""The desk: a reading lies on it until another takes its place, it is applied, or its window is gone."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_models.errors import DistrictError
from data_models.order import unjudged
from store.database import Database
from store.district import start_district
from store.loading import NamedFile
from ui import data
from ui.loading import Desk

GOALS = NamedFile("goals.csv", b"goal_id,title\nG1,Reading\nG2,Math\n")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("CABINETMAKER_DATABASE", str(tmp_path / "planning.duckdb"))
    yield data.database()
    data.close()


def staged(database: Database) -> int:
    """How many readings hold their rows in memory."""
    with database.read() as cursor:
        names = cursor.execute("SELECT database_name FROM duckdb_databases()").fetchall()
    return sum(name.startswith("loading_") for (name,) in names)


def no_progress(share: float, words: str) -> None:
    assert 0 <= share <= 1
    assert words


def desk_with(*files: NamedFile) -> Desk:
    desk = Desk(files=files)
    desk.read(no_progress)
    return desk


def test_a_reading_is_let_go_when_another_takes_its_place(database: Database) -> None:
    desk = desk_with(GOALS)
    desk.read(no_progress)
    assert staged(database) == 1


def test_a_reading_is_let_go_with_its_window(database: Database) -> None:
    desk = desk_with(GOALS)
    assert staged(database) == 1
    del desk
    gc.collect()
    assert staged(database) == 0


def test_applying_clears_the_desk_for_the_next_files(database: Database) -> None:
    district_id = start_district(database, "Test Unified", "local")
    desk = desk_with(GOALS)
    desk.apply(district_id, "local", frozenset(), no_progress)
    assert staged(database) == 0
    assert (desk.reading, desk.files, desk.turn) == (None, (), 1)
    assert desk.loaded is not None
    assert desk.loaded.changes[0].added == 2


def test_what_cannot_be_applied_stays_on_the_desk(database: Database) -> None:
    district_id = start_district(database, "Test Unified", "local")
    desk = desk_with(GOALS)
    with pytest.raises(DistrictError):
        desk.apply(district_id, "nobody", frozenset(), no_progress)
    assert desk.reading is not None
    assert desk.preview(district_id, frozenset(), unjudged).tables[0].added == 2


def test_a_preview_follows_what_others_load(database: Database) -> None:
    district_id = start_district(database, "Test Unified", "local")
    mine, theirs = desk_with(GOALS), desk_with(GOALS)
    assert mine.preview(district_id, frozenset(), unjudged).tables[0].added == 2
    theirs.apply(district_id, "local", frozenset(), no_progress)
    assert (
        mine.preview(district_id, frozenset(), unjudged).tables[0].added,
        mine.seen and mine.seen.tables[0].same,
    ) == (0, 2)


def test_it_is_previewed_once_for_the_same_data(database: Database) -> None:
    district_id = start_district(database, "Test Unified", "local")
    desk = desk_with(GOALS)
    assert desk.preview(district_id, frozenset(), unjudged) is desk.preview(district_id, frozenset(), unjudged)
