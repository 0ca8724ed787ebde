"""Mappings made by hand: what they read, and that files known already are read along."""

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
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "planning.duckdb")
    yield database
    database.close()


def test_only_files_that_are_not_recognised_are_offered() -> None:
    found = unmatched([GOALS, WISHES, NamedFile("notes.csv", b"")])
    assert [(one.file, one.headings, one.table) for one in found] == [
        ("wish list [2026-11].csv", ("Item No", "What we want", "Dept"), "")
    ]
    assert found[0].examples == ("W1, W2", "Robot kits, 3D printers", "CI, IT")


def test_likely_headings_are_suggested_once_each() -> None:
    assert suggest("purchases", ("Purchase Titel", "Dept", "Purchase ID")) == {
        "purchase_id": "Purchase ID",
        "title": "Purchase Titel",
        "department_id": "Dept",
    }


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
