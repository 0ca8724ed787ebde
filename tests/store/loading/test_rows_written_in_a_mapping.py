"""What no file has stands in the mapping itself: the layout of the accounts, a short code table."""

from collections.abc import Callable

import pytest

from data_models.errors import DistrictError
from store.database import Database
from store.ledger import read_account_codes, read_account_parts
from store.loading import Reading, apply_load, mapping_text, parse_mapping, preview

WRITTEN = """
title: Our ledger
files:
  ledger: {file: "ledger*.csv"}
tables:
  - table: account_parts
    rows:
      - {place: 1, dimension: fund, letters: 3}
      - {place: 2, dimension: object}
  - table: account_codes
    rows:
      - {dimension: fund, code: "010", title: "Bob's fund"}
  - table: ledger_entries
    from: ledger
    columns: {account: Account, fiscal_year: Year, amount: Amount}
"""
LEDGER = {"ledger_2027.csv": "Account,Year,Amount\n010.4300,2027,12.50\n"}


def test_they_load_beside_the_files_and_say_where_they_came_from(
    read: Callable[..., Reading], rows: Callable[..., list[tuple[object, ...]]], database: Database
) -> None:
    mapping = parse_mapping(WRITTEN.encode(), "ours.yaml")
    assert parse_mapping(mapping_text(mapping).encode(), "again.yaml") == mapping
    apply_load(database, "sample", read(LEDGER, mapping=mapping), "local")
    with database.read() as cursor:
        assert [(p.place, p.dimension, p.letters) for p in read_account_parts(cursor, "sample")] == [
            (1, "fund", 3), (2, "object", None),
        ]  # fmt: skip
        assert [code.title for code in read_account_codes(cursor, "sample")] == ["Bob's fund"]
    assert rows("SELECT count(*) FROM ledger_entries") == [(1,)]
    whence = "SELECT source_file, source_row FROM account_parts JOIN record_origins USING (origin_id) ORDER BY place"
    assert rows(whence) == [
        ("the mapping 'Our ledger'", 1), ("the mapping 'Our ledger'", 2),
    ]  # fmt: skip


def test_they_are_checked_as_rows_of_a_file_are(read: Callable[..., Reading]) -> None:
    wrong = WRITTEN.replace("letters: 3", "letters: three")
    reading = read(LEDGER, mapping=parse_mapping(wrong.encode(), "ours.yaml"))
    assert ["row 1, column 'letters'" in p.sentence for p in reading.problems] == [True]


def test_a_table_that_a_file_has_only_a_part_of_withdraws_nothing(
    read: Callable[..., Reading], database: Database
) -> None:
    funds = "  - table: funds\n    from: ledger\n    columns: {fund_id: Account, name: Account}\n"
    for partial, gone in (("", 1), ("    partial: true\n", 0)):
        whole = parse_mapping((WRITTEN + funds + partial).encode(), "ours.yaml")
        apply_load(database, f"d{gone}", read(LEDGER, mapping=whole), "local")
        later = {"ledger_2028.csv": "Account,Year,Amount\n020.4300,2028,1\n"}
        changes = {t.table: t for t in preview(database, f"d{gone}", read(later, mapping=whole)).tables}
        assert (changes["funds"].added, changes["funds"].withdrawn) == (1, gone)


def test_without_one_file_of_the_mapping_nothing_loads(read: Callable[..., Reading]) -> None:
    reading = read({"other.csv": "a,b\n1,2\n"}, mapping=parse_mapping(WRITTEN.encode(), "ours.yaml"))
    assert reading.tables == ()


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("place: 1, ", "", "account_parts needs place"),
        ("letters: 3", "size: 3", "account_parts has no column 'size'"),
        ("  - table: account_c", "  - from: ledger\n    table: account_c", "either from and columns, or rows"),
        ("  - table: account_codes\n", "  - table: account_codes\n    group_by: [a]\n", "rows stand by themselves"),
        ("    from: ledger\n", "", "either from and columns, or rows"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_them_is_said(written: str, instead: str, said: str) -> None:
    with pytest.raises(DistrictError, match=said):
        parse_mapping(WRITTEN.replace(written, instead, 1).encode(), "ours.yaml")
