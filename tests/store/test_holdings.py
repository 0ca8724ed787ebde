"""What a district holds, counted."""

from data_models import TABLES
from store.database import Database
from store.holdings import read_holdings
from store.loading import NamedFile, apply_load, read_source


def load(database: Database, district_id: str, text: str) -> None:
    with read_source(database, NamedFile("purchases.csv", text.encode())) as reading:
        apply_load(database, district_id, reading, "local")


def test_withdrawn_records_are_counted_apart(database: Database, district_id: str) -> None:
    load(database, district_id, "purchase_id,title\nP-1,A\nP-2,B\nP-3,C\n")
    load(database, district_id, "purchase_id,title\nP-1,A\nP-2,B\n")
    held = {holding.table: holding for holding in read_holdings(database, district_id)}
    assert list(held) == [record.table for record in TABLES]
    assert (held["purchases"].held, held["purchases"].withdrawn) == (2, 1)
    assert held["purchases"].changed_at is not None
    assert (held["needs"].held, held["needs"].withdrawn, held["needs"].changed_at) == (0, 0, None)
    assert read_holdings(database, "elsewhere")[0].held == 0
