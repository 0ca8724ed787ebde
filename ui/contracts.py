"""Contracts, put together for their page: one row a contract, its filters, its columns and the headline."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import streamlit as st

from data_models.contract import Contract
from data_models.ending import Endings
from data_models.overlap import Overlap
from data_models.portfolio import Portfolio
from data_models.renewal import Due, Renewal
from data_models.wording import counted
from ui.first_steps import way_to_data
from ui.lens import Lens
from ui.records.columns import Shown
from ui.records.facets import Facet
from ui.records.panel import add_button
from ui.words import listed, plain, short_money

NAME, ORDER = "contracts", "soonest notice first"
FEW = 0.25
"""Share of the licences in use below which a contract is little used."""

LOOK_FOR = (
    "ends in the draft", "may overlap", "nobody uses it", "under a quarter used", "users not on record",
    "no privacy agreement", "privacy agreement not on record", "no accessibility statement",
    "accessibility statement not on record", "no fund on record",
)  # fmt: skip
NOTHING = "none of these"
WORDS_FOR_NONE = ("no", "none", "no agreement", "no statement", "not signed")


class ContractRow(NamedTuple):
    """One contract as the page shows it. overlaps: how many others may serve its purpose."""

    contract: Contract
    renewal: Renewal
    department: str
    fund: str
    ended: bool
    overlaps: int

    @property
    def per_user(self) -> Decimal | None:
        """Cost a year for each active user, to the cent; none where nobody uses it or nobody counted."""
        users = self.contract.active_users
        return (self.contract.yearly_cost / users).quantize(Decimal("0.01")) if users else None

    @property
    def use(self) -> str:
        """1,310 of 6,200; in words where nobody does, or where nobody counted."""
        users, licences = self.contract.active_users, self.contract.licences
        of = f" of {licences:,}" if licences else ""
        if users is None:
            return f"not counted{of}" if licences else "not counted"
        return f"{users:,}{of}" if users else f"nobody{of}"


def contract_rows(
    portfolio: Portfolio, renewals: Sequence[Renewal], overlaps: Sequence[Overlap], ended: Collection[str]
) -> list[ContractRow]:
    """Every contract, in the order of `renewals`: what needs notice soonest first."""
    contracts = {c.contract_id: c for c in portfolio.contracts}
    departments = {d.department_id: d.name for d in portfolio.departments}
    funds = {f.fund_id: f.name for f in portfolio.funds}
    asked = Counter(key for o in overlaps for key in _contracts_of(o))
    return [
        ContractRow(
            contract=(contract := contracts[renewal.contract_id]),
            renewal=renewal,
            department=departments.get(contract.department_id, contract.department_id),
            fund=funds.get(contract.fund_id, contract.fund_id),
            ended=contract.contract_id in ended,
            overlaps=asked[contract.contract_id],
        )
        for renewal in renewals
    ]


def seen_rows(portfolio: Portfolio, looking: Lens, rows: Sequence[ContractRow]) -> list[ContractRow]:
    """The rows that the lens shows.

    By department: the contract's own. By school: it teaches a grade that uses the contract; one that names no grade
    serves all. By year: it has begun by the year's end. Contracts serve no goal of their own, so goals hide none.
    """
    taught = {grade for s in portfolio.sites if s.site_id in looking.sites for grade in s.grades}
    month, year = portfolio.district.fiscal_year_start_month, looking.fiscal_year
    over = date(year if month > 1 else year + 1, month, 1) if year else date.max
    return [
        row
        for row in rows
        if (not looking.departments or row.contract.department_id in looking.departments)
        and (not taught or not row.contract.grades or not taught.isdisjoint(row.contract.grades))
        and (not row.contract.starts or row.contract.starts < over)
    ]


def _contracts_of(overlap: Overlap) -> list[str]:
    return [overlap.contract_id] + ([overlap.other_key] if overlap.other_table == Contract.table else [])


def to_look_at(row: ContractRow) -> list[str]:
    """What a person looks for in a contract, in the words of the filter."""
    contract = row.contract
    users, licences = contract.active_users, contract.licences
    true = (
        row.ended, bool(row.overlaps), users == 0, bool(users and licences and users < FEW * licences), users is None,
        says_none(contract.privacy_agreement), not contract.privacy_agreement,
        says_none(contract.accessibility_statement), not contract.accessibility_statement, not contract.fund_id,
    )  # fmt: skip
    return [words for words, is_true in zip(LOOK_FOR, true, strict=True) if is_true] or [NOTHING]


def says_none(paper: str) -> bool:
    """Whether an office wrote that there is no such paper; blank is not that, it only says nothing."""
    return paper.strip(" .").casefold() in WORDS_FOR_NONE


def _placed(words: Sequence[str]) -> Callable[[str], int]:
    """The order of a filter's words as they stand here; what a link made up comes last."""
    return lambda word: words.index(word) if word in words else len(words)


def month_words(day: date | None) -> list[str]:
    """Jul 2027, as the filters say it; nothing without a day."""
    return [f"{day:%Y-%m}"] if day else []


FACETS: tuple[Facet[ContractRow], ...] = (
    Facet("due", "Notice", lambda r: (r.renewal.due,), pills=True, order=_placed([str(due) for due in Due])),
    Facet("look", "Look for", to_look_at, order=_placed([*LOOK_FOR, NOTHING])),
    Facet("department", "Department", lambda r: (r.department,) if r.department else (), tucked=True),
    Facet("category", "Category", lambda r: (str(r.contract.category),), tucked=True),
    Facet("notice", "Notice in", lambda r: month_words(r.renewal.notice_by), tucked=True),
    Facet("renews", "Renews in", lambda r: month_words(r.renewal.renews_on), tucked=True),
)


def searched(row: ContractRow) -> str:
    """Where the words typed are looked for."""
    contract = row.contract
    return (
        f"{contract.contract_id} {contract.title} {contract.vendor} {contract.purpose} {contract.category} "
        f"{row.department} {row.fund} {contract.privacy_agreement} {contract.accessibility_statement}"
    )


def contract_columns() -> list[Shown[ContractRow]]:
    """The columns of the list. What is asked first: on a small screen, with the months beside it, the list shows those
    up to what each user costs; on the shared one up to the renewal.
    """
    number, a_day = st.column_config.NumberColumn, st.column_config.DateColumn
    return [
        Shown("Product", lambda r: r.contract.title, "title", width=206),
        Shown("Notice by", lambda r: r.contract.notice_by, "notice_by",
              a_day("Notice by", width=94, format="D MMM YYYY", help="Last day to give notice, as the contract says")),
        Shown("A year", lambda r: r.contract.yearly_cost, "yearly_cost",
              number("A year", width=82, format="$%,.0f", help="Cost a year, US dollars")),
        Shown("Used by", lambda r: r.use, width=122, help="People who used it in the last 90 days, of the licences"),
        Shown("Per user", lambda r: r.per_user,
              config=number("Per user", width=72, format="$%,.2f", help="Cost a year for each who used it")),
        Shown("Vendor", lambda r: r.contract.vendor, "vendor", width=200),
        Shown("Purpose", lambda r: r.contract.purpose, "purpose", width=200),
        Shown("Overlaps", lambda r: r.overlaps or None, config=number(
            "Overlaps", width=74, help="Other contracts and purchases for the same purpose, category and grades")),
        Shown("Draft", lambda r: "ends" if r.ended else "", width=54, help="Whether the draft plan ends it"),
        Shown("Renews", lambda r: r.contract.renews_on, "renews_on",
              a_day("Renews", width=94, format="D MMM YYYY")),
        Shown("Privacy agreement", lambda r: r.contract.privacy_agreement, "privacy_agreement", width=210),
        Shown("Accessibility", lambda r: r.contract.accessibility_statement, "accessibility_statement", width=210),
        Shown("Notice", lambda r: str(r.renewal.due), width=150, hidden=True),
        Shown("Category", lambda r: r.contract.category, "category", width=130, hidden=True),
        Shown("Grades", lambda r: r.contract.grades, "grades", width=130, hidden=True),
        Shown("Department", lambda r: r.department, width=150, hidden=True),
        Shown("Fund", lambda r: r.fund, width=130, hidden=True),
        Shown("Licences", lambda r: r.contract.licences, "licences", number("Licences", width=80), hidden=True),
        Shown("Active users", lambda r: r.contract.active_users, "active_users",
              number("Active users", width=92), hidden=True),
        Shown("Key", lambda r: r.contract.contract_id, width=70, hidden=True),
    ]  # fmt: skip


def in_one_line(rows: Sequence[ContractRow], overlaps: Sequence[Overlap], endings: Endings) -> None:
    """What these contracts cost, what needs notice soon, what is asked, what the draft ends."""
    soon = [row for row in rows if row.renewal.due is Due.SOON]
    total = sum((row.contract.yearly_cost for row in rows), Decimal(0))
    at_stake = sum((row.contract.yearly_cost for row in soon), Decimal(0))
    pressing = f"{counted(len(soon), 'needs', 'need')} notice within 90 days ({short_money(at_stake)})"
    parts = [
        f"{counted(len(rows), 'contract')}, {short_money(total)} a year",
        pressing if soon else "none needs notice within 90 days",
        f"{counted(len(overlaps), 'question')} of overlap",
    ]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(plain(", ".join(parts)), anchor=False, width="content")
        if endings.words:
            st.markdown(f":material/event_busy: {plain(endings.words)}", width="content")


def nothing_yet(portfolio: Portfolio) -> bool:
    """Whether the district has no contract; says what to do."""
    if not portfolio.contracts:
        st.info(
            "Load **contracts.csv** on **Data**, or add one here. With users, licences and dates this page says what "
            "is little used, by when to give notice, and what ending it would free.",
            title="No contracts yet", icon=":material/contract:",
        )  # fmt: skip
        add_button(Contract)
        way_to_data()
    return not portfolio.contracts


def about_rows(rows: Sequence[ContractRow], overlaps: Sequence[Overlap]) -> list[Overlap]:
    """The questions that one of these contracts is in."""
    shown = {row.contract.contract_id for row in rows}
    return [overlap for overlap in overlaps if not shown.isdisjoint(_contracts_of(overlap))]


def grades_words(grades: Sequence[str]) -> str:
    """grades K, 1 and 2, or that all use it."""
    return f"grades {listed(grades)}" if grades else "grades not on record"
