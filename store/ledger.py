"""The ledger and the chart of accounts: a page of entries with where they came from, and sums of many."""

from collections.abc import Collection, Sequence

from data_models.budget import LedgerFilter, LedgerPage, LedgerRow, LocalCost, MonthSum
from data_models.ledger import AccountCode, AccountPart
from store.database import Cursor, records

READ_ACCOUNT_CODES = """
SELECT
    dimension, code, title
FROM account_codes
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY dimension, code
"""


def read_account_codes(cursor: Cursor, district_id: str) -> tuple[AccountCode, ...]:
    """The district's account codes, in key order."""
    return records(AccountCode, cursor, READ_ACCOUNT_CODES, district_id=district_id)


READ_ACCOUNT_PARTS = """
SELECT
    place, dimension, letters
FROM account_parts
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY place
"""


def read_account_parts(cursor: Cursor, district_id: str) -> tuple[AccountPart, ...]:
    """The parts that the district says its accounts have, from left to right; none where it says nothing."""
    return records(AccountPart, cursor, READ_ACCOUNT_PARTS, district_id=district_id)


READ_ACCOUNTS = """
SELECT account
FROM ledger_entries
WHERE district_id = $district_id AND withdrawn_at IS NULL
GROUP BY account
ORDER BY account
LIMIT $most
"""


def read_accounts(cursor: Cursor, district_id: str, most: int) -> tuple[str, ...]:
    """At most so many different account strings of the ledger, in their order."""
    rows = cursor.execute(READ_ACCOUNTS, {"district_id": district_id, "most": most}).fetchall()
    return tuple(row[0] for row in rows)


READ_ACCOUNTS_WITHOUT_SITE = """
SELECT account
FROM ledger_entries
WHERE district_id = $district_id AND withdrawn_at IS NULL AND site_id = ''
GROUP BY account
ORDER BY account
"""


def read_accounts_without_site(cursor: Cursor, district_id: str) -> tuple[str, ...]:
    """The different accounts of entries that name no site themselves, in their order."""
    return tuple(row[0] for row in cursor.execute(READ_ACCOUNTS_WITHOUT_SITE, {"district_id": district_id}).fetchall())


READ_LEDGER_PAGE = """
SELECT
    entries.entry_id, entries.entry_date, entries.fiscal_year, entries.kind, entries.amount, entries.fund_id,
    entries.account, entries.vendor, entries.description, origins.source_file, entries.source_row, origins.loaded_at,
    origins.loaded_by
FROM ledger_entries AS entries
INNER JOIN record_origins AS origins
    ON origins.district_id = entries.district_id AND origins.origin_id = entries.origin_id
WHERE entries.district_id = $district_id AND entries.withdrawn_at IS NULL
    AND ($fund_id = '' OR entries.fund_id = $fund_id)
    AND (CAST($fiscal_year AS INTEGER) IS NULL OR entries.fiscal_year = $fiscal_year)
    AND ($kind = '' OR entries.kind = $kind)
    AND ($all_sites OR entries.site_id = ANY($sites)
        OR entries.site_id = '' AND entries.account IN (SELECT unnest(CAST($accounts AS VARCHAR[]))))
    AND ($words = '' OR strpos(lower(entries.vendor), $words) > 0 OR strpos(lower(entries.description), $words) > 0
        OR strpos(lower(entries.account), $words) > 0 OR strpos(lower(entries.entry_id), $words) > 0)
ORDER BY entries.entry_date DESC NULLS LAST, entries.entry_id, entries.source_row
LIMIT $most OFFSET $skipped
"""

SUM_LEDGER = """
SELECT kind, COUNT(*) AS entries, SUM(amount) AS amount
FROM ledger_entries
WHERE district_id = $district_id AND withdrawn_at IS NULL
    AND ($fund_id = '' OR fund_id = $fund_id)
    AND (CAST($fiscal_year AS INTEGER) IS NULL OR fiscal_year = $fiscal_year)
    AND ($kind = '' OR kind = $kind)
    AND ($all_sites OR site_id = ANY($sites)
        OR site_id = '' AND account IN (SELECT unnest(CAST($accounts AS VARCHAR[]))))
    AND ($words = '' OR strpos(lower(vendor), $words) > 0 OR strpos(lower(description), $words) > 0
        OR strpos(lower(account), $words) > 0 OR strpos(lower(entry_id), $words) > 0)
GROUP BY kind
ORDER BY kind
"""


def read_ledger_page(
    cursor: Cursor,
    district_id: str,
    asked: LedgerFilter,
    *,
    accounts: Collection[str] = (),
    most: int = 200,
    skipped: int = 0,
) -> LedgerPage:
    """At most so many of the entries asked for, newest first, after skipping some; how many in all, how much by kind.

    Entries without a day come last; ties by key, then by row of the file. accounts: of the sites asked for, where an
    entry names none itself.
    """
    named = {
        "district_id": district_id,
        "fund_id": asked.fund_id,
        "fiscal_year": asked.fiscal_year,
        "kind": str(asked.kind or ""),
        "all_sites": not asked.site_ids,
        "sites": list(asked.site_ids),
        "accounts": list(accounts),
        "words": asked.text.strip().lower(),
    }
    sums = cursor.execute(SUM_LEDGER, named).fetchall()
    rows = records(LedgerRow, cursor, READ_LEDGER_PAGE, **named, most=most, skipped=skipped)
    return LedgerPage(rows=rows, entries=sum(n for _, n, _ in sums), totals=tuple((k, a) for k, _, a in sums))


READ_MONTH_SUMS = """
SELECT
    fund_id, fiscal_year, CAST(date_trunc('month', entry_date) AS DATE) AS "month", kind,
    SUM(amount) AS amount, COUNT(*) AS entries
FROM ledger_entries
WHERE district_id = $district_id AND withdrawn_at IS NULL
GROUP BY fund_id, fiscal_year, CAST(date_trunc('month', entry_date) AS DATE), kind
ORDER BY fund_id, fiscal_year, "month" NULLS FIRST, kind
"""


def read_month_sums(cursor: Cursor, district_id: str) -> tuple[MonthSum, ...]:
    """What the ledger says by fund, fiscal year, month and kind, in that order; entries without a day come first."""
    return records(MonthSum, cursor, READ_MONTH_SUMS, district_id=district_id)


READ_LOCAL_COSTS = """
SELECT
    fund_id, fiscal_year, vendor, description, SUM(amount) AS amount
FROM ledger_entries
WHERE district_id = $district_id AND withdrawn_at IS NULL AND kind = 'actual'
    AND fund_id = ANY($funds) AND lower(trim(vendor)) = ANY($vendors)
GROUP BY fund_id, fiscal_year, vendor, description
ORDER BY fund_id, fiscal_year, vendor, description
"""


def read_local_costs(
    cursor: Cursor, district_id: str, funds: Sequence[str], vendors: Sequence[str]
) -> tuple[LocalCost, ...]:
    """What these funds paid these vendors (in small letters), by year and what it was for."""
    return records(
        LocalCost, cursor, READ_LOCAL_COSTS, district_id=district_id, funds=list(funds), vendors=list(vendors)
    )
