"""Templates and the data format page: made from the records, and read back by the loader."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from data_models import TABLES
from data_models.base import Column, Record, columns
from data_models.errors import DistrictError
from store.loading import (
    Reading,
    data_format_markdown,
    load_mapping,
    template_workbook,
    template_zip,
    write_templates,
)

Read = Callable[..., Reading]
Staged = Callable[..., list[tuple[Any, ...]]]
ROOT = Path(__file__).parents[3]


def _with_defaults(record: type[Record]) -> list[Column]:
    return [column for column in columns(record) if not column.required and column.default not in (None, "", ())]


def test_the_data_format_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
    assert page == data_format_markdown(), "Run: python -m store.loading.format_page"


def test_every_column_is_on_the_page() -> None:
    page = data_format_markdown()
    for record in TABLES:
        assert f"`{record.table}.csv`" in page
        for column in columns(record):
            assert f"| `{column.name}` |" in page


@pytest.mark.parametrize("record", [record for record in TABLES if _with_defaults(record)], ids=lambda r: r.table)
def test_the_page_says_what_a_blank_cell_stands_for(record: type[Record], read: Read, staged: Staged) -> None:
    described = columns(record)
    cells = [column.example if column.required else "" for column in described]
    file = ",".join(c.name for c in described) + "\n" + ",".join(f'"{cell}"' for cell in cells) + "\n"
    blanks = _with_defaults(record)
    (row,) = staged(read({f"{record.table}.csv": file}), record.table, ", ".join(column.name for column in blanks))
    section = data_format_markdown().partition(f"`{record.table}.csv`")[2].partition("\n## ")[0]
    for column, value in zip(blanks, row, strict=True):
        said = ("no", "yes")[value] if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else value
        (line,) = [line for line in section.splitlines() if line.startswith(f"| `{column.name}` |")]
        assert f"A blank cell stands for `{said}`." in line


def test_templates_read_back_without_a_problem(read: Read) -> None:
    for name, data in (("t.zip", template_zip()), ("t.xlsx", template_workbook())):
        reading = read({name: data})
        assert [table.table for table in reading.tables] == [record.table for record in TABLES]
        assert (reading.problem_count, reading.warnings) == (0, ())
        assert {table.rows for table in reading.tables} == {0}


def test_a_template_left_as_it_was_beside_the_file_with_rows_is_no_second_file(read: Read) -> None:
    rows = b"fund_id,name\nG,Grant\n"
    assert read({"template.xlsx": template_workbook(), "funds.csv": rows}).warnings == ()
    (twice,) = read(
        {"template.xlsx": template_workbook(), "funds.csv": rows, "funds 2.csv": b"fund_id,name\nH,Her\n"}
    ).warnings
    assert "is one of 2 files read for funds: funds.csv, funds 2.csv" in twice.sentence


def test_a_filled_in_workbook_loads(read: Read, staged: Staged) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    book["funds"].append(["0010", "Lottery", "general"])
    out = io.BytesIO()
    book.save(out)
    reading = read({"filled.xlsx": out.getvalue()})
    assert staged(reading, "funds", "fund_id, name, kind") == [("0010", "Lottery", "general")]


def test_templates_are_written_once(tmp_path: Path) -> None:
    written = write_templates(tmp_path / "new")
    assert len(written) == len(TABLES) + 1
    with pytest.raises(DistrictError, match="is there already"):
        write_templates(tmp_path / "new")
    with zipfile.ZipFile(io.BytesIO(template_zip())) as archive:
        assert archive.read("funds.csv") == (tmp_path / "new" / "funds.csv").read_bytes()


def test_old_excel_and_open_document_workbooks(read: Read, staged: Staged) -> None:
    rows = [["fund_id", "name"], ["0010", "Título"]]
    old = xlwt.Workbook()
    sheet = old.add_sheet("funds")
    for at, row in enumerate(rows):
        for to, cell in enumerate(row):
            sheet.write(at, to, cell)
    xls = io.BytesIO()
    old.save(xls)
    document = OpenDocumentSpreadsheet()
    table = Table(name="funds")
    for row in rows:
        line = TableRow()
        for cell in row:
            box = TableCell(valuetype="string")
            box.addElement(P(text=cell))
            line.addElement(box)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    ods = io.BytesIO()
    document.write(ods)
    for name, data in (("book.xls", xls.getvalue()), ("book.ods", ods.getvalue())):
        assert staged(read({name: data}), "funds", "fund_id, name") == [("0010", "Título")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: [", "is not YAML"),
        ("title: x\nfiles: {}\ntables: [{table: fundz, from: a, columns: {}}]", "there is no table 'fundz'"),
        ("title: x\nfiles: {}\ntables: [{table: funds, from: a, columns: {nam: x}}]", "funds has no column 'nam'"),
        ("title: x\nfiles: {}\ntables: [{table: funds, from: a, columns: {name: x}}]", "funds needs fund_id"),
        ("title: x\nfiles: {}\ntables: [{table: goals, from: a, columns: {goal_id: x, title: y}}]", "'a' is not under"),
        (
            "title: x\nfiles: {a: {}}\ntables: [{table: goals, from: a, columns: {goal_id: {}, title: y}}]",
            "exactly one",
        ),
    ],
)
def test_a_wrong_mapping_says_where(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DistrictError, match=words):
        load_mapping(tmp_path / "m.yaml")
