"""From a prepared portfolio and the cabinet's settings to the allocation problem in cents."""

from data_models.plan import Count, Merit, PlanSettings
from planning.allocation.problem import AllocationProblem, FlowLimit, Item, UseLimit
from planning.candidates import Candidates
from planning.high_need_floor import floor_limits
from planning.prepare import Prepared
from planning.wording import cents

MONEY_IN_PLAY = "money in play:"
"""Begins the id of the limit that money in play puts on a fund."""


def build_problem(
    prepared: Prepared, settings: PlanSettings, merits: tuple[Merit, ...], chosen_from: Candidates
) -> AllocationProblem:
    """The problem that the settings pose. Items are the candidates, in key order, which is the order of ties.

    The value of a purchase is its priority, once or for each learner it reaches; a pinned purchase that nobody has
    rated on one side counts 0. Limits: the fund rules, the money in play, staff hours, and the
    floor for high-need sites.
    """
    merit_of = {m.purchase_id: m for m in merits}
    ids = set(chosen_from.ids)
    years = set(chosen_from.years)
    demands = tuple(d for p in chosen_from.ids for d in prepared.demands[p] if d.year in years)
    return AllocationProblem(
        items=tuple(
            Item(p, worth(merit_of[p], settings), True if p in settings.pinned else None) for p in chosen_from.ids
        ),
        demands=demands,
        pots=prepared.pots,
        flow_limits=(*(r.limit for r in prepared.limits), *_in_play(prepared, settings)),
        use_limits=(
            *_hours(prepared, ids, years),
            *floor_limits(prepared, chosen_from.ids, years, settings.high_need_floor),
        ),
        requires=tuple(
            (p, needed) for p in chosen_from.ids for needed in prepared.purchases[p].requires if needed in ids
        ),
        choose_one=_alternatives(prepared, chosen_from.ids),
    )


def worth(merit: Merit, settings: PlanSettings) -> float:
    """What choosing a purchase adds to the plan's value: its priority, times its learners where each learner counts."""
    priority = merit.priority or 0.0
    return priority * merit.learners if settings.count is Count.LEARNERS else priority


def in_play(prepared: Prepared, settings: PlanSettings) -> dict[str, int]:
    """By fund that is limited, the cents that the plan may use: what is in play, less what orders hold of it."""
    held = {fund_id: sum(flows.values()) for fund_id, flows in prepared.orders.held.items()}
    return {fund_id: max(0, cents(amount) - held.get(fund_id, 0)) for fund_id, amount in settings.money_in_play}


def _in_play(prepared: Prepared, settings: PlanSettings) -> tuple[FlowLimit, ...]:
    """Over all years, a fund pays at most what is in play of it; a fund that is not on record limits nothing."""
    return tuple(
        FlowLimit(f"{MONEY_IN_PLAY}{fund_id}", dict.fromkeys(prepared.keys[fund_id], 1), most)
        for fund_id, most in in_play(prepared, settings).items()
        if prepared.keys.get(fund_id)
    )


def _hours(prepared: Prepared, ids: set[str], years: set[int]) -> tuple[UseLimit, ...]:
    """The hours limits of the years planned, about the candidates alone."""
    found = []
    for limit in prepared.hours:
        use = {p: minutes for p, minutes in limit.use.use.items() if p in ids}
        if limit.year in years and use:
            found.append(UseLimit(limit.use.id, use, limit.use.at_most))
    return tuple(found)


def _alternatives(prepared: Prepared, ids: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    groups: dict[str, list[str]] = {}
    for purchase_id in ids:
        name = prepared.purchases[purchase_id].choose_one.strip()
        if name:
            groups.setdefault(name, []).append(purchase_id)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
