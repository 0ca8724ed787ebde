"""Fund years that nobody has given: which funds, which years, in a sentence that says what to do."""

from decimal import Decimal

import pytest

from data_models.budget import MonthSum
from data_models.district import District
from data_models.fund import Fund, FundYear
from data_models.ledger import EntryKind
from data_models.portfolio import Portfolio
from planning.missing_fund_years import missing_fund_years
from tests.spec.drawn import TODAY, rows

CASES = """
funds | fund years      | ledger               | missing               | said
A B   | A 2027; B 2027  | A 2025; A 2026       |                       |
A B   | A 2027          |                      | B 2027                | Fund B has no fund year, so budget and what is left are not known: add
A B   | A 2027          | B 2024; B 2027       | B 2027                | are not known; the ledger has entries of FY 2024 and FY 2027: add
A B C | A 2027          |                      | B 2027; C 2027        | Fund B and Fund C have no fund year
A B   | A 2027; B 2027  | A 2028; B 2028       | A 2028; B 2028        | The ledger has entries of FY 2028 for Fund A and Fund B and there is no fund year for them: add
A     | A 2025          | A 2026               |                       | No fund has a budget for FY 2027 or later, so nothing can be planned: add
A     | A 2025          | A 2027               | A 2027                | The ledger has entries of FY 2027 for Fund A
A B   |                 | A 2022               | A 2027; B 2027        | The ledger has entries of FY 2022, but no fund year says what any of the 2 funds has to spend
A     |                 | A 2020; A 2021; A 2022; A 2023; A 2024 | A 2027 | FY 2020 to FY 2024
A     |                 |                      | A 2027                | No fund year says what the fund has to spend
      |                 | X 2027               |                       |
"""  # noqa: E501


def _pairs(text: str) -> list[tuple[str, int]]:
    return [(pair.split()[0], int(pair.split()[1])) for pair in text.split(";") if pair.strip()]


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: f"{c['fund years']} / {c['ledger']}")
def test_what_is_missing_and_what_to_do(case: dict[str, str]) -> None:
    portfolio = Portfolio(
        today=TODAY,
        district=District(name="Drawn"),
        funds=tuple(Fund(fund_id=f, name=f"Fund {f}") for f in case["funds"].split()),
        fund_years=tuple(
            FundYear(fund_id=f, fiscal_year=y, budgeted=Decimal(100)) for f, y in _pairs(case["fund years"])
        ),
    )
    sums = [
        MonthSum(fund_id=f, fiscal_year=y, month=None, kind=EntryKind.ACTUAL, amount=Decimal(1), entries=1)
        for f, y in _pairs(case["ledger"])
    ]
    found = missing_fund_years(portfolio, sums)
    assert list(found.missing) == _pairs(case["missing"])
    assert case["said"] in found.words
    assert bool(found.words) == bool(case["said"])
    assert found.everything == (bool(portfolio.funds) and not portfolio.fund_years)
