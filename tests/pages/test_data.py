"""Data, in the frame: empty, with problems, a question, a load applied, and what is refused."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from data_models.portfolio import PLAN_NEEDS, SEEN_ON
from store.database import open_database
from store.district import start_district
from store.loading import apply_load, read_source
from ui import data, session
from ui.loading import DESK, PAGES
from ui.others import DOINGS

ROOT = Path(__file__).parents[2]
MEMBERS = "member_id,name,role\nana,Ana Lee,cabinet\npia,Pia Roy,panel\n"
PURCHASES = "purchase_id,title,stage\nP-1,Screener,proposed\nP-2,Robots,proposed\n"
BAD_COSTS = (
    "cost_line_id,purchase_id,fiscal_year,category,amount\n"
    "C1,P-1,2027,software,100.50\nC2,P-1,2027,software,12OO\nC3,P-9,2027,software,5\n"
)

Upload = tuple[str, bytes, str]
Opens = Callable[..., AppTest]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opens]:
    """Opens Data on a district that holds the files given; acting as the member given."""
    path = tmp_path / "planning.duckdb"
    monkeypatch.setenv("CABINETMAKER_DATABASE", str(path))

    def open_page(held: dict[str, str] | None = None, member: str = "") -> AppTest:
        database = open_database(path)
        district_id = start_district(database, "Test Unified", "local")
        for name, text in (held or {}).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            with read_source(database, tmp_path / name) as reading:
                apply_load(database, district_id, reading, "local")
        database.close()
        test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
        if member:
            test.session_state[session.MEMBER] = member
        return test.run().switch_page("pages/keep/data.py").run()

    yield open_page
    data.close()


def upload(test: AppTest, **files: str) -> AppTest:
    """Choose the files and read them."""
    test.file_uploader[0].set_value([(f"{name}.csv", text.encode(), "text/csv") for name, text in files.items()])
    test.run()
    press(test, "Read the files")
    return test


def press(test: AppTest, label: str) -> AppTest:
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception
    return test


def said(test: AppTest) -> str:
    """Every word on the page, in order."""
    kinds = (test.title, test.header, test.markdown, test.caption, test.info, test.warning, test.error, test.success)
    return "\n".join(str(element.value).replace("\\", "") for kind in kinds for element in kind)


def on_screen(test: AppTest) -> Selectbox[str]:
    return next(box for box in test.selectbox if box.label == "District that files are loaded into")


def test_an_empty_district_says_how_to_begin(opened: Opens) -> None:
    test = opened()
    assert not test.exception
    assert test.title[0].value == "Data"
    assert "How to begin" in said(test)
    assert "Nothing has been loaded into this district yet." in said(test)
    assert "A load that was cut off leaves nothing behind: choose its files and load them again." in said(test)
    assert on_screen(test).value == "test-unified"
    assert [button.label for button in test.download_button][:2] == ["Templates, CSV files", "Templates, workbook"]


def test_the_page_and_the_readme_say_the_same_of_what_a_plan_needs(opened: Opens) -> None:
    words = said(opened())
    start = words.index("A plan needs ")
    sentences = words[start : words.index("make a plan better.", start) + len("make a plan better.")]
    assert sentences in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    for table in PLAN_NEEDS:
        assert table.replace("_", " ") in sentences


def test_problems_are_sentences_and_good_rows_load(opened: Opens) -> None:
    test = upload(opened(), purchases=PURCHASES, cost_lines=BAD_COSTS)
    words = said(test)
    assert "3 records added and 2 rows set aside" in words
    assert "'cost_lines.csv', row 3, column 'amount': \"12OO\" is not a dollar amount." in words
    assert "'cost_lines.csv', row 4, column 'purchase_id': \"P-9\"" in words
    done = DOINGS.count()
    press(test, "Apply to Test Unified")
    assert "3 records added and 2 rows set aside." in test.success[0].value
    assert [doing.words for doing in DOINGS.since(done)] == ["loaded 2 files"]
    assert not test.toast, "others are told, not the window that did it"
    assert any("2 rows of cost lines, set aside" in button.label for button in test.download_button)
    assert not any("rows set aside" in button.label for button in test.download_button), "one table needs no zip"
    with data.database().read() as cursor:
        assert cursor.execute("SELECT COUNT(*), SUM(amount) FROM cost_lines").fetchall()[0][0] == 1


def test_a_district_with_a_load_says_nothing_of_one_that_was_cut_off(opened: Opens) -> None:
    words = said(opened({"purchases.csv": PURCHASES}))
    assert "How to begin" in words
    assert "cut off" not in words


LEDGER = "account,fiscal_year,amount\n01-3010,2027,5\n"
NEEDS = "need_id,title\nN-1,Fractions\n"


@pytest.mark.parametrize(
    ("held", "files", "pages"),
    [
        ({}, {"ledger_entries": LEDGER}, ["Budget"]),
        ({}, {"needs": NEEDS, "sites": "site_id,name\nS,Alder\n"}, ["Needs", "Schools"]),
        ({}, {"goals": "goal_id,title\nG,Reads\n"}, []),
        ({"purchases.csv": PURCHASES}, {"ledger_entries": LEDGER}, ["Prioritise", "Budget"]),
    ],
)
def test_what_was_loaded_leads_to_where_it_is_seen_and_what_a_plan_lacks_is_said(
    opened: Opens, held: dict[str, str], files: dict[str, str], pages: list[str]
) -> None:
    test = press(upload(opened(held), **files), "Apply to Test Unified")
    links = {link.proto.label: link.proto.page for link in test.get("page_link")}
    ways = [label for label in links if label.startswith("See it")]
    assert ways == [f"See it on {page}" for page in pages]
    assert [links[way] or "prioritise" for way in ways] == [Path(PAGES[page]).stem for page in pages]
    missing = [table for table in PLAN_NEEDS if table not in {*files, "ratings", *(f.partition(".")[0] for f in held)}]
    words = next(caption.value for caption in test.caption if "Still missing for a plan" in caption.value)
    assert [table for table in PLAN_NEEDS if f"({table}.csv)" in words] == missing
    assert set(PAGES) == {"Prioritise", *SEEN_ON}


def test_a_load_into_a_district_that_left_the_screen_leads_to_no_page_of_another(opened: Opens) -> None:
    test = press(upload(opened(), needs=NEEDS), "Apply to Test Unified")
    start_district(data.database(), "Elsewhere", "local")
    test.run()
    assert [box.proto.title for box in test.success] == ["Loaded: needs\\.csv"]
    assert not [link for link in test.get("page_link") if link.proto.label.startswith("See it")]


def test_causes_come_first_and_what_hangs_on_them_is_counted(opened: Opens) -> None:
    costs = BAD_COSTS.replace("12OO", "12").replace("P-9", "P-1")
    test = upload(opened(), cost_lines=costs, purchases=PURCHASES.replace("Screener,proposed", "Screener,bought"))
    (first,) = [warning.value for warning in test.warning if "bought" in warning.value]
    assert "And 3 rows that hang on these" in first
    assert "names a record whose own row" not in first
    words = said(test)
    assert (
        words.index('"bought" is not') < words.index("mend those above first") < words.index("names a record whose own")
    )
    assert "Problems and notes (4)" in [tab.label for tab in test.tabs]


def test_problems_beyond_the_first_kinds_are_said_to_be_further_on(opened: Opens) -> None:
    purchases = "purchase_id,title,stage,learners,program_area\nA,x,bought,many,odd\nB,y,bought,many,odd\n"
    costs = "cost_line_id,purchase_id,fiscal_year,category,amount,recurring\nC1,A,x,y,z,w\nC2,A,x,y,z,w\n"
    test = upload(opened(), purchases=purchases, cost_lines=costs)
    (first,) = [warning.value for warning in test.warning if "bought" in warning.value]
    assert (first.count("**And 1 more like it.**"), first.count("\n")) == (5, 5)
    assert first.endswith("- **6 more under Problems and notes.**")


def test_rows_set_aside_of_several_tables_come_in_one_zip(opened: Opens) -> None:
    costs = "cost_line_id,purchase_id,fiscal_year,category,amount\nC1,P-1,2027,software,x\n"
    bad = PURCHASES + "P-9,Pens,bought\n"
    test = press(upload(opened(), purchases=bad, cost_lines=costs), "Apply to Test Unified")
    labels = [button.label for button in test.download_button]
    first = labels.index("All 2 rows set aside")
    assert labels[first : first + 3] == [
        "All 2 rows set aside", "1 row of purchases, set aside", "1 row of cost lines, set aside"
    ]  # fmt: skip


def test_the_same_file_twice_would_change_nothing(opened: Opens) -> None:
    test = upload(opened({"purchases.csv": PURCHASES}), purchases=PURCHASES)
    assert "Nothing would change: the district already holds all of this." in said(test)
    assert not [button for button in test.button if button.label.startswith("Apply")]


def test_what_would_be_withdrawn_can_be_kept(opened: Opens) -> None:
    test = upload(opened({"purchases.csv": PURCHASES}), purchases=PURCHASES.rsplit("P-2", 1)[0])
    assert "1 record withdrawn and 1 as before" in said(test)
    assert "This would withdraw 1 of 2 purchases, because the files no longer have them." in said(test)
    test.pills[0].select("purchases").run()
    assert "This would withdraw" not in said(test)
    assert "Nothing would change" in said(test)


def test_a_few_withdrawn_of_many_are_no_warning(opened: Opens) -> None:
    more = PURCHASES + "P-3,Carts,proposed\n"
    test = upload(opened({"purchases.csv": more}), purchases=more.rsplit("P-3", 1)[0])
    assert "1 record withdrawn and 2 as before" in said(test)
    assert "This would withdraw" not in said(test)


def test_what_makes_way_for_other_names_is_said_before_it_is_applied(opened: Opens) -> None:
    other = PURCHASES.replace("Screener", "Item 1").replace("Robots", "Item 2")
    test = upload(opened({"purchases.csv": PURCHASES}), purchases=other)
    words = "2 of 2 purchases that are here already get another title: P-1 is 'Screener' and would be 'Item 1'."
    assert words in said(test).replace("\\", "")


ORDER = {
    "funds": "fund_id,name,kind\nG,Reading grant,other\n",
    "fund_years": "fund_id,fiscal_year,budgeted\nG,2027,900\n",
    "purchases": "purchase_id,title,stage\nP,Robots,ordered\n",
    "cost_lines": "cost_line_id,purchase_id,fiscal_year,category,amount\nC,P,2027,devices,500\n",
    "pre_encumbrances": "purchase_id,cost_line_id,fund_id,money_year,amount\nP,C,G,2027,500\n",
}


def test_an_order_that_its_fund_may_not_pay_is_named_before_it_is_applied_and_by_the_check(opened: Opens) -> None:
    words = (
        "Reading grant may not pay $500 for devices of Robots in FY 2027: no rule says what Reading grant may pay for"
    )
    test = upload(opened(), **ORDER)
    (note,) = test.warning
    assert note.proto.title == "1 note to look at before you apply"
    assert f"'pre_encumbrances.csv', row 2: {words}" in str(note.value).replace("\\", "")
    press(test, "Apply to Test Unified")
    assert f"pre_encumbrances P / C / G / 2027: {words}" in said(press(test, "Check the records"))


def test_a_question_is_asked_before_anything_loads(opened: Opens) -> None:
    dates = io.StringIO()
    csv.writer(dates).writerows(
        [["project_id", "title", "start"], ["A", "Wi-Fi", "03/04/2027"], ["B", "Lab", "05/06/2027"]]
    )
    test = upload(opened(), projects=dates.getvalue())
    assert "Before this can load: 1 question" in said(test)
    assert "03/04/2027" in said(test)
    assert not [button for button in test.button if button.label.startswith("Apply")]
    test.radio[0].set_value("day first")
    press(test, "Read again with these answers")
    press(test, "Apply to Test Unified")
    with data.database().read() as cursor:
        starts = cursor.execute("SELECT CAST(start AS VARCHAR) FROM projects ORDER BY project_id").fetchall()
    assert starts == [("2027-04-03",), ("2027-06-05",)]
    aside = {"projects-set-aside": "project_id,title,start,What is wrong\nC,Lab,07/08/2027,\n"}
    test = upload(test, **aside)
    assert [radio.value for radio in test.radio] == ["day first"]
    assert "You said so for 'projects.csv'." in said(test)


def test_what_another_column_shows_is_chosen_already_and_said(opened: Opens) -> None:
    dates = "project_id,title,start,finish,first_use\nA,Wi-Fi,03/04/2027,05/06/2027,{}\n"
    page = opened()
    test = upload(page, projects=dates.format("07/08/2027"))
    assert [radio.value for radio in test.radio] == [None]
    assert "is chosen already" not in said(test)
    test = upload(page, projects=dates.format("31/08/2027"))
    assert "Before this can load: 1 question" in said(test)
    assert "What other columns show, or you said before, is chosen already: check it." in said(test)
    assert "In the same file, column 'first_use' shows it: day first." in said(test).replace("\\", "")
    assert [radio.value for radio in test.radio] == ["day first"]
    press(test, "Read again with these answers")
    press(test, "Apply to Test Unified")
    with data.database().read() as cursor:
        assert cursor.execute("SELECT CAST(finish AS VARCHAR) FROM projects").fetchall() == [("2027-06-05",)]


def test_a_panel_member_may_not_load_and_loses_nothing(opened: Opens) -> None:
    test = upload(opened({"members.csv": MEMBERS}, member="pia"), purchases=PURCHASES)
    press(test, "Apply to Test Unified")
    assert "Pia Roy has the role 'panel', and this takes 'editor'." in test.error[0].proto.title.replace("\\", "")
    assert "2 records added" in said(test)


def test_a_district_of_ones_own_is_begun_and_loaded_by_whoever_is_there(opened: Opens) -> None:
    test = opened({"members.csv": MEMBERS}, member="ana")
    test.text_input(key="name of a new district with a button").set_value("Somewhere Unified")
    press(test, "Start it")
    assert on_screen(test).value == "somewhere-unified"
    upload(test, purchases=PURCHASES)
    press(test, "Apply to Somewhere Unified")
    assert "2 records added." in test.success[0].value
    on_screen(test).select("test-unified").run()
    assert next(box for box in test.selectbox if box.label.startswith("District")).value == "test-unified"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("purchases", "", "'purchases.csv': is empty."),
        ("purchases", "\x89PNG\r\n\x1a\n\x00\x00", "is not a text file but a picture"),
        ("wishes", "What,Who\nRobots,Lee\n", "'wishes.csv': is not one of the tables"),
        ("purchases", "name,stage\nRobots,proposed\n", "has no column 'purchase_id', which purchases must have"),
    ],
)
def test_files_that_cannot_be_read_are_named(opened: Opens, name: str, content: str, sentence: str) -> None:
    test = opened()
    test.file_uploader[0].set_value([(f"{name}.csv", content.encode("latin-1"), "text/csv")])
    test.run()
    press(test, "Read the files")
    assert sentence in said(test)
    assert "There is nothing in these files that could be loaded." in said(test)


def test_other_peoples_words_are_never_markup(opened: Opens) -> None:
    nasty = 'purchase_id,title\nP-1,<script>alert(1)</script> **bold** =1+1 😀 שלום\n<b>P</b>,"say ""hi"""\n'
    test = upload(opened(), purchases=nasty)
    press(test, "Apply to Test Unified")
    assert "2 records added." in test.success[0].value
    assert "<b>" not in "".join(str(element.value) for element in test.markdown)


def test_headings_are_matched_by_hand(opened: Opens) -> None:
    test = upload(opened(), wishes="Item No,What we want\nW1,Robot kits\nW2,3D printers\n")
    next(box for box in test.selectbox if box.label == "purchase_id (required)").select("Item No")
    next(box for box in test.selectbox if box.label == "title (required)").select("What we want")
    test.run()
    press(test, "Read the files this way")
    assert "2 records added" in said(test)
    press(test, "Apply to Test Unified")
    with data.database().read() as cursor:
        assert cursor.execute("SELECT title FROM purchases ORDER BY purchase_id").fetchall() == [
            ("Robot kits",),
            ("3D printers",),
        ]


def test_a_misspelt_heading_of_a_file_not_read_is_suggested_and_what_names_its_records_hangs(opened: Opens) -> None:
    lines = "cost_line_id,purchase_id,fiscal_year,category,amount\nL,P-1,2027,devices,5\n"
    test = upload(opened(), purchases="purchase_id,titel\nP-1,Robots\n", cost_lines=lines)
    assert "Did you mean 'titel'?" in said(test)
    assert "1 row that hangs on these: mend those above first" in said(test)
    test.session_state[f"matching_{test.session_state[DESK].reading.schema}"] = True  # as a click opens it
    test.run()
    assert next(one for one in test.selectbox if one.label == "title (required)").value == "titel"
    press(test, "Read the files this way")
    assert "2 records added" in said(test)


def test_a_column_that_is_not_read_is_said_at_once_and_can_be_matched_by_hand(opened: Opens) -> None:
    ledger = "account,fiscal_year,amount,Vendr\n01,2027,5,Acme\n"
    test = upload(opened(), sites="site_id,name,English Lerners,Phone\nS1,Alder,9,555\n", ledger_entries=ledger)
    assert "Did you mean english_learners?" in said(test)
    assert any("3 columns are not read" in str(box.proto) for box in test.warning)
    test.session_state[f"matching_{test.session_state[DESK].reading.schema}"] = True  # as a click opens it
    test.run()
    next(one for one in test.selectbox if one.label == "english_learners").select("English Lerners").run()
    press(test, "Read the files this way")
    test.session_state[f"matching_{test.session_state[DESK].reading.schema}"] = True
    test.run()
    next(one for one in test.selectbox if one.label == "File").select("ledger_entries.csv").run()
    next(one for one in test.selectbox if one.label == "vendor").select("Vendr").run()
    press(test, "Read the files this way")
    press(test, "Apply to Test Unified")
    with data.database().read() as cursor:
        assert cursor.execute("SELECT english_learners FROM sites").fetchall() == [(9,)]
        assert cursor.execute("SELECT vendor, amount FROM ledger_entries").fetchall() == [("Acme", 5)]


def test_what_is_held_checked_and_copied(opened: Opens, tmp_path: Path) -> None:
    test = opened({"purchases.csv": PURCHASES})
    held = next(frame.value for frame in test.dataframe if "held" in frame.value.columns)
    assert dict(zip(held["table"], held["held"], strict=True))["Purchases"] == 2
    assert "Everything fits together." in said(press(test, "Check the records"))
    folder = str(tmp_path / "backups").replace("\\", "")  # as `said` leaves out what escapes a sign
    assert f"Copied to {folder}" in said(press(test, "Back up now"))
    assert len(list((tmp_path / "backups").glob("*.duckdb"))) == 1


def test_a_check_tells_of_rows_set_aside(opened: Opens) -> None:
    test = opened({"purchases.csv": PURCHASES, "cost_lines.csv": BAD_COSTS})
    words = said(press(test, "Check the records"))
    assert "Everything fits together." in words
    assert "Set aside when loaded, and not counted here: 2 rows of cost lines." in words


def test_the_format_is_searched(opened: Opens) -> None:
    test = opened()
    test.text_input(key="format_words").set_value("lunch").run()
    found = next(frame.value for frame in test.dataframe if "example" in frame.value.columns)
    assert list(found["column"]) == ["lunch_share"]
