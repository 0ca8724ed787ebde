"""What a district holds: how many records of each table, and what touched them last."""

from data_models import TABLES
from data_models.ledger import LedgerEntry
from data_models.load import Holding
from store.database import Database

LEDGER_CHANGED = """GREATEST(
        MAX(withdrawn_at),
        (
            SELECT MAX(loaded_at)
            FROM record_origins
            WHERE district_id = $district_id
                AND origin_id IN (SELECT origin_id FROM ledger_entries WHERE district_id = $district_id)
        )
    )"""

READ_HOLDINGS = (
    "\nUNION ALL\n".join(
        f"""
SELECT
    '{record.table}' AS table_name,
    SUM(CASE WHEN withdrawn_at IS NULL THEN 1 ELSE 0 END) AS held,
    SUM(CASE WHEN withdrawn_at IS NULL THEN 0 ELSE 1 END) AS withdrawn,
    {LEDGER_CHANGED if record is LedgerEntry else "MAX(changed_at)"} AS changed_at
FROM {record.table}
WHERE district_id = $district_id
"""
        for record in TABLES
    )
    + "ORDER BY table_name"
)


def read_holdings(database: Database, district_id: str) -> tuple[Holding, ...]:
    """One for each table, in the order of `data_models.TABLES`, empty tables too."""
    order = {record.table: position for position, record in enumerate(TABLES)}
    with database.read() as cursor:
        rows = cursor.execute(READ_HOLDINGS, {"district_id": district_id}).fetchall()
    return tuple(
        Holding(table=table, held=held or 0, withdrawn=withdrawn or 0, changed_at=changed_at)
        for table, held, withdrawn, changed_at in sorted(rows, key=lambda row: order[row[0]])
    )
