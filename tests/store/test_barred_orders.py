"""No write leaves more of what is held for orders against fund rules than there was; a judge says what is."""

from datetime import date
from decimal import Decimal

import pytest

from data_models.base import Record
from data_models.edit import Clash, Edit
from data_models.errors import DistrictError
from data_models.fund import Fund, FundYear
from data_models.order import BarredOrder
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import CostLine, Purchase, Stage
from data_models.readiness import Check, CheckState, ReadinessCheck
from store.database import Database
from store.editing import write_edits
from store.portfolio import read_portfolio

TODAY = date(2026, 11, 22)
MOST = 500
BOUGHT = Purchase(purchase_id="P-1", title="Tablets", stage=Stage.ORDERED)
OPEN = Purchase(purchase_id="P-2", title="Laptops", stage=Stage.APPROVED)
FUND = Fund(fund_id="GF", name="General fund")
YEAR = FundYear(fund_id="GF", fiscal_year=2027, budgeted=Decimal(9000), encumbered=Decimal(0), spent=Decimal(0))


def line(number: int, amount: int = 1000) -> CostLine:
    return CostLine(
        cost_line_id=f"P-{number}-1", purchase_id=f"P-{number}", fiscal_year=2027, category="devices",
        amount=Decimal(amount),
    )  # fmt: skip


def pays(number: int, amount: int, booked: date | None = None) -> PreEncumbrance:
    return PreEncumbrance(
        purchase_id=f"P-{number}", cost_line_id=f"P-{number}-1", fund_id="GF", money_year=2027,
        amount=Decimal(amount), in_ledger_since=booked,
    )  # fmt: skip


def others(number: int, amount: int) -> PreEncumbrance:
    """The same, paid with money of another year."""
    return pays(number, amount).model_copy(update={"money_year": 2028})


class Judged:
    """A judge by whom a fund pays at most $500 of a cost line, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, portfolio: Portfolio) -> list[BarredOrder]:
        self.asked += 1
        return [
            BarredOrder(
                purchase_id=one.purchase_id, title="", cost_line_id=one.cost_line_id, fund_id=one.fund_id,
                money_year=one.money_year, amount=one.amount - MOST, words=f"${one.amount - MOST:.0f} too much.",
            )
            for one in portfolio.pre_encumbrances
            if one.amount > MOST
        ]  # fmt: skip


@pytest.fixture
def judge() -> Judged:
    return Judged()


@pytest.fixture
def ordered(database: Database, district_id: str) -> str:
    approved = BOUGHT.model_copy(update={"stage": Stage.APPROVED})
    later = YEAR.model_copy(update={"fiscal_year": 2028})
    records: tuple[Record, ...] = (approved, OPEN, line(1), line(2), FUND, YEAR, later)
    assert write_edits(database, district_id, "local", [Edit(before=None, after=one) for one in records]) == ()
    with database.write(district_id) as cursor:
        cursor.execute("UPDATE purchases SET stage = 'ordered' WHERE district_id = $d AND purchase_id = 'P-1'",
                       {"d": district_id})  # fmt: skip
    return district_id


def change(
    database: Database, district_id: str, judge: Judged, before: Record | None, after: Record | None
) -> tuple[Clash, ...]:
    return write_edits(database, district_id, "local", [Edit(before=before, after=after, reason="so")], judge)


def kept(database: Database, district_id: str) -> tuple[PreEncumbrance, ...]:
    return read_portfolio(database, district_id, TODAY).pre_encumbrances


def test_what_is_held_against_rules_is_refused_with_the_judges_words(
    database: Database, ordered: str, judge: Judged
) -> None:
    with pytest.raises(DistrictError, match=r"With this, orders would be against fund rules: \$1 too much\."):
        change(database, ordered, judge, None, pays(1, 501))
    assert kept(database, ordered) == ()
    assert change(database, ordered, judge, None, pays(1, 500)) == ()


def test_what_is_said_beforehand_is_written_and_not_ordered(database: Database, ordered: str, judge: Judged) -> None:
    assert change(database, ordered, judge, None, pays(2, 1000)) == ()
    checks = [ReadinessCheck(purchase_id="P-2", check=check, state=CheckState.NOT_NEEDED) for check in Check]
    order = Edit(before=OPEN, after=OPEN.model_copy(update={"stage": Stage.ORDERED}))
    edits = [*(Edit(before=None, after=check) for check in checks), order]
    with pytest.raises(DistrictError, match=r"\$500 too much"):
        write_edits(database, ordered, "local", edits, judge)
    less = [Edit(before=pays(2, 1000), after=pays(2, 500)), Edit(before=None, after=others(2, 500)), *edits]
    assert write_edits(database, ordered, "local", less, judge) == ()


def test_what_was_so_before_keeps_nobody_from_what_makes_it_no_worse(
    database: Database, ordered: str, judge: Judged
) -> None:
    assert write_edits(database, ordered, "local", [Edit(before=None, after=pays(1, 800))]) == (), "as a file said"
    assert change(database, ordered, judge, BOUGHT, BOUGHT.model_copy(update={"title": "Slates"})) == ()
    assert change(database, ordered, judge, pays(1, 800), pays(1, 700)) == ()
    with pytest.raises(DistrictError, match=r"\$201 too much"):
        change(database, ordered, judge, pays(1, 700), pays(1, 701))
    assert change(database, ordered, judge, pays(1, 700), pays(1, 700, TODAY)) == (), "the ledger has it: a fact"
    assert change(database, ordered, judge, pays(1, 700, TODAY), pays(1, 700)) == (), "it was so in the ledger too"


def test_the_judge_is_asked_only_about_what_orders_hang_on(database: Database, ordered: str, judge: Judged) -> None:
    change(database, ordered, judge, OPEN, OPEN.model_copy(update={"title": "Notebooks"}))
    change(database, ordered, judge, line(2), line(2, 2000))
    change(database, ordered, judge, FUND, FUND.model_copy(update={"note": "local"}))
    assert judge.asked == 0
    change(database, ordered, judge, line(1), line(1, 2000))
    assert judge.asked == 1, "nothing is against the rules, so nothing needs to be compared"
