"""The ledger as the screen reads it. What many reruns ask for is kept until the district's data changes."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

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
    read_accounts_without_site,
    read_ledger_page,
    read_local_costs,
    read_month_sums,
)
from store.site_spending import read_site_spending
from ui import data

PAGE_ROWS = 200
"""Entries shown at once."""

TAKEN_ALONG = 100_000
"""Entries that a file to take along holds at most."""

ACCOUNTS_LOOKED_AT = 500
MOST_KEPT = 64


def month_sums(portfolio: Portfolio) -> tuple[MonthSum, ...]:
    """The ledger by fund, year, month and kind."""
    return _month_sums(_at(portfolio))


Accounts = tuple[tuple[str, ...], tuple[AccountCode, ...], tuple[AccountPart, ...]]


def accounts(portfolio: Portfolio) -> Accounts:
    """Some account strings of the ledger, the district's chart of accounts, and the parts it says they have."""
    return _accounts(_at(portfolio))


SiteAccounts = Mapping[str, str]
"""By account of entries that name no site, the site that the account itself names."""


def site_accounts(portfolio: Portfolio, reader: Callable[..., Callable[[str], str]]) -> SiteAccounts:
    """Which sites the accounts of the ledger name where its entries do not; those that name none are left out.

    reader: makes what tells the site of an account of the sites on record and the `accounts`.
    """
    return _site_accounts(_at(portfolio), lambda: reader(portfolio.sites, *accounts(portfolio)))


def site_spending(portfolio: Portfolio, fiscal_year: int, accounts: SiteAccounts) -> tuple[tuple[str, Decimal], ...]:
    """(site key, US dollars spent or promised in a fiscal year); the empty key is of no site on record."""
    return _site_spending(_at(portfolio), fiscal_year, accounts)


def ledger_page(portfolio: Portfolio, asked: LedgerFilter, accounts: SiteAccounts, page: int) -> LedgerPage:
    """One page of the entries asked for; pages count from 0."""
    return _ledger_page(_at(portfolio), asked.model_dump_json(), page, accounts)


def ledger_rows(portfolio: Portfolio, asked: LedgerFilter, accounts: SiteAccounts) -> tuple[LedgerRow, ...]:
    """The entries asked for, as many as a file to take along holds."""
    own = _of(asked.site_ids, accounts)
    with data.database().read() as cursor:
        return read_ledger_page(cursor, portfolio.district.district_id, asked, accounts=own, most=TAKEN_ALONG).rows


def _of(site_ids: Sequence[str], accounts: SiteAccounts) -> list[str]:
    return [account for account, site in accounts.items() if site in site_ids]


def local_costs(portfolio: Portfolio, funds: Sequence[str], vendors: Sequence[str]) -> tuple[LocalCost, ...]:
    """What these funds paid these vendors, by year and what it was for."""
    with data.database().read() as cursor:
        return read_local_costs(cursor, portfolio.district.district_id, funds, vendors)


def with_kept_fund_years(portfolio: Portfolio) -> Portfolio:
    """The portfolio with fund years as the office gave them, for editing: what it left to the ledger is empty."""
    with data.database().read() as cursor:
        kept: tuple[FundYear, ...] = read_kept_fund_years(cursor, portfolio.district.district_id)
    return portfolio.model_copy(update={"fund_years": kept})


class _At(NamedTuple):
    """What everything here depends on. What is asked beside it begins with _ where it follows from this."""

    path: Path
    district_id: str
    version: int


def _at(portfolio: Portfolio) -> _At:
    return _At(data.database().path, portfolio.district.district_id, portfolio.version)


@st.cache_resource(max_entries=4, show_spinner=False)
def _month_sums(at: _At) -> tuple[MonthSum, ...]:
    with data.database().read() as cursor:
        return read_month_sums(cursor, at.district_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def _accounts(at: _At) -> Accounts:
    with data.database().read() as cursor:
        codes, parts = read_account_codes(cursor, at.district_id), read_account_parts(cursor, at.district_id)
        return read_accounts(cursor, at.district_id, ACCOUNTS_LOOKED_AT), codes, parts


@st.cache_resource(max_entries=4, show_spinner=False)
def _site_accounts(at: _At, _reader: Callable[[], Callable[[str], str]]) -> SiteAccounts:
    with data.database().read() as cursor:
        accounts = read_accounts_without_site(cursor, at.district_id)
    site_of = _reader()
    return {account: site for account in accounts if (site := site_of(account))}


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _site_spending(at: _At, fiscal_year: int, _accounts: SiteAccounts) -> tuple[tuple[str, Decimal], ...]:
    with data.database().read() as cursor:
        return read_site_spending(cursor, at.district_id, fiscal_year, _accounts)


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _ledger_page(at: _At, asked: str, page: int, _accounts: SiteAccounts) -> LedgerPage:
    found = LedgerFilter.model_validate_json(asked)
    own, skipped = _of(found.site_ids, _accounts), page * PAGE_ROWS
    with data.database().read() as cursor:
        return read_ledger_page(cursor, at.district_id, found, accounts=own, most=PAGE_ROWS, skipped=skipped)
