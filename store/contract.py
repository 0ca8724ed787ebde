"""Contracts: products already in use."""

from data_models.contract import Contract
from store.database import Cursor, records

READ_CONTRACTS = """
SELECT
    contract_id, title, vendor, category, purpose, department_id, grades, licences, active_users,
    yearly_cost, fund_id, starts, renews_on, notice_by, privacy_agreement, accessibility_statement
FROM contracts
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY contract_id
"""


def read_contracts(cursor: Cursor, district_id: str) -> tuple[Contract, ...]:
    """The district's contracts, in key order."""
    return records(Contract, cursor, READ_CONTRACTS, district_id=district_id)
