"""Budget in its frame: on the sample, empty, and edited by one who may and one who may not."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.elements.lib import policies
from streamlit.testing.v1 import AppTest

from data_models.edit import Edit
from data_models.errors import DistrictError
from data_models.fund import Fund, FundYear
from data_models.member import Role
from store.database import Database
from store.district import start_district
from tests.pages.conftest import ROOT, Own
from ui import books, data
from ui.budget import AHEAD, FUNDS, LAPSING, LEDGER, ORDERS, SUPPLANTING, YEARS
from ui.budget_ahead import ALL
from ui.records.panel import OPEN
from ui.session import Open
from ui.words import day, short_money


def show_budget(**link: str) -> AppTest:
    """Budget, with a link's parameters where any are given."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.switch_page("pages/track/budget.py").run()
    assert not app.exception, app.exception
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(m.value).replace("\\", "") for m in (*app.subheader, *app.markdown, *app.caption, *app.info))


@pytest.fixture
def late_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day that the sample is made for."""

    class Day(date):
        @classmethod
        def today(cls) -> "Day":
            return cls(2026, 11, 22)

    monkeypatch.setattr("ui.data.date", Day)


def test_every_dollar_that_lapses_in_180_days_and_what_could_use_it(sample: Path, late_november: None) -> None:
    app = show_budget(view=LAPSING)
    said = texts(app)
    assert "$19,870 lapses within 180 days: the draft plan uses $1,950 and leaves $17,920" in said
    assert "$19,870 of Tobacco prevention grant must be obligated by 31 Mar 2027" in said
    uses = app.dataframe[0].value.to_dict("records")
    assert [row["Could use it"] for row in uses] == ["Vape sensors at high schools", "Wellness check-in survey"]
    assert uses[0]["Could take more"] == pytest.approx(17_920, abs=1)
    assert uses[1]["Why no more"] == "Tobacco prevention grant pays all that it may of it."
    rules = app.table[0].value.to_dict("records")
    assert any("at most half of any one purchase" in row["Rule"].replace("\\", "") for row in rules)
    assert all(row["Source"] and row["Read"] and row["Confidence"] for row in rules)
    app.segmented_control(key="within").set_value(90).run()
    assert "Nothing lapses within 90 days" in texts(app)
    app.segmented_control(key="within").set_value(365).run()
    assert "Perkins V must be obligated by 30 Jun 2027" in texts(app)
    assert sum("not legal advice" in caption.value for caption in app.caption) == 1


def test_funds_with_their_money_and_what_would_lapse(sample: Path, late_november: None) -> None:
    app = show_budget()
    rows = {row["Key"]: row for row in app.dataframe[0].value.to_dict("records")}
    assert len(rows) == 13
    grant = rows["7816"]
    assert (grant["Budget"], grant["Spent"], grant["Encumbered"]) == (31_000, 8_413, 2_717)
    assert grant["Planned"] + grant["Left after the draft plan"] == pytest.approx(19_870)
    assert grant["Lapses first"] == date(2027, 3, 31)
    next_year = {row["Key"]: row for row in show_budget(fy="2028").dataframe[0].value.to_dict("records")}
    assert next_year["0000"]["Budget"] == 2_010_000, "the lens has a year"


def test_coming_years_and_the_cliff(sample: Path, late_november: None) -> None:
    app = show_budget(view=AHEAD)
    rows = app.dataframe[0].value.to_dict("records")
    assert rows[0] | {"On record": ""} == {
        "Year": "FY 2028", "What": "Certification practice tests", "Is a": "contract", "Fund": "Perkins V",
        "Ends with": "FY 2027", "Cost": 12_880.0, "Others take over": 0.0, "On record": "",
    }  # fmt: skip
    said = texts(app)
    assert "recurring cost in these years has no money once its fund has ended" in said
    assert "recurring costs of purchases bought and in the draft plan, one-time costs that the draft plan pays" in said
    assert "Prioritise counts the draft plan by the year of the money" in said
    app = show_budget(view=AHEAD, departments="SS")
    assert {row["Fund"] for row in app.dataframe[0].value.to_dict("records")} <= {"Title IV-A", "Title II-A"}


def test_supplanting_is_a_question_with_both_figures(sample: Path, late_november: None) -> None:
    app = show_budget(view=SUPPLANTING)
    said = texts(app)
    assert "In FY 2026 general money paid Nudgewell $11,970" in said
    assert "Would that replace what local money paid?" in said
    rules = [row["Rule"] for table in app.table for row in table.value.to_dict("records")]
    assert any("adds to state and local money" in rule for rule in rules), "how Title IV-A tests it"
    assert "ask the state" not in said


def test_days_are_chosen_where_they_change_something_and_stay_chosen(sample: Path, late_november: None) -> None:
    app = show_budget(view=LAPSING)
    app.segmented_control(key="within").set_value(365).run()
    for view in (AHEAD, SUPPLANTING, LEDGER, ORDERS):
        app.segmented_control(key="view").set_value(view).run()
        assert [control.key for control in app.segmented_control if control.key == "within"] == [], view
    app.segmented_control(key="view").set_value(FUNDS).run()
    assert app.segmented_control(key="within").value == 365
    assert "lapses within 365 days" in texts(app)


def test_the_answer_is_written_beside_what_is_asked_and_stands_with_the_question(
    sample: Path, late_november: None
) -> None:
    app = show_budget(view=SUPPLANTING)
    button = next(button for button in app.button if button.label == "Answer")
    button.click().run()
    assert not app.exception, app.exception
    now = app.session_state[OPEN]
    assert now.table == "purchases"
    tabs = next(block for block in app.get("tab_container") if len(block.children) == 5)
    assert tabs.proto.tab_container.default_tab_index == 2, "at its comments"
    assert "Would that replace what local money paid?" in texts(app)
    for words in ("It adds 200 learners.", "The state agrees."):
        data.comment(data.on_screen(), "rortiz", now.table, (now.key,), words)
    app.session_state[OPEN] = None
    said = texts(app.run())
    assert ":material/chat: 2 comments, the last: Rosa Ortiz, " in said
    assert ": The state agrees." in said


def choose(app: AppTest, table: str, row: int) -> AppTest:
    app.session_state[table] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return app.run()


def test_from_the_coming_years_to_the_rows_of_the_files(sample: Path, late_november: None) -> None:
    app = show_budget(view=AHEAD)
    app.segmented_control(key="ahead_table").set_value(ALL).run()
    rows = app.dataframe[0].value
    first = rows[rows["Year"] == "FY 2027"]["Cost"].sum()
    assert f"${first / 1e6:.2f}M" == "$4.98M", "what the bar of the chart says"
    for source, starts, file in (
        ("contract", "contract C-", "contracts.csv"),
        ("project", "project ", "projects.csv"),
        ("one-time cost in draft plan", "cost line P-", "cost_lines.csv"),
        ("recurring cost in draft plan", "cost line P-", "cost_lines.csv"),
    ):
        app = choose(app, "promised table", [str(kind) for kind in rows["Is a"]].index(source))
        (stands, *_) = app.table[0].value.to_dict("records")
        assert stands["Stands on"].replace("\\", "").startswith(starts)
        assert file in stands["From"].replace("\\", "")


def test_from_planned_money_to_the_rows_of_its_cost_lines(sample: Path, late_november: None) -> None:
    app = show_budget()
    app.session_state[OPEN] = Open(Fund.table, "3010")
    app.run()
    planned = next(frame.value for frame in app.dataframe if "Of a cost of" in frame.value)
    said = next(m.value for m in app.markdown if m.value.startswith("**Planned:")).replace("\\", "")
    assert f"${planned['Pays'].sum():,.2f}".removesuffix(".00") in said
    app = choose(app, "planned of 3010 table", 0)
    (line,) = next(t.value for t in app.table if "Stands on" in t.value).to_dict("records")
    assert "cost_lines.csv" in line["From"].replace("\\", "")


def withdraw_fund_years(which: str) -> None:
    with data.database().write(data.on_screen()) as cursor:
        cursor.execute(f"UPDATE fund_years SET withdrawn_at = current_timestamp WHERE {which}")


def test_without_fund_years_it_says_what_is_missing_and_claims_nothing(sample: Path, late_november: None) -> None:
    withdraw_fund_years("TRUE")
    app = show_budget()
    said = texts(app)
    heading = app.subheader[0].value.replace("\\", "")
    assert heading.startswith("The ledger has $")
    assert heading.endswith(" spent in FY 2027; what of it the cabinet may use is not yet said")
    rows = {row["Key"]: row for row in app.dataframe[0].value.to_dict("records")}
    assert rows["7816"]["Ledger: spent FY 2027"] == 8_413, "as its entries say"
    assert "Budget" not in rows["7816"], "nothing of the ledger stands where the cabinet's money does"
    assert "the whole fund, from the ledger; what of it the cabinet may use is not yet said. In all: " in said
    assert "The ledger has entries of FY 2025, FY 2026 and FY 2027, but no fund year says what any of the 13" in said
    assert "load fund_years.csv on Data, or add them under Fund years" in said
    assert "within 180 days" not in texts(show_budget(view=LAPSING)), "nothing is known to lapse, and nothing not to"


def test_a_fund_without_a_fund_year_is_named(sample: Path, late_november: None) -> None:
    withdraw_fund_years("fund_id = '3010'")
    said = texts(show_budget())
    assert "Title I-A has no fund year, so budget and what is left are not known; the ledger has entries of" in said
    assert "$19,870 lapses within 180 days" in said
    assert "no fund year says" not in texts(show_budget(view=LEDGER))


def test_budget_and_prioritise_name_the_same_money_that_lapses_first(sample: Path, late_november: None) -> None:
    app = show_budget()
    first = re.search(r"First unused: \$([\d,]+) of (.+?), (\d+ \w+ \d+)\.", texts(app))
    assert first
    amount, fund, when = first.groups()
    row = next(row for row in app.dataframe[0].value.to_dict("records") if row["Fund"] == fund)
    assert (f"{round(row['Would lapse']):,}", day(row["Lapses first"])) == (amount, when)
    app.switch_page("pages/decide/prioritise.py").run()
    headline = str(app.subheader[0].value).replace("\\", "")
    assert re.search(rf"\{short_money(Decimal(amount.replace(',', '')))} of {fund} lapses (on )?{when}", headline), (
        headline
    )


def test_a_carryover_limit_is_told_apart_from_the_last_day(sample: Path, late_november: None) -> None:
    app = show_budget(view=LAPSING, within="365 days")
    said = texts(app)
    assert re.search(r"By carryover limit: \$[\d,]+ of Title I-A, 30 Sep 2027\.", said)
    assert "of Title I-A must be obligated by 30 Sep 2027: at most $91,860 (15% of $612,400) of FY 2027 may be " in said
    assert "may be carried past 30 Sep 2027; its last day is 30 Sep 2028." in said
    later = next(table.value for table in app.table if "Why then" in table.value)
    assert set(later["Why then"]) == {"its last day to obligate"}


def test_days_in_a_link_are_the_days_looked_at(sample: Path, late_november: None) -> None:
    assert "within 365 days" in show_budget(within="365 days").subheader[0].value


def test_from_a_number_to_its_entries_and_the_row_of_the_file(sample: Path) -> None:
    app = show_budget(view=LEDGER)
    assert "25,000 entries" in texts(app)
    app.selectbox(key="ledger_fund").set_value("7816").run()
    app.selectbox(key="ledger_year").set_value(2027).run()
    app.selectbox(key="ledger_kind").set_value("actual").run()
    assert "actual $8,412.60" in texts(app), "the same as the fund's spent"
    rows = app.dataframe[0].value
    assert set(rows["File"]) == {"ledger_entries.csv"}
    assert rows["Row"].min() > 1
    app.text_input(key="ledger_find").set_value("no such words").run()
    assert "No entry fits" in texts(app)


def test_what_is_taken_along_begins_with_the_key(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Callable[[], bytes]] = {}

    def noted(_: str, file: Callable[[], bytes], name: str, *rest: object, **more: object) -> None:
        made[name] = file

    monkeypatch.setattr("streamlit.download_button", noted)
    app = show_budget(view=LEDGER, ledger_fund="Tobacco prevention grant (7816)")
    headings, *rows = csv.reader(io.StringIO(made["ledger_entries.csv"]().decode("utf-8-sig"), newline=""))
    assert headings == ["Key", "Date", "Kind", "Amount", "Fund", "Vendor", "What for", "Account", "File", "Row"]
    on_screen = app.dataframe[0].value
    assert [row[0] for row in rows[: len(on_screen)]] == list(on_screen["Key"])
    assert len({row[0] for row in rows}) == len(rows)


def test_a_button_leads_to_the_entries_and_into_the_link_without_a_complaint(
    sample: Path, late_november: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaints: list[str] = []
    monkeypatch.setattr(policies, "_shown_default_value_warning", False)
    monkeypatch.setattr(policies._LOGGER, "warning", lambda words, *_, **__: complaints.append(words))
    app = show_budget(view=LAPSING)
    next(button for button in app.button if button.label == "Its entries").click().run()
    assert not app.exception, app.exception
    assert app.segmented_control(key="view").value == LEDGER
    asked = {key: str(words) for key, words in app.query_params.items() if key.startswith("ledger_")}
    assert asked == {"ledger_fund": "Tobacco prevention grant (7816)", "ledger_year": "FY 2027"}
    linked = show_budget(view=LEDGER, **asked)
    assert linked.selectbox(key="ledger_fund").value == "7816"
    assert texts(linked).count("actual $8,412.60") == 1
    assert complaints == []


def test_one_who_may_not_edit_is_told_and_one_who_may_changes_what_lapses(sample: Path, late_november: None) -> None:
    portfolio = data.district()
    kept = {(y.fund_id, y.fiscal_year): y for y in books.with_kept_fund_years(portfolio).fund_years}
    before = kept["7816", 2027]
    assert before.spent is None, "the office left it to the ledger"
    edit = Edit(before=before, after=FundYear(**{**dict(before), "budgeted": Decimal(41_000)}))
    panel = next(m for m in portfolio.members if m.member_id == "hbergstrom")
    demoted = Edit(before=panel, after=panel.model_copy(update={"role": Role.PANEL}))
    assert data.edit(portfolio.district.district_id, "rortiz", [demoted]) == ()
    with pytest.raises(DistrictError, match="has the role 'panel'"):
        data.edit(portfolio.district.district_id, "hbergstrom", [edit])
    assert data.edit(portfolio.district.district_id, "rortiz", [edit]) == ()
    assert "$29,870 lapses within 180 days" in texts(show_budget(view=YEARS))


def test_an_empty_district_is_told_what_to_do(empty: Database) -> None:
    start_district(empty, "Nowhere", "local")
    empty.close()
    app = show_budget()
    assert "Load funds.csv, fund_years.csv and the ledger" in texts(app)
    assert [button.label for button in app.button if button.label == "Add fund"]


def test_a_year_without_entries_stays_asked_for_and_says_which_row_its_figure_is_from(sample: Path) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.session_state[OPEN] = Open(Fund.table, "0000")
    app.switch_page("pages/track/budget.py").run()
    app.selectbox(key="entries of 0000").set_value(2028).run()
    said = (
        "Of FY 2028, the office itself says budget $2,010,000, encumbered $1,632,400 and spent $0: 'fund_years.csv', "
    )
    assert said + "row 3" in texts(app)
    app.button(key="entries 0000 encumbrance").click().run()
    assert not app.exception, app.exception
    assert app.selectbox(key="ledger_year").value == 2028, "not any year, whose entries are others"
    assert app.query_params["ledger_year"] == "FY 2028"
    assert not app.dataframe
    assert said + "row 3" in texts(app)
    assert "from the ledger" not in said


def test_a_ledger_of_no_fund_on_record_adds_up_to_no_blank(own: Own) -> None:
    own(
        funds="fund_id,name,kind\nG,Reading grant,other\n",
        ledger_entries="account,fiscal_year,amount\n01-3010,2027,500\n",
    )
    assert "is not yet said. Without 1 entry of no fund on record." in texts(show_budget())
