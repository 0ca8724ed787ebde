"""Which purchases could lawfully use money that is about to lapse: by the verdicts and limits that the plan obeys."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from data_models.budget import LapseUse, PossibleUse
from data_models.fund import FundRule, RuleKind
from data_models.plan import Lapse, Plan
from data_models.wording import counted
from planning.allocation.problem import Demand
from planning.allocation.room import room
from planning.ending import with_ended
from planning.fund_rules import Key, Purse, RuleLimit, pot_id
from planning.money import is_staff, lapses
from planning.prepare import Prepared
from planning.wording import A_DOLLAR, cents, day_words, dollars, to_dollars

SOON = 180
"""Days within which money that lapses is looked at."""

Paid = dict[tuple[str, str], int]
"""Cents that the draft plan pays, by cost line and pot."""


def lapse_uses(prepared: Prepared, plan: Plan, within_days: int = SOON) -> tuple[LapseUse, ...]:
    """Every dollar that lapses from today to `within_days` days from now (both included), soonest first, as `lapses`.

    A use is an open purchase with a cost that the fund's rules let this money pay: the same verdicts, shares, years and
    limits as the plan's. What it could take is limited by what the draft plan leaves of the money and already pays from
    the fund; merit, other money, staff hours and alternatives are not looked at. Ties among uses in key order. Less
    than a dollar counts as nothing.
    """
    until = prepared.portfolio.today + timedelta(days=within_days)
    after = {(x.fund_id, x.money_year, x.lapses_on): x.amount for x in lapses(prepared, plan)}
    planned_until = max(plan.settings.fiscal_years or prepared.years, default=0)
    paid: Paid = defaultdict(int)
    for payment in plan.payments:
        paid[payment.cost_line_id, pot_id(payment.fund_id, payment.money_year)] += cents(payment.amount)
    prepared = with_ended(prepared, plan.settings.ended)
    found = []
    for lapse in (x for x in lapses(prepared) if x.lapses_on <= until):
        left = after.get((lapse.fund_id, lapse.money_year, lapse.lapses_on), Decimal("0.00"))
        found.append(_use(prepared, plan, lapse, lapse.amount if lapse.money_year > planned_until else left, paid))
    return tuple(found)


def _use(prepared: Prepared, plan: Plan, lapse: Lapse, left: Decimal, paid: Paid) -> LapseUse:
    money = prepared.purses[pot_id(lapse.fund_id, lapse.money_year)]
    limits = [x for x in prepared.limits if x.fund.fund_id == lapse.fund_id]
    flows = _flows(prepared, lapse.fund_id, paid)
    uses, all_asked = [], Counter[Key]()
    for purchase_id, demands in prepared.demands.items():
        usable = [
            d
            for d in demands
            if any(p.pot == money.id for p in d.payers)
            and (lapse.lapses_on == money.ends or not money.carried(d.year, is_staff(prepared, purchase_id, d.id)))
        ]
        if not usable:
            continue
        asked = _asked(money, usable, prepared, paid)
        all_asked.update(asked)
        more = _room(asked, left, limits, flows)
        uses.append(
            PossibleUse(
                purchase_id=purchase_id,
                in_plan=purchase_id in plan.chosen,
                planned=to_dollars(sum(paid.get((d.id, money.id), 0) for d in usable)),
                more=to_dollars(more),
                why_no_more="" if more else _why_no_more(money, asked, left, limits, flows),
                rules=_rules(prepared, lapse.fund_id, usable),
            )
        )
    together = room(all_asked, cents(left), [x.limit for x in limits], flows)
    return LapseUse(
        lapse=lapse,
        days=(lapse.lapses_on - prepared.portfolio.today).days,
        left=left,
        together=to_dollars(together),
        uses=tuple(sorted(uses, key=lambda u: (-u.more, -u.planned, u.purchase_id))),
        words=_words(money, lapse, left, together, [u for u in uses if u.more]),
    )


def _room(asked: Counter[Key], left: Decimal, limits: Sequence[RuleLimit], flows: dict[Key, int]) -> int:
    """Cents of what is left that may be paid of what is asked; less than a dollar is nothing."""
    found = room(asked, cents(left), [x.limit for x in limits], flows)
    return found if found >= A_DOLLAR else 0


def _why_no_more(
    money: Purse, asked: Counter[Key], left: Decimal, limits: Sequence[RuleLimit], flows: dict[Key, int]
) -> str:
    """What bites, the nearest first: its cost, the money, the limits that alone would be enough, or all together."""
    if sum(amount for amount in asked.values() if amount > 0) < A_DOLLAR:
        return f"{money.fund.name} pays all that it may of it."
    if cents(left) < A_DOLLAR:
        return "The draft plan uses all of this money."
    rules = [r for x in limits if not _room(asked, left, [x], flows) for r in x.rules]
    return " ".join(dict.fromkeys(r.words for r in rules)) or "The fund's limits together leave nothing for it."


def _flows(prepared: Prepared, fund_id: str, paid: Paid) -> dict[Key, int]:
    """Cents that the draft plan pays from a fund, as its limits see them."""
    flows: Counter[Key] = Counter()
    for demands in prepared.demands.values():
        for demand in demands:
            for payer in demand.payers:
                if prepared.purses[payer.pot].fund.fund_id == fund_id and (demand.id, payer.pot) in paid:
                    flows[payer.pot, payer.group, demand.year] += paid[demand.id, payer.pot]
    return flows


def _asked(money: Purse, demands: list[Demand], prepared: Prepared, paid: Paid) -> Counter[Key]:
    """Cents that a purse could still pay of these costs, by the fund's share of each."""
    asked: Counter[Key] = Counter()
    siblings = [m.id for m in prepared.funds[money.fund.fund_id].purses]
    for demand in demands:
        payer = next(p for p in demand.payers if p.pot == money.id)
        asked[payer.pot, payer.group, demand.year] += payer.most - sum(paid.get((demand.id, s), 0) for s in siblings)
    return asked


def _rules(prepared: Prepared, fund_id: str, demands: list[Demand]) -> tuple[FundRule, ...]:
    """The rules that were met, then those that limit what the fund pays in all."""
    met = [r for d in demands for r in prepared.verdicts[d.id, fund_id].rules]
    limiting = [r for x in prepared.limits if x.fund.fund_id == fund_id for r in x.rules]
    return tuple({r.rule_id: r for r in (*met, *(r for r in limiting if r.kind is not RuleKind.CARRYOVER))}.values())


def _words(money: Purse, lapse: Lapse, left: Decimal, together: int, uses: list[PossibleUse]) -> str:
    """$19,870 of Tobacco grant must be obligated by 31 Mar 2027. The draft plan uses $1,950 and leaves $17,920; ..."""
    amount, rest = cents(lapse.amount), cents(left)
    opening = f"{dollars(amount)} of {money.fund.name} must be obligated by {day_words(lapse.lapses_on)}"
    opening += f": {lapse.early}." if lapse.early else "."
    if not rest:
        return f"{opening} The draft plan uses all of it."
    uses_some = f"The draft plan uses {dollars(amount - rest)} and leaves {dollars(rest)}"
    plan = uses_some if amount > rest else "The draft plan uses nothing of it"
    if not uses:
        return f"{opening} {plan}; no open purchase may lawfully take more."
    who = f"{counted(len(uses), 'purchase')} could lawfully take " + ("all" if together == rest else dollars(together))
    return f"{opening} {plan}; {who} of that."
