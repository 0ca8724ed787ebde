"""Comments that name the member this window acts as, and the way to what they are about."""

from pathlib import Path

import streamlit as st

from data_models import TABLES
from data_models.portfolio import Portfolio
from data_models.remark import Comment
from ui import data, session
from ui.records.fields import called, held, key_of, who
from ui.records.panel import open_record
from ui.words import moment, plain

PAGES = {
    "needs": "pages/track/needs.py",
    "projects": "pages/track/projects.py",
    "funds": "pages/track/budget.py",
    "contracts": "pages/track/contracts.py",
    "sites": "pages/track/schools.py",
    "purchases": "pages/decide/prioritise.py",
    "cost_lines": "pages/decide/prioritise.py",
}
"""Where the records of a table are opened."""


def go_to(table: str, **link: str) -> None:
    """Leave for the page where records of a table are opened; what is open now is opened there. link: which part of it.

    Where that is the page already, it is shown anew as it stands: the link of a page's own widgets is not to be set.
    """
    if Path(PAGES[table]).stem == session.page():
        st.rerun()
    # Said outright, also where it is empty: else Streamlit refuses to empty it while widgets are in it. With what the
    # window keeps, as the browser makes it a step of its own, on the page that is left.
    st.switch_page(PAGES[table], query_params={**session.kept_in_link(), **link})


def mentions(portfolio: Portfolio) -> None:
    """A list of what was said to this member, newest first; nothing where nothing was."""
    found = data.mentions(portfolio.district.district_id, session.acting_as())
    if not found:
        return
    with st.popover(f"Said to you ({len(found)})", icon=":material/alternate_email:", type="tertiary"):
        for comment in found:
            _mention(portfolio, comment)


def _mention(portfolio: Portfolio, comment: Comment) -> None:
    record = next((r for r in held(portfolio, comment.table) if key_of(r) == comment.record_key), None)
    name = called(portfolio, record) if record else comment.record_key
    st.markdown(f"**{plain(name, 80)}**")
    st.caption(f"{plain(who(portfolio, comment.said_by))}, {moment(comment.said_at)}: {plain(comment.words, 200)}")
    if record and comment.table in PAGES and st.button("Open", key=f"mention {comment.comment_id}"):
        open_record(next(kind for kind in TABLES if kind.table == comment.table), comment.record_key)
        go_to(comment.table)
