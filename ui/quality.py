"""How good the draft plan is, in words: what is proven of it, and what becomes of a better one."""

import streamlit as st

from data_models.plan import Plan, Proof
from data_models.portfolio import Portfolio
from ui.proof import better, under_way
from ui.words import plain


def how_good(portfolio: Portfolio, plan: Plan) -> str:
    """What is known of the plan's quality: never 'best' where that is not proven, nothing where none can be bought."""
    if plan.proof is Proof.OPTIMAL:
        return "Proven best possible" if plan.chosen else ""
    if plan.proof is Proof.IMPOSSIBLE:
        return "Not every pin can be kept"
    words = f"Within {share_words(plan.gap)} of the best possible"
    return f"{words}, looking further" if under_way(portfolio, plan) else words


def say_how_good(portfolio: Portfolio, plan: Plan) -> None:
    """Below figures that follow from the draft plan, where it is not proven the best: how far from it they may be."""
    if plan.proof is Proof.OPTIMAL:
        return
    words = how_good(portfolio, plan)
    said = f"Draft plan: {words[:1].lower()}{words[1:]}."
    if under_way(portfolio, plan):
        said += " A better one with the same purchases comes here by itself, one with others is offered on Prioritise."
    elif better(portfolio, plan):
        said += " A better one, with other purchases, is offered on Prioritise."
    st.caption(plain(said))


def share_words(part: float) -> str:
    """A share as a percentage, rounded up, so that it never promises too much: 0.2%, 0.01%."""
    hundredths = max(1, -int(-part * 10_000 // 1))
    return f"{hundredths / 100:g}%"
