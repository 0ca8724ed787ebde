"""The browser's Back leads to the page before, with its settings, in one press."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import SOON, press, settled


def at(page: Page, where: str) -> None:
    expect(page).to_have_url(
        re.compile(rf"/{where}\?.*as=dokafor.*share=70|/{where}\?.*share=70.*as=dokafor"), timeout=SOON
    )
    settled(page)


def test_one_press_of_back_for_one_change_of_page(page: Page, address: str) -> None:
    page.goto(f"{address}/?as=dokafor&share=70")
    expect(page.get_by_role("link", name="Projects")).to_be_visible(timeout=60_000)
    settled(page)
    for name in ("Projects", "Needs"):
        press(page.get_by_role("link", name=name, exact=True))
        at(page, name.lower())
    page.go_back()
    at(page, "projects")
    expect(page.get_by_role("heading", name=re.compile("open projects"))).to_be_visible(timeout=SOON)
    page.go_back()
    at(page, "")
    page.go_forward()
    at(page, "projects")
