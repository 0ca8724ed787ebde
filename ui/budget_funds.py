"""The funds: one row each, and for the one opened its figures, its time, its rules and its entries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import streamlit as st

from data_models.budget import BurnDown, MissingFundYears, WholeFund
from data_models.fund import Fund, FundRule, FundYear
from data_models.ledger import EntryKind
from data_models.plan import Balance, FundLapse, Payment
from data_models.portfolio import Portfolio
from data_models.wording import counted
from ui import books
from ui.budget import dollars, fund_names, name_width, say_missing
from ui.budget_behind import office_says, planned_payments
from ui.budget_ledger import entries_button
from ui.budget_whole import whole_columns, whole_table, whole_words
from ui.charts.burn_down import End, Left, burn_down
from ui.lens import lens, looked_at
from ui.records.columns import Shown
from ui.records.grid import grid
from ui.records.panel import add_button, panel
from ui.words import LEFT_AFTER, day, fiscal_year, money, plain

CHART_HEIGHT = 380
SOONER = "Before the day to obligate by, where not all of a year may be carried over"


@dataclass(frozen=True)
class FundRow:
    """A fund with its money of all years, US dollars, and what lapses first beside the draft plan."""

    fund: Fund
    balances: tuple[Balance, ...]
    lapse: FundLapse | None

    def total(self, part: str) -> Decimal | None:
        """A part of its money over all years; none where no year is on record."""
        return sum((getattr(b, part) for b in self.balances), Decimal(0)) if self.balances else None


def funds_view(
    portfolio: Portfolio, balances: Sequence[Balance], first: Mapping[str, FundLapse], whole: Sequence[WholeFund]
) -> None:
    """Every fund, as a table to choose from and to edit. first: what each loses first. whole: what the ledger says
    where no fund year does.
    """
    year = lens().fiscal_year
    rows = [
        FundRow(
            fund,
            tuple(b for b in balances if b.fund_id == fund.fund_id and year in (None, b.money_year)),
            first.get(fund.fund_id),
        )
        for fund in portfolio.funds
    ]
    ledger: list[Shown[FundRow]] = whole_columns(whole, lambda row: row.fund.fund_id)
    columns = _columns(portfolio, ledger, known=any(row.balances for row in rows))
    grid("funds", Fund, rows, lambda row: row.fund, columns, portfolio)
    money_of = fiscal_year(year) if year else "all years on record together"
    without = sum(not row.balances for row in rows) if year else 0
    dash = f" {counted(without, 'fund has', 'funds have')} no fund year of it (–)." if without else ""
    if any(row.balances for row in rows):
        st.caption(f"Money of {money_of}, with the draft plan.{dash} Choose a fund to open it.")
    if whole:
        st.caption(plain(whole_words(portfolio, whole)))


def _columns(portfolio: Portfolio, ledger: Sequence[Shown[FundRow]], *, known: bool) -> list[Shown[FundRow]]:
    """known: whether any fund has a fund year that is looked at; without, its money's columns wait to be chosen."""
    columns = st.column_config

    def part(name: str, label: str, width: int = 112, help: str = "") -> Shown[FundRow]:
        return dollars(label, lambda row: row.total(name), width, cents=False, help=help)

    def days(field: str, label: str) -> Shown[FundRow]:
        config = columns.DateColumn(label, format="D MMM YYYY", width=120)
        return Shown(label, lambda row: getattr(row.fund, field), field=field, config=config, width=135)

    own = [
        part("budgeted", "Budget"),
        part("spent", "Spent"),
        part("encumbered", "Encumbered"),
        part("pre_encumbered", "Pre-encumbered", 135),
        part("planned", "Planned"),
        part("left", LEFT_AFTER.capitalize(), 190, "What ledger, orders and the draft plan leave"),
        Shown("Lapses first", lambda row: row.lapse and row.lapse.lapses_on,
              config=columns.DateColumn("Lapses first", format="D MMM YYYY", width=120, help=SOONER)),
        dollars("Would lapse", lambda row: row.lapse.amount if row.lapse else None, 115, cents=False),
    ]  # fmt: skip
    return [
        Shown("Key", lambda row: row.fund.fund_id, width=80),
        Shown("Fund", lambda row: row.fund.name, field="name", width=name_width(portfolio)),
        *(replace(column, hidden=not known) for column in own),
        *ledger,
        days("obligate_by", "Obligate by"),
        days("liquidate_by", "Liquidate by"),
        Shown("Kind", lambda row: str(row.fund.kind), field="kind", width=190),
        Shown("One time", lambda row: row.fund.one_time, field="one_time", width=90),
        days("usable_from", "Usable from"),
        part("overspent", "Overspent"),
        Shown("Note", lambda row: row.fund.note, field="note", width=300, hidden=True),
    ]  # fmt: skip


def fund_panel(
    portfolio: Portfolio,
    balances: Sequence[Balance],
    payments: Sequence[Payment],
    burn_downs: Callable[[], Sequence[BurnDown]],
    rules_of: Callable[[Fund], Sequence[FundRule]],
    whole: Sequence[WholeFund],
) -> None:
    """The fund that is open, if one is: money by year with what is behind it, its time, its rules."""

    def about(fund: Fund) -> None:
        own = [b for b in balances if b.fund_id == fund.fund_id]
        if fund.note:
            st.markdown(plain(fund.note))
        ledger = [one for one in whole if one.fund_id == fund.fund_id]
        if fund.name != fund_names(portfolio)[fund.fund_id]:
            st.markdown(f"**{plain(fund.name)}**")  # the title has room for its beginning only
        if not own:
            st.info(
                "No fund year says what of it the cabinet may use, so nothing of it is planned: add one under "
                "**Fund years**."
            )
        if own:
            _money(own)
        if ledger:
            whole_table(ledger)
        _entries(portfolio, fund.fund_id, [*(b.money_year for b in own), *(one.fiscal_year for one in ledger)])
        if own:
            planned_payments(portfolio, fund.fund_id, [p for p in payments if p.fund_id == fund.fund_id])
            name = fund_names(portfolio)[fund.fund_id]
            _time(fund, name, [b for b in burn_downs() if b.fund_id == fund.fund_id], portfolio.today)
        rules_table(rules_of(fund))

    panel(Fund, portfolio, about)


def _money(balances: Sequence[Balance]) -> None:
    """Budget, spent, encumbered, pre-encumbered, planned and left by year; what the ledger holds opens its entries."""
    st.table(
        [
            {
                "Year": fiscal_year(b.money_year),
                "Budget": plain(money(b.budgeted)),
                "Spent": plain(money(b.spent)),
                "Encumbered": plain(money(b.encumbered)),
                "Pre-encumbered": plain(money(b.pre_encumbered)),
                "Planned": plain(money(b.planned)),
                LEFT_AFTER.capitalize(): plain(money(b.left)),
            }
            for b in balances
        ],
        border="horizontal", hide_index=True,
    )  # fmt: skip


def _entries(portfolio: Portfolio, fund_id: str, years: Sequence[int]) -> None:
    """Ways to the entries of a fund's year, by kind; which of its figures are the office's own."""
    if not years:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        year = st.selectbox("Entries of", years, format_func=fiscal_year, key=f"entries of {fund_id}", width=150)
        for label, kind in (
            ("Budget", EntryKind.BUDGET), ("Spent", EntryKind.ACTUAL), ("Encumbered", EntryKind.ENCUMBRANCE),
        ):  # fmt: skip
            entries_button(f"{label}: entries", f"entries {fund_id} {kind}", fund_id, year, kind)
    if said := office_says(portfolio, fund_id, year):
        st.caption(plain(said))


def _time(fund: Fund, name: str, found: Sequence[BurnDown], today: date) -> None:
    """What was left when, against the days on which it lapses, for one year of the money."""
    years = [b.money_year for b in found]
    now = next((b for b in found if b.starts <= today), found[0]).money_year
    chosen = now
    if len(years) > 1:
        chosen = st.segmented_control("Year of the money", years, default=now, required=True, format_func=fiscal_year,
                                      key=f"burn down {fund.fund_id}") or now  # fmt: skip
    one = next(b for b in found if b.money_year == chosen)
    ends = [End(d.day, f"obligate by {day(d.day)}" + (f", {money(d.may_stay)} may stay" if d.may_stay else ""),
                float(d.may_stay)) for d in one.deadlines]  # fmt: skip
    if one.liquidate_by and ends:
        ends.append(End(one.liquidate_by, f"liquidate by {day(one.liquidate_by)}", None))
    if one.points:
        title = f"{name}, {fiscal_year(chosen)}"
        points = [Left(p.day, float(p.left)) for p in one.points]
        st.plotly_chart(
            burn_down(title, float(one.budgeted), one.starts, today, points, ends), height=CHART_HEIGHT,
            key=f"burn down of {fund.fund_id}", theme=None, config={"displayModeBar": False},
            alt=f"What the ledger had left of {title} on {len(points)} days: now {money(one.points[-1].left)}",
        )  # fmt: skip
    st.markdown("\n".join(f"- {plain(words)}" for words in one.words))


def rules_table(rules: Sequence[FundRule]) -> None:
    """Rules in words, each with its source, the day it was read and how sure the reading is."""
    if not rules:
        st.warning("No rule is on record for it, so the plan lets it pay for nothing. Add a fund rule.")
        return
    st.table(
        [
            {
                "Rule": plain(rule.words),
                "Source": plain(rule.citation),
                "Read": day(rule.as_of),
                "Confidence": str(rule.confidence),
            }
            for rule in rules
        ],
        border="horizontal", hide_index=True,
    )  # fmt: skip


def fund_years_view(portfolio: Portfolio, missing: MissingFundYears) -> None:
    """What the office says of each fund and year, to edit; what it leaves empty is what the ledger says."""
    kept = books.with_kept_fund_years(portfolio)
    names = {fund.fund_id: fund.name for fund in portfolio.funds}
    filled = {(y.fund_id, y.fiscal_year): y for y in portfolio.fund_years}
    columns = st.column_config

    def given(field: str, label: str) -> Shown[FundYear]:
        config = columns.NumberColumn(label, format="dollar", width=150)
        return Shown(label, lambda row: getattr(row, field), field=field, config=config, width=150)

    def ledger(field: str, label: str) -> Shown[FundYear]:
        def value(row: FundYear) -> Decimal | None:
            found: Decimal | None = getattr(filled[row.fund_id, row.fiscal_year], field)
            return found if getattr(row, field) is None else None

        return dollars(label, value, 170)

    if missing.everything:
        say_missing(portfolio, missing)
        add_button(FundYear)
    else:
        grid(
            "fund years", FundYear, looked_at(portfolio, lens(), kept.fund_years), lambda row: row,
            [
                Shown("Key", lambda row: row.fund_id, width=90),
                Shown("Fund", lambda row: names.get(row.fund_id, row.fund_id), width=name_width(portfolio)),
                Shown("Fiscal year", lambda row: row.fiscal_year, config=columns.NumberColumn(format="%d", width=110)),
                given("budgeted", "Budget"),
                given("encumbered", "Encumbered"),
                given("spent", "Spent"),
                ledger("encumbered", "Encumbered by ledger"),
                ledger("spent", "Spent by ledger"),
            ],
            kept,
        )  # fmt: skip
        st.caption("Encumbered and spent that are left empty come from the ledger, shown beside them.")

    def about(one: FundYear) -> None:
        st.markdown(f"**{plain(names.get(one.fund_id, one.fund_id))}**, {fiscal_year(one.fiscal_year)}")
        entries_button("Its ledger entries", "entries of the fund year", one.fund_id, one.fiscal_year)

    panel(FundYear, kept, about)
