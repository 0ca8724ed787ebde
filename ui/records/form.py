"""A form for a record: a widget for each field, what it means as help, and what the field's own rules refuse."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from data_models.base import Column, Record, columns
from data_models.portfolio import Portfolio
from ui import data
from ui.records.fields import USED_AGAIN, heading, in_use, options

BLANK = ""


def next_key(portfolio: Portfolio, record: type[Record]) -> str:
    """A key that no record has or had, so that nobody comes into another's comments and history."""
    column = next(c for c in columns(record) if c.name == record.key[0])
    return key_after(data.used_keys(portfolio.district.district_id, record), column.example)


def key_like(portfolio: Portfolio, record: type[Record], key: str) -> str:
    """The key after the highest made like this one, as P-007-3 for P-007-1; itself where there is none."""
    stem = key.rstrip("0123456789")
    used = data.used_keys(portfolio.district.district_id, record)
    return key_after([one for one in used if one.startswith(stem) and one.removeprefix(stem).isdecimal()], key) or key


def free_key(portfolio: Portfolio, record: type[Record], key: str) -> str:
    """This key, or the next like it where a record has or had it."""
    taken = key in data.used_keys(portfolio.district.district_id, record)
    return key_like(portfolio, record, key) if taken else key


def key_after(keys: Sequence[str], example: str) -> str:
    """The key after the highest one, made like it: after N-090 comes N-091; 'N-001' by example where there is none."""
    counted = [m for key in keys if (m := re.fullmatch(r"(.*?)(\d+)", key))]
    if not counted:
        begins = re.fullmatch(r"(.*?)(\d+)", example)
        return f"{begins[1]}{'1'.zfill(len(begins[2]))}" if begins else ""
    last = max(counted, key=lambda m: (len(m[2]), int(m[2])))
    return f"{last[1]}{str(int(last[2]) + 1).zfill(len(last[2]))}"


def fields_form(
    name: str, portfolio: Portfolio, record: type[Record], values: dict[str, Any], leave_out: Sequence[str] = ()
) -> dict[str, Any]:
    """The widgets; the values as they stand in them, by field.

    name: tells this form from others. leave_out: fields that cannot be changed here.
    """
    asked = [column for column in columns(record) if column.name not in leave_out]
    short = [column for column in asked if not column.goes_on]
    given: dict[str, Any] = {}
    left, right = st.columns(2, gap="small")
    for number, column in enumerate(short):
        with right if number % 2 else left:
            given[column.name] = _widget(f"{name} {column.name}", portfolio, record, column, values.get(column.name))
    for column in asked:
        if column.goes_on:
            given[column.name] = _widget(f"{name} {column.name}", portfolio, record, column, values.get(column.name))
    return given


def _widget(key: str, portfolio: Portfolio, record: type[Record], column: Column, value: Any) -> Any:
    label = heading(column.name) + (" *" if column.required else "")
    about = column.description + (f" ({column.unit})" if column.unit not in ("text", "choice", "date") else "")
    known = options(portfolio, record, column)
    if column.many:
        return st.multiselect(
            label, list(dict.fromkeys([*known, *(value or ())])), default=list(value or ()), key=key, help=about,
            format_func=lambda word: known.get(word, word),
            accept_new_options=not (column.references or column.choices),
            placeholder="none",
        )  # fmt: skip
    if known:
        order = list(known) if str(value) in known or not value else [*known, str(value)]
        return st.selectbox(
            label, order, index=order.index(str(value)) if value else None, key=key, help=about,
            format_func=lambda word: known.get(word, word), placeholder="none",
        )  # fmt: skip
    if column.name in USED_AGAIN:
        used = list(dict.fromkeys([*in_use(portfolio, column.name), *([value] if value else [])]))
        return st.selectbox(
            label, used, index=used.index(value) if value else None, key=key, help=f"{about}; or type a new one",
            accept_new_options=True, placeholder="none, or type a new one",
        )  # fmt: skip
    if column.kind is bool:
        words = {True: "yes", False: "no"}
        return st.segmented_control(
            label, [True, False], default=value, format_func=lambda yes: words[yes], key=key, help=about
        )
    if column.kind is date:
        return st.text_input(
            label, value=str(value or ""), key=key, help=f"{about}, as 2027-08-15",
            placeholder="2027-08-15", validate=(r"\d{4}-\d{2}-\d{2}|", "Write the date as 2027-08-15."),
        )  # fmt: skip
    if column.kind in (int, float, Decimal):
        return _number(key, label, about, column, value)
    most = column.longest
    if column.goes_on:
        return st.text_area(label, value=value or "", key=key, help=about, max_chars=most, height=90)
    return st.text_input(label, value=value or "", key=key, help=about, max_chars=most, placeholder=column.example)


def _number(key: str, label: str, about: str, column: Column, value: Any) -> int | float | None:
    kind: Any = int if column.kind is int else float
    given: dict[str, Any] = {
        name: None if number is None else kind(number)
        for name, number in (("value", value), ("min_value", column.least), ("max_value", column.most))
    }
    if column.kind is Decimal:
        given |= {"step": 0.01, "format": "%.2f"}
    found: int | float | None = st.number_input(label, key=key, help=about, placeholder="unknown", **given)
    return found
