"""Orders: which fund pays what was ordered, what is held until the ledger has it, what nobody is said to pay, what is
paid twice, and what a fund may not pay.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import streamlit as st

from data_models.edit import Edit
from data_models.order import BarredOrder, OrderQuestion, PaidTwice, WhoPays
from data_models.plan import Balance
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import BOUGHT_STAGES, CostLine, Purchase
from data_models.readiness import Readiness
from data_models.wording import counted
from ui import edits
from ui.budget import dollars, fund_names
from ui.budget_ledger import entries_button
from ui.left_out import LeftOut
from ui.lens import lens, seen_through
from ui.projects_readiness import about_purchase
from ui.records.columns import Shown
from ui.records.facets import Facet, sift
from ui.records.fields import key_of
from ui.records.grid import grid
from ui.records.panel import open_new, open_record, panel
from ui.who_pays import Answers, say_who_pays
from ui.words import day, fiscal_year, money, plain

MOST_ASKED = 4
HELD, BOOKED, BEFORE = "held, not in the ledger", "in the ledger", "not ordered, so not held"


class Order(NamedTuple):
    """What one fund pays of one cost line of something ordered."""

    record: PreEncumbrance
    purchase: Purchase
    line: CostLine | None
    fund: str
    state: str


def orders_words(portfolio: Portfolio, questions: Sequence[OrderQuestion]) -> str:
    """What orders hold, what nobody is said to pay, what is paid twice, and what is against fund rules, as far as the
    lens shows it.
    """
    asked = _seen(portfolio, questions)
    held = sum((row.record.amount for row in _rows(portfolio) if row.state == HELD), Decimal(0))
    unpaid, twice, against = (
        sum((one.amount for one in asked if isinstance(one, kind)), Decimal(0))
        for kind in (WhoPays, PaidTwice, BarredOrder)
    )
    words = [f"{money(held) if held else 'Nothing'} is held for orders that the ledger does not have yet"]
    words += [f"nobody is said to pay {money(unpaid)}"] if unpaid else []
    words += [f"{money(twice)} more is said to be paid than it costs"] if twice else []
    words += [f"{money(against)} is against fund rules"] if against else []
    return "; ".join(words)


def orders_view(
    portfolio: Portfolio, questions: Sequence[OrderQuestion], answers: Answers, left: Sequence[Balance],
    ready: Sequence[Readiness], out: Callable[[], LeftOut],
) -> None:  # fmt: skip
    """What must be settled of orders, and every order's money as a table to edit.

    answers: which funds may pay a purchase's lines. left: what ledger and orders leave of the funds. ready: the checks
    of purchases. out: as `left_out` has it.
    """
    rows, asked = _rows(portfolio), _seen(portfolio, questions)
    barred = [one for one in questions if isinstance(one, BarredOrder)]
    with st.container(gap=None):
        for question in asked[:MOST_ASKED]:
            _ask(portfolio, question)
        if len(asked) > MOST_ASKED:
            st.caption(f"And {counted(len(asked) - MOST_ASKED, 'more question')}, when these are answered.")
    found = sift(
        "orders", rows, FACETS,
        lambda row: f"{row.purchase.purchase_id} {row.purchase.title} {row.purchase.vendor} {row.fund}",
    )  # fmt: skip
    grid("orders", PreEncumbrance, found, lambda row: row.record, _columns(), portfolio)
    st.caption("Accountants call it pre-encumbered. Once the ledger has an order, as encumbered or spent, give the day "
               "under In ledger since: what it takes is then counted there, and no longer held.")  # fmt: skip

    panel(PreEncumbrance, portfolio, lambda record: _about(record, portfolio, barred),
          say_who_pays(portfolio, answers, left))  # fmt: skip
    panel(Purchase, portfolio, lambda purchase: about_purchase(purchase, portfolio, ready, out()))


def _rows(portfolio: Portfolio) -> list[Order]:
    purchases = {purchase.purchase_id: purchase for purchase in portfolio.purchases}
    lines = {line.cost_line_id: line for line in portfolio.cost_lines}
    names, seen, year = fund_names(portfolio), seen_through(portfolio, lens()), lens().fiscal_year
    rows = [
        Order(
            one,
            purchases[one.purchase_id],
            lines.get(one.cost_line_id),
            names.get(one.fund_id, one.fund_id),
            _state(one, purchases[one.purchase_id], portfolio.today),
        )
        for one in portfolio.pre_encumbrances
        if one.purchase_id in seen and year in (None, one.money_year)
    ]
    return sorted(rows, key=lambda row: (row.state != HELD, row.record.purchase_id))


def _state(record: PreEncumbrance, purchase: Purchase, today: date) -> str:
    """Whether the money is held, or the ledger has it."""
    if purchase.stage not in BOUGHT_STAGES:
        return BEFORE
    return BOOKED if record.is_booked(today) else HELD


def _seen(portfolio: Portfolio, questions: Sequence[OrderQuestion]) -> list[OrderQuestion]:
    seen, year = seen_through(portfolio, lens()), lens().fiscal_year
    return [one for one in questions if one.purchase_id in seen and year in (None, one.year)]


def _ask(portfolio: Portfolio, question: OrderQuestion) -> None:
    """What nobody is said to pay, what is paid twice or what a fund may not pay, and a way to settle it."""
    if isinstance(question, BarredOrder):
        st.markdown(f":material/gavel: {plain(question.words)}")
        _another_fund(portfolio, question)
        return
    if isinstance(question, PaidTwice):
        st.markdown(f":material/content_copy: {plain(question.words)}")
        _payers(portfolio, question)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/help: {plain(question.words)}", width="content")
        st.button(
            "Say who pays", key=f"say who pays {question.cost_line_id}", type="tertiary", icon=":material/edit:",
            on_click=_open, args=(question,),
        )  # fmt: skip


def _payers(portfolio: Portfolio, twice: PaidTwice) -> None:
    """What is said of each fund that pays the line, to open."""
    names = fund_names(portfolio)
    with st.container(horizontal=True, gap="small"):
        for one in portfolio.pre_encumbrances:
            if one.cost_line_id == twice.cost_line_id:
                said = f"{names.get(one.fund_id, one.fund_id)}, {fiscal_year(one.money_year)}: {money(one.amount)}"
                st.button(plain(said), key=f"open payer {key_of(one)}", type="tertiary", icon=":material/edit:",
                          on_click=open_record, args=(PreEncumbrance, key_of(one)),
                          help="Open what it is said to pay, to change or withdraw it")  # fmt: skip


def _another_fund(portfolio: Portfolio, barred: BarredOrder, place: str = "") -> None:
    st.button(
        "Have another fund pay", key=f"another fund pays {barred.key}{place}", type="tertiary",
        icon=":material/edit:", on_click=_take_off, args=(portfolio, barred),
        help="Takes it off this fund, until undone, and asks who pays instead",
    )  # fmt: skip


def _take_off(portfolio: Portfolio, barred: BarredOrder) -> None:
    """Take what the fund may not pay off it, all or the part beyond its share, and ask who pays that."""
    record = next(one for one in portfolio.pre_encumbrances if barred.is_about(one))
    lawful = record.amount - barred.amount
    after = record.model_copy(update={"amount": lawful}) if lawful else None
    edit = Edit(before=record, after=after, reason="its fund may not pay it by its rules")
    fund = fund_names(portfolio)[barred.fund_id]
    if edits.write(portfolio, [edit], f"{fund} is no longer said to pay {money(barred.amount)}: say who does."):
        _open(barred)


def _open(question: OrderQuestion) -> None:
    open_new(
        PreEncumbrance, purchase_id=question.purchase_id, cost_line_id=question.cost_line_id,
        money_year=question.year, amount=question.amount,
    )  # fmt: skip


FACETS: tuple[Facet[Order], ...] = (
    Facet("ledger", "Ledger", lambda row: (row.state,)),
    Facet("fund", "Fund", lambda row: (row.fund,)),
)


def _columns() -> list[Shown[Order]]:
    columns = st.column_config
    amount = columns.NumberColumn("Amount", format="dollar", width=120)
    booked = columns.DateColumn("In ledger since", format="D MMM YYYY", width=140)
    return [
        Shown("Purchase", lambda row: row.purchase.title, width=240),
        Shown("Fund", lambda row: row.fund, width=190),
        Shown("Amount", lambda row: row.record.amount, field="amount", config=amount, width=120),
        Shown(
            "In ledger since", lambda row: row.record.in_ledger_since, field="in_ledger_since", config=booked, width=140
        ),
        Shown("Money of", lambda row: fiscal_year(row.record.money_year), width=95),
        Shown("Cost of", lambda row: fiscal_year(row.line.fiscal_year) if row.line else None, width=90),
        Shown("Buys", lambda row: str(row.line.category) if row.line else None, width=160),
        dollars("Of a cost of", lambda row: row.line.amount if row.line else None, 120),
        Shown("Stage", lambda row: str(row.purchase.stage), width=95),
        Shown("Vendor", lambda row: row.purchase.vendor, width=200),
    ]


def _about(record: PreEncumbrance, portfolio: Portfolio, barred: Sequence[BarredOrder]) -> None:
    """Where the money is, whether the fund may pay, a way to what is bought, and entries that may be the order."""
    purchase = next((p for p in portfolio.purchases if p.purchase_id == record.purchase_id), None)
    fund, year = fund_names(portfolio).get(record.fund_id, record.fund_id), fiscal_year(record.money_year)
    title = purchase.title if purchase else record.purchase_id
    st.markdown(f"**{plain(money(record.amount))}** of {plain(fund)}, money of {year}, for {plain(title)}")
    st.button("Open the purchase", icon=":material/shopping_cart:", type="tertiary", on_click=open_record,
              args=(Purchase, record.purchase_id), key="purchase of the order",
              help="Its stage goes back there, under Edit, with a reason")  # fmt: skip
    for one in barred:
        if one.is_about(record):
            st.warning(plain(one.words), icon=":material/gavel:")
            _another_fund(portfolio, one, " in its panel")
    if purchase and purchase.stage not in BOUGHT_STAGES:
        st.markdown(f"It is {purchase.stage}: nothing is held for it until it is ordered.")
    elif record.in_ledger_since and record.is_booked(portfolio.today):
        st.markdown(f"The ledger has it since {day(record.in_ledger_since)}; it counts there as encumbered or spent.")
    else:
        st.markdown(
            "It is held: no plan gives it away again. Where the ledger has the order, give the day under **Edit**, "
            "In ledger since, so that it is not counted twice."
        )
    words = purchase.vendor if purchase else ""
    entries_button("Ledger entries that may be it", "entries of the order", record.fund_id, record.money_year,
                   words=words)  # fmt: skip
