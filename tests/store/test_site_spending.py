"""What the ledger shows by site: spent and promised in one year; the account's site where an entry names none."""

from decimal import Decimal

from store.database import Database
from store.ledger import read_accounts_without_site
from store.loading import NamedFile, apply_load, read_source
from store.site_spending import read_site_spending

LEDGER = """entry_id,account,fiscal_year,kind,amount,site_id
1,01-A,2027,actual,100.10,0101
2,01-B,2027,encumbrance,20.00,0101
3,01-C,2027,budget,999.00,0101
4,01-D,2026,actual,999.00,0101
5,01-E,2027,actual,-30.00,0102
6,01-F,2027,actual,7.00,
7,01-0102,2027,actual,4.00,
8,01-0102,2027,actual,1.00,0101
9,01-0102,2027,actual,0.50,0999
"""
SITES = "site_id,name\n0101,Alder\n0102,Birch\n"


def test_spent_and_promised_by_site(database: Database, district_id: str) -> None:
    for name, text in (("sites.csv", SITES), ("ledger_entries.csv", LEDGER)):
        with read_source(database, NamedFile(name, text.encode())) as reading:
            apply_load(database, district_id, reading, "local")
    with database.read() as cursor:
        assert read_accounts_without_site(cursor, district_id) == ("01-0102", "01-F")
        assert read_site_spending(cursor, district_id, 2027, {"01-0102": "0102"}) == (
            ("", Decimal("7.50")),
            ("0101", Decimal("121.10")),
            ("0102", Decimal("-26.00")),
        ), "what an entry names itself goes before its account, on record or not"
        assert read_site_spending(cursor, district_id, 2027, {})[2] == ("0102", Decimal("-30.00"))
        assert read_site_spending(cursor, district_id, 2025, {}) == ()
        assert read_site_spending(cursor, "elsewhere", 2027, {}) == ()
