"""Workbooks made to end the process that reads them: whatever way they say it, they get a sentence."""

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlwt

from store.loading import Reading

Read = Callable[..., Reading]
SHEET = "xl/worksheets/sheet1.xml"
FAR = b'r="XFD1048576"'
SPREAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="a">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
FILLED = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'


def book(cells: dict[str, str]) -> bytes:
    made = openpyxl.Workbook()
    for address, value in cells.items():
        made.active[address] = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def edited(data: bytes, edits: dict[bytes, bytes], moved: str = SHEET) -> bytes:
    """The workbook with other words in its parts, and its sheet perhaps under another name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            part = source.read(member)
            for old, new in edits.items():
                part = part.replace(old, new)
            if member.endswith(".rels"):
                part = part.replace(SHEET.encode(), moved.encode())
            target.writestr(moved if member == SHEET else member, part)
    return out.getvalue()


def open_document(rows: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", SPREAD.format(rows))
    return out.getvalue()


@pytest.mark.parametrize(
    ("edits", "moved"),
    [
        ({}, SHEET),
        ({FAR: b"r='XFD1048576'"}, SHEET),
        ({FAR: b'r  \n = "XFD1048576"'}, SHEET),
        ({FAR: b'r="xfd1048576"'}, SHEET),
        ({b'<row r="1048576"': b'<row r="1"'}, SHEET),
        ({b' r="A1"': b' r="XFD1"', b" " + FAR: b"", b'<row r="1048576"': b"<row r='1048576'"}, SHEET),
        ({b"<c ": b"<x:c ", b"</c>": b"</x:c>", b"<worksheet ": b'<worksheet xmlns:x="urn:x" '}, SHEET),
        ({}, "xl/elsewhere/one.XML"),
        ({}, "xl/elsewhere/picture.png"),
    ],
)  # fmt: skip
def test_a_far_cell(read: Read, edits: dict[bytes, bytes], moved: str) -> None:
    data = edited(book({"A1": "fund_id", "XFD1048576": "far"}), edits, moved)
    (problem,) = read({"funds.xlsx": data}).problems
    assert "too many to read" in problem.sentence


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({b"<worksheet": b'<!DOCTYPE worksheet [<!ENTITY far "XFD1048576">]><worksheet'}, "declares entities"),
        ({FAR: b'r="A1" r="XFD1048576"'}, "is damaged"),
        ({b"<worksheet": b"before it <worksheet"}, "needs more memory than there is"),
    ],
)
def test_a_far_cell_behind_bad_words(read: Read, edits: dict[bytes, bytes], said: str) -> None:
    (problem,) = read({"funds.xlsx": edited(book({"A1": "fund_id", "XFD1048576": "far"}), edits)}).problems
    assert said in problem.sentence


@pytest.mark.parametrize(
    "rows",
    [
        f'<table:table-row>{FILLED}</table:table-row><table:table-row table:number-rows-repeated="99999999"/>'
        f'<table:table-row>{FILLED}</table:table-row>',
        f'<table:table-row><table:table-cell table:number-columns-repeated="999999999"/>{FILLED}</table:table-row>',
        f"<table:table-row table:number-rows-repeated='40000000'>{FILLED}</table:table-row>",
    ],
)  # fmt: skip
def test_a_far_cell_of_an_open_document(read: Read, rows: str) -> None:
    (problem,) = read({"funds.ods": open_document(rows)}).problems
    assert "too many to read" in problem.sentence


def test_blank_rows_after_the_last_do_not_count(read: Read) -> None:
    cells = "".join(FILLED.replace("x", heading) for heading in ("fund_id", "name"))
    values = FILLED.replace(">x<", ">10<") + FILLED.replace(">x<", ">General<")
    blank = '<table:table-row table:number-rows-repeated="99999999"><table:table-cell/></table:table-row>'
    rows = f"<table:table-row>{cells}</table:table-row><table:table-row>{values}</table:table-row>{blank}"
    reading = read({"funds.ods": open_document(rows)})
    assert "too many" not in " ".join(p.sentence for p in reading.problems)


def test_a_far_cell_of_an_old_workbook_ends_no_more_than_its_own_program(read: Read) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("funds")
    sheet.write(0, 0, "fund_id")
    sheet.write(65535, 255, "far")
    out = io.BytesIO()
    made.save(out)
    record = struct.pack("<HHHH", 0x00FD, 10, 65535, 255)
    data = out.getvalue().replace(record, record[:6] + b"\xff\xff")
    (problem,) = read({"funds.xls": data}).problems
    assert "needs more memory than there is" in problem.sentence


def test_a_formula_without_its_result(read: Read) -> None:
    rows = {"A1": "fund_id", "B1": "name", "A2": "10", "B2": '="Gen"&"eral"'}
    (problem,) = read({"funds.xlsx": book(rows)}).problems
    assert "a formula whose result was not saved, in cell B2" in problem.sentence
    saved = edited(book(rows), {b"</f>": b"</f><v>General</v>", b"<v></v>": b"", b"<v />": b"", b"<v/>": b""})
    assert "formula" not in " ".join(p.sentence for p in read({"funds.xlsx": saved}).problems)
