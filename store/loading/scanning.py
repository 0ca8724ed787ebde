"""The bulk reader: a text file as rows of text, in SQL."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import duckdb

from data_models.load import Problem
from data_models.spreadsheet import RUNS
from store.database import Cursor
from store.loading.parse_sql import text
from store.loading.records import LIKE_ROWS, LOOSE, MARK, OPEN, TOO_LONG, USUAL_LINES
from store.loading.refusal import Refusal
from store.loading.sniff import BLANKS, USUAL_SHARE, TextFile, mend, straighten

Taken = TypeVar("Taken")

SAMPLE = 5_000
EXTRA_CELLS, FEW_CELLS = 1 << 59, 1 << 58
QUOTES = {LOOSE: 1 << 57, OPEN: 1 << 55, LIKE_ROWS: 1 << 54, TOO_LONG: 1 << 53}
"""The mark of a row by what is wrong with its quotation marks."""
USUAL_ROWS = 5
"""Where this many rows, and a tenth, end early or with a blank cell too many, their program writes so."""

PIECE, LEAST_BUFFER, MOST_BUFFER = 125_000, 4_000_000, 32_000_000
"""Rows, and bytes, read in one piece. A piece as large as a row group (122,880) is stored as it is, smaller ones are
copied once more to join them, larger ones are too few to share between processors. Said outright, because left out it
is cut in four."""

STUMBLES_OVER_LINES = int(duckdb.__version__.split(".")[0]) >= 2
"""Whether the reader, reading in parallel, stumbles over every cell of several lines. DuckDB 1.5 reads those of files
that are one piece, however many lines they take."""

NO_TEXT = "\x01\x02"
"""What the bulk reader takes for NULL: text no file holds, so that a blank cell and a missing one stay apart."""


def scan(file: TextFile, piece: int = PIECE) -> str:
    """The bulk reader on the file: columns c0, c1, ... and one more for what should not be there.

    piece: rows to read at once.
    """
    names = [f"c{i}" for i in range(len(file.headings) + 1)]
    columns = "{" + ", ".join(f"'{c}': 'VARCHAR'" for c in names) + "}"
    # Said outright, because the reader takes the first line break it sees, even inside a cell, for all of them.
    how = "parallel = false, new_line = '\\n'" if file.spanning else "parallel = true"
    buffer = min(max(piece * file.line, LEAST_BUFFER), MOST_BUFFER)
    read = (
        f"read_csv({text(str(file.path))}, auto_detect = false, header = false, skip = {file.skip}, "
        f"delim = {text(file.separator)}, quote = '\"', escape = '\"', columns = {columns}, strict_mode = true, "
        f"null_padding = true, nullstr = {text(NO_TEXT)}, buffer_size = {buffer}, {how})"
    )
    if not file.straight:
        return read
    mark = f"chr({ord(MARK)})"
    holding = names if file.spanning else names[:1]  # a blank line is a row, or part of a cell that spans lines
    cleaned = (f"CASE WHEN contains({c}, {mark}) THEN replace({c}, {mark}, '') ELSE {c} END AS {c}" for c in holding)
    return f"(SELECT {', '.join([*cleaned, *names[len(holding) :]])} FROM {read})"


def by_any_way(cursor: Cursor, file: TextFile, name: str, folder: Path, take: Callable[[TextFile], Taken]) -> Taken:
    """What `take` makes of the file or, where the bulk reader stumbles, of a copy that it can read: each takes longer.

    Raises Refusal where it stumbles over all of them.
    """
    for way in _ways(cursor, file, folder):
        try:
            return take(way)
        except duckdb.Error as error:
            if not stumbled(error):
                raise
    raise Refusal(name, "holds a row that is too long to be one", "Look for a quotation mark that is never closed.")


def _ways(cursor: Cursor, file: TextFile, folder: Path) -> Iterator[TextFile]:
    if file.mended or STUMBLES_OVER_LINES or not _has_lines(cursor, file):
        yield file
    if file.mended:
        return
    straight = file if file.straight else straighten(file, folder)
    spanning = replace(straight, spanning=True, blanks=BLANKS)  # a line break may stand at the edge of a cell
    if _keeps_its_lines(cursor, spanning):
        yield spanning
    yield mend(straight, folder)


def _has_lines(cursor: Cursor, file: TextFile) -> bool:
    """Whether a cell has several lines, as far as the bulk reader gets."""
    any_line = " OR ".join(f"contains(c{i}, chr(10))" for i in range(len(file.headings) + 1))
    try:
        return bool(cursor.execute(f"SELECT 1 FROM {scan(file)} WHERE {any_line} LIMIT 1").fetchall())
    except duckdb.Error as error:
        if not stumbled(error):
            raise
        return True


def _keeps_its_lines(cursor: Cursor, file: TextFile) -> bool:
    """Whether the bulk reader finds every line of a straight copy, and no row that spans more than a row may: where a
    quotation mark is never closed, it takes what follows for part of the cell.
    """
    row = f"concat({', '.join(f'c{i}' for i in range(len(file.headings) + 1))})"
    lines = f"SELECT strlen({row}) - strlen(replace({row}, chr(10), '')) + 1 AS n FROM {scan(file)}"
    try:
        most, total = cursor.execute(f"SELECT max(n), sum(n) FROM ({lines})").fetchall()[0]
    except duckdb.Error as error:
        if not stumbled(error):
            raise
        return False
    return most is not None and most <= USUAL_LINES and total == file.lines


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that a safe export put before what a spreadsheet would run."""
    guard = text("^'" + RUNS)
    return f"CASE WHEN regexp_matches({cell}, {guard}) THEN substr({cell}, 2) ELSE {cell} END"


def trimmed(cell: str, blanks: str, guarded: bool = False, blank: bool = False) -> str:
    """The cell without `blanks` around it, NULL where nothing is left unless `blank`.

    guarded: without a safe export's apostrophe. Trimming takes long: most cells neither begin nor end with a blank.
    """
    if guarded:
        cell = unguarded(cell)
    if blanks:
        trim = f"trim({cell})" if blanks == " " else f"trim({cell}, {text(blanks)})"
        cell = f"CASE WHEN {cell} BETWEEN '!' AND '~' AND ({cell})[-1] BETWEEN '!' AND '~' THEN {cell} ELSE {trim} END"
    return cell if blank else f"nullif({cell}, '')"


def stumbled(error: duckdb.Error) -> bool:
    """Whether the bulk reader could not make out the file, as opposed to anything else that goes wrong."""
    return any(words in str(error) for words in ("CSV Error", "CSV Reader", "CSV Parser"))


@dataclass(frozen=True)
class Usual:
    """What is usual in a file. short: rows that end before the last column. long: rows with a blank cell too many."""

    short: bool
    long: bool


def usual_in(cursor: Cursor, file: TextFile) -> Usual:
    """What so many of the first rows do that it is their program's habit and not a mistake. They stay in `head_`."""
    width = len(file.headings)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE head_ AS SELECT * FROM {scan(file, SAMPLE)} LIMIT {SAMPLE}")
    counted = (
        f"SELECT count(*), count(*) FILTER (c{width - 1} IS NULL AND trim(c0) <> ''), "
        f"count(*) FILTER (trim(c{width}) = '') FROM head_"
    )
    rows, short, long = cursor.execute(counted).fetchall()[0]
    habit = max(USUAL_ROWS, USUAL_SHARE * rows)
    return Usual(short=width > 2 and short >= habit, long=long >= habit)


def early_end(file: str) -> Problem:
    """The warning that rows end early in the whole file."""
    remedy = "Their missing last cells are taken as blank."
    return Problem(file=file, reason="many rows end before the last column", remedy=remedy)


def zeros_left_out(file: TextFile, name: str) -> tuple[Problem, ...]:
    """The warning that zero bytes are left out of a file, where it has any."""
    count, row = file.zeros
    reason = (
        f"holds {count:,} zero byte{'s' * (count > 1)}, which no office file should; left out, the first in this row"
    )
    remedy = "Compare that row with the program it comes from; where it differs, export the file again."
    return (Problem(file=name, row=row, reason=reason, remedy=remedy),) if count else ()


def shape_sql(file: TextFile, usual: Usual, row: str = "") -> str:
    """The mark of a row of the wrong width or with loose quotation marks, 0 for the others."""
    width = len(file.headings)
    over, last = f"{row}c{width}", f"{row}c{width - 1}"
    few = "0"
    if not usual.short and width > 1:
        few = f"CASE WHEN {last} IS NULL AND trim({row}c0) <> '' THEN {FEW_CELLS} ELSE 0 END"
    fits = f"{over} IS NULL" + (f" OR trim({over}) = ''" if usual.long else "")
    loose = " ".join(f"WHEN starts_with({over}, {text(wrong)}) THEN {mark}" for wrong, mark in QUOTES.items())
    return f"CASE WHEN {fits} THEN {few} {loose} ELSE {EXTRA_CELLS} END"
