"""Ordering: what the draft plan pays of a purchase is held with its order, and free again where that is taken back."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.order import BarredOrder, Judge
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance, promised
from data_models.purchase import BOUGHT_STAGES, CostLine, Purchase, Stage
from data_models.readiness import open_checks
from store.pre_encumbrance import SAY_FIRST
from ui import session
from ui.left_out import why_left_out
from ui.records.fields import key_of
from ui.remember import remembered
from ui.words import day, fiscal_year, listed, money, one_line

UNSAID = "It is not on record which fund pays it: say so on Budget, under Orders."
ANOTHER = "Have another fund pay it, on Budget, under Orders."
JUDGE = "orders judged"


def judged_by(judge: Judge) -> None:
    """Have this window's orders, and what its files say of orders, judged by the fund rules, which the screen does not
    know.
    """
    st.session_state[JUDGE] = judge


def judge() -> Judge:
    """Who judges orders."""
    found: Judge = st.session_state[JUDGE]
    return found


def with_money(portfolio: Portfolio, edits: Sequence[Edit]) -> tuple[list[Edit], str]:
    """The edits, and what follows from them for the money of purchases that are ordered or taken back; the same said.

    What the draft plan pays fills what records do not say yet. Nothing follows where the edits already say who pays,
    nor where a purchase comes back as it was: that is undone with it, or was so before. portfolio: the newest, as
    another window may have ordered the same. Raises DistrictError where something is ordered that a fund is said to pay
    and may not by its rules; where it is approved, and the window's draft plan does not pay it, nor anybody is said to;
    or where the ledger would have something from a day that is still to come.
    """
    said = {edit.record.purchase_id for edit in edits if isinstance(edit.record, PreEncumbrance)}
    more: list[Edit] = []
    words: list[str] = []
    for before, after, restores in ((edit.before, edit.after, edit.restores) for edit in edits):
        if isinstance(after, PreEncumbrance):
            words.append(_booking(portfolio, before, after))
        if restores or not isinstance(before, Purchase) or not isinstance(after, Purchase) or after.purchase_id in said:
            continue
        own = pays(portfolio, after)
        was, now = before.stage in BOUGHT_STAGES, after.stage in BOUGHT_STAGES
        if now and not was:
            _refuse_barred(portfolio, after)
            new = _filling(portfolio, after, own)
            more += [_added(own, one) for one in new]
            held = [*(one for one in own if not one.is_booked(portfolio.today)), *new]
            words += [f"{_sums(portfolio, held)} is held for it."] if held else []
        elif was and not now and own:
            more += [Edit(before=one, after=None, reason="its order was taken back") for one in own]
            words.append(f"{_sums(portfolio, own)} is no longer promised.")
    return [*edits, *more], " ".join(dict.fromkeys(word for word in words if word))


def _refuse_barred(portfolio: Portfolio, purchase: Purchase) -> None:
    """Raise DistrictError where a fund that may not by its rules is said to pay it."""
    if one := barred(portfolio, purchase):
        raise DistrictError(f"{one_line(purchase.title, 60)} cannot be ordered yet: {one.words}", next_step=ANOTHER)


def barred(portfolio: Portfolio, purchase: Purchase) -> BarredOrder | None:
    """What a fund is said to pay of it and may not by its rules, the first there is."""
    every = remembered(judge(), portfolio)
    return next((one for one in every if one.purchase_id == purchase.purchase_id), None)


def against_rules(before: Portfolio, after: Portfolio, edits: Sequence[Edit]) -> str:
    """What these edits, written by now, left against fund rules, or more than before: what is only said beforehand, or
    in the ledger, is written all the same. Empty where nothing is.
    """
    if not any(isinstance(edit.record, PreEncumbrance | Purchase | CostLine) for edit in edits):
        return ""
    was = {one.key: one.amount for one in remembered(judge(), before)}
    return " ".join(one.words for one in remembered(judge(), after) if one.amount > was.get(one.key, 0))


def _filling(portfolio: Portfolio, purchase: Purchase, own: Sequence[PreEncumbrance]) -> list[PreEncumbrance]:
    """What the draft plan pays of what is missing beside its own; nothing of money whose part the ledger has already,
    as that is not known to have grown. Where open checks keep the order back too, writing says so, and not this.
    """
    plan, key = session.plan_shown(), purchase.purchase_id
    new = promised(plan, key, own) if plan else ()
    why = why_left_out(key)
    if why and not new and not own and not open_checks([key], portfolio.readiness_checks)[key]:
        raise DistrictError(f"The draft plan does not pay {one_line(purchase.title, 60)}: {why}", next_step=SAY_FIRST)
    booked = {key_of(one) for one in own if one.in_ledger_since}
    return [one for one in new if key_of(one) not in booked]


def _added(own: Sequence[PreEncumbrance], new: PreEncumbrance) -> Edit:
    """The edit that promises this much more: a record of its own, or more of the one that is there."""
    for one in own:
        if key_of(one) == key_of(new):
            return Edit(before=one, after=one.model_copy(update={"amount": one.amount + new.amount}))
    return Edit(before=None, after=new, restores=True)


def _booking(portfolio: Portfolio, before: object, after: PreEncumbrance) -> str:
    """What it does to a fund's money that the ledger is said to have an order, or not to have it; empty of the rest."""
    was = before.in_ledger_since if isinstance(before, PreEncumbrance) else None
    if after.in_ledger_since == was:
        return ""
    if after.in_ledger_since and after.in_ledger_since > portfolio.today:
        raise DistrictError(
            f"The ledger cannot have it since {day(after.in_ledger_since)}: that day is still to come.",
            next_step="Give the day on which the ledger got it, or leave In ledger since empty.",
        )
    fund = next((one_line(fund.name, 40) for fund in portfolio.funds if fund.fund_id == after.fund_id), after.fund_id)
    if not after.in_ledger_since:
        return f"{money(after.amount)} of {fund} is held for it again."
    if was:
        return ""
    key = (after.fund_id, after.money_year)
    year = next((y for y in portfolio.fund_years if (y.fund_id, y.fiscal_year) == key), None)
    has = "has no budget on record"
    if year:
        has = f"has {money(year.encumbered or Decimal(0))} encumbered and {money(year.spent or Decimal(0))} spent"
    return (
        f"{'No longer held' if before else 'Not held'}: {money(after.amount)} counts where the ledger has it. "
        f"{fund} of {fiscal_year(after.money_year)} {has}: see that it is in there."
    )


def pays(portfolio: Portfolio, purchase: Purchase) -> list[PreEncumbrance]:
    """Who pays a purchase that was ordered, as far as is on record."""
    return [one for one in portfolio.pre_encumbrances if one.purchase_id == purchase.purchase_id]


def money_words(portfolio: Portfolio, purchase: Purchase) -> str:
    """What became of an order's money; empty of what is not bought."""
    if purchase.stage not in BOUGHT_STAGES:
        return ""
    own = pays(portfolio, purchase)
    booked = [one for one in own if one.is_booked(portfolio.today)]
    held = [one for one in own if one not in booked]
    words = [f"{_sums(portfolio, held)} is held for it until the ledger has the order."] if held else []
    if booked:
        since = max(one.in_ledger_since for one in booked if one.in_ledger_since)
        words.append(f"The ledger has {_sums(portfolio, booked)} since {day(since)}.")
    return " ".join(words) or (UNSAID if purchase.stage is Stage.ORDERED else "")


def _sums(portfolio: Portfolio, own: Sequence[PreEncumbrance]) -> str:
    """$60,000 of Title IV-A and $28,000 of General fund."""
    names = {fund.fund_id: one_line(fund.name, 40) for fund in portfolio.funds}
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in own:
        sums[one.fund_id] += one.amount
    return listed([f"{money(amount)} of {names.get(fund, fund)}" for fund, amount in sorted(sums.items())])
