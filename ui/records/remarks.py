"""What people say beside a record, and the documents that belong to it."""

from collections.abc import Sequence

import streamlit as st

from data_models.limits import KEY_JOINT
from data_models.portfolio import Portfolio
from ui import data, session
from ui.errors import tell, told_errors
from ui.others import tell_others, this_window
from ui.records.fields import called, held, key_of, who
from ui.words import listed, moment, one_line, plain


def comments(portfolio: Portfolio, table: str, *key: str) -> None:
    """What was said, oldest first, and a place to say more."""
    district_id, name = portfolio.district.district_id, f"say {table} {' / '.join(key)}"
    people = [f"@{member.name} ({member.member_id})" for member in portfolio.members]
    for comment in data.comments(district_id, table, *key):
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(f"{plain(who(portfolio, comment.said_by))}, {moment(comment.said_at)}")
                st.space("stretch")
                st.button("Take back", type="tertiary", key=f"take back {comment.comment_id}",
                          on_click=_take_back, args=(district_id, comment.comment_id))  # fmt: skip
            st.markdown("  \n".join(plain(line) for line in comment.words.splitlines()))
    with st.form(name, border=False):
        st.text_area("Your comment", key=f"{name} words", height=90,
                     help=f"Name somebody with @ and their whole, first or last name, or key: {listed(people, 20)}",
                     placeholder=f"{_example(portfolio)} asks somebody to look")  # fmt: skip
        st.form_submit_button("Say it", on_click=_say, args=(portfolio, f"{name} words", table, key))


def attachments(portfolio: Portfolio, table: str, *key: str) -> None:
    """The documents, and a place to add one by its address."""
    district_id, name = portfolio.district.district_id, f"attach {table} {' / '.join(key)}"
    for paper in data.attachments(district_id, table, *key):
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.link_button(plain(paper.title, 60), paper.address, type="tertiary", icon=":material/attach_file:")
            st.caption(f"added {moment(paper.added_at)} by {plain(who(portfolio, paper.added_by))}")
            st.space("stretch")
            st.button("Take off", type="tertiary", key=f"take off {paper.attachment_id}",
                      on_click=_take_off, args=(district_id, paper.attachment_id))  # fmt: skip
    with st.form(name, border=False):
        st.text_input("Title", key=f"{name} title", placeholder="Signed agreement", max_chars=200)
        st.text_input("Address", key=f"{name} address", placeholder="https://", max_chars=2000, type="url")
        st.form_submit_button("Attach", on_click=_attach, args=(district_id, name, table, key))


def _say(portfolio: Portfolio, place: str, table: str, key: tuple[str, ...]) -> None:
    district_id, me = portfolio.district.district_id, session.acting_as()
    with told_errors():
        words = st.session_state[place]
        found = data.comment(district_id, me, table, key, words)
        named = [who(portfolio, member) for member in found.members]
        st.session_state[place] = ""
        said = f"Said, to {listed(named)}." if named else "Said."
        tell(said + _hint(portfolio, found.nobody), wrong=bool(found.nobody))
        tell_others(district_id, me, this_window(), f"commented on {_titled(portfolio, table, key)}", found.members)


def _titled(portfolio: Portfolio, table: str, key: tuple[str, ...]) -> str:
    """What people call the record; its key where it is withdrawn."""
    words = KEY_JOINT.join(key)
    found = (called(portfolio, record) for record in held(portfolio, table) if key_of(record) == words)
    return one_line(next(found, words), 60)


def _example(portfolio: Portfolio) -> str:
    return f"@{portfolio.members[0].name if portfolio.members else 'name'}"


def _hint(portfolio: Portfolio, nobody: Sequence[str]) -> str:
    """Which names there are, those that begin alike first, where a comment calls somebody who is nobody here."""
    if not nobody:
        return ""
    begins = tuple(word[0].casefold() for word in nobody)
    names = sorted((m.name for m in portfolio.members), key=lambda name: not name.casefold().startswith(begins))
    called, there = (listed([f"@{one_line(name, 40)}" for name in some], 4) for some in (nobody, names))
    is_nobody = "is nobody's name or key" if len(nobody) == 1 else "are nobody's names or keys"
    return f" {called} {is_nobody}. " + (f"Names here: {there}." if names else "No members are on record.")


def _take_back(district_id: str, comment_id: str) -> None:
    with told_errors():
        data.withdraw_comment(district_id, session.acting_as(), comment_id)
        tell("Taken back.")


def _attach(district_id: str, name: str, table: str, key: tuple[str, ...]) -> None:
    title, address = f"{name} title", f"{name} address"
    with told_errors():
        data.attach(district_id, session.acting_as(), table, key, st.session_state[title], st.session_state[address])
        tell("Attached.")
        st.session_state[title] = st.session_state[address] = ""


def _take_off(district_id: str, attachment_id: str) -> None:
    with told_errors():
        data.withdraw_attachment(district_id, session.acting_as(), attachment_id)
        tell("Taken off.")
