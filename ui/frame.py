"""The frame around every page: which district, who is here, and what the screen looks at."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data_models.portfolio import Portfolio
from ui import data, session
from ui.district import district_titles, sample_button, start_button, start_form
from ui.errors import part, tell, told_errors
from ui.lens import choose_lens
from ui.mentions import mentions
from ui.words import one_line, plain

WITHOUT_TABLES = ("frame", "controls")
"""The parts that are drawn first."""

ACTING_WIDTH = 340
"""Pixels of a name with a title: Daniel Okafor, Chief technology officer."""


@contextmanager
def page_part(name: str) -> Iterator[None]:
    """Around the page, and each part of it that is redrawn by itself: things stand close together, so that on a small
    screen too a page's answer begins in the upper half. As a decorator it stands under that of the fragment, which
    Streamlit draws in a container of its own.

    Ahead of tables and charts pandas is imported: Plotly looks into it, and must not find it half imported by another
    window. It takes a third of a second, for which the first words on the screen need not wait.
    """
    if name not in WITHOUT_TABLES:
        import pandas  # noqa: F401
    with part(name, gap="xsmall"):
        yield


def frame(portfolio: Portfolio) -> None:
    """One line: the district and whether it is made up, the member this window acts as, the lens; then other districts.

    Messages come up in the corner at the right, so what is used most stands at the left.
    """
    if session.frame_of(portfolio.district.district_id):
        st.toast(plain(f"{portfolio.district.name} is on everybody's screen now."), icon=":material/swap_horiz:")
    if other := session.linked_elsewhere(portfolio.district.district_id):
        name = next((d.name for d in data.districts() if d.district_id == other), other)
        tell(
            f"That link is of {one_line(name, 60)}, and {one_line(portfolio.district.name, 60)} is on everybody's "
            "screen. Put the other one there first, then open the link again.",
            wrong=True,
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"**{plain(portfolio.district.name, 60)}**", width="content")
        if portfolio.district.made_up:
            st.badge("Made up", icon=":material/science:", color="orange", width="content")
        _who(portfolio)
        choose_lens(portfolio)
        mentions(portfolio)
        st.space("stretch")
        _others(portfolio)


def start_page() -> None:
    """What is shown where the file holds no district at all."""
    st.title("Welcome to Cabinetmaker")
    st.markdown("This file holds no district yet. Look around in a made-up one, or name yours to begin.")
    sample_button()
    start_form("to begin")


def _others(portfolio: Portfolio) -> None:
    """A way to the other districts that the file holds; where it holds the sample alone, to one's own."""
    others = district_titles(data.districts())
    here = portfolio.district.district_id
    others.pop(here, None)
    if not others:
        if portfolio.district.made_up:
            start_button(portfolio)
        return
    chosen = st.menu_button("Other districts", list(others), format_func=others.__getitem__, type="tertiary")
    if chosen:
        with told_errors():
            data.choose(chosen, session.acting_as())
            st.rerun()


def _who(portfolio: Portfolio) -> None:
    """Which member this window acts as: whom the link names, nobody until somebody is chosen."""
    members = {member.member_id: member for member in portfolio.members}
    asked = st.query_params.get(session.ACTING, "")
    now = session.acting_as()
    if now not in members:  # nobody yet, or a member of the district that was on the screen before
        now = asked
        if asked and asked not in members:
            st.toast(plain(f"Nobody here has the key '{asked}'. Choose who you are."), icon=":material/person_alert:")
    session.act_as(now if now in members else None)
    if not members:
        st.badge(
            "No members yet", icon=":material/person_off:", color="gray", width="content",
            help="Who acts is chosen here once members.csv is loaded on Data.",
        )  # fmt: skip
        return
    ordered = sorted(members, key=lambda key: (members[key].role != "cabinet", key))
    st.session_state[session.ACTING] = now if now in members else None
    st.selectbox(
        "Acting as",
        ordered,
        index=None,
        format_func=lambda key: one_line(", ".join(p for p in (members[key].name, members[key].position) if p), 60),
        placeholder="Acting as: choose who you are",
        key=session.ACTING,
        on_change=_chosen,
        label_visibility="collapsed",
        width=ACTING_WIDTH,
    )


def _chosen() -> None:
    session.act_as(st.session_state[session.ACTING])
