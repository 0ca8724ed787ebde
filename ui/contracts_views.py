"""Beside the list of contracts: the year ahead, with what needs notice first, or the questions of overlap."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime

import streamlit as st

from data_models.contract import Contract
from data_models.portfolio import Portfolio
from data_models.renewal import Due
from data_models.wording import counted
from reports.calendar import Day, calendar
from ui.charts.renewals import Month, renewals
from ui.contracts import FACETS, NAME, ContractRow
from ui.records.facets import choose
from ui.records.panel import open_record
from ui.words import day, money, one_line, plain

AHEAD, OVERLAPS = "Renewals", "Overlaps"
MONTHS, MOST_SOON = 18, 6
CHART, CHART_HEIGHT = "renewals", 330


def beside_the_list(questions: int) -> str:
    """Which of the two is shown beside the list."""
    words = {AHEAD: AHEAD, OVERLAPS: f"{OVERLAPS} ({questions:,})"}
    asked = st.segmented_control(
        "Beside the list", list(words), default=AHEAD, required=True, key="beside the contracts",
        format_func=words.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
    return str(asked)


def year_ahead(portfolio: Portfolio, rows: Sequence[ContractRow]) -> None:
    """What needs notice within 90 days, each one click from its panel; then the months ahead. A click sifts."""
    _soon(portfolio, [row for row in rows if row.renewal.due is Due.SOON])
    months = [_month(portfolio.today, n) for n in range(MONTHS)]
    drawn = _drawn(months, rows)
    last = max((n for n, month in enumerate(drawn) if month.notice or month.renews), default=-1)
    if last < 0:
        st.info("None of these has a renewal within 18 months.", icon=":material/event:")
    else:
        st.plotly_chart(
            renewals(drawn[: max(last + 1, 12)]), height=CHART_HEIGHT, key=CHART, theme=None, on_select=_choose,
            selection_mode="points", config={"displayModeBar": False},
            alt="Dollars a year of contracts that need notice and that renew, by month; the list says the same",
        )  # fmt: skip
    _what_is_not_drawn(rows, months[-1])
    st.download_button(
        "Calendar (ics)", lambda: _calendar(portfolio, rows), "contracts.ics", "text/calendar", key="contracts ics",
        icon=":material/event:", type="tertiary", on_click="ignore",
        help="Notice and renewal days of the contracts listed, for any calendar program",
    )  # fmt: skip


def _soon(portfolio: Portfolio, soon: Sequence[ContractRow]) -> None:
    if not soon:
        st.success("None of these needs notice within 90 days.", icon=":material/check_circle:")
        return
    st.markdown(f"**{counted(len(soon), 'needs', 'need')} notice within 90 days**")
    for row in soon[:MOST_SOON]:
        contract, by = row.contract, row.renewal.notice_by
        assert by is not None, "what needs notice soon has a day for it"
        left = counted((by - portfolio.today).days, "day")
        st.button(
            f"**by {day(by)}**, in {left}: {plain(contract.title, 60)}, {plain(money(contract.yearly_cost))} a year",
            type="tertiary", icon=":material/alarm:", key=f"soon {contract.contract_id}", on_click=open_record,
            args=(Contract, contract.contract_id),
        )  # fmt: skip
    if len(soon) > MOST_SOON:
        st.caption(f"{len(soon) - MOST_SOON:,} more stand first in the list.")


def _month(today: date, later: int) -> date:
    years, month = divmod(today.month - 1 + later, 12)
    return date(today.year + years, month + 1, 1)


def _drawn(months: Sequence[date], rows: Sequence[ContractRow]) -> list[Month]:
    held: defaultdict[tuple[str, int, int], list[tuple[str, float]]] = defaultdict(list)
    for row in rows:
        for which, when in (("notice", row.renewal.notice_by), ("renews", row.renewal.renews_on)):
            if when:
                held[which, when.year, when.month].append((row.contract.title, float(row.contract.yearly_cost)))
    return [
        Month(month, *(tuple(held[which, month.year, month.month]) for which in ("notice", "renews")))
        for month in months
    ]


def _what_is_not_drawn(rows: Sequence[ContractRow], last: date) -> None:
    after = sum(row.renewal.renews_on is not None and row.renewal.renews_on >= _month(last, 1) for row in rows)
    kinds = {due: sum(row.renewal.due is due for row in rows) for due in (Due.UNKNOWN, Due.OUT_OF_DATE, Due.MISSED)}
    parts = [
        f"{after:,} later" if after else "",
        f"{kinds[Due.UNKNOWN]:,} without a renewal date" if kinds[Due.UNKNOWN] else "",
        f"{kinds[Due.OUT_OF_DATE]:,} with a date that is past, drawn at its next year"
        if kinds[Due.OUT_OF_DATE]
        else "",
        f"{kinds[Due.MISSED]:,} with notice missed, drawn at the renewal after" if kinds[Due.MISSED] else "",
    ]
    said = "; ".join(part for part in parts if part)
    st.caption("A click on a bar lists its contracts." + (f" Besides: {said}." if said else ""))


def _choose() -> None:
    points = st.session_state[CHART]["selection"]["points"]
    if points:
        kind, month = points[0]["customdata"][:2]
        for facet in FACETS:
            choose(NAME, facet.key, [month] if facet.key == kind else [])


def _calendar(portfolio: Portfolio, rows: Sequence[ContractRow]) -> bytes:
    days = []
    for row in rows:
        contract, renewal = row.contract, row.renewal
        title, cost = one_line(contract.title), f"{money(contract.yearly_cost)} a year. {renewal.words}"
        days += [Day(f"{contract.contract_id} notice", renewal.notice_by, f"Notice: {title}", cost)
                 ] if renewal.notice_by else []  # fmt: skip
        days += [Day(f"{contract.contract_id} renewal", renewal.renews_on, f"Renews: {title}", cost)
                 ] if renewal.renews_on else []  # fmt: skip
    name = f"Contracts of {one_line(portfolio.district.name)}"
    return calendar(name, days, datetime.now(UTC).replace(tzinfo=None))
