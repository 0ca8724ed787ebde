"""Zips and workbooks made to hurt, or broken so that they would: refused before they are unpacked or read.

A workbook is measured by its own text, because the reader sets aside memory for every cell up to the last one: two
cells at opposite corners of a sheet are enough to end the process.
"""

import re
import zipfile

from store.loading.refusal import Refusal

MOST_UNPACKED = 2 * 1024**3
MOST_WORKBOOK = 600 * 1024**2
MOST_RATIO, RATIO_COUNTS_FROM = 200, 20 * 1024**2
MOST_MEMBERS = 2000
MOST_CELLS = 30_000_000
CHUNK = 1 << 22
SEAM = 64
XLSX_COLUMN, XLSX_ROW = re.compile(rb'\br="([A-Z]{1,3})\d+"'), re.compile(rb'<(?:\w+:)?row[^>]*?\br="(\d{1,9})"')
ODS_ROW = re.compile(rb"<table:table-row([^>]*)>(.*?)</table:table-row>", re.DOTALL)
ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell([^>]*)>")
ODS_ROWS, ODS_COLUMNS = re.compile(rb'number-rows-repeated="(\d+)"'), re.compile(rb'number-columns-repeated="(\d+)"')


def refuse_bombs(archive: zipfile.ZipFile, name: str, most: int = MOST_UNPACKED) -> None:
    """Raise Refusal where the archive holds too many files, or too much for its size."""
    members = archive.infolist()
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MOST_MEMBERS:
        raise Refusal(name, f"holds {len(members):,} files", f"Give at most {MOST_MEMBERS:,} at once.")
    if unpacked > most or (unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(packed, 1)):
        raise Refusal(
            name,
            f"would unpack to {unpacked / 1024**2:,.0f} MB from {packed / 1024**2:,.1f} MB, which no office file does",
            "If it is genuine, save its tables as CSV files.",
        )


def refuse_impossible_sheets(archive: zipfile.ZipFile, name: str) -> None:
    """Raise Refusal where a sheet's cells lie so far apart that reading it would need room for too many."""
    for member in archive.namelist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
            rows, columns = _xlsx_size(archive, member)
            cells = rows * columns
        elif member == "content.xml":
            cells = _ods_cells(archive.read(member))
            rows = columns = 0
        else:
            continue
        if cells > MOST_CELLS:
            size = f" ({rows:,} rows x {columns:,} columns)" if rows else ""
            raise Refusal(
                name, f"has a sheet that says it holds {cells:,} cells{size}, too many to read",
                "Delete the empty rows and columns beyond its table, or save the table as CSV.",
            )  # fmt: skip


def _xlsx_size(archive: zipfile.ZipFile, member: str) -> tuple[int, int]:
    rows, columns = 0, set[bytes]()
    with archive.open(member) as sheet:
        before = b""
        while chunk := sheet.read(CHUNK):
            text = before + chunk
            columns.update(XLSX_COLUMN.findall(text))
            rows = max(rows, max(map(int, XLSX_ROW.findall(text)), default=0))
            before = text[-SEAM:]
    return rows, max((_column_number(letters) for letters in columns), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ods_cells(content: bytes) -> int:
    """Cells with something in them, repeated ones counted as often as they are."""
    cells = 0
    for attributes, inside in ODS_ROW.findall(content):
        filled = [cell for cell in ODS_CELL.findall(inside) if b"value-type" in cell]
        repeated = ODS_ROWS.search(attributes)
        wide = sum(int(found.group(1)) if (found := ODS_COLUMNS.search(cell)) else 1 for cell in filled)
        cells += wide * (int(repeated.group(1)) if repeated else 1)
    return cells
