"""Nothing is promised beyond what a fund's year has left; what pays an order belongs to it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from data_models.base import Record
from data_models.edit import Clash, Edit
from data_models.errors import DistrictError
from data_models.fund import Fund, FundYear
from data_models.need import Need
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import CostLine, Purchase, Stage
from data_models.readiness import Check, CheckState, ReadinessCheck
from store.database import Database
from store.editing import write_edits
from store.history import note_change
from store.integrity import find_faults
from store.portfolio import read_portfolio

TODAY = date(2026, 11, 22)
NEED = Need(need_id="N-1", title="Reading")
TABLETS = Purchase(purchase_id="P-1", title="Tablets", stage=Stage.ORDERED, need_ids=("N-1",))
LAPTOPS = Purchase(purchase_id="P-2", title="Laptops", stage=Stage.ORDERED, need_ids=("N-1",))
FUND = Fund(fund_id="GF", name="General fund")
YEAR = FundYear(fund_id="GF", fiscal_year=2027, budgeted=Decimal(1000), encumbered=Decimal(200), spent=Decimal(100))


def line(number: int) -> CostLine:
    return CostLine(
        cost_line_id=f"P-{number}-1", purchase_id=f"P-{number}", fiscal_year=2027, category="devices",
        amount=Decimal(400),
    )  # fmt: skip


def pays(number: int, amount: int, in_ledger_since: date | None = None) -> PreEncumbrance:
    return PreEncumbrance(
        purchase_id=f"P-{number}", cost_line_id=f"P-{number}-1", fund_id="GF", money_year=2027,
        amount=Decimal(amount), in_ledger_since=in_ledger_since,
    )  # fmt: skip


def write(database: Database, district_id: str, *edits: Edit) -> tuple[Clash, ...]:
    return write_edits(database, district_id, "local", edits)


def add(*records: Record) -> list[Edit]:
    return [Edit(before=None, after=record) for record in records]


def kept(database: Database, district_id: str) -> tuple[PreEncumbrance, ...]:
    return read_portfolio(database, district_id, TODAY).pre_encumbrances


@pytest.fixture
def held(database: Database, district_id: str) -> str:
    """Two ordered purchases of $400 each, and $700 left to pay them from."""
    approved = [p.model_copy(update={"stage": Stage.APPROVED}) for p in (TABLETS, LAPTOPS)]
    write(database, district_id, *add(NEED, *approved, line(1), line(2), FUND, YEAR))
    with database.write(district_id) as cursor:
        cursor.execute("UPDATE purchases SET stage = 'ordered' WHERE district_id = $d", {"d": district_id})
    return district_id


def test_the_second_order_of_the_same_dollars_is_refused(database: Database, held: str) -> None:
    assert write(database, held, *add(pays(1, 400))) == ()
    refused = r"Orders would hold \$800\.00 of General fund of FY 2027, and \$700\.00 of it is left\."
    with pytest.raises(DistrictError, match=refused):
        write(database, held, *add(pays(2, 400)))
    assert kept(database, held) == (pays(1, 400),)
    assert write(database, held, *add(pays(2, 300))) == (), "to the cent"
    with pytest.raises(DistrictError, match="Orders would hold"):
        write(database, held, Edit(before=pays(2, 300), after=pays(2, 301)))
    assert write(database, held, Edit(before=pays(2, 300), after=pays(2, 250))) == ()


def test_what_the_ledger_has_is_not_promised_again(database: Database, held: str) -> None:
    """Booked with the ledger grown by it, the 300 left may be promised; held as well, it would be counted twice."""
    write(database, held, *add(pays(1, 400, in_ledger_since=TODAY)))
    grown = YEAR.model_copy(update={"encumbered": Decimal(600)})
    write(database, held, Edit(before=YEAR, after=grown), *add(pays(2, 300)))
    with pytest.raises(DistrictError, match=r"\$700\.00 of General fund of FY 2027, and \$300\.00"):
        write(database, held, Edit(before=pays(1, 400, in_ledger_since=TODAY), after=pays(1, 400)))


def test_what_pays_an_order_goes_and_comes_back_with_its_purchase(database: Database, held: str) -> None:
    write(database, held, *add(pays(1, 400)))
    assert write(database, held, Edit(before=TABLETS, after=None, reason="recalled")) == ()
    assert kept(database, held) == ()
    assert write(database, held, Edit(before=None, after=TABLETS.model_copy(update={"stage": Stage.APPROVED}),
                                      restores=True)) == ()  # fmt: skip
    assert kept(database, held) == (pays(1, 400),)


def test_a_cost_line_and_a_fund_that_pay_an_order_stay(database: Database, held: str) -> None:
    write(database, held, *add(pays(1, 400)))
    for record in (line(1), FUND):
        with pytest.raises(DistrictError, match="is still named by"):
            write(database, held, Edit(before=record, after=None, reason="not needed"))
    assert find_faults(database, held, TODAY) == ()


def test_what_holds_nothing_or_pays_another_purchases_line_is_a_fault(database: Database, held: str) -> None:
    astray = pays(1, 10).model_copy(update={"cost_line_id": "P-2-1"})
    write(database, held, *add(pays(1, 400), astray))
    back = TABLETS.model_copy(update={"stage": Stage.WITHDRAWN})
    write(database, held, Edit(before=TABLETS, after=back, reason="recalled"))
    assert find_faults(database, held, TODAY) == (
        "pre_encumbrances P-1 / P-1-1 / GF / 2027: P-1 is withdrawn, so nothing is held for it.",
        "pre_encumbrances P-1 / P-2-1 / GF / 2027: P-2-1 is a cost line of P-2.",
        "pre_encumbrances P-1 / P-2-1 / GF / 2027: P-1 is withdrawn, so nothing is held for it.",
    )


TWICE = r"Orders would hold \$800\.00 of General fund of FY 2027, and \$700\.00 of it is left\."


def staged(purchase: Purchase, stage: Stage) -> Purchase:
    return purchase.model_copy(update={"stage": stage})


def test_an_order_restored_does_not_promise_again_what_another_has(database: Database, held: str) -> None:
    write(database, held, *add(pays(1, 400)))
    write(database, held, Edit(before=TABLETS, after=None, reason="recalled"))
    assert write(database, held, *add(pays(2, 400))) == ()
    with pytest.raises(DistrictError, match=TWICE):
        write(database, held, Edit(before=None, after=TABLETS, restores=True))


def test_money_on_record_before_the_order_is_counted_when_it_is_ordered(database: Database, held: str) -> None:
    write(database, held, Edit(before=TABLETS, after=staged(TABLETS, Stage.APPROVED), reason="too early"))
    settled = (ReadinessCheck(purchase_id="P-1", check=check, state=CheckState.DONE) for check in Check)
    assert write(database, held, *add(*settled, pays(1, 400), pays(2, 400))) == (), "what is approved holds nothing"
    with pytest.raises(DistrictError, match=TWICE):
        write(database, held, Edit(before=staged(TABLETS, Stage.APPROVED), after=TABLETS))
    write(database, held, Edit(before=pays(2, 400), after=pays(2, 300)))
    assert write(database, held, Edit(before=staged(TABLETS, Stage.APPROVED), after=TABLETS)) == ()


def test_a_budget_is_not_lowered_under_what_orders_hold(database: Database, held: str) -> None:
    write(database, held, *add(pays(1, 400)))
    lower = YEAR.model_copy(update={"budgeted": Decimal(600)})
    with pytest.raises(DistrictError, match=r"\$400\.00 of General fund of FY 2027, and \$300\.00"):
        write(database, held, Edit(before=YEAR, after=lower))
    assert write(database, held, Edit(before=YEAR, after=YEAR.model_copy(update={"budgeted": Decimal(700)}))) == ()


def test_what_a_file_brought_beyond_the_money_is_named_and_may_be_mended(database: Database, held: str) -> None:
    write(database, held, *add(pays(1, 400)))
    with database.write(held) as cursor:  # as a load does
        cursor.execute("UPDATE pre_encumbrances SET amount = 3000, in_ledger_since = '2199-08-15'")
    assert find_faults(database, held, TODAY) == (
        "fund_years GF / 2027: orders hold $3,000.00 of General fund of FY 2027, and $700.00 of it is left.",
        "pre_encumbrances P-1 / P-1-1 / GF / 2027: in_ledger_since 2199-08-15 is still to come; "
        "its money is held until then.",
        "cost_lines P-1-1: funds pay $3,000.00 of P-1-1 (Tablets, FY 2027), and it costs $400.00.",
    )
    brought = pays(1, 3000, in_ledger_since=date(2199, 8, 15))
    renamed = LAPTOPS.model_copy(update={"title": "Laptops, 14 inch"})
    assert write(database, held, Edit(before=LAPTOPS, after=renamed)) == ()
    assert write(database, held, Edit(before=brought, after=pays(1, 400))) == ()
    assert find_faults(database, held, TODAY) == ()


OTHER = Fund(fund_id="PK", name="Perkins V")
PAID_TWICE = r"Funds would pay \$800\.00 of P-1-1 \(Tablets, FY 2027\), and it costs \$400\.00\."


def other_pays(number: int, amount: int) -> PreEncumbrance:
    return pays(number, amount).model_copy(update={"fund_id": "PK"})


@pytest.fixture
def two_funds(database: Database, held: str) -> str:
    """The same, with another fund that has plenty."""
    write(database, held, *add(OTHER, YEAR.model_copy(update={"fund_id": "PK", "budgeted": Decimal(90_000)})))
    return held


def test_of_two_windows_that_say_who_pays_at_once_one_is_refused(database: Database, two_funds: str) -> None:
    """Each by itself is to the cent; whichever comes second would pay the cost twice."""

    def say(one: PreEncumbrance) -> str:
        try:
            return str(write(database, two_funds, *add(one)))
        except DistrictError as error:
            return str(error)

    with ThreadPoolExecutor(2) as windows:
        told = sorted(windows.map(say, (pays(1, 400), other_pays(1, 400))))
    assert told == [
        "()",
        "Funds would pay $800.00 of P-1-1 (Tablets, FY 2027), and it costs $400.00. See on Budget, under Orders, who "
        "pays it by now, and have one of them pay less, or change what it costs.",
    ]
    assert len(kept(database, two_funds)) == 1
    assert find_faults(database, two_funds, TODAY) == ()


def test_a_cost_is_paid_to_the_cent_and_not_lowered_under_what_funds_pay(database: Database, two_funds: str) -> None:
    assert write(database, two_funds, *add(pays(1, 300), other_pays(1, 100))) == (), "to the cent"
    with pytest.raises(DistrictError, match=r"pay \$401\.00 of P-1-1"):
        write(database, two_funds, Edit(before=pays(1, 300), after=pays(1, 301)))
    cheaper = line(1).model_copy(update={"amount": Decimal(350)})
    with pytest.raises(DistrictError, match=r"pay \$400\.00 of P-1-1 \(Tablets, FY 2027\), and it costs \$350\.00"):
        write(database, two_funds, Edit(before=line(1), after=cheaper))
    edits = (Edit(before=pays(1, 300), after=pays(1, 250)), Edit(before=line(1), after=cheaper))
    assert write(database, two_funds, *edits) == (), "both in one"


def test_an_undo_brings_a_payer_back_unless_another_pays_by_now(database: Database, two_funds: str) -> None:
    write(database, two_funds, *add(pays(1, 400)))
    swap = (Edit(before=pays(1, 400), after=None, reason="another"), *add(other_pays(1, 400)))
    assert write(database, two_funds, *swap) == ()
    assert write(database, two_funds, *undone(*swap)) == ()
    assert kept(database, two_funds) == (pays(1, 400),)
    away = Edit(before=pays(1, 400), after=None, reason="another")
    write(database, two_funds, away)
    write(database, two_funds, Edit(before=None, after=other_pays(1, 400), restores=True))
    with pytest.raises(DistrictError, match=PAID_TWICE):
        write(database, two_funds, *undone(away))


def test_what_a_file_has_paid_twice_comes_back_as_it_was_when_undone(database: Database, two_funds: str) -> None:
    settled = (ReadinessCheck(purchase_id="P-1", check=check, state=CheckState.DONE) for check in Check)
    write(database, two_funds, *add(*settled, pays(1, 300), other_pays(1, 100)))
    with database.write(two_funds) as cursor:  # as a load does
        cursor.execute("UPDATE pre_encumbrances SET amount = 400")
    both = pays(1, 400), other_pays(1, 400)
    assert write(database, two_funds, *add(pays(2, 100))) == (), "another line is not kept waiting"
    booked = pays(1, 400, in_ledger_since=TODAY)
    assert write(database, two_funds, Edit(before=both[0], after=booked)) == (), "no worse than before"
    write(database, two_funds, Edit(before=booked, after=both[0]))
    taken_back = (
        Edit(before=TABLETS, after=staged(TABLETS, Stage.APPROVED), reason="recalled"),
        *(Edit(before=one, after=None, reason="recalled") for one in both),
    )
    assert write(database, two_funds, *taken_back) == ()
    assert write(database, two_funds, *undone(*taken_back)) == ()
    assert kept(database, two_funds) == (*both, pays(2, 100))
    withdrawn = Edit(before=TABLETS, after=None, reason="recalled")
    write(database, two_funds, withdrawn)
    assert write(database, two_funds, *undone(withdrawn)) == (), "with its purchase too"
    assert kept(database, two_funds) == (*both, pays(2, 100))


@pytest.mark.parametrize("how", ["withdrawn", "made to pay less", "withdrawn with its purchase"])
def test_an_undo_brings_no_payer_back_of_a_cost_that_was_lowered_since(
    database: Database, two_funds: str, how: str
) -> None:
    write(database, two_funds, *add(pays(1, 400)))
    gone = {
        "withdrawn": Edit(before=pays(1, 400), after=None, reason="another"),
        "made to pay less": Edit(before=pays(1, 400), after=pays(1, 100)),
        "withdrawn with its purchase": Edit(before=TABLETS, after=None, reason="recalled"),
    }[how]
    assert write(database, two_funds, gone) == ()
    if how == "withdrawn with its purchase":
        with database.write(two_funds) as cursor:  # as a load of a cheaper line does
            cursor.execute("UPDATE cost_lines SET amount = 350 WHERE cost_line_id = 'P-1-1'")
        note_as_loaded(database, two_funds)
    else:
        cheaper = line(1).model_copy(update={"amount": Decimal(350)})
        assert write(database, two_funds, Edit(before=line(1), after=cheaper)) == ()
        worded = Edit(before=cheaper, after=cheaper.model_copy(update={"description": "Thirty"}))
        assert write(database, two_funds, worded) == ()
    before = kept(database, two_funds)
    with pytest.raises(DistrictError, match=r"^Funds would pay \$400\.00 of P-1-1 \(Tablets, FY 2027\), and it costs"):
        write(database, two_funds, *undone(gone))
    assert kept(database, two_funds) == before


def note_as_loaded(database: Database, district_id: str) -> None:
    with database.write(district_id) as cursor:
        note_change(cursor, district_id, "local", "changed", "cost_lines", ("P-1-1",), {"amount": 400}, {"amount": 350})


def test_an_undo_brings_back_what_a_file_has_paid_twice_after_its_cost_line_was_changed_and_undone(
    database: Database, two_funds: str
) -> None:
    write(database, two_funds, *add(pays(1, 400)))
    with database.write(two_funds) as cursor:  # as a load does
        cursor.execute("UPDATE pre_encumbrances SET amount = 600")
    away = Edit(before=pays(1, 600), after=None, reason="another")
    cheaper = Edit(before=line(1), after=line(1).model_copy(update={"amount": Decimal(350), "description": "Thirty"}))
    write(database, two_funds, away)
    write(database, two_funds, cheaper)
    write(database, two_funds, *undone(cheaper))
    assert write(database, two_funds, *undone(away)) == (), "it costs what it did"
    assert kept(database, two_funds) == (pays(1, 600),)


def undone(*edits: Edit) -> list[Edit]:
    """As a window takes them back."""
    return [Edit(before=e.after, after=e.before, reason="taken back", restores=True) for e in reversed(edits)]


def test_a_cost_line_that_is_paid_stays_with_its_purchase(database: Database, held: str) -> None:
    moved = Edit(before=line(1), after=line(1).model_copy(update={"purchase_id": "P-2"}))
    write(database, held, *add(pays(1, 400)))
    with pytest.raises(DistrictError, match="P-1-1 cannot become a cost of P-2: it is on record who pays it for P-1"):
        write(database, held, moved)
    assert write(database, held, Edit(before=pays(1, 400), after=None, reason="said wrongly")) == ()
    assert write(database, held, moved) == ()
