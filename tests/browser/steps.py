"""What people do on any page, and what is looked at on each: steps that the journeys share."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Locator, Page, expect

from ui.records.columns import ROW_HEIGHT

SOON = 30_000
"""Milliseconds; the machine may be busy with other tests."""

# Streamlit's own: the layer in which it draws tooltips stands outside the page's landmarks, a toast is named by a
# title that it does not draw, and its place for files has a button within a button.
NOT_OURS = {
    "exclude": [["#stFloatingOverlayPortal"], ["[data-testid=stToast]"], ["[data-testid=stFileUploaderDropzone]"]]
}


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is drawn now."""
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=60_000)
    found = Axe().run(page, context=NOT_OURS).response["violations"]
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


def settled(page: Page) -> None:
    """Wait until what is drawn no longer changes: the script has ended, and has had time to be asked for once more."""
    for _ in range(3):
        expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_have_count(1, timeout=SOON)
        page.wait_for_timeout(300)


def press(what: Locator) -> None:
    """Click it, once there is one of it, and wait for what it asks for.

    While a page is redrawn, what goes may still stand beside what comes: a person waits, and so does this.
    """
    expect(what).to_have_count(1, timeout=SOON)
    what.click(timeout=SOON)
    what.page.wait_for_timeout(150)
    expect(what.page.locator("[data-testid=stApp][data-test-script-state=running]")).to_have_count(0, timeout=2 * SOON)


def close_refusal(page: Page) -> None:
    """Close what was refused with one press, as it stays until then, over what lies under it."""
    toast = page.get_by_test_id("stToast")
    page.wait_for_timeout(2000)  # nobody has read it sooner
    press(toast.get_by_role("button", name="Close"))
    expect(toast).to_have_count(0, timeout=SOON)


def listed(page: Page) -> Locator:
    """The list, as assistive technology reads it."""
    return page.get_by_test_id("stDataFrame").locator("table").first


def choose_row(page: Page, row: int) -> None:
    """Choose a row of the table by its box, the first being 1; its cells are drawn, not written."""
    settled(page)
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + 18, box["y"] + (row + 0.5) * ROW_HEIGHT)


def pick(page: Page, label: str, words: str, within: Locator | None = None) -> None:
    """Choose an option by keyboard, as one who uses no mouse does."""
    box = (within or page).get_by_role("combobox", name=label, exact=True)
    box.focus()
    box.fill(words)
    page.get_by_role("option", name=words).first.wait_for()
    box.press("Enter")


def type_in_cell(page: Page, table: Locator, *, down: int = 0, right: int = 0, text: str, until: Locator) -> None:
    """Type in the cell so far from the first one, until what shall come of it is seen.

    A table that is being redrawn may drop the cell's editor; then it is opened again, as a person would.
    """
    for _ in range(5):
        table.click(position={"x": 60, "y": 58})
        for key in ["ArrowDown"] * down + ["ArrowRight"] * right:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        editor = page.locator("#portal").locator("input, textarea").first
        try:
            editor.wait_for(timeout=6_000)
            editor.fill(text, timeout=3_000)
            page.wait_for_timeout(300)
            editor.press("Enter", timeout=3_000)
            expect(until).to_be_visible(timeout=6_000)
        except (Error, AssertionError):
            page.keyboard.press("Escape")
        else:
            return
    expect(until).to_be_visible()
