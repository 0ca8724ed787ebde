"""What a value may not be, whoever gives it, a file or a person: too long, no word of a column that has its words,
parted like a list, or a day out of order.

The facts stand at the columns; here are the sentences, and the rule for a record. Loading says the same in SQL, for all
rows at once.
"""

from collections.abc import Collection, Iterator
from typing import Any

from data_models.base import LIST_SEPARATOR, Column, Record, columns
from data_models.errors import DistrictError

KEY_JOINT = " / "
"""Stands between the parts of a key where it is shown."""
PARTING = (LIST_SEPARATOR, KEY_JOINT)
"""What no key holds: keys are parted by these in lists and in sentences."""


def too_long(column: Column) -> tuple[str, str]:
    """(reason, remedy) for a text with more letters than the column takes."""
    return f"is longer than {column.longest:,} letters, the most allowed", "Shorten it."


def no_choice(column: Column) -> tuple[str, str]:
    """(reason, remedy) for a word that is none of the column's."""
    what = "a grade" if column.unit == "grades" else "one of the choices"
    return f"is not {what}", f"Use one of: {', '.join(column.choices)}."


def parted() -> tuple[str, str]:
    """(reason, remedy) for a key that would fall apart in a list."""
    return "is a key with ';' or ' / ' in it, which part keys from each other", "Write another sign, like '-'."


def too_early(before: str, day: str) -> tuple[str, str]:
    """(reason, remedy) for a day before another one that it cannot be before. before: what the other is called."""
    return f"is before {before}, {day}", "Put one of the two right."


def refuse(record: Record, changed: Collection[str]) -> None:
    """Raise DistrictError where one of these columns' values cannot be. Columns are looked at in their order."""
    for column, value, (reason, remedy) in _faults(record, changed):
        said = f"'{value[:60]}…'" if len(value) > 60 else f"'{value}'"
        raise DistrictError(f"{column.name} of {record.called[:60]}: {said} {reason}.", next_step=remedy)


def days_out_of_order(record: Record) -> Iterator[tuple[Column, str]]:
    """Each column whose day is before that of another, and that other's name, in the order of the columns."""
    for column in columns(type(record)):
        day = getattr(record, column.name)
        for other in column.after if day else ():
            first = getattr(record, other)
            if first and day < first:
                yield column, other


def _faults(record: Record, changed: Collection[str]) -> Iterator[tuple[Column, str, tuple[str, str]]]:
    """Each column at fault, what of its value is, and what is said of it."""
    for column in columns(type(record)):
        value: Any = getattr(record, column.name)
        if column.name not in changed or column.longest is None:
            continue
        for word in value if column.many else (value,):
            if len(word) > column.longest:
                yield column, word, too_long(column)
            if column.choices and word not in column.choices:
                yield column, word, no_choice(column)
        if column.own_key and any(sign in value for sign in PARTING):
            yield column, value, parted()
    for column, other in days_out_of_order(record):
        if column.name in changed or other in changed:
            yield column, str(getattr(record, column.name)), too_early(other, str(getattr(record, other)))
