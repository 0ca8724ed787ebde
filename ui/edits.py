"""What a window changes: written at once, taken back with undo, and settled by a person where two changed the same."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from data_models.base import Column, Record
from data_models.edit import Clash, Edit
from data_models.errors import DistrictError
from data_models.limits import no_choice
from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui import data, session
from ui.errors import tell, told_errors
from ui.orders import against_rules, judge, with_money
from ui.others import tell_others, this_window
from ui.records import drafts
from ui.records.fields import called, column_of, from_cell, heading, held, key_of, said, who
from ui.words import listed, moment, one_line, plain

DONE, CLASHING = "edits done", "edits clashing"
MOST_KEPT = 50
EARLIEST_TYPED = date(1990, 1, 1)
"""A browser makes a day of a number that is pasted into a table, seconds after 1 January 1970: 46000 becomes that day,
and 20270815 one in August. No number that an office would paste comes to this day."""


def changed(record: Record, cells: dict[str, Any]) -> Record:
    """The record with other values, as a table or a form gives them by field.

    Raises DistrictError with the column, the value and the remedy where one cannot be kept.
    """
    values = {name: getattr(record, name) for name in type(record).model_fields}
    for name, cell in cells.items():
        column = column_of(type(record), name)
        try:
            values[name] = from_cell(column, cell)
        except (ValueError, ArithmeticError):
            raise _refused(key_of(record), column, cell) from None
    try:
        return type(record).model_validate(values)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise _refused(key_of(record), column_of(type(record), name), values[name]) from None


def typed(record: Record, cells: Mapping[str, Any]) -> Record:
    """As `changed`, of what was typed or pasted in a table's cells. Raises DistrictError too for a day before 1990."""
    for name, cell in cells.items():
        column = column_of(type(record), name)
        if column.kind is date and isinstance(cell, str) and cell[:10] < EARLIEST_TYPED.isoformat():
            raise DistrictError(
                f"{heading(name)} of {key_of(record)} stays: this reads as {cell[:10]}, as a pasted number does.",
                next_step=f"Type it like 2027-08-15. A day before {EARLIEST_TYPED.year}: open the record, under Edit.",
            )
    return changed(record, dict(cells))


def made(kind: type[Record], cells: dict[str, Any]) -> Record:
    """A new record of these values by field. Raises DistrictError as `changed` does."""
    values = {}
    for name, cell in cells.items():
        column = column_of(kind, name)
        try:
            values[name] = from_cell(column, cell)
        except (ValueError, ArithmeticError):
            raise _refused("the new record", column, cell) from None
        if column.required and values[name] in (None, "", PydanticUndefined):
            raise DistrictError(f"{heading(name)} is missing.", next_step=f"Give it: {column.description}.")
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise _refused("the new record", column_of(kind, name), values[name]) from None


def _refused(whose: str, column: Column, value: object) -> DistrictError:
    limits = [f"at least {column.least}"] * (column.least is not None) + [f"at most {column.most}"] * (
        column.most is not None
    )
    wanted = ", ".join([column.unit, *limits]) + (f", like {column.example}" if column.example else "")
    return DistrictError(
        f'"{one_line(str(value), 60)}" cannot be the {heading(column.name).lower()} of {whose}.',
        next_step=no_choice(column)[1] if column.choices else f"Give {wanted}.",
    )


def write(portfolio: Portfolio, edits: Sequence[Edit], done: str, told: str = "") -> bool:
    """Write edits, and what they change of the money that orders hold, and say so, here and, as `told`, elsewhere;
    whether they were written.

    A clash is kept until somebody settles it (`settle`).
    """
    asked = tuple(edits)
    with told_errors():
        newest = data.district()  # unless another district came on the screen since: what was begun goes on in its own
        elsewhere = _elsewhere(newest, portfolio)
        edits, of_money = with_money(portfolio if elsewhere else newest, edits)
        clashes = data.edit(portfolio.district.district_id, session.acting_as(), edits, judge())
        if clashes:
            st.session_state[_of(CLASHING, portfolio)] = (asked, tuple(edits), clashes)
            tell("Somebody else changed the same; nothing was overwritten.", wrong=True)
            return False
        stack: list[tuple[str, tuple[Edit, ...]]] = st.session_state.setdefault(_of(DONE, portfolio), [])
        stack.append((done, tuple(edits)))
        del stack[:-MOST_KEPT]
        barred = "" if elsewhere else against_rules(newest, data.district(), edits)
        tell(" ".join(word for word in (done, of_money, barred) if word))
        st.session_state.pop(_of(CLASHING, portfolio), None)
        words = one_line(told or done[:1].lower() + done[1:]).rstrip(".")
        tell_others(portfolio.district.district_id, session.acting_as(), this_window(), words)
        return True
    return False


def clashing(portfolio: Portfolio) -> bool:
    """Whether what this window wants of the district waits for somebody to settle a clash."""
    return _of(CLASHING, portfolio) in st.session_state


def undo_button(portfolio: Portfolio) -> None:
    """Take back what this window changed last; again for what it changed before that."""
    stack = st.session_state.get(_of(DONE, portfolio), [])
    st.button(
        "Undo", icon=":material/undo:", type="tertiary", disabled=not stack, key="undo edits",
        help=f"Take back: {plain(stack[-1][0], 80)}" if stack else "Nothing was changed in this window yet",
        on_click=_undo, args=(portfolio,),
    )  # fmt: skip


def _undo(portfolio: Portfolio) -> None:
    stack = st.session_state[_of(DONE, portfolio)]
    words, edits = stack[-1]
    undone = len(stack) - 1
    back = [Edit(before=e.after, after=e.before, reason="taken back", restores=True) for e in reversed(edits)]
    told = f"took back: {words[:1].lower()}{words[1:]}"
    if write(portfolio, back, f"Taken back: {words}", told):
        del stack[undone:]  # an undo is not undone; do it again instead


def settle(portfolio: Portfolio) -> None:
    """Where two people changed the same: theirs and yours side by side, and a choice."""
    if not clashing(portfolio):
        return
    asked, edits, clashes = st.session_state[_of(CLASHING, portfolio)]
    mine = _names(_beside(asked, clashes))
    with st.container(border=True):
        st.warning(
            plain("Nothing of yours was written yet. Compare, and choose."
                  + (f" Whatever you choose, your {mine} is written." if mine else "")),
            title="Somebody changed this while you did", icon=":material/call_split:",
        )  # fmt: skip
        st.table([_row(portfolio, edits, clash) for clash in clashes], border="horizontal", hide_index=True)
        with st.container(horizontal=True):
            st.button("Keep theirs", key="keep theirs", on_click=_keep_theirs, args=(portfolio,),
                      help="Of what is compared here; the rest of yours is written")  # fmt: skip
            if all(clash.column for clash in clashes):
                st.button("Write mine over it", key="write mine", on_click=_write_mine, args=(portfolio,))


def _row(portfolio: Portfolio, edits: Sequence[Edit], clash: Clash) -> dict[str, str]:
    mine = next(e for e in edits if (e.record.table, key_of(e.record)) == (clash.table, clash.record_key))
    newest = data.district()
    theirs = next((one for one in held(newest, clash.table) if key_of(one) == clash.record_key), None)
    record = theirs or mine.record
    if clash.column:
        column = column_of(type(record), clash.column)
        values = [plain(said(portfolio, column, of), 200) for of in (clash.seen, clash.theirs, clash.yours)]
    else:
        seen = "the record" if mine.before else "not there"
        values = [seen, _whole(newest, theirs, mine.after), _whole(newest, mine.after, theirs)]
    name = called(newest, record)
    return {
        "Record": plain(name if record.called == clash.record_key else f"{clash.record_key} {name}", 100),
        "Column": heading(clash.column) if clash.column else "–",
        "As you saw it": values[0],
        f"Theirs ({plain(who(portfolio, clash.changed_by))}, {moment(clash.changed_at)})": values[1],
        "Yours": values[2],
    }


def _whole(portfolio: Portfolio, record: Record | None, other: Record | None) -> str:
    """What one side has of a whole record: where both have it, in what it differs."""
    if record is None or other is None:
        return "the record" if record else "withdrawn"
    names = [n for n in type(record).model_fields if getattr(record, n) != getattr(other, n)]
    parts = [f"{heading(n)}: {said(portfolio, column_of(type(record), n), getattr(record, n))}" for n in names]
    return plain("; ".join(parts), 200)


def _beside(edits: Sequence[Edit], clashes: Sequence[Clash]) -> list[Edit]:
    """What the edits change beside what clashes; a record that was added or withdrawn by either is left to them."""
    rest: list[Edit] = []
    for edit in edits:
        clashing = {c.column for c in clashes if (c.table, c.record_key) == (edit.record.table, key_of(edit.record))}
        if edit.before and edit.after and "" not in clashing:
            after = edit.after.model_copy(update={name: getattr(edit.before, name) for name in clashing})
            rest += [edit.model_copy(update={"after": after})] * (after != edit.before)
        elif not clashing:
            rest.append(edit)
    return rest


def _names(edits: Sequence[Edit]) -> str:
    """The fields that these edits change, each once: title and needed by."""
    changed = [
        heading(name).lower()
        for edit in edits
        if edit.before and edit.after
        for name in type(edit.after).model_fields
        if getattr(edit.before, name) != getattr(edit.after, name)
    ]
    return listed(list(dict.fromkeys(changed)))


def _keep_theirs(portfolio: Portfolio) -> None:
    """Let go of what clashes, and write the rest; say both."""
    edits, _, clashes = st.session_state.pop(_of(CLASHING, portfolio))
    kept = listed(list(dict.fromkeys(heading(c.column).lower() if c.column else "record" for c in clashes)))
    rest = _beside(edits, clashes)
    said = f"Kept their {kept}"
    if not rest:
        tell(f"{said}; nothing of yours was written.")
    else:
        whose = listed([one_line(edit.record.called, 40) for edit in rest], 2)
        write(portfolio, rest, f"{said}, and wrote your {_names(rest) or 'other changes'}.", f"changed {whose}")
    drafts.done()


def _write_mine(portfolio: Portfolio) -> None:
    """Write the same edits as changes of what is there now, which the person has just seen."""
    edits, _, clashes = st.session_state[_of(CLASHING, portfolio)]
    again = []
    for edit in edits:
        theirs = {c.column: c.theirs for c in clashes if c.record_key == key_of(edit.record)}
        again.append(edit.model_copy(update={"before": edit.before.model_copy(update=theirs)}) if edit.before else edit)
    over = f"over {counted(len(clashes), 'value')} of somebody else's"
    whose = listed([one_line(edit.record.called, 40) for edit in again], 2)
    if write(portfolio, again, f"Written {over}.", f"wrote {over}, in {whose}"):
        drafts.done()


def _elsewhere(one: Portfolio, other: Portfolio) -> bool:
    return one.district.district_id != other.district.district_id


def _of(name: str, portfolio: Portfolio) -> str:
    return f"{name} {portfolio.district.district_id}"
