"""What a floor for high-need sites costs: the plan with it beside the plan without, in plain words."""

from data_models.equity import FloorCost
from data_models.plan import Plan, Proof
from planning.candidates import candidates
from planning.high_need_floor import counted_in, landed_in, share_words
from planning.landing import Landed
from planning.prepare import Prepared
from planning.scoring import score
from planning.site_money import years_of
from planning.wording import listing, short_dollars, to_dollars

CLOSE = 1e-6
"""Part of the merit below which two plans are alike."""


def floor_cost(prepared: Prepared, plan: Plan, without: Plan) -> FloorCost:
    """What the floor of `plan` changes against `without`, a plan of the same settings without a floor.

    loss: merit that it costs, as far as the two plans are proven. moved: dollars more that land at high-need sites,
    less than 0 where the plan as a whole is smaller.
    """
    years, floor = years_of(prepared, plan), plan.settings.high_need_floor
    now, before = (counted_in(prepared, of.chosen, years, floor) for of in (plan, without))
    added = tuple(p for p in plan.chosen if p not in without.chosen)
    dropped = tuple(p for p in without.chosen if p not in plan.chosen)
    loss = max(0.0, without.value - plan.value)
    return FloorCost(
        added=added,
        dropped=dropped,
        loss=loss,
        moved=to_dollars(now.high - before.high),
        words=_words(prepared, plan, without, now, before),
    )


def _words(prepared: Prepared, plan: Plan, without: Plan, now: Landed, before: Landed) -> str:
    percent_asked = plan.settings.high_need_floor
    years = years_of(prepared, plan)
    if not landed_in(prepared, without.chosen, years).told:
        return "Nothing that can be told apart by school is in the plan, so a floor changes nothing."
    if plan.chosen == without.chosen:
        return f"A floor of {percent_asked}% changes nothing: high-need schools get {share_words(now)} anyway."
    if not landed_in(prepared, plan.chosen, years).told and (most := most_share(prepared, plan)) is not None:
        return (
            f"A floor of {percent_asked}% leaves nothing to buy: no purchase gives high-need schools more than "
            f"{most}% of its dollars."
        )
    return f"{_merit(plan, without)} {_swapped(prepared, plan, without)} {_shares(now, before)}"


def _merit(plan: Plan, without: Plan) -> str:
    loss = without.value - plan.value
    if loss <= CLOSE * max(1.0, without.value):
        return f"A floor of {plan.settings.high_need_floor}% costs no merit."
    share = 100 * loss / without.value
    known = plan.proof is not Proof.WITHIN and without.proof is not Proof.WITHIN
    words = f"{share:.1f}%" if share >= 0.1 else "less than 0.1%"
    about = "" if known else ", as far as is known yet"
    return f"A floor of {plan.settings.high_need_floor}% costs {words} of the plan's merit{about}."


def _swapped(prepared: Prepared, plan: Plan, without: Plan) -> str:
    titles = {p: prepared.purchases[p].title for p in (*plan.chosen, *without.chosen)}
    added = [titles[p] for p in plan.chosen if p not in without.chosen]
    dropped = [titles[p] for p in without.chosen if p not in plan.chosen]
    parts = [f"brings in {listing(added)}"] if added else []
    parts += [f"drops {listing(dropped)}"] if dropped else []
    return f"It {' and '.join(parts)}."


def _shares(now: Landed, before: Landed) -> str:
    share = f" ({share_words(now)})" if now.told else ""
    return (
        f"High-need schools get {short_dollars(now.high)}{share} instead of {short_dollars(before.high)} "
        f"({share_words(before)}), the others {short_dollars(now.other)} instead of {short_dollars(before.other)}."
    )


def most_share(prepared: Prepared, plan: Plan) -> int | None:
    """The largest share, in whole percent rounded down, that a purchase the plan may choose gives high-need sites."""
    chosen_from = candidates(prepared, plan.settings, score(prepared, plan.settings))
    found = [landed_in(prepared, [p], chosen_from.years) for p in chosen_from.ids]
    return max((100 * f.high // f.told for f in found if f.told), default=None)
