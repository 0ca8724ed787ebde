"""The sample district: loaded once, chosen again, mended where a first attempt broke off."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database, open_database
from store.district import current_district, read_districts, start_district
from store.holdings import read_holdings
from store.load import read_loads
from store.sample import NAME, start_with_sample


@pytest.fixture
def sampled(sample_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A file that holds the sample district already."""
    opened = open_database(shutil.copy(sample_file, tmp_path / "own.duckdb"))
    yield opened
    opened.close()


def test_it_loads_whole_and_says_it_is_made_up(database: Database) -> None:
    shares: list[float] = []
    sample = start_with_sample(database, lambda share, words: shares.append(share))
    with database.read() as cursor:
        assert [d.made_up for d in read_districts(cursor)] == [True]
    (load,) = read_loads(database, sample)
    assert sum(change.set_aside for change in load.changes) == 0
    empty = [holding.table for holding in read_holdings(database, sample) if not holding.held]
    assert empty == ["account_parts"], "its accounts have a published layout"
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_it_comes_back_on_the_screen_as_it_was_written(sampled: Database) -> None:
    with sampled.read() as cursor:
        sample = current_district(cursor)
    with sampled.write(sample) as cursor:
        cursor.execute("UPDATE purchases SET title = 'Spoilt' WHERE purchase_id = 'P-001'")
    start_district(sampled, "Test Unified", "local")
    assert start_with_sample(sampled) == sample
    with sampled.read() as cursor:
        assert current_district(cursor) == sample
        assert cursor.execute("SELECT COUNT(*) FROM purchases WHERE title = 'Spoilt'").fetchall() == [(0,)]
    changes = {change.table: change for change in read_loads(sampled, sample)[0].changes}
    assert (changes["purchases"].changed, changes["ratings"].added) == (1, 0)


def test_a_first_attempt_that_broke_off_is_finished(database: Database) -> None:
    begun = start_district(database, NAME, "local", made_up=True)
    assert start_with_sample(database) == begun
    assert len(read_loads(database, begun)) == 1
