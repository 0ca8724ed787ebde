"""One record, opened beside its table: what the page says of it, and everything people do with it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from data_models.base import Record
from data_models.edit import Edit
from data_models.history import Withdrawn
from data_models.member import Role
from data_models.portfolio import Portfolio
from ui import data, edits, session
from ui.errors import part, tell, told_errors
from ui.lens import begun
from ui.records import drafts
from ui.records.fields import called, held, key_of, one_of, who
from ui.records.form import fields_form, free_key, next_key
from ui.records.history import history
from ui.records.remarks import attachments, comments
from ui.session import Open
from ui.words import HEADINGS, moment, one_line, plain

Kind = TypeVar("Kind", bound=Record)
OPEN, SHOWN, TITLE = session.OPENED, "record shown", "title of what is open"


def open_record(record: type[Record], key: str | None, *, to_talk: bool = False) -> None:
    """Open a record, or close what is open."""
    st.session_state[OPEN] = Open(record.table, key, to_talk=to_talk) if key else None


def open_new(record: type[Record], **values: Any) -> None:
    """Open the form of a new record that begins with these values."""
    st.session_state[OPEN] = Open(record.table, start=tuple(values.items()))


def is_open() -> bool:
    """Whether anything is open."""
    return st.session_state.get(OPEN) is not None


def opened_key(record: type[Record]) -> str:
    """Key of the record of this table that is open; empty where none is."""
    now = _open(record)
    return now.key if now else ""


def panel(
    record: type[Kind], portfolio: Portfolio, body: Callable[[Kind], None],
    adding: Callable[[dict[str, Any]], None] | None = None,
) -> None:  # fmt: skip
    """Show what is open of this table, if anything is. body: what the page says of a record.

    adding: the page's own way to ask for a new record, given the values it begins with; by default a form of all
    fields. A panel stays open, with what is typed in it, when others change the data; where they withdraw its record it
    says who did, why, and how to get it back. What is typed and not saved is kept when it is closed.
    """
    session.open_in_link()
    drafts.keep(closed=not is_open())
    now = _open(record)
    if now is None:
        return
    st.session_state[SHOWN] = now
    if now.start is not None:
        values = dict(now.start)
        show: Callable[[], None] = lambda: adding(values) if adding else _new(record, portfolio, values)  # noqa: E731
        name = f"A new {one_of(record)}"
    elif now.withdrawn:
        show, name = lambda: _withdrawn(record, portfolio), f"Withdrawn {record.heading.lower()}"
    else:
        found = next((row for row in held(portfolio, record.table) if key_of(row) == now.key), None)
        gone = None if found else _gone(record, now.key)
        found = gone.record if gone else found
        if not isinstance(found, record):
            _cannot_open(f"No {one_of(record)} on record has the key '{one_line(now.key, 60)}'.")
            return
        kept: Kind = found
        name = _title(now, called(portfolio, kept))
        show = lambda: _everything(_newest(kept), portfolio, body, was_gone=bool(gone))  # noqa: E731
    close = partial(open_record, record, None)

    def opened() -> None:
        if st.session_state.get(OPEN) != now:
            st.rerun()  # a button in here closed it, or opened another
        with st.container():
            edits.settle(portfolio)
        if not (now.withdrawn and edits.clashing(portfolio)):  # a long list makes room, so that the clash is in sight
            show()

    st.dialog(name, width="large", position="right", on_dismiss=close)(part("panel")(opened))()


def open_elsewhere() -> None:
    """Called after the page: where it has no panel for what a link opens, say so, and close it.

    Nothing is said on the way back: a browser keeps, of a page that was left, what was to be opened on the next.
    """
    now: Open | None = st.session_state.get(OPEN)
    if now == st.session_state.pop(SHOWN, None) or not now:
        return
    if session.went_back():
        st.session_state[OPEN] = None
        session.open_in_link()
    else:
        heading = HEADINGS.get(now.table, f"Records called '{one_line(now.table, 60)}'")
        _cannot_open(f"{heading} are not opened on this page.")


def add_button(record: type[Record], filtered: Mapping[str, Any] | None = None) -> None:
    """Begin a new record, of what is looked at. filtered: what the page's filters say of it, by field."""
    st.button(
        f"Add {one_of(record)}", icon=":material/add:", key=f"add {record.table}", on_click=open_new, args=(record,),
        kwargs={**begun(record), **(filtered or {})},
    )  # fmt: skip


def withdrawn_button(record: type[Record], portfolio: Portfolio) -> None:
    """Look at what was withdrawn, where anything was."""
    number = len(data.withdrawn(portfolio.district.district_id, record))
    if number:
        st.button(
            f"Withdrawn ({number:,})", icon=":material/inventory_2:", type="tertiary", key=f"withdrawn {record.table}",
            on_click=lambda: st.session_state.update({OPEN: Open(record.table, withdrawn=True)}),
        )  # fmt: skip


def _title(now: Open, called: str) -> str:
    """As when it was opened: a dialog of another name is another dialog, and would begin at its first tab."""
    whose, title = st.session_state.get(TITLE, (None, ""))
    if whose is not now:
        title = plain(called, 80)
        st.session_state[TITLE] = (now, title)
    return str(title)


def _cannot_open(why: str) -> None:
    """Close what a link would open, and say why."""
    st.session_state[OPEN] = None
    session.open_in_link()
    tell(f"{why} The link may be cut short, or of another page or district.", wrong=True)


def _open(record: type[Record]) -> Open | None:
    now: Open | None = st.session_state.get(OPEN)
    return now if now and now.table == record.table else None


def _newest(record: Kind) -> Kind:
    """The record as it is now: a panel is drawn again by itself, with what its page knew when it was opened."""
    kept = (row for row in held(data.district(), record.table) if key_of(row) == key_of(record))
    found = next(kept, record)
    return found if isinstance(found, type(record)) else record


def _gone(record: type[Record], key: str) -> Withdrawn | None:
    """How a record was withdrawn; none where it is there, or was never."""
    fresh = data.district()
    if any(key_of(row) == key for row in held(fresh, record.table)):
        return None
    found = data.withdrawn(fresh.district.district_id, record)
    return next((one for one in found if key_of(one.record) == key), None)


def _everything(record: Kind, portfolio: Portfolio, body: Callable[[Kind], None], *, was_gone: bool) -> None:
    """was_gone: as the page knew when it drew the panel; then it has nothing to say of the record until it hears that
    it is back, a moment later. Running the page at once would take away what is being typed.
    """
    key = (record.table, *(str(getattr(record, part)) for part in record.key))
    gone = _gone(type(record), key_of(record))
    form = _form(record, portfolio)
    with st.container():  # always one element, or the tabs would be others and begin at the first
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(plain(_where_from(record, portfolio)), width="content")
            with st.popover("Link", icon=":material/link:", type="tertiary"):
                st.caption(
                    "Opens this, with the filters and the draft plan as they are here. It does not say who you are."
                )
                st.code(session.link_to_send(), language=None, wrap_lines=True)
        if gone:
            _say_gone(portfolio, gone, key)
        drafts.say_left(form)
    now = _open(type(record))
    tabs = ["About", "Edit", "Comments", "Attachments", "History"]
    about, edit, talk, papers, past = st.tabs(tabs, default="Comments" if now and now.to_talk else None)
    if edits.clashing(portfolio):  # what fills them makes room too, and the tab that is open stays open
        return
    with about:
        if gone or was_gone:
            st.caption("What this page says of it comes back with it.")
        else:
            body(record)
    with edit:
        _edit(form, record, portfolio, gone=bool(gone))
    with talk:
        comments(portfolio, *key)
    with papers:
        attachments(portfolio, *key)
    with past:
        history(portfolio, *key)


def _say_gone(portfolio: Portfolio, gone: Withdrawn, key: tuple[str, ...]) -> None:
    """Who withdrew it, when and why; a way back for those who may."""
    changes = data.history(portfolio.district.district_id, *key)
    own = (change.action.partition(": ") for change in changes if change.table == gone.record.table)
    what, _, reason = next((said for said in own if said[0] == "withdrawn"), ("", "", ""))
    because = (
        f", because: {reason}" if reason else ", as a newer file no longer holds it" if what == "withdrawn" else ""
    )
    st.warning(
        plain(f"By {who(portfolio, gone.withdrawn_by)}, {moment(gone.withdrawn_at)}{because}."),
        title="This was withdrawn", icon=":material/inventory_2:",
    )  # fmt: skip
    me = next((m for m in portfolio.members if m.member_id == session.acting_as()), None)
    if me is None or me.role is not Role.PANEL:
        st.button("Restore", icon=":material/restore_from_trash:", type="primary", on_click=_restore,
                  key=f"restore {gone.record.table} {key_of(gone.record)}", args=(portfolio, gone.record))  # fmt: skip


def _where_from(record: Record, portfolio: Portfolio) -> str:
    found = data.origin(portfolio.district.district_id, record)
    if found is None:
        return f"{key_of(record)} · one of the reference records that come with the program"
    whence = f"from '{found.file}', row {found.row}" if found.file else "typed here"
    return (
        f"{key_of(record)} · {whence} · last written {moment(found.changed_at)} by {who(portfolio, found.changed_by)}"
    )


def _form(record: Record, portfolio: Portfolio) -> drafts.Form:
    """The form that changes it, as it was begun: what others change meanwhile is not taken for the person's own."""
    values = {column: getattr(record, column) for column in type(record).model_fields}
    return drafts.begin(f"edit {record.table} {key_of(record)}", portfolio, type(record), values, seen=record)


def _edit(form: drafts.Form, record: Record, portfolio: Portfolio, *, gone: bool) -> None:
    """Without a form of Streamlit's, whose values only the browser knows until they are saved."""
    name = form.name
    given = fields_form(name, portfolio, form.kind, form.values, leave_out=record.key)
    drafts.keep()
    st.text_input("Why you change it", key=f"{name} why", max_chars=200, placeholder="Kept in its history",
                  help="Needed only where something bought goes back to an earlier stage")  # fmt: skip
    st.button("Save", type="primary", on_click=_save, args=(form, portfolio, list(given)), key=f"{name} save",
              disabled=gone, help="Restore it first" if gone else None)  # fmt: skip
    if gone:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("Duplicate", icon=":material/content_copy:", key=f"{name} again", on_click=_duplicate,
                  args=(record, portfolio))  # fmt: skip
        reason = st.text_input("Reason to withdraw", key=f"{name} reason", placeholder="Answered in another way",
                               max_chars=200)  # fmt: skip
        st.button("Withdraw", icon=":material/delete:", key=f"{name} withdraw", on_click=_withdraw,
                  args=(record, portfolio, f"{name} reason"), disabled=not reason,
                  help="It leaves every page and plan, and can be restored")  # fmt: skip


def _save(form: drafts.Form, portfolio: Portfolio, fields: list[str]) -> None:
    """Write what differs from what the form began with; what others changed meanwhile stays.

    What is refused stays as it was typed.
    """
    with told_errors():
        assert form.seen
        after = edits.changed(form.seen, {field: st.session_state[f"{form.name} {field}"] for field in fields})
        edit = Edit(before=form.seen, after=after, reason=st.session_state[f"{form.name} why"])
        if edits.write(portfolio, [edit], f"Changed {one_line(called(portfolio, after), 60)}."):
            drafts.done()


def _duplicate(record: Record, portfolio: Portfolio) -> None:
    values = {name: getattr(record, name) for name in type(record).model_fields}
    open_new(type(record), **{**values, type(record).key[0]: next_key(portfolio, type(record))})


def _withdraw(record: Record, portfolio: Portfolio, reason: str) -> None:
    edit = Edit(before=record, after=None, reason=st.session_state[reason])
    if edits.write(portfolio, [edit], f"Withdrew {one_line(called(portfolio, record), 60)}."):
        open_record(type(record), None)


def _new(record: type[Record], portfolio: Portfolio, values: dict[str, Any]) -> None:
    begin = {record.key[0]: next_key(portfolio, record)} if len(record.key) == 1 else {}
    about = {field: value for field, value in values.items() if field not in begin}  # the next key is soon another
    form = drafts.begin(f"new {record.table}", portfolio, record, {**begin, **values}, about=about)
    drafts.say_left(form)
    given = fields_form(form.name, portfolio, record, form.values)
    drafts.keep()
    st.button("Add", type="primary", on_click=_add, args=(form, portfolio, list(given)), key=f"{form.name} add")
    st.caption("Fields with * are needed; the rest can come later.")


def _add(form: drafts.Form, portfolio: Portfolio, fields: list[str]) -> None:
    """Add it. Where another record took meanwhile the key that was offered, it gets the next one, and that is said."""
    with told_errors():
        given = {field: st.session_state[f"{form.name} {field}"] for field in fields}
        key, moved = form.kind.key[0], ""
        if len(form.kind.key) == 1 and given[key] and given[key] == form.began[key]:
            given[key] = free_key(portfolio, form.kind, given[key])
            if given[key] != form.began[key]:
                moved = f" Its key is {given[key]}, as another has {form.began[key]} by now."
        after = edits.made(form.kind, given)
        done = f"Added {one_line(called(portfolio, after), 60)}.{moved}"
        if edits.write(portfolio, [Edit(before=None, after=after)], done):
            drafts.done()
            open_record(form.kind, key_of(after))


def _withdrawn(record: type[Record], portfolio: Portfolio) -> None:
    for gone in data.withdrawn(portfolio.district.district_id, record):
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(
                f"**{plain(called(portfolio, gone.record), 80)}** {plain(key_of(gone.record))}, "
                f"withdrawn {moment(gone.withdrawn_at)} by {plain(who(portfolio, gone.withdrawn_by))}"
            )
            st.button("Restore", key=f"restore {record.table} {key_of(gone.record)}", on_click=_restore,
                      args=(portfolio, gone.record))  # fmt: skip


def _restore(portfolio: Portfolio, record: Record) -> None:
    edits.write(
        portfolio,
        [Edit(before=None, after=record, restores=True)],
        f"Restored {one_line(called(portfolio, record), 60)}.",
    )
