"""Text to values: the SQL against the same rules in plain, slow Python."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.loading.headings import fields
from store.loading.parse_sql import Style, value_sql

CENT = Decimal("0.01")


def parsed(table: str, column: str, cells: list[str], style: Style | None = None) -> list[Any]:
    sql = value_sql(fields(table)[column], "r", style or Style())
    query = f"SELECT {sql} FROM (SELECT unnest($cells) AS r, unnest(range(len($cells))) AS i) ORDER BY i"
    with duckdb.connect() as connection:
        rows = connection.execute(query, {"cells": cells}).fetchall()
    return [value for (value,) in rows]


def slow_money(text: str, european: bool = False) -> Decimal | None:
    """Dollars by the rules of docs/data-format.md, one step at a time."""
    thousands, point = (".", ",") if european else (",", ".")
    text = text.strip()
    if re.fullmatch(r"\$\s*-", text):
        return Decimal(0)
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip()
        if text[:1] in "+-" or "-" in text:
            return None
    elif text.endswith("-"):
        negative, text = True, text[:-1].rstrip()
        if re.search(r"[-+KMBkmb]", text):
            return None
    text = re.sub(r"^([-+]?)\s*(\$?)\s*([-+]?)", lambda m: m.group(1) + m.group(3), text)
    if text[:2] in ("--", "++", "+-", "-+"):
        signs, text = text[:2], text[2:]
        negative = negative or "-" in signs
    elif text[:1] in ("-", "+"):
        negative, text = negative or text[0] == "-", text[1:]
    factor = 1
    if text[-1:].upper() in ("K", "M", "B"):
        factor = {"K": 10**3, "M": 10**6, "B": 10**9}[text[-1].upper()]
        text = text[:-1].rstrip()
    whole, dot, cents = text.partition(point)
    if thousands in whole:
        groups = whole.split(thousands)
        if not (1 <= len(groups[0]) <= 3) or any(len(group) != 3 for group in groups[1:]):
            return None
        whole = "".join(groups)
    if not (whole + cents).isdigit() or not (whole + cents).isascii() or (dot and not whole and not cents):
        return None
    value = Decimal(f"{whole or '0'}.{cents or '0'}") * factor * (-1 if negative else 1)
    exact, value = value, value.quantize(CENT, ROUND_HALF_UP)
    if abs(exact - value) >= Decimal("0.000001"):
        return None
    return value if abs(value) < Decimal(10) ** 16 else None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("$1,234.50", "1234.50"), ("(1,234.50)", "-1234.50"), ("($1,234.50)", "-1234.50"), ("1.2M", "1200000"),
        ("350K", "350000"), ("1,234.50-", "-1234.50"), ("-$5", "-5"), ("$-5", "-5"),
        ("$ 5.005", None), ("0.001", None), ("5.500", "5.50"), ("1234.5000000001", "1234.50"),
        ("0.30000000000000004", "0.30"), ("1.2345K", "1234.50"), ("1.234567K", None), ("€5", None), ("£5", None),
        ("€ -", None),
        ("$ -", "0"), (".5", "0.50"), ("1234.", "1234"), ("+7", "7"), ("12,5OO", None), ("12,5", None),
        ("1,23,456", None),
        ("-", None), ("$", None), ("1e5", None), ("1_000", None), ("nan", None), ("17.44%", None), ("5 000", None),
    ],
)  # fmt: skip
def test_money(cell: str, value: str | None) -> None:
    expected = None if value is None else Decimal(value)
    assert parsed("ledger_entries", "amount", [cell]) == [expected]
    assert slow_money(cell) == expected


NUMERAL = st.from_regex(r"[0-9]{1,3}([,.][0-9]{2,3}){0,2}([.,][0-9]{0,4})?|[0-9]{1,8}([.,][0-9]{0,4})?", fullmatch=True)
MONEY = st.builds("".join, st.tuples(
    st.sampled_from(["", "", "", "(", "-", "$", "$ ", "-$", "$-", "($", "+"]), NUMERAL,
    st.sampled_from(["", "", "", ")", "-", "K", "M", " k", "%"]),
))  # fmt: skip


@settings(max_examples=60)
@given(st.lists(MONEY, min_size=1, max_size=40), st.booleans())
def test_money_as_its_twin(cells: list[str], european: bool) -> None:
    expected = [slow_money(cell, european) for cell in cells]
    assert parsed("ledger_entries", "amount", cells, Style(european=european)) == expected


def slow_date(text: str, day_first: bool) -> date | None:
    """A numeric or ISO date, in one order."""
    text = text.split(" ")[0]
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", text):
        one, two, year = map(int, found.groups())
        month, day = (two, one) if day_first else (one, two)
        if len(found.group(3)) == 2:
            year += 2000 if year < 69 else 1900
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


DATE_PART = st.integers(0, 33).map(str) | st.integers(1, 12).map(lambda n: f"{n:02}")
YEAR = st.integers(1900, 2200).map(str)
SEPARATOR = st.sampled_from("-/.")
SHORT_YEAR = st.integers(0, 99).map(lambda n: f"{n:02}")
CLOCK = st.sampled_from(["", "", " 00:00:00"])
ISO = st.builds(lambda y, m, d, s: f"{y}{s}{m}{s}{d}", YEAR, DATE_PART, DATE_PART, SEPARATOR)
NUMERIC = st.builds(
    lambda y, m, d, s, t: f"{m}{s}{d}{s}{y}{t}", YEAR | SHORT_YEAR, DATE_PART, DATE_PART, SEPARATOR, CLOCK
)
DATES = ISO | NUMERIC


@settings(max_examples=60)
@given(st.lists(DATES, min_size=1, max_size=40), st.booleans())
def test_dates_as_their_twin(cells: list[str], day_first: bool) -> None:
    found = parsed("ledger_entries", "entry_date", cells, Style("day" if day_first else "month"))
    assert found == [slow_date(cell, day_first) for cell in cells]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2026-09-14", date(2026, 9, 14)), ("9/14/2026", date(2026, 9, 14)), ("9/14/26", date(2026, 9, 14)),
        ("Sep 14, 2026", date(2026, 9, 14)), ("September 14, 2026", date(2026, 9, 14)),
        ("14-Sep-26", date(2026, 9, 14)),
        ("14 Sep 2026", date(2026, 9, 14)), ("20260914", date(2026, 9, 14)), ("2026-09-14 00:00:00", date(2026, 9, 14)),
        ("2026-09-14T10:30:00Z", date(2026, 9, 14)), ("2026-02-30", None), ("PNS", None), ("46279", None),
        ("2026", None),
    ],
)  # fmt: skip
def test_dates(cell: str, value: date | None) -> None:
    assert parsed("ledger_entries", "entry_date", [cell]) == [value]


@pytest.mark.parametrize(
    ("table", "column", "cell", "value"),
    [
        ("funds", "one_time", "Y", True), ("funds", "one_time", "x", True), ("funds", "one_time", "FALSE", False),
        ("funds", "one_time", "0", False), ("funds", "one_time", "maybe", None),
        ("sites", "enrolment", "1,512", 1512), ("sites", "enrolment", "512.0", 512),
        ("sites", "enrolment", "512.6", None),
        ("sites", "enrolment", "5e2", None), ("district", "lunch_share", "17.44%", 17.44),
        ("district", "lunch_share", "inf", None), ("fund_rules", "share", "15%", Decimal(15)),
        ("cost_lines", "fiscal_year", "2026-27", 2027), ("cost_lines", "fiscal_year", "FY27", 2027),
        ("cost_lines", "fiscal_year", "2026-28", None), ("cost_lines", "fiscal_year", "2026-2027", 2027),
        ("purchases", "stage", "In_Service", "in service"), ("purchases", "stage", "bought", None),
        ("funds", "kind", "E-Rate Category 1", "e-rate category 1"),
        ("purchases", "need_ids", "N-014; N-015;", ["N-014", "N-015"]),
        ("purchases", "need_ids", "N-1, N-2", ["N-1", "N-2"]),
        ("ratings", "rated_at", "11/2/2026 3:30 PM", datetime(2026, 11, 2, 15, 30)),
        ("ratings", "rated_at", "2026-11-02 15:30", datetime(2026, 11, 2, 15, 30)),
        ("ratings", "rated_at", "2026-11-02", datetime(2026, 11, 2)),
        ("ratings", "rated_at", "11/2/2026 12:05 am", datetime(2026, 11, 2, 0, 5)),
    ],
)  # fmt: skip
def test_other_kinds(table: str, column: str, cell: str, value: object) -> None:
    assert parsed(table, column, [cell]) == [value]
