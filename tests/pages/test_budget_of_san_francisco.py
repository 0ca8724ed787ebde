"""Budget of a district whose files are San Francisco's: a ledger in state codes, long fund names, no fund year."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data_models.budget import LedgerFilter
from data_models.fund import Fund
from store.database import Database
from store.district import start_district
from store.loading import apply_load, load_mapping, read_source
from store.location import MAPPINGS
from store.portfolio import read_portfolio
from tests.pages.conftest import ROOT
from tests.pages.test_budget import choose, show_budget, texts
from ui.budget import LEDGER, YEARS
from ui.records.panel import OPEN
from ui.session import Open

REAL = ROOT.parent / "shared" / "realdata" / "budget_san_francisco"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real public files is not on this machine")


@pytest.fixture
def san_francisco(empty: Database) -> None:
    """The ledger and code tables, loaded as the district's office would."""
    district_id = start_district(empty, "San Francisco", "local")
    mapping = load_mapping(MAPPINGS / "san_francisco_sacs.yaml")
    with read_source(empty, sorted(REAL.glob("*.csv")), mapping=mapping) as reading:
        apply_load(empty, district_id, reading, "local")
    assert not read_portfolio(empty, district_id, date(2022, 7, 1)).fund_years
    empty.close()


@pytest.fixture
def budget(san_francisco: None) -> AppTest:
    return show_budget()


def test_what_the_ledger_says_of_each_fund_stands_there_at_once(budget: AppTest) -> None:
    heading = str(budget.subheader[0].value).replace("\\", "")
    assert heading == "The ledger has $1,613,628,479 spent in FY 2022; what of it the cabinet may use is not yet said"
    funds = budget.dataframe[0].value
    assert len(funds) == 86
    assert abs(funds["Ledger: spent FY 2022"].sum() - 1_613_628_478.76) <= len(funds) / 2, "each in whole dollars"
    row = funds[funds["Key"] == "01-3010"].iloc[0]
    assert row["Fund"].startswith("ESSA: Title I, Part A, Basic Grants")
    said = texts(budget)
    assert "Ledger: the whole fund, from the ledger; what of it the cabinet may use is not yet said." in said
    assert "In all: spent FY 2022 $1,613,628,478.76." in said


def test_a_fund_opens_with_its_whole_name_and_leads_to_its_entries(budget: AppTest) -> None:
    spent = budget.dataframe[0].value.set_index("Key")["Ledger: spent FY 2022"]["01-3010"]
    budget.session_state[OPEN] = Open(Fund.table, "01-3010")
    budget.run()
    name = "ESSA: Title I, Part A, Basic Grants Low-Income and Neglected · General Fund/County School Service Fund"
    assert f"**{name}**" in texts(budget)
    whole = next(table.value for table in budget.table if "Entries" in table.value)
    assert (said := whole["Spent"][0].replace("\\", "")) == "$5,034,296.12"
    assert spent == 5_034_296, "in whole dollars"
    next(button for button in budget.button if button.label == "Spent: entries").click().run()
    assert f"actual {said}" in texts(budget)
    assert budget.selectbox(key="ledger_fund").value == "01-3010"
    chosen = next(label for label in budget.selectbox(key="ledger_fund").options if label.startswith("01-3010 "))
    assert chosen == "01-3010 ESSA: Title I, Part A, Basic Grants…"


def test_without_any_fund_year_the_way_to_one_stands_in_place_of_an_empty_table(san_francisco: None) -> None:
    budget = show_budget(view=YEARS)
    assert "load fund_years.csv on Data, or add them under Fund years" in texts(budget)
    assert not budget.dataframe
    assert "Add fund year" in [button.label for button in budget.button]


def test_every_part_of_an_account_is_explained(san_francisco: None) -> None:
    budget = show_budget(view=LEDGER)
    budget = choose(budget, f"1 {LedgerFilter().model_dump_json()} table", 0)
    rows = budget.table[0].value.to_dict("records")
    assert [row["Part"] for row in rows] == ["fund", "resource", "project year", "goal", "function", "object"]
    assert all(row["Meaning"] != "–" for row in rows if row["Part"] != "project year")
    account = str(budget.dataframe[0].value["Account"][0])
    assert "".join(row["Code"].replace("\\", "") for row in rows) == account
