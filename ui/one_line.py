"""In one line: what the plan buys, how good it is, and what changed since the last move."""

import streamlit as st

from data_models.plan import Difference, Headline, Plan
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from data_models.wording import counted
from ui.left_out import LeftOut, left_out_button
from ui.mandates import mandates_button
from ui.proof import better, proof_topic, take
from ui.quality import how_good, share_words
from ui.records.panel import open_record
from ui.since import since_button
from ui.words import fiscal_year, listed, money, one_line, plain, short_money

SHORTFALLS_SHOWN = 2
SMALL_GAP = 14
"""Pixels between the small things: to the right enough to tell them apart, and below not a row."""

BUTTON_HEIGHT = 45
"""Pixels of a button, from the theme's base font size."""


def in_one_line(
    portfolio: Portfolio, headline: Headline, plan: Plan, changed: Difference | None, out: LeftOut
) -> None:  # fmt: skip
    """The headline, large enough for the far end of the room, what it leaves out, and what the last move did.

    out: approved purchases that the plan does not hold, and why.
    """
    with st.container(gap=None):
        with st.container(horizontal=True):  # where Streamlit leaves no room around a heading
            st.subheader(plain(headline.words), anchor=False)
        with st.container(horizontal=True, vertical_alignment="center", gap=SMALL_GAP):
            mandates_button(portfolio, headline.mandates)
            left_out_button(
                [purchase for purchase in portfolio.purchases if purchase.purchase_id in out], out,
                "Approved, and not in this plan:", lambda purchase_id: open_record(Purchase, purchase_id),
            )  # fmt: skip
            _orders(headline)
            _said(headline.endings.words)
            _not_counted(headline)
            with st.container(width=1):
                st.space(BUTTON_HEIGHT)  # a button's place, whether or not there is one: the list stays where it is
        with st.container(horizontal=True, vertical_alignment="center", gap=SMALL_GAP):
            _said(how_good(portfolio, plan))
            since_button(portfolio, changed)
            if found := better(portfolio, plan):
                name = proof_topic(portfolio, plan.settings)
                st.button(
                    f"Show the better plan ({share_words((found.value - plan.value) / found.value)} more merit)",
                    key="better", on_click=take, args=(name,), type="tertiary", icon=":material/upgrade:",
                )  # fmt: skip
    if plan.shortfalls:
        _short(portfolio, plan)


def _said(words: str) -> None:
    """Words as small as those of the buttons beside them, where there are any."""
    if words:
        st.markdown(f":small[{plain(words)}]", width="content")


def _orders(headline: Headline) -> None:
    """What is held for orders, what nobody is said to pay, and what a fund may not; of what, one click away."""
    said = [f"{short_money(headline.held)} held for orders"] * bool(headline.held)
    said += [f"{money(headline.unsaid)} {'' if said else 'ordered '}without a payer"] * bool(headline.unsaid)
    said += [f"{money(headline.barred)} {'' if said else 'ordered '}against fund rules"] * bool(headline.barred)
    if said:
        with st.popover(plain(", ".join(said)), icon=":material/receipt_long:", type="tertiary"):
            st.markdown(f"{plain(headline.held_words)}. They are kept on Budget, under Orders.")


def _not_counted(headline: Headline) -> None:
    """The years whose costs the plan leaves aside; how much that is, one click away."""
    if headline.left_out.words:
        years = listed([fiscal_year(year) for year in headline.left_out.years])
        with st.popover(f"Costs of {years} not counted", icon=":material/event_busy:", type="tertiary"):
            st.markdown(plain(headline.left_out.words))


def _short(portfolio: Portfolio, plan: Plan) -> None:
    """What the pins lack and which of them the plan leaves out: the first lacks in one box, the others one click away,
    so that the list stays in sight."""
    said = [plain(shortfall.words) for shortfall in plan.shortfalls]
    titles = [one_line(p.title) for p in portfolio.purchases if p.purchase_id in plan.left_out]
    out = f" Pinned, and left out: {plain(listed(titles))}." if titles else ""
    st.error(f"{' '.join(said[:SHORTFALLS_SHOWN])}{out}", icon=":material/money_off:")
    if len(said) > SHORTFALLS_SHOWN:
        with st.popover(f"{counted(len(said) - SHORTFALLS_SHOWN, 'more shortfall')}", type="tertiary"):
            st.markdown("\n".join(f"- {words}" for words in said[SHORTFALLS_SHOWN:]))
