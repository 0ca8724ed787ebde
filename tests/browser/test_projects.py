"""Projects in a real browser: a technology officer finds next semester's overload, its cause, and settles a check."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SMALL, WIDE
from tests.browser.steps import SOON, choose_row, pick, press, settled, violations
from ui.records.columns import ROW_HEIGHT


def open_projects(page: Page, address: str, view: str = "Timeline") -> None:
    page.goto(f"{address}/projects?as=dokafor&projects-view={view}")
    expect(page.get_by_role("heading", name=re.compile("open projects?, "))).to_be_visible(timeout=60_000)
    expect(page.get_by_role("tab", name=view)).to_have_attribute("aria-selected", "true", timeout=SOON)


def drawn(page: Page) -> None:
    expect(page.locator(".js-plotly-plot .barlayer").first).to_be_attached(timeout=60_000)
    page.wait_for_timeout(1_000)


@pytest.mark.only_looks
def test_next_semesters_overload_and_the_approved_purchase_that_causes_it(page: Page, address: str) -> None:
    page.goto(f"{address}/projects?as=dokafor")
    # Seen at once, on every view.
    expect(
        page.get_by_text("Jan to Jun 2027, too much is asked even without the draft plan: systems analyst 94 h")
    ).to_be_visible(timeout=60_000)
    expect(
        page.get_by_text("at stage approved: Firewall and web filter and Two-step sign-in for staff")
    ).to_be_visible()
    press(page.get_by_role("tab", name="Capacity"))
    drawn(page)
    expect(page).to_have_url(re.compile("projects-view=Capacity"))
    press(page.get_by_text("With the draft plan", exact=True))
    expect(
        page.get_by_text(
            "31 h over in Apr. It fits without Wi-Fi renewal at six schools (stage planned, 60 h) "
            "or Firewall and web filter (stage approved, 36 h)."
        )
    ).to_be_visible(timeout=SOON)
    # The table of causes opens the purchase.
    causes = page.get_by_test_id("stDataFrame")
    expect(causes.locator("table")).to_contain_text("Two-step sign-in for staff", timeout=SOON)
    choose_row(page, 1)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Two-step sign-in for staff")).to_be_visible(timeout=SOON)
    expect(dialog.get_by_text("Its checks are settled.")).to_be_visible(timeout=SOON)


@pytest.mark.only_looks
def test_a_project_is_opened_by_name_and_by_a_click_on_its_bar(page: Page, address: str) -> None:
    open_projects(page, address)
    drawn(page)
    pick(page, "Open a project", "Rostering and single sign-on")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Each day it slips moves the end of that chain.")).to_be_visible(timeout=SOON)
    page.wait_for_timeout(1_500)
    assert violations(page) == []
    for tab, words in (
        ("Milestones", "Ten products connected"),
        ("Needs and purchases", "Answers"),
        ("Hours", "systems analyst"),
    ):
        press(dialog.get_by_role("tab", name=tab))
        expect(dialog.get_by_text(words).first).to_be_visible(timeout=SOON)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    drawn(page)
    settled(page)
    bar = page.locator(".js-plotly-plot .barlayer .point path").first.bounding_box()
    assert bar
    page.mouse.click(bar["x"] + bar["width"] - 25, bar["y"] + bar["height"] / 2)
    expect(page.get_by_role("dialog")).to_be_visible(timeout=SOON)


def test_what_holds_an_order_back_is_settled_and_then_it_may_be_ordered(page: Page, address: str) -> None:
    page.goto(f"{address}/projects?as=dokafor&projects-view=Readiness&readiness-find=speech")
    found = page.get_by_test_id("stDataFrame").locator("table")
    expect(found).to_contain_text("Speech devices and apps", timeout=60_000)
    choose_row(page, 1)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("It cannot be ordered yet: support plan open.")).to_be_visible(timeout=SOON)

    # Ordering is refused where it is written, whatever the screen shows.
    press(dialog.get_by_role("tab", name="Edit"))
    pick(page, "Stage", "ordered", within=dialog)
    press(dialog.get_by_role("button", name="Save", exact=True))
    expect(
        page.get_by_text("Speech devices and apps cannot be ordered yet: support plan is still open.")
    ).to_be_visible(timeout=SOON)

    press(dialog.get_by_role("tab", name="About"))
    settled(page)
    table = dialog.get_by_test_id("stDataFrame").first.bounding_box()
    assert table
    state = table["x"] + 0.26 * table["width"], table["y"] + 5.5 * ROW_HEIGHT  # of the support plan
    page.mouse.click(*state)  # coming back from another tab, the first press only wakes the table
    page.wait_for_timeout(500)
    page.mouse.dblclick(*state)
    page.wait_for_timeout(500)
    page.keyboard.type("done")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    page.wait_for_timeout(800)
    press(dialog.get_by_role("button", name="Save the checks"))
    expect(dialog.get_by_text("Its checks are settled.")).to_be_visible(timeout=SOON)


@pytest.mark.only_looks
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["1920", "1280"])
def test_looked_at(page: Page, address: str, pictures: Path, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_projects(page, address)
    for view in ("Timeline", "Projects", "Milestones", "Capacity", "Readiness"):
        press(page.get_by_role("tab", name=view))
        if view in ("Timeline", "Capacity"):
            drawn(page)
        settled(page)
        page.screenshot(path=pictures / f"projects-{view.lower()}-{size[0]}.png")
        assert violations(page) == [], view
        if view == "Timeline" and size == WIDE:
            main = page.get_by_test_id("stMain")
            assert main.evaluate("main => main.scrollHeight <= main.clientHeight"), "it fits the shared screen"
