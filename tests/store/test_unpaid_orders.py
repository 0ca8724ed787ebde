"""Nothing is ordered that nobody is said to pay, as far as a person types it."""

from datetime import date
from decimal import Decimal

import pytest

from data_models.base import Record
from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.fund import Fund, FundYear
from data_models.need import Need
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import CostLine, Purchase, Stage
from data_models.readiness import Check, CheckState, ReadinessCheck
from store.database import Database
from store.editing import write_edits
from store.integrity import find_faults
from store.portfolio import read_portfolio
from store.pre_encumbrance import SAY_FIRST

TODAY = date(2026, 11, 22)
YEAR = 2150
"""Of no past, whenever these run."""
APPROVED = Purchase(purchase_id="P-1", title="Tablets", stage=Stage.APPROVED, need_ids=("N-1",))
ORDERED = APPROVED.model_copy(update={"stage": Stage.ORDERED})
ORDER = Edit(before=APPROVED, after=ORDERED)
BACK = Edit(before=ORDERED, after=APPROVED, reason="recalled")
REFUSED = r"Tablets cannot be ordered yet: nobody is said to pay \${} of its cost of FY 2150{}\."


def line(number: int, year: int, amount: int) -> CostLine:
    return CostLine(
        cost_line_id=f"P-1-{number}", purchase_id="P-1", fiscal_year=year, category="devices", amount=Decimal(amount)
    )


def pays(number: int, amount: int) -> PreEncumbrance:
    return PreEncumbrance(
        purchase_id="P-1", cost_line_id=f"P-1-{number}", fund_id="GF", money_year=YEAR, amount=Decimal(amount)
    )


def write(database: Database, district_id: str, *edits: Edit) -> None:
    assert write_edits(database, district_id, "local", edits) == ()


def add(*records: Record) -> list[Edit]:
    return [Edit(before=None, after=record) for record in records]


def stage(database: Database, district_id: str) -> Stage:
    return read_portfolio(database, district_id, TODAY).purchases[0].stage


@pytest.fixture
def approved(database: Database, district_id: str) -> str:
    """Tablets of $400 in 2150, again in 2151, with a case of $50; $1,000 of the general fund for each year."""
    checks = [ReadinessCheck(purchase_id="P-1", check=check, state=CheckState.DONE) for check in Check]
    years = [FundYear(fund_id="GF", fiscal_year=year, budgeted=Decimal(1000)) for year in (YEAR, YEAR + 1)]
    lines = [line(1, YEAR, 400), line(2, YEAR, 50), line(3, YEAR + 1, 400)]
    records = (Need(need_id="N-1", title="Reading"), APPROVED, Fund(fund_id="GF", name="General fund"))
    write(database, district_id, *add(*records, *years, *lines, *checks))
    return district_id


def test_what_nobody_is_said_to_pay_is_not_ordered(database: Database, approved: str) -> None:
    with pytest.raises(DistrictError, match=REFUSED.format(r"450\.00", "")) as refused:
        write(database, approved, ORDER)
    assert refused.value.next_step == SAY_FIRST
    assert stage(database, approved) is Stage.APPROVED


def test_what_is_said_in_part_is_said_where_the_rest_is_missing(database: Database, approved: str) -> None:
    write(database, approved, *add(pays(1, 250), pays(2, 50), pays(3, 400)))  # the third is of the year after
    of_it = r"; \$300\.00 of General fund is said to pay already"
    with pytest.raises(DistrictError, match=REFUSED.format(r"150\.00", of_it)) as refused:
        write(database, approved, ORDER)
    assert refused.value.next_step.startswith("Complete what is said, or withdraw it, on Budget, under Orders; or ")
    assert stage(database, approved) is Stage.APPROVED


def test_it_is_ordered_with_who_pays_its_first_year_and_the_next_is_asked_later(
    database: Database, approved: str
) -> None:
    write(database, approved, ORDER, *add(pays(1, 400), pays(2, 50)))
    assert stage(database, approved) is Stage.ORDERED


def test_who_pays_may_be_said_beforehand_and_is_no_fault(database: Database, approved: str) -> None:
    write(database, approved, *add(pays(1, 400), pays(2, 50)))
    assert find_faults(database, approved, TODAY) == ()
    write(database, approved, ORDER)
    assert stage(database, approved) is Stage.ORDERED


def test_what_costs_nothing_or_only_in_years_without_a_budget_is_ordered(database: Database, approved: str) -> None:
    later = [Edit(before=line(n, y, a), after=line(n, 2190, a)) for n, y, a in ((1, YEAR, 400), (3, YEAR + 1, 400))]
    write(database, approved, *later, Edit(before=line(2, YEAR, 50), after=line(2, YEAR, 0)))
    write(database, approved, ORDER)
    assert stage(database, approved) is Stage.ORDERED


def test_what_a_file_ordered_comes_back_as_it_was_and_its_stage_may_be_changed(
    database: Database, approved: str
) -> None:
    with database.write(approved) as cursor:  # as a load does
        cursor.execute("UPDATE purchases SET stage = 'ordered'")
    write(database, approved, Edit(before=ORDERED, after=None, reason="by mistake"))
    write(database, approved, Edit(before=None, after=ORDERED, restores=True))
    write(database, approved, Edit(before=ORDERED, after=ORDERED.model_copy(update={"stage": Stage.IN_SERVICE})))
    assert stage(database, approved) is Stage.IN_SERVICE


def test_an_order_taken_back_needs_a_payer_again(database: Database, approved: str) -> None:
    own = (pays(1, 400), pays(2, 50))
    write(database, approved, ORDER, *add(*own))
    write(database, approved, BACK, *(Edit(before=one, after=None, reason="recalled") for one in own))
    with pytest.raises(DistrictError, match=REFUSED.format(r"450\.00", "")):
        write(database, approved, ORDER)
