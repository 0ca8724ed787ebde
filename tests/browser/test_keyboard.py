"""Without a mouse: a record is found, opened, changed and closed by keys alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import SOON, settled

MOST_STOPS = 80


def focused(wanted: Locator) -> bool:
    return wanted.count() == 1 and bool(wanted.evaluate("element => element === document.activeElement"))


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus, as one does who looks where it is."""
    expect(wanted).to_have_count(1, timeout=SOON)
    for _ in range(MOST_STOPS):
        if focused(wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_STOPS} times Tab did not come to {wanted}")


def say(page: Page, words: str) -> None:
    """Type in the box that has the focus, and take the option that it offers first."""
    page.keyboard.type(words, delay=20)
    expect(page.get_by_role("option").first).to_contain_text(words, timeout=SOON)
    page.keyboard.press("Enter")


def open_needs(page: Page, address: str, link: str = "") -> None:
    page.goto(f"{address}/needs?as=jdelacruz{link}")
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible(timeout=60_000)
    settled(page)


def test_a_record_is_opened_by_name_changed_and_saved(page: Page, address: str) -> None:
    open_needs(page, address)
    tab_to(page, page.get_by_role("combobox", name="Open need by name"))
    say(page, "Vaping in restrooms")
    panel = page.get_by_role("dialog", name="Vaping in restrooms")
    expect(panel).to_be_visible(timeout=SOON)
    settled(page)
    tab_to(page, panel.get_by_role("tab", name="About"))
    page.keyboard.press("ArrowRight")
    expect(panel.get_by_role("tab", name="Edit")).to_have_attribute("aria-selected", "true", timeout=SOON)
    settled(page)
    tab_to(page, panel.get_by_role("textbox", name="Title *"))
    page.keyboard.press("Control+a")
    page.keyboard.type("Vaping in six restrooms", delay=20)
    tab_to(page, panel.get_by_role("combobox", name="Subject"))
    page.keyboard.press("Control+a")
    say(page, "robotics")
    tab_to(page, panel.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Changed Vaping in six restrooms.")).to_be_visible(timeout=SOON)
    settled(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden(timeout=SOON)
    rows = page.get_by_test_id("stDataFrame").first.locator("table")
    expect(rows).to_contain_text("Vaping in six restrooms", timeout=SOON)
    expect(rows).to_contain_text("robotics", timeout=SOON)


@pytest.mark.only_looks
def test_a_row_of_the_table_is_opened_with_shift_and_space(page: Page, address: str) -> None:
    open_needs(page, address, "&needs-find=vaping")
    tab_to(page, page.get_by_test_id("data-grid-canvas"))
    page.keyboard.press("Shift+Space")
    expect(page.get_by_role("dialog", name="Vaping in restrooms")).to_be_visible(timeout=SOON)
    settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=SOON)
