"""The lens: which part of the district the screen looks at. Plans are always made for the whole district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from data_models.base import Record
from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui import session
from ui.session import LENS
from ui.told import told
from ui.words import fiscal_year, one_line

DEPARTMENTS, SITES, GOALS, YEAR = LENS
Kind = TypeVar("Kind", bound=Record)


@dataclass(frozen=True)
class Lens:
    """What is looked at; an empty tuple, or no year, means everything."""

    departments: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    fiscal_year: int | None = None


def choose_lens(portfolio: Portfolio) -> None:
    """The widgets, for the frame. What they say lives in the link, and stays when the page changes."""
    years = {money.fiscal_year for money in portfolio.fund_years} | {line.fiscal_year for line in portfolio.cost_lines}
    names = {
        DEPARTMENTS: {d.department_id: d.name for d in portfolio.departments},
        SITES: {s.site_id: s.name for s in portfolio.sites},
        GOALS: {g.goal_id: g.title for g in portfolio.goals},
        YEAR: {str(year): str(year) for year in sorted(years)},
    }
    _follow_link(names)
    now = session.looking()
    with st.popover(_title(lens()), icon=":material/filter_alt:"):
        for label, key in (("Department", DEPARTMENTS), ("School", SITES), ("Goal", GOALS)):
            labels = {chosen: f"{one_line(name, 60)} ({chosen})" for chosen, name in names[key].items()}
            widget = told(f"lens {key}", now[key])
            st.multiselect(
                label, list(labels), format_func=labels.__getitem__, key=widget, on_change=_take, args=(key, widget)
            )
        widget = told(f"lens {YEAR}", next(iter(now[YEAR]), None))
        st.selectbox(
            "Fiscal year", list(names[YEAR]), index=None, placeholder="every year", key=widget, on_change=_take,
            args=(YEAR, widget), help="Every page then shows costs and money of this year alone. Which years the plan "
            "is made for is chosen on Prioritise, under Years planned.",
        )  # fmt: skip


def _follow_link(known: Mapping[str, Mapping[str, str]]) -> None:
    """Look at what the link says, where somebody changed it; what is not known here is let go of. A link that says
    nothing changes nothing, as Streamlit empties it when the page changes; but for one that was gone back to.
    """
    link = {name: st.query_params.get_all(name) for name in LENS}
    if (any(link.values()) or session.went_back()) and link != session.looking():
        session.look_at(
            {name: [key for key in dict.fromkeys(keys) if key in known[name]] for name, keys in link.items()}
        )


def _take(name: str, widget: str) -> None:
    chosen = st.session_state[widget]
    session.look_at({name: chosen if isinstance(chosen, list) else [chosen] if chosen else []})


def lens() -> Lens:
    """What the frame's widgets say now."""
    now = session.looking()
    year = next(iter(now[YEAR]), None)
    departments, sites, goals = (tuple(now[name]) for name in (DEPARTMENTS, SITES, GOALS))
    return Lens(departments, sites, goals, int(year) if year else None)


def looked_at(portfolio: Portfolio, looking: Lens, records: Sequence[Kind]) -> list[Kind]:
    """The records that the lens shows, in their order; what a record has nothing to say of does not hide it.

    By department: the record's own. By school: it names the school, or none, which means all. By goal: it serves the
    goal, or one of the needs that it answers does. By year: the year it is of.
    """
    if looking == Lens():
        return list(records)
    goals_of = {need.need_id: set(need.goal_ids) for need in portfolio.needs}
    return [record for record in records if _shows(looking, record, goals_of)]


def begun(record: type[Record]) -> dict[str, Any]:
    """What a new record begins with, by field: what the lens looks at alone."""
    now = lens()
    alone = {
        "department_id": now.departments[0] if len(now.departments) == 1 else None,
        "site_ids": now.sites if len(now.sites) == 1 else None,
        "site_id": now.sites[0] if len(now.sites) == 1 else None,
        "goal_ids": now.goals if len(now.goals) == 1 else None,
        "fiscal_year": now.fiscal_year,
    }
    own = record.key[0]  # looking at a school begins no second one of its key
    return {name: value for name, value in alone.items() if value and name in record.model_fields and name != own}


def seen_through(portfolio: Portfolio, looking: Lens) -> frozenset[str]:
    """Keys of the purchases that the lens shows."""
    return frozenset(purchase.purchase_id for purchase in looked_at(portfolio, looking, portfolio.purchases))


def _shows(looking: Lens, record: Record, goals_of: Mapping[str, set[str]]) -> bool:
    values = dict(record)
    if looking.departments and values.get("department_id", looking.departments[0]) not in looking.departments:
        return False
    sites = values.get("site_ids") or ([values["site_id"]] if values.get("site_id") else [])
    if looking.sites and sites and not set(looking.sites).intersection(sites):
        return False
    if looking.fiscal_year and values.get("fiscal_year", looking.fiscal_year) != looking.fiscal_year:
        return False
    if not looking.goals or not values.keys() & {"goal_ids", "need_ids"}:
        return True
    own = values.get("goal_ids", set().union(*(goals_of.get(need, set()) for need in values.get("need_ids", ()))))
    return not set(looking.goals).isdisjoint(own)


def _title(looking: Lens) -> str:
    parts = [
        counted(len(chosen), one, many)
        for chosen, one, many in (
            (looking.departments, "department", ""),
            (looking.sites, "school", ""),
            (looking.goals, "goal", ""),
        )
        if chosen
    ]
    parts += [fiscal_year(looking.fiscal_year)] if looking.fiscal_year else []
    return "Looking at " + ", ".join(parts) if parts else "Looking at all"
