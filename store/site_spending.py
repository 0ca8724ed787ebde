"""What the ledger shows by site."""

from decimal import Decimal

from store.database import Cursor

SUM_BY_SITE = """
SELECT
    site_id, SUM(amount) AS amount
FROM ledger_entries
WHERE district_id = $district_id AND withdrawn_at IS NULL
    AND fiscal_year = $fiscal_year AND kind IN ('actual', 'encumbrance')
GROUP BY site_id
ORDER BY site_id
"""


def read_site_spending(cursor: Cursor, district_id: str, fiscal_year: int) -> tuple[tuple[str, Decimal], ...]:
    """(site key, US dollars spent or promised in a fiscal year), in key order; the empty key names no site."""
    rows = cursor.execute(SUM_BY_SITE, {"district_id": district_id, "fiscal_year": fiscal_year}).fetchall()
    return tuple((site_id, amount) for site_id, amount in rows)
