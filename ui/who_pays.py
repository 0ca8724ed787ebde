"""Saying who pays: a cost line, the funds that may pay it by their rules and what each has left, and why others not."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from data_models.edit import Edit
from data_models.plan import Balance, FundAnswer
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import BOUGHT_STAGES, OPEN_STAGES, CostLine, Purchase
from ui import edits
from ui.budget import fund_names
from ui.errors import told_errors
from ui.records.fields import heading, key_of
from ui.records.panel import open_record
from ui.words import LEFT_BEFORE, day, fiscal_year, money, one_line, plain

Answers = Callable[[str], Sequence[FundAnswer]]
"""By purchase, which funds may still pay each of its lines, and why others not."""

FORM = "new pre_encumbrances"

STAGES = (*BOUGHT_STAGES, *reversed(OPEN_STAGES))
"""In the order in which it is asked who pays."""


def say_who_pays(portfolio: Portfolio, answers: Answers, left: Sequence[Balance]) -> Callable[[dict[str, Any]], None]:
    """The page's way to ask who pays. left: what ledger and orders leave of each fund and year.

    Only what the fund rules allow can be chosen here; what a file says is taken as it says.
    """

    def ask(begin: dict[str, Any]) -> None:
        line = _line(portfolio, str(begin.get("cost_line_id", "")))
        if line is None:
            return
        said = [answer for answer in answers(line.purchase_id) if answer.cost_line_id == line.cost_line_id]
        may = {(answer.fund_id, answer.money_year): answer for answer in said if answer.may_pay}
        names = fund_names(portfolio)
        if may:
            _payer(portfolio, line, may, left, begin.get("amount"))
        else:
            st.warning("No fund on record may pay it.", icon=":material/money_off:")
        barred = [answer for answer in said if not answer.may_pay]
        if barred:
            with st.expander("Funds that may not pay it, and why"):
                st.table(
                    [
                        {"Fund": plain(names.get(no.fund_id, no.fund_id)), "Why not": plain(" ".join(no.reasons))}
                        for no in barred
                    ],
                    border="horizontal", hide_index=True,
                )  # fmt: skip

    return ask


def unpaid_lines(portfolio: Portfolio) -> dict[str, Decimal]:
    """By cost line of what is open or bought, what nobody is said to pay of it, where that is anything."""
    shown = {p.purchase_id for p in portfolio.purchases if p.stage in STAGES}
    rest = {line.cost_line_id: line.amount for line in portfolio.cost_lines if line.purchase_id in shown}
    for one in portfolio.pre_encumbrances:
        if one.cost_line_id in rest:
            rest[one.cost_line_id] -= one.amount
    return {key: amount for key, amount in rest.items() if amount > 0}


def _line(portfolio: Portfolio, begin: str) -> CostLine | None:
    """The cost line to be paid: of what is bought, then of what is open, which may be ordered once it is said."""
    rest = unpaid_lines(portfolio)
    purchases: dict[str, Purchase] = {purchase.purchase_id: purchase for purchase in portfolio.purchases}
    lines = {line.cost_line_id: line for line in portfolio.cost_lines if line.cost_line_id in rest}

    def label(key: str) -> str:
        line = lines[key]
        title = one_line(purchases[line.purchase_id].title, 50)
        return f"{title}: {line.category}, {fiscal_year(line.fiscal_year)}, {money(rest[key])} ({key})"

    order = sorted(lines, key=lambda key: (STAGES.index(purchases[lines[key].purchase_id].stage), key))
    chosen = st.selectbox(
        "Cost that is paid", order, index=order.index(begin) if begin in lines else None, format_func=label,
        key=f"{FORM} line", placeholder="of what is ordered or still open, and nobody is said to pay",
    )  # fmt: skip
    return lines.get(chosen or "")


def _payer(
    portfolio: Portfolio, line: CostLine, may: Mapping[tuple[str, int], FundAnswer], left: Sequence[Balance],
    amount: Decimal | None,
) -> None:  # fmt: skip
    names, rest = fund_names(portfolio), unpaid_lines(portfolio)[line.cost_line_id]
    has = {(one.fund_id, one.money_year): one for one in left}

    def label(payer: tuple[str, int]) -> str:
        own, most = has[payer], may[payer].most
        lapses = f", lapses from {day(own.lapses_from)}" if own.lapses_from else ""
        limit = f"; of this at most {money(most)}" if most < rest else ""
        return f"{names[payer[0]]}, money of {fiscal_year(payer[1])}: {money(own.left)} {LEFT_BEFORE}{lapses}{limit}"

    def soonest(payer: tuple[str, int]) -> tuple[bool, date, bool, Decimal, tuple[str, int]]:
        """What lapses soonest first, as plans spend it; then the cost's own year, and where most is left."""
        own = has[payer]
        return not own.left, own.lapses_from or date.max, payer[1] != line.fiscal_year, -own.left, payer

    order = sorted(may, key=soonest)
    fund = st.selectbox(
        "Fund that pays", order, index=None, format_func=label, key=f"{FORM} fund {line.cost_line_id}",
        placeholder="one that may pay it by its rules",
        help="With what ledger and orders leave of it, whatever the draft plan would use; what lapses soonest first",
    )  # fmt: skip
    if fund:
        st.caption(plain(" ".join(may[fund].reasons)))
    name, most = f"{FORM} {line.cost_line_id}", min(rest, may[fund].most) if fund else rest
    with st.form(name, border=False):
        one, other = st.columns(2)
        one.number_input(
            "Amount (US dollars)", 0.01, float(most), float(min(amount or most, most)), 0.01, "%.2f",
            key=f"{name} amount", help=f"At most {money(most)}",
        )  # fmt: skip
        other.text_input(
            heading("in_ledger_since"), key=f"{name} in_ledger_since", placeholder="not yet, so it is held",
            help="Day from which the ledger has it, as 2027-08-15; empty where it does not yet",
            validate=(r"\d{4}-\d{2}-\d{2}|", "Write the date as 2027-08-15."),
        )  # fmt: skip
        st.form_submit_button("Add", type="primary", disabled=fund is None, on_click=_add,
                              args=(portfolio, line, may[fund] if fund else None))  # fmt: skip


def _add(portfolio: Portfolio, line: CostLine, answer: FundAnswer) -> None:
    with told_errors():
        typed = {name: st.session_state[f"{FORM} {line.cost_line_id} {name}"] for name in ("amount", "in_ledger_since")}
        of = {"purchase_id": line.purchase_id, "cost_line_id": line.cost_line_id, "fund_id": answer.fund_id}
        after = edits.made(PreEncumbrance, {**of, "money_year": answer.money_year, **typed})
        assert isinstance(after, PreEncumbrance)
        name = fund_names(portfolio)[answer.fund_id]
        done = f"{money(after.amount)} is to be paid by {name}."
        if edits.write(portfolio, [Edit(before=None, after=after)], done):
            open_record(PreEncumbrance, key_of(after))
