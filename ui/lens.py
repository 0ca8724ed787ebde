"""The lens: which part of the district the screen looks at. Plans are always made for the whole district."""

from dataclasses import dataclass

import streamlit as st

from data_models.portfolio import Portfolio
from ui.session import LENS
from ui.words import count, one_line

DEPARTMENTS, SITES, GOALS = LENS


@dataclass(frozen=True)
class Lens:
    """What is looked at; an empty tuple means everything."""

    departments: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()


def choose_lens(portfolio: Portfolio) -> None:
    """The widgets, for the frame. They live in the link, and stay when the page changes."""
    with st.popover(_title(lens()), icon=":material/filter_alt:"):
        for label, key, names in (
            ("Departments", DEPARTMENTS, {d.department_id: d.name for d in portfolio.departments}),
            ("Schools", SITES, {s.site_id: s.name for s in portfolio.sites}),
            ("Goals", GOALS, {g.goal_id: g.title for g in portfolio.goals}),
        ):
            labels = {chosen: f"{one_line(name, 60)} ({chosen})" for chosen, name in names.items()}
            st.multiselect(label, list(labels), format_func=labels.__getitem__, key=key, bind="query-params")


def lens() -> Lens:
    """What the frame's widgets say now."""
    return Lens(*(tuple(st.session_state.get(key, ())) for key in (DEPARTMENTS, SITES, GOALS)))


def seen_through(portfolio: Portfolio, looking: Lens) -> frozenset[str]:
    """Keys of the purchases that the lens shows.

    By department: the purchase's own. By school: it gets the purchase, which goes to all where none is named.
    By goal: one of the needs that the purchase answers serves it.
    """
    goals_of = {need.need_id: set(need.goal_ids) for need in portfolio.needs}
    return frozenset(
        purchase.purchase_id
        for purchase in portfolio.purchases
        if (not looking.departments or purchase.department_id in looking.departments)
        and (not looking.sites or not purchase.site_ids or set(looking.sites) & set(purchase.site_ids))
        and (
            not looking.goals
            or set(looking.goals) & set().union(*(goals_of.get(need, set()) for need in purchase.need_ids))
        )
    )


def _title(looking: Lens) -> str:
    parts = [
        count(len(chosen), one, many)
        for chosen, one, many in (
            (looking.departments, "department", ""),
            (looking.sites, "school", ""),
            (looking.goals, "goal", ""),
        )
        if chosen
    ]
    return "Looking at " + ", ".join(parts) if parts else "Looking at everything"
