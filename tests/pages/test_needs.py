"""Needs in its frame: on the sample, filtered, opened, edited; empty, and with problems."""

import json
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_models.district import Level
from data_models.edit import Edit
from data_models.need import Need
from tests.pages.conftest import ROOT, Own, Show
from ui import data
from ui.errors import STANDS_SECONDS, TOLD
from ui.others import tell_others
from ui.records.panel import OPEN
from ui.session import Open

PAGE = "pages/track/needs.py"


def needs(show: Show, **link: str | list[str]) -> AppTest:
    """The page, with a link's parameters where any are given."""
    app = show(**link)
    app.switch_page(PAGE)
    app.run()
    assert not app.exception, app.exception
    return app


def opened_by(**link: str) -> AppTest:
    """The page opened by a link at once; what a control keeps in the link counts only where its page is first."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.switch_page(PAGE).run()
    assert not app.exception, app.exception
    return app


def table(app: AppTest) -> list[dict[Hashable, Any]]:
    return app.dataframe[0].value.to_dict("records")


def titles(app: AppTest) -> list[str]:
    return [str(row["Need"]) for row in table(app)]


def headline(app: AppTest) -> str:
    return str(app.subheader[0].value)


def pills(app: AppTest, key: str, *words: str) -> None:
    app.pills(key=f"needs {key} 0").set_value(list(words)).run()
    assert not app.exception, app.exception


def opened(show: Show, title: str) -> AppTest:
    app = needs(show)
    found = next(n for n in data.district().needs if n.title == title)
    app.session_state[OPEN] = Open(Need.table, found.need_id)
    app.run()
    assert not app.exception, app.exception
    return app


def test_the_sample_on_the_screen(sample: Path, show: Show) -> None:
    app = needs(show)
    rows = table(app)
    assert len(rows) == 92
    assert " of 92 needs answered, " in headline(app)
    assert " not answered: " in headline(app)
    assert "by nothing at all" in headline(app)
    states = [str(row["Answered"]) for row in rows]
    order = ["○ open", "◐ in part", "● answered"]
    assert states == sorted(states, key=order.index), "what is open stands first"
    assert set(states) == set(order)
    waiting = [row["Waiting"] for row in rows if row["Answered"] == order[0] and row["Waiting"] == row["Waiting"]]
    assert waiting == sorted(waiting, reverse=True)
    algebra = next(row for row in rows if row["Need"] == "No Algebra 1 at two middle schools")
    assert algebra["By what"] == "No purchase and no project names it."
    assert [p.label for p in app.pills if p.key and p.key.startswith("needs ")] == ["Answered", "Grade band"]


def test_unanswered_middle_grade_mathematics_at_high_need_schools(sample: Path, show: Show) -> None:
    app = needs(show, pin="P-020")
    pills(app, "answered", "open")
    pills(app, "grades", "6–8")
    app.multiselect(key="needs need 0").set_value(["high-need"])
    app.multiselect(key="needs subject 0").set_value(["mathematics"]).run()
    assert titles(app) == [
        "Help with math after 4 p.m.", "Math taught by substitutes", "No Algebra 1 at two middle schools",
    ]  # fmt: skip
    assert headline(app) == (
        "0 of 3 needs shown answered; 3 not answered: 2 by nothing at all, 1 only by what is out of the draft plan"
    )
    assert app.query_params["needs-subject"] == "mathematics"
    linked = needs(show, **dict(app.query_params.items()))
    assert titles(linked) == titles(app)


def test_answered_is_judged_at_the_schools_chosen(sample: Path, show: Show) -> None:
    """Wi-Fi at high schools is in the plan for two of three: answered there, open at Harvest High."""
    title = "High school Wi-Fi at capacity"
    pin = ["P-003", "P-004"]
    wide = needs(show, pin=pin)
    state = {str(row["Need"]): str(row["Answered"]) for row in table(wide)}
    assert state[title] == "◐ in part"
    for school, answered in (("Harvest High", "○ open"), ("Northgate High", "● answered")):
        app = needs(show, pin=pin)
        app.multiselect(key="needs school 0").set_value([school]).run()
        assert {str(row["Need"]): str(row["Answered"]) for row in table(app)}[title] == answered


def test_prioritise_and_needs_say_the_same_of_the_same_needs(sample: Path, show: Show) -> None:
    """Whatever the draft buys: the words of the one page stand in the other."""
    for draft in ({}, {"academic": "90", "technical": "90"}, {"out": ["P-003", "P-004"]}):
        prioritise = show(**draft)
        said = re.search(
            r"\d+ of 92 needs answered(, \d+ in part)?", str(prioritise.subheader[0].value).replace("\\", "")
        )
        assert said, prioritise.subheader[0].value
        app = needs(show, **draft)
        assert headline(app).startswith(f"{said[0]}; "), draft
        states = [str(row["Answered"]) for row in table(app)]
        assert said[0] == f"{states.count('● answered')} of 92 needs answered" + (
            f", {partly} in part" if (partly := states.count("◐ in part")) else ""
        )


def test_only_learners_of_the_grades_chosen_wait(sample: Path, show: Show) -> None:
    """N-015 is of grades 6 to 10 at five middle schools of grades 6 to 8 and a high school of grades 9 to 12."""
    title = "Help with math after 4 p.m."
    app = needs(show)
    waiting = {str(row["Need"]): row["Waiting"] for row in table(app)}
    assert waiting[title] == 2870, "all of its learners"
    parts = []
    for band in ("6–8", "9–12"):
        of_band = needs(show, **{"needs-grades": band})
        rows = {str(row["Need"]): row["Waiting"] for row in table(of_band)}
        parts.append(rows[title])
        assert 0 < rows[title] < 2870
        assert any(f"grades {band} whom nothing answers, here: an estimate" in c.value for c in of_band.caption)
    assert sum(parts) == pytest.approx(2870, abs=1), "each learner is of one band"
    assert not any("an estimate, as a need's learners" in c.value for c in app.caption)
    one = needs(show, **{"needs-grades": "6–8", "needs-grade": "8"})
    of_eight = {str(row["Need"]): row["Waiting"] for row in table(one)}
    assert of_eight[title] == pytest.approx(parts[0] / 3, abs=1)
    listed = opened_by(**{"needs-grades": "6–8", "beside-the-needs": "What answers what"})
    assert any(f"about {round(parts[0]):,} learners" in c.value.replace("\\", "") for c in listed.caption)


def test_what_stands_beside_the_list_is_taken_from_the_link(sample: Path) -> None:
    linked = opened_by(**{"beside-the-needs": "What answers what", "needs-coverage": "Twice"})
    assert any("Two or more answer these needs" in caption.value for caption in linked.caption)
    wrong = opened_by(**{"beside-the-needs": "Nonsense"})
    assert wrong.segmented_control(key="beside-the-needs").value == "Open by subject"


def test_the_lens_narrows_the_page(sample: Path, show: Show) -> None:
    app = needs(show)
    app.multiselect(key="lens departments 0").set_value(["FAC"])
    app.multiselect(key="lens goals 0").set_value(["G10"]).run()
    kept = [n for n in data.district().needs if n.department_id == "FAC" and "G10" in n.goal_ids]
    assert sorted(titles(app)) == sorted(n.title for n in kept)
    at = needs(show)
    at.multiselect(key="lens schools 0").set_value(["0303"]).run()
    assert "Welding booths: 8 for 31 learners" not in titles(at)
    assert "Math taught by substitutes" in titles(at)


def test_words_typed_find_needs(sample: Path, show: Show) -> None:
    app = needs(show, **{"needs-find": "algebra grade"})
    assert "Algebra failure in grade 9" in titles(app)
    assert all("math" in str(row["Subject"]) for row in table(app))
    assert "Vaping in restrooms" not in titles(app)


def test_what_answers_what(sample: Path, show: Show) -> None:
    app = needs(show)
    app.segmented_control(key="beside-the-needs").set_value("What answers what").run()
    assert any("Something would answer these needs" in caption.value for caption in app.caption)
    app.segmented_control(key="needs-coverage").set_value("Twice").run()
    assert any("same purpose\\: mathematics screening" in caption.value for caption in app.caption)
    app.segmented_control(key="needs-coverage").set_value("Purchases without a need").run()
    assert any("0 found" in caption.value for caption in app.caption)
    assert not app.exception, app.exception


def test_a_need_opened_says_why_and_what_answers_it(sample: Path, show: Show) -> None:
    app = opened(show, "Help with math after 4 p.m.")
    said = " ".join(text.value for text in app.markdown)
    assert "Not answered." in said
    assert "AI tutor for grades 6" in said
    rows = next(t.value for t in app.table if "What answers it" in t.value.columns).to_dict("records")
    assert [row["What answers it"] for row in rows] == ["AI tutor for grades 6\\-10"]
    assert rows[0]["In the draft plan"] == "▲ not ready"
    assert any("E\\-026" in button.label for button in app.button)


def test_a_need_of_more_learners_than_there_are_says_so(sample: Path, show: Show) -> None:
    need = data.district().needs[0].model_copy(update={"site_ids": (), "learners": 14_127})
    for before, learners, said in (
        (data.district().needs[0], 14_127, ""),
        (need, 14_128, ", more than the 14,127 enrolled there"),
    ):
        after = need.model_copy(update={"learners": learners})
        assert data.edit(data.on_screen(), "rortiz", [Edit(before=before, after=after)]) == ()
        app = opened(show, need.title)
        assert any(f"{learners:,} learners{said} · " in text.value.replace("\\", "") for text in app.caption)


def test_a_measure_opened_leads_back_to_its_need(sample: Path, show: Show) -> None:
    app = opened(show, "Grade 3 reading at Title I schools")
    app.button(key="open E-010").click().run()
    assert not app.exception, app.exception
    assert any("24 percent" in str(t.value) for t in app.table)
    app.button(key="back to need").click().run()
    assert any("Thirty\\-one percent" in text.value for text in app.markdown)


def test_a_purchase_is_proposed_for_an_open_need(sample: Path, show: Show) -> None:
    app = opened(show, "Math taught by substitutes")
    app.button(key="propose a purchase").click().run()
    assert not app.exception, app.exception
    app.text_input(key="new purchases title").set_value("Two visiting teachers")
    next(button for button in app.button if button.label == "Add").click().run()
    assert not app.exception, app.exception
    added = next(p for p in data.district().purchases if p.title == "Two visiting teachers")
    assert (added.need_ids, added.site_ids) == (("N-092",), ("0303",))
    words = {str(row["Need"]): str(row["By what"]) for row in table(app)}
    assert words["Math taught by substitutes"] == "Not in the draft plan: Two visiting teachers."


def test_a_new_need_with_the_evidence_of_its_school(sample: Path, show: Show) -> None:
    app = needs(show)
    app.button(key="add needs").click().run()
    assert not app.exception, app.exception
    app.text_input(key="new need title").set_value("Integers in grade 7")
    app.selectbox(key="new need subject").set_value("mathematics")
    app.multiselect(key="new need site_ids").set_value(["0303"]).run()
    suggested = [box.label for box in app.checkbox if box.key and box.key.startswith("new need evidence")]
    assert "Grade 7 mathematics at standard" in suggested[2]
    assert "describes the school" in suggested[2]
    (estimate,) = [caption.value for caption in app.caption if "learners of these grades" in caption.value]
    assert "Where Learners is left empty, this is written there." in estimate
    app.checkbox(key="new need evidence E-112").check().run()
    app.button(key="new need add").click().run()
    assert not app.exception, app.exception
    kept = data.district()
    added = next(n for n in kept.needs if n.title == "Integers in grade 7")
    assert (added.need_id, added.subject, added.site_ids) == ("N-093", "mathematics", ("0303",))
    assert added.learners
    assert f"About {added.learners:,} learners" in estimate
    shown = [e for e in kept.evidence if e.need_id == added.need_id]
    assert [(e.evidence_id, e.measure, e.latest) for e in shown] == [("E-114", "Grade 7 mathematics at standard", 22)]
    assert next(e for e in kept.evidence if e.evidence_id == "E-112").need_id == "", "what was loaded stays as it was"
    assert "Integers in grade 7" in titles(app)


def test_a_need_duplicated_begins_with_its_values(sample: Path, show: Show) -> None:
    app = opened(show, "No Algebra 1 at two middle schools")
    app.button(key="edit needs N-091 again").click().run()
    assert app.text_input(key="new need title").value == "No Algebra 1 at two middle schools"
    app.text_input(key="new need title").set_value("No Algebra 1 at Riverbend")
    app.multiselect(key="new need site_ids").set_value(["0201"])
    app.button(key="new need add").click().run()
    assert not app.exception, app.exception
    added = next(n for n in data.district().needs if n.need_id == "N-093")
    assert (added.title, added.site_ids, added.subject, added.grades, added.learners, added.department_id) == (
        "No Algebra 1 at Riverbend", ("0201",), "mathematics", ("8",), 190, "CI",
    )  # fmt: skip


def test_a_link_shares_what_is_open_at_one_school(sample: Path, show: Show) -> None:
    link: dict[str, str | list[str]] = {
        "needs-answered": ["open", "in part"], "needs-school": "César Chávez Middle", "needs-subject": "mathematics",
        "pin": "P-020",
    }  # fmt: skip
    found = needs(show, **link)
    cell = {"Help with math after 4 p.m.", "Math taught by substitutes", "No Algebra 1 at two middle schools"}
    assert set(titles(found)) == cell
    assert "0 of 3 needs shown answered" in headline(found)


def test_a_new_need_without_a_title_is_refused(sample: Path, show: Show) -> None:
    app = needs(show)
    app.button(key="add needs").click().run()
    app.button(key="new need add").click().run()
    (refused,) = app.toast
    assert refused.value.replace("\\", "") == "Title is missing. Give it: The gap in one line."
    assert len(data.district().needs) == 92


def test_what_others_do_takes_no_refusal_away(sample: Path, show: Show) -> None:
    """A write elsewhere runs the page anew, and may end the run that was to say what was refused."""
    app = needs(show)
    app.button(key="add needs").click().run()
    app.button(key="new need add").click().run()
    tell_others(data.on_screen(), "rortiz", "another window", "changed Laptops")
    app.run()
    assert ["Title is missing" in toast.value for toast in app.toast] == [True]
    app.session_state[TOLD].at -= STANDS_SECONDS
    app.run()
    assert ["changed Laptops" in toast.value for toast in app.toast] == [True]


def test_a_district_without_needs(own: Own, show: Show) -> None:
    own()
    app = needs(show)
    assert any("Needs say what learners lack" in info.value for info in app.info)
    app.button(key="add needs").click().run()
    app.text_input(key="new need title").set_value("Reading")
    app.button(key="new need add").click().run()
    assert titles(app) == ["Reading"]


def test_a_district_of_needs_alone(own: Own, show: Show) -> None:
    own(needs="need_id,title,learners\nN-1,<b>Reading</b> :smile:,\n")
    app = needs(show)
    assert titles(app) == ["<b>Reading</b> :smile:"]
    assert headline(app).startswith("0 of 1 need answered; 1 not answered: 1 by nothing at all")
    assert any("needs to know the schools" in info.value for info in app.info)


def test_a_new_subject_near_one_in_use_is_asked_about(sample: Path, show: Show) -> None:
    app = show(**{"as": "jdelacruz"})
    app.switch_page("pages/track/needs.py").run()
    app.session_state[OPEN] = Open(Need.table, start=(("subject", "math"),))
    app.run()
    app.text_input(key="new need title").set_value("Integers in grade 7")
    (asked,) = [radio for radio in app.radio if "in use" in radio.label]
    assert (asked.options, asked.value) == (["mathematics", "math, a new subject"], "mathematics")
    app.button(key="new need add").click().run()
    assert not app.exception, app.exception
    assert next(n for n in data.district().needs if n.title == "Integers in grade 7").subject == "mathematics"


def drawn(app: AppTest) -> tuple[dict[str, list[str]], dict[tuple[str, str], str]]:
    """The map: its lines from the top and columns from the left, and what it says of each cell by place and column."""
    figure = json.loads(next(iter(app.get("plotly_chart"))).proto.spec)
    points = figure["data"][1]
    cells = zip(points["customdata"], points["hovertext"], strict=True)
    sides = {axis: figure["layout"][axis]["ticktext"] for axis in ("yaxis", "xaxis")}
    return sides, {(place, column): said for (place, column), said in cells}


def test_a_filter_moves_no_line_and_no_column_of_the_map(sample: Path, show: Show) -> None:
    sides, cells = drawn(needs(show))
    for band in ("K–2", "6–8", "9–12"):
        at, fewer = drawn(needs(show, **{"needs-grades": band}))
        assert at == sides
        assert len(fewer) < len(cells), "it does filter what stands in them"
    lines = [line.strip("◆ ") for line in sides["yaxis"]]
    assert lines[:2] == ["All schools", "High-need schools"]
    sites = sorted(data.district().sites, key=lambda s: (list(Level).index(s.level), s.name))
    assert len(lines[2:]) == len(sites) > 20
    assert all(site.name.startswith(line.rstrip("…")) for line, site in zip(lines[2:], sites, strict=True))


@pytest.mark.parametrize(("band", "subject"), [("6–8", "science"), ("6–8", "mathematics")])
def test_a_cell_and_the_list_it_opens_hold_the_same_needs(sample: Path, show: Show, band: str, subject: str) -> None:
    """A need of grades 4 to 6 has grade 6 at no high-need school, so the cell has none of its learners."""
    link: dict[str, str | list[str]] = {
        "needs-answered": ["open", "in part"],
        "needs-need": "high-need",
        "needs-grades": band,
        "needs-subject": subject,
    }
    app = needs(show, **link)
    said = drawn(app)[1]["High-need schools", subject]
    assert f"<br>{len(table(app))} open need" in said
