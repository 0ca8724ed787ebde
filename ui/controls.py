"""The controls of Prioritise: what the cabinet values and puts on the table. Each moves the window's draft plan."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from data_models.equity import FloorCost
from data_models.fund import short_names
from data_models.plan import Balance, Count, PlanSettings
from data_models.portfolio import Portfolio
from data_models.purchase import OPEN_STAGES
from ui import session
from ui.told import in_order, told
from ui.words import LEFT_BEFORE, one_line, plain, short_money

MONEY, MONEY_TITLE = "money", "money's title"
RESULTS, CONTROLS = "results", "controls"
"""Names of the page's two fragments: a slider redraws the results alone."""

COUNTS = {Count.LEARNERS: "Learner", Count.PURCHASES: "Purchase"}


def controls(
    portfolio: Portfolio,
    years_with_money: Sequence[int],
    balances: Sequence[Balance],
    floor_cost: Callable[[PlanSettings], FloorCost],
) -> None:
    """All controls on one line. balances: what each fund holds before any plan. floor_cost: what the floor for
    high-need schools costs, worked out where it is looked at, as it takes a plan without it.
    """
    settings = session.draft(portfolio)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.slider(
            "Academic share", 0, 100, format="%d%%",
            help="Priority = this share of the academic score + the rest of the technical score.",
            **_widget("academic_share", settings),
        )  # fmt: skip
        st.slider("Academic floor", 0, 100, **_widget("academic_floor", settings))
        st.slider("Technical floor", 0, 100, **_widget("technical_floor", settings))
        st.segmented_control(
            "Count each", list(COUNTS), format_func=COUNTS.__getitem__, required=True, width="content",
            **_widget("count", settings),
        )  # fmt: skip
        years = told("move years", list(settings.fiscal_years or years_with_money))
        st.pills(
            "Years planned", years_with_money, format_func=str, selection_mode="multi", key=years, width="content",
            on_change=_years_moved, args=(years, tuple(years_with_money)),
            help="The plan is made for these fiscal years. To see one year's costs and money, choose it above, under "
            "Looking at.",
        )  # fmt: skip
        # To Streamlit a menu with other words is a new one, closed and without focus: while open it keeps its words.
        if not st.session_state.get(MONEY):
            st.session_state[MONEY_TITLE] = _money_title(settings)
        with st.popover(st.session_state[MONEY_TITLE], width="content", key=MONEY, on_change="rerun") as menu:
            _floor(settings, floor_cost if menu.open else None)
            _money(portfolio, settings, balances)
        with st.popover(_pins_title(settings), width="content", key="pins"):
            _pins(portfolio, settings)


def first_year(settings: PlanSettings, years_with_money: Sequence[int], today: date) -> int:
    """The year that "this year" means: the first one planned, or the calendar's where no year has money."""
    return min(settings.fiscal_years or years_with_money, default=today.year)


def _widget(field: str, settings: PlanSettings, *also: str) -> dict[str, Any]:
    """Key and callback of the widget that moves one field; its value is always the draft's."""
    value = getattr(settings, field)
    key = told(f"move {field}", list(value) if isinstance(value, tuple) else value)
    return {"key": key, "on_change": _moved, "args": (field, key, *also)}


def _moved(field: str, key: str, *also: str) -> None:
    value = in_order(st.session_state[key])
    session.move(field, **{field: tuple(value) if isinstance(value, list) else value})
    st.rerun([RESULTS, *also])


def _years_moved(key: str, years_with_money: tuple[int, ...]) -> None:
    chosen = tuple(sorted(st.session_state[key]))
    session.move("years", fiscal_years=() if chosen == years_with_money else chosen)
    st.rerun([CONTROLS, RESULTS])


def _money_title(settings: PlanSettings) -> str:
    limited = len(settings.money_in_play)
    parts = [f"{limited} limited"] if limited else []
    parts += [f"floor {settings.high_need_floor}%"] if settings.high_need_floor else []
    return f"Money: {', '.join(parts) or 'all'}"


def _floor(settings: PlanSettings, cost: Callable[[PlanSettings], FloorCost] | None) -> None:
    st.slider(
        "Floor: least share of the planned dollars for high-need schools", 0, 100, step=5, format="%d%%",
        help="0% is no floor. What a floor costs is then said here.", **_widget("high_need_floor", settings, CONTROLS),
    )  # fmt: skip
    if cost and settings.high_need_floor:
        st.markdown(plain(cost(settings).words))


def _money(portfolio: Portfolio, settings: PlanSettings, balances: Sequence[Balance]) -> None:
    st.caption(
        "The most a plan may use of a fund over all years, with what orders hold of it. Empty: all that is "
        f"{LEFT_BEFORE}."
    )
    limits = dict(settings.money_in_play)
    available: dict[str, Decimal] = defaultdict(Decimal)
    for balance in balances:
        available[balance.fund_id] += balance.left
    left, right = st.columns(2)
    names = short_names(portfolio.funds)
    for position, fund in enumerate(portfolio.funds):
        limit = limits.get(fund.fund_id)
        key = told(f"move money {fund.fund_id}", None if limit is None else float(limit))
        (left if position % 2 == 0 else right).number_input(
            one_line(names[fund.fund_id]), value=None, min_value=0.0, step=1000.0, format="%.0f", key=key,
            on_change=_limited, args=(fund.fund_id, key), placeholder=f"all {short_money(available[fund.fund_id])}",
            help=plain(fund.name) if fund.name != names[fund.fund_id] else None,
        )  # fmt: skip


def _limited(fund_id: str, key: str) -> None:
    amount = st.session_state[key]
    limits = dict(st.session_state[session.DRAFT].money_in_play)
    limits.pop(fund_id, None)
    if amount is not None:
        limits[fund_id] = Decimal(str(amount)).quantize(Decimal("0.01"))
    session.move(f"money {fund_id}", money_in_play=tuple(sorted(limits.items())))
    st.rerun([CONTROLS, RESULTS])


def _pins_title(settings: PlanSettings) -> str:
    kinds = ((settings.pinned, "pinned"), (settings.ruled_out, "out"), (settings.ended, "ended"))
    parts = [f"{len(chosen):,} {word}" for chosen, word in kinds if chosen]
    return ", ".join(parts) or "Pin, rule out"


def _pins(portfolio: Portfolio, settings: PlanSettings) -> None:
    titles = {p.purchase_id: one_line(p.title, 60) for p in portfolio.purchases if p.stage in OPEN_STAGES}
    for label, field, other in (
        ("Pinned in: must be bought", "pinned", settings.ruled_out),
        ("Ruled out: must not be bought", "ruled_out", settings.pinned),
    ):
        st.multiselect(
            label, [key for key in titles if key not in other], format_func=titles.__getitem__,
            **_widget(field, settings, CONTROLS),
        )  # fmt: skip
    if settings.ended:
        owned = {c.contract_id: one_line(c.title, 60) for c in portfolio.contracts if c.contract_id in settings.ended}
        st.multiselect(
            "Contracts ended: not renewed", list(owned), format_func=owned.__getitem__,
            help="Take one off to keep it; end others on the Contracts page.", **_widget("ended", settings, CONTROLS),
        )  # fmt: skip
