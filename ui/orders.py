"""Ordering: what the draft plan pays of a purchase is held with its order, and free again where that is taken back."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from data_models.edit import Edit
from data_models.portfolio import Portfolio
from data_models.pre_encumbrance import PreEncumbrance, promised
from data_models.purchase import BOUGHT_STAGES, Purchase, Stage
from ui import session
from ui.words import day, listed, money, one_line

UNSAID = "It is not on record which fund pays it: say so on Budget, under Orders."


def with_money(portfolio: Portfolio, edits: Sequence[Edit]) -> tuple[list[Edit], str]:
    """The edits, and what follows from them for the money of purchases that are ordered or taken back; the same said.

    Nothing follows where the edits, or records that are there, already say who pays. A purchase that the window's draft
    plan does not pay is ordered without; then nobody is said to pay, and the page that keeps orders asks.
    """
    said = {edit.record.purchase_id for edit in edits if isinstance(edit.record, PreEncumbrance)}
    plan = session.plan_shown()
    more: list[Edit] = []
    words: list[str] = []
    for before, after in ((edit.before, edit.after) for edit in edits):
        if not isinstance(before, Purchase) or not isinstance(after, Purchase) or after.purchase_id in said:
            continue
        own = pays(portfolio, after)
        was, now = before.stage in BOUGHT_STAGES, after.stage in BOUGHT_STAGES
        if now and not was and not own:
            new = promised(plan, after.purchase_id) if plan else ()
            more += [Edit(before=None, after=one, restores=True) for one in new]
            words.append(f"{_sums(portfolio, new)} is held for it." if new else UNSAID)
        elif was and not now and own:
            more += [Edit(before=one, after=None, reason="its order was taken back") for one in own]
            words.append(f"{_sums(portfolio, own)} is no longer promised.")
    return [*edits, *more], " ".join(dict.fromkeys(words))


def pays(portfolio: Portfolio, purchase: Purchase) -> list[PreEncumbrance]:
    """Who pays a purchase that was ordered, as far as is on record."""
    return [one for one in portfolio.pre_encumbrances if one.purchase_id == purchase.purchase_id]


def money_words(portfolio: Portfolio, purchase: Purchase) -> str:
    """What became of an order's money; empty of what is not bought."""
    if purchase.stage not in BOUGHT_STAGES:
        return ""
    own = pays(portfolio, purchase)
    held = [one for one in own if not one.booked_on]
    booked = [one for one in own if one.booked_on]
    words = [f"{_sums(portfolio, held)} is held for it until the ledger has the order."] if held else []
    if booked:
        since = max(one.booked_on for one in booked if one.booked_on)
        words.append(f"The ledger has {_sums(portfolio, booked)} since {day(since)}.")
    return " ".join(words) or (UNSAID if purchase.stage is Stage.ORDERED else "")


def _sums(portfolio: Portfolio, own: Sequence[PreEncumbrance]) -> str:
    """$60,000 of Title IV-A and $28,000 of General fund."""
    names = {fund.fund_id: one_line(fund.name, 40) for fund in portfolio.funds}
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in own:
        sums[one.fund_id] += one.amount
    return listed([f"{money(amount)} of {names.get(fund, fund)}" for fund, amount in sorted(sums.items())])
