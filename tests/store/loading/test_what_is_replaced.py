"""A load that puts other names or another year's figures in the place of what is there says so in words."""

from collections.abc import Callable

import pytest

from data_models.load import Load
from store.database import Database
from store.loading import Reading, preview
from tests.store.loading.conftest import DISTRICT

FUNDS = "fund_id,name\nA,Title I\nB,Title II\nC,Bond\n"
LEDGER = "account,fund_id,fiscal_year,kind,amount\n1,A,2022,actual,10\n2,A,2022,actual,5.50\n3,A,2023,budget,7\n"
CODES = "fund_id,name\nA,Fund A\nB,Fund B\nC,Bond\n"
ESTIMATE = "account,fund_id,fiscal_year,kind,amount\n1,A,2022,actual,12\n3,A,2023,budget,7\n"
Say = Callable[[dict[str, str]], tuple[str, ...]]


@pytest.fixture
def say(database: Database, load: Callable[..., Load], read: Callable[..., Reading]) -> Say:
    load({"funds.csv": FUNDS, "ledger_entries.csv": LEDGER})
    return lambda files: preview(database, DISTRICT, read(files)).replaced


def test_other_names_and_another_years_entries_are_said(say: Say) -> None:
    assert say({"funds.csv": CODES, "ledger_entries.csv": ESTIMATE}) == (
        "2 of 3 funds that are here already get another name: A is 'Title I' and would be 'Fund A'.",
        "FY 2022 actual: entries withdrawn 2 ($15.50), in their place 1 ($12.00); were the old ones kept, both would "
        "count.",
    )
    assert say({"ledger_entries.csv": LEDGER.replace("1,A,2022,actual,10\n", "")}) == (
        "FY 2022 actual: entries withdrawn 1 ($10.00), in their place none.",
    )


@pytest.mark.parametrize(
    "files",
    [
        {"funds.csv": FUNDS, "ledger_entries.csv": LEDGER},
        {"funds.csv": FUNDS.replace("Bond", "Measure T bond")},
        {"ledger_entries.csv": f"{LEDGER}4,A,2022,actual,1\n"},
        {"ledger_entries.csv": ESTIMATE.replace("2022", "2024").replace("2023", "2024")},
        {"funds.csv": "fund_id,note\nA,read\nB,read\n"},
    ],
    ids=["the same again", "one name mended", "more entries", "another year", "no name said"],
)  # fmt: skip
def test_what_only_adds_or_mends_is_not(say: Say, files: dict[str, str]) -> None:
    assert say(files) == ()


def test_what_is_kept_is_not_said_to_go(say: Say, database: Database, read: Callable[..., Reading]) -> None:
    kept = preview(database, DISTRICT, read({"ledger_entries.csv": ESTIMATE}), frozenset(["ledger_entries"]))
    assert kept.replaced == ()
