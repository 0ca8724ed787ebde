"""Cutting text into records by the rules of CSV, and saying where its quotation marks cannot mean what they say.

A quoted cell may be as long as it likes where its closing mark stands before a separator or at the end of a line. What
makes a long one doubtful is that its lines are rows, as wide as the headings: somebody forgot to close a mark, or it is
a text with a table in it. Nobody can tell for certain, so that it is set aside whole; only where the mark stands in the
middle of a row that is one without it, and the last line is one too, are the lines read as rows. A mark that is closed
nowhere takes the lines after it along until there are rows again.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from mmap import mmap
from typing import NamedTuple

MARK = "\0"
"""Stands alone on each blank line of a straight copy, because the bulk reader passes over blank lines and would count
the rows wrong; and on one more line at the end, which is missing where a quotation mark is still open. No cell holds
it: it is taken out of every file."""
USUAL_LINES = 60
"""A quoted cell of this many lines is believed without a look at what they say."""
LOOKED_AT = 2000
"""Lines that decide whether a text looks like rows."""
ROWS_AGAIN = 5
"""Rows in a row that end a text whose quotation mark is closed nowhere."""
LONGEST_RECORD = 1 << 20
KEPT = 100_000
"""Letters, and letters that are kept of a text set aside."""

LOOSE, OPEN, LIKE_ROWS, TOO_LONG = "\x02quotes\x02", "\x02open\x02", "\x02rows\x02", "\x02long\x02"
SPACED_QUOTE = re.compile(r'[,;|\t] +"')

csv.field_size_limit(LONGEST_RECORD)


class Found(NamedTuple):
    """One record: its cells, none where it is blank; the lines it spans; and what is wrong with its quotation marks.

    wrong: nothing, or LOOSE where they do not match, OPEN where lines were taken for its text, LIKE_ROWS where a text
    looks like rows, TOO_LONG. Such a record is cut at the separators of its first line.
    """

    cells: list[str]
    lines: int
    wrong: str = ""


class _Rules(NamedTuple):
    """Patterns of one separator and of rows with these numbers of cells."""

    opening: re.Pattern[bytes]
    record: re.Pattern[bytes]
    row: re.Pattern[bytes]
    rows: re.Pattern[bytes]


@cache
def _rules(separator: str, widths: frozenset[int]) -> _Rules:
    between = re.escape(separator).encode()
    # A mark inside a cell without marks is a letter; behind a cell of several lines it would as well be its end.
    short = rb'(?: *+"(?:[^"\n]++|"")*+"|(?! *")[^\n%s]*+)' % between
    tidy = rb'(?: *+"(?:[^"]++|"")*+"|[^\n"%s]*+)' % between
    end = rb"(?:\n|\Z)"
    lines = rb"(?:%s%s)*?%s(?:%s%s)*+%s" % (short, between, tidy, between, tidy, end)
    wide = b"|".join(
        rb"%s(?:%s%s){%d}" % (cell, between, cell, width - 1) for cell in (short, tidy) for width in sorted(widths)
    )
    row = rb"^(?:%s)%s" % (wide, end)
    return _Rules(
        opening=re.compile(rb'(?:^|%s)\s*"' % between),
        record=re.compile(rb"%s(?:%s%s)*+%s|%s" % (short, between, short, end, lines)),
        row=re.compile(rb"(?m)%s" % row),
        rows=re.compile(rb"(?m)(?:%s(?:\0?\n)*){%d}|(?:%s(?:\0?\n)*)+\Z" % (row, ROWS_AGAIN, row)),
    )


def records(
    text: bytes | mmap, separator: str, widths: frozenset[int] = frozenset(), start: int = 0
) -> Iterator[Found]:
    """Each record of a text in UTF-8 whose lines end in line feeds, from the line on that begins at `start`.

    widths: how many cells rows have. Left out, no text is taken for rows, and none for a mark that is never closed.
    """
    rules = _rules(separator, widths)
    at, size = start, len(text)
    while at < size:
        end = text.find(b"\n", at) + 1 or size
        line = text[at:end]
        if b'"' not in line or not rules.opening.search(line):
            yield Found(_cut(line, separator) if line.strip(b" \t\r\n\0") else [], 1)
        else:
            found, end = _quoted(text, at, end, separator, rules, widths)
            yield found
        at = end


def _quoted(
    text: bytes | mmap, at: int, end: int, separator: str, rules: _Rules, widths: frozenset[int]
) -> tuple[Found, int]:
    """The record that begins at `at`, whose first line ends at `end`; and where it ends itself."""
    first = text[at:end]
    whole = rules.record.match(text, at)
    if whole:
        wrong = _doubt(text, at, end, whole.end(), separator, rules, widths)
        if wrong == LOOSE:
            return Found(_cut(first, separator), 1, LOOSE), end
        lines = text[at : whole.end()].count(b"\n") or 1
        if wrong:
            return Found(_kept(text, at, end, whole.end(), separator), lines, wrong), whole.end()
        if (cells := _parse(text[at : whole.end()].decode().replace(MARK, ""), separator)) is not None:
            return Found(cells, lines), whole.end()
    if first.count(b'"') % 2 == 0 or not widths or _mostly_rows(text, end, len(text), USUAL_LINES, rules):
        return Found(_cut(first, separator), 1, LOOSE), end
    again = rules.rows.search(text, end)
    stop = again.start() if again else len(text)
    if stop == end:
        return Found(_cut(first, separator), 1, LOOSE), end
    lines = text[at:stop].count(b"\n") or 1
    return Found(_kept(text, at, end, stop, separator), lines, OPEN), stop


def _doubt(
    text: bytes | mmap, at: int, end: int, stop: int, separator: str, rules: _Rules, widths: frozenset[int]
) -> str:
    """What is wrong with a record by the rules of CSV, which ends at `stop`: nothing for most."""
    long = stop - at > LONGEST_RECORD
    if not long and text[at:stop].count(b"\n", 0, stop - at - 1) < USUAL_LINES:
        return ""
    last = text.rfind(b"\n", at, stop - 1) + 1
    if not widths or not _mostly_rows(text, end, last, LOOKED_AT, rules):
        return TOO_LONG if long else ""
    if end - at > LONGEST_RECORD:
        return TOO_LONG
    cells = next(csv.reader([text[at:end].decode()], delimiter=separator))
    behind = cells[-1].count(separator)
    fit = len(cells) + behind in widths and text[last:stop].count(separator.encode()) + 1 in widths
    return LOOSE if fit and behind else LIKE_ROWS


def _mostly_rows(text: bytes | mmap, start: int, stop: int, most: int, rules: _Rules) -> bool:
    """Whether at least half of the next lines are rows, cells of several lines and all; blank ones do not count. Where
    none follow, they are.
    """
    rows = others = 0
    while start < stop and rows + others < most:
        end = text.find(b"\n", start, stop) + 1 or stop
        row = rules.row.match(text, start, stop)
        if row:
            rows, end = rows + 1, row.end()
        elif text[start:end].strip(b" \t\r\n\0"):
            others += 1
        start = end
    return rows >= others


def _kept(text: bytes | mmap, at: int, end: int, stop: int, separator: str) -> list[str]:
    """The cells of the first line, and the beginning of the text that follows in the last of them."""
    more = text[end : min(stop, end + KEPT)].decode(errors="ignore").replace(MARK, "").rstrip("\n")
    cells = _cut(text[at : min(end, at + KEPT)], separator)
    return [*cells[:-1], f"{cells[-1]}\n{more}"] if more else cells


def _parse(text: str, separator: str) -> list[str] | None:
    """One record by the rules of CSV, or None where its quotation marks do not match."""
    spaced = SPACED_QUOTE.search(text) is not None
    try:
        found = list(csv.reader([text], delimiter=separator, strict=True, skipinitialspace=spaced))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else None


def _cut(line: bytes, separator: str) -> list[str]:
    return line.decode(errors="ignore").replace(MARK, "").rstrip("\r\n").split(separator)
