"""Making out a text file: its encoding, its separator, where its headings stand; and copying it for the bulk reader.

Row numbers are record numbers: the first line of the file is row 1, title rows and blank rows count, and a cell that
spans lines is one row. It is the number that a spreadsheet shows beside the row.
"""

import codecs
import csv
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data_models.wording import counted
from store.loading.records import MARK, Found, records
from store.loading.refusal import Refusal

HEAD = 128 * 1024
CHUNK = 96 * 1024  # stays in the cache of the processor; for arrays from 128 kB on, memory is fetched anew each time
SEPARATORS = (",", ";", "\t", "|")
MOST_COLUMNS = 1000
TITLE_ROWS = 40
USUAL_SHARE = 0.1
"""Where this share of the rows is narrower or wider than the headings, their program writes so."""
BLANKS = " \t\r\n\u00a0"
EDGES = tuple(b',;|"')
"""Beside line breaks and tabs, what a cell may begin after or end before."""
FIRST_FIGURE = ord("0")
"""Codes below it are neither letters nor figures."""
WIDE_BLANKS = (b"\xe1", b"\xe2", b"\xe3")
"""Bytes that blanks of other widths begin with, and much else."""
SIGNATURES = (
    (b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"PK\x03\x04", "a zip file or workbook"), (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a compressed file"), (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"PAR1", "a Parquet file"),
)  # fmt: skip


def _either(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8 is read as Windows-1252, byte by byte: offices paste from one program into another."""
    if not isinstance(error, UnicodeDecodeError) or error.encoding != "utf-8":
        return "\ufffd", getattr(error, "end", 0)
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


EITHER = "utf-8 or windows-1252"
codecs.register_error(EITHER, _either)


@dataclass(frozen=True)
class TextFile:
    """A file ready for the bulk reader: UTF-8, headings known. `first_row` is the row of the first record after them.

    skip: rows before that record, and above: the lines they span. blanks: what cells may have around them: nothing,
    spaces, or BLANKS. line: letters of a line in the beginning of the file, on average. straight: whether it is a copy
    that `straighten` made; lines: of such a copy, how many there are after the headings. spanning: whether cells may
    span lines. mended: whether it is a copy that `mend` made. widths: how many cells rows have, as the headings or as
    their program writes them. zeros: zero bytes left out, and the row of the first.
    """

    path: Path
    separator: str
    headings: tuple[str, ...]
    first_row: int
    skip: int
    above: int
    blanks: str
    line: int
    straight: bool = False
    lines: int = 0
    spanning: bool = False
    mended: bool = False
    widths: frozenset[int] = frozenset()
    zeros: tuple[int, int] = (0, 0)


HeadingScore = Callable[[list[str]], int]


def make_out(path: Path, name: str, folder: Path, score: HeadingScore) -> TextFile:
    """Find encoding, separator and headings; write a straight copy into `folder` where the bulk reader needs one.

    score: how many cells of a row are headings that somebody knows; the best row is the heading row, the first of
    equals. Where none is known, it is the first row that is nearly as wide as most.
    Raises Refusal where the file is empty, not text, or too wide.
    """
    with path.open("rb") as opened:
        head = opened.read(HEAD)
    _refuse_what_is_not_text(head, name)
    wide = _utf16(head)
    if wide and path.stat().st_size % 2:
        raise Refusal(name, "breaks off in the middle of a letter", "Export it again: its end is missing.")
    encoding, wrong, blanks = (wide, True, BLANKS) if wide else _examine(path)
    text = _whole_lines(head.decode(encoding, errors=EITHER), len(head) < HEAD)
    beginning = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    separator = _separator(beginning)
    found = list(records(beginning, separator))
    if not any(any(cell.strip() for cell in record.cells) for record in found):
        raise Refusal(name, "has nothing in it", "Export it again, with its rows.")
    at = _heading_row([record.cells for record in found], score)
    headings = tuple(cell.strip() for cell in found[at].cells)
    if len(headings) > MOST_COLUMNS:
        raise Refusal(
            name,
            f"has {counted(len(headings), 'column')}; at most {MOST_COLUMNS:,} are read",
            "Keep only the columns that docs/data-format.md names.",
        )
    above = sum(record.lines for record in found[: at + 1])
    line = len(text) // max(text.count("\n"), 1)
    widths = _widths(len(headings), found[at + 1 :])
    file = TextFile(path, separator, headings, at + 2, at + 1, above, blanks, line, widths=widths)
    if any(record.wrong for record in found[: at + 1]):  # the bulk reader would look for the end of the text
        return mend(straighten(file, folder, encoding), folder)
    return straighten(file, folder, encoding) if wrong else file


def straighten(found: TextFile, folder: Path, encoding: str = "utf-8-sig") -> TextFile:
    """A copy in UTF-8, with one kind of line break, and MARK on blank lines, so that the bulk reader sees them."""
    target = folder / f"{found.path.stem}-straight-{len(list(folder.iterdir()))}.csv"
    lines, ended, zeros = 1 - found.above, True, 0
    with (
        found.path.open(encoding=encoding, errors=EITHER) as source,  # any line break is read as the one
        target.open("w", encoding="utf-8", newline="\n") as copy,
    ):
        while piece := source.read(CHUNK):
            zeros += piece.count(MARK)
            piece = piece.replace(MARK, "")
            whole = "\n" * ended + piece
            while "\n\n" in whole:
                whole = whole.replace("\n\n", f"\n{MARK}\n")
            copy.write(whole[ended:])
            lines, ended = lines + piece.count("\n"), whole.endswith("\n")
        copy.write(f"{MARK}\n" if ended else f"\n{MARK}\n")
    copied = replace(found, path=target, straight=True, lines=lines + (not ended))
    told = (zeros, _first_zero(found.path, encoding)) if zeros else found.zeros
    return replace(copied, blanks=_examine(target)[2], zeros=told)


def _first_zero(path: Path, encoding: str) -> int:
    """The row of the file's first zero byte. Lines inside quotation marks are no rows of their own."""
    before = path.read_text(encoding=encoding, errors=EITHER).partition(MARK)[0]
    return 1 + sum(outside.count("\n") for outside in before.split('"')[::2])


def mend(found: TextFile, folder: Path) -> TextFile:
    """A copy of a straight copy that the bulk reader cannot misread: commas, every cell quoted, a blank row as one
    empty cell. Every row passes through Python, so this is for files that no faster way reads.

    What stands beyond the last heading is one cell there. A row whose quotation marks do not match is cut at every
    separator, and that cell begins with what is wrong.
    """
    target = folder / f"{found.path.stem}-mended-{len(list(folder.iterdir()))}.csv"
    width = len(found.headings)
    with (
        found.path.open("rb") as source,
        mmap(source.fileno(), 0, access=ACCESS_READ) as text,
        target.open("w", encoding="utf-8", newline="") as mended,
    ):
        write = csv.writer(mended, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        start = 0
        for _ in range(found.above):
            start = text.find(b"\n", start) + 1
        for record in records(text, found.separator, found.widths, start):
            cells = record.cells or [""]
            beyond = found.separator.join(cells[width:]).strip(found.separator + " ")
            if record.wrong:
                cells = [*cells[:width], *[""] * (width - len(cells)), record.wrong + beyond]
            elif len(cells) > width:
                cells = [*cells[:width], beyond]
            write(cells)
    made = replace(found, path=target, separator=",", skip=0, above=0, blanks=BLANKS)
    return replace(made, straight=False, spanning=True, mended=True)


def _refuse_what_is_not_text(head: bytes, name: str) -> None:
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise Refusal(name, "is empty", "Export it again, with its rows.")
    for signature, what in SIGNATURES:
        if head.startswith(signature):
            raise Refusal(name, f"is not a text file but {what}", "Save it as CSV, or give the workbook as it is.")
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head[:4096])
    if not _utf16(head) and odd > len(head[:4096]) * 0.02 + 4:
        raise Refusal(name, "is not a text file", "Save it as CSV, or give the workbook as it is.")


def _utf16(head: bytes) -> str:
    """Which UTF-16 it is, by its mark or by where its zero bytes stand; empty where it is not."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[:4096:2].count(0), head[1:4096:2].count(0)
    half = max(1, len(head[:4096]) // 2)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.05 else ""


def _examine(path: Path) -> tuple[str, bool, str]:
    """(encoding, whether it holds what the bulk reader gets wrong, the blanks that cells may have around them).

    The bulk reader passes over blank rows, which would shift the row numbers, keeps zero bytes, and knows UTF-8 only.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    wrong = odd = around = False
    before = b"\n"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            wrong = wrong or b"\0" in chunk
            odd = odd or b"\t" in chunk
            if not chunk.isascii() or decoder.getstate()[0]:
                odd = odd or b"\xa0" in chunk
                around = around or any(lead in chunk for lead in WIDE_BLANKS)
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    return "utf-8-sig", True, BLANKS
            blank_row, space = _rows_and_edges(before + chunk)
            wrong, around = wrong or blank_row, around or space
            before = chunk[-1:]
        file.seek(-min(file.tell(), HEAD), os.SEEK_END)
        last = file.read().rstrip().rpartition(b"\n")[2]
    wrong = wrong or last.count(b'"') % 2 == 1  # the last cell may be open, and the bulk reader would drop it
    around = around or before == b" "
    return "utf-8-sig", wrong, BLANKS if odd else " " if around else ""


def _rows_and_edges(chunk: bytes) -> tuple[bool, bool]:
    """(whether a row is blank, whether a space stands at the edge of a cell)."""
    codes = np.frombuffer(chunk, np.uint8)
    if _is_usual(chunk, codes):
        return False, False
    feeds, returns, spaces = codes == ord("\n"), codes == ord("\r"), codes == ord(" ")
    edges = feeds | returns
    blank_row = (feeds[:-1] & edges[1:]).any() or (returns[:-1] & returns[1:]).any()
    for edge in EDGES:
        edges |= codes == edge
    return bool(blank_row), bool((spaces[1:] & edges[:-1]).any() or (spaces[:-1] & edges[1:]).any())


def _is_usual(chunk: bytes, codes: NDArray[np.uint8]) -> bool:
    """Whether only letters and figures stand beside spaces and begin rows, as in most of a large ledger: telling so
    takes half as long as looking for what else may stand there. Arrays are used again, for fetching memory takes long.
    """
    if any(edge >= FIRST_FIGURE and edge in chunk for edge in EDGES):
        return False
    signs, places = codes < FIRST_FIGURE, codes == ord(" ")
    found = signs[:-1] & places[1:]
    odd = found.any()
    places |= codes == ord("\n")
    odd = odd or np.logical_and(places[:-1], signs[1:], out=found).any()
    returns = np.equal(codes, ord("\r"), out=places)
    return not (odd or np.logical_and(returns[:-1], returns[1:], out=found).any())


def _whole_lines(text: str, complete: bool) -> str:
    text = text.replace("\0", "").removeprefix("\ufeff")
    return text if complete or "\n" not in text else text[: text.rindex("\n") + 1]


def _separator(text: bytes) -> str:
    """The separator that cuts most records into the same number of cells, at least two; a comma where none does."""
    best, most = ",", 0
    for separator in SEPARATORS:
        found = islice(records(text, separator), 400)
        widths = Counter(len(record.cells) for record in found if len(record.cells) > 1)
        if widths:
            width, count = widths.most_common(1)[0]
            if count * min(width, 8) > most:
                best, most = separator, count * min(width, 8)
    return best


def _heading_row(rows: list[list[str]], score: HeadingScore) -> int:
    known = [score(row) for row in rows[:TITLE_ROWS]]
    if max(known) >= 2 or (max(known) == 1 and max(len(r) for r in rows) == 1):
        return known.index(max(known))
    usual = Counter(sum(bool(c.strip()) for c in r) for r in rows if any(c.strip() for c in r)).most_common(1)[0][0]
    wide = (i for i, r in enumerate(rows) if sum(bool(c.strip()) for c in r) >= max(1, usual * 0.6))
    return next(wide)


def _widths(headings: int, rows: Sequence[Found]) -> frozenset[int]:
    """How many cells rows have: as many as headings, or as many of the rows before a loose quotation mark."""
    counted = Counter(len(row.cells) for row in takewhile(lambda row: not row.wrong, rows) if row.cells)
    usual = {width for width, count in counted.items() if count >= USUAL_SHARE * counted.total()}
    return frozenset(width for width in {headings, *usual} if width > 1) if headings > 1 else frozenset()
