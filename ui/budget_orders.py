"""Orders: which fund pays what was ordered, what is held until the ledger has it, and what nobody is said to pay."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import streamlit as st

from data_models.order import WhoPays
from data_models.plan import Balance
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import BOUGHT_STAGES, CostLine, Purchase
from data_models.readiness import Readiness
from ui.budget import dollars, fund_names
from ui.budget_ledger import entries_button
from ui.lens import lens, seen_through
from ui.projects_readiness import about_purchase
from ui.records.columns import Shown
from ui.records.facets import Facet, sift
from ui.records.grid import grid
from ui.records.panel import open_new, open_record, panel
from ui.who_pays import Answers, say_who_pays
from ui.words import count, day, fiscal_year, money, plain

MOST_ASKED = 4
HELD, BOOKED, BEFORE = "held, not in the ledger", "in the ledger", "not ordered, so not held"


class Order(NamedTuple):
    """What one fund pays of one cost line of something ordered."""

    record: PreEncumbrance
    purchase: Purchase
    line: CostLine | None
    fund: str
    state: str


def orders_view(
    portfolio: Portfolio, questions: Sequence[WhoPays], answers: Answers, left: Sequence[Balance],
    ready: Sequence[Readiness],
) -> None:  # fmt: skip
    """What is held and asked in one sentence, the questions, and every order's money as a table to edit.

    answers: which funds may pay a purchase's lines. left: what ledger and orders leave of the funds. ready: the checks
    of purchases.
    """
    rows, asked = _rows(portfolio), _seen(portfolio, questions)
    held = [row.record.amount for row in rows if row.state == HELD]
    words = f"**{plain(money(sum(held, Decimal(0))))} is held for orders** that the ledger does not have yet"
    also = f"; nobody is said to pay {plain(money(sum((q.amount for q in asked), Decimal(0))))}" if asked else ""
    with st.container(gap=None):
        st.markdown(f"{words}{also}.")
        for question in asked[:MOST_ASKED]:
            _ask(question)
        if len(asked) > MOST_ASKED:
            st.caption(f"And {count(len(asked) - MOST_ASKED, 'more question')}, when these are answered.")
    found = sift(
        "orders", rows, FACETS,
        lambda row: f"{row.purchase.purchase_id} {row.purchase.title} {row.purchase.vendor} {row.fund}",
    )  # fmt: skip
    grid("orders", PreEncumbrance, found, lambda row: row.record, _columns(), portfolio)
    st.caption("Accountants call it pre-encumbered. Once the ledger has an order, as encumbered or spent, give the day "
               "under In ledger since: what it takes is then counted there, and no longer held.")  # fmt: skip

    panel(PreEncumbrance, portfolio, lambda record: _about(record, portfolio, answers),
          say_who_pays(portfolio, answers, left))  # fmt: skip
    panel(Purchase, portfolio, lambda purchase: about_purchase(purchase, portfolio, ready, {}))


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


def _seen(portfolio: Portfolio, questions: Sequence[WhoPays]) -> list[WhoPays]:
    seen, year = seen_through(portfolio, lens()), lens().fiscal_year
    return [one for one in questions if one.purchase_id in seen and year in (None, one.fiscal_year)]


def _ask(question: WhoPays) -> None:
    """A question, and a way to answer it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/help: {plain(question.words)}", width="content")
        st.button(
            "Say who pays", key=f"say who pays {question.cost_line_id}", type="tertiary", icon=":material/edit:",
            on_click=_open, args=(question,),
        )  # fmt: skip


def _open(question: WhoPays) -> None:
    open_new(
        PreEncumbrance, purchase_id=question.purchase_id, cost_line_id=question.cost_line_id,
        money_year=question.fiscal_year, amount=question.amount,
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


def _about(record: PreEncumbrance, portfolio: Portfolio, answers: Answers) -> None:
    """Where the money is, whether the fund may pay, a way to what is bought, and entries that may be the order."""
    purchase = next((p for p in portfolio.purchases if p.purchase_id == record.purchase_id), None)
    fund, year = fund_names(portfolio).get(record.fund_id, record.fund_id), fiscal_year(record.money_year)
    title = purchase.title if purchase else record.purchase_id
    st.markdown(f"**{plain(money(record.amount))}** of {plain(fund)}, money of {year}, for {plain(title)}")
    st.button("Open the purchase", icon=":material/shopping_cart:", type="tertiary", on_click=open_record,
              args=(Purchase, record.purchase_id), key="purchase of the order",
              help="Its stage goes back there, under Edit, with a reason")  # fmt: skip
    if not record.is_booked(portfolio.today):
        _say_barred(record, answers)
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


def _say_barred(record: PreEncumbrance, answers: Answers) -> None:
    """A fund that may not pay by its rules, as a file may say that it does."""
    own = [
        answer
        for answer in answers(record.purchase_id)
        if (answer.cost_line_id, answer.fund_id) == (record.cost_line_id, record.fund_id)
    ]
    if own and not any(answer.may_pay for answer in own):
        st.warning(plain(f"By the fund rules it may not pay this. {' '.join(own[0].reasons)}"), icon=":material/gavel:")
