"""Members: who speaks for the district."""

from collections.abc import Iterator
from contextlib import contextmanager

from data_models.errors import DistrictError
from data_models.member import Member, Role
from store.database import Cursor, records

READ_MEMBERS = """
SELECT
    member_id, name, position, department_id, role
FROM members
WHERE district_id = $district_id AND withdrawn_at IS NULL
ORDER BY member_id
"""


def read_members(cursor: Cursor, district_id: str) -> tuple[Member, ...]:
    """The district's members, in key order."""
    return records(Member, cursor, READ_MEMBERS, district_id=district_id)


LOCAL = "local"
"""The person at the machine, before any member is chosen and in a district that has none. Sign-in comes later."""

COUNT_CABINET = """
SELECT COUNT(*)
FROM members
WHERE district_id = $district_id AND role = $cabinet AND withdrawn_at IS NULL
"""


@contextmanager
def cabinet_kept(cursor: Cursor, district_id: str) -> Iterator[None]:
    """Raise DistrictError where what is written here leaves nobody of the cabinet, who alone decides and gives roles.

    A district that has nobody of the cabinet yet may go on without.
    """
    named = {"district_id": district_id, "cabinet": str(Role.CABINET)}
    had = cursor.execute(COUNT_CABINET, named).fetchall()[0][0]
    yield
    if had and not cursor.execute(COUNT_CABINET, named).fetchall()[0][0]:
        raise DistrictError(
            "Nobody of the cabinet would be left, and only the cabinet decides and gives roles.",
            next_step="Give another member the role 'cabinet' first.",
        )


RANKS = (Role.PANEL, Role.EDITOR, Role.CABINET)

READ_ROLE = """
SELECT name, role
FROM members
WHERE district_id = $district_id AND member_id = $member_id AND withdrawn_at IS NULL
"""


def require_role(cursor: Cursor, district_id: str, member_id: str, least: Role, *, named: bool = False) -> None:
    """Pass where the member's role is `least` or more. `named`: a member must be chosen, being local is not enough.

    Raises DistrictError with what to do.
    """
    if member_id == LOCAL and not named:
        return
    rows = cursor.execute(READ_ROLE, {"district_id": district_id, "member_id": member_id}).fetchall()
    if not rows:
        raise DistrictError(
            "Nobody is chosen to act as." if member_id == LOCAL else f"'{member_id}' is not a member of this district.",
            next_step="Choose a member under 'Acting as' at the top of the page, or load members on the Data page.",
        )
    name, role = rows[0]
    if RANKS.index(Role(role)) < RANKS.index(least):
        raise DistrictError(
            f"{name} has the role '{role}', and this takes '{least}'.",
            next_step="Ask a member of the cabinet to do it.",
        )
