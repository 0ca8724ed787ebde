"""Why each purchase is in or out: one sentence with figures for all, and for one what forcing it in would do."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from data_models.fund import FundRule
from data_models.plan import Explanation, Merit, Payment, Plan, State
from planning.allocation.problem import AllocationProblem
from planning.allocation.whatif import WhatIf
from planning.candidates import Candidates, candidates, missing_keys
from planning.ending import with_ended
from planning.explanation.way_in import bring_in
from planning.fund_rules import pot_id
from planning.money import is_staff
from planning.plan import KNOWN, allocation_of
from planning.prepare import Prepared
from planning.problem import build_problem
from planning.scoring import score
from planning.wording import cents, day_words, dollars, listing

TIE = 1e-6
"""Part of the plan's merit below which two plans are alike."""


@dataclass(frozen=True)
class _Scene:
    """A plan with what its explanations need."""

    prepared: Prepared
    plan: Plan
    merits: dict[str, Merit]
    candidates: Candidates
    problem: AllocationProblem
    paid: dict[str, list[Payment]]


def explain(prepared: Prepared, plan: Plan) -> tuple[Explanation, ...]:
    """For each open purchase, in key order: its state, why in one sentence, and what would change that.

    The change is the least money that brings a purchase in beside all that is in now: of one fund and year where one
    is enough (then change_fund and change_year name it), else the smallest total.
    """
    scene = _scene(prepared, plan)
    what_if = _what_if(scene)
    return tuple(_explain(scene, what_if, purchase_id) for purchase_id in prepared.costs)


def explain_one(prepared: Prepared, plan: Plan, purchase_id: str, seconds: float = 0.25) -> Explanation:
    """As `explain` for one open purchase, and for one that is out what forcing it in would displace and lose.

    Solves the plan again with the purchase in, for about `seconds`, a purchase that is not ready as if it were.
    A plan that then pins it begins with what was found here, so that it keeps what is said or does better.
    loss: merit lost, as found in that time. too_close: it is ready, and it is not proven that anything is lost, so that
    neither plan is the better one. Raises KeyError where the purchase is not open.
    """
    scene = _scene(prepared, plan)
    what_if = _what_if(scene)
    found = _explain(scene, what_if, purchase_id)
    if found.state not in (State.OUT, State.NOT_READY):
        return found
    if found.state is State.NOT_READY:
        pinned = (*plan.settings.pinned, purchase_id)
        scene = _scene(
            prepared, plan.model_copy(update={"settings": plan.settings.model_copy(update={"pinned": pinned})})
        )
        what_if = _what_if(scene)
    if purchase_id in scene.candidates.barred:
        return found
    turned = what_if.turned(purchase_id, seconds)
    if turned.allocation is None or turned.loss is None or turned.least_loss is None:
        return found
    KNOWN.keep(turned.problem, turned.allocation)
    return found.model_copy(
        update={
            "displaces": turned.displaced,
            "enters": turned.enters,
            "loss": max(0.0, turned.loss),
            "too_close": found.state is State.OUT and turned.least_loss <= TIE * max(1.0, plan.value),
        }
    )


def _what_if(scene: _Scene) -> WhatIf:
    rules = {r.limit.id for r in scene.prepared.limits}
    return WhatIf(scene.problem, allocation_of(scene.plan, scene.problem), rigid=rules)


def _scene(prepared: Prepared, plan: Plan) -> _Scene:
    prepared = with_ended(prepared, plan.settings.ended)
    merits = score(prepared, plan.settings)
    paid: defaultdict[str, list[Payment]] = defaultdict(list)
    for payment in plan.payments:
        paid[payment.purchase_id].append(payment)
    chosen_from = candidates(prepared, plan.settings, merits)
    problem = build_problem(prepared, plan.settings, merits, chosen_from)
    return _Scene(prepared, plan, {m.purchase_id: m for m in merits}, chosen_from, problem, paid)


def _explain(scene: _Scene, what_if: WhatIf, purchase_id: str) -> Explanation:
    if purchase_id in scene.plan.chosen:
        return Explanation(
            purchase_id=purchase_id,
            state=State.FUNDED,
            sentence=_in(scene, purchase_id),
            rules=_rules_of(scene, purchase_id),
        )
    if purchase_id in scene.candidates.barred:
        state, sentence = scene.candidates.barred[purchase_id]
        rules = _refusing(scene, purchase_id) if state is State.IMPOSSIBLE else ()
        return Explanation(purchase_id=purchase_id, state=state, sentence=sentence, rules=rules)
    change = bring_in(scene.prepared, scene.plan, scene.problem, what_if.smallest_extra(purchase_id))
    return Explanation(
        purchase_id=purchase_id,
        state=State.OUT,
        sentence=change.sentence,
        change_fund=change.fund,
        change_year=change.year,
        change_amount=change.amount,
        rules=change.rules,
    )


def _in(scene: _Scene, purchase_id: str) -> str:
    """In: Title IV-A pays $60,000 and General $28,000."""
    by_fund: defaultdict[str, int] = defaultdict(int)
    for payment in scene.paid[purchase_id]:
        by_fund[payment.fund_id] += cents(payment.amount)
    shares = sorted(by_fund.items(), key=lambda pair: (-pair[1], pair[0]))
    names = [scene.prepared.funds[fund].fund.name for fund, _ in shares]
    paid = [
        f"{n} {'pays ' if i == 0 else ''}{dollars(c)}" for i, (n, (_, c)) in enumerate(zip(names, shares, strict=True))
    ]
    pinned = purchase_id in scene.plan.settings.pinned
    waived = purchase_id in scene.candidates.floors_waived
    opening = "In, pinned" if pinned else "In"
    if waived:
        opening += f" although {missing_keys(scene.merits[purchase_id], scene.plan.settings)}"
    if not paid:
        return f"{opening}: it costs nothing in the years planned."
    return f"{opening}: {listing(paid, most=4)}.{_order_by(scene, purchase_id)}"


def _order_by(scene: _Scene, purchase_id: str) -> str:
    """What must be ordered before a carryover limit counts, and by when; empty where nothing must."""
    by_day: defaultdict[date, int] = defaultdict(int)
    for p in scene.paid[purchase_id]:
        money = scene.prepared.purses[pot_id(p.fund_id, p.money_year)]
        staff = is_staff(scene.prepared, purchase_id, p.cost_line_id)
        limited = money.carry < money.budgeted and money.year_ends < money.ends
        if p.fiscal_year > p.money_year and limited and not money.carried(p.fiscal_year, staff):
            by_day[money.year_ends] += cents(p.amount)
    return "".join(
        f" Order {dollars(amount)} of it by {day_words(day)}: later it counts as carried over."
        for day, amount in sorted(by_day.items())
    )


def _rules_of(scene: _Scene, purchase_id: str) -> tuple[FundRule, ...]:
    rules = {
        rule.rule_id: rule
        for p in scene.paid[purchase_id]
        for rule in scene.prepared.verdicts[p.cost_line_id, p.fund_id].rules
    }
    return tuple(rules.values())


def _refusing(scene: _Scene, purchase_id: str) -> tuple[FundRule, ...]:
    verdicts = (
        scene.prepared.verdicts[c.line.cost_line_id, fund]
        for c in scene.prepared.costs[purchase_id]
        for fund in scene.prepared.funds
    )
    return tuple({r.rule_id: r for v in verdicts if v.refusals for r in v.rules}.values())
