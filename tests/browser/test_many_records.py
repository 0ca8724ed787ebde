"""Ten thousand records on a page: found, edited in the table and kept. What it takes is said, and bounded widely."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_models.edit import Edit
from data_models.need import Need
from store.database import open_database
from store.district import current_district
from store.editing import write_edits
from tests.browser.steps import SOON, press, settled, type_in_cell

MANY = 10_000
LONG = 30.0
"""Seconds. A machine busy with other tests takes its time; what took minutes would still be noticed."""


@pytest.fixture
def sample_file(sample_file: Path, tmp_path: Path) -> Path:
    """The sample district with ten thousand needs more, written by hand as one edit."""
    path = tmp_path / "many.duckdb"
    path.write_bytes(sample_file.read_bytes())
    database = open_database(path)
    with database.read() as cursor:
        district_id = current_district(cursor)
    needs = [
        Need(need_id=f"Y-{n:05}", title=f"Wanted {n:05}", grades=("6",), site_ids=("0101",), learners=n % 90)
        for n in range(MANY)
    ]
    began = time.monotonic()
    assert write_edits(database, district_id, "local", [Edit(before=None, after=need) for need in needs]) == ()
    print(f"{MANY:,} records written in {time.monotonic() - began:.1f} s")
    assert time.monotonic() - began < LONG
    database.close()
    return path


def timed(what: str, do: Callable[[], None]) -> None:
    began = time.monotonic()
    do()
    took = time.monotonic() - began
    print(f"{what}: {took:.1f} s")
    assert took < LONG, what


def test_found_and_edited_among_ten_thousand(page: Page, address: str) -> None:
    table = page.get_by_test_id("stDataFrame").first

    def opened() -> None:
        page.goto(f"{address}/needs?as=jdelacruz")
        expect(page.get_by_text("10,092 needs, open ones first", exact=True)).to_be_visible(timeout=60_000)

    def found() -> None:
        page.get_by_role("searchbox", name="Find").fill("wanted 0777")
        expect(page.get_by_text("11 needs, open ones first", exact=True)).to_be_visible(timeout=SOON)

    def all_again() -> None:
        page.get_by_role("searchbox", name="Find").fill("")
        expect(page.get_by_text("10,092 needs, open ones first", exact=True)).to_be_visible(timeout=SOON)

    timed("opened", opened)
    settled(page)
    timed("found", found)
    settled(page)
    timed("all again", all_again)
    settled(page)
    press(page.get_by_text("Edit in place"))
    expect(page.get_by_role("switch", name="Edit in place")).to_be_checked()
    settled(page)
    said = page.get_by_text("Changed Typed among ten thousand.")
    timed("typed and kept", lambda: type_in_cell(page, table, text="Typed among ten thousand", until=said))
