"""A backup is a whole, working file, made while the original is open."""

import re
from pathlib import Path

import pytest

from data_models.errors import DistrictError
from store.backup import back_up
from store.database import Database, open_database
from store.district import read_districts


def test_a_backup_opens_and_holds_the_same(database: Database, district_id: str, tmp_path: Path) -> None:
    copy = back_up(database, tmp_path / "backups")
    reopened = open_database(copy)
    assert re.fullmatch(r"[\w.-]+", copy.name), "a name that every system takes"
    with database.read() as ours, reopened.read() as theirs:
        assert read_districts(theirs) == read_districts(ours)
    assert reopened.version(district_id) == database.version(district_id)
    reopened.close()


def test_two_backups_do_not_overwrite_each_other(database: Database, district_id: str, tmp_path: Path) -> None:
    assert back_up(database, tmp_path / "b") != back_up(database, tmp_path / "b")
    assert len(list((tmp_path / "b").glob("*.duckdb"))) == 2
    assert not list((tmp_path / "b").glob("*.unfinished"))


def test_a_folder_that_is_a_file_is_said_plainly(database: Database, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(DistrictError, match="cannot be made"):
        back_up(database, tmp_path / "taken")
