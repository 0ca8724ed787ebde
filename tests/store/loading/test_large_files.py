"""What large files lean on: pieces of a size that DuckDB stores as they are, marks that say which rows load, keys
written without a dictionary."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_models.load import Load
from store.database import Database
from store.loading import Reading, apply_load, parse_mapping, preview
from store.loading.scanning import scan
from store.loading.sniff import make_out

DISTRICT = "sample"
WISHES = """
title: Wishes
files: {wishes: {file: 'wishes*'}}
tables:
  - table: sites
    from: wishes
    each:
      - {id: a, heading: First}
      - {id: b, heading: Second}
    columns: {site_id: {text: "{No.}-<id>"}, name: No., enrolment: "<heading>"}
"""


@pytest.mark.parametrize(("cell", "buffer"), [("x", 4_000_000), ("x" * 195, 200 * 125_000), ("x" * 2000, 32_000_000)])
def test_a_piece_holds_as_many_rows_as_a_row_group(tmp_path: Path, cell: str, buffer: int) -> None:
    path = tmp_path / "funds.csv"
    path.write_text(f"1,{cell}\r\n" * 1000, encoding="utf-8", newline="")
    file = make_out(path, path.name, tmp_path, len)
    said = re.search(r"buffer_size = (\d+)", scan(file))
    assert said
    assert int(said[1]) == pytest.approx(buffer, rel=0.01)


def test_records_of_one_row_stand_and_fall_together(database: Database, read: Callable[..., Reading]) -> None:
    file = {"wishes.csv": "No.,First,Second\nN,1,2\nM,3,many\n"}
    reading = read(file, mapping=parse_mapping(WISHES.encode(), "mine.yaml"))
    assert [(p.row, p.value) for p in reading.problems] == [(3, "many")]
    seen = preview(database, DISTRICT, reading).tables[0]
    assert (seen.added, seen.set_aside) == (2, 2)
    apply_load(database, DISTRICT, reading, "local")
    with database.read() as cursor:
        assert cursor.execute("SELECT site_id FROM sites ORDER BY 1").fetchall() == [("N-a",), ("N-b",)]


def test_rows_whose_key_comes_again_do_not_load_and_the_others_do(
    load: Callable[..., Load], rows: Callable[..., list[tuple[Any, ...]]]
) -> None:
    done = load({"funds.csv": "fund_id,name\n1,a\n2,b\n1,c\n3,d\n", "more funds.csv": "fund_id,name\n3,e\n4,f\n"})
    assert (done.changes[0].added, done.changes[0].set_aside) == (2, 4)
    assert rows("SELECT fund_id FROM funds ORDER BY 1") == [("2",), ("4",)]
    assert rows("SELECT source_file, source_row FROM set_aside ORDER BY ALL") == [
        ("funds.csv", 2), ("funds.csv", 4), ("funds.csv", 5), ("more funds.csv", 2),
    ]  # fmt: skip


def test_rows_that_are_no_records_are_passed_over(read: Callable[..., Reading]) -> None:
    reading = read({"funds.csv": "fund_id,name\n1,a\nfund_id,name\nGrand total,\n , \n2,\n"})
    assert [(p.row, p.column) for p in reading.problems] == [(6, "name")]
    assert (reading.tables[0].rows, reading.tables[0].good) == (2, 1)


def test_keys_of_the_ledger_are_written_without_a_dictionary(
    database: Database, load: Callable[..., Load], rows: Callable[..., list[tuple[Any, ...]]]
) -> None:
    entries = "".join(f"JE-{n:05d},a,2027,{n}\n" for n in range(3000))
    load({"ledger_entries.csv": "entry_id,account,fiscal_year,amount\n" + entries})
    with database.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    stored = "SELECT DISTINCT compression FROM pragma_storage_info('ledger_entries') "
    assert rows(stored + "WHERE column_name = 'entry_id' AND segment_type = 'VARCHAR'") == [("ZSTD",)]
    assert rows("SELECT count(DISTINCT entry_id), min(entry_id), max(entry_id) FROM ledger_entries") == [
        (3000, "JE-00000", "JE-02999")
    ]
