"""From page to page: Back leads to the page before, with its settings, in one press; who is here stays."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import SOON, pick, press, settled


def at(page: Page, where: str) -> None:
    expect(page).to_have_url(
        re.compile(rf"/{where}\?.*as=dokafor.*share=70|/{where}\?.*share=70.*as=dokafor"), timeout=SOON
    )
    expect(page).to_have_url(re.compile("fy=2028"))
    expect(page.get_by_role("button", name="Looking at FY 2028")).to_be_visible(timeout=SOON)
    settled(page)


@pytest.mark.only_looks
def test_one_press_of_back_for_one_change_of_page(page: Page, address: str) -> None:
    page.goto(f"{address}/?as=dokafor&share=70&fy=2028")
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


@pytest.mark.only_looks
def test_back_steps_over_a_first_move_and_over_what_was_opened(page: Page, address: str) -> None:
    page.goto(f"{address}/?open=purchases:P-022")
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible(timeout=60_000)
    settled(page)
    press(panel.get_by_role("button", name="Close"))
    expect(panel).to_be_hidden(timeout=SOON)
    expect(page).not_to_have_url(re.compile("open="), timeout=SOON)
    settled(page)
    expect(panel).to_be_hidden()
    share = page.get_by_role("slider", name="Academic share")
    share.press("ArrowRight")
    expect(page).to_have_url(re.compile("share=61"), timeout=SOON)
    settled(page)
    page.go_back()
    expect(page).not_to_have_url(re.compile("share="), timeout=SOON)
    settled(page)
    expect(share).to_have_value("60", timeout=SOON)
    page.go_back()
    expect(panel).to_be_visible(timeout=SOON)
    expect(panel.get_by_text(re.compile("^P-022 · "))).to_be_visible(timeout=SOON)


def test_who_is_chosen_in_the_box_is_named_on_every_page_and_by_what_is_written(page: Page, address: str) -> None:
    page.goto(f"{address}")
    expect(page.get_by_role("combobox", name="Acting as")).to_be_visible(timeout=60_000)
    settled(page)
    pick(page, "Acting as", "Rosa Ortiz")
    expect(page).to_have_url(re.compile("as=rortiz"), timeout=SOON)
    settled(page)
    press(page.get_by_role("link", name="Contracts", exact=True))
    expect(page.get_by_role("combobox", name="Acting as")).to_have_value(re.compile("Rosa Ortiz"), timeout=SOON)
    press(page.get_by_role("radio", name=re.compile("^Overlaps")))
    press(page.get_by_role("button", name="Not the same").first)
    press(page.get_by_text("Said not to be the same (1)"))
    expect(page.get_by_text(re.compile("^.+ and .+: Rosa Ortiz"))).to_be_visible(timeout=SOON)
