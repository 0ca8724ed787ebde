"""The business office's page: what lapses soon in one line, and which part of the budget is looked at."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

import streamlit as st

from data_models.budget import LapseUse, MissingFundYears
from data_models.fund import LONG, Fund, FundYear, short_names
from data_models.plan import FundLapse
from data_models.portfolio import Portfolio
from data_models.wording import counted
from reports.table import table_csv
from ui import books
from ui.records.columns import ROW_HEIGHT, Shown, configured, frame_of, table_height
from ui.records.grid import take_along
from ui.records.panel import add_button
from ui.words import NOT_LEGAL_ADVICE, day, money, plain

FUNDS, YEARS, ORDERS, LAPSING, AHEAD, SUPPLANTING, LEDGER = VIEWS = (
    "Funds", "Fund years", "Orders", "About to lapse", "Coming years", "Supplanting", "Ledger",
)  # fmt: skip
Row = TypeVar("Row")
VIEW, WITHIN = "view", "within"
DAYS = (90, 180, 365)


def head(
    portfolio: Portfolio, uses_within: Callable[[int], tuple[LapseUse, ...]], first: FundLapse | None,
    missing: MissingFundYears, orders_words: Callable[[], str],
) -> tuple[str, tuple[LapseUse, ...]]:  # fmt: skip
    """(The part looked at, what lapses within the days looked at): said above the choice of both, with what is lost
    first and what is missing. Without any fund year nothing is known to lapse: it is said what the ledger has instead.
    Above orders stands what is held and asked of them (`orders_words`).
    """
    heading = st.container(gap="xsmall")
    st.session_state.setdefault(VIEW, FUNDS)  # and no default: buttons elsewhere choose the part too, and a link wins
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        view = st.segmented_control(
            "Part of the budget", VIEWS, required=True, key=VIEW, bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
        st.space("stretch")
        if view in (FUNDS, YEARS, LAPSING) and not missing.everything:
            st.segmented_control(
                "Lapses within", DAYS, default=180, required=True, key=WITHIN, bind="query-params",
                format_func=lambda days: f"{days} days", label_visibility="collapsed",
            )  # fmt: skip
        elif view == FUNDS:
            _missing_button(portfolio, missing)
    uses = uses_within(days_looked_at())
    said = orders_words() if view == ORDERS else missing.headline or lapse_words(uses)
    heading.subheader(plain(said), anchor=False)
    more = first_words(portfolio, uses, first) if view in (FUNDS, LAPSING) else ""
    partly = bool(missing.words) and not missing.everything and view in (FUNDS, YEARS)
    if more or partly:
        with heading.container(horizontal=True, vertical_alignment="center", gap="small"):
            if more:
                st.markdown(plain(more), width="content")
            if partly:
                _missing_button(portfolio, missing)
    return str(view), uses


def _missing_button(portfolio: Portfolio, missing: MissingFundYears) -> None:
    number = f"{counted(len(missing.missing), 'fund year')} missing"
    with st.popover(number, icon=":material/help_center:", type="tertiary"):
        say_missing(portfolio, missing)


def say_missing(portfolio: Portfolio, missing: MissingFundYears) -> None:
    """What is not known, and two ways to mend it: the table, and the file with what is missing left to fill in."""

    def to_fill_in() -> bytes:
        kept = books.with_kept_fund_years(portfolio).fund_years
        rows = [(y.fund_id, y.fiscal_year, y.budgeted, y.encumbered, y.spent) for y in kept]
        return table_csv(
            list(FundYear.model_fields), [*rows, *((fund, year, None, None, None) for fund, year in missing.missing)]
        )

    st.markdown(plain(missing.words))
    st.download_button(
        "fund_years.csv to fill in", to_fill_in, "fund_years.csv", "text/csv", icon=":material/download:",
        on_click="ignore", help="The fund years on record, and a row without a budget for each that is missing",
    )  # fmt: skip


def foot() -> None:
    """What stands once on the page."""
    st.caption(NOT_LEGAL_ADVICE)


def days_looked_at() -> int:
    """Days within which money that lapses is looked at."""
    return int(st.session_state.get(WITHIN) or 180)


def lapse_words(uses: Sequence[LapseUse]) -> str:
    """$19,870 lapses within 180 days: the draft plan uses $1,950 and leaves $17,920; purchases could take ..."""
    days = days_looked_at()
    if not uses:
        return f"Nothing lapses within {days} days"
    total = sum((use.lapse.amount for use in uses), Decimal(0))
    left = sum((use.left for use in uses), Decimal(0))
    could = sum((use.together for use in uses), Decimal(0))
    said = f"{_whole(total)} lapses within {days} days: the draft plan uses {_whole(total - left)}"
    if left:
        said += f" and leaves {_whole(left)}; purchases could lawfully take {_whole(could)} of that"
    return said


def first_words(portfolio: Portfolio, uses: Sequence[LapseUse], first: FundLapse | None) -> str:
    """What is lost first beside the draft plan, and what else of the sums looked at goes before its fund's last day.

    First unused: $17,920 of Tobacco grant, 31 Mar 2027. By carryover limit: $280,473 of Title I-A, 30 Sep 2027.
    """
    names, said = fund_names(portfolio), []
    early: defaultdict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for lapse in (use.lapse for use in uses if use.lapse.early):
        early[lapse.fund_id, lapse.lapses_on] += lapse.amount
    if first:
        limited = ", by carryover limit" if early.pop((first.fund_id, first.lapses_on), None) else ""
        said.append(f"First unused: {_whole(first.amount)} of {names[first.fund_id]}, {day(first.lapses_on)}{limited}.")
    if early:
        which = [f"{_whole(amount)} of {names[fund]}, {day(last)}" for (fund, last), amount in early.items()]
        said.append(f"By carryover limit: {'; '.join(which)}.")
    return " ".join(said)


def _whole(amount: Decimal) -> str:
    """Whole dollars: the cents stand with each sum."""
    return money(amount.quantize(Decimal(1)))


def enough_to_budget(portfolio: Portfolio) -> bool:
    """Whether there is any fund. Says what to do where there is none."""
    if portfolio.funds:
        return True
    st.subheader("Budget", anchor=False)
    st.info(
        "Load funds.csv, fund_years.csv and the ledger on **Data**, which also gives empty templates; or add a fund.",
        title="No funds yet", icon=":material/account_balance:",
    )  # fmt: skip
    add_button(Fund)
    return False


def listing(
    name: str, heading: str, rows: Sequence[Row], key: Callable[[Row], str], shown: Sequence[Shown[Row]], *,
    most_rows: int,
    whole: Callable[[], Sequence[Row]] | None = None, beside: Callable[[], None] = lambda: None,
) -> Row | None:  # fmt: skip
    """Rows as a table that can be taken along; the one that is chosen, or none.

    key: of a row's record; the file begins with it. most_rows: in sight at once. whole: everything the rows are a part
    of, for the file; by default the rows. beside: what stands above the table, in one line with taking it along.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        beside()
        st.space("stretch")
        in_file = [Shown("Key", key), *(column for column in shown if column.label != "Key")]
        take_along(name, heading.lower().replace(" ", "_"), heading, whole or (lambda: rows), in_file)
    found = st.dataframe(
        frame_of(rows, shown), key=f"{name} table", on_select="rerun", selection_mode="single-row", hide_index=True,
        row_height=ROW_HEIGHT, height=table_height(None, min(len(rows), most_rows)), placeholder="–",
        alt=f"{heading}, {counted(len(rows), 'row')}",
        column_config={column.label: configured(column) for column in shown},
    )  # fmt: skip
    chosen = found["selection"]["rows"]
    return rows[chosen[0]] if chosen else None


def dollars(
    label: str, value: Callable[[Row], Decimal | None], width: int = 150, *, cents: bool = True, help: str = ""
) -> Shown[Row]:
    """A column of money; -$500 where it is owed, which a format of one's own would write $-500.

    Whole dollars are rounded first: Streamlit cuts off what is beyond a step.
    """
    config = st.column_config.NumberColumn(
        label, format="dollar", step=None if cents else 1, width=width, help=help or None
    )
    return Shown(label, value, config=config, whole=not cents)


def fund_names(portfolio: Portfolio) -> dict[str, str]:
    """What people call the funds, by key; money of no fund on record is 'no fund yet'."""
    return {"": "no fund yet", **short_names(portfolio.funds)}


def name_width(portfolio: Portfolio) -> int:
    """Pixels that a column of whole fund names takes."""
    return 200 if max((len(fund.name) for fund in portfolio.funds), default=0) <= LONG else 400


def entries_words(number: int) -> str:
    """1 entry, 25,000 entries."""
    return counted(number, "entry", "entries")
