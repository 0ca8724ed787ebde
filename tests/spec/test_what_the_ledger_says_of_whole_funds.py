"""The ledger by fund and year where no fund year says what the cabinet may use: shown, and never planned with."""

from decimal import Decimal

import pytest

from data_models.budget import MonthSum
from data_models.ledger import EntryKind
from data_models.plan import PlanSettings
from planning.missing_fund_years import missing_fund_years
from planning.money import balances
from planning.plan import make_plan
from planning.prepare import Prepared
from planning.whole_funds import looked_for, whole_funds
from tests.spec.drawn import district, rows

LEDGER = """
fund | year | kind        | $    | entries
A    | 2026 | actual      | 40   | 4
A    | 2027 | budget      | 1000 | 1
A    | 2027 | actual      | 250  | 3
A    | 2027 | actual      | -50  | 1
A    | 2027 | encumbrance | 300  | 2
B    | 2022 | actual      | 7.50 | 1
B    | 2027 | budget      | 90   | 1
X    | 2027 | actual      | 5    | 1
     | 2027 | actual      | 3    | 1
"""
SUMS = [
    MonthSum(
        fund_id=row["fund"], fiscal_year=int(row["year"]), month=None, kind=EntryKind(row["kind"]),
        amount=Decimal(row["$"]), entries=int(row["entries"]),
    )
    for row in rows(LEDGER)
]  # fmt: skip

CASES = """
fund years     | year | shown: fund year budget/encumbered/spent (entries)
               |      | B 2022 -/-/7.50 (1); B 2027 90/-/- (1); A 2026 -/-/40 (4); A 2027 1000/300/200 (7); 2027 -/-/3 (1); X 2027 -/-/5 (1)
A 2027         |      | B 2022 -/-/7.50 (1); B 2027 90/-/- (1); 2027 -/-/3 (1); X 2027 -/-/5 (1)
A 2027; B 2027 |      | 2027 -/-/3 (1); X 2027 -/-/5 (1)
A 2027; B 2027 | 2022 | B 2022 -/-/7.50 (1)
A 2027; B 2027 | 2026 | A 2026 -/-/40 (4)
A 2027         | 2027 | B 2027 90/-/- (1); 2027 -/-/3 (1); X 2027 -/-/5 (1)
B 2026         |      | B 2027 90/-/- (1); A 2026 -/-/40 (4); A 2027 1000/300/200 (7); 2027 -/-/3 (1); X 2027 -/-/5 (1)
"""  # noqa: E501


def drawn(fund_years: str) -> Prepared:
    money = "".join(f"\n{one.split()[0]} | {one.split()[1]} | 60" for one in fund_years.split(";") if one.strip())
    return district(
        funds="fund_id | name | kind\nB | Bond | general\nA | Aid | general",
        money=f"fund_id | fiscal_year | budgeted{money}",
        purchases="purchase_id | title\nP | Atlases",
        costs="cost_line_id | purchase_id | fiscal_year | category | amount\nP1 | P | 2027 | devices | 50",
    )


@pytest.mark.parametrize("case", rows(CASES), ids=lambda c: f"{c['fund years']} {c['year']}")
def test_a_fund_and_year_stand_either_here_or_among_the_fund_years(case: dict[str, str]) -> None:
    prepared = drawn(case["fund years"])
    whole = whole_funds(prepared.portfolio, SUMS)
    shown = looked_for(prepared.portfolio, whole, int(case["year"]) if case["year"] else None)
    said = "; ".join(
        f"{one.fund_id} {one.fiscal_year} ".lstrip()
        + "/".join("-" if part is None else str(part) for part in (one.budgeted, one.encumbered, one.spent))
        + f" ({one.entries})"
        for one in shown
    )
    assert said == case["shown: fund year budget/encumbered/spent (entries)"]
    here, there = {(x.fund_id, x.fiscal_year) for x in whole}, {(b.fund_id, b.money_year) for b in balances(prepared)}
    assert not here & there, "no figure twice"
    assert here | there >= {(one.fund_id, one.fiscal_year) for one in SUMS}


@pytest.mark.parametrize(("fund_years", "paid"), [("", 0), ("B 2027", 50)])
def test_no_plan_spends_what_only_the_ledger_has(fund_years: str, paid: int) -> None:
    prepared = drawn(fund_years)
    assert whole_funds(prepared.portfolio, SUMS)
    plan = make_plan(prepared, PlanSettings())
    assert sum(payment.amount for payment in plan.payments) == paid
    assert {payment.fund_id for payment in plan.payments} == ({"B"} if paid else set())


def test_what_the_ledger_has_is_the_headline_where_nothing_else_is_known() -> None:
    assert missing_fund_years(drawn("").portfolio, SUMS).headline == (
        "The ledger has $1,090 budgeted, $300 encumbered and $208 spent in FY 2027; "
        "what of it the cabinet may use is not yet said"
    )
    assert missing_fund_years(drawn("").portfolio, []).headline == "No fund has a budget on record"
    assert missing_fund_years(drawn("A 2027").portfolio, SUMS).headline == ""
