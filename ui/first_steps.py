"""What to do next where there is too little to plan with."""

import time

import streamlit as st

from data_models.portfolio import Portfolio
from data_models.rating import Rating
from data_models.wording import counted
from ui import data, session
from ui.words import HEADINGS, listed

DATA_PAGE = "Load them on **Data**; the page also gives empty templates."

CONTROLS_FIRST_SECONDS = 0.4
"""Long enough for a browser to draw the controls before it is busy with what the charts need."""


def controls_first() -> None:
    """In a window's first run, let the controls be seen before the charts, whose code keeps a browser from drawing.

    Somebody who opens the page sees within a moment what it is about.
    """
    if session.is_new():
        time.sleep(CONTROLS_FIRST_SECONDS)


def way_to_data() -> None:
    """To the page that loads files, where another page has nothing to show."""
    st.page_link("pages/keep/data.py", label="Open Data", icon=":material/upload_file:")


def enough_to_plan(portfolio: Portfolio) -> bool:
    """Whether there is anything to rank. Says what is missing and what to do next, for whatever is missing."""
    if not portfolio.purchases:
        st.info(
            f"A plan starts from purchases and their cost lines. {DATA_PAGE}",
            title="No purchases yet",
            icon=":material/shopping_cart:",
        )
        way_to_data()
        return False
    if missing := still_missing(portfolio):
        st.warning(f"Still missing: {missing}. {DATA_PAGE}", icon=":material/assignment_late:")
    elif not portfolio.ratings:
        st.warning(
            "Choose a purchase, open it and rate it; a purchase is planned once both its sides are rated.",
            title="Nobody has rated a purchase yet",
            icon=":material/rate_review:",
        )
    say_set_aside(portfolio.district.district_id)
    return True


def still_missing(portfolio: Portfolio) -> str:
    """What must be loaded for a plan and is not here yet, with the names of the files; ratings are given here too."""
    return listed([f"{HEADINGS[table].lower()} ({table}.csv)" for table in portfolio.lacks if table != Rating.table])


def say_set_aside(district_id: str) -> None:
    """What no page counts and no check looks at: the rows that the newest loads did not take in. Where their records
    are here all the same, these are the ones of before: mended since, or out of date.
    """
    aside = data.set_aside(district_id)
    if lost := _rows_of({change.table: change.set_aside - change.held for change in aside}):
        st.warning(
            f"Set aside when loaded, and not counted here: {lost}. Mend them on **Data**, under Loads so far.",
            icon=":material/rule:",
        )
    if held := _rows_of({change.table: change.held for change in aside}):
        st.caption(f"Set aside when loaded, and counted as they were before: {held}.")


def _rows_of(numbers: dict[str, int]) -> str:
    """2 rows of sites and 1 row of needs."""
    return listed([f"{counted(rows, 'row')} of {HEADINGS[table].lower()}" for table, rows in numbers.items() if rows])
