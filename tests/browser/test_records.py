"""What the departments' pages share, on Needs in a real browser: typed, undone, clashing, said, taken along."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import SOON, choose_row, close_refusal, press, settled, type_in_cell, violations

FOUND = "needs-find=no+common+look"
TITLE = "No common look at math before May"


def open_found(page: Page, address: str, member: str, found: str = FOUND) -> None:
    page.goto(f"{address}/needs?as={member}&{found}")
    expect(table(page)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("1 need, open ones first", exact=True)).to_be_visible(timeout=SOON)


def table(page: Page) -> Locator:
    return page.get_by_test_id("stDataFrame").first


def open_panel(page: Page, tab: str) -> Locator:
    choose_row(page, 1)
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible(timeout=SOON)
    press(panel.get_by_role("tab", name=tab))
    return panel


def test_typed_in_the_table_heard_elsewhere_and_undone(page: Page, other: Page, address: str) -> None:
    open_found(page, address, "jdelacruz")
    open_found(other, address, "rortiz")
    press(page.get_by_text("Edit in place"))
    expect(page.get_by_role("switch", name="Edit in place")).to_be_checked()
    said = page.get_by_text("Changed No common look before spring.")
    type_in_cell(page, table(page), text="No common look before spring", until=said)
    expect(other.get_by_text("Jocelyn de la Cruz changed No common look before spring")).to_be_visible(timeout=SOON)
    expect(table(other).locator("table")).to_contain_text("No common look before spring", timeout=SOON)
    press(page.get_by_role("button", name="Undo"))
    expect(table(page).locator("table")).to_contain_text(TITLE, timeout=SOON)
    expect(table(other).locator("table")).to_contain_text(TITLE, timeout=SOON)
    panel = open_panel(other, "History")
    expect(panel.get_by_text("2 changes")).to_be_visible(timeout=SOON)
    expect(panel.get_by_role("cell", name="changed title")).to_have_count(2)


def test_two_people_change_the_same_value(page: Page, other: Page, address: str) -> None:
    open_found(page, address, "jdelacruz")
    open_found(other, address, "rortiz")
    mine, theirs = open_panel(page, "Edit"), open_panel(other, "Edit")
    theirs.get_by_label("Learners", exact=True).fill("8000")
    press(theirs.get_by_role("button", name="Save"))
    expect(other.get_by_text(f"Changed {TITLE}.")).to_be_visible(timeout=SOON)
    mine.get_by_label("Learners", exact=True).fill("9000")
    press(mine.get_by_role("button", name="Save"))
    expect(mine.get_by_text("Somebody changed this while you did")).to_be_visible(timeout=SOON)
    expect(mine.get_by_role("columnheader", name="Theirs (Rosa Ortiz")).to_be_visible()
    for value in ("7450", "8000", "9000"):
        expect(mine.get_by_role("cell", name=value)).to_be_visible()
    press(mine.get_by_role("button", name="Write mine over it"))
    expect(mine.get_by_text("Somebody changed this while you did")).to_be_hidden(timeout=SOON)
    expect(mine.get_by_role("tab", name="Edit")).to_have_attribute("aria-selected", "true")
    expect(mine.get_by_label("Learners", exact=True)).to_have_value("9000", timeout=SOON)
    press(mine.get_by_role("tab", name="History"))
    row = mine.get_by_role("row").filter(has=page.get_by_role("cell", name="9000"))
    expect(row.get_by_role("cell", name="8000")).to_be_visible(timeout=SOON)


def test_duplicated_withdrawn_with_a_reason_and_restored(page: Page, address: str) -> None:
    open_found(page, address, "jdelacruz")
    press(open_panel(page, "Edit").get_by_role("button", name="Duplicate"))
    form = page.get_by_role("dialog", name="A new need")
    expect(form).to_be_visible(timeout=SOON)
    title, toast = form.get_by_role("textbox", name="Title *"), page.get_by_test_id("stToast")
    title.fill("")
    press(form.get_by_role("button", name="Add need"))
    expect(toast).to_contain_text("Title is missing.", timeout=SOON)
    title.fill("No common look, again")
    press(form.get_by_role("button", name="Add need"))
    expect(toast).to_contain_text("Added No common look, again.", timeout=SOON)
    panel = page.get_by_role("dialog", name="No common look, again")
    expect(panel).to_be_visible(timeout=SOON)
    press(panel.get_by_role("tab", name="Edit"))
    panel.get_by_role("textbox", name="Reason to withdraw").fill("typed twice")
    panel.get_by_role("textbox", name="Reason to withdraw").press("Enter")
    press(panel.get_by_role("button", name="Withdraw"))
    expect(panel).to_be_hidden(timeout=SOON)
    expect(page.get_by_text("1 need, open ones first", exact=True)).to_be_visible(timeout=SOON)
    press(page.get_by_role("button", name="Withdrawn (1)"))
    press(page.get_by_role("dialog").get_by_role("button", name="Restore"))
    expect(page.get_by_text("2 needs, open ones first", exact=True)).to_be_visible(timeout=SOON)


def test_a_panel_says_that_somebody_withdrew_its_record(page: Page, other: Page, address: str, pictures: Path) -> None:
    """What is being typed stays, and can be saved once the record is back."""
    open_found(page, address, "jdelacruz", "needs-find=N-091")
    open_found(other, address, "rortiz", "needs-find=N-091")
    mine, theirs = open_panel(page, "Edit"), open_panel(other, "Edit")
    mine.get_by_role("textbox", name="Title *").fill("No Algebra 1 at three middle schools")
    theirs.get_by_role("textbox", name="Reason to withdraw").fill("typed twice")
    theirs.get_by_role("textbox", name="Reason to withdraw").press("Enter")
    press(theirs.get_by_role("button", name="Withdraw"))
    expect(theirs).to_be_hidden(timeout=SOON)
    expect(mine.get_by_text("This was withdrawn")).to_be_visible(timeout=SOON)
    expect(mine.get_by_text(re.compile("By Rosa Ortiz, .*, because: typed twice."))).to_be_visible()
    expect(mine.get_by_role("tab", name="Edit")).to_have_attribute("aria-selected", "true")
    expect(mine.get_by_role("button", name="Save")).to_be_disabled()
    page.screenshot(path=pictures / "withdrawn-1920.png")
    assert violations(page) == []
    press(mine.get_by_role("button", name="Restore"))
    expect(mine.get_by_text("This was withdrawn")).to_be_hidden(timeout=SOON)
    expect(mine.get_by_role("textbox", name="Title *")).to_have_value("No Algebra 1 at three middle schools")
    press(mine.get_by_role("button", name="Save"))
    expect(page.get_by_text("Changed No Algebra 1 at three middle schools.")).to_be_visible(timeout=SOON)


def test_a_comment_finds_the_member_it_names(page: Page, other: Page, address: str) -> None:
    open_found(page, address, "jdelacruz")
    panel = open_panel(page, "Comments")
    panel.get_by_role("textbox", name="Your comment").fill("@rosa ortiz is there money for this? <b>soon</b> @Rosalind")
    press(panel.get_by_role("button", name="Say it"))
    expect(panel.get_by_role("paragraph").filter(has_text="is there money for this? <b>soon</b>")).to_be_visible(
        timeout=SOON
    )
    expect(panel.get_by_role("textbox", name="Your comment")).to_have_value("", timeout=SOON)
    expect(page.get_by_text("Rosalind is nobody's name or key")).to_be_visible(timeout=SOON)
    close_refusal(page)
    other.set_viewport_size({"width": 1280, "height": 720})
    other.goto(f"{address}/projects?as=rortiz&projects-view=Readiness")
    said = other.get_by_role("button", name="Said to you (1)")
    expect(said).to_be_visible(timeout=60_000)
    settled(other)
    acting = other.get_by_role("combobox", name="Acting as")
    assert acting.evaluate("box => box.scrollWidth <= box.clientWidth"), "her title is whole"
    last = other.get_by_role("button", name="Start your own")
    tops = [box.evaluate("box => box.getBoundingClientRect().top") for box in (acting, last)]
    assert abs(tops[0] - tops[1]) < 20, "on one line, on a small screen too"
    press(said)
    press(other.get_by_test_id("stPopoverBody").get_by_role("button", name="Open"))
    expect(other.get_by_role("dialog", name=TITLE)).to_be_visible(timeout=SOON)


@pytest.mark.only_looks
def test_taken_along_as_it_is_shown(page: Page, address: str, tmp_path: Path) -> None:
    open_found(page, address, "jdelacruz")
    press(page.get_by_role("button", name="Export"))
    with page.expect_download(timeout=SOON) as download:
        press(page.get_by_role("button", name="CSV", exact=True))
    headings, *rows = csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"), newline=""))
    assert headings[0] == "Key"
    assert rows[0][headings.index("Need")] == TITLE
    assert rows[0][headings.index("Answered")] in ("open", "in part", "answered")
    assert len(rows) == 1
    with page.expect_download(timeout=SOON) as download:
        press(page.get_by_role("button", name="Workbook (xlsx)"))
    download.value.save_as(tmp_path / "needs.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "needs.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]] == headings
    assert sheet.max_row == 2
