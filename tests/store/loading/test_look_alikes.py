"""Keys that look alike and are not the same are named before they load, with both rows."""

import time
import unicodedata

import pytest

from store.database import Database
from store.loading import preview
from store.loading.look_alikes import MOST
from store.loading.words import looks, nearest
from tests.store.loading.conftest import DISTRICT
from tests.store.loading.test_apply import Loader, Read


def said(database: Database, read: Read, files: dict[str, str]) -> list[str]:
    return [problem.sentence for problem in preview(database, DISTRICT, read(files)).warnings]


def needs(*keys: str) -> dict[str, str]:
    return {"needs.csv": "need_id,title\n" + "".join(f"{key},Reading\n" for key in keys)}


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("P-10", "P-1O", ""),
        ("P-10", "p-10", ""),
        ("P-1", "P-01", ""),
        ("P-1", "P–1", ": it has en dash"),
        ("P-1", "\u0420-1", ": it has cyrillic capital letter er"),
        ("\u0392-1", "B-1", ": that has greek capital letter beta"),
        ("P-1", "P-1\u200b", ": it has zero width space"),
        ("P-1", "P\u2060-1", ": it has word joiner"),
        ("É-1", unicodedata.normalize("NFD", "É-1"), ": it has combining acute accent"),
        ("P-1", "\uff30-1", ": it has fullwidth latin capital letter p"),
    ],
)
def test_two_keys_that_look_alike_are_named_with_both_rows(
    database: Database, read: Read, load: Loader, first: str, second: str, why: str
) -> None:
    files = needs("N-7", first, second)
    (one,) = said(database, read, files)
    assert one == (
        f"'needs.csv', row 4, column 'need_id': \"{second}\" looks like \"{first}\", in row 3, and is another "
        f"key{why}. If both are one record, write its key in one way; else tell the two apart more clearly."
    )
    assert load(files).changes[0].added == 3, "it loads all the same"
    assert said(database, read, needs("N-7", first, "N-8")) == [], "two are made one"


@pytest.mark.parametrize("keys", [("P-1", "P-2"), ("P-10", "P-100"), ("E-1", "É-1"), ("Б-1", "B-1"), ("P-1", "P-1")])
def test_keys_that_tell_themselves_apart_are_no_doubt(database: Database, read: Read, keys: tuple[str, str]) -> None:
    assert not [words for words in said(database, read, needs(*keys)) if "looks like" in words]


def test_one_that_is_held_is_named_whether_it_would_stay_or_go(database: Database, read: Read, load: Loader) -> None:
    load(needs("N-1", "N-2"))
    (one,) = said(database, read, needs("N-O1", "N-2"))
    assert 'row 2, column \'need_id\': "N-O1" looks like "N-1", which is here already, and is another key.' in one
    kept = preview(database, DISTRICT, read(needs("N-O1", "N-2")), frozenset({"needs"}))
    assert [warning.row for warning in kept.warnings] == [2]
    load(needs("N-2"))
    assert said(database, read, needs("N-O1", "N-2")) == [], "what is withdrawn is not"


def test_of_three_files_the_other_file_is_named(database: Database, read: Read) -> None:
    files = {"needs.csv": "need_id,title\nN-1,Reading\n", "needs-it.csv": "need_id,title\nN-l,Wi-Fi\n"}
    words = [one for one in said(database, read, files) if "looks like" in one]
    assert len(words) == 1
    assert " in row 2 of needs" in words[0]


def test_the_ledger_and_long_tables_are_not_looked_at(database: Database, read: Read) -> None:
    ledger = "entry_id,account,fiscal_year,amount\nE-1,01,2027,5\nE-l,01,2027,5\n"
    assert said(database, read, {"ledger_entries.csv": ledger}) == []
    many = [*(f"N-{number}" for number in range(1, MOST)), "N-l"]
    files = needs(*many)
    began = time.perf_counter()
    assert len(said(database, read, files)) == 1
    assert time.perf_counter() - began < 10
    assert said(database, read, needs(*many, "N-x")) == []


def test_a_reference_finds_the_key_that_it_looks_like() -> None:
    assert looks("\u041d-001\u200b") == looks("h-1")
    assert nearest("\u0420-1", ["P-1", "P-2"]) == "Did you mean P-1? "
