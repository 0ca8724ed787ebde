"""Projects in its frame: on the sample, filtered, empty, with problems; what is opened, what holds an order back."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.elements.lib import policies
from streamlit.testing.v1 import AppTest

from data_models.base import Record
from data_models.project import Milestone, Project, StaffHours
from data_models.purchase import Purchase
from planning.schedule import schedule
from tests.pages.conftest import Own, Show
from ui import data
from ui.records.panel import OPEN
from ui.session import Open

PAGE = "pages/track/projects.py"
DELIVERY = {
    "projects": "project_id,title,start,finish,predecessors,stage,asked\n"
    "A,<b>Alpha</b>,2026-12-01,2027-01-15,B,planning,2026-01-01\n"
    "B,Beta | *x*,2027-01-18,2027-02-15,A,planning,\nC,No dates,,,,delivering,\n",
    "milestones": "milestone_id,project_id,title,due\nM1,C,Long ago,2026-01-01\nM2,C,No day,\n",
    "staff_hours": "staff_hours_id,project_id,role,month,hours\nH1,C,Wizard,2099-01-01,12\n",
}

EARLY = {
    "purchases": "purchase_id,title,stage\nP-1,Tablets,ordered\nP-2,Books,approved\n",
    "readiness_checks": "purchase_id,check,state\nP-1,privacy agreement,done\n",
}


def page(show: Show, view: str = "Timeline", **link: str | list[str]) -> AppTest:
    app = show(**link)
    app.session_state["projects-view"] = view
    app.switch_page(PAGE).run()
    assert not app.exception, app.exception
    return app


def said(app: AppTest) -> str:
    """Everything the page says in words, without what keeps Markdown from reading them."""
    return raw(app).replace("\\", "")


def raw(app: AppTest) -> str:
    """Everything the page says, as it is sent."""
    kinds: list[Any] = [app.subheader, app.markdown, app.caption, app.info, app.warning, app.success, app.error]
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def rows(app: AppTest, table: int = 0) -> list[dict[Any, Any]]:
    return list(app.dataframe[table].value.to_dict("records"))


def opened(app: AppTest, kind: type[Record], key: str) -> str:
    app.session_state[OPEN] = Open(kind.table, key)
    app.run()
    assert not app.exception, app.exception
    return said(app)


def test_what_a_technology_officer_sees_first(sample: Path, show: Show) -> None:
    words = said(page(show))
    assert "29 open projects, 10 slip" in words
    assert "3 answer no need" in words
    assert "Asked to classroom: median 442 days for the 2 in use" in words
    # Next semester's overload, and the approved purchases among its causes.
    assert (
        "Jan to Jun 2027, too much is asked even without the draft plan: "
        "systems analyst 94 h (204 h with it), project manager 39 h and network engineer 31 h" in words
    )
    assert "Among the causes, at stage approved: Firewall and web filter and Two-step sign-in for staff" in words
    assert "No day to spare, the last to finish first: Wi-Fi renewal, elementary → Learner laptop refresh" in words


def test_an_approved_purchase_that_the_plan_leaves_out_is_pointed_out_with_the_reason(sample: Path, show: Show) -> None:
    app = page(show, "Projects", **{"projects-look": ["approved, not in the plan"]})
    assert [row["Project"] for row in rows(app)] == ["Two-step sign-in for staff"]
    assert "1 approved for these projects, not in the plan" in [
        place.proto.popover.label for place in app.get("popover")
    ]
    why = "General fund, Measure T bond, Title II-A and 1 other fund may pay, but "
    assert why in said(app)
    words = opened(app, Project, "PR-07")
    assert f"Its purchase Two-step sign-in for staff is approved but not in the plan: {why}" in words
    assert f"It is approved but not in the plan: {why}" in opened(app, Purchase, "P-045")
    pinned = page(show, "Projects", pin="P-045")
    assert "not in the plan" not in said(pinned), "as the draft plan is, not the usual one"


def test_a_timeline_of_many_projects_has_pages_and_says_so(own: Own, show: Show) -> None:
    lines = [f"A{n:03},Project {n:03},2026-{1 + n % 12:02}-01,2027-0{1 + n % 9}-15" for n in range(120)]
    own(projects="\n".join(["project_id,title,start,finish", *lines]))
    app = page(show)
    assert "**1 to 40 of 120 projects with dates**" in said(app)
    app.session_state["timeline-order"] = "By title"
    app.session_state["timeline-page"] = 3
    app.run()
    assert "**81 to 120 of 120 projects with dates**" in said(app)
    (chart,) = app.get("plotly_chart")
    assert "Project 119" in chart.proto.spec
    assert "Project 079" not in chart.proto.spec
    app.session_state["projects-find"] = "Project 00"
    app.run()
    assert not app.exception, app.exception
    assert "projects with dates" not in said(app), "what fits at once has no pages"


def test_where_no_finish_was_promised_slip_is_not_known(own: Own, show: Show) -> None:
    own(projects="project_id,title,start,finish\nA,Alpha,2026-01-01,2026-02-01\nB,Beta,2026-01-01,2026-02-01\n")
    assert "2 open projects, slip not known, 2 answer no need" in said(page(show))


def test_thousands_are_counted_with_commas(own: Own, show: Show) -> None:
    own(projects="\n".join(["project_id,title,stage", *(f"A{n},Project {n},planning" for n in range(1100)),
                           *(f"C{n},Closed {n},closed" for n in range(1000))]))  # fmt: skip
    words = said(page(show))
    assert "1,100 open projects, slip not known, 1,100 answer no need" in words
    assert (
        "Not drawn: without a start or a finish: Project 0, Project 1, Project 10, Project 100 and 2,096 more" in words
    )
    assert "; 1,000 closed" in words


def test_a_page_of_the_timeline_that_a_filter_leaves_out_is_the_first(
    own: Own, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"A{n:03},{'Late' if n > 79 else 'Early'} {n:03},2026-11-01,2027-01-15" for n in range(120)]
    own(projects="\n".join(["project_id,title,start,finish", *lines]))
    logged: list[str] = []
    monkeypatch.setattr(policies, "_shown_default_value_warning", False)
    monkeypatch.setattr(policies._LOGGER, "warning", lambda words, *_, **__: logged.append(words))
    app = page(show, **{"timeline-page": "3", "timeline-order": "By title"})
    assert "**81 to 120 of 120 projects with dates**" in said(app)
    app.session_state["projects-find"] = "Early"
    app.run()
    assert "**1 to 40 of 80 projects with dates**" in said(app)
    assert logged == []


def test_an_order_ahead_of_its_checks_is_among_those_to_settle(own: Own, show: Show) -> None:
    own(**EARLY)
    app = page(show, "Readiness", **{"readiness-ready": ["ordered with checks open"]})
    assert [row["Purchase"] for row in rows(app)] == ["Tablets"]
    said = opened(app, Purchase, "P-1")
    assert "It is ordered while accessibility statement, single sign-on and rostering" in said
    assert "It is not on record which fund pays it: say so on Budget, under Orders." in said


def test_an_order_taken_back_asks_why_and_keeps_what_was_typed(sample: Path, show: Show) -> None:
    app = page(show, "Readiness")
    opened(app, Purchase, "P-059")
    app.selectbox(key="edit purchases P-059 stage").set_value("approved")
    save = next(button for button in app.button if button.label == "Save")
    save.click().run()
    assert not app.exception, app.exception
    refused = "Kindergarten tablets goes back from ordered to approved, and that needs a reason."
    assert any(refused in toast.value.replace("\\", "") for toast in app.toast)
    assert app.selectbox(key="edit purchases P-059 stage").value == "approved"
    app.text_input(key="edit purchases P-059 why").set_value("The vendor recalled them")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception, app.exception
    stage = next(p.stage for p in data.district().purchases if p.purchase_id == "P-059")
    assert stage == "approved"
    newest = next(c for c in data.history(data.on_screen(), "purchases", "P-059") if c.table == "purchases")
    assert newest.action == "changed: The vendor recalled them"


def test_the_table_says_who_said_how_it_goes(sample: Path, show: Show) -> None:
    app = page(show, "Projects")
    table = {row["Project"]: row for row in rows(app)}
    assert len(table) == 30
    website = table["Website accessibility"]
    assert (website["Health"], website["Why"], website["Slip"]) == ("late", "The first vendor left in August", 189)
    assert str(website["Said"]).endswith(", the person at the machine")
    assert website["In use"] == "so far"
    assert table["Kindergarten tablets"]["In use"] == "in use"
    assert table["Kindergarten tablets"]["To classroom"] == 357
    assert table["Server room cooling"]["Of budget"] == 100 * 38215.40 / 64000


def test_filters_leave_those_that_answer_no_need(sample: Path, show: Show) -> None:
    app = page(show, "Projects", **{"projects-look": ["answers no need"]})
    assert {row["Project"] for row in rows(app)} == {
        "Server room cooling",
        "Phone system clean-up",
        "New staff intranet",
    }


def test_the_lens_applies(sample: Path, show: Show) -> None:
    app = page(show, "Projects", departments="SPED")
    assert [row["Project"] for row in rows(app)] == ["IEP system replacement"]
    app = page(show, "Projects", fy="2029")
    assert {row["Project"] for row in rows(app)} == {
        "Learner laptop refresh", "High school Wi-Fi design", "One learning platform", "Classroom picture",
        "Phone system clean-up",
    }  # fmt: skip


def test_milestones_begin_with_those_overdue(sample: Path, show: Show) -> None:
    table = rows(page(show, "Milestones"))
    assert len(table) == 89
    assert (table[0]["Milestone"], table[0]["State"]) == ("Templates mended", "overdue")
    assert [row["State"] for row in table].count("overdue") == 1


def test_capacity_names_the_purchase_without_which_it_fits(sample: Path, show: Show) -> None:
    app = page(show, "Capacity")
    drafted = said(app)
    assert "Hours with the draft plan." in [c.value for c in app.caption]
    app.toggle(key="load-with-draft").set_value(False).run()
    assert "Hours without the draft plan." in [c.value for c in app.caption]
    decided = said(app)
    assert drafted != decided
    assert "It fits without Wi-Fi renewal at six schools (stage planned, 60 h) or Firewall and web filter" in decided
    causes = rows(app)
    assert {"Role": "network engineer", "What": "Firewall and web filter", "Kind": "purchase, stage approved",
            "Hours": 36.0, "Goes without it": 31.0} in causes  # fmt: skip
    assert not any(row["Kind"] == "in the draft plan" for row in causes)
    app.segmented_control(key="semester").set_value("Jan to Jun 2028").run()
    assert "Nobody is asked more than they have, Jan to Jun 2028." in said(app)


def test_a_project_opened_says_its_dates_chain_needs_and_purchases(sample: Path, show: Show) -> None:
    words = opened(page(show), Project, "PR-06")
    assert "**Waited for by** One learning platform" in words
    assert "**Chain without a day to spare** Rostering and single sign-on → One learning platform" in words
    assert "Each day it slips moves the end of that chain." in words
    assert "**Answers** " in words


def test_projects_that_contradict_themselves_are_listed_beside_the_headline(sample: Path, show: Show) -> None:
    app = page(show)
    in_doubt = {course.project_id for course in schedule(data.district()).courses if course.doubts}
    app.session_state["projects that contradict"] = True  # a test cannot press the popover
    app.run()
    listed = {key.removeprefix("projects that contradict ") for b in app.button if "contradict" in (key := str(b.key))}
    assert listed == in_doubt
    assert len(in_doubt) == 7
    app.button(key="projects that contradict PR-21").click().run()
    assert not app.exception
    assert app.session_state[OPEN] == Open(Project.table, "PR-21")
    assert not app.session_state["projects that contradict"], "it lies over nothing"


def test_contradictions_are_said_in_the_panel(sample: Path, show: Show) -> None:
    words = opened(page(show), Project, "PR-21")
    assert "It starts 278 days before Rostering and single sign-on, which must finish first, is done." in words
    assert "Its health is good, and it slips 15 days." in words


def test_readiness_names_what_is_overdue_and_the_panel_what_holds_an_order_back(sample: Path, show: Show) -> None:
    app = page(show, "Readiness")
    table = {row["Purchase"]: row for row in rows(app)}
    late = table["Math screener for grades 2-8"]
    assert str(late["Privacy"]).startswith("▲ overdue ")
    assert late["Open"] == 6
    assert table["Decodable books K-2"]["Open"] == 0
    assert next(iter(table)) == "Decodable books K-2", "what is approved comes first"
    assert "It cannot be ordered yet: privacy agreement, network and device fit and support plan open" in opened(
        app, Purchase, "P-042"
    )
    left_out = "Its checks are settled. Before it can be ordered, pin it in on Prioritise or say who pays."
    assert left_out in opened(app, Purchase, "P-045")


def test_an_empty_district_says_what_to_do(own: Own, show: Show) -> None:
    own()
    app = page(show)
    assert "Load **projects.csv**" in said(app)
    assert not app.tabs, "with neither project nor purchase there is nothing to look at"


def test_purchases_without_a_project_can_be_made_ready(own: Own, show: Show) -> None:
    own(**EARLY)
    assert "Load **projects.csv**" in said(page(show))
    for view in ("Projects", "Milestones", "Capacity"):
        page(show, view)
    assert [row["Purchase"] for row in rows(page(show, "Readiness"))] == ["Tablets", "Books"]


def test_circles_names_like_markup_and_missing_dates(own: Own, show: Show) -> None:
    own(**DELIVERY)
    app = page(show)
    words = said(app)
    assert "<b>Alpha</b> waits for Beta | *x* waits for <b>Alpha" in words
    assert "<b>" not in raw(app)
    assert "Not drawn: without a start or a finish: No dates." in words
    assert "Nobody has said how many hours there are of: Wizard" in words
    assert "1 milestone overdue" in words
    assert "2 milestones" not in opened(app, Milestone, "M2")


def test_a_project_that_ends_before_it_starts_is_marked(own: Own, show: Show) -> None:
    own(projects="project_id,title,start,finish\nA,Alpha,2027-03-01,2026-12-01\nB,Beta,2026-12-01,2027-03-01\n")
    (chart,) = page(show).get("plotly_chart")
    notes = json.loads(chart.proto.spec)["layout"]["annotations"]
    assert [note["y"] for note in notes if "ends before it starts" in note["text"]] == [1], "Alpha, the second row"
    listed = page(show, "Projects", **{"projects-look": ["ends before it starts"]})
    assert "**Alpha** ends before it starts: put the start or the finish right." in said(listed)
    (row,) = rows(listed)
    assert (row["Project"], row["Contradicts"]) == ("Alpha", "It finishes on 1 Dec 2026, before it starts.")


def test_the_hours_behind_an_overload_can_be_found_and_opened(sample: Path, show: Show) -> None:
    app = page(show, "Capacity")
    app.toggle(key="load-with-draft").set_value(False).run()
    app.toggle(key="load-hours").set_value(True).run()
    assert not app.exception, app.exception
    hours = rows(app, 1)
    assert all(row["Month"].year == 2027 and row["Month"].month <= 6 for row in hours)
    april = [row for row in hours if row["Role"] == "network engineer" and row["Month"].month == 4]
    assert {row["Month over"] for row in april} == {31.0}
    assert {"Wi-Fi renewal at six schools", "Firewall and web filter"} <= {str(row["What"]) for row in april}
    line = next(h for h in data.district().staff_hours if h.role == "network engineer" and h.purchase_id == "P-002")
    words = opened(app, StaffHours, line.staff_hours_id)
    assert "hours of network engineer in February 2027 for Wi-Fi renewal at six schools" in words.replace("**", "")


def test_a_check_is_found_by_its_owner(sample: Path, show: Show) -> None:
    found = page(show, "Readiness", **{"readiness-find": "siobhán"})
    assert {row["Purchase"] for row in rows(found)} == {"Speech devices and apps", "IEP system replacement"}
