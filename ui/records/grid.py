"""The table of a department's page: choose a row to open it, choose columns, edit in place, add, undo, export."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_models.base import Record
from data_models.portfolio import Portfolio
from data_models.wording import counted
from reports.table import Cell, Sheet, table_csv, table_workbook
from ui import data
from ui.edits import settle, undo_button
from ui.records.columns import ROW_HEIGHT, Shown, configured, digest, frame_of, table_height, taken
from ui.records.fields import held, key_of, names, one_of
from ui.records.in_place import edit_in_place
from ui.records.panel import add_button, is_open, open_record, opened_key, withdrawn_button
from ui.words import one_line

Row = TypeVar("Row")
MOST_NAMED, NAME_WIDTH = 200, 190
"""Records that can be opened by name: the first of the list, which Find makes shorter."""


def grid(
    name: str, record: type[Record], rows: Sequence[Row], record_of: Callable[[Row], Record],
    columns: Sequence[Shown[Row]], portfolio: Portfolio, height: int | None = None, above: DeltaGenerator | None = None,
    order: str = "", filtered: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """The rows as a table, in their order. name: of the page. height: the most, in pixels; fewer rows take less.

    order: of the rows, in words. above: where to put what is done with the whole table, on a page that has more room
    elsewhere than over it. filtered: what a new record begins with, as the page's filters are set, by field.
    """
    if not is_open():
        settle(portfolio)
    many = ", ".join(part for part in (counted(len(rows), one_of(record), record.heading.lower()), order) if part)
    with above or st.container(), st.container(horizontal=True, vertical_alignment="center", gap="small"):
        shown = _toolbar(name, record, rows, record_of, columns, portfolio, filtered)
        if not above:
            st.space("stretch")
            st.caption(many, width="content")
    # Over the table's right end stands nothing that is pressed: there Streamlit shows its own buttons over a table.
    if above:
        st.caption(many)
    in_place = st.session_state.get(f"{name} in place")
    if in_place and edit_in_place(name, record, rows, record_of, shown, portfolio, height):
        return
    if rows:
        _read(name, rows, record_of, shown, table_height(height, len(rows)))
    else:
        st.info(
            "There is nothing to show. Where filters are set, take one off or press Show all.",
            icon=":material/filter_alt_off:",
        )


def _toolbar(
    name: str, record: type[Record], rows: Sequence[Row], record_of: Callable[[Row], Record],
    columns: Sequence[Shown[Row]], portfolio: Portfolio, filtered: Mapping[str, Any] | None,
) -> list[Shown[Row]]:  # fmt: skip
    """What is done with the whole table; the columns to show."""
    st.toggle("Edit in place", key=f"{name} in place", help="Change values in the table; each is kept as you go on")
    undo_button(portfolio)
    add_button(record, filtered)
    withdrawn_button(record, portfolio)
    _open_by_name(name, portfolio, record, [record_of(row) for row in rows[:MOST_NAMED]])
    with st.popover("Columns", icon=":material/view_column:", type="tertiary"):
        labels = [column.label for column in columns]
        usual = [column.label for column in columns if not column.hidden]
        chosen = st.multiselect("Columns shown", labels, default=usual, key=f"{name} columns") or usual
    shown = [column for column in columns if column.label in chosen]
    key: Shown[Row] = Shown("Key", lambda row: key_of(record_of(row)))
    in_file = [key, *(column for column in shown if column.label != key.label)]
    take_along(name, record.table, record.heading, lambda: rows, in_file)
    return shown


def _open_by_name(name: str, portfolio: Portfolio, record: type[Record], first: Sequence[Record]) -> None:
    """A way to open a record without a mouse: a table's rows are chosen with Shift+Space, and few people know."""
    labels = {
        key_of(one): f"{one_line(called, 60)} ({key_of(one)})"
        for one, called in zip(first, names(portfolio, first), strict=True)
    }
    key = f"{name} open by name"

    def take() -> None:
        chosen, st.session_state[key] = st.session_state[key], None
        open_record(record, chosen)

    st.selectbox(
        f"Open {one_of(record)} by name", list(labels), index=None, format_func=lambda one: labels.get(one, one),
        key=key, on_change=take, placeholder="Open by name", label_visibility="collapsed", width=NAME_WIDTH,
    )  # fmt: skip


class About(NamedTuple):
    """What a file's rows stand by, such as a plan: its name, and (what, in words), asked when the file is made."""

    name: str
    facts: Callable[[], Sequence[tuple[str, str]]]


def take_along(
    name: str, file: str, heading: str, rows: Callable[[], Sequence[Row]], shown: Sequence[Shown[Row]],
    about: About | None = None,
) -> None:  # fmt: skip
    """A table as it is shown, as a file of this name; made when it is asked for.

    about: in a workbook a second sheet, in a CSV, which is one table, a last column that says it in every row.
    """
    headings = [column.label for column in shown]

    def cells() -> list[list[Cell]]:
        return taken(rows(), shown)

    def csv() -> bytes:
        if about is None:
            return table_csv(headings, cells())
        said = "; ".join(f"{what}: {words}" for what, words in about.facts())
        return table_csv([*headings, about.name], [[*row, said] for row in cells()])

    def workbook() -> bytes:
        more = [Sheet(about.name, ["What", "In words"], about.facts())] if about else []
        return table_workbook(Sheet(heading, headings, cells()), *more)

    with st.popover("Export", icon=":material/download:", type="tertiary"):
        by = f" The {about.name.lower()} they stand by is in the file." if about else ""
        st.caption(f"The rows and columns as they are shown, in words; records with their key.{by}")
        st.download_button("CSV", csv, f"{file}.csv", "text/csv", key=f"{name} csv", on_click="ignore")
        st.download_button(
            "Workbook (xlsx)", workbook, f"{file}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", key=f"{name} xlsx", on_click="ignore",
        )  # fmt: skip


def _read(
    name: str, rows: Sequence[Row], record_of: Callable[[Row], Record], shown: Sequence[Shown[Row]], height: int
) -> None:
    keys = [key_of(record_of(row)) for row in rows]
    kind = type(record_of(rows[0]))
    table = f"{name} table {digest(keys)}"
    at = opened_key(kind)
    place = [keys.index(at)] if at in keys else []
    if table not in st.session_state or st.session_state[table]["selection"]["rows"] != place:
        st.session_state[table] = {"selection": {"rows": place, "columns": [], "cells": []}}

    def choose() -> None:
        # Nothing chosen closes nothing: a table whose rows change says so too, and a panel is closed by its own cross.
        chosen = [keys[row] for row in st.session_state[table]["selection"]["rows"]]
        # A browser tells once more of the row that was just withdrawn.
        if chosen and any(key_of(kept) == chosen[0] for kept in held(data.district(), kind.table)):
            open_record(kind, chosen[0])

    st.dataframe(
        frame_of(rows, shown), key=table, on_select=choose, selection_mode="single-row", hide_index=True,
        height=height, row_height=ROW_HEIGHT, placeholder="–", alt=f"{kind.heading}, {counted(len(rows), 'row')}",
        column_config={column.label: configured(column) for column in shown},
    )  # fmt: skip
