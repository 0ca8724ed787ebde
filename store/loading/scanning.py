"""The bulk reader: a text file as rows of text, in SQL."""

import duckdb

from store.loading.parse_sql import text
from store.loading.sniff import TextFile

BLANKS = " \t\r\n\u00a0"

NO_TEXT = "\x01\x02"
"""What the bulk reader takes for NULL: text no file holds, so that a blank cell and a missing one stay apart."""


def scan(file: TextFile) -> str:
    """The bulk reader on the file: columns c0, c1, ... and one more for what should not be there."""
    width = len(file.headings)
    columns = "{" + ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width + 1)) + "}"
    return (
        f"read_csv({text(str(file.path))}, auto_detect = false, header = false, skip = {file.skip}, "
        f"delim = {text(file.separator)}, quote = '\"', escape = '\"', columns = {columns}, strict_mode = true, "
        f"null_padding = true, nullstr = {text(NO_TEXT)}, parallel = {'false' if file.mended else 'true'})"
    )


def trimmed(cell: str, odd_blanks: bool, guarded: bool = False) -> str:
    """The cell without blanks around it, NULL where nothing is left. guarded: rid of the apostrophe of a safe export."""
    if guarded:
        cell = f"CASE WHEN regexp_matches({cell}, '^''+[=+@\\t\\r-]') THEN substr({cell}, 2) ELSE {cell} END"
    blanks = f", {text(BLANKS)}" if odd_blanks else ""
    return f"nullif(trim({cell}{blanks}), '')"


def stumbled(error: duckdb.Error) -> bool:
    """Whether the bulk reader could not make out the file, as opposed to anything else that goes wrong."""
    return "CSV Error" in str(error)
