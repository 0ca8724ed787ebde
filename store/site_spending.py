"""What the ledger shows by site."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from store.database import Cursor

SUM_BY_SITE = """
SELECT
    COALESCE(sites.site_id, '') AS site_id, CASE WHEN entries.site_id = '' THEN entries.account ELSE '' END AS account,
    SUM(entries.amount) AS amount
FROM ledger_entries AS entries
LEFT JOIN sites
    ON sites.district_id = entries.district_id AND sites.site_id = entries.site_id AND sites.withdrawn_at IS NULL
WHERE entries.district_id = $district_id AND entries.withdrawn_at IS NULL
    AND entries.fiscal_year = $fiscal_year AND entries.kind IN ('actual', 'encumbrance')
GROUP BY COALESCE(sites.site_id, ''), CASE WHEN entries.site_id = '' THEN entries.account ELSE '' END
ORDER BY site_id, account
"""


def read_site_spending(
    cursor: Cursor, district_id: str, fiscal_year: int, site_accounts: Mapping[str, str]
) -> tuple[tuple[str, Decimal], ...]:
    """(site key, US dollars spent or promised in a fiscal year), in key order; the empty key is of no site on record.

    site_accounts: the site of accounts whose entries name none.
    """
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    rows = cursor.execute(SUM_BY_SITE, {"district_id": district_id, "fiscal_year": fiscal_year}).fetchall()
    for site_id, account, amount in rows:
        found[site_id or site_accounts.get(account, "")] += amount
    return tuple(sorted(found.items()))
