"""The ledger behind every number: filters, a page of entries, and for one entry its account and the file's row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from data_models.budget import AccountPiece, LedgerFilter, LedgerRow
from data_models.fund import fund_labels
from data_models.ledger import EntryKind
from data_models.portfolio import Portfolio
from ui import books
from ui.budget import LEDGER, VIEW, dollars, entries_words, fund_names, listing, name_width
from ui.budget_behind import office_says
from ui.lens import lens
from ui.records.columns import Shown
from ui.records.fields import who
from ui.records.panel import OPEN
from ui.words import day, fiscal_year, moment, money, one_line, plain

FUND, YEAR, KIND, FIND = "ledger_fund", "ledger_year", "ledger_kind", "ledger_find"
JUST_ASKED = "ledger just asked"
MOST_ROWS = 14


def entries_button(
    label: str, key: str, fund_id: str, year: int | None, kind: EntryKind | None = None, words: str = ""
) -> None:
    """A way from a number to the entries behind it, also out of an open panel, which is redrawn by itself."""
    asked = {FUND: fund_id, YEAR: year, KIND: kind and str(kind), FIND: words, OPEN: None, VIEW: LEDGER}
    if st.button(label, icon=":material/receipt_long:", type="tertiary", key=key, on_click=_look_up, args=(asked,)):
        st.rerun()


def _look_up(asked: dict[str, object]) -> None:
    st.session_state[JUST_ASKED] = st.session_state.get(VIEW) != LEDGER
    st.session_state.update(asked)


def _to_link(labels: Mapping[str, Callable[[Any], str]]) -> None:
    """Put what a button asked for into the link: widgets that were not in sight do it only when they are touched."""
    if st.session_state.pop(JUST_ASKED, False):
        for key, label in labels.items():
            if value := st.session_state.get(key):
                st.query_params[key] = label(value)


def ledger_view(
    portfolio: Portfolio, explain: Callable[[str], Sequence[AccountPiece]], of_sites: Callable[[], books.SiteAccounts]
) -> None:
    """The entries asked for, a page at a time, with their sum; the chosen one explained. of_sites: the sites that
    accounts name, asked where the lens looks at some.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        asked = _asked(portfolio)
        name = asked.model_dump_json()
        accounts = of_sites() if asked.site_ids else {}
        first = books.ledger_page(portfolio, asked, accounts, 0)
        pages = max(1, -(-first.entries // books.PAGE_ROWS))
        page = 1
        if pages > 1:
            page = int(st.number_input(f"Page of {pages:,}", 1, pages, key=f"page {name}", width=140))
    if not first.entries:
        said = office_says(portfolio, asked.fund_id, asked.fiscal_year) if asked.fund_id and asked.fiscal_year else ""
        st.info(
            f"No entry fits. Take a filter off, or load the ledger on **Data**. {plain(said)}",
            icon=":material/receipt_long:",
        )  # fmt: skip
        return
    found = first if page == 1 else books.ledger_page(portfolio, asked, accounts, page - 1)
    whole = lambda: books.ledger_rows(portfolio, asked, accounts)  # noqa: E731
    columns = _columns(portfolio)
    sums = ", ".join([entries_words(first.entries), *(f"{kind} {money(total)}" for kind, total in first.totals)])
    chosen = listing(
        f"{page} {name}", "Ledger entries", found.rows, lambda row: row.entry_id, columns, most_rows=MOST_ROWS,
        whole=whole, beside=lambda: _said(sums),
    )  # fmt: skip
    _about(portfolio, chosen, explain)


def _said(words: str) -> None:
    st.markdown(f"**{plain(words)}**", width="content")


def _asked(portfolio: Portfolio) -> LedgerFilter:
    labels = fund_labels(portfolio.funds)
    # A year that has money and no entry yet is asked for too; left out here, the choice would fall back to any year.
    years = {one.fiscal_year for one in books.month_sums(portfolio)} | {y.fiscal_year for y in portfolio.fund_years}

    def fund_label(key: str) -> str:
        return one_line(labels.get(key, key))

    _to_link({FIND: str, FUND: fund_label, YEAR: fiscal_year, KIND: str})
    words = st.text_input("Find", key=FIND, type="search", live=True, width=290,
                          placeholder="Vendor, words, account or entry", bind="query-params")  # fmt: skip
    fund = st.selectbox(
        "Fund", [fund.fund_id for fund in portfolio.funds], index=None, key=FUND, placeholder="any", width=290,
        format_func=fund_label, bind="query-params",
    )  # fmt: skip
    year = st.selectbox(
        "Fiscal year", sorted(years, reverse=True), index=None, key=YEAR, format_func=fiscal_year, placeholder="any",
        width=140, bind="query-params",
    )  # fmt: skip
    kind = st.selectbox("Kind", [str(kind) for kind in EntryKind], index=None, key=KIND, placeholder="any",
                        width=160, bind="query-params")  # fmt: skip
    return LedgerFilter(
        fund_id=fund or "",
        fiscal_year=year or lens().fiscal_year,
        kind=EntryKind(kind) if kind else None,
        site_ids=tuple(lens().sites),
        text=words or "",
    )


def _columns(portfolio: Portfolio) -> list[Shown[LedgerRow]]:
    names, columns = fund_names(portfolio), st.column_config
    return [
        Shown("Date", lambda row: row.entry_date, config=columns.DateColumn("Date", format="D MMM YYYY", width=120)),
        Shown("Kind", lambda row: str(row.kind), width=120),
        dollars("Amount", lambda row: row.amount),
        Shown("Fund", lambda row: names.get(row.fund_id, row.fund_id), width=min(300, name_width(portfolio))),
        Shown("Vendor", lambda row: row.vendor, width=210),
        Shown("What for", lambda row: row.description, width=330),
        Shown("Account", lambda row: row.account, width=310),
        Shown("File", lambda row: row.source_file or "typed here", width=170),
        Shown("Row", lambda row: row.source_row, config=columns.NumberColumn("Row", format="%d", width=80)),
        Shown("Key", lambda row: row.entry_id, width=150),
    ]


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
            "The layout of this account is not known: say its parts in account_parts.csv (place, dimension, letters) "
            "and what their codes mean in account_codes.csv, or both as rows of a mapping, and load them on **Data**."
        )
