"""Why each purchase is in or out: one sentence with figures for all, and for one what forcing it in would do."""

from collections import defaultdict
from dataclasses import dataclass

from data_models.fund import FundRule
from data_models.plan import Explanation, Merit, Payment, Plan, State
from planning.candidates import Candidates, candidates, missing_keys
from planning.money import planned_by_purse
from planning.plan import make_plan
from planning.prepare import Prepared
from planning.scoring import score
from planning.wording import cents, dollars, listing


@dataclass(frozen=True)
class _Scene:
    """A plan with what its explanations need."""

    prepared: Prepared
    plan: Plan
    merits: dict[str, Merit]
    candidates: Candidates
    paid: dict[str, list[Payment]]
    used: dict[tuple[str, int], int]


def explain(prepared: Prepared, plan: Plan) -> tuple[Explanation, ...]:
    """For each open purchase, in key order: its state, why in one sentence, and what would change that."""
    scene = _scene(prepared, plan)
    return tuple(_explain(scene, purchase_id) for purchase_id in prepared.costs)


def explain_one(prepared: Prepared, plan: Plan, purchase_id: str, seconds: float = 0.25) -> Explanation:
    """As `explain` for one open purchase, and for one that is out what forcing it in would displace and lose.

    Solves the plan again with the purchase pinned in, for about `seconds`. too_close: the merit lost is less than
    the plan's own distance from the best possible, so that neither answer is proven better.
    Raises KeyError where the purchase is not open.
    """
    found = _explain(_scene(prepared, plan), purchase_id)
    if found.state is not State.OUT and found.state is not State.NOT_READY:
        return found
    pinned = (*plan.settings.pinned, purchase_id)
    forced = make_plan(prepared, plan.settings.model_copy(update={"pinned": pinned}), seconds)
    if purchase_id not in forced.chosen or set(forced.left_out) - set(plan.left_out):
        return found
    loss = max(0.0, plan.value - forced.value)
    return found.model_copy(
        update={
            "displaces": tuple(p for p in plan.chosen if p not in forced.chosen),
            "enters": tuple(p for p in forced.chosen if p not in plan.chosen and p != purchase_id),
            "loss": loss,
            "too_close": loss < plan.bound - plan.value,
        }
    )


def _scene(prepared: Prepared, plan: Plan) -> _Scene:
    merits = score(prepared, plan.settings)
    paid: defaultdict[str, list[Payment]] = defaultdict(list)
    for payment in plan.payments:
        paid[payment.purchase_id].append(payment)
    chosen_from = candidates(prepared, plan.settings, merits)
    return _Scene(
        prepared, plan, {m.purchase_id: m for m in merits}, chosen_from, paid, planned_by_purse(plan.payments)
    )


def _explain(scene: _Scene, purchase_id: str) -> Explanation:
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
    return Explanation(purchase_id=purchase_id, state=State.OUT, sentence=_out(scene, purchase_id))


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
    return f"{opening}: {listing(paid, most=4)}." if paid else f"{opening}: it costs nothing in the years planned."


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


def _out(scene: _Scene, purchase_id: str) -> str:
    """Only General may pay; Wi-Fi and Chromebooks use it up."""
    demands = [d for d in scene.prepared.demands[purchase_id] if d.year in scene.candidates.years]
    pots = {p.pot for d in demands for p in d.payers}
    funds = list(dict.fromkeys(scene.prepared.purses[p].fund.name for p in sorted(pots)))
    rivals: defaultdict[str, int] = defaultdict(int)
    for payment in scene.plan.payments:
        if f"{payment.fund_id}:{payment.money_year}" in pots:
            rivals[payment.purchase_id] += cents(payment.amount)
    largest = sorted(rivals, key=lambda p: (-rivals[p], p))
    users = listing([scene.prepared.purchases[p].title for p in largest], most=2)
    only = "Only " if len(funds) == 1 else ""
    use = f"; {users} use{'s' if len(largest) == 1 else ''} {'it' if only else 'them'} up" if rivals else ""
    return f"{only}{listing(funds)} may pay{use}."
