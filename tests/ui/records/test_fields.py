"""Values between a record and the cells of a table or a form: exact, and back unchanged."""

from datetime import date
from decimal import Decimal

import pytest

from data_models import TABLES
from data_models.base import GRADES, Record, columns
from data_models.contract import Contract
from data_models.district import District
from data_models.errors import DistrictError
from data_models.need import Driver, Need
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from ui import edits
from ui.records.fields import cell, column_of, from_cell, heading, in_use, options, said, to_cell
from ui.records.form import key_after

NEED = Need(need_id="N-090", title="Fractions", grades=("6",), site_ids=(), driver=Driver.MANDATE, learners=7)
PORTFOLIO = Portfolio(today=date(2026, 11, 22), district=District(name="D"), needs=(NEED,))


@pytest.mark.parametrize("record", TABLES, ids=lambda record: record.table)
def test_what_a_cell_gives_back_is_what_it_was_given(record: type[Record]) -> None:
    for column in columns(record):
        if not column.required:
            assert from_cell(column, to_cell(column.default)) == column.default


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [("yearly_cost", 1234.1, Decimal("1234.10")), ("licences", 5.0, 5), ("renews_on", "2027-07-01", date(2027, 7, 1)),
     ("renews_on", "", None), ("licences", None, None), ("grades", ["6 ", "6", ""], ("6",)), ("vendor", " x ", "x"),
     ("category", "devices", "devices")],
)  # fmt: skip
def test_cells_become_values(name: str, cell: object, value: object) -> None:
    assert from_cell(column_of(Contract, name), cell) == value


def test_what_cannot_be_kept_is_said_with_the_column_the_value_and_the_remedy() -> None:
    for cells, sentence in (
        ({"learners": -3}, '"-3" cannot be the learners of N-090'),
        ({"needed_by": "soon"}, '"soon" cannot be the needed by of N-090. Give date, like 2027-08-15.'),
        ({"driver": "hope"}, '"hope" cannot be the driver of N-090. Use one of: mandate, standards, assessment, '),
    ):
        with pytest.raises(DistrictError) as error:
            edits.changed(NEED, cells)
        assert sentence in str(error.value)


def test_a_new_record_needs_what_is_required() -> None:
    with pytest.raises(DistrictError, match="Title is missing"):
        edits.made(Need, {"need_id": "N-1", "title": " "})
    assert edits.made(Need, {"need_id": "N-1", "title": "x", "grades": [], "learners": None}) == Need(
        need_id="N-1", title="x"
    )


def test_keys_go_on_from_the_highest() -> None:
    assert key_after(["N-002", "N-090", "other"], "N-014") == "N-091"
    assert key_after([], "N-014") == "N-001"
    assert key_after(["N-090", "N-999"], "N-014") == "N-1000"


def test_words_for_fields() -> None:
    assert [heading(name) for name in ("needed_by", "site_ids", "department_id")] == [
        "Needed by",
        "Sites",
        "Department",
    ]
    assert said(PORTFOLIO, column_of(Need, "learners"), None) == "–"
    assert said(PORTFOLIO, column_of(Need, "grades"), ("6", "7")) == "6, 7"
    assert list(options(PORTFOLIO, Need, column_of(Need, "grades"))) == list(GRADES)
    assert cell(PORTFOLIO, Need, column_of(Need, "grades"), "Grades")["type_config"]["accept_new_options"] is False


def test_words_in_use_are_those_of_every_table_that_has_the_field() -> None:
    contract = Contract(contract_id="C-1", title="Core", yearly_cost=Decimal(1), purpose="reading", vendor="b Co")
    purchases = (
        Purchase(purchase_id="P-1", title="Kit", purpose="Maths"),
        Purchase(purchase_id="P-2", title="Kit", vendor="A Co"),
    )
    kept = PORTFOLIO.model_copy(update={"contracts": (contract,), "purchases": purchases})
    assert in_use(kept, "purpose") == ["Maths", "reading"]
    assert in_use(kept, "vendor") == ["A Co", "b Co"]
    assert in_use(kept, "subject") == []


def test_a_table_offers_the_few_words_in_use_and_none() -> None:
    kept = PORTFOLIO.model_copy(update={"needs": (NEED.model_copy(update={"subject": "science"}),)})
    subject = cell(kept, Need, column_of(Need, "subject"), "Subject")
    assert subject["type_config"]["type"] == "selectbox"
    assert subject["type_config"]["options"] == ["", "science"]
    assert "A new one: open the record" in subject["help"]
    vendor = cell(kept, Contract, column_of(Contract, "vendor"), "Vendor")
    assert vendor["type_config"]["type"] == "text", "new vendors are usual"
