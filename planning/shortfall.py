"""What the pinned purchases need and the district does not have, in words."""

from collections.abc import Iterator
from decimal import Decimal

from data_models.plan import PlanSettings, Shortfall
from planning.allocation.problem import Allocation, Shortage
from planning.candidates import Candidates
from planning.high_need_floor import HIGH_NEED_FLOOR, counted_in, floor_words
from planning.prepare import Prepared
from planning.problem import MONEY_IN_PLAY
from planning.wording import dollars, hours_words, to_dollars


def shortfalls(
    prepared: Prepared,
    settings: PlanSettings,
    chosen_from: Candidates,
    answer: Allocation,
    left_out: tuple[str, ...],
) -> tuple[Shortfall, ...]:
    """Why not every pin is kept: pins that may not be planned at all, then money, limits and hours that fall short."""
    barred = [p for p in left_out if p in chosen_from.barred]
    return (
        *(_barred(prepared.purchases[p].title, chosen_from.barred[p][1]) for p in barred),
        *_alternatives(prepared, left_out, answer.chosen),
        *(
            _short_of_floor(prepared, settings, chosen_from) if s.id == HIGH_NEED_FLOOR else _short(prepared, s)
            for s in answer.shortages
        ),
    )


def _alternatives(prepared: Prepared, left_out: tuple[str, ...], chosen: tuple[str, ...]) -> Iterator[Shortfall]:
    for purchase_id in left_out:
        purchase = prepared.purchases[purchase_id]
        for other in (prepared.purchases[p] for p in chosen):
            if purchase.choose_one and other.choose_one == purchase.choose_one:
                words = f"{purchase.title} is pinned in, and so is {other.title}: only one of them is bought."
                yield Shortfall(fund_ids=(), fiscal_year=None, amount=Decimal(0), words=words)


def _barred(title: str, reason: str) -> Shortfall:
    words = f"{title} is pinned in and cannot be planned. {reason}"
    return Shortfall(fund_ids=(), fiscal_year=None, amount=Decimal(0), words=words)


def _short_of_floor(prepared: Prepared, settings: PlanSettings, chosen_from: Candidates) -> Shortfall:
    """What the pinned purchases, with all that they require, lack of the floor."""
    pinned = dict.fromkeys(p for p in settings.pinned if p in chosen_from.ids)
    todo = list(pinned)
    while todo:
        required = [p for p in prepared.purchases[todo.pop()].requires if p in chosen_from.ids and p not in pinned]
        pinned |= dict.fromkeys(required)
        todo += required
    floor = settings.high_need_floor
    words = floor_words(counted_in(prepared, pinned, chosen_from.years, floor), floor)
    words = f"With the pinned purchases alone {words}."
    return Shortfall(fund_ids=(), fiscal_year=None, amount=Decimal(0), words=words)


def _short(prepared: Prepared, shortage: Shortage) -> Shortfall:
    """One shortage in words. A limit's shortage is in the limit's own unit; only dollars and hours are figures."""
    if shortage.id in prepared.purses:
        money = prepared.purses[shortage.id]
        return Shortfall(
            fund_ids=(money.fund.fund_id,),
            fiscal_year=money.year,
            amount=to_dollars(shortage.amount),
            words=f"The pinned purchases need {dollars(shortage.amount)} more from {money.fund.name} in {money.year}.",
        )
    for hours in prepared.hours:
        if hours.use.id == shortage.id:
            missing = (Decimal(shortage.amount) / 60).quantize(Decimal("0.01"))
            words = (
                f"The pinned purchases need {hours_words(shortage.amount)} more {hours.role} hours "
                f"in fiscal year {hours.year}."
            )
            return Shortfall(fund_ids=(), role=hours.role, fiscal_year=hours.year, amount=missing, words=words)
    for rule_limit in prepared.limits:
        if rule_limit.limit.id == shortage.id:
            rule = " ".join(r.words for r in rule_limit.rules)
            words = f"The pinned purchases go beyond a rule of {rule_limit.fund.name}: {rule}"
            return Shortfall(
                fund_ids=(rule_limit.fund.fund_id,), fiscal_year=rule_limit.money_year, amount=Decimal(0), words=words
            )
    book = prepared.funds[shortage.id.removeprefix(MONEY_IN_PLAY)]
    return Shortfall(
        fund_ids=(book.fund.fund_id,),
        fiscal_year=None,
        amount=to_dollars(shortage.amount),
        words=f"The pinned purchases need {dollars(shortage.amount)} more of {book.fund.name} in play.",
    )
