"""Keeping a page's fragment up to date with what others do."""

import streamlit as st

from data_models.plan import Plan
from data_models.portfolio import Portfolio
from ui import data, live, session
from ui.others import DOINGS, say_what_others_did
from ui.proof import proof_topic, state_of_proof, under_way
from ui.quality import say_how_good

DONE_BY_OTHERS = "done by others"
"""No news goes out under this name: each doing follows a write, whose news does. It is for looking now and then."""


def follow(portfolio: Portfolio, plan: Plan | None = None, *, said: bool = False) -> None:
    """Redraw this fragment when the district's data changes or the proof of the plan it shows is done.

    Where another district was put on the screen, the whole page follows. Below figures of a plan that is not proven the
    best stands how good it is, unless the page has `said` so.
    """
    if plan:
        session.show_plan(plan)
        if not said:
            say_how_good(portfolio, plan)
    if session.framed() != portfolio.district.district_id:
        st.rerun()
    say_what_others_did(portfolio)
    waiting = plan is not None and under_way(portfolio, plan)
    name = data.topic(portfolio.district.district_id)

    def states() -> dict[str, str]:
        on_screen = data.on_screen()
        of_proof = {}
        if plan:
            of_proof[proof_topic(portfolio, plan.settings)] = state_of_proof(portfolio, plan)
        return {
            data.SCREEN: on_screen,
            name: str(data.version(portfolio.district.district_id)),
            **of_proof,
            DONE_BY_OTHERS: str(DOINGS.count()),
        }

    # What is shown is of the portfolio's version, whatever was written while it was drawn.
    live.listen({**states(), name: str(portfolio.version)}, waiting=waiting, look=states)


@st.fragment
def follow_district(portfolio: Portfolio) -> None:
    """Run the page again when the district's data changes or another is put on the screen."""
    name = data.topic(portfolio.district.district_id)

    def states() -> dict[str, str]:
        on_screen, version = data.on_screen(), str(data.version(portfolio.district.district_id))
        return {data.SCREEN: on_screen, name: version, DONE_BY_OTHERS: str(DOINGS.count())}

    now = states()
    if (now[data.SCREEN], now[name]) != (portfolio.district.district_id, str(portfolio.version)):
        st.rerun()
    say_what_others_did(portfolio)
    live.listen(states(), waiting=False, look=states)
