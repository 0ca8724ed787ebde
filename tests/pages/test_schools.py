"""Schools in its frame: on the sample, filtered, opened, with a floor, empty, and with little on record."""

from collections.abc import Hashable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_models.district import Site
from planning.calendar import fiscal_year
from tests.pages.conftest import Own, Show
from ui import data
from ui.budget import LEDGER
from ui.records.panel import OPEN
from ui.session import Open

PAGE = "pages/track/schools.py"


def on_schools(app: AppTest) -> AppTest:
    app.switch_page(PAGE).run()
    assert not app.exception, app.exception
    return app


def table(app: AppTest) -> list[dict[Hashable, Any]]:
    return app.dataframe[0].value.to_dict("records")


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.subheader, *app.markdown, *app.caption)).replace("\\", "")


def test_the_sample_on_the_screen(sample: Path, show: Show) -> None:
    app = on_schools(show())
    rows = {row["School"]: row for row in table(app)}
    assert len(rows) == 24
    assert app.subheader[0].value == (
        "4 schools have no integration expert, 1 not on record; 6 of 24 are ready for one more rollout"
    )
    assert rows["Eastside Elementary"]["Experts"] == "✕ none"
    assert rows["Sample Valley Online Academy"]["Experts"] == "? not on record"
    assert rows["Alder Elementary"]["Need"] == "◆ high-need"
    assert rows["Alder Elementary"]["Trained"] == "15 of 24"
    assert rows["Sample Valley Online Academy"]["One more rollout"] == "3 not on record"
    assert "per learner from this plan and what is ordered, the others $" in words(app)
    assert (
        "$12,400 is ordered and not in the ledger yet. $2,400 is ordered and no fund is said to pay it: it is not in "
        "these figures. Spent or promised so far in FY 2027"
    ) in words(app)
    assert "Coming $/learner" in rows["Alder Elementary"]
    assert "Spent or promised so far in FY 2027" in words(app)


def test_filters_and_the_lens_narrow_the_list(sample: Path, show: Show) -> None:
    app = on_schools(show())
    app.pills(key="schools expert 0").set_value(["has none"]).run()
    assert [row["School"] for row in table(app)] == [
        "Eastside Elementary", "Las Palmas Continuation High", "César Chávez Middle", "Orchard Elementary"
    ], "the greatest need first"  # fmt: skip
    app.pills(key="schools expert 0").set_value([]).run()
    app.multiselect(key="lens schools 0").set_value(["0302"]).run()
    assert [row["School"] for row in table(app)] == ["Valley View Middle"]
    assert app.subheader[0].value == "Every school has an integration expert; 0 of 1 are ready for one more rollout"


def test_a_nonsense_filter_in_a_link_breaks_nothing(sample: Path, show: Show) -> None:
    app = show(**{"schools-need": "rich", "schools-level": "tall"})
    on_schools(app)
    assert "filters are set" in app.info[0].value


def test_a_floor_says_what_it_costs_and_is_in_the_link(sample: Path, show: Show) -> None:
    app = on_schools(show())
    assert "A floor of" not in words(app)
    app.slider(key="schools floor").set_value(70).run()
    assert app.query_params["highneed"] == "70"
    said = words(app)
    assert "A floor of 70% costs " in said
    assert "of the plan's merit" in said
    assert "High-need schools get $2.8" in said


def test_an_opened_school_says_everything_of_it(sample: Path, show: Show) -> None:
    app = show()
    app.session_state[OPEN] = Open(Site.table, "0105")
    said = words(on_schools(app))
    assert "**One more rollout: 3 things to settle" in said or "**One more rollout: 4 things to settle" in said
    for part in ("no integration expert", "4 of 18 teachers trained", "Low-income 341 (85%)", "Purchases coming:",
                 "Needs: ", "projects that name this school", "Evidence: "):  # fmt: skip
        assert part in said, part


def test_no_schools_yet(own: Own, show: Show) -> None:
    own()
    app = on_schools(show())
    assert "Load sites.csv" in app.info[0].value
    assert not app.dataframe


@pytest.mark.parametrize("rows", ["0101,Alder,,\n0102,Birch,300,20\n", "0101,Alder,0,0\n"])
def test_little_on_record_is_said_and_not_guessed(own: Own, show: Show, rows: str) -> None:
    own(sites=f"site_id,name,enrolment,low_income\n{rows}")
    app = on_schools(show())
    assert {row["Need"] for row in table(app)} == {"not known"}
    assert "No school has a need index" in words(app)
    assert "The ledger names no school" in words(app)
    assert data.district().sites[0].name == "Alder"


def test_without_dollars_it_says_what_to_load_and_draws_none(own: Own, show: Show) -> None:
    rows = "0101,Alder,400,300,100,40\n0102,Birch,300,20,10,30\n"
    own(sites=f"site_id,name,enrolment,low_income,english_learners,special_education\n{rows}")
    app = on_schools(show())
    assert app.info[0].proto.title == "No dollars on record for any school"
    assert "ledger_entries.csv" in app.info[0].value
    assert not app.get("plotly_chart")


def test_with_dollars_the_schools_are_drawn(sample: Path, show: Show) -> None:
    app = on_schools(show())
    assert app.get("plotly_chart")
    assert not app.info


def test_entries_that_name_no_school_are_of_the_one_their_account_names_here_and_on_budget(
    own: Own, show: Show
) -> None:
    """Alder's 400 learners get 100 named and 700 by the account; of 1,000 there are 200 that no school is named for."""
    rows = "0101,Alder,400,300,100,40\n0102,Birch,300,20,10,30\n"
    account = "01-0000-0-1110-1000-4300-"
    year = fiscal_year(date.today(), 7)
    own(
        sites=f"site_id,name,enrolment,low_income,english_learners,special_education\n{rows}",
        funds="fund_id,name\nGF,General\n",
        ledger_entries="entry_id,account,fund_id,fiscal_year,kind,amount,site_id\n"
        f"E1,{account}0999,GF,{year},actual,100,0101\nE2,{account}0101,GF,{year},actual,700,\n"
        f"E3,{account}0999,GF,{year},actual,200,\n",
    )
    said = words(on_schools(show()))
    assert (
        "$2 per learner there, $0 at the others. $200 of the ledger's $1,000 names no school, itself or in its" in said
    )
    app = show()
    app.session_state["view"] = LEDGER
    app.switch_page("pages/track/budget.py").run()
    assert "3 entries, actual $1,000" in words(app)
    app.multiselect(key="lens schools 0").set_value(["0101"]).run()
    assert not app.exception, app.exception
    assert "2 entries, actual $800" in words(app)
