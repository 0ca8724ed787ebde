"""docs/accounts.md says how an office explains its own accounts; what it shows works as it stands."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data_models.load import Load
from planning.accounts import chart_of, explain_account
from store.database import Database
from store.ledger import read_account_codes, read_account_parts
from store.loading import Reading, apply_load, parse_mapping

PAGE = (Path(__file__).parents[3] / "docs" / "accounts.md").read_text(encoding="utf-8")
FIRST = ["010 fund: General fund", "1100 function: Instruction", "610 object: Supplies", "0101 school: "]


def block(kind: str, place: int = 0) -> str:
    return str(re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)[place])


def explained(database: Database, account: str) -> list[str]:
    with database.read() as cursor:
        chart = chart_of((), read_account_codes(cursor, "sample"), read_account_parts(cursor, "sample"))
    return [f"{p.code} {p.dimension}: {p.meaning}" for p in explain_account(account, chart)]


@pytest.mark.parametrize("account", ["010.1100.610.0101", "01011006100101"])
def test_the_two_small_tables(load: Callable[..., Load], database: Database, account: str) -> None:
    load({"account_parts.csv": block("csv"), "account_codes.csv": block("csv", 1)})
    assert account in PAGE
    assert explained(database, account) == FIRST


def test_the_mapping(read: Callable[..., Reading], database: Database) -> None:
    files = {"ledger 2027.csv": "Account,Year,Amount\n010,2027,1\n", "object codes.csv": "Code,Title\n610,Supplies\n"}
    mapping = parse_mapping(block("yaml").encode(), "ours.yaml")
    apply_load(database, "sample", read(files, mapping=mapping), "local")
    assert explained(database, "010.1100.610.0101") == [*FIRST[:1], "1100 function: ", *FIRST[2:]]
