"""Data in a real browser: one's own district, a zip with problems, a question, the preview, applying, Prioritise."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SMALL
from tests.browser.steps import press, violations

SAMPLE = Path(__file__).parents[2] / "sample_data"
LEFT_OUT = {"district", "ledger_entries"}
UNCHANGED = "Nothing would change: the district already holds all of this."


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A zip as an office might make it: two bad amounts, dates that may be read two ways, a strange file."""
    path = tmp_path / "exports.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in {file.stem for file in SAMPLE.glob("*.csv")} - LEFT_OUT:
            rows = list(csv.reader(io.StringIO((SAMPLE / f"{table}.csv").read_text(encoding="utf-8"))))
            if table == "cost_lines":
                rows[1][rows[0].index("amount")] = rows[2][rows[0].index("amount")] = "12,5OO"
            if table == "contracts":
                for number, row in enumerate(rows[1:]):
                    row[rows[0].index("renews_on")] = f"0{number % 9 + 1}/0{number % 5 + 1}/2027"
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            archive.writestr(f"exports/{table}.csv", text.getvalue())
        archive.writestr("exports/wish list.csv", "Item No,What we want,Dept\nW1,Robot kits,CI\nW2,3D printers,IT\n")
    return path


def open_data(page: Page, address: str) -> None:
    page.goto(f"{address}/data")
    expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible(timeout=30_000)


def start_own(page: Page, name: str) -> None:
    press(page.locator("[class*=st-key-start_from_]").get_by_role("button"))
    page.get_by_label("Name of your district").fill(name)
    press(page.get_by_role("button", name="Start it"))
    expect(page.get_by_text("No members yet").first).to_be_visible()


def read(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(files)
    press(page.get_by_role("button", name="Read the files"))


def test_from_the_sample_to_ones_own_plan(page: Page, address: str, exports: Path, pictures: Path) -> None:
    open_data(page, address)
    page.screenshot(path=pictures / "data-sample.png")
    start_own(page, "Somewhere Unified")
    read(page, exports)

    expect(page.get_by_role("heading", name="Before this can load: 1 question")).to_be_visible()
    page.screenshot(path=pictures / "data-question.png")
    press(page.get_by_text("month first", exact=True))
    press(page.get_by_role("button", name="Read again with these answers"))

    expect(page.get_by_text("3 problems: these rows or files are set aside, the others load")).to_be_visible()
    expect(page.get_by_text('"12,5OO" is not a dollar amount. Use digits, like 12500.00.').first).to_be_visible()
    page.screenshot(path=pictures / "data-preview.png")
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    page.screenshot(path=pictures / "data-preview-small.png")
    press(page.get_by_role("button", name="Apply to Somewhere Unified"))

    expect(page.get_by_text("Loaded: exports.zip")).to_be_visible()
    page.screenshot(path=pictures / "data-loaded.png")
    with page.expect_download() as download:
        press(page.get_by_role("button", name="2 rows of cost lines, set aside"))
    kept = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert kept.count("12,5OO") >= 2
    assert "What is wrong" in kept.splitlines()[0]
    press(page.get_by_role("link", name="See it on Prioritise"))
    expect(page.get_by_text(re.compile(r"\d+ of 5\d purchases, \$")).first).to_be_visible(timeout=30_000)


@pytest.mark.only_looks
def test_the_same_files_again_would_change_nothing(page: Page, address: str) -> None:
    open_data(page, address)
    read(page, SAMPLE / "goals.csv", SAMPLE / "needs.csv")
    expect(page.get_by_text(UNCHANGED)).to_be_visible()
    expect(page.get_by_role("button", name="Apply to")).to_have_count(0)


@pytest.mark.only_looks
def test_headings_matched_by_hand_are_read_and_saved(page: Page, address: str, tmp_path: Path, pictures: Path) -> None:
    strange = tmp_path / "wish list 2026.csv"
    strange.write_text("Item No,What we want,Dept\nW1,Robot kits,CI\nW2,3D printers,IT\n", encoding="utf-8")
    open_data(page, address)
    read(page, strange)
    for label, heading in (("purchase_id (required)", "Item No"), ("title (required)", "What we want")):
        page.get_by_role("combobox", name=label).fill(heading)
        press(page.get_by_role("option", name=heading))
        expect(page.get_by_role("combobox", name=label)).to_have_value(re.compile(heading))
        page.wait_for_timeout(1_000)
    page.screenshot(path=pictures / "data-matching.png", full_page=True)
    press(page.get_by_role("button", name="Read the files this way"))
    expect(page.get_by_text("2 records added")).to_be_visible()
    files_tab = page.get_by_role("tab", name="Files and headings")
    expect(files_tab).to_have_count(1)  # the preview before it is on its way out
    press(files_tab)
    with page.expect_download() as download:
        press(page.get_by_role("button", name="Save this mapping"))
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert "column: What we want" in saved
    assert "wish list *.csv" in saved


def test_what_others_do_loses_no_preview(page: Page, browser: Browser, address: str, exports: Path) -> None:
    open_data(page, address)
    read(page, SAMPLE / "goals.csv")
    expect(page.get_by_text(UNCHANGED)).to_be_visible()
    other = browser.new_page()
    open_data(other, address)
    start_own(other, "Elsewhere Unified")
    expect(page.get_by_role("heading", name="What would change in Elsewhere Unified")).to_be_visible()
    expect(page.get_by_text("12 records added")).to_be_visible()
    expect(page.get_by_text("goals.csv").first).to_be_visible()
    other.close()


@pytest.mark.only_looks
def test_by_keyboard_alone(page: Page, address: str) -> None:
    open_data(page, address)
    page.get_by_role("tab", name="Load files").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Check the records").focus()
    page.keyboard.press("Enter")
    expect(
        page.get_by_text("Everything fits together.").or_(page.get_by_text("Mend them in your files"))
    ).to_be_visible()


@pytest.mark.only_looks
def test_axe_finds_nothing(page: Page, address: str, exports: Path, tmp_path: Path) -> None:
    open_data(page, address)
    for tab in ("What is held", "Loads so far", "Data format", "Load files"):
        press(page.get_by_role("tab", name=tab))
        page.wait_for_timeout(500)
        assert violations(page) == []
    read(page, exports)
    expect(page.get_by_role("heading", name="Before this can load: 1 question")).to_be_visible()
    assert violations(page) == []
    press(page.get_by_text("month first", exact=True))
    press(page.get_by_role("button", name="Read again with these answers"))
    press(page.get_by_text("Match the headings of a file yourself"))
    expect(page.get_by_role("button", name="Read the files this way")).to_be_visible()
    page.wait_for_timeout(1_000)
    assert violations(page) == []
