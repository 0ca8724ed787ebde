"""Merit: what a purchase is worth to learners, before money.

Additive value model (Keeney & Raiffa, Decisions with Multiple Objectives, 1976): a score is the weighted mean of
single values. Academic and technical merit are scored apart, each with a floor, so that neither can rescue the other.
"""

from collections.abc import Iterable

from data_models.plan import Merit, PlanSettings
from data_models.purchase import Purchase
from data_models.rating import Side
from planning.prepare import Prepared


def score(prepared: Prepared, settings: PlanSettings) -> tuple[Merit, ...]:
    """The merit of every purchase, in key order; scores 0-100, to a millionth.

    A criterion's value is the mean of the levels that members gave in their newest round; a rating not given is
    missing, never zero, and the weights of the criteria rated are scaled to add up. A side that nobody rated, or
    whose rated criteria all weigh 0, has no score. A key is missing where its side has no score or one below its
    floor; a score equal to the floor is enough.
    """
    return tuple(_merit(prepared, settings, p) for p in prepared.portfolio.purchases)


def weighted_mean(pairs: Iterable[tuple[float, float]]) -> float | None:
    """Mean of (value, weight) pairs, weights on any positive scale; none where they are missing or all 0."""
    pairs = tuple(pairs)
    total = sum(w for _, w in pairs)
    return round(sum(v * w for v, w in pairs) / total, 6) if total > 0 else None


def _merit(prepared: Prepared, settings: PlanSettings, purchase: Purchase) -> Merit:
    values = prepared.values.get(purchase.purchase_id, {})
    scores = {
        side: weighted_mean(
            (values[c.criterion_id], c.weight)
            for c in prepared.portfolio.criteria
            if c.side is side and c.criterion_id in values
        )
        for side in Side
    }
    floors = {Side.ACADEMIC: settings.academic_floor, Side.TECHNICAL: settings.technical_floor}
    return Merit(
        purchase_id=purchase.purchase_id,
        academic=scores[Side.ACADEMIC],
        technical=scores[Side.TECHNICAL],
        priority=_priority(scores[Side.ACADEMIC], scores[Side.TECHNICAL], settings.academic_share),
        raters=prepared.raters.get(purchase.purchase_id, 0),
        learners=prepared.learners[purchase.purchase_id],
        missing_keys=tuple(s for s, found in scores.items() if found is None or found < floors[s]),
    )


def _priority(academic: float | None, technical: float | None, share: int) -> float | None:
    if academic is None or technical is None:
        return None
    return weighted_mean([(academic, share), (technical, 100 - share)])
