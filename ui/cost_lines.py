"""What a purchase costs, by year: said in its panel, and each line opened, added and changed beside it."""

from collections.abc import Callable

import streamlit as st

from data_models.portfolio import Portfolio
from data_models.purchase import CostLine, Purchase
from ui.lens import lens
from ui.records.form import key_like
from ui.records.panel import open_new, open_record
from ui.words import fiscal_year, money, plain


def costs(portfolio: Portfolio, purchase: Purchase) -> None:
    """The cost lines, in order of years, and ways to change one and to add one."""
    lines = sorted(
        (line for line in portfolio.cost_lines if line.purchase_id == purchase.purchase_id),
        key=lambda line: (line.fiscal_year, line.cost_line_id),
    )
    if lines:
        st.table(
            [
                {
                    "Year": fiscal_year(line.fiscal_year),
                    "Buys": plain(str(line.category)),
                    "What": plain(line.description),
                    "Cost": plain(money(line.amount)),
                    "Comes again": "every year" if line.recurring else "once",
                }
                for line in lines
            ],
            border="horizontal",
            hide_index=True,
        )
    else:
        st.info("This purchase has no cost line, so no plan can buy it. Add one here, or load cost_lines.csv on Data.")
    with st.container(horizontal=True, gap="small"):
        st.button("Add cost line", icon=":material/add:", type="secondary" if lines else "primary", on_click=_add,
                  key="add cost line", args=(portfolio, purchase))  # fmt: skip
        for line in lines:
            st.button(
                plain(f"{fiscal_year(line.fiscal_year)}, {line.category}"), icon=":material/edit:", type="tertiary",
                key=f"cost line {line.cost_line_id}", on_click=open_record, args=(CostLine, line.cost_line_id),
                help=plain(f"Open {line.cost_line_id}, to change or withdraw it"),
            )  # fmt: skip


def about_cost_line(portfolio: Portfolio) -> Callable[[CostLine], None]:
    """What the panel says of a cost line: what it is of, and the way back."""
    titles = {purchase.purchase_id: purchase.title for purchase in portfolio.purchases}

    def show(line: CostLine) -> None:
        title = titles.get(line.purchase_id, line.purchase_id)
        words = f"{money(line.amount)} for {line.category} in {fiscal_year(line.fiscal_year)}"
        st.markdown(f"**{plain(words)}**{', and again every year' if line.recurring else ''}, of {plain(title)}")
        st.button(f"Back to {plain(title, 60)}", icon=":material/arrow_back:", key="back to purchase",
                  on_click=open_record, args=(Purchase, line.purchase_id))  # fmt: skip

    return show


def _add(portfolio: Portfolio, purchase: Purchase) -> None:
    """Begin one whose key goes on from the purchase's own, as P-007-2 from P-007-1."""
    open_new(
        CostLine, cost_line_id=key_like(portfolio, CostLine, f"{purchase.purchase_id}-1"),
        purchase_id=purchase.purchase_id, fiscal_year=lens().fiscal_year,
    )  # fmt: skip
