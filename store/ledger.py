"""The ledger and the chart of accounts."""

from data_models.ledger import AccountCode
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
