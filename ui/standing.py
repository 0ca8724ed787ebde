"""Where each purchase stands, put together for the list and the map: one row a purchase, ready to be shown."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from data_models.fund import short_names
from data_models.plan import Explanation, Mandates, Merit, Plan, State
from data_models.portfolio import Portfolio
from data_models.purchase import Purchase
from ui.words import listed, one_line, short_money

MOST_NAMED = 30
"""Characters that two funds may take in the list; where they take more, the second is counted."""


class Standing(NamedTuple):
    """One purchase as the screen shows it. Scores 0-100 or none; costs in US dollars, none where no line says."""

    rank: int
    purchase: Purchase
    merit: Merit
    state: State
    department: str
    needs: tuple[str, ...]
    mandated: bool
    cost_this_year: Decimal | None
    cost: Decimal | None
    decision: str
    why: str


def standings(
    portfolio: Portfolio,
    plan: Plan,
    merits: Sequence[Merit],
    reasons: Sequence[Explanation],
    mandates: Mandates,
    year: int,
) -> list[Standing]:
    """Every open purchase with what is known of it, best priority first; those without one last; ties in key order."""
    explained = {reason.purchase_id: reason for reason in reasons}
    valued = {merit.purchase_id: merit for merit in merits}
    departments = {department.department_id: department.name for department in portfolio.departments}
    needs = {need.need_id: need.title for need in portfolio.needs}
    costs: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in portfolio.cost_lines:
        costs[line.purchase_id][line.fiscal_year] += line.amount
    payers = _payers(portfolio, plan)
    ranked = sorted(
        (purchase for purchase in portfolio.purchases if purchase.purchase_id in explained),
        key=lambda purchase: (-(valued[purchase.purchase_id].priority or -1.0), purchase.purchase_id),
    )
    return [
        Standing(
            rank=rank,
            purchase=purchase,
            merit=valued[purchase.purchase_id],
            state=explained[purchase.purchase_id].state,
            department=departments.get(purchase.department_id, purchase.department_id),
            needs=tuple(needs[need] for need in purchase.need_ids if need in needs),
            mandated=purchase.purchase_id in mandates.purchases,
            cost_this_year=costs[purchase.purchase_id].get(year, Decimal(0)) if purchase.purchase_id in costs else None,
            cost=sum(costs[purchase.purchase_id].values(), Decimal(0)) if purchase.purchase_id in costs else None,
            decision=decision(
                explained[purchase.purchase_id],
                valued[purchase.purchase_id],
                payers.get(purchase.purchase_id, ()),
                short_names(portfolio.funds),
                pinned=purchase.purchase_id in plan.settings.pinned,
            ),
            why=explained[purchase.purchase_id].sentence
            + _unanswered(
                [needs[open_.need_id] for open_ in mandates.unanswered if purchase.purchase_id in open_.purchases]
            ),
        )
        for rank, purchase in enumerate(ranked, start=1)
    ]


def _unanswered(needs: Sequence[str]) -> str:
    """What stays undone where a purchase that answers a mandate is not in, and no other in its place."""
    return f" A mandate stays open: {listed([one_line(need) for need in needs])}." if needs else ""


def decision(
    reason: Explanation, merit: Merit, payers: Sequence[str], funds: dict[str, str], *, pinned: bool = False
) -> str:
    """The decision in a few words: 'in: Title I-A', 'in, pinned: General fund', 'out: $31k short, General fund 2027',
    'out, pinned: $31k short', 'not ready: technical key missing'. Fund and year are said where what is short is of one.
    """
    state = f"{reason.state}, pinned" if pinned else str(reason.state)
    match reason.state:
        case State.FUNDED:
            named = 2 if len(payers) == 2 and len(listed(payers)) <= MOST_NAMED else 1
            return f"{state}: {listed(payers, named)}" if payers else state
        case State.OUT if reason.change_amount is not None:
            of = [one_line(funds[reason.change_fund])] if reason.change_fund in funds else []
            of += [str(reason.change_year)] if reason.change_year else []
            return f"{state}: {short_money(reason.change_amount)} short{', ' if of else ''}{' '.join(of)}"
        case State.OUT:
            return f"{state}: {one_line(reason.sentence.removeprefix('Out: ').split(';')[0])}".rstrip(".")
        case State.NOT_READY:
            return f"{reason.state}: {merit.keys_missing}"
        case _:
            return str(reason.state)


def _payers(portfolio: Portfolio, plan: Plan) -> dict[str, list[str]]:
    """Names of the funds that pay for each purchase, the one that pays most first."""
    names = {key: one_line(name) for key, name in short_names(portfolio.funds).items()}
    paid: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for payment in plan.payments:
        paid[payment.purchase_id][payment.fund_id] += payment.amount
    return {
        purchase: [names.get(fund, fund) for fund, _ in sorted(by_fund.items(), key=lambda item: (-item[1], item[0]))]
        for purchase, by_fund in paid.items()
    }
