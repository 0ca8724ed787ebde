"""One window loads files while another types in an opened purchase: nothing of what is typed or open is lost."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.steps import SOON, press
from tests.browser.test_data_page import SAMPLE, open_data, read
from tests.browser.test_prioritise import begin_rating, choose, open_prioritise

TITLE, TYPED, ADDED = "Reading screener", "I am still typing th", "Telescopes for the observatory"


def _export(folder: Path, number: int) -> list[Path]:
    """What an office brings: a rating with a comment, and the purchases with one more."""
    rows = (SAMPLE / "purchases.csv").read_text(encoding="utf-8").splitlines()
    head = rows[0].split(",")
    key = next(row for row in rows if TITLE in row).split(",")[head.index("purchase_id")]
    criteria = (SAMPLE / "criteria.csv").read_text(encoding="utf-8").splitlines()
    criterion = next(row for row in criteria if "Student data is safe" in row).split(",")[0]
    new = {"purchase_id": f"P-99{number}", "title": f"{ADDED} {number}"}
    added = [",".join(new.get(name, "") for name in head)] if number == 0 else []
    purchases, ratings = folder / "purchases.csv", folder / "ratings.csv"
    purchases.write_text("\n".join([*rows, *added, ""]), encoding="utf-8")
    said = f"rortiz,{key},{criterion},{number},Loaded from file {number}"
    ratings.write_text(f"member_id,purchase_id,criterion_id,level,comment\n{said}\n", encoding="utf-8")
    return [purchases, ratings] if number == 0 else [ratings]


def test_a_load_beside_an_opened_purchase(page: Page, other: Page, address: str, tmp_path: Path) -> None:
    open_prioritise(page, address)
    choose(page, TITLE)
    begin_rating(page)
    typing = page.get_by_label("Why: Student data is safe")
    typing.fill(TYPED)

    for number in range(3):
        open_data(other, address)
        read(other, *_export(tmp_path, number))
        press(other.get_by_role("button", name="Apply to"))
        expect(other.get_by_text(re.compile("^Loaded: "))).to_be_visible()
        expect(page.get_by_text(f"Rosa Ortiz: Loaded from file {number}")).to_be_attached(timeout=SOON)

    page.wait_for_timeout(1_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(typing).to_have_value(TYPED)
    expect(page.get_by_role("tab", name="Ratings")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox", name="Purchase", include_hidden=True)).to_have_value(re.compile(TITLE))
    page.keyboard.press("Escape")
    choose(page, f"{ADDED} 0")
