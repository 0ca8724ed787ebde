"""Killed at any moment: the file opens, fits together, and holds the old state or the new one, never half."""

import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from data_models.member import Role
from store.database import open_database
from store.district import current_district, read_districts, start_district
from store.integrity import find_faults
from store.location import PROJECT
from tests.store.at_work import CRITERIA, DISTRICT, FUNDS, kept
from tests.store.test_rating import _member

KILLS = 8


def _killed_while(work: str, path: Path, writes: int, seconds: float) -> int:
    """Kill the work so many seconds after its first write began, or after so many writes were said kept; the number of
    the last that was.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.at_work", work, str(path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline() for _ in range(1 + writes)]
            time.sleep(seconds)
        finally:
            process.kill()
        said = [int(line) for line in [*lines, *process.stdout] if line != "begins\n"]
    assert process.returncode != 0
    return said[-1] if said else 0


@pytest.mark.parametrize(("work", "records", "longest"), [("rating", len(CRITERIA), 0.03), ("loading", FUNDS, 0.15)])
def test_killed_at_random_moments(work: str, records: int, longest: float, tmp_path: Path) -> None:
    path = tmp_path / "planning.duckdb"
    database = open_database(path)
    assert start_district(database, "Test Unified", "local") == DISTRICT
    with database.write(DISTRICT) as cursor:
        _member(cursor, DISTRICT, "ann", Role.PANEL)
    last, moved, chance = 0, 0, random.Random(work)
    for kill in range(KILLS):
        database.close()
        said = _killed_while(work, path, kill % 2, chance.uniform(0, longest))
        database = open_database(path)
        numbers, count = kept(work, database)
        assert len(numbers) <= 1, f"half of each: {numbers}"
        number = max(numbers, default=0)
        assert number in {max(said, last), max(said, last) + 1}
        assert count == (records if number else 0)
        assert not [fault for fault in find_faults(database, DISTRICT, date(2026, 11, 21)) if "ratings" not in fault]
        moved += number > last
        last = number
    assert moved >= KILLS // 2
    database.close()


ENDS_IN_ITS_FIRST_LOAD = """
import os, sys
from pathlib import Path
from store.database import open_database
from store.district import new_district
from store.loading import apply_load, read_source

def progress(_share, words):
    if words == "Writing cost_lines":
        os._exit(9)

database = open_database(Path(sys.argv[1]))
own = new_district(database, "Own Unified")
with read_source(database, Path(sys.argv[2])) as reading:
    apply_load(database, own.district_id, reading, "local", begins=own, progress=progress)
"""


def test_a_district_whose_first_load_is_cut_off_is_not_begun(tmp_path: Path) -> None:
    path, exports = tmp_path / "planning.duckdb", tmp_path / "exports"
    exports.mkdir()
    (exports / "purchases.csv").write_text("purchase_id,title\nP-1,Screener\n", encoding="utf-8")
    (exports / "cost_lines.csv").write_text(
        "cost_line_id,purchase_id,fiscal_year,category,amount\nC,P-1,2027,software,5\n", encoding="utf-8"
    )
    open_database(path).close()
    ended = subprocess.run([sys.executable, "-c", ENDS_IN_ITS_FIRST_LOAD, path, exports], cwd=PROJECT)
    assert ended.returncode == 9
    database = open_database(path)
    with database.read() as cursor:
        assert (read_districts(cursor), current_district(cursor)) == ((), "")
    database.close()
