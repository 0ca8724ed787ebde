"""Schools in a real browser: who has no expert, who gets how much, what a floor costs, and one school opened."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SMALL, WIDE
from tests.browser.steps import choose_row, listed, press, violations


def open_schools(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_text("ready for one more rollout").first).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stDataFrame").locator("table").first).to_be_attached(timeout=60_000)


@pytest.mark.only_looks
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["projector", "laptop"])
def test_a_superintendent_sees_need_money_and_readiness(page: Page, address: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_schools(page, f"{address}/schools")
    expect(page.get_by_text("4 schools have no integration expert, 1 not on record")).to_be_visible()
    expect(
        page.get_by_text(
            re.compile(r"High-need schools get \$\d+ per learner from this plan and what is ordered, the ")
        )
    ).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0], "nothing is to be scrolled sideways"

    press(page.get_by_role("button", name=re.compile("has none")))
    expect(page.get_by_text("4 sites, greatest need first")).to_be_visible()
    expect(listed(page)).not_to_contain_text("Alder Elementary")
    expect(listed(page)).to_contain_text("César Chávez Middle")
    assert violations(page) == []


@pytest.mark.only_looks
def test_a_floor_changes_the_plan_and_says_what_it_costs(page: Page, address: str) -> None:
    open_schools(page, f"{address}/schools?highneed=70")
    expect(page.get_by_text(re.compile(r"A floor of 70% costs \d+\.\d% of the plan's merit"))).to_be_visible()
    slider = page.get_by_role("slider", name=re.compile("least share"))
    slider.focus()
    for _ in range(4):
        slider.press("ArrowLeft")
    expect(page.get_by_text(re.compile("A floor of 50% (changes nothing|costs)"))).to_be_visible(timeout=60_000)
    expect(page).to_have_url(re.compile("highneed=50"))
    press(page.get_by_role("link", name="Prioritise"))
    expect(page.get_by_role("button", name="Money: floor 50%")).to_be_visible(timeout=60_000)


@pytest.mark.only_looks
def test_a_school_opens_and_is_read_whole(page: Page, address: str) -> None:
    open_schools(page, f"{address}/schools?schools-find=eastside")
    choose_row(page, 1)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Eastside Elementary").first).to_be_visible()
    for words in ("no integration expert", "Purchases coming", "projects that name this school", "Evidence"):
        expect(dialog.get_by_text(words).first).to_be_visible()
    assert violations(page) == []
