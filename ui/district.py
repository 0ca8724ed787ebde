"""Which district the files go into, and how to change that."""

from collections.abc import Iterable

import streamlit as st

from data_models.district import District
from data_models.portfolio import Portfolio
from ui import data, session
from ui.errors import shown_errors, told_errors
from ui.progress import with_progress
from ui.words import one_line


def title_with_district(portfolio: Portfolio) -> None:
    """The title, and the district on the screen; another of the file, the sample or a new one is one step away."""
    held = data.districts()
    titles = district_titles(held)
    here = portfolio.district.district_id
    # One container, however much is in it: what stands below keeps its place, and so its files and its typing.
    with st.container():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.title("Data", anchor=False, width="content")
            st.space("small")
            chosen = st.selectbox(
                "District that files are loaded into",
                list(titles),
                index=list(titles).index(here),
                format_func=titles.__getitem__,
                help="Everyone who has this dashboard open sees the district chosen here.",
                width=460,
            )
            if not portfolio.district.made_up or len(titles) > 1:  # else it stands in the frame, on every page
                start_button(portfolio)
            if not any(district.made_up for district in held):
                sample_button()
        if portfolio.district.made_up:
            st.caption(
                "This district is made up, to look around in. **Start your own**, above, before you load your files."
            )
        if chosen != here:
            with shown_errors():
                data.choose(chosen, session.acting_as())
                st.rerun()


def district_titles(districts: Iterable[District]) -> dict[str, str]:
    """What each district is called where one is chosen, by key. No two are alike, which Streamlit would not draw: where
    names are, or are once cut, the keys stand with all of them.
    """
    titles = {d.district_id: one_line(d.name, 60) + (" (made up)" if d.made_up else "") for d in districts}
    if len(set(titles.values())) == len(titles):
        return titles
    return {key: f"{title} [{key}]" for key, title in titles.items()}


def start_button(portfolio: Portfolio) -> None:
    """The way to a district of one's own, or to another one."""
    with st.popover(
        "Start your own" if portfolio.district.made_up else "Start another district",
        icon=":material/add_home_work:",
        type="tertiary",
        key=f"start_from_{portfolio.district.district_id}",  # another district on the screen closes it
        width="content",
    ):
        start_form("with a button")


def start_form(place: str) -> None:
    """Name one's own district and begin it. `place` tells this form from the same elsewhere on the page."""
    with st.form(f"start_{place}", border=False, clear_on_submit=True):
        st.text_input("Name of your district", key=_name_key(place), max_chars=100, placeholder="Your Valley Unified")
        st.caption("It begins empty. The others stay in the file; you can return to them at any time.")
        st.form_submit_button("Start it", type="primary", on_click=_start, args=(place,))


def sample_button() -> None:
    """A way to the made-up district, which is put into the file where it is not there yet."""
    if st.button("Add the sample district", icon=":material/science:"):
        from store.sample import start_with_sample  # here, because every start would wait for what loading imports

        with shown_errors():
            with_progress(lambda progress: start_with_sample(data.database(), progress))
            st.rerun()


def _start(place: str) -> None:
    with told_errors():
        data.start(st.session_state[_name_key(place)], session.acting_as())


def _name_key(place: str) -> str:
    return f"name of a new district {place}"
