"""Reads the sample district straight from its files, without the store: the test's own, plainer way in."""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from data_models import TABLES
from data_models.base import LIST_SEPARATOR, Record, columns
from data_models.fund import FundRule, FundYear
from data_models.ledger import EntryKind, LedgerEntry
from data_models.portfolio import Portfolio

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data"
TODAY = date(2026, 11, 21)


def read_file(path: Path, record: type[Record]) -> tuple[Any, ...]:
    """A file's rows as records, in file order; a blank cell is the field's default. Without a file there are none."""
    if not path.exists():
        return ()
    known = columns(record)
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells = {c.name: row[c.name] for c in known if row[c.name]}
            lists = {c.name: tuple(cells[c.name].split(LIST_SEPARATOR)) for c in known if c.many and c.name in cells}
            found.append(record.model_validate(cells | lists))
    return tuple(found)


@cache
def sample() -> dict[str, tuple[Any, ...]]:
    """Every table of the sample district."""
    return {record.table: read_file(SAMPLE / f"{record.table}.csv", record) for record in TABLES}


@cache
def ledger_sums() -> dict[tuple[str, int, EntryKind], Decimal]:
    """The ledger's total by fund, fiscal year and kind."""
    sums: defaultdict[tuple[str, int, EntryKind], Decimal] = defaultdict(Decimal)
    entry: LedgerEntry
    for entry in sample()["ledger_entries"]:
        sums[entry.fund_id, entry.fiscal_year, entry.kind] += entry.amount
    return dict(sums)


def filled(year: FundYear) -> FundYear:
    """A fund's year with what the ledger says where the office left it empty."""
    sums = ledger_sums()
    key = (year.fund_id, year.fiscal_year)
    encumbered = sums[*key, EntryKind.ENCUMBRANCE] if year.encumbered is None else year.encumbered
    spent = sums[*key, EntryKind.ACTUAL] if year.spent is None else year.spent
    return year.model_copy(update={"encumbered": encumbered, "spent": spent})


@cache
def portfolio() -> Portfolio:
    """The sample district as planning sees it, on `TODAY`."""
    known = {t: rows for t, rows in sample().items() if t in Portfolio.model_fields}
    ordered = {r.table: tuple(sorted(known[r.table], key=key_of)) for r in TABLES if r.table in known}
    reference = read_file(ROOT / "store" / "reference" / "fund_rules.csv", FundRule)
    return Portfolio.model_validate(
        ordered
        | {
            "today": TODAY,
            "district": known["district"][0],
            "fund_years": tuple(filled(y) for y in ordered["fund_years"]),
            "fund_rules": reference + ordered["fund_rules"],
        }
    )


def key_of(record: Record) -> tuple[Any, ...]:
    """What tells two records of a table apart."""
    return tuple(getattr(record, part) for part in record.key)
