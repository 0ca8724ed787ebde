"""Typing in a table that is edited in place, as a person does: to the cell, its editor, the value, Enter."""

from playwright.sync_api import Error, Locator, Page, expect


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
