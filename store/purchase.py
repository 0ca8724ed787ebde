"""Purchases and their cost lines."""

from data_models.purchase import CostLine, Purchase
from store.database import Cursor, records

READ_PURCHASES = """
SELECT
    purchase_id, title, description, department_id, stage, need_ids, project_id, site_ids, learners,
    program_area, purpose, vendor, requires, choose_one
FROM purchases
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY purchase_id
"""


def read_purchases(cursor: Cursor, district_id: str) -> tuple[Purchase, ...]:
    """The district's purchases, in key order."""
    return records(Purchase, cursor, READ_PURCHASES, district_id=district_id)


READ_COST_LINES = """
SELECT
    cost_line_id, purchase_id, fiscal_year, category, amount, recurring, site_ids, description
FROM cost_lines
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY cost_line_id
"""


def read_cost_lines(cursor: Cursor, district_id: str) -> tuple[CostLine, ...]:
    """The district's cost lines, in key order."""
    return records(CostLine, cursor, READ_COST_LINES, district_id=district_id)
