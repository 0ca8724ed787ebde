"""What ending one contract would do to the draft plan."""

from data_models.ending import Effect
from data_models.plan import Plan, PlanSettings, Proof
from planning.ending import endings
from planning.explanation import difference
from planning.plan import make_plan
from planning.prepare import Prepared
from planning.wording import listing

NAMED = 5
"""Purchases named on each side before the rest are counted."""


def effect(prepared: Prepared, settings: PlanSettings, contract_id: str, seconds: float = 0.5) -> Effect:
    """The plan with the contract ended against the plan without, everything else as the settings say.

    Makes both plans, in about `seconds` each. Raises KeyError where the contract is not on record.
    """
    others = tuple(c for c in settings.ended if c != contract_id)
    ended = tuple(sorted((*others, contract_id)))
    freed = {f.contract_id: f for f in endings(prepared.portfolio, ended).contracts}[contract_id]
    before = make_plan(prepared, settings.model_copy(update={"ended": others}), seconds)
    now = make_plan(prepared, settings.model_copy(update={"ended": ended}), seconds)
    change = difference(prepared, before, now)
    return Effect(
        contract_id=contract_id,
        freed=freed,
        brings_in=change.added,
        drops=change.dropped,
        learners=change.learners,
        words=_words(prepared, before, now, change.added, change.dropped),
    )


def _words(prepared: Prepared, before: Plan, now: Plan, added: tuple[str, ...], dropped: tuple[str, ...]) -> str:
    titles = {p: prepared.purchases[p].title for p in (*added, *dropped)}
    if not added and not dropped:
        said = "The same purchases would be in."
    elif not added:
        said = f"{listing([titles[p] for p in dropped], NAMED)} would fall out."
    else:
        said = f"{listing([titles[p] for p in added], NAMED)} would come in"
        said += f", and {listing([titles[p] for p in dropped], NAMED)} would make way." if dropped else "."
    if {before.proof, now.proof} != {Proof.OPTIMAL}:
        said += " Not both plans are proven best yet, so a little of that may be chance."
    return said
