"""The page of contracts in its frame: what a person sees, in words and order; empty, sifted, answered, ended."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_models.contract import Contract
from data_models.edit import Edit
from data_models.member import Member, Role
from data_models.overlap import Answer
from data_models.purchase import Purchase
from store.database import Database, open_database
from store.district import choose_district, current_district, start_district
from store.editing import write_edits
from store.member import LOCAL
from store.overlap import answer_overlap
from tests.pages.conftest import ROOT, Show
from ui.records.panel import OPEN
from ui.session import Open

PAGE = "pages/track/contracts.py"


@pytest.fixture(autouse=True)
def late_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day that the sample is made for."""

    class Day(date):
        @classmethod
        def today(cls) -> "Day":
            return cls(2026, 11, 22)

    monkeypatch.setattr("ui.data.date", Day)


def on_page(app: AppTest) -> AppTest:
    app.switch_page(PAGE).run()
    assert not app.exception, app.exception
    return app


def texts(app: AppTest) -> list[str]:
    return [m.value.replace("\\", "") for m in app.markdown]


def button(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception, app.exception
    return app


def test_the_sample_district(sample: Path, show: Show) -> None:
    app = on_page(show())
    assert app.subheader[0].value.replace("\\", "") == (
        "60 contracts, $1.69M a year, 2 need notice within 90 days ($27k), 36 questions of overlap"
    )
    soon = [b.label.replace("\\", "") for b in app.button if b.label.startswith("**by ")]
    assert soon == [
        "**by 1 Dec 2026**, in 9 days: Dual enrolment forms, $4,800 a year",
        "**by 15 Jan 2027**, in 54 days: Internet access, 10 Gbps, $22,400 a year",
    ]
    table = app.dataframe[0].value
    assert list(table.columns)[:9] == [
        "Product", "Notice by", "A year", "Used by", "Per user", "Vendor", "Purpose", "Overlaps", "Draft",
    ]  # fmt: skip
    by_name = table.set_index("Product")
    assert by_name.loc["Readwell Core", "Used by"] == "1,310 of 6,200"
    assert by_name.loc["Readwell Core", "Per user"] == 44.96
    assert by_name.loc["Firewall support", "Used by"] == "not counted"
    assert by_name.loc["Graphing on screen", "Notice by"] is None
    dates = [d for d in table["Notice by"] if d]
    assert dates == sorted(dates), "what needs notice soonest comes first"


def test_a_link_sifts_and_the_questions_follow(sample: Path, show: Show) -> None:
    app = on_page(show(**{"contracts-find": "reading practice", "end": "C-013"}))
    assert app.subheader[0].value.startswith("3 contracts")
    assert app.subheader[0].value.endswith("3 questions of overlap")
    assert any("39,520 freed by ending Newswindow Junior" in words for words in texts(app))
    assert list(app.dataframe[0].value["Draft"]) == ["ends", "", ""]
    app.segmented_control(key="beside the contracts").set_value("Overlaps").run()
    asked = [words for words in texts(app) if words.endswith("Are both needed?")]
    assert asked[0] == (
        "Readwell Core ($58,900 a year) and Sound Steps ($31,900 a year) are both listed as reading practice, "
        "grades K-3. Are both needed?"
    )
    assert len(asked) == 3


def test_an_answer_is_kept_and_can_be_taken_back(sample: Path, show: Show) -> None:
    app = on_page(show(**{"contracts-find": "library"}))
    app.segmented_control(key="beside the contracts").set_value("Overlaps").run()
    button(app, "Not the same")
    assert app.subheader[0].value.endswith("0 questions of overlap")
    assert app.expander[0].label == "Said not to be the same (1)"
    assert any(w.startswith("Story Shelf e-books and Library catalog: the person at the machine") for w in texts(app))
    button(app, "Ask again")
    assert app.subheader[0].value.endswith("1 question of overlap")


def test_ending_one_in_its_panel_and_keeping_it_after_all(sample: Path, show: Show) -> None:
    app = on_page(show(**{"contracts-find": "harbor"}))
    app.session_state["record open"] = Open("contracts", "C-004")
    app.run()
    assert not app.exception, app.exception
    said = " ".join(texts(app))
    assert (
        "Harbor LMS, middle schools renews on 1 Jul 2027 for $44,300 a year; ending it then frees $44,300 of General "
        "fund in each of FY 2028 and FY 2029, 48 instructional coach hours in FY 2028 and 72 systems analyst "
        "hours in FY 2028."
    ) in said
    assert [m.label for m in app.metric] == ["A year", "Used by", "A year for each user"]
    assert [m.value.replace("\\", "") for m in app.metric] == ["$44,300", "1,904 of 3,100", "$23.27"]
    button(app, "End it in the draft plan")
    assert app.query_params["end"] == "C-004"
    assert any("Ended in the draft plan." in words for words in texts(app))
    button(app, "Keep it in the draft plan")
    assert "end" not in app.query_params


def test_prioritise_says_what_is_freed_and_lets_go_of_it(sample: Path, show: Show) -> None:
    app = show(end="C-004")
    assert any("$88,600 freed by ending Harbor LMS, middle schools" in words for words in texts(app))
    ended = next(m for m in app.multiselect if m.label == "Contracts ended: not renewed")
    assert ended.value == ["C-004"]
    ended.set_value([]).run()
    assert not app.exception, app.exception
    assert "end" not in app.query_params
    assert not any("freed by ending" in words for words in texts(app))


def test_a_purchase_says_what_is_owned_already(sample: Path, show: Show) -> None:
    app = show()
    app.session_state[OPEN] = Open(Purchase.table, "P-009")
    app.run()
    assert not app.exception, app.exception
    assert "Already own it?" in [tab.label for tab in app.tabs]
    assert any("Already own it? 1 contract may do" in words for words in texts(app))
    asked = "The district already has Sumtrack (mathematics screening, grades 3-5"
    assert any(words.startswith(asked) for words in texts(app))
    button(app, "Not the same")
    assert not any(words.startswith(asked) for words in texts(app))


def test_who_may_only_rate_is_told_so(sample: Path, show: Show) -> None:
    database = open_database(sample)
    with database.read() as cursor:
        district_id = current_district(cursor)
    ann = Member(member_id="ann", name="Ann", role=Role.PANEL)
    assert write_edits(database, district_id, LOCAL, [Edit(before=None, after=ann)]) == ()
    database.close()
    app = on_page(show(**{"contracts-find": "library", "as": "ann"}))
    app.segmented_control(key="beside the contracts").set_value("Overlaps").run()
    button(app, "Not the same")
    assert any("this takes 'editor'" in toast.value.replace("\\", "") for toast in app.toast)
    assert app.subheader[0].value.endswith("1 question of overlap")


def test_without_a_contract(empty: Database, show: Show) -> None:
    district_id = start_district(empty, "Bare", LOCAL)
    choose_district(empty, district_id, LOCAL)
    empty.close()
    app = on_page(show())
    assert app.info[0].value.startswith("Load **contracts.csv** on **Data**, or add one here.")
    assert not app.dataframe
    button(app, "Add contract")
    assert "Yearly cost *" in [n.label for n in app.number_input] + [t.label for t in app.text_input]


def test_dates_that_are_missing_past_or_missed(empty: Database, show: Show) -> None:
    district_id = start_district(empty, "Bare", LOCAL)
    choose_district(empty, district_id, LOCAL)
    today = date(2026, 11, 22)
    day = timedelta(days=1)
    held = [
        Contract(contract_id="A", title="Never", yearly_cost=Decimal(9), active_users=0, licences=30),
        Contract(contract_id="B", title="Past", yearly_cost=Decimal(9), renews_on=today - 9 * day),
        Contract(
            contract_id="C", title="Missed", yearly_cost=Decimal(9), renews_on=today + 9 * day, notice_by=today - day
        ),
        Contract(contract_id="D", title="*Soon*", yearly_cost=Decimal("9.50"), renews_on=today + 9 * day),
    ]
    assert write_edits(empty, district_id, LOCAL, [Edit(before=None, after=c) for c in held]) == ()
    answer_overlap(empty, district_id, LOCAL, "A", ("contracts", "B"), Answer.NOT_THE_SAME)
    empty.close()
    app = on_page(show())
    assert app.subheader[0].value.replace("\\", "") == (
        "4 contracts, $37 a year, 1 needs notice within 90 days ($10), 0 questions of overlap"
    )
    table = app.dataframe[0].value
    assert list(table["Product"]) == ["*Soon*", "Missed", "Past", "Never"]
    assert list(table["Used by"]) == ["not counted", "not counted", "not counted", "nobody of 30"]
    captions = " ".join(c.value.replace("\\", "") for c in app.caption)
    assert "1 without a renewal date; 1 with a date that is past" in captions
    assert "1 with notice missed" in captions


def test_prioritise_says_what_a_contract_ended_before_its_first_sight_has_changed(sample: Path) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.switch_page(PAGE).run()
    app.session_state[OPEN] = Open(Contract.table, "C-004")
    app.run()
    button(app, "End it in the draft plan")
    app.switch_page("pages/decide/prioritise.py").run()
    assert not app.exception, app.exception
    labels = [place.proto.popover.label.replace("\\", "") for place in app.get("popover")]
    assert any(label.startswith("Since your last move: ends ") and "freed)" in label for label in labels)
