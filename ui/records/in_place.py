"""Editing in the table itself: each value is written as one goes on, and the place one is at stays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from data_models.base import Column, Record
from data_models.edit import Edit
from data_models.portfolio import Portfolio
from ui import data, edits
from ui.errors import told_errors
from ui.records.columns import ROW_HEIGHT, Shown, configured, digest, frame_of
from ui.records.fields import cell, column_of, key_of, to_cell
from ui.words import listed, one_line

Row = TypeVar("Row")


@dataclass
class Desk:
    """What a window is editing: these rows, at this data version; `written` by row and column label."""

    number: int
    rows: str
    version: int
    written: dict[tuple[int, str], Any] = field(default_factory=dict)


def edit_in_place(
    name: str, rows: Sequence[Row], record_of: Callable[[Row], Record], shown: Sequence[Shown[Row]],
    portfolio: Portfolio, height: int,
) -> None:  # fmt: skip
    """The rows as a table to type in. It begins anew where the rows change or somebody else wrote."""
    records = [record_of(row) for row in rows]
    desk = _desk(name, records, portfolio)
    kind = type(records[0])
    fields = {column.label: column_of(kind, column.field) for column in shown if column.field not in ("", *kind.key)}
    frame = frame_of(rows, [column for column in shown if column.label not in fields])
    for place, label in enumerate(column.label for column in shown):
        if column := fields.get(label):
            frame.insert(place, label, _typed(column, [getattr(record, column.name) for record in records]))
    key = f"{name} in place {desk.number}"
    st.data_editor(
        frame, key=key, height=height, row_height=ROW_HEIGHT, hide_index=True, num_rows="fixed", placeholder="–",
        disabled=[column.label for column in shown if column.label not in fields],
        column_config={
            c.label: cell(portfolio, kind, fields[c.label], c.label, c.width) if c.label in fields else configured(c)
            for c in shown
        },
        on_change=_take, args=(desk, key, records, fields, portfolio),
        alt=f"{kind.heading}, {len(rows)} rows, to edit",
    )  # fmt: skip


def _desk(name: str, records: Sequence[Record], portfolio: Portfolio) -> Desk:
    rows = digest([key_of(record) for record in records])
    desk: Desk | None = st.session_state.get(f"{name} desk")
    if desk is None or (desk.rows, desk.version) != (rows, portfolio.version):
        desk = Desk(desk.number + 1 if desk else 0, rows, portfolio.version)
        st.session_state[f"{name} desk"] = desk
    return desk


def _take(
    desk: Desk, key: str, records: Sequence[Record], fields: dict[str, Column], portfolio: Portfolio
) -> None:  # fmt: skip
    """Write what was typed since the last time. What cannot be kept is said, and the table shows what is kept."""
    typed = {
        (row, label): value
        for row, cells in st.session_state[key]["edited_rows"].items()
        for label, value in cells.items()
        if label in fields and ((row, label) not in desk.written or desk.written[row, label] != value)
    }
    made = []
    with told_errors():
        for row in sorted({row for row, _ in typed}):
            cells = {fields[label].name: value for (at, label), value in typed.items() if at == row}
            made.append(Edit(before=records[row], after=edits.changed(records[row], cells)))
        names = listed([one_line(edit.record.called, 40) for edit in made], 2)
        if made and edits.write(portfolio, made, f"Changed {names}."):
            desk.written |= typed
            if data.version(portfolio.district.district_id) == desk.version + 1:
                desk.version += 1
                return
    desk.version = -1  # begin anew with what is kept: it was refused, clashed, or somebody else wrote at the same time


def _typed(column: Column, values: list[Any]) -> "pd.Series[Any]":
    """A field's values as a table to type in needs them: of one type, even where all are unknown."""
    cells = [to_cell(value) for value in values]
    if column.many:
        return pd.Series(cells, dtype="object")
    if column.kind is date:
        return pd.Series(pd.to_datetime(pd.Series(cells, dtype="object")))
    kinds = {int: "Int64", float: "Float64", Decimal: "Float64", bool: "boolean"}
    if column.kind in kinds:
        return pd.Series(cells, dtype=kinds[column.kind])
    return pd.Series(["" if value is None else str(value) for value in cells], dtype="object")
