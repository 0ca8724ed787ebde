"""Mappings made by hand: what they read, and that files known already are read along."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database, open_database
from store.loading import Cell, Mapping, NamedFile, mapping_text, parse_mapping, read_source, suggest, unmatched
from ui.matching import as_read, joined

WISHES = NamedFile("wish list [2026-11].csv", b"Item No,What we want,Dept\nW1,Robot kits,CI\nW2,3D printers,IT\n")
GOALS = NamedFile("goals.csv", b"Goal,Name\nG1,Reading\n")
NAMES = [WISHES.name, GOALS.name]
CELLS = {"purchase_id": Cell(column="Item No"), "title": Cell(column="What we want")}


@pytest.fixture
def database(tmp_path: Path, new_file: Path) -> Iterator[Database]:
    database = open_database(shutil.copy(new_file, tmp_path / "planning.duckdb"))
    yield database
    database.close()


def test_only_files_that_are_not_recognised_are_offered() -> None:
    found = unmatched([GOALS, WISHES, NamedFile("notes.csv", b"")])
    assert [(one.file, one.headings, one.table) for one in found] == [
        ("wish list [2026-11].csv", ("Item No", "What we want", "Dept"), "")
    ]
    assert found[0].examples == ("W1, W2", "Robot kits, 3D printers", "CI, IT")


def test_a_file_with_a_column_that_is_not_read_is_offered_but_not_rows_set_aside() -> None:
    text = b"Site ID,Name,English Lerners\nS1,Alder,9\n"
    aside = text.replace(b"\n", b",What is wrong\n", 1)
    found = unmatched([GOALS, NamedFile("sites.csv", text), NamedFile("sites-set-aside.csv", aside)])
    assert [(one.file, one.table) for one in found] == [("sites.csv", "sites")]
    assert suggest("sites", found[0].headings)["english_learners"] == "English Lerners"


def test_a_file_matched_again_is_read_once_and_rows_set_aside_stay_a_part(database: Database) -> None:
    sites = NamedFile("sites.csv", b"Site ID,Name,English Lerners\nS1,Alder,9\n")
    aside = NamedFile("goals-set-aside.csv", b"Goal,Name,What is wrong\nG2,Maths,\n")
    cells = {"site_id": Cell(column="Site ID"), "name": Cell(column="Name")}
    cells["english_learners"] = Cell(column="English Lerners")
    names = [sites.name, aside.name]
    with read_source(database, [sites, aside]) as first:
        mapping = joined(as_read(first, names), sites.name, "sites", cells, names)
    with read_source(database, [sites, aside], mapping=mapping) as again:
        assert {(table.table, table.good, table.partial) for table in again.tables} == {
            ("sites", 1, False), ("goals", 1, True)
        }  # fmt: skip
        assert again.problem_count == 0
        with database.cursor() as cursor:
            assert cursor.execute(f"SELECT english_learners FROM {again.schema}.sites").fetchall() == [(9,)]


def test_likely_headings_are_suggested_once_each() -> None:
    assert suggest("purchases", ("Purchase Titel", "Dept", "Purchase ID")) == {
        "purchase_id": "Purchase ID",
        "title": "Purchase Titel",
        "department_id": "Dept",
    }


def test_the_misspelt_heading_of_a_file_not_read_is_suggested() -> None:
    (found,) = unmatched([NamedFile("purchases.csv", b"purchase_id,titel,stage\nP-1,Robots,proposed\n")])
    assert suggest(found.table, found.headings)["title"] == "titel"
    assert "site_ids" not in suggest("purchases", ("Item No",)), "two letters from 'site no'"


def test_a_known_file_is_read_along(database: Database) -> None:
    with read_source(database, [GOALS, WISHES]) as first:
        mapping = joined(as_read(first, NAMES), WISHES.name, "purchases", CELLS, NAMES)
    with read_source(database, [GOALS, WISHES], mapping=mapping) as again:
        assert {table.table: table.good for table in again.tables} == {"goals": 1, "purchases": 2}
        assert again.problem_count == 0


def test_next_months_file_is_read_by_the_saved_mapping(database: Database) -> None:
    empty = Mapping(title="Wishes", files={}, tables=())
    saved = mapping_text(joined(empty, WISHES.name, "purchases", CELLS, NAMES))
    later = NamedFile("wish list [2027-01].csv", WISHES.data)
    with read_source(database, [later], mapping=parse_mapping(saved.encode(), "mine.yaml")) as reading:
        assert [(table.table, table.good) for table in reading.tables] == [("purchases", 2)]


def test_files_alike_but_for_their_digits_keep_apart() -> None:
    mapping = Mapping(title="Both", files={}, tables=())
    for name in ("q1.csv", "q2.csv"):
        mapping = joined(mapping, name, "purchases", CELLS, ["a.zip/q1.csv", "a.zip/q2.csv"])
    assert [origin.file for origin in mapping.files.values()] == ["q1.csv", "q2.csv"]
