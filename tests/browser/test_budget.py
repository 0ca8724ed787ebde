"""Budget in a real browser: what lapses and what could use it, a fund opened, its entries, edited in place."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SMALL, WIDE
from tests.browser.steps import SOON, choose_row, press, settled, type_in_cell, violations

IN_TIME = date.today() <= date(2027, 3, 31)
"""The sample is made for late November 2026; its small grant lapses on 31 March 2027."""


def open_budget(page: Page, address: str) -> None:
    page.goto(address)
    press(page.get_by_role("link", name="Budget"))
    expect(page.get_by_text("lapses within").first).to_be_visible(timeout=60_000)


def open_view(page: Page, view: str) -> None:
    press(page.get_by_role("radio", name=view, exact=True))


@pytest.mark.only_looks
@pytest.mark.skipif(not IN_TIME, reason="the sample's small grant has lapsed by today's date")
def test_every_dollar_that_lapses_in_180_days_and_what_could_lawfully_use_it(
    page: Page, address: str, pictures: Path
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    open_budget(page, address)
    expect(page.get_by_role("heading", name=re.compile(r"^\$19,870 lapses within 180 days"))).to_be_visible()
    open_view(page, "About to lapse")
    sentence = "$19,870 of Tobacco prevention grant must be obligated by 31 Mar 2027"
    expect(page.get_by_text(sentence)).to_be_visible(timeout=SOON)
    cells = page.get_by_test_id("stDataFrame").locator("table").first
    expect(cells).to_contain_text("Vape sensors at high schools")
    settled(page)
    page.screenshot(path=pictures / "budget-lapsing-1920.png")
    press(page.get_by_text("rules that allow and limit this"))
    expect(page.get_by_text("at most half of any one purchase")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("Grant agreement TP-25-118").first).to_be_visible()
    expect(page.get_by_text("not legal advice")).to_have_count(1)
    assert violations(page) == []

    press(page.get_by_role("button", name="Its entries"))
    expect(page.get_by_text(re.compile(r"entries, actual .* budget ")).first).to_be_visible(timeout=SOON)
    expect(page.get_by_role("combobox", name="Fund")).to_have_value(re.compile("Tobacco prevention grant"))
    expect(page).to_have_url(re.compile(r"ledger_fund=Tobacco.*&ledger_year=FY"))
    expect(page).to_have_url(re.compile("view=Ledger"))
    choose_row(page, 1)
    expect(page.get_by_text("Other restricted state, tobacco prevention grant")).to_be_visible(timeout=SOON)
    expect(page.get_by_text(re.compile(r"from 'ledger_entries.csv', row [\d,]+, loaded"))).to_be_visible()
    page.screenshot(path=pictures / "budget-ledger-1920.png")
    assert violations(page) == []
    assert complaints == [], "nothing is asked of another machine, nothing breaks"


@pytest.mark.only_looks
def test_a_fund_opened_with_its_time_and_rules(page: Page, address: str, pictures: Path) -> None:
    open_budget(page, address)
    choose_row(page, 3)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Title I-A", timeout=SOON)
    expect(dialog).to_contain_text("At most $91,860 (15% of $612,400) of FY 2027 may be carried past 30 Sep 2027")
    expect(dialog).to_contain_text("ESEA section 1127")
    expect(dialog.get_by_test_id("stPlotlyChart")).to_be_visible(timeout=SOON)
    settled(page)
    page.screenshot(path=pictures / "budget-fund-1920.png")
    assert violations(page) == []
    press(dialog.get_by_role("button", name="Spent: entries"))
    expect(page.get_by_text("actual $168,204.37")).to_be_visible(timeout=SOON)
    expect(dialog).to_have_count(0)
    expect(page).to_have_url(re.compile(r"ledger_fund=Title.*&ledger_year=FY.*&ledger_kind=actual"))
    linked = page.url
    page.goto("about:blank")
    page.goto(linked)
    expect(page.get_by_text("actual $168,204.37")).to_be_visible(timeout=60_000)


@pytest.mark.only_looks
def test_a_number_of_the_coming_years_opens_the_row_of_its_file(page: Page, address: str) -> None:
    open_budget(page, address)
    open_view(page, "Coming years")
    press(page.get_by_text("All that the years are made of"))
    cells = page.get_by_test_id("stDataFrame").locator("table").first
    expect(cells).to_contain_text("promised", timeout=SOON)
    page.get_by_test_id("stDataFrame").first.scroll_into_view_if_needed()
    choose_row(page, 1)
    expect(page.get_by_text(re.compile(r"^'(contracts|cost_lines|projects)\.csv', row [\d,]+$")).first).to_be_visible(
        timeout=SOON
    )
    assert violations(page) == []


@pytest.mark.only_looks
def test_coming_years_supplanting_and_editing_fit_both_screens(browser: Browser, address: str, pictures: Path) -> None:
    for width, height in (WIDE, SMALL):
        window = browser.new_page(viewport={"width": width, "height": height})
        open_budget(window, address)
        for view, sign in (
            ("Coming years", "has no money once its fund has ended"),
            ("Supplanting", "Would that replace what local money paid?"),
            ("Fund years", "come from the ledger, shown beside them"),
            ("Orders", "is held for orders"),
        ):
            open_view(window, view)
            expect(window.get_by_text(sign).first).to_be_visible(timeout=SOON)
            if view == "Coming years":
                expect(window.locator(".js-plotly-plot")).to_have_count(2, timeout=SOON)
            settled(window)
            window.screenshot(path=pictures / f"budget-{view.replace(' ', '-').lower()}-{width}.png")
            assert violations(window) == [], view
            assert window.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        window.close()


@pytest.mark.skipif(not IN_TIME, reason="the sample's small grant has lapsed by today's date")
def test_a_budget_changed_in_place_changes_what_lapses_and_can_be_taken_back(page: Page, address: str) -> None:
    page.goto(f"{address}/?as=rortiz&fy=2027")
    expect(page.get_by_role("combobox", name="Acting as")).to_have_value(re.compile("Rosa Ortiz"), timeout=60_000)
    settled(page)
    press(page.get_by_role("link", name="Budget"))
    open_view(page, "Fund years")
    press(page.get_by_text("Edit in place"))
    expect(page.get_by_role("region", name=re.compile("to edit"))).to_be_visible(timeout=SOON)
    changed = page.get_by_role("heading", name=re.compile(r"^\$29,870 lapses within 180 days"))
    # The budget of the grant stands in the tenth row.
    type_in_cell(page, page.get_by_test_id("stDataFrame"), down=9, right=3, text="41000", until=changed)
    press(page.get_by_role("button", name="Undo"))
    expect(page.get_by_role("heading", name=re.compile(r"^\$19,870 lapses within 180 days"))).to_be_visible(
        timeout=SOON
    )
