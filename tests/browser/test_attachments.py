"""Documents that belong to a record are attached by their address; only the web's addresses are taken."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import SOON, press
from tests.browser.test_records import open_found, open_panel

AGREEMENT = "https://district.example/agreements/2027.pdf"


def attach(panel: Locator, title: str, address: str) -> None:
    panel.get_by_role("textbox", name="Title", exact=True).fill(title)
    panel.get_by_role("textbox", name="Address", exact=True).fill(address)
    press(panel.get_by_role("button", name="Attach", exact=True))


def test_a_link_is_attached_seen_elsewhere_and_taken_off(page: Page, other: Page, address: str) -> None:
    open_found(page, address, "jdelacruz")
    panel = open_panel(page, "Attachments")
    toast = page.get_by_test_id("stToast")
    attach(panel, "Survey of teachers", "javascript:alert(document.title)")
    expect(toast).to_contain_text('alert(document.title)" is not a web address.', timeout=SOON)
    expect(toast).to_contain_text("Copy it from the browser; it begins with https:")
    expect(panel.get_by_role("link")).to_have_count(0)
    attach(panel, "Survey of teachers", AGREEMENT)
    expect(toast).to_have_text(re.compile("Attached.$"), timeout=SOON)
    link = panel.get_by_role("link", name="Survey of teachers")
    expect(link).to_have_attribute("href", AGREEMENT, timeout=SOON)
    expect(panel.get_by_role("textbox", name="Address", exact=True)).to_have_value("", timeout=SOON)

    open_found(other, address, "rortiz")
    theirs = open_panel(other, "Attachments")
    expect(theirs.get_by_role("link", name="Survey of teachers")).to_have_attribute("href", AGREEMENT, timeout=SOON)
    expect(theirs.get_by_text("by Jocelyn de la Cruz")).to_be_visible()

    press(panel.get_by_role("button", name="Take off"))
    expect(link).to_have_count(0, timeout=SOON)
    expect(theirs.get_by_role("link", name="Survey of teachers")).to_have_count(0, timeout=SOON)
