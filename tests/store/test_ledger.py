"""The ledger as a page of entries, with where each came from, and as sums."""

from datetime import date
from decimal import Decimal

import pytest

from data_models.budget import LedgerFilter
from data_models.ledger import EntryKind
from store.database import Database
from store.fund import read_fund_years, read_kept_fund_years
from store.ledger import read_accounts, read_ledger_page, read_local_costs, read_month_sums
from store.loading import NamedFile, apply_load, read_source

FUNDS = b"fund_id,name\nGF,General\nT1,Title I-A\n"
YEARS = b"fund_id,fiscal_year,budgeted,spent\nGF,2027,100,\nT1,2027,50,7\n"
LEDGER = b"""Ledger of the office

entry_id,account,fund_id,fiscal_year,entry_date,kind,amount,vendor,description,site_id
E1,01-1000,GF,2027,2026-08-03,actual,10.50,Readwell,Licences 100%,0101
E2,01-2000,GF,2027,2026-09-04,actual,-0.50,READWELL ,Credit_note,0102
E3,01-2000,GF,2027,2026-09-04,encumbrance,4,Other,Licences,
E4,02-1000,T1,2027,,actual,7,Other,Books,0101
E5,01-1000,GF,2026,2026-06-30,actual,99,Readwell,Licences,0101
"""
SITES = b"site_id,name\n0101,Alder\n0102,Birch\n"


@pytest.fixture
def books(database: Database, district_id: str) -> Database:
    files = (("sites.csv", SITES), ("funds.csv", FUNDS), ("fund_years.csv", YEARS), ("ledger_entries.csv", LEDGER))
    for name, text in files:
        with read_source(database, NamedFile(name, text)) as reading:
            apply_load(database, district_id, reading, "local")
    return database


def found(books: Database, district_id: str, **asked: object) -> list[str]:
    with books.read() as cursor:
        page = read_ledger_page(cursor, district_id, LedgerFilter.model_validate(asked))
    assert page.entries == len(page.rows)
    assert dict(page.totals) == {
        kind: sum(row.amount for row in page.rows if row.kind is kind) for kind in {row.kind for row in page.rows}
    }
    return [row.entry_id for row in page.rows]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({}, ["E2", "E3", "E1", "E5", "E4"]),
        ({"fund_id": "GF", "fiscal_year": 2027, "kind": EntryKind.ACTUAL}, ["E2", "E1"]),
        ({"text": " readwell"}, ["E2", "E1", "E5"]),
        ({"text": "100%"}, ["E1"]),
        ({"text": "t_n"}, ["E2"]),
        ({"text": "02-1000"}, ["E4"]),
        ({"text": "e3"}, ["E3"]),
        ({"site_ids": ("0102",)}, ["E2"]),
        ({"fund_id": "' OR 1 = 1"}, []),
    ],
    ids=str,
)
def test_entries_are_filtered_newest_first_and_those_without_a_day_last(
    books: Database, district_id: str, asked: dict[str, object], keys: list[str]
) -> None:
    assert found(books, district_id, **asked) == keys


def test_entries_that_name_no_site_are_of_the_site_their_account_names(books: Database, district_id: str) -> None:
    asked = LedgerFilter(site_ids=("0102",))
    with books.read() as cursor:
        page = read_ledger_page(cursor, district_id, asked, accounts=["01-2000", "02-1000"])
    assert [row.entry_id for row in page.rows] == ["E2", "E3"], "E4 has one of its own"
    assert page.entries == 2
    assert page.totals == ((EntryKind.ACTUAL, Decimal("-0.50")), (EntryKind.ENCUMBRANCE, Decimal(4)))


def test_an_entry_names_the_row_of_its_file_and_who_loaded_it_when(books: Database, district_id: str) -> None:
    with books.read() as cursor:
        (row,) = read_ledger_page(cursor, district_id, LedgerFilter(text="E1")).rows
        rows = cursor.execute("SELECT loaded_at FROM loads WHERE source LIKE '%ledger%' ORDER BY 1").fetchall()
    assert (row.source_file, row.source_row) == ("ledger_entries.csv", 4), "the title and the blank row count"
    assert row.loaded_by == "local"
    assert row.loaded_at == rows[0][0]


def test_a_page_is_a_part_and_the_sum_is_of_all(books: Database, district_id: str) -> None:
    with books.read() as cursor:
        page = read_ledger_page(cursor, district_id, LedgerFilter(), most=2, skipped=3)
    assert [row.entry_id for row in page.rows] == ["E5", "E4"]
    assert page.entries == 5
    assert page.totals == ((EntryKind.ACTUAL, Decimal("116.00")), (EntryKind.ENCUMBRANCE, Decimal(4)))


def test_months_local_costs_and_accounts(books: Database, district_id: str) -> None:
    with books.read() as cursor:
        sums = read_month_sums(cursor, district_id)
        local = read_local_costs(cursor, district_id, ["GF"], ["readwell"])
        accounts = read_accounts(cursor, district_id, 2)
    months = [(s.fund_id, s.fiscal_year, s.month, str(s.kind), s.amount, s.entries) for s in sums]
    assert months == [
        ("GF", 2026, date(2026, 6, 1), "actual", Decimal(99), 1),
        ("GF", 2027, date(2026, 8, 1), "actual", Decimal("10.50"), 1),
        ("GF", 2027, date(2026, 9, 1), "actual", Decimal("-0.50"), 1),
        ("GF", 2027, date(2026, 9, 1), "encumbrance", Decimal(4), 1),
        ("T1", 2027, None, "actual", Decimal(7), 1),
    ]
    assert {(c.fiscal_year, c.description, c.amount) for c in local} == {
        (2026, "Licences", Decimal(99)), (2027, "Licences 100%", Decimal("10.50")),
        (2027, "Credit_note", Decimal("-0.50")),
    }  # fmt: skip
    assert accounts == ("01-1000", "01-2000")


def test_what_the_office_left_to_the_ledger_is_empty_where_it_is_edited(books: Database, district_id: str) -> None:
    with books.read() as cursor:
        filled, kept = read_fund_years(cursor, district_id), read_kept_fund_years(cursor, district_id)
    assert [(y.fund_id, y.spent) for y in filled] == [("GF", Decimal(10)), ("T1", Decimal(7))]
    assert [(y.fund_id, y.spent) for y in kept] == [("GF", None), ("T1", Decimal(7))]
