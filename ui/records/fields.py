"""A record's field on the screen: what it is called, which values it takes, how a table or a form asks for it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import streamlit as st

from data_models import TABLES
from data_models.base import Column, Record, columns
from data_models.fund import Fund, fund_labels
from data_models.portfolio import Portfolio
from store.member import LOCAL
from ui.words import one_line

USED_AGAIN = ("area", "purpose", "role", "subject", "unit", "vendor")
"""Texts that many records share: the words in use are offered, so that one thing keeps one name; new ones are free."""

FEW_WORDS = ("area", "role", "subject", "unit")
"""Those of which few are new: a table, which can take no new word beside its list, offers the list alone."""


def column_of(record: type[Record], name: str) -> Column:
    """The column of a record's field."""
    return next(column for column in columns(record) if column.name == name)


def heading(name: str) -> str:
    """A column's name as a person reads it: 'needed_by' is 'Needed by', 'site_ids' is 'Sites'."""
    words = re.sub(r"_ids$", "s", re.sub(r"_id$", "", name)).replace("_", " ")
    return words[:1].upper() + words[1:]


def one_of(record: type[Record]) -> str:
    """What one record of a table is called inside a sentence: 'need', 'readiness check'."""
    return record.heading.lower().removesuffix("s")


def held(portfolio: Portfolio, table: str) -> tuple[Record, ...]:
    """The records of a table, as the portfolio has them."""
    found: tuple[Record, ...] = (portfolio.district,) if table == "district" else getattr(portfolio, table, ())
    return found


def titles(portfolio: Portfolio, table: str) -> dict[str, str]:
    """What people call the records of a table, by key."""
    return {str(getattr(record, record.key[0])): record.called for record in held(portfolio, table)}


def names(portfolio: Portfolio, records: Sequence[Record]) -> list[str]:
    """What people call these records: one without a title by what its key names, as Tablets, Title IV-A, FY 2027."""
    asked = {column.references for kind in {type(record) for record in records} for column in key_columns(kind)}
    known = {table: titles(portfolio, table) for table in asked if table}
    return [_name(record, known) for record in records]


def called(portfolio: Portfolio, record: Record) -> str:
    """`names`, of one."""
    return names(portfolio, [record])[0]


def key_columns(record: type[Record]) -> list[Column]:
    """The columns of a record's key, in their order."""
    return [column_of(record, part) for part in record.key]


def _name(record: Record, known: Mapping[str, Mapping[str, str]]) -> str:
    if record.called != key_of(record):
        return record.called
    parts = []
    for column in key_columns(type(record)):
        value = str(getattr(record, column.name))
        title = known[column.references].get(value, value) if column.references else ""
        if title != value:  # what has no title of its own says nothing: the cost line of an order
            parts.append(title or (f"FY {value}" if column.unit == "fiscal year" else value))
    return ", ".join(parts) or record.called


def key_of(record: Record) -> str:
    """A record's key as history writes it."""
    return " / ".join(str(getattr(record, part)) for part in record.key)


def who(portfolio: Portfolio, member_id: str) -> str:
    """A member's name; the person at the machine where nobody was chosen."""
    names = {member.member_id: member.name for member in portfolio.members}
    return names.get(member_id, "the person at the machine" if member_id == LOCAL else member_id)


def options(portfolio: Portfolio, record: type[Record], column: Column) -> Mapping[str, str]:
    """The values a field may take and their labels: choices, keys of the table it names, else the words in use.

    Empty where any value may stand.
    """
    if column.choices:
        return {str(choice): str(choice) for choice in column.choices}
    if column.references == Fund.table:
        return {key: one_line(label) for key, label in fund_labels(portfolio.funds).items()}
    if column.references:
        return {key: f"{one_line(name, 60)} ({key})" for key, name in titles(portfolio, column.references).items()}
    if column.many:
        used = {word for row in held(portfolio, record.table) for word in getattr(row, column.name)}
        return {word: one_line(word, 60) for word in sorted(used)}
    return {}


def in_use(portfolio: Portfolio, name: str) -> list[str]:
    """The words that any record has in a field of this name, by alphabet."""
    kinds = [kind for kind in TABLES if name in kind.model_fields]
    words = {str(getattr(record, name)) for kind in kinds for record in held(portfolio, kind.table)}
    return sorted(words - {""}, key=lambda word: (word.casefold(), word))


def near(word: str, used: Sequence[str]) -> list[str]:
    """Words in use that a new one may mean, at most three: math is near mathematics, Mathematics and matematics too."""
    small = {one.casefold(): one for one in used}
    typed = word.casefold()
    if word in used or not typed:
        return []
    begun = [one for one in small if one.startswith(typed) or typed.startswith(one)]
    alike = get_close_matches(typed, small, n=3, cutoff=0.8)
    return [small[one] for one in dict.fromkeys([*begun, *alike])][:3]


def cell(portfolio: Portfolio, record: type[Record], column: Column, label: str, width: int | None = None) -> Any:
    """How a table that is edited in place asks for a field: it refuses what the field cannot be while one types."""
    kinds = st.column_config
    common: dict[str, Any] = {"label": label, "help": column.description, "width": width}
    known = options(portfolio, record, column)
    if column.many:
        return kinds.MultiselectColumn(
            **common,
            options=list(known),
            format_func=lambda word: known.get(word, word),
            accept_new_options=not (column.references or column.choices),
        )
    if known:
        blank = [] if column.required else [""] * (not column.choices)
        return kinds.SelectboxColumn(
            **common,
            options=[*blank, *known],
            format_func=lambda key: known.get(str(key), ""),
            required=column.required,
        )
    if column.name in FEW_WORDS:
        common["help"] += ". A new one: open the record, under Edit"
        blank = [] if column.required else [""]
        return kinds.SelectboxColumn(**common, options=[*blank, *in_use(portfolio, column.name)],
                                     required=column.required)  # fmt: skip
    if column.kind is bool:
        return kinds.CheckboxColumn(**common)
    if column.kind is date:
        return kinds.DateColumn(**common, required=column.required, format="YYYY-MM-DD")
    if column.kind in (int, float, Decimal):
        return kinds.NumberColumn(
            **common, required=column.required, step={int: 1, Decimal: 0.01}.get(column.kind),
            min_value=_number(column, column.least), max_value=_number(column, column.most),
            format="dollar" if column.unit == "US dollars" else None,
        )  # fmt: skip
    return kinds.TextColumn(
        **common, required=column.required, max_chars=column.longest, validate=r"\S" if column.required else None
    )


def to_cell(value: Any) -> Any:
    """A field's value as a table takes it."""
    if isinstance(value, tuple):
        return list(value)
    return float(value) if isinstance(value, Decimal) else value


def from_cell(column: Column, value: Any) -> Any:
    """A table's or a form's value as the field takes it: exact cents, tuples, and the field's own blank.

    Raises ValueError where it cannot be one.
    """
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return "" if column.required and column.kind is str else column.default
    if column.many:
        return tuple(dict.fromkeys(str(word).strip() for word in value if str(word).strip()))
    if column.kind is Decimal:
        exact = Decimal(str(value))
        if exact != exact.quantize(Decimal("0.01")):
            raise ValueError("dollars have two decimals")
        return exact.quantize(Decimal("0.01"))
    if column.kind is date:
        return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    if column.kind is int:
        return int(value)
    return column.kind(value)


def said(portfolio: Portfolio, column: Column, value: Any) -> str:
    """A field's value in words: titles for keys, a dash for what is not known."""
    if value is None or value in ("", (), []):
        return "–"
    if column.references:
        names = titles(portfolio, column.references)
        keys: Sequence[str] = value if column.many else (value,)
        return ", ".join(names.get(key, key) for key in keys)
    if column.many:
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _number(column: Column, limit: Decimal | None) -> float | int | None:
    return None if limit is None else (int(limit) if column.kind is int else float(limit))
