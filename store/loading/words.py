"""What is said of a bad cell: the reason, and what to do."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from data_models.base import Column
from data_models.limits import no_choice
from store.loading.parse_sql import DOLLARS, FISCAL_YEAR, plain_words
from store.loading.records import LIKE_ROWS, LONGEST_RECORD, LOOSE, OPEN, TOO_LONG

SHORTEST_BEGINNING = 2
"""Letters that a cut word must have for a guess at the whole one."""
LOOK_ALIKES = str.maketrans("oil|", "0111")
AS_LATIN = str.maketrans("авсеніјкморѕтхуԁһαβεζηικμνορτυχ‐‒–—−", "abcehijkmopstxydhabezhikmnoptyx-----")
"""Small letters of Cyrillic and Greek that, large or small, look like a Latin one, and dashes."""
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def not_one(column: Column) -> tuple[str, str]:
    """(reason, remedy) for text that is not of the column's kind."""
    example = column.example or ""
    if column.choices:
        return no_choice(column)
    if column.kind is str:
        return blank(column)  # any text is text: only a missing one is wrong
    if column.kind is Decimal and column.unit == DOLLARS:
        return "is not a dollar amount", "Use digits, like 12500.00."
    if column.kind in (Decimal, float):
        what = "a percentage" if column.unit.startswith("percent") else "a number"
        return f"is not {what}", f"Use digits, like {example or '12.5'}."
    if column.kind is int and column.unit == FISCAL_YEAR:
        return "is not a fiscal year", "Write the year it ends in, like 2027."
    if column.kind is int:
        return "is not a whole number", f"Use digits, like {example or '12'}."
    if column.kind is bool:
        return "is neither yes nor no", "Write yes or no."
    if column.kind is datetime:
        return "is not a date with a time", "Write it like 2026-11-02 15:30."
    assert column.kind is date, column.kind
    return "is not a date", "Write dates like 2026-09-14."


def other_currency() -> tuple[str, str]:
    """(reason, remedy) for money that is not dollars."""
    return "is in another currency", "Write it in US dollars, like 12500.00."


def cent_fraction() -> tuple[str, str]:
    """(reason, remedy) for an amount with more than cents."""
    return "has a fraction of a cent", "Round it to whole cents, like 12500.00."


def ambiguous_date() -> tuple[str, str]:
    """(reason, remedy) for a date that has two readings."""
    return "may be either of two days", "Answer the question about this column, or write dates like 2026-09-14."


def blank(column: Column) -> tuple[str, str]:
    """(reason, remedy) for a cell that must not be blank."""
    return "is blank, but every row needs one", f"Fill it in, like {column.example}."


def too_small(column: Column) -> tuple[str, str]:
    """(reason, remedy) for a number below the least allowed."""
    return f"is less than {column.least}, the least allowed", "Correct the number, or leave the row out."


def too_large(column: Column) -> tuple[str, str]:
    """(reason, remedy) for a number above the most allowed."""
    return f"is more than {column.most}, the most allowed", "Correct the number, or leave the row out."


def ignored(table: str, column: str, first: str, near: str) -> tuple[str, str]:
    """(reason, remedy) for a heading that is not read. column, first: what it means, and the heading read for that.
    near: what `nearest` says of it.
    """
    if column:
        return (
            f"is there again for {column}: the first, '{first}', is read and this one is not",
            "Leave one of them out.",
        )
    return f"is not a column of {table} and is not read", f"{near}Rename it if it should be, or leave it."


def absent(table: str, columns: Sequence[str], meant: Mapping[str, str], given: Sequence[str]) -> tuple[str, str]:
    """(reason, remedy) for a file without columns that it must have. meant: headings that are likely to mean some."""
    near = " and ".join(f"'{meant[column]}'" for column in columns if column in meant)
    return (
        f"has no column {' and no column '.join(map(repr, columns))}, which {table} must have",
        f"{_did_you_mean(near) if near else ''}Add it, or name its heading so; "
        f"the headings are: {', '.join(heading for heading in given if heading)}.",
    )


def unknown(table: str, near: str) -> tuple[str, str]:
    """(reason, remedy) for a reference to nothing. near: what `nearest` says of it."""
    return f"is not the key of any record of {table}", f"{near}Add it to {table}, or correct it."


def set_aside(place: str) -> tuple[str, str]:
    """(reason, remedy) for a reference to a record that does not load. place: its row and file."""
    return f"{HANGS[0]} {place}", "Mend that row first, then load both again."


def not_read(file: str) -> tuple[str, str]:
    """(reason, remedy) for a reference that nobody knows to a table of which a file was not read."""
    return f"{HANGS[1]} {file}", "Mend that file first, then load both again."


def nearest(value: str, known: list[str]) -> str:
    """A remedy's first sentence naming what looks the same as the value, else what it is the beginning of, else what
    it begins with, else the closest in spelling; or nothing. A number is not guessed at by its spelling: another
    number is another thing.
    """
    said = _latin(value)
    by_words = {_latin(one): one for one in known}
    alike = [one for one in by_words if _look(one) == _look(said)]
    if alike or said.isdigit():
        return _did_you_mean(by_words[alike[0]]) if alike else ""
    begun = [one for one in by_words if len(said) >= SHORTEST_BEGINNING and one.startswith(said)]
    longer = [one for one in by_words if len(one) >= SHORTEST_BEGINNING and said.startswith(f"{one} ")]
    close = next((found for found in (begun, longer) if len(found) == 1), None)
    close = close or get_close_matches(said, list(by_words), n=1, cutoff=0.6)
    return _did_you_mean(by_words[close[0]]) if close else ""


def looks(key: str) -> str:
    """The same for keys that people can take for each other, other scripts, 0 and O, zeros in front, and signs that are
    not seen among them.
    """
    return _look(_latin(key))


def _latin(value: str) -> str:
    """Plain words; letters of other scripts are the Latin ones they look like, what is not seen is left out."""
    if value.isascii():
        return plain_words(value)
    seen = (sign for sign in unicodedata.normalize("NFKC", value) if unicodedata.category(sign) not in ("Cf", "Cc"))
    return plain_words("".join(seen).lower().translate(AS_LATIN))


def _look(words: str) -> str:
    """The words with letters that look like digits as these digits, and without zeros before a number."""
    return LEADING_ZEROS.sub("", words.translate(LOOK_ALIKES))


def _did_you_mean(one: str) -> str:
    return f"Did you mean {one}? "


HANGS = ("names a record whose own row was set aside:", "may name a record of a file that was not read:")
"""How the reason of a problem begins that goes away by itself once another row, or a file, is mended."""
EXTRA_CELLS = ("the row has more cells than there are headings", "Put text that holds a separator in quotation marks.")
FEW_CELLS = ("the row has fewer cells than there are headings", "Look for a missing separator.")
QUOTES = {
    LOOSE: ("the quotation marks in this row do not match", 'Close each quotation mark; write " inside text twice.'),
    OPEN: (
        "a quotation mark in this row is never closed, and the lines after it are taken for its text",
        'Close it where the text ends; write " inside text twice.',
    ),
    LIKE_ROWS: (
        "a quotation mark in this row is closed many lines further, and the lines between look like rows",
        "Close it in its own row; if it is one text, shorten it.",
    ),
    TOO_LONG: (
        f"a text in quotation marks goes on for more than {LONGEST_RECORD:,} letters",
        "Shorten it, or look for a quotation mark that is never closed.",
    ),
}
"""What is said of rows by what is wrong with their quotation marks."""
