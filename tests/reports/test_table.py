"""A table as CSV and as a workbook: what is shown, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from reports.table import Cell, Sheet, table_csv, table_workbook

HEADINGS = ["Need", "Cost", "Day", "Schools", "=Bad"]
ROWS: list[list[Cell]] = [
    ["=1+1", Decimal("1234.50"), date(2027, 6, 30), ("Alder", "@Oak"), True],
    ['Say "hi", ok', None, None, (), False],
]


def read(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_csv_is_what_is_shown_and_safe() -> None:
    assert read(table_csv(HEADINGS, ROWS)) == [
        ["Need", "Cost", "Day", "Schools", "'=Bad"],
        ["'=1+1", "1234.50", "2027-06-30", "Alder; @Oak", "yes"],
        ['Say "hi", ok', "", "", "", "no"],
    ]


def test_dollars_have_cents_in_a_csv_however_they_were_worked_out() -> None:
    row: list[Cell] = [Decimal(31_000), Decimal("8412.6"), Decimal("-0.5"), Decimal("1E+3"), Decimal("17920.0200")]
    assert read(table_csv(["a"] * 5, [row]))[1] == ["31000.00", "8412.60", "-0.50", "1000.00", "17920.02"]


def test_a_workbook_holds_text_numbers_and_days_but_no_formula() -> None:
    name = "Needs: a/b [2027] and a name that is long"
    sheet = openpyxl.load_workbook(io.BytesIO(table_workbook(Sheet(name, HEADINGS, ROWS))))
    (only,) = sheet.worksheets
    assert only.title == "Needs  a b  2027  and a name th"
    cells = [[cell.value for cell in row] for row in only.iter_rows()]
    assert cells[0] == HEADINGS
    assert cells[1][:2] == ["=1+1", 1234.5]
    assert cells[1][2].date() == date(2027, 6, 30)
    assert cells[1][3:] == ["Alder; @Oak", True]
    assert {cell.data_type for row in only.iter_rows() for cell in row} <= {"s", "n", "d", "b", "inlineStr"}


def test_a_workbook_has_a_sheet_for_each_table() -> None:
    settings = Sheet("Plan", ["What", "In words"], [("Share", "=60%")])
    book = openpyxl.load_workbook(io.BytesIO(table_workbook(Sheet("Needs", HEADINGS, ROWS), settings)))
    assert book.sheetnames == ["Needs", "Plan"]
    assert [cell.value for cell in book["Plan"][2]] == ["Share", "=60%"]
    assert book["Plan"]["B2"].data_type == "s"


def test_no_rows_is_a_table_with_headings() -> None:
    assert read(table_csv(["A"], [])) == [["A"]]
    assert openpyxl.load_workbook(io.BytesIO(table_workbook(Sheet("", ["A"], [])))).worksheets[0]["A1"].value == "A"


@given(st.text(max_size=40))
def test_no_text_begins_as_a_formula(text: str) -> None:
    (_, (cell,)) = read(table_csv(["A"], [[text]])) if text.strip("\r\n") else ([], ("",))
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
