"""Funds, what they hold by year, and their rules."""

import csv
from functools import cache
from pathlib import Path

from data_models.base import LIST_SEPARATOR, columns
from data_models.fund import Fund, FundRule, FundYear
from store.database import Cursor, records

REFERENCE_RULES = Path(__file__).parent / "reference" / "fund_rules.csv"

READ_FUNDS = """
SELECT
    fund_id, name, kind, usable_from, obligate_by, liquidate_by, one_time, note
FROM funds
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY fund_id
"""


def read_funds(cursor: Cursor, district_id: str) -> tuple[Fund, ...]:
    """The district's funds, in key order."""
    return records(Fund, cursor, READ_FUNDS, district_id=district_id)


READ_FUND_YEARS = """
SELECT
    fund_id, fiscal_year, budgeted, encumbered, spent
FROM fund_year_money
WHERE district_id = $district_id
ORDER BY fund_id, fiscal_year
"""


def read_fund_years(cursor: Cursor, district_id: str) -> tuple[FundYear, ...]:
    """What the funds hold, by fund and year; what the office left empty comes from the ledger."""
    return records(FundYear, cursor, READ_FUND_YEARS, district_id=district_id)


READ_KEPT_FUND_YEARS = """
SELECT
    fund_id, fiscal_year, budgeted, encumbered, spent
FROM fund_years
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY fund_id, fiscal_year
"""


def read_kept_fund_years(cursor: Cursor, district_id: str) -> tuple[FundYear, ...]:
    """What the office itself says of the funds, with what it left empty left empty: what is edited."""
    return records(FundYear, cursor, READ_KEPT_FUND_YEARS, district_id=district_id)


READ_FUND_RULES = """
SELECT
    rule_id, fund_id, fund_kind, kind, "values", outside, share, share_from, amount, floor_amount,
    applies_from, carry_month, words, citation, as_of, confidence
FROM fund_rules
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY rule_id
"""


def read_fund_rules(cursor: Cursor, district_id: str) -> tuple[FundRule, ...]:
    """The reference rules, then the district's own, each in key order."""
    return reference_rules() + records(FundRule, cursor, READ_FUND_RULES, district_id=district_id)


@cache
def reference_rules() -> tuple[FundRule, ...]:
    """The rules that ship with the product: facts about kinds of funds, with citation, as-of date and confidence."""
    with REFERENCE_RULES.open(encoding="utf-8", newline="") as file:
        return tuple(_rule(row) for row in csv.DictReader(file))


def _rule(row: dict[str, str]) -> FundRule:
    lists = {c.name for c in columns(FundRule) if c.many}
    cells: dict[str, object] = {n: tuple(v.split(LIST_SEPARATOR)) if n in lists else v for n, v in row.items() if v}
    return FundRule.model_validate(cells)
