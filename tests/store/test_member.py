"""Somebody of the cabinet stays: without, nobody could decide, nor give roles again."""

import pytest

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.member import Member, Role
from store.database import Database
from store.editing import write_edits

ANN = Member(member_id="ann", name="Ann", role=Role.CABINET)
BO = Member(member_id="bo", name="Bo", role=Role.CABINET)
ED = Member(member_id="ed", name="Ed", role=Role.EDITOR)
NOBODY = "Nobody of the cabinet would be left, and only the cabinet decides and gives roles."


def roles(database: Database, district_id: str) -> list[tuple[str, str]]:
    with database.read() as cursor:
        return cursor.execute(
            "SELECT member_id, role FROM members WHERE district_id = $d AND withdrawn_at IS NULL ORDER BY 1",
            {"d": district_id},
        ).fetchall()


def as_editor(member: Member) -> Edit:
    return Edit(before=member, after=member.model_copy(update={"role": Role.EDITOR}))


def gone(member: Member) -> Edit:
    return Edit(before=member, after=None, reason="left us")


def test_the_last_of_the_cabinet_is_neither_demoted_nor_withdrawn(database: Database, district_id: str) -> None:
    write_edits(database, district_id, "local", [Edit(before=None, after=m) for m in (ANN, BO, ED)])
    assert write_edits(database, district_id, "ann", [as_editor(BO)]) == ()
    for wanted in ([as_editor(ANN)], [gone(ANN)], [gone(ED), gone(ANN)]):
        with pytest.raises(DistrictError, match=NOBODY):
            write_edits(database, district_id, "ann", wanted)
    assert roles(database, district_id) == [("ann", "cabinet"), ("bo", "editor"), ("ed", "editor")]
    bo = BO.model_copy(update={"role": Role.EDITOR})
    handed_on = [as_editor(ANN), Edit(before=bo, after=BO)]
    assert write_edits(database, district_id, "ann", handed_on) == (), "in one write it can be handed on"


def test_a_district_without_a_cabinet_yet_may_name_its_editors_first(database: Database, district_id: str) -> None:
    assert write_edits(database, district_id, "local", [Edit(before=None, after=ED)]) == ()
    assert write_edits(database, district_id, "local", [gone(ED)]) == ()
