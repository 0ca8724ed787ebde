"""The ledger as the screen reads it. What many reruns ask for is kept until the district's data changes."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from data_models.budget import LedgerFilter, LedgerPage, LedgerRow, LocalCost, MonthSum
from data_models.fund import FundYear
from data_models.ledger import AccountCode, AccountPart
from data_models.portfolio import Portfolio
from store.fund import read_kept_fund_years
from store.ledger import (
    read_account_codes,
    read_account_parts,
    read_accounts,
    read_ledger_page,
    read_local_costs,
    read_month_sums,
)
from ui import data

PAGE_ROWS = 200
"""Entries shown at once."""

TAKEN_ALONG = 100_000
"""Entries that a file to take along holds at most."""

ACCOUNTS_LOOKED_AT = 500
MOST_KEPT = 64


def month_sums(portfolio: Portfolio) -> tuple[MonthSum, ...]:
    """The ledger by fund, year, month and kind."""
    return _month_sums(data.database().path, portfolio.district.district_id, portfolio.version)


Accounts = tuple[tuple[str, ...], tuple[AccountCode, ...], tuple[AccountPart, ...]]


def accounts(portfolio: Portfolio) -> Accounts:
    """Some account strings of the ledger, the district's chart of accounts, and the parts it says they have."""
    return _accounts(data.database().path, portfolio.district.district_id, portfolio.version)


def ledger_page(portfolio: Portfolio, asked: LedgerFilter, page: int) -> LedgerPage:
    """One page of the entries asked for; pages count from 0."""
    place = (data.database().path, portfolio.district.district_id, portfolio.version)
    return _ledger_page(*place, asked.model_dump_json(), page)


def ledger_rows(portfolio: Portfolio, asked: LedgerFilter) -> tuple[LedgerRow, ...]:
    """The entries asked for, as many as a file to take along holds."""
    with data.database().read() as cursor:
        return read_ledger_page(cursor, portfolio.district.district_id, asked, most=TAKEN_ALONG).rows


def local_costs(portfolio: Portfolio, funds: Sequence[str], vendors: Sequence[str]) -> tuple[LocalCost, ...]:
    """What these funds paid these vendors, by year and what it was for."""
    with data.database().read() as cursor:
        return read_local_costs(cursor, portfolio.district.district_id, funds, vendors)


def with_kept_fund_years(portfolio: Portfolio) -> Portfolio:
    """The portfolio with fund years as the office gave them, for editing: what it left to the ledger is empty."""
    with data.database().read() as cursor:
        kept: tuple[FundYear, ...] = read_kept_fund_years(cursor, portfolio.district.district_id)
    return portfolio.model_copy(update={"fund_years": kept})


# Cached by everything they depend on: the file, the district, its version and what is asked.


@st.cache_resource(max_entries=4, show_spinner=False)
def _month_sums(path: Path, district_id: str, version: int) -> tuple[MonthSum, ...]:  # noqa: ARG001
    with data.database().read() as cursor:
        return read_month_sums(cursor, district_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def _accounts(path: Path, district_id: str, version: int) -> Accounts:  # noqa: ARG001
    with data.database().read() as cursor:
        codes, parts = read_account_codes(cursor, district_id), read_account_parts(cursor, district_id)
        return read_accounts(cursor, district_id, ACCOUNTS_LOOKED_AT), codes, parts


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _ledger_page(path: Path, district_id: str, version: int, asked: str, page: int) -> LedgerPage:  # noqa: ARG001
    with data.database().read() as cursor:
        found = LedgerFilter.model_validate_json(asked)
        return read_ledger_page(cursor, district_id, found, most=PAGE_ROWS, skipped=page * PAGE_ROWS)
