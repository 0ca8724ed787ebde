"""The district's own name in its files: said where it changes, set aside where another district has it."""

from collections.abc import Callable

import pytest

from data_models.errors import DistrictError
from store.database import Database
from store.district import new_district, read_districts, start_district
from store.loading import Reading, apply_load, preview
from store.member import LOCAL

Read = Callable[..., Reading]
MEMBERS = "member_id,name,role\ned,Ed,editor\npia,Pia,panel\nann,Ann,cabinet\n"


def names(database: Database) -> list[str]:
    with database.read() as cursor:
        return [district.name for district in read_districts(cursor)]


@pytest.mark.parametrize("taken", ["Oak Valley", " OAK valley "])
def test_a_name_that_another_district_has_is_set_aside_with_the_remedy(
    database: Database, read: Read, taken: str
) -> None:
    start_district(database, "Oak Valley", LOCAL)
    maple = start_district(database, "Maple River", LOCAL)
    files = {"district.csv": f"name,state\n{taken},CA\n", "goals.csv": "goal_id,title\nG,Reading\n"}
    reading = read(files)
    seen = preview(database, maple, reading)
    assert [problem.sentence for problem in seen.problems] == [
        f"'district.csv', row 2, column 'name': \"{taken.strip()}\" is the name of another district of this file, "
        "whose key is oak-valley. Give this one a name of its own, or load into the other one."
    ]
    assert (seen.problem_count, seen.replaced) == (1, ())
    changes = {change.table: change for change in apply_load(database, maple, reading, LOCAL).changes}
    assert (changes["district"].set_aside, changes["goals"].added) == (1, 1)
    assert names(database) == ["Maple River", "Oak Valley"]


def test_no_district_is_begun_with_the_files_of_another(database: Database, read: Read) -> None:
    start_district(database, "Oak Valley", LOCAL)
    begins = new_district(database, "Maple River")
    reading = read({"district.csv": "name\nOak Valley\n", "goals.csv": "goal_id,title\nG,Reading\n"})
    with pytest.raises(DistrictError, match="whose key is oak-valley"):
        apply_load(database, begins.district_id, reading, LOCAL, begins=begins)
    assert names(database) == ["Oak Valley"]


def test_another_name_for_the_district_is_said_before_it_is_taken(database: Database, read: Read) -> None:
    maple = start_district(database, "Maple River", LOCAL)
    said = (
        "The district 'Maple River' would be called 'Oak Valley' from then on, as row 2 of 'district.csv' says; "
        "to keep its name, leave that file out or mend the name there.",
    )
    assert preview(database, maple, read({"district.csv": "name\nOak Valley\n"})).replaced == said
    assert preview(database, maple, read({"district.csv": "name,state\nMaple River,CA\n"})).replaced == ()
    begins = new_district(database, "Elm Creek")
    (new,) = preview(database, begins.district_id, read({"district.csv": "name\nOak Valley\n"}), begins=begins).replaced
    assert new == said[0].replace("Maple River", "Elm Creek")


@pytest.mark.parametrize("files", [{"members.csv": MEMBERS}, {"goals.csv": "goal_id,title\nG,Reading\n"}])
def test_an_editor_of_the_district_on_the_screen_begins_one_with_a_load(
    database: Database, read: Read, files: dict[str, str]
) -> None:
    held = start_district(database, "Maple River", LOCAL)
    apply_load(database, held, read({"members.csv": MEMBERS}), LOCAL)
    begins = new_district(database, "Oak Valley")
    with pytest.raises(DistrictError, match="this takes 'editor'"):
        apply_load(database, begins.district_id, read(files), "pia", begins=begins)
    assert names(database) == ["Maple River"]
    done = apply_load(database, begins.district_id, read(files), "ed", begins=begins)
    assert done.loaded_by == "ed"
    assert names(database) == ["Maple River", "Oak Valley"]
