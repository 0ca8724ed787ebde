"""Prioritise in its frame: on the sample, empty, and with problems."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_models.plan import PlanSettings
from store.database import Database
from store.district import start_district
from store.loading import apply_load, read_source
from tests.pages.conftest import Show
from ui import data, session
from ui.link import to_link
from ui.others import tell_others

ROOT = Path(__file__).parents[2]


def headline(app: AppTest) -> str:
    return str(app.subheader[0].value)


def table(app: AppTest) -> list[dict[Hashable, Any]]:
    return app.dataframe[0].value.to_dict("records")


def test_the_sample_on_the_screen(sample: Path, show: Show) -> None:
    app = show()
    assert [slider.label for slider in app.slider][:3] == ["Academic share", "Academic floor", "Technical floor"]
    assert app.slider(key="move high_need_floor 0").value == 0, "no floor for high-need schools until one is asked for"
    assert " of 58 purchases" in headline(app)
    assert "learners" in headline(app)
    rows = table(app)
    assert [row["#"] for row in rows] == list(range(1, 59))
    priorities = [row["Priority"] for row in rows if row["Priority"] == row["Priority"]]
    assert priorities == sorted(priorities, reverse=True)
    assert {str(row["Decision"]).split(":")[0] for row in rows} >= {"● in", "◇ out", "▲ not ready"}
    assert any("not legal advice" in caption.value for caption in app.caption)
    assert app.selectbox(key="as").value is None, "nobody is made to act as somebody"


def test_a_move_changes_the_plan_and_says_how(sample: Path, show: Show) -> None:
    app = show()
    assert any("best possible" in text.value for text in app.markdown)
    before = headline(app)
    app.slider(key="move technical_floor 0").set_value(75).run()
    assert headline(app) != before
    assert app.query_params["technical"] == "75"
    assert any("Since your last move: " in place.proto.popover.label.replace("\\", "") for place in app.get("popover"))
    not_ready = [row for row in table(app) if "not ready: technical key missing" in str(row["Decision"])]
    assert len(not_ready) > 5
    assert not any(str(row["Decision"]).startswith("● in") and float(str(row["Technical"])) < 75 for row in table(app))


def test_mandates_are_marked_and_those_not_answered_are_said(sample: Path, show: Show) -> None:
    app = show()
    needs = {need.need_id for need in data.district().needs if need.driver == "mandate"}
    mandated = {p.title for p in data.district().purchases if needs & set(p.need_ids)}
    rows = table(app)
    marks = {row["Purchase"]: row["Mandate"] for row in rows}
    assert {title for title, mark in marks.items() if mark == "mandate"} == mandated & set(marks)
    assert set(marks.values()) == {"mandate", ""}
    out = next(p for p in data.district().purchases if p.title == "Interpreters by phone and video")
    app.selectbox(key="purchase").set_value(out.purchase_id).run()
    assert any(r"A mandate stays open\: Families need an interpreter" in text.value for text in app.markdown)


def test_an_open_mandate_leads_to_its_need_and_to_what_would_answer_it(sample: Path, show: Show) -> None:
    app = show()
    assert not any(str(button.key).startswith("mandates ") for button in app.button), "made when the list is opened"
    # A test cannot press the popover; what it keeps says whether it is open.
    app.session_state["mandates"] = True
    app.run()
    said = [text.value.replace("\\", "") for text in app.markdown]
    assert any("no purchase on record answers it" in words for words in said)
    out = next(p for p in data.district().purchases if p.title == "Interpreters by phone and video")
    assert any(f"{out.title} would answer it" in words for words in said)
    (need,) = out.need_ids
    app.button(key=f"mandates {need} {out.purchase_id}").click().run()
    assert not app.exception
    assert any(caption.value.replace("\\", "").startswith(f"{out.purchase_id} · ") for caption in app.caption)
    assert app.tabs[0].label == "About"
    assert not app.session_state["mandates"], "it lies over nothing"
    other = show()
    other.session_state["mandates"] = True
    other.run()
    other.button(key=f"mandates {need}").click().run()
    assert not other.exception
    assert any(caption.value.replace("\\", "").startswith(f"{need} · ") for caption in other.caption)
    assert "Open by subject" in str(other), "on Needs, where it is kept"


def test_years_left_out_are_said(sample: Path, show: Show) -> None:
    app = show()
    assert not any("are not counted" in text.value for text in app.markdown)
    app.pills(key="move years 0").set_value([2027]).run()
    labels = [place.proto.popover.label for place in app.get("popover")]
    assert "Costs of FY 2028 and FY 2029 not counted" in labels
    assert any("Costs of FY 2028 and FY 2029 are not counted" in text.value for text in app.markdown)
    assert any(r"what is chosen costs another \$" in text.value for text in app.markdown)


def test_a_link_opens_the_same_plan(sample: Path, show: Show) -> None:
    moved = show()
    moved.slider(key="move academic_share 0").set_value(80).run()
    app = show(**dict(moved.query_params.items()))
    assert app.slider(key="move academic_share 0").value == 80
    assert headline(app) == headline(moved)
    assert app.dataframe[0].value.equals(moved.dataframe[0].value)


def test_a_link_of_nonsense_opens_the_usual_plan(sample: Path, show: Show) -> None:
    app = show(share="ninety", pin=["P-999", "<b>"], money=["x", "0000:1e9999"], technical="-5", departments="Nobody")
    assert headline(app) == headline(show())


def test_ruling_out_and_pinning_in(sample: Path, show: Show) -> None:
    first = next(row for row in table(show()) if str(row["Decision"]).startswith("● in"))
    key = next(p.purchase_id for p in data.district().purchases if p.title == first["Purchase"])
    ruled = next(row for row in table(show(out=[key])) if row["Purchase"] == first["Purchase"])
    assert ruled["Decision"] == "✕ ruled out"
    last = next(row for row in table(show()) if str(row["Decision"]).startswith("◇ out"))
    key = next(p.purchase_id for p in data.district().purchases if p.title == last["Purchase"])
    pinned = next(row for row in table(show(pin=[key])) if row["Purchase"] == last["Purchase"])
    assert str(pinned["Decision"]).startswith("● in")


def test_more_pinned_than_money_says_which_fund_by_how_much(sample: Path, show: Show) -> None:
    show()
    app = show(pin=[purchase.purchase_id for purchase in data.district().purchases])
    assert any("Not every pin can be kept" in text.value for text in app.markdown)
    assert any("Pinned, and left out: " in box.value for box in app.error)
    assert any("$" in error.value for error in app.error)
    assert not any("Proven best" in text.value for text in app.markdown)


def test_a_purchase_chosen_by_name_says_why_and_opens(sample: Path, show: Show) -> None:
    app = show()
    chosen = table(app)[3]
    key = next(p.purchase_id for p in data.district().purchases if p.title == chosen["Purchase"])
    app.selectbox(key="purchase").set_value(key).run()
    assert app.session_state["ranked"]["selection"]["rows"] == [3]
    app.button(key="act _open").click().run()
    assert [tab.label for tab in app.tabs] == [
        "About", "Needs", "Ratings", "Cost and funds", "Already own it?", "Project",
        "Edit", "Comments", "Attachments", "History",
    ]  # fmt: skip
    funds = next(t.value for t in app.table if "May pay" in t.value.columns)
    assert max(len(str(why)) for why in funds["Why"]) < 400, "short enough to be read aloud"
    rules = next(t.value for t in app.table if "Rules that decided" in t.value.columns)
    assert list(rules.columns[1:]) == ["Source", "Read on", "Confidence"]
    assert len(set(rules["Rules that decided"])) > 5
    assert app.dataframe[0].value.to_dict("records")[3]["Purchase"] == chosen["Purchase"]


def test_what_others_did_is_said_once(sample: Path, show: Show) -> None:
    app = show(**{"as": "mvang"})
    here = data.on_screen()
    tell_others(here, "rortiz", "another window", "rated **Wi-Fi**")
    app.run()
    assert [toast.value for toast in app.toast] == [r"Rosa Ortiz rated \*\*Wi\-Fi\*\* a moment ago\."]
    app.run()
    assert not app.toast
    tell_others(here, "mvang", "another window", "rated Wi-Fi")
    app.run()
    (said,) = app.toast
    assert ", in another window, rated Wi-Fi" in said.value.replace("\\", ""), "everybody may look at this one"


def test_the_lens_filters_the_list_and_not_the_plan(sample: Path, show: Show) -> None:
    app = show()
    everything = headline(app)
    department = next(d for d in data.district().departments if d.department_id == "IT")
    app.multiselect(key="lens departments 0").set_value(["IT"]).run()
    assert headline(app) == everything
    assert {row["Dept."] for row in table(app)} == {department.department_id}


@pytest.mark.parametrize("page", ["decide/prioritise.py", "keep/data.py"])
def test_one_way_to_start_a_district_of_ones_own(sample: Path, show: Show, page: str) -> None:
    app = show().switch_page(f"pages/{page}").run()
    assert [button.label for button in app.button if button.label == "Start it"] == ["Start it"]


def test_a_file_without_a_district_welcomes(empty: Database, show: Show) -> None:
    empty.close()
    app = show()
    assert app.title[0].value == "Welcome to Cabinetmaker"
    app.text_input[0].set_value("Own Valley")
    next(button for button in app.button if button.label == "Start it").click().run()
    assert not app.exception
    assert any("Own Valley" in text.value for text in app.markdown)
    assert app.info[0].value, "without purchases it says what to do next"


def test_a_district_without_anything_says_what_to_do(empty: Database, show: Show) -> None:
    start_district(empty, "Own Valley", "local")
    empty.close()
    app = show()
    assert "Data" in app.info[0].value
    assert not app.slider


def test_text_of_others_is_never_markup(sample: Path, show: Show) -> None:
    evil = "<script>alert(1)</script> **bold** $x$ :smile: =1+1"
    with data.database().write(data.on_screen()) as cursor:
        cursor.execute("UPDATE purchases SET title = $title WHERE purchase_id = 'P-001'", {"title": evil})
        cursor.execute("UPDATE district SET name = $title", {"title": evil})
    app = show()
    assert evil in [row["Purchase"] for row in table(app)], "a table cell shows text as it is"
    named = next(text.value for text in app.markdown if "script" in text.value)
    assert named.startswith(r"**\<script\>")
    assert r"\*\*bold\*\*" in named


def test_a_damaged_file_is_said_in_a_sentence(district_file: Path, show: Show) -> None:
    district_file.write_bytes(b"this is not a district file" * 1000)
    app = show()
    assert not app.exception
    assert "planning" in app.error[0].value or "backups" in app.error[0].value


def test_without_ratings_it_says_how_to_begin(sample: Path, show: Show) -> None:
    with data.database().write(data.on_screen()) as cursor:
        cursor.execute("UPDATE ratings SET withdrawn_at = current_timestamp")
    app = show()
    assert headline(app).startswith("0 of 58 purchases")
    assert not any("best possible" in text.value for text in app.markdown), "of no plan nothing is said to be best"
    assert any("rate it" in warning.value for warning in app.warning)
    assert {str(row["Decision"]).split(":")[0] for row in table(app)} <= {
        "▲ not ready",
        "☆ incomplete",
        "□ no fund may pay",
    }


@pytest.mark.parametrize("missing", ["funds", "fund_years", "fund_rules", "cost_lines", "criteria"])
def test_without_a_table_it_says_which_file(sample: Path, show: Show, missing: str) -> None:
    with data.database().write(data.on_screen()) as cursor:
        cursor.execute(f"UPDATE {missing} SET withdrawn_at = current_timestamp")
    app = show()
    if missing != "fund_rules":  # the reference rules still hold
        assert any(f"{missing}.csv" in warning.value for warning in app.warning)
    assert len(table(app)) == 58


def test_a_choice_follows_its_purchase_when_the_order_changes(sample: Path, show: Show) -> None:
    app = show()
    last = table(app)[40]
    key = next(p.purchase_id for p in data.district().purchases if p.title == last["Purchase"])
    app.selectbox(key="purchase").set_value(key).run()
    app.slider(key="move academic_share 0").set_value(0).run()
    place = next(n for n, row in enumerate(table(app)) if row["Purchase"] == last["Purchase"])
    assert place != 40
    assert app.selectbox(key="purchase").value == key
    assert app.session_state["ranked"]["selection"]["rows"] == [place]


def test_a_draft_belongs_to_its_district_and_is_taken_up_again(sample: Path, show: Show) -> None:
    app = show()
    app.slider(key="move technical_floor 0").set_value(75).run()
    moved, here = headline(app), data.on_screen()
    data.start("Maple River Unified", "local")
    app.run()
    assert "technical" not in app.query_params
    data.choose(here, "local")
    app.run()
    assert app.slider(key="move technical_floor 0").value == 75
    assert headline(app) == moved
    assert not any("Since the data changed" in text.value for text in app.markdown)


def test_rows_set_aside_are_said_where_the_plan_is_read(sample: Path, show: Show, tmp_path: Path) -> None:
    assert not any("Set aside" in warning.value for warning in show().warning)
    lines = (ROOT / "sample_data" / "cost_lines.csv").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "cost_lines.csv"
    file.write_text("\n".join([*lines, "X-1,P-001,2027,software,twelve thousand,no,,"]), encoding="utf-8")
    with read_source(data.database(), file) as reading:
        apply_load(data.database(), data.on_screen(), reading, "local")
    assert any("1 row of cost lines. Mend them on **Data**" in warning.value for warning in show().warning)
    file.write_text("\n".join([*lines, "X-1,P-001,2027,software,12000,no,,"]), encoding="utf-8")
    for text in (file.read_text(encoding="utf-8"), file.read_text(encoding="utf-8").replace(",12000,", ",12OOO,")):
        file.write_text(text, encoding="utf-8")
        with read_source(data.database(), file) as reading:
            apply_load(data.database(), data.on_screen(), reading, "local")
    app = show()
    assert not any("Set aside" in warning.value for warning in app.warning)
    assert any("and counted as they were before: 1 row of cost lines." in said.value for said in app.caption)


def test_a_link_that_names_nobody_here_acts_as_nobody(sample: Path, show: Show) -> None:
    app = show(**{"as": "pat"})
    assert app.selectbox(key="as").value is None
    assert "as" not in app.query_params
    assert any("pat" in toast.value for toast in app.toast)
    assert show(**{"as": "rortiz"}).selectbox(key="as").value == "rortiz"


def test_who_is_chosen_in_the_box_is_who_the_window_acts_as(sample: Path, show: Show) -> None:
    app = show()
    for member in ("rortiz", "mvang"):
        app.selectbox(key="as").set_value(member).run()
        assert app.selectbox(key="as").value == member == app.session_state[session.MEMBER]
        assert app.query_params["as"] == member
    app.selectbox(key="as").set_value(None).run()
    assert not app.session_state[session.MEMBER], "and may be nobody again"
    assert "as" not in app.query_params


def test_a_link_with_two_thousand_pins_is_one_value(sample: Path) -> None:
    settings = PlanSettings(pinned=tuple(f"P-{n:04d}" for n in range(2000)))
    assert [len(values) for values in to_link(settings).values()].count(1) == 1
