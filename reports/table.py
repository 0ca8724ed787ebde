"""A table as a file: CSV or a workbook, as it is shown, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import xlsxwriter

from data_models.spreadsheet import safe

Cell = str | int | float | bool | Decimal | date | datetime | None | Sequence[str]
"""What a cell may hold; a sequence of words is joined by '; '."""

WIDEST, NARROWEST = 60, 8
CENT = Decimal("0.01")
MOST_LETTERS = 32_000
"""A workbook's cell takes 32,767."""


class Sheet(NamedTuple):
    """One table of a workbook. name: cut to the 31 letters that a sheet's name has."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def table_csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The table as CSV: UTF-8 with mark, dates as 2027-06-30, dollars with cents, yes or no, empty where unknown.

    Text that a spreadsheet would run begins with an apostrophe, and text stands in quotation marks, so that a
    spreadsheet that splits at another sign does not come upon a formula in its middle.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([safe(heading) for heading in headings])
    for row in rows:
        writer.writerow([_in_csv(cell) for cell in map(_plain, row)])
    return out.getvalue().encode("utf-8-sig")


def table_workbook(*sheets: Sheet) -> bytes:
    """The tables as an xlsx workbook, a sheet each: text is text, never a formula or a link; dates are dates."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            _fill(book.add_worksheet(_sheet_name(sheet.name)), sheet, bold)
    return out.getvalue()


def _sheet_name(name: str) -> str:
    """Without the signs that a sheet's name may not have, cut to its 31 letters."""
    return "".join(" " if c in "[]:*?/\\'" else c for c in name)[:31].strip() or "Table"


def _fill(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, bold: xlsxwriter.format.Format) -> None:
    widths = [len(heading) for heading in sheet.headings]
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, bold)
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(map(_plain, row)):
            _write(page, number, column, cell)
            widths[column] = max(widths[column], len(str("" if cell is None else cell)))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(WIDEST, max(NARROWEST, width + 1)))
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)


def _in_csv(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Decimal):
        return cell.quantize(CENT)
    return safe(cell) if isinstance(cell, str) else cell


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(row, column, float(cell))
    elif isinstance(cell, date | datetime):
        sheet.write_datetime(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, str(cell)[:MOST_LETTERS])


def _plain(cell: Cell) -> str | int | float | bool | Decimal | date | datetime | None:
    """One value for one cell; NaN, which some tables use for missing, is missing."""
    if isinstance(cell, float) and cell != cell:
        return None
    if cell is None or isinstance(cell, str | int | float | bool | Decimal | date | datetime):
        return cell
    return "; ".join(cell)
