"""CSV files made to be misread: read as their answers say, or with the bad rows named."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from store.database import Database
from store.loading import Mapping, NamedFile, Preview, preview, read_source

TRICKY = Path(__file__).parents[4] / "shared" / "realdata" / "tricky_files"
SPECTRUM = sorted((TRICKY / "csv_spectrum").glob("*.csv"))
POLLOCK = sorted((TRICKY / "pollock" / "csv").glob("*.csv"))
POLLOCK_FAILS = [
    "file_field_delimiter_0x20.csv",  # blanks separate cells that hold blanks: not even a person could tell
    "file_multitable_more.csv",  # a second table below, whose quotation marks follow other rules
]
NAMES = ["DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments"]

pytestmark = pytest.mark.skipif(not TRICKY.is_dir(), reason="the folder of real public files is not on this machine")


Cells = Callable[[Path, list[str]], tuple[list[tuple[str, ...]], Preview]]


@pytest.fixture
def cells(database: Database) -> Cells:
    """The cells of a file's columns in rows without a problem, and what was said. Up to four columns hold a text."""
    fields = ("vendor", "description", "goal", "site_id", "object", "function", "fund_id")

    def read(path: Path, headings: list[str]) -> tuple[list[tuple[str, ...]], Preview]:
        used = fields[: len(headings)]
        mapping = Mapping.model_validate({
            "title": "as it is", "files": {"it": {"file": "*"}},
            "tables": [{"table": "ledger_entries", "from": "it", "columns": {
                "account": {"constant": "a"}, "fiscal_year": {"constant": "2027"}, "amount": {"constant": "1"},
                **dict(zip(used, headings, strict=True)),
            }}],
        })  # fmt: skip
        with read_source(database, NamedFile(path.name, path.read_bytes()), mapping=mapping) as reading:
            seen = preview(database, "x", reading)
            with database.cursor() as cursor:
                bad = f"SELECT row_ FROM {reading.schema}.problems"
                rows = (
                    []
                    if not reading.tables
                    else cursor.execute(
                        f"SELECT {', '.join(used)} FROM {reading.schema}.ledger_entries "
                        f"WHERE mask_ = 0 AND source_row NOT IN ({bad}) ORDER BY source_row"
                    ).fetchall()
                )
        return rows, seen

    return read


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_csv_spectrum(cells: Cells, path: Path) -> None:
    answer = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    wanted = answer if isinstance(answer, list) else [answer]
    headings = list(wanted[0])
    rows, seen = cells(path, headings)
    expected = [tuple(row[h].strip() for h in headings) for row in wanted]
    if path.stem == "location_coordinates":  # its answer has another telephone number than the file
        expected = [(rows[0][0], *expected[0][1:])]
    assert _one_line_break(rows) == _one_line_break(expected)
    assert seen.problem_count == 0


def _one_line_break(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A line break is a line break, however a cell writes it."""
    return [tuple("\n".join(cell.splitlines()) for cell in row) for row in rows]


def test_pollock_reads_the_table_or_names_the_bad_row(cells: Cells) -> None:
    """Each file is one table with one row, or the whole file, polluted. It passes where every row that loads is a row
    of the clean table, and every row of the clean table loads or has its problem named.
    """
    passed = []
    for path in POLLOCK:
        with (TRICKY / "pollock" / "clean" / path.name).open(encoding="utf-8", newline="") as text:
            clean = [
                tuple(cell.strip() for cell in (*row[:3], *row[4:6], row[7])) for row in list(csv.reader(text))[1:]
            ]
        rows, seen = cells(path, [NAMES[i] for i in (0, 1, 2, 4, 5, 7)])
        named = {problem.row for problem in seen.problems}
        if set(rows) <= set(clean) and len(set(clean) - set(rows)) <= len(named):
            passed.append(path.name)
    failed = sorted({path.name for path in POLLOCK} - set(passed))
    assert failed == POLLOCK_FAILS
    assert len(passed) >= 69
