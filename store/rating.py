"""Criteria and ratings."""

from data_models.limits import refuse
from data_models.member import Role
from data_models.rating import Criterion, Rating
from store.database import Cursor, Database, now, records
from store.history import note_change
from store.member import require_role

READ_CRITERIA = """
SELECT
    criterion_id, title, side, weight, direction, level_0, level_1, level_2, level_3, level_4
FROM criteria
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY criterion_id
"""


def read_criteria(cursor: Cursor, district_id: str) -> tuple[Criterion, ...]:
    """The district's criteria, in key order."""
    return records(Criterion, cursor, READ_CRITERIA, district_id=district_id)


READ_RATINGS = """
SELECT
    member_id, purchase_id, criterion_id, "round", level, comment, rated_at
FROM newest_ratings
WHERE district_id = $district_id
ORDER BY member_id, purchase_id, criterion_id
"""


def read_ratings(cursor: Cursor, district_id: str) -> tuple[Rating, ...]:
    """The newest rating of each member, purchase and criterion, in that order."""
    return records(Rating, cursor, READ_RATINGS, district_id=district_id)


READ_ROUND = """
SELECT COALESCE(MAX("round"), 1)
FROM ratings
WHERE district_id = $district_id AND withdrawn_at IS NULL
"""

RECORD_RATING = """
INSERT INTO ratings (
    district_id, member_id, purchase_id, criterion_id, "round", level, comment, rated_at, changed_at, changed_by
)
VALUES (
    $district_id, $member_id, $purchase_id, $criterion_id, $round, $level, $comment, $rated_at, $rated_at, $member_id
)
"""


def record_ratings(
    database: Database, district_id: str, member_id: str, purchase_id: str, levels: dict[str, tuple[int, str]]
) -> None:
    """Add what a member says of a purchase: criterion -> (level 0-4, comment). Nothing earlier is changed or lost.

    The ratings belong to the newest round there is. Raises DistrictError where nobody by that name may rate, or where a
    comment is too long.
    """
    with database.write(district_id) as cursor:
        require_role(cursor, district_id, member_id, Role.PANEL, named=True)
        row = cursor.execute(READ_ROUND, {"district_id": district_id}).fetchall()
        at = now()
        for criterion_id, (level, comment) in sorted(levels.items()):
            rating = Rating(
                member_id=member_id, purchase_id=purchase_id, criterion_id=criterion_id, round=int(row[0][0]),
                level=level, comment=comment, rated_at=at,
            )  # fmt: skip
            refuse(rating, ("comment",))
            cursor.execute(RECORD_RATING, {"district_id": district_id, **rating.model_dump()})
        said = {criterion: f"{level} {comment}".strip() for criterion, (level, comment) in sorted(levels.items())}
        note_change(cursor, district_id, member_id, "rated", "purchases", (purchase_id,), None, said)
