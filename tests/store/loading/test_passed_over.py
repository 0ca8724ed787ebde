"""Rows of totals are no records, also where a count stands in each cell that a record needs; no record goes unseen."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from data_models.load import Load
from store.database import Database
from store.loading import Mapping, NamedFile, Reading, parse_mapping, preview, read_source

Read = Callable[..., Reading]
Loader = Callable[..., Load]
Staged = Callable[..., list[tuple[Any, ...]]]
Rows = Callable[..., list[tuple[Any, ...]]]
DISTRICT = "sample"


@pytest.mark.parametrize(
    ("file", "headings", "good", "total"),
    [
        ("departments.csv", "department_id,name", "IT,Technology", "Total,1"),
        ("departments.csv", "name,department_id", "Technology,IT", "Total,1"),
        ("needs.csv", "need_id,title,learners", "N1,Reading,120", "Total,1,5"),
        ("funds.csv", "fund_id,name", "3010,Title I", "Grand Total:,1"),
        ("funds.csv", "fund_id,name", "3010,Title I", "TOTALS,1"),
        ("funds.csv", "fund_id,name", "3010,Title I", "Sub-total :,1"),
        ("funds.csv", "fund_id,name", "3010,Title I", "subtotal,1"),
        ("fund_years.csv", "fund_id,fiscal_year,budgeted", "3010,2027,500", "Total,2027,500"),
        ("ledger_entries.csv", "account,fiscal_year,amount", "01-3010,2027,500", "Total,2027,500"),
        ("ledger_entries.csv", "entry_id,account,fiscal_year,amount", "J1,01-3010,2027,500", "J2,Total,2027,500"),
    ],
)
def test_a_total_that_has_all_a_record_needs_is_passed_over_and_named(
    read: Read, staged: Staged, file: str, headings: str, good: str, total: str
) -> None:
    reading = read({file: f"{headings}\n{good}\n{total}\n"})
    assert staged(reading, file.removesuffix(".csv"), "source_row") == [(2,)]
    assert (reading.tables[0].rows, reading.tables[0].good, reading.problem_count) == (1, 1, 0)
    (said,) = reading.warnings
    assert (said.row, said.reason) == (3, "is the word for a total and nothing more, so this row is passed over")


def test_totals_that_lack_what_a_record_needs_are_counted_with_their_rows_once_for_a_file(read: Read) -> None:
    ledger = "account,fiscal_year,amount\n01-3010,2027,5\n,,\nTotal 3010,,5\n01-3020,2027,5\n , ,\nGrand total:,,10\n"
    (said,) = read({"ledger_entries.csv": ledger}).warnings
    assert said.sentence == (
        "'ledger_entries.csv': has 2 rows called Total without all that a record needs, passed over: rows 4 and 7. "
        "If one is a record, fill it in and call it something else."
    )
    (one,) = read({"ledger_entries.csv": ledger.replace("Grand total:,,10\n", "")}).warnings
    assert "has 1 row called Total without all that a record needs, passed over: row 4" in one.reason
    (many,) = read({"ledger_entries.csv": ledger + "Total,,1\n" * 5}).warnings
    assert many.reason.endswith("passed over: rows 4, 7, 8, 9, 10 and 2 more")


def test_blank_rows_and_headings_that_come_again_are_passed_over_in_silence(read: Read) -> None:
    file = "account,fiscal_year,amount\n01-3010,2027,5\n,,\n\naccount,fiscal_year,amount\n01-3020,2027,5\n"
    assert read({"ledger_entries.csv": file}).warnings == ()


def test_several_are_named_once(read: Read) -> None:
    (said,) = read({"funds.csv": "fund_id,name\n1,A\nSubtotal,1\n2,B\nSubtotal,1\nTotal,2\n"}).warnings
    assert (said.row, said.column) == (3, "fund_id")
    assert said.reason.endswith("so this row is passed over, and 2 more like it")


def test_a_total_below_a_sheet(database: Database) -> None:
    book, out = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title = "purchases"
    for row in (["purchase_id", "title"], ["P1", "Tablets"], ["Total", 5]):
        sheet.append(row)
    book.save(out)
    with read_source(database, NamedFile("plans.xlsx", out.getvalue())) as reading:
        assert (reading.tables[0].good, reading.warnings[0].row) == (1, 3)


def test_a_total_read_by_a_mapping(database: Database, read: Read, staged: Staged) -> None:
    mapping: Mapping = parse_mapping(
        b"title: Departments\nfiles: {all: {file: 'list.csv'}}\ntables:\n"
        b"  - {table: departments, from: all, columns: {department_id: {column: No}, name: {column: What}}}\n",
        "departments.yaml",
    )  # fmt: skip
    reading = read({"list.csv": "No,What\nIT,Technology\nTotal,1\n"}, mapping=mapping)
    assert staged(reading, "departments", "department_id") == [("IT",)]
    assert [said.row for said in reading.warnings] == [3]


@pytest.mark.parametrize(
    "row", ["1,Total quality", "TQ,Total quality", "Total-1,Quality", "Totality,Eclipse", "GT,Grand totals of all"]
)
def test_a_record_that_is_only_called_somewhat_like_it_loads(read: Read, row: str) -> None:
    reading = read({"funds.csv": f"fund_id,name\n{row}\n"})
    assert (reading.tables[0].good, reading.problem_count, reading.warnings) == (1, 0, ())


def test_a_record_with_a_mistake_that_is_called_somewhat_like_it_is_set_aside_and_named(read: Read) -> None:
    text = "title,purchase_id,stage\nTotal station,P9,bought\nTablets,P1,\n"
    assert [(p.row, p.value) for p in read({"purchases.csv": text}).problems] == [(2, "bought")]
    text = "title,cost_line_id,purchase_id,fiscal_year,category,amount\nTotal station,L9,P9,2027,software,\n"
    assert [(p.row, p.column) for p in read({"cost_lines.csv": text}).problems] == [(2, "amount")]


def test_what_was_once_loaded_for_a_record_is_withdrawn(
    monkeypatch: pytest.MonkeyPatch, load: Loader, rows: Rows
) -> None:
    text = "fund_id,name\n3010,Title I\nTotal,1\n"
    with monkeypatch.context() as before:
        before.setattr("store.loading.staging.called_total", lambda *_: "0")
        load({"funds.csv": text})
    assert rows("SELECT fund_id FROM funds ORDER BY 1") == [("3010",), ("Total",)]
    assert load({"funds.csv": text}).changes[0].withdrawn == 1
    assert rows("SELECT fund_id FROM funds WHERE withdrawn_at IS NULL") == [("3010",)]


def test_the_preview_says_it_too(database: Database, read: Read) -> None:
    seen = preview(database, DISTRICT, read({"funds.csv": "fund_id,name\n3010,Title I\nTotal,1\n"}))
    assert seen.warnings[0].sentence == (
        "'funds.csv', row 3, column 'fund_id': \"Total\" is the word for a total and nothing more, so this row is "
        "passed over. If it is a record, call it something else."
    )
