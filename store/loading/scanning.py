"""The bulk reader: a text file as rows of text, in SQL."""

from dataclasses import dataclass

import duckdb

from data_models.load import Problem
from store.database import Cursor
from store.loading.parse_sql import text
from store.loading.sniff import BROKEN_QUOTES, TextFile

SAMPLE = 20_000
EXTRA_CELLS, FEW_CELLS, LOOSE_QUOTES = 1 << 59, 1 << 58, 1 << 57
USUAL_SHARE, USUAL_ROWS = 0.1, 5
"""Where this share of the rows, and this many, end early or with a blank cell too many, their program writes so."""

PIECE, LEAST_BUFFER, MOST_BUFFER = 125_000, 4_000_000, 32_000_000
"""Rows, and bytes, read in one piece. A piece as large as a row group (122,880) is stored as it is, smaller ones are
copied once more to join them, larger ones are too few to share between processors. Said outright, because left out it
is cut in four."""

NO_TEXT = "\x01\x02"
"""What the bulk reader takes for NULL: text no file holds, so that a blank cell and a missing one stay apart."""

RUNS = "([ \t\r\n\v\f\u00a0\u3000\ufeff'\"]*[=+@＝＋＠－-]|'*[\t\r\n])"
"""How a cell begins that some spreadsheet runs: blanks and quotation marks before a formula are looked past."""


def scan(file: TextFile) -> str:
    """The bulk reader on the file: columns c0, c1, ... and one more for what should not be there."""
    width = len(file.headings)
    columns = "{" + ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width + 1)) + "}"
    # Said outright, because the reader takes the first line break it sees, even inside a cell, for all of them.
    mended = "parallel = false, new_line = '\\n'"
    buffer = min(max(PIECE * file.line, LEAST_BUFFER), MOST_BUFFER)
    return (
        f"read_csv({text(str(file.path))}, auto_detect = false, header = false, skip = {file.skip}, "
        f"delim = {text(file.separator)}, quote = '\"', escape = '\"', columns = {columns}, strict_mode = true, "
        f"null_padding = true, nullstr = {text(NO_TEXT)}, buffer_size = {buffer}, "
        f"{mended if file.mended else 'parallel = true'})"
    )


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that a safe export put before what a spreadsheet would run."""
    guard = text("^'" + RUNS)
    return f"CASE WHEN regexp_matches({cell}, {guard}) THEN substr({cell}, 2) ELSE {cell} END"


def trimmed(cell: str, blanks: str, guarded: bool = False, blank: bool = False) -> str:
    """The cell without `blanks` around it, NULL where nothing is left unless `blank`.

    guarded: without a safe export's apostrophe. Trimming takes long: in most files no cell has blanks around it.
    """
    if guarded:
        cell = unguarded(cell)
    if blanks:
        cell = f"trim({cell})" if blanks == " " else f"trim({cell}, {text(blanks)})"
    return cell if blank else f"nullif({cell}, '')"


def stumbled(error: duckdb.Error) -> bool:
    """Whether the bulk reader could not make out the file, as opposed to anything else that goes wrong."""
    return "CSV Error" in str(error)


@dataclass(frozen=True)
class Usual:
    """What is usual in a file. short: rows that end before the last column. long: rows with a blank cell too many."""

    short: bool
    long: bool


def usual_in(cursor: Cursor, file: TextFile) -> Usual:
    """What so many of the first rows do that it is their program's habit and not a mistake."""
    width = len(file.headings)
    counted = (
        f"SELECT count(*), count(*) FILTER (c{width - 1} IS NULL AND trim(c0) <> ''), "
        f"count(*) FILTER (trim(c{width}) = '') FROM (SELECT * FROM {scan(file)} LIMIT {SAMPLE})"
    )
    rows, short, long = cursor.execute(counted).fetchall()[0]
    habit = max(USUAL_ROWS, USUAL_SHARE * rows)
    return Usual(short=width > 2 and short >= habit, long=long >= habit)


def early_end(file: str) -> Problem:
    """The warning that rows end early in the whole file."""
    remedy = "Their missing last cells are taken as blank."
    return Problem(file=file, reason="many rows end before the last column", remedy=remedy)


def shape_sql(file: TextFile, usual: Usual, row: str = "") -> str:
    """The mark of a row of the wrong width or with loose quotation marks, 0 for the others."""
    width = len(file.headings)
    over, last = f"{row}c{width}", f"{row}c{width - 1}"
    few = "0"
    if not usual.short and width > 1:
        few = f"CASE WHEN {last} IS NULL AND trim({row}c0) <> '' THEN {FEW_CELLS} ELSE 0 END"
    fits = f"{over} IS NULL" + (f" OR trim({over}) = ''" if usual.long else "")
    loose = f"WHEN {over} = {text(BROKEN_QUOTES)} THEN {LOOSE_QUOTES}"
    return f"CASE WHEN {fits} THEN {few} {loose} ELSE {EXTRA_CELLS} END"
