"""The ledger behind every number: filters, a page of entries, and for one entry its account and the file's row."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from data_models.budget import AccountPiece, LedgerFilter, LedgerPage, LedgerRow
from data_models.ledger import EntryKind
from data_models.portfolio import Portfolio
from ui import books
from ui.budget import LEDGER, VIEW, entries_words, fund_names
from ui.lens import lens
from ui.records.columns import ROW_HEIGHT
from ui.records.fields import who
from ui.records.panel import OPEN
from ui.words import day, fiscal_year, moment, money, one_line, plain

FUND, YEAR, KIND, FIND = "ledger_fund", "ledger_year", "ledger_kind", "ledger_find"
TABLE = "ledger entries"
TABLE_HEIGHT = ROW_HEIGHT * 15 + 3


def entries_button(
    label: str, key: str, fund_id: str, year: int | None, kind: EntryKind | None = None, words: str = ""
) -> None:
    """A way from a number to the entries behind it, also out of an open panel, which is redrawn by itself."""
    asked = {FUND: fund_id, YEAR: year, KIND: kind and str(kind), FIND: words, OPEN: None, VIEW: LEDGER}
    if st.button(label, icon=":material/receipt_long:", type="tertiary", key=key, on_click=_look_up, args=(asked,)):
        st.rerun()


def _look_up(asked: dict[str, object]) -> None:
    st.session_state.update(asked)


def ledger_view(portfolio: Portfolio, explain: Callable[[str], Sequence[AccountPiece]]) -> None:
    """The entries asked for, a page at a time, with their sum; the chosen one explained."""
    asked = _asked(portfolio)
    name = asked.model_dump_json()
    first = books.ledger_page(portfolio, asked, 0)
    pages = max(1, -(-first.entries // books.PAGE_ROWS))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        sums = [f"{kind} {money(total)}" for kind, total in first.totals]
        st.markdown(f"**{plain(', '.join([entries_words(first.entries), *sums]))}**", width="content")
        st.space("stretch")
        page = 1
        if pages > 1:
            page = int(st.number_input(f"Page of {pages:,}", 1, pages, key=f"page {name}", width=160))
    if not first.entries:
        st.info("No entry fits. Take a filter off, or load the ledger on **Data**.", icon=":material/receipt_long:")
        return
    found = first if page == 1 else books.ledger_page(portfolio, asked, page - 1)
    _about(portfolio, _table(portfolio, found, f"{TABLE} {page} {name}"), explain)


def _asked(portfolio: Portfolio) -> LedgerFilter:
    names = fund_names(portfolio)
    years = sorted({one.fiscal_year for one in books.month_sums(portfolio)}, reverse=True)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        words = st.text_input("Find", key=FIND, placeholder="Vendor, words, account or entry", width=320,
                              bind="query-params")  # fmt: skip
        fund = st.selectbox(
            "Fund", [fund.fund_id for fund in portfolio.funds], index=None, key=FUND, placeholder="any", width=320,
            format_func=lambda key: one_line(f"{names.get(key, key)} ({key})", 50), bind="query-params",
        )  # fmt: skip
        year = st.selectbox("Fiscal year", years, index=None, key=YEAR, format_func=fiscal_year, placeholder="any",
                            width=180, bind="query-params")  # fmt: skip
        kind = st.selectbox("Kind", [str(kind) for kind in EntryKind], index=None, key=KIND, placeholder="any",
                            width=180, bind="query-params")  # fmt: skip
    return LedgerFilter(
        fund_id=fund or "",
        fiscal_year=year or lens().fiscal_year,
        kind=EntryKind(kind) if kind else None,
        site_ids=tuple(lens().sites),
        text=words or "",
    )


def _table(portfolio: Portfolio, page: LedgerPage, key: str) -> LedgerRow | None:
    """The entries; the one that is chosen, or none."""
    names, rows = fund_names(portfolio), page.rows
    frame = pd.DataFrame(
        {
            "Date": [row.entry_date for row in rows],
            "Kind": [str(row.kind) for row in rows],
            "Amount": [float(row.amount) for row in rows],
            "Fund": [one_line(names.get(row.fund_id, row.fund_id)) for row in rows],
            "Vendor": [one_line(row.vendor) for row in rows],
            "What for": [one_line(row.description) for row in rows],
            "Account": [one_line(row.account) for row in rows],
            "File": [one_line(row.source_file or "typed here") for row in rows],
            "Row": [row.source_row for row in rows],
            "Entry": [one_line(row.entry_id) for row in rows],
        }
    )
    columns = st.column_config
    chosen = st.dataframe(
        frame, key=key, on_select="rerun", selection_mode="single-row", hide_index=True, row_height=ROW_HEIGHT,
        height=min(TABLE_HEIGHT, ROW_HEIGHT * (len(rows) + 1) + 3), placeholder="–",
        alt=f"Ledger entries, {len(rows)} rows",
        column_config={
            "Date": columns.DateColumn(format="D MMM YYYY", width=120),
            "Kind": columns.Column(width=120),
            "Amount": columns.NumberColumn(format="dollar", width=150),
            "Fund": columns.Column(width=190),
            "Vendor": columns.Column(width=210),
            "What for": columns.Column(width=330),
            "Account": columns.Column(width=310),
            "Row": columns.NumberColumn(format="%d", width=80),
        },
    )  # fmt: skip
    at = chosen["selection"]["rows"]
    return rows[at[0]] if at else None


def _about(portfolio: Portfolio, row: LedgerRow | None, explain: Callable[[str], Sequence[AccountPiece]]) -> None:
    """Where an entry came from, and what its account string means."""
    if row is None:
        st.caption("Choose an entry to see the row of the file it came from, and what its account means.")
        return
    when = f" of {day(row.entry_date)}" if row.entry_date else ""
    whence = f"'{row.source_file}', row {row.source_row:,}" if row.source_file and row.source_row else "typed here"
    st.markdown(
        f"**{plain(row.entry_id)}**{when}, {plain(money(row.amount))}: from {plain(whence)}, loaded "
        f"{moment(row.loaded_at)} by {plain(who(portfolio, row.loaded_by))}."
    )
    pieces = explain(row.account)
    st.table(
        [
            {
                "Part": plain(piece.dimension) or "–",
                "Code": plain(piece.code),
                "Meaning": plain(piece.meaning) or "–",
                "Who says so": plain(piece.source) or "–",
            }
            for piece in pieces
        ],
        border="horizontal", hide_index=True,
    )  # fmt: skip
    if not any(piece.dimension for piece in pieces):
        st.caption(
            "The layout of these accounts is not known: add the chart of accounts (account_codes.csv) on **Data**."
        )
