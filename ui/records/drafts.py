"""What was typed in a record's form and not saved: its window keeps it when the form is closed, and says so later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from data_models.base import Column, Record, columns
from data_models.portfolio import Portfolio
from ui import session
from ui.records.fields import from_cell, heading
from ui.words import listed, moment

NOW, LEFT, BEGUN = "form now", "forms left", "forms begun"


@dataclass(frozen=True)
class Form:
    """A form as it was begun. name: begins the keys of its widgets. place: where what is left in it is kept, for whom.

    seen: the record that it changes, none where it makes one. began: its fields' values without what was left in it,
    `left`, at the time `left_at`, which is UTC without a zone, as the file keeps times.
    """

    name: str
    place: tuple[str, str, str]
    kind: type[Record]
    seen: Record | None
    began: Mapping[str, Any]
    left: Mapping[str, Any]
    left_at: datetime | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What its fields begin with, by field."""
        return {**self.began, **self.left}


def forms_begun() -> int:
    """How often this window's forms began anew: a part of their keys, as a browser keeps what was typed under a key,
    and would write it over what others wrote since.
    """
    return int(st.session_state.get(BEGUN, 0))


def begin(
    of: str, portfolio: Portfolio, kind: type[Record], began: Mapping[str, Any], *, seen: Record | None = None,
    about: object = "",
) -> Form:  # fmt: skip
    """The form that is drawn now; begun with what was left in it before, where anything was, and else with what is kept
    now. of: what its name begins with. about: tells it from others that begin so, as a new record's first values do.
    """
    name = f"{of} {forms_begun()}" if forms_begun() else of
    now: Form | None = st.session_state.get(NOW)
    if now is None or now.name != name or not _typed(now):
        place = (portfolio.district.district_id, session.acting_as(), f"{of} {about}")
        now = Form(name, place, kind, seen, began, {})
        if left := st.session_state.setdefault(LEFT, {}).get(place):
            old = {field: left.began.get(field) for field in left.left}
            now = replace(
                now, seen=seen.model_copy(update=old) if seen else None, began={**began, **old}, left=left.left,
                left_at=left.left_at,
            )  # fmt: skip
        st.session_state[NOW] = now
    return now


def keep(*, closed: bool = False) -> None:
    """Keep what stands in the form now unlike the values it began with; called before it may be gone, or as it is."""
    now: Form | None = st.session_state.pop(NOW, None) if closed else st.session_state.get(NOW)
    if now is None or not (typed := _typed(now)):
        return
    known = {column.name: column for column in columns(now.kind)}
    left = {field: value for field, value in typed.items() if not _same(known[field], now.began.get(field), value)}
    forms: dict[tuple[str, str, str], Form] = st.session_state.setdefault(LEFT, {})
    if not left:
        forms.pop(now.place, None)
    elif now.place not in forms or forms[now.place].left != left:
        forms[now.place] = replace(now, left=left, left_at=datetime.now(UTC).replace(tzinfo=None))


def done() -> None:
    """Have forms begin anew: what stands in the one that is open was written, or is let go of."""
    st.session_state[BEGUN] = forms_begun() + 1
    now: Form | None = st.session_state.pop(NOW, None)
    if now:
        st.session_state.get(LEFT, {}).pop(now.place, None)
        for key in [key for key in st.session_state if str(key).startswith(f"{now.name} ")]:
            del st.session_state[key]


def say_left(form: Form) -> None:
    """That the form holds what was left in it, of when, and a way to let go of it."""
    if form.left_at is None:
        return
    where = "under **Edit**" if form.seen else "below"
    fields: Sequence[str] = [heading(field) for field in form.left]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f":material/edit_note: Your unsaved changes of {moment(form.left_at)} stand {where}: {listed(fields, 4)}.",
            width="content",
        )
        st.button("Drop them", icon=":material/undo:", type="tertiary", key=f"{form.name} drop", on_click=done)


def _typed(form: Form) -> dict[str, Any]:
    """What stands in the form's widgets, by field; nothing where they are not drawn."""
    keys = {field: f"{form.name} {field}" for field in form.kind.model_fields}
    return {field: st.session_state[key] for field, key in keys.items() if key in st.session_state}


def _same(column: Column, began: Any, value: Any) -> bool:
    try:
        return bool(from_cell(column, value) == from_cell(column, began))
    except (ValueError, ArithmeticError):
        return False  # half a day, or a third of a cent: it is not what it began with
