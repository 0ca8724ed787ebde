"""What is said of a bad cell: the reason, and what to do."""

from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from data_models.base import Column
from store.loading.parse_sql import FISCAL_YEAR, plain_words


def not_one(column: Column) -> tuple[str, str]:
    """(reason, remedy) for text that is not of the column's kind."""
    example = column.example or ""
    if column.kind is str:
        return blank(column)  # any text is text: only a missing one is wrong
    if column.choices:
        return "is not one of the choices", f"Use one of: {', '.join(column.choices)}."
    if column.kind is Decimal and column.unit == "US dollars":
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


def nearest(value: str, known: list[str]) -> str:
    """A remedy's first sentence naming the closest of what is known, or nothing."""
    by_words = {plain_words(one): one for one in known}
    close = get_close_matches(plain_words(value), list(by_words), n=1, cutoff=0.6)
    return f"Did you mean {by_words[close[0]]}? " if close else ""


EXTRA_CELLS = ("the row has more cells than there are headings", "Put text that holds a separator in quotation marks.")
FEW_CELLS = ("the row has fewer cells than there are headings", "Look for a missing separator.")
LOOSE_QUOTES = ("the quotation marks in this row do not match", 'Close each quotation mark; write " inside text twice.')
