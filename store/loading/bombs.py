"""Zips and workbooks made to hurt, or broken so that they would: refused before they are unpacked or read.

A workbook is measured by its own words, because the reader sets aside memory for every cell up to the last one: two
cells at opposite corners of a sheet are enough to end the process. Every XML part is parsed, whatever it is called,
because the workbook itself says which of them are its sheets.
"""

import lzma
import zipfile
import zlib
from functools import lru_cache
from xml.parsers import expat

from data_models.wording import counted
from store.loading.refusal import Refusal

MOST_UNPACKED = 2 * 1024**3
MOST_WORKBOOK = 600 * 1024**2
MOST_RATIO, RATIO_COUNTS_FROM = 200, 20 * 1024**2
MOST_MEMBERS = 2000
MOST_CELLS = 30_000_000
LONGEST_NUMBER = 9
BEGINNING = 256
MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first `<` of an XML part: byte order marks and blanks."""
DIGITS = "0123456789"
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)
"""What unpacking raises where an archive, or a file in it, is broken, sealed, or packed in a way that is not known."""


def refuse_bombs(archive: zipfile.ZipFile, name: str, most: int = MOST_UNPACKED) -> None:
    """Raise Refusal where the archive holds too many files, or too much for its size."""
    members = archive.infolist()
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MOST_MEMBERS:
        raise Refusal(name, f"holds {counted(len(members), 'file')}", f"Give at most {MOST_MEMBERS:,} at once.")
    if unpacked > most or (unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(packed, 1)):
        raise Refusal(
            name,
            f"would unpack to {unpacked / 1024**2:,.0f} MB from {packed / 1024**2:,.1f} MB, which no office file does",
            "If it is genuine, save its tables as CSV files.",
        )


def refuse_unreadable_sheets(archive: zipfile.ZipFile, name: str) -> None:
    """Raise Refusal where a sheet cannot be read as it is meant.

    That is where its cells lie so far apart that reading it would need room for too many, where it declares entities,
    or where it has a formula without the result, which would read as a blank.
    """
    for member in archive.infolist():
        try:
            sheet = _measured(archive, member)
        except (expat.ExpatError, LookupError, *DAMAGED) as error:
            if not member.filename.lower().endswith(".xml"):
                continue  # old drawings are not well-formed, and no sheet
            raise Refusal(name, "is damaged or is not a workbook", "Open it and save it again.") from error
        if sheet.declares:
            raise Refusal(name, "declares entities, which no office file does", "Save its tables as CSV files.")
        if sheet.rows * sheet.columns > MOST_CELLS:
            size = f"{sheet.rows * sheet.columns:,} cells "
            size += f"({counted(sheet.rows, 'row')} x {counted(sheet.columns, 'column')})"
            raise Refusal(
                name, f"has a sheet that says it holds {size}, too many to read",
                "Delete the empty rows and columns beyond its table, or save the table as CSV.",
            )  # fmt: skip
        if sheet.unsaved:
            raise Refusal(
                name, f"has a formula whose result was not saved, in cell {sheet.unsaved}",
                "Open the workbook, save it, and load it again.",
            )  # fmt: skip


def _measured(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> "_Sheet":
    sheet = _Sheet()
    with archive.open(member) as part:
        if not part.read(BEGINNING).lstrip(MARKS).startswith(b"<"):
            return sheet
    with archive.open(member) as part:
        sheet.parser.ParseFile(part)
    sheet.end_of_cell()
    return sheet


class _Sheet:
    """How far the cells of one XML part reach, in either kind of workbook. Parts that are no sheet have no cells."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.declares = False
        self.unsaved = ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = self.doctype
        self._row = self._column = 0
        self._repeated = 1
        self._cell = self._formula = self._before = ""
        self._text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take in one element. Its prefix does not count: any may stand for the same thing."""
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            self.end_of_cell()
            self._take_cell(attributes.get("r", ""))
            self._text = attributes.get("t") == "str"
        elif tag == "v":
            if self._formula and self._text:
                self._formula = ""  # the result is text, and may be none
            elif self._formula:
                self.parser.CharacterDataHandler = self.result
        elif tag == "f" and self._before == "c":
            self._formula = self._cell or "without an address"
        elif tag == "row":
            self._row, self._column = _number(attributes.get("r", "")) or self._row + 1, 0
        elif tag == "table-row":
            self._row, self._column = self._row + self._repeated, 0
            self._repeated = _number(_ending(attributes, "number-rows-repeated")) or 1
        elif tag in ("table-cell", "covered-table-cell"):
            self._take_repeated(attributes)
        elif tag == "table":
            self._row, self._repeated = 0, 1
        self._before = tag

    def result(self, _: str) -> None:
        """Note that the formula has its result."""
        self.parser.CharacterDataHandler, self._formula = None, ""

    def doctype(self, *_: object) -> None:
        """Note that the part declares things, entities perhaps."""
        self.declares = True

    def end_of_cell(self) -> None:
        """Note a formula that no value came after."""
        if self._formula:
            self.unsaved, self._formula = self.unsaved or self._formula, ""
            self.parser.CharacterDataHandler = None

    def _take_cell(self, address: str) -> None:
        """One cell of Excel's; without an address it stands right of the one before."""
        row, self._column, self._cell = self._row, self._column + 1, address
        if address:
            letters = address.rstrip(DIGITS)
            row, self._column = int(address[len(letters) :][:LONGEST_NUMBER] or 0), _column_number(letters)
        self.rows, self.columns = max(self.rows, row), max(self.columns, self._column)

    def _take_repeated(self, attributes: dict[str, str]) -> None:
        """One cell of an open document, repeated ones at once; blank ones count where something stands after them."""
        self._column += _number(_ending(attributes, "number-columns-repeated")) or 1
        if any("value" in key or "formula" in key for key in attributes):
            self.rows, self.columns = max(self.rows, self._row + self._repeated), max(self.columns, self._column)


def _ending(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.endswith(name)), "")


def _number(digits: str) -> int:
    """The number, 0 where there is none; no longer one than could be meant. Raises ValueError where it is not one."""
    return int(digits[:LONGEST_NUMBER] or 0)


@lru_cache(maxsize=1000)
def _column_number(letters: str) -> int:
    """A is 1, AA is 27. Raises ValueError where the letters are none."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    return number
