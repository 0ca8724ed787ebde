"""What all members together say of each purchase, criterion by criterion."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean

from data_models.rating import Criterion, Direction, Rating

POINTS_PER_LEVEL = 25
"""Level 0-4 becomes 0-100."""


def newest(ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    """Of each member, purchase and criterion the rating of the newest round; in one round the one given last."""
    kept: dict[tuple[str, str, str], Rating] = {}
    for rating in ratings:
        key = (rating.member_id, rating.purchase_id, rating.criterion_id)
        if key not in kept or _when(rating) >= _when(kept[key]):
            kept[key] = rating
    return tuple(kept.values())


def _when(rating: Rating) -> tuple[int, float]:
    return rating.round, rating.rated_at.timestamp() if rating.rated_at else 0.0


def criterion_values(ratings: Iterable[Rating], criteria: Iterable[Criterion]) -> dict[str, dict[str, float]]:
    """By purchase and criterion, the mean over members of 0-100, 100 always good. What nobody rated is missing."""
    direction = {c.criterion_id: c.direction for c in criteria}
    levels: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for rating in newest(ratings):
        if rating.criterion_id in direction:
            levels[rating.purchase_id, rating.criterion_id].append(rating.level)
    values: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (purchase, criterion), given in levels.items():
        value = fmean(given) * POINTS_PER_LEVEL
        values[purchase][criterion] = 100 - value if direction[criterion] is Direction.LESS_IS_BETTER else value
    return dict(values)


def raters(ratings: Iterable[Rating]) -> dict[str, int]:
    """By purchase, how many members rated it at least once."""
    members: defaultdict[str, set[str]] = defaultdict(set)
    for rating in ratings:
        members[rating.purchase_id].add(rating.member_id)
    return {purchase: len(who) for purchase, who in members.items()}
