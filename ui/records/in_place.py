"""Editing in the table itself: each value is written as one goes on, and the place one is at stays."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import streamlit as st

from data_models.base import Column, Record
from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui import edits
from ui.errors import told_errors
from ui.records.columns import ROW_HEIGHT, Shown, configured, frame_of, table_height
from ui.records.fields import cell, column_of, held, key_of, names, to_cell
from ui.words import listed, one_line

if TYPE_CHECKING:
    import pandas as pd

Row = TypeVar("Row")
Place = tuple[str, str]
"""A cell: key of its record, label of its column."""


class Typed(NamedTuple):
    """What was typed in a cell: as the browser says it, and the field's values before and after."""

    cell: Any
    before: Any
    after: Any


class Offered(NamedTuple):
    """Which rows the page had, at which version of the data, and what a person had chosen, as the link has it."""

    keys: frozenset[str]
    version: int
    link: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass
class Desk:
    """A table that a window types in: the keys of its rows as they stand in it, and what was typed and written.

    rows: by key, each as the page had it last.
    """

    number: int
    keys: tuple[str, ...]
    rows: dict[str, Any] = field(default_factory=dict)
    typed: dict[Place, Typed] = field(default_factory=dict)
    offered: Offered | None = None
    over: bool = False


def edit_in_place(
    name: str, kind: type[Record], rows: Sequence[Row], record_of: Callable[[Row], Record],
    shown: Sequence[Shown[Row]], portfolio: Portfolio, most: int | None,
) -> bool:  # fmt: skip
    """The rows as a table to type in; whether there is any. most: its height, in pixels.

    It begins anew where a person chooses other rows, or where a cell is no longer as it was typed: by undo, or by
    others. Where edits make rows come or go, the table keeps those that it has and says so: a browser tells cells by
    their places alone, so a table with other rows is another widget, and what is being typed would be lost. Cells that
    were typed in are given to it as they were before: given the typed value, it would report that nothing is typed, and
    the page would be drawn once more.
    """
    there = {key_of(record_of(row)): row for row in rows}
    kept = {key_of(record): record for record in held(portfolio, kind.table)}
    kept |= {key: record_of(row) for key, row in there.items()}
    fields = {column.label: column_of(kind, column.field) for column in shown if column.field not in ("", *kind.key)}
    desk = _desk(name, there, kept, fields, portfolio.version)
    if not desk.keys:
        return False
    desk.rows = {key: there[key] if key in there else desk.rows[key] for key in desk.keys}
    rows = list(desk.rows.values())
    records = {key: kept[key] if key in kept else record_of(row) for key, row in desk.rows.items()}
    frame = frame_of(rows, [column for column in shown if column.label not in fields])
    for place, label in enumerate(column.label for column in shown):
        if column := fields.get(label):
            frame.insert(place, label, _cells(column, _given(desk, records, label, column)))
    widget = _widget(name, desk)
    st.data_editor(
        frame, key=widget, height=table_height(most, len(rows)), row_height=ROW_HEIGHT, hide_index=True,
        num_rows="fixed", placeholder="–",
        disabled=[column.label for column in shown if column.label not in fields],
        column_config={
            c.label: cell(portfolio, kind, fields[c.label], c.label, c.width) if c.label in fields else configured(c)
            for c in shown
        },
        on_change=_take, args=(desk, widget, records, fields, portfolio),
        alt=f"{kind.heading}, {counted(len(rows), 'row')}, to edit",
    )  # fmt: skip
    _say_what_came_and_went(name, desk, there.keys())
    return True


def _say_what_came_and_went(name: str, desk: Desk, there: Collection[str]) -> None:
    """Under the table: over it, it would move the cell that somebody types in."""
    more, less = len(set(there) - set(desk.keys)), len(set(desk.keys) - set(there))
    came, went = f"{counted(more, 'row')} more in it", f"{counted(less, 'row')} no longer in it"
    parts = [came] * bool(more) + [went] * bool(less)
    if not parts:
        return

    def begin_anew() -> None:
        desk.over = True

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            f"Since you began to type, the list has changed: {' and '.join(parts)}. The table keeps the rows it had.",
            width="content",
        )
        st.button("Show the list as it is now", icon=":material/refresh:", type="tertiary", on_click=begin_anew,
                  key=f"{name} begin anew")  # fmt: skip


def _desk(
    name: str, there: Mapping[str, Any], kept: Mapping[str, Record], fields: Mapping[str, Column], version: int
) -> Desk:
    offered = Offered(frozenset(there), version, tuple((key, tuple(st.query_params.get_all(key)))
                                                       for key in sorted(st.query_params)))  # fmt: skip
    desk: Desk | None = st.session_state.get(f"{name} desk")
    if desk is None or _is_over(desk, offered, kept, fields) or _widget(name, desk) not in st.session_state:
        desk = Desk(desk.number + 1 if desk else 0, tuple(there), dict(there))
        st.session_state[f"{name} desk"] = desk
    desk.offered = offered
    return desk


def _widget(name: str, desk: Desk) -> str:
    return f"{name} in place {desk.number}"


def _is_over(desk: Desk, offered: Offered, kept: Mapping[str, Record], fields: Mapping[str, Column]) -> bool:
    """Whether the table must begin anew: somebody chose other rows here, or it does not show what is kept."""
    was = desk.offered
    if desk.over or was is None:
        return True
    if was.keys != offered.keys and (was.version == offered.version or was.link != offered.link):
        return True
    return any(
        label not in fields or (key in kept and getattr(kept[key], fields[label].name) != typed.after)
        for (key, label), typed in desk.typed.items()
    )


def _given(desk: Desk, records: Mapping[str, Record], label: str, column: Column) -> list[Any]:
    """A column's values as the table is given them."""
    return [
        typed.before if (typed := desk.typed.get((key, label))) else getattr(records[key], column.name)
        for key in desk.keys
    ]


def typed_since(
    desk: Desk, edited: Mapping[int, Mapping[str, Any]], fields: Mapping[str, Column]
) -> dict[str, dict[str, Any]]:
    """By key of a record and label of a column, what was typed since the last time.

    edited: everything that was typed in this table and differs from what it was given, by place of the row; a cell that
    is no longer in it was typed back. Raises DistrictError where the table has no such row.
    """
    cells: dict[Place, Any] = {
        place: to_cell(typed.before) for place, typed in desk.typed.items() if place[1] in fields
    }
    for row, values in edited.items():
        if not 0 <= row < len(desk.keys):
            raise DistrictError(
                "The table changed while you typed, and nothing of it was written.", next_step="Type it again."
            )
        cells |= {(desk.keys[row], label): value for label, value in values.items() if label in fields}
    found: dict[str, dict[str, Any]] = {}
    for (key, label), value in cells.items():
        known = desk.typed.get((key, label))
        if known is None or known.cell != value:
            found.setdefault(key, {})[label] = value
    return found


def _take(
    desk: Desk, widget: str, records: Mapping[str, Record], fields: Mapping[str, Column], portfolio: Portfolio
) -> None:
    """Write what was typed since the last time. What cannot be kept is said, and the table shows what is kept."""
    desk.over = True  # unless it was written: refused, or clashed, the table would show what is not kept
    with told_errors():
        new = typed_since(desk, st.session_state[widget]["edited_rows"], fields)
        made = [
            Edit(before=records[key], after=edits.typed(records[key], {fields[at].name: v for at, v in cells.items()}))
            for key, cells in new.items()
        ]
        whose = listed([one_line(name, 40) for name in names(portfolio, [edit.record for edit in made])], 2)
        if not made or edits.write(portfolio, made, f"Changed {whose}."):
            for edit, (key, cells) in zip(made, new.items(), strict=True):
                for label, value in cells.items():
                    column = fields[label].name
                    known = desk.typed.get((key, label))
                    before = known.before if known else getattr(records[key], column)
                    desk.typed[key, label] = Typed(value, before, getattr(edit.after, column))
            desk.over = False


def _cells(column: Column, values: list[Any]) -> "pd.Series[Any]":
    """A field's values as a table to type in needs them: of one type, even where all are unknown."""
    import pandas as pd  # here, as in `page_part`

    cells = [to_cell(value) for value in values]
    if column.many:
        return pd.Series(cells, dtype="object")
    if column.kind is date:
        return pd.Series(pd.to_datetime(pd.Series(cells, dtype="object")))
    kinds = {int: "Int64", float: "Float64", Decimal: "Float64", bool: "boolean"}
    if column.kind in kinds:
        return pd.Series(cells, dtype=kinds[column.kind])
    return pd.Series(["" if value is None else str(value) for value in cells], dtype="object")
