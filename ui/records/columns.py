"""The columns of a department's table, and its cells as a frame."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import streamlit as st

from ui.words import in_file, in_table

if TYPE_CHECKING:
    import pandas as pd

Row = TypeVar("Row")
ROW_HEIGHT, HEADER_HEIGHT = 36, 39
BORDERS, SCROLL_BAR = 2, 11
"""Pixels. Streamlit's header is 2.1875 of the theme's base font size high; the bar stands under rows that are wider."""
MOST_ROWS = 15


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """One column. value: what stands in it. field: name of the record's field where it can be edited in place.

    config: a Streamlit column configuration. hidden: only shown where somebody chooses it. signed: words may begin with
    a sign, such as a circle for what is open, which a file goes without. whole: money is shown in whole dollars; a file
    has the cents.
    """

    label: str
    value: Callable[[Row], Any]
    field: str = ""
    config: Any = None
    help: str = ""
    width: int | None = None
    hidden: bool = False
    signed: bool = False
    whole: bool = False


def configured(column: Shown[Row]) -> Any:
    """A column's configuration: its own, else a plain one."""
    return column.config or st.column_config.Column(column.label, help=column.help or None, width=column.width)


def table_height(most: int | None, rows: int) -> int:
    """Pixels that a table takes which shows so many rows whole, at most so many; without these, of 15 rows."""
    whole = HEADER_HEIGHT + ROW_HEIGHT * (rows if most else min(rows, MOST_ROWS)) + SCROLL_BAR + BORDERS
    return min(most or whole, whole)


def frame_of(rows: Sequence[Row], shown: Sequence[Shown[Row]]) -> "pd.DataFrame":
    """The cells as a frame; other people's text on one line, money as numbers."""
    import pandas as pd  # here, as in `page_part`

    return pd.DataFrame({column.label: [_cell(column.value(row), column.whole) for row in rows] for column in shown})


def taken(rows: Sequence[Row], shown: Sequence[Shown[Row]]) -> list[list[Any]]:
    """The cells as a file has them: values as they are, words without signs and without what turns them around."""
    return [[_taken(column.value(row), signed=column.signed) for column in shown] for row in rows]


def _taken(value: Any, *, signed: bool) -> Any:
    if isinstance(value, tuple | list):
        return tuple(in_file(str(word)) for word in value)
    if not isinstance(value, str):
        return value
    return in_file(re.sub(r"^\W+ ", "", value) if signed else value)


def digest(keys: Sequence[str]) -> str:
    """A short name for these rows in this order: where it changes, a table begins anew."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:12]


def _cell(value: Any, whole: bool) -> Any:
    if isinstance(value, str):
        return in_table(value)
    if isinstance(value, tuple):
        return [in_table(str(word)) for word in value]
    if isinstance(value, Decimal):
        return int(value.quantize(Decimal(1), ROUND_HALF_UP)) if whole else float(value)
    return value
