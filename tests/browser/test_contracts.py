"""Contracts in a real browser: what needs notice, what is owned twice, and what ending one does to the plan."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SMALL, WIDE
from tests.browser.steps import SOON, choose_row, press, settled, violations

IN_TIME = date.today() <= date(2027, 4, 1)
"""The sample is made for late November 2026; notice for most of its contracts is due by spring."""


def open_contracts(page: Page, address: str, link: str = "") -> None:
    page.goto(f"{address}/contracts?as=rortiz{link}")
    expect(page.get_by_role("heading", name=re.compile("contracts?, "))).to_be_visible(timeout=60_000)


@pytest.mark.skipif(not IN_TIME, reason="notice for the sample's contracts is past by today's date")
def test_ending_a_contract_brings_a_purchase_in(page: Page, address: str, pictures: Path) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/?as=rortiz")
    press(page.get_by_role("link", name="Contracts"))
    expect(page.get_by_role("heading", name=re.compile(r"^60 contracts, \$1.69M a year"))).to_be_visible(timeout=60_000)
    expect(page.locator(".js-plotly-plot .barlayer .point").first).to_be_attached(timeout=SOON)
    settled(page)
    page.screenshot(path=pictures / "contracts-1920.png")
    assert violations(page) == []

    with page.expect_download(timeout=SOON) as taken:
        press(page.get_by_role("button", name="Calendar (ics)"))
    days = taken.value.path().read_text(encoding="utf-8")
    assert days.count("BEGIN:VEVENT") == 59 * 2, "notice and renewal of each contract that has a renewal date"
    assert "SUMMARY:Notice: Internet access\\, 10 Gbps\n" in days

    page.get_by_label("Find", exact=True).fill("copier")
    expect(page.get_by_role("heading", name=re.compile(r"^1 contract, \$118k a year"))).to_be_visible(timeout=SOON)
    choose_row(page, 1)
    dialog = page.get_by_role("dialog")
    frees = "61 machines renews on 30 Jun 2027 for $118,400 a year; ending it then frees $118,400 of General fund in"
    expect(dialog.get_by_text(frees)).to_be_visible(timeout=SOON)
    expect(dialog.get_by_text("would come in")).to_be_visible()
    expect(dialog.get_by_text('Is it enough without the purchase "Copiers: 41 in place of 61"?')).to_be_visible()
    settled(page)
    page.screenshot(path=pictures / "contract-1920.png")
    assert violations(page) == []
    press(dialog.get_by_role("button", name="End it in the draft plan"))
    expect(dialog.get_by_text("Ended in the draft plan.")).to_be_visible(timeout=SOON)
    expect(page).to_have_url(re.compile("end=C-051"))
    press(dialog.get_by_role("button", name="Close"))
    expect(page.get_by_text("$236,800 freed by ending Copier leases, 61 machines")).to_be_visible(timeout=SOON)

    press(page.get_by_role("link", name="Prioritise"))
    freed = page.get_by_text("$236,800 freed by ending Copier leases, 61 machines")
    expect(freed).to_be_visible(timeout=60_000)
    settled(page)
    page.screenshot(path=pictures / "prioritise-ended-1920.png")
    press(page.get_by_text("1 ended"))
    expect(page.get_by_text("Contracts ended: not renewed")).to_be_visible(timeout=SOON)
    assert complaints == []


def test_what_is_owned_twice_is_asked_and_answered(page: Page, address: str, pictures: Path) -> None:
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    open_contracts(page, address, "&contracts-find=reading+practice")
    settled(page)
    page.screenshot(path=pictures / "contracts-1280.png")
    beside, table = page.get_by_role("radio", name="Overlaps (3)"), page.get_by_test_id("stDataFrame").bounding_box()
    choice = beside.locator("..").bounding_box()
    assert table
    assert choice
    assert table["x"] + table["width"] <= choice["x"], "beside the list on a small screen too"
    assert choice["y"] < SMALL[1] / 2
    press(beside)
    question = page.get_by_text("Readwell Core ($58,900 a year) and Sound Steps ($31,900 a year) are both listed as")
    expect(question).to_be_visible(timeout=SOON)
    settled(page)
    page.screenshot(path=pictures / "overlaps-1280.png", full_page=True)
    assert violations(page) == []
    press(page.get_by_role("button", name="Not the same").first)
    expect(question).to_have_count(0, timeout=SOON)
    press(page.get_by_text("Said not to be the same (1)"))
    expect(page.get_by_text(re.compile("^Readwell Core and Sound Steps: R"))).to_be_visible(timeout=SOON)
    # Who answered is in the contract's own history.
    press(page.get_by_role("button", name="Readwell Core").first)
    dialog = page.get_by_role("dialog")
    press(dialog.get_by_role("tab", name="History"))
    expect(dialog.get_by_text("said not to be the same as C-006")).to_be_visible(timeout=SOON)
    press(dialog.get_by_role("button", name="Close"))
    press(page.get_by_role("button", name="Ask again"))
    expect(question).to_be_visible(timeout=SOON)


@pytest.mark.only_looks
@pytest.mark.skipif(not IN_TIME, reason="notice for the sample's contracts is past by today's date")
def test_a_bar_of_the_year_ahead_lists_its_contracts(page: Page, address: str) -> None:
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    open_contracts(page, address)
    bars = page.locator(".js-plotly-plot .barlayer .point")
    expect(bars.first).to_be_attached(timeout=SOON)
    settled(page)
    sizes = [bar.bounding_box() for bar in bars.all()]
    tallest = max((size for size in sizes if size), key=lambda size: size["height"])
    page.mouse.click(tallest["x"] + tallest["width"] / 2, tallest["y"] + tallest["height"] / 2)
    expect(page).to_have_url(re.compile("contracts-renews=2027-07"), timeout=SOON)
    expect(page.get_by_role("heading", name=re.compile(r"^29 contracts"))).to_be_visible(timeout=SOON)
    press(page.get_by_role("button", name="Show all"))
    expect(page.get_by_role("heading", name=re.compile(r"^60 contracts"))).to_be_visible(timeout=SOON)
