"""What a district holds, counted."""

from data_models import TABLES
from data_models.load import Holding, Load
from store.database import Database
from store.holdings import read_holdings
from store.loading import NamedFile, apply_load, read_source


def load(database: Database, district_id: str, text: str, file: str = "purchases.csv") -> Load:
    with read_source(database, NamedFile(file, text.encode())) as reading:
        return apply_load(database, district_id, reading, "local")


def holding(database: Database, district_id: str, table: str) -> Holding:
    return next(one for one in read_holdings(database, district_id) if one.table == table)


def test_withdrawn_records_are_counted_apart(database: Database, district_id: str) -> None:
    load(database, district_id, "purchase_id,title\nP-1,A\nP-2,B\nP-3,C\n")
    load(database, district_id, "purchase_id,title\nP-1,A\nP-2,B\n")
    held = {holding.table: holding for holding in read_holdings(database, district_id)}
    assert list(held) == [record.table for record in TABLES]
    assert (held["purchases"].held, held["purchases"].withdrawn) == (2, 1)
    assert held["purchases"].changed_at is not None
    assert (held["needs"].held, held["needs"].withdrawn, held["needs"].changed_at) == (0, 0, None)
    assert read_holdings(database, "elsewhere")[0].held == 0


def test_the_ledger_was_touched_when_it_was_loaded_and_when_a_newer_export_withdrew_of_it(
    database: Database, district_id: str
) -> None:
    load(database, district_id, "fund_id,name\nGF,General\n", "funds.csv")
    assert holding(database, district_id, "ledger_entries").changed_at is None
    heading = "entry_id,account,fund_id,fiscal_year,kind,amount\n"
    entries = [f"E{number},01,GF,2027,actual,{number}\n" for number in range(1, 4)]
    first = load(database, district_id, heading + "".join(entries), "ledger_entries.csv")
    assert holding(database, district_id, "ledger_entries").changed_at == first.loaded_at
    load(database, district_id, "purchase_id,title\nP-1,A\n")
    assert holding(database, district_id, "ledger_entries").changed_at == first.loaded_at
    newer = load(database, district_id, heading + "".join(entries[:2]), "ledger_entries.csv")
    left = holding(database, district_id, "ledger_entries")
    assert (left.held, left.withdrawn, left.changed_at) == (2, 1, newer.loaded_at)
