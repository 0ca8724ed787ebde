"""The lens shows what it names; what a record has nothing to say of does not hide it."""

from datetime import date

import pytest

from data_models.base import Record
from data_models.district import District, Goal
from data_models.fund import FundYear
from data_models.need import Evidence, Need
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from ui.lens import Lens, looked_at, seen_through

NEED = Need(need_id="N", title="Reading", department_id="CI", site_ids=("0101",), goal_ids=("G1",))
EVERYWHERE = Need(need_id="E", title="Everywhere", department_id="IT")
PURCHASE = Purchase(purchase_id="P", title="Course", department_id="CI", need_ids=("N",))
EVIDENCE = Evidence(evidence_id="V", measure="Share", site_id="0102")
MONEY = FundYear(fund_id="F", fiscal_year=2027, budgeted=1)
PORTFOLIO = Portfolio(
    today=date(2026, 11, 22), district=District(name="D"), goals=(Goal(goal_id="G1", title="Read"),),
    needs=(NEED, EVERYWHERE), purchases=(PURCHASE,),
)  # fmt: skip
ALL: tuple[Record, ...] = (NEED, EVERYWHERE, PURCHASE, EVIDENCE, MONEY)


@pytest.mark.parametrize(
    ("looking", "shown"),
    [
        (Lens(), ALL),
        (Lens(departments=("CI",)), (NEED, PURCHASE, EVIDENCE, MONEY)),
        (Lens(sites=("0101",)), (NEED, EVERYWHERE, PURCHASE, MONEY)),
        (Lens(sites=("0102",)), (EVERYWHERE, PURCHASE, EVIDENCE, MONEY)),
        (Lens(goals=("G1",)), (NEED, PURCHASE, EVIDENCE, MONEY)),
        (Lens(goals=("G2",)), (EVIDENCE, MONEY)),
        (Lens(fiscal_year=2028), (NEED, EVERYWHERE, PURCHASE, EVIDENCE)),
        (Lens(departments=("IT",), goals=("G1",)), (EVIDENCE, MONEY)),
    ],
)
def test_the_lens_shows(looking: Lens, shown: tuple[Record, ...]) -> None:
    assert looked_at(PORTFOLIO, looking, ALL) == list(shown)


def test_purchases_by_key() -> None:
    assert seen_through(PORTFOLIO, Lens(goals=("G1",))) == {"P"}
    assert seen_through(PORTFOLIO, Lens(departments=("IT",))) == frozenset()
