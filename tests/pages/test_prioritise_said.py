"""What Prioritise says of its plan: what a move did, which years are which, what a floor costs, and the list's file."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from data_models.edit import Edit
from data_models.pre_encumbrance import PreEncumbrance
from data_models.purchase import Stage
from tests.pages.conftest import Show
from tests.pages.test_orders import PURCHASE, settled
from tests.pages.test_prioritise import headline, table
from ui import data


def menus(app: AppTest) -> list[str]:
    """The words of every button that opens a menu, in the order of the page."""
    return [place.proto.popover.label.replace("\\", "") for place in app.get("popover")]


def charts(app: AppTest) -> list[dict[str, Any]]:
    """The map and the money, as the browser draws them."""
    return [json.loads(drawn.proto.spec) for drawn in app.get("plotly_chart")]


def test_what_the_last_move_did_has_its_place_before_there_was_one(sample: Path, show: Show) -> None:
    app = show()
    (since,) = (place for place in app.get("popover") if "Since your last move" in place.proto.popover.label)
    assert since.proto.popover.disabled, "nothing to open yet"
    assert menus(app)[-2:] == ["Since your last move: nothing moved yet", "Export"]
    app.slider(key="move technical_floor 0").set_value(75).run()
    app.session_state["since"] = True  # a test cannot press the popover
    app.run()
    was, now = (Counter(row["Purchase"] for row in rows if str(row["Decision"]).startswith("● in"))
                for rows in (table(show()), table(app)))  # fmt: skip
    titles = {p.title: p.purchase_id for p in data.district().purchases}
    opened = {str(b.key).removeprefix("since ") for b in app.button if str(b.key).startswith("since ")}
    assert opened == {titles[title] for title in (was - now) + (now - was)}, "every one, not the first three"
    dropped = next(iter(was - now))
    app.button(key=f"since {titles[dropped]}").click().run()
    assert not app.exception
    assert any(caption.value.replace("\\", "").startswith(f"{titles[dropped]} · ") for caption in app.caption)
    assert not app.session_state["since"], "it lies over nothing"


def test_what_was_planned_and_is_ordered_is_said_to_be_ordered(sample: Path, show: Show) -> None:
    app = show()
    assert data.edit(data.on_screen(), "rortiz", settled(data.district(), PURCHASE)) == ()
    before = next(p for p in data.district().purchases if p.purchase_id == PURCHASE)
    lines = [line for line in data.district().cost_lines if line.purchase_id == PURCHASE]
    paid = [
        PreEncumbrance(purchase_id=PURCHASE, cost_line_id=line.cost_line_id, fund_id="4127",
                       money_year=2027, amount=line.amount)
        for line in lines
    ]  # fmt: skip
    order = Edit(before=before, after=before.model_copy(update={"stage": Stage.ORDERED}))
    assert data.edit(data.on_screen(), "rortiz", [order, *(Edit(before=None, after=one) for one in paid)]) == ()
    app.run()
    app.session_state["since"] = True
    app.run()
    (said,) = (text.value.replace("\\", "") for text in app.markdown if text.value.startswith("Since "))
    assert said.partition(": ")[2].startswith(f"{before.title} ordered"), said
    assert "drops" not in said
    assert [text.value for text in app.markdown if text.value == "**Ordered**"]
    app.button(key=f"since {PURCHASE}").click().run()
    assert not app.exception, app.exception


def test_one_control_says_which_years_are_planned_and_one_which_is_looked_at(sample: Path, show: Show) -> None:
    app = show()
    assert [box.label for box in (*app.pills, *app.segmented_control)] == ["Years planned", "Count each"]
    everything, (_, bars) = headline(app), charts(app)
    assert bars["layout"]["title"]["text"].startswith("Money by fund, all years: ")
    assert bars["layout"]["title"]["text"].endswith("left after the draft plan")
    app.selectbox(key="lens fy 0").set_value("2028").run()
    assert headline(app) == everything, "what is looked at moves no plan"
    assert "FY 2028" in app.dataframe[0].value.columns
    (_, of_year) = charts(app)
    assert of_year["layout"]["title"]["text"].startswith("Money by fund, FY 2028: ")
    assert len(of_year["data"][0]["y"]) < len(bars["data"][0]["y"])
    other = show(year=["2027"])
    assert headline(other) != everything
    assert charts(other)[1]["layout"]["title"]["text"].startswith("Money by fund, all years: ")


def test_a_year_without_money_is_said(sample: Path, show: Show) -> None:
    with data.database().write(data.on_screen()) as cursor:
        cursor.execute("UPDATE fund_years SET withdrawn_at = current_timestamp WHERE fiscal_year = 2029")
    app = show(fy="2029")
    assert len(charts(app)) == 1
    assert "No fund has money of FY 2029 on record." in [info.value for info in app.info]


def test_what_the_floor_for_high_need_schools_costs_is_said_where_it_is_set(sample: Path, show: Show) -> None:
    app = show(highneed="70")
    assert not any("A floor of" in text.value for text in app.markdown), "worked out when it is looked at"
    app.session_state["money"] = True  # a test cannot press the popover
    app.run()
    (said,) = (text.value.replace("\\", "") for text in app.markdown if "A floor of" in text.value)
    assert "A floor of 70% costs " in said
    app.switch_page("pages/track/schools.py").run()
    assert any(text.value.replace("\\", "") == said for text in app.markdown), "as Schools says it"
    app.switch_page("pages/decide/prioritise.py").run()
    app.session_state["money"] = True
    app.slider(key="move high_need_floor 0").set_value(0).run()
    assert not any("A floor of" in text.value for text in app.markdown)


def test_the_list_can_be_taken_along_as_it_is_shown(sample: Path, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Callable[[], bytes]] = {}

    def noted(_: str, file: Callable[[], bytes], name: str, *rest: object, **more: object) -> None:
        made[name] = file

    monkeypatch.setattr("streamlit.download_button", noted)
    app = show(technical="75", departments="IT", money="3010:100000.00", pin="P-001", **{"as": "rortiz"})
    rows = table(app)
    headings, *taken = csv.reader(io.StringIO(made["ranked_purchases.csv"]().decode("utf-8-sig"), newline=""))
    assert headings == ["Key", *app.dataframe[0].value.columns, "Stage", "Needs answered", "Why", "Plan"]
    found = [dict(zip(headings, row, strict=True)) for row in taken]
    keys = {p.purchase_id: p.title for p in data.district().purchases}
    assert [keys[row["Key"]] for row in found] == [row["Purchase"] for row in rows]
    assert [row["Decision"] for row in found] == [str(row["Decision"]).split(" ", 1)[1] for row in rows], "in words"
    assert [int(row["#"]) for row in found] == [row["#"] for row in rows], "the rank among all, in the list's order"
    assert all(row["Why"].endswith(".") and row["Needs answered"] for row in found)
    assert all(row["Why"].startswith("Not ready: ") for row in found if "technical key missing" in row["Decision"])
    assert {row["Decision"].split(":")[0] for row in found} >= {"in", "not ready"}
    stages = {p.purchase_id: str(p.stage) for p in data.district().purchases}
    assert [row["Stage"] for row in found] == [stages[row["Key"]] for row in found]
    book = CalamineWorkbook.from_filelike(io.BytesIO(made["ranked_purchases.xlsx"]()))
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()] == ["Key", *(row["Key"] for row in found)]
    (said,) = {row["Plan"] for row in found}
    facts = {str(what): str(words) for what, words in book.get_sheet_by_name("Plan").to_python()[1:]}
    assert {len(row) for row in taken} == {len(headings)}, "and the file is a table still"
    assert said.startswith("District: Sample Valley Unified, made up; Made: ")
    words = headline(app).replace("\\", "")
    assert f"; Plan: {words}; Quality: " in said
    assert facts["Made"].endswith(", by Rosa Ortiz")
    assert facts["Plan"] == words
    assert list(facts.items())[6:] == [
        ("Academic share", "60%"), ("Academic floor", "50"), ("Technical floor", "75"), ("Counted", "each learner"),
        ("Years planned", "FY 2027, FY 2028 and FY 2029"),
        ("Money in play", "at most Title I-A $100,000; all of the other funds"),
        ("Floor for high-need schools", "none"),
        ("Pinned in", f"{keys['P-001']} (P-001)"), ("Ruled out", "none"), ("Contracts ended", "none"),
    ]  # fmt: skip
    assert facts["Purchases listed"].startswith("of ")
