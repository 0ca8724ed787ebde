"""Prioritise in a real browser: by keyboard, reloaded, shared as a link, opened, and beside another window."""

import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SMALL, WIDE
from tests.browser.steps import SOON, choose_row, pick, press, settled, violations
from ui.records.columns import ROW_HEIGHT

SAID = "Rosa Ortiz rated Reading screener K-3 a moment ago."


def open_prioritise(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_text("best possible").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Details")).to_be_visible(timeout=SOON)


def headline(page: Page) -> str:
    return page.get_by_role("heading", level=3).first.inner_text()


def cells(page: Page) -> str:
    """The list's first rows, as assistive technology reads them."""
    return page.get_by_test_id("stDataFrame").locator("table").first.inner_text()


def choose(page: Page, title: str) -> None:
    pick(page, "Purchase", title)
    expect(page.get_by_role("button", name="Details")).to_be_enabled(timeout=SOON)


def open_chosen(page: Page) -> None:
    press(page.get_by_role("button", name="Details"))
    expect(page.get_by_role("dialog")).to_be_visible(timeout=SOON)


def begin_rating(page: Page) -> None:
    open_chosen(page)
    press(page.get_by_role("tab", name="Ratings"))
    press(page.get_by_text("Rate it here"))
    expect(page.get_by_role("button", name="Record my ratings")).to_be_visible()
    page.wait_for_timeout(800)  # the expander opens slowly, and a list in it closes when it moves


def write_rating(page: Page, level: str, why: str) -> Locator:
    """Choose and write; returns the button that records it."""
    pick(page, "Student data is safe", f"{level} ")
    page.get_by_label("Why: Student data is safe").fill(why)
    return page.get_by_role("button", name="Record my ratings")


@pytest.mark.only_looks
def test_by_keyboard_then_reloaded_then_as_a_link(page: Page, other: Page, address: str, pictures: Path) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    open_prioritise(page, address)
    page.screenshot(path=pictures / "prioritise-1920.png")
    before, listed = headline(page), cells(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollHeight <= main.clientHeight"), "it fits the shared screen"
    parts = (page.get_by_test_id("stDataFrame"), *page.get_by_test_id("stPlotlyChart").all())
    places = [part.bounding_box() for part in parts]

    for name in ("Academic share", "Technical floor"):
        slider = page.get_by_role("slider", name=name)
        slider.focus()
        for _ in range(35):
            slider.press("ArrowRight")
        page.wait_for_timeout(500)
    expect(page.get_by_text("Since your last move").first).to_be_visible(timeout=SOON)
    expect(page).to_have_url(re.compile("share=95.*technical=75"), timeout=SOON)
    expect(page.get_by_role("heading", level=3).first).not_to_have_text(before, timeout=SOON)
    page.wait_for_timeout(1_500)
    moved, list_moved = headline(page), cells(page)
    assert list_moved != listed
    assert [part.bounding_box() for part in parts] == places, "what is said of a move moves nothing"

    page.reload()
    expect(page.get_by_role("slider", name="Academic share")).to_have_value("95", timeout=SOON)
    expect(page.get_by_role("heading", name=moved)).to_be_visible(timeout=SOON)

    open_prioritise(other, page.url)
    assert headline(other) == moved
    assert cells(other) == list_moved
    assert complaints == [], "nothing is asked of another machine, nothing breaks"


@pytest.mark.only_looks
def test_a_row_chosen_opened_pinned_and_closed(page: Page, address: str, pictures: Path) -> None:
    open_prioritise(page, address)
    choose_row(page, 3)
    expect(page.get_by_role("button", name="Details")).to_be_enabled(timeout=SOON)
    title = page.get_by_role("combobox", name="Purchase").input_value()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollHeight <= main.clientHeight"), "why it is in or out fits as well"
    open_chosen(page)
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text(title)
    for tab in ("Needs", "Ratings", "Cost and funds", "Project", "History"):
        press(drawer.get_by_role("tab", name=tab))
        expect(drawer.get_by_role("tabpanel", name=tab)).not_to_be_empty()
        page.screenshot(path=pictures / f"opened-{tab.split()[0].lower()}.png")
        assert violations(page) == []
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page.get_by_role("combobox", name="Purchase")).to_have_value(re.compile(re.escape(title)))
    press(page.get_by_role("button", name="Pin in"))
    expect(page.get_by_role("button", name="Pinned", exact=True)).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="1 pinned")).to_be_visible(timeout=SOON)
    expect(page).to_have_url(re.compile("pin=P-"))


def test_two_windows_see_each_other_and_lose_nothing(page: Page, other: Page, address: str, pictures: Path) -> None:
    open_prioritise(page, address)
    open_prioritise(other, f"{address}/?as=rortiz")
    expect(other.get_by_role("combobox", name="Acting as")).to_have_value(re.compile("Rosa Ortiz"), timeout=SOON)

    title = "Reading screener"
    for window in (page, other):
        choose(window, title)
        begin_rating(window)
    typing = page.get_by_label("Why: Student data is safe")
    typing.fill("I am still typing th")
    typing.scroll_into_view_if_needed()
    body = page.get_by_role("dialog")
    scrolled = typing.bounding_box()

    for level, why in (("0", "No agreement is signed yet"), ("2", "Now one is signed"), ("1", "It has gaps")):
        press(write_rating(other, level, why))
        expect(page.get_by_text(f"Rosa Ortiz: {why}")).to_be_attached(timeout=SOON)

    expect(page.get_by_text(SAID).first).to_be_visible()
    expect(typing).to_be_focused()
    page.screenshot(path=pictures / "said-what-another-did.png")
    assert violations(page) == []
    expect(other.get_by_text(SAID)).to_have_count(0)

    page.wait_for_timeout(1_000)
    expect(body).to_be_visible()
    expect(typing).to_have_value("I am still typing th")
    expect(page.get_by_role("tab", name="Ratings")).to_have_attribute("aria-selected", "true")
    now = typing.bounding_box()
    assert scrolled
    assert now
    assert abs(now["y"] - scrolled["y"]) < 60, "the drawer has not scrolled away from what is typed"
    expect(page.get_by_role("combobox", name="Purchase", include_hidden=True)).to_have_value(re.compile(title))
    page.screenshot(path=pictures / "two-windows.png")


@pytest.mark.only_looks
@pytest.mark.parametrize("size", [WIDE, SMALL])
def test_nothing_stands_in_anybodys_way(page: Page, address: str, pictures: Path, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_prioritise(page, address)
    page.wait_for_timeout(1_000)  # a chart is first drawn in a size of its own
    page.screenshot(path=pictures / f"prioritise-{size[0]}.png")
    assert violations(page) == []
    grid, main = page.get_by_test_id("stDataFrame").bounding_box(), page.get_by_test_id("stMain")
    assert grid
    drawn = page.get_by_test_id("stPlotlyChart").first.bounding_box()
    assert drawn
    assert grid["y"] + ROW_HEIGHT + 4 + 8.5 * ROW_HEIGHT <= size[1], "nine rows are read without scrolling"
    assert drawn["y"] + drawn["height"] <= size[1], "and the map is seen beside them"
    assert size == SMALL or main.evaluate("main => main.scrollHeight <= main.clientHeight"), "it fits the shared screen"
    small = [page.get_by_role("button", name=name) for name in ("mandates open", "not in the plan", "held for orders")]
    boxes = [one.bounding_box() for one in small]
    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert len(middles) == 3
    assert max(middles) - min(middles) < 5, "what the headline leaves out stands in one row under it"
    for popover in ("Money: all", "Pin, rule out", "Looking at all", "mandates open"):
        press(page.get_by_role("button", name=popover))
        page.wait_for_timeout(500)
        assert violations(page) == [], popover
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)


def test_a_cold_deep_link_with_headers_and_news(page: Page, address: str) -> None:
    page.goto(f"{address}/data")
    expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_text("Sample Valley Unified").first).to_be_visible()
    with urllib.request.urlopen(f"{address}/live", timeout=10) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert stream.headers["X-Frame-Options"] == "DENY"
        assert stream.readline() == b"retry: 1000\n"


@pytest.mark.parametrize("address", ["dashboard.py"], indirect=True)
def test_without_the_server_it_works_and_looks_now_and_then(page: Page, other: Page, address: str) -> None:
    open_prioritise(page, address)
    open_prioritise(other, f"{address}/?as=rortiz")
    for window in (page, other):
        choose(window, "Reading screener")
        begin_rating(window)
    press(write_rating(other, "1", "Seen by looking"))
    expect(page.get_by_text(": Seen by looking")).to_be_attached(timeout=10_000)
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.only_looks
def test_a_held_key_ends_in_one_answer(page: Page, address: str) -> None:
    """Reruns overtake each other; the page may not lose its way and must end with the plan of where the slider is."""
    open_prioritise(page, address)
    before = page.get_by_role("heading", name=re.compile("purchases, ")).inner_text()
    slider = page.get_by_role("slider", name="Technical floor")
    slider.focus()
    for key in ["ArrowRight"] * 25 + ["ArrowLeft"] * 25:
        page.keyboard.press(key)
        page.wait_for_timeout(40)
    expect(page.get_by_role("heading", name=before)).to_be_visible()
    page.wait_for_timeout(3_000)
    expect(page.get_by_text("Connection error")).to_have_count(0)
    slider.focus()
    for _ in range(35):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name=before)).to_have_count(0)
    expect(page.get_by_text("Since your last move: ").first).to_be_visible()


@pytest.mark.only_looks
def test_a_limit_of_money_can_be_taken_back(page: Page, address: str) -> None:
    open_prioritise(page, f"{address}/?money=4035:0.00")
    press(page.get_by_role("button", name="Money: 1 limited"))
    limited = page.get_by_role("spinbutton", name="Title II-A")
    expect(limited).to_have_value("0")
    limited.fill("")
    page.keyboard.press("Tab")
    expect(page).not_to_have_url(re.compile("money="), timeout=SOON)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Money: all")).to_be_visible()
    expect(page).not_to_have_url(re.compile("money="))


@pytest.mark.only_looks
def test_what_was_let_go_of_does_not_come_back_from_a_closed_menu(page: Page, address: str) -> None:
    """The browser goes on reporting what a closed menu held when it was last open."""
    open_prioritise(page, address)
    choose(page, "Speech devices")
    press(page.get_by_role("button", name="Pin in"))
    press(page.get_by_role("button", name="1 pinned"))
    expect(page.get_by_text("Pinned in: must be bought")).to_be_visible()
    page.keyboard.press("Escape")
    press(page.get_by_role("button", name="Pinned", exact=True))
    expect(page).not_to_have_url(re.compile("pin="))
    choose(page, "Summer math lab")
    settled(page)
    expect(page).not_to_have_url(re.compile("pin="))
    expect(page.get_by_role("button", name="Pin, rule out")).to_be_visible()
    press(page.get_by_role("button", name="Pin, rule out"))
    for done, title in enumerate(("Summer math lab", "Speech devices"), start=1):
        pick(page, "Pinned in: must be bought", title)
        expect(page.get_by_role("dialog", name=f"{done} pinned")).to_be_visible()
