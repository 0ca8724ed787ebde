"""Which district a command at the shell is about."""

import json
from pathlib import Path

from store.database import open_database
from store.district import current_district, start_district
from tests.at_shell import PURCHASES, Run, written

MEMBERS = "member_id,name,role\ned,Ed,editor\nann,Ann,cabinet\n"


def begin(path: Path, *names: str) -> None:
    database = open_database(path)
    for name in names:
        start_district(database, name, "local")
    database.close()


def test_a_district_is_named_by_its_name_or_its_key(run: Run, empty: Path) -> None:
    begin(empty, "Árbol", "Arbol")
    for said, name in (("árbol", "Árbol"), ("arbol", "Árbol"), ("arbol-2", "Arbol"), ("TEST unified", "Test Unified")):
        assert json.loads(run("plan", "--json", "--district", said).stdout)["district"] == name


def test_a_name_that_two_districts_have_is_refused_with_the_keys_to_choose_from(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    begin(empty, "Elsewhere")
    database = open_database(empty)
    with database.write("elsewhere") as cursor:
        cursor.execute("UPDATE district SET name = 'Test Unified' WHERE district_id = 'elsewhere'")
    database.close()
    folder = written(tmp_path / "exports", purchases=PURCHASES)
    for command in (["check"], ["load", folder]):
        said = run(*command, "--district", "Test Unified")
        assert said.exit_code == 1
        assert "2 districts are called 'Test Unified'. Name one by its key: elsewhere, test-unified." in said.output
    assert run("load", folder, "--district", "elsewhere").exit_code == 0


def test_a_member_begins_a_district_and_is_told_that_its_files_give_it_another_name(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    assert run("load", written(tmp_path / "people", members=MEMBERS)).exit_code == 0
    folder = written(tmp_path / "new", purchases=PURCHASES, district="name\nOak Valley\n")
    said = run("load", folder, "--district", "As New", "--as", "ed")
    assert said.exit_code == 0, said.output
    assert "District: As New (new)\n" in said.output
    assert "The district 'As New' would be called 'Oak Valley' from then on, as row 2 of 'district.csv' says" in (
        said.output
    )
    database = open_database(empty)
    with database.read() as cursor:
        assert current_district(cursor) == "as-new"
    database.close()
    again = run("load", folder, "--district", "As New")
    assert again.exit_code == 1, "its district has another name by now, and is not begun once more"
    assert "These files are of a district that is here already." in again.output
    assert "whose key is as-new" in again.output
