"""A record's history as people read it: who changed what, of it or of its parts, when, from what to what."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import streamlit as st

from data_models import TABLES
from data_models.base import columns
from data_models.history import Change
from data_models.limits import KEY_JOINT
from data_models.portfolio import Portfolio
from data_models.rating import Criterion
from data_models.wording import counted
from store.edit_sql import OWNED
from store.history import MOST_READ
from ui import data
from ui.records.fields import heading, held, key_of, titles, who
from ui.words import day, fiscal_year, listed, moment, money, plain

KINDS = {record.table: record for record in TABLES}
WHOLE = ("added", "restored", "withdrawn")
"""What is done to a whole record at once."""

PARTS = {
    "cost_lines": ("cost", ("category", "fiscal_year")),
    "evidence": ("evidence", ("measure",)),
    "fund_years": ("", ("fiscal_year",)),
    "milestones": ("milestone", ("title",)),
    "pre_encumbrances": ("who pays", ("fund_id", "money_year")),
    "readiness_checks": ("", ("check",)),
    "staff_hours": ("staff hours", ("role", "month")),
}
"""What a part of a record is called in its history, and the values that tell it from others of its kind."""

MOST_LETTERS = 400

Titled = Callable[[str], Mapping[str, str]]
"""By table, what people call its records, by key."""
Values = Mapping[str, Any]


def history(portfolio: Portfolio, table: str, *key: str) -> None:
    """The history, newest first."""
    changes = data.history(portfolio.district.district_id, table, *key)
    if not changes:
        st.info("Nothing has happened to it since it was loaded.")
        return
    number = counted(len(changes), "change")
    st.caption(f"The newest {number}" if len(changes) == MOST_READ else number)
    st.table(history_rows(portfolio, changes, table), border="horizontal", hide_index=True)


def history_rows(portfolio: Portfolio, changes: Sequence[Change], table: str) -> list[dict[str, str]]:
    """Changes of a record of this table and of its parts as rows of a table, in the order given."""
    titled = cache(lambda of: titles(portfolio, of))
    parts = _parts(portfolio, [change for change in changes if change.table != table])
    return [_row(portfolio, change, parts.get((change.table, change.record_key)), titled) for change in changes]


def _parts(portfolio: Portfolio, changes: Sequence[Change]) -> dict[tuple[str, str], dict[str, Any]]:
    """By table and key, what tells these parts from their like: as it is now, else as history had it last."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for change in changes:
        place = change.table, change.record_key
        own = dict(zip(KINDS[change.table].key, change.record_key.split(KEY_JOINT), strict=True))
        found[place] = {**own, **(change.before or {}), **(change.after or {}), **found.get(place, {})}
    for table in {table for table, _ in found}:
        for record in held(portfolio, table):
            if (place := (table, key_of(record))) in found:
                found[place] |= {name: getattr(record, name) for name in PARTS[table][1]}
    return found


def _row(portfolio: Portfolio, change: Change, part: Values | None, titled: Titled) -> dict[str, str]:
    """One change. A record that was added or withdrawn whole is not spelled out; a part of it is, and so is what was
    said with a change, as in a rating.
    """
    before, after = change.before or {}, change.after or {}
    what, was, now = change.action, "–", "–"
    if change.before is not None and change.after is not None:
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        action, because, why = change.action.partition(": ")
        what = f"{action} {listed([heading(name).lower() for name in names], 4)}{because}{why}"
        was, now = ("; ".join(_said(change.table, name, side.get(name), titled) for name in names)
                    for side in (before, after))  # fmt: skip
    elif part is not None or change.action.partition(": ")[0] not in WHOLE:
        was, now = (_spelled(change.table, side, titled) or "–" for side in (before, after))
    if part is not None:
        called, names = PARTS[change.table][0], list(PARTS[change.table][1])
        one = ", ".join(_said(change.table, name, part.get(name), titled) for name in names)
        what = f"{f'{called} ({one})' if called else one}: {what}"
    return {
        "When": moment(change.changed_at),
        "Who": plain(who(portfolio, change.changed_by)) or "–",
        "What": plain(what, 160),
        "From": plain(was, MOST_LETTERS),
        "To": plain(now, MOST_LETTERS),
    }


def _spelled(table: str, values: Values, titled: Titled) -> str:
    """What is said, name by name, but for what stands beside it: keys, and of what record it is part."""
    kind, criteria = KINDS[table], titled(Criterion.table)
    left_out = {*kind.key, *PARTS.get(table, ("", ()))[1]}
    left_out |= {column.name for column in columns(kind) if column.references in OWNED}
    said = {name: _said(table, name, value, titled) for name, value in values.items() if name not in left_out}
    return "; ".join(f"{criteria.get(n, heading(n).lower())}: {value}" for n, value in said.items() if value != "–")


def _said(table: str, name: str, value: Any, titled: Titled) -> str:
    """A value of history in words: titles for keys, money and days as they are written everywhere."""
    column = next((column for column in columns(KINDS[table]) if column.name == name), None)
    if value is None or value in ("", [], ()):
        return "–"
    if isinstance(value, list | tuple):
        known = titled(column.references) if column and column.references else {}
        return ", ".join(known.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column is None:
        return str(value)
    if column.references:
        return titled(column.references).get(str(value), str(value))
    if column.unit == "US dollars":
        return money(Decimal(str(value)))
    if column.unit == "fiscal year":
        return fiscal_year(int(value))
    return day(date.fromisoformat(str(value)[:10])) if column.kind is date else str(value)
