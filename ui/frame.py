"""The frame around every page: which district, who is here, and what the screen looks at."""

import streamlit as st

from data_models.portfolio import Portfolio
from ui import data, session
from ui.errors import say_what_was_told, told_errors
from ui.lens import choose_lens
from ui.words import one_line, plain


def frame(portfolio: Portfolio) -> None:
    """One line: the district, that it is made up where it is, the lens, and the member this window acts as."""
    session.frame_of(portfolio.district.district_id)
    say_what_was_told()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(portfolio.district.name, 60)}**", width="content")
        if portfolio.district.made_up:
            st.badge("Made-up sample data", icon=":material/science:", color="orange", width="content")
            with st.popover(
                "Start your own district", icon=":material/add_home_work:", type="tertiary", width="content"
            ):
                _start_form()
        _others(portfolio)
        st.space("stretch")
        choose_lens(portfolio)
        _who(portfolio)


def start_page() -> None:
    """What is shown where the file holds no district at all."""
    st.title("Welcome to Cabinetmaker")
    st.markdown("This file holds no district yet. Name yours to begin; its files are loaded next, on **Data**.")
    _start_form()


def _start_form() -> None:
    with st.form("start", border=False):
        st.text_input("Name of your district", key="new_district", max_chars=100, placeholder="Your Valley Unified")
        st.caption("The sample stays in the file; you can return to it at any time.")
        st.form_submit_button("Start it", type="primary", on_click=_start)


def _start() -> None:
    with told_errors():
        data.start(st.session_state["new_district"], session.acting_as())


def _others(portfolio: Portfolio) -> None:
    """A way to the other districts that the file holds, where it holds any."""
    others = {d.district_id: one_line(d.name, 60) for d in data.districts()}
    here = portfolio.district.district_id
    others.pop(here, None)
    if not others:
        return
    chosen = st.menu_button("Other districts", list(others), format_func=others.__getitem__, type="tertiary")
    if chosen:
        with told_errors():
            data.choose(chosen, session.acting_as())
            st.rerun()


def _who(portfolio: Portfolio) -> None:
    members = {member.member_id: member for member in portfolio.members}
    if st.session_state.get(session.ACTING) not in members:
        st.session_state.pop(session.ACTING, None)  # a member of the district that was on the screen before
    if not members:
        st.badge("No members yet", icon=":material/person_off:", color="gray", width="content")
        return
    ordered = sorted(members, key=lambda key: (members[key].role != "cabinet", key))
    st.selectbox(
        "Acting as",
        ordered,
        format_func=lambda key: one_line(", ".join(p for p in (members[key].name, members[key].position) if p), 60),
        key=session.ACTING,
        bind="query-params",
        label_visibility="collapsed",
        width=400,
    )
