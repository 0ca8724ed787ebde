"""Whole funds, from the ledger: what stands there for funds and years that have no fund year."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

import streamlit as st

from data_models.budget import WholeFund
from data_models.portfolio import Portfolio
from ui.budget import dollars, entries_words
from ui.records.columns import Shown
from ui.words import fiscal_year, listed, money, plain

Row = TypeVar("Row")
WHOSE = "the whole fund, from the ledger; what of it the cabinet may use is not yet said"
PARTS = {"budgeted": "budget", "encumbered": "encumbered", "spent": "spent"}
MOST_YEARS = 2
"""Years that have columns; a fund's panel has them all."""


def whole_columns(whole: Sequence[WholeFund], key_of: Callable[[Row], str]) -> list[Shown[Row]]:
    """A column for each part that the ledger has of the newest years."""
    found = {(one.fund_id, one.fiscal_year): one for one in whole}

    def amount(key: str, year: int, part: str) -> Decimal | None:
        one = found.get((key, year))
        known: Decimal | None = getattr(one, part) if one else None
        return known

    def column(year: int, part: str, word: str) -> Shown[Row]:
        label = f"Ledger: {word} {fiscal_year(year)}"
        return dollars(
            label, lambda row: amount(key_of(row), year, part), 215, cents=False, help=f"{WHOSE[0].upper()}{WHOSE[1:]}"
        )

    return [
        column(year, part, word)
        for year in _years(whole)
        for part, word in PARTS.items()
        if any(one.fiscal_year == year and getattr(one, part) is not None for one in whole)
    ]


def whole_words(portfolio: Portfolio, whole: Sequence[WholeFund]) -> str:
    """Whose money the ledger's columns are, what they add up to, and what they leave out; empty without any."""
    if not whole:
        return ""
    known = {fund.fund_id for fund in portfolio.funds}
    sums = [f"{word} {fiscal_year(year)} {money(total)}" for year, word, total in _sums(whole, _years(whole), known)]
    said = f"Ledger: {WHOSE}." + (f" In all: {listed(sums)}." if sums else "")
    others = [one for one in whole if one.fund_id not in known and one.fiscal_year in _years(whole)]
    if others:
        total = sum(one.entries for one in others)
        said += f" Without {entries_words(total)} of no fund on record."
    earlier = sorted({one.fiscal_year for one in whole} - set(_years(whole)))
    if earlier:
        said += f" Also {listed([fiscal_year(year) for year in earlier])}: open a fund."
    return said


def whole_table(whole: Sequence[WholeFund]) -> None:
    """One fund's years without a fund year, as the ledger has them."""
    st.markdown(f"**{WHOSE[0].upper()}{WHOSE[1:]}**")

    def said(amount: Decimal | None) -> str:
        return "–" if amount is None else plain(money(amount))

    st.table(
        [
            {
                "Year": fiscal_year(one.fiscal_year),
                "Budget": said(one.budgeted),
                "Encumbered": said(one.encumbered),
                "Spent": said(one.spent),
                "Entries": f"{one.entries:,}",
            }
            for one in whole
        ],
        border="horizontal", hide_index=True,
    )  # fmt: skip


def _years(whole: Sequence[WholeFund]) -> list[int]:
    """The newest years, ascending."""
    return sorted({one.fiscal_year for one in whole})[-MOST_YEARS:]


def _sums(whole: Sequence[WholeFund], years: Sequence[int], known: set[str]) -> list[tuple[int, str, Decimal]]:
    found = []
    for year in years:
        for part, word in PARTS.items():
            amounts = [getattr(one, part) for one in whole if one.fiscal_year == year and one.fund_id in known]
            if any(amount is not None for amount in amounts):
                found.append((year, word, sum((amount for amount in amounts if amount is not None), Decimal(0))))
    return found
