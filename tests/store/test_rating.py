"""Ratings are added, never changed; the store decides who may rate; history remembers."""

import pytest

from data_models.errors import DistrictError
from data_models.member import Role
from store.database import Cursor, Database, now
from store.district import choose_district, current_district, start_district
from store.history import read_history
from store.member import LOCAL, require_role
from store.rating import read_ratings, record_ratings

ADD_MEMBER = """
INSERT INTO members (district_id, member_id, name, position, department_id, role, changed_at, changed_by)
VALUES ($district_id, $member_id, $member_id, '', '', $role, $at_time, 'local')
"""


def _member(cursor: Cursor, district_id: str, member_id: str, role: Role) -> None:
    cursor.execute(
        ADD_MEMBER, {"district_id": district_id, "member_id": member_id, "role": role.value, "at_time": now()}
    )


@pytest.fixture
def people(database: Database, district_id: str) -> str:
    with database.write(district_id) as cursor:
        for role in Role:
            _member(cursor, district_id, role.value, role)
    return district_id


def test_the_newest_rating_counts_and_the_older_stays(database: Database, people: str) -> None:
    record_ratings(database, people, "panel", "P-1", {"A1": (2, "not sure"), "A2": (4, "")})
    record_ratings(database, people, "panel", "P-1", {"A1": (3, "seen it at Alder")})
    with database.read() as cursor:
        newest = read_ratings(cursor, people)
        kept = cursor.execute("SELECT count(*) FROM ratings").fetchall()
        history = read_history(cursor, people, "purchases", ("P-1",))
    assert [(r.criterion_id, r.level, r.comment) for r in newest] == [("A1", 3, "seen it at Alder"), ("A2", 4, "")]
    assert kept == [(3,)]
    assert [(change.changed_by, change.action, change.after) for change in history] == [
        ("panel", "rated", {"A1": "3 seen it at Alder"}),
        ("panel", "rated", {"A1": "2 not sure", "A2": "4"}),
    ]


@pytest.mark.parametrize("level", [-1, 5])
def test_a_level_outside_the_rubric_is_refused_and_nothing_is_written(
    database: Database, people: str, level: int
) -> None:
    with pytest.raises(ValueError, match="level"):
        record_ratings(database, people, "panel", "P-1", {"A1": (3, ""), "A2": (level, "")})
    with database.read() as cursor:
        assert read_ratings(cursor, people) == ()


def test_rating_takes_a_member_not_just_somebody(database: Database, people: str) -> None:
    with pytest.raises(DistrictError, match="Choose a member under 'Acting as'"):
        record_ratings(database, people, LOCAL, "P-1", {"A1": (3, "")})
    with pytest.raises(DistrictError, match="'nobody' is not a member"):
        record_ratings(database, people, "nobody", "P-1", {"A1": (3, "")})


@pytest.mark.parametrize(
    ("who", "least", "may"),
    [
        ("panel", Role.PANEL, True),
        ("panel", Role.EDITOR, False),
        ("editor", Role.EDITOR, True),
        ("editor", Role.CABINET, False),
        ("cabinet", Role.CABINET, True),
        (LOCAL, Role.CABINET, True),
    ],
)
def test_a_role_decides_what_one_may_do(database: Database, people: str, who: str, least: Role, may: bool) -> None:
    with database.read() as cursor:
        if may:
            require_role(cursor, people, who, least)
        else:
            with pytest.raises(DistrictError, match=f"this takes '{least}'"):
                require_role(cursor, people, who, least)


def test_which_district_is_on_the_screen_takes_an_editor(database: Database, people: str) -> None:
    for change in (
        lambda who: start_district(database, f"Next of {who}", who),
        lambda who: choose_district(database, people, who),
    ):
        with pytest.raises(DistrictError, match="this takes 'editor'"):
            change("panel")
    start_district(database, "Next", "editor")
    with database.read() as cursor:
        assert current_district(cursor) == "next"
