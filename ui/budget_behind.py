"""What a number that is in no ledger is made of: contracts, cost lines and projects, with the file's row of each."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from data_models.budget import Commitment, Source
from data_models.contract import Contract
from data_models.fund import FundYear
from data_models.plan import Payment
from data_models.portfolio import Portfolio
from data_models.project import Project
from data_models.purchase import CostLine
from data_models.wording import counted
from ui import books, data
from ui.budget import dollars, fund_names, listing
from ui.records.columns import Shown
from ui.words import day, fiscal_year, listed, money, plain

MOST_LINES, MOST_PAYMENTS = 12, 6


def planned_payments(portfolio: Portfolio, fund_id: str, payments: Sequence[Payment]) -> None:
    """What the draft plan pays of a fund, by cost line and year of the money, the largest first, and whence."""
    if not payments:
        return
    titles = {purchase.purchase_id: purchase.title for purchase in portfolio.purchases}
    lines = {line.cost_line_id: line for line in portfolio.cost_lines}
    rows = sorted(payments, key=lambda p: (-p.amount, p.cost_line_id, p.money_year))
    columns: list[Shown[Payment]] = [
        Shown("Purchase", lambda p: titles[p.purchase_id], width=260),
        Shown("Buys", lambda p: str(lines[p.cost_line_id].category), width=150),
        Shown("Cost of", lambda p: fiscal_year(p.fiscal_year), width=90),
        Shown("Money of", lambda p: fiscal_year(p.money_year), width=90),
        dollars("Pays", lambda p: p.amount, 120),
        dollars("Of a cost of", lambda p: lines[p.cost_line_id].amount, 120),
    ]
    words = (
        f"**Planned: {plain(money(sum((p.amount for p in payments), Decimal(0))))} in {counted(len(rows), 'payment')}**"
    )
    chosen = listing(
        f"planned of {fund_id}", "Planned", rows, lambda p: p.cost_line_id, columns, most_rows=MOST_PAYMENTS,
        beside=lambda: _said(words),
    )  # fmt: skip
    if chosen:
        _table(portfolio, [lines[chosen.cost_line_id]])


def commitments_table(portfolio: Portfolio, rows: Sequence[Commitment], most_rows: int) -> None:
    """Everything that the years ahead are made of, by year, then the larger first; the chosen one's records."""
    names = fund_names(portfolio)
    ordered = sorted(rows, key=lambda c: (c.fiscal_year, -c.amount, c.key, c.fund_id))
    columns: list[Shown[Commitment]] = [
        Shown("Year", lambda c: fiscal_year(c.fiscal_year), width=90),
        Shown("What", lambda c: c.title, width=300),
        Shown("Is a", lambda c: str(c.source), width=215),
        Shown("Fund", lambda c: names[c.fund_id], width=200),
        dollars("Cost", lambda c: c.amount, 130),
        Shown("On record", lambda c: "expected" if c.expected else "promised", width=110),
    ]
    if chosen := listing(
        "promised", "Promised and in the draft plan", ordered, lambda c: c.key, columns, most_rows=most_rows
    ):
        behind(portfolio, chosen.source, chosen.key, chosen.fiscal_year)


def behind(portfolio: Portfolio, source: Source, key: str, year: int | None = None) -> None:
    """The records that a cost stands on. A purchase's cost lines are those of the year, or of its last on record."""
    if source is Source.CONTRACT:
        _table(portfolio, [c for c in portfolio.contracts if c.contract_id == key])
    elif source is Source.PROJECT:
        _table(portfolio, [p for p in portfolio.projects if p.project_id == key])
    else:
        lines = [line for line in portfolio.cost_lines if line.purchase_id == key]
        own = [line for line in lines if line.fiscal_year == year]
        last = max((line.fiscal_year for line in lines), default=None)
        _table(portfolio, own or [line for line in lines if year is None or line.fiscal_year == last])


def office_says(portfolio: Portfolio, fund_id: str, year: int) -> str:
    """Which figures of a fund's year the office gave itself, and in which row of which file; empty where none.

    No ledger entry has to stand behind these; what it left empty is the ledger's.
    """
    kept = books.with_kept_fund_years(portfolio).fund_years
    one = next((y for y in kept if (y.fund_id, y.fiscal_year) == (fund_id, year)), None)
    if one is None:
        return ""
    parts = (("budget", one.budgeted), ("encumbered", one.encumbered), ("spent", one.spent))
    given = [f"{name} {money(amount)}" for name, amount in parts if amount is not None]
    if not given:
        return ""
    left = [name for name, amount in parts if amount is None]
    rest = f" {listed(left).capitalize()} {'comes' if len(left) == 1 else 'come'} from the ledger." if left else ""
    return (
        f"Of {fiscal_year(year)}, the office itself says {listed(given)}: {_from(portfolio, one)}, not summed from "
        f"ledger entries.{rest}"
    )


def _table(portfolio: Portfolio, records: Sequence[Contract | Project | CostLine]) -> None:
    st.table(
        [
            {"Stands on": _name(record), "Says": plain(_says(record)), "From": plain(_from(portfolio, record))}
            for record in records[:MOST_LINES]
        ],
        border="horizontal", hide_index=True,
    )  # fmt: skip
    if len(records) > MOST_LINES:
        st.caption(f"And {counted(len(records) - MOST_LINES, 'cost line')} more.")


def _name(record: Contract | Project | CostLine) -> str:
    if isinstance(record, CostLine):
        return f"cost line {plain(record.cost_line_id)}"
    return (
        f"contract {plain(record.contract_id)}"
        if isinstance(record, Contract)
        else (f"project {plain(record.project_id)}")
    )


def _says(record: Contract | Project | CostLine) -> str:
    if isinstance(record, CostLine):
        what = f"{record.category}, {'recurring' if record.recurring else 'once'}"
        text = f": {record.description}" if record.description else ""
        return f"{money(record.amount)} in {fiscal_year(record.fiscal_year)}, {what}{text}"
    if isinstance(record, Contract):
        renews = f", renews {day(record.renews_on)}" if record.renews_on else ""
        return f"{money(record.yearly_cost)} a year{renews}"
    assert record.budget is not None
    assert record.spent is not None
    return f"budget {money(record.budget)}, spent {money(record.spent)}"


def _from(portfolio: Portfolio, record: Contract | Project | CostLine | FundYear) -> str:
    found = data.origin(portfolio.district.district_id, record)
    return f"'{found.file}', row {found.row:,}" if found and found.file and found.row else "typed here"


def _said(words: str) -> None:
    st.markdown(words, width="content")
