"""A table as a file: CSV or a workbook, as it is shown, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from store.loading.set_aside import safe

Cell = str | int | float | bool | Decimal | date | datetime | None | Sequence[str]
"""What a cell may hold; a sequence of words is joined by '; '."""

WIDEST, NARROWEST = 60, 8
CENT = Decimal("0.01")
MOST_LETTERS = 32_000
"""A workbook's cell takes 32,767."""


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


def table_workbook(name: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The table as an xlsx workbook with one sheet: text is text, never a formula or a link; dates are dates.

    name: of the sheet, cut to the 31 letters that a sheet's name has.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("".join(" " if c in "[]:*?/\\'" else c for c in name)[:31].strip() or "Table")
        bold = book.add_format({"bold": True})
        widths = [len(heading) for heading in headings]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(map(_plain, row)):
                _write(sheet, number, column, cell)
                widths[column] = max(widths[column], len(str("" if cell is None else cell)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(WIDEST, max(NARROWEST, width + 1)))
        sheet.freeze_panes(1, 0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(headings) - 1)
    return out.getvalue()


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
